//! A map for the few things that one command touches.

use std::{
    collections::BTreeMap,
    iter::{Chain, Flatten},
    option,
};

/// Keys and values of which there mostly is one: that stands in here, and only the others in a tree.
///
/// A command mostly touches one order. A tree asks the allocator for room for eleven, and is walked to its end when it
/// goes.
///
/// ```
/// use sklad_base::Handful;
///
/// let mut sums = Handful::new();
/// for (place, quantity) in [("MAIN", 2), ("SHOP", 1), ("MAIN", 3)] {
///     *sums.get_or_insert_with(place, || 0) += quantity;
/// }
/// assert_eq!(sums.get(&"MAIN"), Some(&5));
/// assert_eq!(sums.iter().collect::<Vec<_>>(), [(&"MAIN", &5), (&"SHOP", &1)]);
/// ```
#[derive(Debug, Clone)]
pub struct Handful<K, V> {
    first: Option<(K, V)>,
    /// Nothing where there are none: then a tree is not even dropped.
    others: Option<BTreeMap<K, V>>,
}

impl<K, V> Handful<K, V> {
    /// Returns an empty one; it takes no memory.
    #[must_use]
    pub const fn new() -> Self {
        Self { first: None, others: None }
    }

    /// Goes through all: the first that came first, the others by their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.first.iter().map(|(key, value)| (key, value)).chain(self.others.iter().flatten())
    }

    /// Tells whether nothing is there.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.first.is_none()
    }
}

impl<K: Ord, V> Handful<K, V> {
    /// Returns what stands under a key.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<&V> {
        match &self.first {
            Some((first, value)) if first == key => Some(value),
            Some(_) => self.others.as_ref()?.get(key),
            None => None,
        }
    }

    /// Returns what stands under a key, to change it.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        match &mut self.first {
            Some((first, value)) if first == key => Some(value),
            Some(_) => self.others.as_mut()?.get_mut(key),
            None => None,
        }
    }

    /// Puts a value under a key; returns what stood there.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match &mut self.first {
            Some((first, there)) if *first == key => Some(std::mem::replace(there, value)),
            Some(_) => self.others.get_or_insert_default().insert(key, value),
            first @ None => {
                *first = Some((key, value));
                None
            }
        }
    }

    /// Returns what stands under a key, put there first where nothing does.
    pub fn get_or_insert_with(&mut self, key: K, value: impl FnOnce() -> V) -> &mut V {
        if self.first.is_none() {
            return &mut self.first.insert((key, value())).1;
        }
        match &mut self.first {
            Some((first, there)) if *first == key => there,
            _ => self.others.get_or_insert_default().entry(key).or_insert_with(value),
        }
    }
}

impl<K, V> Default for Handful<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K, V> IntoIterator for Handful<K, V> {
    type Item = (K, V);
    type IntoIter = Chain<option::IntoIter<(K, V)>, Flatten<option::IntoIter<BTreeMap<K, V>>>>;

    fn into_iter(self) -> Self::IntoIter {
        self.first.into_iter().chain(self.others.into_iter().flatten())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_or_many_it_is_the_same_map() {
        let (mut handful, mut tree) = (Handful::new(), BTreeMap::new());
        for number in 0..100_u64 {
            let key = number * 7 % 40;
            assert_eq!(handful.get(&key), tree.get(&key));
            if number % 3 == 0 {
                assert_eq!(handful.insert(key, number), tree.insert(key, number));
            } else {
                *handful.get_or_insert_with(key, || 1) += number;
                *tree.entry(key).or_insert(1) += number;
            }
        }
        let mut all: Vec<_> = handful.into_iter().collect();
        all.sort_unstable();
        assert_eq!(all, tree.into_iter().collect::<Vec<_>>());
    }
}
