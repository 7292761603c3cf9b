//! Ids as they came, and a table that finds them by their hash.

use prefetch_index::prefetch_index;

use crate::{CommandId, Digest, RecordNo, digest::mix_two};

/// The ids of a stretch of time.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    rows: Vec<Row>,
    /// The lower half of each hash and the number of its row; a power of two of them, or nothing.
    places: Vec<Place>,
    /// The latest millisecond of its ids.
    newest: u64,
    /// How many rows it takes in before it must grow: three quarters of the places.
    room: usize,
}

/// An id in two words, as its bytes lie, its digest and its record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    key: Key,
    digest: Digest,
    record: RecordNo,
}

/// The first eight bytes of an id and the last eight: how they lie costs nothing to read, and says nothing of order.
pub(super) type Key = [u64; 2];

type Place = (u32, u32);

impl Row {
    const ANY: Self = Self { key: [u64::MAX; 2], digest: Digest::new(0), record: RecordNo::FIRST };

    #[inline]
    pub(super) const fn new(id: CommandId, digest: Digest, record: RecordNo) -> Self {
        Self { key: key(id), digest, record }
    }

    /// Returns what it tells, the id in two numbers that are ordered as ids are.
    pub(super) const fn told(&self) -> ([u64; 2], Digest, RecordNo) {
        let [high, low] = self.key;
        ([high.swap_bytes(), low.swap_bytes()], self.digest, self.record)
    }
}

impl Table {
    /// After a full table another one will be.
    pub(super) fn full() -> Self {
        let places = vec![(0, FREE); PLACES];
        Self { rows: Vec::with_capacity(PLACES / 4 * 3), places, newest: 0, room: PLACES / 4 * 3 }
    }

    /// The same, each page of its memory written to.
    pub(super) fn touched() -> Self {
        let mut table = Self::full();
        table.rows.resize(PLACES / 4 * 3, Row::ANY);
        table.rows.clear();
        table
    }

    /// Empties it, so that it can be used again, where it is as large as a table that follows a full one.
    pub(super) fn emptied(mut self) -> Option<Self> {
        if self.places.len() != PLACES {
            return None;
        }
        self.places.fill((0, FREE));
        self.rows.clear();
        Some(Self { newest: 0, ..self })
    }

    /// A table that takes no memory.
    pub(super) const fn empty() -> Self {
        Self { rows: Vec::new(), places: Vec::new(), newest: 0, room: 0 }
    }

    /// Returns the free place where an id would stand, or what is remembered of it.
    #[inline]
    pub(super) fn look(&self, tag: u32, key: Key) -> Result<usize, (Digest, RecordNo)> {
        let mut at = self.home(tag);
        while let Some(place) = self.places.get(at).filter(|place| place.1 != FREE) {
            let row = if place.0 == tag { self.row(*place) } else { None };
            if let Some(row) = row.filter(|row| row.key == key) {
                return Err((row.digest, row.record));
            }
            at = self.after(at);
        }
        Ok(at)
    }

    /// Lets the machine fetch where an id would stand, and where rows will be written, while others are worked on.
    #[inline]
    pub(super) fn prefetch(&self, tag: u32) {
        prefetch_index(&self.places, self.home(tag));
        prefetch_index(&self.rows, self.rows.len().saturating_add(AHEAD));
    }

    /// Tells whether an id of that millisecond can be put in as things are.
    #[inline]
    pub(super) const fn has_room(&self, millis: u64) -> bool {
        self.rows.len() < self.room && !self.is_grown(millis)
    }

    /// Tells whether the ids of a later millisecond go into another table.
    #[inline]
    pub(super) const fn is_grown(&self, millis: u64) -> bool {
        self.rows.len() >= FULL && self.newest < millis
    }

    /// Writes a row that stands nowhere yet into a free place, where there is room.
    #[inline]
    #[expect(clippy::as_conversions, reason = "no memory holds as many rows as u32 counts")]
    pub(super) fn put(&mut self, (at, tag): (usize, u32), row: Row, millis: u64) {
        if let Some(place) = self.places.get_mut(at) {
            *place = (tag, self.rows.len() as u32);
            self.rows.push(row);
            self.newest = self.newest.max(millis);
        }
    }

    /// Writes a row that stands nowhere yet, and makes room for it.
    pub(super) fn insert(&mut self, row: Row, millis: u64) {
        if self.rows.len() >= self.room {
            self.grow();
        }
        let tag = tag(row.key);
        if let Ok(at) = self.look(tag, row.key) {
            self.put((at, tag), row, millis);
        }
    }

    /// Returns how many ids are remembered.
    pub(super) const fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter()
    }

    /// Returns the latest millisecond of its ids.
    pub(super) const fn newest(&self) -> u64 {
        self.newest
    }

    /// Returns the bytes that ids take when the table is at its fullest: rows in use, and all places.
    pub(super) const fn bytes(&self) -> usize {
        let rows = self.rows.len().saturating_mul(size_of::<Row>());
        rows.saturating_add(self.places.len().saturating_mul(size_of::<Place>()))
    }

    fn enter(&mut self, place: Place) {
        let mut at = self.home(place.0);
        while let Some(there) = self.places.get_mut(at) {
            if there.1 == FREE {
                *there = place;
                return;
            }
            at = self.after(at);
        }
    }

    /// At most three quarters full: so there is always a free place to stop at.
    #[cold]
    fn grow(&mut self) {
        let length = self.places.len().saturating_mul(2).max(64);
        let places = std::mem::replace(&mut self.places, vec![(0, FREE); length]);
        places.into_iter().filter(|place| place.1 != FREE).for_each(|place| self.enter(place));
        self.room = (length / 4).saturating_mul(3);
    }

    #[expect(clippy::as_conversions, reason = "u32 to usize loses nothing where std runs")]
    fn row(&self, place: Place) -> Option<&Row> {
        self.rows.get(place.1 as usize)
    }

    #[expect(clippy::as_conversions, reason = "the lowest bits count")]
    const fn home(&self, tag: u32) -> usize {
        tag as usize & self.places.len().wrapping_sub(1)
    }

    const fn after(&self, at: usize) -> usize {
        at.wrapping_add(1) & self.places.len().wrapping_sub(1)
    }
}

/// Returns what tables find an id by. Ids that are counted up differ in the highest bits of the last word alone: so it
/// goes into both factors.
#[inline]
#[expect(clippy::as_conversions, reason = "the lower half counts")]
pub(super) const fn tag([first, last]: Key) -> u32 {
    mix_two(first.wrapping_add(last.wrapping_mul(3)), last) as u32
}

/// Returns the bytes of an id in two words.
#[inline]
#[expect(clippy::as_conversions, reason = "the halves count")]
pub(super) const fn key(id: CommandId) -> Key {
    let word = id.uuid().to_u128_le();
    [word as u64, (word >> 64) as u64]
}

const FREE: u32 = u32::MAX;
/// With so many ids the next millisecond begins another table.
pub(super) const FULL: usize = 11 * 1024;
/// The places of such a table; three quarters of them leave room for what that millisecond still brings.
const PLACES: usize = 16 * 1024;
/// So many rows ahead what will be written is fetched: a line of memory that nobody reads is waited for as well.
const AHEAD: usize = 64;
