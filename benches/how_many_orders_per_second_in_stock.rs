//! How many orders a second does the ledger carry (P1, P2), what does it hold in a byte (P8), and what stands beside?
//!
//! An order's life: three lines reserved together, all or none, under a command id; later shipped (70 of 100) or
//! released, under another id. Everything goes through the public API: ids are remembered, events and movements are
//! made. Commands are made while the clock stands, with names (P2) as without: what callers do is theirs. Beside it, in
//! the same run: a bare loop over arrays, what one writes at first, and maps in order.
//! `ONLY=W1` runs the ledger alone, for a profiler; with `NAMES=1` with strings.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a bench tells and may fail"
)]
#![expect(clippy::float_arithmetic, clippy::as_conversions, reason = "figures, not goods")]

mod beside;
mod world;

use std::time::{Duration, Instant};

use sklad::base::{Actor, CommandId, Envelope, Events, Moment, Once, RecordNo};
use sklad::stock::{Command, Entry, Event, Ledger, Names, Policy};

use self::{
    beside::{Bare, InMaps, InStrings, OrderedMaps},
    world::{
        ITEMS, Order, PLACES, World,
        life::{Step, slices, stocked, who},
        orders,
    },
};

/// How long an order stays open, in orders.
const OPEN: usize = 100_000;
const SLICE: usize = 1_000;

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let (count, slow) = if quick { (120_000, 20_000) } else { (1_500_000, 750_000) };
    let rounds = if quick { 1 } else { 3 };
    if let Ok(only) = std::env::var("ONLY") {
        let (world, _) = World::ALL[usize::from(only == "W2") + 2 * usize::from(only == "U")];
        let work = orders(world, count);
        let with_names = std::env::var("NAMES").is_ok();
        let run = if with_names { with_strings } else { ledger };
        for _ in 0..3 {
            println!("{only}: {:.0} ns an order", 1e9 / rate(count, run(world, &work)));
        }
        return;
    }
    println!(
        "orders a second, one core, medians of {rounds}; {count} orders of three lines ({slow} for the maps, once), {OPEN} open at a time\n"
    );
    println!(
        "{:<6}{:>14}{:>14}{:>14}{:>16}{:>16}{:>14}",
        "", "ledger (P1)", "strings (P2)", "bare loop", "Mutex<HashMap>", "BTreeMap", "bare/ledger"
    );
    for (world, name) in World::ALL {
        let work = orders(world, count);
        let few = &work[..slow];
        let median = |run: &dyn Fn() -> f64| {
            let mut rates: Vec<f64> = (0..rounds).map(|_| run()).collect();
            rates.sort_by(f64::total_cmp);
            rates[rates.len() / 2]
        };
        let ledger = median(&|| rate(work.len(), ledger(world, &work)));
        let strings = median(&|| rate(work.len(), with_strings(world, &work)));
        let bare = median(&|| rate(work.len(), Bare::run(world.cells(), &work, OPEN)));
        let locked = rate(few.len(), InMaps::run(few, OPEN.min(slow / 4)));
        let ordered = rate(few.len(), OrderedMaps::run(few, OPEN.min(slow / 4)));
        println!(
            "{name:<6}{ledger:>14.0}{strings:>14.0}{bare:>14.0}{locked:>16.0}{ordered:>16.0}{:>14.2}",
            bare / ledger
        );
    }
    bytes(if quick { 100_000 } else { 1_000_000 });
}

fn rate(orders: usize, took: Duration) -> f64 {
    orders as f64 / took.as_secs_f64()
}

/// A ledger that remembers each command's id. As the bare loop does not, it does not wait for its first pages.
fn remembering(world: World, work: &[Order]) -> Once<Ledger> {
    let mut once = Once::new(stocked(world), 3600);
    once.make_room(2 * work.len());
    once
}

fn ledger(world: World, work: &[Order]) -> Duration {
    let mut once = remembering(world, work);
    let (policy, mut out) = (Policy::default(), Events::new());
    let mut took = Duration::ZERO;
    let mut record = RecordNo::FIRST;
    for (millis, slice) in (0..).zip(slices(work, (OPEN, SLICE))) {
        let commands: Vec<Envelope<Command>> =
            slice.iter().map(|step| step.command(sent(*step, millis), step.cells())).collect();
        out.clear();
        let begun = Instant::now();
        once.begin(record);
        let answers = once.run_all(&commands, &policy, &mut out);
        took += begun.elapsed();
        record = record.next();
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        std::hint::black_box(&out);
    }
    took
}

/// The same with items and places as texts, interned per line. What callers make of the numbers is theirs.
fn with_strings(world: World, work: &[Order]) -> Duration {
    let mut once = remembering(world, work);
    let (policy, mut out) = (Policy::default(), Events::new());
    let (mut items, mut places) = (Names::new(), Names::new());
    let added = (0..ITEMS).filter_map(|item| items.add(&beside::sku(item))).count();
    let added = added + (0..PLACES).filter_map(|place| places.add(&beside::place(place))).count();
    assert_eq!(added, (ITEMS + PLACES) as usize);
    let (mut place_numbers, mut item_numbers) = (Vec::new(), Vec::new());
    let mut took = Duration::ZERO;
    for (millis, slice) in (0..).zip(slices(work, (OPEN, SLICE))) {
        let names: Vec<_> = slice.iter().map(|step| beside::names(step.order)).collect();
        let sent: Vec<_> = slice.iter().map(|step| sent(*step, millis)).collect();
        out.clear();
        let begun = Instant::now();
        let texts = || names.iter().flatten();
        place_numbers.clear();
        item_numbers.clear();
        places.find_into(texts().map(|names| names.0.as_str()), &mut place_numbers);
        items.find_into(texts().map(|names| names.1.as_str()), &mut item_numbers);
        took += begun.elapsed();
        let number = |number: &Option<usize>| u32::try_from(number.unwrap_or_default()).unwrap();
        let numbers = place_numbers.chunks_exact(3).zip(item_numbers.chunks_exact(3));
        let commands: Vec<Envelope<Command>> = slice
            .iter()
            .zip(sent)
            .zip(numbers)
            .map(|((step, sent), (places, items))| {
                let cells = [0, 1, 2].map(|at| (number(&places[at]), number(&items[at])));
                step.command(sent, cells)
            })
            .collect();
        let begun = Instant::now();
        let answers = once.run_all(&commands, &policy, &mut out);
        took += begun.elapsed();
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    }
    took
}

/// What its sender says of a step: an id of the moment, which goes on by a millisecond with every slice, and of chance.
fn sent(step: Step, millis: i64) -> (CommandId, Actor, Moment) {
    let moment = Moment::from_unix_micros(start().unix_micros() + 1000 * millis).unwrap();
    (CommandId::counted(moment, step.chance()), who(), start())
}

/// 2026-03-02 10:00 UTC.
fn start() -> Moment {
    Moment::from_unix_micros(1_772_445_600_000_000).unwrap()
}

/// Bytes per cell, per open line and per remembered id, just before a table grows.
fn bytes(count: usize) {
    let mut once = Once::new(stocked(World::Uniform), 3600);
    let (policy, mut out) = (Policy::default(), Events::new());
    // The fullest that tables of powers of two get: 2^n claims, and 7/8 of 2^n ids.
    let lines = count.next_power_of_two() / 2;
    for number in 0..lines / 3 {
        let order = orders_at(number);
        out.clear();
        let step = Step { number, order, ends: false };
        let sent = sent(step, i64::try_from(number / SLICE).unwrap());
        once.run_into(&step.command(sent, step.cells()), &policy, &mut out).unwrap();
    }
    let room = once.state().footprint();
    let ids = once.seen();
    println!(
        "\nbytes: a cell {:.1} of {}; an open line {:.1} of {}; a remembered id {:.1} of {}",
        room.cell_bytes as f64 / room.cells as f64,
        room.cells,
        room.claim_bytes as f64 / room.claims as f64,
        room.claims,
        ids.bytes() as f64 / ids.len() as f64,
        ids.len()
    );
    let map = InStrings::bytes();
    println!(
        "structs beside: HashMap<String, Stock> entry {} and its text; an event {}; an entry {}; a bare journal entry 48",
        map,
        size_of::<Event>(),
        size_of::<Entry>()
    );
}

fn orders_at(number: usize) -> Order {
    let base = u32::try_from(number).unwrap() * 3 % (PLACES * ITEMS - 3);
    Order { cells: [base, base + 1, base + 2], quantity: 1, ships: true }
}
