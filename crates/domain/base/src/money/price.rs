//! The price of one unit.

use std::fmt;

use rust_decimal::Decimal;

#[cfg(feature = "serde")]
use super::unchanged;
use super::{Money, checked, overflow, read, small_ten_to, ten_to};
use crate::{Currency, Invalid, Quantity, Rounding};

/// A price of one unit: up to six decimals, up to 10^15 on either side of zero.
///
/// ```
/// use sklad_base::{Currency, Price, Quantity};
///
/// let price = Price::parse("0.125", Currency::parse("EUR")?)?;
/// assert_eq!(price.times(Quantity::units(3))?.to_string(), "0.38 EUR");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Price {
    amount: Decimal,
    currency: Currency,
}

impl Price {
    /// How many decimals are kept.
    pub const DECIMALS: u32 = 6;

    /// Returns the price in that currency.
    ///
    /// # Errors
    /// [`Invalid`] when it has more than six decimals or is past 10^15.
    pub fn new(amount: Decimal, currency: Currency) -> Result<Self, Invalid> {
        Ok(Self { amount: checked("price", amount, Self::DECIMALS)?, currency })
    }

    /// Reads the price.
    ///
    /// # Errors
    /// [`Invalid`] when it is no number, has more than six decimals or is past 10^15.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, Invalid> {
        Self::new(read("price", text)?, currency)
    }

    /// Returns the amount for that quantity, rounded half away from zero to the currency's decimals.
    ///
    /// # Errors
    /// [`Invalid::AmountOverflow`] when the amount is past 10^15.
    pub fn times(self, quantity: Quantity) -> Result<Money, Invalid> {
        self.times_rounded(quantity, Rounding::HalfAwayFromZero)
    }

    /// Returns the amount for that quantity, rounded once to the currency's decimals.
    ///
    /// # Errors
    /// [`Invalid::AmountOverflow`] when the amount is past 10^15.
    pub fn times_rounded(self, quantity: Quantity, rounding: Rounding) -> Result<Money, Invalid> {
        let minor = self.small_minor_of(quantity, rounding).map(i128::from);
        minor
            .or_else(|| {
                let by = quantity.millionths().into();
                rounding.scaled(self.millionths(), by, ten_to(self.surplus()))
            })
            .and_then(|minor| Money::within_limit(minor, self.currency))
            .ok_or_else(|| overflow("price times quantity", self.currency))
    }

    /// Returns the same in minor units, where it is reckoned in 64 bits: up to some millions of most currencies.
    ///
    /// ```
    /// use sklad_base::{Currency, Price, Quantity, Rounding};
    ///
    /// let price = Price::parse("19.90", Currency::parse("EUR")?)?;
    /// assert_eq!(price.small_minor_of(Quantity::parse("2.5")?, Rounding::default()), Some(49_75));
    /// assert_eq!(price.small_minor_of(Quantity::MAX, Rounding::default()), None);
    /// # Ok::<(), sklad_base::Invalid>(())
    /// ```
    #[must_use]
    #[inline]
    pub fn small_minor_of(self, quantity: Quantity, rounding: Rounding) -> Option<i64> {
        let missing = Self::DECIMALS.checked_sub(self.amount.scale())?;
        let mantissa = i64::try_from(self.amount.mantissa()).ok()?;
        let millionths = mantissa.checked_mul(small_ten_to(missing)?)?;
        let product = millionths.checked_mul(quantity.millionths())?;
        rounding.small_quotient(product, small_ten_to(self.surplus())?)
    }

    /// Returns how many decimals millionths times millionths have more than the currency: they are rounded away.
    fn surplus(self) -> u32 {
        SQUARED_DECIMALS.saturating_sub(self.currency.decimals())
    }

    /// Returns the price of one unit.
    #[must_use]
    pub const fn amount(self) -> Decimal {
        self.amount
    }

    /// Returns the price of one unit in millionths of the currency.
    #[must_use]
    pub fn millionths(self) -> i128 {
        let missing = Self::DECIMALS.saturating_sub(self.amount.scale());
        self.amount.mantissa().saturating_mul(ten_to(missing))
    }

    /// Returns the currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Tells whether it is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        !self.amount.is_zero() && self.amount.is_sign_negative()
    }

    /// Takes over a price that was one before, its scale included.
    #[cfg(feature = "serde")]
    pub(crate) fn exact(amount: Decimal, currency: Currency) -> Result<Self, Invalid> {
        Ok(Self { amount: unchanged("price", amount, Self::DECIMALS)?, currency })
    }
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut amount = self.amount.normalize();
        amount.rescale(amount.scale().max(self.currency.decimals()));
        f.pad(&format!("{amount} {}", self.currency))
    }
}

impl fmt::Debug for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The decimals of a price times a quantity.
const SQUARED_DECIMALS: u32 = Price::DECIMALS + Quantity::DECIMALS;
