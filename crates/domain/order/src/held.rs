//! How an order is held: what it says and what came to it with time, where there is any of that.

use std::{collections::BTreeSet, ops::Range, sync::Arc};

use sklad_base::LineNo;

use crate::{
    Order, Payment, Placed, PlacedLine,
    order::{BilledUnits, Later, Said},
    payment::{Direction, Payments},
};

impl Said {
    /// What most orders of a small shop say.
    pub(crate) const NOTHING: Self = Self {
        payment: None,
        delivery: None,
        region: None,
        price_list: None,
        buyer: None,
        comment: None,
        group: String::new(),
        delivery_price: None,
        fees: Vec::new(),
        discounts: Vec::new(),
        needs: BTreeSet::new(),
    };

    pub(crate) fn of(placed: &Placed) -> Self {
        Self {
            payment: placed.payment.clone(),
            delivery: placed.delivery.clone(),
            region: placed.region.clone(),
            price_list: placed.price_list.clone(),
            buyer: placed.buyer.clone().map(Box::new),
            comment: placed.comment.clone().map(Box::new),
            group: placed.group.clone(),
            delivery_price: placed.delivery_price.map(Box::new),
            fees: placed.fees.clone(),
            discounts: placed.discounts.clone(),
            needs: placed.needs.clone(),
        }
    }
}

impl Order {
    pub(crate) fn said(&self) -> &Said {
        self.said.as_deref().unwrap_or(&NOTHING)
    }

    pub(crate) fn later(&self) -> Option<&Later> {
        self.later.as_deref()
    }

    pub(crate) fn later_mut(&mut self) -> &mut Later {
        Arc::make_mut(self.later.get_or_insert_default())
    }

    /// Returns what it says, to change it; what it said first is kept.
    pub(crate) fn say(&mut self) -> &mut Said {
        if self.later().is_none_or(|later| later.first_said.is_none()) {
            let first = self.said.clone().unwrap_or_default();
            self.later_mut().first_said = Some(first);
        }
        Arc::make_mut(self.said.get_or_insert_default())
    }

    pub(crate) fn first_said(&self) -> &Said {
        let first = self.later().and_then(|later| later.first_said.as_deref());
        first.unwrap_or_else(|| self.said())
    }

    /// Goes through the lines as they were placed.
    pub(crate) fn first_lines(&self) -> impl Iterator<Item = PlacedLine> {
        let kept = self.later().and_then(|later| later.first_lines.as_deref());
        let as_they_are = if kept.is_some() { 0 } else { self.first_count() };
        let as_they_are = self.lines.iter().take(as_they_are).map(crate::Line::asked);
        kept.unwrap_or_default().iter().copied().chain(as_they_are)
    }

    /// Keeps the lines as they were placed, before one of them costs something else.
    pub(crate) fn keep_first_lines(&mut self) {
        if self.later().is_none_or(|later| later.first_lines.is_none()) {
            let first = self.first_lines().collect();
            self.later_mut().first_lines = Some(first);
        }
    }

    pub(crate) fn first_count(&self) -> usize {
        usize::try_from(self.placed_lines).unwrap_or(usize::MAX)
    }

    /// Returns all that bills froze, by line.
    pub(crate) fn all_bills(&self) -> &[(LineNo, BilledUnits)] {
        self.later().map(|later| &later.billed[..]).unwrap_or_default()
    }

    /// Returns what bills froze of a line, first closed first.
    pub(crate) fn bills(&self, line: LineNo) -> &[(LineNo, BilledUnits)] {
        let all = self.all_bills();
        all.get(range_of(all, line)).unwrap_or_default()
    }

    /// Puts what a bill froze of a line behind what others did.
    pub(crate) fn add_bill(&mut self, line: LineNo, bill: BilledUnits) {
        let billed = &mut self.later_mut().billed;
        let behind = range_of(billed, line).end;
        billed.insert(behind, (line, bill));
    }

    pub(crate) fn bill_mut(
        &mut self,
        line: LineNo,
        is_meant: impl Fn(&BilledUnits) -> bool,
    ) -> Option<&mut BilledUnits> {
        let billed = &mut Arc::make_mut(self.later.as_mut()?).billed;
        let its = range_of(billed, line);
        let mut its = billed.get_mut(its).into_iter().flatten().map(|(_, bill)| bill);
        its.find(|bill| is_meant(bill))
    }

    /// Counts no more what was billed of a line at other prices and is taken back, all of it.
    pub(crate) fn forget_old_bills(&mut self, line: LineNo) {
        let bills = self.bills(line);
        if !bills.is_empty() && bills.iter().all(|(_, it)| it.frozen.quantity_left().is_zero()) {
            let billed = &mut self.later_mut().billed;
            let its = range_of(billed, line);
            drop(billed.drain(its));
        }
    }

    /// Returns its payments and refunds.
    pub(crate) fn money_moved(&self) -> std::borrow::Cow<'_, Payments> {
        match self.later().and_then(|later| later.payments.as_ref()) {
            Some(payments) => std::borrow::Cow::Borrowed(payments),
            None => std::borrow::Cow::Owned(Payments::new(self.terms.currency)),
        }
    }

    pub(crate) fn take_in_payment(&mut self, direction: Direction, payment: &Payment) {
        let currency = self.terms.currency;
        let payments = self.later_mut().payments.get_or_insert_with(|| Payments::new(currency));
        payments.take_in(direction, payment);
    }

    pub(crate) fn moved(&self, which: Direction) -> impl Iterator<Item = &Payment> {
        let payments = self.later().and_then(|later| later.payments.as_ref());
        let all = payments.into_iter().flat_map(Payments::all);
        all.filter(move |(direction, _)| *direction == which).map(|(_, payment)| payment)
    }
}

impl PartialEq for Order {
    /// Orders are equal where every answer is; how they hold it in memory does not count.
    fn eq(&self, other: &Self) -> bool {
        (&self.channel, &self.number, self.moment) == (&other.channel, &other.number, other.moment)
            && (self.terms, self.version) == (other.terms, other.version)
            && (self.collected, self.standing()) == (other.collected, other.standing())
            && self.lines == other.lines
            && (self.said(), self.first_said()) == (other.said(), other.first_said())
            && self.first_lines().eq(other.first_lines())
            && self.all_bills() == other.all_bills()
            && self.billed_charges() == other.billed_charges()
            && self.comments() == other.comments()
            && self.money_moved() == other.money_moved()
    }
}

impl Eq for Order {}

/// Returns where the bills of a line stand, or would stand.
fn range_of(billed: &[(LineNo, BilledUnits)], line: LineNo) -> Range<usize> {
    let first = billed.partition_point(|(its, _)| *its < line);
    // Mostly one bill holds a line, so its others are right behind it.
    let its = billed.iter().skip(first).take_while(|(its, _)| *its == line).count();
    first..first.saturating_add(its)
}

static NOTHING: Said = Said::NOTHING;
