//! What a booking makes of one cell and one claim: computed from sums, so the order of entries does not matter.

use sklad_base::{ItemId, PlaceId, Quantity};

use crate::{Cell, Claim, Policy, Rank, Refusal};

/// A cell as it was and as it will be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Touched {
    pub(super) before: Cell,
    pub(super) after: Cell,
    /// All that is added or taken, in millionths: no sum on the way is past it.
    pub(super) volume: i128,
}

/// A claim as it was and what the entries want of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct TouchedClaim {
    pub(super) before: Claim,
    /// With all that is asked and withdrawn, reserved and released, before goods leave for it.
    due: Claim,
    withdrawn: Quantity,
    released: Quantity,
    taken: Quantity,
}

/// What one entry wants of a claim.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wish {
    Ask(Quantity, Rank),
    Withdraw(Quantity),
    Reserve(Quantity, Rank),
    Release(Quantity),
    Take(Quantity),
}

impl Touched {
    pub(super) const fn new(cell: Cell) -> Self {
        Self { before: cell, after: cell, volume: 0 }
    }

    /// Judges the cell; `promised` is what is newly promised there, `demanded` all that is asked of it.
    pub(super) fn refusal(
        &self,
        (place, item): (PlaceId, ItemId),
        policy: &Policy,
        demand: Demand,
    ) -> Option<Refusal> {
        let Self { before, after, volume } = *self;
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
        let held = after.held.saturating_sub(before.held);
        let borne = if demand.promised.saturating_add(held).is_positive() {
            !available.is_negative()
        } else {
            available >= before.available() || policy.negative_at(place).bears(available)
        };
        let asked = demand.asked;
        let was = available.saturating_add(asked);
        (!borne).then_some(Refusal::Short { item, place, asked, available: was })
    }
}

/// What the entries together want of one cell.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Demand {
    /// Free goods that should leave, be promised or be set aside.
    pub(super) asked: Quantity,
    /// What is promised less what promises are taken back.
    pub(super) promised: Quantity,
}

impl Demand {
    pub(super) const fn ask(&mut self, quantity: Quantity) {
        self.asked = self.asked.saturating_add(quantity);
    }
}

impl TouchedClaim {
    pub(super) const fn new(before: Claim) -> Self {
        let zero = Quantity::ZERO;
        Self { before, due: before, withdrawn: zero, released: zero, taken: zero }
    }

    pub(super) fn wish(&mut self, wish: Wish) {
        let Self { due, withdrawn, released, taken, .. } = self;
        match wish {
            Wish::Ask(quantity, _) => due.asked = due.asked.saturating_add(quantity),
            Wish::Withdraw(quantity) => {
                due.asked = due.asked.saturating_sub(quantity);
                *withdrawn = withdrawn.saturating_add(quantity);
            }
            Wish::Reserve(quantity, _) => due.reserved = due.reserved.saturating_add(quantity),
            Wish::Release(quantity) => {
                due.reserved = due.reserved.saturating_sub(quantity);
                *released = released.saturating_add(quantity);
            }
            Wish::Take(quantity) => *taken = taken.saturating_add(quantity),
        }
        if let (Wish::Ask(_, rank) | Wish::Reserve(_, rank), true) = (wish, self.is_new()) {
            self.due.rank = self.due.rank.min(rank);
        }
    }

    /// A claim that begins here is served by the best rank that an entry gives it.
    const fn is_new(&self) -> bool {
        self.before.asked.is_zero() && self.before.reserved.is_zero()
    }

    /// What leaves beyond what the claim asks for.
    pub(super) fn unasked(&self) -> Quantity {
        self.taken.saturating_sub(self.due.asked).or_zero()
    }

    /// What leaves from the claim's own reserve.
    pub(super) fn taken_from_reserve(&self) -> Quantity {
        self.due.reserved.or_zero().min(self.taken)
    }

    pub(super) fn after(&self) -> Claim {
        let asked = self.due.asked.saturating_sub(self.taken).or_zero();
        let reserved = self.due.reserved.saturating_sub(self.taken_from_reserve());
        Claim { asked, reserved, ..self.due }
    }

    /// What changes before goods leave; nothing where nothing does.
    pub(super) fn change(&self) -> Option<Claim> {
        let asked = self.due.asked.saturating_sub(self.before.asked);
        let reserved = self.due.reserved.saturating_sub(self.before.reserved);
        let none = asked.is_zero() && reserved.is_zero();
        (!none).then_some(Claim { asked, reserved, ..self.due })
    }

    /// What the claim wants of its cell.
    pub(super) fn demand(&self) -> Demand {
        let promised = self.due.reserved.saturating_sub(self.before.reserved);
        let kept = self.after().reserved.saturating_sub(self.before.reserved).or_zero();
        let from_free = self.taken.saturating_sub(self.taken_from_reserve());
        Demand { asked: promised.or_zero().saturating_add(from_free), promised: promised.min(kept) }
    }

    pub(super) fn refusals(&self) -> impl Iterator<Item = Refusal> {
        let Claim { line, place, asked, reserved, .. } = self.before;
        let withdrawn = self.withdrawn;
        let not_asked = self.due.asked.is_negative();
        let not_asked = not_asked.then_some(Refusal::NotAsked { line, place, withdrawn, asked });
        let not_reserved = self.due.reserved.is_negative();
        let not_reserved = not_reserved.then_some(Refusal::NotReserved {
            line,
            place,
            asked: self.released,
            reserved,
        });
        not_asked.into_iter().chain(not_reserved)
    }
}
