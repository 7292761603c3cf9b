//! The example's story, word for word; `UPDATE=1 cargo test -p sklad-stock --test week` writes it anew.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests")]

#[path = "../examples/one_week.rs"]
mod one_week;

#[test]
fn the_week_is_told_as_it_was() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/one_week.txt");
    let story = one_week::tell().unwrap();
    if std::env::var("UPDATE").is_ok() {
        std::fs::write(path, &story).unwrap();
    }
    assert_eq!(story, std::fs::read_to_string(path).unwrap());
}
