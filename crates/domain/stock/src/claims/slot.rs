//! One claim in 44 bytes.

use sklad_base::{ItemId, PlaceId};

/// One claim, packed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    pub(super) order: u32,
    pub(super) line: u16,
    pub(super) priority: u8,
    pub(super) asks: Asks,
    pub(super) place: PlaceId,
    pub(super) item: ItemId,
    /// The next slot of the same order, lines ascending.
    pub(super) next: u32,
    /// The neighbours on the same cell.
    pub(super) above: u32,
    pub(super) below: u32,
    pub(super) reserved: Halves,
    pub(super) since: Halves,
}

/// A 64-bit number that lies on any four bytes: slots stay at 44.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Halves([u32; 2]);

/// What a claim asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    Nothing,
    /// As much as is reserved.
    Reserved,
    /// See [`Beside`].
    Beside,
}

impl Halves {
    #[expect(clippy::as_conversions, reason = "cuts into halves; `get` puts them together")]
    pub(super) const fn of(number: i64) -> Self {
        Self([number as u32, (number >> 32) as u32])
    }

    #[expect(clippy::as_conversions, reason = "puts the halves together")]
    pub(super) const fn get(self) -> i64 {
        ((self.0[1] as i64) << 32) | self.0[0] as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::Shelf;

    #[test]
    fn a_slot_is_as_small_as_it_can_be() {
        assert_eq!(size_of::<Slot>(), 44);
        assert_eq!(size_of::<Shelf>(), 32);
    }

    #[test]
    fn halves_make_the_whole() {
        for number in [0, 1, -1, i64::MAX, i64::MIN, 1 << 32, -(1 << 31)] {
            assert_eq!(Halves::of(number).get(), number);
        }
    }
}
