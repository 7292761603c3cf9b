//! Money of an order: payments, and what delivery costs.

use std::collections::BTreeSet;

use sklad_base::{DeliveryWay, Moment, Money, PaymentWay, Region};

use crate::{
    Asked, Confirmation, DeliveryPrice, Event, Happened, Order, Payment, Policy, Refusal,
    edits::Judged, payment::Direction, price::Charge,
};

impl Order {
    pub(crate) fn pay(&self, payment: Payment) -> Judged {
        self.check_currency(&payment)?;
        let is_new = self.money_moved().judge(Direction::In, &payment)?;
        Ok(is_new.then_some(Event::Paid(payment)).into())
    }

    pub(crate) fn refund(&self, payment: &Payment) -> Judged {
        self.check_currency(payment)?;
        let is_new = self.money_moved().judge(Direction::Back, payment)?;
        Ok(is_new.then(|| Event::Refunded(payment.clone())).into())
    }

    /// Pays what is outstanding.
    pub(crate) fn mark_paid(&self, way: &PaymentWay, reference: &str, moment: Moment) -> Judged {
        let amount = self.outstanding()?;
        if !amount.is_positive() {
            let number = self.number.clone();
            return Err(Refusal::NothingDue { number, to_give_back: amount.negated() });
        }
        let (reference, way) = (reference.to_owned(), way.clone());
        self.pay(Payment { reference, way, amount, moment })
    }

    /// Changes payment or delivery: the pair must be offered, and delivery costs what the manager says.
    pub(crate) fn rearrange(
        &self,
        (payment, delivery): (Option<PaymentWay>, Option<DeliveryWay>),
        (region, price): (Option<&Region>, DeliveryPrice),
        policy: &Policy,
    ) -> Judged {
        self.must_stand("change payment or delivery of")?;
        let region = region.or_else(|| self.region());
        let pair = policy.matrix.as_ref().zip(payment.as_ref().zip(delivery.as_ref()));
        let mut needs: BTreeSet<Confirmation> = policy.needs.clone();
        let mut looked_up = self.delivery_price();
        if let Some((matrix, (payment, delivery))) = pair {
            let channel = &self.channel;
            let offer = matrix.offer(&Asked { payment, delivery, channel, region })?;
            needs.extend(&offer.needs);
            if let DeliveryPrice::LookUp(weight) = price {
                looked_up = Some(offer.charge(self.total_of_lines()?, weight)?);
            }
        }
        let price: Option<Charge> = match price {
            DeliveryPrice::LookUp(_) => looked_up,
            DeliveryPrice::Keep => self.delivery_price(),
            DeliveryPrice::Set(charge) => Some(charge),
        };
        let region = region.cloned();
        let is_same = (self.payment(), self.delivery(), self.region())
            == (payment.as_ref(), delivery.as_ref(), region.as_ref());
        if is_same && self.delivery_price() == price && self.said().needs == needs {
            return Ok(Happened::Nothing);
        }
        self.if_it_fits(vec![Event::Rearranged { payment, delivery, region, price, needs }])
    }

    /// Returns what the lines come to in the order's basis, all discounts off: what delivery's price is looked up by.
    fn total_of_lines(&self) -> Result<Money, Refusal> {
        let (lines, zero) = (self.receipt()?.lines, Money::zero(self.terms.currency));
        let amounts = lines.iter().map(|line| line.amounts.in_basis(self.terms.basis));
        Ok(amounts.into_iter().try_fold(zero, Money::plus)?)
    }

    fn check_currency(&self, payment: &Payment) -> Result<(), Refusal> {
        let (found, order) = (payment.amount.currency(), self.terms.currency);
        if found == order {
            return Ok(());
        }
        Err(Refusal::Payment { reference: payment.reference.clone(), found, order })
    }
}
