//! What a log answers when it does not do what it was asked.

use std::{error::Error, fmt, sync::Arc};

use sklad_base::RecordNo;

use super::{Archived, BatchKey, Position};

/// Why a batch was not acknowledged.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum AppendError {
    /// Definitive: nothing of this batch was or will be written under this key.
    #[error(
        "cannot append behind {expected}: another writer was there, the log ends at {head}; read what it wrote and decide anew"
    )]
    Conflict {
        /// Where the writer thought the log ends.
        expected: Position,
        /// Where it ends.
        head: Position,
    },
    /// No answer: send the identical batch again until it is definite.
    #[error("cannot tell whether batch {key} was written: {why}; send the identical batch again")]
    Unknown {
        /// Which batch.
        key: BatchKey,
        /// What is known.
        why: String,
    },
    /// It will never be written as it is.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// The world failed; nothing of it was written.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Why a batch can never be written as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Rejection {
    /// It weighs too much.
    #[error("cannot append {bytes} bytes: a batch has at most {limit}; put fewer commands into it")]
    TooBig {
        /// How much it weighs.
        bytes: usize,
        /// How much it may.
        limit: usize,
    },
    /// Its key belongs to other bytes.
    #[error(
        "cannot append batch {key}: {position} has other bytes under this key; give each batch a key of its own"
    )]
    OtherBytes {
        /// The key.
        key: BatchKey,
        /// Where the first one stands.
        position: Position,
    },
    /// Its number is not the next one.
    #[error("cannot append {record}: the next one is {next}; read the log to its end first")]
    OutOfOrder {
        /// Its number.
        record: RecordNo,
        /// The number that it should have.
        next: RecordNo,
    },
    /// The log may not be written.
    #[error("cannot append to {log}: {why}; give the right to write it, or open it to read only")]
    NotAllowed {
        /// Which log.
        log: String,
        /// What forbids it.
        why: String,
    },
}

/// Why records cannot be read.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// There is no such record.
    #[error("cannot read {record}: the log ends before it; ask for one that was written")]
    Absent {
        /// Which one.
        record: RecordNo,
    },
    /// The records stand in an archive.
    #[error(
        "cannot read on behind {after}: those records are sealed in {}, up to {}; begin with the foundation, or read the archive",
        archive.name, archive.last
    )]
    Archived {
        /// Behind which position was read.
        after: Position,
        /// Where they are.
        archive: Archived,
    },
    /// An archive is gone: history is lost, balances are not.
    #[error(
        "cannot read {}: the archive of {} to {} is not there; put the file back, balances do not need it",
        archive.name, archive.first, archive.last
    )]
    Lost {
        /// Which one.
        archive: Archived,
    },
    /// Stored bytes are not what was written.
    #[error(
        "cannot read {place}: {why}; restore the log from a backup, the records before it are whole"
    )]
    Damaged {
        /// Where.
        place: String,
        /// What does not add up.
        why: String,
    },
    /// The world failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// The world failed.
#[derive(Debug, Clone)]
pub struct Fault {
    what: String,
    is_retryable: bool,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl Fault {
    /// Returns a fault that may be over when it is tried again; `what` says what could not be done: the facts; what
    /// to do.
    #[must_use]
    pub fn retryable(what: impl Into<String>) -> Self {
        Self { what: what.into(), is_retryable: true, source: None }
    }

    /// Returns a fault that stays until a person acts; `what` says what could not be done: the facts; what to do.
    #[must_use]
    pub fn lasting(what: impl Into<String>) -> Self {
        Self { what: what.into(), is_retryable: false, source: None }
    }

    /// Returns it with what it comes from.
    #[must_use]
    pub fn because(mut self, source: impl Error + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// Tells whether trying again may help.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        self.is_retryable
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}
