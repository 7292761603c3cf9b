//! Plain commands decided and taken in at once: an order's lines that all come, or all claims of an order that go.
//!
//! Line by line is judged and taken in while it is at hand; where one is not plain, those before it are taken back.
//! What is accepted, the events and the state are those of deciding first and taking in then: laws prove it.

use sklad_base::{Events, LineId, Moment, OrderId};

use super::FEW;
use crate::{
    Account, Claim, Entry, Event, Goods, Ledger, Movement, Policy,
    claims::{NONE, Slot},
    day::Days,
    shelf::Shelves,
};

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
        let Some(first) = entries.first().filter(|_| ordinary) else { return false };
        if entries.len() > FEW {
            return false;
        }
        let done = if let Entry::Reserve { line, .. } = first {
            self.reserve(line.order(), entries, out)
        } else if let Entry::Fulfil { line, .. } | Entry::Ship { line, .. } = first {
            self.ship((line.order(), entries), when, out)
        } else if let Entry::Release { line, .. } = first {
            self.release(line.order(), entries, out)
        } else {
            None
        };
        self.used |= done.is_some();
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
        if self.claims.first(order) != NONE {
            return None;
        }
        self.make_way();
        self.claims.come(order, entries, &mut self.shelves)?;
        for entry in entries {
            let Entry::Reserve { line, goods, rank } = *entry else { continue };
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
        let Self { claims, shelves, .. } = self;
        let (first, row) = claims.row_mut(order, entries.len())?;
        let start = out.len();
        for (at, (entry, slot)) in entries.iter().zip(&mut *row).enumerate() {
            let Some(claim) = release_one(entry, slot, shelves) else {
                out.truncate(start);
                come_back((entries, row), at, |goods| promise(shelves, goods));
                return None;
            };
            out.push(Event::Claimed(claim));
        }
        claims.went(order, first, entries.len());
        Some(())
    }

    /// Ships all that an order has reserved.
    #[inline]
    fn ship(
        &mut self,
        (order, entries): (OrderId, &[Entry]),
        (policy, moment): (&Policy, Moment),
        out: &mut Events<Event>,
    ) -> Option<()> {
        let Self { claims, shelves, places, closed, last_day, .. } = self;
        let (first, row) = claims.row_mut(order, entries.len())?;
        let mut days = Days::new((places, closed), (policy, moment), last_day);
        let start = out.len();
        for (at, (entry, slot)) in entries.iter().zip(&mut *row).enumerate() {
            let Some((line, goods)) = ship_one(entry, slot, shelves) else {
                out.truncate(start);
                come_back((entries, row), at, |goods| take_back(shelves, goods));
                return None;
            };
            let Goods { place, item, quantity } = goods;
            let (from, to, day) = (Account::Place(place), Account::Customer, days.at(place));
            let (from_reserve, line) = (quantity, Some(line));
            out.push(Event::Moved(Movement { item, from, to, quantity, from_reserve, line, day }));
        }
        claims.went(order, first, entries.len());
        Some(())
    }
}

/// Lets a claim go that an entry releases as a whole, and returns what is told of it; else changes nothing.
#[inline]
fn release_one(entry: &Entry, slot: &mut Slot, shelves: &mut Shelves) -> Option<Claim> {
    let Entry::Release { line, goods } = *entry else { return None };
    let shelf = shelves.plain_mut(goods.place, goods.item)?;
    if !goods.quantity.is_positive() {
        return None;
    }
    let rank = slot.go(line, goods)?;
    let goods = Goods { quantity: goods.quantity.negated(), ..goods };
    shelf.promise(goods.quantity);
    Some(Claim::reserving(line, goods, rank))
}

/// Lets a claim go whose goods an entry ships as a whole, and tells which; else changes nothing.
#[inline]
fn ship_one(entry: &Entry, slot: &mut Slot, shelves: &mut Shelves) -> Option<(LineId, Goods)> {
    let (Entry::Fulfil { line, goods } | Entry::Ship { line, goods }) = *entry else {
        return None;
    };
    let shelf = shelves.plain_mut(goods.place, goods.item)?;
    if !goods.quantity.is_positive() || shelf.on_hand() < goods.quantity {
        return None;
    }
    slot.go(line, goods)?;
    shelf.give(goods.quantity);
    Some((line, goods))
}

/// Lets claims come back of which the first few have gone.
#[cold]
fn come_back((entries, row): (&[Entry], &mut [Slot]), few: usize, mut back: impl FnMut(Goods)) {
    for (entry, slot) in entries.iter().zip(row).take(few) {
        slot.come_back();
        back(entry.goods());
    }
}

/// Promises goods again that were released.
fn promise(shelves: &mut Shelves, Goods { place, item, quantity }: Goods) {
    if let Some(shelf) = shelves.plain_mut(place, item) {
        shelf.promise(quantity);
    }
}

/// Takes goods back that were given away.
fn take_back(shelves: &mut Shelves, Goods { place, item, quantity }: Goods) {
    if let Some(shelf) = shelves.plain_mut(place, item) {
        shelf.give(quantity.negated());
    }
}
