//! The shared samples through the program, where they are there.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

use std::{
    path::PathBuf,
    process::{Command, Output},
};

/// Returns a shared file, or nothing where the project stands without it.
fn shared(name: &str) -> Option<PathBuf> {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/cases").join(name);
    if !path.exists() {
        eprintln!("skipped: ../shared/cases/{name} is not there");
        return None;
    }
    Some(path)
}

fn party(arguments: &[&str], file: &PathBuf) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sklad"))
        .arg("party")
        .args(arguments)
        .arg(file)
        .output()
        .unwrap()
}

#[test]
fn the_sample_of_orders_passes() {
    let Some(file) = shared("party.json") else { return };
    let output = party(&["match", "--cases"], &file);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.ends_with(" passed, 0 failed\n"), "{told}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn the_sample_of_numbers_is_judged_alike() {
    let Some(file) = shared("tax-ids.csv") else { return };
    let output = party(&["ids"], &file);
    let mut found = csv::Reader::from_reader(&*output.stdout);
    let mut expected = csv::Reader::from_path(&file).unwrap();
    let mut count = 0;
    for (found, expected) in found.byte_records().zip(expected.byte_records()) {
        let (found, expected) = (found.unwrap(), expected.unwrap());
        assert_eq!(found.get(2), expected.get(2), "{expected:?}");
        // Of a number that is none, nothing is written.
        if found.get(2) == Some(b"1") {
            assert_eq!(found.get(3), expected.get(3), "{expected:?}");
        }
        count += 1;
    }
    assert!(count > 1_000, "{count} rows");
}
