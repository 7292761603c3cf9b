//! How many orders a second does a keeper carry on SQLite (P4), how long does one wait (P6), how soon does it stand again
//! (P7)? Beside it, in the same run and on the same disk: rows in SQLite, one order a transaction, and a bare fdatasync.
//!
//! An order's life as in `how_many_orders_per_second_in_stock`; answers come once the disk has them, in slices of 1,000
//! commands, while a follower reads along. The folder is that of temporary files, or `FOLDER`.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::float_arithmetic,
    clippy::as_conversions,
    dead_code,
    reason = "a bench tells and may fail; figures, not goods; the other bench uses all of the world"
)]

mod world;

use std::{
    collections::VecDeque,
    fs::File,
    io::Write,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use sklad::base::{
    Actor, CommandId, Decider, Digest, Envelope, Events, ItemId, LineId, LineNo, Moment, OrderId,
    OutletId, PlaceId, Quantity, RecordNo,
};
use sklad::sqlite::{SqliteKeys, SqliteLog};
use sklad::stock::{Command, Entry, Event, Goods, Ledger, Policy, Rank};
use sklad::store::{
    Desk, Follower, Keeper, Keys, Log, Mark, MemoryKeys, Position, Record, Setup, wait,
};

use self::world::{ITEMS, Order, PLACES, World, orders};

const SLICE: usize = 1_000;
/// How long an order stays open, in orders.
const OPEN: usize = 50_000;
/// So many slices wait for their answers at a time.
const AHEAD: usize = 8;

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let folder = Folder::new();
    let work = orders(World::Zipf, if quick { 20_000 } else { 500_000 });
    bytes_of_an_order(&work, if quick { 1 } else { 50 });
    let rows = rows(&folder.0.join("rows.sqlite"), &work[..if quick { 200 } else { 2_000 }]);
    let kept = keep(&folder, &work);
    println!(
        "P4  {kept:>10.0} orders a second through the keeper, {rows:.0} as rows, one order a transaction: {:.0} times",
        kept / rows
    );
    restart(&folder, work.len());
    waiting(&folder, if quick { 20 } else { 1_000 });
}

/// A folder that goes away.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let base = std::env::var_os("FOLDER").map_or_else(std::env::temp_dir, PathBuf::from);
        let path = base.join(format!("sklad-bench-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

fn stocked() -> Ledger {
    let mut ledger = Ledger::new();
    let outlet = OutletId::new(0);
    ledger.evolve(&Event::OutletOpened(outlet));
    (0..PLACES).for_each(|place| {
        ledger.evolve(&Event::PlaceOpened { place: PlaceId::new(place), outlet });
    });
    ledger.evolve(&Event::ItemAdded(ItemId::new(ITEMS - 1)));
    let (policy, envelope) = (Policy::default(), wish(Moment::FIRST, 0, Command::AddItem));
    let cells: Vec<u32> = (0..World::Zipf.cells()).rev().collect();
    for few in cells.chunks(1000) {
        let entries = few.iter().map(|cell| Entry::Receive(goods(*cell, 1_000_000)));
        ledger.run(&envelope.with(Command::Book(entries.collect())), &policy).unwrap();
    }
    ledger
}

fn setup(start: Ledger) -> Setup<Ledger> {
    let setup = Setup::new("bench", start, Policy::default());
    // A snapshot of a million cells is another question: see `how_long_does_a_restart_take`.
    Setup { queue: 1_000_000, snapshot_after: (u64::MAX, u64::MAX), ..setup }
}

fn open(folder: &Folder, name: &str, start: Ledger) -> (Keeper<Ledger>, SqliteLog, SqliteKeys) {
    let log = SqliteLog::open(folder.0.join(name)).unwrap();
    let keys = SqliteKeys::open(folder.0.join(name).with_extension("keys")).unwrap();
    (Keeper::open(log.clone(), keys.clone(), setup(start)).wait().unwrap(), log, keys)
}

/// Lets all orders live through a keeper, in slices; returns orders a second.
fn keep(folder: &Folder, work: &[Order]) -> f64 {
    let (keeper, log, keys) = open(folder, "bench.sklad", stocked());
    let follower = follow(log, keys, work.len() * 2);
    let mut waits = VecDeque::new();
    let begun = Instant::now();
    let mut made = Duration::ZERO;
    for slice in slices(work) {
        let now = keeper.now();
        let making = Instant::now();
        let commands = slice.into_iter().map(|step| command(now, step)).collect();
        made += making.elapsed();
        waits.push_back(keeper.send_all(commands).unwrap());
        if waits.len() >= AHEAD {
            check(waits.pop_front().unwrap().wait().unwrap());
        }
    }
    waits.into_iter().for_each(|slice| check(slice.wait().unwrap()));
    let took = begun.elapsed();
    let late = Instant::now();
    follower.join().unwrap();
    println!(
        "    the follower came in {:.0} ms behind; the sender spent {:.0} of {:.0} ms on making commands",
        millis(late.elapsed()),
        millis(made),
        millis(took)
    );
    work.len() as f64 / took.as_secs_f64()
}

fn check<D, R: std::fmt::Debug>(answers: Vec<Result<D, R>>) {
    assert!(answers.iter().all(Result::is_ok), "{:?}", answers.into_iter().find_map(Result::err));
}

/// Reads along until so many commands came.
fn follow(log: SqliteLog, keys: SqliteKeys, commands: usize) -> thread::JoinHandle<()> {
    let mut follower = Follower::<Event, _, _>::new(log, keys, "bench", Mark::START);
    thread::spawn(move || {
        let mut seen = 0;
        while seen < commands {
            let told = wait(follower.next()).unwrap();
            seen += told.iter().map(|told| told.record.accepted.len()).sum::<usize>();
        }
    })
}

/// Opens the log again: all of it is tail. Beside it: reading the records and checking them.
fn restart(folder: &Folder, orders: usize) {
    let log = SqliteLog::open(folder.0.join("bench.sklad")).unwrap();
    let (mut after, mut bytes) = (Position::EMPTY, 0);
    let begun = Instant::now();
    loop {
        let page = wait(log.read(after)).unwrap();
        let Some(last) = page.last() else { break };
        after = last.position;
        page.iter().for_each(|stored| {
            bytes += stored.bytes.len();
            std::hint::black_box(Digest::of_bytes(&stored.bytes));
        });
    }
    let read = begun.elapsed();
    drop(log);
    let start = stocked();
    let begun = Instant::now();
    let keeper = open(folder, "bench.sklad", start).0;
    let stood = begun.elapsed();
    println!(
        "P7  {:>10.0} ms until it stands again behind {} events of tail ({bytes} bytes); reading and checking them {:.0} ms: {:.1} times; {:.2} s for ten million",
        millis(stood),
        orders * 6,
        millis(read),
        stood.as_secs_f64() / read.as_secs_f64(),
        stood.as_secs_f64() * 10e6 / (orders * 6) as f64
    );
    drop(keeper);
}

/// One command alone beside a bare fdatasync; then many callers, each with one command at a time.
fn waiting(folder: &Folder, rounds: usize) {
    let (keeper, log, _) = open(folder, "waits.sklad", stocked());
    let work = orders(World::Uniform, 12 * rounds.max(100) + 40_000);
    let mut steps =
        work.iter().enumerate().map(|(number, order)| Step { number, order: *order, ends: false });
    let alone = latencies(&keeper.desk(), &mut steps, (1, rounds));
    let weight = wait(log.read(Position::EMPTY)).unwrap()[0].bytes.len();
    let bare = syncs(&folder.0.join("bare"), weight, rounds);
    println!(
        "P6  {:>10.2} ms for one command alone (p50), a bare fdatasync of its {weight} bytes {:.2} ms: {:.2} times",
        millis(at(&alone, 50)),
        millis(at(&bare, 50)),
        at(&alone, 50).as_secs_f64() / at(&bare, 50).as_secs_f64()
    );
    println!("    waiting callers      p50      p99    p99.9 ms   orders a second");
    for callers in [1, 100, 10_000] {
        let begun = Instant::now();
        let count = if callers == 1 { rounds } else { rounds * 10 + callers };
        let times = latencies(&keeper.desk(), &mut steps, (callers, count));
        let rate = times.len() as f64 / begun.elapsed().as_secs_f64();
        let [p50, p99, last] = [500, 990, 999].map(|part| millis(times[times.len() * part / 1000]));
        println!("    {callers:>15} {p50:>8.2} {p99:>8.2} {last:>8.2}      {rate:>12.0}");
    }
}

/// Keeps so many callers waiting until so many answers came; returns how long each took, shortest first.
fn latencies(
    desk: &Desk<Ledger>,
    steps: &mut impl Iterator<Item = Step>,
    (callers, count): (usize, usize),
) -> Vec<Duration> {
    let mut waits = VecDeque::with_capacity(callers);
    let mut times = Vec::with_capacity(count);
    let clock = sklad::store::Clock::system();
    for step in steps.take(count) {
        if waits.len() >= callers {
            times.push(first(&mut waits));
        }
        waits.push_back((Instant::now(), desk.send(command(clock.now(), step)).unwrap()));
    }
    while !waits.is_empty() {
        times.push(first(&mut waits));
    }
    times.sort_unstable();
    times
}

/// Answers come in the order of the commands: the first one to wait is the first one answered.
fn first(waits: &mut VecDeque<(Instant, sklad::store::PendingDone<Ledger>)>) -> Duration {
    let (begun, pending) = waits.pop_front().unwrap();
    drop(pending.wait().unwrap());
    begun.elapsed()
}

fn syncs(path: &Path, weight: usize, rounds: usize) -> Vec<Duration> {
    let mut file = File::create(path).unwrap();
    let bytes = vec![7; weight];
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let begun = Instant::now();
            file.write_all(&bytes).unwrap();
            file.sync_data().unwrap();
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    times
}

fn at(times: &[Duration], percent: usize) -> Duration {
    times[times.len() * percent / 100]
}

/// What one writes at first: a row for each cell and each reservation, one transaction for each order.
fn rows(path: &Path, work: &[Order]) -> f64 {
    let sql = rusqlite::Connection::open(path).unwrap();
    sql.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE cell (id INTEGER PRIMARY KEY, on_hand INTEGER, reserved INTEGER);
         CREATE TABLE reservation (number INTEGER, line INTEGER, cell INTEGER, quantity INTEGER, PRIMARY KEY (number, line)) WITHOUT ROWID;
         CREATE TABLE seen (id INTEGER PRIMARY KEY);
         WITH RECURSIVE cells(id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM cells WHERE id < 999999)
         INSERT INTO cell SELECT id, 1000000, 0 FROM cells;",
    )
    .unwrap();
    let begun = Instant::now();
    for ends in [false, true] {
        for (number, order) in (0_i64..).zip(work) {
            sql.execute_batch("BEGIN IMMEDIATE").unwrap();
            sql.prepare_cached("INSERT INTO seen VALUES (?)")
                .unwrap()
                .execute([number * 2 + i64::from(ends)])
                .unwrap();
            for (line, cell) in (0_i64..).zip(&order.cells) {
                one_line(
                    &sql,
                    (number, line),
                    (i64::from(*cell), i64::from(order.quantity)),
                    (ends, order.ships),
                );
            }
            sql.execute_batch("COMMIT").unwrap();
        }
    }
    work.len() as f64 / begun.elapsed().as_secs_f64()
}

fn one_line(
    sql: &rusqlite::Connection,
    (number, line): (i64, i64),
    (cell, quantity): (i64, i64),
    (ends, ships): (bool, bool),
) {
    let run = |text: &str, values: &[i64]| {
        let done = sql.prepare_cached(text).unwrap().execute(rusqlite::params_from_iter(values));
        assert_eq!(done.unwrap(), 1);
    };
    if !ends {
        run(
            "UPDATE cell SET reserved = reserved + ?2 WHERE id = ?1 AND on_hand - reserved >= ?2",
            &[cell, quantity],
        );
        return run("INSERT INTO reservation VALUES (?, ?, ?, ?)", &[number, line, cell, quantity]);
    }
    run("DELETE FROM reservation WHERE number = ? AND line = ?", &[number, line]);
    let gone = if ships { quantity } else { 0 };
    run(
        "UPDATE cell SET reserved = reserved - ?2, on_hand = on_hand - ?3 WHERE id = ?1",
        &[cell, quantity, gone],
    );
}

/// How long an order of three lines takes to write and to read, and how many bytes it is.
fn bytes_of_an_order(work: &[Order], rounds: usize) {
    let (mut ledger, mut events) = (stocked(), Events::new());
    let now = Moment::parse("2026-03-02T10:00:00Z").unwrap();
    for (number, order) in work.iter().take(SLICE).enumerate() {
        let envelope = command(now, Step { number, order: *order, ends: false });
        ledger.run_into(&envelope, &Policy::default(), &mut events).unwrap();
    }
    let (keys, events) = (MemoryKeys::new(), events.into_iter().collect());
    let record = Record::new("bench".into(), RecordNo::FIRST, now, events).unwrap();
    let (bytes, write) = timed(rounds, || written(&record, &keys));
    let (read, took) = timed(rounds, || Record::<Event>::read(&bytes, "it", &keys).unwrap());
    assert_eq!(read, record);
    let each = |took: Duration| took.as_secs_f64() * 1e9 / SLICE as f64;
    println!(
        "    an order of three lines: {:.0} ns to write, {:.0} ns to read, {} bytes, without its command",
        each(write),
        each(took),
        bytes.len() / SLICE
    );
}

fn written(record: &Record<Event>, keys: &impl Keys) -> Vec<u8> {
    record.to_bytes(keys).unwrap()
}

/// Runs it so often, and returns its last result and the shortest time.
fn timed<T>(rounds: usize, run: impl Fn() -> T) -> (T, Duration) {
    let mut shortest = Duration::MAX;
    for _ in 0..rounds {
        let begun = Instant::now();
        std::hint::black_box(run());
        shortest = shortest.min(begun.elapsed());
    }
    (run(), shortest)
}

/// One command to come.
#[derive(Clone, Copy)]
struct Step {
    number: usize,
    order: Order,
    ends: bool,
}

/// Each order is reserved and, `OPEN` orders later, ended; the last ones are ended at the end.
fn slices(work: &[Order]) -> impl Iterator<Item = Vec<Step>> {
    let open = OPEN.min(work.len() / 4);
    let steps = (0..work.len() + open).flat_map(move |at| {
        let step = move |number: usize, ends| Step { number, order: work[number], ends };
        let begin = (at < work.len()).then(|| step(at, false));
        let end = at.checked_sub(open).map(|number| step(number, true));
        begin.into_iter().chain(end)
    });
    let mut steps = steps.peekable();
    std::iter::from_fn(move || {
        steps.peek()?;
        Some(steps.by_ref().take(SLICE).collect())
    })
}

fn command(now: Moment, step: Step) -> Envelope<Command> {
    let Step { number, order, ends } = step;
    let number = u32::try_from(number).unwrap();
    let rank = Rank { priority: 0, since: now };
    let entry = |(at, cell): (u16, &u32)| {
        let line = LineId::new(OrderId::new(number), LineNo::new(at));
        let goods = goods(*cell, order.quantity);
        match (ends, order.ships) {
            (false, _) => Entry::Reserve { line, goods, rank },
            (true, true) => Entry::Fulfil { line, goods },
            (true, false) => Entry::Release { line, goods },
        }
    };
    let entries = (0..).zip(&order.cells).map(entry).collect();
    wish(now, u64::from(number) * 2 + u64::from(ends), Command::Book(entries))
}

fn wish(now: Moment, number: u64, command: Command) -> Envelope<Command> {
    let id = CommandId::counted(now, world::Chance::new(number).next());
    Envelope::new(id, Actor::System("".into()), now, command)
}

fn goods(cell: u32, quantity: u32) -> Goods {
    let (place, item) = (PlaceId::new(cell / ITEMS), ItemId::new(cell % ITEMS));
    Goods { place, item, quantity: Quantity::units(quantity) }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
