//! What is acknowledged survives `kill -9`: a child process writes and is killed at any moment, and every
//! acknowledged batch is there once, none twice, none torn.
//!
//! 30 rounds in each run; `SKLAD_KILLS=300` makes as many as it says.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "support/child.rs"]
mod child;
#[path = "support/folder.rs"]
mod folder;

use std::path::Path;
use std::time::Duration;

use sklad_base::RecordNo;
use sklad_sqlite::SqliteLog;
use sklad_store::{Batch, BatchKey, Log, Position, Snapshot, Stored, wait};
use uuid::Uuid;

use child::{Child, acknowledge, path_of_child};
use folder::Folder;

#[test]
fn acknowledged_batches_survive_a_kill_while_appending() {
    rounds("writes_until_killed", |log, _| {
        assert!(wait(log.verify()).unwrap().is_empty());
    });
}

#[test]
fn acknowledged_batches_survive_a_kill_inside_a_checkpoint() {
    rounds("writes_and_checkpoints_until_killed", |log, _| {
        assert!(wait(log.verify()).unwrap().is_empty());
    });
}

#[test]
fn a_kill_inside_a_snapshot_leaves_a_whole_one_or_none() {
    rounds("writes_and_snapshots_until_killed", |log, found| {
        let snapshot = wait(log.snapshot(None)).unwrap();
        if let Some(snapshot) = snapshot {
            let at = snapshot.position;
            assert_eq!(&*snapshot.bytes, state_as_of(at), "the snapshot as of {at} is torn");
            assert!(found.iter().any(|stored| stored.position == at));
        }
    });
}

#[test]
fn a_kill_inside_a_seal_loses_no_record() {
    rounds("writes_and_seals_until_killed", |log, found| {
        assert!(wait(log.verify()).unwrap().is_empty());
        let sealed = wait(log.foundation()).unwrap();
        let archives = sealed.map_or_else(Vec::new, |sealed| sealed.archives);
        assert!(archives.windows(2).all(|two| two[1].before.as_ref() == Some(&two[0].name)));
        assert!(
            archives
                .iter()
                .all(|archive| usize::try_from(archive.last.number()).unwrap() <= found.len())
        );
    });
}

/// Kills a child again and again, and checks the log after each: with what was acknowledged in all rounds.
fn rounds(child: &str, check: impl Fn(&SqliteLog, &[Stored])) {
    let folder = Folder::new();
    let path = folder.next();
    let (mut acknowledged, mut there) = (0, 0);
    for round in 0..kills() {
        let child = Child::start(child, &path);
        // Any moment: at once, while it opens, after many a batch.
        std::thread::sleep(Duration::from_micros(round * 7_919 % 61_000));
        acknowledged = acknowledged.max(child.kill());
        let log = SqliteLog::open(&path).unwrap();
        let found = all(&log);
        check_records(&found, round);
        let count = u64::try_from(found.len()).unwrap();
        // A kill between commit and answer leaves one that nobody was told of.
        let expected = there.max(acknowledged);
        let words = "acknowledged or found before";
        assert!(count >= expected, "round {round}: {expected} {words}, {count} there");
        assert!(count <= expected + 1, "round {round}: {expected} {words}, {count} there");
        there = count;
        check(&log, &found);
    }
    assert!(acknowledged > 0, "no child lived long enough to write");
}

/// Every record is the batch of its number: none twice, none torn.
fn check_records(found: &[Stored], round: u64) {
    for (stored, number) in found.iter().zip(1..) {
        let batch = batch(number, Position::EMPTY);
        assert_eq!((stored.record, stored.key), (batch.record, batch.key), "round {round}");
        assert_eq!(stored.bytes, batch.bytes, "round {round}: record {number} is torn");
    }
}

/// Reads every record, the sealed ones by number.
fn all(log: &SqliteLog) -> Vec<Stored> {
    let mut all = Vec::new();
    while let Ok(stored) = wait(log.get(RecordNo::new(all.len() as u64 + 1))) {
        all.push(stored);
    }
    assert_eq!(
        wait(log.head()).unwrap(),
        all.last().map_or(Position::EMPTY, |one: &Stored| one.position)
    );
    all
}

fn kills() -> u64 {
    std::env::var("SKLAD_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(30)
}

/// The batch of a number: its key and its bytes follow from it, some of them longer than a page of SQLite.
fn batch(number: u64, expected: Position) -> Batch {
    let key = BatchKey::new(Uuid::from_u64_pair(7, number));
    let length = usize::try_from(number * 977 % 9_000).unwrap();
    let bytes = number.to_be_bytes().repeat(length / 8 + 1).into();
    Batch { key, expected, record: RecordNo::new(number), bytes }
}

fn state_as_of(position: Position) -> Vec<u8> {
    position.number().to_be_bytes().repeat(300_000)
}

/// Goes on where the log ends, and tells what is acknowledged.
fn write_on(path: &Path, mut between: impl FnMut(&SqliteLog, &Stored)) {
    let log = SqliteLog::open(path).unwrap();
    let mut head = wait(log.head()).unwrap();
    let mut number = head.number();
    loop {
        number += 1;
        let batch = batch(number, head);
        head = wait(log.append(&batch)).unwrap().position;
        acknowledge(number);
        let (record, key) = (batch.record, batch.key);
        between(&log, &Stored { position: head, record, key, bytes: batch.bytes });
    }
}

#[test]
fn writes_until_killed() {
    if let Some(path) = path_of_child() {
        write_on(&path, |_, _| {});
    }
}

#[test]
fn writes_and_checkpoints_until_killed() {
    if let Some(path) = path_of_child() {
        write_on(&path, |log, stored| {
            if stored.record.number() % 3 == 0 {
                wait(log.truncate()).unwrap();
            }
        });
    }
}

#[test]
fn writes_and_snapshots_until_killed() {
    if let Some(path) = path_of_child() {
        write_on(&path, |log, stored| {
            let position = stored.position;
            let bytes = state_as_of(position).into();
            wait(log.put_snapshot(Snapshot { position, format: 1, bytes })).unwrap();
        });
    }
}

#[test]
fn writes_and_seals_until_killed() {
    if let Some(path) = path_of_child() {
        write_on(&path, |log, stored| {
            if stored.record.number() % 5 == 0 {
                let (position, record) = (stored.position, stored.record);
                let bytes = position.number().to_be_bytes().as_slice().into();
                let snapshot = Snapshot { position, format: 1, bytes };
                let kept = vec![RecordNo::FIRST];
                wait(log.seal(sklad_store::Foundation { snapshot, record, kept })).unwrap();
            }
        });
    }
}
