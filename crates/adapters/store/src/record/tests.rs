//! Records as bytes, and back.

use proptest::prelude::*;
use sklad_base::{PersonId, Personal};

use super::*;
use crate::{MemoryKeys, Position};

type Event = (u32, Option<Personal<String>>);

fn record(events: Vec<Event>) -> Record<Event> {
    let moment = Moment::parse("2026-03-02T10:00:00Z").unwrap();
    let mut record = Record::new("corner shop".into(), RecordNo::new(7), moment, events).unwrap();
    let end = u32::try_from(record.events.len()).unwrap();
    let digest = Digest::of(&"reserve");
    let accepted = |number, events| Accepted {
        id: CommandId::counted(moment, number),
        digest,
        who: Actor::System("site".into()),
        events,
    };
    record.accepted = vec![accepted(1, 0..1), accepted(2, 2..end)];
    record
}

fn sample() -> Record<Event> {
    let ana = Personal::new(PersonId::new(7), "Ana Petrova".to_owned());
    record(vec![(1, None), (2, Some(ana)), (300, None), (4, None)])
}

#[test]
fn commands_find_their_events_and_what_happened_by_itself_stands_between() {
    let record = sample();
    let id = record.accepted[1].id;
    let found = record.find(id).unwrap();
    assert_eq!(record.events_of(found), &record.events[2..]);
    let steps: Vec<_> = record.steps().map(|(by, events)| (by.is_some(), events.len())).collect();
    assert_eq!(steps, [(true, 1), (false, 1), (true, 2)]);
    let keys = MemoryKeys::new();
    let bytes = record.to_bytes(&keys).unwrap();
    assert_eq!(Record::<Event>::read(&bytes, "it", &keys).unwrap(), record);
    assert!(!bytes.windows(3).any(|part| part == b"Ana"));
}

#[test]
fn what_begins_an_epoch_is_written_with_it_and_nothing_more_in_a_log_without() {
    let (keys, plain) = (MemoryKeys::new(), sample());
    let (before, who) = (Epoch::FIRST, Actor::Person("olga".into()));
    let begins = Begins { before, who, why: "restored".into() };
    let began = Record { epoch: Epoch::began(plain.moment), ..plain.clone() };
    let begins = Record { begins: Some(Box::new(begins)), ..began.clone() };
    let [plain, began, begins] = [plain, began, begins].map(|record| {
        let bytes = record.to_bytes(&keys).unwrap();
        assert_eq!(Record::<Event>::read(&bytes, "it", &keys).unwrap(), record);
        bytes.len()
    });
    assert!(plain < began && began < begins && began < plain + 9, "{plain} {began} {begins}");
}

#[test]
fn who_wanted_it_is_told_of_each_command() {
    let (keys, mut record) = (MemoryKeys::new(), sample());
    record.accepted[1].who = Actor::Person("maria".into());
    record
        .accepted
        .push(Accepted { who: Actor::System("site".into()), ..record.accepted[1].clone() });
    record.accepted[2].events = 4..4;
    let bytes = record.to_bytes(&keys).unwrap();
    assert_eq!(Record::<Event>::read(&bytes, "it", &keys).unwrap(), record);
}

#[test]
fn every_flipped_byte_and_every_cut_is_found_and_named() {
    let keys = MemoryKeys::new();
    let bytes = sample().to_bytes(&keys).unwrap();
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x10;
        let damage = Record::<Event>::read(&flipped, "record 7", &keys).unwrap_err();
        assert!(damage.to_string().starts_with("cannot read record 7: "), "{damage}");
        assert!(Record::<Event>::read(&bytes[..at], "record 7", &keys).is_err());
    }
}

#[test]
fn a_newer_format_is_refused_naming_both() {
    let keys = MemoryKeys::new();
    let mut bytes = sample().to_bytes(&keys).unwrap();
    bytes[4] = 1;
    let damage = Record::<Event>::read(&bytes, "record 7", &keys).unwrap_err();
    let what = "record 7".to_owned();
    assert_eq!(damage, Damage::Newer { what, format: 1, known: 0 });
}

#[test]
fn a_record_in_another_ones_place_is_found() {
    let (keys, record) = (MemoryKeys::new(), sample());
    let bytes = record.to_bytes(&keys).unwrap().into();
    let (position, key) = (Position::new(9), record.key);
    let stored = Stored { position, record: RecordNo::new(8), key, bytes };
    let damage = Record::<Event>::stored(&stored, &keys).unwrap_err();
    assert!(damage.to_string().starts_with("cannot take record 8 at position 9: it calls"));
}

proptest! {
    #[test]
    fn what_is_written_is_read(numbers: Vec<u32>) {
        prop_assume!(numbers.len() > 2);
        let keys = MemoryKeys::new();
        let record = record(numbers.into_iter().map(|number| (number, None)).collect());
        let bytes = record.to_bytes(&keys).unwrap();
        prop_assert_eq!(Record::read(&bytes, "it", &keys).unwrap(), record);
    }

    #[test]
    fn hostile_bodies_never_panic(body: Vec<u8>) {
        let mut bytes = frame::open(MAGIC, 0);
        bytes.extend(body);
        let read = Record::<Event>::read(&frame::close(bytes), "it", &MemoryKeys::new());
        let is_malformed = matches!(read, Err(Damage::Malformed { .. }));
        prop_assert!(is_malformed);
    }
}
