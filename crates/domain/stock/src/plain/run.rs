//! Plain commands decided and taken in at once: an order's lines that all come, or all claims of an order that go.
//!
//! First all lines are judged and what happens is written down, then it is taken in while it is at hand. What is
//! accepted, the events and the state are those of deciding first and taking in then: laws prove it.

use sklad_base::{Day, Events, LineId, Moment, OrderId, OutletId, PlaceId, Quantity};

use super::{FEW, is_shared};
use crate::{
    Account, Claim, Entry, Event, Goods, Ledger, Movement, Policy,
    claims::NONE,
    shelf::{SMALL, Shelf},
};

/// The lines of one order, which must come one behind the other.
struct Row {
    order: OrderId,
    last: u64,
}

/// The business day of the last outlet asked for: the lines of an order mostly leave from one.
struct LastDay(Option<(OutletId, Day)>);

impl Ledger {
    /// Decides the command and takes in what happens, if it is plain and of a kind that comes often; else changes
    /// nothing and says so.
    #[inline]
    pub(crate) fn run_plain(
        &mut self,
        entries: &[Entry],
        when: (&Policy, Moment),
        out: &mut Events<Event>,
    ) -> bool {
        let ordinary = self.merged.is_empty() && self.unkept.is_empty() && self.partners.is_empty();
        let start = out.len();
        let done = match entries.first().filter(|_| ordinary && entries.len() <= FEW) {
            Some(Entry::Reserve { line, .. }) => self.reserve(line.order(), entries, out),
            Some(Entry::Release { line, .. }) => self.release(line.order(), entries, out),
            Some(Entry::Fulfil { line, .. } | Entry::Ship { line, .. }) => {
                self.ship((line.order(), entries), when, out)
            }
            Some(_) | None => None,
        };
        if done.is_none() {
            out.truncate(start);
        }
        done.is_some()
    }

    /// Reserves lines of an order that has no claims.
    #[inline]
    fn reserve(
        &mut self,
        order: OrderId,
        entries: &[Entry],
        out: &mut Events<Event>,
    ) -> Option<()> {
        let start = out.len();
        if self.claims.first(order) != NONE {
            return None;
        }
        self.judge_reserve(order, entries, out)?;
        self.make_way();
        self.claims.come(order, &out.as_slice()[start..], &mut self.shelves);
        self.used = true;
        Some(())
    }

    #[inline]
    fn judge_reserve(
        &self,
        order: OrderId,
        entries: &[Entry],
        out: &mut Events<Event>,
    ) -> Option<()> {
        let (mut row, mut sum) = (Row { order, last: 0 }, Quantity::ZERO);
        for entry in entries {
            let Entry::Reserve { line, goods, rank } = *entry else { return None };
            let free = self.plain_shelf(goods)?.free();
            let is_next = row.takes(line, goods.place) && rank.priority <= PRIORITIES;
            if !is_next || !is_enough(free, goods, (&mut sum, entries)) {
                return None;
            }
            out.push(Event::Claimed(Claim::reserving(line, goods, rank)));
        }
        Some(())
    }

    /// Releases all claims of an order, each as a whole.
    #[inline]
    fn release(
        &mut self,
        order: OrderId,
        entries: &[Entry],
        out: &mut Events<Event>,
    ) -> Option<()> {
        let slots = self.claims.row(order, entries.len())?;
        for (entry, slot) in entries.iter().zip(slots) {
            let Entry::Release { line, goods } = *entry else { return None };
            self.plain_shelf(goods)?;
            let rank = slot.rank_of(line, goods)?;
            let goods = Goods { quantity: goods.quantity.negated(), ..goods };
            out.push(Event::Claimed(Claim::reserving(line, goods, rank)));
        }
        self.go(order, entries, |shelf, quantity| shelf.promise(quantity.negated()));
        Some(())
    }

    /// Ships all that an order has reserved.
    #[inline]
    fn ship(
        &mut self,
        (order, entries): (OrderId, &[Entry]),
        when: (&Policy, Moment),
        out: &mut Events<Event>,
    ) -> Option<()> {
        let slots = self.claims.row(order, entries.len())?;
        let (mut last, mut sum) = (LastDay(None), Quantity::ZERO);
        for (entry, slot) in entries.iter().zip(slots) {
            let (Entry::Fulfil { line, goods } | Entry::Ship { line, goods }) = *entry else {
                return None;
            };
            slot.rank_of(line, goods)?;
            let Goods { place, item, quantity } = goods;
            if !is_enough(self.plain_shelf(goods)?.on_hand(), goods, (&mut sum, entries)) {
                return None;
            }
            let day = last.at(self, place, when);
            let (from, to, line) = (Account::Place(place), Account::Customer, Some(line));
            let from_reserve = quantity;
            out.push(Event::Moved(Movement { item, from, to, quantity, from_reserve, line, day }));
        }
        self.go(order, entries, Shelf::give);
        Some(())
    }

    /// Lets all claims of an order go, and changes their shelves.
    #[inline]
    fn go(&mut self, order: OrderId, entries: &[Entry], change: impl Fn(&mut Shelf, Quantity)) {
        for entry in entries {
            let (Entry::Release { goods, .. }
            | Entry::Fulfil { goods, .. }
            | Entry::Ship { goods, .. }) = *entry
            else {
                continue;
            };
            if let Some(shelf) = self.shelves.plain_mut(goods.place, goods.item) {
                change(shelf, goods.quantity);
            }
        }
        self.claims.go(order, entries.len());
        self.used = true;
    }

    /// Returns the plain shelf of goods whose quantity is sound.
    #[inline]
    fn plain_shelf(&self, goods: Goods) -> Option<&Shelf> {
        let Goods { place, item, quantity } = goods;
        let sound = quantity.is_positive() && quantity.millionths().cast_unsigned() < SMALL;
        self.shelves.shelf(place, item).filter(|shelf| sound && shelf.is_plain())
    }
}

impl Row {
    /// Tells whether a line is of the order and stands behind those before it.
    #[inline]
    fn takes(&mut self, line: LineId, place: PlaceId) -> bool {
        // One more than the line's number: the first one stands behind nothing.
        let key = ((u64::from(line.line().number()) + 1) << 32) | u64::from(place.number());
        let takes = line.order() == self.order && key > self.last;
        self.last = key;
        takes
    }
}

/// Tells whether there is enough of some goods for all lines up to theirs, which are few and small: for the sum of all,
/// or for theirs, which is alone on its cell.
#[inline]
fn is_enough(there: Quantity, goods: Goods, (sum, entries): (&mut Quantity, &[Entry])) -> bool {
    let Goods { place, item, quantity } = goods;
    *sum = Quantity::from_millionths(sum.millionths().wrapping_add(quantity.millionths()));
    there >= *sum || (there >= quantity && !is_shared((place, item), entries))
}

impl LastDay {
    #[inline]
    fn at(&mut self, ledger: &Ledger, place: PlaceId, (policy, moment): (&Policy, Moment)) -> Day {
        let outlet = ledger.outlet_of(place).unwrap_or(OutletId::new(0));
        match self.0 {
            Some((last, day)) if last == outlet => day,
            Some(_) | None => {
                let day = ledger.business_day(outlet, moment, policy);
                self.0 = Some((outlet, day));
                day
            }
        }
    }
}

/// The highest priority number that fits into a slot.
const PRIORITIES: u32 = 255;
