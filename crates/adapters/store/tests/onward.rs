//! Keepers of one log in one program: who has stepped down sends commands on to who writes.

#![allow(
    clippy::wildcard_enum_match_arm,
    clippy::unwrap_used,
    clippy::panic,
    dead_code,
    reason = "tests"
)]

mod anywhere;
mod guests;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use sklad_base::Envelope;
use sklad_store::{
    Auditor, Clock, Follower, Keeper, Log, Mark, MemoryKeys, MemoryLog, Neighbours, NotDone,
    Onward, Rival, Sending, Setup, wait,
};

use anywhere::open_anywhere;
use guests::{Guests, Told, Wish, come, start, wish};

struct Street {
    log: MemoryLog,
    keys: MemoryKeys,
    neighbours: Neighbours<Guests>,
}

impl Street {
    fn new() -> Self {
        let (log, keys) = (MemoryLog::new(), MemoryKeys::new());
        Self { log, keys, neighbours: Neighbours::new() }
    }

    fn setup(&self, name: &str) -> Setup<Guests> {
        let onward = Some(Arc::new(self.neighbours.clone()) as Arc<dyn Onward<Guests>>);
        let clock = Clock::new(start);
        let setup = Setup { clock, ..Setup::new("hotel", Guests::default(), ()) };
        Setup { writer: name.into(), rival: Rival::StepDown, onward, ..setup }
    }

    fn open(&self, name: &str) -> Keeper<Guests> {
        let keeper = self.open_with(self.setup(name));
        self.neighbours.join(name, keeper.desk());
        keeper
    }

    /// Returns how often another one writes than before.
    fn take_overs(&self) -> usize {
        let (log, keys) = (self.log.clone(), self.keys.clone());
        let mut follower = Follower::<Told, _, _>::new(log, keys, "hotel", Mark::START);
        let mut writers = Vec::new();
        loop {
            let page = wait(follower.page()).unwrap();
            if page.is_empty() {
                writers.dedup();
                return writers.len().saturating_sub(1);
            }
            writers.extend(page.into_iter().map(|told| told.record.writer));
        }
    }

    fn open_with(&self, setup: Setup<Guests>) -> Keeper<Guests> {
        open_anywhere(self.log.clone(), self.keys.clone(), setup).wait().unwrap()
    }
}

/// Waits until a keeper has stepped down: its own name no longer writes what it is told.
fn stepped_down(keeper: &Keeper<Guests>, inside: usize) {
    let begun = Instant::now();
    while keeper.ask(|guests| guests.inside.len()).unwrap().wait().unwrap() < inside {
        assert!(begun.elapsed() < Duration::from_secs(30));
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn commands_are_sent_on_and_answered_out_of_the_log() {
    let street = Street::new();
    let (cellar, attic) = (street.open("cellar"), street.open("attic"));
    attic.send(wish(1, come(1, "Ana"))).unwrap().wait().unwrap();
    stepped_down(&cellar, 1);
    let done = cellar.send(wish(2, come(2, "Ben"))).unwrap().wait().unwrap();
    assert!(!done.is_repeated);
    assert_eq!(done.record().number(), 2);
    assert_eq!(done.events().len(), 1);
    let stored = wait(street.log.get(done.record())).unwrap();
    assert_eq!(stored.position, done.position);
    let names = wait(street.log.read(sklad_store::Position::EMPTY)).unwrap();
    assert_eq!(names.len(), 2, "the cellar wrote nothing itself");

    // The same wish again, at either of them, is done once; a read behind the answer sees it.
    assert!(cellar.send(wish(2, come(2, "Ben"))).unwrap().wait().unwrap().is_repeated);
    assert!(attic.send(wish(2, come(2, "Ben"))).unwrap().wait().unwrap().is_repeated);
    assert_eq!(cellar.ask(|guests| guests.inside.len()).unwrap().wait().unwrap(), 2);
    let refused = cellar.send(wish(3, come(2, "Cem"))).unwrap().wait().unwrap_err();
    assert!(matches!(refused, NotDone::Refused(_)), "{refused}");
}

#[test]
fn slices_come_back_command_by_command() {
    let street = Street::new();
    let (cellar, attic) = (street.open("cellar"), street.open("attic"));
    attic.send(wish(1, come(1, "Ana"))).unwrap().wait().unwrap();
    stepped_down(&cellar, 1);
    let slice = vec![wish(2, come(2, "Ben")), wish(3, come(2, "Cem")), wish(1, come(1, "Ana"))];
    let answers = cellar.send_all(slice).unwrap().wait().unwrap();
    let told: Vec<_> = answers.iter().map(|it| it.as_ref().ok().map(|it| it.is_repeated)).collect();
    assert_eq!(told, [Some(false), None, Some(true)]);
}

#[test]
fn who_writes_by_now_is_found_over_who_wrote_before() {
    let street = Street::new();
    let (cellar, attic) = (street.open("cellar"), street.open("attic"));
    attic.send(wish(1, come(1, "Ana"))).unwrap().wait().unwrap();
    stepped_down(&cellar, 1);
    // Another one takes over: both have stepped down for it, or learn of it as they are asked.
    let roof = street.open_with(Setup { rival: Rival::TakeOver, ..street.setup("roof") });
    street.neighbours.join("roof", roof.desk());
    roof.send(wish(2, come(2, "Ben"))).unwrap().wait().unwrap();
    for (number, keeper) in (3..).zip([&cellar, &attic, &cellar]) {
        let done = keeper.send(wish(number.into(), come(number, "Cem"))).unwrap().wait().unwrap();
        assert_eq!(done.record().number(), u64::from(number));
    }
}

#[test]
fn nobody_there_is_named_and_the_command_can_be_sent_again() {
    let street = Street::new();
    let (cellar, attic) = (street.open("cellar"), street.open("attic"));
    attic.send(wish(1, come(1, "Ana"))).unwrap().wait().unwrap();
    stepped_down(&cellar, 1);
    street.neighbours.leave("attic");
    let why = cellar.send(wish(2, come(2, "Ben"))).unwrap().wait().unwrap_err().to_string();
    let text =
        "cannot send commands on to attic: no such keeper is here; let it join, or send them there";
    assert_eq!(why, text);
    street.neighbours.join("attic", attic.desk());
    assert!(!cellar.send(wish(2, come(2, "Ben"))).unwrap().wait().unwrap().is_repeated);
    attic.close().wait().unwrap();
    drop(attic);
    let why = cellar.send(wish(3, come(3, "Cem"))).unwrap().wait().unwrap_err();
    assert!(matches!(why, NotDone::Ended), "{why}");
}

/// Loses every third answer, as a wire may.
struct Lossy(Neighbours<Guests>, AtomicUsize);

impl Onward<Guests> for Lossy {
    fn send_on(&self, writer: &str, commands: Arc<[Envelope<Wish>]>) -> Sending<Guests> {
        let sending = self.0.send_on(writer, commands);
        let is_lost = self.1.fetch_add(1, Ordering::Relaxed).is_multiple_of(3);
        Box::pin(async move {
            let answers = sending.await?;
            if is_lost { Err(NotDone::Ended) } else { Ok(answers) }
        })
    }
}

#[test]
fn with_lost_answers_and_take_overs_everything_is_done_once() {
    let street = Street::new();
    let lossy = Arc::new(Lossy(street.neighbours.clone(), AtomicUsize::new(0)));
    let open = |name: &str| {
        let keeper = street.open_with(Setup { onward: Some(lossy.clone()), ..street.setup(name) });
        street.neighbours.join(name, keeper.desk());
        keeper
    };
    let round = |first: u32| {
        thread::scope(|scope| {
            for (which, name) in (0..).zip(["one", "two", "three"]) {
                scope.spawn(move || {
                    let mut keeper = open(name);
                    for number in first..first + EACH {
                        until_done(&keeper, number * 3 + which);
                        // One that was opened just now has not stepped down: it takes the log over.
                        if number % 8 == 7 {
                            drop(keeper);
                            keeper = open(name);
                        }
                    }
                    // The others may still send on to it.
                    thread::sleep(Duration::from_millis(500));
                });
            }
        });
    };
    // How often one writes before it hears of the others is the machine's: as many rounds as that takes.
    let rounds = (1..=20).find(|rounds| {
        round((rounds - 1) * EACH);
        street.take_overs() > 2
    });
    let rounds = rounds.unwrap();
    let auditor = Auditor::new(street.log.clone(), street.keys.clone(), "hotel", Guests::default());
    let state = wait(auditor.rebuild()).unwrap();
    assert_eq!(state.inside.len(), 3 * usize::try_from(rounds * EACH).unwrap());
    assert!(wait(auditor.verify()).unwrap().is_whole());
}

const EACH: u32 = 60;

/// Sends a wish with the same id until it is told that it is done.
fn until_done(keeper: &Keeper<Guests>, number: u32) {
    let begun = Instant::now();
    loop {
        match keeper.send(wish(number.into(), come(number, "Zoe"))).unwrap().wait() {
            Ok(_) => return,
            Err(NotDone::Refused(why)) => panic!("{number}: {why}"),
            Err(_) => thread::sleep(Duration::from_millis(1)),
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{number} has no answer in a minute");
    }
}
