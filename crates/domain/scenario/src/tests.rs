//! Each cell of the table in `sklad::guide`, as plans: one row a test, the four ways beside each other.

mod rows;
mod scene;
mod shortages;
