//! Leaving changes no answer: whenever finished orders leave the state, the shop says and does the same.

use proptest::prelude::*;
use sklad_base::{Decider, Envelope, Moment, No, PersonId};
use sklad_document::Kind;
use sklad_flow::{Case, Command, Event, Refusal, Settings, Shop};

use super::cases;
use super::history::{World, act::Act, money::Change, setting::Setting, stages};

proptest! {
    #![proptest_config(cases())]

    /// Law: the time of leaving, from zero to never, changes no answer and no order.
    #[test]
    fn the_time_of_leaving_changes_no_answer((setting, acts) in paid(), after in times()) {
        let (mut stays, mut leaves) = (world(&setting, None), world(&setting, Some(after)));
        for act in &acts {
            stay_in_step(&mut leaves, &mut stays, act)?;
        }
        // Somebody asks to be forgotten: too early, where a bill keeps the words, and once more when that is over.
        for days in [0, 3] {
            let forget = Command::Forget(PersonId::new(1));
            leaves.tick();
            let (here, there) = (leaves.run(forget.clone()), stays.run(forget));
            prop_assert_eq!(stripped(here.answer), stripped(there.answer));
            leaves.moment = leaves.moment.plus_seconds(days * 86_400);
            stays.moment = leaves.moment;
        }
        leaves.tick();
        stays.tick();
        for (order, track) in leaves.shop.board().tracks() {
            prop_assert_eq!(Some(track), stays.shop.track(order));
        }
        prop_assert_eq!(leaves.shop.board().live(), stays.shop.board().live());
        let there: Vec<_> = stays.shop.cases().cloned().collect();
        for case in there {
            take_back(&mut leaves, &case);
            let back = leaves.shop.case(case.id()).unwrap();
            prop_assert_eq!(back.order(), case.order());
            prop_assert_eq!(back.papers(), case.papers());
            prop_assert_eq!((back.way(), back.is_started()), (case.way(), case.is_started()));
            prop_assert_eq!(back.finished().is_some(), case.finished().is_some());
            // Time goes on while orders are asked for, so limits of live ones pass; an end stays as it was.
            let its = stays.shop.track(case.id());
            if its.is_some_and(|track| track.outcome().is_some()) {
                prop_assert_eq!(leaves.shop.track(case.id()), its);
            }
        }
        prop_assert_eq!(leaves.shop.ledger(), stays.shop.ledger());
        prop_assert_eq!(leaves.shop.numbers(), stays.shop.numbers());
    }

    /// The log gives the same shop, with the departed where they stand.
    #[test]
    fn a_shop_that_orders_left_is_replayed((setting, acts) in paid(), after in times()) {
        let mut world = world(&setting, Some(after));
        for act in &acts {
            world.tick();
            world.act(act);
        }
        prop_assert_eq!(world.replayed(), world.shop);
    }

    /// What is due may be done often: a driver that ticks between commands gets no other answer.
    #[test]
    fn ticking_often_changes_no_answer((setting, acts) in paid(), after in times(), often in 0..3_u8) {
        let (mut ticks, mut waits) = (world(&setting, Some(after)), world(&setting, None));
        for act in &acts {
            stay_in_step(&mut ticks, &mut waits, act)?;
            (0..often).for_each(|_| ticks.tick());
        }
        // The log is the same, limits that passed included: with their own moments, in their place.
        let notes = |world: &World| {
            let notes = story(world).into_iter();
            notes.filter(|it| matches!(it, Event::Stage(_) | Event::Order { .. })).cloned().collect()
        };
        let (here, there): (Vec<_>, Vec<_>) = (notes(&ticks), notes(&waits));
        prop_assert_eq!(here, there);
    }

    /// Of a finished order the ledger knows nothing any more, and no paper of it is open.
    #[test]
    fn a_finished_order_leaves_nothing_behind((setting, acts) in paid()) {
        let mut world = world(&setting, None);
        for act in &acts {
            world.act(act);
            for case in world.shop.cases().filter(|case| case.finished().is_some()) {
                prop_assert_eq!(world.shop.ledger().claims_of(case.id()).next(), None);
                prop_assert!(case.is_finished());
            }
            for case in world.shop.cases().filter(|case| case.finished().is_none()) {
                let track = world.shop.track(case.id());
                let is_on_the_way = track.is_some_and(|track| track.outcome().is_none());
                prop_assert!(is_on_the_way || !case.is_finished(), "{:?}", case);
            }
        }
    }
}

/// Runs the command that an act is in one world in both, and compares the answers.
fn stay_in_step(leaves: &mut World, stays: &mut World, act: &Act) -> Result<(), TestCaseError> {
    let before = stays.clone();
    let there = stays.act(act);
    leaves.moment = before.moment;
    leaves.tick();
    if let Act::Wait(hours) = act {
        leaves.moment = leaves.moment.plus_seconds(3600 * i64::from(*hours));
    }
    let here = leaves.run(there.command.clone());
    prop_assert_eq!(stripped(here.answer), stripped(there.answer), "{:?}", there.command);
    Ok(())
}

/// Returns an answer without what left and came back, and without limits, which may have passed a tick before.
pub(crate) fn stripped(answer: Answer) -> Answer {
    let by_itself = |event: &Event| moves(event) || event.alert().is_some();
    answer.map(|events| events.into_iter().filter(|event| !by_itself(event)).collect())
}

fn moves(event: &Event) -> bool {
    matches!(event, Event::Left { .. } | Event::Back { .. })
}

/// Returns all that a shop has written, but for what left and came back.
pub(crate) fn story(world: &World) -> Vec<&Event> {
    world.log.iter().filter(|event| !moves(event)).collect()
}

pub(crate) type Answer = Result<Vec<Event>, No<Refusal>>;

/// Asks for an order by a command that is refused, so that it comes back.
fn take_back(world: &mut World, case: &Case) {
    let order = case.order();
    let (channel, number) = (order.channel().clone(), order.number().clone());
    let draft = sklad_order::Draft::new(channel, number, order.terms(), Vec::new());
    assert!(world.run(Command::Place(draft)).answer.is_err());
}

pub(crate) fn world(setting: &Setting, leave_after: Option<u32>) -> World {
    let mut world = World::open(setting);
    let keep_words = [(Kind::Bill, 2)].into();
    world.adopt(Settings { leave_after, keep_words, ..setting.settings() });
    world
}

/// Histories in which what is sent is also paid, or all would owe for ever.
pub(crate) fn paid() -> impl Strategy<Value = (Setting, Vec<Act>)> {
    stages::histories().prop_map(|(setting, acts)| {
        let and_paid = acts.into_iter().flat_map(|act| {
            let order = act.order();
            let pays = matches!(act, Act::Send { .. } | Act::Home { .. } | Act::CloseBill(_));
            let mark = |order| Act::Edit { order, change: Change::MarkPaid(7) };
            [Some(act), order.filter(|_| pays).map(mark)].into_iter().flatten()
        });
        (setting, and_paid.collect())
    })
}

pub(crate) fn times() -> impl Strategy<Value = u32> {
    prop_oneof![2 => Just(0), 1 => Just(59), 1 => Just(600), 1 => Just(20_000)]
}

#[test]
fn orders_leave_and_come_back_in_these_histories() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let (mut left, mut back, mut changed) = (0, 0, 0);
    for _ in 0..200 {
        let (setting, acts) = paid().new_tree(&mut runner).unwrap().current();
        let mut world = world(&setting, Some(0));
        acts.iter().for_each(|act| {
            world.tick();
            let told = world.act(act);
            let is_back = told.events().iter().any(|it| matches!(it, Event::Back { .. }));
            changed += u32::from(is_back && told.events().len() > 2);
        });
        left += world.log.iter().filter(|it| matches!(it, Event::Left { .. })).count();
        back += world.log.iter().filter(|it| matches!(it, Event::Back { .. })).count();
    }
    assert!(left > 100 && back > 50 && changed > 10, "{left} left, {back} back, {changed} changed");
}

#[test]
fn a_shop_wakes_up_when_the_next_order_leaves() {
    let mut world = world(&Setting::plenty(), Some(600));
    let envelope = |moment| {
        Envelope::new(
            sklad_base::CommandId::counted(moment, 0),
            sklad_base::Actor::System("law".into()),
            moment,
            (),
        )
    };
    assert_eq!(world.shop.next_deadline(), None);
    world.run(Act::Place { order: 0, way: 2, lines: vec![(0, 2)] }.command(&world));
    world.act(&Act::MarkFalse(0));
    let since = world.moment;
    let at = world.shop.next_deadline().unwrap();
    assert!(at > since.plus_seconds(600) && at <= since.plus_seconds(601));
    let due = |shop: &Shop, moment: Moment| {
        let mut out = sklad_base::Events::new();
        shop.due(envelope(moment).moment, &(), &mut out);
        out.len()
    };
    assert_eq!(due(&world.shop, since.plus_seconds(600)), 0);
    assert_eq!(due(&world.shop, at), 1);
}
