//! The wire form as it stands written down; what is there must stay readable.

use insta::assert_snapshot;
use rust_decimal::Decimal;
use sklad_base::{Currency, Money, Price, Quantity};
use sklad_order::{
    Command, Draft, Order, Policy,
    price::{Basket, Charge, Line, Vat, price},
};

use crate::setting::{
    draft, envelope, money, percent, placed, policy, quantity, story, told, vat, wire,
};

#[test]
fn a_draft() {
    assert_snapshot!("draft", wire(&draft()));
}

#[test]
fn a_draft_says_no_more_than_it_must() {
    let readme = include_str!("../../README.md");
    let json = readme.split("```json").nth(1).unwrap().split("```").next().unwrap();
    let read: Draft = serde_json::from_str(json).unwrap();
    assert!(read.check().is_ok());
    let (channel, number) = (read.channel.clone(), read.number.clone());
    assert_eq!(read, Draft::new(channel, number, read.terms, read.lines.clone()));
    assert_eq!((read.lines[0].vat, read.lines[0].discount), (vat("20"), Some(percent("12.5"))));
}

#[test]
fn what_a_shop_chose() {
    assert_snapshot!("policy", wire(&policy()));
    assert_eq!(serde_json::from_str::<Policy>("{}").unwrap(), Policy::default());
}

#[test]
fn an_order_after_edits() {
    let (order, events, log) = told();
    assert_snapshot!("order", wire(&order));
    assert_snapshot!("events", wire(&events));
    assert_snapshot!("log", wire(&log));
    assert_snapshot!("receipt", wire(&order.receipt().unwrap()));
}

#[test]
fn commands_in_their_envelopes() {
    wire(&placed());
    assert_snapshot!("commands", wire(&story()));
    assert_snapshot!("envelope", wire(&envelope(1, Command::Confirm)));
}

#[test]
fn totals_and_dry_runs_go_out_only() {
    let eur = Currency::parse("EUR").unwrap();
    let line = |text| Line::new(Price::parse(text, eur).unwrap(), Quantity::units(1), vat("20"));
    let (lines, discounts) = ([line("10"), line("0.005")], draft().discounts);
    let delivery = Some(Charge::new(money("4.90"), Vat::none()));
    let terms = draft().terms;
    let basket = Basket { discounts: &discounts, delivery, ..Basket::new(terms, &lines) };
    let totals = serde_json::to_string_pretty(&price(&basket).unwrap()).unwrap();
    assert_snapshot!("totals", totals);

    let order = Order::new(placed());
    let dry_run = order.dry_run(&envelope(1, Command::Confirm), &policy()).unwrap();
    let dry_run = serde_json::to_value(&dry_run).unwrap();
    assert_eq!(dry_run["events"], serde_json::json!(["confirmed"]));
    assert_eq!(dry_run["order"]["standing"], "confirmed");
}

/// Another crate of the build switched `serde-float` on (here: a dev-dependency of this package), so
/// `rust_decimal` itself writes floats and loses digits. Ours stay.
#[test]
fn decimals_survive_serde_float() {
    let decimal = |text: &str| text.parse::<Decimal>().unwrap();
    let of_theirs = |text| serde_json::to_string(&decimal(text)).unwrap();
    assert_eq!(of_theirs("0.10"), "0.1", "the feature is off: this test proves nothing");
    assert_ne!(of_theirs("999999999999999.999999"), "999999999999999.999999");

    let eur = Currency::parse("EUR").unwrap();
    assert_eq!(serde_json::to_value(money("0.10")).unwrap()["amount"], "0.10");
    for text in ["999999999999999.999999", "-999999999999999.999999", "0.000001", "0.10"] {
        let price = Price::parse(text, eur).unwrap();
        assert_eq!(serde_json::to_value(price).unwrap()["amount"], text);
        wire(&price);
    }
    for text in ["9223372036854.775807", "-9223372036854.775808", "0.1"] {
        assert_eq!(serde_json::to_value(quantity(text)).unwrap(), text);
        wire(&quantity(text));
    }

    // Where only position tells what is what, digits and scale come back as they were: a fixed ten cents stays two.
    let ten_cents = Money::from_minor(10, eur).unwrap();
    let bytes = postcard::to_stdvec(&ten_cents).unwrap();
    assert_eq!(bytes, [2, 20, b'E', b'U', b'R']);
    let read: Money = postcard::from_bytes(&bytes).unwrap();
    assert_eq!(read.amount().to_string(), "0.10");

    // 28 digits are read as what they are, or refused; never rounded.
    let read = |amount| {
        serde_json::from_str::<Price>(&format!(r#"{{"amount":"{amount}","currency":"EUR"}}"#))
    };
    assert_eq!(read("0.1000000000000000000000000000").unwrap().amount(), decimal("0.1"));
    assert_eq!(
        read("100000000000000.1234560000000").unwrap().amount(),
        decimal("100000000000000.123456")
    );
    for text in ["0.1000000000000000000000000001", "1000000000000000000000000000"] {
        assert!(read(text).is_err(), "{text}");
    }
}
