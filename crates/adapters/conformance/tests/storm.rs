//! A keeper in a world that fails: whatever is acknowledged is there once, whatever is not may be there or not, and
//! the state is the fold of the log.
//!
//! `STORM_SEED=7 cargo test -p sklad-conformance --test storm` replays one seed; `STORM_SEEDS=5000` runs so many.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use std::{env, thread};

use sklad_base::{
    Actor, CommandId, Decider, Envelope, ItemId, LineId, LineNo, Moment, OrderId, OutletId,
    PlaceId, Quantity,
};
use sklad_conformance::{Faulty, Odds};
use sklad_stock::{Command, Entry, Event, Goods, Ledger, Policy, Rank};
use sklad_store::{
    Clock, Crew, Keeper, Log, MemoryKeys, MemoryLog, NotDone, OpenError, Pending, Position, Record,
    Setup, wait,
};

type Storm = Faulty<MemoryLog>;

fn start() -> Moment {
    Moment::parse("2026-03-02T10:00:00Z").unwrap()
}

fn wish(number: u64, command: Command) -> Envelope<Command> {
    let id = CommandId::counted(start(), number);
    Envelope::new(id, Actor::System("storm".into()), start(), command)
}

/// Opens the log; what fails by the seed is tried again, as an operator would.
fn open(log: &Storm, seed: u64) -> Keeper<Ledger> {
    open_with(log, seed, 4096)
}

/// Opens the log with records of at most so many commands.
fn open_with(log: &Storm, seed: u64, commands: usize) -> Keeper<Ledger> {
    let setup = || Setup {
        commands,
        clock: Clock::new(start),
        snapshot_after: (4, u64::MAX),
        ..Setup::new("storm", Ledger::new(), Policy::default())
    };
    (0..200)
        .find_map(|_| open_anywhere(log.clone(), setup()).wait().ok())
        .unwrap_or_else(|| panic!("seed {seed}: cannot open the log in 200 tries"))
}

fn opening() -> Vec<Command> {
    let (place, item) = (PlaceId::new(0), ItemId::new(0));
    let goods = Goods { place, item, quantity: Quantity::units(1_000) };
    vec![
        Command::OpenOutlet,
        Command::OpenPlace(OutletId::new(0)),
        Command::AddItem,
        Command::Book(vec![Entry::Receive(goods)]),
    ]
}

fn reserve(number: u32) -> Command {
    let (place, item) = (PlaceId::new(0), ItemId::new(0));
    let goods = Goods { place, item, quantity: Quantity::units(1) };
    let line = LineId::new(OrderId::new(number), LineNo::new(0));
    let rank = Rank { priority: 0, since: start() };
    Command::Book(vec![Entry::Reserve { line, goods, rank }])
}

/// Sends a command until its answer is definite; the same id makes that safe. `None`: the business says no.
fn send(keeper: &Keeper<Ledger>, wish: &Envelope<Command>, seed: u64) -> Option<usize> {
    for _ in 0..200 {
        match keeper.send(wish.clone()).and_then(Pending::wait) {
            Ok(done) => return Some(done.events().len()),
            Err(NotDone::Refused(_) | NotDone::Id(_)) => return None,
            Err(NotDone::NotWritten(_) | NotDone::NotRead(_)) => {}
            Err(other) => panic!("seed {seed}: {other}"),
        }
    }
    panic!("seed {seed}: no definite answer in 200 tries")
}

fn records(log: &MemoryLog) -> Vec<Record<Event>> {
    let (mut all, mut after) = (Vec::new(), Position::EMPTY);
    loop {
        let page = wait(log.read(after)).unwrap();
        let Some(last) = page.last() else { return all };
        after = last.position;
        all.extend(page.iter().map(|it| Record::stored(it, &MemoryKeys::new()).unwrap()));
    }
}

fn weather(seed: u64) {
    let log = Faulty::new(MemoryLog::new(), seed, Odds::STORM);
    let mut keeper = open(&log, seed);
    let mut acknowledged = BTreeMap::new();
    let commands = opening().into_iter().chain((0..40).map(reserve));
    for (number, command) in (0..).zip(commands) {
        let wish = wish(number, command);
        let events = send(&keeper, &wish, seed);
        let events = events.unwrap_or_else(|| panic!("seed {seed}: wish {number} was refused"));
        acknowledged.insert(wish.id, events);
        if (number + seed).is_multiple_of(11) {
            drop(keeper);
            keeper = open(&log, seed);
        }
    }
    log.calm_down();
    let state = keeper.ask(Ledger::clone).unwrap().wait().unwrap();
    drop(keeper);

    let (mut fold, mut written) = (Ledger::new(), BTreeMap::new());
    for record in records(log.inner()) {
        record.events.iter().for_each(|event| fold.evolve(event));
        for accepted in &record.accepted {
            let before = written.insert(accepted.id, record.events_of(accepted).len());
            assert_eq!(before, None, "seed {seed}: written twice");
        }
    }
    assert_eq!(written, acknowledged, "seed {seed}");
    assert_eq!(fold, state, "seed {seed}");
    let reserved = state.cell(PlaceId::new(0), ItemId::new(0)).reserved();
    assert_eq!(reserved, Quantity::units(40), "seed {seed}");
}

fn number(name: &str) -> Option<u64> {
    env::var(name).ok().and_then(|text| text.parse().ok())
}

#[test]
fn a_keeper_comes_through_every_storm() {
    if let Some(seed) = number("STORM_SEED") {
        return weather(seed);
    }
    // A storm is mostly waiting: many are weathered at once.
    let seeds = number("STORM_SEEDS").unwrap_or(200);
    thread::scope(|scope| {
        for first in 0..AT_ONCE {
            scope.spawn(move || (first..seeds).step_by(AT_ONCE as usize).for_each(weather_or_tell));
        }
    });
}

fn weather_or_tell(seed: u64) {
    let weathered = std::panic::catch_unwind(|| weather(seed));
    assert!(
        weathered.is_ok(),
        "cannot weather seed {seed}; replay it: STORM_SEED={seed} cargo test -p sklad-conformance --test storm"
    );
}

const AT_ONCE: u64 = 16;

#[test]
fn two_keepers_in_a_storm_lose_nothing_and_do_nothing_twice() {
    for seed in 0..40 {
        let log = Faulty::new(MemoryLog::new(), seed, Odds::STORM);
        let keepers = [open(&log, seed), open(&log, seed)];
        let commands = opening().into_iter().chain((0..30).map(reserve));
        let ids: BTreeSet<CommandId> = (0..)
            .zip(commands)
            .map(|(number, command)| {
                let wish = wish(number, command);
                let keeper = &keepers[usize::from((number * seed) % 3 == 1)];
                assert!(send(keeper, &wish, seed).is_some(), "seed {seed}");
                wish.id
            })
            .collect();
        log.calm_down();
        drop(keepers);
        let written = records(log.inner());
        let mut found = BTreeSet::new();
        for accepted in written.iter().flat_map(|record| &record.accepted) {
            assert!(found.insert(accepted.id), "seed {seed}: written twice");
        }
        assert_eq!(found, ids, "seed {seed}");
    }
}

/// Slices come faster than the log takes them, so that the next record is made while one is on its way; meanwhile
/// another keeper writes, so that what was decided ahead must be decided anew.
#[test]
fn what_is_decided_ahead_of_a_stormy_log_is_written_once() {
    for seed in 0..100 {
        let log = Faulty::new(MemoryLog::new(), seed, Odds::STORM);
        let keepers = [open_with(&log, seed, 3), open_with(&log, seed, 3)];
        for (number, command) in (0..).zip(opening()) {
            assert!(send(&keepers[0], &wish(number, command), seed).is_some(), "seed {seed}");
        }
        let wishes: Vec<_> =
            (0..60_u32).map(|order| wish(u64::from(order) + 10, reserve(order))).collect();
        let slices = wishes.chunks(2).map(|slice| keepers[0].send_all(slice.to_vec()).unwrap());
        let slices: Vec<_> = slices.collect();
        for order in 60..65_u32 {
            let wish = wish(u64::from(order) + 10, reserve(order));
            assert!(send(&keepers[1], &wish, seed).is_some(), "seed {seed}");
        }
        for (wishes, slice) in wishes.chunks(2).zip(slices) {
            let answers = slice.wait().unwrap_or_default();
            for (at, wish) in wishes.iter().enumerate() {
                let is_done = answers.get(at).is_some_and(Result::is_ok);
                assert!(is_done || send(&keepers[0], wish, seed).is_some(), "seed {seed}");
            }
        }
        log.calm_down();
        drop(keepers);
        let (mut fold, mut found) = (Ledger::new(), BTreeSet::new());
        for record in records(log.inner()) {
            assert!(record.accepted.len() <= 3, "seed {seed}: more than a record takes");
            fold.evolve_all(&record.events);
            for accepted in &record.accepted {
                assert!(found.insert(accepted.id), "seed {seed}: written twice");
            }
        }
        assert_eq!(found.len(), 4 + 65, "seed {seed}");
        let reserved = fold.cell(PlaceId::new(0), ItemId::new(0)).reserved();
        assert_eq!(reserved, Quantity::units(65), "seed {seed}");
    }
}

#[test]
fn a_full_disk_is_told_and_nothing_is_done_until_there_is_room() {
    let log = Faulty::new(MemoryLog::new(), 1, Odds::NONE);
    let keeper = open(&log, 1);
    for (number, command) in (0..).zip(opening()) {
        keeper.send(wish(number, command)).unwrap().wait().unwrap();
    }
    log.fill_disk(true);
    let full = keeper.send(wish(10, reserve(1))).unwrap().wait().unwrap_err();
    assert!(matches!(full, NotDone::NotWritten(_)), "{full}");
    let reserved = |ledger: &Ledger| ledger.cell(PlaceId::new(0), ItemId::new(0)).reserved();
    assert_eq!(keeper.ask(reserved).unwrap().wait().unwrap(), Quantity::ZERO);
    log.fill_disk(false);
    assert!(!keeper.send(wish(10, reserve(1))).unwrap().wait().unwrap().is_repeated);
}

#[test]
fn a_torn_last_record_stops_the_start_and_is_named() {
    let log = Faulty::new(MemoryLog::new(), 1, Odds::NONE);
    drop(open(&log, 1).send(wish(0, Command::OpenOutlet)).unwrap().wait().unwrap());
    log.tear_last(true);
    let setup =
        Setup { clock: Clock::new(start), ..Setup::new("storm", Ledger::new(), Policy::default()) };
    let error = open_anywhere(log.clone(), setup).wait().unwrap_err().to_string();
    assert!(error.starts_with("cannot read record 1 at position 1: it should have "), "{error}");
    log.tear_last(false);
    drop(open(&log, 1));
}

/// Opens a keeper on a thread of its own, or in a crew where the storm blows over the file that asks for that.
fn open_anywhere(log: Storm, setup: Setup<Ledger>) -> Pending<Keeper<Ledger>, OpenError> {
    static CREW: LazyLock<Crew> = LazyLock::new(|| Crew::new(3).unwrap());
    if module_path!().ends_with("::in_a_crew") {
        return Keeper::open_on(&CREW, log, MemoryKeys::new(), setup);
    }
    Keeper::open(log, MemoryKeys::new(), setup)
}
