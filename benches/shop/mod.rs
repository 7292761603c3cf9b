//! A whole shop to measure: made-up orders, and the rows that one would keep by hand.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use rusqlite::Connection;
use sklad::prelude::*;
use sklad_examples::{
    history::{Columns, History, OpeningStock},
    replay::{Setting, opened_shop},
};

/// The made-up orders, all of them genuine.
pub(crate) fn history() -> History {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/data/orders.csv");
    let eur = Currency::parse("EUR").unwrap();
    let mut history = History::read(&path, &Columns::default(), eur).unwrap();
    history.orders.iter_mut().for_each(|order| order.false_known_at = None);
    history
}

/// The shop before its orders, with goods for all of them.
pub(crate) fn opened(history: &History) -> Shop {
    let mut stock = OpeningStock::days_of_demand(history, 1_000);
    // The history comes again and again.
    stock.lines.iter_mut().for_each(|line| line.quantity = Quantity::units(1_000_000));
    let way = Way::ClientOrder(Reserve::WhenPlaced);
    let setting = Setting { shortage: Shortage::Wait, ..Setting::default() };
    opened_shop(history, &stock, way, &setting).unwrap()
}

pub(crate) fn draft(history: &History, at: usize) -> Draft {
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
pub(crate) fn by_hand(history: &History, orders: usize, group: usize) -> (Duration, u64) {
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
