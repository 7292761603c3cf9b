//! Do the tables say what the shop says?

use std::{collections::BTreeSet, convert::Infallible, fmt};

use rusqlite::{Connection, params_from_iter, types::ValueRef};
use sklad_base::PersonId;
use sklad_flow::Shop;
use sklad_store::{
    Fault,
    views::{Sink, Table, Value, has_left, tell_state},
};

use super::write::{by_key, fault};

/// A row or a value that differs.
///
/// ```
/// use sklad_sqlite::views::Tables;
///
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("shop.views.sqlite");
/// let tables = Tables::open(&path)?;
/// let by_hand = rusqlite::Connection::open(&path)?;
/// by_hand.execute("INSERT INTO stock_level VALUES ('MAIN', 'A-100', NULL, 1, 0, 0, 0, 1, 1, 0)", ())?;
/// let found = tables.check(&sklad_flow::Shop::new())?;
/// assert_eq!(found[0].to_string(), "stock_level \"MAIN\", \"A-100\": the table has it, the shop does not");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// In which table.
    pub table: &'static str,
    /// The row's key.
    pub key: Vec<Value<'static>>,
    /// What differs.
    pub what: What,
}

/// What differs in a row.
///
/// See [`Difference`] for an example.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum What {
    /// The shop has it, the table does not.
    Absent,
    /// The table has it, the shop does not.
    Surplus,
    /// One column says something else.
    Other {
        /// Which column.
        column: &'static str,
        /// What the table says.
        is: Value<'static>,
        /// What the shop says.
        should_be: Value<'static>,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key: Vec<_> = self.key.iter().map(ToString::to_string).collect();
        write!(f, "{} {}: ", self.table, key.join(", "))?;
        match &self.what {
            What::Absent => f.write_str("the shop has it, the table does not"),
            What::Surplus => f.write_str("the table has it, the shop does not"),
            What::Other { column, is, should_be } => {
                write!(f, "{column} is {is} in the table and {should_be} in the shop")
            }
        }
    }
}

/// Returns what differs, table by table; at most a thousand of them.
pub(crate) fn differences(connection: &Connection, shop: &Shop) -> Result<Vec<Difference>, Fault> {
    let mut compare = Compare { connection, found: Vec::new(), counts: [0; Table::ALL.len()] };
    tell_state(shop, &mut compare)?;
    let Compare { mut found, counts, .. } = compare;
    for (table, count) in Table::ALL.into_iter().zip(counts) {
        if !table.is_history && rows_in(connection, table)? > count {
            found.extend(surplus(connection, table, shop)?);
        }
    }
    found.truncate(ENOUGH);
    Ok(found)
}

/// Looks each row up as it is told.
struct Compare<'c> {
    connection: &'c Connection,
    found: Vec<Difference>,
    /// How many rows of each table are there.
    counts: [i64; Table::ALL.len()],
}

impl Sink for Compare<'_> {
    type Fault = Fault;

    fn put(&mut self, table: &'static Table, row: &[Value<'_>]) -> Result<(), Fault> {
        if self.found.len() >= ENOUGH {
            return Ok(());
        }
        let (key, rest) = row.split_at(table.keys);
        let differ = |what| Difference { table: table.name, key: owned(key), what };
        let Some(there) = find(self.connection, table, key)? else {
            self.found.push(differ(What::Absent));
            return Ok(());
        };
        let index = Table::ALL.iter().position(|one| one.name == table.name);
        if let Some(count) = index.and_then(|index| self.counts.get_mut(index)) {
            *count += 1;
        }
        let columns = table.rest().iter().zip(there.into_iter().zip(rest));
        let others = columns.filter(|(_, (is, should_be))| is != *should_be);
        self.found.extend(others.map(|(column, (is, should_be))| {
            differ(What::Other { column, is, should_be: should_be.clone().into_owned() })
        }));
        Ok(())
    }

    /// What the shop lacks is found by counting.
    fn remove(&mut self, _: &'static Table, _: &[Value<'_>]) -> Result<(), Fault> {
        Ok(())
    }

    fn forget(&mut self, _: PersonId) -> Result<(), Fault> {
        Ok(())
    }
}

/// Keys of one table, as the shop has them.
struct Keys {
    table: &'static Table,
    keys: BTreeSet<Vec<Value<'static>>>,
}

impl Sink for Keys {
    type Fault = Infallible;

    fn put(&mut self, table: &'static Table, row: &[Value<'_>]) -> Result<(), Infallible> {
        if table == self.table {
            self.keys.insert(owned(row.split_at(table.keys).0));
        }
        Ok(())
    }

    fn remove(&mut self, _: &'static Table, _: &[Value<'_>]) -> Result<(), Infallible> {
        Ok(())
    }

    fn forget(&mut self, _: PersonId) -> Result<(), Infallible> {
        Ok(())
    }
}

fn surplus(
    connection: &Connection,
    table: &'static Table,
    shop: &Shop,
) -> Result<Vec<Difference>, Fault> {
    let mut of_shop = Keys { table, keys: BTreeSet::new() };
    let Ok(()) = tell_state(shop, &mut of_shop);
    let sql = format!("SELECT {} FROM \"{}\"", table.key().join(", "), table.name);
    let read = || {
        let mut statement = connection.prepare(&sql)?;
        let rows = statement.query_map((), |row| values(row, table.keys))?;
        rows.collect::<rusqlite::Result<Vec<_>>>()
    };
    let there = read().map_err(|error| fault("read", error))?;
    let is_more = |key: &Vec<_>| !of_shop.keys.contains(key) && !has_left(shop, table, key);
    let more = there.into_iter().filter(is_more);
    let differ = |key| Difference { table: table.name, key, what: What::Surplus };
    Ok(more.take(ENOUGH).map(differ).collect())
}

fn rows_in(connection: &Connection, table: &Table) -> Result<i64, Fault> {
    let sql = format!("SELECT count(*) FROM \"{}\"", table.name);
    connection.query_row(&sql, (), |row| row.get(0)).map_err(|error| fault("read", error))
}

/// Returns what a table has behind a key.
fn find(
    connection: &Connection,
    table: &Table,
    key: &[Value<'_>],
) -> Result<Option<Vec<Value<'static>>>, Fault> {
    let (rest, name) = (table.rest().join(", "), table.name);
    let sql = format!("SELECT {rest} FROM \"{name}\" WHERE {}", by_key(table));
    let read = || {
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(key.iter().map(bound)))?;
        rows.next()?.map(|row| values(row, table.rest().len())).transpose()
    };
    read().map_err(|error| fault("read", error))
}

/// Returns a value as SQLite takes it.
pub(crate) fn bound<'a>(value: &'a Value<'_>) -> rusqlite::types::ToSqlOutput<'a> {
    rusqlite::types::ToSqlOutput::Borrowed(match value {
        Value::Null => ValueRef::Null,
        Value::Integer(number) => ValueRef::Integer(*number),
        Value::Text(text) => ValueRef::Text(text.as_bytes()),
    })
}

fn values(row: &rusqlite::Row<'_>, count: usize) -> rusqlite::Result<Vec<Value<'static>>> {
    let value = |index| {
        Ok(match row.get_ref(index)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Integer(number),
            ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned().into()),
            // The tables have no such columns; by hand they could not be made, either.
            ValueRef::Real(_) | ValueRef::Blob(_) => Value::from("neither whole number nor text"),
        })
    };
    (0..count).map(value).collect()
}

fn owned(values: &[Value<'_>]) -> Vec<Value<'static>> {
    values.iter().cloned().map(Value::into_owned).collect()
}

/// Who has a thousand differences rebuilds.
const ENOUGH: usize = 1_000;
