//! A log in memory with one flaw.
#![expect(clippy::wildcard_enum_match_arm, reason = "a flaw touches one call of many")]

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use sklad_base::{Digest, RecordNo};
use sklad_store::{
    AppendError, Archived, Batch, BatchKey, Fault, Foundation, Limits, Log, MemoryLog, Position,
    ReadError, Receipt, Rejection, Sealed, Snapshot, Stored, wait,
};

/// What is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    None,
    BeginsWithRecord,
    OnePositionForAll,
    NoFence,
    WritesInConflict,
    ForgetsKeys,
    NewReceiptForOld,
    TakesOtherBytes,
    TakesAnyNumber,
    LimitIsOneLess,
    NoLimit,
    DropsFromPage,
    ReversesPage,
    TrimsZeros,
    GetsTheOneBefore,
    ReadsStale,
    HeadIsStale,
    TellsTooEarly,
    TellsWrongHead,
    NeverTells,
    SkipsWhenFollowed,
    FindsOldestSnapshot,
    KeepsOneSnapshot,
    AcknowledgesLosers,
    ForgetsWhenKilled,
    ReadsOnBehindSeal,
    LosesSealed,
    BreaksChain,
    HeadFallsBySeal,
    ChangesFoundation,
    TakesAnyFoundation,
    CallsLostAbsent,
}

#[derive(Debug, Clone)]
pub(crate) struct Broken {
    pub(crate) inner: MemoryLog,
    flaw: Flaw,
    reads: Arc<AtomicU64>,
    seen: Arc<Mutex<Position>>,
}

impl Broken {
    pub(crate) fn new(inner: MemoryLog, flaw: Flaw) -> Self {
        let log = Self { inner, flaw, reads: Arc::default(), seen: Arc::default() };
        if flaw == Flaw::BeginsWithRecord {
            let key = BatchKey::new(uuid::Uuid::from_u128(1));
            let (expected, record) = (Position::EMPTY, RecordNo::FIRST);
            let batch = Batch { key, expected, record, bytes: (*b"mine").into() };
            wait(log.inner.append(&batch)).unwrap();
        }
        log
    }

    /// Returns a copy that lacks the last record.
    pub(crate) fn without_last(&self) -> Self {
        let (copy, mut expected) = (MemoryLog::new(), Position::EMPTY);
        for number in 1.. {
            let record = RecordNo::new(number);
            if wait(self.inner.get(record.next())).is_err() {
                break;
            }
            let Stored { key, bytes, .. } = wait(self.inner.get(record)).unwrap();
            let batch = Batch { key, expected, record, bytes };
            expected = wait(copy.append(&batch)).unwrap().position;
        }
        Self::new(copy, self.flaw)
    }

    /// Does what a sound log would refuse.
    async fn appended_against(
        &self,
        batch: &Batch,
        refused: AppendError,
    ) -> Result<Receipt, AppendError> {
        let (expected, record) = (self.inner.head().await?, self.next().await);
        let forced = Batch { expected, record, ..batch.clone() };
        match (self.flaw, &refused) {
            (Flaw::NoFence, AppendError::Conflict { .. })
            | (Flaw::TakesAnyNumber, AppendError::Rejected(Rejection::OutOfOrder { .. })) => {
                self.inner.append(&forced).await
            }
            (Flaw::WritesInConflict, AppendError::Conflict { .. }) => {
                self.inner.append(&forced).await?;
                Err(refused)
            }
            (Flaw::AcknowledgesLosers, AppendError::Conflict { head, .. }) => {
                Ok(Receipt { position: *head, replayed: false })
            }
            (
                Flaw::TakesOtherBytes,
                AppendError::Rejected(Rejection::OtherBytes { position, .. }),
            ) => Ok(Receipt { position: *position, replayed: true }),
            (Flaw::NoLimit, AppendError::Rejected(Rejection::TooBig { .. })) => {
                self.inner.append(&Batch { bytes: (*b"cut").into(), ..batch.clone() }).await
            }
            _ => Err(refused),
        }
    }

    async fn next(&self) -> RecordNo {
        let mut next = RecordNo::FIRST;
        while self.inner.get(next).await.is_ok() {
            next = next.next();
        }
        next
    }

    fn with_flaws(&self, page: &mut Vec<Stored>) {
        let count = self.reads.fetch_add(1, Ordering::Relaxed);
        match self.flaw {
            Flaw::ReversesPage => page.reverse(),
            Flaw::DropsFromPage if page.len() > 100 => drop(page.remove(50)),
            Flaw::SkipsWhenFollowed if count > 3 && !page.is_empty() => drop(page.remove(0)),
            Flaw::ReadsStale if count % 7 == 6 => drop(page.pop()),
            Flaw::TrimsZeros => {
                for stored in page {
                    let kept = stored.bytes.iter().rposition(|byte| *byte != 0);
                    stored.bytes = stored.bytes[..kept.map_or(0, |last| last + 1)].into();
                }
            }
            _ => {}
        }
    }
}

impl Log for Broken {
    async fn append(&self, batch: &Batch) -> Result<Receipt, AppendError> {
        let limit = self.limits().batch_bytes;
        if self.flaw == Flaw::LimitIsOneLess && batch.bytes.len() >= limit {
            return Err(Rejection::TooBig { bytes: batch.bytes.len(), limit }.into());
        }
        let mut receipt = match self.inner.append(batch).await {
            Ok(receipt) => receipt,
            Err(refused) => self.appended_against(batch, refused).await?,
        };
        match self.flaw {
            Flaw::OnePositionForAll => receipt.position = Position::new(7),
            Flaw::ForgetsKeys => receipt.replayed = false,
            Flaw::NewReceiptForOld => receipt.position = self.inner.head().await?,
            _ => {}
        }
        Ok(receipt)
    }

    async fn get(&self, record: RecordNo) -> Result<Stored, ReadError> {
        let before = RecordNo::new(record.number().saturating_sub(1).max(1));
        match (self.flaw, self.inner.get(record).await) {
            (Flaw::GetsTheOneBefore, Ok(_)) => self.inner.get(before).await,
            (Flaw::CallsLostAbsent, Err(ReadError::Lost { .. })) => {
                Err(ReadError::Absent { record })
            }
            (Flaw::LosesSealed, Ok(stored)) => {
                let sealed = self.inner.foundation().await?;
                let is_sealed = sealed.is_some_and(|one| one.foundation.record >= record);
                if is_sealed { Err(ReadError::Absent { record }) } else { Ok(stored) }
            }
            (_, found) => found,
        }
    }

    async fn read(&self, after: Position) -> Result<Vec<Stored>, ReadError> {
        let mut page = match self.inner.read(after).await {
            Err(ReadError::Archived { .. }) if self.flaw == Flaw::ReadsOnBehindSeal => Vec::new(),
            read => read?,
        };
        self.with_flaws(&mut page);
        Ok(page)
    }

    async fn head(&self) -> Result<Position, Fault> {
        let head = self.inner.head().await?;
        let is_sealed = self.inner.foundation().await?.is_some();
        match self.flaw {
            Flaw::HeadFallsBySeal if is_sealed && self.inner.read(head).await.is_ok() => {
                Ok(Position::EMPTY)
            }
            Flaw::HeadIsStale => Ok(std::mem::replace(&mut *self.seen.lock().unwrap(), head)),
            _ => Ok(head),
        }
    }

    async fn changed(&self, after: Position) -> Result<Position, Fault> {
        match self.flaw {
            Flaw::TellsTooEarly => Ok(Position::new(after.number() + 1)),
            Flaw::TellsWrongHead => {
                Ok(Position::new(self.inner.changed(after).await?.number() + 1))
            }
            Flaw::NeverTells => std::future::pending().await,
            _ => self.inner.changed(after).await,
        }
    }

    async fn put_snapshot(&self, snapshot: Snapshot) -> Result<(), Fault> {
        self.inner.put_snapshot(snapshot).await
    }

    async fn snapshot(&self, before: Option<Position>) -> Result<Option<Snapshot>, Fault> {
        let newest = self.inner.snapshot(None).await?;
        let found = self.inner.snapshot(before).await?;
        Ok(match self.flaw {
            Flaw::KeepsOneSnapshot => found.filter(|found| newest.as_ref() == Some(found)),
            Flaw::FindsOldestSnapshot => {
                let position = found.as_ref().map(|found| found.position);
                self.inner.snapshot(position).await?.or(found)
            }
            _ => found,
        })
    }

    async fn seal(&self, foundation: Foundation) -> Result<Archived, ReadError> {
        let mut archive = match self.inner.seal(foundation).await {
            Err(_) if self.flaw == Flaw::TakesAnyFoundation => Archived {
                name: "nothing".to_owned(),
                first: RecordNo::FIRST,
                last: RecordNo::FIRST,
                digest: Digest::new(0),
                before: None,
            },
            sealed => sealed?,
        };
        if self.flaw == Flaw::BreaksChain {
            archive.before = None;
        }
        Ok(archive)
    }

    async fn foundation(&self) -> Result<Option<Sealed>, Fault> {
        let mut sealed = self.inner.foundation().await?;
        if let Some(sealed) = sealed.as_mut().filter(|_| self.flaw == Flaw::ChangesFoundation) {
            sealed.foundation.kept.clear();
        }
        Ok(sealed)
    }

    fn limits(&self) -> Limits {
        self.inner.limits()
    }
}
