//! Which rule made each cent, line by line.

use std::{fmt, slice};

use sklad_base::{Currency, Money, Price, Quantity};

use super::{
    Basket, Charge, Discount, Line, Part, PartTax, PriceBasis, Priced, Totals, VatRate, totals::Cut,
};

/// Every amount of an order with the rule that made it, in the order of the calculation.
///
/// Law: the steps of a part before its taxes add up to its amount in the order's basis, its taxes to its tax.
///
/// ```
/// use sklad_base::{Currency, Price, Quantity};
/// use sklad_order::price::{Basket, Line, PriceBasis, Terms, Vat, VatRate, price};
///
/// let eur = Currency::parse("EUR")?;
/// let vat = Vat::of(VatRate::parse("20")?);
/// let lines = [Line::new(Price::parse("19.90", eur)?, Quantity::units(3), vat)];
/// let basket = Basket::new(Terms::new(eur, PriceBasis::Gross), &lines);
///
/// assert_eq!(
///     price(&basket)?.explain(&basket).to_string(),
///     "line 1: 3 x 19.90 EUR: 59.70 EUR\n\
///      line 1: VAT of 20% in 59.70 EUR: 9.95 EUR\n\
///      line 1: net 49.75 EUR, tax 9.95 EUR, gross 59.70 EUR\n\
///      the order: net 49.75 EUR, tax 9.95 EUR, gross 59.70 EUR"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation(Vec<Step>);

impl Explanation {
    /// Returns the steps.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// Goes through the steps of one part.
    pub fn of(&self, part: Part) -> impl Iterator<Item = &Step> {
        self.0.iter().filter(move |step| step.part == part)
    }
}

impl<'a> IntoIterator for &'a Explanation {
    type Item = &'a Step;
    type IntoIter = slice::Iter<'a, Step>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl fmt::Display for Explanation {
    /// Writes one step a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            let end = if index > 0 { "\n" } else { "" };
            write!(f, "{end}{step}")?;
        }
        Ok(())
    }
}

/// One amount, and the rule that made it.
///
/// ```
/// use sklad_base::{Currency, LineNo, Money, Price, Quantity};
/// use sklad_order::price::{Basket, Discount, Line, Part, PriceBasis, Rule, Terms, Vat, price};
///
/// let eur = Currency::parse("EUR")?;
/// let lines = [Line::new(Price::parse("100", eur)?, Quantity::units(1), Vat::none()); 3];
/// let discounts = [Discount::Amount(Money::parse("10", eur)?)];
/// let basket = Basket { discounts: &discounts, ..Basket::new(Terms::new(eur, PriceBasis::Net), &lines) };
///
/// let explanation = price(&basket)?.explain(&basket);
/// let step = explanation.of(Part::Line(LineNo::new(0))).nth(1).unwrap();
/// assert_eq!(
///     step.to_string(),
///     "line 1: order discount 1 of 10.00 EUR, 10.00 EUR in all, \
///      by 100.00 EUR in 300.00 EUR and one odd minor unit: -3.34 EUR"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// What it is about.
    pub part: Part,
    /// Which rule made it.
    pub rule: Rule,
    /// What it added: discounts are below zero; a tax that is included adds nothing and is shown as it is.
    pub amount: Money,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { part, rule, amount } = self;
        let is_sum = matches!(rule, Rule::Sum { .. });
        if is_sum { write!(f, "{part}: {rule}") } else { write!(f, "{part}: {rule}: {amount}") }
    }
}

/// The rule that made an amount.
///
/// ```
/// use sklad_base::{Currency, LineNo, Money, Price, Quantity};
/// use sklad_order::price::{Basket, Discount, Line, Part, PriceBasis, Rule, Terms, Vat, price};
///
/// let eur = Currency::parse("EUR")?;
/// let lines = [Line::new(Price::parse("100", eur)?, Quantity::units(1), Vat::none()); 3];
/// let discounts = [Discount::Amount(Money::parse("10", eur)?)];
/// let basket = Basket { discounts: &discounts, ..Basket::new(Terms::new(eur, PriceBasis::Net), &lines) };
///
/// let explanation = price(&basket)?.explain(&basket);
/// let step = explanation.of(Part::Line(LineNo::new(0))).nth(1).unwrap();
/// assert!(matches!(step.rule, Rule::OrderDiscount { number: 0, .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// Price times quantity, rounded once.
    Listed {
        /// The price of one unit.
        price: Price,
        /// How many.
        quantity: Quantity,
    },
    /// A charge as it was given.
    Charged,
    /// The part's own discount.
    OwnDiscount {
        /// The discount.
        discount: Discount,
        /// What it was taken off.
        on: Money,
    },
    /// A share of one of the order's discounts.
    OrderDiscount {
        /// Which one, from 0.
        number: usize,
        /// The discount.
        discount: Discount,
        /// How the part came by its share.
        share: Share,
    },
    /// VAT on this part, rounded here.
    Vat {
        /// The rate.
        rate: VatRate,
        /// The amount it is on, or included in.
        on: Money,
        /// Which of the two.
        basis: PriceBasis,
    },
    /// A share of a rate's VAT, which was rounded on all that bears the rate.
    VatShare {
        /// The rate.
        rate: VatRate,
        /// How the part came by its share.
        share: Share,
        /// Whether prices include it.
        basis: PriceBasis,
    },
    /// What the part, or the order, comes to.
    Sum {
        /// Net, tax, gross.
        amounts: super::Amounts,
    },
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let preposition = |basis: &PriceBasis| match basis {
            PriceBasis::Net => "on",
            PriceBasis::Gross => "in",
        };
        match self {
            Self::Listed { price, quantity } => write!(f, "{quantity} x {price}"),
            Self::Charged => f.write_str("as charged"),
            Self::OwnDiscount { discount, on } => write!(f, "discount of {discount} on {on}"),
            Self::OrderDiscount { number, discount, share } => {
                let number = number.saturating_add(1);
                write!(f, "order discount {number} of {discount}, {share}")
            }
            Self::Vat { rate, on, basis } => write!(f, "VAT of {rate} {} {on}", preposition(basis)),
            Self::VatShare { rate, share, basis: PriceBasis::Net } => {
                write!(f, "VAT of {rate} on top, {share}")
            }
            Self::VatShare { rate, share, basis: PriceBasis::Gross } => {
                write!(f, "VAT of {rate} included, {share}")
            }
            Self::Sum { amounts } => amounts.fmt(f),
        }
    }
}

/// How a part came by its share of an amount, by largest remainder.
///
/// ```
/// use sklad_base::{Currency, LineNo, Money, Price, Quantity};
/// use sklad_order::price::{Basket, Discount, Line, Part, PriceBasis, Rule, Terms, Vat, price};
///
/// let eur = Currency::parse("EUR")?;
/// let lines = [Line::new(Price::parse("100", eur)?, Quantity::units(1), Vat::none()); 3];
/// let discounts = [Discount::Amount(Money::parse("10", eur)?)];
/// let basket = Basket { discounts: &discounts, ..Basket::new(Terms::new(eur, PriceBasis::Net), &lines) };
///
/// let explanation = price(&basket)?.explain(&basket);
/// let step = explanation.of(Part::Line(LineNo::new(0))).nth(1).unwrap();
/// let Rule::OrderDiscount { share, .. } = step.rule else { panic!("the second step is the discount") };
/// assert_eq!((share.whole.to_string(), share.is_one_more), ("10.00 EUR".to_owned(), true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Share {
    /// The amount that was split.
    pub whole: Money,
    /// What the part weighed.
    pub weight: Money,
    /// What all weighed together.
    pub weights: Money,
    /// Whether the part got one more minor unit than its exact share cut down, its remainder being among the largest.
    pub is_one_more: bool,
}

impl Share {
    fn of(share: Money, cut: Cut) -> Self {
        let money = |minor| money(minor, share.currency());
        let exact = cut.whole.checked_mul(cut.weight);
        let floor = exact.and_then(|exact| exact.checked_div(cut.weights)).unwrap_or(0);
        let is_one_more = share.minor() > floor;
        let (whole, weight, weights) = (money(cut.whole), money(cut.weight), money(cut.weights));
        Self { whole, weight, weights, is_one_more }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let odd = if self.is_one_more { " and one odd minor unit" } else { "" };
        write!(f, "{} in all, by {} in {}{odd}", self.whole, self.weight, self.weights)
    }
}

impl Totals {
    /// Returns which rule made each amount; the basket is the one that was priced.
    ///
    /// Of another basket it explains what the two have in common, and means nothing.
    #[must_use]
    pub fn explain(&self, basket: &Basket<'_>) -> Explanation {
        let mut steps =
            Steps { totals: self, basket, cuts: self.discount_cuts(), steps: Vec::new() };
        for (index, (line, priced)) in basket.lines.iter().zip(&self.lines).enumerate() {
            let Some(part) = sklad_base::LineNo::after(index).map(Part::Line) else { break };
            steps.line(part, line, priced);
            steps.order_discounts(part, index);
            steps.end(part, priced);
        }
        if let Some(delivery) = &basket.delivery {
            steps.charge(Part::Delivery, delivery, &self.delivery);
        }
        for ((fee, priced), index) in basket.fees.iter().zip(&self.fees).zip(0..) {
            steps.charge(Part::Fee(index), fee, priced);
        }
        steps.push(Part::Order, Rule::Sum { amounts: self.total }, self.total.gross());
        Explanation(steps.steps)
    }

    /// Returns how each share of the order's discounts was cut: each line weighs what the discounts before left.
    pub(super) fn discount_cuts(&self) -> Vec<Cut> {
        let weight =
            |priced: &Priced| priced.listed.minor().saturating_sub(priced.own_discount.minor());
        let mut weights: Vec<i128> = self.lines.iter().map(weight).collect();
        let mut cuts = Vec::with_capacity(self.discount_shares.len());
        for shares in self.discount_shares.chunks(self.lines.len().max(1)) {
            let whole = sum(shares.iter().map(|share| share.minor()));
            let all = sum(weights.iter().copied());
            cuts.extend(weights.iter().map(|weight| Cut { whole, weight: *weight, weights: all }));
            for (weight, share) in weights.iter_mut().zip(shares) {
                *weight = weight.saturating_sub(share.minor());
            }
        }
        cuts
    }
}

/// The steps so far.
struct Steps<'a> {
    totals: &'a Totals,
    basket: &'a Basket<'a>,
    cuts: Vec<Cut>,
    steps: Vec<Step>,
}

impl Steps<'_> {
    fn line(&mut self, part: Part, line: &Line, priced: &Priced) {
        let rule = Rule::Listed { price: line.price, quantity: line.quantity };
        self.push(part, rule, priced.listed);
        self.own_discount(part, line.discount, priced);
    }

    fn charge(&mut self, part: Part, charge: &Charge, priced: &Priced) {
        self.push(part, Rule::Charged, priced.listed);
        self.own_discount(part, charge.discount, priced);
        self.end(part, priced);
    }

    fn own_discount(&mut self, part: Part, discount: Option<Discount>, priced: &Priced) {
        if let Some(discount) = discount {
            let rule = Rule::OwnDiscount { discount, on: priced.listed };
            self.push(part, rule, priced.own_discount.negated());
        }
    }

    fn order_discounts(&mut self, part: Part, line: usize) {
        let (totals, basket) = (self.totals, self.basket);
        let lines = totals.lines.len().max(1);
        for (number, discount) in basket.discounts.iter().enumerate() {
            let index = number.saturating_mul(lines).saturating_add(line);
            let share = totals.discount_shares.get(index).zip(self.cuts.get(index));
            if let Some((amount, cut)) = share {
                let (discount, share) = (*discount, Share::of(*amount, *cut));
                let rule = Rule::OrderDiscount { number, discount, share };
                self.push(part, rule, amount.negated());
            }
        }
    }

    /// Adds the part's taxes and its sum.
    fn end(&mut self, part: Part, priced: &Priced) {
        let basis = self.basket.terms.basis;
        let on = priced.amounts.in_basis(basis);
        let taxes = self.totals.part_taxes.iter().filter(|tax| tax.part == part);
        for PartTax { rate, tax, cut, .. } in taxes.copied() {
            let rule = match cut {
                None => Rule::Vat { rate, on, basis },
                Some(cut) => Rule::VatShare { rate, share: Share::of(tax, cut), basis },
            };
            self.push(part, rule, tax);
        }
        self.push(part, Rule::Sum { amounts: priced.amounts }, priced.amounts.gross());
    }

    fn push(&mut self, part: Part, rule: Rule, amount: Money) {
        self.steps.push(Step { part, rule, amount });
    }
}

fn sum(amounts: impl Iterator<Item = i128>) -> i128 {
    amounts.fold(0, i128::saturating_add)
}

/// Returns minor units as money: they are sums of what was priced, which is within the limit.
fn money(minor: i128, currency: Currency) -> Money {
    Money::from_minor(minor, currency).unwrap_or_else(|_| Money::zero(currency))
}
