//! What becomes of a discount when the order is edited, because shops want opposite things.

use sklad_base::{LineNo, Money, Quantity, Spread, distribute};

use super::{Basket, Discount, Part, Priced, Refusal, Totals};

/// What becomes of a discount after an edit.
///
/// See [`Change`] for an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(
    clippy::exhaustive_enums,
    reason = "a new choice must be answered for every kind of discount"
)]
pub enum AfterEdit {
    /// The rate stays: a fixed amount goes on in proportion to what it was given on.
    KeepRate,
    /// The amount stays: a percentage goes on as what it came to before the edit.
    KeepAmount,
    /// The amount stays but for the shares of the rejected units.
    TakeBackShare,
    /// The shop's rule is asked again.
    EvaluateAnew,
}

/// What a shop chose for its discounts. Unless told otherwise rates stay rates, and fixed amounts give up the
/// shares of the rejected units.
///
/// ```
/// use sklad_order::price::{AfterEdit, DiscountPolicy};
///
/// let policy = DiscountPolicy::default();
/// assert_eq!((policy.rates, policy.amounts), (AfterEdit::KeepRate, AfterEdit::TakeBackShare));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data, built by literal")]
pub struct DiscountPolicy {
    /// For percentages and proportions.
    pub rates: AfterEdit,
    /// For fixed amounts.
    pub amounts: AfterEdit,
}

impl Default for DiscountPolicy {
    fn default() -> Self {
        Self { rates: AfterEdit::KeepRate, amounts: AfterEdit::TakeBackShare }
    }
}

/// What an edit did to one discount. All amounts are in the order's currency and basis.
///
/// Laws: an edit that changes nothing leaves what the discount takes off as it was, by every policy; and rejecting
/// everything, by and by, takes back a fixed amount to the last cent.
///
/// ```
/// use sklad_base::{Currency, LineNo, Money, Price, Quantity};
/// use sklad_order::price::{Basket, Change, Discount, DiscountPolicy, Line, PriceBasis, Terms, Vat, price};
///
/// let eur = Currency::parse("EUR")?;
/// let [thirty, twenty] = ["30", "20"].map(|amount| Discount::Amount(Money::parse(amount, eur).unwrap()));
/// let line = |price| Line::new(Price::parse(price, eur).unwrap(), Quantity::units(2), Vat::none());
/// let (lines, terms) = ([line("100"), line("50")], Terms::new(eur, PriceBasis::Gross));
/// let basket = Basket { discounts: &[thirty], ..Basket::new(terms, &lines) };
///
/// // 30.00 off 300.00; one of the units at 100.00 is rejected, and its share of 10.00 with it.
/// let rejected = [(LineNo::new(0), Quantity::units(1))];
/// let change = Change::of_order_discount(&basket, &price(&basket)?, 0, &rejected)?;
/// assert_eq!(change.applied_to(thirty, &DiscountPolicy::default())?, Some(twenty));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "plain data, built by literal")]
pub struct Change {
    /// What the discount was taken off, before the edit.
    pub before: Money,
    /// What it came to, before the edit.
    pub given: Money,
    /// The rejected units' share: of a fixed amount as it was granted, of a rate of what it came to.
    pub rejected: Money,
    /// What the shop's rule says to the order after the edit, such as [`Tier::reached`](super::Tier::reached).
    pub anew: Option<Discount>,
}

impl Change {
    /// Returns what rejecting units does to one of the order's discounts, counted from 0.
    ///
    /// The discount is split over the lines by what it found on each, and on over their units; the first units
    /// of a line are the rejected ones. Where the lines cost nothing, they weigh their quantities instead, so
    /// that even such an order gives up its discount with its units. Basket and totals are those before the edit;
    /// for an edit that rejects nothing give no lines.
    ///
    /// # Errors
    /// [`Refusal`] when more is rejected than a line has, or the basket has no such discount or line.
    pub fn of_order_discount(
        basket: &Basket<'_>,
        totals: &Totals,
        discount: usize,
        rejected: &[(LineNo, Quantity)],
    ) -> Result<Self, Refusal> {
        let missing = Refusal::NoSuchDiscount { part: Part::Order, number: discount };
        let granted = *basket.discounts.get(discount).ok_or(missing)?;
        let money = |minor| Money::from_minor(minor, basket.terms.currency);
        let cuts = totals.discount_cuts();
        let cuts = cuts.chunks(basket.lines.len().max(1)).nth(discount).unwrap_or_default();
        let (before, given) = cuts.first().map_or((0, 0), |cut| (cut.weights, cut.whole));
        let given = money(given)?;

        let weights: Vec<i128> = match before {
            0 => basket.lines.iter().map(|line| line.quantity.millionths().into()).collect(),
            _ => cuts.iter().map(|cut| cut.weight).collect(),
        };
        let whole = granted.amount_granted(given).minor();
        let shares = if weights.is_empty() { Vec::new() } else { distribute(whole, &weights)? };
        let mut back = 0_i128;
        for (line, units) in rejected {
            let (index, part) = (line.index(), Part::Line(*line));
            let found = basket.lines.get(index).zip(shares.get(index));
            let (line, share) = found.ok_or(Refusal::NoSuchPart { part })?;
            back = back.saturating_add(share_of_units(*share, line.quantity, *units, basket)?);
        }
        Ok(Self { before: money(before)?, given, rejected: money(back)?, anew: None })
    }

    /// Returns what rejecting units of a line does to that line's own discount.
    ///
    /// # Errors
    /// [`Refusal`] when more is rejected than the line has, or the basket has no such line or the line no discount.
    pub fn of_line_discount(
        basket: &Basket<'_>,
        totals: &Totals,
        line: LineNo,
        rejected: Quantity,
    ) -> Result<Self, Refusal> {
        let part = Part::Line(line);
        let found = basket.lines.get(line.index()).zip(totals.lines.get(line.index()));
        let (line, priced): (_, &Priced) = found.ok_or(Refusal::NoSuchPart { part })?;
        let granted = line.discount.ok_or(Refusal::NoSuchDiscount { part, number: 0 })?;

        let (before, given) = (priced.listed, priced.own_discount);
        let whole = granted.amount_granted(given).minor();
        let back = share_of_units(whole, line.quantity, rejected, basket)?;
        let rejected = Money::from_minor(back, basket.terms.currency)?;
        Ok(Self { before, given, rejected, anew: None })
    }

    /// Returns the discount as it stands after the edit, or nothing where it falls away.
    ///
    /// # Errors
    /// [`Refusal`] when the amounts are of two currencies.
    pub fn applied_to(
        &self,
        discount: Discount,
        policy: &DiscountPolicy,
    ) -> Result<Option<Discount>, Refusal> {
        let amount = discount.amount_granted(self.given);
        let (choice, is_amount) = match discount {
            Discount::Percent(_) | Discount::Proportion { .. } => (policy.rates, false),
            Discount::Amount(_) => (policy.amounts, true),
        };
        Ok(match choice {
            AfterEdit::KeepRate if is_amount && self.before.is_positive() => {
                Some(Discount::Proportion { amount: self.given, of: self.before })
            }
            AfterEdit::KeepRate => Some(discount),
            AfterEdit::KeepAmount => Some(Discount::Amount(amount)),
            AfterEdit::TakeBackShare => {
                let left = amount.minus(self.rejected)?;
                let nothing = Money::zero(left.currency());
                Some(Discount::Amount(if left.is_negative() { nothing } else { left }))
            }
            AfterEdit::EvaluateAnew => self.anew,
        })
    }
}

impl Discount {
    /// Returns the amount that was granted: a fixed one as it is, a rate as what it came to.
    const fn amount_granted(self, given: Money) -> Money {
        match self {
            Self::Amount(amount) => amount,
            Self::Percent(_) | Self::Proportion { .. } => given,
        }
    }
}

/// Returns what the first `rejected` units hold of a share that is spread over all of them; in minor units.
fn share_of_units(
    share: i128,
    quantity: Quantity,
    rejected: Quantity,
    basket: &Basket<'_>,
) -> Result<i128, Refusal> {
    if rejected > quantity || rejected.is_negative() {
        return Err(Refusal::NotLeft { asked: rejected, left: quantity });
    }
    if rejected.is_zero() {
        return Ok(0);
    }
    Ok(Spread::over(share, quantity)?.up_to(rejected, basket.terms.rounding))
}
