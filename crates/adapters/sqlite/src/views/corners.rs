//! Corners of a file where deleted words may lie on: pages that were split, and what is written behind the file.
//!
//! SQLite overwrites what is deleted, but not what a split page leaves behind as its rows move to another one. So once
//! words were forgotten the whole file is written anew.

use std::time::Duration;

use rusqlite::{Connection, ErrorCode};
use sklad_store::Fault;

use super::{tables::PATIENCE, write::fault};

/// What is left to do until forgotten words are in no corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Corners {
    Clean,
    /// The file is to be written anew.
    Dirty,
    /// It is written anew, and the old pages still lie behind it.
    Behind,
}

impl Corners {
    pub(crate) const fn found(is_clean: bool) -> Self {
        if is_clean { Self::Clean } else { Self::Dirty }
    }

    /// Notes, in the transaction that forgets, that it is not over with that: who is killed goes on where it was.
    pub(crate) fn note(
        &mut self,
        connection: &Connection,
        is_forgetting: bool,
    ) -> Result<(), Fault> {
        if !is_forgetting {
            return Ok(());
        }
        *self = Self::Dirty;
        mark(connection, false)
    }

    /// Does what is left to do, as far as readers allow it.
    pub(crate) fn clean(&mut self, connection: &Connection) -> Result<(), Fault> {
        if *self == Self::Clean {
            return Ok(());
        }
        let patience = |time| connection.busy_timeout(time).map_err(|error| fault("wait", error));
        patience(Duration::ZERO)?;
        let cleaned = self.go_on(connection);
        patience(PATIENCE)?;
        cleaned
    }

    fn go_on(&mut self, connection: &Connection) -> Result<(), Fault> {
        if *self == Self::Dirty && done(connection.execute_batch("VACUUM"))? {
            *self = Self::Behind;
        }
        if *self == Self::Behind && empty_behind(connection)? {
            mark(connection, true)?;
            *self = Self::Clean;
        }
        Ok(())
    }
}

/// Moves what was written behind the file into it and cuts that to nothing; tells whether readers let it.
pub(crate) fn empty_behind(connection: &Connection) -> Result<bool, Fault> {
    let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
    let is_busy = connection.query_row(sql, (), |row| row.get::<_, bool>(0));
    is_busy.map(|is_busy| !is_busy).map_err(|error| fault("empty what was deleted", error))
}

fn mark(connection: &Connection, is_clean: bool) -> Result<(), Fault> {
    let marked = connection.execute("UPDATE reflects SET is_clean = ?", [is_clean]);
    marked.map(drop).map_err(|error| fault("write reflects", error))
}

/// Tells whether it was done; where another program was in the way it was not.
fn done(written: rusqlite::Result<()>) -> Result<bool, Fault> {
    let busy = [ErrorCode::DatabaseBusy, ErrorCode::DatabaseLocked];
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.sqlite_error_code().is_some_and(|code| busy.contains(&code)) => {
            Ok(false)
        }
        Err(error) => Err(fault("write anew", error)),
    }
}
