//! A log in a world that fails, by a seed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sklad_base::RecordNo;
use sklad_store::{
    AppendError, Archived, Batch, Fault, Foundation, Limits, Log, Position, ReadError, Receipt,
    Sealed, Snapshot, Stored,
};

use world::World;
pub use world::{Mishap, Odds};

mod world;

/// Wraps a log and lets the world fail: the same seed and the same calls meet the same mishaps.
///
/// It keeps the contract: what it acknowledges stands in the log behind it, what it calls a conflict or a fault is not
/// there, and of what it calls unknown nobody can tell, even after reading the log. Torn bytes are the exception; who
/// reads records must see by their checksums that they are torn.
///
/// ```
/// use sklad_conformance::{Faulty, Odds};
/// use sklad_store::{AppendError, Batch, BatchKey, Log, MemoryLog, Position, wait};
///
/// let log = Faulty::new(MemoryLog::new(), 7, Odds { loses_answer: 1_000, ..Odds::NONE });
/// let key = BatchKey::new(uuid::Uuid::from_u128(1));
/// let (record, bytes) = (sklad_base::RecordNo::FIRST, b"one order".as_slice().into());
/// let batch = Batch { key, expected: Position::EMPTY, record, bytes };
///
/// assert!(matches!(wait(log.append(&batch)), Err(AppendError::Unknown { .. })));
/// log.calm_down();
/// assert!(wait(log.append(&batch)).is_ok_and(|receipt| receipt.replayed), "it was written");
/// ```
#[derive(Debug, Clone)]
pub struct Faulty<L> {
    inner: L,
    world: Arc<Mutex<World>>,
}

impl<L: Log> Faulty<L> {
    /// Returns the log in a world with those odds.
    #[must_use]
    pub fn new(inner: L, seed: u64, odds: Odds) -> Self {
        Self { inner, world: Arc::new(Mutex::new(World::new(seed, odds))) }
    }

    /// Ends all mishaps: the disk has room, what was torn is whole; what was late is written by the next append.
    pub fn calm_down(&self) {
        self.world().calm_down();
    }

    /// Fills the disk, or makes room: on a full one nothing can be written.
    pub fn fill_disk(&self, is_full: bool) {
        self.world().fill_disk(is_full);
    }

    /// Tears the last record, or makes it whole: torn, half of its bytes are read.
    pub fn tear_last(&self, is_torn: bool) {
        self.world().tear_last(is_torn);
    }

    /// Returns how often each mishap came, so that a test can tell that it was one.
    #[must_use]
    pub fn mishaps(&self) -> BTreeMap<Mishap, u64> {
        self.world().mishaps()
    }

    /// Returns the log behind it, which does not fail.
    pub const fn inner(&self) -> &L {
        &self.inner
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits a little, then answers or fails.
    async fn answer(&self, what: &str) -> Result<(), Fault> {
        self.delay().await;
        let fails = self.world().comes(Mishap::Failed);
        if fails { Err(failed(what)) } else { Ok(()) }
    }

    async fn delay(&self) {
        let turns = self.world().turns_to_wait();
        for _ in 0..turns {
            next_turn().await;
        }
    }

    /// Writes what was sent before and not written yet; its writer no longer listens.
    async fn write_late(&self) {
        let late = self.world().take_late();
        if let Some(batch) = late {
            let _forgotten = self.inner.append(&batch).await;
        }
    }

    /// Sends a batch through the storm. Once nobody can tell whether a batch was written, no failure to send it again
    /// says that it was not.
    async fn send(&self, batch: &Batch) -> Result<Receipt, AppendError> {
        let mishap = self.world().of_append();
        let why = match mishap {
            None => {
                let answer = self.inner.append(batch).await;
                self.world().end_doubt(batch.key);
                return answer;
            }
            Some(Mishap::LostAnswer) => {
                let _lost = self.inner.append(batch).await;
                "the answer was lost"
            }
            Some(Mishap::LostRequest) => "the connection broke",
            Some(Mishap::Late) => {
                self.world().keep_late(batch.clone());
                "no answer came in time"
            }
            Some(_) if self.world().is_in_doubt(batch.key) => "sending it again failed",
            Some(Mishap::DiskFull) => return Err(disk_full("append a batch").into()),
            Some(_) => return Err(failed("append a batch").into()),
        };
        self.world().begin_doubt(batch.key);
        Err(AppendError::Unknown { key: batch.key, why: format!("{why}, by the seed") })
    }
}

impl<L: Log> Log for Faulty<L> {
    async fn append(&self, batch: &Batch) -> Result<Receipt, AppendError> {
        self.write_late().await;
        self.delay().await;
        let answer = self.send(batch).await;
        self.delay().await;
        answer
    }

    async fn get(&self, record: RecordNo) -> Result<Stored, ReadError> {
        self.answer("get a record").await?;
        let head = self.inner.head().await?;
        let mut stored = self.inner.get(record).await?;
        if stored.position == head && self.world().is_torn() {
            stored.bytes = half(&stored.bytes);
        }
        Ok(stored)
    }

    async fn read(&self, after: Position) -> Result<Vec<Stored>, ReadError> {
        self.answer("read a page").await?;
        let head = self.inner.head().await?;
        let mut page = self.inner.read(after).await?;
        if let Some(last) = page.last_mut()
            && last.position == head
            && self.world().tears_read()
        {
            last.bytes = half(&last.bytes);
        }
        Ok(page)
    }

    async fn head(&self) -> Result<Position, Fault> {
        self.answer("find the end").await?;
        self.inner.head().await
    }

    async fn changed(&self, after: Position) -> Result<Position, Fault> {
        self.answer("wait for a change").await?;
        let head = self.inner.changed(after).await?;
        self.delay().await;
        Ok(head)
    }

    async fn put_snapshot(&self, mut snapshot: Snapshot) -> Result<(), Fault> {
        self.answer("put a snapshot").await?;
        if self.world().is_full() {
            return Err(disk_full("put a snapshot"));
        }
        if self.world().comes(Mishap::TornSnapshot) {
            snapshot.bytes = half(&snapshot.bytes);
        }
        self.inner.put_snapshot(snapshot).await
    }

    async fn snapshot(&self, before: Option<Position>) -> Result<Option<Snapshot>, Fault> {
        self.answer("get a snapshot").await?;
        self.inner.snapshot(before).await
    }

    async fn seal(&self, foundation: Foundation) -> Result<Archived, ReadError> {
        self.answer("seal records").await?;
        if self.world().is_full() {
            return Err(disk_full("seal records").into());
        }
        self.inner.seal(foundation).await
    }

    async fn foundation(&self) -> Result<Option<Sealed>, Fault> {
        self.answer("get the foundation").await?;
        self.inner.foundation().await
    }

    fn limits(&self) -> Limits {
        self.inner.limits()
    }
}

/// Lets whoever else is ready go first.
async fn next_turn() {
    let mut is_second = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut is_second, true) {
            return std::task::Poll::Ready(());
        }
        context.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
}

fn half(bytes: &[u8]) -> Arc<[u8]> {
    bytes.get(..bytes.len() / 2).unwrap_or_default().into()
}

fn failed(what: &str) -> Fault {
    Fault::retryable(format!("cannot {what}: the world failed, by the seed; try again"))
}

fn disk_full(what: &str) -> Fault {
    Fault::lasting(format!("cannot {what}: the disk is full, by the seed; make room, then go on"))
}
