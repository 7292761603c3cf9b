//! How many live orders can stages watch? A tick over a million of them, of which a thousand are due; the start of one
//! more; and the proof of a scheme of a thousand stages.
//!
//! Goals (P11): the tick in under a millisecond, the start in under a microsecond; the proof in under a second.
#![allow(missing_docs, reason = "criterion's macros make public functions")]
#![allow(clippy::expect_used, reason = "a bench that cannot build its data has nothing to measure")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{
    BenchmarkGroup, Criterion, criterion_group, criterion_main, measurement::WallTime,
};
use sklad::base::{Actor, CommandId, Decider, Envelope, Events, Moment, OrderId};
use sklad::stage::{Board, Command, Event, Facts, HandOut, Plan, Scheme, Wish};

const LIVE: u32 = 1_000_000;
const DUE: u32 = 1_000;

fn how_many_live_orders_can_stages_watch(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("how_many_live_orders_can_stages_watch");
    group.sample_size(10);
    let scheme = scheme();
    let full = Watch::of(&scheme, LIVE);

    ticks(&mut group, &scheme, &full);
    scan(&mut group);
    starts(&mut group, &scheme, &full);
    let thousand = thousand_stages();
    group.bench_function("prove a scheme of 1,000 stages", |b| {
        b.iter(|| Scheme::check(black_box(thousand.draft().clone())).expect("a sound scheme"));
    });
    group.finish();
}

type Group<'a> = BenchmarkGroup<'a, WallTime>;

fn ticks(group: &mut Group<'_>, scheme: &Scheme, full: &Watch) {
    group.bench_function("tick, 1,000 due of 1,000,000", |b| {
        let mut watch = full.clone();
        let mut round = 0;
        b.iter_custom(|iters| {
            let mut sum = Duration::ZERO;
            for _ in 0..iters {
                if round == LIVE / DUE {
                    (watch, round) = (full.clone(), 0);
                }
                round += 1;
                let tick = watch.at(limit_of(round * DUE), Command::Tick);
                watch.events.clear();
                let begun = Instant::now();
                watch.board.run_into(&tick, scheme, &mut watch.events).expect("a tick");
                sum += begun.elapsed();
                assert_eq!(watch.events.len(), DUE as usize, "what is due");
            }
            sum
        });
    });

    group.bench_function("a tick with nothing due", |b| {
        let mut watch = full.clone();
        let tick = watch.at(begin(), Command::Tick);
        let tick = Envelope { moment: watch.latest, ..tick };
        b.iter(|| watch.board.run_into(black_box(&tick), scheme, &mut watch.events));
    });
}

fn scan(group: &mut Group<'_>) {
    group.bench_function("the same by a plain scan over all orders", |b| {
        let mut orders: Vec<(Moment, bool)> =
            (1..=LIVE).map(|order| (limit_of(order), false)).collect();
        let mut round = 0;
        b.iter(|| {
            round = round % (LIVE / DUE) + 1;
            if round == 1 {
                orders.iter_mut().for_each(|(_, is_problem)| *is_problem = false);
            }
            let now = limit_of(round * DUE);
            let mut due = 0;
            for (limit, is_problem) in black_box(&mut orders) {
                if !*is_problem && *limit <= now {
                    *is_problem = true;
                    due += 1;
                }
            }
            due
        });
    });
}

fn starts(group: &mut Group<'_>, scheme: &Scheme, full: &Watch) {
    group.bench_function("start one more order", |b| {
        let mut watch = full.clone();
        b.iter_custom(|iters| {
            if watch.count > 2 * LIVE {
                watch = full.clone();
            }
            let commands: Vec<_> = (0..iters).map(|_| watch.start()).collect();
            let begun = Instant::now();
            for command in &commands {
                watch.events.clear();
                watch.board.run_into(command, scheme, &mut watch.events).expect("a start");
            }
            begun.elapsed()
        });
    });
}

/// A board, its events, and how many orders were started.
#[derive(Clone)]
struct Watch {
    board: Board,
    events: Events<Event>,
    count: u32,
    latest: Moment,
    start: Wish,
}

impl Watch {
    fn of(scheme: &Scheme, live: u32) -> Self {
        let start = Wish::Start {
            payment: "cash".parse().expect("a payment"),
            delivery: "courier".parse().expect("a delivery"),
        };
        let (board, events) = (Board::new(), Events::new());
        let mut watch = Self { board, events, count: 0, latest: begin(), start };
        let adopt = watch.at(begin(), Command::adopt(scheme.clone(), Plan::default()));
        watch.board.run_into(&adopt, scheme, &mut watch.events).expect("a scheme");
        for _ in 0..live {
            let start = watch.start();
            watch.events.clear();
            watch.board.run_into(&start, scheme, &mut watch.events).expect("a start");
        }
        watch
    }

    /// One order a millisecond.
    fn start(&mut self) -> Envelope<Command> {
        self.count += 1;
        let command = Command::of(OrderId::new(self.count), Facts::NONE, self.start.clone());
        self.latest = started(self.count);
        self.at(self.latest, command)
    }

    fn at(&self, moment: Moment, command: Command) -> Envelope<Command> {
        Envelope::new(CommandId::counted(moment, 0), Actor::System("bench".into()), moment, command)
    }
}

fn begin() -> Moment {
    Moment::parse("2026-03-02T10:00:00Z").expect("a moment")
}

fn started(order: u32) -> Moment {
    let micros = begin().unix_micros() + i64::from(order) * 1_000;
    Moment::from_unix_micros(micros).expect("a moment")
}

/// Every order may stay eight hours.
fn limit_of(order: u32) -> Moment {
    started(order).plus_seconds(8 * 3600)
}

/// Two stages, a role of two people that gets its orders in turn: everything that a start keeps in order.
fn scheme() -> Scheme {
    Scheme::builder("bench", 1)
        .payments(&["cash", "card"])
        .deliveries(&["courier", "post"])
        .role("picker", HandOut::InTurn)
        .person("ann", &["picker"])
        .person("bob", &["picker"])
        .alert("person ann")
        .stage("picking", |stage| {
            stage.responsible("role picker").limit("8h").then_alert("24h", "person bob")
        })
        .stage("done", |stage| stage.succeeds())
        .build()
        .expect("a sound scheme")
}

/// A thousand stages in a row, a way back from each, two payments and two deliveries that are told apart.
fn thousand_stages() -> Scheme {
    let mut scheme = Scheme::builder("long", 1).payments(&["cash", "card"]);
    scheme = scheme.deliveries(&["courier", "post"]).person("ann", &[]).alert("person ann");
    for number in 1..1000 {
        scheme = scheme.stage(&format!("stage {number}"), |stage| {
            let stage = stage.exit(&["nothing short"]).limit("2h");
            match number % 7 {
                3 => stage.payments(&["card"]),
                5 => stage.deliveries(&["post"]),
                _ => stage,
            }
        });
    }
    let scheme = scheme.stage("done", |stage| stage.succeeds());
    let scheme = scheme.transition("back", "stage 1", |back| back.when(&["not paid"]));
    scheme.build().expect("a sound scheme")
}

criterion_group!(benches, how_many_live_orders_can_stages_watch);
criterion_main!(benches);
