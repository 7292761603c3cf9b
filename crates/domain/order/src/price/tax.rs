//! VAT on what is left after discounts: on each part, or on each rate and back to the parts.

use sklad_base::distribute_into;

use super::{Part, PriceBasis, Refusal, Terms, Vat, VatRate, VatRounding, totals::Cut};

/// A part on its way through the calculation; all amounts in minor units of the order's basis.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) part: Part,
    pub(super) vat: Vat,
    pub(super) listed: i128,
    pub(super) own_discount: i128,
    pub(super) order_discount: i128,
    /// What is left of it after discounts.
    pub(super) amount: i128,
    /// The tax of each of its rates.
    pub(super) taxes: [i128; Vat::MOST],
}

impl Row {
    /// Returns the tax of all its rates: at most four amounts under 10^20.
    pub(super) fn tax(&self) -> i128 {
        self.taxes.iter().fold(0, |sum, tax| sum.saturating_add(*tax))
    }
}

/// Space to compute taxes in, used again and again.
#[derive(Debug, Clone, Default)]
pub(super) struct Taxes {
    /// The row and the place among its rates of each part that bears the rate at hand.
    bearers: Vec<(usize, usize)>,
    weights: Vec<i128>,
    shares: Vec<i128>,
    done: Vec<Together>,
    /// Where tax was pushed back from a rate's sum: of which row, at which of its rates.
    pub(super) cuts: Vec<((usize, usize), Cut)>,
}

/// What is rounded together: a rate, and where prices include VAT also the rates beside it, because they are part
/// of the fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Together {
    rate: VatRate,
    beside: Vat,
}

impl Taxes {
    /// Fills in the tax of each row.
    pub(super) fn fill(&mut self, rows: &mut [Row], terms: &Terms) -> Result<(), Refusal> {
        self.cuts.clear();
        match terms.vat_rounding {
            VatRounding::PerLine => fill_per_line(rows, terms),
            VatRounding::PerRate => self.fill_per_rate(rows, terms),
        }
    }

    fn fill_per_rate(&mut self, rows: &mut [Row], terms: &Terms) -> Result<(), Refusal> {
        self.done.clear();
        for first in 0..rows.len() {
            let vat = rows[first].vat;
            for rate in vat.rates() {
                let together = Together::new(*rate, vat, terms);
                if !self.done.contains(&together) {
                    self.done.push(together);
                    self.fill_rate(together, rows, terms)?;
                }
            }
        }
        self.cuts.sort_unstable_by_key(|(at, _)| *at);
        Ok(())
    }

    /// Rounds the tax of one rate on the sum, and pushes it back to the rows that bear it.
    ///
    /// A row weighs its amount. Where prices include VAT, a row with several rates weighs for the later ones what
    /// the earlier have left of it: so no row ever has more tax than it has money.
    fn fill_rate(
        &mut self,
        together: Together,
        rows: &mut [Row],
        terms: &Terms,
    ) -> Result<(), Refusal> {
        self.bearers.clear();
        self.weights.clear();
        let mut sum = 0_i128;
        for (index, row) in rows.iter().enumerate() {
            let rates = row.vat.rates().iter();
            let place = rates.clone().position(|rate| {
                *rate == together.rate && Together::new(*rate, row.vat, terms) == together
            });
            if let Some(place) = place {
                let taken = if terms.basis == PriceBasis::Gross { row.tax() } else { 0 };
                self.bearers.push((index, place));
                self.weights.push(row.amount.saturating_sub(taken));
                sum = sum.saturating_add(row.amount);
            }
        }
        let whole = together.beside.tax(together.rate, sum, terms);
        let whole = whole.ok_or_else(|| too_large(Part::Order, terms))?;

        self.shares.clear();
        self.shares.resize(self.weights.len(), 0);
        distribute_into(whole, &self.weights, &mut self.shares)
            .map_err(|_| too_large(Part::Order, terms))?;

        let weights = self.weights.iter().fold(0, |sum: i128, weight| sum.saturating_add(*weight));
        let results = self.weights.iter().zip(&self.shares);
        for ((row, place), (weight, share)) in self.bearers.iter().zip(results) {
            rows[*row].taxes[*place] = *share;
            self.cuts.push(((*row, *place), Cut { whole, weight: *weight, weights }));
        }
        Ok(())
    }
}

impl Together {
    fn new(rate: VatRate, vat: Vat, terms: &Terms) -> Self {
        let beside = match terms.basis {
            PriceBasis::Net => Vat::none(),
            PriceBasis::Gross => vat,
        };
        Self { rate, beside }
    }
}

fn fill_per_line(rows: &mut [Row], terms: &Terms) -> Result<(), Refusal> {
    for row in rows {
        for (rate, tax) in row.vat.rates().iter().zip(&mut row.taxes) {
            let on_row = row.vat.tax(*rate, row.amount, terms);
            *tax = on_row.ok_or_else(|| too_large(row.part, terms))?;
        }
    }
    Ok(())
}

/// Returns that an amount does not fit.
pub(super) const fn too_large(part: Part, terms: &Terms) -> Refusal {
    Refusal::TooLarge { part, currency: terms.currency }
}
