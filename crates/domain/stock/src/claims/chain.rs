//! The two chains that a slot hangs in: that of its order, lines ascending, and that of its cell, the latest first.

use prefetch_index::prefetch_index;
use sklad_base::{LineId, OrderId, PlaceId};

use super::{
    Claims, NONE, ix, number,
    slot::{Asks, Loose, Slot},
};
use crate::{Claim, cell::Shelf};

/// A line that does not stand behind the one before it.
pub(crate) struct Behind;

/// Where a line's claim stands in the chain of its order, or would stand. The lines of one order are mostly looked
/// for one after the other: each search goes on where the last one ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spot {
    /// The order's number, and the last line and place looked for; below zero before there was one.
    order: i64,
    key: i64,
    before: u32,
    pub(super) at: u32,
}

impl Default for Spot {
    fn default() -> Self {
        Self { order: -1, key: -1, before: NONE, at: NONE }
    }
}

impl Claims {
    /// Returns the spot before all claims of an order.
    #[inline]
    pub(crate) fn spot(&self, order: OrderId) -> Spot {
        let at = self.orders.first(order);
        Spot { order: order.number().into(), key: -1, before: NONE, at }
    }

    /// Returns the slot of a line's claim at a place, and leaves the spot there.
    ///
    /// Between two searches from one spot, chains change through that spot only.
    #[inline]
    pub(crate) fn seek(&self, spot: &mut Spot, line: LineId, place: PlaceId) -> Option<u32> {
        let key = key(line.line().number(), place);
        if spot.order != i64::from(line.order().number()) || key < spot.key {
            *spot = self.spot(line.order());
        }
        self.walk(spot, key)
    }

    /// The same where the line must stand behind the one looked for last, in the same order; else says so.
    #[inline]
    pub(crate) fn seek_next(
        &self,
        spot: &mut Spot,
        line: LineId,
        place: PlaceId,
    ) -> Result<Option<u32>, Behind> {
        let key = key(line.line().number(), place);
        if spot.order != i64::from(line.order().number()) || key <= spot.key {
            return Err(Behind);
        }
        Ok(self.walk(spot, key))
    }

    #[inline]
    fn walk(&self, spot: &mut Spot, key: i64) -> Option<u32> {
        spot.key = key;
        while let Some(slot) = self.slots.get(ix(spot.at)) {
            let own = slot.key();
            if own >= key {
                return (own == key).then_some(spot.at);
            }
            (spot.before, spot.at) = (spot.at, slot.next);
        }
        None
    }

    /// Links a new slot into its order, where the spot is, and into its cell.
    #[inline]
    pub(super) fn insert(
        &mut self,
        spot: &mut Spot,
        (claim, priority): (&Claim, u8),
        shelf: &mut Shelf,
    ) -> u32 {
        let Claim { line, item, place, rank, reserved, .. } = *claim;
        let fresh = Slot {
            order: line.order().number(),
            line: line.line().number(),
            priority,
            asks: Asks::Nothing,
            place,
            item,
            next: spot.at,
            above: NONE,
            below: shelf.first,
            reserved: Loose::of(reserved.millionths()),
            since: Loose::of(rank.since.unix_micros()),
        };
        let slot = self.settle(fresh);
        match self.slots.get_mut(ix(spot.before)) {
            Some(before) => before.next = slot,
            None => self.orders.set_first(line.order(), slot),
        }
        if let Some(below) = self.slots.get_mut(ix(shelf.first)) {
            below.above = slot;
        }
        spot.at = slot;
        shelf.first = slot;
        slot
    }

    /// Takes the slot at the spot out of both chains; the spot is then at the one behind it.
    #[inline]
    pub(super) fn remove(&mut self, spot: &mut Spot, shelf: &mut Shelf) {
        let slot = spot.at;
        let Slot { order, next, above, below, .. } = self.slots[ix(slot)];
        match self.slots.get_mut(ix(spot.before)) {
            Some(before) => before.next = next,
            None => self.orders.set_first(OrderId::new(order), next),
        }
        if let Some(below) = self.slots.get_mut(ix(below)) {
            below.above = above;
        }
        match self.slots.get_mut(ix(above)) {
            Some(above) => above.below = below,
            None => shelf.first = below,
        }
        spot.at = next;
        self.free.push(slot);
    }

    /// Goes through the slots of an order.
    pub(super) fn of_order(&self, first: u32) -> impl Iterator<Item = u32> {
        let next = |slot: &u32| Some(self.slots[ix(*slot)].next).filter(|next| *next != NONE);
        std::iter::successors((first != NONE).then_some(first), next)
    }

    /// Goes through the slots of a cell.
    pub(super) fn of_shelf(&self, first: u32) -> impl Iterator<Item = u32> {
        let below = |slot: &u32| Some(self.slots[ix(*slot)].below).filter(|below| *below != NONE);
        std::iter::successors((first != NONE).then_some(first), below)
    }

    /// Returns the first slot of an order.
    #[inline]
    pub(crate) fn first(&self, order: OrderId) -> u32 {
        self.orders.first(order)
    }

    /// Lets the machine fetch a slot while others are worked on.
    #[inline]
    pub(crate) fn prefetch_slot(&self, slot: u32) {
        prefetch_index(&self.slots, ix(slot));
    }

    /// Lets the machine fetch the claims of an order: mostly they lie side by side, this way or that.
    #[inline]
    pub(crate) fn prefetch(&self, order: OrderId) {
        let first = self.first(order);
        self.prefetch_slot(first);
        self.prefetch_slot(first.wrapping_add(2));
        self.prefetch_slot(first.wrapping_sub(2));
    }

    /// Lets the machine fetch the neighbours of an order's claims on their cells, which change when these leave.
    #[inline]
    pub(crate) fn prefetch_neighbours(&self, order: OrderId) {
        let mut at = self.first(order);
        for _ in 0..LINES {
            let Some(slot) = self.slots.get(ix(at)) else { return };
            self.prefetch_slot(slot.above);
            self.prefetch_slot(slot.below);
            at = slot.next;
        }
    }

    /// Writes a slot where one is free.
    #[inline]
    pub(super) fn settle(&mut self, fresh: Slot) -> u32 {
        let free = self.free.pop();
        if let Some((number, slot)) =
            free.and_then(|free| Some((free, self.slots.get_mut(ix(free))?)))
        {
            *slot = fresh;
            return number;
        }
        self.slots.push(fresh);
        number(self.slots.len() - 1)
    }
}

impl Slot {
    #[inline]
    fn key(&self) -> i64 {
        key(self.line, self.place)
    }
}

/// The order of slots in an order: by line and place.
#[inline]
fn key(line: u16, place: PlaceId) -> i64 {
    (i64::from(line) << 32) | i64::from(place.number())
}

/// How many claims of an order have their neighbours fetched.
const LINES: usize = 8;
