//! The file: what it must be before SQLite may touch it, and what stands in it.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use crate::open::{OpenError, Setup, beside_writer};
use crate::words::code;

/// A kind of file of ours: its marks and its tables.
pub(crate) struct Kind {
    /// What a person calls it.
    pub(crate) name: &'static str,
    /// The application id in its header.
    pub(crate) application: i32,
    /// The newest format of its tables that this version knows, in `user_version`.
    pub(crate) format: i32,
    pub(crate) tables: &'static str,
}

/// "skld": the log of a shop.
pub(crate) const LOG: Kind = Kind {
    name: "log",
    application: 0x736b_6c64,
    format: 1,
    tables: "
        CREATE TABLE record (
            position INTEGER PRIMARY KEY,
            number INTEGER NOT NULL UNIQUE,
            key BLOB NOT NULL UNIQUE,
            checksum INTEGER NOT NULL,
            bytes BLOB NOT NULL
        ) STRICT;
        CREATE TABLE kept (
            number INTEGER PRIMARY KEY,
            position INTEGER NOT NULL,
            key BLOB NOT NULL,
            checksum INTEGER NOT NULL,
            bytes BLOB NOT NULL
        ) STRICT;
        CREATE TABLE sealed_key (
            key BLOB PRIMARY KEY,
            position INTEGER NOT NULL,
            number INTEGER NOT NULL,
            checksum INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE archive (
            last INTEGER PRIMARY KEY,
            first INTEGER NOT NULL,
            last_position INTEGER NOT NULL,
            name TEXT NOT NULL UNIQUE,
            digest INTEGER NOT NULL,
            before TEXT
        ) STRICT;
        CREATE TABLE foundation (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            position INTEGER NOT NULL,
            number INTEGER NOT NULL,
            kept BLOB NOT NULL,
            snapshot INTEGER NOT NULL REFERENCES snapshot (id)
        ) STRICT;
        CREATE TABLE snapshot (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            position INTEGER NOT NULL,
            format INTEGER NOT NULL,
            length INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            is_whole INTEGER NOT NULL DEFAULT 0,
            is_foundation INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE TABLE snapshot_part (
            snapshot INTEGER NOT NULL REFERENCES snapshot (id) ON DELETE CASCADE,
            part INTEGER NOT NULL,
            bytes BLOB NOT NULL,
            PRIMARY KEY (snapshot, part)
        ) STRICT;
    ",
};

/// What a file is before it is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Header {
    /// There is no file, or nothing in it.
    Empty,
    /// It is one of ours.
    Ours,
}

/// Looks at a file without changing it: neither a lock nor a recovery happens to what is not ours.
///
/// SQLite itself looks, as at a file that does not change: closing a file by other means would take away the locks that
/// this process has on it (sqlite.org/howtocorrupt.html, section 2.2). A file that was left inside a checkpoint adds up
/// with its write-ahead log only: that one is read with it, and not written.
pub(crate) fn look(path: &Path, kind: &Kind, setup: &Setup) -> Result<Header, OpenError> {
    match fs::metadata(path) {
        Ok(file) if file.len() == 0 => return Ok(Header::Empty),
        Ok(file) if file.len() < SMALLEST => {
            return Err(OpenError::NotSqlite { path: path.to_owned(), kind: kind.name });
        }
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Header::Empty),
        Err(error) => return Err(OpenError::unreadable(path, kind, error)),
    }
    let read = connect_unchanging(path).and_then(|connection| marks(&connection));
    let (application, version) = match read {
        Err(error) if code(&error) == Some(ErrorCode::DatabaseCorrupt) => {
            let read = marks(&beside_writer(path, setup)?);
            read.map_err(|error| OpenError::of(path, setup, error))?
        }
        Err(error) if code(&error) == Some(ErrorCode::NotADatabase) => {
            return Err(OpenError::NotSqlite { path: path.to_owned(), kind: kind.name });
        }
        read => read.map_err(|error| OpenError::unreadable(path, kind, error))?,
    };
    check_marks(path, kind, application, version)?;
    Ok(Header::Ours)
}

/// Connects to a file that nobody changes, without a lock.
pub(crate) fn connect_unchanging(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let path = path.to_string_lossy();
    let path = path.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    Connection::open_with_flags(format!("file:{path}?immutable=1"), flags)
}

/// Returns the application id and the format that a file has.
pub(crate) fn marks(connection: &Connection) -> rusqlite::Result<(i32, i32)> {
    let application = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    Ok((application, connection.pragma_query_value(None, "user_version", |row| row.get(0))?))
}

/// Checks the marks of a file, as its header or SQLite tells them.
pub(crate) fn check_marks(
    path: &Path,
    kind: &Kind,
    application: i32,
    version: i32,
) -> Result<(), OpenError> {
    if application != kind.application {
        return Err(OpenError::Foreign { path: path.to_owned(), kind: kind.name });
    }
    if version > kind.format {
        let (path, found, known) = (path.to_owned(), version, kind.format);
        return Err(OpenError::Newer { path, kind: kind.name, found, known });
    }
    Ok(())
}

/// Makes the tables of an empty file, all or none; of two who do it at once one finds them made.
///
/// The marks are in the file before it turns to a write-ahead log: its first bytes always tell what it is.
pub(crate) fn make_tables(connection: &mut Connection, kind: &Kind) -> rusqlite::Result<()> {
    let work = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    let count = "SELECT count(*) FROM sqlite_schema";
    let tables: i64 = work.query_row(count, [], |row| row.get(0))?;
    if tables == 0 {
        work.pragma_update(None, "application_id", kind.application)?;
        work.pragma_update(None, "user_version", kind.format)?;
        work.execute_batch(kind.tables)?;
    }
    work.commit()
}

/// No SQLite file is smaller than its smallest page (sqlite.org/fileformat.html, section 1.3.2).
const SMALLEST: u64 = 512;
