//! Rows in SQLite, as one writes them at first: what a log is measured beside.

use std::{path::Path, time::Instant};

use crate::world::Order;

/// What one writes at first: a row for each cell and each reservation, one transaction for each order.
pub(crate) fn per_second(path: &Path, work: &[Order]) -> f64 {
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
