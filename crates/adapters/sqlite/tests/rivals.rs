//! Two keepers on one file, each in a process of its own: one steps down and names the other, or both write in turns
//! and nothing is lost and nothing is done twice.
//!
//! 100,000 commands with take-overs in each run. A million, and the same slices again by the seed that is printed:
//! `SKLAD_RIVALS=1000000 SKLAD_SEED=7 cargo test --release -p sklad-sqlite --test rivals -- --nocapture`.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, dead_code, reason = "tests")]

#[path = "support/child.rs"]
mod child;
#[path = "support/folder.rs"]
mod folder;
#[path = "support/kept.rs"]
mod kept;

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command as Program, Stdio};
use std::time::{Duration, Instant, SystemTime};

use sklad_base::{Actor, CommandId, Envelope, ItemId, OutletId, PlaceId, Quantity, RecordNo};
use sklad_stock::{Command, Entry, Event, Goods, Ledger};
use sklad_store::{Follower, Keeper, Mark, NotDone, Rival, Setup, wait};

use child::{Child, acknowledge, path_of_child};
use folder::Folder;
use kept::{Files, id, setup, start, state, wish};

#[test]
fn who_steps_down_learns_at_once_of_the_other_process_and_refuses_in_its_name() {
    let folder = Folder::new();
    let path = folder.next();
    let files = Files::open(&path);
    let cellar = files.keep(Setup { rival: Rival::StepDown, ..setup::<Ledger>("cellar") }).unwrap();
    for number in 0..4 {
        cellar.send(wish::<Ledger>(number)).unwrap().wait().unwrap();
    }
    let attic = Child::start("the_attic_writes_until_killed", &path);
    let seen = until(&cellar, |ledger| reserved(ledger) >= 5);
    println!("after {seen:?} the cellar sees what the attic wrote first, its start included");
    let refused = cellar.send(wish::<Ledger>(1_000_000)).unwrap().wait().unwrap_err();
    let NotDone::AnotherWriter { shop, writer, position } = &refused else { panic!("{refused}") };
    assert_eq!((&**shop, &**writer), ("shop", "attic"));
    let words = format!(
        "cannot write to the log of shop: attic writes to it, last at {position}; send the command there"
    );
    assert_eq!(refused.to_string(), words);
    let sofar = cellar.ask(reserved).unwrap().wait().unwrap();
    until(&cellar, move |ledger| reserved(ledger) > sofar + 5);

    let answered = attic.kill();
    let written = files.written::<Ledger>().len() as u64;
    assert!(written >= answered, "{answered} answered, {written} written");
    until(&cellar, move |ledger| reserved(ledger) == written - 4);
    assert_eq!(state(&cellar), wait(files.auditor::<Ledger>().rebuild()).unwrap());
    drop(cellar);
    // Opened again it is the writer.
    let cellar = files.keep(setup::<Ledger>("cellar")).unwrap();
    assert!(!cellar.send(wish::<Ledger>(written)).unwrap().wait().unwrap().is_repeated);
}

#[test]
fn the_attic_writes_until_killed() {
    let Some(path) = path_of_child() else { return };
    let keeper = Files::open(&path).keep(setup::<Ledger>("attic")).unwrap();
    for number in 4.. {
        keeper.send(wish::<Ledger>(number)).unwrap().wait().unwrap();
        acknowledge(number + 1);
    }
}

/// Waits until a keeper's state is so; says how long that took.
fn until(
    keeper: &Keeper<Ledger>,
    is_so: impl Fn(&Ledger) -> bool + Clone + Send + 'static,
) -> Duration {
    let begun = Instant::now();
    while !keeper.ask(is_so.clone()).unwrap().wait().unwrap() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it has not come to that in a minute");
        std::thread::sleep(Duration::from_millis(1));
    }
    begun.elapsed()
}

/// Returns how many units are reserved: one for each command behind the first four.
fn reserved(ledger: &Ledger) -> u64 {
    let reserved = ledger.cell(PlaceId::new(0), ItemId::new(0)).reserved();
    u64::try_from(reserved.millionths() / 1_000_000).unwrap()
}

#[test]
fn two_processes_take_over_from_each_other_and_nothing_is_lost_or_done_twice() {
    let folder = Folder::new();
    let path = folder.next();
    let count = number(COUNT).unwrap_or(100_000);
    let seed = number(SEED).unwrap_or_else(|| u64::from(any_number()));
    println!(
        "replay the slices: {COUNT}={count} {SEED}={seed} cargo test -p sklad-sqlite --test rivals"
    );
    let keeper = Files::open(&path).keep(taking_over("opener")).unwrap();
    let opening = [Command::OpenOutlet, Command::OpenPlace(OutletId::new(0)), Command::AddItem];
    for (number, command) in (count..).zip(opening) {
        keeper.send(envelope(number, command)).unwrap().wait().unwrap();
    }
    drop(keeper);

    let begun = Instant::now();
    let children = ["0", "1"].map(|which| {
        let mut child = Program::new(env::current_exe().unwrap());
        child.args(["takes_over_until_all_is_sent", "--exact", "--nocapture"]);
        child.env(PATH, &path).env(WHICH, which).env(COUNT, count.to_string());
        child.env(SEED, seed.to_string()).stdout(Stdio::null()).spawn().unwrap()
    });
    for mut child in children {
        let ended = tell_progress(&path, count, || child.try_wait().unwrap());
        assert!(ended.success(), "seed {seed}: a keeper had no answer");
    }
    let taken = begun.elapsed();
    let (records, changes) = check(&path, count, seed);
    println!("{count} commands in {records} records, {changes} take-overs, {taken:?}");
    assert!(changes > 10, "seed {seed}: only {changes} take-overs");
}

/// Waits until there is a result; says each five seconds how many commands are in the log.
fn tell_progress<T>(path: &Path, count: u64, mut is_over: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    let Files { log, keys } = Files::open(path);
    let mut follower = Follower::<Event, _, _>::new(log, keys, "shop", Mark::START);
    let (mut commands, mut next) = (0, PROGRESS);
    loop {
        if let Some(result) = is_over() {
            return result;
        }
        std::thread::sleep(Duration::from_millis(20));
        if begun.elapsed() < next {
            continue;
        }
        next += PROGRESS;
        loop {
            let page = wait(follower.page()).unwrap();
            if page.is_empty() {
                break;
            }
            commands += page.iter().map(|told| told.record.accepted.len()).sum::<usize>();
        }
        let record = follower.mark().record;
        println!("{commands} of {count} commands, {record}, after {:.0?}", begun.elapsed());
    }
}

/// Each command stands there once, and all that they did; returns how many records there are, and how often the writer
/// is another one than before.
fn check(path: &Path, count: u64, seed: u64) -> (u64, u64) {
    let files = Files::open(path);
    let mut follower =
        Follower::<Event, _, _>::new(files.log.clone(), files.keys.clone(), "shop", Mark::START);
    let mut found = vec![false; usize::try_from(count + 3).unwrap()];
    let (mut last, mut changes) = (None, 0);
    let mut records = RecordNo::new(0);
    loop {
        let page = wait(follower.page()).unwrap();
        if page.is_empty() {
            break;
        }
        for told in page {
            let writer = Some(told.record.writer.clone());
            changes += u64::from(last != writer);
            last = writer;
            records = told.record.number;
            for accepted in &told.record.accepted {
                let number = number_of(accepted.id);
                assert_eq!(accepted.id, id(number));
                let is_there = &mut found[usize::try_from(number).unwrap()];
                assert!(!*is_there, "seed {seed}: command {number} was done twice");
                *is_there = true;
            }
        }
    }
    assert!(found.iter().all(|is_there| *is_there), "seed {seed}: a command was lost");
    let keeper = files.keep(taking_over("checker")).unwrap();
    let ledger = state(&keeper);
    let on_hand = ledger.cell(PlaceId::new(0), ItemId::new(0)).on_hand();
    assert_eq!(on_hand, Quantity::units(u32::try_from(count).unwrap()), "seed {seed}");
    assert_eq!(wait(files.auditor::<Ledger>().rebuild()).unwrap(), ledger, "seed {seed}");
    (records.number(), changes)
}

/// The child's part: every second command, in slices of any size; each is answered, none was done before.
#[test]
fn takes_over_until_all_is_sent() {
    let Some(path) = env::var_os(PATH).map(PathBuf::from) else { return };
    let [which, count, seed] = [WHICH, COUNT, SEED].map(|name| number(name).unwrap());
    let keeper = Files::open(&path).keep(taking_over(["one", "two"][which as usize])).unwrap();
    let (mut next, mut chance) = (which, seed ^ (which << 32));
    while next < count {
        chance =
            chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let size = 1 + (chance >> 33) % (count / 250).clamp(1, 4096);
        let numbers = (next..count).step_by(2).take(usize::try_from(size).unwrap());
        let wishes: Vec<_> = numbers.map(receive).collect();
        next += 2 * wishes.len() as u64;
        for answer in keeper.send_all(wishes).unwrap().wait().unwrap() {
            assert!(!answer.unwrap().is_repeated);
        }
        // Who writes without a pause keeps the log: now and then the other one gets the time to read on.
        if (chance >> 40).is_multiple_of(8) {
            std::thread::sleep(Duration::from_millis(80));
        }
    }
    keeper.close().wait().unwrap();
}

fn receive(number: u64) -> Envelope<Command> {
    let (place, item, quantity) = (PlaceId::new(0), ItemId::new(0), Quantity::units(1));
    envelope(number, Command::Book(vec![Entry::Receive(Goods { place, item, quantity })]))
}

fn envelope(number: u64, command: Command) -> Envelope<Command> {
    Envelope::new(id(number), Actor::System("site".into()), start(), command)
}

/// Returns the number that stands in the lower bits of an id.
fn number_of(id: CommandId) -> u64 {
    id.uuid().as_u64_pair().1 & (u64::MAX >> 2)
}

fn taking_over(writer: &str) -> Setup<Ledger> {
    Setup { rival: Rival::TakeOver, snapshot_after: (20, u64::MAX), ..setup(writer) }
}

fn number(name: &str) -> Option<u64> {
    env::var(name).ok().and_then(|text| text.parse().ok())
}

fn any_number() -> u32 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.unwrap().subsec_nanos()
}

const PROGRESS: Duration = Duration::from_secs(5);
const PATH: &str = "SKLAD_RIVALS_PATH";
const WHICH: &str = "SKLAD_RIVALS_WHICH";
const COUNT: &str = "SKLAD_RIVALS";
const SEED: &str = "SKLAD_SEED";
