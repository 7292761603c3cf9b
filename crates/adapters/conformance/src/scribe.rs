//! A writer that knows where the log ends, as a keeper does.

use std::sync::atomic::{AtomicU64, Ordering};

use sklad_base::RecordNo;
use sklad_store::{
    AppendError, Archived, Batch, BatchKey, Foundation, Log, Position, Receipt, Snapshot, Stored,
};
use uuid::Uuid;

use crate::{Breach, breach::ensure};

pub(crate) struct Scribe<L> {
    pub(crate) log: L,
    pub(crate) head: Position,
    pub(crate) next: RecordNo,
    /// What was acknowledged, oldest first.
    pub(crate) written: Vec<Stored>,
}

impl<L: Log> Scribe<L> {
    pub(crate) const fn new(log: L) -> Self {
        Self { log, head: Position::EMPTY, next: RecordNo::FIRST, written: Vec::new() }
    }

    /// Returns a batch that fits at the end.
    pub(crate) fn batch(&self, bytes: impl Into<Vec<u8>>) -> Batch {
        let bytes: Vec<u8> = bytes.into();
        Batch { key: fresh_key(), expected: self.head, record: self.next, bytes: bytes.into() }
    }

    /// Sends a batch and, once it is acknowledged, knows it.
    pub(crate) async fn send(&mut self, batch: &Batch) -> Result<Receipt, AppendError> {
        let receipt = self.log.append(batch).await?;
        if !receipt.replayed {
            let (position, record, key) = (receipt.position, batch.record, batch.key);
            (self.head, self.next) = (position, record.next());
            self.written.push(Stored { position, record, key, bytes: batch.bytes.clone() });
        }
        Ok(receipt)
    }

    pub(crate) async fn write(&mut self, bytes: impl Into<Vec<u8>>) -> Result<Batch, Breach> {
        let batch = self.batch(bytes);
        let receipt = self.send(&batch).await?;
        ensure!(!receipt.replayed, "a new batch {} was called replayed", batch.key);
        Ok(batch)
    }

    pub(crate) async fn write_some(&mut self, count: usize) -> Result<(), Breach> {
        for number in 0..count {
            self.write(format!("batch {number} of a law")).await?;
        }
        Ok(())
    }

    /// Returns a foundation as of the last record.
    pub(crate) fn foundation(&self, kept: Vec<RecordNo>) -> Foundation {
        let bytes = format!("all up to {}", self.head).into_bytes().into();
        let record = self.written.last().map_or(RecordNo::FIRST, |stored| stored.record);
        let snapshot = Snapshot { position: self.head, format: 1, bytes };
        Foundation { snapshot, record, kept }
    }

    /// Seals all that is written.
    pub(crate) async fn seal(&mut self, kept: Vec<RecordNo>) -> Result<Archived, Breach> {
        Ok(self.log.seal(self.foundation(kept)).await?)
    }

    /// Checks that the log behind a position holds just what was acknowledged.
    pub(crate) async fn check_all(&self, after: Position) -> Result<(), Breach> {
        let found = all_behind(&self.log, after).await?;
        let written: Vec<_> =
            self.written.iter().filter(|stored| stored.position > after).cloned().collect();
        same(&found, &written)
    }
}

/// Reads page after page, to the end.
pub(crate) async fn all_behind<L: Log>(log: &L, after: Position) -> Result<Vec<Stored>, Breach> {
    let (mut all, mut after) = (Vec::new(), after);
    loop {
        let page = log.read(after).await?;
        let Some(last) = page.last().map(|stored| stored.position) else { return Ok(all) };
        ensure!(last > after, "a page behind {after} ends at {last}");
        after = last;
        all.extend(page);
    }
}

/// Checks that the found records are those that were written, in their order.
pub(crate) fn same(found: &[Stored], written: &[Stored]) -> Result<(), Breach> {
    let mut pairs = found.iter().zip(written);
    if let Some((found, written)) = pairs.find(|(found, written)| found != written) {
        return Err(Breach::new(format!(
            "{} was written at {} with key {} and {} bytes; found was {} at {} with key {} and {} bytes",
            written.record,
            written.position,
            written.key,
            written.bytes.len(),
            found.record,
            found.position,
            found.key,
            found.bytes.len(),
        )));
    }
    let (found, written) = (found.len(), written.len());
    ensure!(found == written, "{written} records were acknowledged, {found} were found");
    Ok(())
}

/// Returns a key that no other batch of any run has.
pub(crate) fn fresh_key() -> BatchKey {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    BatchKey::new(Uuid::from_u64_pair(u64::from(std::process::id()), number))
}
