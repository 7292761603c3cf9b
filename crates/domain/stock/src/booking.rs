//! A command in the making: entries pile up, the shelf can be looked at in between, the whole is judged once.

use std::collections::BTreeMap;

use sklad_base::{Day, Events, ItemId, LineId, Moment, OutletId, PlaceId, Quantity, Refusals};

use crate::{
    Account, Cell, Claim, Entry, Event, Fate, Goods, Ledger, Movement, Policy, Refusal, WhyAdjusted,
};

/// Entries that will be booked together, on top of a ledger that has not changed yet.
///
/// Shop crates use it to look at the shelf as it will be; everyone else sends [`Command::Book`](crate::Command).
#[derive(Debug)]
pub struct Booking<'a> {
    ledger: &'a Ledger,
    policy: &'a Policy,
    moment: Moment,
    cells: BTreeMap<(PlaceId, ItemId), Touched>,
    claims: BTreeMap<(LineId, PlaceId), TouchedClaim>,
    days: BTreeMap<OutletId, Day>,
    events: Vec<Event>,
    refusals: Vec<Refusal>,
}

/// A cell as it was and as it will be.
#[derive(Debug, Clone, Copy)]
struct Touched {
    before: Cell,
    after: Cell,
    /// All that was added or taken, in millionths: no sum on the way is past it.
    volume: i128,
    /// What the entries ask to take or to be promised.
    demanded: Quantity,
    promised: bool,
}

/// A claim as it was and as it will be.
#[derive(Debug, Clone, Copy)]
struct TouchedClaim {
    before: Claim,
    after: Claim,
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
            days: BTreeMap::new(),
            events: Vec::new(),
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
            Entry::Ask { line, goods, rank } => self.claim(goods, Claim::asking(line, goods, rank)),
            Entry::Withdraw { line, goods } => self.withdraw(line, goods),
            Entry::Reserve { line, goods, rank } => {
                self.demand(goods, true);
                self.claim(goods, Claim::reserving(line, goods, rank));
            }
            Entry::Release { line, goods } => self.release(line, goods),
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
                self.demand(goods, true);
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
        let touched = self.claims.get(&(line, place)).map(|touched| touched.after);
        touched.or_else(|| self.ledger.claim(line, place).copied())
    }

    /// Goes through the cells whose available has grown so far.
    pub fn grown(&self) -> impl Iterator<Item = (PlaceId, ItemId)> {
        let grown = |touched: &Touched| touched.after.available() > touched.before.available();
        self.cells.iter().filter(move |(_, touched)| grown(touched)).map(|(key, _)| *key)
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

    /// Judges all entries by their sum and puts their events behind what stands in `out`.
    ///
    /// # Errors
    /// [`Refusals`] with all that is wrong; `out` is then as it was.
    pub fn finish<E>(
        mut self,
        out: &mut Events<E>,
        mut word: impl FnMut(Event) -> E,
    ) -> Result<(), Refusals<Refusal>> {
        for ((place, item), touched) in &self.cells {
            self.refusals.extend(touched.refusal(*place, *item, self.policy));
        }
        for touched in self.claims.values() {
            self.refusals.extend(touched.refusal());
        }
        if let Some(refusals) = Refusals::from_all(self.refusals) {
            return Err(refusals);
        }
        self.events.into_iter().for_each(|event| out.push(word(event)));
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
        let to = Account::Place(goods.place);
        self.book(goods, (from, to), (line, Quantity::ZERO));
    }

    /// Takes goods from their place, a line's own reserve first.
    fn take(&mut self, goods: Goods, to: Account, line: Option<LineId>) {
        let Goods { place, item, quantity } = goods;
        let claim = line.and_then(|line| self.claim_of(line, place));
        let from_reserve =
            claim.map_or(Quantity::ZERO, |claim| claim.reserved.or_zero().min(quantity));
        if let Some(claim) = claim {
            let asked = claim.asked.min(quantity).negated();
            self.change_claim(Claim { item, asked, reserved: from_reserve.negated(), ..claim });
        }
        self.demand(Goods { quantity: quantity.saturating_sub(from_reserve), ..goods }, false);
        self.touch(goods, |cell| cell.on_hand = cell.on_hand.saturating_sub(quantity));
        if let Account::Place(place) = to {
            let there = Goods { place, ..goods };
            self.touch(there, |cell| cell.on_hand = cell.on_hand.saturating_add(quantity));
        }
        self.book(goods, (Account::Place(place), to), (line, from_reserve));
    }

    fn write_off(&mut self, goods: Goods, line: LineId, why: WhyAdjusted) {
        let accounts = (Account::Customer, Account::Adjustment(why));
        self.book(goods, accounts, (Some(line), Quantity::ZERO));
    }

    fn book(
        &mut self,
        goods: Goods,
        (from, to): (Account, Account),
        (line, from_reserve): (Option<LineId>, Quantity),
    ) {
        let Goods { place, item, quantity } = goods;
        let day = self.day_at(place);
        let movement = Movement { item, from, to, quantity, from_reserve, line, day };
        self.events.push(Event::Moved(movement));
    }

    fn claim(&mut self, goods: Goods, change: Claim) {
        debug_assert!(change.place == goods.place, "a claim is at the place of its goods");
        self.change_claim(change);
        self.events.push(Event::Claimed(change));
    }

    fn withdraw(&mut self, line: LineId, goods: Goods) {
        let Goods { place, item, quantity } = goods;
        let claim = self.claim_of(line, place);
        let Some(claim) = claim.filter(|claim| claim.asked >= quantity) else {
            let asked = claim.map_or(Quantity::ZERO, |claim| claim.asked);
            let refusal = Refusal::NotAsked { line, place, withdrawn: quantity, asked };
            return self.refusals.push(refusal);
        };
        let (asked, reserved) = (quantity.negated(), Quantity::ZERO);
        self.claim(goods, Claim { item, asked, reserved, ..claim });
    }

    fn release(&mut self, line: LineId, goods: Goods) {
        let Goods { place, item, quantity } = goods;
        let Some(claim) = self.claim_of(line, place) else {
            let reserved = Quantity::ZERO;
            let refusal = Refusal::NotReserved { line, place, asked: quantity, reserved };
            return self.refusals.push(refusal);
        };
        let (asked, reserved) = (Quantity::ZERO, quantity.negated());
        self.claim(goods, Claim { item, asked, reserved, ..claim });
    }

    /// Sets goods aside, or puts them back where the quantity is below zero.
    fn hold(&mut self, goods: Goods, by: Quantity) {
        let Goods { place, item, .. } = goods;
        self.touch(goods, |cell| cell.held = cell.held.saturating_add(by));
        self.events.push(Event::Held { place, item, quantity: by });
    }

    fn change_claim(&mut self, change: Claim) {
        let Claim { line, place, item, .. } = change;
        let none = Claim { asked: Quantity::ZERO, reserved: Quantity::ZERO, ..change };
        let held = self.ledger.claim(line, place).copied().unwrap_or(none);
        let fresh = TouchedClaim { before: held, after: held };
        let touched = self.claims.entry((line, place)).or_insert(fresh);
        if touched.before.item != item {
            let refusal = Refusal::OtherItem { line, item: touched.before.item, asked: item };
            return self.refusals.push(refusal);
        }
        let after = &mut touched.after;
        let before = *after;
        after.asked = after.asked.saturating_add(change.asked);
        after.reserved = after.reserved.saturating_add(change.reserved);
        let reserved = after.reserved.saturating_sub(before.reserved);
        let pending = after.pending().saturating_sub(before.pending());
        self.touch(Goods { place, item, quantity: reserved }, |cell| {
            cell.reserved = cell.reserved.saturating_add(reserved);
        });
        self.touch(Goods { place, item, quantity: pending }, |cell| {
            cell.pending = cell.pending.saturating_add(pending);
        });
    }

    /// Notes what the entries ask of a cell; what is promised must be there whatever the policy.
    fn demand(&mut self, goods: Goods, promised: bool) {
        let touched = self.touch(Goods { quantity: Quantity::ZERO, ..goods }, |_| {});
        touched.demanded = touched.demanded.saturating_add(goods.quantity);
        touched.promised |= promised;
    }

    fn touch(&mut self, goods: Goods, change: impl FnOnce(&mut Cell)) -> &mut Touched {
        let Goods { place, item, quantity } = goods;
        let ledger = self.ledger;
        let touched = self
            .cells
            .entry((place, item))
            .or_insert_with(|| Touched::new(ledger.cell(place, item)));
        touched.volume += i128::from(quantity.millionths()).abs();
        change(&mut touched.after);
        touched
    }
}

impl Touched {
    const fn new(cell: Cell) -> Self {
        Self { before: cell, after: cell, volume: 0, demanded: Quantity::ZERO, promised: false }
    }

    fn refusal(&self, place: PlaceId, item: ItemId, policy: &Policy) -> Option<Refusal> {
        let Self { before, after, volume, demanded, promised } = *self;
        let parts = [before.on_hand, before.reserved, before.held, before.pending];
        let weight = parts.iter().map(|part| i128::from(part.millionths()).abs()).sum::<i128>();
        if weight + volume > i128::from(Quantity::MAX.millionths()) {
            return Some(Refusal::TooLarge { item, place });
        }
        if after.held.is_negative() {
            let asked = before.held.saturating_sub(after.held);
            return Some(Refusal::NotHeld { item, place, asked, held: before.held });
        }
        let available = after.available();
        let borne =
            !available.is_negative() || (!promised && policy.negative_at(place).bears(available));
        if borne || available >= before.available() {
            return None;
        }
        let was = available.saturating_add(demanded);
        Some(Refusal::Short { item, place, asked: demanded, available: was })
    }
}

impl TouchedClaim {
    fn refusal(&self) -> Option<Refusal> {
        let Claim { line, place, reserved, .. } = self.before;
        let asked = reserved.saturating_sub(self.after.reserved);
        let negative = self.after.reserved.is_negative();
        negative.then_some(Refusal::NotReserved { line, place, asked, reserved })
    }
}
