//! The wire form: what is written is read back equal, and what cannot be is refused in words.
#![allow(clippy::unwrap_used, reason = "the strategies build what is valid")]

use std::fmt;

use proptest::prelude::*;
use rust_decimal::Decimal;
use serde::{Serialize, de::DeserializeOwned};
use sklad_base::{
    Actor, Amounts, CommandId, Currency, Day, Envelope, Events, LineId, LineNo, Moment, Money,
    OrderId, PersonId, Personal, Price, PriceBasis, Quantity, Ratio, Rounding, Sku, UnitCode,
    Units, Version, Zone,
};

/// Writes the value, compares the text, and reads it back; a binary format gives it back, too.
fn wire<T: Serialize + DeserializeOwned + PartialEq + fmt::Debug>(value: T, json: &str) {
    assert_eq!(serde_json::to_string(&value).unwrap(), json);
    assert_eq!(serde_json::from_str::<T>(json).unwrap(), value);
    let tree = serde_json::to_value(&value).unwrap();
    assert_eq!(serde_json::from_value::<T>(tree).unwrap(), value);
    binary(&value);
}

/// Writes the value where only position tells what is what, and reads it back; returns how many bytes that takes.
fn binary<T: Serialize + DeserializeOwned + PartialEq + fmt::Debug>(value: &T) -> usize {
    let bytes = postcard::to_stdvec(value).unwrap();
    assert_eq!(&postcard::from_bytes::<T>(&bytes).unwrap(), value);
    bytes.len()
}

/// Reads what is no such value, and returns the message without its place.
fn refused<T: DeserializeOwned + fmt::Debug>(json: &str) -> String {
    let message = serde_json::from_str::<T>(json).unwrap_err().to_string();
    message.split(" at line ").next().unwrap_or_default().to_owned()
}

fn currency(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

#[test]
fn codes_are_text() {
    wire(Sku::parse("A-100").unwrap(), r#""A-100""#);
    wire(currency("EUR"), r#""EUR""#);
    wire(Zone::parse("Europe/Sofia").unwrap(), r#""Europe/Sofia""#);
    assert_eq!(
        refused::<Sku>(r#"" ""#),
        "cannot read sku: the text is empty; give at least one character"
    );
    assert_eq!(refused::<Sku>("5"), "invalid type: integer `5`, expected a sku as text");
}

#[test]
fn decimals_are_text_and_only_text() {
    wire(Quantity::parse("2.50").unwrap(), r#""2.5""#);
    wire(Quantity::MAX, r#""9223372036854.775807""#);
    wire(Money::parse("12.5", currency("EUR")).unwrap(), r#"{"amount":"12.50","currency":"EUR"}"#);
    wire(Money::parse("-7", currency("JPY")).unwrap(), r#"{"amount":"-7","currency":"JPY"}"#);
    wire(
        Price::parse("0.1250", currency("EUR")).unwrap(),
        r#"{"amount":"0.125","currency":"EUR"}"#,
    );
    assert_eq!(
        refused::<Quantity>("2.5"),
        "invalid type: floating point `2.5`, expected a quantity as text, such as \"2.5\": \
         a number may lose digits"
    );
    assert_eq!(
        refused::<Money>(r#"{"amount":12,"currency":"EUR"}"#),
        "invalid type: integer `12`, expected an amount as text, such as \"12.50\": \
         a number may lose digits"
    );
}

#[test]
fn amounts_add_up() {
    let money = |text| Money::parse(text, currency("EUR")).unwrap();
    let amounts = Amounts::new(money("10"), money("2")).unwrap();
    wire(amounts, r#"{"net":"10.00","tax":"2.00","gross":"12.00","currency":"EUR"}"#);
    assert_eq!(
        refused::<Amounts>(r#"{"net":"10.00","tax":"2.00","gross":"12.01","currency":"EUR"}"#),
        "cannot read amounts: net 10.00 EUR and tax 2.00 EUR are 12.00 EUR, not gross 12.01 EUR; \
         correct them in the sending system"
    );
    wire(PriceBasis::Net, r#""net""#);
    wire(Rounding::HalfToEven, r#""half_to_even""#);
}

#[test]
fn ids_are_numbers() {
    let line = LineId::new(OrderId::new(7), LineNo::new(0));
    wire(line, r#"{"order":7,"line":0}"#);
    wire(Version::new(3), "3");
    wire(Events::<u8>::new(), "[]");
    for json in ["-1", "65536", "1.0", "\"1\"", "null"] {
        refused::<LineNo>(json);
    }
    assert_eq!(
        refused::<LineId>(r#"{"order":7,"lines":0}"#),
        "unknown field `lines`, expected `order` or `line`"
    );
}

#[test]
fn units_have_each_unit_once() {
    let [pieces, dozen] = ["pcs", "dozen"].map(|unit| UnitCode::parse(unit).unwrap());
    let units = Units::new(pieces).with(dozen, Ratio::whole(12).unwrap()).unwrap();
    wire(units, r#"{"base":"pcs","others":[{"unit":"dozen","ratio":"12"}]}"#);
    wire(Ratio::new(1, 3).unwrap(), r#""1/3""#);
    assert_eq!(
        refused::<Units>(r#"{"base":"pcs","others":[{"unit":"pcs","ratio":"1"}]}"#),
        "cannot add unit pcs: the item has it already; keep one ratio for each unit"
    );
}

#[test]
fn a_command_travels_in_its_envelope() {
    let moment = Moment::parse("2026-03-02T10:00:00Z").unwrap();
    let id = CommandId::parse("01890a5d-ac96-774b-bcce-b302099a8057").unwrap();
    let envelope = Envelope::new(id, Actor::Person("maria".into()), moment, 5_u8);
    let json = [
        r#"{"id":"01890a5d-ac96-774b-bcce-b302099a8057","who":{"person":"maria"},"#,
        r#""rights":[],"channel":null,"#,
        r#""moment":"2026-03-02T10:00:00Z","expected":null,"command":5}"#,
    ];
    let json = json.concat();
    wire(envelope.clone(), &json);
    let silent = json.replace(r#""expected":null,"#, "");
    assert_eq!(serde_json::from_str::<Envelope<u8>>(&silent).unwrap(), envelope);
    wire(Day::parse("2026-03-02").unwrap(), r#""2026-03-02""#);
}

#[test]
fn what_is_impossible_is_refused() {
    for json in
        ["\"0.0000001\"", "\"1e30\"", "\"9223372036854.775808\"", "\"NaN\"", "\"\"", "null", "[]"]
    {
        refused::<Quantity>(json);
    }
    for amount in ["0.001", "1e30", "1000000000000000.01", "", "12,50", "Infinity"] {
        refused::<Money>(&format!(r#"{{"amount":"{amount}","currency":"EUR"}}"#));
    }
    for json in [r#"{"amount":"1.00"}"#, r#"{"amount":"1.00","currency":"EUX"}"#, "\"1.00 EUR\""] {
        refused::<Money>(json);
    }
    for json in ["\"yesterday\"", "\"2026-02-30T10:00:00Z\"", "\"+12026-01-01T00:00:00Z\"", "0"] {
        refused::<Moment>(json);
    }
    for json in ["\"0\"", "\"1/0\"", "\"-1/3\"", "12"] {
        refused::<Ratio>(json);
    }
    refused::<CommandId>("\"67e55044-10b1-426f-9247-bb680e5fe0c8\"");
    refused::<Actor>(r#"{"robot":"r2"}"#);
}

#[test]
fn a_message_about_megabytes_is_short() {
    let json = format!("\"{}\"", "9".repeat(1_000_000));
    assert!(refused::<Quantity>(&json).len() < 200);
    assert!(
        refused::<Money>(&format!(r#"{{"amount":{json},"currency":"EUR"}}"#)).len() < 200,
        "the text is cut"
    );
}

proptest! {
    #[test]
    fn every_number_comes_back(
        millionths: i64,
        minor in -10_i128.pow(15)..10_i128.pow(15),
        price in -10_i128.pow(21)..=10_i128.pow(21),
        micros in Moment::FIRST.unix_micros()..=Moment::LAST.unix_micros(),
        (base, units) in (1..u64::MAX, 1..u64::MAX),
    ) {
        fn same<T: Serialize + DeserializeOwned + PartialEq + fmt::Debug>(value: &T) {
            let json = serde_json::to_string(value).unwrap();
            assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), value);
            binary(value);
        }
        same(&Quantity::from_millionths(millionths));
        same(&Moment::from_unix_micros(micros).unwrap());
        same(&Ratio::new(base, units).unwrap());
        for code in ["JPY", "EUR", "KWD", "CLF"] {
            let money = Money::from_minor(minor, currency(code)).unwrap();
            same(&money);
            same(&Amounts::new(money, money.negated()).unwrap());
            same(&Price::new(Decimal::from_i128_with_scale(price, 6), currency(code)).unwrap());
        }
    }

    #[test]
    fn any_text_is_a_word_or_an_error(text in ".*") {
        let json = serde_json::to_string(&text).unwrap();
        let amount = format!(r#"{{"amount":{json},"currency":"EUR"}}"#);
        let read = [
            serde_json::from_str::<Quantity>(&json).is_ok(),
            serde_json::from_str::<Money>(&amount).is_ok(),
            serde_json::from_str::<Moment>(&json).is_ok(),
            serde_json::from_str::<Units>(&json).is_ok(),
        ];
        prop_assert!(!read[3]);
    }
}

#[test]
fn words_about_a_person_travel_with_the_person() {
    let mut name = Personal::new(PersonId::new(7), "Ana".to_owned());
    wire(name.clone(), r#"{"person":7,"words":"Ana"}"#);
    name.forget();
    wire(name, r#"{"person":7,"words":null}"#);
    assert_eq!(refused::<Personal<String>>(r#"{"person":7}"#), "missing field `words`");
}

#[test]
fn a_binary_format_gets_short_numbers() {
    let eur = currency("EUR");
    let bytes = |money: Money| postcard::to_stdvec(&money).unwrap();
    assert_eq!(bytes(Money::parse("0.10", eur).unwrap()), [1, 2, b'E', b'U', b'R']);
    assert_eq!(bytes(Money::from_minor(-10, eur).unwrap()), [2, 19, b'E', b'U', b'R']);
    let money = |minor| Money::from_minor(minor, eur).unwrap();
    assert_eq!(binary(&Amounts::new(money(1_000), money(200)).unwrap()), 9);
    assert_eq!(binary(&currency("JPY")), 3);
    assert_eq!(binary(&CommandId::parse("01890a5d-ac96-774b-bcce-b302099a8057").unwrap()), 16);
    assert_eq!(binary(&Day::parse("2026-03-02").unwrap()), 3);
    assert_eq!(binary(&Quantity::units(1)), 3);
    assert_eq!(binary(&Ratio::new(1, 12).unwrap()), 2);
    assert_eq!(binary(&Zone::parse("Europe/Sofia").unwrap()), 13);

    // The widest mantissa there is: 10^15 with six decimals.
    let most = Price::new(Decimal::from_i128_with_scale(10_i128.pow(21), 6), eur).unwrap();
    let nearly = Price::new(Decimal::from_i128_with_scale(10_i128.pow(21) - 1, 6), eur).unwrap();
    assert!(binary(&most) < binary(&nearly));
}

#[test]
fn a_binary_format_keeps_the_scale() {
    for minor in [10, 100, 0, -1_250] {
        let money = Money::from_minor(minor, currency("EUR")).unwrap();
        let bytes = postcard::to_stdvec(&money).unwrap();
        let read: Money = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(read.amount().to_string(), money.amount().to_string());
        assert_eq!(read.minor(), minor);
    }
}

/// Reads what is no such value.
fn refused_binary<T: DeserializeOwned + fmt::Debug>(parts: impl Serialize) {
    let bytes = postcard::to_stdvec(&parts).unwrap();
    let read = postcard::from_bytes::<T>(&bytes);
    assert!(read.is_err(), "{bytes:?} was read as {read:?}");
}

#[test]
fn what_is_impossible_is_refused_in_a_binary_format() {
    let eur = *b"EUR";
    refused_binary::<Money>((0_u8, 1_i64, *b"EUX"));
    refused_binary::<Money>((0_u8, 1_i64, [0xFF_u8, 0, 7]));
    refused_binary::<Money>((3_u8, 1_i64, eur));
    refused_binary::<Money>((29_u8, 0_i64, eur));
    refused_binary::<Money>((0_u8, i64::MAX, eur));
    refused_binary::<Money>((0x80_u8, i128::MAX, eur));
    refused_binary::<Price>((7_u8, 1_i64, eur));
    refused_binary::<Price>((0x80_u8 | 6, 10_i128.pow(21) + 1, eur));
    refused_binary::<Amounts>((0_u8, 10_i64.pow(15), 0_u8, 1_i64, eur));
    refused_binary::<Ratio>((0_u64, 1_u64));
    refused_binary::<Ratio>((1_u64, 0_u64));
    refused_binary::<Moment>(i64::MAX);
    refused_binary::<Day>(0_i32);
    refused_binary::<Sku>(" ");
    refused_binary::<Zone>("Europe/Atlantis");
    refused_binary::<CommandId>([0_u8; 16]);
    refused_binary::<Units>(("pcs", [("pcs", 1_u64, 1_u64)].as_slice()));
    let bytes = postcard::to_stdvec(&(2_u8, 1_000_i64, eur)).unwrap();
    assert!(postcard::from_bytes::<Money>(&bytes).is_ok(), "two decimals are cents");
    for end in 0..bytes.len() {
        assert!(postcard::from_bytes::<Money>(&bytes[..end]).is_err(), "torn at {end}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_a_word_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        let money = postcard::from_bytes::<Money>(&bytes);
        prop_assert!(money.is_err() || money.is_ok_and(|money| money.minor().abs() <= 10_i128.pow(19)));
        let price = postcard::from_bytes::<Price>(&bytes);
        prop_assert!(price.is_err() || price.is_ok_and(|price| Price::new(price.amount(), price.currency()).is_ok()));
        let envelope = postcard::from_bytes::<Envelope<Personal<String>>>(&bytes);
        prop_assert!(envelope.is_err() || envelope.is_ok_and(|it| CommandId::parse(&it.id.to_string()).is_ok()));
    }
}
