//! Closed bill (B9): a bill made and closed at once, with no operator; stock falls at once.

use sklad_base::Quantity;

use crate::{
    Cannot, Effect, Facts, Happening, LineFacts, Plan, Reason, Shortage, open_bill,
    reconcile::{self, Drawn},
};

pub(crate) fn plan(happening: &Happening<'_>, facts: &Facts<'_>) -> Plan {
    let mut plan = Plan::new();
    match happening {
        Happening::Placed => {
            let drawn = reconcile::draw(waiting, facts.policy.at_placing, facts);
            bill(Reason::Ordered, drawn, &mut plan);
        }
        Happening::GoodsCame => {
            bill(Reason::GoodsCame, reconcile::draw(waiting, Shortage::Wait, facts), &mut plan);
        }
        Happening::Changed => {
            reconcile::stornos(facts, &mut plan);
            bill(Reason::Ordered, reconcile::draw(waiting, Shortage::Wait, facts), &mut plan);
        }
        Happening::Grown(by) => {
            let grown = |line: &LineFacts<'_>| reconcile::grown(*by, line);
            let drawn = reconcile::draw(grown, facts.policy.at_placing, facts);
            bill(Reason::Ordered, drawn, &mut plan);
        }
        Happening::Confirmed => {}
        Happening::Closing => return Plan::obstacle(Cannot::NothingOpen),
        Happening::Sending(totals) => {
            let wish = |line: &LineFacts<'_>| open_bill::to_send(totals, line);
            for line in facts.lines.iter().filter(|line| wish(line) > line.line.unsent()) {
                let (asked, there) = (wish(line), line.line.unsent());
                plan.cannot.push(Cannot::NotThere { line: line.no, asked, there });
            }
            let units = open_bill::units_of(facts, wish);
            if !units.is_empty() {
                plan.step(Reason::Sent, Effect::Send { units });
            }
        }
        Happening::Settled { place, fate, bound } => {
            let excess = |line: &LineFacts<'_>| line.billed.saturating_sub(line.should_be_billed());
            reconcile::homecomings(excess, (*place, *fate, *bound), facts, &mut plan);
        }
    }
    plan
}

const fn waiting(line: &LineFacts<'_>) -> Quantity {
    line.line.waiting()
}

fn bill(reason: Reason, drawn: Drawn, plan: &mut Plan) {
    plan.cannot = drawn.cannot;
    for (place, units) in drawn.taken {
        plan.step(reason, Effect::Bill { place, units });
    }
    if !drawn.given_up.is_empty() {
        plan.step(Reason::TooFew, Effect::GiveUp { units: drawn.given_up });
    }
}
