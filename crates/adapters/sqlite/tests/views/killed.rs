//! Killed while the tables are made anew: the old ones stand, or the new ones do.

use std::{
    env, fs,
    io::Read as _,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use sklad_flow::Shop;
use sklad_sqlite::views::Tables;

use crate::{
    follower::{Log, Place, dump, follow, lived, rebuild},
    history::setting::Setting,
    laws::some_acts,
};

/// The child's part: this test, called again by the other one, makes the tables anew until it is killed.
#[test]
fn child_that_rebuilds() {
    let Ok(path) = env::var(FILE) else { return };
    let mut tables = Tables::open(Path::new(&path)).unwrap();
    let (long, short) = logs();
    println!("{READY}");
    loop {
        tables = rebuild(tables, &short).0;
        tables = rebuild(tables, &long).0;
    }
}

#[test]
fn a_kill_during_a_rebuild_leaves_the_old_or_the_new() {
    let (long, short) = logs();
    let whole = [&long, &short].map(|log| {
        let place = Place::new();
        let (_tables, teller) = follow(&place.path, log, 10);
        (dump(&place.sql()), teller.shop().clone())
    });
    let place = Place::new();
    drop(follow(&place.path, &long, 10));
    let mut seen = [0, 0];
    for round in 0..rounds() {
        killed_after(&place.path, Duration::from_micros(u64::from(round) * 2_617 % 60_000));
        let tables = Tables::open(&place.path).unwrap();
        let there = dump(&place.sql());
        let which = whole.iter().position(|(rows, _)| *rows == there);
        let which = which.expect("half of a rebuild is there");
        seen[which] += 1;
        assert_eq!(tables.check(&whole[which].1).unwrap(), []);
    }
    assert_eq!(seen.iter().sum::<u32>(), rounds());
    println!(
        "killed {} times: {} found the long log, {} the short one",
        rounds(),
        seen[0],
        seen[1]
    );
}

/// Two logs whose tables differ.
fn logs() -> (Log, Log) {
    let again = std::iter::repeat_with(some_acts).take(8).flatten().collect();
    let (_, long) = lived(&(Setting::plenty(), again));
    let short = long[..4].to_vec();
    (long, short)
}

fn killed_after(path: &Path, time: Duration) {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "killed::child_that_rebuilds", "--nocapture"])
        .env(FILE, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    let mut out = child.stdout.take().unwrap();
    let mut byte = [0];
    while !said.contains(READY) && out.read(&mut byte).unwrap() == 1 {
        said.push(char::from(byte[0]));
    }
    std::thread::sleep(time);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(fs::metadata(path).unwrap().len() > 0);
}

/// More of them where CI has the time.
fn rounds() -> u32 {
    if env::var("SKLAD_LONG").is_ok() { 300 } else { 30 }
}

const FILE: &str = "SKLAD_TABLES_TO_REBUILD";
const READY: &str = "begins to rebuild";

/// The shop is not asked for more than the tables hold.
#[test]
fn an_empty_rebuild_is_an_empty_shop() {
    let place = Place::new();
    let tables = Tables::open(&place.path).unwrap();
    let rebuild = tables.rebuild(Shop::new(), |_| {}).unwrap();
    let (tables, teller) = rebuild.finish(sklad_sqlite::views::Reflected::NOTHING).unwrap();
    assert_eq!(teller.shop(), &Shop::new());
    assert_eq!(tables.check(&Shop::new()).unwrap(), []);
}
