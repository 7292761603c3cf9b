//! What a keeper promises, one sentence a test.

#![allow(clippy::wildcard_enum_match_arm, clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use sklad_base::{Moment, PersonId, RecordNo};
use sklad_store::{
    Batch, BatchKey, Clock, Found, Keeper, Keys, Limits, Log, MemoryKeys, MemoryLog, NotDone,
    OpenError, Pending, Position, Record, Rival, Setup, Snapshot, wait,
};

use anywhere::open_anywhere;
use guests::{Guests, Told, Wish, come, start, wish};

mod anywhere;
mod guests;

/// A clock that is set by hand.
#[derive(Clone)]
struct Hand(Arc<AtomicI64>);

impl Hand {
    fn new() -> Self {
        Self(Arc::new(AtomicI64::new(start().unix_micros())))
    }

    fn go_on(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    fn clock(&self) -> Clock {
        let hand = self.clone();
        Clock::new(move || Moment::from_unix_micros(hand.0.load(Ordering::SeqCst)).unwrap())
    }
}

/// A shop of guests that can be opened again and again.
struct World {
    log: MemoryLog,
    keys: MemoryKeys,
    hand: Hand,
}

impl World {
    fn new() -> Self {
        Self { log: MemoryLog::new(), keys: MemoryKeys::new(), hand: Hand::new() }
    }

    fn setup(&self) -> Setup<Guests> {
        Setup { clock: self.hand.clock(), ..Setup::new("hotel", Guests::default(), ()) }
    }

    fn open(&self) -> Keeper<Guests> {
        self.open_with(self.setup()).unwrap()
    }

    fn open_with(&self, setup: Setup<Guests>) -> Result<Keeper<Guests>, OpenError> {
        open_anywhere(self.log.clone(), self.keys.clone(), setup).wait()
    }

    fn records(&self) -> Vec<Record<Told>> {
        let page = wait(self.log.read(Position::EMPTY)).unwrap();
        page.iter().map(|stored| Record::stored(stored, &self.keys).unwrap()).collect()
    }

    fn state(&self) -> Guests {
        self.open().ask(Guests::clone).unwrap().wait().unwrap()
    }
}

#[test]
fn what_is_answered_is_there_after_a_restart() {
    let world = World::new();
    let keeper = world.open();
    let done = keeper.send(wish(1, come(1, "Ana"))).unwrap().wait().unwrap();
    assert_eq!((done.record(), done.events().len()), (RecordNo::FIRST, 1));
    let state = keeper.ask(Guests::clone).unwrap().wait().unwrap();
    drop(keeper);
    assert_eq!(world.state(), state);
    assert_eq!(state.inside[&1].name.words().unwrap(), "Ana");
}

#[test]
fn a_wish_sent_again_gets_its_first_answer_also_after_a_restart() {
    let world = World::new();
    let keeper = world.open();
    let first = keeper.send(wish(1, come(1, "Ana"))).unwrap().wait().unwrap();
    let again = keeper.send(wish(1, come(1, "Ana"))).unwrap().wait().unwrap();
    assert!(again.is_repeated && !first.is_repeated);
    keeper.snapshot().unwrap();
    drop(keeper);
    let keeper = world.open();
    let later = keeper.send_all(vec![wish(1, come(1, "Ana")), wish(2, come(2, "Ben"))]);
    let later = later.unwrap().wait().unwrap();
    let repeated = later[0].as_ref().unwrap();
    assert!(repeated.is_repeated);
    assert_eq!((repeated.events(), repeated.position), (first.events(), first.position));
    assert_eq!(later[1].as_ref().unwrap().record(), RecordNo::new(2));
    let other = keeper.send(wish(1, come(7, "Eve"))).unwrap().wait().unwrap_err();
    assert!(matches!(other, NotDone::Id(_)), "{other}");
    assert_eq!(world.records().len(), 2);
}

#[test]
fn a_refusal_writes_nothing_and_says_why() {
    let world = World::new();
    let keeper = world.open();
    let refused = keeper.send(wish(1, Wish::Greet(9))).unwrap().wait().unwrap_err();
    assert_eq!(refused.to_string(), "guest 9 is not known");
    assert!(world.records().is_empty());
}

#[test]
fn a_slice_stands_in_one_record_and_each_command_has_its_answer() {
    let world = World::new();
    let keeper = world.open();
    let slice = vec![
        wish(1, come(1, "Ana")),
        wish(2, come(1, "Ana")),
        wish(1, come(1, "Ana")),
        wish(3, Wish::Greet(1)),
    ];
    let answers = keeper.send_all(slice).unwrap().wait().unwrap();
    assert!(answers[0].is_ok() && answers[1].is_err());
    assert!(answers[2].as_ref().unwrap().is_repeated);
    assert_eq!(answers[3].as_ref().unwrap().events(), [Told::Greeted(1)]);
    let records = world.records();
    assert_eq!((records.len(), records[0].accepted.len()), (1, 2));
}

#[test]
fn a_full_queue_and_a_long_slice_are_told_at_once() {
    let world = World::new();
    let setup = Setup { queue: 2, commands: 3, ..world.setup() };
    let keeper = world.open_with(setup).unwrap();
    let slice = |count| (0..count).map(|number| wish(number, come(1, "Ana"))).collect();
    let full = keeper.send_all(slice(3)).unwrap_err();
    assert_eq!(
        full.to_string(),
        "cannot take 3 commands: 0 of at most 2 wait for their answer; send them later"
    );
    let long = keeper.send_all(slice(4)).unwrap_err();
    assert!(matches!(long, NotDone::SliceTooLong { commands: 4, limit: 3 }), "{long}");
    assert_eq!(keeper.send_all(slice(2)).unwrap().wait().unwrap().len(), 2);
    assert_eq!(keeper.send_all(slice(2)).unwrap().wait().unwrap().len(), 2, "places come free");
}

#[test]
fn what_is_due_is_written_when_its_time_comes() {
    let world = World::new();
    let keeper = world.open();
    let for_an_hour = Wish::Come { id: 1, person: 1, name: "Ana".to_owned(), seconds: Some(3600) };
    keeper.send(wish(1, for_an_hour)).unwrap().wait().unwrap();
    world.hand.go_on(3601);
    keeper.tick().unwrap();
    assert!(keeper.ask(|guests| guests.inside.is_empty()).unwrap().wait().unwrap());
    let records = world.records();
    assert!(records[1].accepted.is_empty() && matches!(records[1].events[..], [Told::Left { .. }]));
    assert_eq!(records[1].moment, start().plus_seconds(3601));
}

#[test]
fn what_has_left_is_taken_back_from_its_record() {
    let world = World::new();
    let keeper = world.open();
    let send = |number, command| keeper.send(wish(number, command)).unwrap().wait();
    send(1, come(1, "Ana")).unwrap();
    send(2, Wish::Leave(1)).unwrap();
    let greeted = send(3, Wish::Greet(1)).unwrap();
    assert_eq!(greeted.events(), [Told::Greeted(1)]);
    let slice = vec![wish(4, Wish::Leave(1)), wish(5, Wish::Greet(1)), wish(6, Wish::Leave(1))];
    let answers = keeper.send_all(slice).unwrap().wait().unwrap();
    assert!(answers.iter().all(Result::is_ok), "also out of the record in the making");
    let state = keeper.ask(Guests::clone).unwrap().wait().unwrap();
    drop(keeper);
    assert_eq!(world.state(), state);
}

#[test]
fn a_forgotten_person_is_gone_from_log_and_snapshots() {
    let world = World::new();
    let keeper = world.open();
    keeper.send(wish(1, come(1, "Ana Petrova"))).unwrap().wait().unwrap();
    keeper.send(wish(2, come(2, "Ben"))).unwrap().wait().unwrap();
    keeper.snapshot().unwrap();
    keeper.send(wish(3, Wish::Forget(1))).unwrap().wait().unwrap();
    assert_eq!(world.keys.find(&[PersonId::new(1)]).unwrap(), [Found::Destroyed]);
    let state = keeper.ask(Guests::clone).unwrap().wait().unwrap();
    drop(keeper);
    assert_eq!(world.state(), state);
    assert_eq!(state.inside[&2].name.words().unwrap(), "Ben");
    let snapshot = wait(world.log.snapshot(None)).unwrap().unwrap();
    assert_eq!(snapshot.position, Position::new(3), "a snapshot follows a forgetting");
    let mut all = snapshot.bytes.to_vec();
    for stored in wait(world.log.read(Position::EMPTY)).unwrap() {
        all.extend_from_slice(&stored.bytes);
    }
    assert!(!all.windows(3).any(|part| part == b"Ana" || part == b"Ben"));
}

#[test]
fn keys_that_come_back_from_a_backup_are_destroyed_again() {
    let mut world = World::new();
    let keeper = world.open();
    keeper.send(wish(1, come(1, "Ana"))).unwrap().wait().unwrap();
    keeper.send(wish(2, Wish::Forget(1))).unwrap().wait().unwrap();
    drop(keeper);
    world.keys = MemoryKeys::new();
    world.keys.make(&[PersonId::new(1)]).unwrap();
    drop(world.open());
    assert_eq!(world.keys.find(&[PersonId::new(1)]).unwrap(), [Found::Destroyed]);
}

#[test]
fn a_damaged_snapshot_is_passed_over() {
    let world = World::new();
    let keeper = world.open();
    keeper.send(wish(1, come(1, "Ana"))).unwrap().wait().unwrap();
    let state = keeper.ask(Guests::clone).unwrap().wait().unwrap();
    drop(keeper);
    let bytes: Arc<[u8]> = b"SKLS and nothing that makes sense".as_slice().into();
    let snapshot = Snapshot { position: Position::new(1), format: 0, bytes };
    wait(world.log.put_snapshot(snapshot)).unwrap();
    assert_eq!(world.state(), state);
}

#[test]
fn a_poisoned_record_stops_the_start_and_is_named() {
    let world = World::new();
    world.open().send(wish(1, come(1, "Ana"))).unwrap().wait().unwrap();
    let key = BatchKey::new(uuid::Uuid::from_u128(9));
    let (expected, record) = (Position::new(1), RecordNo::new(2));
    let batch = Batch { key, expected, record, bytes: b"SKLR....".as_slice().into() };
    wait(world.log.append(&batch)).unwrap();
    let error = world.open_with(world.setup()).unwrap_err().to_string();
    assert!(error.starts_with("cannot read record 2 at position 2: "), "{error}");
    assert_eq!(wait(world.log.head()).unwrap(), Position::new(2), "nothing is lost by that");
}

#[test]
fn a_long_tail_is_folded_to_its_end_and_a_poisoned_record_in_it_is_named() {
    const RECORDS: u32 = 1_100;
    let world = World::new();
    let keeper = world.open();
    for number in 1..=RECORDS {
        keeper.send(wish(number.into(), come(number, "Ana"))).unwrap().wait().unwrap();
    }
    let state = keeper.ask(Guests::clone).unwrap().wait().unwrap();
    drop(keeper);
    assert_eq!(world.state(), state);
    let key = BatchKey::new(uuid::Uuid::from_u128(9));
    let (expected, record) = (Position::new(RECORDS.into()), RecordNo::new(u64::from(RECORDS) + 1));
    let batch = Batch { key, expected, record, bytes: b"SKLR....".as_slice().into() };
    wait(world.log.append(&batch)).unwrap();
    let error = world.open_with(world.setup()).unwrap_err().to_string();
    assert!(error.starts_with("cannot read record 1101 at position 1101: "), "{error}");
}

#[test]
fn a_clock_far_behind_the_log_stops_the_start_naming_both() {
    let world = World::new();
    world.open().send(wish(1, come(1, "Ana"))).unwrap().wait().unwrap();
    world.hand.go_on(-299);
    drop(world.open());
    world.hand.go_on(-2);
    let error = world.open_with(world.setup()).unwrap_err().to_string();
    assert_eq!(
        error,
        "cannot open the log of hotel: the clock says 2026-03-02T09:54:59Z, the last record was written at \
         2026-03-02T10:00:00Z; set the clock"
    );
}

#[test]
fn moments_never_go_back() {
    let world = World::new();
    let keeper = world.open();
    keeper.send(wish(1, come(1, "Ana"))).unwrap().wait().unwrap();
    world.hand.go_on(-60);
    let done = keeper.send(wish(2, come(2, "Ben"))).unwrap().wait().unwrap();
    assert_eq!(done.moment(), start());
}

#[test]
fn a_log_of_another_shop_is_refused() {
    let world = World::new();
    world.open().send(wish(1, come(1, "Ana"))).unwrap().wait().unwrap();
    let setup = Setup { shop: "motel".into(), ..world.setup() };
    let error = world.open_with(setup).unwrap_err().to_string();
    assert!(error.contains("it is of shop hotel, not of motel"), "{error}");
}

#[test]
fn two_keepers_take_over_from_each_other_and_nothing_is_lost() {
    let world = World::new();
    let (one, two) = (world.open(), world.open());
    for number in 0..200_u32 {
        let keeper = if number % 3 == 0 { &one } else { &two };
        keeper.send(wish(number.into(), come(number, "Ana"))).unwrap().wait().unwrap();
    }
    let (first, second) = (one.ask(Guests::clone).unwrap(), two.ask(Guests::clone).unwrap());
    drop((first, second, one, two));
    assert_eq!(world.state().inside.len(), 200);
    assert_eq!(world.records().len(), 200);
}

#[test]
fn a_keeper_that_steps_down_serves_reads_and_names_the_other_writer() {
    let world = World::new();
    let setup = Setup { rival: Rival::StepDown, writer: "cellar".into(), ..world.setup() };
    let one = world.open_with(setup).unwrap();
    one.send(wish(1, come(1, "Ana"))).unwrap().wait().unwrap();
    let two = world.open_with(Setup { writer: "attic".into(), ..world.setup() }).unwrap();
    two.send(wish(2, come(2, "Ben"))).unwrap().wait().unwrap();
    let refused = loop {
        // The watcher may come a moment later; until then a write meets the conflict.
        if let Err(refused) = one.send(wish(3, come(3, "Cem"))).unwrap().wait() {
            break refused;
        }
    };
    assert_eq!(
        refused.to_string(),
        "cannot write to the log of hotel: attic writes to it, last at position 2; send the command there"
    );
    two.send(wish(4, come(4, "Dan"))).unwrap().wait().unwrap();
    assert_eq!(one.ask(|guests| guests.inside.len()).unwrap().wait().unwrap(), 3);
}

#[test]
fn what_is_too_big_is_refused_and_what_fits_goes_on() {
    let limits = Limits { batch_bytes: 4_000, keys_seconds: None };
    let world = World { log: MemoryLog::with(limits, 3), ..World::new() };
    let keeper = world.open();
    let pending: Vec<_> = (0..20)
        .map(|number| {
            let fill = if number == 7 { 100 } else { 10 };
            keeper.send(wish(number, Wish::Fill(fill))).unwrap()
        })
        .collect();
    for (number, pending) in pending.into_iter().enumerate() {
        let outcome = pending.wait();
        assert_eq!(outcome.is_err(), number == 7, "{number}: {outcome:?}");
        if let Err(error) = outcome {
            assert!(error.to_string().contains("put fewer commands into it"), "{error}");
        }
    }
    keeper.send(wish(30, Wish::Fill(1))).unwrap().wait().unwrap();
}

#[test]
fn closing_answers_all_that_was_handed_in_and_nothing_after() {
    let world = World::new();
    let keeper = world.open();
    let desk = keeper.desk();
    let pending: Vec<_> = (0..100)
        .map(|number| desk.send(wish(number.into(), come(number, "Ana"))).unwrap())
        .collect();
    keeper.close().wait().unwrap();
    pending.into_iter().for_each(|pending| drop(pending.wait().unwrap()));
    let late = desk.send(wish(200, come(200, "Eve"))).map(Pending::wait);
    assert!(matches!(late, Err(NotDone::Ended) | Ok(Err(NotDone::Ended))), "{late:?}");
}

#[test]
fn a_newest_look_does_not_wait_and_tasks_can_await() {
    let world = World::new();
    let keeper = world.open();
    let inside = wait(async {
        keeper.send(wish(1, come(1, "Ana"))).unwrap().await.unwrap();
        keeper.ask_latest(|guests| guests.inside.len()).unwrap().await.unwrap()
    });
    assert_eq!(inside, 1);
}
