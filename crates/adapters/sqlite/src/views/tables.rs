//! The file with the tables.

use std::{path::Path, time::Duration};

use rusqlite::Connection;
use sklad_base::{Moment, RecordNo};
use sklad_flow::Shop;
use sklad_store::{
    Epoch, Fault, Position,
    views::{Teller, Value},
};

use super::{
    check::{self, Difference, bound},
    corners::Corners,
    rebuild::{Progress, Rebuild},
    schema::{self, Found},
    watch::Watch,
    write::{Writer, fault},
};

/// The tables of one shop, in a file of their own.
///
/// One follower writes them; any number of programs read the same file with SQL meanwhile.
///
/// ```
/// use sklad_sqlite::views::{Reflected, Tables};
///
/// # let folder = tempfile::tempdir()?;
/// let tables = Tables::open(&folder.path().join("shop.views.sqlite"))?;
/// assert_eq!(tables.reflects(), Reflected::NOTHING);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Tables {
    pub(crate) connection: Connection,
    pub(crate) reflects: Reflected,
    pub(crate) watch: Watch,
    pub(crate) corners: Corners,
}

/// Up to where tables reflect a log.
///
/// ```
/// use sklad_sqlite::views::Reflected;
/// use sklad_store::Position;
///
/// assert_eq!(Reflected::NOTHING.position, Position::EMPTY);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that followers build")]
pub struct Reflected {
    /// Where the last record stands.
    pub position: Position,
    /// Its number; 0 before the first.
    pub record: RecordNo,
    /// In which life of the log.
    pub epoch: Epoch,
    /// When it was decided.
    pub moment: Option<Moment>,
}

impl Reflected {
    /// Before the first record.
    pub const NOTHING: Self = Self {
        position: Position::EMPTY,
        record: RecordNo::new(0),
        epoch: Epoch::FIRST,
        moment: None,
    };
}

impl Tables {
    /// Opens the tables in a file, and makes them where it is absent or empty.
    ///
    /// # Errors
    /// [`Fault`] when the file cannot be opened or is no file of tables; it is not changed then. Tables of an older
    /// version are named: [`rebuild_at`](Self::rebuild_at) makes them anew.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let connection = connect(path)?;
        match schema::look(&connection)? {
            Found::Ours => {}
            Found::Nothing => {
                begin(&connection)?;
                schema::create(&connection)?;
                commit(&connection)?;
            }
            Found::Older(version) => return Err(unfit(path, Some(version), REBUILD)),
            Found::Newer(version) => return Err(unfit(path, Some(version), UPDATE)),
            Found::Foreign => return Err(unfit(path, None, ANOTHER)),
        }
        Self::with(connection)
    }

    /// Makes the tables of a file anew, whatever version they are of; the old ones stand until the new are whole.
    ///
    /// # Errors
    /// [`Fault`] when the file cannot be opened, or is no file of tables.
    pub fn rebuild_at(
        path: &Path,
        from: Shop,
        progress: impl FnMut(Progress) + Send + 'static,
    ) -> Result<Rebuild, Fault> {
        let connection = connect(path)?;
        match schema::look(&connection)? {
            Found::Ours | Found::Nothing | Found::Older(_) => {}
            Found::Newer(version) => return Err(unfit(path, Some(version), UPDATE)),
            Found::Foreign => return Err(unfit(path, None, ANOTHER)),
        }
        let watch = Watch::at(Position::EMPTY);
        let reflects = Reflected::NOTHING;
        let tables = Self { connection, reflects, watch, corners: Corners::found(true) };
        tables.rebuild(from, progress)
    }

    /// Drops the tables and begins to make them anew, in one transaction: who reads sees the old ones until it is
    /// finished, and a program that ends before leaves the old ones.
    ///
    /// `from` is the shop before the first record that will be taken: a new one, or a log's foundation.
    ///
    /// # Errors
    /// [`Fault`] when another program writes the tables.
    pub fn rebuild(
        self,
        from: Shop,
        progress: impl FnMut(Progress) + Send + 'static,
    ) -> Result<Rebuild, Fault> {
        Rebuild::begin(self, from, Box::new(progress))
    }

    /// Writes what was touched since the last time, and what that reflects: both or neither.
    ///
    /// Where a person's words were forgotten, the file is then written anew without them, which takes its time: seconds
    /// for a gigabyte. As long as a reader needs the old pages that waits for the next time.
    ///
    /// # Errors
    /// [`Fault`] when it cannot be written; nothing is, and the teller tells the same again the next time.
    pub fn follow(&mut self, teller: &mut Teller, reflected: Reflected) -> Result<(), Fault> {
        begin(&self.connection)?;
        let written = teller
            .tell(&mut Writer::new(&self.connection))
            .and_then(|()| self.corners.note(&self.connection, teller.is_forgetting()))
            .and_then(|()| reflect(&self.connection, reflected))
            .and_then(|()| commit(&self.connection));
        if let Err(fault) = written {
            // What cannot be rolled back is rolled back when the file is opened again.
            drop(self.connection.execute_batch("ROLLBACK"));
            return Err(fault);
        }
        teller.told();
        self.reflects = reflected;
        self.watch.reach(reflected.position);
        self.corners.clean(&self.connection)
    }

    /// Compares the tables with a shop as of the position that they reflect, and names what differs.
    ///
    /// # Errors
    /// [`Fault`] when they cannot be read.
    pub fn check(&self, shop: &Shop) -> Result<Vec<Difference>, Fault> {
        check::differences(&self.connection, shop)
    }

    /// Returns up to where they reflect the log.
    #[must_use]
    pub const fn reflects(&self) -> Reflected {
        self.reflects
    }

    /// Returns how many rows this handle has put, changed or removed, for those who measure.
    #[must_use]
    pub fn rows_written(&self) -> u64 {
        self.connection.total_changes()
    }

    /// Returns what waits for a position.
    #[must_use]
    pub fn watch(&self) -> Watch {
        self.watch.clone()
    }

    fn with(connection: Connection) -> Result<Self, Fault> {
        let (reflects, is_clean) = reflected(&connection)?;
        let watch = Watch::at(reflects.position);
        Ok(Self { connection, reflects, watch, corners: Corners::found(is_clean) })
    }
}

/// Returns up to where the tables reflect the log, and whether no forgotten words lie in corners of the file.
pub(crate) fn reflected(connection: &Connection) -> Result<(Reflected, bool), Fault> {
    let sql = "SELECT position, record, epoch, moment, is_clean FROM reflects";
    let read = connection.query_row(sql, (), |row| {
        let number = |index| row.get::<_, i64>(index).map(i64::unsigned_abs);
        let moment = row.get::<_, Option<String>>(3)?;
        Ok(((number(0)?, number(1)?, number(2)?), moment, row.get(4)?))
    });
    let ((position, record, epoch), moment, is_clean) =
        read.map_err(|error| fault("read", error))?;
    let (position, record) = (Position::new(position), RecordNo::new(record));
    let moment = moment.and_then(|text| Moment::parse(&text).ok());
    Ok((Reflected { position, record, epoch: Epoch::new(epoch), moment }, is_clean))
}

/// Opens a file and sets how it is written: what is deleted is overwritten, since words of persons may be in it; pages
/// that a batch touches stay in memory (64 MiB), or they would be written and read again within one transaction.
fn connect(path: &Path) -> Result<Connection, Fault> {
    let open = || {
        let connection = Connection::open(path)?;
        connection.busy_timeout(PATIENCE)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(connection)
    };
    let connection: Connection = open().map_err(|error| fault("open", error))?;
    if schema::look(&connection)? == Found::Foreign {
        return Ok(connection);
    }
    let set = "PRAGMA secure_delete = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
        PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8000;";
    connection.execute_batch(set).map_err(|error| fault("open", error))?;
    Ok(connection)
}

pub(crate) fn begin(connection: &Connection) -> Result<(), Fault> {
    connection.execute_batch("BEGIN IMMEDIATE").map_err(|error| fault("begin", error))
}

pub(crate) fn commit(connection: &Connection) -> Result<(), Fault> {
    connection.execute_batch("COMMIT").map_err(|error| fault("commit", error))
}

/// Writes up to where the rows reflect the log.
pub(crate) fn reflect(connection: &Connection, reflected: Reflected) -> Result<(), Fault> {
    let sql = "UPDATE reflects SET position = ?, record = ?, epoch = ?, moment = ?";
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let position = number(reflected.position.number());
    let moment = reflected.moment.map_or(Value::Null, Value::from);
    let (record, epoch) = (number(reflected.record.number()), number(reflected.epoch.number()));
    let values = (position, record, epoch, bound(&moment));
    let written = connection.prepare_cached(sql).and_then(|mut it| it.execute(values));
    written.map(drop).map_err(|error| fault("write reflects", error))
}

fn unfit(path: &Path, version: Option<i32>, way_out: &str) -> Fault {
    let what = version.map_or_else(
        || "it is another program's file".to_owned(),
        |version| format!("its tables are of version {version}"),
    );
    Fault::lasting(format!("cannot open {} as read models: {what}; {way_out}", path.display()))
}

const REBUILD: &str = "rebuild them from the log";
const UPDATE: &str = "use the newer program that wrote them";
const ANOTHER: &str = "name another file";

/// How long a writer waits for another program's transaction.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);
