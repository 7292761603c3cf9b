//! An amount without VAT, its VAT, and both together.

use std::fmt;

use rust_decimal::Decimal;

use crate::{
    Currency, Invalid, Money,
    money::{overflow, scaled, sum},
};

/// One amount at its three faces; gross = net + tax, and is added up when it is asked for.
///
/// ```
/// use sklad_base::{Amounts, Currency, Money};
///
/// let money = |text| Money::parse(text, Currency::parse("EUR").unwrap()).unwrap();
/// let amounts = Amounts::new(money("10"), money("2"))?;
/// assert_eq!(amounts.minus(amounts)?, Amounts::zero(money("0").currency()));
/// assert_eq!(amounts.to_string(), "net 10.00 EUR, tax 2.00 EUR, gross 12.00 EUR");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Amounts {
    net: Decimal,
    tax: Decimal,
    currency: Currency,
}

impl Amounts {
    /// Returns nothing, in that currency.
    #[must_use]
    pub fn zero(currency: Currency) -> Self {
        Self { net: Decimal::ZERO, tax: Decimal::ZERO, currency }
    }

    /// Returns the amounts of a net amount and its tax.
    ///
    /// # Errors
    /// [`Invalid`] when the currencies differ or the gross amount is past 10^15.
    pub fn new(net: Money, tax: Money) -> Result<Self, Invalid> {
        net.plus(tax)?;
        Ok(Self { net: net.amount(), tax: tax.amount(), currency: net.currency() })
    }

    /// Returns the amounts of minor units: tax, and the amount in its basis.
    ///
    /// # Errors
    /// [`Invalid`] when an amount is past 10^15.
    #[inline]
    pub fn from_minor(
        amount: i128,
        tax: i128,
        basis: PriceBasis,
        currency: Currency,
    ) -> Result<Self, Invalid> {
        let (net, gross) = match basis {
            PriceBasis::Net => (amount, amount.saturating_add(tax)),
            PriceBasis::Gross => (amount.saturating_sub(tax), amount),
        };
        let money = |minor| scaled(minor, currency.decimals());
        let made = money(net).zip(money(tax)).filter(|_| money(gross).is_some());
        let made = made.map(|(net, tax)| Self { net, tax, currency });
        made.ok_or_else(|| overflow("an amount", currency))
    }

    /// Returns the sum of each.
    ///
    /// # Errors
    /// [`Invalid`] when the currencies differ or a sum is past 10^15.
    #[inline]
    pub fn plus(self, other: Self) -> Result<Self, Invalid> {
        self.sum(other).map_or_else(|| self.plus_in_steps(other), Ok)
    }

    /// Returns the difference of each.
    ///
    /// # Errors
    /// [`Invalid`] when the currencies differ or a difference is past 10^15.
    pub fn minus(self, other: Self) -> Result<Self, Invalid> {
        self.plus(other.negated())
    }

    /// Returns the same amounts on the other side of zero: what goes back.
    #[must_use]
    pub fn negated(self) -> Self {
        let (net, tax) = (self.net().negated(), self.tax().negated());
        Self { net: net.amount(), tax: tax.amount(), currency: self.currency }
    }

    /// Returns the sum of each, where it is one.
    #[inline]
    fn sum(self, other: Self) -> Option<Self> {
        let (net, tax) = (sum(self.net, other.net)?, sum(self.tax, other.tax)?);
        let fits = self.currency == other.currency && sum(net, tax).is_some();
        fits.then_some(Self { net, tax, currency: self.currency })
    }

    /// Says why there is no sum.
    #[cold]
    fn plus_in_steps(self, other: Self) -> Result<Self, Invalid> {
        Self::new(self.net().plus(other.net())?, self.tax().plus(other.tax())?)
    }

    /// Returns the amount without VAT.
    #[must_use]
    pub const fn net(self) -> Money {
        Money::of(self.net, self.currency)
    }

    /// Returns the VAT.
    #[must_use]
    pub const fn tax(self) -> Money {
        Money::of(self.tax, self.currency)
    }

    /// Returns the amount with VAT.
    #[must_use]
    pub fn gross(self) -> Money {
        // It was looked at when it was made that the sum fits.
        let gross = sum(self.net, self.tax).unwrap_or_else(|| self.net.saturating_add(self.tax));
        Money::of(gross, self.currency)
    }

    /// Returns the amount in that basis.
    #[must_use]
    pub fn in_basis(self, basis: PriceBasis) -> Money {
        match basis {
            PriceBasis::Net => self.net(),
            PriceBasis::Gross => self.gross(),
        }
    }

    /// Tells whether all three are zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.net.is_zero() && self.tax.is_zero()
    }
}

impl fmt::Debug for Amounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [net, tax, gross] = [self.net(), self.tax(), self.gross()];
        let mut told = f.debug_struct("Amounts");
        told.field("net", &net).field("tax", &tax).field("gross", &gross).finish()
    }
}

impl fmt::Display for Amounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "net {}, tax {}, gross {}", self.net(), self.tax(), self.gross())
    }
}

/// Whether prices stand without VAT or with it. Discounts are weighed in the same basis.
///
/// ```
/// use sklad_base::{Amounts, Currency, Money, PriceBasis};
///
/// let money = |text| Money::parse(text, Currency::parse("EUR").unwrap()).unwrap();
/// let amounts = Amounts::new(money("5"), money("1"))?;
/// assert_eq!(amounts.in_basis(PriceBasis::Net), money("5"));
/// assert_eq!(amounts.in_basis(PriceBasis::Gross), money("6"));
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "a price includes its tax or does not")]
pub enum PriceBasis {
    /// VAT comes on top: wholesale. Tax = amount times rate.
    Net,
    /// VAT is included: what a consumer is shown. Tax = amount times rate over 1 plus the sum of the included rates.
    Gross,
}
