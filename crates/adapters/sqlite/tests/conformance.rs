//! The log in a file keeps the contract: with clones, with a handle of its own, and after a kill.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "support/folder.rs"]
mod folder;

use std::fs;

use sklad_conformance::Harness;
use sklad_sqlite::{Setup, SqliteLog};
use sklad_store::Archived;

use folder::Folder;

/// Each log has a folder of its own, which goes with the harness.
struct Files {
    folder: Folder,
}

fn files() -> Files {
    Files { folder: Folder::new() }
}

impl Harness for Files {
    type Log = SqliteLog;

    fn fresh(&self) -> SqliteLog {
        let setup = Setup { batch_bytes: 3 * 1024 * 1024, ..Setup::default() };
        SqliteLog::open_with(self.folder.next(), setup).unwrap()
    }

    /// Another process would open the file anew.
    fn another(&self, log: &SqliteLog) -> SqliteLog {
        let setup = Setup { batch_bytes: 3 * 1024 * 1024, ..Setup::default() };
        SqliteLog::open_with(log.path(), setup).unwrap()
    }

    /// A kill leaves the files as they are, with the write-ahead log; its shared memory goes. Copied while the log is
    /// open they are just that. `tests/kill.rs` kills real processes.
    fn killed(&self, log: SqliteLog) -> Option<SqliteLog> {
        let (from, to) = (log.path().parent().unwrap(), self.folder.next());
        for file in fs::read_dir(from).unwrap() {
            let file = file.unwrap();
            if !file.file_name().to_string_lossy().ends_with("-shm") {
                fs::copy(file.path(), to.with_file_name(file.file_name())).unwrap();
            }
        }
        drop(log);
        Some(SqliteLog::open(to).unwrap())
    }

    fn lose(&self, log: &SqliteLog, archive: &Archived) -> bool {
        fs::remove_file(log.path().with_file_name(&archive.name)).is_ok()
    }
}

sklad_conformance::laws!(files());

#[test]
fn no_law_is_left_out() {
    let report = sklad_conformance::prove_all(&files());
    assert!(report.is_sound(), "{report}");
    assert!(!report.to_string().contains("not tried"), "{report}");
}
