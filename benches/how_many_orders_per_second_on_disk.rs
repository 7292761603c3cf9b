//! How many orders a second does a keeper carry on SQLite (P4), how long does one wait (P6), how soon does it stand again
//! (P7)? Beside it, in the same run and on the same disk: rows in SQLite, one order a transaction, and a bare fdatasync.
//!
//! Commands are made before the clock starts: what callers do is theirs. What the processors did is told beside the time.
//! An order's life as in `how_many_orders_per_second_in_stock`; answers come once the disk has them, in slices of 1,000
//! commands, while a follower reads along; the median of five rounds is told. The folder is that of temporary files, or
//! `FOLDER`; `-- P4` or `-- P6` asks that alone.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::float_arithmetic,
    clippy::as_conversions,
    dead_code,
    reason = "a bench tells and may fail; figures, not goods; the other bench uses all of the world"
)]

mod processor;
mod rows;
mod world;

use std::{
    collections::VecDeque,
    fs::File,
    io::{Seek, Write},
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use sklad::base::{CommandId, Decider, Digest, Envelope, Events, Moment, RecordNo};
use sklad::sqlite::{SqliteKeys, SqliteLog};
use sklad::stock::{Command, Event, Ledger, Policy};
use sklad::store::{
    Desk, Follower, Keeper, Keys, Log, Mark, MemoryKeys, Position, Record, Setup, wait,
};

use self::world::{
    Order, World,
    life::{Step, slices, stocked, who},
    orders,
};

const SLICE: usize = 1_000;
/// How long an order stays open, in orders.
const OPEN: usize = 50_000;
/// So many slices wait for their answers at a time.
const AHEAD: usize = 16;

fn main() {
    let asked = |what| std::env::args().any(|argument| argument == what);
    let quick = asked("--quick");
    let folder = Folder::new();
    let (count, rounds) = if quick { (20_000, 1) } else { (500_000, 5) };
    let work = orders(World::Zipf, count);
    if asked("P4") {
        let kept = keep_often(&folder, &work, rounds);
        return println!("P4  {kept:>10.0} orders a second through the keeper");
    }
    if asked("P6") {
        return waiting(&folder, if quick { 20 } else { 1_000 });
    }
    bytes_of_an_order(&work, if quick { 1 } else { 50 });
    let rows =
        rows::per_second(&folder.0.join("rows.sqlite"), &work[..if quick { 200 } else { 2_000 }]);
    let kept = keep_often(&folder, &work, rounds);
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

fn setup(start: Ledger) -> Setup<Ledger> {
    let setup = Setup::new("bench", start, Policy::default());
    // A snapshot of a million cells is another question: see `how_long_does_a_restart_take`.
    // While one record of up to eight slices is written, the next one is decided.
    let commands = 8 * SLICE;
    Setup { queue: 1_000_000, commands, snapshot_after: (u64::MAX, u64::MAX), ..setup }
}

fn open(folder: &Folder, name: &str, start: Ledger) -> (Keeper<Ledger>, SqliteLog, SqliteKeys) {
    let log = SqliteLog::open(folder.0.join(name)).unwrap();
    let keys = SqliteKeys::open(folder.0.join(name).with_extension("keys")).unwrap();
    (Keeper::open(log.clone(), keys.clone(), setup(start)).wait().unwrap(), log, keys)
}

/// Returns the median of so many rounds, each on a file of its own.
fn keep_often(folder: &Folder, work: &[Order], rounds: usize) -> f64 {
    let mut rates: Vec<f64> =
        (0..rounds).map(|round| keep((folder, &file_of(round)), work)).collect();
    rates.sort_by(f64::total_cmp);
    rates[rounds / 2]
}

fn file_of(round: usize) -> String {
    format!("bench-{round}.sklad")
}

/// Lets all orders live through a keeper, in slices; returns orders a second.
fn keep((folder, name): (&Folder, &str), work: &[Order]) -> f64 {
    let (keeper, log, keys) = open(folder, name, stocked(World::Zipf));
    let follower = follow(log, keys, work.len() * 2);
    // What callers do is theirs: their commands are there before the clock starts.
    let commands = commands(keeper.now(), work);
    let mut waits = VecDeque::new();
    let (begun, used) = (Instant::now(), processor::of_all());
    for slice in commands {
        waits.push_back(keeper.send_all(slice).unwrap());
        if waits.len() >= AHEAD {
            check(waits.pop_front().unwrap().wait().unwrap());
        }
    }
    waits.into_iter().for_each(|slice| check(slice.wait().unwrap()));
    let took = begun.elapsed();
    let late = Instant::now();
    follower.join().unwrap();
    let used = processor::of_all() - used;
    println!(
        "    the follower came in {:.0} ms behind; all threads, the follower's too, used {:.2} µs of a processor for each order",
        millis(late.elapsed()),
        used.as_secs_f64() * 1e6 / work.len() as f64
    );
    work.len() as f64 / took.as_secs_f64()
}

/// All slices of commands, a millisecond for each as their ids tell it.
fn commands(now: Moment, work: &[Order]) -> Vec<Vec<Envelope<Command>>> {
    let made = |(millis, slice): (i64, Vec<Step>)| {
        let now = Moment::from_unix_micros(now.unix_micros() + 1000 * millis).unwrap();
        slice.into_iter().map(|step| command(now, step)).collect()
    };
    (0..).zip(slices(work, (OPEN, SLICE))).map(made).collect()
}

fn check<D, R: std::fmt::Debug>(answers: Vec<Result<D, R>>) {
    assert!(answers.iter().all(Result::is_ok), "{:?}", answers.into_iter().find_map(Result::err));
}

/// Reads along until so many commands came.
fn follow(log: SqliteLog, keys: SqliteKeys, commands: usize) -> thread::JoinHandle<()> {
    let mut follower = Follower::<Event, _, _>::new(log, keys, "bench", Mark::START);
    let follow = move || {
        let mut seen = 0;
        while seen < commands {
            let told = wait(follower.next()).unwrap();
            seen += told.iter().map(|told| told.record.accepted.len()).sum::<usize>();
        }
    };
    thread::Builder::new().name("follower".to_owned()).spawn(follow).unwrap()
}

/// Opens the log again: all of it is tail. Beside it: reading the records and checking them.
fn restart(folder: &Folder, orders: usize) {
    let log = SqliteLog::open(folder.0.join(file_of(0))).unwrap();
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
    let start = stocked(World::Zipf);
    let (begun, used) = (Instant::now(), processor::of_all());
    let keeper = open(folder, &file_of(0), start).0;
    let (stood, used) = (begun.elapsed(), processor::of_all() - used);
    println!(
        "P7  {:>10.0} ms until it stands again behind {} events of tail ({bytes} bytes); reading and checking them {:.0} ms: {:.1} times; {:.2} s for ten million, {:.2} s of the processors",
        millis(stood),
        orders * 6,
        millis(read),
        stood.as_secs_f64() / read.as_secs_f64(),
        stood.as_secs_f64() * 10e6 / (orders * 6) as f64,
        used.as_secs_f64() * 10e6 / (orders * 6) as f64
    );
    drop(keeper);
}

/// One command alone beside a bare fdatasync; then many callers, each with one command at a time. A write-ahead log grows
/// for its first thousand pages, three for a command, and is used again from then on: so both kinds of file stand beside.
fn waiting(folder: &Folder, rounds: usize) {
    let (keeper, log, _) = open(folder, "waits.sklad", stocked(World::Zipf));
    let work = orders(World::Uniform, 12 * rounds.max(100) + 40_000);
    let mut steps =
        work.iter().enumerate().map(|(number, order)| Step { number, order: *order, ends: false });
    drop(latencies(&keeper.desk(), &mut steps, (1, 1)));
    let weight = wait(log.read(Position::EMPTY)).unwrap()[0].bytes.len();
    let bare = |name: &str| File::create(folder.0.join(name)).unwrap();
    let (mut fixed, mut growing) = (bare("fixed"), bare("growing"));
    make_room(&mut fixed, weight * rounds);
    // Turn by turn, for a disk that others use is now fast and now slow.
    let mut times: [Vec<Duration>; 3] = Default::default();
    for _ in 0..rounds {
        times[0].push(latencies(&keeper.desk(), &mut steps, (1, 1))[0]);
        times[1].push(sync(&mut fixed, weight));
        times[2].push(sync(&mut growing, weight));
    }
    times.iter_mut().for_each(|times| times.sort_unstable());
    let [alone, fixed, growing] = times.each_ref().map(|times| at(times, 50));
    println!(
        "P6  {:>10.2} ms for one command alone (p50); a bare fdatasync of its {weight} bytes: {:.2} ms in a file that grows, {:.2} times; {:.2} ms in one that does not, {:.2} times",
        millis(alone),
        millis(growing),
        alone.as_secs_f64() / growing.as_secs_f64(),
        millis(fixed),
        alone.as_secs_f64() / fixed.as_secs_f64()
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

/// Makes a file as large as it will be, as a write-ahead log is that is used again: it does not grow any more.
fn make_room(file: &mut File, bytes: usize) {
    file.write_all(&vec![0; bytes]).unwrap();
    file.sync_all().unwrap();
    file.rewind().unwrap();
}

fn sync(file: &mut File, weight: usize) -> Duration {
    let bytes = vec![7; weight];
    let begun = Instant::now();
    file.write_all(&bytes).unwrap();
    file.sync_data().unwrap();
    begun.elapsed()
}

fn at(times: &[Duration], percent: usize) -> Duration {
    times[times.len() * percent / 100]
}

/// How long an order of three lines takes to write and to read, and how many bytes it is.
fn bytes_of_an_order(work: &[Order], rounds: usize) {
    let (mut ledger, mut events) = (stocked(World::Zipf), Events::new());
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

/// The command of one step, sent now.
fn command(now: Moment, step: Step) -> Envelope<Command> {
    step.command((CommandId::counted(now, step.chance()), who(), now), step.cells())
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
