//! Taking in what happened.

use std::sync::Arc;

use sklad_base::{Decider, OrderId};
use sklad_document::{Kind, State};

use crate::{Case, Event, Shop, policy::Policy, register::Register, work::Cases};

impl Shop {
    pub(crate) fn take_in(&mut self, event: &Event) {
        self.take_in_beside(event);
        self.take_in_order(event);
    }

    /// Takes in what a command did, with the orders that it touched as they are after it.
    pub(crate) fn take_over(&mut self, cases: Cases, events: &[Event]) {
        for (order, case) in cases {
            let finished = case.finished;
            let before = self.cases.insert(order, case).and_then(|case| case.finished);
            if before != finished {
                if let Some(moment) = before {
                    self.leaving.remove(&(moment, order));
                }
                self.leaving.extend(finished.map(|moment| (moment, order)));
            }
        }
        events.iter().for_each(|event| self.take_in_beside(event));
    }

    /// Takes in what happened to a live order itself.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the others change what stands beside the orders"
    )]
    fn take_in_order(&mut self, event: &Event) {
        match event {
            Event::Placed { order, placed, way } => {
                self.cases.insert(*order, Box::new(Case::new(*order, placed, *way)));
            }
            Event::Started(order) => self.change(*order, |case| case.started = true),
            Event::Order { order, event } => self.change(*order, |case| case.order.evolve(event)),
            Event::Document { order: Some(order), event } => {
                self.change(*order, |case| Arc::make_mut(&mut case.papers).evolve(event));
            }
            Event::Finished { order, moment } => {
                self.change(*order, |case| case.finished = Some(*moment));
                self.leaving.insert((*moment, *order));
            }
            Event::Stage(event) => {
                if let Some(note) = event.note() {
                    self.change(note.order, |_| ());
                }
            }
            _ => {}
        }
    }

    /// Takes in what happened beside the live orders: to names, stock, papers' numbers, customers, stages.
    fn take_in_beside(&mut self, event: &Event) {
        match event {
            Event::Adopted(settings) => {
                self.policy = Arc::new(Policy::new((**settings).clone(), &self.catalogue));
            }
            Event::OutletNamed { outlet, code } => self.catalogue.name_outlet(*outlet, code),
            Event::PlaceNamed { place, code } => self.catalogue.name_place(*place, code),
            Event::ItemNamed { item, sku, kept } => self.catalogue.name_item(*item, sku, *kept),
            Event::Placed { placed, .. } => {
                self.register.add(Register::digest(&placed.channel, &placed.number));
            }
            Event::Started(_) | Event::Order { .. } | Event::Finished { .. } => {}
            Event::Left { order, case } => self.take_leave(*order, case),
            Event::Back { order, case } => {
                self.leaving.extend(case.finished.map(|moment| (moment, *order)));
                self.come_back(*order, case.clone());
                self.register.set_record(*order, None);
            }
            Event::Forgotten(person) => self.take_in_forgotten(*person),
            Event::Document { order, event } => self.take_in_document(*order, event),
            Event::Stock(event) => self.ledger.evolve(event),
            Event::Keyed(check) => self.customers.check = Some(*check),
            Event::Party(event) => self.take_in_found(event),
            Event::SchemeAdopted(scheme) => self.scheme = Some(Arc::new((**scheme).clone())),
            Event::Stage(event) => self.board.evolve(event),
        }
    }

    fn take_leave(&mut self, order: OrderId, case: &Case) {
        if let Some(moment) = case.finished {
            self.leaving.remove(&(moment, order));
        }
        self.keep_closed(case);
        drop(self.cases.remove(order));
        self.board.take_out(order);
        self.register.set_record(order, Some(self.cursor.record));
    }

    /// Takes an order back, with its stage.
    fn come_back(&mut self, order: OrderId, mut case: Box<Case>) {
        if let Some(track) = case.track.take() {
            self.board.put_back(order, *track);
        }
        self.cases.insert(order, case);
    }

    fn take_in_document(&mut self, order: Option<OrderId>, event: &sklad_document::Event) {
        use sklad_document::Event as Happened;
        self.numbers.evolve(event);
        match event {
            Happened::Opened(document) => {
                self.owners.push(order);
                let open = matches!(document.sheet.state, State::Open);
                if open && document.sheet.kind == Kind::Bill {
                    self.open_bills.insert(document.id);
                }
            }
            Happened::Closed { document, .. } | Happened::Cancelled(document) => {
                self.open_bills.remove(document);
            }
            Happened::Amended { .. } | Happened::Voided(_) => {}
        }
        if order.is_none() {
            self.loose.evolve(event);
        }
    }

    /// Changes an order; whether it is finished is told anew.
    fn change(&mut self, order: OrderId, change: impl FnOnce(&mut Case)) {
        if let Some(case) = self.cases.get_mut(order) {
            if let Some(moment) = case.finished.take() {
                self.leaving.remove(&(moment, order));
            }
            change(case);
        }
    }
}
