//! What a booking makes of one cell and one claim: computed from sums, so the order of entries does not matter.

use sklad_base::{ItemId, Moment, PlaceId, Quantity};

use crate::{Cell, Claim, Policy, Rank, Refusal, Source, Terms};

/// A cell as it was and as it will be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Touched {
    pub(super) before: Cell,
    pub(super) after: Cell,
    /// All that is added or taken, in millionths: no sum on the way is past it.
    pub(super) volume: i128,
    /// Free goods that should leave or be set aside without a line.
    pub(super) free: Quantity,
    /// What facts make of on hand.
    pub(super) fact: Fact,
}

/// What facts say of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    None,
    /// Goods left or came already.
    Told(Quantity),
    /// It was counted, or its level told; the difference to the books, what went already included.
    Level {
        by: Quantity,
        counted: bool,
    },
}

/// A claim as it was and what the entries want of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct TouchedClaim {
    pub(super) before: Claim,
    pub(super) terms: Terms,
    /// With all that is asked and withdrawn, reserved and released, before goods leave for it.
    due: Claim,
    backordered: Quantity,
    withdrawn: Quantity,
    released: Quantity,
    /// What leaves, and how much of it must be from the claim's own reserve.
    taken: Quantity,
    pub(super) bound: Quantity,
    /// What leaves a partner's place by our own word.
    departed: Quantity,
    departed_at: Option<Moment>,
    /// What a partner's level includes of what had left.
    included: Quantity,
    lapsed: Option<Quantity>,
    mark: Option<(Option<Moment>, Source)>,
    rank: Option<Rank>,
}

/// What one entry wants of a claim.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wish {
    Ask(Quantity, Rank),
    Withdraw(Quantity),
    Reserve(Quantity, Rank),
    Release(Quantity),
    Take(Quantity),
    Fulfil(Quantity),
    Depart(Quantity, Moment),
    Include(Quantity),
    Mark(Option<Moment>, Source),
    Rerank(Rank),
    Fill(Quantity),
    Wait(Quantity),
    Displace(Quantity),
    Lapse,
}

/// What the entries together want of one cell.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Demand {
    /// Free goods that should leave, be promised or be set aside.
    pub(super) asked: Quantity,
    /// What is promised less what promises are taken back.
    pub(super) promised: Quantity,
}

impl Touched {
    pub(super) const fn new(cell: Cell) -> Self {
        let free = Quantity::ZERO;
        Self { before: cell, after: cell, volume: 0, free, fact: Fact::None }
    }

    /// Returns the reasons against the cell, the demand of lines in it included.
    pub(super) fn refusal(
        &self,
        (place, item): (PlaceId, ItemId),
        policy: &Policy,
        demand: Demand,
    ) -> Option<Refusal> {
        let Self { before, after, volume, free, fact } = *self;
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
        let base = before.available().saturating_add(fact.by());
        let borne = if demand.promised.saturating_add(held).is_positive() {
            !available.is_negative()
        } else {
            available >= base || policy.negative_at(place).bears(available)
        };
        let asked = demand.asked.saturating_add(free);
        let was = available.saturating_add(asked);
        (!borne).then_some(Refusal::Short { item, place, asked, available: was })
    }
}

impl Fact {
    /// Returns by how much facts changed what is on hand.
    pub(super) const fn by(self) -> Quantity {
        match self {
            Self::None => Quantity::ZERO,
            Self::Told(by) | Self::Level { by, .. } => by,
        }
    }
}

impl TouchedClaim {
    pub(super) const fn new(before: Claim, terms: Terms) -> Self {
        let zero = Quantity::ZERO;
        Self {
            before,
            terms,
            due: before,
            backordered: terms.backordered,
            withdrawn: zero,
            released: zero,
            taken: zero,
            bound: zero,
            departed: zero,
            departed_at: None,
            included: zero,
            lapsed: None,
            mark: None,
            rank: None,
        }
    }

    pub(super) fn wish(&mut self, wish: Wish) {
        match wish {
            Wish::Ask(quantity, rank) => {
                add(&mut self.due.asked, quantity);
                self.begin(rank);
            }
            Wish::Withdraw(quantity) => {
                add(&mut self.due.asked, quantity.negated());
                add(&mut self.withdrawn, quantity);
            }
            Wish::Reserve(quantity, rank) => {
                add(&mut self.due.reserved, quantity);
                self.begin(rank);
            }
            Wish::Release(quantity) => {
                add(&mut self.due.reserved, quantity.negated());
                add(&mut self.released, quantity);
            }
            Wish::Take(quantity) => add(&mut self.taken, quantity),
            Wish::Fulfil(quantity) => {
                add(&mut self.taken, quantity);
                add(&mut self.bound, quantity);
            }
            Wish::Depart(quantity, at) => {
                add(&mut self.departed, quantity);
                self.departed_at = Some(at);
            }
            Wish::Include(quantity) => {
                add(&mut self.due.reserved, quantity.negated());
                add(&mut self.due.asked, self.before.asked.min(quantity).negated());
                add(&mut self.included, quantity);
            }
            Wish::Mark(expires, source) => {
                let mark = self.mark.get_or_insert((expires, source));
                *mark = (*mark).min((expires, source));
            }
            Wish::Rerank(rank) => self.rank = Some(self.rank.map_or(rank, |own| own.min(rank))),
            Wish::Fill(quantity) => {
                // What leaves for the line in the same command leaves from what it is given.
                let leaving = self.taken_from_free();
                add(&mut self.due.reserved, quantity.saturating_add(leaving));
                add(&mut self.backordered, quantity.negated());
            }
            Wish::Wait(quantity) => self.wait(quantity),
            Wish::Displace(quantity) => {
                let waits = self.after_terms().backordered.saturating_add(quantity);
                add(&mut self.due.reserved, quantity.negated());
                self.backordered = waits;
                self.wait(Quantity::ZERO);
            }
            Wish::Lapse => {
                let lapsed = self.due.reserved.saturating_sub(self.terms.sent);
                add(&mut self.due.reserved, lapsed.negated());
                self.backordered = Quantity::ZERO;
                self.lapsed = Some(lapsed);
            }
        }
    }

    /// What leaves beyond what the claim asks for.
    pub(super) fn unasked(&self) -> Quantity {
        self.taken.saturating_sub(self.due.asked).or_zero()
    }

    /// What leaves from the claim's own reserve.
    pub(super) fn taken_from_reserve(&self) -> Quantity {
        self.due.reserved.or_zero().min(self.taken)
    }

    /// What leaves and is nobody's.
    pub(super) fn taken_from_free(&self) -> Quantity {
        self.taken.saturating_sub(self.taken_from_reserve())
    }

    pub(super) fn after(&self) -> Claim {
        let asked = self.due.asked.saturating_sub(self.taken).or_zero();
        let reserved = self.due.reserved.saturating_sub(self.taken_from_reserve());
        Claim { asked, reserved, rank: self.rank.unwrap_or(self.due.rank), ..self.due }
    }

    pub(super) fn after_terms(&self) -> Terms {
        let after = self.after();
        let gone = self.included.saturating_add(self.taken_from_reserve());
        let sent = self.terms.sent.saturating_add(self.departed).saturating_sub(gone).or_zero();
        let (expires, source) = self.mark();
        Terms {
            backordered: self.backordered.min(after.pending()).or_zero(),
            sent,
            sent_at: if sent.is_positive() {
                self.departed_at.or(self.terms.sent_at)
            } else {
                None
            },
            expires,
            source,
        }
    }

    /// Until when the promise stands and who made it.
    pub(super) fn mark(&self) -> (Option<Moment>, Source) {
        let lapsed = self.lapsed.map(|_| (None, self.terms.source));
        self.mark.or(lapsed).unwrap_or((self.terms.expires, self.terms.source))
    }

    /// What changes before goods leave; nothing where nothing does.
    pub(super) fn change(&self) -> Option<Claim> {
        let lapsed = self.lapsed.unwrap_or_default();
        let asked = self.due.asked.saturating_sub(self.before.asked);
        let reserved =
            self.due.reserved.saturating_add(lapsed).saturating_sub(self.before.reserved);
        let none = asked.is_zero() && reserved.is_zero();
        (!none).then_some(Claim { asked, reserved, ..self.due })
    }

    /// What ended by itself.
    pub(super) fn expired(&self) -> Option<Claim> {
        let reserved = self.lapsed?.negated();
        Some(Claim { asked: Quantity::ZERO, reserved, ..self.due })
    }

    /// What waits for goods to come, where the change alone does not make it so.
    pub(super) fn waits(&self) -> Option<Quantity> {
        let pending = self.due.pending();
        let now = self.backordered.min(pending).or_zero();
        (now != self.terms.backordered.min(pending)).then_some(now)
    }

    /// What has left a partner's place, where that changes.
    pub(super) fn sends(&self) -> Option<(Quantity, Moment)> {
        let sent = self.terms.sent.saturating_add(self.departed).saturating_sub(self.included);
        let at = self.departed_at.or(self.terms.sent_at)?;
        (sent != self.terms.sent).then_some((sent, at))
    }

    pub(super) fn marks(&self) -> Option<(Option<Moment>, Source)> {
        let mark = self.mark();
        (mark != (self.terms.expires, self.terms.source)).then_some(mark)
    }

    pub(super) fn reranks(&self) -> Option<Rank> {
        self.rank.filter(|rank| *rank != self.due.rank)
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
        let unsent =
            self.due.reserved.saturating_sub(self.terms.sent.saturating_sub(self.included));
        let missing = if unsent.is_negative() {
            Some(self.released)
        } else {
            let leaves = self.bound.saturating_add(self.departed);
            (unsent < leaves).then_some(leaves)
        };
        let reserved = reserved.saturating_sub(self.terms.sent);
        let not_reserved =
            missing.map(|asked| Refusal::NotReserved { line, place, asked, reserved });
        not_asked.into_iter().chain(not_reserved)
    }

    /// A claim that is not there cannot be marked.
    pub(super) fn no_claim(&self) -> Option<Refusal> {
        let Claim { line, place, .. } = self.before;
        let empty = self.before.is_empty() && self.due.is_empty();
        let marked = self.mark.is_some() || self.rank.is_some();
        (empty && marked).then_some(Refusal::NoClaim { line, place })
    }

    /// A claim that begins here is served by the best rank that an entry gives it.
    fn begin(&mut self, rank: Rank) {
        if self.before.is_empty() {
            self.due.rank = self.due.rank.min(rank);
        }
    }

    /// Lets more of the line wait for goods to come; it asks for them, if it did not.
    fn wait(&mut self, quantity: Quantity) {
        add(&mut self.backordered, quantity);
        let after = self.after();
        let needed = after.reserved.saturating_add(self.backordered);
        if after.asked < needed {
            self.due.asked = self.taken.saturating_add(needed);
        }
    }
}

fn add(sum: &mut Quantity, quantity: Quantity) {
    *sum = sum.saturating_add(quantity);
}
