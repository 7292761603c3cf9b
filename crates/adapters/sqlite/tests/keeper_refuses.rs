//! A keeper on a file that cannot go on says why, what to do, and leaves the file as it was.

#![allow(
    clippy::wildcard_enum_match_arm,
    clippy::unwrap_used,
    clippy::panic,
    dead_code,
    reason = "tests"
)]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/kept.rs"]
mod kept;
#[path = "support/writing.rs"]
mod writing;

use std::path::Path;

use rusqlite::Connection;
use sklad_sqlite::{Setup as FileSetup, SqliteKeys, SqliteLog};
use sklad_stock::Ledger;
use sklad_store::{Clock, Keeper, NotDone, OpenError, Setup};

use folder::Folder;
use kept::{Files, setup, start, wish};
use writing::bytes_of;

/// A log of four commands that nobody has open.
fn lived(folder: &Folder) -> std::path::PathBuf {
    let path = folder.next();
    let keeper = Files::open(&path).keep(setup::<Ledger>("one")).unwrap();
    for number in 0..4 {
        keeper.send(wish::<Ledger>(number)).unwrap().wait().unwrap();
    }
    path
}

/// Opens a keeper, which is refused; the folder is as it was before.
fn refused(path: &Path, setup: Setup<Ledger>) -> OpenError {
    let folder = path.parent().unwrap();
    let before = bytes_of(folder);
    let error = Files::open(path).keep(setup).unwrap_err();
    assert_eq!(bytes_of(folder), before);
    error
}

#[test]
fn a_clock_that_stepped_back_past_the_limit_is_named_with_the_last_moment() {
    let folder = Folder::new();
    let path = lived(&folder);
    let clock = Clock::new(|| start().plus_seconds(-301));
    let error = refused(&path, Setup { clock, ..setup("one") });
    assert_eq!(
        error.to_string(),
        "cannot open the log of shop: the clock says 2026-03-02T09:54:59Z, the last record was written at \
         2026-03-02T10:00:00Z; set the clock"
    );
    let within = Clock::new(|| start().plus_seconds(-299));
    let keeper =
        Files::open(&path).keep(Setup { clock: within, ..setup::<Ledger>("one") }).unwrap();
    let done = keeper.send(wish::<Ledger>(4)).unwrap().wait().unwrap();
    assert_eq!(done.moment(), start(), "no moment is before the one ahead of it");
}

#[test]
fn the_log_of_another_shop_is_refused() {
    let folder = Folder::new();
    let path = lived(&folder);
    // Without a snapshot the first record says whose it is.
    let wipe = Connection::open(&path).unwrap();
    wipe.execute_batch("DELETE FROM snapshot").unwrap();
    drop(wipe);
    let error = refused(&path, Setup { shop: "bakery".into(), ..setup("one") });
    assert_eq!(
        error.to_string(),
        "cannot take record 1 at position 1: it is of shop shop, not of bakery; look whether two logs were mixed, \
         and restore it from a backup"
    );
}

#[test]
fn a_full_queue_says_so_and_writes_nothing_of_what_came_too_much() {
    let folder = Folder::new();
    let path = lived(&folder);
    let keeper = Files::open(&path).keep(Setup { queue: 3, ..setup::<Ledger>("one") }).unwrap();
    let four = (4..8).map(wish::<Ledger>).collect();
    let error = keeper.send_all(four).unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot take 4 commands: 0 of at most 3 wait for their answer; send them later"
    );
    assert!(matches!(error, NotDone::QueueFull { commands: 4, waiting: 0, limit: 3 }));
    drop(keeper);
    assert_eq!(Files::open(&path).written::<Ledger>().len(), 4);
}

#[test]
fn a_command_too_big_for_a_record_is_refused_and_the_next_one_goes_on() {
    let folder = Folder::new();
    let path = lived(&folder);
    let small = FileSetup { batch_bytes: 400, ..FileSetup::default() };
    let log = SqliteLog::open_with(&path, small).unwrap();
    let keys = SqliteKeys::open(path.with_extension("keys")).unwrap();
    let keeper = Keeper::open(log, keys, setup::<Ledger>("one")).wait().unwrap();
    let line = |number: u64| match wish::<Ledger>(number).command {
        sklad_stock::Command::Book(mut entries) => entries.pop().unwrap(),
        _ => panic!("it books"),
    };
    let entries = (10..100).map(line).collect();
    let big = wish::<Ledger>(4).with(sklad_stock::Command::Book(entries));
    let error = keeper.send(big).unwrap().wait().unwrap_err().to_string();
    let is_named = error.starts_with("cannot append ")
        && error.ends_with(" bytes: a batch has at most 400; put fewer commands into it");
    assert!(is_named, "{error}");
    keeper.send(wish::<Ledger>(5)).unwrap().wait().unwrap();
}
