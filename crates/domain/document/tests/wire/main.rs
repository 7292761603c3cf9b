//! The wire form of papers: what is written is read back equal, as text and in a binary format.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fmt;

use insta::assert_snapshot;
use proptest::{collection::vec, prelude::*};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;
use sklad_base::{
    Amounts, Currency, Day, DocumentId, ItemId, LineNo, Money, PlaceId, Price, Quantity,
};
use sklad_document::{Event, Family, Kind, Line, Numbers, Sheet, State};

/// Writes a value and reads it back, which gives the same, as text and in a binary format; returns the text.
fn wire<T: Serialize + DeserializeOwned + PartialEq + fmt::Debug>(value: &T) -> String {
    let json = serde_json::to_string_pretty(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), value);
    let bytes = postcard::to_stdvec(value).unwrap();
    assert_eq!(&postcard::from_bytes::<T>(&bytes).unwrap(), value);
    json
}

/// A family, its numbers, and what happened.
#[derive(Default)]
struct Desk {
    family: Family,
    numbers: Numbers,
    log: Vec<Event>,
}

/// What a clerk does: the numbers say with which document and how many units.
#[derive(Debug, Clone, Copy)]
enum Act {
    Open(Kind, u32),
    Bill(u32),
    TakeBack(usize, u32),
    Amend(usize, u32),
    Close(usize),
    Cancel(usize),
    Void(Kind, u32),
}

impl Desk {
    fn happens(&mut self, event: Event) {
        self.numbers.evolve(&event);
        self.family.evolve(&event);
        self.log.push(event);
    }

    fn open(&mut self, sheet: Sheet) {
        let document = self.numbers.give(sheet).unwrap();
        self.happens(Event::Opened(Box::new(document)));
    }

    fn id(&self, number: usize) -> DocumentId {
        DocumentId::new(u32::try_from(number % self.family.documents().len().max(1)).unwrap())
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Open(kind, quantity) => {
                self.open(Sheet { lines: vec![line(quantity, None)], ..sheet(kind) });
            }
            Act::Bill(quantity) => {
                let lines = vec![line(quantity, None)];
                let charges = Some(amounts("4.90", "0.98"));
                self.open(Sheet { lines, charges, ..sheet(Kind::Bill) }.closed());
            }
            Act::TakeBack(bill, most) => {
                let rests = self.family.rests(Kind::Bill, no());
                let Some(rest) = rests.get(bill % rests.len().max(1)) else { return };
                let quantity = rest.quantity.min(Quantity::units(most));
                let line = Line { quantity, ..line(most, Some(rest.document)) };
                let parent = Some(rest.document);
                self.open(Sheet { lines: vec![line], parent, ..sheet(Kind::Storno) }.closed());
            }
            Act::Amend(number, by) => self.if_open(number, |document| Event::Amended {
                document,
                line: line(by, None),
                by: Quantity::units(by).negated(),
            }),
            Act::Close(number) => self.if_open(number, |document| Event::Closed {
                document,
                day: day(),
                amounts: vec![Some(amounts("33.17", "6.63")), None],
                charges: None,
            }),
            Act::Cancel(number) => self.if_open(number, Event::Cancelled),
            Act::Void(kind, count) => {
                let count = count.try_into().unwrap();
                let void = self.numbers.void(kind, count, "restored from a backup").unwrap();
                self.happens(Event::Voided(void));
            }
        }
    }

    fn if_open(&mut self, number: usize, event: impl FnOnce(DocumentId) -> Event) {
        if let Ok(document) = self.family.changeable(self.id(number)) {
            let id = document.id;
            self.happens(event(id));
        }
    }
}

fn sheet(kind: Kind) -> Sheet {
    let to = (kind == Kind::Transfer).then(|| PlaceId::new(3));
    let outside = (kind == Kind::Receipt).then(|| "ПТ-00017".to_owned());
    Sheet { to, outside, ..Sheet::new(kind, PlaceId::new(0), day()) }
}

fn line(quantity: u32, of: Option<DocumentId>) -> Line {
    let quantity = Quantity::units(quantity);
    let price = Some(Price::parse("19.905", eur()).unwrap());
    let amounts = of.map(|_| amounts("10", "0.2"));
    Line { line: no(), item: ItemId::new(2), quantity, price, amounts, of }
}

fn eur() -> Currency {
    Currency::parse("EUR").unwrap()
}

fn amounts(net: &str, tax: &str) -> Amounts {
    let [net, tax] = [net, tax].map(|text| Money::parse(text, eur()).unwrap());
    Amounts::new(net, tax).unwrap()
}

fn no() -> LineNo {
    LineNo::new(0)
}

fn day() -> Day {
    Day::parse("2026-03-02").unwrap()
}

fn story() -> Desk {
    let mut desk = Desk::default();
    let acts = [
        Act::Open(Kind::ClientOrder, 5),
        Act::Amend(0, 1),
        Act::Bill(4),
        Act::TakeBack(0, 3),
        Act::Open(Kind::Transfer, 2),
        Act::Close(3),
        Act::Open(Kind::Receipt, 9),
        Act::Cancel(4),
        Act::Void(Kind::Receipt, 100),
        Act::Open(Kind::Receipt, 1),
    ];
    acts.into_iter().for_each(|act| desk.act(act));
    desk
}

#[test]
fn papers_as_they_stand_written_down() {
    let desk = story();
    assert_eq!(desk.family.documents()[4].sheet.state, State::Cancelled);
    assert_snapshot!("events", wire(&desk.log));
    assert_snapshot!("family", wire(&desk.family));
    assert_snapshot!("numbers", wire(&desk.numbers));
    assert_eq!(wire(&Kind::ALL.to_vec()).matches('"').count(), 16);
}

#[test]
fn what_does_not_add_up_is_refused() {
    let Desk { family, numbers, .. } = story();
    let refused = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut json = serde_json::to_value(&family).unwrap();
        change(&mut json);
        serde_json::from_value::<Family>(json).unwrap_err().to_string()
    };
    let messages = [
        refused(&|json| json["documents"].as_array_mut().unwrap().swap(0, 1)),
        refused(&|json| json["used"][0]["quantity"] = json!("5")),
        refused(&|json| json["used"][0]["quantity"] = json!("-1")),
        refused(&|json| json["used"][0]["document"] = json!(77)),
        refused(&|json| {
            let again = json["used"][0].clone();
            json["used"].as_array_mut().unwrap().push(again);
        }),
        refused(&|json| drop(json["documents"][0]["sheet"].as_object_mut().unwrap().remove("to"))),
        refused(&|json| json["documents"][0]["sheet"]["kind"] = json!("letter")),
    ];
    let refused = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut json = serde_json::to_value(&numbers).unwrap();
        change(&mut json);
        serde_json::from_value::<Numbers>(json).unwrap_err().to_string()
    };
    let numbers = [
        refused(&|json| json["documents"] = json!(9)),
        refused(&|json| json["voids"] = json!([])),
        refused(&|json| json["voids"][0]["first"] = json!(0)),
        refused(&|json| json["voids"][0]["last"] = json!(4_000_000_000_u32)),
        refused(&|json| {
            let again = json["voids"][0].clone();
            json["voids"].as_array_mut().unwrap().push(again);
        }),
    ];
    assert_snapshot!("refused", [messages.join("\n"), numbers.join("\n")].join("\n"));
}

fn act() -> impl Strategy<Value = Act> {
    let kind = prop::sample::select(Kind::ALL.to_vec());
    let which = || 0..20_usize;
    prop_oneof![
        3 => (kind, 1..9_u32).prop_map(|(kind, quantity)| Act::Open(kind, quantity)),
        3 => (1..9_u32).prop_map(Act::Bill),
        3 => (which(), 1..9_u32).prop_map(|(bill, most)| Act::TakeBack(bill, most)),
        2 => (which(), 1..9_u32).prop_map(|(number, by)| Act::Amend(number, by)),
        2 => which().prop_map(Act::Close),
        1 => which().prop_map(Act::Cancel),
        1 => (prop::sample::select(Kind::ALL.to_vec()), 1..9_u32)
            .prop_map(|(kind, count)| Act::Void(kind, count)),
    ]
}

proptest! {
    /// What is read back leads to the same papers, and so do the papers themselves.
    #[test]
    fn every_history_comes_back(acts in vec(act(), 0..40)) {
        let mut desk = Desk::default();
        acts.into_iter().for_each(|act| desk.act(act));
        wire(&desk.log);
        wire(&desk.family);
        wire(&desk.numbers);
        let mut again = Desk::default();
        let bytes = postcard::to_stdvec(&desk.log).unwrap();
        let read: Vec<Event> = postcard::from_bytes(&bytes).unwrap();
        read.into_iter().for_each(|event| again.happens(event));
        prop_assert_eq!((again.family, again.numbers), (desk.family, desk.numbers));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..80)) {
        if let Ok(event) = postcard::from_bytes::<Event>(&bytes) {
            wire(&event);
        }
        if let Ok(numbers) = postcard::from_bytes::<Numbers>(&bytes) {
            wire(&numbers);
        }
        if let Ok(family) = postcard::from_bytes::<Family>(&bytes) {
            wire(&family);
        }
    }
}
