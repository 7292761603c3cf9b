//! The laws of the spec, over random histories of every preset.

use std::collections::BTreeMap;

use proptest::prelude::*;
use sklad_base::{Decider, OrderId};
use sklad_stage::{
    Asking, Board, Clock, Command, Event, Fact, Facts, Happening, Outcome, Preset, Scheme, Sketch,
    Span, Statistics, What, Wish,
};

use crate::desk::{Desk, all};

/// One thing that somebody does, in numbers that are taken by what there is.
type Act = (u32, u8, u16, u32, usize);

fn acts() -> impl Strategy<Value = Vec<Act>> {
    // Which order, what, which facts, how long after the one before, which of the choices.
    let act = (0_u32..4, 0_u8..14, any::<u16>(), 0_u32..400_000, 0_usize..100);
    prop::collection::vec(act, 1..60)
}

fn pick<T: Clone>(from: &[T], choice: usize) -> T {
    from[choice % from.len()].clone()
}

/// Returns the command of an act: who, what.
fn command(scheme: &Scheme, (order, what, facts, _, choice): Act) -> (String, Command) {
    let draft = scheme.draft();
    let facts: Facts =
        Fact::ALL.iter().copied().filter(|fact| facts >> (*fact as u16) & 1 == 1).collect();
    let people: Vec<_> = draft.people.keys().cloned().collect();
    let (payment, delivery) = (pick(&draft.payments, choice), pick(&draft.deliveries, choice / 3));
    let wish = match what {
        0 | 1 => Wish::Start { payment, delivery },
        2 | 3 => Wish::Advance,
        4 => Wish::Learn,
        5 | 6 => Wish::Happened(pick(Happening::ALL, choice)),
        7 | 8 => Wish::Jump(pick(&draft.transitions, choice).id),
        9 => Wish::Pause,
        10 => Wish::Resume,
        11 => Wish::Take,
        12 => Wish::Assign(pick(&people, choice)),
        _ => Wish::Reroute { payment, delivery },
    };
    let facts = if choice % 3 == 0 { all() } else { facts };
    let who = if choice % 4 == 0 {
        pick(&people, choice / 4).as_str().to_owned()
    } else {
        "system".to_owned()
    };
    (who, Command::of(OrderId::new(order), facts, wish))
}

/// Runs a history; between commands it ticks as often as told.
fn run(preset: usize, acts: &[Act], ticks: u8) -> Desk {
    let mut desk = Desk::open(Preset::ALL[preset].scheme().unwrap());
    for act in acts {
        let seconds = i64::from(act.3);
        for _ in 0..ticks {
            desk.later(seconds / i64::from(ticks));
            desk.run("system", Command::Tick).unwrap();
        }
        desk.later(
            seconds - if ticks == 0 { 0 } else { seconds / i64::from(ticks) * i64::from(ticks) },
        );
        let (who, command) = command(&desk.scheme, *act);
        let before = desk.board.clone();
        let lines = desk.log.len();
        if desk.run(&who, command).is_err() {
            // A refused command changes nothing but what was due before it.
            let due = &desk.log.as_slice()[lines..];
            assert!(
                due.iter().all(|event| matches!(event.note().unwrap().what, What::Overdue { .. }))
            );
            let mut replayed = before;
            due.iter().for_each(|event| replayed.evolve(event));
            assert_eq!(replayed, desk.board);
        }
    }
    desk
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    /// Same orders, same inputs, same stages: the board is a fold of its events.
    #[test]
    fn replay_equals_live(preset in 0_usize..4, acts in acts()) {
        let desk = run(preset, &acts, 0);
        let mut replayed = Board::new();
        desk.log.iter().for_each(|event| replayed.evolve(event));
        prop_assert_eq!(replayed, desk.board);
    }

    /// All that was due is done first, at its own moment: late, early or never ticking gives the same log.
    #[test]
    fn ticking_often_or_never_gives_the_same_log(preset in 0_usize..4, acts in acts(), ticks in 1_u8..4) {
        let (never, often) = (run(preset, &acts, 0), run(preset, &acts, ticks));
        prop_assert_eq!(never.log, often.log);
        prop_assert_eq!(never.board, often.board);
    }

    #[test]
    fn the_log_goes_forward_in_time_and_due_things_by_moment_and_order(preset in 0_usize..4, acts in acts()) {
        let desk = run(preset, &acts, 0);
        let events = desk.log.as_slice();
        for pair in events.windows(2) {
            prop_assert!(pair[0].moment() <= pair[1].moment());
            if let (Some(one), Some(other)) = (pair[0].note(), pair[1].note())
                && one.moment == other.moment
                && matches!(one.what, What::Overdue { .. })
                && matches!(other.what, What::Overdue { .. })
            {
                prop_assert!(one.order < other.order);
            }
        }
    }

    /// After every event one stage's clock runs, or none while paused or ended; the mark of a problem falls when the
    /// order leaves the stage; what is next is the earliest of all.
    #[test]
    fn clocks_marks_and_deadlines_fit_after_every_event(preset in 0_usize..4, acts in acts()) {
        let desk = run(preset, &acts, 1);
        let mut board = Board::new();
        for event in &desk.log {
            board.evolve(event);
            let Some(note) = event.note() else { continue };
            let track = board.track(note.order).unwrap();
            let stage = desk.scheme.stage(track.stage()).unwrap();
            match track.clock() {
                Clock::Ended(outcome) => prop_assert_eq!(stage.end, Some(outcome)),
                Clock::Stands { by_hand, .. } => prop_assert!(by_hand != stage.pauses && stage.end.is_none()),
                Clock::Runs { .. } => prop_assert!(!stage.pauses && stage.end.is_none()),
            }
            if let What::Moved { .. } = note.what {
                prop_assert!(track.problem().is_none());
            }
            let deadlines = board.tracks().filter_map(|(_, track)| track.clock().deadline());
            prop_assert_eq!(board.next_deadline(), deadlines.min());
            let live = board.tracks().filter(|(_, track)| track.outcome().is_none()).count();
            prop_assert_eq!(board.live(), live);
        }
    }

    /// Time in stages sums to the order's age; and every stay that ended is counted.
    #[test]
    fn time_in_stages_sums_to_the_age(preset in 0_usize..4, acts in acts()) {
        let desk = run(preset, &acts, 0);
        let mut stays: BTreeMap<OrderId, Span> = BTreeMap::new();
        let mut since = BTreeMap::new();
        let mut left = 0;
        for note in desk.log.iter().filter_map(Event::note) {
            if let What::Started { .. } = note.what {
                since.insert(note.order, note.moment);
            }
            if let What::Moved { .. } = note.what {
                let before = since.insert(note.order, note.moment).unwrap();
                let sum = stays.entry(note.order).or_default();
                *sum = sum.plus(Span::between(before, note.moment));
                left += 1;
            }
        }
        for (order, track) in desk.board.tracks() {
            let until = if track.outcome().is_some() { track.entered() } else { desk.now };
            let open = if track.outcome().is_some() { Span::ZERO } else { Span::between(track.entered(), desk.now) };
            let sum = stays.get(&order).copied().unwrap_or_default().plus(open);
            prop_assert_eq!(sum, Span::between(track.started(), until));
        }
        let counted: usize = Statistics::of(&desk.log).stages().map(|(_, stay)| stay.rate.all).sum();
        prop_assert_eq!(counted, left);
    }

    /// What is not asked for decides nothing, and where nothing new holds nothing follows.
    #[test]
    fn what_is_not_asked_for_decides_nothing(preset in 0_usize..4, acts in acts(), more in acts()) {
        let mut desk = run(preset, &acts, 0);
        for act in more {
            let (who, command) = command(&desk.scheme, act);
            let envelope = desk.envelope(&who, command);
            let Command::Order { order, facts, wish, .. } = &envelope.command else { continue };
            let sketch = Sketch::new(&desk.board);
            let asked = sketch.asks(*order, wish, &desk.scheme);
            let decide = |facts: Facts| {
                let (moment, who) = (envelope.moment, &envelope.who);
                let asking = Asking { order: *order, facts, comment: None, moment, who };
                sketch.clone().decide(wish, asking, &desk.scheme)
            };
            let notes = decide(*facts);
            prop_assert_eq!(&decide(facts.common(asked.facts())), &notes, "{:?}", wish);
            prop_assert!(!asked.is_nothing_new(*facts) || notes == Ok(Vec::new()), "{:?}", wish);
        }
    }

    /// Every order can reach a final stage from wherever it is.
    #[test]
    fn every_order_can_reach_an_end(preset in 0_usize..4, acts in acts()) {
        let mut desk = run(preset, &acts, 0);
        let live: Vec<_> = desk.board.tracks().filter(|(_, it)| it.outcome().is_none()).map(|(order, _)| order).collect();
        for order in live {
            for _ in 0..20 {
                let track = desk.board.track(order).unwrap();
                if track.outcome().is_some() {
                    break;
                }
                let steps = desk.scheme.steps_to_end(track.stage(), (track.payment(), track.delivery()));
                let step = steps.unwrap().remove(0);
                let wish = step.by.map_or(Wish::Advance, Wish::Jump);
                desk.wish("system", order.number(), (all(), wish)).unwrap();
            }
            prop_assert!(desk.board.track(order).unwrap().outcome().is_some());
        }
    }

    /// An order that ends well left nothing open, and one that ends badly is cancelled or false, or was before.
    #[test]
    fn ends_are_guarded(preset in 0_usize..4, acts in acts()) {
        let desk = run(preset, &acts, 0);
        for note in desk.log.iter().filter_map(Event::note) {
            let What::Moved { at, causes, why, .. } = &note.what else { continue };
            let dropped = causes.iter().any(|it| [Happening::Cancelled, Happening::False].contains(it));
            let set_off = matches!(
                why,
                sklad_stage::Why::Happened { happening: Happening::Cancelled | Happening::False, .. }
            );
            if at.clock == Clock::Ended(Outcome::Failed) {
                prop_assert!(dropped != set_off, "{}", note);
            } else {
                prop_assert!(!dropped, "{}", note);
            }
        }
    }

    /// An order stands in the queue of the role that answers and of the person who works on it, once; each queue has
    /// problems first, then the earliest limit.
    #[test]
    fn queues_hold_what_is_alive_in_order(preset in 0_usize..4, acts in acts()) {
        let desk = run(preset, &acts, 0);
        let mut in_queues = 0;
        for party in desk.board.parties() {
            let ranks: Vec<_> = desk.board.queue(party).map(|(order, track)| {
                let limit = track.problem().map(|it| it.since).or_else(|| track.clock().deadline());
                (track.problem().is_none(), limit.is_none(), limit, order)
            }).collect();
            prop_assert!(ranks.is_sorted());
            in_queues += ranks.len();
        }
        let expected: usize = desk.board.tracks().filter(|(_, track)| track.outcome().is_none()).map(|(_, track)| {
            usize::from(track.role().is_some()) + usize::from(track.assignee().is_some())
        }).sum();
        prop_assert_eq!(in_queues, expected);
    }
}
