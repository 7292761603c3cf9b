//! Names to dense numbers, at the edge: each name is looked at once per command, and never inside.

mod key;
mod table;

use self::{key::Key, table::Table};

/// Names by their number and numbers by their name; the texts lie in one piece, and nothing is ever removed.
///
/// A name costs its text, 4 bytes for where that ends, and a third of a line of 64 bytes in the table, which is at most
/// 2/3 full: a name of up to sixteen bytes stands in it as a whole.
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
    table: Table,
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
        self.table.find(&Key::of(name.as_bytes()), &self.texts)
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
                self.table.fetch(key);
                count += 1;
            }
            found.extend(few.iter().take(count).map(|key| self.table.find(key, &self.texts)));
            if count < FEW {
                return;
            }
        }
    }

    /// Gives a name the next number, and returns it; nothing if it has one already, or four billion bytes are in use.
    pub fn add(&mut self, name: &str) -> Option<usize> {
        let number = u32::try_from(self.ends.len()).ok()?;
        let start = u32::try_from(self.texts.len()).ok()?;
        let end = u32::try_from(self.texts.len().checked_add(name.len())?).ok()?;
        let key = Key::of(name.as_bytes());
        if self.table.find(&key, &self.texts).is_some() {
            return None;
        }
        if self.table.is_full(self.len()) {
            self.grow();
        }
        self.texts.push_str(name);
        self.ends.push(end);
        self.table.enter(&key, number, start);
        self.len().checked_sub(1)
    }

    /// Returns the name of a number, where it has one.
    #[must_use]
    pub fn name(&self, number: usize) -> Option<&str> {
        let end = index(*self.ends.get(number)?);
        let before = number.checked_sub(1).and_then(|before| self.ends.get(before));
        self.texts.get(before.map_or(0, |end| index(*end))..end)
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

    /// A table of twice the size, and each name entered again.
    #[cold]
    fn grow(&mut self) {
        self.table = self.table.doubled();
        let mut start = 0;
        for (number, end) in (0..).zip(&self.ends) {
            let name = self.texts.as_bytes().get(index(start)..index(*end)).unwrap_or_default();
            self.table.enter(&Key::of(name), number, start);
            start = *end;
        }
    }
}

#[expect(clippy::as_conversions, reason = "u32 to usize loses nothing where std runs")]
const fn index(number: u32) -> usize {
    number as usize
}

/// How many names are fetched ahead.
const FEW: usize = 64;

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
    fn names_too_long_for_their_row_are_found_again() {
        let mut names = Names::new();
        let long = |number: usize| format!("{number:032x}-0123456789abcdef");
        assert!((0..10_000).all(|number| names.add(&long(number)) == Some(number)));
        assert_eq!(names.add(&long(7)), None);
        assert!((0..10_000).all(|number| names.find(&long(number)) == Some(number)));
        assert!((0..10_000).all(|number| names.name(number) == Some(&long(number))));
        assert_eq!(names.find(&long(10_000)), None);
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
