//! What is not a log, or cannot be one now, is refused with words that say what to do, and is left as it was.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/writing.rs"]
mod writing;

use std::fs;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use sklad_sqlite::{OpenError, Setup, SqliteLog};
use sklad_store::{AppendError, Batch, Log, Position, ReadError, Rejection, Snapshot, wait};

use folder::Folder;
use writing::{batch, bytes_of, write};

#[test]
fn a_file_that_is_not_sqlite_is_refused() {
    for bytes in [&b"order;item;quantity\n1001;LAMP;4\n"[..], &[0; 4096], b"S"] {
        refuses(
            bytes,
            |error| matches!(error, OpenError::NotSqlite { .. }),
            "as a log: it is no SQLite file; name the log that sklad wrote",
        );
    }
}

#[test]
fn a_database_of_another_program_is_refused_untouched() {
    let folder = Folder::new();
    for journal in ["delete", "wal"] {
        let path = folder.next();
        let other = Connection::open(&path).unwrap();
        other.pragma_update(None, "journal_mode", journal).unwrap();
        other.execute_batch("CREATE TABLE song (name); INSERT INTO song VALUES ('x')").unwrap();
        drop(other);
        let before = bytes_of(path.parent().unwrap());
        let error = SqliteLog::open(&path).unwrap_err();
        let words = format!(
            "cannot open {} as a log: it is a SQLite database of another program; name the log that sklad wrote",
            path.display()
        );
        assert_eq!(error.to_string(), words);
        assert!(matches!(SqliteLog::open_read_only(&path), Err(OpenError::Foreign { .. })));
        assert_eq!(bytes_of(path.parent().unwrap()), before);
    }
}

#[test]
fn a_newer_format_is_refused_naming_both() {
    let folder = Folder::new();
    let path = folder.next();
    drop(SqliteLog::open(&path).unwrap());
    let later = Connection::open(&path).unwrap();
    later.pragma_update(None, "user_version", 2).unwrap();
    drop(later);
    let before = bytes_of(path.parent().unwrap());
    let error = SqliteLog::open(&path).unwrap_err();
    let words = format!(
        "cannot open {}: its log has format 2, this version knows up to 1; update this program",
        path.display()
    );
    assert_eq!(error.to_string(), words);
    assert!(matches!(
        SqliteLog::open_read_only(&path),
        Err(OpenError::Newer { found: 2, known: 1, .. })
    ));
    assert_eq!(bytes_of(path.parent().unwrap()), before);
}

#[test]
fn a_newer_format_that_stands_in_the_write_ahead_log_only_is_refused_too() {
    let folder = Folder::new();
    let path = folder.next();
    drop(SqliteLog::open(&path).unwrap());
    let later = Connection::open(&path).unwrap();
    later.pragma_update(None, "user_version", 2).unwrap();
    assert!(matches!(SqliteLog::open(&path), Err(OpenError::Newer { found: 2, .. })));
    assert!(matches!(SqliteLog::open_read_only(&path), Err(OpenError::Newer { found: 2, .. })));
}

#[test]
fn a_file_that_another_process_holds_is_named_after_the_patience() {
    let folder = Folder::new();
    let path = folder.next();
    drop(SqliteLog::open(&path).unwrap());
    let holder = Connection::open(&path).unwrap();
    holder.pragma_update(None, "locking_mode", "EXCLUSIVE").unwrap();
    holder.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let setup = Setup { patience: Duration::from_millis(50), ..Setup::default() };
    let before = bytes_of(path.parent().unwrap());
    let error = SqliteLog::open_with(&path, setup).unwrap_err();
    assert_eq!(bytes_of(path.parent().unwrap()), before);
    let words = format!(
        "cannot open {}: another process has held it locked for 50ms; end that one, or try again",
        path.display()
    );
    assert_eq!(error.to_string(), words);
    drop(holder);
    assert!(SqliteLog::open_with(&path, setup).is_ok());
}

#[test]
fn a_write_that_waits_for_another_process_too_long_wrote_nothing() {
    let folder = Folder::new();
    let path = folder.next();
    let setup = Setup { patience: Duration::from_millis(50), ..Setup::default() };
    let log = SqliteLog::open_with(&path, setup).unwrap();
    let holder = Connection::open(&path).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = wait(log.append(&batch(1, Position::EMPTY))).unwrap_err();
    let AppendError::Fault(fault) = error else { panic!("{error}") };
    assert!(fault.is_retryable());
    let words = format!(
        "cannot append to {}: another process has held the file locked all the while; end that one, or try again",
        path.display()
    );
    assert_eq!(fault.to_string(), words);
    assert_eq!(wait(log.head()).unwrap(), Position::EMPTY);
    holder.execute_batch("ROLLBACK").unwrap();
    assert!(!wait(log.append(&batch(1, Position::EMPTY))).unwrap().replayed);
}

#[test]
fn a_batch_that_is_too_large_is_refused_with_the_limit_and_changes_nothing() {
    let folder = Folder::new();
    let path = folder.next();
    let setup = Setup { batch_bytes: 799, ..Setup::default() };
    let log = SqliteLog::open_with(&path, setup).unwrap();
    let before = bytes_of(path.parent().unwrap());
    let error = wait(log.append(&batch(1, Position::EMPTY))).unwrap_err();
    let words = "cannot append 800 bytes: a batch has at most 799; put fewer commands into it";
    assert_eq!(error.to_string(), words);
    assert_eq!(bytes_of(path.parent().unwrap()), before);
}

#[test]
fn a_key_with_other_bytes_is_refused_naming_where_the_first_ones_stand_and_changes_nothing() {
    let folder = Folder::new();
    let path = folder.next();
    let log = SqliteLog::open(&path).unwrap();
    write(&log, 3);
    let whole = || {
        // The third file is memory that connections share.
        let mut files = bytes_of(path.parent().unwrap());
        files.retain(|(name, _)| !name.ends_with("-shm"));
        files
    };
    let before = whole();
    let (first, other) = (batch(2, Position::new(1)), batch(4, Position::new(3)));
    let error = wait(log.append(&Batch { key: first.key, ..other })).unwrap_err();
    let words = format!(
        "cannot append batch {}: position 2 has other bytes under this key; give each batch a key of its own",
        first.key
    );
    assert_eq!(error.to_string(), words);
    assert!(whole() == before, "nothing was written");
}

#[test]
fn a_missing_folder_or_file_is_named() {
    let folder = Folder::new();
    let nowhere = folder.path().join("nowhere").join("shop.sklad");
    let error = SqliteLog::open(&nowhere).unwrap_err();
    let words = format!(
        "cannot open {}: its folder is not there; make the folder first",
        nowhere.display()
    );
    assert_eq!(error.to_string(), words);
    let missing = folder.next();
    let error = SqliteLog::open_read_only(&missing).unwrap_err();
    let words = format!(
        "cannot open {}: there is no such file; name the log that sklad wrote",
        missing.display()
    );
    assert_eq!(error.to_string(), words);
    assert!(!missing.exists());
}

#[test]
fn a_log_opened_to_read_only_reads_and_writes_nothing() {
    let folder = Folder::new();
    let path = folder.next();
    write(&SqliteLog::open(&path).unwrap(), 3);
    let before = fs::read(&path).unwrap();
    let log = SqliteLog::open_read_only(&path).unwrap();
    assert_eq!(wait(log.read(Position::EMPTY)).unwrap().len(), 3);
    let refused = wait(log.append(&batch(4, Position::new(3)))).unwrap_err();
    let is_named = matches!(&refused, AppendError::Rejected(Rejection::NotAllowed { log, .. }) if *log == path.display().to_string());
    assert!(is_named, "{refused}");
    let snapshot = Snapshot { position: Position::new(3), format: 1, bytes: (*b"x").into() };
    assert!(wait(log.put_snapshot(snapshot)).is_err());
    drop(log);
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn one_who_reads_only_is_told_what_another_writes() {
    let folder = Folder::new();
    let path = folder.next();
    let writer = SqliteLog::open(&path).unwrap();
    let reader = SqliteLog::open_read_only(&path).unwrap();
    let told = std::thread::spawn(move || wait(reader.changed(Position::EMPTY)));
    std::thread::sleep(Duration::from_millis(20));
    write(&writer, 1);
    assert_eq!(told.join().unwrap().unwrap(), Position::new(1));
}

#[test]
fn a_flipped_byte_is_named_with_its_position_and_the_rest_is_read() {
    let folder = Folder::new();
    let path = folder.next();
    write(&SqliteLog::open(&path).unwrap(), 9);
    flip(&path, &batch(5, Position::EMPTY).bytes);
    let log = SqliteLog::open(&path).unwrap();
    assert_eq!(wait(log.read(Position::EMPTY)).unwrap().len(), 4, "what is whole is read");
    let error = wait(log.read(Position::new(4))).unwrap_err();
    let place =
        format!("cannot read record 5 at position 5 of {}: its checksum is", path.display());
    assert!(error.to_string().starts_with(&place), "{error}");
    assert!(matches!(error, ReadError::Damaged { .. }));
    assert_eq!(wait(log.read(Position::new(5))).unwrap().len(), 4);
    let damage = wait(log.verify()).unwrap();
    assert_eq!(damage.len(), 1, "{damage:?}");
    assert!(damage[0].to_string().starts_with(&place), "{}", damage[0]);
}

#[test]
fn a_damaged_snapshot_counts_as_lost_and_the_older_one_is_found() {
    let folder = Folder::new();
    let path = folder.next();
    let log = SqliteLog::open(&path).unwrap();
    write(&log, 2);
    for (position, bytes) in [(1, b"the older state"), (2, b"the newer state")] {
        let position = Position::new(position);
        let bytes = bytes.as_slice().into();
        wait(log.put_snapshot(Snapshot { position, format: 1, bytes })).unwrap();
    }
    drop(log);
    flip(&path, b"the newer state");
    let found = wait(SqliteLog::open(&path).unwrap().snapshot(None)).unwrap().unwrap();
    assert_eq!((found.position, &*found.bytes), (Position::new(1), b"the older state".as_slice()));
}

#[test]
fn a_full_file_takes_nothing_more_and_loses_nothing() {
    let folder = Folder::new();
    let path = folder.next();
    let setup = Setup { quota: Some(256 * 1024), ..Setup::default() };
    let log = SqliteLog::open_with(&path, setup).unwrap();
    let (mut head, mut number) = (Position::EMPTY, 1);
    let fault = loop {
        match wait(log.append(&batch(number, head))) {
            Ok(receipt) => head = receipt.position,
            Err(AppendError::Fault(fault)) => break fault,
            Err(error) => panic!("{error}"),
        }
        number += 1;
    };
    let words = format!(
        "cannot append to {}: the disk is full, or the file has reached its quota; make room, then try again",
        path.display()
    );
    assert_eq!(fault.to_string(), words);
    assert_eq!(wait(log.head()).unwrap(), head);
    drop(log);

    let log = SqliteLog::open(&path).unwrap();
    assert!(wait(log.verify()).unwrap().is_empty());
    assert!(!wait(log.append(&batch(number, head))).unwrap().replayed, "with room it goes on");
}

#[test]
fn an_empty_file_becomes_a_log() {
    let folder = Folder::new();
    let path = folder.next();
    fs::write(&path, b"").unwrap();
    assert!(matches!(SqliteLog::open_read_only(&path), Err(OpenError::Missing { .. })));
    assert_eq!(wait(SqliteLog::open(&path).unwrap().head()).unwrap(), Position::EMPTY);
}

/// A process that is killed inside its first transaction leaves pages in the file, and a journal that takes them back.
#[test]
fn a_file_whose_making_was_cut_off_becomes_a_log() {
    let folder = Folder::new();
    let (path, copy) = (folder.next(), folder.next());
    let maker = Connection::open(&path).unwrap();
    maker.execute_batch("PRAGMA cache_size = 1; BEGIN; CREATE TABLE song (name)").unwrap();
    maker.execute_batch("INSERT INTO song SELECT zeroblob(100000)").unwrap();
    maker.cache_flush().unwrap();
    for (name, bytes) in bytes_of(path.parent().unwrap()) {
        fs::write(copy.with_file_name(name), bytes).unwrap();
    }
    assert!(fs::metadata(&copy).unwrap().len() > 0);
    assert!(matches!(SqliteLog::open_read_only(&copy), Err(OpenError::Missing { .. })));
    write(&SqliteLog::open(&copy).unwrap(), 2);
    assert_eq!(wait(SqliteLog::open(&copy).unwrap().head()).unwrap(), Position::new(2));
}

/// Turns one bit of the first place in a file where these bytes stand.
fn flip(path: &Path, wanted: &[u8]) {
    let mut bytes = fs::read(path).unwrap();
    let at = bytes.windows(wanted.len()).position(|window| window == wanted).unwrap();
    bytes[at + wanted.len() / 2] ^= 1;
    fs::write(path, bytes).unwrap();
}

fn refuses(bytes: &[u8], is_it: impl Fn(&OpenError) -> bool, words: &str) {
    let folder = Folder::new();
    let path = folder.next();
    fs::write(&path, bytes).unwrap();
    for opened in [SqliteLog::open(&path), SqliteLog::open_read_only(&path)] {
        let error = opened.unwrap_err();
        assert!(is_it(&error), "{error}");
        assert_eq!(error.to_string(), format!("cannot open {} {words}", path.display()));
    }
    assert_eq!(bytes_of(path.parent().unwrap()), [("shop.sklad".to_owned(), bytes.to_vec())]);
}
