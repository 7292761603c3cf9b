//! What is priced: lines, delivery and fees, on the order's terms.

use std::fmt;

use sklad_base::{Currency, LineNo, Money, Price, Quantity, Rounding};

use super::{Discount, PriceBasis, Vat, VatRounding};

/// The terms on which an order is priced; one set an order, never scattered.
///
/// ```
/// use sklad_base::{Currency, Rounding};
/// use sklad_order::price::{PriceBasis, Terms, VatRounding};
///
/// let terms = Terms::new(Currency::parse("EUR")?, PriceBasis::Gross);
/// assert_eq!((terms.rounding, terms.vat_rounding), (Rounding::HalfAwayFromZero, VatRounding::PerLine));
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data, built by literal")]
pub struct Terms {
    /// The currency of every amount.
    pub currency: Currency,
    /// Whether prices include VAT.
    pub basis: PriceBasis,
    /// How amounts between two minor units are rounded.
    #[cfg_attr(feature = "serde", serde(default))]
    pub rounding: Rounding,
    /// Where VAT is rounded.
    #[cfg_attr(feature = "serde", serde(default))]
    pub vat_rounding: VatRounding,
}

impl Terms {
    /// Returns the usual terms: half away from zero, VAT rounded per line.
    #[must_use]
    pub fn new(currency: Currency, basis: PriceBasis) -> Self {
        let (rounding, vat_rounding) = (Rounding::default(), VatRounding::default());
        Self { currency, basis, rounding, vat_rounding }
    }
}

/// A line as it is priced: what it costs a unit, how much of it, and what comes off.
///
/// The quantity is what is to be paid: ordered without cancelled, zero or more.
///
/// ```
/// use sklad_base::{Currency, Price, Quantity};
/// use sklad_order::price::{Discount, Line, Percent, Vat};
///
/// let price = Price::parse("19.90", Currency::parse("EUR")?)?;
/// let five = Discount::Percent(Percent::parse("5")?);
/// let line = Line { discount: Some(five), ..Line::new(price, Quantity::units(3), Vat::none()) };
/// assert_eq!(line.quantity, Quantity::units(3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "plain data, built by literal")]
pub struct Line {
    /// The price of one unit, in the terms' basis; zero or more.
    pub price: Price,
    /// How many units; zero or more.
    pub quantity: Quantity,
    /// The rates that it bears.
    pub vat: Vat,
    /// What comes off this line alone, before the order's discounts.
    pub discount: Option<Discount>,
}

impl Line {
    /// Returns a line without a discount of its own.
    #[must_use]
    pub const fn new(price: Price, quantity: Quantity, vat: Vat) -> Self {
        Self { price, quantity, vat, discount: None }
    }
}

/// Delivery or a fee: an amount beside the lines, which the order's discounts do not touch.
///
/// ```
/// use sklad_base::{Currency, Money};
/// use sklad_order::price::{Charge, Discount, Percent, Vat};
///
/// let delivery = Charge::new(Money::parse("4.90", Currency::parse("EUR")?)?, Vat::none());
/// let free = Charge { discount: Some(Discount::Percent(Percent::HUNDRED)), ..delivery };
/// assert_eq!(free.amount, delivery.amount);
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data, built by literal")]
pub struct Charge {
    /// The amount in the terms' basis; zero or more.
    pub amount: Money,
    /// The rates that it bears.
    pub vat: Vat,
    /// What comes off it: all of it where delivery is free.
    pub discount: Option<Discount>,
}

impl Charge {
    /// Returns a charge without a discount.
    #[must_use]
    pub const fn new(amount: Money, vat: Vat) -> Self {
        Self { amount, vat, discount: None }
    }
}

/// All that is priced together.
///
/// ```
/// use sklad_base::{Currency, Money, Price, Quantity};
/// use sklad_order::price::{Basket, Charge, Line, PriceBasis, Terms, Vat, VatRate, price};
///
/// let eur = Currency::parse("EUR")?;
/// let vat = Vat::of(VatRate::parse("20")?);
/// let lines = [Line::new(Price::parse("1.23", eur)?, Quantity::units(3), vat)];
/// let delivery = Charge::new(Money::parse("5", eur)?, vat);
/// let basket = Basket { delivery: Some(delivery), ..Basket::new(Terms::new(eur, PriceBasis::Net), &lines) };
///
/// assert_eq!(price(&basket)?.total().to_string(), "net 8.69 EUR, tax 1.74 EUR, gross 10.43 EUR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data, built by literal")]
pub struct Basket<'a> {
    /// How it is priced.
    pub terms: Terms,
    /// The lines, in the order's order.
    pub lines: &'a [Line],
    /// What comes off the lines together, each off what those before it left.
    pub discounts: &'a [Discount],
    /// Delivery, where there is one.
    pub delivery: Option<Charge>,
    /// Fees: packing, cash on delivery, a gift card's cardboard.
    pub fees: &'a [Charge],
}

impl<'a> Basket<'a> {
    /// Returns a basket of lines alone.
    #[must_use]
    pub const fn new(terms: Terms, lines: &'a [Line]) -> Self {
        Self { terms, lines, discounts: &[], delivery: None, fees: &[] }
    }
}

/// A part of an order that has a price: which one is meant.
///
/// ```
/// use sklad_base::LineNo;
/// use sklad_order::price::Part;
///
/// let parts = [Part::Line(LineNo::new(0)), Part::Delivery, Part::Fee(0), Part::Order];
/// assert_eq!(parts.map(|part| part.to_string()), ["line 1", "delivery", "fee 1", "the order"]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "total = lines + delivery + fees")]
pub enum Part {
    /// A line, by its place in the basket.
    Line(LineNo),
    /// Delivery.
    Delivery,
    /// A fee, by its place in the basket, from 0.
    Fee(u16),
    /// All of it.
    Order,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => line.fmt(f),
            Self::Delivery => f.write_str("delivery"),
            Self::Fee(index) => write!(f, "fee {}", u32::from(*index).saturating_add(1)),
            Self::Order => f.write_str("the order"),
        }
    }
}
