//! Where names stand by their hash: three of them in each line of memory, so that looking one up touches one line.

use prefetch_index::prefetch_index;

use super::{index, key::Key};

/// A power of two of rows, or none yet.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    rows: Vec<Row>,
}

/// One line of memory. Its places fill from the first; a name that finds its row full stands in the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(align(64))]
struct Row {
    /// Of a short name its ends; of a long one its hash, and where its text stands.
    words: [(u64, u64); PLACES],
    numbers: [u32; PLACES],
    /// Its length and one, `LONG`, or `FREE`.
    marks: [u8; PLACES],
}

const _: () = assert!(size_of::<Row>() == 64, "a row is one line of memory");

impl Table {
    /// Returns the number of a name, where it stands here; `texts` are those of long names.
    #[inline]
    pub(super) fn find(&self, key: &Key<'_>, texts: &str) -> Option<usize> {
        let mark = mark(key.name);
        let mut at = self.home(key);
        loop {
            let row = self.rows.get(at)?;
            let place = if mark == LONG { row.long(key, texts) } else { row.short(key, mark) };
            if let Some(number) = row.numbers.get(place) {
                return Some(index(*number));
            }
            if row.marks[PLACES - 1] == FREE {
                return None;
            }
            at = self.next(at);
        }
    }

    /// Has the machine fetch what [`find`](Self::find) will look at.
    #[inline]
    pub(super) fn fetch(&self, key: &Key<'_>) {
        prefetch_index(&self.rows, self.home(key));
    }

    /// Enters a name that is not there yet; there is room, and its text begins at `start`.
    pub(super) fn enter(&mut self, key: &Key<'_>, number: u32, start: u32) {
        let mark = mark(key.name);
        let mut at = self.home(key);
        let place = loop {
            match self.rows[at].marks.iter().position(|mark| *mark == FREE) {
                Some(place) => break place,
                None => at = self.next(at),
            }
        };
        let row = &mut self.rows[at];
        row.words[place] = if mark == LONG { (key.hash, span(start, key.name)) } else { key.ends };
        row.numbers[place] = number;
        row.marks[place] = mark;
    }

    /// Tells whether one more than so many names would be too many: 2/3 of its places, so that few rows overflow.
    pub(super) const fn is_full(&self, count: usize) -> bool {
        count >= self.rows.len() * 2
    }

    /// Returns an empty table of twice the size.
    pub(super) fn doubled(&self) -> Self {
        let free = Row { words: [(0, 0); PLACES], numbers: [0; PLACES], marks: [FREE; PLACES] };
        Self { rows: vec![free; (self.rows.len() * 2).max(4)] }
    }

    #[expect(clippy::as_conversions, reason = "the lowest bits count")]
    const fn home(&self, key: &Key<'_>) -> usize {
        key.hash as usize & self.rows.len().wrapping_sub(1)
    }

    const fn next(&self, at: usize) -> usize {
        (at + 1) & (self.rows.len() - 1)
    }
}

impl Row {
    /// Which place a short name has, `PLACES` or more where it has none. All three are compared without a branch:
    /// which one it is cannot be foreseen.
    #[inline]
    fn short(&self, key: &Key<'_>, mark: u8) -> usize {
        let is = |place: usize| {
            let words = self.words[place];
            let is =
                (self.marks[place] == mark) & (words.0 == key.ends.0) & (words.1 == key.ends.1);
            u32::from(is) << place
        };
        index((is(0) | is(1) | is(2)).trailing_zeros())
    }

    fn long(&self, key: &Key<'_>, texts: &str) -> usize {
        let is = |place: &usize| {
            let (hash, span) = self.words[*place];
            self.marks[*place] == LONG && hash == key.hash && text(texts, span) == Some(key.name)
        };
        (0..PLACES).find(is).unwrap_or(PLACES)
    }
}

/// A mark of a name: all lengths up to `WHOLE` have their own.
#[inline]
fn mark(name: &[u8]) -> u8 {
    if name.len() > WHOLE { LONG } else { u8::try_from(name.len() + 1).unwrap_or(LONG) }
}

/// Where a long name's text begins, and its length.
fn span(start: u32, name: &[u8]) -> u64 {
    u64::from(start) << 32 | u64::try_from(name.len()).unwrap_or(0)
}

#[expect(clippy::as_conversions, reason = "the two halves of a span")]
fn text(texts: &str, span: u64) -> Option<&[u8]> {
    let (start, length) = (index((span >> 32) as u32), index(span as u32));
    texts.as_bytes().get(start..start + length)
}

const PLACES: usize = 3;
/// A name of so many bytes stands in its row as a whole.
const WHOLE: usize = 16;
const FREE: u8 = 0;
const LONG: u8 = u8::MAX;
