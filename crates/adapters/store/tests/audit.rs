//! Followers, verification, export and seals.

#![allow(clippy::wildcard_enum_match_arm, clippy::unwrap_used, clippy::panic, reason = "tests")]

use sklad_base::RecordNo;
use sklad_store::{
    Archived, Auditor, Batch, Clock, Fault, Follower, Keeper, Log, Mark, MemoryKeys, MemoryLog,
    Position, Projection, Replica, Setup, Told, Words, wait,
};

use guests::{Guests, Told as Event, Wish, come, start, wish};

mod guests;

fn open(log: &MemoryLog, keys: &MemoryKeys) -> Keeper<Guests> {
    let setup = Setup { clock: Clock::new(start), ..Setup::new("hotel", Guests::default(), ()) };
    Keeper::open(log.clone(), keys.clone(), setup).wait().unwrap()
}

fn send(keeper: &Keeper<Guests>, number: u64, command: Wish) {
    drop(keeper.send(wish(number, command)).unwrap().wait().unwrap());
}

/// A log of 12 records: ten guests come, the first one leaves, the second one is forgotten.
fn lived() -> (MemoryLog, MemoryKeys, Guests) {
    let (log, keys) = (MemoryLog::new(), MemoryKeys::new());
    let keeper = open(&log, &keys);
    (0..10_u32).for_each(|id| send(&keeper, id.into(), come(id, &format!("Ana {id}"))));
    send(&keeper, 10, Wish::Leave(0));
    send(&keeper, 11, Wish::Forget(1));
    let state = keeper.ask(Guests::clone).unwrap().wait().unwrap();
    drop(keeper);
    (log, keys, state)
}

fn auditor(log: &MemoryLog, keys: &MemoryKeys) -> Auditor<Guests, MemoryLog, MemoryKeys> {
    Auditor::new(log.clone(), keys.clone(), "hotel", Guests::default())
}

#[test]
fn a_whole_log_is_verified_and_rebuilt() {
    let (log, keys, state) = lived();
    let report = wait(auditor(&log, &keys).verify()).unwrap();
    assert!(report.is_whole(), "{report}");
    assert_eq!((report.records, report.commands, report.events, report.snapshots), (12, 12, 12, 1));
    assert_eq!(wait(auditor(&log, &keys).rebuild()).unwrap(), state);
}

#[test]
fn damage_is_named_and_what_can_be_read_is_read() {
    let (log, keys, _) = lived();
    let whole = wait(auditor(&log, &keys).verify()).unwrap();
    let torn = MemoryLog::new();
    for mut stored in wait(log.read(Position::EMPTY)).unwrap() {
        if stored.record == RecordNo::new(5) {
            let mut bytes = stored.bytes.to_vec();
            bytes[40] ^= 1;
            stored.bytes = bytes.into();
        }
        let expected = wait(torn.head()).unwrap();
        let batch = Batch { key: stored.key, expected, record: stored.record, bytes: stored.bytes };
        wait(torn.append(&batch)).unwrap();
    }
    let report = wait(auditor(&torn, &keys).verify()).unwrap();
    assert_eq!(
        report.to_string().lines().last().unwrap(),
        "cannot read record 5 at position 5: its checksum does not fit; restore the log from a backup"
    );
    assert_eq!((report.records, report.commands), (12, 11));
    assert_ne!(report.state, whole.state);
    assert!(wait(auditor(&torn, &keys).rebuild()).is_err());
}

#[test]
fn a_snapshot_that_lies_is_found() {
    let (log, keys, _) = lived();
    let (other, other_keys) = (MemoryLog::new(), MemoryKeys::new());
    let keeper = open(&other, &other_keys);
    (0..12_u32).for_each(|id| send(&keeper, id.into(), Wish::Fill(1)));
    keeper.snapshot().unwrap();
    drop(keeper);
    let lie = wait(other.snapshot(None)).unwrap().unwrap();
    wait(log.put_snapshot(lie)).unwrap();
    let report = wait(auditor(&log, &keys).verify()).unwrap().to_string();
    assert!(
        report.contains("the snapshot at position 12: it is not what the records add up to"),
        "{report}"
    );
}

#[test]
fn an_export_tells_words_only_when_asked() {
    let (log, keys, _) = lived();
    let export = |words| {
        let mut lines = Vec::new();
        assert_eq!(wait(auditor(&log, &keys).export(&mut lines, words)).unwrap(), 12);
        String::from_utf8(lines).unwrap()
    };
    let (told, left_out) = (export(Words::Tell), export(Words::LeaveOut));
    assert!(told.contains("Ana 2") && !told.contains("Ana 1"), "person 1 is forgotten");
    assert!(!left_out.contains("Ana"));
    assert!(left_out.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
    insta::assert_snapshot!(without_batch(left_out.lines().nth(2).unwrap()));
}

/// Leaves out what chance draws.
fn without_batch(line: &str) -> String {
    let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
    line.as_object_mut().unwrap().remove("batch");
    serde_json::to_string_pretty(&line).unwrap()
}

#[test]
fn sealing_changes_no_answer_and_a_lost_archive_is_named() {
    let (log, keys, state) = lived();
    let archive: Archived = wait(auditor(&log, &keys).seal(RecordNo::new(11))).unwrap();
    assert_eq!((archive.first, archive.last), (RecordNo::FIRST, RecordNo::new(11)));
    let report = wait(auditor(&log, &keys).verify()).unwrap();
    assert!(report.is_whole() && report.records == 12, "{report}");
    assert_eq!(wait(auditor(&log, &keys).rebuild()).unwrap(), state);

    assert!(log.lose_archive(&archive.name));
    let lost = wait(auditor(&log, &keys).verify()).unwrap_err().to_string();
    assert!(lost.contains("the archive of record 1 to record 11 is not there"), "{lost}");
    let keeper = open(&log, &keys);
    assert_eq!(keeper.ask(Guests::clone).unwrap().wait().unwrap(), state);
    send(&keeper, 20, Wish::Greet(0));
    let again = keeper.send(wish(11, Wish::Forget(1))).unwrap().wait().unwrap();
    assert!(again.is_repeated);
    assert!(wait(auditor(&log, &keys).seal(RecordNo::new(99))).is_err());
}

#[test]
fn a_follower_sees_each_record_once_also_sealed_ones_and_then_what_comes() {
    let (log, keys, _) = lived();
    wait(auditor(&log, &keys).seal(RecordNo::new(7))).unwrap();
    let mut follower =
        Follower::<Event, _, _>::new(log.clone(), keys.clone(), "hotel", Mark::START);
    let mut numbers = Vec::new();
    while numbers.len() < 12 {
        numbers.extend(wait(follower.next()).unwrap().iter().map(|told| told.mark.record.number()));
    }
    let keeper = open(&log, &keys);
    let waits = std::thread::spawn(move || wait(follower.next()).unwrap());
    send(&keeper, 50, come(50, "Zoe"));
    let late = waits.join().unwrap();
    numbers.extend(late.iter().map(|told| told.mark.record.number()));
    assert_eq!(numbers, (1..=13).collect::<Vec<_>>());
    assert_eq!(late[0].record.accepted[0].who.to_string(), "test");
}

#[test]
fn a_replica_follows_and_a_projection_is_fed_from_its_mark() {
    let (log, keys, state) = lived();
    let mut replica =
        wait(Replica::open(log.clone(), keys.clone(), "hotel", Guests::default())).unwrap();
    assert_eq!(replica.state(), &state);
    send(&open(&log, &keys), 60, come(60, "Zoe"));
    assert_eq!(wait(replica.catch_up()).unwrap().record, RecordNo::new(13));
    assert_eq!(replica.state().inside.len(), state.inside.len() + 1);

    #[derive(Default)]
    struct Count(Option<Mark>, usize);
    impl Projection<Event> for Count {
        fn mark(&mut self) -> Result<Mark, Fault> {
            Ok(self.0.unwrap_or(Mark::START))
        }
        fn take(&mut self, told: &[Told<Event>]) -> Result<(), Fault> {
            self.0 = told.last().map(|told| told.mark);
            self.1 += told.iter().map(|told| told.record.events.len()).sum::<usize>();
            Ok(())
        }
    }
    let (mut count, mut follower) =
        (Count::default(), Follower::<Event, _, _>::new(log, keys, "hotel", Mark::START));
    wait(follower.feed(&mut count)).unwrap();
    wait(follower.feed(&mut count)).unwrap();
    assert_eq!(count.1, 13, "nothing comes twice");
}

#[test]
fn a_mark_that_does_not_fit_the_log_is_refused() {
    let (log, keys, _) = lived();
    let mut follower = Follower::<Event, _, _>::new(
        log,
        keys,
        "hotel",
        Mark { position: Position::new(2), record: RecordNo::FIRST, ..Mark::START },
    );
    let gap = wait(follower.next()).unwrap_err().to_string();
    assert!(
        gap.contains("behind record 1 of the first epoch: there it stands at position 1"),
        "{gap}"
    );
}
