//! Transfer (B10): the goods go from A, which the shop watches, to B, which sends; the bill draws them from B.

use std::collections::BTreeMap;

use sklad_base::{PlaceId, Quantity};
use sklad_order::Units;

use crate::{
    Cannot, Effect, Facts, Happening, LineFacts, Plan, Reason, Shortage, open_bill,
    reconcile::{self, Drawn},
};

pub(crate) fn plan(happening: &Happening<'_>, facts: &Facts<'_>) -> Plan {
    let mut plan = Plan::new();
    match happening {
        Happening::Placed => {
            let drawn = reconcile::draw(waiting, facts.policy.at_placing, facts);
            fetch(Reason::Ordered, drawn, facts, &mut plan);
        }
        Happening::GoodsCame => {
            let drawn = reconcile::draw(waiting, Shortage::Wait, facts);
            fetch(Reason::GoodsCame, drawn, facts, &mut plan);
        }
        Happening::Changed => {
            put_back(facts, &mut plan);
            let drawn = reconcile::draw(waiting, Shortage::Wait, facts);
            fetch(Reason::Ordered, drawn, facts, &mut plan);
        }
        Happening::Grown(by) => {
            let grown = |line: &LineFacts<'_>| reconcile::grown(*by, line).min(waiting(line));
            let drawn = reconcile::draw(grown, facts.policy.at_placing, facts);
            fetch(Reason::Ordered, drawn, facts, &mut plan);
        }
        Happening::Confirmed => {}
        Happening::Closing => return Plan::obstacle(Cannot::NothingOpen),
        Happening::Sending(totals) => send(totals, facts, &mut plan),
        Happening::Settled { place, fate, bound } => {
            let excess = |line: &LineFacts<'_>| line.billed.saturating_sub(line.line.out());
            reconcile::homecomings(excess, (*place, *fate, *bound), facts, &mut plan);
        }
    }
    plan
}

/// What waits to be moved. A service lies nowhere: it waits until it is billed.
const fn waiting(line: &LineFacts<'_>) -> Quantity {
    if is_service(line) { Quantity::ZERO } else { line.line.waiting() }
}

/// Moves what was drawn from A to B.
fn fetch(reason: Reason, drawn: Drawn, facts: &Facts<'_>, plan: &mut Plan) {
    plan.cannot.extend(drawn.cannot);
    for ((from, to), units) in by_road(drawn.taken.into_iter().flat_map(|(_, units)| units), facts)
    {
        match to {
            Some(to) => plan.step(reason, Effect::Transfer { from, to, units }),
            None => plan.cannot.push(Cannot::NoDispatch { place: from }),
        }
    }
    if !drawn.given_up.is_empty() {
        plan.step(Reason::TooFew, Effect::GiveUp { units: drawn.given_up });
    }
}

/// Moves what is no longer wanted from B back to A.
fn put_back(facts: &Facts<'_>, plan: &mut Plan) {
    let excess = |line: &LineFacts<'_>| line.in_dispatch.saturating_sub(line.line.unsent());
    for ((to, from), units) in by_road(open_bill::units_of(facts, excess), facts) {
        if let Some(from) = from {
            plan.step(Reason::LessWanted, Effect::TransferBack { from, to, units });
        }
    }
}

/// Bills what goes on the road: goods from B, services from nowhere.
fn send(totals: &[Units], facts: &Facts<'_>, plan: &mut Plan) {
    let wish = |line: &LineFacts<'_>| open_bill::to_send(totals, line);
    for line in facts.lines {
        let there = if is_service(line) {
            line.line.waiting().saturating_add(line.line.unsent())
        } else {
            line.line.unsent()
        };
        if wish(line) > there {
            plan.cannot.push(Cannot::NotThere { line: line.no, asked: wish(line), there });
        }
    }
    let goods = |line: &LineFacts<'_>| if is_service(line) { Quantity::ZERO } else { wish(line) };
    for ((_, dispatch), units) in by_road(open_bill::units_of(facts, goods), facts) {
        if let Some(place) = dispatch {
            plan.step(Reason::Sent, Effect::BillDispatched { place, units });
        }
    }
    let services =
        |line: &LineFacts<'_>| if is_service(line) { wish(line) } else { Quantity::ZERO };
    for (place, units) in reconcile::by_place(facts, services) {
        plan.step(Reason::Sent, Effect::Bill { place, units });
    }
    let units = open_bill::units_of(facts, wish);
    if !units.is_empty() {
        plan.step(Reason::Sent, Effect::Send { units });
    }
}

/// Units by where their line lies and where it is sent from.
fn by_road(
    units: impl IntoIterator<Item = Units>,
    facts: &Facts<'_>,
) -> BTreeMap<(PlaceId, Option<PlaceId>), Vec<Units>> {
    let mut roads: BTreeMap<_, Vec<Units>> = BTreeMap::new();
    for units in units {
        if let Some(line) = facts.lines.iter().find(|line| line.no == units.line) {
            roads.entry((line.line.place(), line.line.dispatch())).or_default().push(units);
        }
    }
    roads
}

const fn is_service(line: &LineFacts<'_>) -> bool {
    !line.line.is_kept()
}
