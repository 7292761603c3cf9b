//! How much of an item: exact, with six decimals.

use std::{fmt, str::FromStr};

use rust_decimal::Decimal;

use crate::{Invalid, invalid::excerpt};

/// A quantity in an item's base unit: fixed point, 64 bits, six decimals; it may be negative.
///
/// Six decimals are what GS1 weights and the stock of 1C, Odoo and OFBiz need at most. Whether a negative
/// quantity may stand somewhere is a rule of that place, not of the number: real feeds hold `-19.641`.
///
/// ```
/// use sklad_base::Quantity;
///
/// let left = Quantity::parse("3140.00")?.minus(Quantity::parse("3106.40")?)?;
/// assert_eq!(left.to_string(), "33.6");
/// assert_eq!(left, Quantity::parse("33.600000")?);
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Quantity(i64);

impl Quantity {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The largest quantity: 9,223,372,036,854.775807.
    pub const MAX: Self = Self(i64::MAX);
    /// How many decimals are kept.
    pub const DECIMALS: u32 = 6;

    /// Returns that many whole units.
    ///
    /// ```
    /// # use sklad_base::Quantity;
    /// assert_eq!(Quantity::units(3), Quantity::parse("3").unwrap());
    /// ```
    #[must_use]
    pub const fn units(units: u32) -> Self {
        #[expect(clippy::as_conversions, reason = "`From` is not const; u32 to i64 loses nothing")]
        Self((units as i64).saturating_mul(MILLIONTHS))
    }

    /// Returns that many millionths of a unit.
    #[must_use]
    pub const fn from_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// Reads a decimal number such as `12`, `-0.5` or `2.635`.
    ///
    /// # Errors
    /// [`Invalid`] when it is no number, has more than six decimals, or does not fit into 64 bits.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let form = || Invalid::form("quantity", text, "a decimal number");
        let trimmed = text.trim();
        if trimmed.len() > 40 || trimmed.contains('_') {
            return Err(form());
        }
        let value = Decimal::from_str_exact(trimmed).map_err(|_| form())?;
        Self::from_decimal(value)
    }

    /// Takes over a decimal.
    ///
    /// # Errors
    /// [`Invalid`] when it has more than six decimals or does not fit into 64 bits.
    pub fn from_decimal(value: Decimal) -> Result<Self, Invalid> {
        let value = value.normalize();
        if value.scale() > Self::DECIMALS {
            let decimals = value.scale();
            return Err(Invalid::TooFine {
                what: "quantity",
                value,
                decimals,
                limit: Self::DECIMALS,
            });
        }
        let missing = Self::DECIMALS.saturating_sub(value.scale());
        10_i128
            .checked_pow(missing)
            .and_then(|factor| value.mantissa().checked_mul(factor))
            .and_then(|millionths| i64::try_from(millionths).ok())
            .map(Self)
            .ok_or_else(|| too_large(value))
    }

    /// Returns the sum.
    ///
    /// # Errors
    /// [`Invalid::QuantityOverflow`] when it does not fit.
    pub fn plus(self, other: Self) -> Result<Self, Invalid> {
        let overflow = Invalid::QuantityOverflow { left: self, right: other };
        self.0.checked_add(other.0).map(Self).ok_or(overflow)
    }

    /// Returns the difference.
    ///
    /// # Errors
    /// [`Invalid::QuantityOverflow`] when it does not fit.
    pub fn minus(self, other: Self) -> Result<Self, Invalid> {
        let overflow = Invalid::QuantityOverflow { left: self, right: other };
        self.0.checked_sub(other.0).map(Self).ok_or(overflow)
    }

    /// Returns the sum, or the nearest quantity that fits: for what a decision has already proved to fit.
    #[must_use]
    pub const fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Returns the difference, or the nearest quantity that fits.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Returns the same distance on the other side of zero.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self(self.0.saturating_neg())
    }

    /// Returns it where it is above zero, else zero.
    #[must_use]
    pub const fn or_zero(self) -> Self {
        if self.0 < 0 { Self::ZERO } else { self }
    }

    /// Returns the quantity in millionths of a unit.
    #[must_use]
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// Returns the quantity as a decimal without zeros at its end.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, Self::DECIMALS).normalize()
    }

    /// Tells whether it is zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Tells whether it is above zero.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// Tells whether it is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }
}

impl FromStr for Quantity {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        Self::parse(text)
    }
}

impl From<Quantity> for Decimal {
    fn from(quantity: Quantity) -> Self {
        quantity.to_decimal()
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_decimal().to_string())
    }
}

impl fmt::Debug for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.to_decimal(), f)
    }
}

fn too_large(value: Decimal) -> Invalid {
    let text = excerpt(&value.to_string());
    Invalid::TooLarge { what: "quantity", text, limit: "9223372036854.775807" }
}

const MILLIONTHS: i64 = 1_000_000;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_what_real_feeds_hold() {
        assert_eq!(Quantity::parse("2.635").unwrap().millionths(), 2_635_000);
        assert_eq!(Quantity::parse("-19.641").unwrap().millionths(), -19_641_000);
        assert_eq!(Quantity::parse(" 7 ").unwrap(), Quantity::units(7));
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in ["", "-", "1,5", "1e3", "0x10", "NaN", "1_000", "12 pcs", "١"] {
            assert!(Quantity::parse(text).is_err(), "{text:?} was taken for a quantity");
        }
    }

    #[test]
    fn refuses_a_seventh_decimal_but_not_a_seventh_zero() {
        assert!(matches!(Quantity::parse("0.0000001"), Err(Invalid::TooFine { decimals: 7, .. })));
        assert_eq!(Quantity::parse("0.5000000").unwrap().millionths(), 500_000);
    }

    #[test]
    fn refuses_what_does_not_fit() {
        assert!(Quantity::parse("9223372036854.775807").is_ok());
        for text in ["9223372036854.775808", "79228162514264337593543950335"] {
            assert!(matches!(Quantity::parse(text), Err(Invalid::TooLarge { .. })), "{text}");
        }
        assert!(Quantity::MAX.plus(Quantity::from_millionths(1)).is_err());
    }

    proptest! {
        #[test]
        fn text_and_back_is_the_same(millionths: i64) {
            let quantity = Quantity::from_millionths(millionths);
            prop_assert_eq!(Quantity::parse(&quantity.to_string()).unwrap(), quantity);
        }

        #[test]
        fn any_text_is_a_quantity_or_an_error(text in ".*") {
            let read = Quantity::parse(&text);
            prop_assert!(read.is_ok() || !read.unwrap_err().to_string().is_empty());
        }
    }
}
