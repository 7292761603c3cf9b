//! Rows that are told batch by batch are those of the state, for every history.
#![allow(
    clippy::wildcard_enum_match_arm,
    clippy::unwrap_used,
    dead_code,
    unreachable_pub,
    reason = "tests; the histories are those of the shop's own laws, which use more of them"
)]

#[path = "../../../domain/flow/tests/history/mod.rs"]
mod history;

use proptest::prelude::*;
use sklad_base::{Actor, Moment, RecordNo};
use sklad_flow::{Event, Shop};
use sklad_store::views::{Rows, Sink, Step, Table, Teller, Value};

use self::history::{World, act::Act, setting::Setting};

/// What a shop's log holds: per command its moment and its events. What was due before a refused command happened too.
type Log = Vec<(Moment, Vec<Event>)>;

fn lived((setting, acts): &(Setting, Vec<Act>)) -> (World, Log) {
    let mut world = World::open(setting);
    let mut log = vec![(world.moment, world.log.clone())];
    for act in acts {
        let from = world.log.len();
        world.act(act);
        log.push((world.moment, world.log[from..].to_vec()));
    }
    (world, log)
}

fn follow(log: &Log, batch: usize) -> (Shop, Rows) {
    let (mut teller, mut rows) = (Teller::new(Shop::new()), Rows::default());
    let who = Actor::Person("maria".into());
    let mut record = RecordNo::FIRST;
    for steps in log.chunks(batch) {
        for (moment, events) in steps {
            teller.take(&Step { record, moment: *moment, who: Some(&who), events });
            record = record.next();
        }
        let Ok(()) = teller.tell(&mut rows);
        teller.told();
    }
    (teller.shop().clone(), rows)
}

fn state_rows(shop: &Shop) -> Rows {
    let mut rows = Rows::default();
    let Ok(()) = sklad_store::views::tell_state(shop, &mut rows);
    rows
}

/// Leaves out what happened.
fn of_state(rows: &Rows) -> Rows {
    let mut left = Rows::default();
    for table in Table::ALL.into_iter().filter(|table| !table.is_history) {
        for (key, rest) in rows.of(table) {
            let Ok(()) = left.put(table, &[key.as_slice(), rest].concat());
        }
    }
    left
}

proptest! {
    /// What is told of each batch adds up to the state; what happened is the same however the batches are cut.
    #[test]
    fn tables_follow_the_state(history in history::customers::histories(), batch in 1..20_usize) {
        let (world, log) = lived(&history);
        let (shop, rows) = follow(&log, batch);
        prop_assert_eq!(&shop, &world.shop);
        prop_assert_eq!(of_state(&rows), state_rows(&world.shop));
        prop_assert_eq!(rows, follow(&log, 1).1);
    }
}

/// Found by the law: a limit passed right before a command that was refused.
#[test]
fn what_was_due_before_a_refused_command_is_told() {
    let place = Act::Place { order: 0, way: 1, lines: vec![(0, 1)] };
    let acts = vec![place; 70]; // a minute each: the number is taken, and after an hour the order is late
    let (world, log) = lived(&(Setting { stages: true, ..Setting::plenty() }, acts));
    let late = log[2..].iter().flat_map(|(_, events)| events);
    assert!(late.clone().count() > 0 && late.clone().all(|event| matches!(event, Event::Stage(_))));
    let (shop, rows) = follow(&log, 2);
    assert_eq!(shop, world.shop);
    assert_eq!(of_state(&rows), state_rows(&world.shop));
}

/// A sink that counts what it is told.
#[derive(Default)]
struct Count(std::collections::BTreeMap<&'static str, usize>);

impl Sink for Count {
    type Fault = std::convert::Infallible;

    fn put(&mut self, table: &'static Table, _: &[Value<'_>]) -> Result<(), Self::Fault> {
        *self.0.entry(table.name).or_default() += 1;
        Ok(())
    }

    fn remove(&mut self, table: &'static Table, _: &[Value<'_>]) -> Result<(), Self::Fault> {
        *self.0.entry(table.name).or_default() += 1;
        Ok(())
    }

    fn forget(&mut self, _: sklad_base::PersonId) -> Result<(), Self::Fault> {
        Ok(())
    }
}

#[test]
fn what_changes_often_in_a_batch_is_told_once() {
    let place = Act::Place { order: 0, way: 1, lines: vec![(0, 4), (1, 2)] };
    let acts = vec![
        place,
        Act::Confirm(0),
        Act::Reserve(0),
        Act::CloseBill(0),
        Act::Send { order: 0, part: None },
    ];
    let (_, log) = lived(&(Setting::plenty(), acts));
    let mut teller = Teller::new(Shop::new());
    let who = Actor::System("site".into());
    for (moment, events) in &log {
        teller.take(&Step { record: RecordNo::FIRST, moment: *moment, who: Some(&who), events });
    }
    let mut count = Count::default();
    let Ok(()) = teller.tell(&mut count);
    teller.told();
    assert_eq!(count.0["order"], 1);
    assert_eq!(count.0["order_line"], 2);
    assert_eq!(count.0["reservation"], 2);
    assert_eq!(count.0["stock_level"], 6, "three items at the two places that sell");
    let mut again = Count::default();
    let Ok(()) = teller.tell(&mut again);
    assert_eq!(again.0.len(), 0, "what was told is not told again");
}

#[test]
fn an_orders_log_tells_who_did_what() {
    let place = Act::Place { order: 0, way: 1, lines: vec![(0, 4)] };
    let acts = vec![place, Act::CloseBill(0), Act::Send { order: 0, part: None }];
    let (_, log) = lived(&(Setting::plenty(), acts));
    let (_, rows) = follow(&log, 100);
    let named = Table::ALL.into_iter().find(|table| table.name == "order_log").unwrap();
    let text = |value: &Value<'_>| value.to_string().replace('"', "");
    let told = rows.of(named).map(|(_, rest)| rest[1..6].iter().map(text).collect::<Vec<_>>());
    let told: Vec<_> = told.map(|row| row.join(" | ")).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn stages_stand_in_their_queue_and_in_the_orders_log() {
    let place = |order| Act::Place { order, way: 1, lines: vec![(0, 4)] };
    let advance = Act::Stage { order: 0, wish: 9, said: true };
    let cancel = Act::Stage { order: 1, wish: 8, said: false };
    let acts = vec![place(0), place(1), Act::Wait(2), advance, cancel];
    let (_, log) = lived(&(Setting { stages: true, ..Setting::plenty() }, acts));
    let (_, rows) = follow(&log, 2);
    let named = |name| Table::ALL.into_iter().find(|table| table.name == name).unwrap();
    let text = |value: &Value<'_>| value.to_string().replace('"', "");
    let mut told = Vec::new();
    for (key, rest) in rows.of(named("stage_queue")) {
        told.push([&key[..], &rest[..]].concat().iter().map(text).collect::<Vec<_>>().join(" | "));
    }
    for (key, rest) in rows.of(named("order_log")).filter(|(_, rest)| text(&rest[3]) == "stage") {
        told.push([&key[..1], &rest[..]].concat().iter().map(text).collect::<Vec<_>>().join(" | "));
    }
    insta::assert_snapshot!(told.join("\n"));
}
