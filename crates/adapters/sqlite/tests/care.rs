//! Backups, wiped bytes, damage that is found, archives, and two logs on one file.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/writing.rs"]
mod writing;

use std::fs;

use rusqlite::Connection;
use sklad_base::RecordNo;
use sklad_sqlite::SqliteLog;
use sklad_store::{
    AppendError, Archived, Foundation, Log, Position, ReadError, Snapshot, Stored, wait,
};

use folder::Folder;
use writing::{batch, bytes_of, write};

#[test]
fn a_backup_is_the_log_as_it_stood() {
    let folder = Folder::new();
    let (path, copy) = (folder.next(), folder.next());
    let log = SqliteLog::open(&path).unwrap();
    write(&log, 5);
    let stood = wait(log.read(Position::EMPTY)).unwrap();
    wait(log.back_up(&copy)).unwrap();
    wait(log.append(&batch(6, Position::new(5)))).unwrap();

    let again = wait(log.back_up(&copy)).unwrap_err().to_string();
    assert!(again.ends_with("that file is there already; name a new one"), "{again}");
    let copy = SqliteLog::open(&copy).unwrap();
    assert_eq!(wait(copy.read(Position::EMPTY)).unwrap(), stood);
    assert!(wait(copy.verify()).unwrap().is_empty());
    assert!(wait(copy.append(&batch(5, Position::new(4)))).unwrap().replayed);
}

#[test]
fn a_thread_that_may_block_appends_to_the_same_log() {
    let folder = Folder::new();
    let log = SqliteLog::open(folder.next()).unwrap();
    write(&log, 2);
    let (third, fourth) = (batch(3, Position::new(2)), batch(4, Position::new(3)));
    assert_eq!(log.append_here(&third).unwrap().position, Position::new(3));
    assert!(wait(log.append(&third)).unwrap().replayed);
    assert_eq!(wait(log.changed(Position::new(2))).unwrap(), Position::new(3));
    let late = log.append_here(&batch(5, Position::new(2))).unwrap_err();
    assert!(matches!(late, AppendError::Conflict { .. }), "{late}");
    assert_eq!(wait(log.append(&fourth)).unwrap().position, Position::new(4));
    assert!(log.append_here(&fourth).unwrap().replayed);
    assert_eq!(wait(log.read(Position::EMPTY)).unwrap().len(), 4);
}

#[test]
fn what_was_replaced_is_wiped_from_file_and_write_ahead_log() {
    let folder = Folder::new();
    let path = folder.next();
    let log = SqliteLog::open(&path).unwrap();
    write(&log, 3);
    let secret = b"the words of a person that are to be forgotten";
    for (position, bytes) in [(1, &secret[..]), (2, b"state"), (3, b"state")] {
        let position = Position::new(position);
        let bytes = bytes.into();
        wait(log.put_snapshot(Snapshot { position, format: 1, bytes })).unwrap();
    }
    let finds = || {
        let files = bytes_of(path.parent().unwrap());
        files.iter().any(|(_, bytes)| bytes.windows(secret.len()).any(|window| window == secret))
    };
    assert!(finds(), "the write-ahead log has it still");
    wait(log.truncate()).unwrap();
    assert!(!finds());
    assert_eq!(wait(log.read(Position::EMPTY)).unwrap().len(), 3);
}

#[test]
fn the_settings_that_make_it_durable_hold() {
    let folder = Folder::new();
    let path = folder.next();
    let log = SqliteLog::open(&path).unwrap();
    let other = Connection::open(&path).unwrap();
    let number = |name: &str| other.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let mode: String = other.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
    assert_eq!(number("application_id").unwrap(), 0x736b_6c64);
    assert_eq!(number("user_version").unwrap(), 1);
    drop(log);
}

#[test]
fn a_flipped_byte_in_an_archive_is_found_by_record_and_by_digest() {
    let folder = Folder::new();
    let path = folder.next();
    let log = SqliteLog::open(&path).unwrap();
    write(&log, 6);
    let archive = seal(&log, 4);
    assert_eq!(archive.name, "shop.sklad.1-4.archive");
    let file = path.with_file_name(&archive.name);
    let mut bytes = fs::read(&file).unwrap();
    let wanted = batch(3, Position::EMPTY).bytes;
    let at = bytes.windows(wanted.len()).position(|window| *window == *wanted).unwrap();
    bytes[at + 11] ^= 0x80;
    fs::write(&file, bytes).unwrap();

    let record = wait(log.get(RecordNo::new(3))).unwrap_err().to_string();
    let words =
        format!("cannot read record 3 at position 3 of {}: its checksum is", file.display());
    assert!(record.starts_with(&words), "{record}");
    assert!(wait(log.get(RecordNo::new(2))).is_ok());
    let damage = wait(log.verify()).unwrap();
    let [ReadError::Damaged { place, why }] = &damage[..] else { panic!("{damage:?}") };
    assert_eq!(*place, file.display().to_string());
    assert!(why.starts_with("its digest is"), "{why}");
}

#[test]
fn no_byte_of_an_archive_can_be_cut_off_unseen() {
    let folder = Folder::new();
    let path = folder.next();
    let log = SqliteLog::open(&path).unwrap();
    write(&log, 2);
    let file = path.with_file_name(seal(&log, 2).name);
    let whole = fs::read(&file).unwrap();
    for length in (0..whole.len()).step_by(13) {
        fs::write(&file, &whole[..length]).unwrap();
        assert_eq!(wait(log.verify()).unwrap().len(), 1, "cut to {length}");
        let found = wait(log.get(RecordNo::new(2)));
        assert!(matches!(found, Err(ReadError::Damaged { .. })), "cut to {length}: {found:?}");
        assert!(wait(log.get(RecordNo::FIRST)).is_ok(), "it was kept within reach");
    }
    fs::write(&file, &whole).unwrap();
    assert!(wait(log.verify()).unwrap().is_empty());
}

#[test]
fn a_log_that_is_closed_is_one_file() {
    let folder = Folder::new();
    let path = folder.next();
    let log = SqliteLog::open(&path).unwrap();
    write(&log, 3);
    assert_eq!(wait(log.read(Position::EMPTY)).unwrap().len(), 3);
    let told = wait(log.changed(Position::EMPTY)).unwrap();
    assert_eq!(told, Position::new(3));
    drop(log);
    let names: Vec<_> =
        bytes_of(path.parent().unwrap()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["shop.sklad"]);
}

#[test]
fn any_flipped_byte_of_the_file_is_found_or_does_no_harm() {
    let folder = Folder::new();
    let path = folder.next();
    let log = SqliteLog::open(&path).unwrap();
    write(&log, 9);
    let written = wait(log.read(Position::EMPTY)).unwrap();
    drop(log);
    let whole = fs::read(&path).unwrap();
    let mut found = 0;
    for at in (0..whole.len()).step_by(211) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x40;
        let copy = folder.next();
        fs::write(&copy, &bytes).unwrap();
        // An error that says so, or the very records that were written: nothing else.
        let Ok(log) = SqliteLog::open(&copy) else {
            found += 1;
            continue;
        };
        match read_all(&log) {
            Ok(records) if records == written => {}
            Ok(records) => {
                let damage = wait(log.verify()).unwrap();
                assert!(!damage.is_empty(), "byte {at}: {} records, no damage", records.len());
                found += 1;
            }
            Err(_) => found += 1,
        }
    }
    assert!(found > 20, "only {found} flipped bytes were found");
}

#[test]
fn the_same_foundation_again_is_answered_from_the_file() {
    let folder = Folder::new();
    let path = folder.next();
    let log = SqliteLog::open(&path).unwrap();
    write(&log, 4);
    let first = seal(&log, 4);
    drop(log);
    let log = SqliteLog::open(&path).unwrap();
    assert_eq!(seal(&log, 4), first);
    assert_eq!(wait(log.head()).unwrap(), Position::new(4));
}

#[test]
fn what_another_one_sealed_is_not_read_from_memory() {
    let folder = Folder::new();
    let path = folder.next();
    let (log, other) = (SqliteLog::open(&path).unwrap(), SqliteLog::open(&path).unwrap());
    write(&log, 4);
    let archived = seal(&other, 3);
    let read = wait(log.read(Position::EMPTY));
    assert!(
        matches!(&read, Err(ReadError::Archived { archive, .. }) if *archive == archived),
        "{read:?}"
    );
    assert_eq!(wait(log.read(Position::new(3))).unwrap().len(), 1);
}

#[test]
fn a_snapshot_of_many_parts_comes_back_whole() {
    let folder = Folder::new();
    let log = SqliteLog::open(folder.next()).unwrap();
    write(&log, 1);
    let position = Position::new(1);
    let bytes: Vec<u8> = (0..5_000_000_u32).map(|number| number.to_be_bytes()[3]).collect();
    let snapshot = Snapshot { position, format: 9, bytes: bytes.into() };
    wait(log.put_snapshot(snapshot.clone())).unwrap();
    assert_eq!(wait(log.snapshot(None)).unwrap(), Some(snapshot));
}

fn seal(log: &SqliteLog, record: u64) -> Archived {
    let bytes = (*b"the state").into();
    let snapshot = Snapshot { position: Position::new(record), format: 1, bytes };
    let (record, kept) = (RecordNo::new(record), vec![RecordNo::FIRST]);
    wait(log.seal(Foundation { snapshot, record, kept })).unwrap()
}

fn read_all(log: &SqliteLog) -> Result<Vec<Stored>, ReadError> {
    let mut all: Vec<Stored> = Vec::new();
    loop {
        let page = wait(log.read(all.last().map_or(Position::EMPTY, |one| one.position)))?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}
