//! The crate from outside: what is wrong with schemes, what boards do, the laws.
#![cfg(all(feature = "serde", feature = "toml", feature = "json"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod board;
mod calendar;
mod desk;
mod flaws;
mod laws;
mod migration;
mod presets;
mod queues;
mod texts;
mod wire;
