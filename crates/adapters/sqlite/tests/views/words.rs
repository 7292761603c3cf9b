//! Words that are gone from the shop are gone from the file.

use std::{collections::BTreeSet, fs};

use sklad_base::{LineNo, Moment, OrderId, PersonId, Personal, Quantity, RecordNo};
use sklad_flow::{Command, Event, Shop};
use sklad_order::{Buyer, Edit, Reason, TaxNumber, Units};
use sklad_sqlite::views::Tables;
use sklad_store::views::{Step, Teller};

use crate::{
    follower::{Place, reflected, rows},
    history::{World, money, setting::Setting},
};

const ORDERS: u64 = 400;

/// Words that stand nowhere else, of a length that differs from one to the next.
fn word(person: u64, what: &str) -> String {
    let long = "x".repeat(usize::try_from(person * 7 % 90).unwrap());
    format!("{what}-of-{person:05}-{long}")
}

/// Persons 0..ORDERS each order something, and later say a lot, so that rows grow and pages of the file are split.
fn talkative() -> World {
    let mut world = World::open(&Setting::plenty());
    let orders: Vec<_> = (0..ORDERS).map(|person| place(&mut world, person)).collect();
    for (person, order) in (0..ORDERS).zip(orders) {
        let units = Units { line: LineNo::new(0), quantity: Quantity::units(1) };
        let reason = |what| Reason::words(PersonId::new(person), word(person, what));
        let said = Personal::new(PersonId::new(person), word(person, "said"));
        for command in [
            Command::Edit { order, edit: Edit::ChangeBuyer(buyer(person, "maiden")) },
            Command::Edit { order, edit: Edit::Comment(said) },
            Command::Reject { order, units, reason: reason("broke") },
            Command::Cancel { order, reason: reason("dropped") },
        ] {
            world.run(command).answer.unwrap();
        }
    }
    world
}

fn place(world: &mut World, person: u64) -> OrderId {
    let draft = sklad_order::Draft {
        number: (5000 + person).to_string().parse().unwrap(),
        buyer: Some(buyer(person, "name")),
        comment: Some(Personal::new(PersonId::new(person), word(person, "comment"))),
        ..money::draft(0, 0, &[(0, 4)])
    };
    let placed = world.run(Command::Place(draft));
    let order = placed.events().iter().find_map(|event| match event {
        Event::Placed { order, .. } => Some(*order),
        _ => None,
    });
    order.unwrap()
}

fn buyer(person: u64, called: &str) -> Personal<Buyer> {
    let [name, email, phone, address] =
        [called, "email", "phone", "address"].map(|what| word(person, what));
    // Some of the e-mails are keys, some are too long for that; none of the numbers can be read.
    let email = email + "@shop.example";
    let numbers = vec![TaxNumber::new("RU", word(person, "number"))];
    let buyer = Buyer { name, email, phone, address, numbers, ..Buyer::default() };
    Personal::new(PersonId::new(person), buyer)
}

const ALL: [&str; 10] = [
    "name", "email", "phone", "address", "number", "comment", "maiden", "said", "broke", "dropped",
];

/// A person is forgotten.
fn forget(teller: &mut Teller, record: RecordNo, person: u64) {
    let (events, moment) = ([Event::Forgotten(PersonId::new(person))], Moment::FIRST);
    teller.take(&Step { record, moment, who: None, events: &events });
}

/// Returns which words stand in any file of the folder, by person.
fn found(place: &Place) -> BTreeSet<(u64, String)> {
    let mut found = BTreeSet::new();
    for file in fs::read_dir(place.path.parent().unwrap()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        for at in 0..bytes.len() {
            let Some(rest) = bytes[at..].strip_prefix(b"-of-") else { continue };
            let person = std::str::from_utf8(&rest[..5.min(rest.len())]).unwrap_or_default();
            let Ok(person) = person.parse() else { continue };
            let is_of = |what: &&str| bytes[..at].ends_with(what.as_bytes());
            found.extend(ALL.into_iter().filter(is_of).map(|what| (person, what.to_owned())));
        }
    }
    found
}

/// Returns whose words stand there.
fn heard(place: &Place) -> BTreeSet<u64> {
    found(place).into_iter().map(|(person, _)| person).collect()
}

#[test]
fn forgotten_words_are_in_no_corner_of_the_file() {
    let (place, world) = (Place::new(), talkative());
    let (mut tables, mut teller) = (Tables::open(&place.path).unwrap(), Teller::new(Shop::new()));
    let mut record = RecordNo::FIRST;
    // Batches of their own order, so that pages of the file are split and merged as in life.
    for events in world.log.chunks(97) {
        teller.take(&Step { record, moment: world.moment, who: None, events });
        tables.follow(&mut teller, reflected(record.number(), world.moment)).unwrap();
        record = record.next();
    }
    assert_eq!(found(&place).len(), (0..ORDERS).count() * ALL.len());

    let (forgotten, kept): (BTreeSet<_>, BTreeSet<_>) =
        (0..ORDERS).partition(|person| person % 3 == 0);
    forgotten.iter().for_each(|person| forget(&mut teller, record, *person));
    tables.follow(&mut teller, reflected(record.number(), world.moment)).unwrap();
    assert_eq!(heard(&place), kept);
    let told = "SELECT count(*) FROM \"order\" WHERE name IS NULL AND buyer_person % 3 = 0";
    assert_eq!(rows(&place.sql(), told), [[i64::try_from(forgotten.len()).unwrap().into()]]);

    let said = |what: &str| {
        let sql = format!("SELECT count(*) FROM contact WHERE person % 3 = 0 AND {what}");
        rows(&place.sql(), &sql)[0][0].clone()
    };
    assert_eq!(said("coalesce(words, plain) IS NOT NULL"), 0.into(), "no search finds them");
    assert_ne!(said("what = 'e-mail' AND class = 'key'"), 0.into(), "the rows stay");

    (0..ORDERS).for_each(|person| forget(&mut teller, record, person));
    tables.follow(&mut teller, reflected(record.number(), world.moment)).unwrap();
    assert_eq!(heard(&place), BTreeSet::new());
}

#[test]
fn what_a_reader_keeps_is_emptied_when_it_has_gone() {
    let (place, world) = (Place::new(), talkative());
    let (mut tables, mut teller) = (Tables::open(&place.path).unwrap(), Teller::new(Shop::new()));
    let record = RecordNo::FIRST;
    teller.take(&Step { record, moment: world.moment, who: None, events: &world.log });
    tables.follow(&mut teller, reflected(1, world.moment)).unwrap();

    let reader = place.sql();
    reader.execute_batch("BEGIN; SELECT count(*) FROM \"order\"").unwrap();
    (0..ORDERS).for_each(|person| forget(&mut teller, record, person));
    tables.follow(&mut teller, reflected(1, world.moment)).unwrap();
    assert_eq!(heard(&place).len(), (0..ORDERS).count(), "the reader still needs the old pages");
    reader.execute_batch("COMMIT").unwrap();
    tables.follow(&mut teller, reflected(1, world.moment)).unwrap();
    assert_eq!(heard(&place), BTreeSet::new());
}

/// An order's log says what was done without saying whose words they were.
#[test]
fn words_stand_beside_the_log_and_nowhere_in_it() {
    let (place, world) = (Place::new(), talkative());
    let (mut tables, mut teller) = (Tables::open(&place.path).unwrap(), Teller::new(Shop::new()));
    teller.take(&Step {
        record: RecordNo::FIRST,
        moment: world.moment,
        who: None,
        events: &world.log,
    });
    tables.follow(&mut teller, reflected(1, world.moment)).unwrap();
    let sql = "SELECT what, was, became, words FROM order_log WHERE order_id = 7";
    let told =
        rows(&place.sql(), sql).into_iter().map(|row| format!("{row:?}\n")).collect::<String>();
    insta::assert_snapshot!(told);
}
