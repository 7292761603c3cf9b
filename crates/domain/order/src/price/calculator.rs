//! The pricing function: a basket in, totals out.

use sklad_base::{Currency, LineNo, Money, distribute_into};

use super::{
    Amounts, Basket, Charge, Discount, Line, Part, PartTax, PriceBasis, Priced, RateTax, Refusal,
    Terms, Totals, Vat, VatRate,
    tax::{Row, Taxes, too_large},
};

/// Prices a basket.
///
/// See [`Basket`] and [`Totals`] for examples. Who prices many orders keeps a [`Calculator`].
///
/// # Errors
/// [`Refusal`] when a price, a quantity or a discount is below zero, an amount is in another currency than the
/// terms, or a sum is past 10^15. A fixed discount above the sum takes the sum.
pub fn price(basket: &Basket<'_>) -> Result<Totals, Refusal> {
    Calculator::new().price(basket)
}

/// Prices baskets, one after the other, in the same memory.
///
/// ```
/// use sklad_base::{Currency, Price, Quantity};
/// use sklad_order::price::{Basket, Calculator, Line, PriceBasis, Terms, Vat};
///
/// let eur = Currency::parse("EUR")?;
/// let lines = [Line::new(Price::parse("0.335", eur)?, Quantity::units(3), Vat::none())];
/// let mut calculator = Calculator::new();
/// let totals = calculator.price(&Basket::new(Terms::new(eur, PriceBasis::Net), &lines))?;
/// assert_eq!(totals.total().gross().to_string(), "1.01 EUR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Calculator {
    rows: Vec<Row>,
    weights: Vec<i128>,
    shares: Vec<i128>,
    taxes: Taxes,
}

impl Calculator {
    /// Returns a calculator; it takes memory when it first needs some.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Prices a basket.
    ///
    /// # Errors
    /// [`Refusal`] as [`price`] says; the calculator is as good as before then.
    pub fn price(&mut self, basket: &Basket<'_>) -> Result<Totals, Refusal> {
        let terms = &basket.terms;
        self.rows.clear();
        self.rows.reserve(basket.lines.len().saturating_add(basket.fees.len()).saturating_add(1));
        for (index, line) in basket.lines.iter().enumerate() {
            self.rows.push(line_row(index, line, terms)?);
        }
        let discount_shares = self.discount_lines(basket)?;
        if let Some(delivery) = &basket.delivery {
            self.rows.push(charge_row(Part::Delivery, delivery, terms)?);
        }
        for (index, fee) in basket.fees.iter().enumerate() {
            let index = u16::try_from(index).map_err(|_| Refusal::TooManyParts)?;
            self.rows.push(charge_row(Part::Fee(index), fee, terms)?);
        }
        self.taxes.fill(&mut self.rows, terms)?;
        self.totals(basket, discount_shares)
    }

    /// Takes each discount of the order off what those before it left of the lines; returns all shares.
    fn discount_lines(&mut self, basket: &Basket<'_>) -> Result<Vec<Money>, Refusal> {
        let terms = &basket.terms;
        let mut all = Vec::with_capacity(basket.discounts.len().saturating_mul(self.rows.len()));
        for discount in basket.discounts {
            self.weights.clear();
            self.weights.extend(self.rows.iter().map(|row| row.amount));
            let sum = self.weights.iter().fold(0, |sum: i128, amount| sum.saturating_add(*amount));
            let off = discount.minor_off(sum, terms, Part::Order)?;
            if self.rows.is_empty() {
                continue;
            }
            self.shares.clear();
            self.shares.resize(self.weights.len(), 0);
            distribute_into(off, &self.weights, &mut self.shares)
                .map_err(|_| too_large(Part::Order, terms))?;

            for (row, share) in self.rows.iter_mut().zip(&self.shares) {
                row.order_discount = row.order_discount.saturating_add(*share);
                row.amount = row.amount.saturating_sub(*share);
                all.push(money(*share, row.part, terms)?);
            }
        }
        Ok(all)
    }

    fn totals(&self, basket: &Basket<'_>, shares: Vec<Money>) -> Result<Totals, Refusal> {
        let terms = &basket.terms;
        let mut totals = Totals {
            lines: Vec::with_capacity(basket.lines.len()),
            delivery: Priced::zero(terms.currency),
            fees: Vec::with_capacity(basket.fees.len()),
            taxes: taxes_by_rate(&self.rows, terms)?,
            part_taxes: Vec::new(),
            discount_shares: shares,
            total: Amounts::zero(terms.currency),
        };
        let (mut amount, mut tax) = (0_i128, 0_i128);
        for (index, row) in self.rows.iter().enumerate() {
            amount = amount.saturating_add(row.amount);
            tax = tax.saturating_add(row.tax());
            self.push_part_taxes((index, row), terms, &mut totals.part_taxes)?;
            let priced = priced(row, terms)?;
            match row.part {
                Part::Line(_) => totals.lines.push(priced),
                Part::Fee(_) => totals.fees.push(priced),
                Part::Delivery | Part::Order => totals.delivery = priced,
            }
        }
        totals.total = amounts(amount, tax, Part::Order, terms)?;
        Ok(totals)
    }

    fn push_part_taxes(
        &self,
        (index, row): (usize, &Row),
        terms: &Terms,
        all: &mut Vec<PartTax>,
    ) -> Result<(), Refusal> {
        let part = row.part;
        for (place, (rate, tax)) in row.vat.rates().iter().zip(&row.taxes).enumerate() {
            let cuts = &self.taxes.cuts;
            let cut = cuts.binary_search_by_key(&(index, place), |(at, _)| *at);
            let cut = cut.ok().and_then(|at| cuts.get(at)).map(|(_, cut)| *cut);
            all.push(PartTax { part, rate: *rate, tax: money(*tax, part, terms)?, cut });
        }
        Ok(())
    }
}

/// Prices a line up to its own discount.
fn line_row(index: usize, line: &Line, terms: &Terms) -> Result<Row, Refusal> {
    let part = Part::Line(LineNo::after(index).ok_or(Refusal::TooManyParts)?);
    check_currency(line.price.currency(), part, terms)?;
    if line.price.is_negative() {
        let (price, currency) = (line.price.amount(), terms.currency);
        return Err(Refusal::NegativePrice { part, price, currency });
    }
    if line.quantity.is_negative() {
        return Err(Refusal::NegativeQuantity { part, quantity: line.quantity });
    }
    // Past the limit nothing is computed: sums of what is within it stay far from 128 bits.
    let listed = line.price.times_rounded(line.quantity, terms.rounding);
    let listed = listed.map_err(|_| too_large(part, terms))?.minor();
    discounted_row(part, listed, (line.vat, line.discount), terms)
}

/// Prices a charge up to its own discount.
fn charge_row(part: Part, charge: &Charge, terms: &Terms) -> Result<Row, Refusal> {
    check_currency(charge.amount.currency(), part, terms)?;
    if charge.amount.is_negative() {
        let (price, currency) = (charge.amount.amount(), terms.currency);
        return Err(Refusal::NegativePrice { part, price, currency });
    }
    discounted_row(part, charge.amount.minor(), (charge.vat, charge.discount), terms)
}

fn discounted_row(
    part: Part,
    listed: i128,
    (vat, discount): (Vat, Option<Discount>),
    terms: &Terms,
) -> Result<Row, Refusal> {
    let own_discount = match discount {
        Some(discount) => discount.minor_off(listed, terms, part)?,
        None => 0,
    };
    let amount = listed.saturating_sub(own_discount);
    let taxes = [0; Vat::MOST];
    Ok(Row { part, vat, listed, own_discount, order_discount: 0, amount, taxes })
}

fn check_currency(found: Currency, part: Part, terms: &Terms) -> Result<(), Refusal> {
    let order = terms.currency;
    if found == order { Ok(()) } else { Err(Refusal::CurrenciesDiffer { part, found, order }) }
}

fn priced(row: &Row, terms: &Terms) -> Result<Priced, Refusal> {
    Ok(Priced {
        listed: money(row.listed, row.part, terms)?,
        own_discount: money(row.own_discount, row.part, terms)?,
        order_discount: money(row.order_discount, row.part, terms)?,
        amounts: amounts(row.amount, row.tax(), row.part, terms)?,
    })
}

fn taxes_by_rate(rows: &[Row], terms: &Terms) -> Result<Vec<RateTax>, Refusal> {
    let mut sums: Vec<(VatRate, i128, i128)> = Vec::new();
    for row in rows {
        let net = match terms.basis {
            PriceBasis::Net => row.amount,
            PriceBasis::Gross => row.amount.saturating_sub(row.tax()),
        };
        for (rate, tax) in row.vat.rates().iter().zip(&row.taxes) {
            let place = sums.partition_point(|sum| sum.0 < *rate);
            if sums.get(place).is_none_or(|sum| sum.0 != *rate) {
                sums.insert(place, (*rate, 0, 0));
            }
            let sum = &mut sums[place];
            (sum.1, sum.2) = (sum.1.saturating_add(net), sum.2.saturating_add(*tax));
        }
    }
    let rate_tax = |(rate, net, tax): (VatRate, i128, i128)| {
        let money = |minor| money(minor, Part::Order, terms);
        Ok(RateTax { rate, net: money(net)?, tax: money(tax)? })
    };
    sums.into_iter().map(rate_tax).collect()
}

fn amounts(amount: i128, tax: i128, part: Part, terms: &Terms) -> Result<Amounts, Refusal> {
    Amounts::from_minor(amount, tax, terms.basis, terms.currency)
        .map_err(|_| too_large(part, terms))
}

fn money(minor: i128, part: Part, terms: &Terms) -> Result<Money, Refusal> {
    Money::from_minor(minor, terms.currency).map_err(|_| too_large(part, terms))
}
