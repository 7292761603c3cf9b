//! Plain commands decided and taken in at once: nothing is looked for twice.
//!
//! First all lines are judged, then each is done while its cell and its slot are at hand. What is accepted, the events
//! and the state are those of deciding first and taking in then: laws prove it.

use sklad_base::{Day, Events, LineId, Moment, OrderId, OutletId, PlaceId};

use super::{FEW, is_shared};
use crate::{
    Account, Claim, Entry, Event, Goods, Ledger, Movement, Policy,
    cell::{SMALL, Shelf},
    claims::{NONE, Pass},
};

/// The lines of one order, which must come one behind the other.
struct Row {
    order: OrderId,
    last: (u32, PlaceId),
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
        if !(self.merged.is_empty() && self.unkept.is_empty() && self.partners.is_empty()) {
            return false;
        }
        match entries.first().filter(|_| entries.len() <= FEW) {
            Some(Entry::Reserve { line, .. }) => self.reserve(line.order(), entries, out),
            Some(Entry::Release { line, .. }) => self.release(line.order(), entries, out),
            Some(Entry::Fulfil { line, .. } | Entry::Ship { line, .. }) => {
                self.ship((line.order(), entries), when, out)
            }
            Some(_) | None => false,
        }
    }

    /// Reserves lines of an order that has no claims.
    #[inline]
    fn reserve(&mut self, order: OrderId, entries: &[Entry], out: &mut Events<Event>) -> bool {
        if self.claims.first(order) != NONE || !self.can_reserve(order, entries) {
            return false;
        }
        let mut pass = Pass::empty(order);
        for entry in entries {
            let Entry::Reserve { line, goods, rank } = *entry else { continue };
            let Some(shelf) = self.shelves.plain_mut(goods.place, goods.item) else { continue };
            shelf.promise(goods.quantity);
            self.claims.append(&mut pass, (line, goods, rank), shelf);
            out.push(Event::Claimed(Claim::reserving(line, goods, rank)));
        }
        self.claims.close(&pass);
        self.used = true;
        true
    }

    #[inline]
    fn can_reserve(&self, order: OrderId, entries: &[Entry]) -> bool {
        let (mut row, mut sum) = (Row::new(order), 0_u64);
        for entry in entries {
            let Entry::Reserve { line, goods, rank } = *entry else { return false };
            let Some(shelf) = self.plain_shelf(goods) else { return false };
            let free = shelf.free().millionths().cast_unsigned();
            let quantity = goods.quantity.millionths().cast_unsigned();
            sum = sum.wrapping_add(quantity);
            if !row.takes(line, goods.place)
                || rank.priority > PRIORITIES
                || shelf.free().is_negative()
            {
                return false;
            }
            if free < sum && (free < quantity || is_shared((goods.place, goods.item), entries)) {
                return false;
            }
        }
        true
    }

    #[inline]
    fn release(&mut self, order: OrderId, entries: &[Entry], out: &mut Events<Event>) -> bool {
        let released = |entry: &Entry| {
            let Entry::Release { line, goods } = *entry else { return None };
            Some((line, goods))
        };
        let Some(slots) = self.find(order, entries, released) else { return false };
        let mut pass = self.claims.pass(order);
        for ((line, goods), slot) in entries.iter().filter_map(released).zip(slots) {
            let Goods { place, item, quantity } = goods;
            let Some(shelf) = self.shelves.plain_mut(place, item) else { continue };
            shelf.promise(quantity.negated());
            let rank = self.claims.shrink(&mut pass, (slot, quantity), shelf);
            let goods = Goods { quantity: quantity.negated(), ..goods };
            out.push(Event::Claimed(Claim::reserving(line, goods, rank)));
        }
        self.claims.close(&pass);
        self.used = true;
        true
    }

    #[inline]
    fn ship(
        &mut self,
        (order, entries): (OrderId, &[Entry]),
        when: (&Policy, Moment),
        out: &mut Events<Event>,
    ) -> bool {
        let shipped = |entry: &Entry| {
            let (Entry::Fulfil { line, goods } | Entry::Ship { line, goods }) = *entry else {
                return None;
            };
            Some((line, goods))
        };
        let Some(slots) = self.find(order, entries, shipped) else { return false };
        let (mut pass, mut last) = (self.claims.pass(order), LastDay(None));
        for ((line, goods), slot) in entries.iter().filter_map(shipped).zip(slots) {
            let Goods { place, item, quantity } = goods;
            let day = last.at(self, place, when);
            let Some(shelf) = self.shelves.plain_mut(place, item) else { continue };
            shelf.give(quantity);
            self.claims.shrink(&mut pass, (slot, quantity), shelf);
            let (from, to, line) = (Account::Place(place), Account::Customer, Some(line));
            let from_reserve = quantity;
            out.push(Event::Moved(Movement { item, from, to, quantity, from_reserve, line, day }));
        }
        self.claims.close(&pass);
        self.used = true;
        true
    }

    /// Returns where the claims of lines stand that all hold enough.
    #[inline]
    fn find(
        &self,
        order: OrderId,
        entries: &[Entry],
        line: impl Fn(&Entry) -> Option<(LineId, Goods)>,
    ) -> Option<[u32; FEW]> {
        let (mut row, mut slots) = (Row::new(order), [NONE; FEW]);
        let mut at = self.claims.first(order);
        for (entry, slot) in entries.iter().zip(&mut slots) {
            let (line, goods) = line(entry)?;
            let _plain = self.plain_shelf(goods)?;
            if !row.takes(line, goods.place) {
                return None;
            }
            (*slot, at) = self.claims.holds(at, (line, goods))?;
        }
        Some(slots)
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
    const fn new(order: OrderId) -> Self {
        Self { order, last: (0, PlaceId::new(0)) }
    }

    /// Tells whether a line is of the order and stands behind those before it.
    #[inline]
    fn takes(&mut self, line: LineId, place: PlaceId) -> bool {
        // One more than the line's number: the first one stands behind nothing.
        let key = (u32::from(line.line().number()) + 1, place);
        let takes = line.order() == self.order && key > self.last;
        self.last = key;
        takes
    }
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
