//! A map for the few things that one command touches.

use std::collections::BTreeMap;

/// Keys and values in the order they came; past a handful, an index finds them.
#[derive(Debug)]
pub(super) struct Small<K, V> {
    entries: Vec<(K, V)>,
    index: BTreeMap<K, usize>,
    /// Whether a key came after a greater one. Lines mostly come in order, and then nothing is sorted.
    is_mixed: bool,
}

impl<K: Copy + Ord, V> Small<K, V> {
    pub(super) const fn new() -> Self {
        Self { entries: Vec::new(), index: BTreeMap::new(), is_mixed: false }
    }

    pub(super) fn get(&self, key: K) -> Option<&V> {
        self.position(key).map(|at| &self.entries[at].1)
    }

    pub(super) fn get_or_insert_with(&mut self, key: K, value: impl FnOnce() -> V) -> &mut V {
        let at = self.position(key).unwrap_or_else(|| {
            self.push(key, value());
            self.entries.len() - 1
        });
        &mut self.entries[at].1
    }

    /// Goes through all in the order of their keys.
    pub(super) fn sorted(&self) -> impl Iterator<Item = (K, &V)> {
        let mut order = Vec::new();
        if self.is_mixed {
            order.extend(0..self.entries.len());
            order.sort_unstable_by_key(|at| self.entries[*at].0);
        }
        (0..self.entries.len()).map(move |at| {
            let (key, value) = &self.entries[order.get(at).copied().unwrap_or(at)];
            (*key, value)
        })
    }

    /// Puts all in the order of their keys, for those who go through them several times.
    pub(super) fn sort(&mut self) {
        if self.is_mixed && self.index.is_empty() {
            self.entries.sort_unstable_by_key(|(key, _)| *key);
            self.is_mixed = false;
        }
    }

    /// Tells whether nothing is there.
    pub(super) const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn position(&self, key: K) -> Option<usize> {
        if self.entries.len() <= HANDFUL {
            return self.entries.iter().position(|entry| entry.0 == key);
        }
        self.index.get(&key).copied()
    }

    fn push(&mut self, key: K, value: V) {
        self.is_mixed |= self.entries.last().is_some_and(|(last, _)| *last > key);
        if self.entries.capacity() == 0 {
            self.entries.reserve_exact(FIRST);
        }
        self.entries.push((key, value));
        if self.entries.len() > HANDFUL + 1 {
            self.index.insert(key, self.entries.len() - 1);
        } else if self.entries.len() > HANDFUL {
            self.index = self.entries.iter().enumerate().map(|(at, entry)| (entry.0, at)).collect();
        }
    }
}

const HANDFUL: usize = 16;
/// Room for the lines that most orders have. A claim at work takes some 300 bytes: room for more than three is past what
/// allocators hand out quickly.
const FIRST: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_or_many_in_whatever_order_they_come_sorted() {
        for (step, count) in [(1, 3), (1, 40), (7, 5), (7, 6), (7, 40)] {
            let (mut small, mut tree) = (Small::new(), BTreeMap::new());
            assert!(small.is_empty());
            for number in 0..count {
                let key = number * step % 41;
                *small.get_or_insert_with(key, || number) += 1;
                *tree.entry(key).or_insert(number) += 1;
                assert_eq!(small.get(key), tree.get(&key));
            }
            if count % 2 == 0 {
                small.sort();
            }
            let sorted: Vec<_> = small.sorted().map(|(key, value)| (key, *value)).collect();
            assert_eq!(sorted, tree.into_iter().collect::<Vec<_>>());
        }
    }
}
