//! The storms again, over keepers that share threads.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "storm.rs"]
mod in_a_crew;
