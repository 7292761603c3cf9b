//! The chain of an order's slots, lines ascending.

use sklad_base::{LineId, OrderId, PlaceId};

use super::{
    Claims, NONE,
    slot::{Asks, Loose, Slot},
};
use crate::{
    Claim,
    shelf::{Shelf, Shelves},
};

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
        while let Some(slot) = self.slots.get(spot.at) {
            let own = slot.key();
            if own >= key {
                return (own == key).then_some(spot.at);
            }
            (spot.before, spot.at) = (spot.at, slot.next);
        }
        None
    }

    /// Links a new slot into its order, where the spot is, and into its cell as the latest.
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
            below: shelf.first(),
            reserved: Loose::of(reserved.millionths()),
            since: Loose::of(rank.since.unix_micros()),
        };
        let slot = self.slots.write(fresh);
        match self.slots.get_mut(spot.before) {
            Some(before) => before.next = slot,
            None => self.orders.set_first(line.order(), slot),
        }
        spot.at = slot;
        shelf.set_first(slot);
        slot
    }

    /// Takes the slot at the spot out of its order; the spot is then at the one behind it.
    #[inline]
    pub(super) fn remove(&mut self, spot: &mut Spot) {
        let slot = spot.at;
        let Some(Slot { order, next, .. }) = self.slots.get(slot).copied() else { return };
        match self.slots.get_mut(spot.before) {
            Some(before) => before.next = next,
            None => self.orders.set_first(OrderId::new(order), next),
        }
        spot.at = next;
        self.slots.leave(slot);
    }

    /// Goes through the slots of an order.
    pub(super) fn of_order(&self, first: u32) -> impl Iterator<Item = u32> {
        let next = |slot: &u32| Some(self.slots.get(*slot)?.next).filter(|next| *next != NONE);
        std::iter::successors((first != NONE).then_some(first), next)
    }

    /// Returns the first slot of an order.
    #[inline]
    pub(crate) fn first(&self, order: OrderId) -> u32 {
        self.orders.first(order)
    }

    /// Lets the machine fetch where an order's first slot is written down.
    #[inline]
    pub(crate) fn prefetch(&self, order: OrderId) {
        self.orders.prefetch(order);
    }

    /// Lets the machine fetch the claims of an order: mostly they lie side by side.
    #[inline]
    pub(crate) fn prefetch_slots(&self, order: OrderId) {
        let first = self.first(order);
        if first != NONE {
            self.slots.prefetch_row(first);
        }
    }

    /// Writes those anew that hold up too many which are gone.
    #[cold]
    pub(crate) fn make_way(&mut self, shelves: &mut Shelves) {
        for _ in 0..STEPS {
            let Some(slot) = self.slots.holds_up() else { break };
            if let Some(ahead) = self.slots.get(slot.wrapping_add(AHEAD)) {
                shelves.prefetch(ahead.place, ahead.item);
            }
            self.renew(slot, shelves);
        }
        self.slots.put_off();
    }

    /// Writes a slot anew, and links it into its order where it was and into its cell as the latest.
    fn renew(&mut self, old: u32, shelves: &mut Shelves) {
        let Some(mut slot) = self.slots.get(old).copied() else { return };
        let order = OrderId::new(slot.order);
        let before = self.of_order(self.first(order)).take_while(|at| *at != old).last();
        let shelf = shelves.shelf_mut(slot.place, slot.item);
        slot.below = shelf.first();
        let fresh = self.slots.write(slot);
        shelf.set_first(fresh);
        match before.and_then(|before| self.slots.get_mut(before)) {
            Some(before) => before.next = fresh,
            None => self.orders.set_first(order, fresh),
        }
        self.slots.leave(old);
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
pub(super) fn key(line: u16, place: PlaceId) -> i64 {
    (i64::from(line) << 32) | i64::from(place.number())
}

/// How many slots are written anew before work goes on: more than come until that is due again.
const STEPS: usize = 2048;
/// How many slots ahead what is needed to write them anew is fetched.
const AHEAD: u32 = 32;
