//! The main job on histories whose outcome is known.

#![expect(clippy::unwrap_used, reason = "a failing test says where")]

use std::path::Path;

use sklad::prelude::*;
use sklad_examples::{
    history::{Columns, History, OpeningStock},
    replay::{Setting, replay, report},
};

fn all_four(history: &History, stock: &OpeningStock, setting: &Setting) -> String {
    let outcome = |way| replay(history, stock, way, setting).unwrap();
    report(&setting.ways().map(outcome))
}

fn read(csv: &str) -> History {
    let eur = Currency::parse("EUR").unwrap();
    History::read_from("orders.csv", csv.as_bytes(), &Columns::default(), eur).unwrap()
}

fn stock(csv: &str) -> OpeningStock {
    OpeningStock::read_from("stock.csv", csv.as_bytes()).unwrap()
}

#[test]
fn the_made_up_history_gives_this_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/orders.csv");
    let eur = Currency::parse("EUR").unwrap();
    let history = History::read(&path, &Columns::default(), eur).unwrap();
    let stock = OpeningStock::days_of_demand(&history, 30);
    insta::assert_snapshot!(all_four(&history, &stock, &Setting::default()));
}

/// One genuine order, one false order found the next day by its buyer, one line taken back after sending.
const SMALL: &str = "order_id,placed_at,customer_id,sku,qty,unit_price,kind
1001,2026-03-02 08:00:00,C1,LAMP,4,24.90,sale
1002,2026-03-02 08:30:00,C2,LAMP,2,24.90,sale
1003,2026-03-02 09:00:00,C3,LAMP,3,24.90,sale
1002,2026-03-03 08:30:00,C2,,,,false
C1001,2026-03-09 08:00:00,C1,LAMP,-1,24.90,cancel
";

#[test]
fn a_small_history_gives_the_numbers_of_a_calculation_by_hand() {
    let history = read(SMALL);
    let stock = stock("sku,qty\nLAMP,6\n");
    let of = |way| replay(&history, &stock, way, &Setting::default()).unwrap();
    let units = |units: i128| units * 1_000_000;

    // Stock falls late: the false order is found at review and blocks nothing; 4 + 3 of 6 are wanted.
    let late = of(Way::ClientOrder(Reserve::ByHand));
    assert_eq!((late.taken, late.closed, late.refused, late.false_found), (3, 2, 0, 1));
    assert_eq!((late.short_units, late.short_orders), (units(1), 1));
    assert_eq!((late.short_known_at_placing, late.false_blocked_units), (units(1), 0));
    assert_eq!(late.stands[&PlaceCode::parse("MAIN").unwrap()].on_hand, units(1));

    // Stock falls at once: the false order takes 2, is sent after 20 hours and found after 24, and comes home.
    let at_once = of(Way::ClosedBill);
    assert_eq!((at_once.taken, at_once.closed, at_once.nothing_had), (3, 1, 1));
    assert_eq!((at_once.short_units, at_once.short_orders), (units(3), 1));
    assert_eq!((at_once.false_blocked_units, at_once.false_sent_units), (units(2), units(2)));
    assert_eq!(at_once.false_blocked_unit_seconds, units(2 * 24 * 3600));
    assert_eq!(at_once.stands[&PlaceCode::parse("MAIN").unwrap()].on_hand, units(3));

    // Transfer: the same, but the reviewer finds the false order after 4 hours, before anything was sent.
    let moved = of(Way::Transfer);
    assert_eq!((moved.false_blocked_units, moved.false_sent_units), (units(2), 0));
    assert_eq!(moved.false_blocked_unit_seconds, units(2 * 4 * 3600));
    assert_eq!(moved.stands[&PlaceCode::parse("MAIN").unwrap()].on_hand, units(3));
    for outcome in [late, at_once, moved] {
        assert_eq!((outcome.returned_units, outcome.rejected_units), (units(1), 0));
    }
}

#[test]
fn with_enough_in_stock_the_four_ways_end_alike() {
    let history = read(SMALL);
    let stock = stock("sku,qty\nLAMP,100\n");
    let setting = Setting::default();
    let ends = setting.ways().map(|way| {
        let outcome = replay(&history, &stock, way, &setting).unwrap();
        let on_hand: i128 = outcome.stands.values().map(|stands| stands.on_hand).sum();
        (outcome.closed, outcome.short_units, on_hand)
    });
    assert_eq!(ends, [(2, 0, 94_000_000); 4]);
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn a_real_history_goes_through_all_four_ways() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data/uci/uci_top100_sep_dec_2011.csv");
    if !path.exists() {
        eprintln!("skipped: ../shared/data/uci is not there");
        return;
    }
    let eur = Currency::parse("EUR").unwrap();
    let history = History::read(&path, &Columns::default(), eur).unwrap();
    let stock = OpeningStock::days_of_demand(&history, 30);
    let setting = Setting::default();
    for way in setting.ways() {
        let outcome = replay(&history, &stock, way, &setting).unwrap();
        assert_eq!((outcome.taken, outcome.refused), (5948, 0), "{way}");
        let pending: i128 = outcome.stands.values().map(|stands| stands.pending).sum();
        assert_eq!(pending, 0, "{way}: what is not there is cancelled");
        let left: i128 = outcome.stands.values().map(|stands| stands.on_hand).sum();
        assert!(left >= 0, "{way}");
    }
}
