//! Why a shop says no, in names that people know.

use sklad_base::{
    Channel, Day, DocumentId, LineNo, Money, No, OrderId, OrderNumber, OutletCode, PersonId,
    PlaceCode, Quantity, Refusals, Right, Sku, Version,
};
use sklad_document::Kind;
use sklad_order::Confirmation;
use sklad_party::CardId;
use sklad_scenario::Cannot;

use crate::{Catalogue, CommandName, Shop};

/// A bill that stands in the way of closing a day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
pub struct OpenBill {
    /// The bill's number.
    pub bill: u32,
    /// The number of its order.
    pub order: OrderNumber,
}

/// Why a command was refused; it has changed nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the message says what each field is")]
pub enum Refusal {
    /// The settings demand a right that the sender does not carry.
    #[error(
        "cannot {command}: it needs the right \"{right}\", which the sender does not carry; ask somebody who has it"
    )]
    NotAllowed { command: CommandName, right: Right },
    /// A document must keep the person's words.
    #[error("cannot forget {person}: {kind} {number} {}", kept(until.as_ref()))]
    MustKeep { person: PersonId, kind: Kind, number: u32, until: Option<Day> },
    /// New words of a person that was forgotten.
    #[error(
        "cannot write words of {person}: that person was forgotten, and the key is gone; give the person a new id"
    )]
    PersonForgotten { person: PersonId },
    /// The settings were made from other ones than the adopted.
    #[error(
        "cannot adopt settings made from {made_from}: {adopted} is adopted; look at that and decide anew"
    )]
    SettingsStale { made_from: Version, adopted: Version },
    /// The settings contradict themselves, or name what is not there.
    #[error("cannot adopt settings: {setting} {why}; {way_out}")]
    Contradiction { setting: String, why: String, way_out: &'static str },
    /// No item has that sku.
    #[error("cannot find item {sku}: the shop has no such item; add it first, or mend the sku")]
    UnknownItem { sku: Sku },
    /// No place has that code.
    #[error(
        "cannot find place {place}: the shop has no such place; open it first, or mend the code"
    )]
    UnknownPlace { place: PlaceCode },
    /// No outlet has that code.
    #[error(
        "cannot find outlet {outlet}: the shop has no such outlet; open it first, or mend the code"
    )]
    UnknownOutlet { outlet: OutletCode },
    /// No order has that id.
    #[error(
        "cannot find {order}: the shop has no such order; look it up by its channel and number"
    )]
    UnknownOrder { order: OrderId },
    /// No document has that id.
    #[error("cannot find {document}: the shop has no such document; look at the order's documents")]
    UnknownDocument { document: DocumentId },
    /// The name is taken.
    #[error("cannot add {what} {name}: there is one of that name; use it, or take another name")]
    NameTaken { what: &'static str, name: String },
    /// The channel's order with that number is here already.
    #[error(
        "cannot place order {number} of {channel}: it was placed before, as {order}; edit that one"
    )]
    PlacedBefore { channel: Channel, number: OrderNumber, order: OrderId },
    /// The shop has no place to sell from.
    #[error(
        "cannot place order {number}: {channel} sells from no place; open a place, or name it in the settings"
    )]
    NoPlace { channel: Channel, number: OrderNumber },
    /// A warehouse has none that sends for it.
    #[error(
        "cannot transfer for order {number}: {place} has no dispatch warehouse; name one in the settings"
    )]
    NoDispatch { number: OrderNumber, place: PlaceCode },
    /// Too few are there.
    #[error("cannot take {asked} of {sku} at {place}{}: {available} available; take no more than that, or wait until more has come", for_order(number.as_ref()))]
    Short {
        number: Option<OrderNumber>,
        sku: Sku,
        place: PlaceCode,
        asked: Quantity,
        available: Quantity,
    },
    /// Fewer are set aside.
    #[error(
        "cannot put {asked} of {sku} at {place} back for sale: {held} held; put back what is held"
    )]
    NotHeld { sku: Sku, place: PlaceCode, asked: Quantity, held: Quantity },
    /// From a place to the same place.
    #[error(
        "cannot transfer {sku} from {place} to {place}: it is there already; name another place"
    )]
    SamePlace { sku: Sku, place: PlaceCode },
    /// A quantity that is zero or less.
    #[error(
        "cannot book {quantity} of {sku}: a quantity is above zero; to go the other way, use the opposite command"
    )]
    NotPositive { sku: Sku, quantity: Quantity },
    /// A balance would not fit.
    #[error(
        "cannot book {sku} at {place}: the balance would be past {}; split it into several items",
        Quantity::MAX
    )]
    TooLarge { sku: Sku, place: PlaceCode },
    /// There is no stock of a service.
    #[error("cannot book stock of {sku}: no stock is kept of it; add an item that is kept")]
    NotKept { sku: Sku },
    /// The order has no open bill.
    #[error("cannot close a bill of order {number}: none is open; {}", closed(last))]
    NoOpenBill { number: OrderNumber, last: Option<(u32, Day)> },
    /// The client order was not reviewed.
    #[error("cannot close a bill of order {number}: it is a client order still; confirm it first")]
    NotReviewed { number: OrderNumber },
    /// The order's way starts when it is confirmed, and it is not.
    #[error(
        "cannot {wish} order {number}: it waits for the confirmation of {}; collect it first",
        named(missing)
    )]
    NotConfirmed { wish: &'static str, number: OrderNumber, missing: Vec<Confirmation> },
    /// The shop demands the invoice first.
    #[error("cannot bill order {number}: it has no invoice for payment; issue one first")]
    NoInvoice { number: OrderNumber },
    /// The shop demands the money first.
    #[error(
        "cannot bill order {number}: {due} is due and the shop closes no bill unpaid; book the payment first"
    )]
    Unpaid { number: OrderNumber, due: Money },
    /// No closed bill covers the units.
    #[error(
        "cannot send {asked} of {line} of order {number}: {billed} billed and not sent; close the bill first"
    )]
    Unbilled { number: OrderNumber, line: LineNo, asked: Quantity, billed: Quantity },
    /// More should be sent than the order has.
    #[error(
        "cannot send {asked} of {line} of order {number}: {there} can be sent; send that, or edit the order first"
    )]
    NotThere { number: OrderNumber, line: LineNo, asked: Quantity, there: Quantity },
    /// Nothing is left to do it with.
    #[error("cannot {wish} order {number}: {why}; {way_out}")]
    Nothing { wish: &'static str, number: OrderNumber, why: &'static str, way_out: &'static str },
    /// A line is named twice.
    #[error(
        "cannot book {line} of order {number} twice: it is named more than once; add the quantities up"
    )]
    LineTwice { number: OrderNumber, line: LineNo },
    /// That kind is made by the order itself.
    #[error(
        "cannot tie a {kind} to order {number}: its own papers follow from it; tie a supplier order, a receipt or a transfer"
    )]
    NotTied { number: OrderNumber, kind: Kind },
    /// Bills stand open.
    #[error("cannot close {day} of {outlet}: {}; close or cancel them first", bills(open))]
    BillsOpen { outlet: OutletCode, day: Day, open: Vec<OpenBill> },
    /// The day is closed already, or a later one is.
    #[error(
        "cannot close {day} of {outlet}: its books are closed up to {closed}; close a later day"
    )]
    DayClosed { outlet: OutletCode, day: Day, closed: Day },
    /// The day has not come yet.
    #[error("cannot close {day} of {outlet}: there it is {today}; close it when it is over")]
    DayNotCome { outlet: OutletCode, day: Day, today: Day },
    /// The order has changed since the sender looked at it.
    #[error(
        "cannot change order {number}: it is at {is}, you looked at {expected}; look again and decide anew"
    )]
    Stale { number: OrderNumber, is: Version, expected: Version },
    /// More lines than can be numbered.
    #[error("cannot book {lines} lines at once: at most 65535; split them into several commands")]
    TooManyLines { lines: usize },
    /// Four billion orders are in use.
    #[error("cannot place order {number}: four billion orders are in use; start another shop")]
    NoNumberLeft { number: OrderNumber },
    /// A person must say whose the order is.
    #[error(
        "cannot bill order {number}: a person must say whose it is ({question}); settle that first"
    )]
    Undecided { number: OrderNumber, question: String },
    /// The order's customer is known.
    #[error(
        "cannot settle order {number}: it is {card}'s already; merge the two cards if they are one customer"
    )]
    Settled { number: OrderNumber, card: CardId },
    /// The order's customer was never looked for.
    #[error("cannot settle order {number}: its customer was never looked for; recognise it first")]
    NeverLookedFor { number: OrderNumber },
    /// The shop was opened without its secret.
    #[error(
        "cannot look for customers: the shop was opened without a secret; open it with the one that its cards were made with"
    )]
    NoSecret,
    /// The shop was opened with another secret.
    #[error(
        "cannot look for customers: the shop was opened with another secret than its cards were made with; open it with that one"
    )]
    WrongSecret,
    /// The shop goes by no scheme of stages.
    #[error(
        "cannot move order {number}: the shop has adopted no scheme of stages; adopt one first"
    )]
    NoScheme { number: OrderNumber },
    /// Its payment or delivery is not known.
    #[error(
        "cannot begin the route of order {number}: how it is paid or delivered is not known; say both first"
    )]
    NoRoute { number: OrderNumber },
    /// The stages say no.
    #[error(transparent)]
    Stage(#[from] sklad_stage::Refusal),
    /// The order itself says no.
    #[error(transparent)]
    Order(#[from] sklad_order::Refusal),
    /// A document says no.
    #[error(transparent)]
    Document(#[from] sklad_document::Refusal),
    /// The ledger says no.
    #[error(transparent)]
    Stock(#[from] sklad_stock::Refusal),
    /// The register of customers says no.
    #[error(transparent)]
    Party(#[from] sklad_party::Refusal),
}

impl From<Refusal> for No<Refusal> {
    fn from(refusal: Refusal) -> Self {
        Refusals::one(refusal).into()
    }
}

/// Puts what the ledger says into names that people know.
#[expect(clippy::wildcard_enum_match_arm, reason = "what has no name here is passed on as it is")]
pub(crate) fn of_stock(names: &Catalogue, refusal: sklad_stock::Refusal) -> Refusal {
    use sklad_stock::Refusal as Said;
    let translated = match &refusal {
        Said::Short { item, place, asked, available } => {
            names.item(*item).zip(names.place(*place)).map(|(item, place)| {
                let (asked, available) = (*asked, available.or_zero());
                Refusal::Short {
                    number: None,
                    sku: item.sku.clone(),
                    place: place.clone(),
                    asked,
                    available,
                }
            })
        }
        Said::NotHeld { item, place, asked, held } => {
            names.item(*item).zip(names.place(*place)).map(|(item, place)| {
                let (asked, held) = (*asked, *held);
                Refusal::NotHeld { sku: item.sku.clone(), place: place.clone(), asked, held }
            })
        }
        Said::SamePlace { item, place } => {
            names.item(*item).zip(names.place(*place)).map(|(item, place)| Refusal::SamePlace {
                sku: item.sku.clone(),
                place: place.clone(),
            })
        }
        Said::TooLarge { item, place } => names
            .item(*item)
            .zip(names.place(*place))
            .map(|(item, place)| Refusal::TooLarge { sku: item.sku.clone(), place: place.clone() }),
        Said::NotPositive { item, quantity } => names
            .item(*item)
            .map(|item| Refusal::NotPositive { sku: item.sku.clone(), quantity: *quantity }),
        Said::DayClosed { outlet, day, closed } => names.outlet(*outlet).map(|outlet| {
            Refusal::DayClosed { outlet: outlet.clone(), day: *day, closed: *closed }
        }),
        Said::DayNotCome { outlet, day, today } => names
            .outlet(*outlet)
            .map(|outlet| Refusal::DayNotCome { outlet: outlet.clone(), day: *day, today: *today }),
        // The names of the rest are known to no person: they come of numbers that this floor gave.
        _ => None,
    };
    translated.unwrap_or(Refusal::Stock(refusal))
}

/// Puts what stands in a plan's way into names that people know.
#[expect(clippy::wildcard_enum_match_arm, reason = "what has no name here is passed on as it is")]
pub(crate) fn of_plan(
    shop: &Shop,
    number: &OrderNumber,
    last_bill: Option<(u32, Day)>,
    obstacle: Cannot,
) -> Refusal {
    let number = number.clone();
    let names = &shop.catalogue;
    match obstacle {
        Cannot::Short { item, place, asked, available, .. } => {
            match of_stock(names, sklad_stock::Refusal::Short { item, place, asked, available }) {
                Refusal::Short { sku, place, asked, available, .. } => {
                    Refusal::Short { number: Some(number), sku, place, asked, available }
                }
                unnamed => unnamed,
            }
        }
        Cannot::Unbilled { line, asked, billed } => {
            Refusal::Unbilled { number, line, asked, billed }
        }
        Cannot::NoDispatch { place } => match names.place(place) {
            Some(place) => Refusal::NoDispatch { number, place: place.clone() },
            None => Refusal::Stock(sklad_stock::Refusal::UnknownPlace(place)),
        },
        Cannot::NothingOpen => Refusal::NoOpenBill { number, last: last_bill },
        Cannot::NotReviewed => Refusal::NotReviewed { number },
        Cannot::NotThere { line, asked, there } => Refusal::NotThere { number, line, asked, there },
    }
}

/// Returns the reasons of a lower floor as this one's.
pub(crate) fn lift<R>(refusals: Refusals<R>) -> Refusals<Refusal>
where
    Refusal: From<R>,
{
    refusals.map(Refusal::from)
}

fn for_order(number: Option<&OrderNumber>) -> String {
    number.map(|number| format!(" for order {number}")).unwrap_or_default()
}

fn closed(last: &Option<(u32, Day)>) -> String {
    match last {
        Some((number, day)) => {
            format!("bill {number} was closed on {day}: edit the order for a further one")
        }
        None => "send what is ready, or edit the order for a further one".to_owned(),
    }
}

fn bills(open: &[OpenBill]) -> String {
    let named = open.iter().map(|it| format!("bill {} of order {}", it.bill, it.order));
    let named = named.collect::<Vec<_>>().join(", ");
    format!("{} open: {named}", open.len())
}

fn kept(until: Option<&Day>) -> String {
    match until {
        Some(day) => format!("must keep the words until {day}; ask again after that day"),
        None => "is open and must keep the words; close or cancel it first".to_owned(),
    }
}

fn named(missing: &[Confirmation]) -> String {
    let named = missing.iter().map(|confirmation| format!("the {confirmation}"));
    named.collect::<Vec<_>>().join(", ")
}
