//! Names to dense numbers, at the edge: each name is looked at once per command, and never inside.

use prefetch_index::prefetch_index;

/// Names by their number and numbers by their name; the texts lie in one piece, and nothing is ever removed.
///
/// A name costs its text, 4 bytes for where that ends, and 32 in the table, which is at most 7/8 full: a name of up to
/// sixteen bytes stands in it as a whole.
///
/// ```
/// use sklad_base::{ItemId, Sku};
/// use sklad_stock::Names;
///
/// let mut names = Names::new();
/// let sku = Sku::parse("A-100")?;
/// assert_eq!(names.find(sku.as_str()), None);
/// assert_eq!(names.add(sku.as_str()).and_then(ItemId::after), Some(ItemId::new(0)));
/// assert_eq!(names.find("A-100"), Some(0));
/// assert_eq!(names.name(0), Some("A-100"));
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Names {
    texts: String,
    /// Where each text ends.
    ends: Vec<u32>,
    /// A power of two of them.
    table: Vec<Place>,
}

/// A name's row in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    /// The name's ends: up to sixteen bytes, they and the length are the name.
    ends: (u64, u64),
    length: u32,
    number: u32,
    start: u32,
}

/// A name to be looked for, and what it is found by.
#[derive(Debug, Clone, Copy)]
struct Key<'a> {
    name: &'a [u8],
    ends: (u64, u64),
    hash: u64,
}

impl Names {
    /// Returns no names.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the number of a name, where it has one.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        self.find_key(&Key::of(name.as_bytes()))
    }

    /// Returns the number of each name, where it has one: see [`find_into`](Self::find_into).
    ///
    /// ```
    /// let mut names = sklad_stock::Names::new();
    /// names.add("A-100");
    /// assert_eq!(names.find_all(&["A-100", "B-200"]), [Some(0), None]);
    /// ```
    #[must_use]
    pub fn find_all(&self, names: &[&str]) -> Vec<Option<usize>> {
        let mut found = Vec::with_capacity(names.len());
        self.find_into(names.iter().copied(), &mut found);
        found
    }

    /// Puts the number of each name, where it has one, behind what stands in `found`. What a few of them need is
    /// fetched ahead, so that the machine waits for its memory once and not for each.
    ///
    /// ```
    /// let mut names = sklad_stock::Names::new();
    /// names.add("A-100");
    /// let mut found = Vec::new();
    /// names.find_into(["A-100", "B-200"].into_iter(), &mut found);
    /// assert_eq!(found, [Some(0), None]);
    /// ```
    pub fn find_into<'a>(
        &self,
        mut names: impl Iterator<Item = &'a str>,
        found: &mut Vec<Option<usize>>,
    ) {
        let mut few = [Key::of(b""); FEW];
        loop {
            let mut count = 0;
            for (key, name) in few.iter_mut().zip(&mut names) {
                *key = Key::of(name.as_bytes());
                prefetch_index(&self.table, self.home(key.hash));
                count += 1;
            }
            found.extend(few.iter().take(count).map(|key| self.find_key(key)));
            if count < FEW {
                return;
            }
        }
    }

    /// Gives a name the next number, and returns it; nothing if it has one already, or four billion bytes are in use.
    pub fn add(&mut self, name: &str) -> Option<usize> {
        let number = u32::try_from(self.ends.len()).ok().filter(|number| *number != FREE)?;
        let start = u32::try_from(self.texts.len()).ok()?;
        let end = u32::try_from(self.texts.len().checked_add(name.len())?).ok()?;
        let length = u32::try_from(name.len()).ok()?;
        let key = Key::of(name.as_bytes());
        if self.find_key(&key).is_some() {
            return None;
        }
        if self.ends.len() * 8 >= self.table.len() * 7 {
            self.grow();
        }
        self.texts.push_str(name);
        self.ends.push(end);
        self.enter(key.hash, Place { ends: key.ends, length, number, start });
        Some(index(number))
    }

    /// Returns the name of a number, where it has one.
    #[must_use]
    pub fn name(&self, number: usize) -> Option<&str> {
        let end = index(*self.ends.get(number)?);
        self.texts.get(self.start(number)..end)
    }

    /// Returns how many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Tells whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    #[inline]
    fn find_key(&self, key: &Key<'_>) -> Option<usize> {
        let mut at = self.home(key.hash);
        loop {
            let place = self.table.get(at)?;
            if place.number == FREE {
                return None;
            }
            if place.ends == key.ends && index(place.length) == key.name.len() {
                let is_whole = key.name.len() <= WHOLE;
                if is_whole || self.text(place) == Some(key.name) {
                    return Some(index(place.number));
                }
            }
            at = (at + 1) & (self.table.len() - 1);
        }
    }

    fn text(&self, place: &Place) -> Option<&[u8]> {
        let start = index(place.start);
        self.texts.as_bytes().get(start..start + index(place.length))
    }

    /// Where the text of a number starts: where the one before it ends.
    fn start(&self, number: usize) -> usize {
        let before = number.checked_sub(1).and_then(|before| self.ends.get(before));
        before.map_or(0, |end| index(*end))
    }

    #[cold]
    fn grow(&mut self) {
        let length = (self.table.len() * 2).max(16);
        let free = Place { ends: (0, 0), length: 0, number: FREE, start: 0 };
        let before = std::mem::replace(&mut self.table, vec![free; length]);
        for place in before.into_iter().filter(|place| place.number != FREE) {
            let hash = Key::of(self.text(&place).unwrap_or_default()).hash;
            self.enter(hash, place);
        }
    }

    fn enter(&mut self, hash: u64, place: Place) {
        let mut at = self.home(hash);
        while self.table[at].number != FREE {
            at = (at + 1) & (self.table.len() - 1);
        }
        self.table[at] = place;
    }

    #[expect(clippy::as_conversions, reason = "the lowest bits count")]
    const fn home(&self, hash: u64) -> usize {
        hash as usize & self.table.len().wrapping_sub(1)
    }
}

impl<'a> Key<'a> {
    /// Sixteen bytes a step, each step multiplied and folded. The hash stays inside: it is never written down.
    #[inline]
    fn of(name: &'a [u8]) -> Self {
        let mut rest = name;
        let mut state = SEED ^ u64::try_from(name.len()).unwrap_or(0);
        while let Some((low, behind)) = rest.split_first_chunk::<8>()
            && let Some((high, behind)) = behind.split_first_chunk::<8>()
            && !behind.is_empty()
        {
            state = fold(state ^ u64::from_le_bytes(*low), u64::from_le_bytes(*high) ^ FACTOR);
            rest = behind;
        }
        let ends = ends(rest);
        let hash = fold(fold(state ^ ends.0, ends.1 ^ FACTOR), SEED);
        Self { name, ends, hash }
    }
}

/// The first and the last bytes of up to sixteen, all of them together.
#[inline]
fn ends(bytes: &[u8]) -> (u64, u64) {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        return (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        return (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into());
    }
    let all = bytes.iter().fold(0, |word, byte| (word << 8) | u64::from(*byte));
    (all, 0)
}

#[expect(clippy::as_conversions, reason = "widens, then folds the halves")]
const fn fold(left: u64, right: u64) -> u64 {
    let product = (left as u128).wrapping_mul(right as u128);
    (product as u64) ^ ((product >> 64) as u64)
}

#[expect(clippy::as_conversions, reason = "u32 to usize loses nothing where std runs")]
const fn index(number: u32) -> usize {
    number as usize
}

const FREE: u32 = u32::MAX;
/// How many names are fetched ahead.
const FEW: usize = 64;
/// A name of so many bytes stands in the table as a whole.
const WHOLE: usize = 16;
const SEED: u64 = 0x243f_6a88_85a3_08d3;
const FACTOR: u64 = 0xa409_3822_299f_31d1;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_thousand_names_are_found_again() {
        let mut names = Names::new();
        for number in 0..100_000 {
            assert_eq!(names.add(&format!("SKU-{number}")), Some(number));
        }
        assert_eq!(names.add("SKU-7"), None);
        assert!((0..100_000).all(|number| names.find(&format!("SKU-{number}")) == Some(number)));
        assert_eq!(names.find("SKU-100000"), None);
    }

    #[test]
    fn names_of_every_length_have_hashes_of_their_own() {
        let long: String = (0..100).map(|at| char::from(b'a' + at % 26)).collect();
        let mut hashes: Vec<u64> =
            (0..=long.len()).map(|end| Key::of(&long.as_bytes()[..end]).hash).collect();
        for length in 1..=long.len() {
            for at in 0..length {
                let mut other = long.as_bytes()[..length].to_vec();
                other[at] ^= 1;
                hashes.push(Key::of(&other).hash);
            }
        }
        let count = hashes.len();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), count);
    }

    #[test]
    fn names_that_look_alike_are_told_apart() {
        let mut names = Names::new();
        let texts = ["", "a", "\0a", "a\0", "aa", "aaaa", "aaaaa", "aaaaaaaa", "aaaaaaaaa"];
        let long =
            ["0123456789abcdef", "0123456789abcdef0", "0123456789abcdef1", "x123456789abcdef0"];
        let all = texts.iter().chain(&long);
        assert_eq!(all.clone().filter_map(|text| names.add(text)).count(), 13);
        assert!(all.enumerate().all(|(number, text)| names.find(text) == Some(number)));
        assert_eq!(names.find("y123456789abcdef0"), None);
    }

    #[test]
    fn many_at_once_are_found_as_each_alone() {
        let mut names = Names::new();
        let texts: Vec<String> = (0..1000).map(|number| format!("{number}")).collect();
        assert_eq!(texts.iter().step_by(2).filter_map(|text| names.add(text)).count(), 500);
        for count in [0, 1, 63, 64, 65, 1000] {
            let few: Vec<&str> = texts[..count].iter().map(String::as_str).collect();
            let alone: Vec<_> = few.iter().map(|name| names.find(name)).collect();
            assert_eq!(names.find_all(&few), alone);
        }
    }
}
