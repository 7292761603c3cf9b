//! The failing log fails as it says, by its seed, and keeps the contract.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::BTreeMap;

use sklad_base::RecordNo;
use sklad_conformance::{Faulty, Mishap, Odds, laws};
use sklad_store::{
    AppendError, Batch, BatchKey, Log, MemoryLog, Position, ReadError, Snapshot, Stored, wait,
};

fn batch(number: u64, expected: Position) -> Batch {
    let bytes = format!("batch {number}").into_bytes().into();
    let key = BatchKey::new(uuid::Uuid::from_u128(u128::from(number)));
    Batch { key, expected, record: RecordNo::new(number), bytes }
}

/// Writes through a storm as a keeper must: the identical batch until the answer is definite.
async fn write_through(log: &Faulty<MemoryLog>, count: u64) -> Vec<Stored> {
    let (mut head, mut written) = (Position::EMPTY, Vec::new());
    for number in 1..=count {
        let batch = batch(number, head);
        let position = loop {
            match log.append(&batch).await {
                Ok(receipt) => break receipt.position,
                Err(AppendError::Unknown { .. }) => {}
                Err(AppendError::Fault(_)) => {
                    let there = log.inner().get(batch.record).await;
                    assert!(matches!(there, Err(ReadError::Absent { .. })), "a fault wrote");
                }
                Err(error) => panic!("{error}"),
            }
        };
        let (record, key) = (batch.record, batch.key);
        written.push(Stored { position, record, key, bytes: batch.bytes });
        head = position;
    }
    written
}

async fn all(log: &MemoryLog) -> Vec<Stored> {
    let mut all: Vec<Stored> = Vec::new();
    loop {
        let after = all.last().map_or(Position::EMPTY, |stored| stored.position);
        let page = log.read(after).await.unwrap();
        if page.is_empty() {
            return all;
        }
        all.extend(page);
    }
}

#[test]
fn whoever_sends_again_until_it_is_definite_loses_nothing() {
    let mut met: BTreeMap<Mishap, u64> = BTreeMap::new();
    for seed in 0..300 {
        let log = Faulty::new(MemoryLog::new(), seed, Odds::STORM);
        let written = wait(write_through(&log, 40));
        assert_eq!(wait(all(log.inner())), written, "seed {seed}");
        for (mishap, count) in log.mishaps() {
            *met.entry(mishap).or_default() += count;
        }
    }
    use Mishap::{Delayed, DiskFull, Failed, Late, LostAnswer, LostRequest};
    for mishap in [Delayed, DiskFull, Failed, Late, LostAnswer, LostRequest] {
        assert!(met.contains_key(&mishap), "{mishap:?} never came: {met:?}");
    }
}

#[test]
fn the_same_seed_meets_the_same_mishaps() {
    let run = |seed| {
        let log = Faulty::new(MemoryLog::new(), seed, Odds::STORM);
        wait(write_through(&log, 100));
        log.mishaps()
    };
    assert_eq!(run(7), run(7));
    assert_ne!(run(7), run(8));
}

#[test]
fn a_full_disk_takes_nothing_until_there_is_room() {
    let log = Faulty::new(MemoryLog::new(), 7, Odds::NONE);
    log.fill_disk(true);
    let snapshot = Snapshot { position: Position::EMPTY, format: 1, bytes: (*b"state").into() };
    for _ in 0..20 {
        let found = wait(log.append(&batch(1, Position::EMPTY))).unwrap_err();
        let words = "cannot append a batch: the disk is full, by the seed; make room, then go on";
        assert_eq!(found.to_string(), words);
    }
    assert!(!wait(log.put_snapshot(snapshot)).unwrap_err().is_retryable());
    log.fill_disk(false);
    assert!(wait(log.append(&batch(1, Position::EMPTY))).is_ok());
}

#[test]
fn a_torn_record_is_read_torn_by_page_and_by_number() {
    let log = Faulty::new(MemoryLog::new(), 7, Odds::NONE);
    wait(write_through(&log, 3));
    log.tear_last(true);
    let lengths = |page: Vec<Stored>| page.iter().map(|one| one.bytes.len()).collect::<Vec<_>>();
    assert_eq!(lengths(wait(log.read(Position::EMPTY)).unwrap()), [7, 7, 3]);
    assert_eq!(wait(log.get(RecordNo::new(3))).unwrap().bytes.len(), 3);
    assert_eq!(wait(log.get(RecordNo::new(2))).unwrap().bytes.len(), 7);
    log.calm_down();
    assert_eq!(lengths(wait(log.read(Position::EMPTY)).unwrap()), [7, 7, 7]);
}

#[test]
fn a_late_batch_is_written_before_the_next_one() {
    let log = Faulty::new(MemoryLog::new(), 7, Odds { is_late: 1_000, ..Odds::NONE });
    let unknown = wait(log.append(&batch(1, Position::EMPTY)));
    assert!(matches!(unknown, Err(AppendError::Unknown { .. })), "{unknown:?}");
    assert_eq!(wait(log.head()).unwrap(), Position::EMPTY);
    log.calm_down();
    let other = batch(2, Position::EMPTY);
    let other = Batch { record: RecordNo::FIRST, ..other };
    let found = wait(log.append(&other));
    assert!(matches!(found, Err(AppendError::Conflict { .. })), "{found:?}");
    assert!(wait(log.append(&batch(1, Position::EMPTY))).unwrap().replayed);
}

#[test]
fn a_torn_snapshot_is_half_of_it() {
    let log = Faulty::new(MemoryLog::new(), 7, Odds { tears_snapshot: 1_000, ..Odds::NONE });
    let snapshot = Snapshot { position: Position::EMPTY, format: 1, bytes: (*b"state").into() };
    wait(log.put_snapshot(snapshot)).unwrap();
    assert_eq!(&*wait(log.snapshot(None)).unwrap().unwrap().bytes, b"st");
}

/// Without mishaps it is the log behind it.
struct Calm;

impl sklad_conformance::Harness for Calm {
    type Log = Faulty<MemoryLog>;

    fn fresh(&self) -> Faulty<MemoryLog> {
        Faulty::new(MemoryLog::new(), 7, Odds { delays: 300, ..Odds::NONE })
    }
}

#[test]
fn a_log_that_only_delays_keeps_every_law() {
    let report = sklad_conformance::prove_all(&Calm);
    assert!(report.is_sound(), "{report}");
    assert!(laws::positions_grow(&Calm).is_ok());
}
