//! Logs of format 0, as they were once written: every later version reads them or refuses them by name.
//!
//! `UPDATE=1 cargo test -p sklad-store --test golden` writes them anew. Format 0 may still change; the files of format 1
//! will not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{env, fs, path::PathBuf};

use sklad_base::{
    Actor, Channel, CommandId, Currency, Envelope, Moment, OrderNumber, OutletCode, OutletId,
    PersonId, Personal, PlaceCode, PlaceId, Price, PriceBasis, Quantity, RecordNo, Sku,
};
use sklad_flow::{Portion, Shop};
use sklad_order::{Draft, DraftLine, price::Terms};
use sklad_stock::{Command, Entry, Goods, Ledger, Policy};
use sklad_store::{
    Auditor, Batch, BatchKey, Clock, Found, Keeper, Key, Keys, Log, Machine, MemoryKeys, MemoryLog,
    Position, Setup, Snapshot, Words, wait,
};

fn moment() -> Moment {
    Moment::parse("2026-03-02T10:00:00Z").unwrap()
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/format-0")
}

/// Keys that are always the same: golden words must open for ever.
#[derive(Clone)]
struct SameKeys;

impl Keys for SameKeys {
    fn find(&self, persons: &[PersonId]) -> Result<Vec<Found>, sklad_store::Fault> {
        Ok(persons.iter().map(|_| Found::Key(Key::new([7; 32]))).collect())
    }
    fn make(&self, persons: &[PersonId]) -> Result<Vec<Found>, sklad_store::Fault> {
        self.find(persons)
    }
    fn destroy(&self, _: &[PersonId]) -> Result<(), sklad_store::Fault> {
        Ok(())
    }
}

/// Runs commands through a keeper, one a record, with a snapshot at the end; returns its log.
fn write<M: Machine>(start: M, policy: M::Policy, commands: Vec<M::Command>) -> MemoryLog {
    let log = MemoryLog::new();
    let setup = Setup { clock: Clock::new(moment), ..Setup::new("golden", start, policy) };
    let keeper = Keeper::open(log.clone(), SameKeys, setup).wait().unwrap();
    for (number, command) in (0..).zip(commands) {
        let id = CommandId::counted(moment(), number);
        let envelope = Envelope::new(id, Actor::Person("maria".into()), moment(), command);
        drop(keeper.send(envelope).unwrap().wait().unwrap());
    }
    keeper.snapshot().unwrap();
    drop(keeper);
    log
}

fn put(file: &mut Vec<u8>, bytes: &[u8]) {
    file.extend_from_slice(&u32::try_from(bytes.len()).unwrap().to_le_bytes());
    file.extend_from_slice(bytes);
}

/// Puts records and then the snapshot into a file, each behind its length.
fn save(name: &str, log: &MemoryLog) {
    let mut file = Vec::new();
    for stored in wait(log.read(Position::EMPTY)).unwrap() {
        put(&mut file, stored.key.uuid().as_bytes());
        put(&mut file, &stored.bytes);
    }
    put(&mut file, &[]);
    put(&mut file, &wait(log.snapshot(None)).unwrap().unwrap().bytes);
    fs::create_dir_all(folder()).unwrap();
    fs::write(folder().join(name), file).unwrap();
}

fn load(name: &str) -> MemoryLog {
    let file = fs::read(folder().join(name)).unwrap();
    let mut rest = file.as_slice();
    let mut part = || {
        let (length, behind) = rest.split_first_chunk::<4>().unwrap();
        let (part, behind) = behind.split_at(u32::from_le_bytes(*length) as usize);
        rest = behind;
        part
    };
    let log = MemoryLog::new();
    let mut record = RecordNo::FIRST;
    loop {
        let expected = wait(log.head()).unwrap();
        let key = part();
        if key.is_empty() {
            let (bytes, position) = (part().into(), expected);
            wait(log.put_snapshot(Snapshot { position, format: 0, bytes })).unwrap();
            return log;
        }
        let key = BatchKey::new(uuid::Uuid::from_slice(key).unwrap());
        wait(log.append(&Batch { key, expected, record, bytes: part().into() })).unwrap();
        record = record.next();
    }
}

/// Reads a golden log: it is whole, and says what it said.
fn read<M: Machine>(name: &str, start: M) -> String {
    let auditor = Auditor::new(load(name), SameKeys, "golden", start);
    let report = wait(auditor.verify()).unwrap();
    assert!(report.is_whole() && report.snapshots == 1, "{report}");
    let mut lines = Vec::new();
    wait(auditor.export(&mut lines, Words::Tell)).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    // Batch keys are drawn by chance when the file is written anew.
    let without = |line: &str| {
        let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
        line.as_object_mut().unwrap().remove("batch");
        line.to_string()
    };
    let lines: Vec<String> = lines.lines().map(without).collect();
    format!("{report}\n{}", lines.join("\n"))
}

fn stock() -> Vec<Command> {
    let goods = Goods {
        place: PlaceId::new(0),
        item: sklad_base::ItemId::new(0),
        quantity: Quantity::units(3),
    };
    vec![
        Command::OpenOutlet,
        Command::OpenPlace(OutletId::new(0)),
        Command::AddItem,
        Command::Book(vec![Entry::Receive(goods), Entry::Hold(goods)]),
    ]
}

fn shop() -> Vec<sklad_flow::Command> {
    use sklad_flow::Command as Wish;
    let (outlet, place) = (OutletCode::parse("WEB").unwrap(), PlaceCode::parse("MAIN").unwrap());
    let (sku, quantity) = (Sku::parse("A-100").unwrap(), Quantity::units(5));
    let price = Price::parse("19.90", Currency::parse("EUR").unwrap()).unwrap();
    let terms = Terms::new(price.currency(), PriceBasis::Gross);
    let line = DraftLine::new(sku.clone(), Quantity::units(2), price);
    let (channel, number) = (Channel::parse("site").unwrap(), OrderNumber::parse("1001").unwrap());
    let mut draft = Draft::new(channel, number, terms, vec![line]);
    draft.comment = Some(Personal::new(PersonId::new(7), "ring twice".to_owned()));
    vec![
        Wish::OpenOutlet(outlet.clone()),
        Wish::OpenPlace { place: place.clone(), outlet },
        Wish::AddItem { sku: sku.clone(), kept: true },
        Wish::Receive { place, portions: vec![Portion { sku, quantity }] },
        Wish::Place(draft),
    ]
}

#[test]
fn a_ledgers_log_of_format_0_is_read() {
    if env::var_os("UPDATE").is_some() {
        save("ledger.log", &write(Ledger::new(), Policy::default(), stock()));
    }
    insta::assert_snapshot!(read("ledger.log", Ledger::new()));
}

#[test]
fn a_shops_log_of_format_0_is_read() {
    if env::var_os("UPDATE").is_some() {
        save("shop.log", &write(Shop::new(), (), shop()));
    }
    insta::assert_snapshot!(read("shop.log", Shop::new()));
}

#[test]
fn a_golden_log_goes_on() {
    let log = load("ledger.log");
    let setup = Setup {
        clock: Clock::new(moment),
        ..Setup::new("golden", Ledger::new(), Policy::default())
    };
    let keeper = Keeper::open(log, MemoryKeys::new(), setup).wait().unwrap();
    let id = CommandId::counted(moment(), 99);
    let add = Envelope::new(id, Actor::System("site".into()), moment(), Command::AddItem);
    assert_eq!(keeper.send(add).unwrap().wait().unwrap().record(), RecordNo::new(5));
}
