//! A keeper writes, a follower feeds the tables.

use sklad_base::{Actor, Envelope};
use sklad_flow::{Event, Shop};
use sklad_sqlite::views::{Following, Tables, rebuild};
use sklad_store::{Follower, Keeper, Mark, MemoryKeys, MemoryLog, Setup, wait};

use crate::{
    follower::{Place, dump, rows},
    history::{World, act::Act, setting::Setting},
    laws::some_acts,
};

/// A shop on a log, with everything that `some_acts` does in it.
fn kept() -> (MemoryLog, MemoryKeys) {
    let (log, keys) = (MemoryLog::new(), MemoryKeys::new());
    let mut world = World::open(&Setting::plenty());
    let keeper =
        Keeper::open(log.clone(), keys.clone(), Setup::new("shop", world.shop.clone(), ()));
    let keeper = keeper.wait().unwrap();
    for (number, act) in (1..).zip(some_acts()) {
        let command = Act::command(&act, &world);
        world.act(&act);
        let (now, who) = (keeper.now(), Actor::Person("maria".into()));
        let id = sklad_base::CommandId::counted(now, number);
        keeper.send(Envelope::new(id, who, now, command)).unwrap().wait().unwrap();
    }
    (log, keys)
}

fn start() -> Shop {
    World::open(&Setting::plenty()).shop
}

fn follower(log: &MemoryLog, keys: &MemoryKeys) -> Follower<Event, MemoryLog, MemoryKeys> {
    Follower::new(log.clone(), keys.clone(), "shop", Mark::START)
}

#[test]
fn a_follower_feeds_the_tables_and_goes_on_where_they_stand() {
    let ((log, keys), place) = (kept(), Place::new());
    let mut following =
        Following::new(Tables::open(&place.path).unwrap(), start(), Mark::START).unwrap();
    let end = wait(follower(&log, &keys).feed(&mut following)).unwrap();
    assert!(end > Mark::START);
    assert_eq!(following.tables().reflects().position, end.position);
    let who = "SELECT DISTINCT who, who_is FROM order_log WHERE what = 'placed'";
    assert_eq!(rows(&place.sql(), who), [["maria".to_owned().into(), "person".to_owned().into()]]);

    let before = dump(&place.sql());
    drop(following);
    let mut again =
        Following::new(Tables::open(&place.path).unwrap(), start(), Mark::START).unwrap();
    assert_eq!(wait(follower(&log, &keys).feed(&mut again)).unwrap(), end);
    assert_eq!(dump(&place.sql()), before, "nothing is written twice");
    // What was there before the first record is in the shop and in no record.
    let surplus = again.tables().check(again.shop()).unwrap();
    assert!(
        surplus.iter().all(|it| ["stock_level", "document", "document_line"].contains(&it.table))
    );
}

#[test]
fn tables_that_stand_before_a_state_cannot_follow_from_it() {
    let place = Place::new();
    let mark = Mark { record: sklad_base::RecordNo::new(7), ..Mark::START };
    let fault = Following::new(Tables::open(&place.path).unwrap(), Shop::new(), mark).unwrap_err();
    assert_eq!(
        fault.to_string(),
        "cannot follow from record 7: the tables stand at record 0; begin with an older state, or rebuild them"
    );
}

#[test]
fn a_log_makes_its_tables_anew() {
    let (log, keys) = (MemoryLog::new(), MemoryKeys::new());
    let keeper = Keeper::open(log.clone(), keys.clone(), Setup::new("shop", Shop::new(), ()));
    let keeper = keeper.wait().unwrap();
    for (number, sku) in (1..).zip(["A-100", "B-200"]) {
        let (now, who) = (keeper.now(), Actor::System("site".into()));
        let id = sklad_base::CommandId::counted(now, number);
        let add = sklad_flow::Command::AddItem { sku: sku.parse().unwrap(), kept: true };
        keeper.send(Envelope::new(id, who, now, add)).unwrap().wait().unwrap();
    }
    let place = Place::new();
    let (told, hears) = std::sync::mpsc::channel();
    let tell = move |progress| told.send(progress).unwrap();
    let mut made = wait(rebuild(&place.path, follower(&log, &keys), tell)).unwrap();
    assert_eq!(made.tables().check(made.shop()).unwrap(), []);
    assert_eq!(hears.iter().last().unwrap().record, made.tables().reflects().record);
    let end = wait(follower(&log, &keys).feed(&mut made)).unwrap();
    assert_eq!(made.tables().reflects().record, end.record);
}
