//! VAT: rates, the basis that prices stand in, and where the tax is rounded.

use std::fmt;

use rust_decimal::Decimal;

use super::{Percent, PriceBasis, Refusal, Terms, percent::HUNDRED};

/// Where VAT is rounded; the law of most countries allows either, so the order says which.
///
/// ```
/// use sklad_order::price::VatRounding;
///
/// assert_eq!(VatRounding::default(), VatRounding::PerLine);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "the two ways that invoices know")]
pub enum VatRounding {
    /// On each line, delivery and fee; a rate's tax is their sum.
    #[default]
    PerLine,
    /// On the sum of all that bears the rate, and pushed back to them by the distribution function.
    PerRate,
}

/// A rate of VAT: at least 0 % and under 100 %, with at most six decimals.
///
/// 0 % is a rate, and shows among the taxes; what bears no VAT at all has [`Vat::none`].
///
/// ```
/// use sklad_order::price::VatRate;
///
/// assert_eq!(VatRate::parse("19")?.to_string(), "19%");
/// assert!(VatRate::parse("100").is_err());
/// # Ok::<(), sklad_order::price::Refusal>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct VatRate(Percent);

impl VatRate {
    /// Takes over a percentage: 20 is 20 %.
    ///
    /// # Errors
    /// [`Refusal`] when it is below 0, is 100 or more, or has more than six decimals.
    pub fn new(percent: Decimal) -> Result<Self, Refusal> {
        Percent::millionths_of(percent)?;
        let rate = Percent::new(percent).ok().filter(|rate| rate.millionths() < HUNDRED);
        rate.map(Self).ok_or(Refusal::VatOutOfRange { percent })
    }

    /// Reads a percentage such as `20` or `8.875`, without the sign.
    ///
    /// # Errors
    /// [`Refusal`] when it is no number, below 0, 100 or more, or has more than six decimals.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        Self::new(Percent::decimal(text)?)
    }

    /// Returns the rate as a percentage.
    #[must_use]
    pub const fn percent(self) -> Percent {
        self.0
    }

    const fn millionths(self) -> u32 {
        self.0.millionths()
    }
}

impl fmt::Display for VatRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for VatRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// The rates that one part of an order bears: none, one, or up to four of them, which add up to under 100 %.
///
/// ```
/// use sklad_order::price::{Vat, VatRate};
///
/// let [federal, province] = ["5", "9.975"].map(|rate| VatRate::parse(rate).unwrap());
/// let quebec = Vat::of_all(&[federal, province])?;
/// assert_eq!(quebec.rates(), [federal, province]);
/// assert_eq!(Vat::none().rates(), []);
/// # Ok::<(), sklad_order::price::Refusal>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Vat {
    /// Those in use come first, the others are zero.
    rates: [VatRate; Self::MOST],
    count: u8,
}

impl Vat {
    /// How many rates a part may bear.
    pub const MOST: usize = 4;

    /// Returns that nothing is borne: outside of VAT, which is not a rate of 0 %.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Returns the one rate.
    #[must_use]
    pub fn of(rate: VatRate) -> Self {
        let mut rates = [VatRate::default(); Self::MOST];
        rates[0] = rate;
        Self { rates, count: 1 }
    }

    /// Returns several rates on the same amount, each computed by itself.
    ///
    /// # Errors
    /// [`Refusal`] when there are more than four, one stands twice, or they add up to 100 % or more.
    pub fn of_all(rates: &[VatRate]) -> Result<Self, Refusal> {
        let mut all = Self::default();
        let room = all.rates.get_mut(..rates.len());
        let count = u8::try_from(rates.len()).ok();
        let (Some(room), Some(count)) = (room, count) else {
            return Err(Refusal::TooManyRates { rates: rates.len() });
        };
        room.copy_from_slice(rates);
        room.sort_unstable();
        all.count = count;

        let twice = rates.iter().enumerate().find(|(index, rate)| rates[..*index].contains(rate));
        if let Some((_, rate)) = twice {
            return Err(Refusal::RateTwice { rate: *rate });
        }
        if all.sum() >= HUNDRED {
            let sum = Decimal::new(all.sum().into(), Percent::DECIMALS).normalize();
            return Err(Refusal::VatOutOfRange { percent: sum });
        }
        Ok(all)
    }

    /// Returns the rates, the lowest first.
    #[must_use]
    pub fn rates(&self) -> &[VatRate] {
        self.rates.get(..usize::from(self.count)).unwrap_or_default()
    }

    /// Returns the tax of one of these rates on an amount of minor units, or nothing where it does not fit.
    pub(super) fn tax(&self, rate: VatRate, amount: i128, terms: &Terms) -> Option<i128> {
        let included = match terms.basis {
            PriceBasis::Net => 0,
            PriceBasis::Gross => self.sum(),
        };
        let over = HUNDRED.saturating_add(included);
        terms.rounding.scaled(amount, rate.millionths().into(), over.into())
    }

    /// Returns the sum in millionths of one per cent: four rates under 100 % fit by far.
    fn sum(&self) -> u32 {
        self.rates.iter().fold(0, |sum: u32, rate| sum.saturating_add(rate.millionths()))
    }
}

impl fmt::Debug for Vat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.rates()).finish()
    }
}

impl fmt::Display for Vat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rates: Vec<_> = self.rates().iter().map(ToString::to_string).collect();
        if rates.is_empty() { f.pad("no VAT") } else { f.pad(&rates.join(" and ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(text: &str) -> VatRate {
        VatRate::parse(text).unwrap()
    }

    #[test]
    fn refuses_vat_of_a_hundred_percent_or_more() {
        for text in ["100", "100.5", "250", "-1"] {
            assert_eq!(
                VatRate::parse(text).unwrap_err().to_string(),
                format!(
                    "cannot use VAT of {text}%: a rate is at least 0% and under 100%; correct the rate"
                )
            );
        }
        assert!(VatRate::parse("99.999999").is_ok());
        assert!(matches!(VatRate::parse("1.1234567"), Err(Refusal::PercentTooFine { .. })));
    }

    #[test]
    fn refuses_rates_that_do_not_go_together() {
        assert_eq!(
            Vat::of_all(&[rate("5"), rate("7"), rate("5")]).unwrap_err().to_string(),
            "cannot use VAT of 5% twice on one line: its tax would be counted twice; give it once"
        );
        assert_eq!(
            Vat::of_all(&[rate("60"), rate("40")]).unwrap_err().to_string(),
            "cannot use VAT of 100%: a rate is at least 0% and under 100%; correct the rate"
        );
        let five = ["1", "2", "3", "4", "5"].map(rate);
        assert_eq!(
            Vat::of_all(&five).unwrap_err().to_string(),
            "cannot use 5 rates of VAT on one line: at most 4 fit; join some of them"
        );
        assert!(Vat::of_all(&five[..4]).is_ok());
    }
}
