//! Edits of an order (S7, G8, G9): what is ordered, at what price, with what discount.

use sklad_base::{LineNo, Personal, Price, Quantity};

use crate::{
    Bound, Buyer, Confirmation, DraftLine, Event, Happened, Line, Order, PlacedLine, Policy,
    Reason, Refusal, Standing, Units,
    price::{Discount, Vat},
};

/// What a judgement gives: events, or why not.
pub(crate) type Judged = Result<Happened, Refusal>;

impl Order {
    pub(crate) fn confirm(&self) -> Judged {
        self.must_stand("confirm")?;
        let is_new = *self.standing() != Standing::Confirmed;
        Ok(is_new.then_some(Event::Confirmed).into())
    }

    pub(crate) fn collect(&self, confirmation: Confirmation) -> Judged {
        if confirmation == Confirmation::Shop {
            return self.confirm();
        }
        self.must_stand("confirm")?;
        let is_new = !self.has(confirmation);
        Ok(is_new.then_some(Event::Collected(confirmation)).into())
    }

    pub(crate) fn add_line(&self, line: &PlacedLine, policy: &Policy) -> Judged {
        self.must_stand("add a line to")?;
        let number = || self.number.clone();
        let no = LineNo::after(self.lines.len())
            .filter(|no| no.number() < u16::MAX)
            .ok_or_else(|| Refusal::TooManyLines { number: number(), lines: self.lines.len() })?;
        if line.price.currency() != self.terms.currency {
            let currencies = vec![self.terms.currency, line.price.currency()];
            return Err(Refusal::Currencies { number: number(), currencies });
        }
        check(no, line.quantity, line.price)?;
        self.with_discounts_kept(vec![Event::LineAdded(*line)], &[], policy)
    }

    pub(crate) fn remove_line(&self, no: LineNo, policy: &Policy) -> Judged {
        let wanted = self.known(no)?.wanted();
        if wanted.is_zero() {
            return Err(Refusal::Unchanged { line: no, quantity: wanted });
        }
        self.change_quantity(Units { line: no, quantity: Quantity::ZERO }, policy)
    }

    pub(crate) fn change_quantity(&self, units: Units, policy: &Policy) -> Judged {
        let Units { line: no, quantity: to } = units;
        self.must_stand("edit")?;
        let line = self.known(no)?;
        if to.is_negative() {
            return Err(Refusal::NotPositive { line: no, quantity: to });
        }
        let by = to.saturating_sub(line.wanted());
        if by.is_zero() {
            return Err(Refusal::Unchanged { line: no, quantity: to });
        }
        if by.is_positive() {
            let ordered = line.ordered().plus(by);
            let ordered = ordered.map_err(|why| Refusal::Amount { line: no, why })?;
            check(no, ordered, line.price())?;
            let grown = Event::Grown(Units { line: no, quantity: by });
            return self.with_discounts_kept(vec![grown], &[none_of(no)], policy);
        }
        let units = Units { line: no, quantity: by.negated() };
        self.must_not_be_sent(units)?;
        self.with_discounts_kept(vec![Event::Shrunk(units)], &[units], policy)
    }

    pub(crate) fn reject(&self, units: Units, reason: &Reason, policy: &Policy) -> Judged {
        self.must_stand("reject a line of")?;
        self.must_be_some(units)?;
        self.must_not_be_sent(units)?;
        let rejected = Event::Rejected { units, reason: reason.clone() };
        self.with_discounts_kept(vec![rejected], &[units], policy)
    }

    pub(crate) fn change_price(&self, no: LineNo, price: Price, policy: &Policy) -> Judged {
        self.must_stand("change a price of")?;
        let line = self.known(no)?;
        check(no, line.ordered().max(Quantity::from_millionths(1)), price)?;
        if line.price() == price {
            return Ok(Happened::Nothing);
        }
        self.must_not_be_billed([no])?;
        let changed = vec![Event::PriceChanged { line: no, price }];
        self.with_discounts_kept(changed, &[none_of(no)], policy)
    }

    pub(crate) fn change_vat(&self, no: LineNo, vat: Vat, policy: &Policy) -> Judged {
        self.must_stand("change the VAT of")?;
        if self.known(no)?.vat() == vat {
            return Ok(Happened::Nothing);
        }
        self.must_not_be_billed([no])?;
        let changed = vec![Event::VatChanged { line: no, vat }];
        self.with_discounts_kept(changed, &[none_of(no)], policy)
    }

    pub(crate) fn discount_line(
        &self,
        no: LineNo,
        discount: Option<Discount>,
        policy: &Policy,
    ) -> Judged {
        self.must_stand("give a discount on")?;
        if self.known(no)?.discount() == discount {
            return Ok(Happened::Nothing);
        }
        self.must_not_be_billed([no])?;
        let discounted = vec![Event::LineDiscounted { line: no, discount }];
        self.with_discounts_kept(discounted, &[], policy)
    }

    pub(crate) fn discount_order(&self, discounts: &[Discount]) -> Judged {
        self.must_stand("give a discount on")?;
        if self.discounts() == discounts {
            return Ok(Happened::Nothing);
        }
        self.must_not_be_billed(self.lines().map(|(no, _)| no))?;
        self.if_it_fits(vec![Event::OrderDiscounted(discounts.to_vec())])
    }

    pub(crate) fn change_buyer(&self, buyer: &Personal<Buyer>) -> Judged {
        let is_new = self.buyer() != Some(buyer);
        Ok(is_new.then(|| Event::BuyerChanged(Box::new(buyer.clone()))).into())
    }

    pub(crate) fn change_group(&self, group: &str) -> Judged {
        let is_new = self.group() != group;
        Ok(is_new.then(|| Event::GroupChanged(group.to_owned())).into())
    }

    pub(crate) fn mark_false(&self, reason: &Reason, policy: &Policy) -> Judged {
        self.must_stand("mark as false")?;
        let marked = Event::MarkedFalse { reason: reason.clone() };
        self.with_rest_rejected(marked, reason, policy)
    }

    pub(crate) fn cancel(&self, reason: &Reason, policy: &Policy) -> Judged {
        self.must_stand("cancel")?;
        let cancelled = Event::Cancelled { reason: reason.clone() };
        self.with_rest_rejected(cancelled, reason, policy)
    }

    pub(crate) fn take(&self, units: Units) -> Judged {
        self.must_stand("take goods for")?;
        let waiting = self.must_be_some(units)?.waiting();
        if units.quantity > waiting {
            return Err(Refusal::NotWaiting { line: units.line, asked: units.quantity, waiting });
        }
        Ok(Event::Taken(units).into())
    }

    pub(crate) fn send(&self, units: Units) -> Judged {
        self.must_stand("send")?;
        let taken = self.must_be_some(units)?.unsent();
        if units.quantity > taken {
            return Err(Refusal::NotTaken { line: units.line, asked: units.quantity, taken });
        }
        Ok(Event::Sent(units).into())
    }

    pub(crate) fn request_return(&self, units: Units) -> Judged {
        let line = self.must_be_some(units)?;
        let (out, requested) = (line.out(), line.requested());
        if units.quantity > out.saturating_sub(requested) {
            let (line, asked) = (units.line, units.quantity);
            return Err(Refusal::NotReturnable { line, asked, out, requested });
        }
        Ok(Event::ReturnRequested(units).into())
    }

    pub(crate) fn answer_return(
        &self,
        line: LineNo,
        received: Quantity,
        dismissed: Quantity,
    ) -> Judged {
        let requested = self.known(line)?.requested();
        let whole = received.plus(dismissed).unwrap_or(Quantity::MAX);
        let quantity = received.min(dismissed);
        if quantity.is_negative() || whole.is_zero() {
            return Err(Refusal::NotPositive { line, quantity });
        }
        if whole > requested {
            return Err(Refusal::NotRequested { line, arrived: whole, requested });
        }
        Ok(Event::ReturnAnswered { line, received, dismissed }.into())
    }

    pub(crate) fn settle(&self, units: Units, bound: Bound) -> Judged {
        let line = self.must_be_some(units)?;
        // Units asked to be returned arrive by an answer to that; where they never do, they can be written off.
        let out = match bound {
            Bound::CameBack | Bound::Returned => line.out().saturating_sub(line.requested()),
            Bound::WrittenOff => line.out(),
        };
        if units.quantity > out {
            return Err(Refusal::NotOut { line: units.line, asked: units.quantity, out });
        }
        Ok(Event::Settled { units, bound }.into())
    }

    /// Returns the order after events, and leaves this one as it is.
    pub(crate) fn after(&self, events: &[Event]) -> Self {
        let mut after = self.clone();
        events.iter().for_each(|event| sklad_base::Decider::evolve(&mut after, event));
        after
    }

    /// Lets events happen only where the order can be priced afterwards.
    pub(crate) fn if_it_fits(&self, events: Vec<Event>) -> Judged {
        self.after(&events).receipt()?;
        Ok(events.into())
    }

    fn with_rest_rejected(&self, event: Event, reason: &Reason, policy: &Policy) -> Judged {
        let rest = self.lines().map(|(line, its)| Units {
            line,
            quantity: its.waiting().saturating_add(its.unsent()),
        });
        let rest: Vec<_> = rest.filter(|units| units.quantity.is_positive()).collect();
        let rejected =
            rest.iter().map(|units| Event::Rejected { units: *units, reason: reason.clone() });
        let events = std::iter::once(event).chain(rejected).collect();
        self.with_discounts_kept(events, &rest, policy)
    }

    pub(crate) fn must_stand(&self, wish: &'static str) -> Result<(), Refusal> {
        let what = match self.standing() {
            Standing::Placed | Standing::Confirmed => return Ok(()),
            Standing::False { .. } => "false",
            Standing::Cancelled { .. } => "cancelled",
        };
        let number = self.number.clone();
        Err(Refusal::Dropped { wish, number, what })
    }

    pub(crate) fn must_be_some(&self, units: Units) -> Result<&Line, Refusal> {
        if !units.quantity.is_positive() {
            return Err(Refusal::NotPositive { line: units.line, quantity: units.quantity });
        }
        self.known(units.line)
    }

    fn must_not_be_sent(&self, units: Units) -> Result<(), Refusal> {
        let line = self.known(units.line)?;
        let open = line.waiting().saturating_add(line.unsent());
        if units.quantity > open {
            let (asked, sent) = (units.quantity, line.sent());
            return Err(Refusal::Sent { line: units.line, asked, open, sent });
        }
        Ok(())
    }

    /// All units of a line cost the same: those that are billed are taken back and billed anew with the others.
    fn must_not_be_billed(&self, lines: impl IntoIterator<Item = LineNo>) -> Result<(), Refusal> {
        for line in lines {
            let billed = self.billed_quantity(line);
            if billed.is_positive() {
                return Err(Refusal::Billed { line, billed });
            }
        }
        Ok(())
    }

    pub(crate) fn known(&self, no: LineNo) -> Result<&Line, Refusal> {
        let number = || self.number.clone();
        self.line(no).ok_or_else(|| Refusal::UnknownLine { number: number(), line: no })
    }
}

/// Returns that a line is touched and none of its units ends.
const fn none_of(line: LineNo) -> Units {
    Units { line, quantity: Quantity::ZERO }
}

fn check(line: LineNo, quantity: Quantity, price: Price) -> Result<(), Refusal> {
    let mut refusals = Vec::new();
    DraftLine::check_numbers(line, quantity, price, &mut refusals);
    refusals.into_iter().next().map_or(Ok(()), Err)
}
