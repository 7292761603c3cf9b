//! One order and who works on it, for tests that tell a story.
#![allow(dead_code, reason = "each test tells a part of it")]

use sklad_base::{
    Actor, Amounts, Channel, CommandId, Currency, Decider, DeliveryWay, DocumentId, Envelope,
    Events, ItemId, LineNo, Moment, Money, OrderNumber, PaymentWay, PersonId, PlaceId, Price,
    PriceBasis, Quantity,
};
use sklad_order::{
    Command, Edit, Event, LogLine, Order, Payment, Placed, PlacedLine, Policy, Reason, Receipt,
    Units,
    price::{Charge, Discount, Percent, Terms, Vat, VatRate},
};

/// A desk with one order on it.
#[derive(Debug, Clone)]
pub(crate) struct Desk {
    pub order: Order,
    pub policy: Policy,
    pub log: Vec<LogLine>,
    count: u64,
}

impl Desk {
    pub(crate) fn new(placed: Placed) -> Self {
        Self { order: Order::new(placed), policy: Policy::default(), log: Vec::new(), count: 0 }
    }

    fn envelope(&self, command: Command) -> Envelope<Command> {
        let now = moment().plus_seconds(60 * i64::try_from(self.count).unwrap());
        let who = Actor::Person("maria".into());
        Envelope::new(CommandId::counted(now, self.count), who, now, command)
    }

    /// Runs a command that is accepted.
    pub(crate) fn run(&mut self, command: Command) -> Events<Event> {
        self.count += 1;
        let (mut before, envelope) = (self.order.clone(), self.envelope(command));
        let events = self.order.run(&envelope, &self.policy).unwrap();
        for event in &events {
            self.log.push(before.log_line(&envelope, event));
            before.evolve(event);
        }
        events
    }

    /// Returns by how much a command would change the total.
    pub(crate) fn difference(&self, command: &Command) -> Amounts {
        let envelope = self.envelope(command.clone());
        self.order.dry_run(&envelope, &self.policy).unwrap().difference
    }

    pub(crate) fn edit(&mut self, edit: Edit) -> Events<Event> {
        self.run(Command::Edit(edit))
    }

    /// Returns why a command is refused; it changes nothing.
    pub(crate) fn refused(&mut self, command: Command) -> String {
        let before = self.order.clone();
        let refusal = self.order.run(&self.envelope(command), &self.policy).unwrap_err();
        assert_eq!(self.order, before, "refused, and changed all the same");
        refusal.to_string()
    }

    pub(crate) fn receipt(&self) -> Receipt {
        self.order.receipt().unwrap()
    }

    pub(crate) fn gross(&self) -> String {
        self.receipt().total.gross().to_string()
    }

    pub(crate) fn line_gross(&self, line: u16) -> String {
        self.receipt().lines[usize::from(line)].amounts.gross().to_string()
    }

    /// Returns the discounts on the order, as people read them.
    pub(crate) fn discounts(&self) -> String {
        let all: Vec<_> = self.order.discounts().iter().map(ToString::to_string).collect();
        all.join(", ")
    }

    pub(crate) fn reject(&mut self, line: u16, quantity: &str) {
        self.run(reject(line, quantity));
    }

    pub(crate) fn bill(&mut self, document: u32, all: &[(u16, &str)]) -> Events<Event> {
        self.run(bill(document, all))
    }

    pub(crate) fn unbill(&mut self, document: u32, all: &[(u16, &str)]) -> Events<Event> {
        self.run(unbill(document, all, false))
    }
}

pub(crate) fn reject(line: u16, quantity: &str) -> Command {
    Command::Reject {
        units: units(line, quantity),
        reason: Reason::words(PersonId::new(1), "broken"),
    }
}

pub(crate) fn bill(document: u32, all: &[(u16, &str)]) -> Command {
    let units = all.iter().map(|(line, quantity)| units(*line, quantity)).collect();
    Command::Bill { document: DocumentId::new(document), units }
}

pub(crate) fn unbill(document: u32, all: &[(u16, &str)], again: bool) -> Command {
    let units = all.iter().map(|(line, quantity)| units(*line, quantity)).collect();
    Command::Unbill { document: DocumentId::new(document), units, again }
}

pub(crate) fn change(line: u16, quantity: &str) -> Command {
    Command::ChangeQuantity(units(line, quantity))
}

pub(crate) fn moment() -> Moment {
    Moment::parse("2026-03-02T10:00:00Z").unwrap()
}

pub(crate) fn eur() -> Currency {
    Currency::parse("EUR").unwrap()
}

pub(crate) fn money(text: &str) -> Money {
    Money::parse(text, eur()).unwrap()
}

pub(crate) fn price(text: &str) -> Price {
    Price::parse(text, eur()).unwrap()
}

pub(crate) fn off(amount: &str) -> Discount {
    Discount::Amount(money(amount))
}

pub(crate) fn percent(text: &str) -> Discount {
    Discount::Percent(Percent::parse(text).unwrap())
}

pub(crate) fn vat(rate: &str) -> Vat {
    Vat::of(VatRate::parse(rate).unwrap())
}

pub(crate) fn charge(amount: &str) -> Charge {
    Charge::new(money(amount), vat("20"))
}

pub(crate) fn no(line: u16) -> LineNo {
    LineNo::new(line)
}

pub(crate) fn units(line: u16, quantity: &str) -> Units {
    Units { line: no(line), quantity: quantity.parse().unwrap() }
}

pub(crate) fn way(text: &str) -> PaymentWay {
    PaymentWay::parse(text).unwrap()
}

pub(crate) fn delivery(text: &str) -> DeliveryWay {
    DeliveryWay::parse(text).unwrap()
}

pub(crate) fn payment(reference: &str, amount: &str) -> Payment {
    let (way, amount) = (way("card"), money(amount));
    Payment { reference: reference.to_owned(), way, amount, moment: moment() }
}

/// Returns a line without VAT and discount.
pub(crate) fn line(quantity: &str, unit: &str) -> PlacedLine {
    PlacedLine {
        item: ItemId::new(0),
        kept: true,
        place: PlaceId::new(0),
        dispatch: None,
        quantity: quantity.parse::<Quantity>().unwrap(),
        price: price(unit),
        vat: Vat::none(),
        discount: None,
    }
}

/// Returns an order of these lines at prices with VAT, without anything else.
pub(crate) fn placed(lines: Vec<PlacedLine>) -> Placed {
    Placed::new(
        (Channel::parse("site").unwrap(), OrderNumber::parse("1001").unwrap()),
        Terms::new(eur(), PriceBasis::Gross),
        lines,
        moment(),
    )
}
