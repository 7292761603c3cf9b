//! The ids that were seen: a hashed table for each stretch of time, so that the newest stays in the nearest cache
//! and forgetting drops a whole one.

mod table;

use self::table::{FULL, Row, Table, key, tag};
use crate::{CommandId, Digest, IdRefusal, Moment, RecordNo};

/// Command ids of a window with the digest and the record of each: 32 bytes an id, and 8 in a table that is at most
/// three quarters full.
///
/// ```
/// use sklad_base::{CommandId, Digest, Moment, RecordNo, Seen};
///
/// let now = Moment::parse("2026-03-02T10:00:00Z")?;
/// let (id, digest) = (CommandId::counted(now, 1), Digest::of(&"reserve"));
/// let mut seen = Seen::new(3600);
/// seen.remember(id, digest, RecordNo::FIRST);
/// assert_eq!(seen.find(id), Some((digest, RecordNo::FIRST)));
/// seen.forget(now.plus_seconds(2 * 3600));
/// assert_eq!(seen.find(id), None);
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone)]
pub struct Seen {
    window_seconds: u32,
    /// The millisecond that the newest table begins with.
    since: u64,
    newest: Table,
    /// Older tables by the millisecond that they begin with; each goes on to the next one.
    older: Vec<(u64, Table)>,
    /// Empty tables whose memory is there already: taken ahead, or of ids that were forgotten.
    spare: Vec<Table>,
}

/// Where an id that is not remembered would stand in its table, and the id's tag.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Vacancy {
    at: usize,
    tag: u32,
}

impl Seen {
    /// Returns a memory of so many seconds, with nothing in it.
    #[must_use]
    pub const fn new(window_seconds: u32) -> Self {
        Self {
            window_seconds,
            since: 0,
            newest: Table::empty(),
            older: Vec::new(),
            spare: Vec::new(),
        }
    }

    /// Takes the memory for so many ids to come, so that none of them waits for it: a program's first touch of a page
    /// takes longer than a command. What is forgotten makes room by itself.
    ///
    /// ```
    /// let mut seen = sklad_base::Seen::new(3600);
    /// seen.make_room(1_000_000);
    /// assert!(seen.is_empty());
    /// ```
    pub fn make_room(&mut self, ids: usize) {
        let tables = ids.div_ceil(FULL);
        self.spare.resize_with(self.spare.len().max(tables), Table::touched);
    }

    /// Remembers an id; seen again, it keeps its first answer.
    pub fn remember(&mut self, id: CommandId, digest: Digest, record: RecordNo) {
        if let Ok(vacancy) = self.look(id) {
            self.fill(vacancy, (id, digest, record));
        }
    }

    /// Remembers an id where [`look`](Self::look) found room for it; nothing was remembered since.
    #[inline]
    pub(crate) fn fill(&mut self, vacancy: Vacancy, seen: (CommandId, Digest, RecordNo)) {
        let (id, digest, record) = seen;
        let (row, millis) = (Row::new(id, digest, record), millis(id));
        if self.is_new(millis) && self.newest.has_room(millis) {
            self.newest.put((vacancy.at, vacancy.tag), row, millis);
        } else {
            self.put_elsewhere(row, millis);
        }
    }

    /// Remembers an id in an older table, or after another one was begun or its own has grown.
    #[cold]
    fn put_elsewhere(&mut self, row: Row, millis: u64) {
        if !self.is_new(millis) {
            let at = self.older_of(millis);
            return self.older.get_mut(at).map_or((), |(_, table)| table.insert(row, millis));
        }
        if self.newest.is_grown(millis) {
            let next = self.spare.pop().unwrap_or_else(Table::full);
            let grown = std::mem::replace(&mut self.newest, next);
            self.older.push((std::mem::replace(&mut self.since, millis), grown));
        }
        self.newest.insert(row, millis);
    }

    /// Returns the digest and the record of an id, where it is remembered.
    #[must_use]
    pub fn find(&self, id: CommandId) -> Option<(Digest, RecordNo)> {
        self.look(id).err()
    }

    /// Returns where an id would stand, or what is remembered of it.
    #[inline]
    pub(crate) fn look(&self, id: CommandId) -> Result<Vacancy, (Digest, RecordNo)> {
        let key = key(id);
        let tag = tag(key);
        let found =
            if self.is_new(millis(id)) { self.newest.look(tag, key) } else { self.look_back(id) };
        found.map(|at| Vacancy { at, tag })
    }

    /// The same in the older table that the id is of.
    #[cold]
    fn look_back(&self, id: CommandId) -> Result<usize, (Digest, RecordNo)> {
        let (key, older) = (key(id), self.older.get(self.older_of(millis(id))));
        older.map_or(Ok(0), |(_, table)| table.look(tag(key), key))
    }

    /// Judges the time in an id: neither older than the window nor five minutes ahead.
    ///
    /// # Errors
    /// [`IdRefusal`] when it is one or the other.
    #[inline]
    pub fn judge(&self, id: CommandId, moment: Moment) -> Result<(), IdRefusal> {
        // The years 1 to 9999 and 48 bits of milliseconds, all in microseconds, are far from what an i64 bears.
        let age = moment.unix_micros().wrapping_sub(made(id));
        if (FIVE_MINUTES.wrapping_neg()..self.too_late()).contains(&age) {
            return Ok(());
        }
        Err(self.refuse(id, moment))
    }

    /// From that age on an id is too late: it knows its millisecond, a moment its microsecond.
    #[inline]
    fn too_late(&self) -> i64 {
        i64::from(self.window_seconds).wrapping_mul(1_000_000).wrapping_add(1000)
    }

    #[cold]
    fn refuse(&self, id: CommandId, moment: Moment) -> IdRefusal {
        let made = made(id);
        let window = i64::from(self.window_seconds).saturating_mul(1_000_000);
        if moment.unix_micros() < made {
            return IdRefusal::TooEarly { id, made: Moment::nearest(made), moment };
        }
        let oldest = Moment::nearest(moment.unix_micros().saturating_sub(window));
        IdRefusal::TooLate { id, oldest }
    }

    /// Drops the tables that are older than the window; their memory serves again, as long as not more of it lies idle
    /// than is in use.
    pub fn forget(&mut self, moment: Moment) {
        let oldest = moment.plus_seconds(i64::from(self.window_seconds).saturating_neg());
        let oldest = u64::try_from(oldest.unix_micros().div_euclid(1000)).unwrap_or(0);
        let gone = self.older.extract_if(.., |(_, table)| table.newest() < oldest);
        let gone: Vec<_> = gone.filter_map(|(_, table)| table.emptied()).collect();
        let room = self.older.len().saturating_add(1).saturating_sub(self.spare.len());
        self.spare.extend(gone.into_iter().take(room));
        if self.newest.newest() < oldest {
            self.newest = Table::empty();
        }
        // The first table begins with the beginning of time, so that each id has its table.
        *self.older.first_mut().map_or(&mut self.since, |(since, _)| since) = 0;
    }

    /// Lets the machine fetch where an id would stand, while others are worked on.
    #[inline]
    pub fn prefetch(&self, id: CommandId) {
        if self.is_new(millis(id)) {
            self.newest.prefetch(tag(key(id)));
        }
    }

    /// Returns how many ids are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tables().map(Table::len).sum()
    }

    /// Tells whether none is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns for how many seconds ids are remembered.
    #[must_use]
    pub const fn window_seconds(&self) -> u32 {
        self.window_seconds
    }

    /// Returns all ids in order, for a snapshot.
    #[must_use]
    pub fn sorted(&self) -> Vec<(CommandId, Digest, RecordNo)> {
        let mut all: Vec<_> = self.tables().flat_map(Table::rows).map(Row::told).collect();
        all.sort_unstable();
        let id = |[high, low]: [u64; 2]| CommandId::from_halves(high, low);
        all.into_iter().map(|(halves, digest, record)| (id(halves), digest, record)).collect()
    }

    /// Returns the bytes that ids take when their table is at its fullest: rows in use, and all of the table.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.tables().map(Table::bytes).sum()
    }

    fn tables(&self) -> impl Iterator<Item = &Table> {
        self.older.iter().map(|(_, table)| table).chain([&self.newest])
    }

    /// Tells whether ids of that millisecond are in the newest table.
    #[inline]
    const fn is_new(&self, millis: u64) -> bool {
        millis >= self.since
    }

    /// Which older table ids of a millisecond are in: the last one that begins with it or before.
    fn older_of(&self, millis: u64) -> usize {
        self.older.partition_point(|(since, _)| *since <= millis).saturating_sub(1)
    }
}

impl PartialEq for Seen {
    fn eq(&self, other: &Self) -> bool {
        self.window_seconds == other.window_seconds && self.sorted() == other.sorted()
    }
}

/// When an id was made, in microseconds: from a millisecond of 48 bits.
#[inline]
fn made(id: CommandId) -> i64 {
    millis(id).cast_signed().wrapping_mul(1000)
}

#[inline]
fn millis(id: CommandId) -> u64 {
    id.uuid().as_u64_pair().0 >> 16
}

const FIVE_MINUTES: i64 = 300 * 1_000_000;

#[cfg(test)]
mod tests;
