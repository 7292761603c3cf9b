//! What people do to an order: review, edit, drop, bill, send, take back.

use std::collections::BTreeSet;

use sklad_base::{DocumentId, LineId, LineNo, Money, OrderId, PlaceCode, Quantity};
use sklad_document::{Kind, Line, Sheet};
use sklad_order::{Bound, Command as Tell, Reason, Standing, Units};
use sklad_scenario::{Happening, Way};
use sklad_stock::{Entry, Fate, Goods};

use crate::{
    Refusal, Share,
    work::{Decided, Work},
};

impl Work<'_> {
    pub(crate) fn confirm(&mut self, order: OrderId) -> Decided {
        self.tell(order, Tell::Confirm)?;
        let was_started = self.case(order)?.started;
        self.start_unless_held_back(order)?;
        if was_started { self.follow(order, &Happening::Confirmed) } else { Ok(()) }
    }

    pub(crate) fn remove_line(&mut self, order: OrderId, line: LineNo) -> Decided {
        self.tell(order, Tell::RemoveLine(line))?;
        self.follow(order, &Happening::Changed)
    }

    pub(crate) fn answer_return(
        &mut self,
        order: OrderId,
        answer: Tell,
        (place, fate): (&PlaceCode, Fate),
    ) -> Decided {
        let place = self.known_place(place)?;
        self.tell(order, answer)?;
        self.follow(order, &Happening::Settled { place, fate, bound: Bound::Returned })
    }

    pub(crate) fn change_quantity(
        &mut self,
        order: OrderId,
        line: LineNo,
        to: Quantity,
    ) -> Decided {
        let wanted = self.case(order)?.order.line(line).map(sklad_order::Line::wanted);
        self.tell(order, Tell::ChangeQuantity(Units { line, quantity: to }))?;
        let quantity = to.saturating_sub(wanted.unwrap_or_default());
        self.follow(
            order,
            &if quantity.is_positive() {
                Happening::Grown(Units { line, quantity })
            } else {
                Happening::Changed
            },
        )
    }

    pub(crate) fn reject(&mut self, order: OrderId, units: Units, reason: &Reason) -> Decided {
        self.tell(order, Tell::Reject { units, reason: reason.clone() })?;
        self.follow(order, &Happening::Changed)
    }

    /// Marks an order as false or cancels it: what is not sent goes back, what is sent may come back.
    pub(crate) fn drop_order(&mut self, order: OrderId, command: Tell) -> Decided {
        self.tell(order, command)?;
        self.follow(order, &Happening::Changed)
    }

    pub(crate) fn change_document(
        &mut self,
        document: DocumentId,
        line: LineNo,
        to: Quantity,
    ) -> Decided {
        let owner = self.shop.owner(document).ok_or(Refusal::UnknownDocument { document })?;
        let papers = match owner {
            Some(order) => &self.shop.present(order)?.papers,
            None => &self.shop.loose,
        };
        let its = papers.changeable(document).map_err(Refusal::from)?;
        let (kind, number, on_paper) = (its.sheet.kind, its.number, its.quantity_of(line));
        let Some(order) = owner.filter(|_| on_paper.is_positive()) else {
            let refusal = sklad_document::Refusal::UnknownLine { kind, number, line };
            return Err(Refusal::from(refusal).into());
        };
        if to.is_negative() {
            let refusal = sklad_order::Refusal::NotPositive { line, quantity: to };
            return Err(Refusal::from(refusal).into());
        }
        let known = self.case(order)?.order.line(line).map(sklad_order::Line::wanted);
        let others = known.unwrap_or_default().saturating_sub(on_paper);
        self.change_quantity(order, line, to.saturating_add(others))
    }

    pub(crate) fn reserve(&mut self, order: OrderId) -> Decided {
        let (way, standing, rank) = {
            let case = self.case(order)?;
            (case.way, case.order.standing().clone(), case.rank())
        };
        let number = self.number(order)?;
        let (wish, way_out) =
            ("reserve goods for", "wait until goods have come, or edit the order");
        if matches!(way, Way::ClosedBill | Way::Transfer) {
            let why = "its way takes goods at once and promises none";
            return Err(Refusal::Nothing { wish, number, why, way_out: "use another way" }.into());
        }
        if matches!(standing, Standing::False { .. } | Standing::Cancelled { .. }) {
            let why = "it is false or cancelled";
            let way_out = "place a new order";
            return Err(Refusal::Nothing { wish, number, why, way_out }.into());
        }
        let mut reserved = false;
        for Promise { line, place, item, missing, .. } in self.promises(order)? {
            let free = self.booking.cell(place, item).available().or_zero();
            let quantity = missing.min(free);
            if quantity.is_positive() {
                let goods = Goods { place, item, quantity };
                self.booking.enter(Entry::Reserve { line, goods, rank });
                reserved = true;
            }
        }
        let why = "nothing of it waits that is available";
        if reserved { Ok(()) } else { Err(Refusal::Nothing { wish, number, why, way_out }.into()) }
    }

    pub(crate) fn release(&mut self, order: OrderId) -> Decided {
        let mut released = false;
        for Promise { line, place, item, reserved, .. } in self.promises(order)? {
            if reserved.is_positive() {
                let goods = Goods { place, item, quantity: reserved };
                self.booking.enter(Entry::Release { line, goods });
                released = true;
            }
        }
        if released {
            return Ok(());
        }
        let (wish, number) = ("take promises back from", self.number(order)?);
        let (why, way_out) = ("nothing is reserved for it", "go on with it");
        Err(Refusal::Nothing { wish, number, why, way_out }.into())
    }

    pub(crate) fn invoice(&mut self, order: OrderId) -> Decided {
        let case = self.case(order)?;
        let lines: Vec<_> = case
            .order
            .lines()
            .filter(|(_, line)| line.wanted().is_positive())
            .map(|(no, line)| Line {
                line: no,
                item: line.item(),
                quantity: line.wanted(),
                price: Some(line.price()),
                amounts: None,
                of: None,
            })
            .collect();
        let place = case.order.lines().next().map(|(_, line)| line.place());
        let (Some(place), false) = (place, lines.is_empty()) else {
            let (wish, number) = ("invoice", self.number(order)?);
            let (why, way_out) = ("nothing of it is wanted", "add a line first");
            return Err(Refusal::Nothing { wish, number, why, way_out }.into());
        };
        let day = self.booking.day_at(place);
        self.write(Some(order), Sheet { lines, ..Sheet::new(Kind::Invoice, place, day) }.closed())
    }

    pub(crate) fn tie(&mut self, order: OrderId, kind: Kind, outside: &str) -> Decided {
        if !matches!(kind, Kind::SupplierOrder | Kind::Receipt | Kind::Transfer) {
            return Err(Refusal::NotTied { number: self.number(order)?, kind }.into());
        }
        let case = self.case(order)?;
        let place = case.order.lines().next().map(|(_, line)| line.place());
        let parent = case.papers.documents().first().map(|first| first.id);
        let place = place.unwrap_or(sklad_base::PlaceId::new(0));
        let day = self.booking.day_at(place);
        let outside = Some(outside.to_owned());
        let sheet = Sheet { parent, outside, ..Sheet::new(kind, place, day) };
        self.write(Some(order), sheet.closed())
    }

    pub(crate) fn close_bill(&mut self, order: OrderId) -> Decided {
        self.must_be_started(order, "close a bill of")?;
        let has_invoice = self.has_invoice(order)?;
        if self.policy.settings.invoice_first && !has_invoice {
            return Err(Refusal::NoInvoice { number: self.number(order)? }.into());
        }
        self.must_be_paid(order)?;
        self.must_have_customer(order)?;
        self.follow(order, &Happening::Closing)
    }

    /// Looks whether a bill may be closed: where the shop demands it, only once nothing is due.
    pub(crate) fn must_be_paid(&mut self, order: OrderId) -> Decided {
        if !self.policy.settings.close_needs_paid {
            return Ok(());
        }
        let due = self.due(order)?;
        if !due.is_positive() {
            return Ok(());
        }
        Err(Refusal::Unpaid { number: self.number(order)?, due }.into())
    }

    /// Looks whether all that could be sent still waits to be billed for want of money or of a customer.
    fn must_not_wait(&mut self, order: OrderId) -> Decided {
        let lines = &self.case(order)?.order;
        let waits = lines.lines().any(|(_, line)| line.waiting().is_positive());
        let ready = lines.lines().any(|(_, line)| line.unsent().is_positive());
        if !waits || ready {
            return Ok(());
        }
        self.must_be_paid(order)?;
        self.must_have_customer(order)
    }

    /// Returns what is due of an order.
    pub(crate) fn due(&mut self, order: OrderId) -> Decided<Money> {
        let outstanding = self.case(order)?.order.outstanding().map_err(Refusal::from)?;
        let nothing = Money::zero(outstanding.currency());
        Ok(if outstanding.is_negative() { nothing } else { outstanding })
    }

    pub(crate) fn send(&mut self, order: OrderId, share: &Share) -> Decided {
        self.must_be_started(order, "send")?;
        self.must_not_wait(order)?;
        let units = self.share((order, share), "send", |way, line| {
            let waits = !way.takes_at_once() || !line.is_kept() && way == Way::Transfer;
            let waiting = if waits { line.waiting() } else { Quantity::ZERO };
            line.unsent().saturating_add(waiting)
        })?;
        let its = &self.case(order)?.order;
        let totals: Vec<_> = units
            .into_iter()
            .map(|units| {
                let sent = its.line(units.line).map(sklad_order::Line::sent).unwrap_or_default();
                Units { line: units.line, quantity: sent.saturating_add(units.quantity) }
            })
            .collect();
        self.follow(order, &Happening::Sending(&totals))
    }

    pub(crate) fn settle(
        &mut self,
        (order, share): (OrderId, &Share),
        bound: Bound,
        (place, fate): (&PlaceCode, Fate),
    ) -> Decided {
        let place = self.known_place(place)?;
        // What is asked to be returned comes home by its answer; lost it may be all the same.
        let units = self.share((order, share), "book goods back for", |_, line| match bound {
            Bound::CameBack | Bound::Returned => line.out().saturating_sub(line.requested()),
            Bound::WrittenOff => line.out(),
        })?;
        for units in units {
            self.tell(order, Tell::Settle { units, bound })?;
        }
        self.follow(order, &Happening::Settled { place, fate, bound })
    }

    fn must_be_started(&mut self, order: OrderId, wish: &'static str) -> Decided {
        let case = self.case(order)?;
        if case.started || case.order.is_dropped() {
            return Ok(());
        }
        let missing = case.order.missing().collect();
        Err(Refusal::NotConfirmed { wish, number: self.number(order)?, missing }.into())
    }

    pub(crate) fn has_invoice(&mut self, order: OrderId) -> Decided<bool> {
        let documents = self.case(order)?.papers.documents();
        Ok(documents.iter().any(|document| document.sheet.kind == Kind::Invoice))
    }

    pub(crate) fn number(&mut self, order: OrderId) -> Decided<sklad_base::OrderNumber> {
        Ok(self.case(order)?.order.number().clone())
    }

    /// Returns what is promised to the lines of an order that are kept in stock, and what is not yet.
    fn promises(&mut self, order: OrderId) -> Decided<Vec<Promise>> {
        self.case(order)?;
        let Some(case) = self.there(order) else { return Ok(Vec::new()) };
        let facts = case.line_facts(&self.booking).into_iter();
        let of = |its: sklad_scenario::LineFacts<'_>| Promise {
            line: LineId::new(order, its.no),
            place: its.line.place(),
            item: its.line.item(),
            reserved: its.reserved,
            missing: its.line.waiting().saturating_sub(its.reserved),
        };
        Ok(facts.filter(|its| its.line.is_kept() || its.reserved.is_positive()).map(of).collect())
    }

    /// Returns the units that are meant: each line once, known, above zero.
    fn share(
        &mut self,
        (order, share): (OrderId, &Share),
        wish: &'static str,
        all: impl Fn(Way, &sklad_order::Line) -> Quantity,
    ) -> Decided<Vec<Units>> {
        let case = self.case(order)?;
        let number = || case.order.number().clone();
        let units = match share {
            Share::Units(units) => match wrong_units(units, &case.order) {
                Some(refusal) => return Err(refusal.into()),
                None => units.clone(),
            },
            Share::All => {
                let of_line = |(line, its): (LineNo, &sklad_order::Line)| Units {
                    line,
                    quantity: all(case.way, its),
                };
                let units = case.order.lines().map(of_line);
                units.filter(|units| units.quantity.is_positive()).collect()
            }
        };
        if units.is_empty() {
            let (why, way_out) = ("no unit of it is at that point", "look at its lines");
            return Err(Refusal::Nothing { wish, number: number(), why, way_out }.into());
        }
        Ok(units)
    }
}

/// Returns what is wrong with units that somebody names: each line is known, its quantity above zero, and it stands there
/// once.
fn wrong_units(units: &[Units], order: &sklad_order::Order) -> Option<Refusal> {
    let number = || order.number().clone();
    let mut seen = BTreeSet::new();
    units.iter().find_map(|Units { line, quantity }| {
        let (line, quantity) = (*line, *quantity);
        if order.line(line).is_none() {
            return Some(sklad_order::Refusal::UnknownLine { number: number(), line }.into());
        }
        if !quantity.is_positive() {
            return Some(sklad_order::Refusal::NotPositive { line, quantity }.into());
        }
        (!seen.insert(line)).then(|| Refusal::LineTwice { number: number(), line })
    })
}

/// What the ledger promises to a line of an order.
struct Promise {
    line: LineId,
    place: sklad_base::PlaceId,
    item: sklad_base::ItemId,
    reserved: Quantity,
    /// What waits and is not promised.
    missing: Quantity,
}
