//! An amount spread over the units of a quantity, without an entry for each unit.

use crate::{Invalid, Quantity, Rounding, rounding::divide};

/// An amount split over the units of a quantity: whole units of weight 1, and a last part that weighs its fraction.
///
/// It is [`distribute`](crate::distribute) over these weights in closed form, so a million units take no more room
/// than one: the first few units have one minor unit more than the rest, the last part has its own share.
///
/// What is taken starts at the first unit and goes on where the last taking stopped. Of a unit of share S, the part
/// up to p is worth S times p, rounded; so takings that together cover the quantity add up to the amount exactly,
/// however they are cut. Amounts are minor units. Source: `specs/orders.md`, the one distribution function.
///
/// ```
/// use sklad_base::{Quantity, Rounding, Spread};
///
/// let spread = Spread::over(1_67, Quantity::parse("2.5")?)?;
/// assert_eq!(spread.unit(0), Some(67));
/// assert_eq!(spread.unit(2), Some(33));
///
/// let half = Quantity::parse("0.5")?;
/// assert_eq!(spread.up_to(half, Rounding::HalfAwayFromZero), 34);
/// assert_eq!(spread.up_to(Quantity::parse("2.5")?, Rounding::HalfAwayFromZero), 1_67);
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Spread {
    amount: i128,
    quantity: Quantity,
    /// What each whole unit has at least, without its sign.
    each: u128,
    /// How many of the first units have one more.
    one_more: u64,
}

impl Spread {
    /// Splits an amount of minor units over a quantity.
    ///
    /// # Errors
    /// [`Invalid`] when the quantity is below zero, when it is zero and the amount is not, or when amount times
    /// quantity does not fit into 128 bits.
    pub fn over(amount: i128, quantity: Quantity) -> Result<Self, Invalid> {
        let nothing = Self { amount, quantity, each: 0, one_more: 0 };
        if quantity.is_zero() && amount == 0 {
            return Ok(nothing);
        }
        if !quantity.is_positive() {
            return Err(Invalid::NoUnits { amount, quantity });
        }
        let overflow = || Invalid::SplitOverflow { amount };
        amount.checked_mul(UNIT.into()).ok_or_else(overflow)?;
        let size = amount.unsigned_abs();
        let total = u128::from(quantity.millionths().unsigned_abs());
        let part = |weight: u64| {
            size.checked_mul(weight.into()).and_then(|product| divide(product, total))
        };
        let (each, rest) = part(UNIT).ok_or_else(overflow)?;
        let (last, last_rest) = part(nothing.fraction()).ok_or_else(overflow)?;

        let in_units = each.checked_mul(nothing.whole_units().into()).ok_or_else(overflow)?;
        let missing = size.saturating_sub(in_units).saturating_sub(last);
        let missing = u64::try_from(missing).map_err(|_| overflow())?;
        // The last part comes after the units, so it goes first only where its remainder is larger.
        let one_more = missing.saturating_sub(u64::from(last_rest > rest && missing > 0));
        Ok(Self { each, one_more, ..nothing })
    }

    /// Returns the amount.
    #[must_use]
    pub const fn amount(self) -> i128 {
        self.amount
    }

    /// Returns the quantity that it is spread over.
    #[must_use]
    pub const fn quantity(self) -> Quantity {
        self.quantity
    }

    /// Returns the share of one unit, counted from 0; the last may be a part. Nothing past the end.
    #[must_use]
    pub fn unit(self, index: u64) -> Option<i128> {
        let units = self.whole_units().saturating_add(u64::from(self.fraction() > 0));
        (index < units).then(|| self.signed(self.size_of(index)))
    }

    /// Returns what all up to that quantity are worth, counted from the first unit: nothing at zero and below,
    /// the amount at the whole quantity and past it.
    #[must_use]
    pub fn up_to(self, taken: Quantity, rounding: Rounding) -> i128 {
        if taken >= self.quantity {
            return self.amount;
        }
        let taken = taken.or_zero().millionths().unsigned_abs();
        let (units, part) = (taken / UNIT, taken % UNIT);
        let whole = self.size_of_first(units);
        let size = if units < self.whole_units() { UNIT } else { self.fraction() };
        let begun = i128::try_from(self.size_of(units)).ok().and_then(|share| {
            let part = rounding.scaled(share, part.into(), size.into())?;
            u128::try_from(part).ok()
        });
        self.signed(whole.saturating_add(begun.unwrap_or(0)))
    }

    /// Returns what the next `more` are worth where `taken` are gone already.
    ///
    /// Law: takings one after the other add up to the amount when they cover the quantity.
    #[must_use]
    pub fn next(self, taken: Quantity, more: Quantity, rounding: Rounding) -> i128 {
        let after = self.up_to(taken.saturating_add(more), rounding);
        after.saturating_sub(self.up_to(taken, rounding))
    }

    /// Returns how many first units have one minor unit more than the other whole ones.
    #[must_use]
    pub const fn units_with_one_more(self) -> u64 {
        self.one_more
    }

    const fn whole_units(self) -> u64 {
        self.quantity.millionths().unsigned_abs() / UNIT
    }

    const fn fraction(self) -> u64 {
        self.quantity.millionths().unsigned_abs() % UNIT
    }

    /// Returns what the first units have together, without its sign.
    fn size_of_first(self, units: u64) -> u128 {
        let whole = units.min(self.whole_units());
        self.each.saturating_mul(whole.into()).saturating_add(whole.min(self.one_more).into())
    }

    /// Returns what one unit has, or the part after the whole ones, without its sign.
    fn size_of(self, index: u64) -> u128 {
        if index < self.whole_units() {
            return self.each.saturating_add(u128::from(index < self.one_more));
        }
        self.amount.unsigned_abs().saturating_sub(self.size_of_first(self.whole_units()))
    }

    fn signed(self, size: u128) -> i128 {
        let size = i128::try_from(size).unwrap_or(i128::MAX);
        if self.amount < 0 { size.saturating_neg() } else { size }
    }
}

/// One unit in millionths.
const UNIT: u64 = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(text: &str) -> Quantity {
        Quantity::parse(text).unwrap()
    }

    #[test]
    fn a_million_units_take_the_room_of_one() {
        let spread = Spread::over(1, Quantity::units(1_000_000)).unwrap();
        assert_eq!([spread.unit(0), spread.unit(999_999)], [Some(1), Some(0)]);
        assert_eq!(spread.unit(1_000_000), None);
        assert_eq!(size_of::<Spread>(), 48);
    }

    #[test]
    fn the_last_part_weighs_its_fraction() {
        let shares = |amount| {
            let spread = Spread::over(amount, quantity("2.5")).unwrap();
            [0, 1, 2].map(|index| spread.unit(index).unwrap())
        };
        assert_eq!(shares(100), [40, 40, 20]);
        assert_eq!(shares(101), [41, 40, 20]);
        assert_eq!(shares(103), [41, 41, 21]);
        assert_eq!(shares(-101), [-41, -40, -20]);
    }

    #[test]
    fn less_than_one_unit_is_all_in_the_last_part() {
        let spread = Spread::over(7, quantity("0.3")).unwrap();
        assert_eq!([spread.unit(0), spread.unit(1)], [Some(7), None]);
        assert_eq!(spread.up_to(quantity("0.15"), Rounding::HalfAwayFromZero), 4);
        assert_eq!(spread.up_to(quantity("0.15"), Rounding::HalfToEven), 4);
    }

    #[test]
    fn nothing_spreads_over_nothing_and_something_does_not() {
        assert!(Spread::over(0, Quantity::ZERO).is_ok());
        assert_eq!(
            Spread::over(5, Quantity::ZERO).unwrap_err().to_string(),
            "cannot split 5 over 0 units: there is no unit to take it; give a quantity above zero"
        );
        assert!(Spread::over(0, quantity("-1")).is_err());
    }

    #[test]
    fn the_ends_of_the_range_are_shares_or_refusals() {
        assert!(Spread::over(i128::MAX, Quantity::units(1)).is_err());
        let most = Spread::over(10_i128.pow(31), Quantity::MAX).unwrap();
        assert_eq!(most.up_to(Quantity::MAX, Rounding::HalfToEven), 10_i128.pow(31));
    }
}
