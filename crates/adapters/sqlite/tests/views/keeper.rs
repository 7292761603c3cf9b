//! A keeper writes, a follower feeds the tables.

use sklad_base::{Actor, Envelope};
use sklad_flow::{Event, Shop};
use sklad_sqlite::views::{Following, Tables, rebuild};
use sklad_store::{
    Auditor, Batch, Clock, Follower, Keeper, Log, Mark, MemoryKeys, MemoryLog, Position, Restored,
    Setup, Stored, wait,
};

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

/// A copy of a log, up to a record: a backup.
fn backup(log: &MemoryLog, up_to: u64) -> MemoryLog {
    let copy = MemoryLog::new();
    let mut after = Position::EMPTY;
    loop {
        let page = wait(log.read(after)).unwrap();
        let Some(last) = page.last() else { return copy };
        after = last.position;
        for stored in page.into_iter().filter(|stored| stored.record.number() <= up_to) {
            let expected = wait(copy.head()).unwrap();
            let Stored { key, record, bytes, .. } = stored;
            wait(copy.append(&Batch { key, expected, record, bytes })).unwrap();
        }
    }
}

fn restore(log: &MemoryLog, keys: &MemoryKeys) -> Mark {
    let moment = Clock::system().now();
    let (who, why) = (Actor::Person("olga".into()), "the backup of last night".into());
    let restored = Restored { moment, margin: 100.try_into().unwrap(), who, why };
    wait(Auditor::new(log.clone(), keys.clone(), "shop", start()).restored(&restored)).unwrap()
}

#[test]
fn tables_tell_void_numbers_and_those_that_are_ahead_of_a_restored_log_are_refused() {
    let ((log, keys), place) = (kept(), Place::new());
    let tables = || Tables::open(&place.path).unwrap();
    let mut following = Following::new(tables(), start(), Mark::START).unwrap();
    let end = wait(follower(&log, &keys).feed(&mut following)).unwrap();
    drop(following);

    // The backup lacks three records that the tables reflect.
    let short = backup(&log, end.record.number() - 3);
    let began = restore(&short, &keys);
    let mut ahead = Following::new(tables(), start(), Mark::START).unwrap();
    let told = wait(follower(&short, &keys).feed(&mut ahead)).unwrap_err().to_string();
    let text = format!(
        "cannot follow with tables that reflect {} of the first epoch: the log was restored from a backup, {} of it \
         is of {}; rebuild them from the log",
        end.record, began.record, began.epoch
    );
    assert_eq!(told, text);
    drop(ahead);

    // A backup that lacks nothing goes on in the same tables.
    let whole = backup(&log, end.record.number());
    let began = restore(&whole, &keys);
    let mut following = Following::new(tables(), start(), Mark::START).unwrap();
    assert_eq!(wait(follower(&whole, &keys).feed(&mut following)).unwrap(), began);
    assert_eq!(following.tables().reflects().epoch, began.epoch);
    let voids =
        "SELECT count(*), min(last - first + 1), max(last - first + 1), min(why) FROM void_number";
    let why = "the backup of last night".to_owned();
    assert_eq!(rows(&place.sql(), voids), [[8.into(), 100.into(), 100.into(), why.into()]]);
    let is_void = |it: &sklad_sqlite::views::Difference| it.table == "void_number";
    assert!(!following.tables().check(following.shop()).unwrap().iter().any(is_void));
}
