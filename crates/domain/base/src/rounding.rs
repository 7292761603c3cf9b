//! Rounding: one value per order, and the one division that every amount goes through.

use rust_decimal::{Decimal, RoundingStrategy};

/// How an amount between two minor units becomes one of them.
///
/// Source: half away from zero is what invoices of the EU and 1C, Barsy and Comarch write; half to even is asked
/// for by shops whose books round so. An order has one of them, and nothing in it is rounded another way.
///
/// ```
/// use sklad_base::Rounding;
///
/// let [away, even] = [Rounding::HalfAwayFromZero, Rounding::HalfToEven];
/// assert_eq!([away.quotient(5, 2), away.quotient(-5, 2)], [Some(3), Some(-3)]);
/// assert_eq!([even.quotient(5, 2), even.quotient(-7, 2)], [Some(2), Some(-4)]);
/// assert_eq!(away.quotient(1, 0), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Rounding {
    /// The half goes away from zero: 2.5 is 3, -2.5 is -3.
    #[default]
    HalfAwayFromZero,
    /// The half goes to the even neighbour: 2.5 is 2, 3.5 is 4.
    HalfToEven,
}

impl Rounding {
    /// Returns the numerator over the denominator as a whole number; nothing where the denominator is zero or the
    /// answer does not fit.
    #[must_use]
    pub fn quotient(self, numerator: i128, denominator: i128) -> Option<i128> {
        if let (Ok(numerator), Ok(denominator)) = (numerator.try_into(), denominator.try_into())
            && let Some(quotient) = self.small_quotient(numerator, denominator)
        {
            return Some(quotient.into());
        }
        let divisor = denominator.unsigned_abs();
        let (floor, rest) = divide(numerator.unsigned_abs(), divisor)?;
        let other_half = divisor.checked_sub(rest)?;
        let up = match self {
            Self::HalfAwayFromZero => rest >= other_half,
            Self::HalfToEven => rest > other_half || (rest == other_half && floor & 1 == 1),
        };
        let size = i128::try_from(floor.checked_add(u128::from(up))?).ok()?;
        if (numerator < 0) == (denominator < 0) { Some(size) } else { size.checked_neg() }
    }

    /// Returns the same in 64 bits, where a division costs a tenth; nothing where the denominator is not above zero or
    /// the answer does not fit.
    #[inline]
    pub(crate) fn small_quotient(self, numerator: i64, denominator: i64) -> Option<i64> {
        let divisor = u64::try_from(denominator).ok()?;
        let floor = numerator.unsigned_abs().checked_div(divisor)?;
        let rest = numerator.unsigned_abs().checked_rem(divisor)?;
        let other_half = divisor.checked_sub(rest)?;
        let up = match self {
            Self::HalfAwayFromZero => rest >= other_half,
            Self::HalfToEven => rest > other_half || (rest == other_half && floor & 1 == 1),
        };
        let size = i64::try_from(floor.checked_add(u64::from(up))?).ok()?;
        Some(if numerator < 0 { size.saturating_neg() } else { size })
    }

    /// Returns `amount` times `by` over `over` as a whole number, rounded once; nothing where `over` is zero or
    /// the product does not fit.
    ///
    /// ```
    /// use sklad_base::Rounding;
    ///
    /// // The VAT in 20.00 at 7 %, in cents.
    /// assert_eq!(Rounding::default().scaled(20_00, 7, 107), Some(1_31));
    /// ```
    #[must_use]
    pub fn scaled(self, amount: i128, by: i128, over: i128) -> Option<i128> {
        if let (Ok(amount), Ok(by), Ok(over)) =
            (i64::try_from(amount), i64::try_from(by), i64::try_from(over))
            && let Some(product) = amount.checked_mul(by)
            && let Some(scaled) = self.small_quotient(product, over)
        {
            return Some(scaled.into());
        }
        self.quotient(amount.checked_mul(by)?, over)
    }

    /// Returns the value with at most that many decimals.
    #[must_use]
    pub fn decimal(self, value: Decimal, decimals: u32) -> Decimal {
        let strategy = match self {
            Self::HalfAwayFromZero => RoundingStrategy::MidpointAwayFromZero,
            Self::HalfToEven => RoundingStrategy::MidpointNearestEven,
        };
        value.round_dp_with_strategy(decimals, strategy)
    }
}

/// Returns quotient and rest; nothing where the divisor is zero. Most amounts fit into 64 bits, where a division
/// costs a tenth.
pub(crate) fn divide(value: u128, divisor: u128) -> Option<(u128, u128)> {
    if let (Ok(value), Ok(divisor)) = (u64::try_from(value), u64::try_from(divisor)) {
        let floor = value.checked_div(divisor)?;
        let rest = value.checked_rem(divisor)?;
        return Some((u128::from(floor), u128::from(rest)));
    }
    Some((value.checked_div(divisor)?, value.checked_rem(divisor)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BOTH: [Rounding; 2] = [Rounding::HalfAwayFromZero, Rounding::HalfToEven];

    #[test]
    fn takes_the_half_away_from_zero_or_to_the_even() {
        let halves = [-5, -3, -1, 1, 3, 5];
        let round = |rounding: Rounding| halves.map(|half| rounding.quotient(half, 2).unwrap());
        assert_eq!(round(BOTH[0]), [-3, -2, -1, 1, 2, 3]);
        assert_eq!(round(BOTH[1]), [-2, -2, 0, 0, 2, 2]);
    }

    #[test]
    fn the_ends_of_the_range_are_answers_or_nothing() {
        for rounding in BOTH {
            assert_eq!(rounding.quotient(i128::MAX, 1), Some(i128::MAX));
            assert_eq!(rounding.quotient(i128::MIN, -1), None);
            assert_eq!(rounding.quotient(i128::MIN, i128::MIN), Some(1));
            assert_eq!(rounding.quotient(0, i128::MIN), Some(0));
            assert_eq!(rounding.quotient(i128::MAX, 0), None);
            assert_eq!(rounding.scaled(i128::MAX, 2, 2), None);
        }
    }

    proptest! {
        #[test]
        fn is_at_most_half_off(value in -10_i128.pow(30)..10_i128.pow(30), over in 1..10_i128.pow(25)) {
            for rounding in BOTH {
                let rounded = rounding.quotient(value, over).unwrap();
                prop_assert!((rounded * over - value).abs() * 2 <= over);
                prop_assert_eq!(rounding.quotient(-value, over), Some(-rounded));
                prop_assert_eq!(rounding.quotient(value, -over), Some(-rounded));
            }
        }

        #[test]
        fn says_what_the_decimal_says(mantissa: i64, decimals in 0..6_u32) {
            for rounding in BOTH {
                let exact = Decimal::new(mantissa, 6);
                let over = 10_i128.pow(6 - decimals);
                let rounded = rounding.quotient(mantissa.into(), over).unwrap();
                prop_assert_eq!(
                    rounding.decimal(exact, decimals),
                    Decimal::from_i128_with_scale(rounded, decimals)
                );
            }
        }
    }
}
