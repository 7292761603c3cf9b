//! Whatever stands in a file, each of its rows is found again.

use proptest::prelude::*;
use sklad::base::Currency;
use sklad_examples::history::{Columns, History, What};

/// Rows that are right, wrong, or not rows, in any mixture.
fn row() -> impl Strategy<Value = Vec<u8>> {
    let field = || {
        prop_oneof!["[a-c]", "[12]", "-?[0-3]", "\"", "\"a\"", "2026-03-0[1-9] 10:00:00", ".{0,3}"]
    };
    let kind = prop_oneof!["", "sale", "service", "cancel", "edit", "false", "adjust", "x"];
    let right = ("[1-3]", "[1-9]", "[ab]?", "[AB]", "-?[0-3]", kind).prop_map(
        |(order, day, customer, sku, qty, kind)| {
            format!("{order},2026-03-0{day} 10:00:00,{customer},{sku},{qty},{kind}").into_bytes()
        },
    );
    prop_oneof![
        6 => right,
        2 => prop::collection::vec(field(), 0..8).prop_map(|fields| fields.join(",").into_bytes()),
        1 => prop::collection::vec(any::<u8>(), 0..20),
    ]
}

proptest! {
    #[test]
    fn every_row_is_found_again(rows in prop::collection::vec(row(), 0..40)) {
        let mut csv = b"order_id,placed_at,customer_id,sku,qty,kind\n".to_vec();
        csv.extend(rows.join(&b'\n'));
        let eur = Currency::parse("EUR").unwrap();
        let history = History::read_from("any.csv", csv.as_slice(), &Columns::default(), eur).unwrap();

        let count = |is: fn(What) -> bool| history.entries.iter().filter(|entry| is(entry.what)).count();
        let lines: usize = history.orders.iter().map(|order| order.lines.len()).sum();
        let edits = count(|what| matches!(what, What::Changed { .. }));
        let found_false = count(|what| matches!(what, What::FoundFalse { .. }));
        let read = lines + history.cancel_lines + edits + found_false + history.not_orders;
        prop_assert_eq!(history.rows, read + history.unreadable.len());

        let taken_back = count(|what| matches!(what, What::TakenBack { .. }));
        prop_assert_eq!(history.cancel_lines, taken_back + history.cancels_without_sale);
        prop_assert_eq!(history.orders.len(), count(|what| matches!(what, What::Placed { .. })));
        prop_assert!(history.entries.is_sorted_by_key(|entry| entry.at));
        prop_assert!(history.unreadable.is_sorted_by_key(|row| row.line));
    }

    #[test]
    fn any_bytes_are_a_history_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let eur = Currency::parse("EUR").unwrap();
        let read = History::read_from("any.csv", bytes.as_slice(), &Columns::default(), eur);
        prop_assert!(read.is_ok() || !read.unwrap_err().to_string().is_empty());
    }
}
