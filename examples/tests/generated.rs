//! The committed history is what the generator makes, and the reader understands all of it.

#![expect(clippy::unwrap_used, reason = "a test fails by it, in its helpers too")]

use std::{collections::BTreeMap, env, fs};

use sklad::base::Currency;
use sklad_examples::{
    generate::{self, Plan},
    history::{Column, Columns, History, What},
};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/orders.csv");

fn generated(plan: &Plan) -> String {
    let mut bytes = Vec::new();
    generate::write(&mut bytes, plan).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn read(csv: &str) -> History {
    let eur = Currency::parse("EUR").unwrap();
    History::read_from("orders.csv", csv.as_bytes(), &Columns::default(), eur).unwrap()
}

/// `UPDATE=1` writes the file anew.
#[test]
fn seed_one_makes_the_committed_file() {
    let generated = generated(&Plan::seeded(1));
    if env::var_os("UPDATE").is_some() {
        fs::write(PATH, &generated).unwrap();
    }
    // Not assert_eq: its message would be the whole file twice.
    assert!(
        fs::read_to_string(PATH).unwrap() == generated,
        "run it with UPDATE=1 and commit {PATH}"
    );
}

#[test]
fn the_committed_file_has_something_of_everything() {
    let history = read(&generated(&Plan::seeded(1)));
    assert_eq!(history.unreadable, []);
    // Only the shop floor asks for no name.
    let untold: Vec<Column> = history.defaults.iter().map(|neutral| neutral.column).collect();
    assert_eq!(untold, [Column::Customer]);
    assert_eq!((history.cancel_lines, history.cancels_without_sale), (332, 22));

    let mut happened: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in &history.entries {
        let what = match entry.what {
            What::Placed { .. } => "placed",
            What::Changed { .. } => "changed",
            What::TakenBack { .. } => "taken back",
            What::FoundFalse { .. } => "found false",
        };
        *happened.entry(what).or_default() += 1;
    }
    let lines = || history.orders.iter().flat_map(|order| &order.lines);
    *happened.entry("lines").or_default() += lines().count();
    *happened.entry("services").or_default() += lines().filter(|line| !line.kept).count();
    let expected = [
        ("changed", 115),
        ("found false", 104),
        ("lines", 5_816),
        ("placed", 2_000),
        ("services", 66),
        ("taken back", 310),
    ];
    assert_eq!(Vec::from_iter(happened), expected);
}

#[test]
fn every_seed_and_size_is_a_history() {
    for (seed, orders, items, days) in
        [(0, 0, 1, 1), (2, 1, 1, 1), (3, 50, 0, 0), (u64::MAX, 300, 9, 7)]
    {
        let mut plan = Plan::seeded(seed);
        (plan.orders, plan.items, plan.days) = (orders, items, days);
        let history = read(&generated(&plan));
        assert_eq!(history.unreadable, [], "seed {seed}");
        assert_eq!(history.orders.len(), usize::try_from(orders).unwrap(), "seed {seed}");
    }
}

#[test]
fn another_seed_makes_another_history() {
    assert!(generated(&Plan::seeded(1)) != generated(&Plan::seeded(2)));
}
