//! Law 3 as a machine that stops and starts: whether it goes on, stands up from a snapshot and what came behind it, or
//! is built anew from its log, the ledger says what the plain model says, and takes the next command as the model does.
#![allow(clippy::wildcard_enum_match_arm, clippy::unwrap_used, reason = "tests")]

mod model;

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};
use sklad_base::{Decider, ItemId, PlaceId};
use sklad_stock::{Event, Ledger};

use self::model::{Model, Want, history::*};

#[derive(Debug, Clone)]
enum Step {
    Send(Vec<Want>),
    /// The state is written down.
    Save,
    /// What was written down is read, and what came behind it taken in at once.
    Restart,
    /// All that ever happened is taken in again.
    Rebuild,
}

/// The plain model knows commands only: it never stops.
#[derive(Debug)]
struct Plain;

impl ReferenceStateMachine for Plain {
    type State = Model;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Model> {
        Just(Model::default()).boxed()
    }

    fn transitions(_: &Model) -> BoxedStrategy<Step> {
        let send = wants().prop_map(Step::Send);
        prop_oneof![6 => send, 1 => Just(Step::Save), 1 => Just(Step::Restart), 1 => Just(Step::Rebuild)]
            .boxed()
    }

    fn apply(mut model: Model, step: &Step) -> Model {
        if let Step::Send(wants) = step {
            model.book(wants, limit);
        }
        model
    }
}

/// A ledger, its log, and a snapshot with how much of the log is in it.
#[derive(Debug)]
struct Running {
    ledger: Ledger,
    log: Vec<Event>,
    saved: (Vec<u8>, usize),
}

impl StateMachineTest for Running {
    type SystemUnderTest = Self;
    type Reference = Plain;

    fn init_test(_: &Model) -> Self {
        let (ledger, log) = opened();
        let saved = (ledger.snapshot(), log.len());
        Self { ledger, log, saved }
    }

    fn apply(mut now: Self, _: &Model, step: Step) -> Self {
        match step {
            Step::Send(wants) => {
                let done = now.ledger.run(&envelope(book(&wants)), &policy());
                now.log.extend(done.into_iter().flatten());
            }
            Step::Save => now.saved = (now.ledger.snapshot(), now.log.len()),
            Step::Restart => {
                now.ledger = Ledger::restore(&now.saved.0).unwrap();
                now.ledger.evolve_all(&now.log[now.saved.1..]);
            }
            Step::Rebuild => {
                now.ledger = Ledger::new();
                now.ledger.evolve_all(&now.log);
            }
        }
        now
    }

    fn check_invariants(now: &Self, model: &Model) {
        for (place, item) in cells() {
            let cell = now.ledger.cell(PlaceId::new(place), ItemId::new(item));
            let at = |map: &BTreeMap<_, i64>| map.get(&(place, item)).copied().unwrap_or(0);
            assert_eq!(cell.on_hand(), units(at(&model.on_hand)));
            assert_eq!(cell.held(), units(at(&model.held)));
            assert_eq!(cell.reserved(), units(model.reserved((place, item))));
            assert_eq!(cell.pending(), units(model.pending((place, item))));
        }
        let claims = now.ledger.claims().map(|claim| {
            let key = (claim.line.order().number(), claim.place.number());
            (key, [claim.asked, claim.reserved])
        });
        let expected = model
            .claims
            .iter()
            .map(|(key, claim)| (*key, [claim.asked, claim.reserved].map(units)));
        assert_eq!(claims.collect::<BTreeMap<_, _>>(), expected.collect());
    }
}

prop_state_machine! {
    #[test]
    fn a_ledger_that_stops_and_starts_says_what_the_model_says(sequential 1..60 => Running);
}
