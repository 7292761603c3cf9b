//! Open bill (B7, B8): the order is a bill at once; stock falls when an operator closes it.

use sklad_base::Quantity;
use sklad_document::Kind;
use sklad_order::Units;

use crate::{
    Cannot, Effect, Facts, Happening, LineFacts, Plan, Reason, Reserve, Sending, Shortage,
    reconcile,
};

pub(crate) fn plan(reserve: Reserve, happening: &Happening<'_>, facts: &Facts<'_>) -> Plan {
    let mut plan = Plan::new();
    match happening {
        Happening::Placed => {
            follow(Kind::Bill, facts, &mut plan);
            if reserve == Reserve::WhenPlaced {
                reconcile::reserves(Reason::Ordered, facts, &mut plan);
            }
        }
        Happening::Changed | Happening::Grown(_) => follow(Kind::Bill, facts, &mut plan),
        Happening::Confirmed if reserve == Reserve::WhenConfirmed => {
            reconcile::reserves(Reason::Genuine, facts, &mut plan);
        }
        Happening::Confirmed | Happening::GoodsCame => {}
        Happening::Closing => close(facts, &mut plan),
        Happening::Sending(units) => send(units, facts, &mut plan),
        Happening::Settled { place, fate, bound } => {
            let excess = |line: &LineFacts<'_>| line.billed.saturating_sub(line.should_be_billed());
            reconcile::homecomings(excess, (*place, *fate, *bound), facts, &mut plan);
        }
    }
    plan
}

/// Lets papers, promises and bills follow what the order wants.
pub(crate) fn follow(kind: Kind, facts: &Facts<'_>, plan: &mut Plan) {
    reconcile::releases(facts, plan);
    reconcile::papers(kind, facts, plan);
    reconcile::stornos(facts, plan);
}

/// Closes what is open: the operator's word.
fn close(facts: &Facts<'_>, plan: &mut Plan) {
    let open = |line: &LineFacts<'_>| line.on_paper.min(line.line.waiting());
    if facts.lines.iter().all(|line| open(line).is_zero()) {
        return plan.cannot.push(Cannot::NothingOpen);
    }
    let drawn = reconcile::draw(open, facts.policy.at_close, facts);
    plan.cannot = drawn.cannot;
    if !drawn.given_up.is_empty() {
        plan.step(Reason::TooFew, Effect::GiveUp { units: drawn.given_up.clone() });
        shrink(&drawn.given_up, facts, plan);
    }
    for (place, units) in drawn.taken {
        plan.step(Reason::Closed, Effect::Close { place, units });
    }
}

/// Bills what is not billed yet and should be on the road, then sends.
fn send(totals: &[Units], facts: &Facts<'_>, plan: &mut Plan) {
    let wish = |line: &LineFacts<'_>| to_send(totals, line);
    let unbilled = |line: &LineFacts<'_>| wish(line).saturating_sub(line.line.unsent()).or_zero();
    for line in facts.lines {
        let there = line.line.unsent().saturating_add(line.line.waiting());
        if wish(line) > there {
            plan.cannot.push(Cannot::NotThere { line: line.no, asked: wish(line), there });
        } else if facts.policy.sending == Sending::Refuse && unbilled(line).is_positive() {
            let (asked, billed) = (wish(line), line.line.unsent());
            plan.cannot.push(Cannot::Unbilled { line: line.no, asked, billed });
        }
    }
    if !plan.cannot.is_empty() {
        return;
    }
    // What is named goes on the road whole or not at all; below zero where a close may go there.
    let shortage = match facts.policy.at_close {
        Shortage::GoNegative => Shortage::GoNegative,
        Shortage::Refuse | Shortage::Wait | Shortage::CancelRest | Shortage::CancelLines => {
            Shortage::Refuse
        }
    };
    let drawn = reconcile::draw(unbilled, shortage, facts);
    plan.cannot.extend(drawn.cannot);
    for (place, units) in drawn.taken {
        plan.step(Reason::Sent, Effect::Close { place, units });
    }
    let units: Vec<_> = units_of(facts, wish);
    if !units.is_empty() {
        plan.step(Reason::Sent, Effect::Send { units });
    }
}

/// Returns how much of a line goes on the road now.
pub(crate) fn to_send(totals: &[Units], line: &LineFacts<'_>) -> Quantity {
    let total = totals.iter().find(|units| units.line == line.no);
    total.map_or(Quantity::ZERO, |units| units.quantity.saturating_sub(line.line.sent()).or_zero())
}

/// Returns the lines' units, nothing of zero.
pub(crate) fn units_of(
    facts: &Facts<'_>,
    quantity: impl Fn(&LineFacts<'_>) -> Quantity,
) -> Vec<Units> {
    let units = facts.lines.iter().map(|line| line.units(quantity(line)));
    units.filter(|units| units.quantity.is_positive()).collect()
}

/// Takes units off the open papers and their promises back.
fn shrink(units: &[Units], facts: &Facts<'_>, plan: &mut Plan) {
    let of = |line: &LineFacts<'_>| {
        let its = units.iter().find(|units| units.line == line.no);
        its.map_or(Quantity::ZERO, |units| units.quantity)
    };
    for (place, units) in reconcile::by_place(facts, of) {
        plan.step(Reason::TooFew, Effect::Shrink { place, units });
    }
    let unneeded = |line: &LineFacts<'_>| {
        let waits = line.line.waiting().saturating_sub(of(line));
        line.reserved.saturating_sub(waits).or_zero()
    };
    for (place, units) in reconcile::by_place(facts, unneeded) {
        plan.step(Reason::TooFew, Effect::Release { place, units });
    }
}
