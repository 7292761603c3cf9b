//! One map for each pair of payment and delivery that the scheme tells apart.

use std::collections::BTreeMap;

use sklad_base::{DeliveryWay, PaymentWay};

use crate::{
    Draft, Facts, Outcome,
    facts::Needs,
    numbers::Numbers,
    scheme::{Map, Way},
};

use super::stages::guard;

/// Which stages and transitions a pair has.
type Shape = Vec<bool>;

/// More ways than these, counted for each pair that is told apart, are refused before they cost time.
pub(super) const WAYS: usize = 2_000_000;

/// Returns the maps, and which one each pair has, payments first; or how many ways there are at least, where these
/// are too many.
pub(super) fn maps(draft: &Draft, numbers: &Numbers) -> Result<(Vec<Map>, Vec<u16>), usize> {
    let mut shapes: BTreeMap<Shape, u16> = BTreeMap::new();
    let mut ways = 0;
    let (mut maps, mut map_of) = (Vec::new(), Vec::new());
    for payment in &draft.payments {
        for delivery in &draft.deliveries {
            if ways > WAYS {
                return Err(ways);
            }
            let shape = shape(draft, payment, delivery);
            let next = u16::try_from(maps.len()).unwrap_or(u16::MAX);
            let number = *shapes.entry(shape).or_insert_with_key(|shape| {
                let map: Map = map(draft, numbers, shape);
                ways += map.ways.iter().map(|ways| ways.len() + 1).sum::<usize>();
                maps.push(map);
                next
            });
            map_of.push(number);
        }
    }
    Ok((maps, map_of))
}

fn shape(draft: &Draft, payment: &PaymentWay, delivery: &DeliveryWay) -> Shape {
    let has = |payments: &[PaymentWay], deliveries: &[DeliveryWay]| {
        (payments.is_empty() || payments.contains(payment))
            && (deliveries.is_empty() || deliveries.contains(delivery))
    };
    let stages = draft.stages.iter().map(|it| has(&it.payments, &it.deliveries));
    stages.chain(draft.transitions.iter().map(|it| has(&it.payments, &it.deliveries))).collect()
}

fn map(draft: &Draft, numbers: &Numbers, shape: &Shape) -> Map {
    let (has_stage, has_transition) = shape.split_at(draft.stages.len());
    let route = draft.route.iter().filter_map(|id| numbers.get(id));
    let route: Vec<u16> = route.filter(|number| has_stage[usize::from(*number)]).collect();
    let mut ways = vec![Vec::new(); draft.stages.len()];
    let into = |to: u16, needs: Needs| {
        let stage = &draft.stages[usize::from(to)];
        needs.and(Needs::of(&stage.entry)).and(Needs { yes: guard(stage), ..Needs::default() })
    };
    for pair in route.windows(2) {
        let (from, to) = (usize::from(pair[0]), pair[1]);
        if draft.stages[from].end.is_none() {
            let needs = into(to, Needs::of(&draft.stages[from].exit));
            ways[from].push(Way { to, jump: None, needs });
        }
    }
    for ((transition, jump), has) in draft.transitions.iter().zip(0_u16..).zip(has_transition) {
        let Some(to) = numbers.get(&transition.to) else { continue };
        if !has || !has_stage[usize::from(to)] {
            continue;
        }
        let way = Way { to, jump: Some(jump), needs: into(to, Needs::of(&transition.conditions)) };
        if transition.from.is_empty() {
            for (from, stage) in draft.stages.iter().enumerate() {
                if stage.end.is_none() && from != usize::from(to) {
                    ways[from].push(way);
                }
            }
        } else {
            let named = transition.from.iter().filter_map(|id| numbers.get(id));
            for from in named.map(usize::from) {
                if draft.stages[from].end.is_none() {
                    ways[from].push(way);
                }
            }
        }
    }
    let asked = asked_on(draft, &route, &ways);
    Map { route, ways, reached: Vec::new(), asked }
}

/// Returns what is asked for on a route, the guard of final stages left out.
fn asked_on(draft: &Draft, route: &[u16], ways: &[Vec<Way>]) -> Facts {
    let forward = route.iter().flat_map(|at| &ways[usize::from(*at)]);
    let needs = forward.filter(|way| way.jump.is_none()).map(|way| {
        match draft.stages[usize::from(way.to)].end {
            Some(Outcome::Succeeded) => way.needs.yes.minus(Facts::GUARD),
            Some(Outcome::Failed) | None => way.needs.yes,
        }
    });
    needs.fold(Facts::NONE, Facts::and)
}
