//! What holds of an order, in the words of stages.

use std::collections::BTreeMap;

use sklad_base::{DeliveryWay, ItemId, OrderId, PaymentWay, PlaceId, Quantity};
use sklad_document::Document;
use sklad_order::{Confirmation, Order, Standing};
use sklad_scenario::LineFacts;
use sklad_stage::{Fact, Facts};

use crate::{
    Case, Shop,
    work::{Decided, Work},
};

impl Work<'_> {
    /// Returns which of the facts that are asked for hold of an order by now: what nobody asks for is not looked at.
    pub(super) fn stage_facts(&mut self, order: OrderId, asked: Facts) -> Decided<Facts> {
        self.case(order)?;
        let Some(case) = self.there(order) else { return Ok(Facts::NONE) };
        let facts = confirmed(&case.order).and(of_money(&case.order, asked));
        if asked.common(OF_GOODS).is_empty() {
            return Ok(facts);
        }
        let lines = case.line_facts(&self.booking);
        let facts = facts.and(of_goods(case, &lines));
        let is_asked = asked.holds(Fact::NothingShort);
        Ok(if is_asked && !self.is_short(case, &lines) {
            facts.with(Fact::NothingShort)
        } else {
            facts
        })
    }

    /// Tells whether less is there than an order still needs, after all who are served before it (B12).
    fn is_short(&self, case: &Case, lines: &[LineFacts<'_>]) -> bool {
        let mut needed: BTreeMap<(PlaceId, ItemId), Quantity> = BTreeMap::new();
        for its in lines.iter().filter(|its| its.line.is_kept()) {
            let needs = its.line.waiting().saturating_sub(its.reserved);
            if !needs.is_positive() {
                continue;
            }
            let sum = needed.entry((its.line.place(), its.line.item())).or_default();
            *sum = sum.saturating_add(needs);
        }
        needed
            .into_iter()
            .any(|((place, item), needs)| needs > self.left_for(case.id(), place, item))
    }

    /// Returns what is available of an item once all who are served before an order have got theirs.
    fn left_for(&self, order: OrderId, place: PlaceId, item: ItemId) -> Quantity {
        let mut left = self.booking.cell(place, item).available().or_zero();
        for (claim, _) in self.booking.ledger().waiting_at(place, item) {
            if claim.line.order() == order || !left.is_positive() {
                break;
            }
            let pending = self.booking.claim_of(claim.line, place).map(|claim| claim.pending());
            left = left.saturating_sub(pending.unwrap_or_default());
        }
        left.or_zero()
    }
}

impl Shop {
    /// Returns the confirmations that a route asks for (C2, C8): an order collects them.
    pub(crate) fn asked_on_the_way(
        &self,
        ways: Option<(&PaymentWay, &DeliveryWay)>,
    ) -> impl Iterator<Item = Confirmation> {
        let asked = self.scheme().zip(ways);
        let asked =
            asked.and_then(|(scheme, (payment, delivery))| scheme.asked_for(payment, delivery));
        let asked = asked.unwrap_or(Facts::NONE);
        CONFIRMATIONS.into_iter().filter(move |(fact, _)| asked.holds(*fact)).map(|(_, it)| it)
    }
}

/// Returns who has confirmed it.
fn confirmed(order: &Order) -> Facts {
    let collected = CONFIRMATIONS.into_iter().filter(|(_, it)| order.has(*it));
    let facts: Facts = collected.map(|(fact, _)| fact).collect();
    let by_shop = matches!(order.standing(), Standing::Confirmed);
    if by_shop { facts.with(Fact::ShopConfirmed) } else { facts }
}

/// Returns what holds of its money, which costs adding up what it comes to.
fn of_money(order: &Order, asked: Facts) -> Facts {
    let mut facts = Facts::NONE;
    if asked.common(OF_MONEY).is_empty() {
        return facts;
    }
    let Ok(outstanding) = order.outstanding() else { return facts };
    // Of a dropped order nothing is due either; nobody has paid it.
    if !order.is_dropped() && !outstanding.is_positive() {
        facts = facts.with(Fact::Paid);
    }
    if outstanding.is_zero() {
        facts = facts.with(Fact::NothingOutstanding);
    }
    facts
}

/// Returns what holds of its goods and papers.
fn of_goods(case: &Case, lines: &[LineFacts<'_>]) -> Facts {
    let all = |holds: &dyn Fn(&LineFacts<'_>) -> bool| lines.iter().all(holds);
    let is_reserved =
        |its: &LineFacts<'_>| !its.line.is_kept() || its.line.waiting() <= its.reserved;
    let is_sent = |its: &LineFacts<'_>| its.line.waiting().is_zero() && its.line.unsent().is_zero();
    let is_billed = |its: &LineFacts<'_>| case.order.open_quantity(its.no).is_zero();
    let nothing_open = !case.papers.documents().iter().any(Document::is_open);
    let holding = [
        (Fact::AllReserved, all(&is_reserved)),
        (Fact::AllSent, all(&is_sent)),
        (Fact::NothingPending, all(&is_reserved)),
        (Fact::NothingReserved, all(&|its| its.reserved.is_zero())),
        (Fact::NothingInDispatch, all(&|its| its.in_dispatch.is_zero())),
        (Fact::NothingUnbilled, nothing_open && all(&is_billed)),
    ];
    holding.into_iter().filter(|(_, holds)| *holds).map(|(fact, _)| fact).collect()
}

const OF_MONEY: Facts = Facts::NONE.with(Fact::Paid).with(Fact::NothingOutstanding);

const OF_GOODS: Facts = Facts::NONE
    .with(Fact::AllReserved)
    .with(Fact::AllSent)
    .with(Fact::NothingShort)
    .with(Fact::NothingPending)
    .with(Fact::NothingReserved)
    .with(Fact::NothingInDispatch)
    .with(Fact::NothingUnbilled);

const CONFIRMATIONS: [(Fact, Confirmation); 5] = [
    (Fact::CustomerConfirmed, Confirmation::Customer),
    (Fact::ShopConfirmed, Confirmation::Shop),
    (Fact::PaymentServiceConfirmed, Confirmation::PaymentService),
    (Fact::InstalmentServiceConfirmed, Confirmation::InstalmentService),
    (Fact::ShippingCostApproved, Confirmation::ShippingCost),
];
