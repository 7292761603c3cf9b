//! Random histories of an order: small numbers, so that commands meet each other, and often wrong ones.

pub(crate) mod act;
pub(crate) mod command;
pub(crate) mod setting;

use proptest::prelude::*;
use sklad_base::{
    Actor, Amounts, CommandId, Decider, Envelope, Events, LineNo, Moment, Money, No, PaymentWay,
    PersonId, Quantity,
};
use sklad_order::{
    Bound, Command, Edit, Event, Line, Order, Payment, Policy, Reason, Refusal, Units,
};

pub(crate) use self::{act::Act, setting::Setting};

/// An order with its log.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub order: Order,
    pub policy: Policy,
    pub log: Vec<Event>,
    count: u64,
}

pub(crate) type Answer = Result<Events<Event>, No<Refusal>>;

impl World {
    pub(crate) fn open(setting: &Setting) -> Self {
        let order = Order::new(setting.placed.clone());
        Self { order, policy: setting.policy.clone(), log: Vec::new(), count: 0 }
    }

    /// Lets a whole history happen.
    pub(crate) fn after(history: &(Setting, Vec<Act>)) -> Self {
        let mut world = Self::open(&history.0);
        for act in &history.1 {
            let _answer = world.run(act.on(&world.order));
        }
        world
    }

    pub(crate) fn envelope(&self, command: Command) -> Envelope<Command> {
        let now = moment();
        Envelope::new(
            CommandId::counted(now, self.count),
            Actor::System("law".into()),
            now,
            command,
        )
    }

    /// Runs a command; it leaves no trace where it is refused.
    pub(crate) fn run(&mut self, command: Command) -> Answer {
        self.count += 1;
        let events = self.order.run(&self.envelope(command), &self.policy)?;
        self.log.extend(events.iter().cloned());
        Ok(events)
    }

    /// Runs a command that cannot be refused here.
    pub(crate) fn must(&mut self, command: Command) -> Events<Event> {
        self.run(command).unwrap()
    }

    pub(crate) fn edit(&mut self, edit: Edit) -> Answer {
        self.run(Command::Edit(edit))
    }

    pub(crate) fn lines(&self) -> Vec<(LineNo, Line)> {
        self.order.lines().map(|(no, line)| (no, line.clone())).collect()
    }

    /// Ends every unit in its way: rejects what is not sent, takes back what is, and stornoes every bill.
    pub(crate) fn cover_everything(&mut self) {
        for (line, its) in self.lines() {
            let open = its.waiting().saturating_add(its.unsent());
            if open.is_positive() && !self.order.is_dropped() {
                let units = Units { line, quantity: open };
                self.must(Command::Reject {
                    units,
                    reason: Reason::words(PersonId::new(1), "covered"),
                });
            }
            if its.requested().is_positive() {
                let (received, dismissed) = (its.requested(), Quantity::ZERO);
                self.must(Command::AnswerReturn { line, received, dismissed });
            }
            let out = self.order.line(line).unwrap().out();
            if out.is_positive() {
                let units = Units { line, quantity: out };
                self.must(Command::Settle { units, bound: Bound::Returned });
            }
        }
        self.take_all_back(false);
        self.take_charges_back(false);
    }

    /// Takes delivery and fees back where no units do so: they have a storno of their own then.
    pub(crate) fn take_charges_back(&mut self, again: bool) {
        let charges = self.order.billed_charges();
        if let Some(document) = charges.map(|charges| charges.document) {
            self.must(Command::Unbill { document, units: Vec::new(), again });
        }
    }

    /// Takes every unit of every bill back.
    pub(crate) fn take_all_back(&mut self, again: bool) {
        for (line, _) in self.lines() {
            let bills: Vec<_> = self.order.bills_of(line).collect();
            for (document, quantity) in bills.into_iter().filter(|it| it.1.is_positive()) {
                let units = vec![Units { line, quantity }];
                self.must(Command::Unbill { document, units, again });
            }
        }
    }

    /// Returns what no bill covers yet.
    pub(crate) fn open_units(&self) -> Vec<Units> {
        let lines = self.order.lines().map(|(line, _)| line);
        let open = lines.map(|line| Units { line, quantity: self.order.open_quantity(line) });
        open.filter(|it| it.quantity.is_positive()).collect()
    }

    pub(crate) fn total(&self) -> Amounts {
        self.order.receipt().unwrap().total
    }
}

pub(crate) fn moment() -> Moment {
    Moment::parse("2026-03-02T10:00:00Z").unwrap()
}

pub(crate) fn payment(reference: &str, amount: Money) -> Payment {
    let way = PaymentWay::parse("card").unwrap();
    Payment { reference: reference.to_owned(), way, amount, moment: moment() }
}

/// Returns an order with what is done to it.
pub(crate) fn history() -> impl Strategy<Value = (Setting, Vec<Act>)> {
    setting::setting().prop_flat_map(|setting| {
        let acts = proptest::collection::vec(act::act(setting.currency()), 0..32);
        (Just(setting), acts)
    })
}
