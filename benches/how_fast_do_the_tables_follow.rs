//! How many orders a second does the follower of the read models write into SQLite (P14)?
//!
//! Input: the made-up orders again and again, each placed with its goods reserved, confirmed, billed and sent; what
//! they led to is known before the clock starts. Measured is the follower alone: folding its teller, and the rows of
//! every table; what the processors did for an order is told, too, for a machine that others use. Beside it, in the
//! same run: the rows that a shop would keep by hand, with none of the history.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench tells and may fail")]
#![expect(clippy::float_arithmetic, reason = "figures, not goods")]

mod processor;
mod shop;

use std::time::{Duration, Instant};

use sklad::{base::RecordNo, flow::Event, prelude::*};
use sklad_examples::history::History;
use sklad_sqlite::views::{Reflected, Tables};
use sklad_store::{
    Position,
    views::{Step, Teller},
};

use self::shop::{by_hand, draft, history, opened};

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let (orders, rounds) = if quick { (4_000, 1) } else { (40_000, 3) };
    let history = history();
    println!(
        "orders of about three lines, each placed, reserved, confirmed, billed and sent: {orders}"
    );
    println!("{:<64} {:>9} {:>10} {:>12}", "", "orders/s", "rows/order", "processor µs");
    for (apart, told) in
        [(0, "all of an order in one batch"), (10_000, "10000 orders later billed and sent")]
    {
        let world = World::lived(&history, orders, apart.min(orders / 4));
        for batch in [100, 1_000] {
            let followed = median(rounds, || world.followed(batch));
            show(&format!("follower, {told}, batches of {batch}"), orders, followed);
        }
    }
    for (group, told) in [(1, "one order a transaction"), (1_000, "1000 orders a transaction")] {
        let orders = if group == 1 { orders / 10 } else { orders };
        let written = median(rounds, || {
            let (time, rows) = by_hand(&history, orders, group);
            Written { time, rows, used: Duration::ZERO }
        });
        show(&format!("rows by hand, {told}, synced"), orders, written);
    }
}

/// How long it took, how many rows were written, and what the processors did for it, where that is known.
#[derive(Clone, Copy)]
struct Written {
    time: Duration,
    rows: u64,
    used: Duration,
}

fn show(what: &str, orders: usize, written: Written) {
    let Written { time, rows, used } = written;
    let (each, all) = (rows as f64 / orders as f64, orders as f64 / time.as_secs_f64());
    let used = used.as_secs_f64() * 1e6 / orders as f64;
    println!("{what:<64} {all:>9.0} {each:>10.1} {used:>12.0}");
}

fn median(rounds: usize, run: impl Fn() -> Written) -> Written {
    let mut all: Vec<_> = (0..rounds).map(|_| run()).collect();
    all.sort_unstable_by_key(|written| written.time);
    all[all.len() / 2]
}

/// A shop before its orders, and what each step of them led to.
struct World {
    shop: Shop,
    moment: Moment,
    /// In order: the number of the order whose step ends there, and its events.
    steps: Vec<Vec<Event>>,
    /// How many steps stand for one order.
    each: usize,
}

impl World {
    /// Orders come one by one; each is billed and sent once so many others have come.
    fn lived(history: &History, orders: usize, apart: usize) -> Self {
        let before = opened(history);
        let moment = history.orders.last().unwrap().placed_at;
        let (mut shop, mut steps, mut sent) = (before.clone(), Vec::new(), 0);
        let mut wish = |command| {
            sent += 1;
            let id = CommandId::counted(moment, sent);
            let envelope = Envelope::new(id, Actor::System("bench".into()), moment, command);
            steps.push(shop.run(&envelope, &()).unwrap().into_iter().collect());
        };
        for at in 0..orders + apart {
            if at < orders {
                wish(Command::Place(draft(history, at)));
                wish(Command::Confirm(OrderId::after(at).unwrap()));
            }
            if let Some(order) = at.checked_sub(apart).and_then(OrderId::after) {
                wish(Command::CloseBill(order));
                wish(Command::Send { order, share: Share::All });
            }
        }
        Self { shop: before, moment, steps, each: 4 }
    }

    /// Follows all of it.
    fn followed(&self, batch: usize) -> Written {
        let folder = tempfile::tempdir().unwrap();
        let tables = Tables::open(&folder.path().join("shop.views.sqlite")).unwrap();
        let rebuild = tables.rebuild(self.shop.clone(), |_| {}).unwrap();
        let (mut tables, mut teller) = rebuild.finish(Reflected::NOTHING).unwrap();
        let (mut record, who) = (RecordNo::FIRST, Actor::System("bench".into()));
        let changed = total_changes(&tables);
        let (begun, used) = (Instant::now(), processor::of_all());
        for steps in self.steps.chunks(batch * self.each) {
            self.write((&mut tables, &mut teller), (record, &who), steps);
            record = record.next();
        }
        let (time, used) = (begun.elapsed(), processor::of_all() - used);
        assert_eq!(tables.check(teller.shop()).unwrap(), []);
        Written { time, rows: total_changes(&tables) - changed, used }
    }

    fn write(
        &self,
        (tables, teller): (&mut Tables, &mut Teller),
        (record, who): (RecordNo, &Actor),
        steps: &[Vec<Event>],
    ) {
        for events in steps {
            teller.take(&Step { record, moment: self.moment, who: Some(who), events });
        }
        let (position, moment) = (Position::new(record.number()), Some(self.moment));
        tables
            .follow(teller, Reflected { position, record, moment, ..Reflected::NOTHING })
            .unwrap();
    }
}

fn total_changes(tables: &Tables) -> u64 {
    tables.rows_written()
}
