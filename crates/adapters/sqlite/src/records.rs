//! The table of records: appending behind the fence, reading with checksums.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};
use sklad_base::{Digest, RecordNo};
use sklad_store::{
    AppendError, Batch, BatchKey, Fault, Position, ReadError, Receipt, Rejection, Stored,
};
use uuid::Uuid;

use crate::words::{code, fault, unread};

/// Appends a batch, or finds it; the fence and the write are one transaction.
pub(crate) fn append(
    connection: &mut Connection,
    path: &Path,
    batch: &Batch,
) -> Result<Receipt, AppendError> {
    append_with(connection, path, batch, |_, _| Ok(()))
}

/// Appends a batch and does something more in the same transaction, both or neither; or finds it, and does nothing.
pub(crate) fn append_with(
    connection: &mut Connection,
    path: &Path,
    batch: &Batch,
    more: impl FnOnce(&Transaction<'_>, Position) -> Result<(), AppendError>,
) -> Result<Receipt, AppendError> {
    if batch.bytes.len() < LARGE {
        return append_now(connection, path, batch, more);
    }
    // Who writes much at once does not wait for the file each time; who writes little has a short write-ahead log.
    let copy_at = |connection: &Connection, pages| {
        connection.pragma_update(None, "wal_autocheckpoint", pages)
    };
    let failed = |error| not_written(path, error);
    copy_at(connection, FAR_PAGES).map_err(failed)?;
    let answer = append_now(connection, path, batch, more);
    // It was written or not, whatever becomes of this.
    copy_at(connection, PAGES).unwrap_or_default();
    answer
}

fn append_now(
    connection: &mut Connection,
    path: &Path,
    batch: &Batch,
    more: impl FnOnce(&Transaction<'_>, Position) -> Result<(), AppendError>,
) -> Result<Receipt, AppendError> {
    let failed = |error| not_written(path, error);
    let work = connection.transaction_with_behavior(TransactionBehavior::Immediate);
    let work = work.map_err(failed)?;
    if let Some(receipt) = find_key(&work, path, batch)? {
        return Ok(receipt);
    }
    let (head, next) = end(&work).map_err(failed)?;
    if batch.expected != head {
        return Err(AppendError::Conflict { expected: batch.expected, head });
    }
    if batch.record != next {
        return Err(Rejection::OutOfOrder { record: batch.record, next }.into());
    }
    let position = Position::new(head.number().saturating_add(1));
    insert(&work, position, batch).map_err(failed)?;
    more(&work, position)?;
    work.commit().map_err(|error| not_committed(path, batch.key, error))?;
    Ok(Receipt { position, replayed: false })
}

/// Returns one record that is not sealed, or is kept within reach.
pub(crate) fn get(
    connection: &Connection,
    path: &Path,
    record: RecordNo,
) -> Result<Option<Stored>, ReadError> {
    let asked = || {
        let live = "SELECT position, number, key, checksum, bytes FROM record WHERE number = ?1";
        let kept = "SELECT position, number, key, checksum, bytes FROM kept WHERE number = ?1";
        let number = [signed(record.number())];
        let found = connection.prepare_cached(live)?.query_row(number, from_row).optional()?;
        if found.is_some() {
            return Ok(found);
        }
        connection.prepare_cached(kept)?.query_row(number, from_row).optional()
    };
    let found = asked().map_err(|error| unread("get a record from", path, error))?;
    found.map(|found| found.checked(path)).transpose()
}

/// Returns a page of records that are not sealed. What is whole before a damaged one is read; then that one is named.
pub(crate) fn page(
    connection: &Connection,
    path: &Path,
    after: Position,
) -> Result<Vec<Stored>, ReadError> {
    let failed = |error| unread("read a page of", path, error);
    let sql = "SELECT position, number, key, checksum, bytes FROM record WHERE position > ?1
        ORDER BY position LIMIT ?2";
    let mut page: Vec<Stored> = Vec::new();
    let mut weight = 0_usize;
    let mut statement = connection.prepare_cached(sql).map_err(failed)?;
    let mut rows =
        statement.query(params![signed(after.number()), PAGE_RECORDS]).map_err(failed)?;
    loop {
        let row = match rows.next().and_then(|row| row.map(from_row).transpose()) {
            Ok(Some(row)) => row.checked(path),
            Ok(None) => return Ok(page),
            Err(error) => Err(failed(error)),
        };
        let stored = match row {
            Ok(stored) => stored,
            Err(_) if !page.is_empty() => return Ok(page),
            Err(error) => return Err(error),
        };
        weight = weight.saturating_add(stored.bytes.len());
        page.push(stored);
        if weight >= PAGE_BYTES {
            return Ok(page);
        }
    }
}

/// Returns where the log ends, and the number of the next record.
pub(crate) fn end(connection: &Connection) -> rusqlite::Result<(Position, RecordNo)> {
    let last = "SELECT position, number FROM record ORDER BY position DESC LIMIT 1";
    let sealed = "SELECT position, number FROM foundation";
    let both = |row: &Row<'_>| Ok((unsigned(row.get(0)?), unsigned(row.get(1)?)));
    let mut found = connection.prepare_cached(last)?.query_row([], both).optional()?;
    if found.is_none() {
        found = connection.prepare_cached(sealed)?.query_row([], both).optional()?;
    }
    let (position, number) = found.unwrap_or_default();
    Ok((Position::new(position), RecordNo::new(number).next()))
}

/// A record as its row has it.
pub(crate) struct Found {
    pub(crate) stored: Stored,
    pub(crate) checksum: i64,
}

impl Found {
    /// Returns the record, if its bytes are those that were written.
    pub(crate) fn checked(self, path: &Path) -> Result<Stored, ReadError> {
        let Self { stored, checksum: written } = self;
        let found = checksum(stored.position, stored.record, stored.key, &stored.bytes);
        if found == written {
            return Ok(stored);
        }
        let place = format!("{} at {} of {}", stored.record, stored.position, path.display());
        let why = format!("its checksum is {found:016x}, written was {written:016x}");
        Err(ReadError::Damaged { place, why })
    }
}

pub(crate) fn from_row(row: &Row<'_>) -> rusqlite::Result<Found> {
    let (position, record) = (Position::new(unsigned(row.get(0)?)), unsigned(row.get(1)?));
    let key = row.get_ref(2)?.as_blob()?;
    // A key of another length was never written: the nil key lets the checksum name the record.
    let key = BatchKey::new(Uuid::from_slice(key).unwrap_or_default());
    let (record, bytes) = (RecordNo::new(record), row.get_ref(4)?.as_blob()?.into());
    let stored = Stored { position, record, key, bytes };
    Ok(Found { stored, checksum: row.get(3)? })
}

/// The checksum covers all of a record: where it stands, what it is called, what it holds.
pub(crate) fn checksum(position: Position, record: RecordNo, key: BatchKey, bytes: &[u8]) -> i64 {
    let head = (position.number(), record.number(), key.uuid().as_u128());
    Digest::of(&(head, bytes)).number().cast_signed()
}

/// Returns a number as SQLite has it; one past its range stands for the end of all.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Returns a number that SQLite had; there are no negative ones.
pub(crate) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

fn insert(work: &Transaction<'_>, position: Position, batch: &Batch) -> rusqlite::Result<usize> {
    let sql = "INSERT INTO record (position, number, key, checksum, bytes)
        VALUES (?1, ?2, ?3, ?4, ?5)";
    let checksum = checksum(position, batch.record, batch.key, &batch.bytes);
    let (position, number) = (signed(position.number()), signed(batch.record.number()));
    let key = batch.key.uuid();
    let row = params![position, number, key.as_bytes(), checksum, &*batch.bytes];
    work.prepare_cached(sql)?.execute(row)
}

/// Looks for a batch that was written under this key; one that holds other bytes is rejected.
fn find_key(
    work: &Transaction<'_>,
    path: &Path,
    batch: &Batch,
) -> Result<Option<Receipt>, AppendError> {
    let asked = || {
        let live = "SELECT position, number, checksum FROM record WHERE key = ?1";
        let sealed = "SELECT position, number, checksum FROM sealed_key WHERE key = ?1";
        let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        let (uuid, mut live) = (batch.key.uuid(), work.prepare_cached(live)?);
        let found: Option<(i64, i64, i64)> = live.query_row([uuid.as_bytes()], row).optional()?;
        if found.is_some() {
            return Ok(found);
        }
        work.prepare_cached(sealed)?.query_row([uuid.as_bytes()], row).optional()
    };
    let found = asked().map_err(|error| not_written(path, error))?;
    let Some((position, number, written)) = found else { return Ok(None) };
    let (position, number) = (Position::new(unsigned(position)), RecordNo::new(unsigned(number)));
    if checksum(position, number, batch.key, &batch.bytes) == written {
        return Ok(Some(Receipt { position, replayed: true }));
    }
    Err(Rejection::OtherBytes { key: batch.key, position }.into())
}

/// Nothing was written: the transaction ended before its commit.
fn not_written(path: &Path, error: rusqlite::Error) -> AppendError {
    if code(&error) == Some(rusqlite::ErrorCode::ReadOnly) {
        return not_allowed(path);
    }
    fault("append to", path, error).into()
}

pub(crate) fn not_allowed(path: &Path) -> AppendError {
    let why = "it may only be read".to_owned();
    Rejection::NotAllowed { log: path.display().to_string(), why }.into()
}

/// A commit that failed for want of room or of a lock wrote nothing; of any other nobody can tell before the same
/// batch is sent again.
fn not_committed(path: &Path, key: BatchKey, error: rusqlite::Error) -> AppendError {
    use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked, DiskFull};
    match code(&error) {
        Some(DiskFull | DatabaseBusy | DatabaseLocked) => not_written(path, error),
        _ => AppendError::Unknown { key, why: format!("the commit failed ({error})") },
    }
}

/// Returns what must be told of a batch whose answer never came.
pub(crate) fn unknown(key: BatchKey, fault: &Fault) -> AppendError {
    AppendError::Unknown { key, why: fault.to_string() }
}

/// From so many bytes on a batch is large.
const LARGE: usize = 256 * 1024;
/// So many pages stand in the write-ahead log before they are copied into the file: 4 MiB, or 16 behind large batches.
const PAGES: u32 = 1000;
const FAR_PAGES: u32 = 4096;
/// A page has so many records at most.
const PAGE_RECORDS: i64 = 256;
const PAGE_BYTES: usize = 4 * 1024 * 1024;
