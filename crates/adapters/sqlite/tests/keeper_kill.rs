//! A keeper on files survives `kill -9`: a child process keeps a shop and is killed at any moment, and every command
//! that was answered is there once, none twice, none torn; what is kept is what the records add up to.
//!
//! 30 rounds of each kind in each run; `SKLAD_KILLS=300` makes as many as it says.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    dead_code,
    reason = "tests, and what they share"
)]

#[path = "support/child.rs"]
mod child;
#[path = "support/folder.rs"]
mod folder;
#[path = "support/kept.rs"]
mod kept;

use std::collections::VecDeque;
use std::path::Path;
use std::time::Duration;

use sklad_base::RecordNo;
use sklad_flow::Shop;
use sklad_stock::Ledger;
use sklad_store::{Done, Keeper, PendingAll, PendingDone, wait};

use child::{Child, acknowledge, path_of_child};
use folder::Folder;
use kept::{Files, Kept, setup, state, wish};

#[test]
fn answered_commands_of_a_ledger_survive_a_kill() {
    rounds::<Ledger>("keeps_a_ledger_until_killed");
}

#[test]
fn answered_commands_of_a_shop_survive_a_kill() {
    rounds::<Shop>("keeps_a_shop_until_killed");
}

/// Kills a child again and again, and looks at what it left after each.
fn rounds<M: Kept>(child: &str) {
    let folder = Folder::new();
    let (mut path, mut known) = (folder.next(), Known::default());
    let (mut snapshots, mut answered) = (0, 0);
    for round in 0..kills() {
        // Logs stay short, so that there is time for more kills, also of those who make a new one.
        if round % 30 == 0 {
            (path, known) = (folder.next(), Known::default());
        }
        let child = Child::start(child, &path);
        // Any moment: at once, while it opens, after many a record, inside one snapshot or another.
        std::thread::sleep(Duration::from_micros(round * 15_919 % 151_000));
        let told = child.kill();
        answered += told.saturating_sub(known.answered);
        snapshots += known.check::<M>(&Files::open(&path), told, round);
    }
    println!("{} kills: {answered} answers, {snapshots} whole snapshots", kills());
    assert!(answered > kills(), "only {answered} commands were answered in all rounds");
    assert!(snapshots > 0, "no child lived long enough to take a snapshot");
}

#[test]
fn files_whose_making_was_killed_are_made_whole_when_they_are_opened_again() {
    let folder = Folder::new();
    for round in 0..kills() {
        let path = folder.next();
        let child = Child::start("keeps_a_ledger_until_killed", &path);
        std::thread::sleep(Duration::from_micros(round * 1_709 % 31_000));
        let told = child.kill();
        Known::default().check::<Ledger>(&Files::open(&path), told, round);
    }
}

/// What is known of a log from the rounds before.
#[derive(Default)]
struct Known {
    /// So many commands were answered.
    answered: u64,
    /// The records of the commands that were found.
    written: Vec<RecordNo>,
}

impl Known {
    /// Looks at what a killed child left; returns how many snapshots were found whole.
    fn check<M: Kept>(&mut self, files: &Files, answered: u64, round: u64) -> u64 {
        self.answered = self.answered.max(answered);
        let report = wait(files.auditor::<M>().verify()).unwrap();
        assert!(report.is_whole(), "round {round}: {report}");
        let written = files.written::<M>();
        let (answered, found) = (self.answered, written.len() as u64);
        assert!(found >= answered, "round {round}: {answered} were answered, {found} are there");
        let at_most = answered.max(self.written.len() as u64) + AT_ONCE;
        assert!(found <= at_most, "round {round}: {found} are there, at most {at_most} were sent");
        assert!(written.starts_with(&self.written), "round {round}: what was there is not");

        let keeper = files.keep(setup::<M>("parent")).unwrap();
        let rebuilt = wait(files.auditor::<M>().rebuild()).unwrap();
        assert_eq!(state(&keeper), rebuilt, "round {round}: kept and rebuilt differ");
        // All that are new in this round, and once in a while all of them.
        let first = if round % 30 == 29 { 0 } else { self.written.len() };
        send_again(&keeper, first, &written);
        assert_eq!(state(&keeper), rebuilt, "round {round}: what was sent again did something");
        self.written = written;
        report.snapshots
    }
}

/// Sends what was written once more: each is answered out of the record where it stands.
fn send_again<M: Kept>(keeper: &Keeper<M>, first: usize, written: &[RecordNo]) {
    let numbers: Vec<usize> = (first..written.len()).collect();
    for part in numbers.chunks(1000) {
        let wishes = part.iter().map(|number| wish::<M>(*number as u64)).collect();
        let answers = keeper.send_all(wishes).unwrap().wait().unwrap();
        for (number, answer) in part.iter().zip(answers) {
            let done = answer.unwrap();
            assert!(done.is_repeated, "command {number} was done twice");
            assert_eq!(done.record(), written[*number], "command {number} has another answer");
        }
    }
}

fn kills() -> u64 {
    std::env::var("SKLAD_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(30)
}

/// Commands on their way, alone or as a slice.
enum Sent<M: Kept> {
    One(PendingDone<M>),
    All(PendingAll<M>),
}

impl<M: Kept> Sent<M> {
    fn send(keeper: &Keeper<M>, first: u64, count: u64) -> Self {
        if count == 1 {
            return Self::One(keeper.send(wish::<M>(first)).unwrap());
        }
        let wishes = (first..first + count).map(wish::<M>).collect();
        Self::All(keeper.send_all(wishes).unwrap())
    }

    fn wait(self) -> Vec<Done<M::Event>> {
        match self {
            Self::One(pending) => vec![pending.wait().unwrap()],
            Self::All(pending) => pending.wait().unwrap().into_iter().map(Result::unwrap).collect(),
        }
    }
}

/// Goes on where the log ends, after the last ones were sent once more; tells what is answered.
fn keep_on<M: Kept>(path: &Path) {
    let files = Files::open(path);
    let there = files.count::<M>();
    let keeper = files.keep(setup::<M>("child")).unwrap();
    let mut next = there.saturating_sub(20);
    let mut answered = next;
    let mut flying = VecDeque::new();
    loop {
        while next - answered + LARGEST <= AT_ONCE {
            // Slices and single ones in turns.
            let count = if next.is_multiple_of(3) { 1 + next * 7 % LARGEST } else { 1 };
            flying.push_back(Sent::send(&keeper, next, count));
            next += count;
        }
        for done in flying.pop_front().map(Sent::wait).unwrap_or_default() {
            assert_eq!(done.is_repeated, answered < there, "command {answered}");
            answered += 1;
            acknowledge(answered);
        }
    }
}

/// So many commands have no answer yet, at most.
const AT_ONCE: u64 = 48;
/// So many stand in a slice, at most.
const LARGEST: u64 = 16;

#[test]
fn keeps_a_ledger_until_killed() {
    if let Some(path) = path_of_child() {
        keep_on::<Ledger>(&path);
    }
}

#[test]
fn keeps_a_shop_until_killed() {
    if let Some(path) = path_of_child() {
        keep_on::<Shop>(&path);
    }
}
