//! `sklad party match`: orders against a base, beside what a file expects of them.

mod base;
mod file;

use std::{io::Write, path::Path, process::ExitCode};

use crate::{failure::Failure, input, output};

use base::Base;
use file::{Case, File};

/// Prints each difference, then how many cases passed and failed.
pub(crate) fn compare(path: &Path) -> Result<ExitCode, Failure> {
    let name = input::name(path);
    let reader = std::io::BufReader::new(input::open(path)?);
    let file: File =
        serde_json::from_reader(reader).map_err(|error| Failure::reading(&name, error))?;

    let mut out = output::answers();
    let (mut passed, mut failed) = (0_u32, 0_u32);
    for case in &file.cases {
        let differences = differences(&file, case);
        if differences.is_empty() {
            passed += 1;
            continue;
        }
        failed += 1;
        writeln!(out, "case {}, {}", case.n, case.title)?;
        for difference in differences {
            writeln!(out, "  {difference}")?;
        }
    }
    writeln!(out, "{passed} passed, {failed} failed")?;
    out.flush()?;
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Says where the answer and the expectation differ; lists are compared without their order.
fn differences(file: &File, case: &Case) -> Vec<String> {
    let base = match Base::build(file, &case.options) {
        Ok(base) => base,
        Err(words) => return vec![words],
    };
    let (found, expected) = (base.answer(&case.order), &case.expect);
    let card = |card: Option<u64>| card.map_or_else(|| "none".to_owned(), |card| card.to_string());
    let list = |list: &[String]| {
        let mut list = list.to_vec();
        list.sort_unstable();
        format!("[{}]", list.join(", "))
    };
    let cards = |cards: &[u64]| list(&cards.iter().map(u64::to_string).collect::<Vec<_>>());
    let rows = [
        ("outcome", found.outcome.clone(), expected.outcome.clone()),
        ("card", card(found.card), card(expected.card)),
        ("by", list(&found.by), list(&expected.by)),
        ("new_contact", found.new_contact.to_string(), expected.new_contact.to_string()),
        ("learn", list(&found.learn), list(&expected.learn)),
        ("flags", list(&found.flags), list(&expected.flags)),
        ("candidates", cards(&found.candidates), cards(&expected.candidates)),
    ];
    let wrong = rows.into_iter().filter(|(_, found, expected)| found != expected);
    let mut all: Vec<String> = wrong
        .map(|(what, found, expected)| format!("{what}: expected {expected}, found {found}"))
        .collect();
    if !all.is_empty() {
        let unknown = case.order.unknown.keys();
        all.extend(
            unknown.map(|name| format!("the order's field {name} is not known and did not count")),
        );
    }
    all
}
