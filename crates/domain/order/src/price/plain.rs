//! Parts that cost what they say: nothing comes off them, and each bears its own tax. Most orders have no others.

use sklad_base::Invalid;

use super::{Amounts, Charge, Line, Terms, Vat, VatRounding};

/// What plain parts come to: lines and charges without a discount, with VAT that is rounded on each of them.
///
/// Such parts have nothing to do with each other, for nothing is split over them: so each is priced by itself, in minor
/// units of 64 bits, and the way there is not kept.
///
/// Law: it is what [`price`](super::price) says of the same parts. What is not plain, is wrong, or is not small has no
/// plain price: it is priced there, and refused there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Plain {
    /// In the order's basis.
    amount: i64,
    tax: i64,
}

impl Plain {
    /// Prices a line.
    #[inline]
    pub(crate) fn line(line: &Line, terms: &Terms) -> Option<Self> {
        let Line { price, quantity, vat, discount } = line;
        let is_sound = !price.is_negative() && !quantity.is_negative();
        if !is_sound || discount.is_some() || price.currency() != terms.currency {
            return None;
        }
        Self::part(price.small_minor_of(*quantity, terms.rounding)?, *vat, terms)
    }

    /// Prices delivery or a fee.
    pub(crate) fn charge(charge: &Charge, terms: &Terms) -> Option<Self> {
        let Charge { amount, vat, discount } = charge;
        if amount.is_negative() || discount.is_some() || amount.currency() != terms.currency {
            return None;
        }
        Self::part(i64::try_from(amount.minor()).ok()?, *vat, terms)
    }

    /// Adds two up, where all of it is small.
    #[inline]
    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        let amount = self.amount.checked_add(other.amount).filter(|amount| *amount < SMALL)?;
        Some(Self { amount, tax: self.tax.checked_add(other.tax)? })
    }

    /// Adds all up, where each has a plain price.
    #[inline]
    pub(crate) fn sum(all: impl IntoIterator<Item = Option<Self>>) -> Option<Self> {
        all.into_iter().try_fold(Self::default(), |sum, part| sum.plus(part?))
    }

    /// Returns it at its three faces.
    ///
    /// # Errors
    /// None: what is small fits.
    #[inline]
    pub(crate) fn amounts(self, terms: &Terms) -> Result<Amounts, Invalid> {
        let (amount, tax) = (self.amount.into(), self.tax.into());
        Amounts::from_minor(amount, tax, terms.basis, terms.currency)
    }

    fn part(amount: i64, vat: Vat, terms: &Terms) -> Option<Self> {
        let rates = vat.rates();
        if rates.is_empty() {
            return Some(Self { amount, tax: 0 });
        }
        // Tax that is rounded per rate is split over all that bears the rate.
        let VatRounding::PerLine = terms.vat_rounding else { return None };
        let mut tax = 0_i64;
        for rate in rates {
            let on_part = vat.tax(*rate, amount.into(), terms)?;
            tax = tax.checked_add(i64::try_from(on_part).ok()?)?;
        }
        Some(Self { amount, tax })
    }
}

/// A thousandth of the largest amount, in minor units of a currency that has none smaller: so every sum fits.
pub(crate) const SMALL: i64 = 1_000_000_000_000;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sklad_base::{Currency, Money, Price, PriceBasis, Quantity, Rounding};

    use super::*;
    use crate::price::{Basket, Discount, Percent, VatRate, price};

    fn currency() -> impl Strategy<Value = Currency> {
        proptest::sample::select(vec!["EUR", "JPY", "KWD", "CLF"])
            .prop_map(|code| Currency::parse(code).unwrap())
    }

    fn terms() -> impl Strategy<Value = Terms> {
        let basis = prop_oneof![Just(PriceBasis::Net), Just(PriceBasis::Gross)];
        let rounding = prop_oneof![Just(Rounding::HalfAwayFromZero), Just(Rounding::HalfToEven)];
        let vat = prop_oneof![3 => Just(VatRounding::PerLine), 1 => Just(VatRounding::PerRate)];
        (currency(), basis, rounding, vat).prop_map(|(currency, basis, rounding, vat_rounding)| {
            Terms { currency, basis, rounding, vat_rounding }
        })
    }

    fn vat() -> impl Strategy<Value = Vat> {
        let rates = |texts: &[&str]| {
            let rates: Vec<_> = texts.iter().map(|text| VatRate::parse(text).unwrap()).collect();
            Vat::of_all(&rates).unwrap()
        };
        let some = [&[][..], &["20"], &["8.875"], &["5", "9.975"], &["0"]];
        proptest::sample::select(some.map(rates).to_vec())
    }

    /// Mostly what shops sell; now and then what is wrong or past all limits.
    fn line(currency: Currency) -> impl Strategy<Value = Line> {
        let price = prop_oneof![
            8 => (0..10_000_000_i64, 0..=6_u32),
            1 => (-5..5_i64, 0..=6_u32),
            1 => (0..1_000_000_000_000_000_i64, 0..=6_u32),
        ];
        let quantity = prop_oneof![
            6 => (0..1_000_u32).prop_map(Quantity::units),
            2 => (0..9_000_000_i64).prop_map(Quantity::from_millionths),
            1 => any::<i64>().prop_map(Quantity::from_millionths),
        ];
        let discounts = [None, Some(Discount::Percent(Percent::HUNDRED))];
        let discount = prop_oneof![9 => Just(discounts[0]), 1 => Just(discounts[1])];
        let price = price.prop_map(move |(mantissa, scale)| {
            Price::new(rust_decimal::Decimal::new(mantissa, scale), currency).unwrap()
        });
        (price, quantity, vat(), discount).prop_map(|(price, quantity, vat, discount)| Line {
            price,
            quantity,
            vat,
            discount,
        })
    }

    fn charge(currency: Currency) -> impl Strategy<Value = Charge> {
        let amount = (-1..1_000_000_i64)
            .prop_map(move |minor| Money::from_minor(minor.into(), currency).unwrap());
        (amount, vat()).prop_map(|(amount, vat)| Charge::new(amount, vat))
    }

    fn basket() -> impl Strategy<Value = (Terms, Vec<Line>, Vec<Charge>)> {
        terms().prop_flat_map(|terms| {
            let lines = prop::collection::vec(line(terms.currency), 0..5);
            let charges = prop::collection::vec(charge(terms.currency), 0..3);
            (Just(terms), lines, charges)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn a_plain_price_is_the_price((terms, lines, fees) in basket()) {
            let whole = price(&Basket { fees: &fees, ..Basket::new(terms, &lines) });
            let plain_lines = lines.iter().map(|line| Plain::line(line, &terms));
            let plain_fees = fees.iter().map(|fee| Plain::charge(fee, &terms));
            let Some(sum) = Plain::sum(plain_lines.clone().chain(plain_fees.clone())) else {
                return Ok(());
            };
            let whole = whole.unwrap();
            prop_assert_eq!(sum.amounts(&terms).unwrap(), whole.total());
            prop_assert!(whole.is_small());
            let parts = whole.lines().iter().chain(whole.fees());
            for (plain, part) in plain_lines.chain(plain_fees).zip(parts) {
                prop_assert_eq!(plain.unwrap().amounts(&terms).unwrap(), part.amounts());
            }
        }
    }

    #[test]
    fn what_most_shops_sell_has_a_plain_price() {
        let eur = Currency::parse("EUR").unwrap();
        let line = |price, quantity| {
            let vat = Vat::of(VatRate::parse("20").unwrap());
            Line::new(Price::parse(price, eur).unwrap(), Quantity::parse(quantity).unwrap(), vat)
        };
        let terms = Terms::new(eur, PriceBasis::Net);
        let lines = [line("19.90", "3"), line("0.125", "7"), line("1999999.99", "2.5")];
        let sum = Plain::sum(lines.iter().map(|line| Plain::line(line, &terms))).unwrap();
        let told = sum.amounts(&terms).unwrap().to_string();
        assert_eq!(told, "net 5000060.56 EUR, tax 1000012.12 EUR, gross 6000072.68 EUR");
    }
}
