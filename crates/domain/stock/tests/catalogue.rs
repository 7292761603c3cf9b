//! Every refusal and its text: what could not be done, the facts, what to do. `UPDATE=1` writes it anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods, reason = "tests")]

mod desk;

use sklad_base::{Day, ItemId, OutletId, PlaceId, Quantity};
use sklad_stock::{Refusal, SupplyId};

use self::desk::{line, moment, units};

fn all() -> Vec<Refusal> {
    let (item, place, outlet) = (ItemId::new(7), PlaceId::new(1), OutletId::new(0));
    let (line, supply, into) = (line(1001), SupplyId::new(3), ItemId::new(8));
    let day = |text| Day::parse(text).unwrap();
    let (day, closed, today) = (day("2026-03-02"), day("2026-03-03"), day("2026-03-01"));
    let (expires, now) = (moment("2026-03-02T09:00:00Z"), moment("2026-03-02T10:00:00Z"));
    let [one, two, three, five] = [1, 2, 3, 5].map(units);
    vec![
        Refusal::UnknownItem(item),
        Refusal::UnknownPlace(place),
        Refusal::UnknownOutlet(outlet),
        Refusal::NotPositive { item, quantity: Quantity::ZERO },
        Refusal::Short { item, place, asked: five, available: three },
        Refusal::NotReserved { line, place, asked: three, reserved: two },
        Refusal::NotAsked { line, place, withdrawn: three, asked: two },
        Refusal::NotHeld { item, place, asked: three, held: two },
        Refusal::OtherItem { line, item, asked: into },
        Refusal::TooLarge { item, place },
        Refusal::SamePlace { item, place },
        Refusal::DayClosed { outlet, day, closed },
        Refusal::DayNotCome { outlet, day, today },
        Refusal::NoNumberLeft { what: "item" },
        Refusal::BookedOnClosedDay { outlet, day, closed },
        Refusal::BookedAhead { outlet, day, today },
        Refusal::ExpiryInThePast { line, place, expires, now },
        Refusal::NoClaim { line, place },
        Refusal::BackorderLimit { item, place, asked: five, allowed: three },
        Refusal::UnknownSupply { supply, item, place },
        Refusal::NotUnderway { supply, asked: three, left: two },
        Refusal::CountBelowReserved { item, place, counted: two, reserved: three, missing: one },
        Refusal::CountedTwice { item, place },
        Refusal::PartnersBook { item, place },
        Refusal::OwnBook { item, place },
        Refusal::NotKept(item),
        Refusal::BooksOpen,
        Refusal::NotAnOpening,
        Refusal::UnknownDiscrepancy(4),
        Refusal::Merged { item, into },
        Refusal::MergedIntoItself(item),
    ]
}

#[test]
fn every_refusal_says_what_the_facts_and_what_to_do() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/refusals.txt");
    let texts: Vec<String> = all().iter().map(ToString::to_string).collect();
    for text in &texts {
        let [what, rest] = text.splitn(2, ": ").collect::<Vec<_>>()[..] else { panic!("{text}") };
        assert!(what.starts_with("cannot ") && rest.contains("; "), "{text}");
    }
    let catalogue = texts.join("\n") + "\n";
    if std::env::var("UPDATE").is_ok() {
        std::fs::write(path, &catalogue).unwrap();
    }
    assert_eq!(catalogue, std::fs::read_to_string(path).unwrap());
}
