//! The program as people use it: answers, codes, mistakes.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

fn sklad(arguments: &[&str], input: &str) -> Output {
    let program = env!("CARGO_BIN_EXE_sklad");
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that ends before it reads closes the pipe: that is its answer.
    let _written = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn told(output: &Output) -> (String, String, Option<i32>) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

#[test]
fn ids_are_checked() {
    let (out, _, code) =
        told(&sklad(&["party", "ids", "-"], "kind,value\nru_inn10, 7710 000 015 \neu_vat,XX123\n"));
    assert_eq!(
        out,
        "kind,value,valid,normalised\nru_inn10, 7710 000 015 ,1,7710000015\neu_vat,XX123,0,\n"
    );
    assert_eq!(code, Some(0));
}

#[test]
fn records_get_their_cards() {
    let input = "id,email,country,tax\na,ivan@romashka.ru,RU,7710000015\nb,olga@romashka.ru,RU,7710000015\nc,petr@gmail.com,,\n";
    let (out, side, code) = told(&sklad(&["party", "dedupe", "-"], input));
    assert_eq!(out, "id,card\na,1\nb,1\nc,2\n");
    assert_eq!(side, "3 records, 2 cards; 0 values are shared, 0 joins were not made\n");
    assert_eq!(code, Some(0));
}

const CASES: &str = r#"{"base": [{"id": 1, "tax": ["RU:INN:7710000015"], "emails": ["ivan@romashka.ru"]}], "cases": [
    {"n": 1, "title": "known", "order": {"emails": ["IVAN@romashka.ru"]},
     "expect": {"outcome": "Match", "card": 1, "by": ["email"], "new_contact": false, "learn": [], "flags": [], "candidates": []}},
    {"n": 2, "title": "wrong on purpose", "order": {"emails": ["new@romashka.ru"]},
     "expect": {"outcome": "Match", "card": 1, "by": ["email"], "new_contact": false, "learn": [], "flags": [], "candidates": []}}]}"#;

#[test]
fn differences_are_named_and_counted() {
    let (out, _, code) = told(&sklad(&["party", "match", "--cases", "-"], CASES));
    assert_eq!(
        out,
        "case 2, wrong on purpose\n  outcome: expected Match, found Create\n  card: expected 1, found none\n  \
         by: expected [email], found []\n  learn: expected [], found [new@romashka.ru]\n1 passed, 1 failed\n"
    );
    assert_eq!(code, Some(1));
}

#[test]
fn a_reader_that_stops_early_is_no_failure() {
    use std::io::Read;
    let mut child = Command::new(env!("CARGO_BIN_EXE_sklad"))
        .args(["party", "ids", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = child.stdout.take().unwrap();
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        // More than any pipe holds; who writes learns that nobody reads any more.
        let rows = "ru_inn10,7710000015\n".repeat(1 << 10);
        let _told = input.write_all(b"kind,value\n");
        for _ in 0..1 << 10 {
            if input.write_all(rows.as_bytes()).is_err() {
                break;
            }
        }
    });
    let mut first = [0; 10];
    out.read_exact(&mut first).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!(
        (&first, told(&output).1, output.status.code()),
        (b"kind,value", String::new(), Some(0))
    );
}

#[test]
fn options_are_read_in_the_words_that_people_use() {
    let case = |order: &str, options: &str, expect: &str| {
        let base =
            r#"[{"id": 1, "emails": ["petr@gmail.com"]}, {"id": 2, "tax": ["RU:INN:7710000022"]}]"#;
        let text = format!(
            r#"{{"base": {base}, "cases": [{{"n": 1, "order": {order}, "options": {options}, "expect": {expect}}}]}}"#
        );
        told(&sklad(&["party", "match", "--cases", "-"], &text))
    };
    let dotted = r#"{"emails": ["p.etr@gmail.com"]}"#;
    let known = r#"{"outcome": "Match", "card": 1, "by": ["email"]}"#;
    let new = r#"{"outcome": "Create", "learn": ["p.etr@gmail.com"]}"#;
    let both = r#"{"emails": ["petr@gmail.com"], "tax": [["RU", "7710000022"]]}"#;
    let merged = r#"{"outcome": "Match", "card": 2, "by": ["tax"], "flags": ["MergeCandidate"]}"#;
    for (order, options, expect) in [
        (dotted, "{}", known),
        (dotted, r#"{"fold": true}"#, known),
        (dotted, r#"{"fold": false}"#, new),
        (dotted, r#"{"fold": "off"}"#, new),
        (both, r#"{"doubles": "merge"}"#, merged),
        (both, r#"{"auto_merge": true}"#, merged),
    ] {
        let (out, _, code) = case(order, options, expect);
        assert_eq!((out.as_str(), code), ("1 passed, 0 failed\n", Some(0)), "{options}");
    }
    let (out, _, code) =
        case(r#"{"emails": ["petr@gmail.com"], "mail": "x"}"#, r#"{"rule": "OR"}"#, new);
    assert!(out.contains("the order's field mail is not known") && code == Some(1), "{out}");
    let (out, ..) = case(dotted, r#"{"rule": "XOR"}"#, known);
    assert!(out.contains("cannot set the rule XOR: it is not known; mend it"), "{out}");
}

#[test]
fn mistakes_say_what_to_do() {
    let (_, side, code) = told(&sklad(&["party", "ids", "no-such-file.csv"], ""));
    assert!(
        side.starts_with("sklad: cannot read no-such-file.csv: ") && side.contains("; look at"),
        "{side}"
    );
    assert_eq!(code, Some(2));
    let (_, side, code) = told(&sklad(&["party", "ids", "-"], "kind,value\nxx,1\n"));
    assert!(side.contains("row 2 is of kind \"xx\""), "{side}");
    assert_eq!(code, Some(2));
    assert_eq!(told(&sklad(&["party", "ids", "-"], "a,b\n1,2\n")).2, Some(2));
    assert_eq!(told(&sklad(&["party", "match", "--cases", "-"], "{")).2, Some(2));
    assert_eq!(told(&sklad(&["nonsense"], "")).2, Some(2));
    assert_eq!(told(&sklad(&["--help"], "")).2, Some(0));
}
