//! Generated paths of every preset, run as tests: every simple path of every pair is walked by a board.

use sklad_base::OrderId;
use sklad_stage::{Preset, Scheme, Span, StageId, Wish};

use crate::desk::{Desk, all};

/// Goes one step of a path by hand: forward, or by the transition that leads there.
fn step(desk: &mut Desk, order: u32, to: &StageId) -> Result<(), String> {
    let track = desk.board.track(OrderId::new(order)).unwrap();
    let pair = (track.payment().clone(), track.delivery().clone());
    let stage = track.stage().clone();
    let forward = desk.scheme.route(&pair.0, &pair.1).unwrap();
    let next = forward.iter().position(|it| **it == stage).and_then(|at| forward.get(at + 1));
    let is_next = next.is_some_and(|next| *next == to);
    let jump = desk
        .scheme
        .transitions_from(&stage, (&pair.0, &pair.1))
        .into_iter()
        .find(|it| it.to == *to);
    let wish = match jump {
        Some(jump) if !is_next => Wish::Jump(jump.id.clone()),
        _ => Wish::Advance,
    };
    desk.wish("system", order, (all(), wish))
}

/// Stages that move on by themselves are made to wait, so that each step is one of the path.
fn by_hand(scheme: &Scheme) -> Scheme {
    let mut draft = scheme.draft().clone();
    draft.stages.iter_mut().for_each(|stage| stage.automatic = false);
    draft.transitions.iter_mut().for_each(|transition| transition.automatic = false);
    Scheme::check(draft).unwrap()
}

#[test]
fn every_simple_path_of_every_preset_can_be_walked() {
    let mut walked = 0;
    for preset in Preset::ALL {
        let scheme = by_hand(&preset.scheme().unwrap());
        let mut desk = Desk::open(scheme.clone());
        for payment in &scheme.draft().payments {
            for delivery in &scheme.draft().deliveries {
                for path in scheme.simple_paths(payment, delivery, 200) {
                    let order = walked;
                    desk.start(order, payment.as_str(), delivery.as_str());
                    for to in &path[1..] {
                        step(&mut desk, order, to).unwrap();
                    }
                    assert_eq!(desk.stage(order), path.last().unwrap().as_str());
                    walked += 1;
                }
            }
        }
    }
    assert!(walked > 200, "{walked}");
}

// S2
#[test]
fn a_route_visits_each_stage_at_most_once_and_leaves_out_what_is_not_for_it() {
    for preset in Preset::ALL {
        let scheme = preset.scheme().unwrap();
        for payment in &scheme.draft().payments {
            for delivery in &scheme.draft().deliveries {
                let route = scheme.route(payment, delivery).unwrap();
                let distinct: std::collections::BTreeSet<_> = route.iter().collect();
                assert_eq!(distinct.len(), route.len());
            }
        }
    }
    let nine = Preset::NINE_STAGES.scheme().unwrap();
    let route = |payment: &str, delivery: &str| {
        let route = nine.route(&payment.parse().unwrap(), &delivery.parse().unwrap()).unwrap();
        route.iter().map(ToString::to_string).collect::<Vec<_>>().join(" > ")
    };
    assert_eq!(
        route("cash", "pick-up"),
        "received > call-back > picking > cash paid in > finished"
    );
    assert_eq!(
        route("card", "pick-up"),
        "received > call-back > picking > awaiting payment > finished"
    );
    assert_eq!(
        route("transfer", "courier"),
        "received > call-back > picking > courier call > awaiting payment > courier delivery > finished"
    );
    assert_eq!(
        route("cash", "post"),
        "received > call-back > picking > postal delivery > cash paid in > finished"
    );
}

#[test]
fn every_limit_of_every_preset_passes_and_is_told() {
    for preset in Preset::ALL {
        let scheme = by_hand(&preset.scheme().unwrap());
        let (payment, delivery) = (&scheme.draft().payments[0], &scheme.draft().deliveries[0]);
        let mut desk = Desk::open(scheme.clone());
        let path = scheme.route(payment, delivery).unwrap();
        desk.start(0, payment.as_str(), delivery.as_str());
        for to in &path[1..] {
            desk.now = Span::hours(24 * 60).after(desk.now);
            desk.run("system", sklad_stage::Command::Tick).unwrap();
            let track = desk.board.track(OrderId::new(0)).unwrap();
            assert!(track.problem().is_some(), "{} {}", preset.name, track.stage());
            step(&mut desk, 0, to).unwrap();
        }
        assert_eq!(desk.stage(0), end_of(&path));
    }
}

fn end_of(path: &[&StageId]) -> String {
    path.last().unwrap().to_string()
}
