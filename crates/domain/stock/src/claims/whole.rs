//! Whole orders: their claims come in one row of slots, and mostly leave as one.

use sklad_base::{LineId, Moment, OrderId, Quantity};

use super::{
    Claims, NONE,
    slot::{Asks, Loose, Slot},
};
use crate::{Entry, Goods, Rank, shelf::Shelves};

impl Claims {
    /// Writes the claims of an order that has none, and promises their goods, where all entries reserve what is free
    /// on plain shelves, lines ascend, and priorities fit into slots; else changes nothing and says so.
    #[inline]
    pub(crate) fn come(
        &mut self,
        order: OrderId,
        entries: &[Entry],
        shelves: &mut Shelves,
    ) -> Option<()> {
        let (first, page) = self.slots.begin_row(entries.len());
        let (start, mut last) = (page.len(), -1);
        for (entry, number) in entries.iter().zip(first..) {
            let Some(slot) = reserve(entry, (order, &mut last), number, shelves) else {
                page.drain(start..).rev().for_each(|slot| take_back(&slot, shelves));
                return None;
            };
            page.push(slot);
        }
        if let Some(last) = page.last_mut() {
            last.next = NONE;
        }
        self.slots.end_row(entries.len());
        self.orders.set_first(order, first);
        Some(())
    }

    /// Returns the slots of all claims of an order, if there are as many and they stand side by side; and the number
    /// of the first.
    #[inline]
    pub(crate) fn row_mut(&mut self, order: OrderId, claims: usize) -> Option<(u32, &mut [Slot])> {
        let first = self.first(order);
        let row = self.slots.row_mut(first, claims)?;
        row.last().is_some_and(|last| last.next == NONE).then_some((first, row))
    }

    /// Strikes off an order whose row of claims has gone.
    #[inline]
    pub(crate) fn went(&mut self, order: OrderId, first: u32, claims: usize) {
        self.orders.set_first(order, NONE);
        self.slots.left_row(first, claims);
    }
}

/// Promises what an entry reserves, and returns its slot; else changes nothing.
#[inline]
fn reserve(
    entry: &Entry,
    (order, last): (OrderId, &mut i64),
    number: u32,
    shelves: &mut Shelves,
) -> Option<Slot> {
    let Entry::Reserve { line, goods, rank } = *entry else { return None };
    let Goods { place, item, quantity } = goods;
    let priority = u8::try_from(rank.priority).ok()?;
    let key = super::chain::key(line.line().number(), place);
    let shelf = shelves.plain_mut(place, item)?;
    if line.order() != order || key <= *last || !quantity.is_positive() || shelf.free() < quantity {
        return None;
    }
    *last = key;
    let below = shelf.first();
    shelf.set_first(number);
    shelf.promise(quantity);
    Some(Slot {
        order: order.number(),
        line: line.line().number(),
        priority,
        asks: Asks::Nothing,
        place,
        item,
        next: number.wrapping_add(1),
        below,
        reserved: Loose::of(quantity.millionths()),
        since: Loose::of(rank.since.unix_micros()),
    })
}

/// Takes back what a slot promises, which is the latest on its cell.
#[cold]
fn take_back(slot: &Slot, shelves: &mut Shelves) {
    if let Some(shelf) = shelves.plain_mut(slot.place, slot.item) {
        shelf.set_first(slot.below);
        shelf.promise(Quantity::from_millionths(slot.reserved.get()).negated());
    }
}

impl Slot {
    /// Goes, if it is that of a line that reserves just these goods here and asks for nothing; and returns its rank.
    #[inline]
    pub(crate) fn go(&mut self, line: LineId, goods: Goods) -> Option<Rank> {
        let is_it = self.order == line.order().number()
            && self.line == line.line().number()
            && (self.place, self.item) == (goods.place, goods.item)
            && self.reserved.get() == goods.quantity.millionths()
            && self.asks == Asks::Nothing;
        if !is_it {
            return None;
        }
        self.asks = Asks::Gone;
        let since = Moment::nearest(self.since.get());
        Some(Rank { priority: self.priority.into(), since })
    }

    /// Comes back as it [went](Self::go).
    #[cold]
    pub(crate) const fn come_back(&mut self) {
        self.asks = Asks::Nothing;
    }
}
