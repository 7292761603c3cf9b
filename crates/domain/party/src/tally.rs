//! What the guards count: how many distinct values were seen beside a key, up to a limit.

use crate::Key;

/// Pairs of a key and a value seen beside it, in one table: 12 bytes a pair, at most seven eighths full.
///
/// A key counts with all its bits, a value with half of them: among the few values of one key that is enough. Of one
/// key at most 64 values are kept, since no guard asks for more.
#[derive(Debug, Clone, Eq, Default)]
pub(crate) struct Tally {
    /// The key in two halves and half of the value; a power of two of them, or nothing.
    slots: Vec<[u32; 3]>,
    count: usize,
}

impl PartialEq for Tally {
    /// Compares the pairs that are there: where they stand in the table changes no answer.
    fn eq(&self, other: &Self) -> bool {
        self.pairs() == other.pairs()
    }
}

impl Tally {
    /// Counts a value beside a key; returns how many distinct ones there are now.
    pub(crate) fn count(&mut self, key: Key, value: Key) -> u8 {
        if (self.count + 1) * 8 > self.slots.len() * 7 {
            self.grow();
        }
        let found = self.of(key);
        if found >= MOST || self.has(key, value) {
            return found;
        }
        let mut at = home(key, self.slots.len());
        while self.slots.get(at).is_some_and(|slot| *slot != FREE) {
            at = (at + 1) & (self.slots.len() - 1);
        }
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = pair(key, value);
            self.count += 1;
        }
        found + 1
    }

    /// Returns how many distinct values a key was seen beside.
    pub(crate) fn of(&self, key: Key) -> u8 {
        let its = halves(key);
        self.run(key).filter(|slot| slot[..2] == its).fold(0, |found, _| found + 1)
    }

    /// Tells whether a value was seen beside a key.
    pub(crate) fn has(&self, key: Key, value: Key) -> bool {
        let pair = pair(key, value);
        self.run(key).any(|slot| *slot == pair)
    }

    /// Forgets what was seen beside a key: its slots stay taken, by nobody.
    pub(crate) fn forget(&mut self, key: Key) {
        let its = halves(key);
        let mut at = home(key, self.slots.len());
        while let Some(slot) = self.slots.get_mut(at).filter(|slot| **slot != FREE) {
            if slot[..2] == its {
                *slot = GONE;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// Returns each key with half of a value seen beside it, in order.
    pub(crate) fn pairs(&self) -> Vec<(Key, u32)> {
        let is_there = |slot: &&[u32; 3]| **slot != FREE && **slot != GONE;
        let all = self.slots.iter().filter(is_there);
        let key = |high: u32, low: u32| Key::new(u64::from(high) << 32 | u64::from(low));
        let mut pairs: Vec<_> = all.map(|[high, low, half]| (key(*high, *low), *half)).collect();
        pairs.sort_unstable();
        pairs
    }

    /// Counts half of a value beside a key.
    #[cfg(feature = "serde")]
    pub(crate) fn count_half(&mut self, key: Key, half: u32) -> u8 {
        self.count(key, Key::new(u64::from(half) << 32))
    }

    pub(crate) fn len(&self) -> usize {
        self.pairs().len()
    }

    /// Goes through the slots that a key's pairs may stand in.
    fn run(&self, key: Key) -> impl Iterator<Item = &[u32; 3]> {
        let mut at = home(key, self.slots.len());
        std::iter::from_fn(move || {
            let slot = self.slots.get(at).filter(|slot| **slot != FREE)?;
            at = (at + 1) & (self.slots.len() - 1);
            Some(slot)
        })
    }

    fn grow(&mut self) {
        let room = (self.slots.len() * 2).max(16);
        let old = std::mem::replace(&mut self.slots, vec![FREE; room]);
        self.count = 0;
        for slot in old.into_iter().filter(|slot| *slot != FREE && *slot != GONE) {
            let mut at = slot_home(slot[1], room);
            while self.slots.get(at).is_some_and(|slot| *slot != FREE) {
                at = (at + 1) & (room - 1);
            }
            if let Some(free) = self.slots.get_mut(at) {
                *free = slot;
                self.count += 1;
            }
        }
    }
}

fn home(key: Key, slots: usize) -> usize {
    slot_home(halves(key)[1], slots)
}

fn slot_home(low: u32, slots: usize) -> usize {
    usize::try_from(low).unwrap_or(0) & slots.wrapping_sub(1)
}

fn pair(key: Key, value: Key) -> [u32; 3] {
    let [high, low] = halves(key);
    [high, low, halves(value)[0]]
}

fn halves(key: Key) -> [u32; 2] {
    [key.number() >> 32, key.number() & u64::from(u32::MAX)]
        .map(|half| u32::try_from(half).unwrap_or(0))
}

/// More than any guard's limit.
const MOST: u8 = 64;
/// No key is zero, so no pair is.
const FREE: [u32; 3] = [0; 3];
/// A slot whose pair was forgotten: no real key is that small.
const GONE: [u32; 3] = [0, 0, 1];

/// Bytes of a pair in the table.
pub(crate) const BYTES: usize = size_of::<[u32; 3]>();
