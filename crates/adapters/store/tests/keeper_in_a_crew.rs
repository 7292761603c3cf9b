//! What a keeper promises, it promises in a crew as well.

#![allow(clippy::wildcard_enum_match_arm, clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "keeper.rs"]
mod in_a_crew;
