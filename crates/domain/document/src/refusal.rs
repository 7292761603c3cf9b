//! Why a document says no.

use sklad_base::{Day, DocumentId, LineNo};

use crate::Kind;

/// Why a document could not be made or changed; nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// No such document.
    #[error(
        "cannot find {document}: it is not among the order's documents; look at the order's family"
    )]
    Unknown {
        /// The id asked for.
        document: DocumentId,
    },
    /// It is closed: it never changes again.
    #[error(
        "cannot change {kind} {number}: it was closed on {day}; \
         edit the order, and the difference becomes a document of its own"
    )]
    Closed {
        /// What it is.
        kind: Kind,
        /// Its number.
        number: u32,
        /// Its day in the books.
        day: Day,
    },
    /// It was given up.
    #[error(
        "cannot change {kind} {number}: it was cancelled; edit the order, and a new one is made"
    )]
    Cancelled {
        /// What it is.
        kind: Kind,
        /// Its number.
        number: u32,
    },
    /// It has no such line.
    #[error(
        "cannot change {line} of {kind} {number}: it has no such line; add the line to the order"
    )]
    UnknownLine {
        /// What it is.
        kind: Kind,
        /// Its number.
        number: u32,
        /// The line asked for.
        line: LineNo,
    },
    /// All numbers of a kind are in use.
    #[error("cannot number another {kind}: four billion are in use; start another shop")]
    NoNumberLeft {
        /// Of which kind.
        kind: Kind,
    },
}
