//! What a closed bill says that each unit of a line is worth, for good.

use sklad_base::{Currency, Invalid, Quantity, Rounding, Spread};

use super::{Amounts, PriceBasis, Refusal, Terms};

/// A line's amounts, frozen per unit when its bill was closed.
///
/// Tax and the amount in the order's basis are split over the units, whole ones of weight 1 and a last part that
/// weighs its fraction; the third amount is their sum or difference, so each unit adds up. Rejecting, returning and
/// refunding remove units from the front, those already removed left out, at exactly their frozen amounts; the
/// others never change, and once all are removed nothing is left, not a cent.
///
/// Tax and amount are cut to whole cents each by itself: a part of a unit that is worth less than a cent may get the
/// tax's odd cent and not the amount's, so its net may be a cent below zero; what the whole adds up to is not touched.
///
/// It takes the same room for one unit and for a million: the split is made when units go. To store it, keep amounts, quantity, what was removed and
/// the terms: closing again and removing that much gives the same. Source: `specs/orders.md`, numbers.
///
/// ```
/// use sklad_base::{Currency, Money, Quantity};
/// use sklad_order::price::{Amounts, Frozen, PriceBasis, Terms};
///
/// let money = |text| Money::parse(text, Currency::parse("EUR").unwrap()).unwrap();
/// let terms = Terms::new(money("0").currency(), PriceBasis::Gross);
/// let amounts = Amounts::new(money("1.39"), money("0.28"))?;
///
/// let mut bill = Frozen::close(amounts, Quantity::units(2), &terms)?;
/// assert_eq!(bill.remove(Quantity::units(1))?.gross(), money("0.84"));
/// assert_eq!(bill.remove(Quantity::units(1))?.gross(), money("0.83"));
/// assert!(bill.left().is_zero());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Frozen {
    /// The amount in the order's basis, in minor units.
    amount: i128,
    tax: i128,
    quantity: Quantity,
    removed: Quantity,
    pub(super) basis: PriceBasis,
    pub(super) rounding: Rounding,
    currency: Currency,
}

impl Frozen {
    /// Freezes a line's amounts over its quantity; delivery and fees are one unit.
    ///
    /// # Errors
    /// [`Refusal`] when the amounts are in another currency than the terms, or the quantity is below zero, or zero
    /// while an amount is not.
    pub fn close(amounts: Amounts, quantity: Quantity, terms: &Terms) -> Result<Self, Refusal> {
        let Terms { currency, basis, rounding, vat_rounding: _ } = *terms;
        let (net, tax) = (amounts.net(), amounts.tax().minor());
        if net.currency() != currency {
            let (part, found) = (super::Part::Order, net.currency());
            return Err(Refusal::CurrenciesDiffer { part, found, order: currency });
        }
        let (amount, removed) = (in_basis(net.minor(), tax, basis), Quantity::ZERO);
        let frozen = Self { amount, tax, quantity, removed, basis, rounding, currency };
        // Over any quantity above zero each amount can be split.
        if !quantity.is_positive() {
            frozen.spreads()?;
        }
        Ok(frozen)
    }

    /// Removes the next units and returns what they are worth.
    ///
    /// # Errors
    /// [`Refusal::NotLeft`] when more is asked than is left, or less than nothing; nothing has changed then.
    pub fn remove(&mut self, quantity: Quantity) -> Result<Amounts, Refusal> {
        let worth = self.next(quantity)?;
        self.removed = self.removed.saturating_add(quantity);
        Ok(worth)
    }

    /// Returns what removing that many would give back, and changes nothing.
    ///
    /// # Errors
    /// [`Refusal::NotLeft`] when more is asked than is left, or less than nothing.
    pub fn next(&self, quantity: Quantity) -> Result<Amounts, Refusal> {
        let left = self.quantity_left();
        if quantity > left || quantity.is_negative() {
            return Err(Refusal::NotLeft { asked: quantity, left });
        }
        let next = |spread: Spread| spread.next(self.removed, quantity, self.rounding);
        let [amount, tax] = self.spreads()?.map(next);
        Ok(self.amounts(amount, tax))
    }

    /// Returns what was frozen, all of it.
    #[must_use]
    pub fn whole(&self) -> Amounts {
        self.amounts(self.amount, self.tax)
    }

    /// Returns what is left of it.
    #[must_use]
    pub fn left(&self) -> Amounts {
        if self.removed.is_zero() {
            return self.whole();
        }
        let left = |spread: Spread| {
            spread.amount().saturating_sub(spread.up_to(self.removed, self.rounding))
        };
        let left = self.spreads().map(|spreads| spreads.map(left));
        debug_assert!(left.is_ok(), "units were removed by the same split");
        left.map_or_else(|_| self.whole(), |[amount, tax]| self.amounts(amount, tax))
    }

    /// Returns what is left of it, VAT included, in minor units.
    pub(crate) fn gross_left(&self) -> i128 {
        if !self.removed.is_zero() {
            return self.left().gross().minor();
        }
        match self.basis {
            PriceBasis::Gross => self.amount,
            PriceBasis::Net => self.amount.saturating_add(self.tax),
        }
    }

    /// Returns how many units there were.
    #[must_use]
    pub const fn quantity(&self) -> Quantity {
        self.quantity
    }

    /// Returns how many were removed.
    #[must_use]
    pub const fn removed(&self) -> Quantity {
        self.removed
    }

    /// Returns how many are left.
    #[must_use]
    pub const fn quantity_left(&self) -> Quantity {
        self.quantity().saturating_sub(self.removed)
    }

    /// Returns the units in runs of equal worth, the first units first, those removed included: at most four, and
    /// the last part.
    #[must_use]
    pub fn runs(&self) -> Vec<Run> {
        let count = self.quantity().millionths().unsigned_abs();
        let (whole, part) = (count / UNIT, count % UNIT);
        let spreads = self.spreads();
        debug_assert!(spreads.is_ok(), "what was closed can be split");
        let Ok(spreads) = spreads else { return Vec::new() };
        let [amount, tax] = spreads.map(Spread::units_with_one_more);
        let mut ends = [amount, tax, whole];
        ends.sort_unstable();

        let (mut runs, mut from) = (Vec::new(), 0);
        for end in ends {
            if end > from {
                let units = end.saturating_sub(from).saturating_mul(UNIT);
                runs.extend(self.run(spreads, from, units));
                from = end;
            }
        }
        if part > 0 {
            runs.extend(self.run(spreads, whole, part));
        }
        runs
    }

    /// Splits the amount and its tax over the units.
    fn spreads(&self) -> Result<[Spread; 2], Invalid> {
        let tax = Spread::over(self.tax, self.quantity)?;
        Ok([Spread::over(self.amount, self.quantity)?, tax])
    }

    fn run(&self, [amount, tax]: [Spread; 2], index: u64, millionths: u64) -> Option<Run> {
        let each = self.amounts(amount.unit(index)?, tax.unit(index)?);
        let units = Quantity::from_millionths(i64::try_from(millionths).ok()?);
        Some(Run { units, each })
    }

    /// Returns the amounts of minor units. What was frozen did fit, and no part of it is larger.
    fn amounts(&self, amount: i128, tax: i128) -> Amounts {
        let amounts = Amounts::from_minor(amount, tax, self.basis, self.currency);
        debug_assert!(amounts.is_ok(), "a part of what fits does fit");
        amounts.unwrap_or_else(|_| Amounts::zero(self.currency))
    }
}

/// Units one after the other that are worth the same.
///
/// ```
/// use sklad_base::{Currency, Money, Quantity};
/// use sklad_order::price::{Amounts, Frozen, PriceBasis, Terms};
///
/// let money = |text| Money::parse(text, Currency::parse("EUR").unwrap()).unwrap();
/// let terms = Terms::new(money("0").currency(), PriceBasis::Net);
/// let bill = Frozen::close(Amounts::new(money("10"), money("2"))?, Quantity::parse("3.5")?, &terms)?;
///
/// let runs: Vec<_> = bill.runs().iter().map(|run| format!("{} at {}", run.units, run.each)).collect();
/// assert_eq!(
///     runs,
///     [
///         "2 at net 2.86 EUR, tax 0.57 EUR, gross 3.43 EUR",
///         "1 at net 2.85 EUR, tax 0.57 EUR, gross 3.42 EUR",
///         "0.5 at net 1.43 EUR, tax 0.29 EUR, gross 1.72 EUR",
///     ]
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a report line")]
pub struct Run {
    /// How many units; the last run may be a part of one.
    pub units: Quantity,
    /// What each of them is worth; of a part, what the part is worth.
    pub each: Amounts,
}

/// Returns an amount in that basis: without its tax or with it.
const fn in_basis(net: i128, tax: i128, basis: PriceBasis) -> i128 {
    match basis {
        PriceBasis::Net => net,
        PriceBasis::Gross => net.saturating_add(tax),
    }
}

/// One unit in millionths.
const UNIT: u64 = 1_000_000;

#[cfg(test)]
mod tests {
    use sklad_base::Money;

    use super::*;

    #[test]
    fn a_last_part_worth_nothing_may_have_a_cent_of_tax() {
        let money = |text| Money::parse(text, Currency::parse("EUR").unwrap()).unwrap();
        let amounts = Amounts::new(money("5.15"), money("0.98")).unwrap();
        let terms = Terms::new(money("0").currency(), PriceBasis::Gross);
        let bill = Frozen::close(amounts, Quantity::parse("97.03").unwrap(), &terms).unwrap();
        let last = bill.runs().pop().unwrap();
        assert_eq!(
            (last.units.to_string(), last.each.to_string()),
            ("0.03".to_owned(), "net -0.01 EUR, tax 0.01 EUR, gross 0.00 EUR".to_owned())
        );
    }

    #[test]
    fn closing_again_and_removing_as_much_is_the_same_bill() {
        let eur = Currency::parse("EUR").unwrap();
        let money = |text| Money::parse(text, eur).unwrap();
        let terms = Terms::new(eur, PriceBasis::Net);
        let close = || {
            let amounts = Amounts::new(money("10"), money("1.99")).unwrap();
            Frozen::close(amounts, Quantity::parse("3.7").unwrap(), &terms).unwrap()
        };
        let [mut by_and_by, mut at_once] = [close(), close()];
        for part in ["0.31", "1", "0.5"] {
            by_and_by.remove(Quantity::parse(part).unwrap()).unwrap();
        }
        at_once.remove(Quantity::parse("1.81").unwrap()).unwrap();
        assert_eq!(by_and_by, at_once);
    }
}
