//! The ids that were seen: a hashed table for each stretch of time, so that the newest stays in the nearest cache
//! and forgetting drops a whole one.

use prefetch_index::prefetch_index;

use crate::{CommandId, Digest, IdRefusal, Moment, RecordNo, digest::mix};

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
    /// Tables by the millisecond that they begin with; each goes on to the next one.
    slices: Vec<(u64, Table)>,
}

/// Ids as they came, and a table that finds them by their hash.
#[derive(Debug, Clone, Default)]
struct Table {
    rows: Vec<Row>,
    /// The lower half of each hash and the number of its row; a power of two of them, or nothing.
    places: Vec<Place>,
    /// The latest millisecond of its ids.
    newest: u64,
}

type Place = (u32, u32);

/// Where an id that is not remembered would stand: the slice, the place in its table, and the id's tag.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Vacancy {
    slice: usize,
    at: usize,
    tag: u32,
}

/// An id in two halves, its digest and its record; no UUID of version 7 is zero.
type Row = [u64; 4];

impl Seen {
    /// Returns a memory of so many seconds, with nothing in it.
    #[must_use]
    pub const fn new(window_seconds: u32) -> Self {
        Self { window_seconds, slices: Vec::new() }
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
        let ([high, low], millis) = (halves(id), millis(id));
        let row = [high, low, digest.number(), record.number()];
        let newest = self.slices.len().saturating_sub(1);
        let slice = self.slices.get_mut(vacancy.slice).map(|slice| &mut slice.1);
        match slice.filter(|table| !table.is_grown(millis) || vacancy.slice != newest) {
            Some(table) if !table.is_crowded() => table.put((vacancy.at, vacancy.tag), row, millis),
            Some(_) | None => self.make_room(row, millis),
        }
    }

    /// Remembers an id after another table was begun or its own has grown.
    #[cold]
    fn make_room(&mut self, row: Row, millis: u64) {
        if self.slices.last().is_none_or(|slice| slice.1.is_grown(millis)) {
            self.begin(millis);
        }
        let at = self.slice_of(millis);
        if let Some((_, table)) = self.slices.get_mut(at) {
            table.insert(row, millis);
        }
    }

    fn begin(&mut self, millis: u64) {
        // The first table begins with the beginning of time, so that each id has its table.
        let first = self.slices.is_empty();
        let table = if first { Table::default() } else { Table::full() };
        self.slices.push((if first { 0 } else { millis }, table));
    }

    /// Returns the digest and the record of an id, where it is remembered.
    #[must_use]
    pub fn find(&self, id: CommandId) -> Option<(Digest, RecordNo)> {
        self.look(id).err()
    }

    /// Returns where an id would stand, or what is remembered of it.
    #[inline]
    pub(crate) fn look(&self, id: CommandId) -> Result<Vacancy, (Digest, RecordNo)> {
        let (slice, tag) = (self.slice_of(millis(id)), tag(halves(id)));
        let found = self.slices.get(slice).map_or(Ok(0), |table| table.1.look(tag, halves(id)));
        found
            .map(|at| Vacancy { slice, at, tag })
            .map_err(|[.., digest, record]| (Digest::new(*digest), RecordNo::new(*record)))
    }

    /// Judges the time in an id: neither older than the window nor five minutes ahead.
    ///
    /// # Errors
    /// [`IdRefusal`] when it is one or the other.
    #[inline]
    pub fn judge(&self, id: CommandId, moment: Moment) -> Result<(), IdRefusal> {
        let made = micros(millis(id));
        let window = i64::from(self.window_seconds).saturating_mul(1_000_000);
        // An id knows its millisecond, a moment its microsecond.
        let oldest = moment.unix_micros().saturating_sub(window);
        if oldest >= made.saturating_add(1000) {
            return Err(IdRefusal::TooLate { id, oldest: Moment::nearest(oldest) });
        }
        if made > moment.unix_micros().saturating_add(FIVE_MINUTES) {
            return Err(IdRefusal::TooEarly { id, made: Moment::nearest(made), moment });
        }
        Ok(())
    }

    /// Drops the slices that are older than the window.
    pub fn forget(&mut self, moment: Moment) {
        let oldest = moment.plus_seconds(i64::from(self.window_seconds).saturating_neg());
        let oldest = u64::try_from(oldest.unix_micros().div_euclid(1000)).unwrap_or(0);
        self.slices.retain(|slice| slice.1.newest >= oldest);
        if let Some(first) = self.slices.first_mut() {
            first.0 = 0;
        }
    }

    /// Lets the machine fetch where an id would stand, while others are worked on.
    #[inline]
    pub fn prefetch(&self, id: CommandId) {
        if let Some(table) = self.table(id) {
            prefetch_index(&table.places, table.home(tag(halves(id))));
        }
    }

    /// Returns how many ids are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slices.iter().map(|slice| slice.1.rows.len()).sum()
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
        let rows = self.slices.iter().flat_map(|slice| slice.1.rows.iter());
        let mut rows: Vec<&Row> = rows.collect();
        rows.sort_unstable();
        let id = |row: &Row| CommandId::from_halves(row[0], row[1]);
        let all = rows.into_iter();
        all.map(|row| (id(row), Digest::new(row[2]), RecordNo::new(row[3]))).collect()
    }

    /// Returns the bytes that ids take when their table is at its fullest: rows in use, and all of the table.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let tables = self.slices.iter().map(|(_, table)| {
            let rows = table.rows.len().saturating_mul(size_of::<Row>());
            rows.saturating_add(table.places.len().saturating_mul(size_of::<Place>()))
        });
        tables.sum()
    }

    fn table(&self, id: CommandId) -> Option<&Table> {
        self.slices.get(self.slice_of(millis(id))).map(|slice| &slice.1)
    }

    /// The last table that begins with that millisecond or before: mostly the newest.
    fn slice_of(&self, millis: u64) -> usize {
        match self.slices.last() {
            Some(newest) if newest.0 > millis => {
                self.slices.partition_point(|slice| slice.0 <= millis).saturating_sub(1)
            }
            Some(_) | None => self.slices.len().saturating_sub(1),
        }
    }
}

impl PartialEq for Seen {
    fn eq(&self, other: &Self) -> bool {
        self.window_seconds == other.window_seconds && self.sorted() == other.sorted()
    }
}

impl Table {
    /// After a full table another one will be.
    fn full() -> Self {
        let places = vec![(0, FREE); PLACES];
        Self { rows: Vec::with_capacity(PLACES / 4 * 3), places, newest: 0 }
    }

    /// Returns the free place where an id would stand, or its row.
    #[inline]
    fn look(&self, tag: u32, key: [u64; 2]) -> Result<usize, &Row> {
        let mut at = self.home(tag);
        while let Some(place) = self.places.get(at).filter(|place| place.1 != FREE) {
            let row = if place.0 == tag { self.row(*place) } else { None };
            if let Some(row) = row.filter(|row| [row[0], row[1]] == key) {
                return Err(row);
            }
            at = self.after(at);
        }
        Ok(at)
    }

    /// Tells whether the ids of a later millisecond go into another table.
    const fn is_grown(&self, millis: u64) -> bool {
        self.rows.len() >= FULL && self.newest < millis
    }

    /// Three quarters full, it grows; so there is always a free place to stop at.
    const fn is_crowded(&self) -> bool {
        self.rows.len().saturating_mul(4) >= self.places.len().saturating_mul(3)
    }

    /// Writes a row that stands nowhere yet into a free place.
    #[inline]
    fn put(&mut self, (at, tag): (usize, u32), row: Row, millis: u64) {
        let number = u32::try_from(self.rows.len()).ok().filter(|number| *number != FREE);
        if let (Some(number), Some(place)) = (number, self.places.get_mut(at)) {
            *place = (tag, number);
            self.rows.push(row);
            self.newest = self.newest.max(millis);
        }
    }

    fn insert(&mut self, row: Row, millis: u64) {
        if self.is_crowded() {
            self.grow();
        }
        let key = [row[0], row[1]];
        if let Ok(at) = self.look(tag(key), key) {
            self.put((at, tag(key)), row, millis);
        }
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

    #[cold]
    fn grow(&mut self) {
        let length = self.places.len().saturating_mul(2).max(64);
        let places = std::mem::replace(&mut self.places, vec![(0, FREE); length]);
        places.into_iter().filter(|place| place.1 != FREE).for_each(|place| self.enter(place));
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

#[expect(clippy::as_conversions, reason = "the lower half counts")]
const fn tag([high, low]: [u64; 2]) -> u32 {
    mix(mix(high) ^ low) as u32
}

/// A millisecond in microseconds.
fn micros(millis: u64) -> i64 {
    i64::try_from(millis).unwrap_or(i64::MAX).saturating_mul(1000)
}

fn millis(id: CommandId) -> u64 {
    halves(id)[0] >> 16
}

fn halves(id: CommandId) -> [u64; 2] {
    let (high, low) = id.uuid().as_u64_pair();
    [high, low]
}

const FREE: u32 = u32::MAX;
/// With so many ids the next millisecond begins another table.
const FULL: usize = 11 * 1024;
/// The places of such a table; three quarters of them leave room for what that millisecond still brings.
const PLACES: usize = 16 * 1024;
const FIVE_MINUTES: i64 = 300 * 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    #[test]
    fn ids_of_the_window_are_found_and_older_ones_are_too_late() {
        let now = moment("2026-03-02T10:00:00.000500Z");
        let mut seen = Seen::new(60);
        let id = CommandId::counted(now, 7);
        for number in 0..1000 {
            seen.remember(CommandId::counted(now, number), Digest::new(number), RecordNo::FIRST);
        }
        seen.remember(id, Digest::new(0), RecordNo::new(9));
        assert_eq!(seen.find(id), Some((Digest::new(7), RecordNo::FIRST)));
        assert_eq!(seen.len(), 1000);

        assert!(seen.judge(id, now.plus_seconds(60)).is_ok());
        let late = seen.judge(id, now.plus_seconds(61)).unwrap_err();
        assert!(matches!(late, IdRefusal::TooLate { .. }));
        seen.forget(now.plus_seconds(60));
        assert!(seen.find(id).is_some(), "what is not too late is remembered");
        seen.forget(now.plus_seconds(61));
        assert!(seen.is_empty());
    }

    #[test]
    fn late_ids_find_their_place_among_many() {
        let now = moment("2026-03-02T10:00:00Z");
        let mut seen = Seen::new(3600);
        let id = |second: u32, number| CommandId::counted(now.plus_seconds(second.into()), number);
        let ids = || (0..60).flat_map(|second| (0..1000).map(move |number| id(second, number)));
        ids().for_each(|id| seen.remember(id, Digest::new(1), RecordNo::FIRST));
        seen.remember(id(3, 1_000_000), Digest::new(2), RecordNo::FIRST);
        assert!(seen.slices.len() > 3, "several tables");
        assert!(ids().all(|id| seen.find(id).is_some()));
        assert_eq!(seen.find(id(3, 1_000_000)), Some((Digest::new(2), RecordNo::FIRST)));
        assert_eq!(seen.find(id(3, 1_000_001)), None);
        seen.forget(now.plus_seconds(3600 + 30));
        assert!(ids().skip(30_000).all(|id| seen.find(id).is_some()));
        assert!(seen.len() < 50_000);
    }

    #[test]
    fn ids_from_the_future_are_refused_past_five_minutes() {
        let now = moment("2026-03-02T10:00:00Z");
        let seen = Seen::new(60);
        assert!(seen.judge(CommandId::counted(now.plus_seconds(300), 0), now).is_ok());
        let early = seen.judge(CommandId::counted(now.plus_seconds(301), 0), now).unwrap_err();
        assert!(early.to_string().contains("set the sender's clock"), "{early}");
    }
}
