//! Words about a person on real files: sealed from the first moment, and found in no byte of any file once the person
//! is forgotten; balances and checksums stay as they were.

#![allow(clippy::unwrap_used, clippy::panic, dead_code, reason = "tests, and what they share")]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/kept.rs"]
mod kept;
#[path = "support/writing.rs"]
mod writing;

use std::path::Path;

use sklad_base::{
    Actor, Channel, Currency, Envelope, OrderId, PersonId, Personal, Price, PriceBasis, Quantity,
    RecordNo,
};
use sklad_flow::{Command, Event, Shop};
use sklad_order::{Buyer, Draft, DraftLine, Edit, Reason, price::Terms};
use sklad_sqlite::views::{Following, Tables};
use sklad_store::{Archived, Follower, Keeper, Keys, Log, Mark, Position, Stored, Words, wait};

use folder::Folder;
use kept::{Files, Kept, id, setup, start, state};
use writing::bytes_of;

/// So many orders, each of a person of its own.
const PERSONS: u64 = 60;
/// What is said of each, and where.
const SAID: [&str; 7] = ["name", "email", "phone", "address", "comment", "said", "dropped"];

#[test]
fn forgotten_words_are_in_no_byte_of_any_file() {
    let folder = Folder::new();
    let path = folder.next();
    let files = Files::open(&path);
    let keeper = files.keep(setup::<Shop>("words")).unwrap();
    let count = live(&keeper);
    keeper.snapshot().unwrap();
    drop(keeper);
    let archive = wait(files.auditor::<Shop>().seal(RecordNo::new(count / 2))).unwrap();
    feed(&files, &path);
    let exported = export(&files);
    assert_eq!(found(&exported), PERSONS * SAID.len() as u64, "told when asked");
    for (name, bytes) in bytes_of(path.parent().unwrap()) {
        let is_of_tables = name.contains("views");
        assert_eq!(found(&bytes) > 0, is_of_tables, "{name}: sealed but in the tables");
    }
    let (records, ledger) = (records(&files), ledger(&files));
    let report = wait(files.auditor::<Shop>().verify()).unwrap();
    assert!(report.is_whole() && report.snapshots > 0, "{report}");

    let made = files.keys.find(&(0..PERSONS).map(PersonId::new).collect::<Vec<_>>()).unwrap();
    let made: Vec<_> = made.into_iter().map(|found| *found.key().unwrap().bytes()).collect();
    let keeper = files.keep(setup::<Shop>("words")).unwrap();
    for person in 0..PERSONS {
        send(&keeper, count + person, Command::Forget(PersonId::new(person)));
    }
    drop(keeper);
    feed(&files, &path);
    let exported = export(&files);
    let all = bytes_of(path.parent().unwrap());
    assert!(all.iter().any(|(name, _)| *name == archive.name));
    assert!(all.iter().any(|(name, _)| name.ends_with("-wal")), "they are looked at open");
    for (name, bytes) in all.iter().chain([&("the export".to_owned(), exported)]) {
        assert_eq!(found(bytes), 0, "{name} remembers");
        let has_key = bytes.windows(32).any(|part| made.iter().any(|key| key == part));
        assert!(!has_key, "{name} has a key still");
    }

    assert_eq!(self::ledger(&files), ledger, "no balance changed");
    assert_eq!(self::records(&files)[..records.len()], records, "no sealed byte changed");
    assert!(wait(files.log.verify()).unwrap().is_empty(), "checksums fit");
    let report = wait(files.auditor::<Shop>().verify()).unwrap();
    assert!(report.is_whole(), "{report}");
    assert_eq!(sealed(&files), [archive]);
}

#[test]
fn closed_files_remember_nothing_either() {
    let folder = Folder::new();
    let path = folder.next();
    let files = Files::open(&path);
    let keeper = files.keep(setup::<Shop>("words")).unwrap();
    let count = live(&keeper);
    for person in 0..PERSONS / 2 {
        send(&keeper, count + person, Command::Forget(PersonId::new(person)));
    }
    let kept = state(&keeper);
    drop((keeper, files));
    let names: Vec<_> = bytes_of(path.parent().unwrap()).into_iter().map(|it| it.0).collect();
    assert_eq!(names, ["shop.keys", "shop.sklad"]);
    assert!(bytes_of(path.parent().unwrap()).iter().all(|(_, bytes)| found(bytes) == 0));
    let files = Files::open(&path);
    assert_eq!(found(&export(&files)), PERSONS / 2 * SAID.len() as u64, "the others are told");
    let again = files.keep(setup::<Shop>("words")).unwrap();
    assert_eq!(state(&again).ledger(), kept.ledger());
    assert_eq!(wait(files.auditor::<Shop>().rebuild()).unwrap(), state(&again));
}

/// A shop opens; each person orders, writes a comment, changes it, and some cancel. Returns how many commands that were,
/// each in a record of its own.
fn live(keeper: &Keeper<Shop>) -> u64 {
    let mut commands: Vec<Command> = (0..4).map(Shop::command).collect();
    for person in 0..PERSONS {
        let order = OrderId::new(u32::try_from(person).unwrap());
        let said = Personal::new(PersonId::new(person), word("said", person));
        let reason = Reason::words(PersonId::new(person), word("dropped", person));
        commands.extend([
            Command::Place(draft(person)),
            Command::Reserve(order),
            Command::Edit { order, edit: Edit::Comment(said) },
            Command::Cancel { order, reason },
        ]);
    }
    let count = commands.len() as u64;
    for (number, command) in (0..).zip(commands) {
        send(keeper, number, command);
    }
    count
}

fn send(keeper: &Keeper<Shop>, number: u64, command: Command) {
    let wish = Envelope::new(id(number), Actor::System("site".into()), start(), command);
    assert!(!keeper.send(wish).unwrap().wait().unwrap().is_repeated);
}

fn draft(person: u64) -> Draft {
    let price = Price::parse("19.90", Currency::parse("EUR").unwrap()).unwrap();
    let line = DraftLine::new("A-100".parse().unwrap(), Quantity::units(2), price);
    let terms = Terms::new(price.currency(), PriceBasis::Gross);
    let number = (5000 + person).to_string().parse().unwrap();
    let [name, email, phone, address] =
        ["name", "email", "phone", "address"].map(|what| word(what, person));
    let buyer = Buyer { name, email, phone, address, ..Buyer::default() };
    Draft {
        buyer: Some(Personal::new(PersonId::new(person), buyer)),
        comment: Some(Personal::new(PersonId::new(person), word("comment", person))),
        ..Draft::new(Channel::parse("site").unwrap(), number, terms, vec![line])
    }
}

/// A word that stands nowhere else.
fn word(what: &str, person: u64) -> String {
    format!("qxj{what}-of-{person:05}")
}

/// Returns how many of all words stand there.
fn found(bytes: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(bytes);
    let stands = |person| SAID.iter().filter(|what| text.contains(&word(what, person))).count();
    if text.contains("qxj") { (0..PERSONS).map(stands).sum::<usize>() as u64 } else { 0 }
}

fn export(files: &Files) -> Vec<u8> {
    let mut lines = Vec::new();
    wait(files.auditor::<Shop>().export(&mut lines, Words::Tell)).unwrap();
    lines
}

/// Writes what is new into the tables beside the log.
fn feed(files: &Files, path: &Path) {
    let tables = Tables::open(&path.with_extension("views.sqlite")).unwrap();
    let mut following = Following::new(tables, Shop::new(), Mark::START).unwrap();
    let (log, keys) = (files.log.clone(), files.keys.clone());
    let mut follower = Follower::<Event, _, _>::new(log, keys, "shop", Mark::START);
    wait(follower.feed(&mut following)).unwrap();
}

/// Returns the balances as the records tell them.
fn ledger(files: &Files) -> sklad_stock::Ledger {
    wait(files.auditor::<Shop>().rebuild()).unwrap().ledger().clone()
}

/// Returns every record as it is stored, the sealed ones too.
fn records(files: &Files) -> Vec<Stored> {
    let head = wait(files.log.head()).unwrap();
    assert_ne!(head, Position::EMPTY);
    (1..=head.number()).map(|number| wait(files.log.get(RecordNo::new(number))).unwrap()).collect()
}

fn sealed(files: &Files) -> Vec<Archived> {
    wait(files.log.foundation()).unwrap().unwrap().archives
}
