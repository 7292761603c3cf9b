//! What holds after every history.

use proptest::prelude::*;
use rusqlite::types::Value;
use sklad_flow::{Command, Event, Shop};
use sklad_sqlite::views::Tables;

use crate::{
    follower::{
        Place, dump, follow, left_and_returned, lived, lived_and_left, rebuild, reflected, rows,
    },
    history::{act::Act, customers, setting::Setting},
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// After any history the tables are the state; made anew they are the same, history included.
    #[test]
    fn tables_are_the_state(history in customers::histories(), leave_after in leaving(), batch in 1..20_usize) {
        let (place, (shop, log)) = (Place::new(), lived_and_left(&history, leave_after));
        let (tables, teller) = follow(&place.path, &log, batch);
        prop_assert_eq!(teller.shop(), &shop);
        prop_assert_eq!(tables.check(&shop).unwrap(), []);
        prop_assert_eq!(short_in_tables(&place), short_in(&shop));

        let followed = dump(&place.sql());
        let (tables, teller) = rebuild(tables, &log);
        prop_assert_eq!(teller.shop(), &shop);
        prop_assert_eq!(tables.check(&shop).unwrap(), []);
        prop_assert_eq!(dump(&place.sql()), followed);
    }
}

/// When finished orders leave: never, at once, after some hours.
fn leaving() -> impl Strategy<Value = Option<u32>> {
    prop_oneof![Just(None), Just(Some(0)), Just(Some(20_000))]
}

#[test]
fn an_order_that_left_the_state_keeps_its_rows() {
    let (place, (shop, log)) = (Place::new(), left_and_returned());
    let told = |wanted: fn(&Event) -> bool| {
        log.iter().flat_map(|(_, events)| events).filter(|it| wanted(it)).count()
    };
    assert_eq!(
        told(|event| matches!(event, Event::Back { .. })),
        1,
        "a return brings the order back"
    );
    let before = log.len() - 1;
    let (tables, teller) = follow(&place.path, &log[..before].to_vec(), 3);
    assert!(teller.shop().case(sklad_base::OrderId::new(0)).is_none(), "it has left");
    let gone = "SELECT is_settled, outstanding FROM \"order\" WHERE order_id = 0";
    assert_eq!(rows(&place.sql(), gone), [[1.into(), 0.into()]]);
    assert_eq!(tables.check(teller.shop()).unwrap(), []);

    let (tables, _) = rebuild(tables, &log);
    let back = "SELECT returned_text FROM order_lines WHERE order_id = 0";
    assert_eq!(rows(&place.sql(), back), [["2".to_owned().into()]]);
    assert_eq!(tables.check(&shop).unwrap(), []);
}

/// Who goes short, by line and missing millionths: in SQL it is a running sum over those who wait.
fn short_in_tables(place: &Place) -> Vec<Vec<Value>> {
    let sql = "SELECT order_id, line, place, sku, missing FROM shortages ORDER BY 1, 2, 3, 4";
    rows(&place.sql(), sql)
}

fn short_in(shop: &Shop) -> Vec<Vec<Value>> {
    let row = |short: sklad_flow::ShortLine| {
        let line = i64::from(short.line.line().number()) + 1;
        let order = i64::from(short.line.order().number());
        let (place, sku) = (short.place.to_string(), short.sku.to_string());
        let missing = short.missing.millionths();
        vec![order.into(), line.into(), place.into(), sku.into(), missing.into()]
    };
    let mut all: Vec<_> = shop.shortages().collect();
    all.sort_by_key(|short| (short.line, short.place.clone(), short.sku.clone()));
    all.into_iter().map(row).collect()
}

#[test]
fn a_reader_sees_a_batch_whole_or_not_at_all() {
    let (place, (shop, log)) = (Place::new(), lived(&(Setting::plenty(), some_acts())));
    let (tables, _) = follow(&place.path, &log, 1);
    let reader = place.sql();
    reader.execute_batch("BEGIN").unwrap();
    let before = dump(&reader);
    let (tables, _) = rebuild(tables, &log[..3].to_vec());
    assert_eq!(dump(&reader), before, "a reader keeps what it began to read");
    reader.execute_batch("COMMIT").unwrap();
    assert_ne!(dump(&reader), before);
    assert!(!tables.check(&shop).unwrap().is_empty());
}

#[test]
fn what_could_not_be_written_is_written_the_next_time() {
    let (place, (shop, log)) = (Place::new(), lived(&(Setting::plenty(), some_acts())));
    let (mut tables, mut teller) = follow(&place.path, &log[..2].to_vec(), 1);
    let (before, reached) = (dump(&place.sql()), tables.watch().reached());
    for (record, (moment, events)) in (3..).map(sklad_base::RecordNo::new).zip(&log[2..]) {
        teller.take(&sklad_store::views::Step { record, moment: *moment, who: None, events });
    }
    let to = reflected(log.len() as u64, log[0].0);
    place.sql().execute_batch("ALTER TABLE document_line RENAME TO elsewhere").unwrap();
    let fault = tables.follow(&mut teller, to).unwrap_err();
    assert!(fault.to_string().starts_with("cannot write document_line in the tables: "), "{fault}");
    assert_eq!(tables.watch().reached(), reached);
    place.sql().execute_batch("ALTER TABLE elsewhere RENAME TO document_line").unwrap();
    assert_eq!(dump(&place.sql()), before, "nothing of it was written");

    tables.follow(&mut teller, to).unwrap();
    assert_eq!(tables.watch().reached(), to.position);
    assert_eq!(tables.check(&shop).unwrap(), []);
}

#[test]
fn a_position_can_be_waited_for() {
    let (place, (_, log)) = (Place::new(), lived(&(Setting::plenty(), some_acts())));
    let (tables, _) = follow(&place.path, &log[..1].to_vec(), 1);
    let watch = tables.watch();
    let end = reflected(log.len() as u64, log[0].0).position;
    let waiting = std::thread::spawn(move || watch.wait(end, std::time::Duration::from_secs(60)));
    let (tables, _) = rebuild(tables, &log);
    assert!(waiting.join().unwrap());
    assert_eq!(tables.reflects().position, end);
    let again = Tables::open(&place.path).unwrap();
    assert_eq!(again.reflects(), tables.reflects());
}

#[test]
fn the_check_names_what_differs() {
    let (place, (shop, log)) = (Place::new(), lived(&(Setting::plenty(), some_acts())));
    let (tables, _) = follow(&place.path, &log, 2);
    let by_hand = "UPDATE stock_level SET on_hand = 7 WHERE place = 'MAIN' AND sku = 'A-100';
        DELETE FROM order_line WHERE order_id = 0 AND line = 2;
        INSERT INTO document_line (document_id, row, line, sku, quantity) VALUES (0, 9, 1, 'A-100', 1);";
    place.sql().execute_batch(by_hand).unwrap();
    let found: Vec<_> = tables.check(&shop).unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "stock_level \"MAIN\", \"A-100\": on_hand is 7 in the table and 4998000000 in the shop",
            "order_line 0, 2: the shop has it, the table does not",
            "document_line 0, 9: the table has it, the shop does not",
        ]
    );
}

/// An order of two lines, billed and sent, and one that is cancelled.
pub(crate) fn some_acts() -> Vec<Act> {
    let place = |order| Act::Place { order, way: 1, lines: vec![(0, 4), (1, 2)] };
    let send = Act::Send { order: 0, part: None };
    vec![place(0), place(1), Act::Reserve(1), Act::CloseBill(0), send, Act::Cancel(1)]
}

/// Commands are what the acts become; an act that none becomes would make these tests say nothing.
#[test]
fn the_acts_are_accepted() {
    let (shop, log) = lived(&(Setting::plenty(), some_acts()));
    assert!(log.iter().all(|(_, events)| !events.is_empty()));
    assert!(shop.cases().any(|case| Command::Confirm(case.id()).order() == Some(case.id())));
}
