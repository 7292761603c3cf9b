//! Why something cannot be priced.

use rust_decimal::Decimal;
use sklad_base::{Currency, Invalid, Quantity};

use super::{Discount, Part, VatRate};

/// Says why a percentage, a basket or a removal is refused.
///
/// ```
/// use sklad_order::price::{Refusal, VatRate};
///
/// let refusal = VatRate::parse("120").unwrap_err();
/// assert!(matches!(refusal, Refusal::VatOutOfRange { .. }));
/// assert_eq!(
///     refusal.to_string(),
///     "cannot use VAT of 120%: a rate is at least 0% and under 100%; correct the rate"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The text is no percentage.
    #[error(
        "cannot read percentage {text:?}: it is not a decimal number; fix it in the sending system"
    )]
    NotAPercent {
        /// The text as it came, cut at 64 characters.
        text: String,
    },
    /// The percentage has more decimals than are kept.
    #[error(
        "cannot use {percent}%: it has more than 6 decimals; round it, or give amount and base instead"
    )]
    PercentTooFine {
        /// The percentage as it came.
        percent: Decimal,
    },
    /// A discount below nothing or above all.
    #[error(
        "cannot take {percent}% off: a discount is at least 0% and at most 100%; correct the percentage"
    )]
    PercentOutOfRange {
        /// The percentage as it came.
        percent: Decimal,
    },
    /// A rate of VAT that is none.
    #[error("cannot use VAT of {percent}%: a rate is at least 0% and under 100%; correct the rate")]
    VatOutOfRange {
        /// The rate, or the sum of several on one line.
        percent: Decimal,
    },
    /// More rates than a line may bear.
    #[error("cannot use {rates} rates of VAT on one line: at most 4 fit; join some of them")]
    TooManyRates {
        /// How many there are.
        rates: usize,
    },
    /// The same rate twice on one line.
    #[error(
        "cannot use VAT of {rate} twice on one line: its tax would be counted twice; give it once"
    )]
    RateTwice {
        /// The rate.
        rate: VatRate,
    },
    /// An amount in another currency than the order's.
    #[error("cannot price {part}: it is in {found} and the order in {order}; convert it first")]
    CurrenciesDiffer {
        /// Where it stands.
        part: Part,
        /// Its currency.
        found: Currency,
        /// The order's currency.
        order: Currency,
    },
    /// A price below zero.
    #[error(
        "cannot price {part}: its price is {price} {currency}; give a price of zero or more, and a discount for the rest"
    )]
    NegativePrice {
        /// Where it stands.
        part: Part,
        /// The price.
        price: Decimal,
        /// Its currency.
        currency: Currency,
    },
    /// A quantity below zero.
    #[error("cannot price {part}: its quantity is {quantity}; give zero or more, or open a return")]
    NegativeQuantity {
        /// Where it stands.
        part: Part,
        /// The quantity.
        quantity: Quantity,
    },
    /// A discount that would raise the price, or that has nothing to be in proportion to.
    #[error(
        "cannot price {part}: its discount is {discount}; give an amount of zero or more, in proportion to one above zero"
    )]
    NotADiscount {
        /// Where it stands.
        part: Part,
        /// The discount.
        discount: Discount,
    },
    /// An amount that does not fit.
    #[error(
        "cannot price {part}: its amount is past 1000000000000000 {currency}; split it into several"
    )]
    TooLarge {
        /// Where it stands.
        part: Part,
        /// The order's currency.
        currency: Currency,
    },
    /// More lines or fees than an order may have.
    #[error("cannot price the order: it has more than 65536 lines or fees; split it into several")]
    TooManyParts,
    /// A line that is not in the basket.
    #[error("cannot edit {part}: the order has no such line; name one of its lines")]
    NoSuchPart {
        /// The part.
        part: Part,
    },
    /// A discount that is not in the basket.
    #[error("cannot edit discount {number} of {part}: there is no such discount; name one that is there", number = number.saturating_add(1))]
    NoSuchDiscount {
        /// What it should be on.
        part: Part,
        /// Which one, from 0.
        number: usize,
    },
    /// More units to remove than are left.
    #[error("cannot remove {asked} units: {left} are left; remove at most {left}")]
    NotLeft {
        /// How many were to go.
        asked: Quantity,
        /// How many are left.
        left: Quantity,
    },
    /// Two numbers that do not go together.
    #[error(transparent)]
    Invalid(#[from] Invalid),
}
