//! Sealing: records go into an archive, a foundation takes their place.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};
use sklad_base::{Digest, RecordNo};
use sklad_store::{Archived, Fault, Foundation, Position, ReadError, Sealed, Stored};

use crate::archive::{Writer, name_of, path_of};
use crate::fresh::Fresh;
use crate::records::{checksum, end, page, signed, unsigned};
use crate::snapshots;
use crate::words::{fault, unread};

/// What a seal found to do.
pub(crate) enum Step {
    /// Just this foundation stands already.
    Done(Archived),
    /// The archive is written, and these records stay within reach.
    Archived(Archived, Vec<Stored>),
}

/// Returns what the log stands on.
pub(crate) fn foundation(
    connection: &Connection,
    path: &Path,
) -> Result<Option<Sealed>, ReadError> {
    let failed = |error| unread("find the foundation of", path, error);
    let sql = "SELECT number, kept, snapshot FROM foundation";
    let row = |row: &Row<'_>| Ok((unsigned(row.get(0)?), row.get(1)?, row.get(2)?));
    let found = connection.query_row(sql, [], row).optional().map_err(failed)?;
    let Some((number, kept, snapshot)): Option<(u64, Vec<u8>, i64)> = found else {
        return Ok(None);
    };
    let snapshot = snapshots::load(connection, path, snapshot)?;
    let kept = kept.chunks_exact(8).map(|number| number.try_into().map_or(0, u64::from_be_bytes));
    let kept = kept.map(RecordNo::new).collect();
    let foundation = Foundation { snapshot, record: RecordNo::new(number), kept };
    let archives = archives(connection).map_err(failed)?;
    Ok(Some(Sealed { foundation, archives }))
}

/// Returns the archive that has the first record behind a position, if that record is sealed.
pub(crate) fn archive_behind(
    connection: &Connection,
    after: Position,
) -> rusqlite::Result<Option<Archived>> {
    let sql = "SELECT first, last, name, digest, before FROM archive WHERE last_position > ?1
        ORDER BY last LIMIT 1";
    let mut asked = connection.prepare_cached(sql)?;
    asked.query_row([signed(after.number())], archive_from).optional()
}

/// Returns the archive that has a record.
pub(crate) fn archive_of(
    connection: &Connection,
    record: RecordNo,
) -> rusqlite::Result<Option<Archived>> {
    let sql = "SELECT first, last, name, digest, before FROM archive
        WHERE first <= ?1 AND last >= ?1";
    let mut asked = connection.prepare_cached(sql)?;
    asked.query_row([signed(record.number())], archive_from).optional()
}

/// Writes the archive. The log is only read: a crash leaves it as it was.
pub(crate) fn write_archive(
    connection: &Connection,
    path: &Path,
    foundation: &Foundation,
) -> Result<Step, ReadError> {
    let before = self::foundation(connection, path)?;
    if let Some(sealed) = before.as_ref().filter(|sealed| sealed.foundation == *foundation)
        && let Some(archive) = sealed.archives.last()
    {
        return Ok(Step::Done(archive.clone()));
    }
    check_fits(connection, path, foundation)?;
    let kept: BTreeSet<_> =
        foundation.kept.iter().copied().filter(|one| *one <= foundation.record).collect();
    let kept = kept.into_iter().map(|record| crate::log::get(connection, path, record));
    let kept = kept.collect::<Result<_, _>>()?;

    let start = before.as_ref().map(|sealed| sealed.foundation.snapshot.position);
    let first = before.as_ref().map_or(RecordNo::FIRST, |sealed| sealed.foundation.record.next());
    let archives = before.map_or_else(Vec::new, |sealed| sealed.archives);
    let before = archives.into_iter().next_back().map(|archive| archive.name);
    let (last, name) = (foundation.record, name_of(path, first, foundation.record));
    let mut archive = Archived { name, first, last, digest: Digest::new(0), before };
    archive.digest = copy(connection, path, start.unwrap_or(Position::EMPTY), &archive)?;
    Ok(Step::Archived(archive, kept))
}

/// Puts the foundation in place of the archived records, all at once.
pub(crate) fn put_foundation(
    connection: &mut Connection,
    path: &Path,
    foundation: &Foundation,
    archived: &(Archived, Vec<Stored>),
) -> Result<(), ReadError> {
    let failed = |error| fault("seal records of", path, error);
    let (archive, kept) = archived;
    let work = connection.transaction_with_behavior(TransactionBehavior::Immediate);
    let work = work.map_err(failed)?;
    let is_next = replaces_the_last(&work, archive).map_err(failed)?;
    if !is_next {
        let what = format!(
            "cannot seal up to {}: another one sealed meanwhile; look at what the log stands on",
            archive.last
        );
        return Err(Fault::lasting(what).into());
    }
    replace(&work, path, foundation)?;
    move_records(&work, foundation, archive).map_err(failed)?;
    keep(&work, kept).map_err(failed)?;
    work.commit().map_err(failed)?;
    Ok(())
}

fn archives(connection: &Connection) -> rusqlite::Result<Vec<Archived>> {
    let sql = "SELECT first, last, name, digest, before FROM archive ORDER BY last";
    let mut asked = connection.prepare_cached(sql)?;
    asked.query_map([], archive_from)?.collect()
}

fn archive_from(row: &Row<'_>) -> rusqlite::Result<Archived> {
    let (first, last) =
        (RecordNo::new(unsigned(row.get(0)?)), RecordNo::new(unsigned(row.get(1)?)));
    let digest = Digest::new(row.get::<_, i64>(3)?.cast_unsigned());
    Ok(Archived { name: row.get(2)?, first, last, digest, before: row.get(4)? })
}

/// Checks that a foundation stands for a record that is not sealed yet.
fn check_fits(
    connection: &Connection,
    path: &Path,
    foundation: &Foundation,
) -> Result<(), ReadError> {
    let (record, position) = (foundation.record, foundation.snapshot.position);
    let failed = |error| fault("seal records of", path, error);
    let (_, next) = end(connection).map_err(failed)?;
    if record >= next || record < RecordNo::FIRST {
        return Err(ReadError::Absent { record });
    }
    let sql = "SELECT position FROM record WHERE number = ?1";
    let number = signed(record.number());
    let at = connection.query_row(sql, [number], |row| row.get(0)).optional().map_err(failed)?;
    let why = match at.map(|at| Position::new(unsigned(at))) {
        Some(at) if at == position => return Ok(()),
        Some(at) => format!("it stands at {at}, not at {position}; take its own position"),
        None => "it is sealed already; seal up to a later one".to_owned(),
    };
    Err(Fault::lasting(format!("cannot seal up to {record}: {why}")).into())
}

/// Copies the records behind a position into the archive file, each checked, and returns its digest.
fn copy(
    connection: &Connection,
    path: &Path,
    start: Position,
    archive: &Archived,
) -> Result<Digest, ReadError> {
    let file = path_of(path, &archive.name);
    let failed = |error: std::io::Error| {
        let what = format!("cannot write {}: {error}; make room, then seal again", file.display());
        ReadError::Fault(Fault::lasting(what).because(error))
    };
    let (records, before) = ((archive.first, archive.last), archive.before.as_deref());
    let mut writer = Writer::begin(file.clone(), records, before).map_err(failed)?;
    let (mut after, mut next) = (start, archive.first);
    while next <= archive.last {
        let page = page(connection, path, after)?;
        for stored in page.iter().filter(|stored| stored.record <= archive.last) {
            check_next(path, stored, next)?;
            writer.put(stored).map_err(failed)?;
            next = next.next();
        }
        let Some(last) = page.last() else { return Err(ReadError::Absent { record: next }) };
        after = last.position;
    }
    writer.finish().map_err(failed)
}

fn check_next(path: &Path, stored: &Stored, next: RecordNo) -> Result<(), ReadError> {
    if stored.record == next {
        return Ok(());
    }
    let place = format!("{next} of {}", path.display());
    Err(ReadError::Damaged { place, why: format!("{} stands in its place", stored.record) })
}

/// Tells whether an archive goes on where the last one ended: nobody sealed meanwhile.
fn replaces_the_last(work: &Transaction<'_>, archive: &Archived) -> rusqlite::Result<bool> {
    let sql = "SELECT name FROM archive ORDER BY last DESC LIMIT 1";
    let last: Option<String> = work.query_row(sql, [], |row| row.get(0)).optional()?;
    Ok(last == archive.before)
}

fn move_records(
    work: &Transaction<'_>,
    foundation: &Foundation,
    archive: &Archived,
) -> rusqlite::Result<()> {
    let (first, last) = (signed(archive.first.number()), signed(archive.last.number()));
    let position = signed(foundation.snapshot.position.number());
    let digest = archive.digest.number().cast_signed();
    let row = params![last, first, position, archive.name, digest, archive.before];
    let sql = "INSERT INTO archive (last, first, last_position, name, digest, before)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    work.execute(sql, row)?;
    let keys = "INSERT INTO sealed_key (key, position, number, checksum)
        SELECT key, position, number, checksum FROM record WHERE number <= ?1";
    work.execute(keys, [last])?;
    work.execute("DELETE FROM record WHERE number <= ?1", [last])?;
    Ok(())
}

fn keep(work: &Transaction<'_>, kept: &[Stored]) -> rusqlite::Result<()> {
    work.execute("DELETE FROM kept", [])?;
    let sql = "INSERT INTO kept (number, position, key, checksum, bytes)
        VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut put = work.prepare(sql)?;
    for stored in kept {
        let sum = checksum(stored.position, stored.record, stored.key, &stored.bytes);
        let (number, position) = (stored.record.number(), stored.position.number());
        let key = stored.key.uuid();
        put.execute(params![
            signed(number),
            signed(position),
            key.as_bytes(),
            sum,
            &*stored.bytes
        ])?;
    }
    Ok(())
}

fn replace(work: &Transaction<'_>, path: &Path, foundation: &Foundation) -> Result<(), ReadError> {
    let failed = |error| ReadError::Fault(fault("seal records of", path, error));
    let snapshot = &foundation.snapshot;
    let id = snapshots::begin(work, path, snapshot)?;
    for (part, bytes) in snapshot.bytes.chunks(snapshots::PART).enumerate() {
        snapshots::put_part(work, path, (id, part), bytes)?;
    }
    let kept: Vec<u8> =
        foundation.kept.iter().flat_map(|record| record.number().to_be_bytes()).collect();
    let position = signed(snapshot.position.number());
    let row = params![position, signed(foundation.record.number()), kept, id];
    let put = || {
        work.execute("UPDATE snapshot SET is_whole = 1, is_foundation = 1 WHERE id = ?1", [id])?;
        let sql = "INSERT OR REPLACE INTO foundation (only, position, number, kept, snapshot)
            VALUES (1, ?1, ?2, ?3, ?4)";
        work.execute(sql, row)?;
        let old = "DELETE FROM snapshot
            WHERE id <> ?1 AND (is_foundation = 1 OR (is_whole = 1 AND position < ?2))";
        work.execute(old, params![id, position]).map(drop)
    };
    put().map_err(failed)
}

/// Returns a record out of an archive.
pub(crate) fn get(
    connection: &Connection,
    path: &Path,
    record: RecordNo,
) -> Result<Stored, ReadError> {
    let found = archive_of(connection, record);
    let archive = found.map_err(|error| unread("get a record from", path, error))?;
    let Some(archive) = archive else { return Err(ReadError::Absent { record }) };
    crate::archive::get(path, &archive, record)
}

/// Returns a page, what is fresh from memory, or says which archive has its first record.
pub(crate) fn read(
    (connection, path): (&Connection, &Path),
    fresh: &Fresh,
    after: Position,
) -> Result<Vec<Stored>, ReadError> {
    let archive = archive_behind(connection, after);
    if let Some(archive) = archive.map_err(|error| unread("read a page of", path, error))? {
        return Err(ReadError::Archived { after, archive });
    }
    let fresh = fresh.after(after);
    if fresh.is_empty() { page(connection, path, after) } else { Ok(fresh) }
}
