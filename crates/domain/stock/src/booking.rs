//! A command in the making: entries pile up, the shelf can be looked at in between, the whole is judged once.

mod touched;

use std::collections::BTreeMap;

use sklad_base::{Day, Events, ItemId, LineId, Moment, OutletId, PlaceId, Quantity, Refusals};

use self::touched::{Demand, Touched, TouchedClaim, Wish};
use crate::{
    Account, Cell, Claim, Entry, Event, Fate, Goods, Ledger, Movement, Policy, Rank, Refusal,
    WhyAdjusted,
};

/// Entries that will be booked together, on top of a ledger that has not changed yet.
///
/// Shop crates use it to look at the shelf as it will be; everyone else sends [`Command::Book`](crate::Command).
/// What can be seen in between, and the judgement, follow from the sum of the entries: their order does not matter
/// (law 5). So a line that ships first and reserves then takes from that reserve all the same.
#[derive(Debug)]
pub struct Booking<'a> {
    ledger: &'a Ledger,
    policy: &'a Policy,
    moment: Moment,
    cells: BTreeMap<(PlaceId, ItemId), Touched>,
    claims: BTreeMap<(LineId, PlaceId), TouchedClaim>,
    /// What entries without a line ask of a cell.
    free: BTreeMap<(PlaceId, ItemId), Quantity>,
    days: BTreeMap<OutletId, Day>,
    moves: Vec<Event>,
    refusals: Vec<Refusal>,
}

impl<'a> Booking<'a> {
    /// Returns a booking without entries.
    #[must_use]
    pub const fn new(ledger: &'a Ledger, policy: &'a Policy, moment: Moment) -> Self {
        Self {
            ledger,
            policy,
            moment,
            cells: BTreeMap::new(),
            claims: BTreeMap::new(),
            free: BTreeMap::new(),
            days: BTreeMap::new(),
            moves: Vec::new(),
            refusals: Vec::new(),
        }
    }

    /// Adds an entry; what is wrong with it is said by [`finish`](Self::finish).
    pub fn enter(&mut self, entry: Entry) {
        if !self.is_sound(&entry) {
            return;
        }
        match entry {
            Entry::Receive(goods) => self.bring(goods, Account::Supplier, None),
            Entry::Ask { line, goods, rank } => {
                self.wish(line, goods, Wish::Ask(goods.quantity, rank));
            }
            Entry::Withdraw { line, goods } => {
                self.wish(line, goods, Wish::Withdraw(goods.quantity));
            }
            Entry::Reserve { line, goods, rank } => {
                self.wish(line, goods, Wish::Reserve(goods.quantity, rank));
            }
            Entry::Release { line, goods } => {
                self.wish(line, goods, Wish::Release(goods.quantity));
            }
            Entry::Ship { line, goods } => self.take(goods, Account::Customer, Some(line)),
            Entry::TakeBack { line, goods }
            | Entry::Return { line, goods, fate: Fate::Restock } => {
                self.bring(goods, Account::Customer, Some(line));
            }
            Entry::Return { line, goods, fate: Fate::Hold } => {
                self.bring(goods, Account::Customer, Some(line));
                self.hold(goods, goods.quantity);
            }
            Entry::Return { line, goods, fate: Fate::Scrap } => {
                self.write_off(goods, line, WhyAdjusted::Damaged);
            }
            Entry::WriteOff { line, goods } => self.write_off(goods, line, WhyAdjusted::Lost),
            Entry::Transfer { line, goods, to } => self.take(goods, Account::Place(to), line),
            Entry::Add { goods, why } => self.bring(goods, Account::Adjustment(why), None),
            Entry::Remove { goods, why } => self.take(goods, Account::Adjustment(why), None),
            Entry::Hold(goods) => {
                self.ask_free(goods);
                self.hold(goods, goods.quantity);
            }
            Entry::Unhold(goods) => self.hold(goods, goods.quantity.negated()),
        }
    }

    /// Returns a cell as it will be.
    #[must_use]
    pub fn cell(&self, place: PlaceId, item: ItemId) -> Cell {
        let touched = self.cells.get(&(place, item));
        touched.map_or_else(|| self.ledger.cell(place, item), |touched| touched.after)
    }

    /// Returns a line's claim at a place as it will be, where it has one.
    #[must_use]
    pub fn claim_of(&self, line: LineId, place: PlaceId) -> Option<Claim> {
        match self.claims.get(&(line, place)).map(TouchedClaim::after) {
            Some(claim) if claim.asked.is_zero() && claim.reserved.is_zero() => None,
            Some(claim) => Some(claim),
            None => self.ledger.claim(line, place).copied(),
        }
    }

    /// Returns how much leaves a place for a line beyond what the line asks for there.
    ///
    /// Goods that leave are counted against what is asked: who asks for more must ask for these units too.
    #[must_use]
    pub fn unasked(&self, line: LineId, place: PlaceId) -> Quantity {
        let touched = self.claims.get(&(line, place));
        touched.map_or(Quantity::ZERO, TouchedClaim::unasked)
    }

    /// Goes through the cells whose available has grown so far.
    pub fn grown(&self) -> impl Iterator<Item = (PlaceId, ItemId)> {
        let grown = |touched: &Touched| touched.after.available() > touched.before.available();
        self.cells.iter().filter(move |(_, touched)| grown(touched)).map(|(key, _)| *key)
    }

    /// Goes through the cells that differ so far: as they are, and as they will be.
    pub fn changes(&self) -> impl Iterator<Item = ((PlaceId, ItemId), (Cell, Cell))> {
        let changed = |touched: &&Touched| touched.before != touched.after;
        let cells = self.cells.iter().filter(move |(_, touched)| changed(touched));
        cells.map(|(key, touched)| (*key, (touched.before, touched.after)))
    }

    /// Returns the ledger as it is.
    #[must_use]
    pub const fn ledger(&self) -> &'a Ledger {
        self.ledger
    }

    /// Returns the policy it is judged by.
    #[must_use]
    pub const fn policy(&self) -> &'a Policy {
        self.policy
    }

    /// Returns the business day on which a place books now.
    pub fn day_at(&mut self, place: PlaceId) -> Day {
        let outlet = self.ledger.outlet_of(place).unwrap_or(OutletId::new(0));
        let Self { ledger, policy, moment, .. } = self;
        *self.days.entry(outlet).or_insert_with(|| ledger.business_day(outlet, *moment, policy))
    }

    /// Returns the business day on which goods move between two places now: the later one, for both must be open.
    pub fn day_between(&mut self, from: PlaceId, to: PlaceId) -> Day {
        self.day_at(from).max(self.day_at(to))
    }

    /// Judges all entries by their sum and puts their events behind what stands in `out`.
    ///
    /// # Errors
    /// [`Refusals`] with all that is wrong; `out` is then as it was.
    pub fn finish<E>(
        mut self,
        out: &mut Events<E>,
        mut word: impl FnMut(Event) -> E,
    ) -> Result<(), Refusals<Refusal>> {
        let mut demands: BTreeMap<(PlaceId, ItemId), Demand> = BTreeMap::new();
        for (key, quantity) in &self.free {
            demands.entry(*key).or_default().ask(*quantity);
        }
        for touched in self.claims.values() {
            self.refusals.extend(touched.refusals());
            let demand = demands.entry((touched.before.place, touched.before.item)).or_default();
            let Demand { asked, promised } = touched.demand();
            demand.ask(asked);
            demand.promised = demand.promised.saturating_add(promised);
        }
        for (key, touched) in &self.cells {
            let demand = demands.get(key).copied().unwrap_or_default();
            self.refusals.extend(touched.refusal(*key, self.policy, demand));
        }
        if let Some(refusals) = Refusals::from_all(self.refusals) {
            return Err(refusals);
        }
        let changes = self.claims.values().filter_map(TouchedClaim::change);
        changes.for_each(|claim| out.push(word(Event::Claimed(claim))));
        split_reserves(&self.claims, &mut self.moves);
        self.moves.into_iter().for_each(|event| out.push(word(event)));
        Ok(())
    }

    fn is_sound(&mut self, entry: &Entry) -> bool {
        let Goods { place, item, quantity } = entry.goods();
        let before = self.refusals.len();
        if item >= self.ledger.next_item() {
            self.refusals.push(Refusal::UnknownItem(item));
        }
        if place >= self.ledger.next_place() {
            self.refusals.push(Refusal::UnknownPlace(place));
        }
        if !quantity.is_positive() {
            self.refusals.push(Refusal::NotPositive { item, quantity });
        }
        if let Entry::Transfer { to, .. } = *entry {
            if to == place {
                self.refusals.push(Refusal::SamePlace { item, place });
            } else if to >= self.ledger.next_place() {
                self.refusals.push(Refusal::UnknownPlace(to));
            }
        }
        self.refusals.len() == before
    }

    /// Brings goods to their place.
    fn bring(&mut self, goods: Goods, from: Account, line: Option<LineId>) {
        self.touch(goods, |cell| cell.on_hand = cell.on_hand.saturating_add(goods.quantity));
        self.book(goods, (from, Account::Place(goods.place)), line);
    }

    /// Takes goods from their place, a line's own reserve first.
    fn take(&mut self, goods: Goods, to: Account, line: Option<LineId>) {
        let Goods { place, quantity, .. } = goods;
        match line {
            Some(line) => self.wish(line, goods, Wish::Take(quantity)),
            None => self.ask_free(goods),
        }
        self.touch(goods, |cell| cell.on_hand = cell.on_hand.saturating_sub(quantity));
        if let Account::Place(place) = to {
            let there = Goods { place, ..goods };
            self.touch(there, |cell| cell.on_hand = cell.on_hand.saturating_add(quantity));
        }
        self.book(goods, (Account::Place(place), to), line);
    }

    fn write_off(&mut self, goods: Goods, line: LineId, why: WhyAdjusted) {
        self.book(goods, (Account::Customer, Account::Adjustment(why)), Some(line));
    }

    /// Notes a movement; how much of it comes from a reserve is known when all entries are there.
    fn book(&mut self, goods: Goods, (from, to): (Account, Account), line: Option<LineId>) {
        let Goods { place, item, quantity } = goods;
        let day = match to {
            Account::Place(to) => self.day_between(place, to),
            Account::Supplier | Account::Customer | Account::Adjustment(_) => self.day_at(place),
        };
        let from_reserve = Quantity::ZERO;
        self.moves.push(Event::Moved(Movement {
            item,
            from,
            to,
            quantity,
            from_reserve,
            line,
            day,
        }));
    }

    /// Sets goods aside, or puts them back where the quantity is below zero.
    fn hold(&mut self, goods: Goods, by: Quantity) {
        let Goods { place, item, .. } = goods;
        self.touch(goods, |cell| cell.held = cell.held.saturating_add(by));
        self.moves.push(Event::Held { place, item, quantity: by });
    }

    fn ask_free(&mut self, goods: Goods) {
        let asked = self.free.entry((goods.place, goods.item)).or_default();
        *asked = asked.saturating_add(goods.quantity);
    }

    fn wish(&mut self, line: LineId, goods: Goods, wish: Wish) {
        let Goods { place, item, .. } = goods;
        let held = self.ledger.claim(line, place).copied();
        let held = held.unwrap_or_else(|| Claim::none(line, goods, Rank::LAST));
        let touched = self.claims.entry((line, place)).or_insert_with(|| TouchedClaim::new(held));
        if touched.before.item != item {
            let refusal = Refusal::OtherItem { line, item: touched.before.item, asked: item };
            return self.refusals.push(refusal);
        }
        let before = touched.after();
        touched.wish(wish);
        let after = touched.after();
        self.touch(goods, |cell| {
            let reserved = after.reserved.saturating_sub(before.reserved);
            let pending = after.pending().saturating_sub(before.pending());
            cell.reserved = cell.reserved.saturating_add(reserved);
            cell.pending = cell.pending.saturating_add(pending);
        });
    }

    fn touch(&mut self, goods: Goods, change: impl FnOnce(&mut Cell)) {
        let Goods { place, item, quantity } = goods;
        let ledger = self.ledger;
        let touched = self.cells.entry((place, item));
        let touched = touched.or_insert_with(|| Touched::new(ledger.cell(place, item)));
        touched.volume += i128::from(quantity.millionths()).abs();
        change(&mut touched.after);
    }
}

/// Says of each movement how much of it was reserved for its line: the earlier entries come first.
fn split_reserves(claims: &BTreeMap<(LineId, PlaceId), TouchedClaim>, moves: &mut [Event]) {
    let mut left: BTreeMap<(LineId, PlaceId), Quantity> =
        claims.iter().map(|(key, touched)| (*key, touched.taken_from_reserve())).collect();
    for event in moves {
        let Event::Moved(Movement { from: Account::Place(place), line: Some(line), .. }) = event
        else {
            continue;
        };
        let key = (*line, *place);
        let (Some(left), Event::Moved(movement)) = (left.get_mut(&key), event) else { continue };
        movement.from_reserve = movement.quantity.min(*left);
        *left = left.saturating_sub(movement.from_reserve);
    }
}
