//! Two writers on one log, each with a ledger of its own, crashes and an expiry: every interleaving is tried.
//! Law 4 for two writers, law 9 across restarts: no oversell, nothing lost, nothing twice.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod desk;

use sklad_base::{
    Actor, CommandId, Digest, Envelope, Events, ItemId, Moment, Once, PlaceId, Quantity, RecordNo,
};
use sklad_stock::{Account, Command, Entry, Event, Goods, Ledger, Movement, Policy};
use stateright::{Checker, Model, Property};

use self::desk::{Desk, expire, fulfil, goods, line, moment, rank, receive, reserve};

/// The wishes that clients have; each may send its wish again and again, to either writer, under the same id.
const WISHES: usize = 6;
const ITEMS: u32 = 2;
const EACH: u32 = 2;

fn wish(number: usize) -> (Moment, Command) {
    let (early, late) = (moment("2026-03-02T10:00:00Z"), moment("2026-03-02T12:00:00Z"));
    let second = Goods { item: ItemId::new(1), ..goods(2) };
    let second = Entry::Reserve { line: line(4), goods: second, rank: rank(4) };
    let (moment, entries) = match number {
        0 => (early, vec![reserve(1, 2)]),
        1 => (early, vec![reserve(2, 1), expire(2, "2026-03-02T11:00:00Z")]),
        2 => (early, vec![reserve(3, 1), second]),
        3 => (early, vec![fulfil(1, 2)]),
        4 => (late, vec![fulfil(2, 1)]),
        _ => (late, vec![Entry::Reserve { line: line(5), goods: goods(1), rank: rank(5) }]),
    };
    (moment, Command::Book(entries))
}

/// A log of accepted wishes; what a writer knows of it, and what it has decided and not yet written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Shared {
    log: Vec<usize>,
    writers: [Writer; 2],
    crashes: u8,
    fenced: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
struct Writer {
    known: usize,
    decided: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// A writer takes a wish, on the state that it knows.
    Decide(usize, usize),
    /// It writes what it decided, if nobody has written since.
    Append(usize),
    /// It reads what others wrote.
    Read(usize),
    /// It loses all it knew and decided, and begins anew.
    Crash(usize),
}

/// What the log makes of a ledger: real commands on the real machine.
struct World {
    once: Once<Ledger>,
    shipped: [Quantity; 2],
    now: Moment,
}

fn opened() -> Desk {
    let mut desk = Desk::with(1, ITEMS);
    let second = Goods { item: ItemId::new(1), ..goods(EACH) };
    desk.book([receive(EACH), Entry::Receive(second)]);
    desk
}

impl World {
    fn fold(log: &[usize]) -> Self {
        let desk = opened();
        let once = Once::new(desk.ledger, 24 * 3600);
        let mut world = Self { once, shipped: [Quantity::ZERO; 2], now: desk.now };
        log.iter().for_each(|number| {
            assert!(world.take(*number), "what was accepted is accepted again");
        });
        world
    }

    /// Sends a wish; says whether it was accepted as new.
    fn take(&mut self, number: usize) -> bool {
        let (moment, command) = wish(number);
        self.now = self.now.max(moment);
        let id = CommandId::counted(moment, u64::try_from(number).unwrap());
        let envelope = Envelope::new(id, Actor::System("model".into()), self.now, command);
        let mut out = Events::new();
        let record = self.once.seen().len();
        self.once.begin(RecordNo::new(u64::try_from(record).unwrap() + 1));
        let done = self.once.run_into(&envelope, &Policy::default(), &mut out).is_ok();
        for event in &out {
            if let Event::Moved(Movement { item, to: Account::Customer, quantity, .. }) = event {
                let shipped = &mut self.shipped[item.index()];
                *shipped = shipped.saturating_add(*quantity);
            }
        }
        done
    }
}

struct TwoWriters;

impl Model for TwoWriters {
    type State = Shared;
    type Action = Step;

    fn init_states(&self) -> Vec<Shared> {
        let writers = [Writer::default(); 2];
        vec![Shared { log: Vec::new(), writers, crashes: 0, fenced: false }]
    }

    fn actions(&self, state: &Shared, steps: &mut Vec<Step>) {
        for (at, writer) in state.writers.iter().enumerate() {
            match writer.decided {
                None => steps.extend((0..WISHES).map(|number| Step::Decide(at, number))),
                Some(_) => steps.push(Step::Append(at)),
            }
            if writer.known < state.log.len() {
                steps.push(Step::Read(at));
            }
            if state.crashes < 2 {
                steps.push(Step::Crash(at));
            }
        }
    }

    fn next_state(&self, last: &Shared, step: Step) -> Option<Shared> {
        let mut state = last.clone();
        match step {
            Step::Decide(at, number) => {
                let known = state.writers[at].known;
                let accepted = World::fold(&state.log[..known]).take(number);
                state.writers[at].decided = accepted.then_some(number);
            }
            Step::Append(at) => {
                let Writer { known, decided } = state.writers[at];
                if known == state.log.len() {
                    state.log.extend(decided);
                    state.writers[at].known = state.log.len();
                } else {
                    state.fenced = true;
                }
                state.writers[at].decided = None;
            }
            Step::Read(at) => {
                state.writers[at] = Writer { known: state.log.len(), decided: None };
            }
            Step::Crash(at) => {
                state.writers[at] = Writer::default();
                state.crashes += 1;
            }
        }
        (state != *last).then_some(state)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always("nothing is oversold", |_, state: &Shared| {
                let world = World::fold(&state.log);
                let cells = (0..ITEMS)
                    .map(|item| world.once.state().cell(PlaceId::new(0), ItemId::new(item)));
                cells.into_iter().all(|cell| {
                    !cell.available().is_negative()
                        && !cell.reserved().is_negative()
                        && !cell.on_hand().is_negative()
                })
            }),
            Property::always("nothing is lost", |_, state: &Shared| {
                let world = World::fold(&state.log);
                (0..ITEMS).all(|item| {
                    let cell = world.once.state().cell(PlaceId::new(0), ItemId::new(item));
                    let shipped = world.shipped[ItemId::new(item).index()];
                    cell.on_hand().saturating_add(shipped) == Quantity::units(EACH)
                })
            }),
            Property::always("nothing is done twice", |_, state: &Shared| {
                (0..WISHES).all(|wish| state.log.iter().filter(|it| **it == wish).count() <= 1)
            }),
            Property::sometimes("a writer is fenced", |_, state: &Shared| state.fenced),
            Property::sometimes("what expired is promised anew", |_, state: &Shared| {
                state.log.contains(&1) && state.log.contains(&5) && !state.log.contains(&4)
            }),
            Property::sometimes("an order is shipped", |_, state: &Shared| state.log.contains(&3)),
        ]
    }
}

#[test]
fn every_interleaving_of_two_writers_is_sound() {
    let checker = TwoWriters.checker().spawn_bfs().join();
    checker.assert_properties();
    let states = checker.unique_state_count();
    assert!(states > 1_000, "{states} states were seen");
}

#[test]
fn a_digest_tells_wishes_apart() {
    let digests: std::collections::BTreeSet<Digest> =
        (0..WISHES).map(|number| Digest::of(&wish(number).1)).collect();
    assert_eq!(digests.len(), WISHES);
}
