//! One sample of each refusal, made by hand: what matters here is how it reads.

#[path = "of_adapters.rs"]
pub(crate) mod of_adapters;
#[path = "of_money.rs"]
mod of_money;
#[path = "of_party.rs"]
mod of_party;
#[path = "of_stage.rs"]
mod of_stage;
#[path = "of_stock.rs"]
mod of_stock;

use std::fmt::Debug;

use sklad::base::{
    Channel, Currency, Day, DocumentId, Invalid, ItemId, LineId, LineNo, Money, OrderId,
    OrderNumber, OutletCode, OutletId, PersonId, PlaceCode, PlaceId, Price, Quantity, Right, Sku,
    Version,
};
use sklad::document::{Kind, Refusal as Document};
use sklad::flow::{CommandName, OpenBill, Refusal as Flow};
use sklad::order::{Confirmation, Refusal as Order};
use sklad::stock::Refusal as Stock;

/// The crates that say no.
pub(crate) const CRATES: [&str; 7] =
    ["base", "document", "flow", "order", "party", "stage", "stock"];

/// A refusal as it reads.
pub(crate) struct Sample {
    pub of: &'static str,
    pub variant: String,
    pub text: String,
}

/// Returns all of them.
pub(crate) fn all() -> Vec<Sample> {
    let mut all = samples("base", base());
    all.extend(samples("document", document()));
    all.extend(samples("flow", flow_of_names()));
    all.extend(samples("flow", flow_of_goods()));
    all.extend(samples("flow", flow_of_orders()));
    all.extend(samples("order", order()));
    all.extend(samples("order", of_money::order()));
    all.extend(samples("order", of_money::price()));
    all.extend(samples("base", of_money::base()));
    all.extend(samples("party", of_party::party()));
    all.extend(samples("party", of_party::values()));
    all.extend(samples("stock", stock()));
    all.extend(samples("stock", of_stock::stock()));
    all.extend(samples("base", of_stock::ids()));
    all.extend(samples("stage", of_stage::refusals()));
    all.extend(of_stage::flaws());
    all.extend(of_adapters::all());
    all
}

fn samples<R: Debug + ToString>(of: &'static str, refusals: Vec<R>) -> Vec<Sample> {
    let sample = |refusal: R| {
        let debug = format!("{refusal:?}");
        let variant = debug.split([' ', '(']).next().unwrap_or_default().to_owned();
        Sample { of, variant, text: refusal.to_string() }
    };
    refusals.into_iter().map(sample).collect()
}

fn base() -> Vec<Invalid> {
    let eur = currency("EUR");
    let large = Price::parse("1000000000000000", eur).unwrap();
    vec![
        Sku::parse("").unwrap_err(),
        Sku::parse(&"x".repeat(80)).unwrap_err(),
        Sku::parse("A\u{7}1").unwrap_err(),
        Quantity::parse("12 pcs").unwrap_err(),
        Quantity::parse("0.0000001").unwrap_err(),
        Quantity::parse("10000000000000").unwrap_err(),
        Quantity::MAX.plus(quantity(1)).unwrap_err(),
        large.times(quantity(2)).unwrap_err(),
        Invalid::CurrenciesDiffer { left: eur, right: currency("USD") },
    ]
}

fn document() -> Vec<Document> {
    let kind = Kind::Bill;
    vec![
        Document::Unknown { document: DocumentId::new(7) },
        Document::Closed { kind, number: 1, day: day() },
        Document::Cancelled { kind, number: 1 },
        Document::UnknownLine { kind, number: 1, line: line() },
        Document::NoNumberLeft { kind },
    ]
}

fn order() -> Vec<Order> {
    let (line, asked) = (line(), quantity(3));
    let why = Quantity::MAX.plus(quantity(1)).unwrap_err();
    let amount = Price::parse("1000000000000000", currency("EUR")).unwrap();
    let price = Price::parse("-0.01", currency("EUR")).unwrap();
    let dropped = |wish| Order::Dropped { wish, number: number(), what: "false" };
    vec![
        Order::Empty { number: number() },
        Order::TooManyLines { number: number(), lines: 70_000 },
        Order::Currencies { number: number(), currencies: ["EUR", "USD"].map(currency).into() },
        Order::NotPositive { line, quantity: quantity(0) },
        Order::NegativePrice { line, price },
        Order::Amount { line, why },
        Order::Amount { line, why: amount.times(asked).unwrap_err() },
        Order::UnknownLine { number: number(), line },
        dropped("edit"),
        dropped("add a line to"),
        Order::Unchanged { line, quantity: asked },
        Order::Sent { line, asked, open: quantity(1), sent: quantity(2) },
        Order::NotWaiting { line, asked, waiting: quantity(1) },
        Order::NotTaken { line, asked, taken: quantity(1) },
        Order::NotReturnable { line, asked, out: quantity(2), requested: quantity(1) },
        Order::NotOut { line, asked, out: quantity(1) },
    ]
}

fn stock() -> Vec<Stock> {
    let (item, place, outlet) = (ItemId::new(8), PlaceId::new(1), OutletId::new(0));
    let line = LineId::new(OrderId::new(7), line());
    let (asked, left) = (quantity(3), quantity(1));
    vec![
        Stock::UnknownItem(item),
        Stock::UnknownPlace(place),
        Stock::UnknownOutlet(outlet),
        Stock::NotPositive { item, quantity: quantity(0) },
        Stock::Short { item, place, asked, available: left },
        Stock::NotReserved { line, place, asked, reserved: left },
        Stock::NotAsked { line, place, withdrawn: asked, asked: left },
        Stock::NotHeld { item, place, asked, held: left },
        Stock::OtherItem { line, item, asked: ItemId::new(9) },
        Stock::TooLarge { item, place },
        Stock::SamePlace { item, place },
        Stock::DayClosed { outlet, day: day(), closed: day().next() },
        Stock::DayNotCome { outlet, day: day().next(), today: day() },
        Stock::NoNumberLeft { what: "item" },
    ]
}

fn flow_of_names() -> Vec<Flow> {
    let (channel, order) = (Channel::parse("site").unwrap(), OrderId::new(7));
    let person = PersonId::new(7);
    let right = Right::parse("close bills").unwrap();
    vec![
        Flow::NotAllowed { command: CommandName::CloseBill, right },
        Flow::MustKeep { person, kind: Kind::Bill, number: 1, until: Some(day()) },
        Flow::MustKeep { person, kind: Kind::Bill, number: 1, until: None },
        Flow::PersonForgotten { person },
        Flow::NoSecret,
        Flow::Party(sklad::party::Refusal::Unreadable),
        Flow::WrongSecret,
        Flow::SettingsStale { made_from: Version::new(3), adopted: Version::new(4) },
        Flow::Contradiction {
            setting: "sells_from of site".to_owned(),
            why: "names no place".to_owned(),
            way_out: "name one, or leave the channel out",
        },
        Flow::UnknownItem { sku: sku() },
        Flow::UnknownPlace { place: place() },
        Flow::UnknownOutlet { outlet: outlet() },
        Flow::UnknownOrder { order },
        Flow::UnknownDocument { document: DocumentId::new(7) },
        Flow::NameTaken { what: "item", name: "A-100".to_owned() },
        Flow::PlacedBefore { channel: channel.clone(), number: number(), order },
        Flow::NoPlace { channel, number: number() },
        Flow::NoDispatch { number: number(), place: place() },
        Flow::TooManyLines { lines: 70_000 },
        Flow::NoNumberLeft { number: number() },
        Flow::Order(Order::Empty { number: number() }),
        Flow::Document(Document::Unknown { document: DocumentId::new(7) }),
        Flow::Stock(Stock::UnknownItem(ItemId::new(8))),
        Flow::Stage(sklad::stage::Refusal::UnknownOrder(OrderId::new(7))),
    ]
}

fn flow_of_goods() -> Vec<Flow> {
    let (sku, place, asked) = (sku(), place(), quantity(3));
    let short = |number| {
        let (sku, place, available) = (sku.clone(), place.clone(), quantity(1));
        Flow::Short { number, sku, place, asked, available }
    };
    vec![
        short(None),
        short(Some(number())),
        Flow::NotHeld { sku: sku.clone(), place: place.clone(), asked, held: quantity(1) },
        Flow::SamePlace { sku: sku.clone(), place: place.clone() },
        Flow::NotPositive { sku: sku.clone(), quantity: quantity(0) },
        Flow::TooLarge { sku: sku.clone(), place },
        Flow::NotKept { sku },
        Flow::BillsOpen { outlet: outlet(), day: day(), open: vec![open_bill(1), open_bill(2)] },
        Flow::DayClosed { outlet: outlet(), day: day(), closed: day().next() },
        Flow::DayNotCome { outlet: outlet(), day: day().next(), today: day() },
    ]
}

fn flow_of_orders() -> Vec<Flow> {
    let (line, asked, left) = (line(), quantity(3), quantity(1));
    let nothing = |wish, why, way_out| Flow::Nothing { wish, number: number(), why, way_out };
    vec![
        Flow::NoOpenBill { number: number(), last: None },
        Flow::NoOpenBill { number: number(), last: Some((1, day())) },
        Flow::NotReviewed { number: number() },
        Flow::Undecided {
            number: number(),
            question: "two cards that were parted; proposed: card 1, do not merge".to_owned(),
        },
        Flow::Settled { number: number(), card: sklad::party::CardId::new(1) },
        Flow::NeverLookedFor { number: number() },
        Flow::NoScheme { number: number() },
        Flow::NoRoute { number: number() },
        Flow::NotConfirmed {
            wish: "send",
            number: number(),
            missing: vec![Confirmation::Customer],
        },
        Flow::Unpaid { number: number(), due: money("24.90") },
        Flow::NoInvoice { number: number() },
        Flow::Unbilled { number: number(), line, asked, billed: left },
        Flow::NotThere { number: number(), line, asked, there: left },
        nothing("invoice", "nothing of it is wanted", "add a line first"),
        Flow::LineTwice { number: number(), line },
        Flow::NotTied { number: number(), kind: Kind::Bill },
        Flow::Stale { number: number(), is: Version::new(3), expected: Version::new(2) },
    ]
}

fn open_bill(bill: u32) -> OpenBill {
    OpenBill { bill, order: number() }
}

fn number() -> OrderNumber {
    OrderNumber::parse("1001").unwrap()
}

fn sku() -> Sku {
    Sku::parse("A-100").unwrap()
}

fn place() -> PlaceCode {
    PlaceCode::parse("MAIN").unwrap()
}

fn outlet() -> OutletCode {
    OutletCode::parse("WEB").unwrap()
}

fn day() -> Day {
    Day::parse("2026-03-02").unwrap()
}

fn line() -> LineNo {
    LineNo::new(0)
}

fn quantity(units: u32) -> Quantity {
    Quantity::units(units)
}

fn currency(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

fn money(amount: &str) -> Money {
    Money::parse(amount, currency("EUR")).unwrap()
}
