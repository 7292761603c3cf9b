//! Names to dense numbers, at the edge: each name is looked at once per command, and never inside.

/// Names by their number and numbers by their name; the texts lie in one piece, and nothing is ever removed.
///
/// A name costs its text, 4 bytes for where that ends, and 16 in the table, which is at most 7/8 full.
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

/// Where a name stands in the table: the upper half of its hash, its number, and its text.
#[derive(Debug, Clone, Copy)]
struct Place {
    tag: u32,
    number: u32,
    start: u32,
    end: u32,
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
        self.find_hashed(name, hash(name.as_bytes()))
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

    /// Puts the number of each name, where it has one, behind what stands in `found`. What a few of them need is read
    /// ahead, so that the machine waits for its memory once and not for each.
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
        let mut few = [("", 0); FEW];
        loop {
            let mut count = 0;
            for (hashed, name) in few.iter_mut().zip(&mut names) {
                *hashed = (name, hash(name.as_bytes()));
                count += 1;
            }
            let (few, done) = (&few[..count], count < FEW);
            self.read_ahead(few);
            found.extend(few.iter().map(|(name, hash)| self.find_hashed(name, *hash)));
            if done {
                return;
            }
        }
    }

    /// Gives a name the next number, and returns it; nothing if it has one already, or four billion bytes are in use.
    pub fn add(&mut self, name: &str) -> Option<usize> {
        let number = u32::try_from(self.ends.len()).ok().filter(|number| *number != FREE)?;
        let start = u32::try_from(self.texts.len()).ok()?;
        let end = u32::try_from(self.texts.len().checked_add(name.len())?).ok()?;
        let hash = hash(name.as_bytes());
        if self.find_hashed(name, hash).is_some() {
            return None;
        }
        if self.ends.len() * 8 >= self.table.len() * 7 {
            self.grow();
        }
        self.texts.push_str(name);
        self.ends.push(end);
        self.enter(hash, Place { tag: tag_of(hash), number, start, end });
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

    /// Reads where names stand in the table, then their texts.
    fn read_ahead(&self, few: &[(&str, u64)]) {
        let mut starts = [0; FEW];
        for (start, (_, hash)) in starts.iter_mut().zip(few) {
            *start = self.table.get(self.home(*hash)).map_or(0, |place| index(place.start));
        }
        let texts = self.texts.as_bytes();
        let bytes = starts.iter().take(few.len()).map(|start| texts.get(*start).copied());
        let seen = bytes.fold(0, |sum, byte| sum ^ byte.unwrap_or_default());
        std::hint::black_box(seen);
    }

    #[inline]
    fn find_hashed(&self, name: &str, hash: u64) -> Option<usize> {
        let mut at = self.home(hash);
        loop {
            let Place { tag, number, start, end } = *self.table.get(at)?;
            if number == FREE {
                return None;
            }
            if tag == tag_of(hash) {
                let text = self.texts.as_bytes().get(index(start)..index(end));
                if text == Some(name.as_bytes()) {
                    return Some(index(number));
                }
            }
            at = (at + 1) & (self.table.len() - 1);
        }
    }

    /// Where the text of a number starts: where the one before it ends.
    fn start(&self, number: usize) -> usize {
        let before = number.checked_sub(1).and_then(|before| self.ends.get(before));
        before.map_or(0, |end| index(*end))
    }

    #[cold]
    fn grow(&mut self) {
        let length = (self.table.len() * 2).max(16);
        let free = Place { tag: 0, number: FREE, start: 0, end: 0 };
        let before = std::mem::replace(&mut self.table, vec![free; length]);
        for place in before.into_iter().filter(|place| place.number != FREE) {
            let text = self.texts.as_bytes().get(index(place.start)..index(place.end));
            self.enter(hash(text.unwrap_or_default()), place);
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

/// Sixteen bytes a step, each step multiplied and folded. It stays inside: no hash is ever written down.
#[inline]
fn hash(name: &[u8]) -> u64 {
    let mut rest = name;
    let mut state = SEED ^ u64::try_from(name.len()).unwrap_or(0);
    while let Some((low, behind)) = rest.split_first_chunk::<8>()
        && let Some((high, behind)) = behind.split_first_chunk::<8>()
        && !behind.is_empty()
    {
        state = fold(state ^ u64::from_le_bytes(*low), u64::from_le_bytes(*high) ^ FACTOR);
        rest = behind;
    }
    let (low, high) = ends(rest);
    fold(fold(state ^ low, high ^ FACTOR), SEED)
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

#[expect(clippy::as_conversions, reason = "the upper half counts")]
const fn tag_of(hash: u64) -> u32 {
    (hash >> 32) as u32
}

#[expect(clippy::as_conversions, reason = "u32 to usize loses nothing where std runs")]
const fn index(number: u32) -> usize {
    number as usize
}

const FREE: u32 = u32::MAX;
/// How many names are read ahead.
const FEW: usize = 64;
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
            (0..=long.len()).map(|end| hash(&long.as_bytes()[..end])).collect();
        for length in 1..=long.len() {
            for at in 0..length {
                let mut other = long.as_bytes()[..length].to_vec();
                other[at] ^= 1;
                hashes.push(hash(&other));
            }
        }
        let count = hashes.len();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), count);
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
