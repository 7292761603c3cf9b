//! Whole orders: their claims come in one row of slots, and mostly leave as one.

use sklad_base::{LineId, Moment, OrderId};

use super::{
    Claims, NONE,
    slot::{Asks, Loose, Slot},
};
use crate::{Event, Goods, Rank, shelf::Shelves};

impl Claims {
    /// Writes the claims of an order that has none, and promises their goods: each reserves goods and asks for
    /// nothing, their shelves are plain, lines ascend, and their priorities fit into slots.
    #[inline]
    pub(crate) fn come(&mut self, order: OrderId, claimed: &[Event], shelves: &mut Shelves) {
        let (first, page) = self.slots.begin_row(claimed.len());
        let slots = claimed.iter().zip(first..).map(|(event, number)| {
            let Event::Claimed(claim) = event else { return Slot::GONE };
            let Some(shelf) = shelves.plain_mut(claim.place, claim.item) else { return Slot::GONE };
            let below = shelf.first();
            shelf.set_first(number);
            shelf.promise(claim.reserved);
            Slot {
                order: claim.line.order().number(),
                line: claim.line.line().number(),
                priority: u8::try_from(claim.rank.priority).unwrap_or(u8::MAX),
                asks: Asks::Nothing,
                place: claim.place,
                item: claim.item,
                next: number.wrapping_add(1),
                below,
                reserved: Loose::of(claim.reserved.millionths()),
                since: Loose::of(claim.rank.since.unix_micros()),
            }
        });
        page.extend(slots);
        if let Some(last) = page.last_mut() {
            last.next = NONE;
        }
        self.slots.end_row(claimed.len());
        self.orders.set_first(order, first);
    }

    /// Returns the slots of all claims of an order, if there are as many and they stand side by side.
    #[inline]
    pub(crate) fn row(&self, order: OrderId, claims: usize) -> Option<&[Slot]> {
        let row = self.slots.row(self.first(order), claims)?;
        row.last().filter(|last| last.next == NONE).map(|_| row)
    }

    /// Lets all claims of such a row leave.
    #[inline]
    pub(crate) fn go(&mut self, order: OrderId, claims: usize) {
        self.slots.leave_row(self.orders.take_first(order), claims);
    }
}

impl Slot {
    /// Returns the rank of a line that reserves just these goods here and asks for nothing.
    #[inline]
    pub(crate) fn rank_of(&self, line: LineId, goods: Goods) -> Option<Rank> {
        let is_it = self.order == line.order().number()
            && self.line == line.line().number()
            && (self.place, self.item) == (goods.place, goods.item)
            && self.reserved.get() == goods.quantity.millionths()
            && self.asks == Asks::Nothing;
        let since = Moment::nearest(self.since.get());
        is_it.then_some(Rank { priority: self.priority.into(), since })
    }
}
