//! Tables in the log's own file: rows and record are written together or not at all.

#![cfg(unix)]
#![allow(
    clippy::wildcard_enum_match_arm,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    dead_code,
    reason = "tests"
)]

#[path = "support/child.rs"]
mod child;
#[path = "support/folder.rs"]
mod folder;
#[path = "support/kept.rs"]
mod kept;

use std::{fs, path::Path, thread, time::Duration};

use rusqlite::Connection;
use sklad_base::{Actor, RecordNo};
use sklad_flow::{Command, Shop};
use sklad_sqlite::{SqliteKeys, SqliteLog, views::WithRecord};
use sklad_store::{Auditor, Keeper, Log, Restored, Rival, Setup, wait};

use child::{Child, acknowledge, path_of_child};
use folder::Folder;
use kept::{Files, setup, state, wish};

type Told = WithRecord<SqliteKeys>;

fn open(path: &Path) -> Told {
    let Files { log, keys } = Files::open(path);
    wait(WithRecord::open(log, keys, "shop", Shop::new())).unwrap()
}

fn keep(log: &Told, path: &Path, writer: &str) -> Keeper<Shop> {
    let keys = SqliteKeys::open(path.with_extension("keys")).unwrap();
    let setup = Setup { snapshot_after: (20, u64::MAX), ..setup(writer) };
    Keeper::open(log.clone(), keys, setup).wait().unwrap()
}

/// Returns the last record of the log and the one that the tables reflect, as any program reads them with SQL.
fn ends(path: &Path) -> (i64, i64) {
    let sql = "SELECT (SELECT coalesce(max(number), 0) FROM record), record FROM reflects";
    let connection = Connection::open(path).unwrap();
    connection.query_row(sql, (), |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
}

/// Looks whether the tables say what the log says.
fn check(path: &Path) {
    let (record, reflects) = ends(path);
    assert_eq!(record, reflects, "the tables lag");
    let log = open(path);
    assert_eq!(wait(log.check()).unwrap(), []);
    assert!(wait(log.log().verify()).unwrap().is_empty());
}

#[test]
fn rows_come_with_their_record() {
    let folder = Folder::new();
    let path = folder.next();
    let log = open(&path);
    let keeper = keep(&log, &path, "one");
    for number in 0..60 {
        let done = keeper.send(wish::<Shop>(number)).unwrap().wait().unwrap();
        let end = i64::try_from(done.record().number()).unwrap();
        assert_eq!(ends(&path), (end, end));
    }
    let shop = state(&keeper);
    drop((keeper, log));
    check(&path);
    let rebuilt = wait(Files::open(&path).auditor::<Shop>().rebuild()).unwrap();
    assert_eq!(rebuilt, shop);
}

#[test]
fn a_log_that_was_written_without_tables_gets_them_and_one_that_lags_gets_them_anew() {
    let folder = Folder::new();
    let path = folder.next();
    let plain = |from: u64| {
        let keeper = Files::open(&path).keep(setup::<Shop>("plain")).unwrap();
        for number in from..from + 20 {
            keeper.send(wish::<Shop>(number)).unwrap().wait().unwrap();
        }
    };
    plain(0);
    drop(open(&path));
    check(&path);
    plain(20);
    let (record, reflects) = ends(&path);
    assert_eq!((record, reflects), (40, 20));
    drop(open(&path));
    check(&path);
    let log = open(&path);
    let keeper = keep(&log, &path, "one");
    keeper.send(wish::<Shop>(40)).unwrap().wait().unwrap();
    drop((keeper, log));
    check(&path);
}

#[test]
fn what_another_wrote_without_the_tables_meanwhile_is_written_along() {
    let folder = Folder::new();
    let path = folder.next();
    let log = open(&path);
    let keeper = keep(&log, &path, "one");
    keeper.send(wish::<Shop>(0)).unwrap().wait().unwrap();
    let plain = Files::open(&path).keep(setup::<Shop>("plain")).unwrap();
    plain.send(wish::<Shop>(1)).unwrap().wait().unwrap();
    drop(plain);
    let done = keeper.send(wish::<Shop>(2)).unwrap().wait().unwrap();
    // What the other one wrote is read and its rows are written along.
    assert_eq!(done.record(), RecordNo::new(3));
    drop((keeper, log));
    check(&path);
}

#[test]
fn what_another_sealed_meanwhile_is_restored_and_the_rows_are_those_of_the_log() {
    let folder = Folder::new();
    let path = folder.next();
    let (one, two) = (open(&path), open(&path));
    let (first, second) = (keep(&one, &path, "one"), keep(&two, &path, "two"));
    for number in 0..6 {
        first.send(wish::<Shop>(number)).unwrap().wait().unwrap();
    }
    for number in 6..16 {
        second.send(wish::<Shop>(number)).unwrap().wait().unwrap();
    }
    wait(Files::open(&path).auditor::<Shop>().seal(RecordNo::new(12))).unwrap();
    // The rows that the first one tells know nothing yet of what was sealed.
    let done = first.send(wish::<Shop>(16)).unwrap().wait().unwrap();
    assert_eq!(done.record(), RecordNo::new(17));
    drop((first, second, one, two));
    check(&path);
}

#[test]
fn two_keepers_with_tables_take_over_from_each_other() {
    let folder = Folder::new();
    let path = folder.next();
    let (one, two) = (open(&path), open(&path));
    let keepers = [(&one, "one"), (&two, "two")].map(|(log, name)| {
        let keys = SqliteKeys::open(path.with_extension("keys")).unwrap();
        let setup = Setup { rival: Rival::TakeOver, ..setup::<Shop>(name) };
        Keeper::open(log.clone(), keys, setup).wait().unwrap()
    });
    for number in 0..60_u64 {
        let keeper = &keepers[usize::try_from(number / 5 % 2).unwrap()];
        keeper.send(wish::<Shop>(number)).unwrap().wait().unwrap();
        let (record, reflects) = ends(&path);
        assert_eq!(record, reflects);
    }
    drop((keepers, one, two));
    check(&path);
}

#[test]
fn a_forgotten_person_is_in_no_row_and_in_no_corner_of_the_file() {
    let folder = Folder::new();
    let path = folder.next();
    let log = open(&path);
    let keeper = keep(&log, &path, "one");
    // The person of the second order is forgotten by command 15; see the commands of a shop.
    for number in 0..15 {
        keeper.send(wish::<Shop>(number)).unwrap().wait().unwrap();
    }
    let holds = || {
        let name = |end: &str| path.with_file_name(format!("shop.sklad{end}"));
        let files = ["", "-wal"].map(|end| fs::read(name(end)).unwrap_or_default());
        files.iter().any(|bytes| bytes.windows(12).any(|part| part == b"ring 1 times"))
    };
    assert!(holds(), "while known, the words stand in the tables");
    for number in 15..18 {
        keeper.send(wish::<Shop>(number)).unwrap().wait().unwrap();
    }
    assert!(!holds());
    drop((keeper, log));
    check(&path);
}

#[test]
fn a_restored_log_has_its_void_numbers_in_the_tables() {
    let folder = Folder::new();
    let path = folder.next();
    let log = open(&path);
    let keeper = keep(&log, &path, "one");
    for number in 0..10 {
        keeper.send(wish::<Shop>(number)).unwrap().wait().unwrap();
    }
    let moment = keeper.now();
    drop(keeper);
    let keys = SqliteKeys::open(path.with_extension("keys")).unwrap();
    let auditor = Auditor::new(log.clone(), keys, "shop", Shop::new());
    let (who, why) = (Actor::Person("olga".into()), "the backup of last night".into());
    let restored = Restored { moment, margin: 30.try_into().unwrap(), who, why };
    let mark = wait(auditor.restored(&restored)).unwrap();
    drop((auditor, log));
    check(&path);
    let connection = Connection::open(&path).unwrap();
    let sql = "SELECT count(*), (SELECT epoch FROM reflects) FROM void_number";
    let found = connection.query_row(sql, (), |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert_eq!(found, (8_i64, mark.epoch.number().cast_signed()));
}

#[test]
fn a_killed_writer_leaves_tables_that_do_not_lag() {
    let folder = Folder::new();
    let kills = std::env::var("SKLAD_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(30);
    let mut written = 0;
    let path = folder.next();
    drop(open(&path));
    for kill in 0..kills {
        let child = Child::start("writes_with_tables_until_killed", &path);
        thread::sleep(Duration::from_millis(20 + 13 * (kill % 17)));
        let acknowledged = child.kill();
        let (record, reflects) = ends(&path);
        assert_eq!(record, reflects, "behind kill {kill} the tables lag");
        assert!(u64::try_from(record).unwrap() >= acknowledged);
        written = written.max(acknowledged);
    }
    check(&path);
    println!("{kills} kills, {written} commands acknowledged");
    assert!(written > 20);
}

#[test]
fn writes_with_tables_until_killed() {
    let Some(path) = path_of_child() else { return };
    let log = open(&path);
    let keeper = keep(&log, &path, "child");
    let first = wait(log.head()).unwrap().number();
    for number in first.. {
        keeper.send(wish::<Shop>(number)).unwrap().wait().unwrap();
        acknowledge(number + 1);
    }
}

#[test]
fn a_log_opened_plainly_is_not_changed_by_its_tables() {
    let folder = Folder::new();
    let path = folder.next();
    let log = open(&path);
    let keeper = keep(&log, &path, "one");
    for number in 0..12 {
        keeper.send(wish::<Shop>(number)).unwrap().wait().unwrap();
    }
    drop((keeper, log));
    let copy = folder.next();
    wait(SqliteLog::open(&path).unwrap().back_up(&copy)).unwrap();
    assert!(wait(SqliteLog::open(&copy).unwrap().verify()).unwrap().is_empty());
    assert_eq!(ends(&copy), ends(&path), "a backup has both");
    let sealed = wait(Files::open(&path).auditor::<Shop>().seal(RecordNo::new(6))).unwrap();
    assert_eq!(sealed.last, RecordNo::new(6));
    check(&path);
    let _command: Command = wish::<Shop>(12).command;
}
