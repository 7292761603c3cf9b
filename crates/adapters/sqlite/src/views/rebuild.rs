//! Making the tables anew, whole or not at all.

use std::fmt;

use sklad_base::RecordNo;
use sklad_flow::{Event, Shop};
use sklad_store::{
    Fault, Record,
    views::{Step, Teller},
};

use super::{
    corners::empty_behind,
    schema,
    tables::{Reflected, Tables, begin, commit, reflect},
    write::Writer,
};

/// How far a rebuild is.
///
/// See [`Rebuild`] for an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The last record that was taken.
    pub record: RecordNo,
    /// How many rows are written.
    pub rows: u64,
}

/// Tables that are being made: to be given every step of the log, then finished. Dropped before, it changes nothing.
///
/// ```
/// use sklad_flow::{Event, Shop};
/// use sklad_sqlite::views::{Reflected, Tables};
///
/// # let folder = tempfile::tempdir()?;
/// let tables = Tables::open(&folder.path().join("shop.views.sqlite"))?;
/// let rebuild = tables.rebuild(Shop::new(), |progress| eprintln!("{} rows", progress.rows))?;
/// let (tables, teller) = rebuild.finish(Reflected::NOTHING)?;
/// assert_eq!(tables.check(teller.shop())?, []);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Rebuild {
    tables: Tables,
    teller: Teller,
    progress: Box<dyn FnMut(Progress) + Send>,
    at: Progress,
    /// How many events were taken since rows were written.
    waiting: usize,
}

impl fmt::Debug for Rebuild {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rebuild").field("tables", &self.tables).field("at", &self.at).finish()
    }
}

impl Rebuild {
    pub(crate) fn begin(
        tables: Tables,
        from: Shop,
        progress: Box<dyn FnMut(Progress) + Send>,
    ) -> Result<Self, Fault> {
        begin(&tables.connection)?;
        schema::drop_all(&tables.connection)?;
        schema::create(&tables.connection)?;
        let at = Progress { record: RecordNo::new(0), rows: 0 };
        Ok(Self { tables, teller: Teller::new(from), progress, at, waiting: 0 })
    }

    /// Takes what one command led to, in the order of the log.
    ///
    /// # Errors
    /// [`Fault`] when rows cannot be written.
    pub fn take(&mut self, step: &Step<'_>) -> Result<(), Fault> {
        self.teller.take(step);
        self.took(step.record, step.events.len())
    }

    /// Takes what a record holds, in the order of the log.
    ///
    /// # Errors
    /// [`Fault`] when rows cannot be written.
    pub fn take_record(&mut self, record: &Record<Event>) -> Result<(), Fault> {
        self.teller.take_record(record);
        self.took(record.number, record.events.len())
    }

    fn took(&mut self, record: RecordNo, events: usize) -> Result<(), Fault> {
        self.at.record = record;
        self.waiting += events;
        if self.waiting < EVENTS_AT_ONCE {
            return Ok(());
        }
        self.write_history()
    }

    fn write_history(&mut self) -> Result<(), Fault> {
        let mut writer = Writer::new(&self.tables.connection);
        self.teller.tell_history(&mut writer)?;
        self.at.rows += writer.rows;
        drop(writer);
        let is_forgetting = self.teller.is_forgetting();
        self.tables.corners.note(&self.tables.connection, is_forgetting)?;
        self.teller.told();
        self.waiting = 0;
        (self.progress)(self.at);
        Ok(())
    }

    /// Writes the rows of the state, and makes all of it take the place of the old tables at once.
    ///
    /// # Errors
    /// [`Fault`] when it cannot be written; the old tables stand.
    pub fn finish(mut self, reflected: Reflected) -> Result<(Tables, Teller), Fault> {
        self.write_history()?;
        let mut writer = Writer::new(&self.tables.connection);
        self.teller.tell_state(&mut writer)?;
        self.at.rows += writer.rows;
        drop(writer);
        reflect(&self.tables.connection, reflected)?;
        commit(&self.tables.connection)?;
        (self.progress)(self.at);
        let Self { mut tables, teller, .. } = self;
        tables.corners.clean(&tables.connection)?;
        // What the old tables held lies behind the file: where a reader needs it, the next cleaning takes it along.
        let _is_empty = empty_behind(&tables.connection)?;
        tables.reflects = reflected;
        tables.watch.reach(reflected.position);
        Ok((tables, teller))
    }
}

/// Past so many events what happened is written; what stands is kept in memory to the end.
const EVENTS_AT_ONCE: usize = 100_000;
