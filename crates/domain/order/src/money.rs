//! Money of an order: payments, what bills freeze, and what delivery costs.

use std::collections::BTreeSet;

use sklad_base::{
    Amounts, DeliveryWay, DocumentId, LineNo, Moment, Money, PaymentWay, Quantity, Region, Spread,
};

use crate::{
    Asked, BilledCharges, BilledLine, Confirmation, DeliveryPrice, Event, Order, Payment, Policy,
    Refusal, Units,
    edits::Judged,
    payment::Direction,
    price::{Charge, Discount, Frozen, Totals},
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
        let open = self.open_basket();
        let totals = open.price()?;
        let mut discounts_left = self.discounts.clone();
        let mut lines = Vec::with_capacity(units.len());
        for units in units {
            self.must_be_some(*units)?;
            let line = self.bill_line(*units, &open, &totals)?;
            for (left, given) in discounts_left.iter_mut().zip(&line.order_given) {
                *left = changed(*left, given.negated())?;
            }
            lines.push(line);
        }
        let charges = match self.billed_charges {
            Some(_) => None,
            None => {
                let zero = Amounts::zero(self.terms.currency);
                let fees = sum(zero, totals.fees().iter().map(crate::price::Priced::amounts))?;
                Some(BilledCharges { document, delivery: totals.delivery().amounts(), fees })
            }
        };
        Ok(vec![Event::Billed { document, lines, discounts_left, charges }])
    }

    fn bill_line(
        &self,
        units: Units,
        open: &OpenBasket<'_>,
        totals: &Totals,
    ) -> Result<BilledLine, Refusal> {
        let (index, line) = (units.line.index(), units.line);
        let (its, priced) = (&open.lines[index], &totals.lines()[index]);
        if units.quantity > its.quantity {
            let (asked, open) = (units.quantity, its.quantity);
            return Err(Refusal::NotOpen { line, asked, open });
        }
        let frozen = Frozen::close(priced.amounts(), its.quantity, &self.terms)?;
        let amounts = frozen.next(units.quantity)?;
        let own_given = part_of(priced.own_discount(), units.quantity, its.quantity, self)?;
        let mut order_given = Vec::with_capacity(self.discounts.len());
        for discount in 0..self.discounts.len() {
            let share = totals.discount_share(discount, line);
            let share = share.unwrap_or_else(|| Money::zero(self.terms.currency));
            order_given.push(part_of(share, units.quantity, its.quantity, self)?);
        }
        let left = |discount| changed(discount, own_given.negated());
        let discount_left = its.discount.map(left).transpose()?;
        Ok(BilledLine { units, amounts, discount_left, own_given, order_given })
    }

    /// Takes units of a bill back at what they cost: the first not yet taken back first.
    pub(crate) fn unbill(&self, document: DocumentId, units: &[Units], again: bool) -> Judged {
        let mut lines = Vec::with_capacity(units.len());
        let mut discounts_left = self.discounts.clone();
        for units in units {
            let mut discount_left = self.must_be_some(*units)?.asked().discount;
            let bills = &self.billed[units.line.index()];
            let bill = bills.iter().find(|bill| bill.document == document);
            let bill = bill.ok_or(Refusal::NotBilled { line: units.line, document })?;
            let amounts = bill.frozen.next(units.quantity)?;
            // Units that are billed again get back what fixed discounts gave them; others give it up.
            let part = |given: Money| {
                let (quantity, removed) = (bill.frozen.quantity(), bill.frozen.removed());
                let upto = |quantity_| part_of(given, quantity_, quantity, self);
                Ok::<_, Refusal>(
                    upto(removed.saturating_add(units.quantity))?.minus(upto(removed)?)?,
                )
            };
            let own_given = part(bill.own_given)?;
            let order_given = bill.order_given.iter().map(|given| part(*given));
            let order_given = order_given.collect::<Result<Vec<_>, _>>()?;
            if again {
                discount_left = discount_left.map(|it| changed(it, own_given)).transpose()?;
                for (left, given) in discounts_left.iter_mut().zip(&order_given) {
                    *left = changed(*left, *given)?;
                }
            }
            let units = *units;
            lines.push(BilledLine { units, amounts, discount_left, own_given, order_given });
        }
        let charges = self.billed_charges.filter(|charges| {
            let never_sent = self.lines.iter().all(|line| line.sent().is_zero());
            let nothing_left = self.lines.iter().all(|line| line.payable().is_zero());
            (again && charges.document == document) || (never_sent && nothing_left)
        });
        Ok(vec![Event::Unbilled { document, lines, discounts_left, charges }])
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

/// Returns what the first units hold of a share that is spread over all units of their line.
fn part_of(share: Money, units: Quantity, all: Quantity, order: &Order) -> Result<Money, Refusal> {
    if share.is_zero() {
        return Ok(share);
    }
    let up_to = Spread::over(share.minor(), all)?.up_to(units, order.terms.rounding);
    Ok(Money::from_minor(up_to, order.terms.currency)?)
}

/// Returns a discount after so much more of it is to be given: a fixed amount changes, a rate stays.
fn changed(discount: Discount, by: Money) -> Result<Discount, Refusal> {
    match discount {
        Discount::Amount(amount) => Ok(Discount::Amount(amount.plus(by)?)),
        Discount::Percent(_) | Discount::Proportion { .. } => Ok(discount),
    }
}
