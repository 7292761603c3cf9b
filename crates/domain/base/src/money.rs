//! Amounts and unit prices: exact decimals with their currency.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::{Currency, Invalid, Quantity, invalid::excerpt};

/// An amount: at most the currency's decimals, up to 10^15 on either side of zero.
///
/// ```
/// use sklad_base::{Currency, Money};
///
/// let eur = Currency::parse("EUR")?;
/// let sum = Money::parse("12.50", eur)?.plus(Money::parse("0.5", eur)?)?;
/// assert_eq!(sum.to_string(), "13.00 EUR");
/// assert!(Money::parse("1.005", eur).is_err(), "half a cent is no amount");
/// assert!(sum.plus(Money::zero(Currency::parse("USD")?)).is_err());
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

impl Money {
    /// Returns nothing, in that currency.
    #[must_use]
    pub fn zero(currency: Currency) -> Self {
        Self { amount: Decimal::ZERO, currency }
    }

    /// Returns the amount in that currency.
    ///
    /// # Errors
    /// [`Invalid`] when it has more decimals than the currency, or is past 10^15.
    pub fn new(amount: Decimal, currency: Currency) -> Result<Self, Invalid> {
        let amount = checked("amount", amount, currency.decimals())?;
        Ok(Self { amount, currency })
    }

    /// Reads the amount.
    ///
    /// # Errors
    /// [`Invalid`] when it is no number, has more decimals than the currency, or is past 10^15.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, Invalid> {
        Self::new(read("amount", text)?, currency)
    }

    /// Returns the sum.
    ///
    /// # Errors
    /// [`Invalid`] when the currencies differ or the sum is past 10^15.
    pub fn plus(self, other: Self) -> Result<Self, Invalid> {
        if self.currency != other.currency {
            return Err(Invalid::CurrenciesDiffer { left: self.currency, right: other.currency });
        }
        let sum = self.amount.checked_add(other.amount).filter(|sum| sum.abs() <= LIMIT);
        let amount = sum.ok_or_else(|| overflow("a sum", self.currency))?;
        Ok(Self { amount, currency: self.currency })
    }

    /// Returns the amount.
    #[must_use]
    pub const fn amount(self) -> Decimal {
        self.amount
    }

    /// Returns the currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut amount = self.amount;
        amount.rescale(self.currency.decimals());
        f.pad(&format!("{amount} {}", self.currency))
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A price of one unit: up to six decimals, up to 10^15 on either side of zero.
///
/// ```
/// use sklad_base::{Currency, Price, Quantity};
///
/// let price = Price::parse("0.125", Currency::parse("EUR")?)?;
/// assert_eq!(price.times(Quantity::units(3))?.to_string(), "0.38 EUR");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Price {
    amount: Decimal,
    currency: Currency,
}

impl Price {
    /// How many decimals are kept.
    pub const DECIMALS: u32 = 6;

    /// Returns the price in that currency.
    ///
    /// # Errors
    /// [`Invalid`] when it has more than six decimals or is past 10^15.
    pub fn new(amount: Decimal, currency: Currency) -> Result<Self, Invalid> {
        Ok(Self { amount: checked("price", amount, Self::DECIMALS)?, currency })
    }

    /// Reads the price.
    ///
    /// # Errors
    /// [`Invalid`] when it is no number, has more than six decimals or is past 10^15.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, Invalid> {
        Self::new(read("price", text)?, currency)
    }

    /// Returns the amount for that quantity, rounded half away from zero to the currency's decimals.
    ///
    /// # Errors
    /// [`Invalid::AmountOverflow`] when the amount is past 10^15.
    pub fn times(self, quantity: Quantity) -> Result<Money, Invalid> {
        let decimals = self.currency.decimals();
        let product = self.amount.checked_mul(quantity.to_decimal()).filter(|it| it.abs() <= LIMIT);
        let exact = product.ok_or_else(|| overflow("price times quantity", self.currency))?;
        let amount = exact.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
        Ok(Money { amount, currency: self.currency })
    }

    /// Returns the price of one unit.
    #[must_use]
    pub const fn amount(self) -> Decimal {
        self.amount
    }

    /// Returns the currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }
}

impl fmt::Display for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut amount = self.amount.normalize();
        amount.rescale(amount.scale().max(self.currency.decimals()));
        f.pad(&format!("{amount} {}", self.currency))
    }
}

impl fmt::Debug for Price {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn read(what: &'static str, text: &str) -> Result<Decimal, Invalid> {
    let form = || Invalid::form(what, text, "a decimal number");
    let trimmed = text.trim();
    if trimmed.len() > 40 || trimmed.contains('_') {
        return Err(form());
    }
    Decimal::from_str_exact(trimmed).map_err(|_| form())
}

fn checked(what: &'static str, amount: Decimal, limit: u32) -> Result<Decimal, Invalid> {
    let amount = amount.normalize();
    let decimals = amount.scale();
    if decimals > limit {
        return Err(Invalid::TooFine { what, value: amount, decimals, limit });
    }
    if amount.abs() > LIMIT {
        let text = excerpt(&amount.to_string());
        return Err(Invalid::TooLarge { what, text, limit: LIMIT_TEXT });
    }
    Ok(amount)
}

fn overflow(what: &'static str, currency: Currency) -> Invalid {
    Invalid::AmountOverflow { what, currency, limit: LIMIT_TEXT }
}

/// 10^15: a thousand times the world's yearly product in its smallest common currency.
const LIMIT: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);
const LIMIT_TEXT: &str = "1000000000000000";

#[cfg(test)]
mod tests {
    use super::*;

    fn eur() -> Currency {
        Currency::parse("EUR").unwrap()
    }

    #[test]
    fn the_limit_is_what_its_text_says() {
        assert_eq!(LIMIT.to_string(), LIMIT_TEXT);
    }

    #[test]
    fn rounds_the_product_half_away_from_zero() {
        let times = |price, quantity| {
            let price = Price::parse(price, eur()).unwrap();
            price.times(Quantity::parse(quantity).unwrap()).unwrap().to_string()
        };
        assert_eq!(times("0.005", "1"), "0.01 EUR");
        assert_eq!(times("0.005", "-1"), "-0.01 EUR");
        assert_eq!(times("10.333", "3"), "31.00 EUR");
        assert_eq!(times("19.90", "2.635"), "52.44 EUR");
    }

    #[test]
    fn refuses_two_currencies_in_one_sum() {
        let usd = Money::parse("1", Currency::parse("USD").unwrap()).unwrap();
        assert_eq!(
            Money::zero(eur()).plus(usd).unwrap_err().to_string(),
            "cannot add EUR and USD: two currencies never add; convert one of them first"
        );
    }

    #[test]
    fn refuses_what_does_not_fit() {
        let price = Price::parse("1000000000000000", eur()).unwrap();
        assert!(price.times(Quantity::units(2)).is_err());
        assert!(Price::parse("1000000000000000.01", eur()).is_err());
        assert!(Price::parse("0.0000001", eur()).is_err());
    }

    #[test]
    fn shows_the_decimals_a_person_expects() {
        assert_eq!(Price::parse("2.5", eur()).unwrap().to_string(), "2.50 EUR");
        assert_eq!(Price::parse("2.505", eur()).unwrap().to_string(), "2.505 EUR");
        assert_eq!(Money::parse("7", eur()).unwrap().to_string(), "7.00 EUR");
    }
}
