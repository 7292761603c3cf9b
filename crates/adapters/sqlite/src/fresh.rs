//! The newest records of this process, at hand for those who follow: they are written anyway.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sklad_store::{Batch, Position, Receipt, Stored};

/// What was just appended here, one behind the other, up to so many bytes.
#[derive(Debug, Default)]
pub(crate) struct Fresh(Mutex<Shelf>);

#[derive(Debug, Default)]
struct Shelf {
    records: VecDeque<Stored>,
    bytes: usize,
}

impl Fresh {
    /// Takes in a batch that is in the log for good.
    pub(crate) fn put(&self, batch: &Batch, receipt: Receipt) {
        let Receipt { position, replayed } = receipt;
        let mut shelf = self.shelf();
        let follows = |last: &Stored| is_next(last.position, position);
        if replayed || shelf.records.back().is_some_and(|last| !follows(last)) {
            // Another one wrote meanwhile.
            shelf.clear();
        }
        let (record, key, bytes) = (batch.record, batch.key, batch.bytes.clone());
        shelf.bytes += bytes.len();
        shelf.records.push_back(Stored { position, record, key, bytes });
        while shelf.bytes > BYTES || shelf.records.len() > RECORDS {
            let Some(oldest) = shelf.records.pop_front() else { return };
            shelf.bytes -= oldest.bytes.len();
        }
    }

    /// Returns the records behind a position; none where they are not at hand without a gap.
    pub(crate) fn after(&self, after: Position) -> Vec<Stored> {
        let shelf = self.shelf();
        let first = shelf.records.iter().position(|stored| is_next(after, stored.position));
        first.map(|first| shelf.records.range(first..).cloned().collect()).unwrap_or_default()
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelf {
    fn clear(&mut self) {
        self.records.clear();
        self.bytes = 0;
    }
}

/// Positions in a file are dense.
fn is_next(position: Position, next: Position) -> bool {
    position.number().checked_add(1) == Some(next.number())
}

const BYTES: usize = 4 * 1024 * 1024;
const RECORDS: usize = 64;

#[cfg(test)]
mod tests {
    use sklad_base::RecordNo;
    use sklad_store::BatchKey;
    use uuid::Uuid;

    use super::*;

    fn put(fresh: &Fresh, position: u64, weight: usize) {
        let (expected, record) = (Position::new(position - 1), RecordNo::new(position));
        let key = BatchKey::new(Uuid::from_u128(position.into()));
        let batch = Batch { key, expected, record, bytes: vec![7; weight].into() };
        fresh.put(&batch, Receipt { position: Position::new(position), replayed: false });
    }

    fn after(fresh: &Fresh, position: u64) -> Vec<u64> {
        let found = fresh.after(Position::new(position));
        found.iter().map(|stored| stored.position.number()).collect()
    }

    #[test]
    fn gives_what_follows_without_a_gap_or_nothing() {
        let fresh = Fresh::default();
        (3..=5).for_each(|position| put(&fresh, position, 1));
        assert_eq!(after(&fresh, 2), [3, 4, 5]);
        assert_eq!(after(&fresh, 4), [5]);
        assert!(after(&fresh, 1).is_empty(), "the second record is not at hand");
        assert!(after(&fresh, 5).is_empty(), "that is the end");
    }

    #[test]
    fn another_writer_between_lets_all_of_it_go() {
        let fresh = Fresh::default();
        put(&fresh, 1, 1);
        put(&fresh, 3, 1);
        assert!(after(&fresh, 0).is_empty());
        assert_eq!(after(&fresh, 2), [3]);
    }

    #[test]
    fn never_keeps_more_than_so_many_bytes() {
        let fresh = Fresh::default();
        (1..=4).for_each(|position| put(&fresh, position, BYTES / 3));
        assert_eq!(after(&fresh, 1), [2, 3, 4]);
        put(&fresh, 5, BYTES + 1);
        assert!(after(&fresh, 4).is_empty());
        put(&fresh, 6, 1);
        assert_eq!(after(&fresh, 5), [6]);
    }
}
