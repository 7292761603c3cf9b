//! Snapshots, in parts: one of any size never holds up the writer for longer than a part.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};
use sklad_base::Digest;
use sklad_store::{Fault, Position, ReadError, Snapshot};

use crate::records::{end, signed, unsigned};
use crate::words::{fault, unread};

/// Begins a snapshot that nobody finds yet, and returns its number.
pub(crate) fn begin(
    connection: &Connection,
    path: &Path,
    snapshot: &Snapshot,
) -> Result<i64, Fault> {
    let failed = |error| fault("keep a snapshot in", path, error);
    let (head, _) = end(connection).map_err(failed)?;
    if snapshot.position > head {
        let position = snapshot.position;
        return Err(Fault::lasting(format!(
            "cannot keep a snapshot as of {position}: the log ends at {head}; append its records first"
        )));
    }
    let length = i64::try_from(snapshot.bytes.len()).unwrap_or(i64::MAX);
    let row = params![signed(snapshot.position.number()), snapshot.format, length, sum(snapshot)];
    let sql = "INSERT INTO snapshot (position, format, length, checksum) VALUES (?1, ?2, ?3, ?4)";
    connection.execute(sql, row).map_err(failed)?;
    Ok(connection.last_insert_rowid())
}

pub(crate) fn put_part(
    connection: &Connection,
    path: &Path,
    (id, part): (i64, usize),
    bytes: &[u8],
) -> Result<(), Fault> {
    let part = i64::try_from(part).unwrap_or(i64::MAX);
    let sql = "INSERT INTO snapshot_part (snapshot, part, bytes) VALUES (?1, ?2, ?3)";
    let put = connection.prepare_cached(sql).and_then(|mut put| put.execute((id, part, bytes)));
    put.map(drop).map_err(|error| fault("keep a snapshot in", path, error))
}

/// Makes a snapshot whole: from now on it is found. The two newest stay, and what a foundation stands on.
pub(crate) fn finish(connection: &mut Connection, path: &Path, id: i64) -> Result<(), Fault> {
    let mut finish = || {
        let work = connection.transaction()?;
        work.execute("UPDATE snapshot SET is_whole = 1 WHERE id = ?1", [id])?;
        let double = "DELETE FROM snapshot WHERE id < ?1 AND is_foundation = 0
            AND (is_whole = 0 OR position = (SELECT position FROM snapshot WHERE id = ?1))";
        work.execute(double, [id])?;
        let old = "DELETE FROM snapshot WHERE is_whole = 1 AND is_foundation = 0 AND id NOT IN
            (SELECT id FROM snapshot WHERE is_whole = 1 AND is_foundation = 0
             ORDER BY position DESC LIMIT 2)";
        work.execute(old, [])?;
        work.commit()
    };
    finish().map_err(|error| fault("keep a snapshot in", path, error))
}

/// Returns the newest whole snapshot before a position. One whose bytes are damaged counts as lost: the next older one
/// is found.
pub(crate) fn newest(
    connection: &Connection,
    path: &Path,
    before: Option<Position>,
) -> Result<Option<Snapshot>, Fault> {
    let mut before = before.map_or(i64::MAX, |position| signed(position.number()));
    loop {
        let sql = "SELECT id, position FROM snapshot WHERE is_whole = 1 AND is_foundation = 0
            AND position < ?1 ORDER BY position DESC, id DESC LIMIT 1";
        let both = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let found = connection.prepare_cached(sql);
        let found = found.and_then(|mut newest| newest.query_row([before], both).optional());
        let found = found.map_err(|error| fault("find a snapshot in", path, error))?;
        let Some((id, position)) = found else { return Ok(None) };
        if let Ok(snapshot) = load(connection, path, id) {
            return Ok(Some(snapshot));
        }
        before = position;
    }
}

/// Returns a snapshot by its number, with every byte checked.
pub(crate) fn load(connection: &Connection, path: &Path, id: i64) -> Result<Snapshot, ReadError> {
    let read = || {
        let head = "SELECT position, format, length, checksum FROM snapshot WHERE id = ?1";
        let row = connection.query_row(head, [id], |row| {
            Ok((unsigned(row.get(0)?), row.get(1)?, row.get(2)?, row.get::<_, i64>(3)?))
        })?;
        let (position, format, length, checksum): (u64, u32, i64, i64) = row;
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        let parts = "SELECT bytes FROM snapshot_part WHERE snapshot = ?1 ORDER BY part";
        let mut parts = connection.prepare_cached(parts)?;
        let mut parts = parts.query([id])?;
        while let Some(part) = parts.next()? {
            bytes.extend_from_slice(part.get_ref(0)?.as_blob()?);
        }
        let (position, bytes) = (Position::new(position), bytes.into());
        Ok((Snapshot { position, format, bytes }, checksum))
    };
    let (snapshot, written) = read().map_err(|error| unread("read a snapshot of", path, error))?;
    let found = sum(&snapshot);
    if found == written {
        return Ok(snapshot);
    }
    let place = format!("the snapshot as of {} in {}", snapshot.position, path.display());
    let why = format!("its checksum is {found:016x}, written was {written:016x}");
    Err(ReadError::Damaged { place, why })
}

fn sum(snapshot: &Snapshot) -> i64 {
    let content = (snapshot.position.number(), snapshot.format, &*snapshot.bytes);
    Digest::of(&content).number().cast_signed()
}

/// A part has so many bytes at most: 1 MiB.
pub(crate) const PART: usize = 1024 * 1024;
