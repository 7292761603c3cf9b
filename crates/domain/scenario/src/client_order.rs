//! Client order (B1-B6): an operator reviews it and turns it into a bill; stock falls when the bill is closed.

use sklad_document::Kind;

use crate::{Cannot, Effect, Facts, Happening, Plan, Reason, Reserve, open_bill, reconcile};

pub(crate) fn plan(reserve: Reserve, happening: &Happening<'_>, facts: &Facts<'_>) -> Plan {
    let mut plan = Plan::new();
    match happening {
        Happening::Placed | Happening::Changed | Happening::Grown(_) => {
            open_bill::follow(paper(facts), facts, &mut plan);
            if reserve == Reserve::WhenPlaced && matches!(happening, Happening::Placed) {
                reconcile::reserves(Reason::Ordered, facts, &mut plan);
            }
        }
        Happening::Confirmed => {
            turn(Reason::Genuine, facts, &mut plan);
            if reserve == Reserve::WhenConfirmed {
                reconcile::reserves(Reason::Genuine, facts, &mut plan);
            }
        }
        Happening::Closing if facts.open == Some(Kind::ClientOrder) => {
            return Plan::obstacle(Cannot::NotReviewed);
        }
        Happening::Sending(totals) => {
            let goes = |line| open_bill::to_send(totals, line).is_positive();
            if facts.lines.iter().any(goes) {
                turn(Reason::Sent, facts, &mut plan);
            }
            let rest = open_bill::plan(reserve, happening, facts);
            plan.steps.extend(rest.steps);
            plan.cannot = rest.cannot;
        }
        Happening::GoodsCame | Happening::Closing | Happening::Settled { .. } => {
            return open_bill::plan(reserve, happening, facts);
        }
    }
    plan
}

/// A client order until it is reviewed, a bill from then on.
fn paper(facts: &Facts<'_>) -> Kind {
    let reviewed = facts.confirmed || facts.lines.iter().any(|line| line.billed.is_positive());
    if reviewed { Kind::Bill } else { Kind::ClientOrder }
}

fn turn(reason: Reason, facts: &Facts<'_>, plan: &mut Plan) {
    if facts.open == Some(Kind::ClientOrder) {
        plan.step(reason, Effect::Turn);
    }
}
