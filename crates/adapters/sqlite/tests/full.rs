//! A disk that takes no more, as the system says it: the test program runs itself with a limit on the size of files.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests")]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/writing.rs"]
mod writing;

use std::path::PathBuf;
use std::process::Command;

use sklad_sqlite::SqliteLog;
use sklad_store::{AppendError, Log, Position, wait};

use folder::Folder;
use writing::batch;

const PATH: &str = "SKLAD_FULL_PATH";

#[test]
fn a_write_that_the_system_refuses_loses_nothing_that_was_acknowledged() {
    let folder = Folder::new();
    let path = folder.next();
    drop(SqliteLog::open(&path).unwrap());
    // Past 2,048 blocks a write fails; the signal that says so is ignored.
    let script =
        "trap '' XFSZ; ulimit -f 2048; exec \"$0\" writes_until_refused --exact --nocapture";
    let mut child = Command::new("sh");
    child.args(["-c", script]).arg(std::env::current_exe().unwrap()).env(PATH, &path);
    let output = child.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let acknowledged = text.split_once("acknowledged ").unwrap().1;
    let acknowledged: u64 = acknowledged.split_whitespace().next().unwrap().parse().unwrap();
    assert!(acknowledged > 10, "only {acknowledged} fitted");

    let log = SqliteLog::open(&path).unwrap();
    assert!(wait(log.verify()).unwrap().is_empty());
    let head = wait(log.head()).unwrap();
    let last = wait(log.append(&batch(acknowledged, Position::EMPTY))).unwrap();
    assert!(last.replayed && last.position <= head);
    assert!(head.number() <= acknowledged + 1, "{acknowledged} acknowledged, the head is {head}");
    let next = batch(head.number() + 1, head);
    assert!(!wait(log.append(&next)).unwrap().replayed, "with room it goes on");
}

#[test]
fn writes_until_refused() {
    let Some(path) = std::env::var_os(PATH).map(PathBuf::from) else { return };
    let log = SqliteLog::open(path).unwrap();
    let (mut head, mut number) = (Position::EMPTY, 1);
    let refused = loop {
        match wait(log.append(&batch(number, head))) {
            Ok(receipt) => head = receipt.position,
            Err(error) => break error,
        }
        number += 1;
    };
    println!("acknowledged {}", number - 1);
    // Either nothing of it was written, or nobody can tell: never a receipt, never another answer.
    let is_told = matches!(refused, AppendError::Fault(_) | AppendError::Unknown { .. });
    assert!(is_told, "{refused}");
    let again = wait(log.append(&batch(number, head)));
    assert!(again.is_err(), "there is no room yet: {again:?}");
}
