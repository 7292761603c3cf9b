//! What every log does, wherever it keeps its bytes.

use std::{error::Error, fmt, future::Future, sync::Arc};

use sklad_base::{Digest, RecordNo};
use uuid::Uuid;

/// An ordered log of records, and a cache of snapshots beside it.
///
/// What is acknowledged is there for good, once, and in the order of its positions. The crate `sklad-conformance`
/// proves every sentence here of any log.
///
/// A log is a handle: clones speak to the same log, from any thread.
pub trait Log: Clone + Send + Sync + 'static {
    /// Puts a batch at the end, if the log ends where the batch expects it to.
    ///
    /// The same key again, within the retention, gives the same receipt as before with `replayed`, and writes
    /// nothing; with other bytes it is rejected.
    ///
    /// # Errors
    /// [`AppendError`]; its four kinds must be treated differently.
    fn append(&self, batch: &Batch) -> impl Future<Output = Result<Receipt, AppendError>> + Send;

    /// Returns one record by its number, be it sealed into an archive or not.
    ///
    /// # Errors
    /// [`ReadError::Absent`] when there is none, [`ReadError::Lost`] when its archive is gone.
    fn get(&self, record: RecordNo) -> impl Future<Output = Result<Stored, ReadError>> + Send;

    /// Returns a page of records behind a position, oldest first; an empty one at the end of the log.
    ///
    /// It never ends before what this handle was acknowledged.
    ///
    /// # Errors
    /// [`ReadError::Archived`] when the next record is sealed.
    fn read(&self, after: Position) -> impl Future<Output = Result<Vec<Stored>, ReadError>> + Send;

    /// Returns the position of the last record.
    ///
    /// # Errors
    /// [`Fault`] when the log cannot be asked.
    fn head(&self) -> impl Future<Output = Result<Position, Fault>> + Send;

    /// Waits until the log ends behind a position, whoever wrote, and returns where it then ends.
    ///
    /// # Errors
    /// [`Fault`] when the log cannot be asked.
    fn changed(&self, after: Position) -> impl Future<Output = Result<Position, Fault>> + Send;

    /// Keeps a snapshot; a log may drop older ones, but keeps two.
    ///
    /// # Errors
    /// [`Fault`] when it cannot be kept: that costs time at the next start, never truth.
    fn put_snapshot(&self, snapshot: Snapshot) -> impl Future<Output = Result<(), Fault>> + Send;

    /// Returns the newest snapshot that stands before a position; the newest of all before `None`.
    ///
    /// # Errors
    /// [`Fault`] when the log cannot be asked.
    fn snapshot(
        &self,
        before: Option<Position>,
    ) -> impl Future<Output = Result<Option<Snapshot>, Fault>> + Send;

    /// Moves the records up to a foundation into an archive, unchanged, and puts the foundation in their place: from
    /// then on it is truth. The archive names the one before it.
    ///
    /// # Errors
    /// [`ReadError`] when the records cannot be read, or the archive cannot be written; nothing is then sealed.
    fn seal(
        &self,
        foundation: Foundation,
    ) -> impl Future<Output = Result<Archived, ReadError>> + Send;

    /// Returns what the log stands on, where records were sealed.
    ///
    /// # Errors
    /// [`Fault`] when the log cannot be asked.
    fn foundation(&self) -> impl Future<Output = Result<Option<Sealed>, Fault>> + Send;

    /// Says what a batch may weigh and how long keys are kept.
    fn limits(&self) -> Limits;
}

/// Where a record stands in its log. Positions grow; density is not promised.
///
/// ```
/// use sklad_store::Position;
///
/// assert!(Position::EMPTY < Position::new(7));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position(u64);

impl Position {
    /// Before the first record.
    pub const EMPTY: Self = Self(0);

    /// Returns the position with that number.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// Returns the number.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "position {}", self.0)
    }
}

/// A batch's own id: the same batch sent again carries the same key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BatchKey(Uuid);

impl BatchKey {
    /// Returns the key with that id, which no other batch has.
    #[must_use]
    pub const fn new(id: Uuid) -> Self {
        Self(id)
    }

    /// Returns the id.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl fmt::Display for BatchKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for BatchKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// What should become a record.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that writers build")]
pub struct Batch {
    /// Its own id.
    pub key: BatchKey,
    /// The record before it.
    pub expected: Position,
    /// Its own number: dense, counted from 1.
    pub record: RecordNo,
    /// What it holds.
    pub bytes: Arc<[u8]>,
}

/// A record as the log keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
pub struct Stored {
    /// Where it stands.
    pub position: Position,
    /// Its own number.
    pub record: RecordNo,
    /// Its batch.
    pub key: BatchKey,
    /// What it holds.
    pub bytes: Arc<[u8]>,
}

/// The log has it for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
pub struct Receipt {
    /// Where the record stands.
    pub position: Position,
    /// Whether it stood there before.
    pub replayed: bool,
}

/// A state in bytes, as of a position.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that writers build")]
pub struct Snapshot {
    /// The last record in it.
    pub position: Position,
    /// Of which format the bytes are.
    pub format: u32,
    /// The state.
    pub bytes: Arc<[u8]>,
}

/// A snapshot that was verified by replaying what it stands for: it may take the place of those records.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that writers build")]
pub struct Foundation {
    /// The state, as of the last record that it stands for.
    pub snapshot: Snapshot,
    /// The number of that record.
    pub record: RecordNo,
    /// Records that finished orders are taken back from: they stay within reach even if the archive is lost.
    pub kept: Vec<RecordNo>,
}

/// What a log stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
pub struct Sealed {
    /// The state that took the place of the archived records.
    pub foundation: Foundation,
    /// The archives, oldest first.
    pub archives: Vec<Archived>,
}

/// An archive: records that were moved out of the log, unchanged and checksummed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
pub struct Archived {
    /// What the log calls it: a file's name, an object's.
    pub name: String,
    /// Its first record.
    pub first: RecordNo,
    /// Its last record.
    pub last: RecordNo,
    /// The checksum of all its bytes.
    pub digest: Digest,
    /// The archive before it.
    pub before: Option<String>,
}

/// What a log can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
pub struct Limits {
    /// So many bytes may a batch have at most.
    pub batch_bytes: usize,
    /// For so many seconds is a key remembered; for good before `None`.
    pub keys_seconds: Option<u64>,
}

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
