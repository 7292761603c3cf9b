//! Batches whose bytes follow from their number, and what lies in a folder.

use std::fs;
use std::path::Path;

use sklad_base::RecordNo;
use sklad_sqlite::SqliteLog;
use sklad_store::{Batch, BatchKey, Log, Position, wait};
use uuid::Uuid;

/// Returns the batch of a number, to be written behind a position.
pub(crate) fn batch(number: u64, expected: Position) -> Batch {
    let key = BatchKey::new(Uuid::from_u64_pair(7, number));
    let bytes = number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes().repeat(100).into();
    Batch { key, expected, record: RecordNo::new(number), bytes }
}

/// Writes the batches of the first numbers into an empty log.
#[allow(dead_code, reason = "not every test needs it")]
pub(crate) fn write(log: &SqliteLog, count: u64) {
    let mut head = Position::EMPTY;
    for number in 1..=count {
        head = wait(log.append(&batch(number, head))).unwrap().position;
    }
}

/// Returns every file of a folder, by name.
#[allow(dead_code, reason = "not every test needs it")]
pub(crate) fn bytes_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(folder).unwrap().map(|file| {
        let file = file.unwrap();
        (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap())
    });
    let mut files: Vec<_> = files.collect();
    files.sort();
    files
}
