//! The records of a log in memory, without anybody who waits.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

use sklad_base::{Digest, RecordNo};

use crate::{
    AppendError, Archived, Batch, BatchKey, Fault, Foundation, Limits, Position, ReadError,
    Receipt, Rejection, Sealed, Snapshot, Stored,
};

#[derive(Debug)]
pub(super) struct Shelf {
    limits: Limits,
    /// By how much positions grow.
    step: u64,
    /// The records that are not sealed, by number.
    live: BTreeMap<RecordNo, Stored>,
    /// The sealed ones that stay within reach.
    kept: BTreeMap<RecordNo, Stored>,
    /// Where every batch stands that was ever written, and what it held.
    keys: BTreeMap<BatchKey, (Position, usize, Digest)>,
    snapshots: BTreeMap<Position, Snapshot>,
    sealed: Option<Sealed>,
    /// The contents of the archives that are not lost, by name.
    archives: BTreeMap<String, Vec<Stored>>,
    head: Position,
    next: RecordNo,
}

impl Default for Shelf {
    fn default() -> Self {
        Self::with(Limits { batch_bytes: BATCH_BYTES, keys_seconds: None }, 1)
    }
}

impl Shelf {
    pub(super) const fn with(limits: Limits, step: u64) -> Self {
        Self {
            limits,
            step: if step == 0 { 1 } else { step },
            live: BTreeMap::new(),
            kept: BTreeMap::new(),
            keys: BTreeMap::new(),
            snapshots: BTreeMap::new(),
            sealed: None,
            archives: BTreeMap::new(),
            head: Position::EMPTY,
            next: RecordNo::FIRST,
        }
    }

    pub(super) fn append(&mut self, batch: &Batch) -> Result<Receipt, AppendError> {
        let (key, bytes) = (batch.key, batch.bytes.len());
        if bytes > self.limits.batch_bytes {
            return Err(Rejection::TooBig { bytes, limit: self.limits.batch_bytes }.into());
        }
        let content = (bytes, Digest::of_bytes(&batch.bytes));
        if let Some(&(position, length, digest)) = self.keys.get(&key) {
            let is_same = (length, digest) == content;
            let receipt = is_same.then_some(Receipt { position, replayed: true });
            return receipt.ok_or_else(|| Rejection::OtherBytes { key, position }.into());
        }
        if batch.expected != self.head {
            return Err(AppendError::Conflict { expected: batch.expected, head: self.head });
        }
        if batch.record != self.next {
            return Err(Rejection::OutOfOrder { record: batch.record, next: self.next }.into());
        }
        let position = Position::new(self.head.number().saturating_add(self.step));
        let (record, bytes) = (batch.record, batch.bytes.clone());
        self.live.insert(record, Stored { position, record, key, bytes });
        self.keys.insert(key, (position, content.0, content.1));
        (self.head, self.next) = (position, record.next());
        Ok(Receipt { position, replayed: false })
    }

    pub(super) fn get(&self, record: RecordNo) -> Result<Stored, ReadError> {
        let within_reach = self.live.get(&record).or_else(|| self.kept.get(&record));
        if let Some(stored) = within_reach {
            return Ok(stored.clone());
        }
        let mut archives = self.sealed.iter().flat_map(|sealed| &sealed.archives);
        let archive = archives.find(|one| (one.first..=one.last).contains(&record));
        let Some(archive) = archive else { return Err(ReadError::Absent { record }) };
        let lost = || ReadError::Lost { archive: archive.clone() };
        let content = self.archives.get(&archive.name).ok_or_else(lost)?;
        content
            .iter()
            .find(|stored| stored.record == record)
            .cloned()
            .ok_or(ReadError::Absent { record })
    }

    pub(super) fn read(&self, after: Position) -> Result<Vec<Stored>, ReadError> {
        if let Some(sealed) = self.sealed.as_ref()
            && after < sealed.foundation.snapshot.position
        {
            let behind = |archive: &&Archived| self.end_of(archive) > after;
            if let Some(archive) = sealed.archives.iter().find(behind) {
                return Err(ReadError::Archived { after, archive: archive.clone() });
            }
        }
        let mut weight = 0_usize;
        let behind = self.live.values().skip_while(|stored| stored.position <= after);
        let page = behind.take_while(|stored| {
            let is_first = weight == 0;
            weight = weight.saturating_add(stored.bytes.len()).saturating_add(1);
            is_first || weight <= PAGE_BYTES
        });
        Ok(page.take(PAGE_RECORDS).cloned().collect())
    }

    pub(super) fn put_snapshot(&mut self, snapshot: Snapshot) -> Result<(), Fault> {
        let (position, head) = (snapshot.position, self.head);
        if position > head {
            return Err(Fault::lasting(format!(
                "cannot keep a snapshot as of {position}: the log ends at {head}; append its records first"
            )));
        }
        self.snapshots.insert(position, snapshot);
        while self.snapshots.len() > SNAPSHOTS {
            self.snapshots.pop_first();
        }
        Ok(())
    }

    pub(super) fn snapshot(&self, before: Option<Position>) -> Option<Snapshot> {
        let mut newest_first = self.snapshots.values().rev();
        newest_first.find(|one| before.is_none_or(|before| one.position < before)).cloned()
    }

    pub(super) fn seal(&mut self, foundation: Foundation) -> Result<Archived, ReadError> {
        if let Some(archive) = self.sealed_before(&foundation) {
            return Ok(archive);
        }
        self.fits(&foundation)?;
        let content: Vec<_> =
            self.live.range(..=foundation.record).map(|(_, one)| one.clone()).collect();
        let kept: BTreeSet<_> =
            foundation.kept.iter().copied().filter(|one| *one <= foundation.record).collect();
        let kept = kept.into_iter().map(|record| Ok((record, self.get(record)?)));
        let kept = kept.collect::<Result<_, ReadError>>()?;

        let archive = self.describe(&content, foundation.record);
        self.kept = kept;
        self.live.retain(|record, _| *record > foundation.record);
        self.snapshots.retain(|position, _| *position >= foundation.snapshot.position);
        self.archives.insert(archive.name.clone(), content);
        let mut archives = self.sealed.take().map_or_else(Vec::new, |sealed| sealed.archives);
        archives.push(archive.clone());
        self.sealed = Some(Sealed { foundation, archives });
        Ok(archive)
    }

    pub(super) fn foundation(&self) -> Option<Sealed> {
        self.sealed.clone()
    }

    pub(super) const fn head(&self) -> Position {
        self.head
    }

    pub(super) const fn limits(&self) -> Limits {
        self.limits
    }

    pub(super) fn lose_archive(&mut self, name: &str) -> bool {
        self.archives.remove(name).is_some()
    }

    /// Returns the last archive, if just this foundation made it.
    fn sealed_before(&self, foundation: &Foundation) -> Option<Archived> {
        let sealed = self.sealed.as_ref().filter(|sealed| sealed.foundation == *foundation)?;
        sealed.archives.last().cloned()
    }

    /// Checks that a foundation stands for a record that is not sealed yet.
    fn fits(&self, foundation: &Foundation) -> Result<(), ReadError> {
        let (record, position) = (foundation.record, foundation.snapshot.position);
        if record >= self.next {
            return Err(ReadError::Absent { record });
        }
        let stands_at = self.live.get(&record).map(|stored| stored.position);
        let why = match stands_at {
            Some(at) if at == position => return Ok(()),
            Some(at) => format!("it stands at {at}, not at {position}; take its own position"),
            None => "it is sealed already; seal up to a later one".to_owned(),
        };
        Err(Fault::lasting(format!("cannot seal up to {record}: {why}")).into())
    }

    /// Returns what an archive of these records is called and weighs.
    fn describe(&self, content: &[Stored], last: RecordNo) -> Archived {
        let first = content.first().map_or(last, |stored| stored.record);
        let before = self.sealed.as_ref().and_then(|sealed| sealed.archives.last());
        let before = before.map(|archive| archive.name.clone());
        let name = format!("records-{}-to-{}", first.number(), last.number());
        Archived { name, first, last, digest: Digest::of(&Content(content, &before)), before }
    }

    /// Returns where the last record of an archive stands.
    fn end_of(&self, archive: &Archived) -> Position {
        let content = self.archives.get(&archive.name);
        let last = content.and_then(|content| content.last()).map(|stored| stored.position);
        last.unwrap_or_else(|| Position::new(archive.last.number().saturating_mul(self.step)))
    }
}

/// All that an archive holds.
struct Content<'a>(&'a [Stored], &'a Option<String>);

impl Hash for Content<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.1.hash(state);
        for stored in self.0 {
            (stored.position, stored.record, stored.key.uuid().as_u128()).hash(state);
            stored.bytes.hash(state);
        }
    }
}

/// What a batch may weigh: 64 MiB, chosen by us: many times what group commit makes.
const BATCH_BYTES: usize = 64 * 1024 * 1024;

/// A page has so many records at most, or one.
const PAGE_RECORDS: usize = 256;
const PAGE_BYTES: usize = 4 * 1024 * 1024;

/// So many snapshots are kept.
const SNAPSHOTS: usize = 2;
