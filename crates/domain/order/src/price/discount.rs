//! What comes off a line, the order or a charge.

use std::fmt;

use sklad_base::Money;

use super::{Part, Percent, Refusal, Terms, percent::HUNDRED};

/// A discount: a rate or a fixed amount. It never takes off more than is there, and never less than nothing.
///
/// Amounts stand in the order's currency and basis.
///
/// ```
/// use sklad_base::{Currency, Money};
/// use sklad_order::price::{Discount, Percent, PriceBasis, Terms};
///
/// let eur = Currency::parse("EUR")?;
/// let terms = Terms::new(eur, PriceBasis::Gross);
/// let [five, forty] = ["5", "40"].map(|amount| Money::parse(amount, eur).unwrap());
///
/// assert_eq!(Discount::Percent(Percent::parse("12.5")?).on(forty, &terms)?, five);
/// assert_eq!(Discount::Amount(forty).on(five, &terms)?, five, "a discount above the sum takes the sum");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(
    clippy::exhaustive_enums,
    reason = "a new kind must be priced, kept after edits and explained"
)]
pub enum Discount {
    /// A percentage of what is there, rounded once.
    Percent(Percent),
    /// A fixed amount of zero or more.
    Amount(Money),
    /// An amount in proportion to another: a fixed amount whose rate is kept, exact where no percentage is.
    Proportion {
        /// What is taken off, zero or more.
        amount: Money,
        /// Of how much, above zero.
        of: Money,
    },
}

impl Discount {
    /// Returns what it takes off a sum.
    ///
    /// # Errors
    /// [`Refusal`] when it is in another currency than the terms, below zero, or in proportion to nothing.
    pub fn on(self, sum: Money, terms: &Terms) -> Result<Money, Refusal> {
        if sum.currency() != terms.currency {
            let (found, order) = (sum.currency(), terms.currency);
            return Err(Refusal::CurrenciesDiffer { part: Part::Order, found, order });
        }
        let off = self.minor_off(sum.minor().max(0), terms, Part::Order)?;
        Ok(Money::from_minor(off, terms.currency)?)
    }

    /// Tells whether it is a fixed amount, which is given once.
    pub(crate) const fn is_fixed(&self) -> bool {
        matches!(self, Self::Amount(_))
    }

    /// Returns what it takes off a sum of zero or more minor units: at least nothing, at most the sum.
    pub(super) fn minor_off(self, sum: i128, terms: &Terms, part: Part) -> Result<i128, Refusal> {
        let rounding = terms.rounding;
        let off = match self {
            Self::Percent(percent) => {
                rounding.scaled(sum, percent.millionths().into(), HUNDRED.into())
            }
            Self::Amount(amount) => Some(self.checked(amount, terms, part)?),
            Self::Proportion { amount, of } => {
                let amount = self.checked(amount, terms, part)?;
                match self.checked(of, terms, part)? {
                    0 => return Err(Refusal::NotADiscount { part, discount: self }),
                    of => rounding.scaled(sum, amount, of),
                }
            }
        };
        let off = off.ok_or(Refusal::TooLarge { part, currency: terms.currency })?;
        Ok(off.min(sum))
    }

    /// Returns the minor units of an amount that this discount may hold.
    fn checked(self, amount: Money, terms: &Terms, part: Part) -> Result<i128, Refusal> {
        if amount.currency() != terms.currency {
            let (found, order) = (amount.currency(), terms.currency);
            return Err(Refusal::CurrenciesDiffer { part, found, order });
        }
        if amount.is_negative() {
            return Err(Refusal::NotADiscount { part, discount: self });
        }
        Ok(amount.minor())
    }
}

impl fmt::Display for Discount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Percent(percent) => percent.fmt(f),
            Self::Amount(amount) => amount.fmt(f),
            Self::Proportion { amount, of } => write!(f, "{amount} in {of}"),
        }
    }
}

/// One step of a discount rule: from this sum on, this discount.
///
/// A shop that evaluates its rules anew after an edit asks the tiers again with the new sum.
///
/// ```
/// use sklad_base::{Currency, Money};
/// use sklad_order::price::{Discount, Percent, Tier};
///
/// let money = |text| Money::parse(text, Currency::parse("EUR").unwrap()).unwrap();
/// let five = Discount::Percent(Percent::parse("5")?);
/// let ten = Discount::Percent(Percent::parse("10")?);
/// let tiers = [Tier { from: money("100"), discount: five }, Tier { from: money("500"), discount: ten }];
///
/// let offers = ["99.99", "100", "1000"].map(|sum| Tier::reached(&tiers, money(sum)));
/// assert_eq!(offers, [None, Some(five), Some(ten)]);
/// # Ok::<(), sklad_order::price::Refusal>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data, built by literal")]
pub struct Tier {
    /// The least sum of the lines, in the order's basis.
    pub from: Money,
    /// What comes off then.
    pub discount: Discount,
}

impl Tier {
    /// Returns the discount of the highest tier that the sum reaches; tiers in another currency are not reached.
    #[must_use]
    pub fn reached(tiers: &[Self], sum: Money) -> Option<Discount> {
        let reached = tiers.iter().filter(|tier| {
            tier.from.currency() == sum.currency() && tier.from.amount() <= sum.amount()
        });
        reached.max_by_key(|tier| tier.from.amount()).map(|tier| tier.discount)
    }
}
