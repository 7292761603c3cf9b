//! Amounts and unit prices: exact decimals with their currency.

mod price;

use std::fmt;

use rust_decimal::Decimal;

use crate::{Currency, Invalid, distribute, invalid::excerpt};

pub use price::Price;

/// An amount: at most the currency's decimals, up to 10^15 on either side of zero.
///
/// ```
/// use sklad_base::{Currency, Money};
///
/// let eur = Currency::parse("EUR")?;
/// let sum = Money::parse("12.50", eur)?.plus(Money::parse("0.5", eur)?)?;
/// assert_eq!(sum.to_string(), "13.00 EUR");
/// assert!(Money::parse("1.005", eur).is_err(), "half a cent is no amount");
/// assert!(sum.plus(Money::zero(Currency::parse("USD")?)).is_err());
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

impl Money {
    /// Returns nothing, in that currency.
    #[must_use]
    pub fn zero(currency: Currency) -> Self {
        Self { amount: Decimal::ZERO, currency }
    }

    /// Returns the amount in that currency.
    ///
    /// # Errors
    /// [`Invalid`] when it has more decimals than the currency, or is past 10^15.
    pub fn new(amount: Decimal, currency: Currency) -> Result<Self, Invalid> {
        let amount = checked("amount", amount, currency.decimals())?;
        Ok(Self { amount, currency })
    }

    /// Reads the amount.
    ///
    /// # Errors
    /// [`Invalid`] when it is no number, has more decimals than the currency, or is past 10^15.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, Invalid> {
        Self::new(read("amount", text)?, currency)
    }

    /// Returns that many minor units: cents, or whatever the currency's last decimal counts.
    ///
    /// ```
    /// # use sklad_base::{Currency, Money};
    /// let money = Money::from_minor(-12_50, Currency::parse("EUR")?)?;
    /// assert_eq!((money.to_string(), money.minor()), ("-12.50 EUR".to_owned(), -12_50));
    /// # Ok::<(), sklad_base::Invalid>(())
    /// ```
    ///
    /// # Errors
    /// [`Invalid::AmountOverflow`] when it is past 10^15 of the currency.
    #[inline]
    pub fn from_minor(minor: i128, currency: Currency) -> Result<Self, Invalid> {
        Self::within_limit(minor, currency).ok_or_else(|| overflow("an amount", currency))
    }

    /// Returns the sum.
    ///
    /// # Errors
    /// [`Invalid`] when the currencies differ or the sum is past 10^15.
    #[inline]
    pub fn plus(self, other: Self) -> Result<Self, Invalid> {
        if self.currency != other.currency {
            return Err(Invalid::CurrenciesDiffer { left: self.currency, right: other.currency });
        }
        let amount = sum(self.amount, other.amount);
        let amount = amount.ok_or_else(|| overflow("a sum", self.currency))?;
        Ok(Self { amount, currency: self.currency })
    }

    /// Returns the difference.
    ///
    /// # Errors
    /// [`Invalid`] when the currencies differ or the difference is past 10^15.
    pub fn minus(self, other: Self) -> Result<Self, Invalid> {
        self.plus(other.negated())
    }

    /// Returns the same amount on the other side of zero.
    #[must_use]
    pub fn negated(self) -> Self {
        let mut amount = self.amount;
        amount.set_sign_negative(self.is_positive());
        Self { amount, currency: self.currency }
    }

    /// Splits the amount over weights, by [`distribute`].
    ///
    /// ```
    /// # use sklad_base::{Currency, Money};
    /// let discount = Money::parse("10", Currency::parse("EUR")?)?;
    /// let shares = discount.split(&["100".parse().unwrap(), "49.5".parse().unwrap()])?;
    /// assert_eq!(format!("{shares:?}"), "[6.69 EUR, 3.31 EUR]");
    /// # Ok::<(), sklad_base::Invalid>(())
    /// ```
    ///
    /// # Errors
    /// [`Invalid`] when there is no weight, one is below zero, or the numbers do not fit into 128 bits.
    pub fn split(self, weights: &[Decimal]) -> Result<Vec<Self>, Invalid> {
        let amount = self.minor();
        let weights = whole_weights(weights).ok_or(Invalid::SplitOverflow { amount })?;
        let shares = distribute(amount, &weights)?;
        shares.into_iter().map(|share| Self::from_minor(share, self.currency)).collect()
    }

    /// Returns the amount.
    #[must_use]
    pub const fn amount(self) -> Decimal {
        self.amount
    }

    /// Returns the amount in minor units: its sign, and no decimals.
    #[must_use]
    pub fn minor(self) -> i128 {
        // At most 10^15 with at most the currency's decimals: it fits, so nothing is cut by saturating.
        match self.currency.decimals().saturating_sub(self.amount.scale()) {
            0 => self.amount.mantissa(),
            missing => self.amount.mantissa().saturating_mul(ten_to(missing)),
        }
    }

    /// Returns the currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Tells whether it is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.amount.is_zero()
    }

    /// Tells whether it is above zero.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        !self.amount.is_zero() && self.amount.is_sign_positive()
    }

    /// Tells whether it is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        !self.amount.is_zero() && self.amount.is_sign_negative()
    }

    /// Takes over an amount that was one before, its scale included.
    #[cfg(feature = "serde")]
    pub(crate) fn exact(amount: Decimal, currency: Currency) -> Result<Self, Invalid> {
        Ok(Self { amount: unchanged("amount", amount, currency.decimals())?, currency })
    }

    /// Puts an amount that was one before together again.
    pub(crate) const fn of(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    fn within_limit(minor: i128, currency: Currency) -> Option<Self> {
        let amount = scaled(minor, currency.decimals())?;
        Some(Self { amount, currency })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut amount = self.amount;
        amount.rescale(self.currency.decimals());
        f.pad(&format!("{amount} {}", self.currency))
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Returns the sum of two amounts, where it is within the limit. Amounts of one scale, as most are, are added up as
/// whole numbers, and nothing adds nothing: that is what the library comes to as well, at five times the cost.
#[inline]
pub(crate) fn sum(one: Decimal, other: Decimal) -> Option<Decimal> {
    if one.scale() == other.scale() {
        return scaled(one.mantissa().saturating_add(other.mantissa()), one.scale());
    }
    if one.is_zero() {
        return Some(other);
    }
    if other.is_zero() {
        return Some(one);
    }
    one.checked_add(other).filter(|sum| sum.abs() <= LIMIT)
}

/// Returns a mantissa at its scale, where that is within the limit: what is at most the limit as a whole number is so
/// at any scale.
#[inline]
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "the low and the high half of 64 bits"
)]
pub(crate) fn scaled(mantissa: i128, scale: u32) -> Option<Decimal> {
    let size = i64::try_from(mantissa).map_or(u64::MAX, i64::unsigned_abs);
    if size > LIMIT_WHOLE {
        return scaled_past_the_whole_limit(mantissa, scale);
    }
    Some(Decimal::from_parts(size as u32, (size >> 32) as u32, 0, mantissa < 0, scale))
}

#[cold]
fn scaled_past_the_whole_limit(mantissa: i128, scale: u32) -> Option<Decimal> {
    let limit = u128::from(LIMIT_WHOLE).saturating_mul(10_u128.saturating_pow(scale));
    let within = mantissa.unsigned_abs() <= limit;
    within.then(|| Decimal::try_from_i128_with_scale(mantissa, scale).ok()).flatten()
}

/// Returns ten to that power.
fn ten_to(exponent: u32) -> i128 {
    small_ten_to(exponent).map_or_else(|| 10_i128.saturating_pow(exponent), i128::from)
}

/// Returns ten to that power, where a price and a quantity have no more decimals together.
fn small_ten_to(exponent: u32) -> Option<i64> {
    usize::try_from(exponent).ok().and_then(|exponent| POWERS.get(exponent)).copied()
}

/// Powers of ten, by exponent: no product of a price and a quantity has more decimals.
const POWERS: [i64; 13] = {
    let mut powers = [1_i64; 13];
    let mut exponent = 1;
    while exponent < powers.len() {
        powers[exponent] = powers[exponent.saturating_sub(1)].saturating_mul(10);
        exponent = exponent.saturating_add(1);
    }
    powers
};

fn read(what: &'static str, text: &str) -> Result<Decimal, Invalid> {
    let form = || Invalid::form(what, text, "a decimal number");
    let trimmed = text.trim();
    if trimmed.len() > 40 || trimmed.contains('_') {
        return Err(form());
    }
    Decimal::from_str_exact(trimmed).map_err(|_| form())
}

fn checked(what: &'static str, amount: Decimal, limit: u32) -> Result<Decimal, Invalid> {
    let amount = amount.normalize();
    let decimals = amount.scale();
    if decimals > limit {
        return Err(Invalid::TooFine { what, value: amount, decimals, limit });
    }
    if amount.abs() > LIMIT {
        let text = excerpt(&amount.to_string());
        return Err(Invalid::TooLarge { what, text, limit: LIMIT_TEXT });
    }
    Ok(amount)
}

/// Takes over an amount as it was, its scale included.
#[cfg(feature = "serde")]
fn unchanged(what: &'static str, amount: Decimal, limit: u32) -> Result<Decimal, Invalid> {
    let normal = checked(what, amount, limit)?;
    Ok(if amount.scale() > limit { normal } else { amount })
}

/// Returns the weights times one common power of ten, so that they are whole.
fn whole_weights(weights: &[Decimal]) -> Option<Vec<i128>> {
    let decimals = weights.iter().map(|weight| weight.normalize().scale()).max().unwrap_or(0);
    let whole = |weight: &Decimal| {
        let weight = weight.normalize();
        let missing = decimals.saturating_sub(weight.scale());
        weight.mantissa().checked_mul(10_i128.checked_pow(missing)?)
    };
    weights.iter().map(whole).collect()
}

#[cold]
pub(crate) fn overflow(what: &'static str, currency: Currency) -> Invalid {
    Invalid::AmountOverflow { what, currency, limit: LIMIT_TEXT }
}

/// 10^15: a thousand times the world's yearly product in its smallest common currency.
const LIMIT: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);
const LIMIT_WHOLE: u64 = 1_000_000_000_000_000;
const LIMIT_TEXT: &str = "1000000000000000";

#[cfg(test)]
mod tests;
