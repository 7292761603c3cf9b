//! Names to dense numbers, at the edge: each name is looked at once per command, and never inside.

/// Names by their number and numbers by their name; the texts lie in one piece, and nothing is ever removed.
///
/// A name costs its text, 8 bytes for where that lies, and 8 in the table, which is at most 7/8 full.
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
    ends: Vec<u64>,
    /// The upper half of the hash and the number; a power of two of them.
    table: Vec<(u32, u32)>,
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
        let hash = hash(name);
        let mut at = self.home(hash);
        loop {
            let (tag, number) = *self.table.get(at)?;
            if number == FREE {
                return None;
            }
            if tag == tag_of(hash) && self.name(index(number)) == Some(name) {
                return Some(index(number));
            }
            at = (at + 1) & (self.table.len() - 1);
        }
    }

    /// Returns the number of each name, where it has one: what they need is read ahead, so that the machine waits for
    /// its memory once for a few of them and not for each.
    ///
    /// ```
    /// let mut names = sklad_stock::Names::new();
    /// names.add("A-100");
    /// assert_eq!(names.find_all(&["A-100", "B-200"]), [Some(0), None]);
    /// ```
    #[must_use]
    pub fn find_all(&self, names: &[&str]) -> Vec<Option<usize>> {
        let mut found = Vec::with_capacity(names.len());
        let mut likely = [FREE; FEW];
        for few in names.chunks(FEW) {
            for (likely, name) in likely.iter_mut().zip(few) {
                *likely = self.table.get(self.home(hash(name))).map_or(FREE, |place| place.1);
            }
            let starts = likely.map(|number| self.start(index(number)));
            let texts = starts.iter().fold(0, |sum, start| {
                sum ^ self.texts.as_bytes().get(*start).copied().unwrap_or_default()
            });
            std::hint::black_box(texts);
            found.extend(few.iter().map(|name| self.find(name)));
        }
        found
    }

    /// Gives a name the next number, and returns it; nothing if it has one already, or four billion are in use.
    pub fn add(&mut self, name: &str) -> Option<usize> {
        let number = u32::try_from(self.ends.len()).ok().filter(|number| *number != FREE)?;
        if self.find(name).is_some() {
            return None;
        }
        if self.ends.len() * 8 >= self.table.len() * 7 {
            self.grow();
        }
        self.texts.push_str(name);
        self.ends.push(u64::try_from(self.texts.len()).ok()?);
        self.enter(hash(name), number);
        Some(index(number))
    }

    /// Returns the name of a number, where it has one.
    #[must_use]
    pub fn name(&self, number: usize) -> Option<&str> {
        let end = usize::try_from(*self.ends.get(number)?).ok()?;
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

    /// Where the text of a number starts: where the one before it ends.
    fn start(&self, number: usize) -> usize {
        let before = number.checked_sub(1).and_then(|before| self.ends.get(before));
        before.and_then(|end| usize::try_from(*end).ok()).unwrap_or_default()
    }

    #[cold]
    fn grow(&mut self) {
        let length = (self.table.len() * 2).max(16);
        self.table = vec![(0, FREE); length];
        for number in 0..self.ends.len() {
            let hash = hash(self.name(number).unwrap_or_default());
            self.enter(hash, u32::try_from(number).unwrap_or(FREE));
        }
    }

    fn enter(&mut self, hash: u64, number: u32) {
        let mut at = self.home(hash);
        while self.table[at].1 != FREE {
            at = (at + 1) & (self.table.len() - 1);
        }
        self.table[at] = (tag_of(hash), number);
    }

    #[expect(clippy::as_conversions, reason = "the lowest bits count")]
    const fn home(&self, hash: u64) -> usize {
        hash as usize & self.table.len().wrapping_sub(1)
    }
}

/// Eight bytes a step, each step multiplied and folded.
fn hash(name: &str) -> u64 {
    sklad_base::Digest::of(&name).number()
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
const FEW: usize = 32;

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
}
