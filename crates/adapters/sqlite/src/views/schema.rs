//! Making the tables, and seeing that they are ours and of this version.

use rusqlite::Connection;
use sklad_store::Fault;

use super::{readable, write::fault};

/// `sklv`: so that a file of tables is not taken for a log, nor another program's database for either.
const APPLICATION_ID: i32 = 0x736b_6c76;
/// Grows with each change of the schema.
const VERSION: i32 = 4;

/// What a log keeps itself in: the tables of `file::LOG`, and SQLite's own.
const OF_LOG: &[&str] = &[
    "record",
    "kept",
    "sealed_key",
    "archive",
    "foundation",
    "snapshot",
    "snapshot_part",
    "sqlite_sequence",
];

const TABLES: &str = include_str!("schema.sql");

/// What is found in a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Nothing,
    Ours,
    Older(i32),
    Newer(i32),
    Foreign,
}

/// Looks whose file it is; changes nothing.
pub(crate) fn look(connection: &Connection) -> Result<Found, Fault> {
    let read = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0));
    let known = read("application_id").and_then(|id| Ok((id, read("user_version")?)));
    let objects = "SELECT count(*) FROM sqlite_schema";
    let count = known.and_then(|known| {
        Ok((known, connection.query_row(objects, (), |row| row.get::<_, i64>(0))?))
    });
    let ((id, version), objects) = count.map_err(|error| fault("read", error))?;
    Ok(match (id, version, objects) {
        (0, 0, 0) => Found::Nothing,
        (APPLICATION_ID, VERSION, _) => Found::Ours,
        (APPLICATION_ID, older, _) if older < VERSION => Found::Older(older),
        (APPLICATION_ID, newer, _) => Found::Newer(newer),
        _ => Found::Foreign,
    })
}

/// Makes all tables, empty, in a file without any; the caller has a transaction open.
pub(crate) fn create(connection: &Connection) -> Result<(), Fault> {
    let marks =
        format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};");
    connection.execute_batch(&marks).map_err(|error| fault("make", error))?;
    create_in_log(connection)
}

/// Makes all tables, empty, beside a log's own in one file; the caller has a transaction open.
pub(crate) fn create_in_log(connection: &Connection) -> Result<(), Fault> {
    let empty = format!(
        "INSERT INTO reflects (one, position, record, version, epoch, is_clean)
            VALUES (1, 0, 0, {VERSION}, 0, 1);"
    );
    let all = [TABLES, &readable::views(), &empty].concat();
    connection.execute_batch(&all).map_err(|error| fault("make", error))
}

/// Looks which tables stand beside a log's own in its file; changes nothing.
pub(crate) fn look_in_log(connection: &Connection) -> Result<Found, Fault> {
    let failed = |error| fault("read", error);
    let objects = "SELECT count(*) FROM sqlite_schema WHERE name = 'reflects'";
    let count: i64 = connection.query_row(objects, (), |row| row.get(0)).map_err(failed)?;
    if count == 0 {
        return Ok(Found::Nothing);
    }
    let version = "SELECT version FROM reflects";
    let version: i32 = connection.query_row(version, (), |row| row.get(0)).map_err(failed)?;
    Ok(match version {
        VERSION => Found::Ours,
        older if older < VERSION => Found::Older(older),
        newer => Found::Newer(newer),
    })
}

/// Drops all tables and views in a log's file but the log's own; the caller has a transaction open.
pub(crate) fn drop_in_log(connection: &Connection) -> Result<(), Fault> {
    drop_but(connection, OF_LOG)
}

/// Drops all that is there; the caller has a transaction open.
pub(crate) fn drop_all(connection: &Connection) -> Result<(), Fault> {
    drop_but(connection, &[])
}

fn drop_but(connection: &Connection, others: &[&str]) -> Result<(), Fault> {
    let objects =
        "SELECT type, name FROM sqlite_schema WHERE type IN ('view', 'table') ORDER BY type DESC";
    let listed = connection.prepare(objects).and_then(|mut statement| {
        let rows = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect::<Result<Vec<(String, String)>, _>>()
    });
    let listed = listed.map_err(|error| fault("list", error))?;
    for (what, name) in listed.into_iter().filter(|(_, name)| !others.contains(&name.as_str())) {
        let sql = format!("DROP {what} \"{}\"", name.replace('"', "\"\""));
        connection.execute_batch(&sql).map_err(|error| fault("drop", error))?;
    }
    Ok(())
}
