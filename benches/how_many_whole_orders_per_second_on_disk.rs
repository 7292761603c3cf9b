//! How many whole orders a second does a keeper carry on SQLite (P5), and how far do the read models lag (P14)?
//!
//! Each order of about three lines is placed with its goods reserved, confirmed, billed, closed and sent: with the floors
//! that exist by now, which are order, stock, document, scenario and flow; counterparties and stages are not among them.
//! Commands come in slices of 1,000 and are answered once the disk has them. Beside it, in the same run: the same with
//! the follower of the read models writing, with the read models written in the transaction of each record, and the
//! rows that a shop would keep by hand, one order a transaction.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench tells and may fail")]
#![expect(clippy::float_arithmetic, reason = "figures, not goods")]

mod shop;

use std::{
    collections::VecDeque,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use sklad::{
    flow::Event,
    prelude::*,
    sqlite::{SqliteKeys, SqliteLog},
    store::{Follower, Keeper, Mark, Projection as _, Setup, wait},
};
use sklad_examples::history::History;
use sklad_sqlite::views::{Following, Reflected, Tables, WithRecord};

use self::shop::{by_hand, draft, history, opened};

const SLICE: usize = 1_000;
/// So many slices wait for their answers at a time.
const AHEAD: usize = 16;
/// An order is placed, confirmed, billed and sent.
const COMMANDS: usize = 4;

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let (orders, rounds) = if quick { (4_000, 1) } else { (20_000, 3) };
    let history = history();
    let (rows, _) = by_hand(&history, orders / 20, 1);
    let rows = (orders / 20) as f64 / rows.as_secs_f64();
    println!("{rows:>10.0} orders a second as rows by hand, one order a transaction, synced");
    let before = opened(&history);
    for models in [Models::Without, Models::Following, Models::WithRecord] {
        let mut all: Vec<Lived> =
            (0..rounds).map(|_| live(&history, &before, (orders, models))).collect();
        all.sort_unstable_by_key(|lived| lived.took);
        show(&all[rounds / 2], (orders, rows, models));
    }
    small_shop(&history, &before);
}

/// How the read models are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Models {
    Without,
    Following,
    WithRecord,
}

fn show(lived: &Lived, (orders, rows, models): (usize, f64, Models)) {
    let rate = orders as f64 / lived.took.as_secs_f64();
    let with = match models {
        Models::Without => "without read models",
        Models::Following => "with read models",
        Models::WithRecord => "with read models in each record's transaction",
    };
    println!("P5  {rate:>6.0} orders a second {with}: {:.0} times the rows", rate / rows);
    if models == Models::Following {
        println!(
            "      they were {} orders behind at the end and there {:.2} s later",
            lived.behind / COMMANDS,
            lived.lag.as_secs_f64()
        );
    }
}

/// What came of one round.
struct Lived {
    took: Duration,
    /// So many commands the read models were behind at the end, and so long.
    behind: usize,
    lag: Duration,
}

fn live(history: &History, before: &Shop, (orders, models): (usize, Models)) -> Lived {
    let folder = tempfile::tempdir().unwrap();
    let (keeper, log, keys) = open(folder.path(), before, models);
    let written = Arc::new(AtomicUsize::new(0));
    let follower = (models == Models::Following).then(|| {
        let follower = Follower::new(log, keys, "bench", Mark::START);
        let path = folder.path().join("shop.views.sqlite");
        follow((path.as_path(), before), follower, (orders * COMMANDS, Arc::clone(&written)))
    });
    let slices = slices(history, &keeper, orders);
    let begun = Instant::now();
    send(&keeper, slices);
    let took = begun.elapsed();
    let behind = orders * COMMANDS - written.load(Ordering::Relaxed);
    let end = Instant::now();
    follower.into_iter().for_each(|thread| thread.join().unwrap());
    Lived { took, behind, lag: end.elapsed() }
}

fn open(folder: &Path, before: &Shop, models: Models) -> (Keeper<Shop>, SqliteLog, SqliteKeys) {
    let log = SqliteLog::open(folder.join("shop.sklad")).unwrap();
    let keys = SqliteKeys::open(folder.join("shop.keys")).unwrap();
    let setup = Setup::new("bench", before.clone(), ());
    let commands = 8 * SLICE;
    let setup = Setup { queue: 1_000_000, commands, snapshot_after: (u64::MAX, u64::MAX), ..setup };
    let keeper = if models == Models::WithRecord {
        let told = WithRecord::open(log.clone(), keys.clone(), "bench", before.clone());
        Keeper::open(wait(told).unwrap(), keys.clone(), setup)
    } else {
        Keeper::open(log.clone(), keys.clone(), setup)
    };
    (keeper.wait().unwrap(), log, keys)
}

type Slice = Vec<Envelope<Command>>;

/// All that is wished, made before the clock starts.
fn slices(history: &History, keeper: &Keeper<Shop>, orders: usize) -> Vec<Slice> {
    let (now, mut sent) = (keeper.now(), 0);
    let mut wish = |command| {
        sent += 1;
        Envelope::new(CommandId::counted(now, sent), Actor::System("bench".into()), now, command)
    };
    let life = |at: usize| {
        let order = OrderId::after(at).unwrap();
        let send = Command::Send { order, share: Share::All };
        let place = Command::Place(draft(history, at));
        [place, Command::Confirm(order), Command::CloseBill(order), send].map(&mut wish)
    };
    let all: Vec<_> = (0..orders).flat_map(life).collect();
    let mut all = all.into_iter().peekable();
    std::iter::from_fn(|| all.peek().is_some().then(|| all.by_ref().take(SLICE).collect()))
        .collect()
}

fn send(keeper: &Keeper<Shop>, slices: Vec<Slice>) {
    let mut waits = VecDeque::new();
    let check = |waits: &mut VecDeque<sklad::store::PendingAll<Shop>>| {
        let answers = waits.pop_front().unwrap().wait().unwrap();
        assert!(answers.iter().all(Result::is_ok), "{:?}", answers.iter().find(|it| it.is_err()));
    };
    for slice in slices {
        waits.push_back(keeper.send_all(slice).unwrap());
        if waits.len() >= AHEAD {
            check(&mut waits);
        }
    }
    while !waits.is_empty() {
        check(&mut waits);
    }
}

/// Writes the read models until so many commands came, and says how many it has written.
fn follow(
    (path, before): (&Path, &Shop),
    mut follower: Follower<Event, SqliteLog, SqliteKeys>,
    (commands, written): (usize, Arc<AtomicUsize>),
) -> thread::JoinHandle<()> {
    let rebuild = Tables::open(path).unwrap().rebuild(before.clone(), |_| {}).unwrap();
    let (tables, _) = rebuild.finish(Reflected::NOTHING).unwrap();
    let mut following = Following::new(tables, before.clone(), Mark::START).unwrap();
    thread::spawn(move || {
        while written.load(Ordering::Relaxed) < commands {
            let told = wait(follower.next()).unwrap();
            following.take(&told).unwrap();
            let new = told.iter().map(|told| told.record.accepted.len()).sum();
            written.fetch_add(new, Ordering::Relaxed);
        }
    })
}

/// How long a shop of 1,000 live orders takes to open: from its log alone, then from its snapshot.
fn small_shop(history: &History, before: &Shop) {
    let folder = tempfile::tempdir().unwrap();
    let (keeper, ..) = open(folder.path(), before, Models::Without);
    let (now, who) = (keeper.now(), Actor::System("bench".into()));
    let place = |at: usize| {
        let id = CommandId::counted(now, u64::try_from(at).unwrap());
        Envelope::new(id, who.clone(), now, Command::Place(draft(history, at)))
    };
    send(&keeper, vec![(0..1_000).map(place).collect()]);
    drop(keeper);
    let from_log = median_open(folder.path(), before);
    let (keeper, ..) = open(folder.path(), before, Models::Without);
    keeper.snapshot().unwrap();
    keeper.close().wait().unwrap();
    drop(keeper);
    let from_snapshot = median_open(folder.path(), before);
    println!(
        "    a shop of 1000 live orders opens in {:.1} ms from its log, in {:.1} ms from its snapshot",
        from_log.as_secs_f64() * 1e3,
        from_snapshot.as_secs_f64() * 1e3
    );
}

fn median_open(folder: &Path, before: &Shop) -> Duration {
    let open = |_| {
        let begun = Instant::now();
        let opened = open(folder, before, Models::Without);
        let took = begun.elapsed();
        drop(opened);
        took
    };
    let mut times: Vec<_> = (0..11).map(open).collect();
    times.sort_unstable();
    times[5]
}
