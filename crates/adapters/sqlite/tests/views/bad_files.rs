//! Files that are no tables of ours: named, and left as they are.

use std::fs;

use rusqlite::Connection;
use sklad_flow::Shop;
use sklad_sqlite::views::Tables;

use crate::follower::Place;

/// Tries to open the file, and returns what it says; the file must not change.
fn refused(place: &Place) -> String {
    let before = fs::read(&place.path).unwrap();
    let fault = Tables::open(&place.path).unwrap_err();
    let told = Tables::rebuild_at(&place.path, Shop::new(), |_| {}).map(drop).unwrap_err();
    assert_eq!(fault.to_string(), told.to_string());
    assert_eq!(fs::read(&place.path).unwrap(), before, "opening must not make a file worse");
    fault.to_string().replace(&place.path.display().to_string(), "FILE")
}

#[test]
fn another_programs_database_is_left_alone() {
    let place = Place::new();
    place.sql().execute_batch("CREATE TABLE mine (a); INSERT INTO mine VALUES (1);").unwrap();
    assert_eq!(
        refused(&place),
        "cannot open FILE as read models: it is another program's file; name another file"
    );
}

#[test]
fn a_text_file_is_left_alone() {
    let place = Place::new();
    fs::write(
        &place.path,
        "a list of things to buy, and nothing that a database would say".repeat(40),
    )
    .unwrap();
    assert!(refused(&place).starts_with("cannot read in the tables: file is not a database"));
}

#[test]
fn tables_of_a_newer_program_are_left_alone() {
    let place = Place::new();
    Tables::open(&place.path).unwrap();
    place.sql().pragma_update(None, "user_version", 99).unwrap();
    assert_eq!(
        refused(&place),
        "cannot open FILE as read models: its tables are of version 99; use the newer program that wrote them"
    );
}

#[test]
fn older_tables_are_rebuilt_when_asked() {
    let place = Place::new();
    Tables::open(&place.path).unwrap();
    place.sql().execute_batch("PRAGMA user_version = 0; DROP TABLE document_line;").unwrap();
    let fault = Tables::open(&place.path).unwrap_err();
    assert!(fault.to_string().ends_with("its tables are of version 0; rebuild them from the log"));
    let rebuild = Tables::rebuild_at(&place.path, Shop::new(), |_| {}).unwrap();
    rebuild.finish(sklad_sqlite::views::Reflected::NOTHING).unwrap();
    assert!(Tables::open(&place.path).unwrap().check(&Shop::new()).unwrap().is_empty());
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let fault = Tables::open(std::path::Path::new("no/such/folder/shop.views.sqlite")).unwrap_err();
    assert!(!fault.is_retryable());
    assert!(
        fault.to_string().ends_with("give the right to write the file and its folder"),
        "{fault}"
    );
}

#[test]
fn a_program_that_holds_the_tables_is_waited_for() {
    let place = Place::new();
    let tables = Tables::open(&place.path).unwrap();
    let other = Connection::open(&place.path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let waiting = std::thread::spawn(move || tables.rebuild(Shop::new(), |_| {}).map(drop));
    std::thread::sleep(std::time::Duration::from_millis(50));
    other.execute_batch("COMMIT").unwrap();
    waiting.join().unwrap().unwrap();
}
