//! Making the tables, and seeing that they are ours and of this version.

use rusqlite::Connection;
use sklad_store::Fault;

use super::{readable, write::fault};

/// `sklv`: so that a file of tables is not taken for a log, nor another program's database for either.
const APPLICATION_ID: i32 = 0x736b_6c76;
/// Grows with each change of the schema.
const VERSION: i32 = 3;

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
    let empty =
        "INSERT INTO reflects (one, position, record, epoch, is_clean) VALUES (1, 0, 0, 0, 1);";
    let all = [TABLES, &readable::views(), &marks, empty].concat();
    connection.execute_batch(&all).map_err(|error| fault("make", error))
}

/// Drops all that is there; the caller has a transaction open.
pub(crate) fn drop_all(connection: &Connection) -> Result<(), Fault> {
    let objects =
        "SELECT type, name FROM sqlite_schema WHERE type IN ('view', 'table') ORDER BY type DESC";
    let listed = connection.prepare(objects).and_then(|mut statement| {
        let rows = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect::<Result<Vec<(String, String)>, _>>()
    });
    for (what, name) in listed.map_err(|error| fault("list", error))? {
        let sql = format!("DROP {what} \"{}\"", name.replace('"', "\"\""));
        connection.execute_batch(&sql).map_err(|error| fault("drop", error))?;
    }
    Ok(())
}
