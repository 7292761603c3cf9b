//! Stages go with the orders: what happens moves them, what their moves bring about is done at once.

use proptest::prelude::*;
use sklad_base::{Decider, OrderId};
use sklad_document::Kind;
use sklad_flow::{Event, Shop};
use sklad_order::Standing;
use sklad_stage::{Board, Happening, Note, What};

use super::cases;
use super::history::{World, act::Act, setting::Setting};
use super::leaving::{paid, world};

proptest! {
    #![proptest_config(cases())]

    /// Law: what a move brings about is so once its record is written.
    #[test]
    fn what_a_move_brings_about_is_done_in_its_record((setting, acts) in staged()) {
        let mut world = world(&setting, None);
        for act in &acts {
            let told = world.act(act);
            for note in told.events().iter().filter_map(note) {
                let What::Moved { causes, .. } = &note.what else { continue };
                for cause in causes {
                    prop_assert!(is_so(&world.shop, note.order, *cause), "{cause}: {:?}", told.command);
                }
            }
        }
    }

    /// Law: every order whose payment and delivery are known stands somewhere; a dropped one stands at an end.
    #[test]
    fn every_order_stands_where_it_should((setting, acts) in staged()) {
        let mut world = world(&setting, None);
        for act in &acts {
            world.act(act);
            for case in world.shop.cases() {
                let track = world.shop.track(case.id());
                let is_known = case.order().payment().is_some() && case.order().delivery().is_some();
                prop_assert_eq!(track.is_some(), is_known, "{:?}", act);
                let Some(track) = track else { continue };
                let ways = (Some(track.payment()), Some(track.delivery()));
                if track.outcome().is_none() {
                    prop_assert_eq!(ways, (case.order().payment(), case.order().delivery()));
                }
                prop_assert!(!case.order().is_dropped() || track.outcome().is_some(), "{:?}", act);
            }
        }
    }

    /// Law: the notes of the log alone give the board.
    #[test]
    fn a_board_elsewhere_follows_the_log((setting, acts) in staged()) {
        let mut world = world(&setting, None);
        acts.iter().for_each(|act| drop(world.act(act)));
        let mut board = Board::new();
        for event in &world.log {
            if let Event::Stage(event) = event {
                board.evolve(event);
            }
        }
        prop_assert_eq!(&board, world.shop.board());
    }

    /// Law: each alert has a key of its own, so that receivers can drop what comes again.
    #[test]
    fn alerts_have_keys((setting, acts) in staged()) {
        let mut world = world(&setting, None);
        acts.iter().for_each(|act| drop(world.act(act)));
        let keys: Vec<_> = world.log.iter().filter_map(Event::alert).map(|it| it.key()).collect();
        let different: std::collections::BTreeSet<_> = keys.iter().collect();
        prop_assert_eq!(keys.len(), different.len());
    }
}

/// Histories of shops that have stages.
fn staged() -> impl Strategy<Value = (Setting, Vec<Act>)> {
    paid().prop_filter("a shop without stages", |(setting, _)| setting.stages)
}

fn note(event: &Event) -> Option<&Note> {
    if let Event::Stage(event) = event { event.note() } else { None }
}

fn is_so(shop: &Shop, order: OrderId, cause: Happening) -> bool {
    let case = shop.case(order).unwrap();
    let is_open = |kind| case.papers().open(kind).next().is_some();
    case.order().is_dropped()
        || match cause {
            Happening::Confirmed => *case.order().standing() == Standing::Confirmed,
            Happening::BillClosed => !is_open(Kind::ClientOrder) && !is_open(Kind::Bill),
            _ => false,
        }
}

#[test]
fn orders_pass_their_stages_in_these_histories() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let (mut moved, mut caused, mut late, mut ended, mut by_itself) = (0, 0, 0, 0, 0);
    for _ in 0..150 {
        let (setting, acts) = staged().new_tree(&mut runner).unwrap().current();
        let mut world: World = world(&setting, None);
        acts.iter().for_each(|act| drop(world.act(act)));
        for what in world.log.iter().filter_map(note).map(|note| &note.what) {
            let What::Moved { causes, at, why, .. } = what else {
                late += u32::from(matches!(what, What::Overdue { .. }));
                continue;
            };
            moved += 1;
            caused += u32::from(!causes.is_empty());
            ended += u32::from(at.clock.deadline().is_none());
            by_itself += u32::from(!matches!(why, sklad_stage::Why::Forward));
        }
    }
    let all = format!(
        "{moved} moved, {caused} caused, {late} late, {ended} ended, {by_itself} by itself"
    );
    assert!(moved > 300 && caused > 100 && late > 100 && ended > 40 && by_itself > 40, "{all}");
}
