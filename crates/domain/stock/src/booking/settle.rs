//! What follows from the sums once all entries are there: moved promises, arrivals, fills, promises of what there
//! is, and who gives way to a fact.

use sklad_base::{ItemId, LineId, PlaceId, Quantity};

use super::{
    Arrival, Booking, Promise, Shift,
    touched::{Fact, Touched, TouchedClaim, Wish},
};
use crate::{
    Account, Backorder, Claim, Discrepancy, Event, Goods, Negative, Refusal, Supply, SupplyId,
    Terms, WhyAdjusted,
};

impl Booking<'_> {
    pub(super) fn settle(&mut self) {
        self.shift();
        self.unload();
        // What lines give up is judged before anything is given: goods that nobody had must not fill a backorder.
        for (_, touched) in self.claims.sorted() {
            self.refusals.extend(touched.refusals());
        }
        if self.refusals.is_empty() {
            self.fill();
            self.promise_what_there_is();
        }
    }

    /// Moves promises: released here and made there, with what the line asks for.
    fn shift(&mut self) {
        let mut shifts = std::mem::take(&mut self.shifts);
        shifts.sort_unstable();
        for Shift { line, place, to, item, quantity } in shifts {
            let Some((claim, terms)) = self.claim_and_terms(line, place) else {
                let reserved = Quantity::ZERO;
                let refusal = Refusal::NotReserved { line, place, asked: quantity, reserved };
                self.refusals.push(refusal);
                continue;
            };
            let (here, asked) = (Goods { place, item, quantity }, claim.asked.min(quantity));
            let there = Goods { place: to, ..here };
            self.wish(line, here, Wish::Release(quantity));
            self.wish(line, there, Wish::Reserve(quantity, claim.rank));
            if asked.is_positive() {
                self.wish(line, here, Wish::Withdraw(asked));
                self.wish(line, there, Wish::Ask(asked, claim.rank));
            }
            let plain = Terms::default();
            if (terms.expires, terms.source) != (plain.expires, plain.source) {
                self.wish(line, there, Wish::Mark(terms.expires, terms.source));
            }
        }
    }

    /// Divides what arrived into what was on its way and what is found beyond it.
    fn unload(&mut self) {
        let arrivals = std::mem::take(&mut self.arrivals);
        let mut done: Vec<SupplyId> = Vec::new();
        for Arrival { supply, .. } in &arrivals {
            if done.contains(supply) {
                continue;
            }
            done.push(*supply);
            let Some(known) = self.ledger.supply(*supply) else { continue };
            let mine: Vec<&Arrival> =
                arrivals.iter().filter(|arrival| arrival.supply == *supply).collect();
            self.unload_one(known, &mine);
        }
    }

    fn unload_one(&mut self, supply: Supply, arrivals: &[&Arrival]) {
        let sum = |missed| {
            let mine = arrivals.iter().filter(|arrival| arrival.missed == missed);
            mine.map(|arrival| arrival.goods.quantity)
                .fold(Quantity::ZERO, Quantity::saturating_add)
        };
        let (missed, arrived) = (sum(true), sum(false));
        if missed > supply.quantity {
            let (asked, left) = (missed, supply.quantity);
            self.refusals.push(Refusal::NotUnderway { supply: supply.id, asked, left });
            return;
        }
        let due = arrived.min(supply.quantity.saturating_sub(missed));
        let goods = |quantity| Goods { place: supply.to, item: supply.item, quantity };
        let here = Account::Place(supply.to);
        let (from, lost, found) = match supply.from {
            Some(_) => {
                let lost = Some(Account::Adjustment(WhyAdjusted::Lost));
                (Account::Transit, lost, Account::Adjustment(WhyAdjusted::Found))
            }
            None => (Account::Supplier, None, Account::Supplier),
        };
        let ways = [
            (due, Some((from, here))),
            (arrived.saturating_sub(due), Some((found, here))),
            (missed, lost.map(|lost| (from, lost))),
        ];
        for (quantity, way) in ways {
            if let Some(way) = way.filter(|_| quantity.is_positive()) {
                self.book(goods(quantity), way, None);
            }
        }
        let quantity = due.saturating_add(missed);
        if quantity.is_positive() {
            self.moves.push(Event::Settled { supply: supply.id, quantity });
        }
    }

    /// Gives goods that have come to those who wait for them, first served first.
    fn fill(&mut self) {
        // Nobody waits at most cells, and who begins to wait here is served by its own promise.
        let waits =
            |(key, touched): (_, &Touched)| touched.before.pending.is_positive().then_some(key);
        let cells: Vec<(PlaceId, ItemId)> = self.cells.sorted().filter_map(waits).collect();
        for (place, item) in cells {
            if !self.cell(place, item).available().is_positive() {
                continue;
            }
            let waiting = self.ledger.waiting_at(place, item);
            let waiting = waiting.filter(|(_, terms)| terms.backordered.is_positive());
            let mut waiting: Vec<_> = waiting
                .filter_map(|(claim, _)| self.claim_and_terms(claim.line, place))
                .filter(|(_, terms)| terms.backordered.is_positive())
                .collect();
            waiting.sort_unstable_by_key(|(claim, _)| (claim.rank, claim.line));
            for (Claim { line, .. }, terms) in waiting {
                let left = self.cell(place, item).available();
                let quantity = terms.backordered.min(left);
                if quantity.is_positive() {
                    self.wish(line, Goods { place, item, quantity }, Wish::Fill(quantity));
                }
            }
        }
    }

    /// Promises what there is, first served first, and lets the rest wait where that is allowed.
    fn promise_what_there_is(&mut self) {
        let mut promises = std::mem::take(&mut self.promises);
        promises.sort_unstable();
        for Promise { rank, line, place, item, quantity, limit } in &promises {
            // What leaves for the line in the same command is covered by the promise and needs no free goods twice.
            let touched = self.claims.get((*line, *place));
            let leaving = touched.map_or(Quantity::ZERO, TouchedClaim::taken_from_free);
            let available = self.cell(*place, *item).available().saturating_add(leaving);
            let there = available.or_zero().min(*quantity);
            let goods = Goods { place: *place, item: *item, quantity: there };
            if there.is_positive() {
                self.wish(*line, goods, Wish::Reserve(there, *rank));
            }
            let rest = quantity.saturating_sub(there);
            let Some(limit) = limit.filter(|_| rest.is_positive()) else { continue };
            if rest > limit {
                let refusal = Refusal::BackorderLimit {
                    item: *item,
                    place: *place,
                    asked: rest,
                    allowed: limit,
                };
                self.refusals.push(refusal);
            }
            self.wish(*line, goods, Wish::Ask(Quantity::ZERO, *rank));
            self.wish(*line, goods, Wish::Wait(rest));
        }
        promises.retain(|promise| promise.limit.is_some());
        promises.sort_unstable_by_key(|promise| (promise.place, promise.item));
        promises.dedup_by_key(|promise| (promise.place, promise.item));
        for Promise { place, item, .. } in promises {
            self.judge_backorders(place, item);
        }
    }

    fn judge_backorders(&mut self, place: PlaceId, item: ItemId) {
        let policy = self.policy.backorder_at(place);
        let lines = self.ledger.waiting_at(place, item).map(|(claim, _)| claim.line);
        let touched = self
            .claims
            .sorted()
            .filter(|(_, touched)| touched.before.is_empty() && touched.before.item == item);
        let new = touched.filter(|(key, _)| key.1 == place).map(|(key, _)| key.0);
        let mut lines: Vec<LineId> = lines.chain(new).collect();
        let others = self.claims.sorted().filter(|(key, touched)| {
            key.1 == place && touched.before.item == item && !touched.before.is_empty()
        });
        lines.extend(others.map(|(key, _)| key.0));
        lines.sort_unstable();
        lines.dedup();
        let terms = lines.into_iter().filter_map(|line| self.claim_and_terms(line, place));
        let waits = terms.map(|(_, terms)| terms.backordered);
        let asked = waits.fold(Quantity::ZERO, Quantity::saturating_add);
        if !policy.bears(asked) {
            let allowed = match policy {
                Backorder::AllowTo(limit) => limit,
                Backorder::Forbid | Backorder::Allow => Quantity::ZERO,
            };
            self.refusals.push(Refusal::BackorderLimit { item, place, asked, allowed });
        }
    }

    /// Where a fact leaves less than is promised, the youngest promises wait for goods to come, and a person is told.
    pub(super) fn give_way(&mut self) -> Vec<Event> {
        let told = self.cells.sorted().filter(|(_, touched)| touched.fact != Fact::None);
        let told: Vec<_> = told.map(|(key, touched)| (key, touched.fact)).collect();
        let mut opened = Vec::new();
        for ((place, item), fact) in told {
            let missing = self.missing(place, item);
            if !missing.is_positive() || self.opening {
                continue;
            }
            let left = self.displace(place, item, missing);
            let counted = matches!(fact, Fact::Level { counted: true, .. });
            if !counted || left.is_positive() {
                let number = u32::try_from(opened.len()).unwrap_or(u32::MAX);
                let number = self.ledger.next_discrepancy().saturating_add(number);
                let discrepancy = Discrepancy { number, place, item, missing };
                opened.push(Event::DiscrepancyOpened(discrepancy));
            }
        }
        opened
    }

    /// By how much available is below what the place allows.
    pub(super) fn missing(&self, place: PlaceId, item: ItemId) -> Quantity {
        let available = self.cell(place, item).available();
        match self.policy.negative_at(place) {
            Negative::Allow => Quantity::ZERO,
            Negative::Forbid => available.negated().or_zero(),
            Negative::AllowTo(limit) => available.negated().saturating_sub(limit).or_zero(),
        }
    }

    fn displace(&mut self, place: PlaceId, item: ItemId, missing: Quantity) -> Quantity {
        let on_cell = self.ledger.claims_on(place, item).map(|claim| claim.line);
        let touched = self.claims.sorted().map(|(key, _)| key).filter(|key| key.1 == place);
        let mut lines: Vec<LineId> = on_cell.chain(touched.map(|key| key.0)).collect();
        lines.sort_unstable();
        lines.dedup();
        let claims = lines.into_iter().filter_map(|line| self.claim_and_terms(line, place));
        let mut claims: Vec<_> = claims.filter(|(claim, _)| claim.item == item).collect();
        claims.sort_unstable_by_key(|(claim, _)| (claim.rank, claim.line));
        let mut left = missing;
        for (Claim { line, reserved, .. }, terms) in claims.into_iter().rev() {
            let quantity = reserved.saturating_sub(terms.sent).min(left);
            if quantity.is_positive() {
                self.wish(line, Goods { place, item, quantity }, Wish::Displace(quantity));
                left = left.saturating_sub(quantity);
            }
        }
        left
    }

    fn claim_and_terms(&self, line: LineId, place: PlaceId) -> Option<(Claim, Terms)> {
        let touched = self.claims.get((line, place));
        match touched.map(|touched| (TouchedClaim::after(touched), touched.after_terms())) {
            Some((claim, _)) if claim.is_empty() => None,
            Some(both) => Some(both),
            None => self.ledger.look(line, place),
        }
    }
}
