//! The wire form of what has an invariant: the field names are those of the types, and what is read adds up.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use sklad_base::{
    Amounts, DeliveryWay, LineNo, Money, PaymentWay, Personal, Quantity, Region, Version,
    wire::read_given,
};

use crate::{
    BilledCharges, Buyer, Confirmation, Line, Order, Payment, Placed, Receipt, ReceiptLine,
    Standing, line,
    order::{BilledUnits, Said},
    payment::{Direction, Payments},
    price::{self, Basket, Charge, Discount, Terms},
};

pub(crate) mod shop;

#[derive(Serialize, Deserialize)]
#[serde(rename = "Order", deny_unknown_fields)]
struct OrderParts {
    placed: Placed,
    standing: Standing,
    lines: Vec<Line>,
    version: Version,
    terms: Terms,
    billed: Vec<Vec<BilledUnits>>,
    #[serde(deserialize_with = "read_given")]
    billed_charges: Option<BilledCharges>,
    discounts: Vec<Discount>,
    #[serde(deserialize_with = "read_given")]
    delivery_charge: Option<Charge>,
    #[serde(deserialize_with = "read_given")]
    payment: Option<PaymentWay>,
    #[serde(deserialize_with = "read_given")]
    delivery: Option<DeliveryWay>,
    #[serde(deserialize_with = "read_given")]
    region: Option<Region>,
    #[serde(deserialize_with = "read_given")]
    buyer: Option<Box<Personal<Buyer>>>,
    group: String,
    comments: Vec<Personal<String>>,
    needs: BTreeSet<Confirmation>,
    collected: BTreeSet<Confirmation>,
    payments: Payments,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Receipt", deny_unknown_fields)]
struct ReceiptParts {
    lines: Vec<ReceiptLine>,
    delivery: Amounts,
    fees: Amounts,
    total: Amounts,
    paid: Money,
    refunded: Money,
    outstanding: Money,
}

/// Writes a type by its parts, and reads it by them where it then adds up.
macro_rules! checked {
    ($($name:ident by $parts:ident,)+) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $parts::serialize(self, serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let read = $parts::deserialize(deserializer)?;
                read.check_sums().map_err(D::Error::custom)?;
                Ok(read)
            }
        }
    )+};
}

checked! { Receipt by ReceiptParts, }

impl Serialize for Line {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.parts().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let parts = line::Parts::deserialize(deserializer)?;
        parts.check_sums().map_err(D::Error::custom)?;
        Ok(Self::of(&parts))
    }
}

impl line::Parts {
    fn check_sums(&self) -> Result<(), String> {
        let Self { ordered, cancelled, waiting, taken, sent, .. } = self;
        let home = [self.came_back, self.returned, self.written_off, self.requested];
        let rest = [*ordered, *cancelled, *waiting, *taken, *sent, self.dismissed];
        if let Some(negative) = home.iter().chain(&rest).find(|part| part.is_negative()) {
            return Err(format!("cannot read a line: {negative} is below zero; {RESTORE}"));
        }
        if sum(&[*waiting, *taken, *cancelled]) != sum(&[*ordered]) {
            return Err(format!(
                "cannot read a line: ordered {ordered} is not waiting {waiting}, taken {taken} and \
                 cancelled {cancelled}; {RESTORE}"
            ));
        }
        if sent > taken {
            return Err(format!(
                "cannot read a line: sent {sent} is more than taken {taken}; {RESTORE}"
            ));
        }
        if sum(&home) > sum(&[*sent]) {
            let [came_back, returned, written_off, requested] = home;
            return Err(format!(
                "cannot read a line: came back {came_back}, returned {returned}, written off \
                 {written_off} and requested {requested} are more than sent {sent}; {RESTORE}"
            ));
        }
        Ok(())
    }
}

impl Serialize for Order {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let billed = self
            .lines()
            .map(|(line, _)| self.bills(line).iter().map(|(_, bill)| bill.clone()).collect());
        let parts = OrderParts {
            placed: self.placed(),
            standing: self.standing().clone(),
            lines: self.lines.to_vec(),
            version: self.version,
            terms: self.terms,
            billed: billed.collect(),
            billed_charges: self.billed_charges(),
            discounts: self.discounts().to_vec(),
            delivery_charge: self.delivery_price(),
            payment: self.payment().cloned(),
            delivery: self.delivery().cloned(),
            region: self.region().cloned(),
            buyer: self.buyer().cloned().map(Box::new),
            group: self.group().to_owned(),
            comments: self.comments().to_vec(),
            needs: self.said().needs.clone(),
            collected: self.collected.iter().collect(),
            payments: self.money_moved().into_owned(),
        };
        parts.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Order {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let parts = OrderParts::deserialize(deserializer)?;
        let number = parts.placed.number.clone();
        let wrong =
            |wrong| D::Error::custom(format!("cannot read order {number}: {wrong}; {RESTORE}"));
        parts.wrong_shape().or_else(|| parts.wrong_money()).map_or(Ok(()), |it| Err(wrong(it)))?;
        let order = parts.into_order();
        order.receipt().map_err(|refusal| wrong(refusal.to_string()))?;
        Ok(order)
    }
}

impl OrderParts {
    /// Puts the order together as it held all that.
    fn into_order(self) -> Order {
        let Self { placed, lines, discounts, delivery_charge, payment, delivery, .. } = self;
        let mut order = Order::new(placed);
        let first_lines: Vec<_> = order.first_lines().collect();
        order.lines = lines.into();
        if !first_lines.iter().copied().eq(order.first_lines()) {
            order.later_mut().first_lines = Some(first_lines);
        }
        let said = Said {
            payment,
            delivery,
            region: self.region,
            buyer: self.buyer,
            group: self.group,
            delivery_price: delivery_charge.map(Box::new),
            discounts,
            needs: self.needs,
            ..order.said().clone()
        };
        if said != *order.said() {
            *order.say() = said;
        }
        order.version = self.version;
        order.is_confirmed = self.standing == Standing::Confirmed;
        if matches!(self.standing, Standing::False { .. } | Standing::Cancelled { .. }) {
            order.later_mut().dropped = Some(self.standing);
        }
        self.collected.into_iter().for_each(|it| order.collected.insert(it));
        for (line, bills) in self.billed.into_iter().enumerate() {
            let Some(line) = LineNo::after(line) else { break };
            bills.into_iter().for_each(|bill| order.add_bill(line, bill));
        }
        if self.billed_charges.is_some() {
            order.later_mut().billed_charges = self.billed_charges;
        }
        if !self.comments.is_empty() {
            order.later_mut().comments = self.comments;
        }
        if self.payments.all().next().is_some() {
            order.later_mut().payments = Some(self.payments);
        }
        order
    }

    fn wrong_shape(&self) -> Option<String> {
        let (lines, placed) = (self.lines.len(), self.placed.lines.len());
        if lines < placed {
            return Some(format!("it was placed with {placed} lines and has {lines}"));
        }
        if LineNo::after(lines).is_none() {
            return Some(format!("it has {lines} lines, at most 65535"));
        }
        if self.billed.len() != lines {
            return Some(format!("it has {lines} lines and bills of {}", self.billed.len()));
        }
        if self.version == Version::default() {
            return Some("its version is 0, and a placed order begins at 1".to_owned());
        }
        let by_shop = self.collected.contains(&Confirmation::Shop);
        if self.standing == Standing::Confirmed && !by_shop {
            return Some("it is confirmed and has no confirmation of the shop".to_owned());
        }
        None
    }

    fn wrong_money(&self) -> Option<String> {
        let Self { terms, placed, payments, .. } = self;
        if *terms != placed.terms {
            return Some("its terms are not those it was placed on".to_owned());
        }
        if payments.paid().currency() != terms.currency {
            let paid = payments.paid().currency();
            return Some(format!("its payments are in {paid}, its terms in {}", terms.currency));
        }
        for bills in &self.billed {
            let mut known = BTreeSet::new();
            let twice = bills.iter().find(|bill| !known.insert(bill.document));
            let twice = twice.map(|bill| format!("{} has a line twice", bill.document));
            let wrong = twice.or_else(|| bills.iter().find_map(|bill| bill.wrong(terms)));
            if wrong.is_some() {
                return wrong;
            }
        }
        // The receipt leaves delivery and fees out where nothing is left to send.
        let charges =
            Basket { delivery: self.delivery_charge, fees: &placed.fees, ..no_lines(*terms) };
        price::price(&charges).err().map(|refusal| refusal.to_string())
    }
}

impl BilledUnits {
    /// Left units are among those billed for good, and these among all; what is wrong otherwise.
    fn wrong(&self, terms: &Terms) -> Option<String> {
        let Self { document, frozen, counted, worth, order_given } = self;
        let other = |given: &Money| given.currency() != terms.currency;
        let given_in_other = order_given.iter().any(other);
        if !frozen.is_on(terms) || worth.net().currency() != terms.currency || given_in_other {
            return Some(format!("{document} was frozen on other terms"));
        }
        let (left, whole) = (frozen.quantity_left(), frozen.quantity());
        if *counted < left || *counted > whole {
            return Some(format!(
                "{document} counts {counted} of {whole} units, {left} of them left"
            ));
        }
        let is_worth = match *counted {
            none if none.is_zero() => worth.is_zero(),
            all if all == whole => *worth == frozen.whole(),
            _ => true,
        };
        (!is_worth).then(|| format!("{document} counts {counted} of {whole} units at {worth}"))
    }
}

impl Receipt {
    fn check_sums(&self) -> Result<(), String> {
        let Self { lines, delivery, fees, total, paid, refunded, outstanding } = self;
        let of_lines = lines.iter().map(|line| line.amounts);
        let sum = of_lines.chain([*fees]).try_fold(*delivery, Amounts::plus);
        let sum = sum.map_err(|invalid| format!("cannot read a receipt: {invalid}"))?;
        if sum != *total {
            return Err(format!(
                "cannot read a receipt: lines, delivery and fees are {sum}, and the total is {total}; \
                 {AGAIN}"
            ));
        }
        let due = total.gross().minus(*paid).and_then(|left| left.plus(*refunded));
        let due = due.map_err(|invalid| format!("cannot read a receipt: {invalid}"))?;
        if due != *outstanding {
            return Err(format!(
                "cannot read a receipt: {due} of it is to be paid, and {outstanding} is outstanding; \
                 {AGAIN}"
            ));
        }
        Ok(())
    }
}

/// Payments, on their way; the sums are for readers, and are added up again.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PaymentsParts<P> {
    all: Vec<Moved<P>>,
    paid: Money,
    refunded: Money,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Moved<P> {
    In(P),
    Back(P),
}

impl Serialize for Payments {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let all = self.all().map(|(direction, payment)| match direction {
            Direction::In => Moved::In(payment),
            Direction::Back => Moved::Back(payment),
        });
        let (all, paid, refunded) = (all.collect(), self.paid(), self.refunded());
        PaymentsParts { all, paid, refunded }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Payments {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let PaymentsParts { all, paid, refunded } = PaymentsParts::deserialize(deserializer)?;
        let mut payments = Self::new(paid.currency());
        for moved in all {
            let (direction, payment): (_, Payment) = match moved {
                Moved::In(payment) => (Direction::In, payment),
                Moved::Back(payment) => (Direction::Back, payment),
            };
            let is_new = payments.judge(direction, &payment).map_err(D::Error::custom)?;
            if !is_new {
                let reference = payment.reference;
                return Err(D::Error::custom(format!(
                    "cannot read payment {reference}: it is there twice; {RESTORE}"
                )));
            }
            payments.take_in(direction, &payment);
        }
        let sums = (payments.paid(), payments.refunded());
        if sums == (paid, refunded) {
            return Ok(payments);
        }
        Err(D::Error::custom(format!(
            "cannot read payments: they come to {} paid and {} given back, not {paid} and \
             {refunded}; {RESTORE}",
            sums.0, sums.1
        )))
    }
}

const fn no_lines(terms: Terms) -> Basket<'static> {
    Basket::new(terms, &[])
}

/// Returns the sum in millionths: wider than its parts.
fn sum(parts: &[Quantity]) -> i128 {
    parts.iter().map(|part| i128::from(part.millionths())).sum()
}

const RESTORE: &str = "restore the order from its events";
const AGAIN: &str = "ask the order again";
