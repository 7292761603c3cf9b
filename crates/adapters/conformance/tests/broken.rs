//! A suite that cannot fail is worth nothing: each law catches a log that breaks it, and says how.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "broken/log.rs"]
mod log;

use std::{collections::BTreeSet, time::Duration};

use sklad_conformance::{Harness, all, prove_all};
use sklad_store::{Archived, Limits, Log, MemoryLog};

use log::{Broken, Flaw};

struct Workshop(Flaw);

impl Harness for Workshop {
    type Log = Broken;

    fn fresh(&self) -> Broken {
        let limits = Limits { batch_bytes: 100_000, keys_seconds: None };
        Broken::new(MemoryLog::with(limits, 3), self.0)
    }

    /// A killed log comes back from what it wrote down: this one forgets the last record.
    fn killed(&self, log: Broken) -> Option<Broken> {
        if self.0 == Flaw::ForgetsWhenKilled { Some(log.without_last()) } else { Some(log) }
    }

    fn lose(&self, log: &Broken, archive: &Archived) -> bool {
        log.inner.lose_archive(&archive.name)
    }

    fn patience(&self) -> Duration {
        Duration::from_secs(2)
    }
}

/// Each flaw, and the laws that must catch it. Others may too.
const CAUGHT: &[(Flaw, &[&str])] = &[
    (Flaw::BeginsWithRecord, &["an_empty_log_is_empty"]),
    (Flaw::OnePositionForAll, &["positions_grow"]),
    (Flaw::NoFence, &["the_expected_position_is_the_fence", "of_two_writers_one_wins"]),
    (Flaw::WritesInConflict, &["a_conflict_writes_nothing"]),
    (Flaw::ForgetsKeys, &["a_repeated_batch_gets_its_first_receipt", "survives_a_kill"]),
    (Flaw::NewReceiptForOld, &["a_repeated_batch_gets_its_first_receipt"]),
    (Flaw::TakesOtherBytes, &["a_key_with_other_bytes_is_rejected"]),
    (Flaw::TakesAnyNumber, &["a_number_out_of_order_is_rejected"]),
    (Flaw::LimitIsOneLess, &["a_batch_weighs_at_most_its_limit"]),
    (Flaw::NoLimit, &["a_batch_weighs_at_most_its_limit"]),
    (Flaw::DropsFromPage, &["reading_gives_every_record_in_order"]),
    (Flaw::ReversesPage, &["reading_gives_every_record_in_order"]),
    (Flaw::TrimsZeros, &["bytes_come_back_unchanged"]),
    (Flaw::GetsTheOneBefore, &["records_are_found_by_number"]),
    (Flaw::ReadsStale, &["a_reader_is_never_stale"]),
    (Flaw::HeadIsStale, &["a_reader_is_never_stale"]),
    (Flaw::TellsTooEarly, &["waiting_lasts_until_a_write"]),
    (Flaw::TellsWrongHead, &["waiting_ends_with_a_write"]),
    (Flaw::SkipsWhenFollowed, &["a_follower_misses_nothing"]),
    (Flaw::FindsOldestSnapshot, &["the_newest_snapshot_is_found"]),
    (Flaw::KeepsOneSnapshot, &["two_snapshots_are_kept"]),
    (Flaw::AcknowledgesLosers, &["of_two_writers_one_wins", "parallel_writers_lose_nothing"]),
    (Flaw::ForgetsWhenKilled, &["survives_a_kill"]),
    (Flaw::ReadsOnBehindSeal, &["sealed_records_stay_readable", "survives_a_kill"]),
    (Flaw::LosesSealed, &["sealed_records_stay_readable"]),
    (Flaw::BreaksChain, &["archives_name_each_other"]),
    (Flaw::HeadFallsBySeal, &["sealing_changes_no_receipt"]),
    (Flaw::ChangesFoundation, &["a_foundation_stands_for_its_records"]),
    (Flaw::TakesAnyFoundation, &["a_wrong_foundation_seals_nothing"]),
    (Flaw::CallsLostAbsent, &["a_lost_archive_is_named"]),
];

#[test]
fn a_log_without_flaw_breaks_no_law() {
    let report = prove_all(&Workshop(Flaw::None));
    assert!(report.is_sound(), "{report}");
    assert!(!report.to_string().contains("not tried"), "{report}");
}

#[test]
fn each_flaw_is_caught_by_its_laws() {
    for (flaw, laws) in CAUGHT {
        for law in all().iter().filter(|law| laws.contains(&law.name)) {
            let found = (law.prove)(&Workshop(*flaw));
            assert!(found.is_err(), "{} does not catch {flaw:?}: {found:?}", law.name);
        }
    }
}

#[test]
fn each_law_catches_something() {
    let catching: BTreeSet<_> = CAUGHT.iter().flat_map(|(_, laws)| *laws).copied().collect();
    let laws: BTreeSet<_> = all::<Workshop>().iter().map(|law| law.name).collect();
    assert_eq!(catching, laws);
}

#[test]
fn a_breach_says_what_was_done_and_what_came() {
    let report = prove_all(&Workshop(Flaw::CallsLostAbsent));
    let texts: Vec<_> = report.broken().map(|(law, breach)| format!("{law}: {breach}")).collect();
    assert_eq!(
        texts,
        [
            "a_lost_archive_is_named: record 5 of a lost archive is Err(Absent { record: RecordNo(5) })"
        ]
    );
}

#[test]
fn one_who_is_never_told_breaks_a_law_and_does_not_hang_it() {
    let log = Workshop(Flaw::NeverTells).fresh();
    let time = Duration::from_millis(20);
    let told = sklad_conformance::within(time, log.changed(sklad_store::Position::EMPTY));
    assert!(sklad_store::wait(told).is_none());

    let law = sklad_conformance::laws::waiting_ends_with_a_write(&Workshop(Flaw::NeverTells));
    let words = law.unwrap_err().to_string();
    assert_eq!(words, "a batch was written at position 3, and one who waits was not told");
}
