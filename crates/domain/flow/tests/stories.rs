//! Stories of a shop in plain language; `UPDATE=1 cargo test -p sklad-flow --test stories` writes what it answers.
//!
//! A line that begins at the margin is a sentence, the indented lines below it are the shop's answer.
#![allow(clippy::wildcard_enum_match_arm, clippy::unwrap_used, clippy::panic, reason = "tests")]

mod telling;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use self::telling::Teller;

#[test]
fn the_stories_go_as_they_are_written() {
    let update = update();
    let mut wrong = String::new();
    let stories = stories();
    assert!(stories.len() >= 14, "where are the stories? {stories:?}");
    for path in stories {
        let written = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        match tell(name, &written) {
            Ok(told) if told == written => {}
            Ok(told) if update => fs::write(&path, told).unwrap(),
            Ok(told) => wrong.push_str(&difference(name, &written, &told)),
            Err(no) => writeln!(wrong, "{no}").unwrap(),
        }
    }
    assert!(
        wrong.is_empty(),
        "\n{wrong}\nwhere the story is right to change: UPDATE=1 cargo test\n"
    );
}

#[test]
fn an_unknown_sentence_is_named_with_its_file_and_line() {
    let no = tell("a.story", "# A comment.\nrecieve A-100 3 pcs at MAIN\n").unwrap_err();
    assert!(
        no.starts_with("cannot read a.story, line 2: no sentence begins with \"recieve\"; "),
        "{no}"
    );
    let no = tell("a.story", "item A-100\nreceive A-100 3 pcs on MAIN\n").unwrap_err();
    assert!(no.starts_with("cannot read a.story, line 2: \"on\" stands where \"at\""), "{no}");
}

#[test]
fn a_story_that_goes_otherwise_shows_both() {
    let written = "open MAIN of WEB\nitem A-100\nreceive A-100 3 pcs at MAIN\n  nothing happens\n";
    let told = tell("a.story", written).unwrap();
    let difference = difference("a.story", written, &told);
    assert!(
        difference.contains(
            "a.story, line 3: receive A-100 3 pcs at MAIN\n  - nothing happens\n  + receipt 1"
        ),
        "{difference}"
    );
}

/// Tells a story: its own lines, with the shop's answers below each sentence.
fn tell(name: &str, story: &str) -> Result<String, String> {
    let mut teller = Teller::default();
    let mut told = String::new();
    for (line, number) in story.lines().zip(1..) {
        if line.starts_with(' ') {
            continue;
        }
        writeln!(told, "{line}").unwrap();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let answer =
            teller.tell(line).map_err(|no| format!("cannot read {name}, line {number}: {no}"))?;
        answer.iter().for_each(|line| writeln!(told, "  {line}").unwrap());
    }
    Ok(told)
}

/// Shows each sentence that was answered otherwise, with the written and the told answer.
fn difference(name: &str, written: &str, told: &str) -> String {
    let (written, told) = (answers(written), answers(told));
    let mut text = String::new();
    for ((number, sentence, was), (_, _, is)) in
        written.iter().zip(&told).filter(|(was, is)| was.2 != is.2)
    {
        writeln!(text, "{name}, line {number}: {sentence}").unwrap();
        let common = was.iter().zip(is).take_while(|(was, is)| was == is).count();
        was[..common].iter().for_each(|line| writeln!(text, "    {line}").unwrap());
        was[common..].iter().for_each(|line| writeln!(text, "  - {line}").unwrap());
        is[common..].iter().for_each(|line| writeln!(text, "  + {line}").unwrap());
    }
    text
}

/// Sentences with their line numbers and the lines below them.
fn answers(story: &str) -> Vec<(usize, &str, Vec<&str>)> {
    let mut answers: Vec<(usize, &str, Vec<&str>)> = Vec::new();
    for (line, number) in story.lines().zip(1..) {
        match answers.last_mut() {
            Some((_, _, below)) if line.starts_with(' ') => below.push(line.trim()),
            _ => answers.push((number, line, Vec::new())),
        }
    }
    answers
}

fn stories() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut stories: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|it| it == "story")).collect();
    stories.sort();
    stories
}

#[expect(clippy::disallowed_methods, reason = "the runner of stories is no part of the domain")]
fn update() -> bool {
    std::env::var("UPDATE").is_ok_and(|update| update == "1")
}
