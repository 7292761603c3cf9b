//! The catalogue of refusals: each of them once, with its text, in one golden file.
//!
//! A refusal that is not listed here fails the test: the variants are counted in the sources.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "refusals/samples.rs"]
mod samples;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::samples::Sample;

#[test]
fn every_refusal_stands_in_the_catalogue() {
    let mut catalogue = String::from("Every refusal of sklad, as a person reads it.\n");
    let mut crates: BTreeMap<_, Vec<Sample>> = BTreeMap::new();
    for sample in samples::all() {
        crates.entry(sample.of).or_default().push(sample);
    }
    for (of, samples) in &crates {
        catalogue.push_str(&format!("\n## {of}\n"));
        for Sample { variant, text, .. } in samples {
            catalogue.push_str(&format!("{variant}\n  {text}\n"));
        }
    }
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(catalogue);
    });
}

#[test]
fn no_variant_is_missing() {
    for (of, path) in enums() {
        let expected = variants(&fs::read_to_string(&path).unwrap());
        let listed: BTreeSet<_> = samples::all()
            .into_iter()
            .filter(|sample| sample.of == of)
            .map(|sample| sample.variant)
            .collect();
        let missing: Vec<_> = expected.difference(&listed).collect();
        assert!(
            missing.is_empty(),
            "cannot find {missing:?} of {of} in the catalogue: {} has them; add a sample of each",
            path.display()
        );
    }
}

#[test]
fn every_message_has_the_one_shape() {
    for Sample { of, variant, text } in samples::all() {
        let wrong = wrong_shape(&text);
        assert_eq!(wrong, None, "{of} {variant}: {text}");
    }
}

#[test]
fn a_wrong_shape_is_seen() {
    for text in [
        "Cannot book: it is closed; open it",
        "cannot book it",
        "cannot book: it is closed",
        "cannot book; it is closed: open it",
        "cannot book: it is closed; open it.",
        "cannot book:\nit is closed; open it",
        "cannot book: cannot add: too much; split it",
        "could not book: it is closed; open it",
    ] {
        assert!(wrong_shape(text).is_some(), "{text}");
    }
}

#[test]
fn variants_are_read_from_the_source() {
    let source = "pub enum Refusal {\n    /// A.\n    #[error(\"x {y}\")]\n    Short { a: B },\n    \
                  #[error(\n        \"Long {x}\"\n    )]\n    Long {\n        /// B.\n        x: Y,\n    },\n    \
                  Unit,\n    Item(u8),\n}\n\nfn after() {\n    Nothing;\n}\n";
    let names = ["Item", "Long", "Short", "Unit"].map(str::to_owned);
    assert_eq!(variants(source), BTreeSet::from(names));
}

/// Says what is wrong with a message: it should read "cannot do this: the facts; what to do".
fn wrong_shape(text: &str) -> Option<&'static str> {
    let Some(rest) = text.strip_prefix("cannot ") else {
        return Some("it does not begin with what could not be done");
    };
    if rest.contains("cannot ") {
        return Some("it says twice that something could not be done");
    }
    let Some((_, facts)) = rest.split_once(": ") else { return Some("it has no facts") };
    let Some((_, way_out)) = facts.split_once("; ") else {
        return Some("it does not say what to do");
    };
    if way_out.is_empty() || text.ends_with('.') {
        return Some("it ends in a stop, or in nothing");
    }
    text.contains('\n').then_some("it has more than one line")
}

/// All sources of the domain that say no, by crate.
fn enums() -> Vec<(&'static str, PathBuf)> {
    let domain = Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain");
    let mut found = Vec::new();
    for entry in fs::read_dir(domain).unwrap() {
        let folder = entry.unwrap().path().join("src");
        for path in sources(&folder) {
            let errs = fs::read_to_string(&path).unwrap().contains("thiserror::Error)]");
            let of = folder.parent().and_then(Path::file_name).unwrap().to_str().unwrap();
            if errs {
                let known = samples::CRATES.into_iter().find(|known| *known == of);
                let hint = "add it to CRATES, and a sample of each of its refusals";
                found.push((known.unwrap_or_else(|| panic!("crate {of} says no: {hint}")), path));
            }
        }
    }
    assert!(found.len() >= samples::CRATES.len(), "one file of refusals a crate: {found:?}");
    found
}

/// The sources of a folder and of the folders in it.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let files = files.into_iter().filter(|path| path.extension().is_some_and(|it| it == "rs"));
    files.chain(folders.iter().flat_map(|folder| sources(folder))).collect()
}

/// Reads the names of the variants of the enum that says no: the lines at its own depth that begin with one.
fn variants(source: &str) -> BTreeSet<String> {
    let body = source.lines().skip_while(|line| {
        let name = line.strip_prefix("pub enum ").and_then(|rest| rest.split(' ').next());
        !matches!(name, Some("Refusal" | "Invalid" | "Mistake"))
    });
    let inside = body.skip(1).take_while(|line| *line != "}");
    let names = inside.filter_map(|line| {
        let word = line.strip_prefix("    ")?.split([' ', '(', ',', '{']).next()?;
        word.starts_with(|first: char| first.is_ascii_uppercase()).then(|| word.to_owned())
    });
    names.collect()
}
