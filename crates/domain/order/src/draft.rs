//! An order on its way in, and as it was taken.

use std::collections::BTreeSet;

use sklad_base::{
    Channel, DeliveryWay, ItemId, LineNo, Moment, OrderNumber, PaymentWay, PlaceCode, PlaceId,
    Price, Quantity, Refusals, Sku,
};

use crate::Refusal;

/// An order as a shop's site sends it (B1, B14): items by their sku, client, payment, delivery.
///
/// ```
/// use sklad_base::{Channel, OrderNumber};
/// use sklad_order::Draft;
///
/// let draft = Draft::new(Channel::parse("site")?, OrderNumber::parse("1001")?, vec![]);
/// assert_eq!(
///     draft.check().unwrap_err().to_string(),
///     "cannot place order 1001: it has no lines; add at least one"
/// );
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that codecs build")]
pub struct Draft {
    /// The way it came in (F1).
    pub channel: Channel,
    /// Its number there; the same number from the same channel is the same order.
    pub number: OrderNumber,
    /// Who ordered.
    pub buyer: Buyer,
    /// How it will be paid, where that is known.
    pub payment: Option<PaymentWay>,
    /// How it will be delivered, where that is known.
    pub delivery: Option<DeliveryWay>,
    /// The place that it is to be served from, where it names one: a pick-up, a marketplace's warehouse.
    pub place: Option<PlaceCode>,
    /// What is ordered; the same item may stand on several lines.
    pub lines: Vec<DraftLine>,
    /// What the customer wrote.
    pub comment: String,
}

/// One line of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that codecs build")]
pub struct DraftLine {
    /// Which item.
    pub sku: Sku,
    /// How much of it, above zero, in its base unit.
    pub quantity: Quantity,
    /// What one unit costs, zero or more.
    pub price: Price,
}

/// Who ordered and where it goes, in the words that came in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "plain data that codecs build")]
#[expect(missing_docs, reason = "the fields say themselves")]
pub struct Buyer {
    pub name: String,
    pub email: String,
    pub phone: String,
    pub address: String,
}

/// An order that was taken: the draft with its items known and each line given a place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a fact in the log; a new field must break every reader"
)]
pub struct Placed {
    /// The way it came in.
    pub channel: Channel,
    /// Its number there.
    pub number: OrderNumber,
    /// Who ordered.
    pub buyer: Buyer,
    /// How it will be paid.
    pub payment: Option<PaymentWay>,
    /// How it will be delivered.
    pub delivery: Option<DeliveryWay>,
    /// What is ordered, by line number.
    pub lines: Vec<PlacedLine>,
    /// What the customer wrote.
    pub comment: String,
    /// When it was taken.
    pub moment: Moment,
}

/// One line of an order that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    pub dispatch: Option<PlaceId>,
    /// How much of it.
    pub quantity: Quantity,
    /// What one unit costs.
    pub price: Price,
}

impl Draft {
    /// Returns a draft that names neither buyer, payment, delivery nor place, without comment.
    #[must_use]
    pub fn new(channel: Channel, number: OrderNumber, lines: Vec<DraftLine>) -> Self {
        let (buyer, comment) = (Buyer::default(), String::new());
        Self { channel, number, buyer, payment: None, delivery: None, place: None, lines, comment }
    }

    /// Looks for all that an order cannot have, whatever the shop.
    ///
    /// # Errors
    /// [`Refusal`]s: no lines, too many, a quantity that is not above zero, a price below zero, an amount past
    /// what fits, two currencies.
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
        let currencies: BTreeSet<_> = self.lines.iter().map(|line| line.price.currency()).collect();
        if currencies.len() > 1 {
            let currencies = currencies.into_iter().collect();
            refusals.push(Refusal::Currencies { number: number.clone(), currencies });
        }
        Refusals::from_all(refusals).map_or(Ok(()), Err)
    }
}

impl DraftLine {
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
        if price.amount().is_sign_negative() && !price.amount().is_zero() {
            refusals.push(Refusal::NegativePrice { line, price });
        }
        if let Err(why) = price.times(quantity) {
            refusals.push(Refusal::Amount { line, why });
        }
    }
}

#[cfg(test)]
mod tests {
    use sklad_base::Currency;

    use super::*;

    fn line(quantity: &str, price: &str, currency: &str) -> DraftLine {
        let price = Price::parse(price, Currency::parse(currency).unwrap()).unwrap();
        let quantity = Quantity::parse(quantity).unwrap();
        DraftLine { sku: Sku::parse("A-100").unwrap(), quantity, price }
    }

    fn draft(lines: Vec<DraftLine>) -> Draft {
        Draft::new(Channel::parse("site").unwrap(), OrderNumber::parse("1001").unwrap(), lines)
    }

    #[test]
    fn names_all_that_is_wrong_at_once() {
        let lines = vec![line("0", "1", "EUR"), line("1", "-0.01", "EUR"), line("1", "1", "USD")];
        assert_eq!(
            draft(lines).check().unwrap_err().to_string(),
            "cannot order 0 on line 1: a quantity is above zero; name one, or leave the line out\n\
             cannot order line 2 at -0.01 EUR: a price is zero or more; mend it in the sending system\n\
             cannot place order 1001 in EUR, USD: an order has one currency; split it by currency"
        );
    }

    #[test]
    fn refuses_an_amount_past_what_fits() {
        let lines = vec![line("9000000000000", "9000000000", "EUR")];
        assert!(draft(lines).check().unwrap_err().to_string().contains("cannot order line 1"));
    }

    #[test]
    fn takes_what_is_free() {
        assert!(draft(vec![line("1", "0", "EUR")]).check().is_ok());
    }
}
