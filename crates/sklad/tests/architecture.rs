//! Arrows go down only: reads the manifests of the workspace and names each arrow that does not.

use std::fs;
use std::path::{Path, PathBuf};

use toml::Table;

use rules::{Crate, Outcome, mistakes};

#[path = "architecture/rules.rs"]
mod rules;

#[test]
fn arrows_of_this_workspace_go_down_only() {
    let root = read(&workspace().join("Cargo.toml")).unwrap();
    let crates = crates(&workspace()).unwrap();

    assert!(crates.iter().any(|one| one.name == "sklad"), "cannot find the crates");
    let found = mistakes(&root, &crates);
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn the_domain_repeats_the_thresholds_of_the_root() {
    let root = read(&workspace().join("clippy.toml")).unwrap();
    let domain = read(&workspace().join("crates/domain/clippy.toml")).unwrap();

    for (key, threshold) in &root {
        assert_eq!(
            domain.get(key),
            Some(threshold),
            "cannot hold the domain to {key}: crates/domain/clippy.toml stands in for the one at \
             the root; repeat the line there"
        );
    }
}

#[test]
fn a_shop_of_well_placed_crates_is_accepted() {
    assert_eq!(
        mistakes_with("crates/domain/flow", "sklad-flow", "sklad-stock.workspace = true"),
        ""
    );
    assert_eq!(mistakes_with("crates/adapters/sqlite", "sklad-sqlite", "rusqlite = \"0.41\""), "");
    assert_eq!(mistakes_with("examples", "sklad-examples", "sklad-flow.workspace = true"), "");
}

#[test]
fn an_arrow_that_goes_up_is_found() {
    assert_eq!(
        mistakes_with("crates/domain/order", "sklad-order", "sklad-flow.workspace = true"),
        "cannot let sklad-order depend on sklad-flow: it stands on floor 1, sklad-flow on floor 3, \
         and arrows go down only; take what it needs as an argument, or let the two meet on a \
         higher floor"
    );
}

#[test]
fn an_arrow_from_the_domain_to_an_adapter_is_found() {
    let found = mistakes_with("crates/domain/order", "sklad-order", "sklad-store.workspace = true");
    assert!(found.contains("sklad-store on floor 4"), "{found}");
}

#[test]
fn an_arrow_to_a_sibling_is_found_under_another_name_and_for_one_target() {
    let renamed = "shelves = { package = \"sklad-stock\", path = \"../stock\" }";
    let found = mistakes_with("crates/domain/order", "sklad-order", renamed);
    assert!(found.contains("sklad-order depend on sklad-stock"), "{found}");

    let targeted = "[target.'cfg(unix)'.dependencies]\nsklad-stock.workspace = true";
    let found = mistakes_with("crates/domain/order", "sklad-order", targeted);
    assert!(found.contains("sklad-order depend on sklad-stock"), "{found}");
}

#[test]
fn tests_may_look_sideways_but_not_up() {
    let sideways = "[dev-dependencies]\nsklad-stock.workspace = true\ninsta = \"1\"";
    assert_eq!(mistakes_with("crates/domain/order", "sklad-order", sideways), "");

    let up = "[dev-dependencies]\nsklad-flow.workspace = true";
    let found = mistakes_with("crates/domain/order", "sklad-order", up);
    assert!(found.contains("sklad-order depend on sklad-flow"), "{found}");
}

#[test]
fn what_if_uses_scenarios_and_no_more_of_the_shop() {
    let found =
        mistakes_with("crates/domain/whatif", "sklad-whatif", "sklad-party.workspace = true");
    assert!(found.contains("sklad-whatif depend on sklad-party"), "{found}");
}

#[test]
fn a_foreign_crate_in_the_domain_is_found() {
    assert_eq!(
        mistakes_with("crates/domain/order", "sklad-order", "tokio = \"1\""),
        "cannot let sklad-order depend on tokio: the domain uses chrono, chrono-tz, idna, \
         prefetch-index, rlibphonenumber, rust_decimal, serde, serde_json, siphasher, thiserror, toml, \
         unicode-normalization, uuid and no others; do that work in an adapter"
    );
}

#[test]
fn a_clock_in_the_domain_is_found_in_every_spelling() {
    for line in [
        "chrono = \"0.4\"",
        "chrono = { version = \"0.4\", default-features = false, features = [\"now\"] }",
        "chrono = { workspace = true, features = [\"clock\"] }",
        "chrono.workspace = true\n[features]\nlive = [\"chrono/clock\"]",
    ] {
        let found = mistakes_with("crates/domain/order", "sklad-order", line);
        assert!(found.contains("cannot let sklad-order have chrono with a clock"), "{line}");
    }
    assert_eq!(mistakes_with("crates/domain/order", "sklad-order", "chrono.workspace = true"), "");
}

#[test]
fn a_crate_without_floor_membership_or_lints_is_found() {
    let root = "[workspace]\nmembers = [\"crates/sklad\"]".parse().unwrap();
    let lost = Crate::parse("crates/domain/lost", "[package]\nname = \"sklad-lost\"").unwrap();

    let found = mistakes(&root, &[lost]).join("\n");
    assert!(found.contains("its folder crates/domain/lost has no floor"), "{found}");
    assert!(found.contains("crates/domain/lost is not a member"), "{found}");
    assert!(found.contains("does not take the lints of the workspace"), "{found}");
}

/// Returns the mistakes of a small workspace with one more crate, whose dependencies are given.
fn mistakes_with(folder: &str, name: &str, dependencies: &str) -> String {
    small_workspace(folder, name, dependencies).map_or_else(
        |fault| fault.to_string(),
        |(root, crates)| mistakes(&root, &crates).join("\n"),
    )
}

fn small_workspace(folder: &str, name: &str, dependencies: &str) -> Outcome<(Table, Vec<Crate>)> {
    let root = "[workspace]
        members = [\"crates/domain/*\", \"crates/adapters/*\", \"examples\"]
        [workspace.dependencies]
        chrono = { version = \"0.4\", default-features = false, features = [\"alloc\"] }"
        .parse()?;
    let manifest = |name, dependencies| {
        format!(
            "lints.workspace = true\npackage.name = \"{name}\"\n[dependencies]\n{dependencies}\n"
        )
    };
    let mut crates = vec![Crate::parse(folder, &manifest(name, dependencies))?];
    for (folder, other) in [
        ("crates/domain/stock", "sklad-stock"),
        ("crates/domain/party", "sklad-party"),
        ("crates/domain/flow", "sklad-flow"),
        ("crates/adapters/store", "sklad-store"),
    ] {
        if other != name {
            crates.push(Crate::parse(folder, &manifest(other, ""))?);
        }
    }
    Ok((root, crates))
}

/// Reads every crate of the workspace: a folder with a manifest, on any shelf.
fn crates(workspace: &Path) -> Outcome<Vec<Crate>> {
    let mut crates = Vec::new();
    for shelf in ["", "crates", "crates/domain", "crates/adapters"] {
        // A shelf that is not built yet holds nothing.
        let Ok(entries) = fs::read_dir(workspace.join(shelf)) else { continue };
        for entry in entries {
            let manifest = entry?.path().join("Cargo.toml");
            // The fuzz targets want another toolchain and are a workspace of their own.
            if manifest.is_file() && !manifest.starts_with(workspace.join("fuzz")) {
                let folder = manifest.parent().unwrap_or(workspace).strip_prefix(workspace)?;
                crates.push(Crate::parse(
                    &folder.to_string_lossy().replace('\\', "/"),
                    &fs::read_to_string(&manifest)?,
                )?);
            }
        }
    }
    Ok(crates)
}

fn read(path: &Path) -> Outcome<Table> {
    Ok(fs::read_to_string(path)?.parse()?)
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
