//! A folder that may not be written, as one without the right to it meets it. The superuser may write anywhere: the test
//! program then runs itself as nobody.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/writing.rs"]
mod writing;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use sklad_sqlite::{OpenError, SqliteLog};
use sklad_store::{Log, Position, wait};

use folder::Folder;
use writing::{bytes_of, write};

const PATH: &str = "SKLAD_READ_ONLY_PATH";

#[test]
fn a_folder_that_may_not_be_written_is_refused_to_write_and_opened_to_read() {
    let folder = Folder::new();
    let path = folder.next();
    write(&SqliteLog::open(&path).unwrap(), 3);
    let shop = path.parent().unwrap();
    set_mode(&path, 0o444);
    set_mode(shop, 0o555);
    let before = bytes_of(shop);
    as_one_without_rights(&path, "looks_without_rights");
    assert_eq!(bytes_of(shop), before);
    set_mode(shop, 0o755);
}

#[test]
fn a_file_that_may_not_be_written_in_a_folder_that_may_is_refused_untouched() {
    let folder = Folder::new();
    let path = folder.next();
    write(&SqliteLog::open(&path).unwrap(), 3);
    let shop = path.parent().unwrap();
    set_mode(&path, 0o444);
    set_mode(shop, 0o777);
    let before = fs::read(&path).unwrap();
    as_one_without_rights(&path, "meets_a_file_without_the_right_to_write");
    assert!(fs::read(&path).unwrap() == before, "it is as it was");
}

#[test]
fn meets_a_file_without_the_right_to_write() {
    let Some(path) = std::env::var_os(PATH).map(PathBuf::from) else { return };
    let words = format!(
        "cannot open {}: the file or its folder may not be written; give the right to write, or open it to read only",
        path.display()
    );
    let before = bytes_of(path.parent().unwrap());
    assert_eq!(SqliteLog::open(&path).unwrap_err().to_string(), words);
    assert!(bytes_of(path.parent().unwrap()) == before, "nothing lies beside it");
    let log = SqliteLog::open_read_only(&path).unwrap();
    assert_eq!(wait(log.read(Position::EMPTY)).unwrap().len(), 3);
}

#[test]
fn looks_without_rights() {
    let Some(path) = std::env::var_os(PATH).map(PathBuf::from) else { return };
    let words = format!(
        "cannot open {}: the file or its folder may not be written; give the right to write, or open it to read only",
        path.display()
    );
    assert_eq!(SqliteLog::open(&path).unwrap_err().to_string(), words);
    let new = path.with_file_name("new.sklad");
    assert!(matches!(SqliteLog::open(new), Err(OpenError::ReadOnly { .. })));

    let log = SqliteLog::open_read_only(&path).unwrap();
    assert_eq!(wait(log.head()).unwrap(), Position::new(3));
    assert_eq!(wait(log.read(Position::EMPTY)).unwrap().len(), 3);
    assert!(wait(log.verify()).unwrap().is_empty());
}

/// Runs one test of this program, as nobody where the superuser runs it.
fn as_one_without_rights(path: &Path, test: &str) {
    // A program that a child of another test still has open to write cannot be started: one after the other.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    // Nobody may not look into the folder of the build: a copy of the program lies beside the log.
    let program = path.parent().unwrap().parent().unwrap().join("program");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let mut child = Command::new(program);
    child.args([test, "--exact", "--nocapture"]).env(PATH, path);
    let is_superuser =
        fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    if is_superuser {
        child.uid(NOBODY).gid(NOBODY);
    }
    let output = child.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("1 passed"), "{text}");
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

const NOBODY: u32 = 65_534;
