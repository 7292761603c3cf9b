//! Closing bills and taking their units back: what bills freeze.

use std::borrow::Cow;

use sklad_base::{Amounts, DocumentId, LineNo, Money, Quantity, distribute_into};

use crate::{
    BilledCharges, BilledLine, Event, Happened, Order, Refusal, Units,
    edits::Judged,
    price::{Discount, Plain, Priced, Terms, Totals},
    receipt::{OpenBasket, sum},
};

impl Order {
    /// Freezes what units cost as their bill is closed; the first bill holds delivery and fees, too.
    pub(crate) fn bill(&self, document: DocumentId, units: &[Units]) -> Judged {
        if self.all_bills().iter().any(|(_, bill)| bill.document == document) {
            return Err(Refusal::BilledBefore { document });
        }
        let costs = self.costs()?;
        let units = self.per_line(units)?;
        let mut lines = Vec::with_capacity(units.len());
        for units in units.iter() {
            lines.push(self.bill_line(*units, &costs)?);
        }
        let charges = costs.charges(self)?;
        let charges = charges.map(|[delivery, fees]| BilledCharges { document, delivery, fees });
        let is_something = !lines.is_empty() || charges.is_some();
        if !is_something {
            return Ok(Happened::Nothing);
        }
        let billed = Event::Billed { document, lines, charges };
        // What is billed and what is left are parts of the sums that were just added up: they fit, far from the limit.
        if costs.are_small() { Ok(billed.into()) } else { self.if_it_fits(vec![billed]) }
    }

    fn bill_line(&self, units: Units, costs: &Costs<'_>) -> Result<BilledLine, Refusal> {
        let (line, left) = (units.line, self.open_quantity(units.line));
        if units.quantity > left {
            return Err(Refusal::NotOpen { line, asked: units.quantity, open: left });
        }
        let rest = costs.rest_of(line, self)?;
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
                let share = costs.share(discount, line).unwrap_or(zero);
                order_given.push(part(share.minus(self.order_given(line, discount)?)?)?);
            }
        }
        Ok(BilledLine { units, amounts, order_given })
    }

    /// Returns what that costs which is not billed.
    fn costs(&self) -> Result<Costs<'_>, Refusal> {
        if let Some(plain) = self.plain_costs() {
            return Ok(plain);
        }
        let open = self.open_basket()?;
        let totals = open.price()?;
        Ok(Costs::Shared { open, totals })
    }

    fn plain_costs(&self) -> Option<Costs<'_>> {
        let lines: Vec<Plain> = self.plain_lines()?.collect::<Option<_>>()?;
        let charges = self.plain_charges()?;
        let all = lines.iter().chain(charges.iter().flatten());
        Plain::sum(all.map(|part| Some(*part))).map(|_| Costs::Plain { lines, charges })
    }

    /// Returns units with each line once; a line that is named twice means both.
    fn per_line<'a>(&self, units: &'a [Units]) -> Result<Cow<'a, [Units]>, Refusal> {
        units.iter().try_for_each(|units| self.must_be_some(*units).map(drop))?;
        // Mostly each line stands there once, in order.
        if units.is_sorted_by(|one, next| one.line < next.line) {
            return Ok(Cow::Borrowed(units));
        }
        let mut lines: Vec<Units> = Vec::with_capacity(units.len());
        for units in units {
            match lines.iter_mut().find(|known| known.line == units.line) {
                Some(known) => known.quantity = known.quantity.plus(units.quantity)?,
                None => lines.push(*units),
            }
        }
        Ok(Cow::Owned(lines))
    }

    /// Takes units of a bill back at what they cost: the first not yet taken back first.
    pub(crate) fn unbill(&self, document: DocumentId, units: &[Units], again: bool) -> Judged {
        let mut lines = Vec::with_capacity(units.len());
        for units in self.per_line(units)?.iter().copied() {
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
            return Ok(Happened::Nothing);
        }
        self.if_it_fits(vec![Event::Unbilled { document, lines, charges, again }])
    }

    /// Returns the bill whose delivery and fees are to be taken back: of an order that sent nothing, nothing is left.
    #[must_use]
    pub fn charges_to_give_back(&self) -> Option<DocumentId> {
        self.billed_charges().filter(|_| self.is_over()).map(|charges| charges.document)
    }

    /// Returns the bills that hold units of a line, first closed first, with what is left on each.
    pub fn bills_of(&self, line: LineNo) -> impl Iterator<Item = (DocumentId, Quantity)> {
        let bills = self.bills(line).iter();
        let held = bills.map(|(_, bill)| (bill.document, bill.frozen.quantity_left()));
        held.filter(|(_, quantity)| quantity.is_positive())
    }
}

/// What is not billed of an order, and what it costs.
#[expect(clippy::large_enum_variant, reason = "there is one of them, while a bill is closed")]
enum Costs<'a> {
    /// Each part is priced by itself: the lines; delivery and the fees, where there are any.
    Plain { lines: Vec<Plain>, charges: [Option<Plain>; 2] },
    /// What discounts and bills share among the lines.
    Shared { open: OpenBasket<'a>, totals: Totals },
}

impl Costs<'_> {
    /// Returns what the open units of a line cost.
    fn rest_of(&self, line: LineNo, order: &Order) -> Result<Amounts, Refusal> {
        match self {
            Self::Plain { lines, .. } => plain(lines.get(line.index()).copied(), order),
            Self::Shared { open, totals } => open.rest_of(line, totals),
        }
    }

    /// Returns what delivery and the fees cost, where no bill holds them and they are to be paid.
    fn charges(&self, order: &Order) -> Result<Option<[Amounts; 2]>, Refusal> {
        let all = match self {
            Self::Plain { .. } if order.is_over() => return Ok(None),
            Self::Plain { charges: [delivery, fees], .. } => {
                [plain(*delivery, order)?, plain(*fees, order)?]
            }
            Self::Shared { open, .. } if !open.is_charged => return Ok(None),
            Self::Shared { totals, .. } => {
                let fees = totals.fees().iter().map(Priced::amounts);
                let zero = Amounts::zero(order.terms.currency);
                [totals.delivery().amounts(), sum(zero, fees)?]
            }
        };
        Ok(Some(all))
    }

    /// Returns a line's share of one of the order's discounts.
    fn share(&self, discount: usize, line: LineNo) -> Option<Money> {
        match self {
            Self::Plain { .. } => None,
            Self::Shared { totals, .. } => totals.discount_share(discount, line),
        }
    }

    /// Tells whether all parts together are listed at a thousandth of what fits at most.
    fn are_small(&self) -> bool {
        match self {
            // Otherwise they would not add up.
            Self::Plain { .. } => true,
            Self::Shared { totals, .. } => totals.is_small(),
        }
    }
}

/// Returns a plain part at its three faces, or nothing.
fn plain(part: Option<Plain>, order: &Order) -> Result<Amounts, Refusal> {
    let zero = Amounts::zero(order.terms.currency);
    part.map_or(Ok(zero), |part| Ok(part.amounts(&order.terms)?))
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
