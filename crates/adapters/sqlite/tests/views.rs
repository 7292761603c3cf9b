//! The tables say what the shop says, whatever happened and whoever was killed.
#![allow(
    clippy::wildcard_enum_match_arm,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    dead_code,
    unreachable_pub,
    reason = "tests; the histories are those of the shop's own laws, which use more of them"
)]

#[path = "views/bad_files.rs"]
mod bad_files;
#[path = "views/customers.rs"]
mod customers;
#[path = "views/follower.rs"]
mod follower;
#[path = "../../../domain/flow/tests/history/mod.rs"]
mod history;
#[path = "views/keeper.rs"]
mod keeper;
#[path = "views/killed.rs"]
mod killed;
#[path = "views/laws.rs"]
mod laws;
#[path = "views/schema.rs"]
mod schema;
#[path = "views/words.rs"]
mod words;
