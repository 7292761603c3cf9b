//! What every log does, wherever it keeps its bytes.

mod errors;

use std::{fmt, future::Future, sync::Arc};

use sklad_base::{Digest, RecordNo};
use uuid::Uuid;

pub use errors::{AppendError, Fault, ReadError, Rejection};

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

    /// Does the same on the calling thread, which may block as long as it takes: a log whose world blocks anyway saves
    /// itself the way to another thread and back.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    fn append_here(&self, batch: &Batch) -> Result<Receipt, AppendError> {
        crate::wait(self.append(batch))
    }

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
