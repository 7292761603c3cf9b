//! A log in memory, and a follower that writes it into tables.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, types::Value};
use sklad_base::{Actor, Moment, RecordNo};
use sklad_flow::{Event, Shop};
use sklad_sqlite::views::{Reflected, Tables};
use sklad_store::{
    Position,
    views::{Step, Table, Teller},
};
use tempfile::TempDir;

use crate::history::{World, act::Act, setting::Setting};

/// What a shop's log holds: per record its moment and its events.
pub(crate) type Log = Vec<(Moment, Vec<Event>)>;

/// Lives through a history, and returns the shop with its log.
pub(crate) fn lived((setting, acts): &(Setting, Vec<Act>)) -> (Shop, Log) {
    let mut world = World::open(setting);
    let mut log = vec![(world.moment, world.log.clone())];
    for act in acts {
        let events = world.act(act).events().to_vec();
        log.push((world.moment, events));
    }
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
    Reflected { position, record, moment: Some(moment) }
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
