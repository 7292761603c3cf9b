//! What happened, added up: balances are folded from events and nothing else.

use sklad_base::{ItemId, LineId, PlaceId, Quantity};

use crate::{Account, Claim, Event, Ledger, Movement, Terms};

impl Ledger {
    /// Takes in what happened; total on all that the machine can decide.
    #[inline(never)]
    pub(crate) fn take_in(&mut self, event: &Event) {
        self.make_way();
        match *event {
            Event::Moved(ref movement) => self.take_in_movement(movement),
            Event::Claimed(ref claim) | Event::Expired(ref claim) => self.take_in_claim(claim),
            Event::Backordered { line, place, quantity, .. } => {
                self.change_terms(line, place, |_, terms| terms.backordered = quantity);
            }
            Event::Sent { line, place, quantity, at, .. } => {
                self.change_terms(line, place, |_, terms| {
                    (terms.sent, terms.sent_at) = (quantity, Some(at));
                });
            }
            Event::Marked { line, place, expires, source } => {
                self.change_terms(line, place, |_, terms| {
                    (terms.expires, terms.source) = (expires, source);
                });
            }
            Event::Reranked { line, place, rank } => {
                self.change_terms(line, place, |claim, _| claim.rank = rank);
            }
            Event::Held { place, item, quantity } => {
                self.used = true;
                self.change_held(place, item, quantity);
            }
            Event::Underway(supply) => self.supplies.add(supply),
            Event::Settled { supply, quantity } => self.supplies.shrink(supply, quantity),
            Event::DiscrepancyOpened(discrepancy) => {
                self.next_discrepancy = discrepancy.number.saturating_add(1);
                self.discrepancies.insert(discrepancy.number, discrepancy);
            }
            Event::DiscrepancyClosed(number) => drop(self.discrepancies.remove(&number)),
            Event::ItemAdded(item) => self.items = item.index() + 1,
            Event::UnkeptItemAdded(item) => {
                self.items = item.index() + 1;
                self.unkept.insert(item);
            }
            Event::ItemsMerged { item, into } => self.merge(item, into),
            Event::OutletOpened(_) => self.closed.push(None),
            Event::PlaceOpened { outlet, .. } => self.places.push(outlet),
            Event::PartnerPlaceOpened { place, outlet } => {
                self.places.push(outlet);
                self.partners.insert(place);
            }
            Event::DayClosed { outlet, day } => {
                if let Some(closed) = self.closed.get_mut(outlet.index()) {
                    *closed = Some(day);
                }
            }
        }
    }

    fn change_held(&mut self, place: PlaceId, item: ItemId, by: Quantity) {
        self.shelves.change(place, item, |cell| cell.held = cell.held.saturating_add(by));
        self.note_short(place, item);
    }

    #[cold]
    fn note_short(&mut self, place: PlaceId, item: ItemId) {
        if self.cell(place, item).short().is_positive() {
            self.short.insert((place, item));
        } else {
            self.short.remove(&(place, item));
        }
    }

    fn take_in_movement(&mut self, movement: &Movement) {
        let Movement { item, from, to, quantity, from_reserve, line, .. } = *movement;
        self.used = true;
        if let Account::Place(place) = from {
            let by = quantity.negated();
            let held = line.and_then(|line| self.claims.find(line, place));
            match held {
                None => self.change_on_hand(place, item, by),
                Some(slot) => {
                    let before = self.claims.read(slot);
                    // A line's claim is on another item only where it was merged; the goods are those that moved.
                    let same = before.0.item == item;
                    if !same {
                        self.change_on_hand(place, item, by);
                    }
                    let by = if same { by } else { Quantity::ZERO };
                    self.change_claim((Some(slot), by), before, |claim, terms| {
                        claim.asked = claim.asked.saturating_sub(quantity).or_zero();
                        claim.reserved = claim.reserved.saturating_sub(from_reserve);
                        terms.sent = terms.sent.saturating_sub(from_reserve).or_zero();
                    });
                }
            }
        }
        if let Account::Place(place) = to {
            self.change_on_hand(place, item, quantity);
        }
    }

    fn change_on_hand(&mut self, place: PlaceId, item: ItemId, by: Quantity) {
        let cell = self.shelves.change(place, item, |cell| {
            cell.on_hand = cell.on_hand.saturating_add(by);
        });
        if cell.pending.is_positive() {
            self.note_short(place, item);
        }
    }

    fn take_in_claim(&mut self, change: &Claim) {
        let Claim { line, place, asked, reserved, .. } = *change;
        self.used = true;
        let slot = self.claims.find(line, place);
        let none = Claim { asked: Quantity::ZERO, reserved: Quantity::ZERO, ..*change };
        let before = slot.map(|slot| self.claims.read(slot));
        let before = before.unwrap_or_else(|| (none, Terms::default()));
        self.change_claim((slot, Quantity::ZERO), before, |claim, _| {
            claim.asked = claim.asked.saturating_add(asked).or_zero();
            claim.reserved = claim.reserved.saturating_add(reserved);
        });
    }

    fn change_terms(
        &mut self,
        line: LineId,
        place: PlaceId,
        change: impl FnOnce(&mut Claim, &mut Terms),
    ) {
        let Some(slot) = self.claims.find(line, place) else { return };
        self.change_claim((Some(slot), Quantity::ZERO), self.claims.read(slot), change);
    }

    /// Writes a claim as it was told, with its terms.
    pub(crate) fn set_claim(&mut self, claim: Claim, terms: Terms) {
        self.make_way();
        let slot = self.claims.find(claim.line, claim.place);
        let none = Claim { asked: Quantity::ZERO, reserved: Quantity::ZERO, ..claim };
        let before = slot.map(|slot| self.claims.read(slot));
        let before = before.unwrap_or_else(|| (none, Terms::default()));
        self.change_claim((slot, Quantity::ZERO), before, |now, own| {
            (*now, *own) = (claim, terms);
        });
    }

    /// Changes a claim, and what is on hand in its cell along with it.
    fn change_claim(
        &mut self,
        (slot, on_hand): (Option<u32>, Quantity),
        (held, mut terms): (Claim, Terms),
        change: impl FnOnce(&mut Claim, &mut Terms),
    ) {
        let mut claim = held;
        change(&mut claim, &mut terms);
        terms.fit(&claim);
        let (place, item) = (held.place, held.item);
        let mut waits = false;
        let pending = claim.pending().saturating_sub(held.pending());
        let reserved = claim.reserved.saturating_sub(held.reserved);
        self.shelves.change(place, item, |cell| {
            waits = cell.pending.is_positive();
            cell.on_hand = cell.on_hand.saturating_add(on_hand);
            cell.reserved = cell.reserved.saturating_add(reserved);
            cell.pending = cell.pending.saturating_add(pending);
            waits |= cell.pending.is_positive();
        });
        self.claims.put(slot, (claim, terms), self.shelves.shelf_mut(place, item));
        if waits {
            self.note_short(place, item);
        }
    }

    fn merge(&mut self, item: ItemId, into: ItemId) {
        for place in (0..self.places.len()).filter_map(PlaceId::after) {
            let claims: Vec<Claim> = self.claims_on(place, item).collect();
            for claim in claims {
                self.make_way();
                let before = (claim, self.terms(claim.line, place));
                let slot = self.claims.find(claim.line, place);
                self.change_claim((slot, Quantity::ZERO), before, |claim, _| {
                    (claim.asked, claim.reserved) = (Quantity::ZERO, Quantity::ZERO);
                });
                let none =
                    Claim { asked: Quantity::ZERO, reserved: Quantity::ZERO, item: into, ..claim };
                self.change_claim(
                    (None, Quantity::ZERO),
                    (none, Terms::default()),
                    |moved, terms| {
                        (*moved, *terms) = (Claim { item: into, ..claim }, before.1);
                    },
                );
            }
            let cell = self.cell(place, item);
            self.change_on_hand(place, item, cell.on_hand.negated());
            self.change_on_hand(place, into, cell.on_hand);
            if !cell.held.is_zero() {
                self.change_held(place, item, cell.held.negated());
                self.change_held(place, into, cell.held);
            }
        }
        let supplies = self.supplies.open.values_mut().filter(|supply| supply.item == item);
        supplies.for_each(|supply| supply.item = into);
        self.merged.insert(item, into);
    }
}

impl Terms {
    /// Keeps to what the claim can bear.
    fn fit(&mut self, claim: &Claim) {
        self.backordered = self.backordered.min(claim.pending()).or_zero();
        self.sent = self.sent.min(claim.reserved).or_zero();
        if self.sent.is_zero() {
            self.sent_at = None;
        }
    }
}
