//! Which payment ways go with which delivery ways, at what price (C1, macierz dostaw).

use std::collections::BTreeSet;

use sklad_base::{Channel, DeliveryWay, Money, PaymentWay, Quantity, Region};

use crate::{
    Confirmation, Refusal,
    price::{Charge, Vat},
};

/// The pairs that a shop offers. What is not there is not offered.
///
/// ```
/// use std::collections::BTreeSet;
/// use sklad_base::{Channel, Currency, DeliveryWay, Money, PaymentWay};
/// use sklad_order::{Asked, Cost, Matrix, Offer, price::Vat};
///
/// let eur = Currency::parse("EUR")?;
/// let (cash, courier) = (PaymentWay::parse("cash")?, DeliveryWay::parse("courier")?);
/// let cost = Cost::Fixed(Money::parse("4.90", eur)?);
/// let matrix = Matrix { offers: vec![Offer::new(cash.clone(), courier.clone(), cost, Vat::none())] };
///
/// let channel = Channel::parse("site")?;
/// let asked = Asked { payment: &cash, delivery: &courier, channel: &channel, region: None };
/// let total = Money::parse("30", eur)?;
/// let offer = matrix.offer(&asked)?;
/// assert_eq!(offer.charge(total, None)?.amount, Money::parse("4.90", eur)?);
///
/// let post = DeliveryWay::parse("post")?;
/// assert_eq!(
///     matrix.offer(&Asked { delivery: &post, ..asked }).unwrap_err().to_string(),
///     "cannot deliver by post and take payment by cash: the shop offers courier with cash; choose one of these"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that shops build")]
pub struct Matrix {
    /// The pairs; the first that fits is taken.
    pub offers: Vec<Offer>,
}

/// One payment way with one delivery way.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that shops build")]
pub struct Offer {
    /// How it is paid.
    pub payment: PaymentWay,
    /// How it is delivered.
    pub delivery: DeliveryWay,
    /// What delivery costs then.
    pub cost: Cost,
    /// From which total of the lines, in the order's basis, delivery is free.
    pub free_from: Option<Money>,
    /// The VAT on delivery.
    pub vat: Vat,
    /// The channels that it is offered to; all of them where none is named.
    #[cfg_attr(feature = "serde", serde(default))]
    pub channels: BTreeSet<Channel>,
    /// The regions that it is offered to; all of them where none is named.
    #[cfg_attr(feature = "serde", serde(default))]
    pub regions: BTreeSet<Region>,
    /// The confirmations that such an order must collect.
    #[cfg_attr(feature = "serde", serde(default))]
    pub needs: BTreeSet<Confirmation>,
}

/// What delivery costs, in the order's basis.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "a new kind of cost must break every reader")]
pub enum Cost {
    /// Nothing.
    Free,
    /// Always the same.
    Fixed(Money),
    /// By weight in kilograms: the first step that is not lighter decides.
    #[cfg_attr(feature = "serde", serde(with = "crate::wire::shop::by_weight"))]
    ByWeight(Vec<(Quantity, Money)>),
    /// By the total of the lines: the last step that is reached decides.
    #[cfg_attr(feature = "serde", serde(with = "crate::wire::shop::by_total"))]
    ByTotal(Vec<(Money, Money)>),
}

/// What an order asks the matrix for.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "plain data that callers build")]
pub struct Asked<'a> {
    /// How it would be paid.
    pub payment: &'a PaymentWay,
    /// How it would be delivered.
    pub delivery: &'a DeliveryWay,
    /// The channel it came from.
    pub channel: &'a Channel,
    /// Where it goes, where that is known.
    pub region: Option<&'a Region>,
}

impl Matrix {
    /// Returns the offer for a pair.
    ///
    /// # Errors
    /// [`Refusal::NotOffered`], naming the pairs that this channel and region can have.
    pub fn offer(&self, asked: &Asked<'_>) -> Result<&Offer, Refusal> {
        let here = || self.offers.iter().filter(|offer| offer.is_for(asked));
        let found = here()
            .find(|offer| offer.payment == *asked.payment && offer.delivery == *asked.delivery);
        found.ok_or_else(|| Refusal::NotOffered {
            payment: asked.payment.clone(),
            delivery: asked.delivery.clone(),
            offered: here().map(|it| (it.payment.clone(), it.delivery.clone())).collect(),
        })
    }
}

impl Offer {
    /// Returns an offer to everybody, which needs no confirmation.
    #[must_use]
    pub fn new(payment: PaymentWay, delivery: DeliveryWay, cost: Cost, vat: Vat) -> Self {
        let (channels, regions, needs) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        Self { payment, delivery, cost, free_from: None, vat, channels, regions, needs }
    }

    /// Returns what delivery costs for lines of that total, in the order's basis, and that weight in kilograms.
    ///
    /// # Errors
    /// [`Refusal::NoWeight`] when the cost goes by weight and none is known or no step bears it;
    /// [`Refusal::Delivery`] when its price, or a total that it goes by, stands in another currency than the order.
    pub fn charge(&self, total: Money, weight: Option<Quantity>) -> Result<Charge, Refusal> {
        let zero = Money::zero(total.currency());
        let order = total.currency();
        if let Some(found) = self.amounts().map(Money::currency).find(|found| *found != order) {
            return Err(Refusal::Delivery { delivery: self.delivery.clone(), found, order });
        }
        let is_free = self.free_from.is_some_and(|from| from.amount() <= total.amount());
        let amount = match &self.cost {
            _ if is_free => zero,
            Cost::Free => zero,
            Cost::Fixed(amount) => *amount,
            Cost::ByWeight(steps) => {
                let bears = |weight: Quantity| steps.iter().find(|(most, _)| weight <= *most);
                let step = weight.and_then(bears).ok_or_else(|| Refusal::NoWeight {
                    delivery: self.delivery.clone(),
                    weight,
                    most: steps.iter().map(|(most, _)| *most).max(),
                })?;
                step.1
            }
            Cost::ByTotal(steps) => {
                let reached = steps.iter().filter(|(from, _)| from.amount() <= total.amount());
                reached.max_by_key(|(from, _)| from.amount()).map_or(zero, |(_, amount)| *amount)
            }
        };
        Ok(Charge::new(amount, self.vat))
    }

    /// Returns all amounts that it names.
    fn amounts(&self) -> impl Iterator<Item = Money> {
        let (fixed, by_weight, by_total): (_, &[_], &[_]) = match &self.cost {
            Cost::Free => (None, &[], &[]),
            Cost::Fixed(amount) => (Some(*amount), &[], &[]),
            Cost::ByWeight(steps) => (None, steps, &[]),
            Cost::ByTotal(steps) => (None, &[], steps),
        };
        let by_weight = by_weight.iter().map(|(_, amount)| *amount);
        let by_total = by_total.iter().flat_map(|(from, amount)| [*from, *amount]);
        self.free_from.into_iter().chain(fixed).chain(by_weight).chain(by_total)
    }

    fn is_for(&self, asked: &Asked<'_>) -> bool {
        let channel = self.channels.is_empty() || self.channels.contains(asked.channel);
        let here = |region| self.regions.contains(region);
        channel && (self.regions.is_empty() || asked.region.is_some_and(here))
    }
}

#[cfg(test)]
mod tests {
    use sklad_base::Currency;

    use super::*;

    fn money(text: &str) -> Money {
        Money::parse(text, Currency::parse("EUR").unwrap()).unwrap()
    }

    fn kilograms(text: &str) -> Quantity {
        Quantity::parse(text).unwrap()
    }

    fn offer(cost: Cost) -> Offer {
        let (payment, delivery) = (PaymentWay::parse("card"), DeliveryWay::parse("post"));
        Offer::new(payment.unwrap(), delivery.unwrap(), cost, Vat::none())
    }

    fn amount(offer: &Offer, total: &str, weight: Option<&str>) -> Result<String, String> {
        let charge = offer.charge(money(total), weight.map(kilograms));
        charge.map(|charge| charge.amount.to_string()).map_err(|refusal| refusal.to_string())
    }

    #[test]
    fn the_first_step_that_bears_the_weight_decides() {
        let steps = vec![(kilograms("1"), money("3")), (kilograms("20"), money("7"))];
        let offer = offer(Cost::ByWeight(steps));
        assert_eq!(amount(&offer, "10", Some("1")), Ok("3.00 EUR".to_owned()));
        assert_eq!(amount(&offer, "10", Some("1.001")), Ok("7.00 EUR".to_owned()));
        assert_eq!(
            amount(&offer, "10", Some("21")),
            Err("cannot price delivery by post: the weight is 21 kg, at most 20 kg is offered; split the order".to_owned())
        );
        assert_eq!(
            amount(&offer, "10", None),
            Err("cannot price delivery by post: its price goes by weight and none is given; give the weight".to_owned())
        );
    }

    #[test]
    fn the_last_step_that_the_total_reaches_decides() {
        let offer = offer(Cost::ByTotal(vec![(money("0"), money("6")), (money("50"), money("2"))]));
        assert_eq!(amount(&offer, "49.99", None), Ok("6.00 EUR".to_owned()));
        assert_eq!(amount(&offer, "50", None), Ok("2.00 EUR".to_owned()));
    }

    #[test]
    fn delivery_is_free_from_its_total_on() {
        let offer = Offer { free_from: Some(money("100")), ..offer(Cost::Fixed(money("5"))) };
        assert_eq!(amount(&offer, "99.99", None), Ok("5.00 EUR".to_owned()));
        assert_eq!(amount(&offer, "100", None), Ok("0.00 EUR".to_owned()));
    }

    #[test]
    fn refuses_a_price_in_another_currency() {
        let usd = Money::parse("5", Currency::parse("USD").unwrap()).unwrap();
        assert!(
            amount(&offer(Cost::Fixed(usd)), "10", None)
                .unwrap_err()
                .contains("is in USD and the order in EUR")
        );
        // A total to compare with is an amount, too: it was read as if it stood in the order's currency.
        let free_from = Offer { free_from: Some(usd), ..offer(Cost::Fixed(money("5"))) };
        assert!(
            amount(&free_from, "10", None).unwrap_err().contains("is in USD and the order in EUR")
        );
        let by_total = offer(Cost::ByTotal(vec![(usd, money("5"))]));
        assert!(
            amount(&by_total, "10", None).unwrap_err().contains("is in USD and the order in EUR")
        );
    }

    #[test]
    fn an_offer_to_one_channel_or_region_is_none_elsewhere() {
        let (site, floor) =
            (Channel::parse("site").unwrap(), Channel::parse("shop floor").unwrap());
        let sofia = Region::parse("Sofia").unwrap();
        let mut offer = offer(Cost::Free);
        offer.channels.insert(site.clone());
        offer.regions.insert(sofia.clone());
        let (payment, delivery) = (offer.payment.clone(), offer.delivery.clone());
        let matrix = Matrix { offers: vec![offer] };
        let offered = |channel, region| {
            let asked = Asked { payment: &payment, delivery: &delivery, channel, region };
            matrix.offer(&asked).is_ok()
        };
        assert!(offered(&site, Some(&sofia)));
        assert!(!offered(&floor, Some(&sofia)));
        assert!(!offered(&site, None));
    }
}
