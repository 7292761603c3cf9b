//! A map for the few things that one command touches.

use std::collections::BTreeMap;

/// Keys and values in the order they came; past a handful, an index finds them.
#[derive(Debug)]
pub(super) struct Small<K, V> {
    entries: Vec<(K, V)>,
    index: BTreeMap<K, usize>,
}

impl<K: Copy + Ord, V> Small<K, V> {
    pub(super) const fn new() -> Self {
        Self { entries: Vec::new(), index: BTreeMap::new() }
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
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        order.sort_unstable_by_key(|at| self.entries[*at].0);
        order.into_iter().map(|at| (self.entries[at].0, &self.entries[at].1))
    }

    fn position(&self, key: K) -> Option<usize> {
        if self.entries.len() <= HANDFUL {
            return self.entries.iter().position(|entry| entry.0 == key);
        }
        self.index.get(&key).copied()
    }

    fn push(&mut self, key: K, value: V) {
        self.entries.push((key, value));
        if self.entries.len() > HANDFUL + 1 {
            self.index.insert(key, self.entries.len() - 1);
        } else if self.entries.len() > HANDFUL {
            self.index = self.entries.iter().enumerate().map(|(at, entry)| (entry.0, at)).collect();
        }
    }
}

const HANDFUL: usize = 16;
