//! Opening: the settings, the connections, and every reason why not.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};
use sklad_store::Fault;

use crate::file::{Header, Kind, check_marks, connect_unchanging, look, make_tables, marks};
use crate::words::{code, fault, is_busy, is_damage};

/// How a log is opened.
///
/// ```
/// use std::time::Duration;
/// use sklad_sqlite::Setup;
///
/// let patient = Setup { patience: Duration::from_secs(60), ..Setup::default() };
/// assert_eq!(patient.batch_bytes, 64 * 1024 * 1024);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that programs build")]
pub struct Setup {
    /// So long is a lock of another process waited for; 5 seconds by default.
    pub patience: Duration,
    /// So often does one who waits look for what other processes wrote; every 5 milliseconds by default.
    pub look: Duration,
    /// So many bytes may a batch weigh; 64 MiB by default, at most a gigabyte.
    pub batch_bytes: usize,
    /// So many bytes may the file have; `None`, as the disk allows, by default.
    pub quota: Option<u64>,
    /// When the disk has what is acknowledged; with each record by default.
    pub flush: Flush,
}

/// When the disk has what a log acknowledges.
///
/// ```
/// use sklad_sqlite::{Flush, Setup};
///
/// assert_eq!(Setup::default().flush, Flush::EachRecord);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_enums, reason = "two answers to one question")]
pub enum Flush {
    /// Before it is acknowledged: nothing is ever lost.
    #[default]
    EachRecord,
    /// Once in a while: a killed program loses nothing, a power cut may take the newest records with it, whole ones and
    /// in order. For what can be done again, such as a replay.
    NowAndThen,
}

impl Default for Setup {
    fn default() -> Self {
        let (patience, look) = (Duration::from_secs(5), Duration::from_millis(5));
        let flush = Flush::default();
        Self { patience, look, batch_bytes: 64 * 1024 * 1024, quota: None, flush }
    }
}

/// Why a file was not opened. It was not changed.
///
/// ```
/// use sklad_sqlite::{OpenError, SqliteLog};
///
/// let missing = SqliteLog::open("/no/such/folder/shop.sklad");
/// assert!(matches!(missing, Err(OpenError::NoFolder { .. })));
/// ```
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// There is nothing to read.
    #[error("cannot open {}: there is no such file; name the {kind} that sklad wrote", path.display())]
    Missing {
        /// Which file.
        path: PathBuf,
        /// What it should be.
        kind: &'static str,
    },
    /// Its folder is not there.
    #[error("cannot open {}: its folder is not there; make the folder first", path.display())]
    NoFolder {
        /// Which file.
        path: PathBuf,
    },
    /// It is a file of some other kind.
    #[error("cannot open {} as a {kind}: it is no SQLite file; name the {kind} that sklad wrote", path.display())]
    NotSqlite {
        /// Which file.
        path: PathBuf,
        /// What it should be.
        kind: &'static str,
    },
    /// It is somebody else's database.
    #[error(
        "cannot open {} as a {kind}: it is a SQLite database of another program; name the {kind} that sklad wrote",
        path.display()
    )]
    Foreign {
        /// Which file.
        path: PathBuf,
        /// What it should be.
        kind: &'static str,
    },
    /// A newer version of sklad wrote it.
    #[error(
        "cannot open {}: its {kind} has format {found}, this version knows up to {known}; update this program",
        path.display()
    )]
    Newer {
        /// Which file.
        path: PathBuf,
        /// What it is.
        kind: &'static str,
        /// Its format.
        found: i32,
        /// The newest format that is known.
        known: i32,
    },
    /// Another process held it all the while.
    #[error(
        "cannot open {}: another process has held it locked for {waited:?}; end that one, or try again",
        path.display()
    )]
    Locked {
        /// Which file.
        path: PathBuf,
        /// So long was waited.
        waited: Duration,
    },
    /// The file or its folder may only be read.
    #[error(
        "cannot open {}: the file or its folder may not be written; give the right to write, or open it to read only",
        path.display()
    )]
    ReadOnly {
        /// Which file.
        path: PathBuf,
    },
    /// Its bytes are not what was written.
    #[error("cannot open {}: {why}; keep a copy of the file, then restore it from a backup", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What does not add up, and where.
        why: String,
    },
    /// The world failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl OpenError {
    pub(crate) fn unreadable(
        path: &Path,
        kind: &Kind,
        error: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        let (path, kind) = (path.display(), kind.name);
        let what =
            format!("cannot read {path}: {error}; give this process the right to read the {kind}");
        Fault::lasting(what).because(error).into()
    }

    pub(crate) fn of(path: &Path, setup: &Setup, error: rusqlite::Error) -> Self {
        let path = path.to_owned();
        if is_busy(&error) {
            return Self::Locked { path, waited: setup.patience };
        }
        if is_damage(&error) {
            return Self::Damaged { path, why: error.to_string() };
        }
        match code(&error) {
            Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                Self::ReadOnly { path }
            }
            _ => fault("open", &path, error).into(),
        }
    }
}

/// Opens a file to write, and makes it where there is none.
pub(crate) fn to_write(path: &Path, kind: &Kind, setup: &Setup) -> Result<Connection, OpenError> {
    let header = look(path, kind, setup)?;
    check_folder(path)?;
    let is_unclean = holds_bytes(&beside(path, "-wal"));
    let of = |error| OpenError::of(path, setup, error);
    let mut connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, setup).map_err(of)?;
    if connection.is_readonly("main").map_err(of)? {
        return Err(OpenError::ReadOnly { path: path.to_owned() });
    }
    if header == Header::Empty {
        make_tables(&mut connection, kind).map_err(of)?;
    }
    prepare(&connection, setup).map_err(of)?;
    check(&connection, path, kind, setup)?;
    if is_unclean {
        check_pages(&connection, path, setup)?;
    }
    Ok(connection)
}

/// Opens one more connection on a file that is open, to read.
pub(crate) fn beside_writer(path: &Path, setup: &Setup) -> Result<Connection, OpenError> {
    let of = |error| OpenError::of(path, setup, error);
    connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, setup).map_err(of)
}

/// Opens a file to read only. Where its folder may not be written and nobody left a write-ahead log, it is read as one
/// that does not change.
pub(crate) fn to_read(path: &Path, kind: &Kind, setup: &Setup) -> Result<Connection, OpenError> {
    if look(path, kind, setup)? == Header::Empty {
        return Err(OpenError::Missing { path: path.to_owned(), kind: kind.name });
    }
    let of = |error| OpenError::of(path, setup, error);
    let connection = beside_writer(path, setup)?;
    let marks = marks(&connection);
    let is_closed = !holds_bytes(&beside(path, "-wal"));
    let connection = if marks.as_ref().is_err_and(|error| !is_busy(error)) && is_closed {
        connect_unchanging(path).map_err(of)?
    } else {
        connection
    };
    check(&connection, path, kind, setup)?;
    Ok(connection)
}

fn connect(path: &Path, how: OpenFlags, setup: &Setup) -> rusqlite::Result<Connection> {
    let create = if how.contains(OpenFlags::SQLITE_OPEN_READ_WRITE) {
        OpenFlags::SQLITE_OPEN_CREATE
    } else {
        OpenFlags::empty()
    };
    let flags = how | create | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(setup.patience)?;
    Ok(connection)
}

/// Sets what must hold for every writer: a write-ahead log, synced as the setup says; what is deleted is wiped.
fn prepare(connection: &Connection, setup: &Setup) -> rusqlite::Result<()> {
    let synchronous = match setup.flush {
        Flush::EachRecord => "FULL",
        Flush::NowAndThen => "NORMAL",
    };
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", synchronous)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "journal_size_limit", JOURNAL_BYTES)?;
    if let Some(quota) = setup.quota {
        let page: i64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
        let pages = i64::try_from(quota).unwrap_or(i64::MAX) / page.max(1);
        connection.pragma_update(None, "max_page_count", pages.max(1))?;
    }
    Ok(())
}

/// Checks the marks as SQLite tells them: the first bytes of the file may be older.
fn check(
    connection: &Connection,
    path: &Path,
    kind: &Kind,
    setup: &Setup,
) -> Result<(), OpenError> {
    let (application, version) =
        marks(connection).map_err(|error| OpenError::of(path, setup, error))?;
    check_marks(path, kind, application, version)
}

/// Checks every page, after a crash: whoever closed the file well left no write-ahead log.
fn check_pages(connection: &Connection, path: &Path, setup: &Setup) -> Result<(), OpenError> {
    let asked = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
    let found = asked.map_err(|error| OpenError::of(path, setup, error))?;
    let why = format!("after a crash its pages do not add up ({})", found.replace('\n', " "));
    if found == "ok" { Ok(()) } else { Err(OpenError::Damaged { path: path.to_owned(), why }) }
}

fn check_folder(path: &Path) -> Result<(), OpenError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let is_there = folder.is_none_or(Path::is_dir);
    if is_there { Ok(()) } else { Err(OpenError::NoFolder { path: path.to_owned() }) }
}

/// Returns the path of a file beside another: its name and an end.
pub(crate) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

fn holds_bytes(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.len() > 0)
}

/// The write-ahead log is cut back to this after a checkpoint: 64 MiB.
const JOURNAL_BYTES: i64 = 64 * 1024 * 1024;
