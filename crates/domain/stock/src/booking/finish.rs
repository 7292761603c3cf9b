//! The judgement of the whole, and its events.

use sklad_base::{Events, ItemId, LineId, PlaceId, Quantity, Refusals};

use super::{
    Booking,
    small::Small,
    touched::{Demand, Fact, Touched, TouchedClaim},
};
use crate::{Account, Event, Movement, Refusal, ShortCount};

impl Booking<'_> {
    /// Judges all entries by their sum and puts their events behind what stands in `out`.
    ///
    /// Before it judges, goods that have come go to those who are backordered, oldest first.
    ///
    /// # Errors
    /// [`Refusals`] with all that is wrong; `out` is then as it was.
    pub fn finish<E>(
        mut self,
        out: &mut Events<E>,
        mut word: impl FnMut(Event) -> E,
    ) -> Result<(), Refusals<Refusal>> {
        if self.is_untouched() {
            return Ok(());
        }
        self.cells.sort();
        self.claims.sort();
        self.settle();
        self.judge();
        if let Some(refusals) = Refusals::from_all(std::mem::take(&mut self.refusals)) {
            return Err(refusals);
        }
        let opened = self.give_way();
        for (_, touched) in self.claims.sorted() {
            tell(touched, &mut |event| out.push(word(event)));
        }
        split_reserves(&self.claims, &mut self.moves);
        self.moves.into_iter().chain(opened).for_each(|event| out.push(word(event)));
        Ok(())
    }

    /// Tells whether nothing was entered that is to be judged or leads to anything.
    #[must_use]
    pub const fn is_untouched(&self) -> bool {
        let Self { cells, claims, promises, shifts, arrivals, moves, refusals, .. } = self;
        let nothing_wished = cells.is_empty() && claims.is_empty() && promises.is_empty();
        let nothing_moves = shifts.is_empty() && arrivals.is_empty() && moves.is_empty();
        nothing_wished && nothing_moves && refusals.is_empty()
    }

    fn judge(&mut self) {
        let mut refusals = std::mem::take(&mut self.refusals);
        for (_, touched) in self.claims.sorted() {
            refusals.extend(touched.no_claim());
        }
        let demands = self.demands();
        for (key, touched) in self.cells.sorted() {
            let demand = demands.get(key).copied().unwrap_or_default();
            let refusal = touched.refusal(key, self.policy, demand);
            let borne = self.opening && matches!(refusal, Some(Refusal::Short { .. }));
            refusals.extend(refusal.filter(|_| !borne));
            refusals.extend(self.short_count(key, touched.fact));
        }
        self.refusals = refusals;
    }

    /// Returns what lines want of each cell; nothing where all cells bear what they come to, whatever is wanted.
    fn demands(&self) -> Small<(PlaceId, ItemId), Demand> {
        let mut demands: Small<(PlaceId, ItemId), Demand> = Small::new();
        let bears = |((place, _), touched): (_, &Touched)| {
            let available = touched.after.available();
            !available.is_negative() && self.policy.negative_at(place).bears(available)
        };
        if self.cells.sorted().all(bears) {
            return demands;
        }
        for ((_, place), touched) in self.claims.sorted() {
            let key = (place, touched.before.item);
            let demand = demands.get_or_insert_with(key, Demand::default);
            let Demand { asked, promised } = touched.demand();
            demand.asked = demand.asked.saturating_add(asked);
            demand.promised = demand.promised.saturating_add(promised);
        }
        demands
    }

    fn short_count(&self, (place, item): (PlaceId, ItemId), fact: Fact) -> Option<Refusal> {
        let counted = matches!(fact, Fact::Level { counted: true, .. });
        if !counted || self.policy.short_count != ShortCount::Refuse {
            return None;
        }
        let missing = self.missing(place, item);
        let cell = self.cell(place, item);
        missing.is_positive().then(|| Refusal::CountBelowReserved {
            item,
            place,
            counted: cell.on_hand(),
            reserved: cell.reserved().saturating_add(cell.held()),
            missing,
        })
    }
}

/// Tells what becomes of one claim, before goods leave for it.
fn tell(touched: &TouchedClaim, out: &mut impl FnMut(Event)) {
    let (line, place, item) = (touched.before.line, touched.before.place, touched.before.item);
    if let Some(expired) = touched.expired() {
        out(Event::Expired(expired));
    }
    if let Some(change) = touched.change() {
        out(Event::Claimed(change));
    }
    if let Some(quantity) = touched.waits() {
        out(Event::Backordered { line, place, item, quantity });
    }
    if let Some((quantity, at)) = touched.sends() {
        out(Event::Sent { line, place, item, quantity, at });
    }
    if let Some((expires, source)) = touched.marks() {
        out(Event::Marked { line, place, expires, source });
    }
    if let Some(rank) = touched.reranks() {
        out(Event::Reranked { line, place, rank });
    }
}

/// Says of each movement how much of it was reserved for its line: what must come from the reserve first, then
/// the earlier entries.
fn split_reserves(claims: &Small<(LineId, PlaceId), TouchedClaim>, moves: &mut [Event]) {
    let mut left: Small<(LineId, PlaceId), Quantity> = Small::new();
    for event in moves {
        let Event::Moved(movement) = event else { continue };
        let Movement { from: Account::Place(place), line: Some(line), quantity, .. } = *movement
        else {
            continue;
        };
        let Some(touched) = claims.get((line, place)) else { continue };
        let left = left.get_or_insert_with((line, place), || touched.taken_from_reserve());
        movement.from_reserve = quantity.min(*left);
        *left = left.saturating_sub(movement.from_reserve);
    }
}
