//! What must hold of each order line: in the order, on its papers and in the ledger at once.

use proptest::prelude::*;
use sklad_base::{LineId, Quantity};
use sklad_document::Kind;
use sklad_flow::{Case, Shop};
use sklad_order::{Bound, Line};
use sklad_scenario::{Facts, Happening, LineFacts, Way};
use sklad_stock::{Booking, Claim, Fate};

use super::{World, place_id};

type Checked = Result<(), TestCaseError>;

/// Calls `check` for each line of each order.
pub(crate) fn each(shop: &Shop, check: impl Fn(&Case, LineId, &Line) -> Checked) -> Checked {
    for case in shop.cases() {
        for (no, line) in case.order().lines() {
            check(case, LineId::new(case.id(), no), line)?;
        }
    }
    Ok(())
}

/// Each unit is in one state, and none is on the road that did not leave.
pub(crate) fn add_up(shop: &Shop) -> Checked {
    each(shop, |_, id, line| {
        let all = [line.waiting(), line.taken(), line.cancelled()];
        prop_assert_eq!(line.ordered(), sum(all), "{} {:?}", id, line);
        let home = [Bound::CameBack, Bound::Returned, Bound::WrittenOff];
        prop_assert!(sum(home.map(|bound| line.bound(bound))) <= line.sent(), "{} {:?}", id, line);
        prop_assert!(line.sent() <= line.taken(), "{} {:?}", id, line);
        let parts = [line.ordered(), line.waiting(), line.taken(), line.cancelled(), line.sent()];
        prop_assert!(!parts.iter().any(|part| part.is_negative()), "{} {:?}", id, line);
        Ok(())
    })
}

/// What the ledger has pending for a line is what waits of it; what it has in the dispatch warehouse is reserved.
pub(crate) fn are_in_step_with_the_ledger(shop: &Shop) -> Checked {
    each(shop, |case, id, line| {
        let claim = |place| shop.ledger().claim(id, place);
        let here = claim(line.place());
        if !line.asked().kept {
            prop_assert_eq!(here, None, "{} is a service", id);
            return Ok(());
        }
        let asked = here.map_or(Quantity::ZERO, |claim| claim.asked);
        let reserved = here.map_or(Quantity::ZERO, |claim: Claim| claim.reserved);
        prop_assert_eq!(asked, line.waiting(), "{} {:?}", id, here);
        prop_assert!(reserved <= line.waiting(), "{} {:?}", id, here);
        let there = line.asked().dispatch.and_then(claim);
        let there = there.map_or(Quantity::ZERO, |claim| claim.reserved);
        let in_dispatch = if case.way() == Way::Transfer { line.unsent() } else { Quantity::ZERO };
        prop_assert_eq!(there, in_dispatch, "{} in the dispatch warehouse", id);
        Ok(())
    })
}

/// Closed bills cover what is out or billed and not sent; transfers what lies in the dispatch warehouse.
pub(crate) fn are_in_step_with_their_papers(shop: &Shop) -> Checked {
    each(shop, |case, id, line| {
        let papers = case.papers();
        let (billed, moved) =
            (papers.rest(Kind::Bill, id.line()), papers.rest(Kind::Transfer, id.line()));
        let on_paper = papers.on_paper(id.line());
        if case.way() == Way::Transfer {
            prop_assert_eq!(billed, line.out(), "{} billed", id);
            prop_assert_eq!(moved, line.unsent(), "{} moved", id);
            prop_assert_eq!(on_paper, Quantity::ZERO, "{} on paper", id);
        } else {
            prop_assert_eq!(billed, sum([line.unsent(), line.out()]), "{} billed", id);
            prop_assert_eq!(moved, Quantity::ZERO, "{} moved", id);
            let follows = case.is_started() && case.way() != Way::ClosedBill;
            let wanted = if follows { line.waiting() } else { Quantity::ZERO };
            prop_assert_eq!(on_paper, wanted, "{} on paper", id);
        }
        Ok(())
    })
}

/// Law 8: of an order that is settled nothing is left: no claim, no open paper, nothing in B, all out is billed.
pub(crate) fn end_well(shop: &Shop) -> Checked {
    for case in shop.cases().filter(|case| case.order().is_settled()) {
        let left = shop.ledger().claims().find(|claim| claim.line.order() == case.id());
        prop_assert_eq!(left, None, "{:?} holds or waits", case.id());
        let open = case.papers().documents().iter().find(|paper| paper.is_open());
        prop_assert_eq!(open, None, "{:?} has an open paper", case.id());
        for (no, line) in case.order().lines() {
            prop_assert_eq!(case.papers().rest(Kind::Transfer, no), Quantity::ZERO);
            prop_assert_eq!(case.papers().rest(Kind::Bill, no), line.out());
        }
    }
    Ok(())
}

/// Law 5: what was carried out is planned no more. `Placed` is left out where it would promise what came since.
pub(crate) fn plan_nothing_twice(world: &World, placed: bool) -> Checked {
    for case in world.shop.cases().filter(|case| case.is_started()) {
        let totals: Vec<_> = case
            .order()
            .lines()
            .map(|(line, its)| sklad_order::Units { line, quantity: its.sent() })
            .collect();
        let home = |bound| Happening::Settled { place: place_id(0), fate: Fate::Restock, bound };
        let mut happenings = vec![
            Happening::Changed,
            Happening::GoodsCame,
            Happening::Sending(&totals),
            home(Bound::CameBack),
            home(Bound::Returned),
            home(Bound::WrittenOff),
        ];
        if placed || case.way().takes_at_once() {
            happenings.push(Happening::Placed);
        }
        for happening in happenings {
            let plan = plan(world, case, &happening);
            prop_assert!(
                plan.steps.is_empty() && plan.cannot.is_empty(),
                "{:?} plans {:?} for {:?}",
                happening,
                plan,
                case
            );
        }
    }
    Ok(())
}

/// Plans a happening on the books as they stand.
pub(crate) fn plan(world: &World, case: &Case, happening: &Happening<'_>) -> sklad_scenario::Plan {
    let shelf = Booking::new(world.shop.ledger(), world.shop.stock_policy(), world.moment);
    let papers = case.papers();
    let lines: Vec<LineFacts<'_>> = case
        .order()
        .lines()
        .map(|(no, line)| {
            let claim = shelf.claim_of(LineId::new(case.id(), no), line.place());
            LineFacts {
                no,
                line,
                reserved: claim.map(|claim| claim.reserved).unwrap_or_default(),
                on_paper: papers.on_paper(no),
                billed: papers.rest(Kind::Bill, no),
                in_dispatch: papers.rest(Kind::Transfer, no),
            }
        })
        .collect();
    let open = [Kind::ClientOrder, Kind::Bill];
    let facts = Facts {
        lines: &lines,
        open: open.into_iter().find(|kind| papers.open(*kind).next().is_some()),
        confirmed: *case.order().standing() == sklad_order::Standing::Confirmed,
        shelf: &shelf,
        policy: &world.shop.settings().scenario,
    };
    case.way().plan(happening, &facts)
}

pub(crate) fn sum(parts: impl IntoIterator<Item = Quantity>) -> Quantity {
    parts.into_iter().fold(Quantity::ZERO, Quantity::saturating_add)
}
