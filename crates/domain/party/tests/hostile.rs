//! Whatever people type: a class and a defined outcome each, never a panic, never a match on nothing.
#![allow(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::type_complexity,
    clippy::or_fun_call,
    reason = "tests"
)]

mod world;

use proptest::prelude::*;
use sklad_base::PersonId;
use sklad_party::{Class, Command, Email, Fold, Kind, Outcome, Policy, Said, Secret, TaxId};
use world::Desk;

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9 .\\-−–０-９АВСа-яA-Za-z]{0,24}",
        "[a-z.+@А-я\u{200b}＠]{0,30}",
        "(RU|BG|PL|EU|) ?[0-9]{8,13}",
    ]
}

proptest! {
    /// Reading twice is reading once, for every kind.
    #[test]
    fn normalising_twice_is_normalising_once(text in any_text()) {
        for kind in Kind::ALL {
            if let Ok(id) = TaxId::parse(kind, &text) {
                let again = TaxId::parse(kind, id.as_str());
                prop_assert_eq!(again.map(|id| id.as_str().to_owned()), Ok(id.as_str().to_owned()));
            }
        }
        for fold in [Fold::Providers, Fold::Off] {
            if let Ok(email) = Email::parse(&text, fold) {
                let again = Email::parse(email.as_str(), fold);
                prop_assert_eq!(again.map(|again| again.as_str().to_owned()), Ok(email.as_str().to_owned()));
            }
        }
    }

    /// No text at all makes two strangers one customer.
    #[test]
    fn never_a_match_on_nothing(texts in prop::collection::vec(any_text(), 4), country in "[A-Z]{0,3}") {
        let policy = Policy::new(Secret::new(7));
        let said = Said::of(PersonId::new(1)).email(texts[0].as_str()).number(country.as_str(), texts[1].as_str());
        let desk = Desk::after(&[said], &policy);
        let other = Said::of(PersonId::new(2)).email(texts[2].as_str()).number(country.as_str(), texts[3].as_str());
        let explained = desk.register.explain(&other, &policy);
        let strong = explained.evidence.iter().any(|its| its.class == Class::Strong && !its.cards.is_empty());
        prop_assert!(strong || !matches!(explained.verdict.outcome, Outcome::Match(_)), "{}", explained);
    }
}

#[test]
fn ten_megabytes_are_invalid_and_kept_short() {
    let long = "1".repeat(10_000_000);
    let said = Said::of(PersonId::new(1))
        .named("a")
        .email(long.as_str())
        .number("RU", long.as_str())
        .number("", "１".repeat(3_000_000));
    let policy = Policy::new(Secret::new(7));
    let mut desk = Desk::after(&[], &policy);
    let events = desk.run(Command::Recognise { order: sklad_base::OrderId::new(0), said }).unwrap();
    assert!(desk.book.notes(Class::Invalid).count() >= 2);
    for (_, _, words) in desk.book.notes(Class::Invalid) {
        assert!(words.words().is_some_and(|words| words.chars().count() <= 320));
    }
    assert!(!events.is_empty());
}

/// Each line of bad input is a class and an outcome that is written down: none is a match.
#[test]
fn each_bad_input_has_a_class_and_an_outcome() {
    let policy = Policy::new(Secret::new(7));
    let known = said(&["ivan@romashka.ru"], &["7710000015"]);
    let desk = Desk::after(&[known], &policy);
    let dashes =
        "7\u{2010}7\u{2011}4\u{2012}3\u{2013}0\u{2014}1\u{2015}3\u{2212}9\u{fe63}2\u{ad}9-";
    let mut told = String::new();
    for (about, emails, numbers) in [
        ("empty", &[""][..], &[""][..]),
        ("blank", &[" \u{a0}\t"], &["\u{3000}\u{200b} - "]),
        ("no e-mail, no number", &[], &[]),
        ("wrong Unicode", &["ivan\u{fffd}@romashka.ru"], &["77100000\u{fffd}15"]),
        ("every kind of dash", &[], &[dashes]),
        ("two tax numbers", &[], &["7710000022", "7710000030"]),
        ("two tax numbers, one of them known", &[], &["7710000015", "7710000022"]),
        ("no domain", &["ivan", "ivan@", "@romashka.ru", "ivan@romashka"], &[]),
        ("typed to get past a form", &[], &["0000000000"]),
        ("everybody's mailbox", &["info@mail.ru"], &[]),
        ("a wrong digit", &[], &["7710000016"]),
    ] {
        let explained = desk.register.explain(&said(emails, numbers), &policy);
        told += &format!("{about}\n{explained}\n\n");
    }
    insta::assert_snapshot!(told);
}

fn said(emails: &[&str], numbers: &[&str]) -> Said {
    let said = Said::of(PersonId::new(1));
    let said = emails.iter().fold(said, |said, email| said.email(*email));
    numbers.iter().fold(said, |said, number| said.number("RU", *number))
}
