//! Single commands in a small shop: what the laws found, and what is refused.

mod bad_input;
mod customers;
mod forgetting;
mod found;
mod leaving;
mod money;
mod once;
mod settings;

use sklad_base::{
    Actor, Channel, CommandId, Currency, Decider, Envelope, Events, LineNo, Moment, No, OrderId,
    OrderNumber, PlaceCode, Price, PriceBasis, Quantity, Sku,
};
use sklad_order::{Draft, DraftLine, Units, price::Terms};
use sklad_scenario::{Reserve, Way};
use sklad_stock::Cell;

use crate::{Case, Command, Event, Portion, Refusal, Settings, Shop};

/// A shop with MAIN, sold from, and DISPATCH, which sends for it but closes days of its own; A-100, B-200 and a
/// service. What a test changes of the settings is adopted before the next command.
struct Desk {
    shop: Shop,
    settings: Settings,
    now: Moment,
}

impl Desk {
    fn open(way: Way, on_hand: u32) -> Self {
        let now = Moment::parse("2026-03-02T10:00:00Z").unwrap();
        let mut desk = Self { shop: Shop::new(), settings: Settings::default(), now };
        for (outlet, place) in [("WEB", "MAIN"), ("DEPOT", "DISPATCH")] {
            desk.must(Command::OpenOutlet(outlet.parse().unwrap()));
            let (place, outlet) = (place.parse().unwrap(), outlet.parse().unwrap());
            desk.must(Command::OpenPlace { place, outlet });
        }
        desk.settings.otherwise = way;
        desk.settings.dispatch.insert(place("MAIN"), place("DISPATCH"));
        for (sku, kept) in [("A-100", true), ("B-200", true), ("WRAP", false)] {
            desk.must(Command::AddItem { sku: sku.parse().unwrap(), kept });
        }
        if on_hand > 0 {
            desk.receive("A-100", on_hand);
        }
        desk
    }

    fn client_orders(on_hand: u32) -> Self {
        Self::open(Way::ClientOrder(Reserve::ByHand), on_hand)
    }

    fn run(&mut self, command: Command) -> Result<Vec<Event>, No<Refusal>> {
        self.adopt();
        let envelope = self.envelope(command);
        self.shop.run(&envelope, &()).map(|events| events.into_iter().collect())
    }

    /// Takes in what is due by now, and returns it.
    fn tick(&mut self) -> Vec<Event> {
        let mut out = Events::new();
        self.shop.due(self.now, &(), &mut out);
        out.iter().for_each(|event| self.shop.evolve(event));
        out.into_iter().collect()
    }

    /// Lets the shop adopt what a test has changed.
    fn adopt(&mut self) {
        self.settings.version = self.shop.settings().version;
        if self.settings != *self.shop.settings() {
            let adopt = self.envelope(Command::Adopt(Box::new(self.settings.clone())));
            self.shop.run(&adopt, &()).unwrap();
        }
    }

    fn envelope(&self, command: Command) -> Envelope<Command> {
        let id = CommandId::counted(self.now, 0);
        Envelope::new(id, Actor::Person("maria".into()), self.now, command)
    }

    fn must(&mut self, command: Command) -> Vec<Event> {
        self.run(command).unwrap()
    }

    /// Runs what is refused, and returns why; the shop is as it was.
    fn refused(&mut self, command: Command) -> String {
        self.adopt();
        let before = self.shop.clone();
        let no = self.run(command).unwrap_err();
        assert_eq!(self.shop, before, "a refused command changes nothing");
        no.to_string()
    }

    fn receive(&mut self, sku: &str, units: u32) {
        let portions =
            vec![Portion { sku: sku.parse().unwrap(), quantity: Quantity::units(units) }];
        self.must(Command::Receive { place: "MAIN".parse().unwrap(), portions });
    }

    fn place(&mut self, number: &str, lines: &[(&str, u32)]) -> OrderId {
        let lines = lines.iter().map(|(sku, units)| line(sku, Quantity::units(*units)));
        self.must(Command::Place(draft(number, lines.collect())));
        self.shop.find(&channel(), &number.parse().unwrap()).unwrap().id()
    }

    fn cell(&self, place: &str, sku: &str) -> Cell {
        self.shop.cell(place, sku).unwrap()
    }

    fn case(&self, order: OrderId) -> &Case {
        self.shop.case(order).unwrap()
    }
}

fn draft(number: &str, lines: Vec<DraftLine>) -> Draft {
    let terms = Terms::new(Currency::parse("EUR").unwrap(), PriceBasis::Gross);
    Draft::new(channel(), OrderNumber::parse(number).unwrap(), terms, lines)
}

fn place(code: &str) -> PlaceCode {
    PlaceCode::parse(code).unwrap()
}

fn line(sku: &str, quantity: Quantity) -> DraftLine {
    DraftLine::new(Sku::parse(sku).unwrap(), quantity, price("0", "EUR"))
}

fn price(amount: &str, currency: &str) -> Price {
    Price::parse(amount, Currency::parse(currency).unwrap()).unwrap()
}

fn channel() -> Channel {
    Channel::parse("site").unwrap()
}

fn no(line: u16) -> LineNo {
    LineNo::new(line)
}

fn units(quantity: Quantity) -> Units {
    Units { line: no(0), quantity }
}
