//! Where names stand by their hash: three of them in each line of memory, so that looking one up touches one line.

use prefetch_index::prefetch_index;

use super::{
    index,
    key::{Key, LONG},
};

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
    /// That of the name, or `FREE`.
    marks: [u8; PLACES],
}

const _: () = assert!(size_of::<Row>() == 64, "a row is one line of memory");

impl Table {
    /// Returns the number of a name, where it stands here; `texts` are those of long names.
    #[inline]
    pub(super) fn find(&self, key: &Key<'_>, texts: &str) -> Option<usize> {
        let row = self.rows.get(self.home(key)).filter(|_| key.mark != LONG);
        row.and_then(|row| row.likely(key)).or_else(|| self.search(key, texts)).map(index)
    }

    /// Looks at each place from its row on.
    fn search(&self, key: &Key<'_>, texts: &str) -> Option<u32> {
        let mut at = self.home(key);
        loop {
            let row = self.rows.get(at)?;
            if let Some(place) = (0..PLACES).find(|place| row.is(*place, key, texts)) {
                return Some(row.numbers[place]);
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
        let mut at = self.home(key);
        let place = loop {
            match self.rows[at].marks.iter().position(|mark| *mark == FREE) {
                Some(place) => break place,
                None => at = self.next(at),
            }
        };
        let row = &mut self.rows[at];
        let is_long = key.mark == LONG;
        row.words[place] = if is_long { (key.hash, span(start, key.name)) } else { key.ends };
        row.numbers[place] = number;
        row.marks[place] = key.mark;
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
    /// Returns the number of a short name that stands here, as most do. Which place it has cannot be foreseen, so it
    /// is worked out without a branch, and what is found there is compared as a whole.
    #[inline]
    fn likely(&self, key: &Key<'_>) -> Option<u32> {
        let differs = |(first, last): (u64, u64)| (first ^ key.ends.0) | (last ^ key.ends.1);
        let is = |place: usize| usize::from(differs(self.words[place]) == 0);
        let place = is(1) + 2 * is(2);
        let found = differs(*self.words.get(place)?) == 0 && self.marks[place] == key.mark;
        found.then(|| self.numbers[place])
    }

    fn is(&self, place: usize, key: &Key<'_>, texts: &str) -> bool {
        let words = self.words[place];
        self.marks[place] == key.mark
            && match key.mark {
                LONG => words.0 == key.hash && text(texts, words.1) == Some(key.name),
                _ => words == key.ends,
            }
    }
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
/// The mark of a place that nobody has.
const FREE: u8 = 0;
