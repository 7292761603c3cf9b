//! How many orders a second does the follower of the read models write into SQLite (P14)?
//!
//! Input: the made-up orders again and again, each placed with its goods reserved, confirmed, billed and sent; what
//! they led to is known before the clock starts. Measured is the follower alone: folding its teller, and the rows of
//! every table. Beside it, in the same run: the rows that a shop would keep by hand, with none of the history.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench tells and may fail")]
#![expect(clippy::float_arithmetic, reason = "figures, not goods")]

use std::{
    path::Path,
    time::{Duration, Instant},
};

use rusqlite::Connection;
use sklad::{base::RecordNo, flow::Event, prelude::*};
use sklad_examples::{
    history::{Columns, History, OpeningStock},
    replay::{Setting, opened_shop},
};
use sklad_sqlite::views::{Reflected, Tables};
use sklad_store::{
    Position,
    views::{Step, Teller},
};

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let (orders, rounds) = if quick { (4_000, 1) } else { (40_000, 3) };
    let history = history();
    println!(
        "orders of about three lines, each placed, reserved, confirmed, billed and sent: {orders}"
    );
    println!("{:<64} {:>9} {:>10}", "", "orders/s", "rows/order");
    for (apart, told) in
        [(0, "all of an order in one batch"), (10_000, "10000 orders later billed and sent")]
    {
        let world = World::lived(&history, orders, apart.min(orders / 4));
        for batch in [100, 1_000] {
            let (time, rows) = median(rounds, || world.followed(batch));
            show(&format!("follower, {told}, batches of {batch}"), orders, (time, rows));
        }
    }
    for (group, told) in [(1, "one order a transaction"), (1_000, "1000 orders a transaction")] {
        let orders = if group == 1 { orders / 10 } else { orders };
        let (time, rows) = median(rounds, || by_hand(&history, orders, group));
        show(&format!("rows by hand, {told}, synced"), orders, (time, rows));
    }
}

fn show(what: &str, orders: usize, (time, rows): (Duration, u64)) {
    let (each, all) = (rows as f64 / orders as f64, orders as f64 / time.as_secs_f64());
    println!("{what:<64} {all:>9.0} {each:>10.1}");
}

fn median(rounds: usize, run: impl Fn() -> (Duration, u64)) -> (Duration, u64) {
    let mut times: Vec<_> = (0..rounds).map(|_| run()).collect();
    times.sort_unstable();
    times[times.len() / 2]
}

/// The made-up orders, all of them genuine.
fn history() -> History {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/data/orders.csv");
    let eur = Currency::parse("EUR").unwrap();
    let mut history = History::read(&path, &Columns::default(), eur).unwrap();
    history.orders.iter_mut().for_each(|order| order.false_known_at = None);
    history
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
        let mut stock = OpeningStock::days_of_demand(history, 1_000);
        // The history comes again and again.
        stock.lines.iter_mut().for_each(|line| line.quantity = Quantity::units(1_000_000));
        let way = Way::ClientOrder(Reserve::WhenPlaced);
        let setting = Setting { shortage: Shortage::Wait, ..Setting::default() };
        let before = opened_shop(history, &stock, way, &setting).unwrap();
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

    /// Returns the time that following takes, and how many rows were written.
    fn followed(&self, batch: usize) -> (Duration, u64) {
        let folder = tempfile::tempdir().unwrap();
        let tables = Tables::open(&folder.path().join("shop.views.sqlite")).unwrap();
        let rebuild = tables.rebuild(self.shop.clone(), |_| {}).unwrap();
        let (mut tables, mut teller) = rebuild.finish(Reflected::NOTHING).unwrap();
        let (mut record, who) = (RecordNo::FIRST, Actor::System("bench".into()));
        let changed = total_changes(&tables);
        let begun = Instant::now();
        for steps in self.steps.chunks(batch * self.each) {
            self.write((&mut tables, &mut teller), (record, &who), steps);
            record = record.next();
        }
        let time = begun.elapsed();
        assert_eq!(tables.check(teller.shop()).unwrap(), []);
        (time, total_changes(&tables) - changed)
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
        tables.follow(teller, Reflected { position, record, moment }).unwrap();
    }
}

fn total_changes(tables: &Tables) -> u64 {
    tables.rows_written()
}

fn draft(history: &History, at: usize) -> Draft {
    let order = &history.orders[at % history.orders.len()];
    let line = |line: &sklad_examples::history::WebLine| {
        DraftLine::new(line.sku.clone(), line.quantity, line.price)
    };
    let terms = Terms::new(Currency::parse("EUR").unwrap(), PriceBasis::Gross);
    let number = OrderNumber::parse(&format!("{}-{at}", order.number)).unwrap();
    let lines = order.lines.iter().map(line).collect();
    let draft = Draft::new(order.channel.clone(), number, terms, lines);
    Draft { place: order.warehouse.clone(), ..draft }
}

/// The baseline: a row an order, three lines, the reserved column of three items up and down again.
fn by_hand(history: &History, orders: usize, group: usize) -> (Duration, u64) {
    let folder = tempfile::tempdir().unwrap();
    let sql = Connection::open(folder.path().join("shop.sqlite")).unwrap();
    sql.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE stock (sku TEXT PRIMARY KEY, on_hand INTEGER, reserved INTEGER) WITHOUT ROWID;
         CREATE TABLE orders (id INTEGER PRIMARY KEY, number TEXT UNIQUE, state TEXT);
         CREATE TABLE lines (id INTEGER, line INTEGER, sku TEXT, quantity INTEGER, PRIMARY KEY (id, line)) WITHOUT ROWID;",
    )
    .unwrap();
    let drafts: Vec<_> = (0..orders).map(|at| draft(history, at)).collect();
    let begun = Instant::now();
    for (first, group_of) in (0..).step_by(group).zip(drafts.chunks(group)) {
        sql.execute_batch("BEGIN IMMEDIATE").unwrap();
        (first..).zip(group_of).for_each(|(id, draft)| row_by_row(&sql, id, draft));
        sql.execute_batch("COMMIT").unwrap();
    }
    let time = begun.elapsed();
    (time, sql.total_changes())
}

fn row_by_row(sql: &Connection, id: i64, draft: &Draft) {
    let run = |text: &str, values: &[&dyn rusqlite::ToSql]| {
        sql.prepare_cached(text).unwrap().execute(values).unwrap();
    };
    run("INSERT INTO orders VALUES (?, ?, 'placed')", &[&id, &draft.number.as_str()]);
    for (line, its) in (1_i64..).zip(&draft.lines) {
        let (sku, quantity) = (its.sku.as_str(), its.quantity.millionths());
        run("INSERT INTO lines VALUES (?, ?, ?, ?)", &[&id, &line, &sku, &quantity]);
        run(
            "INSERT INTO stock VALUES (?, 1000000000000, ?) ON CONFLICT (sku) DO UPDATE SET reserved = reserved + excluded.reserved",
            &[&sku, &quantity],
        );
    }
    for its in &draft.lines {
        let (sku, quantity) = (its.sku.as_str(), its.quantity.millionths());
        run(
            "UPDATE stock SET on_hand = on_hand - ?2, reserved = reserved - ?2 WHERE sku = ?1",
            &[&sku, &quantity],
        );
    }
    run("UPDATE orders SET state = 'sent' WHERE id = ?", &[&id]);
}
