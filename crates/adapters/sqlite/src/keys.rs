//! The keys of persons and of the shop itself, in a file of their own.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use sklad_base::PersonId;
use sklad_store::{Fault, Found, Key, Keys};

use crate::care::truncate;
use crate::file::Kind;
use crate::open::{OpenError, Setup, to_write};
use crate::words::fault;

/// The keys of persons in one SQLite file, which lies beside the log and is backed up apart from it: a backup that
/// holds a destroyed key would remember.
///
/// A key that was destroyed is wiped from the file and its write-ahead log before [`Keys::destroy`] returns, and the
/// person gets no other one. Clones are handles on one connection; several processes may share the file.
///
/// ```
/// use sklad_base::PersonId;
/// use sklad_sqlite::SqliteKeys;
/// use sklad_store::{Found, Keys};
///
/// # let path = std::env::temp_dir().join(format!("sklad-doc-keys-{}", std::process::id()));
/// let (keys, ana) = (SqliteKeys::open(&path)?, [PersonId::new(7)]);
/// assert_eq!(keys.make(&ana)?, keys.find(&ana)?);
/// keys.destroy(&ana)?;
/// assert_eq!(SqliteKeys::open(&path)?.make(&ana)?, [Found::Destroyed]);
/// # drop(keys);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct SqliteKeys {
    path: Arc<Path>,
    connection: Arc<Mutex<Connection>>,
}

impl SqliteKeys {
    /// Opens a file of keys, and makes it where there is none.
    ///
    /// # Errors
    /// [`OpenError`] when the file is not one of keys that this version may write; it is then as it was.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, OpenError> {
        let path: PathBuf = path.into();
        let connection = to_write(&path, &KEYS, &Setup::default())?;
        Ok(Self { path: path.into(), connection: Arc::new(Mutex::new(connection)) })
    }

    /// Returns the shop's own key, made by chance when it is first asked for and the same for good: what its customers'
    /// keys are made with (`Shop::with_secret`), and what no log may hold.
    ///
    /// # Errors
    /// [`Fault`] when the file cannot be read or written, or the system has no random bytes.
    pub fn own(&self) -> Result<Key, Fault> {
        self.with("find the shop's own key in", |work| {
            work.execute_batch(OWN_KEY)?;
            let new = Key::random()?;
            work.execute(
                "INSERT OR IGNORE INTO own_key (one, bytes) VALUES (1, ?1)",
                [new.bytes()],
            )?;
            Ok(Key::new(work.query_row("SELECT bytes FROM own_key", (), |row| row.get(0))?))
        })
    }

    /// Does something in one transaction.
    fn with<T>(
        &self,
        what: &str,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Failed>,
    ) -> Result<T, Fault> {
        // A transaction that a panic left behind was rolled back.
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let all = || {
            let open = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&open)?;
            open.commit()?;
            Ok(done)
        };
        all().map_err(|failed| match failed {
            Failed::Sqlite(error) => fault(what, &self.path, error),
            Failed::Fault(fault) => fault,
        })
    }
}

impl Keys for SqliteKeys {
    fn find(&self, persons: &[PersonId]) -> Result<Vec<Found>, Fault> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let found = find(&connection, persons);
        found.map_err(|error| fault("find keys in", &self.path, error))
    }

    fn make(&self, persons: &[PersonId]) -> Result<Vec<Found>, Fault> {
        // Mostly all have one already, and nothing is to be written: what is found is durable.
        let known = self.find(persons)?;
        let new = || persons.iter().zip(&known).filter(|(_, found)| **found == Found::Never);
        if new().next().is_none() {
            return Ok(known);
        }
        self.with("make keys in", |work| {
            let sql = "INSERT OR IGNORE INTO person_key (person, bytes) VALUES (?1, ?2)";
            for (person, _) in new() {
                let key = Key::random()?;
                work.prepare_cached(sql)?.execute((id(*person), key.bytes()))?;
            }
            Ok(find(work, persons)?)
        })
    }

    fn destroy(&self, persons: &[PersonId]) -> Result<(), Fault> {
        self.with("destroy keys in", |work| {
            let sql = "INSERT INTO person_key (person, bytes) VALUES (?1, NULL)
                ON CONFLICT (person) DO UPDATE SET bytes = NULL";
            for person in persons {
                work.prepare_cached(sql)?.execute([id(*person)])?;
            }
            Ok(())
        })?;
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        truncate(&connection, &self.path)
    }
}

impl fmt::Debug for SqliteKeys {
    /// Never writes a key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteKeys").field("path", &self.path).finish_non_exhaustive()
    }
}

fn find(connection: &Connection, persons: &[PersonId]) -> rusqlite::Result<Vec<Found>> {
    let mut asked = connection.prepare_cached("SELECT bytes FROM person_key WHERE person = ?1")?;
    let mut find = |person: &PersonId| {
        let found = asked.query_row([id(*person)], |row| row.get(0)).optional()?;
        Ok(match found {
            Some(Some(bytes)) => Found::Key(Key::new(bytes)),
            Some(None) => Found::Destroyed,
            None => Found::Never,
        })
    };
    persons.iter().map(&mut find).collect()
}

/// Returns a person's number as SQLite has it: each of the 64 bits.
const fn id(person: PersonId) -> i64 {
    person.number().cast_signed()
}

/// Why a transaction ended.
enum Failed {
    Sqlite(rusqlite::Error),
    Fault(Fault),
}

impl From<rusqlite::Error> for Failed {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<Fault> for Failed {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Made when it is first asked for: a file that was made without it gets it then.
const OWN_KEY: &str = "CREATE TABLE IF NOT EXISTS own_key (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    bytes BLOB NOT NULL CHECK (length(bytes) = 32)
) STRICT";

/// "sklk": the keys of persons. A key without bytes was destroyed.
const KEYS: Kind = Kind {
    name: "file of keys",
    application: 0x736b_6c6b,
    format: 1,
    tables: "
        CREATE TABLE person_key (
            person INTEGER PRIMARY KEY,
            bytes BLOB CHECK (length(bytes) = 32)
        ) STRICT;
    ",
};
