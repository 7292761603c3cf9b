//! Keys that turned out to be many customers': a set in order, behind a filter that says "no" without a search.

use std::collections::BTreeSet;

use crate::Key;

/// The keys, and a bit for each of them; most keys that are asked for find no bit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shared {
    keys: BTreeSet<Key>,
    /// A power of two of words, at least 16 bits a key, or nothing.
    bits: Vec<u64>,
}

impl Shared {
    pub(crate) fn insert(&mut self, key: Key) -> bool {
        let is_new = self.keys.insert(key);
        if self.keys.len() * 16 > self.bits.len() * 64 {
            self.bits = vec![0; (self.bits.len() * 2).max(16)];
            let keys = std::mem::take(&mut self.keys);
            keys.iter().for_each(|key| self.mark(*key));
            self.keys = keys;
        } else {
            self.mark(key);
        }
        is_new
    }

    /// Drops a key; its bit stays and costs a search now and then.
    pub(crate) fn remove(&mut self, key: &Key) -> bool {
        self.keys.remove(key)
    }

    pub(crate) fn contains(&self, key: &Key) -> bool {
        let (word, bit) = place(*key, self.bits.len());
        self.bits.get(word).is_some_and(|word| word & bit != 0) && self.keys.contains(key)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Key> {
        self.keys.iter()
    }

    fn mark(&mut self, key: Key) {
        let (word, bit) = place(key, self.bits.len());
        if let Some(word) = self.bits.get_mut(word) {
            *word |= bit;
        }
    }
}

impl FromIterator<Key> for Shared {
    fn from_iter<I: IntoIterator<Item = Key>>(keys: I) -> Self {
        let mut all = Self::default();
        keys.into_iter().for_each(|key| _ = all.insert(key));
        all
    }
}

/// Two are equal by what they hold, not by the bits that forgotten keys left.
impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        self.keys == other.keys
    }
}

impl Eq for Shared {}

/// The word and the bit of a key, in so many words.
fn place(key: Key, words: usize) -> (usize, u64) {
    let number = key.number() >> 24;
    let word = usize::try_from(number >> 6).unwrap_or(0) & words.wrapping_sub(1);
    (word, 1 << (number & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_was_put_in_and_nothing_else() {
        let key = |number: u64| Key::new(number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut shared: Shared = (1..=1_000).map(key).collect();
        assert!((1..=1_000).all(|number| shared.contains(&key(number))));
        assert!((1_001..=3_000).all(|number| !shared.contains(&key(number))));
        let all = shared.clone();
        assert!(shared.remove(&key(7)) && !shared.contains(&key(7)) && shared != all);
        assert!(shared.insert(key(7)) && !shared.insert(key(7)) && shared == all);
    }
}
