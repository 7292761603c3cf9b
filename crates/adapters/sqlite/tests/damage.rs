//! A changed byte in the file of a kept shop: who opens it is told which record it is, and what can be read is read.

#![allow(clippy::unwrap_used, clippy::panic, dead_code, reason = "tests, and what they share")]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/kept.rs"]
mod kept;

use std::fs;
use std::path::{Path, PathBuf};

use sklad_base::RecordNo;
use sklad_stock::Ledger;
use sklad_store::{Log, Setup, Stored, Words, wait};

use folder::Folder;
use kept::{Files, setup, state, wish};

const RECORDS: u64 = 24;

#[test]
fn a_changed_byte_of_a_record_stops_the_start_and_is_named() {
    let folder = Folder::new();
    let (path, _, stored) = kept(&folder);
    for number in [1, 9, RECORDS] {
        let copy = changed(&folder, &path, &stored[number as usize - 1].bytes);
        let files = Files::open(&copy);
        let place = format!("record {number} at position {number} of {}", copy.display());
        let error = files.keep(without_snapshots()).unwrap_err().to_string();
        let words = format!("cannot read {place}: its checksum is ");
        assert!(error.starts_with(&words), "{error}");
        assert!(
            error.ends_with("; restore the log from a backup, the records before it are whole")
        );

        let mut lines = Vec::new();
        let error = wait(files.auditor::<Ledger>().export(&mut lines, Words::Tell)).unwrap_err();
        assert!(error.to_string().starts_with(&words), "{error}");
        let lines = String::from_utf8(lines).unwrap();
        assert_eq!(lines.lines().count() as u64, number - 1, "what stands before it is told");

        let report = wait(files.auditor::<Ledger>().verify()).unwrap();
        assert_eq!(report.damages.len(), 1, "{report}");
        assert!(report.damages[0].to_string().contains(&place), "{report}");
        assert_eq!(report.records, RECORDS - 1, "what stands behind it is read");
        assert_eq!(wait(files.log.head()).unwrap().number(), RECORDS, "nothing is lost by that");
    }
}

#[test]
fn any_changed_byte_is_found_or_does_no_harm() {
    let folder = Folder::new();
    let (path, whole, _) = kept(&folder);
    let bytes = fs::read(&path).unwrap();
    let mut found = 0;
    for at in (0..bytes.len()).step_by(bytes.len() / 150) {
        let copy = folder.next();
        let mut bytes = bytes.clone();
        bytes[at] ^= 0x20;
        fs::write(&copy, bytes).unwrap();
        let Ok(log) = sklad_sqlite::SqliteLog::open(&copy) else {
            found += 1;
            continue;
        };
        drop(log);
        let files = Files::open(&copy);
        match files.keep(without_snapshots()) {
            Ok(keeper) if state(&keeper) == whole => {}
            Ok(_) => {
                let log = wait(files.log.verify()).unwrap();
                assert!(!log.is_empty(), "byte {at}: the state is another one, and nobody says so");
                found += 1;
            }
            Err(_) => found += 1,
        }
    }
    assert!(found > 10, "only {found} changed bytes were found");
}

/// A ledger on a file, its state and its records; the file is closed.
fn kept(folder: &Folder) -> (PathBuf, Ledger, Vec<Stored>) {
    let path = folder.next();
    let files = Files::open(&path);
    let keeper = files.keep(without_snapshots()).unwrap();
    for number in 0..RECORDS {
        keeper.send(wish::<Ledger>(number)).unwrap().wait().unwrap();
    }
    let state = state(&keeper);
    let stored = (1..=RECORDS).map(|number| wait(files.log.get(RecordNo::new(number))).unwrap());
    (path, state, stored.collect())
}

fn without_snapshots() -> Setup<Ledger> {
    Setup { snapshot_after: (u64::MAX, u64::MAX), ..setup("damage") }
}

/// Copies a file, with one bit turned in the middle of these bytes.
fn changed(folder: &Folder, path: &Path, wanted: &[u8]) -> PathBuf {
    let copy = folder.next();
    let mut bytes = fs::read(path).unwrap();
    let at = bytes.windows(wanted.len()).position(|window| window == wanted).unwrap();
    bytes[at + wanted.len() / 2] ^= 1;
    fs::write(&copy, bytes).unwrap();
    copy
}
