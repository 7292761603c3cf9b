//! A log in memory: the whole contract, gone with the process.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use sklad_base::RecordNo;

use crate::{
    AppendError, Archived, Batch, Fault, Foundation, Limits, Log, Position, ReadError, Receipt,
    Sealed, Snapshot, Stored,
};
use shelf::Shelf;

mod shelf;

/// A log in memory, for tests, trials and what-ifs: it keeps every promise of [`Log`] for as long as the process runs.
///
/// Clones are handles on the same log. It needs no runtime: nothing in it waits but [`Log::changed`], and a write
/// wakes that.
///
/// ```
/// use sklad_base::RecordNo;
/// use sklad_store::{Batch, BatchKey, Log, MemoryLog, Position};
///
/// # fn block_on<T>(future: impl Future<Output = T>) -> T {
/// #     let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// #     match std::pin::pin!(future).as_mut().poll(&mut context) {
/// #         std::task::Poll::Ready(value) => value,
/// #         std::task::Poll::Pending => unreachable!("nobody else writes"),
/// #     }
/// # }
/// # block_on(async {
/// let log = MemoryLog::new();
/// let key = BatchKey::new(uuid::Uuid::from_u128(7));
/// let (expected, bytes) = (Position::EMPTY, b"one order".as_slice().into());
/// let batch = Batch { key, expected, record: RecordNo::FIRST, bytes };
///
/// let receipt = log.append(&batch).await?;
/// assert!(log.append(&batch).await?.replayed, "the same batch again is not written again");
/// assert_eq!(log.head().await?, receipt.position);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Debug, Clone, Default)]
pub struct MemoryLog {
    room: Arc<Mutex<Room>>,
}

impl MemoryLog {
    /// Returns an empty log, whose batches weigh at most 64 MiB and whose positions are dense.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns an empty log with limits of its own; its positions grow by `step`, at least 1, so that a reader who
    /// takes them for dense is found.
    #[must_use]
    pub fn with(limits: Limits, step: u64) -> Self {
        let room = Room { shelf: Shelf::with(limits, step), ..Room::default() };
        Self { room: Arc::new(Mutex::new(room)) }
    }

    /// Takes an archive away, as a lost file would be, and tells whether it was there.
    pub fn lose_archive(&self, name: &str) -> bool {
        self.room().shelf.lose_archive(name)
    }

    fn room(&self) -> MutexGuard<'_, Room> {
        self.room.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Log for MemoryLog {
    async fn append(&self, batch: &Batch) -> Result<Receipt, AppendError> {
        let mut room = self.room();
        let receipt = room.shelf.append(batch)?;
        let waiting = std::mem::take(&mut room.waiting);
        drop(room);
        waiting.into_values().for_each(Waker::wake);
        Ok(receipt)
    }

    async fn get(&self, record: RecordNo) -> Result<Stored, ReadError> {
        self.room().shelf.get(record)
    }

    async fn read(&self, after: Position) -> Result<Vec<Stored>, ReadError> {
        self.room().shelf.read(after)
    }

    async fn head(&self) -> Result<Position, Fault> {
        Ok(self.room().shelf.head())
    }

    fn changed(&self, after: Position) -> impl Future<Output = Result<Position, Fault>> + Send {
        Changed { log: self.clone(), after, place: None }
    }

    async fn put_snapshot(&self, snapshot: Snapshot) -> Result<(), Fault> {
        self.room().shelf.put_snapshot(snapshot)
    }

    async fn snapshot(&self, before: Option<Position>) -> Result<Option<Snapshot>, Fault> {
        Ok(self.room().shelf.snapshot(before))
    }

    async fn seal(&self, foundation: Foundation) -> Result<Archived, ReadError> {
        self.room().shelf.seal(foundation)
    }

    async fn foundation(&self) -> Result<Option<Sealed>, Fault> {
        Ok(self.room().shelf.foundation())
    }

    fn limits(&self) -> Limits {
        self.room().shelf.limits()
    }
}

/// The records, and who waits for more of them.
#[derive(Debug, Default)]
struct Room {
    shelf: Shelf,
    waiting: BTreeMap<u64, Waker>,
    next_place: u64,
}

/// Waits in the room until the log ends behind a position; one who no longer waits leaves it.
struct Changed {
    log: MemoryLog,
    after: Position,
    place: Option<u64>,
}

impl Future for Changed {
    type Output = Result<Position, Fault>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut room = self.log.room();
        let head = room.shelf.head();
        if head > self.after {
            return Poll::Ready(Ok(head));
        }
        let place = self.place.unwrap_or(room.next_place);
        room.next_place = room.next_place.max(place.saturating_add(1));
        room.waiting.insert(place, context.waker().clone());
        drop(room);
        self.place = Some(place);
        Poll::Pending
    }
}

impl Drop for Changed {
    fn drop(&mut self) {
        if let Some(place) = self.place {
            self.log.room().waiting.remove(&place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn polled<T>(future: impl Future<Output = T>) -> Option<T> {
        let mut context = Context::from_waker(Waker::noop());
        match std::pin::pin!(future).poll(&mut context) {
            Poll::Ready(value) => Some(value),
            Poll::Pending => None,
        }
    }

    #[test]
    fn who_no_longer_waits_leaves_the_room() {
        let log = MemoryLog::new();
        assert!(polled(log.changed(Position::EMPTY)).is_none());
        assert!(log.room().waiting.is_empty());
    }

    #[test]
    fn two_who_wait_do_not_take_each_others_place() {
        let log = MemoryLog::new();
        let mut context = Context::from_waker(Waker::noop());
        let mut first = std::pin::pin!(log.changed(Position::EMPTY));
        let mut second = std::pin::pin!(log.changed(Position::EMPTY));
        for _ in 0..2 {
            assert!(first.as_mut().poll(&mut context).is_pending());
            assert!(second.as_mut().poll(&mut context).is_pending());
        }
        assert_eq!(log.room().waiting.len(), 2);
    }
}
