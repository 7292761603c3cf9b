//! What a law answers.

use sklad_store::{AppendError, Fault, ReadError};

/// A promise of the contract that a log broke: what was done, what came, what should have come.
///
/// ```
/// use sklad_conformance::Breach;
///
/// assert_eq!(Breach::new("the head went back").to_string(), "the head went back");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct Breach {
    what: String,
}

impl Breach {
    /// Returns the breach with those words.
    #[must_use]
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into() }
    }
}

impl From<AppendError> for Breach {
    fn from(error: AppendError) -> Self {
        Self::new(format!("an append that should be written was not: {error}"))
    }
}

impl From<ReadError> for Breach {
    fn from(error: ReadError) -> Self {
        Self::new(format!("what should be read was not: {error}"))
    }
}

impl From<Fault> for Breach {
    fn from(fault: Fault) -> Self {
        Self::new(format!("the log should answer and did not: {fault}"))
    }
}

/// A law that found no breach.
///
/// ```
/// use sklad_conformance::{InMemory, Proof, laws};
///
/// let proof = laws::survives_a_kill(&InMemory::default());
/// assert!(matches!(proof, Ok(Proof::NotTried(_))), "memory goes with its process");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a law holds, or was not tried")]
pub enum Proof {
    /// The log kept it.
    Holds,
    /// The harness cannot do what the law needs.
    NotTried(&'static str),
}

/// Ends a law with a breach unless what it says holds.
macro_rules! ensure {
    ($holds:expr, $($words:tt)+) => {
        if !$holds {
            return Err($crate::Breach::new(format!($($words)+)));
        }
    };
}
pub(crate) use ensure;
