//! The presets: data files that users copy, read, proved, drawn and walked.
#![cfg(all(feature = "serde", feature = "toml", feature = "json"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{fmt::Write, fs, path::Path};

use sklad_stage::{Language, Preset, Scheme};

fn schemes() -> Vec<(Preset, Scheme)> {
    let read = |preset: Preset| match preset.scheme() {
        Ok(scheme) => (preset, scheme),
        Err(flaws) => panic!("{}:\n{flaws}", preset.name),
    };
    Preset::ALL.into_iter().map(read).collect()
}

/// `UPDATE=1` writes the JSON files anew from the TOML ones.
#[test]
fn both_forms_say_the_same() {
    for (preset, scheme) in schemes() {
        let json = serde_json::to_string_pretty(&scheme).unwrap() + "\n";
        if std::env::var_os("UPDATE").is_some() {
            let path = format!("presets/{}.json", preset.name);
            fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(path), &json).unwrap();
        } else {
            assert_eq!(preset.json, json, "{}: write it anew with UPDATE=1", preset.name);
            assert_eq!(Scheme::from_json(preset.json).as_ref(), Ok(&scheme), "{}", preset.name);
            assert_eq!(serde_json::from_str::<Scheme>(preset.json).unwrap(), scheme);
        }
    }
}

#[test]
fn every_preset_is_drawn() {
    let english = Language::parse("en").unwrap();
    for (preset, scheme) in schemes() {
        insta::assert_snapshot!(format!("{}_mermaid", preset.name), scheme.mermaid(&english));
        insta::assert_snapshot!(format!("{}_graphviz", preset.name), scheme.graphviz(&english));
    }
}

#[test]
fn every_preset_is_drawn_in_the_language_of_its_source() {
    for ((preset, scheme), language) in schemes().into_iter().zip(["ru", "pl", "ru", "bg"]) {
        let language = Language::parse(language).unwrap();
        for stage in &scheme.draft().stages {
            assert!(stage.title.contains_key(&language), "{} {}", preset.name, stage.id);
        }
        insta::assert_snapshot!(format!("{}_{language}", preset.name), scheme.mermaid(&language));
    }
}

// S2
#[test]
fn every_pair_is_drawn_and_its_shortest_paths_are_listed() {
    let english = Language::parse("en").unwrap();
    for (preset, scheme) in schemes() {
        let mut all = String::new();
        for payment in &scheme.draft().payments {
            for delivery in &scheme.draft().deliveries {
                let pair = (payment, delivery);
                writeln!(all, "## {payment} and {delivery}").unwrap();
                for path in scheme.shortest_paths(payment, delivery) {
                    let path: Vec<_> = path.iter().map(ToString::to_string).collect();
                    writeln!(all, "{}", path.join(" > ")).unwrap();
                }
                writeln!(all, "\n{}", scheme.mermaid_of(pair, &english).unwrap()).unwrap();
                assert!(scheme.graphviz_of(pair, &english).unwrap().starts_with("digraph"));
            }
        }
        insta::assert_snapshot!(format!("{}_pairs", preset.name), all);
    }
}
