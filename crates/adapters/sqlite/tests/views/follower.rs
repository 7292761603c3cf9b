//! A log in memory, and a follower that writes it into tables.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, types::Value};
use sklad_base::{Actor, Decider as _, Events, Moment, No, OrderId, RecordNo};
use sklad_flow::{Command, Event, Settings, Share, Shop};
use sklad_sqlite::views::{Reflected, Tables};
use sklad_stock::Fate;
use sklad_store::{
    Position,
    views::{Step, Table, Teller},
};
use tempfile::TempDir;

use crate::history::{
    World,
    act::{self, Act},
    money::Change,
    setting::Setting,
};

/// What a shop's log holds: per record its moment and its events.
pub(crate) type Log = Vec<(Moment, Vec<Event>)>;

/// Lives through a history, and returns the shop with its log.
pub(crate) fn lived(history: &(Setting, Vec<Act>)) -> (Shop, Log) {
    lived_and_left(history, None)
}

/// Lives through a history in which finished orders leave the state after so many seconds, and come back when named.
pub(crate) fn lived_and_left(
    (setting, acts): &(Setting, Vec<Act>),
    leave_after: Option<u32>,
) -> (Shop, Log) {
    let mut world = World::open(setting);
    world.adopt(Settings { leave_after, ..setting.settings() });
    let mut log = vec![(world.moment, world.log.clone())];
    for act in acts {
        if let Act::Wait(hours) = act {
            world.moment = world.moment.plus_seconds(3600 * i64::from(*hours));
        }
        world.moment = world.moment.plus_seconds(60);
        let command = act.command(&world);
        write(&mut world, command, &mut log);
    }
    (world.shop, log)
}

/// Writes what one command leads to into a record: what was due first, who is taken back, what it led to.
fn write(world: &mut World, command: Command, log: &mut Log) {
    let events = written(world, command, log);
    log.push((world.moment, events));
}

fn written(world: &mut World, command: Command, log: &Log) -> Vec<Event> {
    world.shop.begin(RecordNo::new(log.len() as u64 + 1));
    let envelope = world.envelope(command);
    let mut due = Events::new();
    world.shop.due(world.moment, &(), &mut due);
    due.iter().for_each(|event| world.shop.evolve(event));
    let mut all: Vec<Event> = due.into_iter().collect();
    loop {
        let mut events = Events::new();
        let answer = world.shop.run_into(&envelope, &(), &mut events);
        all.extend(events);
        let Err(No::Recall { order, record }) = answer else { return all };
        let there = log.get(usize::try_from(record.number()).unwrap() - 1);
        let there = there.map_or(&all, |(_, events)| events);
        let back = world.shop.recall(order, there, world.moment).unwrap();
        world.shop.evolve(&back);
        all.push(back);
    }
}

/// An order is billed, sent, paid and finished; long after it has left the state the customer sends its goods back.
pub(crate) fn left_and_returned() -> (Shop, Log) {
    let mut world = World::open(&Setting::plenty());
    world.adopt(Settings { leave_after: Some(60), ..Setting::plenty().settings() });
    let mut log = vec![(world.moment, world.log.clone())];
    let (place, change) =
        (Act::Place { order: 0, way: 1, lines: vec![(0, 4)] }, Change::MarkPaid(0));
    let edit = Act::Edit { order: 0, change };
    let other = Act::Place { order: 1, way: 1, lines: vec![(0, 4)] };
    for act in [place, Act::CloseBill(0), Act::Send { order: 0, part: None }, edit, other] {
        world.moment = world.moment.plus_seconds(3600);
        let command = act.command(&world);
        write(&mut world, command, &mut log);
    }
    let (order, share, place) = (OrderId::new(0), Share::All, act::code(0));
    let back = Command::Return { order, share, place, fate: Fate::Restock };
    write(&mut world, back, &mut log);
    (world.shop, log)
}

/// A folder of its own, and the file of tables in it.
pub(crate) struct Place {
    _folder: TempDir,
    pub(crate) path: PathBuf,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.views.sqlite");
        Self { _folder: folder, path }
    }

    pub(crate) fn sql(&self) -> Connection {
        Connection::open(&self.path).unwrap()
    }
}

/// Follows a log in batches of so many records.
pub(crate) fn follow(path: &Path, log: &Log, batch: usize) -> (Tables, Teller) {
    let (mut tables, mut teller) = (Tables::open(path).unwrap(), Teller::new(Shop::new()));
    let mut written = 0;
    for records in log.chunks(batch) {
        for (moment, events) in records {
            written += 1;
            let record = RecordNo::new(written);
            teller.take(&Step { record, moment: *moment, who: Some(&maria()), events });
        }
        tables.follow(&mut teller, reflected(written, records.last().unwrap().0)).unwrap();
    }
    (tables, teller)
}

pub(crate) fn rebuild(tables: Tables, log: &Log) -> (Tables, Teller) {
    let mut rebuild = tables.rebuild(Shop::new(), |_| {}).unwrap();
    for (record, (moment, events)) in (1..).map(RecordNo::new).zip(log) {
        rebuild.take(&Step { record, moment: *moment, who: Some(&maria()), events }).unwrap();
    }
    rebuild.finish(reflected(log.len() as u64, log.last().unwrap().0)).unwrap()
}

pub(crate) fn reflected(written: u64, moment: Moment) -> Reflected {
    let (position, record) = (Position::new(written), RecordNo::new(written));
    Reflected { position, record, moment: Some(moment), ..Reflected::NOTHING }
}

/// Returns every row of every table, and what they reflect.
pub(crate) fn dump(sql: &Connection) -> Vec<Vec<Value>> {
    let names = Table::ALL.map(|table| table.name).into_iter().chain(["reflects"]);
    names
        .flat_map(|name| rows(sql, &format!("SELECT * FROM \"{name}\" ORDER BY 1, 2, 3")))
        .collect()
}

pub(crate) fn rows(sql: &Connection, query: &str) -> Vec<Vec<Value>> {
    let mut statement = sql.prepare(query).unwrap();
    let columns = statement.column_count();
    let row = |row: &rusqlite::Row<'_>| (0..columns).map(|index| row.get(index)).collect();
    let all = statement.query_map((), row).unwrap();
    all.collect::<Result<_, _>>().unwrap()
}

fn maria() -> Actor {
    Actor::Person("maria".into())
}
