//! One command at work: what it has decided so far, on top of a shop that has not changed yet.

use std::sync::Arc;

use sklad_base::{Decider, Envelope, Events, Handful, LineId, No, OrderId, Refusals};
use sklad_document::{Family, Kind, Numbers, Sheet, State};
use sklad_order::{Line, Placed};
use sklad_party::Customer;
use sklad_scenario::{Effect, Facts, Happening, Plan, Step, Way};
use sklad_stock::{Booking, Entry, Goods};

use crate::{Case, Command, Event, Refusal, Shop, policy::Policy, refusal, stages::Stages};

/// What a step of a decision may say.
pub(crate) type Decided<T = ()> = Result<T, No<Refusal>>;

/// Orders as a command leaves them.
pub(crate) type Cases = Handful<OrderId, Box<Case>>;

/// A command at work. Orders that it touches are copied and change as it goes on; stock piles up in one booking.
pub(crate) struct Work<'a> {
    pub(crate) shop: &'a Shop,
    pub(crate) policy: &'a Policy,
    pub(crate) envelope: &'a Envelope<Command>,
    pub(crate) booking: Booking<'a>,
    /// What happened, behind what stood there before the command.
    pub(crate) out: &'a mut Events<Event>,
    pub(crate) before: usize,
    pub(crate) numbers: Numbers,
    pub(crate) stages: Stages<'a>,
    cases: Cases,
    /// Whose orders are, of those that this command looks for or settles.
    pub(crate) customers: Handful<OrderId, Customer>,
}

impl<'a> Work<'a> {
    /// Returns a command whose events come behind what stands in `out`.
    pub(crate) fn new(
        shop: &'a Shop,
        envelope: &'a Envelope<Command>,
        out: &'a mut Events<Event>,
    ) -> Self {
        let policy = &*shop.policy;
        let booking = Booking::new(&shop.ledger, &policy.stock, envelope.moment);
        let (numbers, cases, before) = (shop.numbers.clone(), Cases::new(), out.len());
        let (stages, customers) = (Stages::new(shop), Handful::new());
        Self { shop, policy, envelope, booking, out, before, numbers, stages, cases, customers }
    }

    /// Serves those who wait for what has come free, keeps pending in step, and hands everything over: the events, and
    /// the orders as they are after them.
    ///
    /// A command at work is large: it stays where it is, and only what is handed over moves.
    pub(crate) fn finish(&mut self) -> Decided<Cases> {
        self.settle_up()?;
        self.finish_orders();
        let (shop, policy, moment) = (self.shop, self.policy, self.envelope.moment);
        let nothing = Booking::new(&shop.ledger, &policy.stock, moment);
        let booking = std::mem::replace(&mut self.booking, nothing);
        let done = booking.finish(self.out, Event::Stock).map_err(|refusals| {
            refusals.map(|refusal| refusal::of_stock(&shop.catalogue, refusal))
        });
        Ok(done.map(|()| std::mem::take(&mut self.cases))?)
    }

    /// Returns what has happened so far.
    pub(crate) fn events(&self) -> &[Event] {
        &self.out.as_slice()[self.before..]
    }

    /// Does what every command ends with.
    pub(crate) fn settle_up(&mut self) -> Decided {
        self.serve_those_who_wait()?;
        while self.follow_stages()? {
            self.serve_those_who_wait()?;
        }
        self.keep_pending_in_step();
        Ok(())
    }

    /// Returns an order as it stands by now.
    pub(crate) fn case(&mut self, order: OrderId) -> Decided<&mut Case> {
        if self.cases.get(&order).is_none() {
            let case = Box::new(self.shop.present(order)?.clone());
            self.cases.insert(order, case);
        }
        self.cases
            .get_mut(&order)
            .map(|case| &mut **case)
            .ok_or_else(|| Refusal::UnknownOrder { order }.into())
    }

    /// Returns an order that the command has touched, as it stands by now.
    pub(crate) fn there(&self, order: OrderId) -> Option<&Case> {
        self.cases.get(&order).map(|case| &**case)
    }

    /// Goes through the orders that the command has touched.
    pub(crate) fn touched(&self) -> impl Iterator<Item = OrderId> {
        self.cases.iter().map(|(order, _)| *order)
    }

    /// Takes a new order in.
    pub(crate) fn open_case(&mut self, order: OrderId, placed: Placed, way: Way) {
        self.cases.insert(order, Box::new(Case::new(order, &placed, way)));
        self.out.push(Event::Placed { order, placed: Box::new(placed), way });
    }

    /// Lets the books follow an order from now on.
    pub(crate) fn start(&mut self, order: OrderId) -> Decided {
        self.case(order)?.started = true;
        self.out.push(Event::Started(order));
        self.follow(order, &Happening::Placed)
    }

    /// Tells the order something; it may refuse.
    pub(crate) fn tell(&mut self, order: OrderId, command: sklad_order::Command) -> Decided {
        self.case(order)?;
        let other = self.there(order).and_then(|case| self.other_policy(&case.order, &command));
        let (moment, adopted) = (self.envelope.moment, &self.policy.settings.order);
        let its = &mut self.case(order)?.order;
        let judged = its.judge(&command, moment, other.as_ref().unwrap_or(adopted));
        let happened = judged.map_err(Refusal::from)?;
        happened.iter().for_each(|event| its.evolve(event));
        happened.into_iter().for_each(|event| self.out.push(Event::Order { order, event }));
        Ok(())
    }

    /// Lets the books follow what happened to an order, once its way has started.
    pub(crate) fn follow(&mut self, order: OrderId, happening: &Happening<'_>) -> Decided {
        if !self.case(order)?.started {
            return Ok(());
        }
        let mut plan = self.plan(order, happening)?;
        let case = self.case(order)?;
        if !plan.cannot.is_empty() {
            let number = case.order.number().clone();
            let last = last_bill(&case.papers);
            let shop = self.shop;
            let all = plan.cannot.into_iter().map(|it| refusal::of_plan(shop, &number, last, it));
            return Refusals::from_all(all).map_or(Ok(()), |refusals| Err(refusals.into()));
        }
        if matches!(happening, Happening::Sending(_)) && plan.steps.iter().any(bills) {
            self.must_be_paid(order)?;
            self.must_have_customer(order)?;
        } else if self.must_wait_to_be_billed(order)? {
            plan.steps.retain(|step| !matches!(step.effect, Effect::Bill { .. }));
        }
        plan.steps.into_iter().try_for_each(|step| self.carry_out(order, step))?;
        self.give_charges_back(order)
    }

    /// Tells whether what could be billed by itself must wait: for money, or for the word whose it is.
    fn must_wait_to_be_billed(&mut self, order: OrderId) -> Decided<bool> {
        let for_money = self.policy.settings.close_needs_paid && self.due(order)?.is_positive();
        Ok(for_money || self.is_undecided(order))
    }

    /// Asks the order's way what a happening means.
    fn plan(&mut self, order: OrderId, happening: &Happening<'_>) -> Decided<Plan> {
        self.case(order)?;
        let Some(case) = self.cases.get(&order) else { return Ok(Plan::default()) };
        let lines = case.line_facts(&self.booking);
        let facts = Facts {
            lines: &lines,
            open: case.open_kind(),
            confirmed: *case.order.standing() == sklad_order::Standing::Confirmed,
            shelf: &self.booking,
            policy: &self.policy.settings.scenario,
        };
        Ok(case.way.plan(happening, &facts))
    }

    /// Writes a document of an order, or of none.
    pub(crate) fn write(&mut self, order: Option<OrderId>, sheet: Sheet) -> Decided {
        let document = self.numbers.give(sheet).map_err(Refusal::from)?;
        self.record(order, sklad_document::Event::Opened(Box::new(document)))
    }

    /// Records what happened to a document.
    pub(crate) fn record(
        &mut self,
        order: Option<OrderId>,
        event: sklad_document::Event,
    ) -> Decided {
        self.numbers.evolve(&event);
        if let Some(order) = order {
            Arc::make_mut(&mut self.case(order)?.papers).evolve(&event);
        }
        self.out.push(Event::Document { order, event });
        Ok(())
    }

    /// Lets goods that came free go to those who wait for them and take them without a person.
    fn serve_those_who_wait(&mut self) -> Decided {
        let grown: Vec<_> = self.booking.grown().collect();
        let ledger = self.booking.ledger();
        for (place, item) in grown {
            for (claim, _) in ledger.waiting_at(place, item) {
                if !self.booking.cell(place, item).available().is_positive() {
                    break;
                }
                let order = claim.line.order();
                let waits = self.shop.case(order).is_some_and(|case| case.way.takes_at_once());
                if waits {
                    self.follow(order, &Happening::GoodsCame)?;
                }
            }
        }
        Ok(())
    }

    /// Lets the ledger know how much each touched order still asks for. Each command leaves both in step, so where
    /// nothing was booked, only lines are looked at of which more or less waits than before.
    fn keep_pending_in_step(&mut self) {
        let is_booked = !self.booking.is_untouched();
        for (_, case) in self.cases.iter() {
            let before = self.shop.case(case.id).filter(|_| !is_booked);
            for (no, line) in case.order.lines().filter(|(_, line)| line.is_kept()) {
                let was = before.and_then(|case| case.order.line(no)).map(Line::waiting);
                if was == Some(line.waiting()) {
                    continue;
                }
                let (id, place, item) = (LineId::new(case.id, no), line.place(), line.item());
                let asked = self.booking.claim_of(id, place).map(|claim| claim.asked);
                let missing = line.waiting().saturating_sub(asked.unwrap_or_default());
                if missing.is_positive() {
                    let quantity = missing.saturating_add(self.booking.unasked(id, place));
                    let goods = Goods { place, item, quantity };
                    self.booking.enter(Entry::Ask { line: id, goods, rank: case.rank() });
                } else if missing.is_negative() {
                    let goods = Goods { place, item, quantity: missing.negated() };
                    self.booking.enter(Entry::Withdraw { line: id, goods });
                }
            }
        }
    }
}

/// Tells whether a step closes a bill.
const fn bills(step: &Step) -> bool {
    matches!(
        step.effect,
        Effect::Close { .. } | Effect::Bill { .. } | Effect::BillDispatched { .. }
    )
}

/// Returns the number and day of the bill that was closed last.
fn last_bill(papers: &Family) -> Option<(u32, sklad_base::Day)> {
    let bills = papers.documents().iter().rev().filter(|it| it.sheet.kind == Kind::Bill);
    bills
        .filter_map(|bill| match bill.sheet.state {
            State::Closed(day) => Some((bill.number, day)),
            State::Open | State::Cancelled => None,
        })
        .next()
}
