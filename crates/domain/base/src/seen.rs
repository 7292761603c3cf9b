//! The ids that were seen: a hashed table for each slice of time, so that forgetting drops a whole one.

use crate::{CommandId, Digest, IdRefusal, Moment, RecordNo, digest::mix};

/// Command ids of a window with the digest and the record of each; 32 bytes an id, at most 8/7 of that in the table.
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
    /// The slices that hold something, by their number.
    slices: Vec<(u64, Table)>,
}

/// Ids by their hash; each stands at its place or behind it.
#[derive(Debug, Clone, Default)]
struct Table {
    /// A power of two, or nothing.
    rows: Vec<Row>,
    count: usize,
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
        let number = self.slice_of(id);
        let at = self.slices.partition_point(|slice| slice.0 < number);
        if self.slices.get(at).is_none_or(|slice| slice.0 != number) {
            self.slices.insert(at, (number, Table::default()));
        }
        let [high, low] = halves(id);
        if let Some((_, table)) = self.slices.get_mut(at) {
            table.insert([high, low, digest.number(), record.number()]);
        }
    }

    /// Returns the digest and the record of an id, where it is remembered.
    #[must_use]
    pub fn find(&self, id: CommandId) -> Option<(Digest, RecordNo)> {
        let [.., digest, record] = *self.table(id)?.find(halves(id))?;
        Some((Digest::new(digest), RecordNo::new(record)))
    }

    /// Judges the time in an id: neither older than the window nor five minutes ahead.
    ///
    /// # Errors
    /// [`IdRefusal`] when it is one or the other.
    pub fn judge(&self, id: CommandId, moment: Moment) -> Result<(), IdRefusal> {
        let made = made(id);
        let oldest = moment.plus_seconds(i64::from(self.window_seconds).saturating_neg());
        // An id knows its millisecond, a moment its microsecond.
        if made < oldest.unix_micros().div_euclid(1000) {
            return Err(IdRefusal::TooLate { id, oldest });
        }
        if made.saturating_mul(1000) > moment.plus_seconds(FIVE_MINUTES).unix_micros() {
            let made = Moment::from_unix_micros(made.saturating_mul(1000)).unwrap_or(Moment::LAST);
            return Err(IdRefusal::TooEarly { id, made, moment });
        }
        Ok(())
    }

    /// Drops the slices that are older than the window.
    pub fn forget(&mut self, moment: Moment) {
        let oldest = moment.plus_seconds(i64::from(self.window_seconds).saturating_neg());
        let oldest = u64::try_from(oldest.unix_micros().div_euclid(1000)).unwrap_or(0);
        let oldest = oldest.div_euclid(self.slice_millis());
        self.slices.retain(|slice| slice.0 >= oldest);
    }

    /// Reads where an id would stand, so that the machine fetches it while others are worked on.
    #[must_use]
    pub fn touch(&self, id: CommandId) -> u64 {
        let [high, low] = halves(id);
        let table = self.table(id);
        let row = table.and_then(|table| table.rows.get(table.home(high, low)));
        row.map_or(0, |row| row[0])
    }

    /// Returns how many ids are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slices.iter().map(|slice| slice.1.count).sum()
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
        let mut rows: Vec<&Row> = rows.filter(|row| row[0] != 0).collect();
        rows.sort_unstable();
        let id = |row: &Row| CommandId::from_halves(row[0], row[1]);
        let all = rows.into_iter();
        all.map(|row| (id(row), Digest::new(row[2]), RecordNo::new(row[3]))).collect()
    }

    /// Returns the bytes that the tables take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let rows: usize = self.slices.iter().map(|slice| slice.1.rows.len()).sum();
        rows.saturating_mul(size_of::<Row>())
    }

    fn table(&self, id: CommandId) -> Option<&Table> {
        let number = self.slice_of(id);
        self.slices.iter().rev().find(|slice| slice.0 == number).map(|slice| &slice.1)
    }

    fn slice_of(&self, id: CommandId) -> u64 {
        u64::try_from(made(id)).unwrap_or(0).div_euclid(self.slice_millis())
    }

    /// An eighth of the window.
    fn slice_millis(&self) -> u64 {
        (u64::from(self.window_seconds).saturating_mul(1000) / 8).max(1000)
    }
}

impl PartialEq for Seen {
    fn eq(&self, other: &Self) -> bool {
        self.window_seconds == other.window_seconds && self.sorted() == other.sorted()
    }
}

impl Table {
    fn find(&self, [high, low]: [u64; 2]) -> Option<&Row> {
        let mut at = self.home(high, low);
        loop {
            let row = self.rows.get(at)?;
            if row[0] == high && row[1] == low {
                return Some(row);
            }
            if row[0] == 0 {
                return None;
            }
            at = self.after(at);
        }
    }

    fn insert(&mut self, row: Row) {
        // Seven eighths full, it grows; so there is always a free row to stop at.
        if self.count.saturating_mul(8) >= self.rows.len().saturating_mul(7) {
            self.grow();
        }
        let mut at = self.home(row[0], row[1]);
        while let Some(there) = self.rows.get_mut(at) {
            if there[0] == 0 {
                *there = row;
                self.count = self.count.saturating_add(1);
                return;
            }
            if there[..2] == row[..2] {
                return;
            }
            at = self.after(at);
        }
    }

    #[cold]
    fn grow(&mut self) {
        let length = self.rows.len().saturating_mul(2).max(64);
        let rows = std::mem::replace(&mut self.rows, vec![[0; 4]; length]);
        self.count = 0;
        rows.into_iter().filter(|row| row[0] != 0).for_each(|row| self.insert(row));
    }

    #[expect(clippy::as_conversions, reason = "the lowest bits count")]
    const fn home(&self, high: u64, low: u64) -> usize {
        mix(mix(high) ^ low) as usize & self.rows.len().wrapping_sub(1)
    }

    const fn after(&self, at: usize) -> usize {
        at.wrapping_add(1) & self.rows.len().wrapping_sub(1)
    }
}

/// The milliseconds in an id.
fn made(id: CommandId) -> i64 {
    i64::try_from(halves(id)[0] >> 16).unwrap_or(0)
}

fn halves(id: CommandId) -> [u64; 2] {
    let (high, low) = id.uuid().as_u64_pair();
    [high, low]
}

const FIVE_MINUTES: i64 = 300;

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
        seen.forget(now.plus_seconds(90));
        assert!(seen.is_empty());
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
