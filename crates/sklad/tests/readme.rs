//! What the README files say holds: their links lead somewhere, every crate has one, and nothing in
//! the tree names a path of somebody's machine.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

type Outcome<T> = Result<T, Box<dyn Error>>;

#[test]
fn links_between_files_lead_somewhere() {
    let workspace = workspace();
    let mut broken = Vec::new();
    for (path, text) in texts(&workspace).unwrap() {
        if path.extension().is_some_and(|extension| extension == "md") {
            let folder = workspace.join(path.parent().unwrap());
            let lost = links(&text).into_iter().filter(|link| !folder.join(link).exists());
            broken.extend(lost.map(|link| {
                format!(
                    "cannot follow a link of {}: there is no file {link}; mend the link",
                    path.display()
                )
            }));
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn the_front_page_is_there() {
    assert!(is_titled(&workspace().join("README.md")), "cannot find README.md with a title");
}

#[test]
fn every_crate_has_a_titled_readme() {
    let texts = texts(&workspace()).unwrap();
    let manifests = texts.iter().map(|(path, _)| path).filter(|path| {
        path.starts_with("crates") && path.file_name().is_some_and(|name| name == "Cargo.toml")
    });
    let untitled: Vec<String> = manifests
        .map(|manifest| manifest.with_file_name("README.md"))
        .filter(|readme| !is_titled(&workspace().join(readme)))
        .map(|readme| {
            format!(
                "cannot introduce a crate: {} is absent or does not begin with `# `; write it",
                readme.display()
            )
        })
        .collect();
    assert!(untitled.is_empty(), "\n{}", untitled.join("\n"));
}

#[test]
fn no_file_names_a_path_of_a_machine() {
    let mut found = Vec::new();
    for (path, text) in texts(&workspace()).unwrap() {
        for (line, number) in text.lines().zip(1..) {
            if let Some(machine) = MACHINE_PATHS.iter().find(|machine| line.contains(**machine)) {
                found.push(format!(
                    "cannot share {}, line {number}: it names {machine}, which others do not have; \
                     name the path from the root of the workspace",
                    path.display()
                ));
            }
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn reads_links_outside_code_and_leaves_the_web_alone() {
    let text = "See [the map](docs/map.md#floors), ![stock](stock.png \"a plot\") and [up](#top).\n\
                ```\n[not](a-link)\n```\n`[nor](this)` but [that](<b c.md>), [web](https://a.b).\n\
                [below]: docs/below.md";
    assert_eq!(links(text), ["docs/map.md", "stock.png", "b c.md", "docs/below.md"]);
}

/// Returns the files that a Markdown text links to, without anchors and titles.
fn links(text: &str) -> Vec<String> {
    let mut targets = Vec::new();
    let mut is_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            // Every second piece between backticks is code.
            for prose in line.split('`').step_by(2) {
                let inline = prose.split("](").skip(1);
                targets.extend(inline.filter_map(|rest| rest.split(')').next()));
            }
            targets.extend(
                line.strip_prefix('[').and_then(|rest| rest.split_once("]: ")).map(|it| it.1),
            );
        }
    }
    targets.into_iter().filter_map(file_of).collect()
}

/// Returns the file that a link's target names, if it names one.
fn file_of(target: &str) -> Option<String> {
    let target = match target.strip_prefix('<') {
        Some(rest) => rest.split('>').next()?,
        None => target.split_whitespace().next()?,
    };
    let file = target.split('#').next()?;
    let is_elsewhere = file.contains("://") || file.starts_with("mailto:");
    (!file.is_empty() && !is_elsewhere).then(|| file.to_owned())
}

fn is_titled(readme: &Path) -> bool {
    fs::read_to_string(readme).is_ok_and(|text| text.starts_with("# "))
}

/// Returns the text files of the workspace, each with its path from the root.
fn texts(workspace: &Path) -> Outcome<Vec<(PathBuf, String)>> {
    let paths = match listed_by_git(workspace) {
        Some(paths) => paths,
        None => walked(workspace, Path::new(""))?,
    };
    // What is not text, or was deleted and not yet committed, is passed over.
    let read = |path: PathBuf| Some((path.clone(), fs::read_to_string(workspace.join(path)).ok()?));
    Ok(paths.into_iter().filter_map(read).collect())
}

/// Returns what git keeps or would keep; nothing where git or its folder is absent.
fn listed_by_git(workspace: &Path) -> Option<Vec<PathBuf>> {
    let listing = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let output = Command::new("git").args(listing).current_dir(workspace).output().ok()?;
    let paths = String::from_utf8(output.stdout).ok()?;
    let paths: Vec<PathBuf> =
        paths.split('\0').filter(|path| !path.is_empty()).map(PathBuf::from).collect();
    (output.status.success() && !paths.is_empty()).then_some(paths)
}

fn walked(workspace: &Path, folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(workspace.join(folder))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if !entry.file_type()?.is_dir() {
            paths.push(path);
        } else if ![".git", "target"].iter().any(|skipped| path.ends_with(skipped)) {
            paths.extend(walked(workspace, &path)?);
        }
    }
    Ok(paths)
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Spelled in two halves, so that this file does not name them itself.
const MACHINE_PATHS: &[&str] =
    &[concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/tmp/ba", "sh_jobs")];
