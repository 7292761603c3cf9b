//! Closing bills and taking their units back: what bills freeze.

use sklad_base::{Amounts, DocumentId, LineNo, Money, Quantity, distribute_into};

use crate::{
    BilledCharges, BilledLine, Event, Order, Refusal, Units,
    edits::Judged,
    price::{Discount, Priced, Terms, Totals},
    receipt::{OpenBasket, sum},
};

impl Order {
    /// Freezes what units cost as their bill is closed; the first bill holds delivery and fees, too.
    pub(crate) fn bill(&self, document: DocumentId, units: &[Units]) -> Judged {
        if self.all_bills().iter().any(|(_, bill)| bill.document == document) {
            return Err(Refusal::BilledBefore { document });
        }
        let open = self.open_basket()?;
        let totals = open.price()?;
        let units = self.per_line(units)?;
        let lines = units.into_iter().map(|units| self.bill_line(units, &open, &totals));
        let lines: Vec<_> = lines.collect::<Result<_, _>>()?;
        let zero = Amounts::zero(self.terms.currency);
        let charges = if self.billed_charges().is_none() && open.is_charged {
            let fees = sum(zero, totals.fees().iter().map(Priced::amounts))?;
            Some(BilledCharges { document, delivery: totals.delivery().amounts(), fees })
        } else {
            None
        };
        let is_something = !lines.is_empty() || charges.is_some();
        if !is_something {
            return Ok(Vec::new());
        }
        let billed = vec![Event::Billed { document, lines, charges }];
        // What is billed and what is left are parts of the sums that were just added up: they fit, far from the limit.
        if totals.is_small() { Ok(billed) } else { self.if_it_fits(billed) }
    }

    fn bill_line(
        &self,
        units: Units,
        open: &OpenBasket<'_>,
        totals: &Totals,
    ) -> Result<BilledLine, Refusal> {
        let (line, left) = (units.line, self.open_quantity(units.line));
        if units.quantity > left {
            return Err(Refusal::NotOpen { line, asked: units.quantity, open: left });
        }
        let rest = open.rest_of(line, totals)?;
        let Terms { basis, currency, .. } = self.terms;
        let part = |amount| part_of(amount, units.quantity, left);
        let amounts = if units.quantity == left {
            rest
        } else {
            let (amount, tax) = (part(rest.in_basis(basis))?.minor(), part(rest.tax())?.minor());
            Amounts::from_minor(amount, tax, basis, currency)?
        };
        let mut order_given = Vec::new();
        if self.discounts().iter().any(Discount::is_fixed) {
            for discount in 0..self.discounts().len() {
                let zero = Money::zero(currency);
                let share = totals.discount_share(discount, line).unwrap_or(zero);
                order_given.push(part(share.minus(self.order_given(line, discount)?)?)?);
            }
        }
        Ok(BilledLine { units, amounts, order_given })
    }

    /// Returns units with each line once; a line that is named twice means both.
    fn per_line(&self, units: &[Units]) -> Result<Vec<Units>, Refusal> {
        let mut lines: Vec<Units> = Vec::with_capacity(units.len());
        for units in units {
            self.must_be_some(*units)?;
            match lines.iter_mut().find(|known| known.line == units.line) {
                Some(known) => known.quantity = known.quantity.plus(units.quantity)?,
                None => lines.push(*units),
            }
        }
        Ok(lines)
    }

    /// Takes units of a bill back at what they cost: the first not yet taken back first.
    pub(crate) fn unbill(&self, document: DocumentId, units: &[Units], again: bool) -> Judged {
        let mut lines = Vec::with_capacity(units.len());
        for units in self.per_line(units)? {
            let bills = self.bills(units.line);
            let bill = bills.iter().find(|(_, bill)| bill.document == document);
            let (_, bill) = bill.ok_or(Refusal::NotBilled { line: units.line, document })?;
            let (asked, left) = (units.quantity, bill.frozen.quantity_left());
            if asked > left {
                return Err(Refusal::BilledLess { line: units.line, document, asked, left });
            }
            let (amounts, order_given) = (bill.frozen.next(asked)?, Vec::new());
            lines.push(BilledLine { units, amounts, order_given });
        }
        let is_over = self.charges_to_give_back().is_some();
        let charges = self
            .billed_charges()
            .filter(|charges| (again && charges.document == document) || is_over);
        let is_something = !lines.is_empty() || charges.is_some();
        if !is_something {
            return Ok(Vec::new());
        }
        self.if_it_fits(vec![Event::Unbilled { document, lines, charges, again }])
    }

    /// Returns the bill whose delivery and fees are to be taken back: of an order that sent nothing, nothing is left.
    #[must_use]
    pub fn charges_to_give_back(&self) -> Option<DocumentId> {
        let never_sent = self.lines.iter().all(|line| line.sent().is_zero());
        let nothing_left = self.lines.iter().all(|line| line.payable().is_zero());
        self.billed_charges().filter(|_| never_sent && nothing_left).map(|charges| charges.document)
    }

    /// Returns the bills that hold units of a line, first closed first, with what is left on each.
    pub fn bills_of(&self, line: LineNo) -> impl Iterator<Item = (DocumentId, Quantity)> {
        let bills = self.bills(line).iter();
        let held = bills.map(|(_, bill)| (bill.document, bill.frozen.quantity_left()));
        held.filter(|(_, quantity)| quantity.is_positive())
    }
}

/// Returns what some units of a line have of an amount of all of them: the rest has the others' part.
pub(crate) fn part_of(whole: Money, units: Quantity, all: Quantity) -> Result<Money, Refusal> {
    if units == all {
        return Ok(whole);
    }
    let weights = [units, all.saturating_sub(units)].map(|it| i128::from(it.millionths()));
    let mut parts = [0; 2];
    distribute_into(whole.minor(), &weights, &mut parts)?;
    Ok(Money::from_minor(parts[0], whole.currency())?)
}
