//! Looking after the file: backups, the write-ahead log, and whether every byte is what was written.

use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use sklad_base::RecordNo;
use sklad_store::{Fault, Position, ReadError};

use crate::SqliteLog;
use crate::archive::{sync_folder, verify};
use crate::records::page;
use crate::seal::foundation;
use crate::words::fault;

impl SqliteLog {
    /// Writes a copy of the log as it stands into a new file, while it goes on; the copy holds no deleted bytes, and is
    /// on the disk when this returns. Archives are files beside the log: copy them as they are.
    ///
    /// # Errors
    /// [`Fault`] when there is such a file already, or it cannot be written.
    pub async fn back_up(&self, target: impl Into<PathBuf>) -> Result<(), Fault> {
        let target: PathBuf = target.into();
        self.ask(move |connection, path| back_up(connection, path, &target)).await?
    }

    /// Moves all of the write-ahead log into the file, and cuts it to nothing: bytes that were deleted or overwritten,
    /// as after a `Forget`, are then in neither.
    ///
    /// # Errors
    /// [`Fault`] when another process reads an older state all the while: try again.
    pub async fn truncate(&self) -> Result<(), Fault> {
        self.have_done(|connection, path| truncate(connection, path)).await?
    }

    /// Reads everything and returns what is damaged or lost, each with its place: the pages, every record, the
    /// foundation, every archive. An empty list says that every byte is what was written.
    ///
    /// # Errors
    /// [`Fault`] when the log cannot be asked.
    pub async fn verify(&self) -> Result<Vec<ReadError>, Fault> {
        self.ask(find_damage).await
    }
}

/// Cuts the write-ahead log of a file to nothing.
pub(crate) fn truncate(connection: &Connection, path: &Path) -> Result<(), Fault> {
    let asked = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
    let is_busy: bool = asked.map_err(|error| fault("truncate", path, error))?;
    if is_busy {
        let path = path.display();
        let words = "another process reads an older state; try again once it is done";
        return Err(Fault::retryable(format!("cannot truncate {path}: {words}")));
    }
    Ok(())
}

fn back_up(connection: &Connection, path: &Path, target: &Path) -> Result<(), Fault> {
    let failed = |why: String| {
        Fault::lasting(format!("cannot back up {} to {}: {why}", path.display(), target.display()))
    };
    if target.exists() {
        return Err(failed("that file is there already; name a new one".to_owned()));
    }
    let copied = connection.execute("VACUUM INTO ?1", [target.to_string_lossy()]);
    copied.map_err(|error| failed(format!("{error}; make room, then try again")).because(error))?;
    let synced = File::open(target).and_then(|file| file.sync_all());
    synced
        .and_then(|()| sync_folder(target))
        .map_err(|error| failed(format!("{error}; try again")).because(error))
}

fn find_damage(connection: &Connection, path: &Path) -> Vec<ReadError> {
    let mut found: Vec<_> = damaged_pages(connection, path).err().into_iter().collect();
    let (mut after, mut next) = match foundation(connection, path) {
        Ok(Some(sealed)) => {
            let archives = sealed.archives.iter();
            found.extend(archives.filter_map(|archive| verify(path, archive).err()));
            (sealed.foundation.snapshot.position, sealed.foundation.record.next())
        }
        Ok(None) => (Position::EMPTY, RecordNo::FIRST),
        Err(error) => {
            found.push(error);
            (Position::EMPTY, RecordNo::FIRST)
        }
    };
    loop {
        match page(connection, path, after) {
            Ok(page) if page.is_empty() => return found,
            Ok(page) => {
                for stored in page {
                    if stored.record != next && next != RecordNo::FIRST {
                        found.push(gap(path, next, stored.record));
                    }
                    (after, next) = (stored.position, stored.record.next());
                }
            }
            Err(error) => {
                found.push(error);
                let Some(position) = behind(connection, after) else { return found };
                (after, next) = (position, next.next());
            }
        }
    }
}

/// Returns the position of the record behind another one, which is damaged and is stepped over.
fn behind(connection: &Connection, after: Position) -> Option<Position> {
    let sql = "SELECT min(position) FROM record WHERE position > ?1";
    let after = crate::records::signed(after.number());
    let found = connection.query_row(sql, [after], |row| row.get::<_, Option<i64>>(0));
    found.ok().flatten().map(|found| Position::new(crate::records::unsigned(found)))
}

fn gap(path: &Path, next: RecordNo, found: RecordNo) -> ReadError {
    let place = format!("{next} of {}", path.display());
    ReadError::Damaged { place, why: format!("it is not there, the next one is {found}") }
}

fn damaged_pages(connection: &Connection, path: &Path) -> Result<(), ReadError> {
    let asked = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0));
    let found: String = asked.map_err(|error| crate::words::unread("check", path, error))?;
    if found == "ok" {
        return Ok(());
    }
    let place = format!("the pages of {}", path.display());
    Err(ReadError::Damaged { place, why: found.replace('\n', " ") })
}
