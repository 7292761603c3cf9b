//! Money of an order: payments, what bills freeze, and what delivery costs.

use std::collections::BTreeSet;

use sklad_base::{
    Amounts, DeliveryWay, DocumentId, LineNo, Moment, Money, PaymentWay, Quantity, Region,
    distribute_into,
};

use crate::{
    Asked, BilledCharges, BilledLine, Confirmation, DeliveryPrice, Event, Order, Payment, Policy,
    Refusal, Units,
    edits::Judged,
    payment::Direction,
    price::{Charge, Terms, Totals},
    receipt::{OpenBasket, sum},
};

impl Order {
    pub(crate) fn pay(&self, payment: &Payment) -> Judged {
        self.check_currency(payment)?;
        let is_new = self.payments.judge(Direction::In, payment)?;
        Ok(if is_new { vec![Event::Paid(payment.clone())] } else { Vec::new() })
    }

    pub(crate) fn refund(&self, payment: &Payment) -> Judged {
        self.check_currency(payment)?;
        let is_new = self.payments.judge(Direction::Back, payment)?;
        Ok(if is_new { vec![Event::Refunded(payment.clone())] } else { Vec::new() })
    }

    /// Pays what is outstanding.
    pub(crate) fn mark_paid(&self, way: &PaymentWay, reference: &str, moment: Moment) -> Judged {
        let receipt = self.receipt()?;
        if receipt.is_paid() {
            let number = self.placed.number.clone();
            return Err(Refusal::NothingDue { number, to_give_back: receipt.to_give_back() });
        }
        let (reference, way) = (reference.to_owned(), way.clone());
        self.pay(&Payment { reference, way, amount: receipt.outstanding, moment })
    }

    /// Freezes what units cost as their bill is closed; the first bill holds delivery and fees, too.
    pub(crate) fn bill(&self, document: DocumentId, units: &[Units]) -> Judged {
        if self.billed.iter().flatten().any(|bill| bill.document == document) {
            return Err(Refusal::BilledBefore { document });
        }
        let open = self.open_basket()?;
        let totals = open.price()?;
        let units = self.per_line(units)?;
        let lines = units.into_iter().map(|units| self.bill_line(units, &open, &totals));
        let lines: Vec<_> = lines.collect::<Result<_, _>>()?;
        let zero = Amounts::zero(self.terms.currency);
        let charges = if self.billed_charges.is_none() && open.is_charged {
            let fees = sum(zero, totals.fees().iter().map(crate::price::Priced::amounts))?;
            Some(BilledCharges { document, delivery: totals.delivery().amounts(), fees })
        } else {
            None
        };
        let is_something = !lines.is_empty() || charges.is_some();
        Ok(if is_something { vec![Event::Billed { document, lines, charges }] } else { Vec::new() })
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
        let weights = [units.quantity, left.saturating_sub(units.quantity)];
        let weights = weights.map(|quantity| i128::from(quantity.millionths()));
        let part = |amount: Money| -> Result<i128, Refusal> {
            let mut parts = [0; 2];
            distribute_into(amount.minor(), &weights, &mut parts)?;
            Ok(parts[0])
        };
        let (amount, tax) = (part(rest.in_basis(basis))?, part(rest.tax())?);
        Ok(BilledLine { units, amounts: Amounts::from_minor(amount, tax, basis, currency)? })
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
            let bills = &self.billed[units.line.index()];
            let bill = bills.iter().find(|bill| bill.document == document);
            let bill = bill.ok_or(Refusal::NotBilled { line: units.line, document })?;
            lines.push(BilledLine { units, amounts: bill.frozen.next(units.quantity)? });
        }
        let is_over = self.charges_to_give_back().is_some();
        let charges = self
            .billed_charges
            .filter(|charges| (again && charges.document == document) || is_over);
        let is_something = !lines.is_empty() || charges.is_some();
        let unbilled = Event::Unbilled { document, lines, charges, again };
        Ok(if is_something { vec![unbilled] } else { Vec::new() })
    }

    /// Returns the bill whose delivery and fees are to be taken back: of an order that sent nothing, nothing is left.
    #[must_use]
    pub fn charges_to_give_back(&self) -> Option<DocumentId> {
        let never_sent = self.lines.iter().all(|line| line.sent().is_zero());
        let nothing_left = self.lines.iter().all(|line| line.payable().is_zero());
        self.billed_charges.filter(|_| never_sent && nothing_left).map(|charges| charges.document)
    }

    /// Changes payment or delivery: the pair must be offered, and delivery costs what the manager says.
    pub(crate) fn rearrange(
        &self,
        (payment, delivery): (Option<PaymentWay>, Option<DeliveryWay>),
        (region, price): (Option<&Region>, DeliveryPrice),
        policy: &Policy,
    ) -> Judged {
        self.must_stand("change payment or delivery of")?;
        let region = region.or(self.placed.region.as_ref());
        let pair = policy.matrix.as_ref().zip(payment.as_ref().zip(delivery.as_ref()));
        let mut needs: BTreeSet<Confirmation> = policy.needs.clone();
        let mut looked_up = self.delivery_charge;
        if let Some((matrix, (payment, delivery))) = pair {
            let channel = &self.placed.channel;
            let offer = matrix.offer(&Asked { payment, delivery, channel, region })?;
            needs.extend(&offer.needs);
            if let DeliveryPrice::LookUp(weight) = price {
                looked_up = Some(offer.charge(self.worth_of_lines()?, weight)?);
            }
        }
        let price: Option<Charge> = match price {
            DeliveryPrice::LookUp(_) => looked_up,
            DeliveryPrice::Keep => self.delivery_charge,
            DeliveryPrice::Set(charge) => Some(charge),
        };
        let same = (&self.payment, &self.delivery) == (&payment, &delivery);
        if same && self.delivery_charge == price && self.needs == needs {
            return Ok(Vec::new());
        }
        self.if_it_fits(vec![Event::Rearranged { payment, delivery, price, needs }])
    }

    fn check_currency(&self, payment: &Payment) -> Result<(), Refusal> {
        let (found, order) = (payment.amount.currency(), self.terms.currency);
        if found == order {
            return Ok(());
        }
        Err(Refusal::Payment { reference: payment.reference.clone(), found, order })
    }

    /// Returns the bills that hold units of a line, first closed first, with what is left on each.
    pub fn bills_of(&self, line: LineNo) -> impl Iterator<Item = (DocumentId, Quantity)> {
        let bills = self.billed.get(line.index()).into_iter().flatten();
        bills.map(|bill| (bill.document, bill.frozen.quantity_left()))
    }
}
