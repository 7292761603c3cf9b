//! One claim in 40 bytes.

use sklad_base::{ItemId, PlaceId};

use super::NONE;

/// One claim, packed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    pub(super) order: u32,
    pub(super) line: u16,
    pub(super) priority: u8,
    pub(super) asks: Asks,
    pub(super) place: PlaceId,
    pub(super) item: ItemId,
    /// The next slot of the same order, lines ascending.
    pub(super) next: u32,
    /// The slot that was the latest on the same cell when this one was written; it may be gone.
    pub(super) below: u32,
    pub(super) reserved: Loose,
    pub(super) since: Loose,
}

/// A 64-bit number that lies on any byte: slots stay at 40.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Loose([u8; 8]);

/// What a claim asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    Nothing,
    /// As much as is reserved.
    Reserved,
    /// See [`Beside`].
    Beside,
    /// No claim stands here any more.
    Gone,
}

impl Slot {
    /// A slot without a claim, on no cell.
    pub(super) const GONE: Self = Self {
        order: u32::MAX,
        line: u16::MAX,
        priority: 0,
        asks: Asks::Gone,
        place: PlaceId::new(u32::MAX),
        item: ItemId::new(u32::MAX),
        next: NONE,
        below: NONE,
        reserved: Loose::of(0),
        since: Loose::of(0),
    };
}

impl Loose {
    pub(super) const fn of(number: i64) -> Self {
        Self(number.to_ne_bytes())
    }

    pub(super) const fn get(self) -> i64 {
        i64::from_ne_bytes(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_as_small_as_it_can_be() {
        assert_eq!(size_of::<Slot>(), 40);
    }

    #[test]
    fn a_loose_number_is_the_same_number() {
        for number in [0, 1, -1, i64::MAX, i64::MIN, 1 << 32, -(1 << 31)] {
            assert_eq!(Loose::of(number).get(), number);
        }
    }
}
