//! An order on its way in, and as it was taken.

mod buyer;

use std::collections::BTreeSet;

use sklad_base::{
    Amounts, Channel, DeliveryWay, ItemId, LineNo, Moment, Money, OrderNumber, PaymentWay,
    Personal, PlaceCode, PlaceId, Price, PriceListCode, Quantity, Refusals, Region, Sku,
};

use crate::{
    Asked, Confirmation, Policy, Refusal,
    price::{self, Basket, Charge, Discount, Plain, Terms, Vat},
};

pub use buyer::{Buyer, TaxNumber};

/// An order as a shop's site sends it (B1, B14): items by their sku, client, payment, delivery.
///
/// ```
/// use sklad_base::{Channel, Currency, OrderNumber, PriceBasis};
/// use sklad_order::{Draft, price::Terms};
///
/// let terms = Terms::new(Currency::parse("EUR")?, PriceBasis::Gross);
/// let draft = Draft::new(Channel::parse("site")?, OrderNumber::parse("1001")?, terms, vec![]);
/// assert_eq!(
///     draft.check().unwrap_err().to_string(),
///     "cannot place order 1001: it has no lines; add at least one"
/// );
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that codecs build")]
pub struct Draft {
    /// The way it came in (F1).
    pub channel: Channel,
    /// Its number there; the same number from the same channel is the same order.
    pub number: OrderNumber,
    /// Currency, price basis and rounding: one set an order.
    pub terms: Terms,
    /// The price list that it was ordered from, where there is one (G3).
    pub price_list: Option<PriceListCode>,
    /// Who ordered, where that is known.
    pub buyer: Option<Personal<Buyer>>,
    /// The group of buyers that the shop counts them to (G3); empty where it counts them to none.
    #[cfg_attr(feature = "serde", serde(default))]
    pub group: String,
    /// How it will be paid, where that is known.
    pub payment: Option<PaymentWay>,
    /// How it will be delivered, where that is known.
    pub delivery: Option<DeliveryWay>,
    /// The place that it is to be served from, where it names one: a pick-up, a marketplace's warehouse.
    pub place: Option<PlaceCode>,
    /// The region it goes to, where that is known.
    pub region: Option<Region>,
    /// Its weight in kilograms, where that is known.
    pub weight: Option<Quantity>,
    /// What delivery costs, where the site says so; else it is looked up in the matrix (C1).
    pub delivery_price: Option<Charge>,
    /// Packing, cash on delivery and the like.
    #[cfg_attr(feature = "serde", serde(default))]
    pub fees: Vec<Charge>,
    /// What comes off the lines together.
    #[cfg_attr(feature = "serde", serde(default))]
    pub discounts: Vec<Discount>,
    /// What is ordered; the same item may stand on several lines.
    pub lines: Vec<DraftLine>,
    /// What the customer wrote.
    pub comment: Option<Personal<String>>,
}

/// One line of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that codecs build")]
pub struct DraftLine {
    /// Which item.
    pub sku: Sku,
    /// How much of it, above zero, in its base unit.
    pub quantity: Quantity,
    /// What one unit costs, zero or more, in the basis of the draft's terms.
    pub price: Price,
    /// The VAT that it bears.
    pub vat: Vat,
    /// What comes off this line.
    pub discount: Option<Discount>,
}

/// An order that was taken: the draft with its items known and each line given a place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(
    clippy::exhaustive_structs,
    reason = "a fact in the log; a new field must break every reader"
)]
pub struct Placed {
    /// The way it came in.
    pub channel: Channel,
    /// Its number there.
    pub number: OrderNumber,
    /// Currency, price basis and rounding.
    pub terms: Terms,
    /// The price list that it was ordered from.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub price_list: Option<PriceListCode>,
    /// Who ordered.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub buyer: Option<Personal<Buyer>>,
    /// The group of buyers that the shop counts them to.
    pub group: String,
    /// How it will be paid.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub payment: Option<PaymentWay>,
    /// How it will be delivered.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub delivery: Option<DeliveryWay>,
    /// The region it goes to.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub region: Option<Region>,
    /// What delivery costs.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub delivery_price: Option<Charge>,
    /// Packing, cash on delivery and the like.
    pub fees: Vec<Charge>,
    /// What comes off the lines together.
    pub discounts: Vec<Discount>,
    /// The confirmations that it must collect (C2, C8).
    pub needs: BTreeSet<Confirmation>,
    /// What is ordered, by line number.
    pub lines: Vec<PlacedLine>,
    /// What the customer wrote.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub comment: Option<Personal<String>>,
    /// When it was taken.
    pub moment: Moment,
}

/// One line of an order that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(
    clippy::exhaustive_structs,
    reason = "a fact in the log; a new field must break every reader"
)]
pub struct PlacedLine {
    /// Which item.
    pub item: ItemId,
    /// Whether stock is kept of it; a service is sold without (B9).
    pub kept: bool,
    /// The place that it was allocated to.
    pub place: PlaceId,
    /// The warehouse it is sent from, where it is moved there first (B10).
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub dispatch: Option<PlaceId>,
    /// How much of it.
    pub quantity: Quantity,
    /// What one unit costs.
    pub price: Price,
    /// The VAT that it bears.
    pub vat: Vat,
    /// What comes off this line.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub discount: Option<Discount>,
}

impl Placed {
    /// Returns an order that says no more than that; the channel has its number.
    ///
    /// ```
    /// use sklad_base::{Channel, Currency, Moment, OrderNumber, PriceBasis};
    /// use sklad_order::{Placed, price::Terms};
    ///
    /// let (channel, number) = (Channel::parse("site")?, OrderNumber::parse("1001")?);
    /// let terms = Terms::new(Currency::parse("EUR")?, PriceBasis::Gross);
    /// let placed = Placed::new((channel, number), terms, Vec::new(), Moment::FIRST);
    /// assert_eq!((placed.buyer, placed.fees), (None, Vec::new()));
    /// # Ok::<(), sklad_base::Invalid>(())
    /// ```
    #[must_use]
    pub fn new(
        (channel, number): (Channel, OrderNumber),
        terms: Terms,
        lines: Vec<PlacedLine>,
        moment: Moment,
    ) -> Self {
        Self {
            channel,
            number,
            terms,
            price_list: None,
            buyer: None,
            group: String::new(),
            payment: None,
            delivery: None,
            region: None,
            delivery_price: None,
            fees: Vec::new(),
            discounts: Vec::new(),
            needs: BTreeSet::new(),
            lines,
            comment: None,
            moment,
        }
    }
}

impl Draft {
    /// Returns a draft that names no more than that.
    #[must_use]
    pub fn new(channel: Channel, number: OrderNumber, terms: Terms, lines: Vec<DraftLine>) -> Self {
        Self {
            channel,
            number,
            terms,
            price_list: None,
            buyer: None,
            group: String::new(),
            payment: None,
            delivery: None,
            place: None,
            region: None,
            weight: None,
            delivery_price: None,
            fees: Vec::new(),
            discounts: Vec::new(),
            lines,
            comment: None,
        }
    }

    /// Looks for all that an order cannot have, whatever the shop.
    ///
    /// # Errors
    /// [`Refusal`]s: no lines, too many, a quantity that is not above zero, a price below zero, an amount past
    /// what fits, an amount in another currency than the terms.
    pub fn check(&self) -> Result<(), Refusals<Refusal>> {
        let number = &self.number;
        let mut refusals = Vec::new();
        if self.lines.is_empty() {
            refusals.push(Refusal::Empty { number: number.clone() });
        }
        if LineNo::after(self.lines.len()).is_none() {
            refusals
                .push(Refusal::TooManyLines { number: number.clone(), lines: self.lines.len() });
        }
        for (index, line) in self.lines.iter().enumerate() {
            let Some(no) = LineNo::after(index) else { break };
            DraftLine::check_numbers(no, line.quantity, line.price, &mut refusals);
        }
        let of_lines = || self.lines.iter().map(|line| line.price.currency());
        if of_lines().any(|currency| currency != self.terms.currency) {
            let all: BTreeSet<_> = of_lines().chain([self.terms.currency]).collect();
            let currencies = all.into_iter().collect();
            refusals.push(Refusal::Currencies { number: number.clone(), currencies });
        }
        if refusals.is_empty()
            && let Err(why) = self.priced(self.delivery_price)
        {
            refusals.push(why.into());
        }
        Refusals::from_all(refusals).map_or(Ok(()), Err)
    }

    /// Looks at what the shop offers: the price list, the pair of payment and delivery, its price, what it needs.
    ///
    /// # Errors
    /// [`Refusal`]s: no such price list or one that is not for this buyer, items or prices that are not on it, a
    /// pair that the matrix lacks, a delivery whose price cannot be looked up.
    pub fn agree(&self, policy: &Policy) -> Result<Agreed, Refusals<Refusal>> {
        let mut refusals = Vec::new();
        let list = self.price_list.as_ref().map(|code| (code, policy.price_lists.get(code)));
        let confirms_itself = match list {
            Some((_, Some(list))) => {
                list.check(self, &mut refusals);
                list.confirms_itself
            }
            Some((code, None)) => {
                refusals.push(Refusal::UnknownPriceList { list: code.clone() });
                false
            }
            None => false,
        };
        let arranged = self.arrange(policy).map_err(|refusal| refusals.push(refusal));
        if let Some(refusals) = Refusals::from_all(refusals) {
            return Err(refusals);
        }
        let (delivery_price, needs) = arranged.unwrap_or_default();
        Ok(Agreed { delivery_price, needs, confirms_itself })
    }

    fn arrange(
        &self,
        policy: &Policy,
    ) -> Result<(Option<Charge>, BTreeSet<Confirmation>), Refusal> {
        let mut needs = policy.needs.clone();
        let pair = policy.matrix.as_ref().zip(self.payment.as_ref().zip(self.delivery.as_ref()));
        let Some((matrix, (payment, delivery))) = pair else {
            return Ok((self.delivery_price, needs));
        };
        let region = self.region.as_ref();
        let offer = matrix.offer(&Asked { payment, delivery, channel: &self.channel, region })?;
        needs.extend(&offer.needs);
        let price = match self.delivery_price {
            Some(price) => price,
            None => offer.charge(self.priced(None)?, self.weight)?,
        };
        // What was looked up is priced as well: no order is taken that could not be priced later.
        self.priced(Some(price))?;
        Ok((Some(price), needs))
    }

    /// Returns what the lines come to in the order's basis, all discounts off.
    fn priced(&self, delivery: Option<Charge>) -> Result<Money, price::Refusal> {
        if let Some(lines) = self.plain(delivery) {
            return Ok(lines.in_basis(self.terms.basis));
        }
        let lines: Vec<_> = self.lines.iter().map(DraftLine::to_price).collect();
        let (discounts, fees) = (&self.discounts[..], &self.fees[..]);
        let basket = Basket { discounts, delivery, fees, ..Basket::new(self.terms, &lines) };
        let totals = price::price(&basket)?;
        let zero = Money::zero(self.terms.currency);
        let amounts = totals.lines().iter().map(|line| line.amounts().in_basis(self.terms.basis));
        Ok(amounts.into_iter().try_fold(zero, Money::plus)?)
    }

    /// Returns what the lines come to, where each part is priced by itself.
    fn plain(&self, delivery: Option<Charge>) -> Option<Amounts> {
        let (lines, fees, terms) = (&self.lines, &self.fees, &self.terms);
        if !self.discounts.is_empty() || u16::try_from(lines.len().max(fees.len())).is_err() {
            return None;
        }
        let lines = Plain::sum(lines.iter().map(|line| Plain::line(&line.to_price(), terms)))?;
        let charges = delivery.iter().chain(fees).map(|charge| Plain::charge(charge, terms));
        Plain::sum(charges.chain([Some(lines)]))?;
        lines.amounts(terms).ok()
    }
}

/// What shop and order agree on beside the lines.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
pub struct Agreed {
    /// What delivery costs.
    pub delivery_price: Option<Charge>,
    /// The confirmations that the order must collect.
    pub needs: BTreeSet<Confirmation>,
    /// Whether its price list confirms it by itself (G4).
    pub confirms_itself: bool,
}

impl DraftLine {
    /// Returns a line without VAT and discount.
    #[must_use]
    pub fn new(sku: Sku, quantity: Quantity, price: Price) -> Self {
        Self { sku, quantity, price, vat: Vat::none(), discount: None }
    }

    /// Puts what a line cannot have behind the other refusals.
    pub(crate) fn check_numbers(
        line: LineNo,
        quantity: Quantity,
        price: Price,
        refusals: &mut Vec<Refusal>,
    ) {
        if !quantity.is_positive() {
            refusals.push(Refusal::NotPositive { line, quantity });
        }
        if price.is_negative() {
            refusals.push(Refusal::NegativePrice { line, price });
        }
        if let Err(why) = price.times(quantity) {
            refusals.push(Refusal::Amount { line, why });
        }
    }

    const fn to_price(&self) -> price::Line {
        let Self { quantity, price, vat, discount, .. } = *self;
        price::Line { price, quantity, vat, discount }
    }
}

#[cfg(test)]
mod tests;
