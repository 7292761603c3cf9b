//! Laws of the keeper, for random commands from several threads.

#![allow(clippy::wildcard_enum_match_arm, clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{collections::BTreeMap, thread};

use proptest::prelude::*;
use sklad_base::{Events, Once};
use sklad_store::{Keeper, Log, MemoryKeys, MemoryLog, Position, Record, Setup, wait};

use guests::{Guests, Told, Wish, come, wish};

mod guests;

fn setup(commands: usize, snapshot_after: u64) -> Setup<Guests> {
    let setup = Setup::new("hotel", Guests::default(), ());
    let start = guests::start();
    Setup {
        commands,
        snapshot_after: (snapshot_after, u64::MAX),
        clock: sklad_store::Clock::new(move || start),
        ..setup
    }
}

fn records(log: &MemoryLog, keys: &MemoryKeys) -> Vec<Record<Told>> {
    let mut records: Vec<Record<Told>> = Vec::new();
    let mut after = Position::EMPTY;
    loop {
        let page = wait(log.read(after)).unwrap();
        let Some(last) = page.last() else { return records };
        after = last.position;
        records.extend(page.iter().map(|stored| Record::stored(stored, keys).unwrap()));
    }
}

fn any_wish() -> impl Strategy<Value = Wish> {
    let id = 0_u32..6;
    prop_oneof![
        4 => id.clone().prop_map(|id| come(id, "Ana")),
        4 => id.clone().prop_map(Wish::Greet),
        3 => id.clone().prop_map(Wish::Leave),
        1 => id.prop_map(|id| Wish::Forget(id.into())),
        1 => (0_u32..3).prop_map(Wish::Fill),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever several threads wish: each acknowledged wish is in the log once, with the events of its answer; the
    /// state is the fold of the log, before and after a restart.
    #[test]
    fn every_acknowledged_wish_is_there_once_and_the_state_is_the_fold_of_the_log(
        by_thread in prop::collection::vec(prop::collection::vec(any_wish(), 1..30), 1..4),
        commands in 1_usize..20,
        slice in 1_usize..5,
        snapshot_after in 1_u64..8,
    ) {
        let (log, keys) = (MemoryLog::new(), MemoryKeys::new());
        let commands = commands.max(slice);
        let keeper = Keeper::open(log.clone(), keys.clone(), setup(commands, snapshot_after)).wait().unwrap();
        let threads: Vec<_> = by_thread.into_iter().enumerate().map(|(thread, wishes)| {
            let desk = keeper.desk();
            let numbered: Vec<_> = wishes.into_iter().enumerate()
                .map(|(number, command)| wish((thread * 1000 + number) as u64, command)).collect();
            thread::spawn(move || {
                let pending: Vec<_> = numbered.chunks(slice)
                    .map(|slice| (slice.to_vec(), desk.send_all(slice.to_vec()).unwrap())).collect();
                let outcomes = pending.into_iter().flat_map(|(slice, pending)| {
                    slice.into_iter().zip(pending.wait().unwrap())
                });
                outcomes.filter_map(|(wish, outcome)| {
                    outcome.ok().map(|done| (wish.id, (done.record(), done.events().to_vec())))
                }).collect::<Vec<_>>()
            })
        }).collect();
        let acknowledged: BTreeMap<_, _> =
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
        let state = keeper.ask(Guests::clone).unwrap().wait().unwrap();
        drop(keeper);

        // The words of those who are forgotten are gone from the log: compare without words.
        let records = records(&log, &keys);
        let mut written = BTreeMap::new();
        let mut fold = Once::new(Guests::default(), u32::MAX);
        for record in &records {
            fold.begin(record.number);
            record.events.iter().for_each(|told| fold.evolve(told));
            for accepted in &record.accepted {
                let told = record.events_of(accepted).len();
                prop_assert!(written.insert(accepted.id, (record.number, told)).is_none());
            }
        }
        let told = acknowledged.into_iter().map(|(id, (record, told))| (id, (record, told.len())));
        prop_assert_eq!(told.collect::<BTreeMap<_, _>>(), written);
        let fold = fold.state().clone();
        prop_assert_eq!((fold.fold, fold.left, fold.forgotten), (state.fold, state.left.clone(), state.forgotten.clone()));
        let again = Keeper::open(log, keys, setup(commands, snapshot_after)).wait().unwrap();
        prop_assert_eq!(again.ask(Guests::clone).unwrap().wait().unwrap(), state);
    }

    /// One after the other, a keeper answers what the machine itself answers.
    #[test]
    fn a_keeper_answers_what_the_machine_answers(wishes in prop::collection::vec(any_wish(), 1..60)) {
        let keeper = Keeper::open(MemoryLog::new(), MemoryKeys::new(), setup(100, 3)).wait().unwrap();
        let mut direct = Once::new(Guests::default(), 3600);
        let mut records: Vec<Vec<Told>> = Vec::new();
        for (number, command) in wishes.into_iter().enumerate() {
            let wish = wish(number as u64, command);
            let answer = keeper.send(wish.clone()).unwrap().wait();
            direct.begin(sklad_base::RecordNo::new(records.len() as u64 + 1));
            let mut events = Events::new();
            let direct_answer = run(&mut direct, &wish, &records, &mut events);
            prop_assert_eq!(answer.is_ok(), direct_answer.is_ok());
            let is_written = answer.is_ok() || !events.is_empty();
            match (answer, direct_answer) {
                (Ok(done), Ok(own)) => prop_assert_eq!(done.events(), &events.as_slice()[own..]),
                (Err(not), Err(no)) => prop_assert_eq!(not.to_string(), no.to_string()),
                _ => unreachable!("compared above"),
            }
            if is_written {
                records.push(events.into_iter().collect());
            }
        }
        let state = keeper.ask(Guests::clone).unwrap().wait().unwrap();
        prop_assert_eq!(&state, direct.state());
    }
}

/// Runs a wish as a keeper does, without one; returns where its own events begin.
fn run(
    once: &mut Once<Guests>,
    wish: &sklad_base::Envelope<Wish>,
    records: &[Vec<Told>],
    events: &mut Events<Told>,
) -> Result<usize, sklad_base::No<String>> {
    use sklad_store::Machine;
    loop {
        let start = events.len();
        match once.run_into(wish, &(), events) {
            Err(sklad_base::No::Recall { order, record }) => {
                let told = &records[record.number() as usize - 1];
                let back = once.state().take_back(order, told, wish.moment).unwrap();
                once.evolve(&back);
                events.push(back);
            }
            other => return other.map(|()| start),
        }
    }
}
