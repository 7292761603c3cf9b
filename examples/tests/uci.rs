//! A real history: 43,008 lines of a gift shop (UCI Online Retail, Chen 2015, CC BY 4.0), not shipped with sklad.
//!
//! The numbers are those of a script in another language, which read the same file.

#![expect(clippy::unwrap_used, reason = "a test fails by it, in its helpers too")]

use std::path::Path;

use sklad::base::Currency;
use sklad_examples::history::{Columns, Entry, History, OpeningStock, What};

const PATH: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/uci/uci_top100_sep_dec_2011.csv");

#[test]
fn a_real_history_is_read_to_its_last_row() {
    let Some(history) = history() else { return };
    assert_eq!(history.rows, 43_008);
    assert_eq!(history.unreadable, []);
    assert_eq!(history.orders.len(), 5_948);
    assert_eq!(history.orders.iter().map(|order| order.lines.len()).sum::<usize>(), 42_323);
    // Three orders were entered across the turn of a minute.
    assert_eq!(history.lines_under_first, 11);
    assert_eq!(history.not_orders, 0);
}

#[test]
fn a_real_history_takes_back_what_its_customers_bought() {
    let Some(history) = history() else { return };
    let taken_back = |entry: &&Entry| matches!(entry.what, What::TakenBack { .. });
    assert_eq!(history.cancel_lines, 685);
    assert_eq!(history.entries.iter().filter(taken_back).count(), 462);
    assert_eq!(history.cancels_without_sale, 223);
    assert_eq!(history.entries.len(), 5_948 + 462);
}

#[test]
fn a_real_history_says_what_it_does_not_tell() {
    let Some(history) = history() else { return };
    let said: Vec<String> = history.defaults.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "customer: none, in 6464 lines (empty in column \"customer_id\")",
            "channel: site, in 42323 lines (no column \"channel\")",
            "payment: any, in 42323 lines (no column \"payment\")",
            "delivery: any, in 42323 lines (no column \"delivery\")",
            "warehouse: none, in 42323 lines (no column \"warehouse\")",
        ]
    );
}

#[test]
fn thirty_days_of_a_real_demand_are_stock_of_each_item() {
    let Some(history) = history() else { return };
    let stock = OpeningStock::days_of_demand(&history, 30);
    assert_eq!(stock.lines.len(), 100);
    let units: i64 = stock.lines.iter().map(|line| line.quantity.millionths() / 1_000_000).sum();
    assert_eq!(units, 159_112);
}

/// Reads the file where it lies beside the workspace.
fn history() -> Option<History> {
    if !Path::new(PATH).exists() {
        #[expect(clippy::print_stderr, reason = "a test that did nothing must say so")]
        {
            eprintln!("skipped: ../shared/data/uci is not there");
        }
        return None;
    }
    let eur = Currency::parse("EUR").unwrap();
    Some(History::read(Path::new(PATH), &Columns::default(), eur).unwrap())
}
