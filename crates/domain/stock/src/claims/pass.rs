//! One pass through the chain of an order: its claims come or go in their order, and its first slot is written once.

use sklad_base::{LineId, Moment, OrderId, Quantity};

use super::{
    Claims, NONE, ix,
    slot::{Asks, Loose, Slot},
};
use crate::{Goods, Rank, cell::Shelf};

/// How far the chain of an order is gone through.
pub(crate) struct Pass {
    order: OrderId,
    first: u32,
    /// The last slot that stays.
    before: u32,
    at: u32,
}

impl Pass {
    /// Returns the pass through an order that has no claims.
    pub(crate) const fn empty(order: OrderId) -> Self {
        Self { order, first: NONE, before: NONE, at: NONE }
    }
}

impl Claims {
    /// Returns the pass through the claims of an order.
    #[inline]
    pub(crate) fn pass(&self, order: OrderId) -> Pass {
        let first = self.first(order);
        Pass { order, first, before: NONE, at: first }
    }

    /// Writes a claim that asks for nothing behind the others of its order, and links it into its cell. Its priority
    /// fits into a slot.
    #[inline]
    pub(crate) fn append(
        &mut self,
        pass: &mut Pass,
        (line, goods, rank): (LineId, Goods, Rank),
        shelf: &mut Shelf,
    ) {
        let Goods { place, item, quantity } = goods;
        let slot = self.settle(Slot {
            order: line.order().number(),
            line: line.line().number(),
            priority: u8::try_from(rank.priority).unwrap_or(u8::MAX),
            asks: Asks::Nothing,
            place,
            item,
            next: NONE,
            above: NONE,
            below: shelf.first,
            reserved: Loose::of(quantity.millionths()),
            since: Loose::of(rank.since.unix_micros()),
        });
        if let Some(below) = self.slots.get_mut(ix(shelf.first)) {
            below.above = slot;
        }
        shelf.first = slot;
        self.link(pass, slot);
        pass.before = slot;
    }

    /// Returns where a line's claim on goods stands, at a slot of its order or behind it, and what comes next; nothing
    /// where it holds less, asks for something or is on another item.
    #[inline]
    pub(crate) fn holds(&self, at: u32, (line, goods): (LineId, Goods)) -> Option<(u32, u32)> {
        let (mut at, number) = (at, line.line().number());
        loop {
            let slot = self.slots.get(ix(at))?;
            if slot.line == number && slot.place == goods.place {
                let holds = slot.item == goods.item
                    && slot.asks == Asks::Nothing
                    && slot.reserved.get() >= goods.quantity.millionths();
                return holds.then_some((at, slot.next));
            }
            at = slot.next;
        }
    }

    /// Takes so much from what the claim in a slot reserves, which is not behind the pass; an empty one leaves.
    #[inline]
    pub(crate) fn shrink(
        &mut self,
        pass: &mut Pass,
        (slot, by): (u32, Quantity),
        shelf: &mut Shelf,
    ) -> Rank {
        while pass.at != slot
            && let Some(kept) = self.slots.get(ix(pass.at))
        {
            (pass.before, pass.at) = (pass.at, kept.next);
        }
        let Some(own) = self.slots.get_mut(ix(slot)) else { return Rank::LAST };
        let (next, above, below) = (own.next, own.above, own.below);
        let rank = Rank { priority: own.priority.into(), since: Moment::nearest(own.since.get()) };
        let left = own.reserved.get().wrapping_sub(by.millionths());
        pass.at = next;
        if left != 0 {
            own.reserved = Loose::of(left);
            pass.before = slot;
            return rank;
        }
        if let Some(below) = self.slots.get_mut(ix(below)) {
            below.above = above;
        }
        match self.slots.get_mut(ix(above)) {
            Some(above) => above.below = below,
            None => shelf.first = below,
        }
        self.link(pass, next);
        self.free.push(slot);
        rank
    }

    /// Ends the pass: the order's first slot is known.
    #[inline]
    pub(crate) fn close(&mut self, pass: &Pass) {
        self.orders.set_first(pass.order, pass.first);
    }

    /// Lets a slot follow the last one that stays.
    #[inline]
    fn link(&mut self, pass: &mut Pass, slot: u32) {
        match self.slots.get_mut(ix(pass.before)) {
            Some(before) => before.next = slot,
            None => pass.first = slot,
        }
    }
}
