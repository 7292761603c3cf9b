//! Dense numbers for keys, in the order in which they come.

use crate::Key;

/// A number for each key: 8 bytes a key, and 8 in a table that is at most three quarters full.
#[derive(Debug, Clone, Default)]
pub(super) struct Ids {
    keys: Vec<Key>,
    /// The upper half of the key and its number from 1; a power of two of them, or nothing.
    slots: Vec<(u32, u32)>,
}

impl Ids {
    /// Returns the number of a key, a new one where it is new.
    pub(super) fn of(&mut self, key: Key) -> u32 {
        if (self.keys.len() + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let tag = tag(key);
        let mut at = self.home(key);
        while let Some((its, number)) = self.slots.get(at).copied().filter(|slot| slot.1 != 0) {
            let index = usize::try_from(number).unwrap_or(usize::MAX) - 1;
            if its == tag && self.keys.get(index) == Some(&key) {
                return number - 1;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.keys.push(key);
        let number = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = (tag, number);
        }
        number - 1
    }

    pub(super) fn keys(&self) -> &[Key] {
        &self.keys
    }

    fn home(&self, key: Key) -> usize {
        usize::try_from(key.number()).unwrap_or(usize::MAX) & self.slots.len().wrapping_sub(1)
    }

    fn grow(&mut self) {
        let room = (self.slots.len() * 2).max(1 << 10);
        self.slots = vec![(0, 0); room];
        for (key, number) in self.keys.iter().zip(1_u32..) {
            let mut at = self.home(*key);
            while self.slots.get(at).is_some_and(|slot| slot.1 != 0) {
                at = (at + 1) & (room - 1);
            }
            if let Some(slot) = self.slots.get_mut(at) {
                *slot = (tag(*key), number);
            }
        }
    }
}

fn tag(key: Key) -> u32 {
    u32::try_from(key.number() >> 32).unwrap_or(0)
}
