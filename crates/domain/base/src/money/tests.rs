//! Amounts and prices at their edges.

use crate::{Quantity, Rounding};

use super::*;

fn eur() -> Currency {
    Currency::parse("EUR").unwrap()
}

#[test]
fn the_limit_is_what_its_text_says() {
    assert_eq!([LIMIT.to_string(), LIMIT_WHOLE.to_string()], [LIMIT_TEXT, LIMIT_TEXT]);
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
fn a_price_times_a_quantity_is_rounded_once() {
    let price = Price::parse("999999999999.999999", eur()).unwrap();
    let exact = price.times(Quantity::parse("0.004999").unwrap()).unwrap();
    assert_eq!(exact.to_string(), "4999000000.00 EUR");
    let even = Price::parse("0.005", eur()).unwrap();
    let even = even.times_rounded(Quantity::units(1), Rounding::HalfToEven).unwrap();
    assert_eq!(even.to_string(), "0.00 EUR");
}

#[test]
fn an_amount_is_its_minor_units() {
    for (code, text, minor) in [("EUR", "-0.5", -50), ("JPY", "7", 7), ("KWD", "1.005", 1005)] {
        let currency = Currency::parse(code).unwrap();
        let money = Money::parse(text, currency).unwrap();
        assert_eq!(money.minor(), minor);
        assert_eq!(Money::from_minor(minor, currency).unwrap(), money);
        assert_eq!(money.minus(money).unwrap(), Money::zero(currency));
        assert_eq!(money.negated().minor(), -minor);
    }
    assert!(Money::from_minor(100_000_000_000_000_001, eur()).is_err());
    assert!(Money::from_minor(i128::MIN, eur()).is_err());
}

#[test]
fn zero_has_no_sign() {
    let zero = Money::parse("-0.00", eur()).unwrap();
    assert!(zero.is_zero() && !zero.is_negative() && !zero.is_positive());
    assert!(!zero.negated().is_negative());
    assert!(Money::parse("-0.01", eur()).unwrap().is_negative());
}

#[test]
fn splits_over_decimal_weights() {
    let split = |amount, weights: &[&str]| {
        let weights: Vec<Decimal> = weights.iter().map(|text| text.parse().unwrap()).collect();
        Money::parse(amount, eur()).unwrap().split(&weights).map(|shares| format!("{shares:?}"))
    };
    assert_eq!(split("1", &["0.5", "1.000"]).unwrap(), "[0.33 EUR, 0.67 EUR]");
    assert!(split("1", &["-0.5"]).is_err());
    assert!(split("1", &["79228162514264337593543950335", "0.0000000001"]).is_err());
}

#[test]
fn shows_the_decimals_a_person_expects() {
    assert_eq!(Price::parse("2.5", eur()).unwrap().to_string(), "2.50 EUR");
    assert_eq!(Price::parse("2.505", eur()).unwrap().to_string(), "2.505 EUR");
    assert_eq!(Money::parse("7", eur()).unwrap().to_string(), "7.00 EUR");
}
