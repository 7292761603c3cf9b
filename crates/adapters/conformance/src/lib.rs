//! The laws of the log contract: hand in a log, get back every promise that it breaks.
//!
//! A [`Harness`] makes fresh logs, and, if it can, kills one and opens it again. [`prove_all`] runs every law on it:
//!
//! ```
//! use sklad_conformance::{InMemory, prove_all};
//!
//! let report = prove_all(&InMemory::default());
//! assert!(report.is_sound(), "{report}");
//! ```
//!
//! In tests, [`laws!`] makes one test of each law:
//!
//! ```
//! sklad_conformance::laws!(sklad_conformance::InMemory::default());
//! ```
//!
//! [`Faulty`] wraps a log and lets the world fail by a seed, for those who build on logs.
//!
//! What it is not: a measure of speed, or a proof that a disk keeps what it says it keeps.

mod breach;
mod faulty;
mod harness;
pub mod laws;
mod report;
mod scribe;
mod waiting;

pub use breach::{Breach, Proof};
pub use faulty::{Faulty, Mishap, Odds};
pub use harness::{Harness, InMemory};
pub use report::{Law, Report, all, prove_all};
pub use waiting::within;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
