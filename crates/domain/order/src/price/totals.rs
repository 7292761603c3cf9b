//! What came out: each part's amounts, tax by rate, and the sums.

use sklad_base::{Currency, Invalid, LineNo, Money};

use super::{Amounts, Part, VatRate, plain::SMALL};

/// What one part of the order came to: a line, delivery or a fee.
///
/// Law: listed - own discount - order discount = the amount in the order's basis.
///
/// ```
/// use sklad_base::{Currency, Price, Quantity};
/// use sklad_order::price::{Basket, Line, PriceBasis, Terms, Vat, VatRate, price};
///
/// let eur = Currency::parse("EUR")?;
/// let vat = Vat::of(VatRate::parse("20")?);
/// let line = Line::new(Price::parse("10", eur)?, Quantity::units(2), vat);
/// let totals = price(&Basket::new(Terms::new(eur, PriceBasis::Net), &[line]))?;
///
/// let priced = totals.lines()[0];
/// assert_eq!(priced.listed().to_string(), "20.00 EUR");
/// assert_eq!(priced.amounts().gross().to_string(), "24.00 EUR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Priced {
    pub(super) listed: Money,
    pub(super) own_discount: Money,
    pub(super) order_discount: Money,
    pub(super) amounts: Amounts,
}

impl Priced {
    /// Returns nothing, in that currency.
    pub(super) fn zero(currency: Currency) -> Self {
        let (zero, amounts) = (Money::zero(currency), Amounts::zero(currency));
        Self { listed: zero, own_discount: zero, order_discount: zero, amounts }
    }

    /// Returns price times quantity, before any discount, in the order's basis.
    #[must_use]
    pub const fn listed(&self) -> Money {
        self.listed
    }

    /// Returns what its own discount took off.
    #[must_use]
    pub const fn own_discount(&self) -> Money {
        self.own_discount
    }

    /// Returns its share of all discounts on the order.
    #[must_use]
    pub const fn order_discount(&self) -> Money {
        self.order_discount
    }

    /// Returns what it costs, after all discounts.
    #[must_use]
    pub const fn amounts(&self) -> Amounts {
        self.amounts
    }
}

/// The tax of one rate on the whole order.
///
/// ```
/// use sklad_base::{Currency, Price, Quantity};
/// use sklad_order::price::{Basket, Line, PriceBasis, Terms, Vat, VatRate, price};
///
/// let eur = Currency::parse("EUR")?;
/// let vat = Vat::of(VatRate::parse("20")?);
/// let line = Line::new(Price::parse("10", eur)?, Quantity::units(2), vat);
/// let totals = price(&Basket::new(Terms::new(eur, PriceBasis::Net), &[line]))?;
///
/// let tax = totals.taxes()[0];
/// assert_eq!(format!("{} on {}: {}", tax.rate(), tax.net(), tax.tax()), "20% on 20.00 EUR: 4.00 EUR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RateTax {
    pub(super) rate: VatRate,
    pub(super) net: Money,
    pub(super) tax: Money,
}

impl RateTax {
    /// Returns the rate.
    #[must_use]
    pub const fn rate(&self) -> VatRate {
        self.rate
    }

    /// Returns the net amount of all that bears the rate.
    #[must_use]
    pub const fn net(&self) -> Money {
        self.net
    }

    /// Returns the tax.
    #[must_use]
    pub const fn tax(&self) -> Money {
        self.tax
    }
}

/// The tax of one rate on one part of the order.
///
/// ```
/// use sklad_base::{Currency, Price, Quantity};
/// use sklad_order::price::{Basket, Line, PriceBasis, Terms, Vat, VatRate, price};
///
/// let eur = Currency::parse("EUR")?;
/// let vat = Vat::of(VatRate::parse("20")?);
/// let line = Line::new(Price::parse("10", eur)?, Quantity::units(2), vat);
/// let totals = price(&Basket::new(Terms::new(eur, PriceBasis::Net), &[line]))?;
///
/// let tax = totals.part_taxes()[0];
/// assert_eq!(format!("{} at {}: {}", tax.part(), tax.rate(), tax.tax()), "line 1 at 20%: 4.00 EUR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PartTax {
    pub(super) part: Part,
    pub(super) rate: VatRate,
    pub(super) tax: Money,
    /// How it was cut out of the rate's tax, where that was rounded as a whole.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) cut: Option<Cut>,
}

impl PartTax {
    /// Returns the part.
    #[must_use]
    pub const fn part(&self) -> Part {
        self.part
    }

    /// Returns the rate.
    #[must_use]
    pub const fn rate(&self) -> VatRate {
        self.rate
    }

    /// Returns the tax.
    #[must_use]
    pub const fn tax(&self) -> Money {
        self.tax
    }
}

/// A share of `whole`, by `weight` in `weights`; all in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Cut {
    pub(super) whole: i128,
    pub(super) weight: i128,
    pub(super) weights: i128,
}

/// What an order costs.
///
/// Laws: total = lines + delivery + fees at net, tax and gross; the taxes by rate add up to the total's tax; each
/// discount is the sum of its shares.
///
/// ```
/// use sklad_base::{Currency, LineNo, Money, Price, Quantity};
/// use sklad_order::price::{Basket, Discount, Line, PriceBasis, Terms, Vat, VatRate, price};
///
/// let money = |text| Money::parse(text, Currency::parse("EUR").unwrap()).unwrap();
/// let vat = Vat::of(VatRate::parse("20")?);
/// let eur = money("0").currency();
/// let lines = [Line::new(Price::parse("100", eur)?, Quantity::units(1), vat); 3];
/// let discounts = [Discount::Amount(money("10"))];
/// let terms = Terms::new(eur, PriceBasis::Net);
/// let totals = price(&Basket { discounts: &discounts, ..Basket::new(terms, &lines) })?;
///
/// assert_eq!(totals.lines()[0].order_discount(), money("3.34"));
/// assert_eq!(totals.discount_share(0, LineNo::new(1)), Some(money("3.33")));
/// assert_eq!(totals.taxes()[0].tax(), money("57.99"), "19.33 on each line");
/// assert_eq!(totals.outstanding(money("300"), money("0"))?, money("47.99"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    pub(super) lines: Vec<Priced>,
    pub(super) delivery: Priced,
    pub(super) fees: Vec<Priced>,
    pub(super) taxes: Vec<RateTax>,
    pub(super) part_taxes: Vec<PartTax>,
    /// One discount after the other, and of each the shares of all lines.
    pub(super) discount_shares: Vec<Money>,
    pub(super) total: Amounts,
}

impl Totals {
    /// Returns the lines, in the basket's order.
    #[must_use]
    pub fn lines(&self) -> &[Priced] {
        &self.lines
    }

    /// Returns delivery: nothing but zeros where there is none.
    #[must_use]
    pub const fn delivery(&self) -> &Priced {
        &self.delivery
    }

    /// Returns the fees, in the basket's order.
    #[must_use]
    pub fn fees(&self) -> &[Priced] {
        &self.fees
    }

    /// Returns the taxes of the whole order, by rate from the lowest.
    #[must_use]
    pub fn taxes(&self) -> &[RateTax] {
        &self.taxes
    }

    /// Returns the taxes of each part: lines, delivery, fees, and of each its rates.
    #[must_use]
    pub fn part_taxes(&self) -> &[PartTax] {
        &self.part_taxes
    }

    /// Returns a line's share of one of the order's discounts, counted from 0.
    #[must_use]
    pub fn discount_share(&self, discount: usize, line: LineNo) -> Option<Money> {
        self.lines.get(line.index())?;
        let shares = self.discount_shares.chunks(self.lines.len()).nth(discount)?;
        shares.get(line.index()).copied()
    }

    /// Returns what the order costs.
    #[must_use]
    pub const fn total(&self) -> Amounts {
        self.total
    }

    /// Tells whether all parts together are listed at a thousandth of what fits at most.
    pub(crate) fn is_small(&self) -> bool {
        let parts = self.lines.iter().chain(&self.fees).chain([&self.delivery]);
        let listed = parts.fold(0_i128, |sum, part| sum.saturating_add(part.listed.minor()));
        listed < SMALL.into()
    }

    /// Returns what is still to be paid; below zero, what is to be given back.
    ///
    /// # Errors
    /// [`Invalid`] when the currencies differ or the amount is past 10^15.
    pub fn outstanding(&self, paid: Money, refunded: Money) -> Result<Money, Invalid> {
        self.total.gross().minus(paid)?.plus(refunded)
    }
}
