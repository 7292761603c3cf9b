//! The log of a shop in SQLite, and its read models as tables.

pub mod views;
