//! The wire form of stock: what is written is read back equal, as text and in a binary format.
#![allow(clippy::unwrap_used, reason = "tests")]

mod samples;

#[path = "../model/mod.rs"]
mod model;

use std::fmt;

use insta::assert_snapshot;
use proptest::{collection::vec, prelude::*};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;
use sklad_base::Decider;
use sklad_stock::{Claim, Command, Entry, Event, Ledger, Policy, Terms};

use self::model::history::{histories, live};

/// Writes a value and reads it back, which gives the same, as text and in a binary format; returns the text.
fn wire<T: Serialize + DeserializeOwned + PartialEq + fmt::Debug>(value: &T) -> String {
    let json = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), value);
    let bytes = postcard::to_stdvec(value).unwrap();
    assert_eq!(&postcard::from_bytes::<T>(&bytes).unwrap(), value);
    json
}

fn golden<T: Serialize + DeserializeOwned + PartialEq + fmt::Debug>(values: &[T]) -> String {
    values.iter().map(wire).collect::<Vec<_>>().join("\n")
}

#[test]
fn events_as_they_stand_written_down() {
    assert_snapshot!("events", golden(&samples::events()));
}

#[test]
fn commands_as_they_stand_written_down() {
    assert_snapshot!("entries", golden(&samples::entries()));
    assert_snapshot!("commands", golden(&samples::commands()));
}

#[test]
fn a_policy_as_it_stands_written_down() {
    assert_snapshot!("policy", wire(&samples::policy()));
    assert_eq!(serde_json::from_str::<Policy>("{}").unwrap(), Policy::default());
}

#[test]
fn most_events_are_short_in_a_binary_format() {
    let bytes = |event: &Event| postcard::to_stdvec(event).unwrap().len();
    let sizes: Vec<_> = samples::events().iter().map(bytes).collect();
    assert!(sizes.iter().all(|size| *size <= 32), "{sizes:?}");
}

#[test]
fn what_cannot_be_is_refused() {
    let refused = |json: serde_json::Value| {
        let read = serde_json::from_value::<Event>(json);
        read.unwrap_err().to_string()
    };
    let marked = json!({"marked": {"line": {"order": 1, "line": 0}, "place": 0, "source": "own"}});
    assert_eq!(refused(marked), "missing field `expires`");
    let day = json!({"day_closed": {"outlet": 0, "day": "2026-02-30"}});
    assert!(refused(day).contains("cannot read day"));
    let numbers = json!({"held": {"place": 0, "item": 0, "quantity": 2.5}});
    assert!(refused(numbers).contains("a number may lose digits"));
    assert!(refused(json!({"vanished": 1})).contains("unknown variant"));

    let twice = r#"{"negative": {"0": "forbid", "0": "allow"}}"#;
    let twice = serde_json::from_str::<Policy>(twice).unwrap_err().to_string();
    assert!(twice.contains("cannot read place#0: it is there twice"), "{twice}");
}

#[test]
fn a_ledger_that_was_changed_on_its_way_is_refused() {
    let (ledger, _) = model::history::opened();
    let mut bytes = postcard::to_stdvec(&ledger).unwrap();
    assert_eq!(postcard::from_bytes::<Ledger>(&bytes).unwrap(), ledger);
    for at in 2..bytes.len() {
        bytes[at] ^= 1;
        assert!(postcard::from_bytes::<Ledger>(&bytes).is_err(), "byte {at} was changed");
        bytes[at] ^= 1;
    }
    let numbers = serde_json::from_str::<Ledger>("[1, 2, 3]").unwrap_err().to_string();
    assert!(numbers.contains("it is not a snapshot of stock"), "{numbers}");
}

proptest! {
    /// What is read back leads to the same ledger, and so does the ledger itself.
    #[test]
    fn every_history_comes_back(history in histories()) {
        let mut log = Vec::new();
        live(&history, |_, _, events| { log = events.to_vec(); Ok(()) })?;
        let bytes = postcard::to_stdvec(&log).unwrap();
        let read: Vec<Event> = postcard::from_bytes(&bytes).unwrap();
        let (mut ledger, mut again) = (Ledger::new(), Ledger::new());
        log.iter().for_each(|event| ledger.evolve(event));
        read.iter().for_each(|event| again.evolve(event));
        prop_assert_eq!(&again, &ledger);
        wire(&log);
        wire(&ledger);
    }

    #[test]
    fn any_numbers_come_back(number: u32, millionths: i64, line: u16, micros in 0..4_000_000_000_000_000_i64) {
        let with = samples::Numbers { number, millionths, line, micros };
        for event in samples::events_of(with) {
            wire(&event);
        }
        let entries = samples::entries_of(with);
        wire(&Command::Book(entries.clone()));
        wire(&entries);
        let claim: Claim = samples::claim(with);
        wire(&claim);
        wire(&Terms { backordered: claim.asked, sent_at: Some(claim.rank.since), ..Terms::default() });
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..60)) {
        if let Ok(event) = postcard::from_bytes::<Event>(&bytes) {
            wire(&event);
        }
        if let Ok(entries) = postcard::from_bytes::<Vec<Entry>>(&bytes) {
            wire(&entries);
        }
        prop_assert!(postcard::from_bytes::<Ledger>(&bytes).is_err());
    }
}
