//! Benches only: one file per question, run by `cargo bench`.
