//! One order as its papers and the shelf have it, and plans in short words.

use sklad_base::{
    Actor, Channel, CommandId, Currency, Decider, Envelope, ItemId, LineNo, Moment, OrderNumber,
    OutletId, PlaceId, Price, PriceBasis, Quantity,
};
use sklad_document::Kind;
use sklad_order::{
    Bound, Event, Order, Placed, PlacedLine, Units,
    price::{Terms, Vat},
};
use sklad_stock::{Booking, Command, Entry, Fate, Goods, Ledger, Negative};

use crate::{Cannot, Effect, Facts, Happening, LineFacts, Plan, Policy, Reserve, Way};

/// What is the same for each line: how much stands on open papers, on closed bills, in the dispatch warehouse.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Books {
    pub on_paper: u32,
    pub billed: u32,
    pub in_dispatch: u32,
    pub reserved: u32,
}

/// An order of one line of item 0 at place 0, dispatched from place 1; more lines where a test adds them.
pub(super) struct Scene {
    order: Order,
    ledger: Ledger,
    books: Vec<Books>,
    stock: sklad_stock::Policy,
    policy: Policy,
    open: Option<Kind>,
    confirmed: bool,
}

impl Scene {
    /// So much ordered, so much on the shelf.
    pub(super) fn of(ordered: u32, on_hand: u32) -> Self {
        let moment = Moment::parse("2026-03-02T10:00:00Z").unwrap();
        let placed = Placed::new(
            (Channel::parse("site").unwrap(), OrderNumber::parse("1001").unwrap()),
            Terms::new(Currency::parse("EUR").unwrap(), PriceBasis::Gross),
            vec![line(ordered, true)],
            moment,
        );
        let mut ledger = Ledger::new();
        let (place, item) = (PlaceId::new(0), ItemId::new(0));
        let mut commands = vec![
            Command::OpenOutlet,
            Command::OpenPlace(OutletId::new(0)),
            Command::OpenPlace(OutletId::new(0)),
            Command::AddItem,
        ];
        if on_hand > 0 {
            let goods = Goods { place, item, quantity: Quantity::units(on_hand) };
            commands.push(Command::Book(vec![Entry::Receive(goods)]));
        }
        let stock = sklad_stock::Policy::default();
        for command in commands {
            let id = CommandId::counted(moment, 0);
            let envelope = Envelope::new(id, Actor::System("test".into()), moment, command);
            ledger.run(&envelope, &stock).unwrap();
        }
        Self {
            order: Order::new(placed),
            ledger,
            books: vec![Books::default()],
            stock,
            policy: Policy::default(),
            open: None,
            confirmed: false,
        }
    }

    /// Says what the papers of the first line have.
    pub(super) fn books(mut self, books: Books) -> Self {
        self.books[0] = books;
        self
    }

    /// Adds a line of so much, with its own papers.
    pub(super) fn and_line(mut self, ordered: u32, kept: bool, books: Books) -> Self {
        self.order.evolve(&Event::LineAdded(line(ordered, kept)));
        self.books.push(books);
        self
    }

    pub(super) fn taken(self, units: u32) -> Self {
        self.after(&Event::Taken(first(units)))
    }

    pub(super) fn sent(self, units: u32) -> Self {
        self.after(&Event::Sent(first(units)))
    }

    pub(super) fn less(self, units: u32) -> Self {
        self.after(&Event::Shrunk(first(units)))
    }

    pub(super) fn home(self, units: u32, bound: Bound) -> Self {
        self.after(&Event::Settled { units: first(units), bound })
    }

    pub(super) fn open(self, kind: Kind) -> Self {
        Self { open: Some(kind), ..self }
    }

    pub(super) fn confirmed(self) -> Self {
        Self { confirmed: true, ..self }
    }

    pub(super) fn policy(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    /// Lets place 0 fall below zero.
    pub(super) fn below_zero(mut self) -> Self {
        self.stock.negative.insert(PlaceId::new(0), Negative::Allow);
        self
    }

    pub(super) fn plan(&self, way: Way, happening: &Happening<'_>) -> Plan {
        let shelf = Booking::new(&self.ledger, &self.stock, Moment::FIRST);
        let lines: Vec<_> = self
            .order
            .lines()
            .zip(&self.books)
            .map(|((no, line), books)| LineFacts {
                no,
                line,
                reserved: Quantity::units(books.reserved),
                on_paper: Quantity::units(books.on_paper),
                billed: Quantity::units(books.billed),
                in_dispatch: Quantity::units(books.in_dispatch),
            })
            .collect();
        let Self { open, confirmed, policy, .. } = self;
        let (open, confirmed) = (*open, *confirmed);
        way.plan(happening, &Facts { lines: &lines, open, confirmed, shelf: &shelf, policy })
    }

    /// Plans and says it in short words.
    pub(super) fn says(&self, way: Way, happening: &Happening<'_>) -> String {
        let Plan { steps, cannot } = self.plan(way, happening);
        let steps = steps.iter().map(|step| effect(&step.effect));
        steps.chain(cannot.iter().map(obstacle)).collect::<Vec<_>>().join(", ")
    }

    fn after(mut self, event: &Event) -> Self {
        self.order.evolve(event);
        self
    }
}

pub(super) const CLIENT_ORDER: Way = Way::ClientOrder(Reserve::ByHand);
pub(super) const OPEN_BILL: Way = Way::OpenBill(Reserve::ByHand);

/// So much of the first line.
pub(super) fn first(units: u32) -> Units {
    Units { line: LineNo::new(0), quantity: Quantity::units(units) }
}

/// Goods took this course, and what arrived was restocked at place 0.
pub(super) fn settled(bound: Bound) -> Happening<'static> {
    Happening::Settled { place: PlaceId::new(0), fate: Fate::Restock, bound }
}

fn line(ordered: u32, kept: bool) -> PlacedLine {
    PlacedLine {
        item: ItemId::new(0),
        kept,
        place: PlaceId::new(0),
        dispatch: Some(PlaceId::new(1)),
        quantity: Quantity::units(ordered),
        price: Price::parse("10", Currency::parse("EUR").unwrap()).unwrap(),
        vat: Vat::none(),
        discount: None,
    }
}

fn effect(effect: &Effect) -> String {
    let (word, all) = match effect {
        Effect::Turn => return "turn".to_owned(),
        Effect::Open { kind, units, .. } => return format!("open {kind} {}", sum(units)),
        Effect::TakeHome { units, bound, .. } => return format!("{bound:?} {}", sum(units)),
        Effect::Grow { units, .. } => ("grow", units),
        Effect::Shrink { units, .. } => ("shrink", units),
        Effect::Close { units, .. } => ("close", units),
        Effect::Bill { units, .. } => ("bill", units),
        Effect::Transfer { units, .. } => ("transfer", units),
        Effect::TransferBack { units, .. } => ("transfer back", units),
        Effect::BillDispatched { units, .. } => ("bill out of B", units),
        Effect::Storno { units, .. } => ("storno", units),
        Effect::Send { units } => ("send", units),
        Effect::Reserve { units, .. } => ("reserve", units),
        Effect::Release { units, .. } => ("release", units),
        Effect::GiveUp { units } => ("give up", units),
    };
    format!("{word} {}", sum(all))
}

fn sum(units: &[Units]) -> String {
    units.iter().map(|units| units.quantity.to_string()).collect::<Vec<_>>().join("+")
}

fn obstacle(cannot: &Cannot) -> String {
    match cannot {
        Cannot::Short { asked, available, .. } => {
            format!("short: {asked} asked, {available} there")
        }
        Cannot::Unbilled { asked, billed, .. } => {
            format!("unbilled: {asked} asked, {billed} billed")
        }
        Cannot::NoDispatch { .. } => "no dispatch".to_owned(),
        Cannot::NothingOpen => "nothing open".to_owned(),
        Cannot::NotReviewed => "not reviewed".to_owned(),
        Cannot::NotThere { asked, there, .. } => format!("not there: {asked} asked, {there} there"),
    }
}
