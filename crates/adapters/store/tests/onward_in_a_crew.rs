//! Sending on, among keepers that share threads.

#![allow(
    dead_code,
    clippy::wildcard_enum_match_arm,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests; the machine has more than these need"
)]

#[path = "onward.rs"]
mod in_a_crew;
