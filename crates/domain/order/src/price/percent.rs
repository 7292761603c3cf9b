//! A percentage: exact, with six decimals.

use std::{fmt, str::FromStr};

use rust_decimal::Decimal;

use super::Refusal;

/// A percentage from 0 to 100, exact, with at most six decimals.
///
/// Source: six decimals, chosen by us; the finest rates met are 8.875 % (New York) and thirds, which are
/// [proportions](super::Discount::Proportion) instead.
///
/// ```
/// use sklad_order::price::Percent;
///
/// assert_eq!(Percent::parse("12.50")?.to_string(), "12.5%");
/// assert!(Percent::parse("100.1").is_err());
/// # Ok::<(), sklad_order::price::Refusal>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Percent(u32);

impl Percent {
    /// Nothing of it.
    pub const ZERO: Self = Self(0);
    /// All of it.
    pub const HUNDRED: Self = Self(HUNDRED);
    /// How many decimals are kept.
    pub const DECIMALS: u32 = 6;

    /// Takes over a decimal: 20 is 20 %.
    ///
    /// # Errors
    /// [`Refusal`] when it is below 0, above 100, or has more than six decimals.
    pub fn new(percent: Decimal) -> Result<Self, Refusal> {
        let millionths = Self::millionths_of(percent)?;
        let fitting = u32::try_from(millionths).ok().filter(|percent| *percent <= HUNDRED);
        fitting.map(Self).ok_or(Refusal::PercentOutOfRange { percent })
    }

    /// Reads a number such as `20` or `8.875`, without the sign.
    ///
    /// # Errors
    /// [`Refusal`] when it is no number, below 0, above 100, or has more than six decimals.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        Self::new(Self::decimal(text)?)
    }

    /// Returns the percentage: 20 for 20 %.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0.into(), Self::DECIMALS).normalize()
    }

    /// Returns the percentage in millionths of one per cent: 20,000,000 for 20 %.
    #[must_use]
    pub const fn millionths(self) -> u32 {
        self.0
    }

    /// Reads any number that could be a percentage.
    pub(super) fn decimal(text: &str) -> Result<Decimal, Refusal> {
        let trimmed = text.trim();
        let sound = trimmed.len() <= 40 && !trimmed.contains('_');
        let number = sound.then(|| Decimal::from_str_exact(trimmed).ok()).flatten();
        let shown = || text.chars().take(64).collect();
        number.ok_or_else(|| Refusal::NotAPercent { text: shown() })
    }

    /// Returns any number as millionths, or says that it is too fine.
    pub(super) fn millionths_of(percent: Decimal) -> Result<i128, Refusal> {
        let normal = percent.normalize();
        let missing = Self::DECIMALS.checked_sub(normal.scale());
        let missing = missing.ok_or(Refusal::PercentTooFine { percent: normal })?;
        Ok(normal.mantissa().saturating_mul(10_i128.saturating_pow(missing)))
    }
}

impl FromStr for Percent {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        Self::parse(text)
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}%", self.to_decimal()))
    }
}

impl fmt::Debug for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// 100 % in millionths of one per cent.
pub(super) const HUNDRED: u32 = 100_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_a_percentage_and_nothing_else() {
        assert_eq!(Percent::parse("8.875").unwrap().millionths(), 8_875_000);
        assert_eq!(Percent::parse("100").unwrap(), Percent::HUNDRED);
        assert_eq!(Percent::parse("-0").unwrap(), Percent::ZERO);
        for text in ["", "%", "20%", "12,5", "1_0", "-1", "100.000001", "0.0000001", "1e1"] {
            assert!(Percent::parse(text).is_err(), "{text:?} was taken for a percentage");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let text = |percent| Percent::parse(percent).unwrap_err().to_string();
        assert_eq!(
            text("101"),
            "cannot take 101% off: a discount is at least 0% and at most 100%; correct the percentage"
        );
        assert_eq!(
            text("0.1234567"),
            "cannot use 0.1234567%: it has more than 6 decimals; round it, or give amount and base instead"
        );
        assert_eq!(
            text("five"),
            "cannot read percentage \"five\": it is not a decimal number; fix it in the sending system"
        );
    }
}
