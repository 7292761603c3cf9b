//! The people of a replayed shop: they send commands when their time has come.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, BinaryHeap},
    error::Error,
};

use sklad::{
    base::{LineId, OutletId, ReasonCode},
    document::Kind,
    flow::Event,
    order::Bound,
    prelude::*,
    stock,
};

use super::{
    Books, Outcome, Setting,
    books::Declined,
    diary::Wanted,
    opening::{draft, warehouse},
    outcome::Standing as Stands,
};
use crate::history::{History, What};

/// One replay at work.
pub(super) struct Clerk<'a> {
    history: &'a History,
    books: Books,
    /// Why the books can be written no more.
    fault: Option<Box<dyn Error>>,
    setting: Setting,
    now: Moment,
    diary: BinaryHeap<Reverse<(Moment, u64, Wanted)>>,
    outcome: Outcome,
    /// The shop's order for each of the history's, where it was taken.
    orders: Vec<Option<OrderId>>,
    /// The history's order for each of the shop's.
    sources: Vec<usize>,
    /// When a line was first named short (B12).
    known_short: BTreeMap<LineId, Moment>,
    /// When goods were first taken or promised for an order.
    held_since: BTreeMap<OrderId, Moment>,
    short_orders: BTreeSet<OrderId>,
    written: u64,
}

impl<'a> Clerk<'a> {
    pub(super) fn new(history: &'a History, books: Books, way: Way, setting: Setting) -> Self {
        let mut clerk = Self {
            history,
            books,
            fault: None,
            setting,
            now: Moment::FIRST,
            diary: BinaryHeap::new(),
            outcome: Outcome::new(way),
            orders: vec![None; history.orders.len()],
            sources: Vec::new(),
            known_short: BTreeMap::new(),
            held_since: BTreeMap::new(),
            short_orders: BTreeSet::new(),
            written: 0,
        };
        for (index, entry) in history.entries.iter().enumerate() {
            clerk.write(entry.at, Wanted::Entry(index));
        }
        if let Some(first) = history.entries.first() {
            clerk.write_evening(first.at.day_in(Zone::UTC));
        }
        clerk
    }

    /// Works through the history; `step` is called as each entry of it is done.
    pub(super) fn work(mut self, step: &mut dyn FnMut()) -> Result<Outcome, Box<dyn Error>> {
        self.work_through(step)?;
        Ok(self.sum_up())
    }

    fn work_through(&mut self, step: &mut dyn FnMut()) -> Result<(), Box<dyn Error>> {
        while let Some(Reverse((moment, _, wanted))) = self.diary.pop() {
            self.now = moment;
            match wanted {
                Wanted::Entry(index) => {
                    self.happen(self.history.entries[index].what);
                    step();
                }
                Wanted::Review(order) => self.review(order),
                Wanted::Close(order) => self.close(order),
                Wanted::Send(order) => self.send(order),
                Wanted::Home(order) => self.come_home(order),
                Wanted::Evening(day) => self.close_day(day),
            }
            if let Some(fault) = self.fault.take() {
                return Err(fault);
            }
        }
        Ok(())
    }

    fn happen(&mut self, what: What) {
        match what {
            What::Placed { order } => self.place(order),
            What::Changed { order, line, to } => {
                let Some((order, line)) = self.known(order, line) else { return };
                if !self.run(Command::ChangeQuantity { order, line, to }) {
                    self.outcome.too_late += 1;
                }
            }
            What::TakenBack { order, line, quantity } => {
                let Some((order, line)) = self.known(order, line) else { return };
                self.take_back(order, line, quantity);
            }
            What::FoundFalse { order } => {
                if let Some(order) = self.orders[order] {
                    self.find_false(order);
                }
            }
        }
    }

    fn place(&mut self, index: usize) {
        let source = &self.history.orders[index];
        let next = self.sources.len();
        if !self.run(Command::Place(draft(source))) {
            self.outcome.refused += 1;
            return;
        }
        let order = OrderId::after(next).unwrap_or_else(|| unreachable!("the shop took it"));
        self.orders[index] = Some(order);
        self.sources.push(index);
        self.outcome.taken += 1;
        let asked = source.lines.iter().map(|line| i128::from(line.quantity.millionths()));
        self.outcome.wanted_units += asked.sum::<i128>();
        if self.outcome.way == Way::ClosedBill {
            self.write(self.now.plus_seconds(self.setting.send), Wanted::Send(order));
        } else {
            self.write(self.now.plus_seconds(self.setting.review), Wanted::Review(order));
        }
    }

    fn review(&mut self, order: OrderId) {
        if self.dropped(order) {
            return;
        }
        if self.history.orders[self.sources[order.index()]].false_known_at.is_some() {
            return self.find_false(order);
        }
        self.run(Command::Confirm(order));
        match self.outcome.way {
            Way::Transfer => {
                self.write(self.now.plus_seconds(self.setting.send), Wanted::Send(order));
            }
            Way::ClientOrder(_) | Way::OpenBill(_) | Way::ClosedBill => {
                self.write(self.now.plus_seconds(self.setting.close), Wanted::Close(order));
            }
        }
    }

    fn close(&mut self, order: OrderId) {
        if !self.dropped(order) && self.run(Command::CloseBill(order)) {
            self.write(self.now.plus_seconds(self.setting.send), Wanted::Send(order));
        }
    }

    fn send(&mut self, order: OrderId) {
        if !self.dropped(order) {
            self.run(Command::Send { order, share: Share::All });
        }
    }

    fn find_false(&mut self, order: OrderId) {
        if self.dropped(order) {
            return;
        }
        let sum = |part: fn(&sklad::order::Line) -> Quantity| {
            self.books.shop().case(order).map_or(0, |case| case.order().sum(part))
        };
        let claimed =
            self.books.shop().ledger().claims().filter(|claim| claim.line.order() == order);
        let reserved = claimed.map(|claim| i128::from(claim.reserved.millionths())).sum::<i128>();
        let (sent, unsent) = (sum(sklad::order::Line::sent), sum(sklad::order::Line::unsent));
        let promised = if self.outcome.way == Way::Transfer { 0 } else { reserved };
        self.outcome.false_found += 1;
        self.outcome.false_sent_units += sent;
        self.block(order, sent + unsent + promised);
        self.run(Command::MarkFalse { order, reason: said("nobody meant it") });
        if sent > 0 {
            self.write(self.now.plus_seconds(self.setting.home), Wanted::Home(order));
        }
    }

    /// Counts what a false order kept from others, and for how long.
    fn block(&mut self, order: OrderId, units: i128) {
        let Some(since) = self.held_since.get(&order).filter(|_| units > 0) else { return };
        let seconds = (self.now.unix_micros() - since.unix_micros()) / 1_000_000;
        self.outcome.false_blocked_orders += 1;
        self.outcome.false_blocked_units += units;
        self.outcome.false_blocked_unit_seconds += units * i128::from(seconds);
    }

    fn come_home(&mut self, order: OrderId) {
        let place = self.place_of(order, LineNo::new(0));
        self.run(Command::ComeBack { order, share: Share::All, place, fate: Fate::Restock });
    }

    /// Takes units back: what is not sent is rejected, what is sent comes back as a return.
    fn take_back(&mut self, order: OrderId, line: LineNo, quantity: Quantity) {
        let its = self.books.shop().case(order).and_then(|case| case.order().line(line)).cloned();
        let Some(its) = its else { return };
        let open = its.waiting().saturating_add(its.unsent());
        let (rejected, returned) =
            (open.min(quantity), its.out().min(quantity.saturating_sub(open).or_zero()));
        if rejected.is_positive() {
            let units = Units { line, quantity: rejected };
            let reason = said("cancelled by the customer");
            if self.run(Command::Reject { order, units, reason }) {
                self.outcome.rejected_units += i128::from(rejected.millionths());
            }
        }
        if returned.is_positive() {
            let share = Share::Units(vec![Units { line, quantity: returned }]);
            let place = self.place_of(order, line);
            self.run(Command::Return { order, share, place, fate: Fate::Restock });
        }
    }

    fn close_day(&mut self, day: Day) {
        let outlet = OutletId::new(0);
        let code = self.books.shop().catalogue().outlet(outlet).cloned();
        let Some(outlet) = code else { return };
        if self.run(Command::CloseDay { outlet, day }) {
            self.outcome.days_closed += 1;
        } else {
            self.outcome.days_blocked += 1;
        }
        if !self.diary.is_empty() {
            self.write_evening(day.next());
        }
    }

    fn write_evening(&mut self, day: Day) {
        if let Ok(evening) = Moment::parse(&format!("{day}T23:59:59Z")) {
            self.write(evening, Wanted::Evening(day));
        }
    }

    fn write(&mut self, moment: Moment, wanted: Wanted) {
        self.written += 1;
        self.diary.push(Reverse((moment, self.written, wanted)));
    }

    /// Sends a command and looks at what happened; tells whether it was accepted.
    fn run(&mut self, command: Command) -> bool {
        self.outcome.commands += 1;
        let events = match self.books.send(self.now, command) {
            Ok(events) => events,
            Err(Declined::Refused(_) | Declined::RefusedBefore) => return false,
            Err(Declined::Fault(fault)) => {
                self.fault = Some(fault);
                return false;
            }
        };
        self.outcome.events += u64::try_from(events.len()).unwrap_or(u64::MAX);
        let mut touched = BTreeSet::new();
        for event in &events {
            self.look_at(event, &mut touched);
        }
        for (place, item) in touched {
            for short in self.books.shop().ledger().shortages_at(place, item) {
                self.known_short.entry(short.line).or_insert(self.now);
            }
        }
        true
    }

    fn look_at(&mut self, event: &Event, touched: &mut BTreeSet<(PlaceId, sklad::base::ItemId)>) {
        match event {
            Event::Stock(stock::Event::Claimed(claim)) => {
                touched.insert((claim.place, claim.item));
                if claim.reserved.is_positive() {
                    self.held_since.entry(claim.line.order()).or_insert(self.now);
                }
            }
            Event::Stock(stock::Event::Moved(movement)) => {
                for account in [movement.from, movement.to] {
                    if let stock::Account::Place(place) = account {
                        touched.insert((place, movement.item));
                    }
                }
                if let Some(line) = movement.line {
                    self.held_since.entry(line.order()).or_insert(self.now);
                }
            }
            Event::Order { order, event: sklad::order::Event::Rejected { units, reason } }
                if *reason == Reason::TooFew =>
            {
                self.count_short(*order, *units);
            }
            Event::Order {
                event: sklad::order::Event::Settled { units, bound: Bound::Returned },
                ..
            } => {
                self.outcome.returned_units += i128::from(units.quantity.millionths());
            }
            Event::OutletNamed { .. }
            | Event::PlaceNamed { .. }
            | Event::ItemNamed { .. }
            | Event::Adopted(_)
            | Event::Finished { .. }
            | Event::SchemeAdopted(_)
            | Event::Stage(_)
            | Event::Left { .. }
            | Event::Back { .. }
            | Event::Forgotten(_)
            | Event::Keyed(_)
            | Event::Party(_)
            | Event::Placed { .. }
            | Event::Started(_)
            | Event::Order { .. }
            | Event::Document { .. }
            | Event::Stock(_) => {}
        }
    }

    /// Counts units that could not be had, by when that was first known.
    fn count_short(&mut self, order: OrderId, units: Units) {
        let quantity = i128::from(units.quantity.millionths());
        let placed = self.books.shop().case(order).map(|case| case.order().placed_at());
        let known =
            self.known_short.get(&LineId::new(order, units.line)).copied().unwrap_or(self.now);
        self.outcome.short_units += quantity;
        self.short_orders.insert(order);
        if placed.is_none_or(|placed| placed == known) {
            self.outcome.short_known_at_placing += quantity;
        } else if known < self.now {
            let warning = (self.now.unix_micros() - known.unix_micros()) / 1_000_000;
            self.outcome.short_known_before_close += quantity;
            self.outcome.warning_seconds += quantity * i128::from(warning);
        } else {
            self.outcome.short_known_at_taking += quantity;
        }
    }

    fn known(&self, order: usize, line: usize) -> Option<(OrderId, LineNo)> {
        self.orders[order].zip(LineNo::after(line))
    }

    fn dropped(&self, order: OrderId) -> bool {
        self.books.shop().case(order).is_none_or(|case| case.order().is_dropped())
    }

    fn place_of(&self, order: OrderId, line: LineNo) -> PlaceCode {
        let line = self.books.shop().case(order).and_then(|case| case.order().line(line));
        let place = line.and_then(|line| self.books.shop().catalogue().place(line.place()));
        warehouse(place.cloned())
    }

    fn sum_up(mut self) -> Outcome {
        for case in self.books.shop().cases() {
            let (order, dropped) = (case.order(), case.order().is_dropped());
            let sent = order.sum(sklad::order::Line::sent);
            if !dropped && sent > 0 && order.is_settled() {
                self.outcome.closed += 1;
            }
            if !dropped
                && order.sum(sklad::order::Line::taken) == 0
                && self.short_orders.contains(&case.id())
            {
                self.outcome.nothing_had += 1;
            }
        }
        for (place, code) in self.books.shop().catalogue().places() {
            let mut stands = Stands::default();
            for (_, cell) in self.books.shop().ledger().cells(place) {
                stands.on_hand += i128::from(cell.on_hand().millionths());
                stands.reserved += i128::from(cell.reserved().millionths());
                stands.pending += i128::from(cell.pending().millionths());
            }
            self.outcome.stands.insert(code.clone(), stands);
        }
        for kind in Kind::ALL {
            let made = self.books.shop().numbers().used(kind);
            if made > 0 {
                self.outcome.documents.insert(kind, made);
            }
        }
        self.outcome.read_back = self.books.read_back();
        self.outcome.short_orders = u32::try_from(self.short_orders.len()).unwrap_or(u32::MAX);
        self.outcome
    }
}

/// One of the shop's own reasons.
fn said(reason: &str) -> Reason {
    let code = ReasonCode::parse(reason);
    Reason::Code(code.unwrap_or_else(|_| unreachable!("{reason} is a reason")))
}
