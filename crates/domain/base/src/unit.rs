//! Units of measure: exact ratios to an item's base unit, and what converting may lose.

use std::fmt;

use rust_decimal::Decimal;

use crate::{Invalid, Quantity, Rounding, UnitCode};

/// How many base units one other unit is: an exact fraction above zero, in lowest terms.
///
/// A dozen of pieces is 12, a gram of an item kept in kilograms is 1/1000, a third of a metre 1/3.
///
/// Law: a document's quantity to base and back is the same quantity wherever the unit is at least as large as the
/// base unit, and else wherever its base quantity [is exact](Self::is_exact).
///
/// ```
/// use sklad_base::{Quantity, Ratio};
///
/// let dozen = Ratio::whole(12)?;
/// assert_eq!(dozen.to_base(Quantity::parse("2.5")?)?, Quantity::units(30));
/// assert_eq!(dozen.from_base(Quantity::units(30))?, Quantity::parse("2.5")?);
/// assert_eq!(dozen.to_string(), "12");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ratio {
    base: u64,
    units: u64,
}

impl Ratio {
    /// One base unit.
    pub const ONE: Self = Self { base: 1, units: 1 };

    /// Returns the ratio of `base` base units in `units` of the other unit.
    ///
    /// # Errors
    /// [`Invalid::ZeroRatio`] when either is zero.
    pub fn new(base: u64, units: u64) -> Result<Self, Invalid> {
        let divisor = common_divisor(base, units);
        let reduced = base.checked_div(divisor).zip(units.checked_div(divisor));
        match reduced {
            Some((base, units)) if base > 0 && units > 0 => Ok(Self { base, units }),
            _ => Err(Invalid::ZeroRatio { base, units }),
        }
    }

    /// Returns the ratio of a unit that is that many base units.
    ///
    /// # Errors
    /// [`Invalid::ZeroRatio`] when it is zero.
    pub fn whole(base: u64) -> Result<Self, Invalid> {
        Self::new(base, 1)
    }

    /// Reads how many base units one unit is: `12`, `0.001`, or a fraction such as `1/3`.
    ///
    /// # Errors
    /// [`Invalid`] when it is no such number, is not above zero, or does not fit into 64 bits.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let form = || Invalid::form("ratio of units", text, "a number above zero or a fraction");
        if let Some((base, units)) = text.split_once('/') {
            let base = base.trim().parse().map_err(|_| form())?;
            return Self::new(base, units.trim().parse().map_err(|_| form())?);
        }
        let trimmed = text.trim();
        if trimmed.len() > 40 || trimmed.contains('_') {
            return Err(form());
        }
        let value = Decimal::from_str_exact(trimmed).map_err(|_| form())?.normalize();
        let base = u64::try_from(value.mantissa()).map_err(|_| form())?;
        Self::new(base, 10_u64.checked_pow(value.scale()).ok_or_else(form)?)
    }

    /// Returns the quantity of this unit in base units, rounded half away from zero to six decimals.
    ///
    /// # Errors
    /// [`Invalid::ConversionOverflow`] when it does not fit into 64 bits.
    pub fn to_base(self, quantity: Quantity) -> Result<Quantity, Invalid> {
        convert(quantity, self.base, self.units)
    }

    /// Returns the quantity of base units in this unit, rounded half away from zero to six decimals.
    ///
    /// # Errors
    /// [`Invalid::ConversionOverflow`] when it does not fit into 64 bits.
    pub fn from_base(self, quantity: Quantity) -> Result<Quantity, Invalid> {
        convert(quantity, self.units, self.base)
    }

    /// Tells whether the quantity of this unit is a base quantity of six decimals, with nothing rounded away.
    #[must_use]
    pub fn is_exact(self, quantity: Quantity) -> bool {
        wide(quantity, self.base).checked_rem(self.units.into()) == Some(0)
    }

    /// Returns what a reserve takes: all that is asked (in this unit) where it exists (in base units), and else
    /// whole units as far as they exist.
    ///
    /// In base units it is rounded to six decimals half away from zero, and down where that would be more than
    /// asked or more than exists. Nothing is taken where nothing is asked or nothing exists.
    ///
    /// ```
    /// use sklad_base::{Quantity, Ratio};
    ///
    /// let taken = Ratio::whole(12)?.take(Quantity::units(5), Quantity::units(50));
    /// assert_eq!((taken.units, taken.base), (Quantity::units(4), Quantity::units(48)));
    /// # Ok::<(), sklad_base::Invalid>(())
    /// ```
    #[must_use]
    pub fn take(self, asked: Quantity, exists: Quantity) -> Taken {
        let (asked, exists) = (asked.or_zero(), exists.or_zero());
        let units_of_base = i128::from(self.units);
        let all_exist = wide(asked, self.base) <= wide(exists, self.units);
        let units = if all_exist { asked } else { self.whole_units_in(exists) };

        // In millionths of a base unit times `units_of_base`, so that nothing is cut before it is compared.
        let exact = wide(units, self.base);
        let fits = |base: &i128| {
            base.saturating_mul(units_of_base) <= wide(asked, self.base)
                && *base <= i128::from(exists.millionths())
        };
        let rounded = Rounding::HalfAwayFromZero.quotient(exact, units_of_base).filter(fits);
        let base = rounded.or_else(|| exact.checked_div(units_of_base));
        let base = base.and_then(|base| i64::try_from(base).ok()).unwrap_or(0);
        Taken { units, base: Quantity::from_millionths(base) }
    }

    /// Returns how many base units so many units are, in lowest terms.
    #[cfg(feature = "serde")]
    pub(crate) const fn parts(self) -> (u64, u64) {
        (self.base, self.units)
    }

    /// Returns how many whole units of this kind that many base units hold.
    fn whole_units_in(self, base: Quantity) -> Quantity {
        let millionths = wide(base, self.units).checked_div(self.base.into()).unwrap_or(0);
        let whole = millionths.saturating_sub(millionths.checked_rem(UNIT).unwrap_or(0));
        Quantity::from_millionths(i64::try_from(whole).unwrap_or(0))
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.units {
            1 => f.pad(&self.base.to_string()),
            units => f.pad(&format!("{}/{units}", self.base)),
        }
    }
}

impl fmt::Debug for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What a reserve took, in both units: never more than asked, never more than exists.
///
/// ```
/// use sklad_base::{Quantity, Ratio, Taken};
///
/// let third = Ratio::parse("1/3")?;
/// let Taken { units, base } = third.take(Quantity::units(2), Quantity::units(5));
/// assert_eq!((units, base), (Quantity::units(2), Quantity::parse("0.666666")?), "two thirds, rounded down");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "one quantity, twice")]
pub struct Taken {
    /// In the unit asked for.
    pub units: Quantity,
    /// In the item's base unit.
    pub base: Quantity,
}

/// The units of an item: its base unit, and exact ratios to the others.
///
/// ```
/// use sklad_base::{Quantity, Ratio, UnitCode, Units};
///
/// let [pieces, dozen, box_] = ["pcs", "dozen", "box"].map(|unit| UnitCode::parse(unit).unwrap());
/// let units = Units::new(pieces).with(dozen.clone(), Ratio::whole(12)?)?;
///
/// assert_eq!(units.ratio(&dozen)?.to_base(Quantity::units(2))?, Quantity::units(24));
/// assert!(units.ratio(&box_).is_err());
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Units {
    base: UnitCode,
    others: Vec<(UnitCode, Ratio)>,
}

impl Units {
    /// Returns an item's units: the base unit alone.
    #[must_use]
    pub const fn new(base: UnitCode) -> Self {
        Self { base, others: Vec::new() }
    }

    /// Returns the units with one more.
    ///
    /// # Errors
    /// [`Invalid::UnitTwice`] when the item has it already.
    pub fn with(mut self, unit: UnitCode, ratio: Ratio) -> Result<Self, Invalid> {
        if self.ratio(&unit).is_ok() {
            return Err(Invalid::UnitTwice { unit });
        }
        self.others.push((unit, ratio));
        Ok(self)
    }

    /// Returns the base unit.
    #[must_use]
    pub const fn base(&self) -> &UnitCode {
        &self.base
    }

    /// Returns the other units and their ratios, in the order they were added.
    #[must_use]
    pub fn others(&self) -> &[(UnitCode, Ratio)] {
        &self.others
    }

    /// Returns how many base units one such unit is.
    ///
    /// # Errors
    /// [`Invalid::UnitUnknown`] when the item has no such unit.
    pub fn ratio(&self, unit: &UnitCode) -> Result<Ratio, Invalid> {
        if *unit == self.base {
            return Ok(Ratio::ONE);
        }
        let found = self.others.iter().find(|(other, _)| other == unit);
        found
            .map(|(_, ratio)| *ratio)
            .ok_or_else(|| Invalid::UnitUnknown { unit: unit.clone(), base: self.base.clone() })
    }
}

/// Returns the product: 63 bits times 64 always fit.
fn wide(quantity: Quantity, times: u64) -> i128 {
    i128::from(quantity.millionths()).saturating_mul(times.into())
}

fn convert(quantity: Quantity, times: u64, over: u64) -> Result<Quantity, Invalid> {
    let rounded = Rounding::HalfAwayFromZero.quotient(wide(quantity, times), over.into());
    let fitting = rounded.and_then(|millionths| i64::try_from(millionths).ok());
    fitting.map(Quantity::from_millionths).ok_or(Invalid::ConversionOverflow {
        quantity,
        times,
        over,
    })
}

const fn common_divisor(mut one: u64, mut two: u64) -> u64 {
    while let Some(rest) = one.checked_rem(two) {
        (one, two) = (two, rest);
    }
    one
}

/// One unit in millionths.
const UNIT: i128 = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(text: &str) -> Quantity {
        Quantity::parse(text).unwrap()
    }

    #[test]
    fn reads_ratios_in_lowest_terms() {
        let shown = |text| Ratio::parse(text).unwrap().to_string();
        assert_eq!(["12", "0.001", "2/6", " 2.50 "].map(shown), ["12", "1/1000", "1/3", "5/2"]);
        for text in ["", "0", "-1", "1/0", "0/1", "a dozen", "1/2/3", "99999999999999999999", "1_0"]
        {
            assert!(Ratio::parse(text).is_err(), "{text:?} was taken for a ratio");
        }
    }

    #[test]
    fn takes_whole_units_as_far_as_they_exist() {
        let dozen = Ratio::whole(12).unwrap();
        let take = |asked, exists| {
            let taken = dozen.take(quantity(asked), quantity(exists));
            (taken.units.to_string(), taken.base.to_string())
        };
        let expected = |units: &str, base: &str| (units.to_owned(), base.to_owned());
        assert_eq!(take("5", "60"), expected("5", "60"));
        assert_eq!(take("5", "59.999999"), expected("4", "48"));
        assert_eq!(take("2.5", "30"), expected("2.5", "30"), "what was asked exists");
        assert_eq!(take("2.5", "29"), expected("2", "24"));
        assert_eq!(take("1", "11"), expected("0", "0"));
        assert_eq!(take("-1", "11"), expected("0", "0"));
        assert_eq!(take("1", "-11"), expected("0", "0"));
    }

    #[test]
    fn never_takes_more_than_asked_or_more_than_exists() {
        // A unit of 2/3: two of them are 1.333333..., one is 0.666666... and would round up to 0.666667.
        let ratio = Ratio::new(2, 3).unwrap();
        assert_eq!(ratio.to_base(Quantity::units(1)).unwrap(), quantity("0.666667"));
        assert_eq!(ratio.take(Quantity::units(1), quantity("5")).base, quantity("0.666666"));
        let short = ratio.take(Quantity::units(2), quantity("0.666667"));
        assert_eq!((short.units, short.base), (Quantity::units(1), quantity("0.666667")));
    }

    #[test]
    fn refuses_what_does_not_fit_and_what_is_unknown() {
        let huge = Ratio::whole(u64::MAX).unwrap();
        assert_eq!(
            huge.to_base(Quantity::units(1)).unwrap_err().to_string(),
            "cannot convert 1 by 18446744073709551615/1: the quantity is past 9223372036854.775807; \
             split it into several"
        );
        assert_eq!(huge.take(Quantity::MAX, Quantity::MAX).base, Quantity::ZERO);

        let [pieces, case] = ["pcs", "case"].map(|unit| UnitCode::parse(unit).unwrap());
        let units = Units::new(pieces.clone());
        assert_eq!(
            units.ratio(&case).unwrap_err().to_string(),
            "cannot convert case: the item is kept in pcs and has no ratio for it; add the ratio to the item"
        );
        assert_eq!(
            units.with(pieces, Ratio::ONE).unwrap_err().to_string(),
            "cannot add unit pcs: the item has it already; keep one ratio for each unit"
        );
    }
}
