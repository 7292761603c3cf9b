//! Dense numbers for keys, in the order in which they come.

use crate::Key;

/// A number for each key, 12 bytes each in one table that is at most three quarters full.
#[derive(Debug, Clone, Default)]
pub(super) struct Ids {
    /// The key in two halves and its number from 1; a power of two of them, or nothing.
    slots: Vec<[u32; 3]>,
    count: u32,
}

impl Ids {
    /// Returns numbers for that many keys, some of them the same.
    pub(super) fn with_room_for(keys: usize) -> Self {
        Self { slots: vec![[0; 3]; keys.next_power_of_two().max(16)], count: 0 }
    }

    /// Returns the number of a key, a new one where it is new.
    pub(super) fn of(&mut self, key: Key) -> u32 {
        if usize::try_from(self.count).unwrap_or(usize::MAX) >= self.slots.len() / 4 * 3 {
            self.grow();
        }
        let [high, low] = halves(key);
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = home(low, mask);
        while let Some([its_high, its_low, number]) = self.slots.get(at).filter(|it| it[2] != 0) {
            if (*its_high, *its_low) == (high, low) {
                return number - 1;
            }
            at = (at + 1) & mask;
        }
        let number = self.count;
        self.count += 1;
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = [high, low, self.count];
        }
        number
    }

    /// Reads where a key would stand, so that the machine fetches it while others are worked on.
    pub(super) fn touch(&self, key: Key) -> u32 {
        let at = home(halves(key)[1], self.slots.len().wrapping_sub(1));
        self.slots.get(at).map_or(0, |slot| slot[2])
    }

    fn grow(&mut self) {
        let room = (self.slots.len() * 2).max(16);
        let old = std::mem::replace(&mut self.slots, vec![[0; 3]; room]);
        for slot in old.into_iter().filter(|slot| slot[2] != 0) {
            let mut at = home(slot[1], room - 1);
            while self.slots.get(at).is_some_and(|slot| slot[2] != 0) {
                at = (at + 1) & (room - 1);
            }
            if let Some(free) = self.slots.get_mut(at) {
                *free = slot;
            }
        }
    }
}

fn home(low: u32, mask: usize) -> usize {
    usize::try_from(low).unwrap_or(0) & mask
}

fn halves(key: Key) -> [u32; 2] {
    [key.number() >> 32, key.number() & u64::from(u32::MAX)]
        .map(|half| u32::try_from(half).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keys_as_they_come_and_finds_them_again() {
        let key = |number: u64| Key::new(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let mut ids = Ids::with_room_for(0);
        for round in 0..2 {
            assert!((0..1_000).all(|at| ids.of(key(u64::from(at))) == at), "round {round}");
        }
    }
}
