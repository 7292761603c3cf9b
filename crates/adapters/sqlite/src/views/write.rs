//! Rows into tables.

use rusqlite::{CachedStatement, Connection, ErrorCode, types::Null};
use sklad_base::PersonId;
use sklad_store::{
    Fault,
    views::{Sink, Table, Value, Words},
};

/// Writes rows through one connection, inside the transaction that its caller has open.
pub(crate) struct Writer<'c> {
    connection: &'c Connection,
    puts: [Option<CachedStatement<'c>>; TABLES],
    removes: [Option<CachedStatement<'c>>; TABLES],
    /// How many rows it was told.
    pub(crate) rows: u64,
}

const TABLES: usize = Table::ALL.len();

impl<'c> Writer<'c> {
    pub(crate) fn new(connection: &'c Connection) -> Self {
        let none = || std::array::from_fn(|_| None);
        Self { connection, puts: none(), removes: none(), rows: 0 }
    }

    fn run(&mut self, table: &Table, values: &[Value<'_>], how: How) -> Result<(), Fault> {
        self.rows += 1;
        let written = self.try_run(table, values, how);
        written.map_err(|error| fault(&format!("write {}", table.name), error))
    }

    fn try_run(&mut self, table: &Table, values: &[Value<'_>], how: How) -> rusqlite::Result<()> {
        let statements = match how {
            How::Put => &mut self.puts,
            How::Remove => &mut self.removes,
        };
        let known = Table::ALL.iter().position(|one| one.name == table.name);
        let slot = known.and_then(|index| statements.get_mut(index));
        let slot = slot.ok_or(rusqlite::Error::InvalidQuery)?;
        let statement = match slot {
            Some(statement) => statement,
            None => slot.insert(self.connection.prepare_cached(&how.sql(table))?),
        };
        for (index, value) in (1..).zip(values) {
            match value {
                Value::Null => statement.raw_bind_parameter(index, Null)?,
                Value::Integer(number) => statement.raw_bind_parameter(index, number)?,
                Value::Text(text) => statement.raw_bind_parameter(index, text.as_ref())?,
            }
        }
        statement.raw_execute().map(drop)
    }
}

impl Sink for Writer<'_> {
    type Fault = Fault;

    fn put(&mut self, table: &'static Table, row: &[Value<'_>]) -> Result<(), Fault> {
        self.run(table, row, How::Put)
    }

    fn remove(&mut self, table: &'static Table, key: &[Value<'_>]) -> Result<(), Fault> {
        self.run(table, key, How::Remove)
    }

    fn forget(&mut self, person: PersonId) -> Result<(), Fault> {
        for Words { table, person: whose, columns } in Words::ALL {
            let set = quoted(columns.iter(), ", ", |column| format!("{column} = NULL"));
            let sql = format!("UPDATE \"{table}\" SET {set} WHERE {whose} = ?");
            let emptied = self.connection.prepare_cached(&sql);
            let emptied = emptied.and_then(|mut it| it.execute([person.number().cast_signed()]));
            emptied.map_err(|error| fault(&format!("forget words in {table}"), error))?;
        }
        Ok(())
    }
}

#[derive(Debug, Clone, Copy)]
enum How {
    Put,
    Remove,
}

impl How {
    fn sql(self, table: &Table) -> String {
        let name = table.name;
        match self {
            Self::Put => put_sql(table),
            Self::Remove => format!("DELETE FROM \"{name}\" WHERE {}", by_key(table)),
        }
    }
}

/// What puts a row: history is only added to; of the rest, columns that never change are left alone, and so are
/// their indexes.
fn put_sql(table: &Table) -> String {
    let name = table.name;
    let columns = quoted(table.columns.iter(), ", ", |column| column);
    let marks = vec!["?"; table.columns.len()].join(", ");
    let insert = format!("INSERT INTO \"{name}\" ({columns}) VALUES ({marks})");
    if table.is_history {
        return insert;
    }
    let changing = table.rest().iter().filter(|column| !is_fixed(table, column));
    let keys = quoted(table.key().iter(), ", ", |column| column);
    let set = quoted(changing, ", ", |column| format!("{column} = excluded.{column}"));
    format!("{insert} ON CONFLICT ({keys}) DO UPDATE SET {set}")
}

fn is_fixed(table: &Table, column: &str) -> bool {
    FIXED.iter().any(|(of, columns)| *of == table.name && columns.contains(&column))
}

/// Columns that have an index and say the same for good.
const FIXED: [(&str, &[&str]); 3] = [
    ("order", &["channel", "number", "placed_at"]),
    ("order_line", &["sku"]),
    ("document", &["kind", "number", "order_id", "day", "place"]),
];

/// Returns the condition that a row has a key, given column by column.
pub(crate) fn by_key(table: &Table) -> String {
    quoted(table.key().iter(), " AND ", |column| format!("{column} = ?"))
}

fn quoted<'a, T: AsRef<str>>(
    columns: impl Iterator<Item = &'a &'static str>,
    between: &str,
    word: impl Fn(&'static str) -> T,
) -> String {
    let words: Vec<String> = columns.map(|column| word(column).as_ref().to_owned()).collect();
    words.join(between)
}

/// Returns what the world did to the tables, in words.
pub(crate) fn fault(wish: &str, error: rusqlite::Error) -> Fault {
    let busy = [ErrorCode::DatabaseBusy, ErrorCode::DatabaseLocked];
    let code = error.sqlite_error_code();
    if code.is_some_and(|code| busy.contains(&code)) {
        let what = format!("cannot {wish} in the tables: another program holds them; try again");
        return Fault::retryable(what).because(error);
    }
    let way_out = match code {
        Some(ErrorCode::DiskFull) => "make room on the disk, then go on",
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            "give the right to write the file and its folder"
        }
        _ => "rebuild them from the log",
    };
    Fault::lasting(format!("cannot {wish} in the tables: {error}; {way_out}")).because(error)
}
