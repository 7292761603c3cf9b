//! What the stages are told of a command: what happened to which order, in their words.

use sklad_base::{LineId, OrderId, Quantity};
use sklad_order::{Event as Told, Order};
use sklad_stage::{Happening, Scheme, Wish};

use crate::{Case, Event, work::Work};

/// What an event means for the stage of its order, where it means something.
type Heard = (OrderId, Option<Wish>);

impl Work<'_> {
    /// Returns what the stages do not know yet, by order: what happened, or that something may hold now.
    pub(super) fn wishes(&mut self, scheme: &Scheme) -> Vec<(OrderId, Wish)> {
        let is_first = self.stages.known.is_none();
        let mut heard = self.heard();
        if heard.is_empty() && !is_first {
            // Nothing happened since, so no goods came either.
            return Vec::new();
        }
        heard.sort_by_key(|(order, _)| *order);
        let goods = self.of_goods(scheme, &heard);
        if !goods.is_empty() {
            heard.extend(goods.into_iter().map(|(order, it)| (order, Some(Wish::Happened(it)))));
            heard.sort_by_key(|(order, _)| *order);
        }
        let mut all = by_order(heard);
        all.retain(|(order, wish)| {
            self.stages.is_live(*order) || matches!(wish, Wish::Start { .. }) || {
                // What happened right after the order began is told it, too.
                self.stages.sketch.track(*order).is_none() && matches!(wish, Wish::Happened(_))
            }
        });
        all
    }

    /// Returns the orders that something happened to since this was asked last, each time with what that means; what
    /// means nothing, or the same again, is left out behind what was heard of that order just before.
    fn heard(&mut self) -> Vec<Heard> {
        let beside = self.stages.beside.as_mut();
        let again = beside.map(|beside| std::mem::take(&mut beside.again));
        let again = again.into_iter().flatten();
        let mut heard: Vec<Heard> = again.map(|order| (order, None)).collect();
        if self.stages.known.is_none() {
            heard.extend(self.touched().map(|order| (order, None)));
        }
        let from = self.stages.known.replace(self.out.len()).unwrap_or(self.before);
        for event in &self.out.as_slice()[from..] {
            let Some(order) = event.happens_to() else { continue };
            let wish = self.wish_of(order, event);
            match heard.last_mut().filter(|(last, _)| *last == order) {
                Some((_, last @ None)) => *last = wish,
                Some((_, last)) if wish.is_none() || *last == wish => {}
                _ => heard.push((order, wish)),
            }
        }
        heard
    }

    /// Returns what an event means for the stage of its order.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the others move no order")]
    fn wish_of(&self, order: OrderId, event: &Event) -> Option<Wish> {
        let case = self.there(order)?;
        let its = &case.order;
        let ways = || its.payment().cloned().zip(its.delivery().cloned());
        let happening = match event {
            Event::Placed { .. } => {
                return ways().map(|(payment, delivery)| Wish::Start { payment, delivery });
            }
            Event::Order { event: Told::Rearranged { .. }, .. } => {
                let has_track = self.stages.sketch.track(order).is_some();
                return ways().map(|(payment, delivery)| match has_track {
                    true => Wish::Reroute { payment, delivery },
                    false => Wish::Start { payment, delivery },
                });
            }
            Event::Order { event, .. } => of_order(its, event),
            Event::Document { event, .. } => {
                is_bill_closed(case, event).then_some(Happening::BillClosed)
            }
            _ => None,
        };
        happening.filter(|it| !self.is_caused(order, *it)).map(Wish::Happened)
    }

    /// Tells whether the stage of the order brought it about.
    fn is_caused(&self, order: OrderId, happening: Happening) -> bool {
        let caused = |it| self.stages.has_caused(order, it);
        let is_end = matches!(happening, Happening::Cancelled | Happening::False);
        caused(happening)
            || happening == Happening::PartlySent && caused(Happening::Sent)
            || is_end && (caused(Happening::Cancelled) || caused(Happening::False))
    }

    /// Returns what the ledger alone knows: goods were promised, or came for those who wait. Each is told once.
    fn of_goods(&mut self, scheme: &Scheme, heard: &[Heard]) -> Vec<(OrderId, Happening)> {
        let mut all = Vec::new();
        if scheme.hears(Happening::Reserved) {
            let touched = heard.chunk_by(|one, other| one.0 == other.0).filter_map(<[_]>::first);
            let grown = touched.map(|(order, _)| *order).filter(|order| self.is_promised(*order));
            all.extend(grown.map(|order| (order, Happening::Reserved)));
        }
        if scheme.hears(Happening::GoodsArrived) {
            all.extend(self.reached().into_iter().map(|order| (order, Happening::GoodsArrived)));
        }
        all.retain(|(order, it)| {
            !self.stages.has_caused(*order, *it)
                && self.stages.beside.get_or_insert_default().told.insert((*order, *it))
        });
        all
    }

    /// Tells whether all that waits of an order is promised, and was not before.
    fn is_promised(&self, order: OrderId) -> bool {
        let Some(case) = self.there(order) else { return false };
        let reserved = |sum: Quantity, of: Option<sklad_stock::Claim>| {
            sum.saturating_add(of.map(|claim| claim.reserved).unwrap_or_default())
        };
        let (mut was, mut is) = (Quantity::ZERO, Quantity::ZERO);
        for (no, line) in case.order.lines() {
            let (line_id, place) = (LineId::new(order, no), line.place());
            was = reserved(was, self.booking.ledger().claim(line_id, place));
            is = reserved(is, self.booking.claim_of(line_id, place));
        }
        is > was && self.nothing_to_reserve(order)
    }

    /// Returns the orders that wait for goods which have come, first served first, as far as the goods reach.
    fn reached(&self) -> Vec<OrderId> {
        let mut all = Vec::new();
        for (place, item) in self.booking.grown() {
            let mut left = self.booking.cell(place, item).available().or_zero();
            for (claim, _) in self.booking.ledger().waiting_at(place, item) {
                if !left.is_positive() {
                    break;
                }
                left = left.saturating_sub(claim.pending());
                all.push(claim.line.order());
            }
        }
        all
    }
}

impl Event {
    /// Returns the order whose goods, money or papers it is about.
    const fn happens_to(&self) -> Option<OrderId> {
        if let Self::Stage(_) = self { None } else { self.changes() }
    }
}

/// Returns what each order wants, once; where nothing it heard means anything, it looks around. What is heard of one order
/// stands together.
fn by_order(heard: Vec<Heard>) -> Vec<(OrderId, Wish)> {
    let mut all: Vec<(OrderId, Wish)> = Vec::with_capacity(heard.len());
    // Where the wishes of the order that is looked at begin.
    let mut first = 0;
    for (order, wish) in heard {
        let wish = wish.unwrap_or(Wish::Learn);
        if all.last().is_none_or(|(last, _)| *last != order) {
            first = all.len();
            all.push((order, wish));
        } else if all[first].1 == Wish::Learn {
            all[first].1 = wish;
        } else if wish != Wish::Learn && !all[first..].iter().any(|(_, known)| *known == wish) {
            all.push((order, wish));
        }
    }
    all
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the others move no order")]
fn of_order(order: &Order, event: &Told) -> Option<Happening> {
    use sklad_order::Bound;
    Some(match event {
        Told::Confirmed => Happening::Confirmed,
        Told::MarkedFalse { .. } => Happening::False,
        Told::Cancelled { .. } => Happening::Cancelled,
        Told::Grown(_) | Told::LineAdded(_) => Happening::GoodsAdded,
        Told::Paid(_) => {
            let is_paid = order.outstanding().is_ok_and(|money| !money.is_positive());
            return is_paid.then_some(Happening::Paid);
        }
        Told::Sent(_) if order.is_settled() => Happening::Sent,
        Told::Sent(_) => Happening::PartlySent,
        Told::Settled { bound: Bound::CameBack, .. } => Happening::CameBack,
        Told::Settled { bound: Bound::Returned, .. } => Happening::Returned,
        Told::ReturnAnswered { received, .. } if received.is_positive() => Happening::Returned,
        _ => return None,
    })
}

fn is_bill_closed(case: &Case, event: &sklad_document::Event) -> bool {
    use sklad_document::{Event as Paper, Kind, State};
    match event {
        Paper::Opened(paper) => {
            paper.sheet.kind == Kind::Bill && matches!(paper.sheet.state, State::Closed(_))
        }
        Paper::Closed { document, .. } => {
            case.papers.get(*document).is_some_and(|paper| paper.sheet.kind == Kind::Bill)
        }
        Paper::Amended { .. } | Paper::Cancelled(_) | Paper::Voided(_) => false,
    }
}
