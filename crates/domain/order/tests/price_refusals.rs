//! What cannot be priced: a refusal that says what to do, or a defined result; never a panic.
#![allow(clippy::unwrap_used, reason = "the parts are valid, the whole is not")]

use sklad_base::{Currency, Money, Price, Quantity};
use sklad_order::price::{
    Amounts, Basket, Charge, Discount, Frozen, Line, Percent, PriceBasis, Terms, Vat, VatRate,
    price,
};

fn currency(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

fn money(text: &str) -> Money {
    Money::parse(text, currency("EUR")).unwrap()
}

fn line(price: &str, quantity: &str) -> Line {
    let price = Price::parse(price, currency("EUR")).unwrap();
    let vat = Vat::of(VatRate::parse("20").unwrap());
    Line::new(price, Quantity::parse(quantity).unwrap(), vat)
}

fn basket(lines: &[Line]) -> Basket<'_> {
    Basket::new(Terms::new(currency("EUR"), PriceBasis::Net), lines)
}

fn refused(basket: &Basket<'_>) -> String {
    price(basket).unwrap_err().to_string()
}

#[test]
fn an_order_of_nothing_costs_nothing() {
    let all = Discount::Percent(Percent::HUNDRED);
    let nothing = Basket { discounts: &[all, Discount::Amount(money("5"))], ..basket(&[]) };
    assert!(price(&nothing).unwrap().total().is_zero());
    let of_no_units = [line("10", "0"), line("0", "3")];
    let nothing = Basket { discounts: nothing.discounts, ..basket(&of_no_units) };
    assert!(price(&nothing).unwrap().total().is_zero());
}

#[test]
fn a_discount_above_the_sum_takes_the_sum_and_no_more() {
    let lines =
        [Line { discount: Some(Discount::Amount(money("15"))), ..line("10", "1") }, line("5", "1")];
    let over = Discount::Amount(money("999"));
    let delivery = Some(Charge::new(money("3"), Vat::none()));
    let totals = price(&Basket { discounts: &[over], delivery, ..basket(&lines) }).unwrap();
    assert_eq!(totals.lines()[0].own_discount(), money("10"));
    assert_eq!(totals.lines()[1].order_discount(), money("5"));
    assert_eq!(totals.total().gross(), money("3"), "delivery is not touched");
}

#[test]
fn refuses_a_negative_price_a_negative_quantity_and_a_negative_discount() {
    assert_eq!(
        refused(&basket(&[line("1", "1"), line("-1.5", "1")])),
        "cannot price line 2: its price is -1.5 EUR; give a price of zero or more, and a discount for the rest"
    );
    assert_eq!(
        refused(&basket(&[line("1", "-2")])),
        "cannot price line 1: its quantity is -2; give zero or more, or open a return"
    );
    let below = Discount::Amount(money("-1"));
    assert_eq!(
        refused(&Basket { discounts: &[below], ..basket(&[line("1", "1")]) }),
        "cannot price the order: its discount is -1.00 EUR; give an amount of zero or more, in proportion to one above zero"
    );
    let charge = Charge::new(money("-3"), Vat::none());
    assert!(refused(&Basket { delivery: Some(charge), ..basket(&[]) }).contains("price delivery"));
    assert!(refused(&Basket { fees: &[charge], ..basket(&[]) }).contains("price fee 1"));
}

#[test]
fn refuses_a_rate_of_nothing() {
    let of_nothing = Discount::Proportion { amount: money("1"), of: money("0") };
    let lines = [Line { discount: Some(of_nothing), ..line("1", "1") }];
    assert!(
        refused(&basket(&lines))
            .starts_with("cannot price line 1: its discount is 1.00 EUR in 0.00 EUR;")
    );
}

#[test]
fn refuses_two_currencies_wherever_they_meet() {
    let dollar = Money::parse("1", currency("USD")).unwrap();
    let off = Discount::Amount(dollar);
    let in_dollars = Line { price: Price::parse("1", currency("USD")).unwrap(), ..line("1", "1") };
    let one = [line("1", "1")];
    let in_dollars = [in_dollars];
    let off_in_dollars = [Line { discount: Some(off), ..one[0] }];
    let all = [
        (basket(&in_dollars), "line 1"),
        (basket(&off_in_dollars), "line 1"),
        (Basket { discounts: &[off], ..basket(&one) }, "the order"),
        (Basket { delivery: Some(Charge::new(dollar, Vat::none())), ..basket(&one) }, "delivery"),
        (Basket { fees: &[Charge::new(dollar, Vat::none())], ..basket(&one) }, "fee 1"),
    ];
    for (basket, part) in all {
        let expected =
            format!("cannot price {part}: it is in USD and the order in EUR; convert it first");
        assert_eq!(refused(&basket), expected);
    }
    let amounts = Amounts::zero(currency("USD"));
    assert!(Frozen::close(amounts, Quantity::units(1), &basket(&[]).terms).is_err());
}

#[test]
fn refuses_a_line_and_a_sum_that_do_not_fit() {
    let most = line("1000000000000000", "1");
    assert_eq!(
        refused(&basket(&[line("1000000000000000", "1.000001")])),
        "cannot price line 1: its amount is past 1000000000000000 EUR; split it into several"
    );
    assert_eq!(
        refused(&basket(&[line("1000000000000000", "9223372036854.775807")])),
        "cannot price line 1: its amount is past 1000000000000000 EUR; split it into several"
    );
    assert_eq!(
        refused(&basket(&[Line { vat: Vat::none(), ..most }; 2])),
        "cannot price the order: its amount is past 1000000000000000 EUR; split it into several"
    );
    assert!(price(&basket(&[most])).is_err(), "with its tax it does not fit");
    assert!(price(&basket(&[Line { vat: Vat::none(), ..most }])).is_ok());
}

#[test]
fn refuses_more_lines_than_an_order_may_have() {
    let many = vec![line("1", "1"); 65_537];
    assert_eq!(
        refused(&basket(&many)),
        "cannot price the order: it has more than 65536 lines or fees; split it into several"
    );
    assert!(price(&basket(&many[..65_536])).is_ok());
}

#[test]
fn freezes_no_amount_over_no_units() {
    let amounts = Amounts::new(money("5"), money("1")).unwrap();
    let terms = basket(&[]).terms;
    assert!(Frozen::close(amounts, Quantity::ZERO, &terms).is_err());
    let mut nothing =
        Frozen::close(Amounts::zero(currency("EUR")), Quantity::ZERO, &terms).unwrap();
    assert!(nothing.remove(Quantity::ZERO).unwrap().is_zero());
    assert!(nothing.remove(Quantity::units(1)).is_err());
    assert!(nothing.runs().is_empty());
}
