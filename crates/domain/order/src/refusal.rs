//! Why an order says no.

use sklad_base::{
    Currency, DeliveryWay, DocumentId, Invalid, LineNo, Money, OrderNumber, PaymentWay, Price,
    PriceListCode, Quantity, Sku,
};

use self::words::{by_weight, list, pairs, past};
use crate::price;

mod words;

/// Why a command to an order was refused; it has changed nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// An order of nothing.
    #[error("cannot place order {number}: it has no lines; add at least one")]
    Empty {
        /// The order's number.
        number: OrderNumber,
    },
    /// More lines than can be numbered.
    #[error(
        "cannot put so many lines on order {number}: {lines} are there, at most 65535 fit; split the order"
    )]
    TooManyLines {
        /// The order's number.
        number: OrderNumber,
        /// How many lines it has.
        lines: usize,
    },
    /// Amounts of more than one currency.
    #[error(
        "cannot place order {number} in {}: an order has one currency; split it by currency",
        list(currencies)
    )]
    Currencies {
        /// The order's number.
        number: OrderNumber,
        /// The currencies found.
        currencies: Vec<Currency>,
    },
    /// A quantity that is zero or less.
    #[error(
        "cannot order {quantity} on {line}: a quantity is above zero; name one, or leave the line out"
    )]
    NotPositive {
        /// On which line.
        line: LineNo,
        /// The quantity asked.
        quantity: Quantity,
    },
    /// A price below zero.
    #[error(
        "cannot order {line} at {price}: a price is zero or more; mend it in the sending system"
    )]
    NegativePrice {
        /// On which line.
        line: LineNo,
        /// The price asked.
        price: Price,
    },
    /// An amount that does not fit.
    #[error("cannot order {line}: {}; split it over several lines", past(why))]
    Amount {
        /// On which line.
        line: LineNo,
        /// What does not fit.
        why: Invalid,
    },
    /// The order has no such line.
    #[error("cannot find {line} of order {number}: the order has no such line; look at its lines")]
    UnknownLine {
        /// The order's number.
        number: OrderNumber,
        /// The line asked for.
        line: LineNo,
    },
    /// It is false or cancelled.
    #[error("cannot {wish} order {number}: it is {what}; place a new order")]
    Dropped {
        /// What was asked.
        wish: &'static str,
        /// The order's number.
        number: OrderNumber,
        /// False or cancelled.
        what: &'static str,
    },
    /// The quantity is what it was.
    #[error("cannot change {line} to {quantity}: that is what it is; name another quantity")]
    Unchanged {
        /// Which line.
        line: LineNo,
        /// The quantity asked.
        quantity: Quantity,
    },
    /// Units that are sent are beyond edit and rejection.
    #[error(
        "cannot take {asked} off {line}: {open} not sent, {sent} sent; \
         take off what is not sent, and book the rest as returned or come back when it arrives"
    )]
    Sent {
        /// Which line.
        line: LineNo,
        /// How much should end.
        asked: Quantity,
        /// How much is not sent.
        open: Quantity,
        /// How much is sent.
        sent: Quantity,
    },
    /// Fewer units wait.
    #[error(
        "cannot take {asked} for {line}: {waiting} of it waits; take what waits, or edit the order first"
    )]
    NotWaiting {
        /// Which line.
        line: LineNo,
        /// How much should be taken.
        asked: Quantity,
        /// How much waits.
        waiting: Quantity,
    },
    /// Fewer units lie ready to be sent.
    #[error(
        "cannot send {asked} of {line}: {taken} of it is billed or set ready; bill the rest first"
    )]
    NotTaken {
        /// Which line.
        line: LineNo,
        /// How much should be sent.
        asked: Quantity,
        /// How much is taken and not sent.
        taken: Quantity,
    },
    /// Fewer units are with the customer, those left out that are asked to be returned already.
    #[error(
        "cannot request the return of {asked} of {line}: {out} sent and not back, {requested} of it requested already; \
         request no more than the rest"
    )]
    NotReturnable {
        /// Which line.
        line: LineNo,
        /// How much should be returned.
        asked: Quantity,
        /// How much is sent and neither back nor lost.
        out: Quantity,
        /// How much of it is requested already.
        requested: Quantity,
    },
    /// Fewer units are out of the house.
    #[error(
        "cannot book {asked} of {line} as back or lost: {out} of it is out of the house and not to be returned; \
         book no more than that, and answer the requested return for the rest"
    )]
    NotOut {
        /// Which line.
        line: LineNo,
        /// How much should be booked.
        asked: Quantity,
        /// How much is sent and has not come home.
        out: Quantity,
    },
    /// The shop has no such price list.
    #[error("cannot order from price list {list}: the shop has no such list; name one that it has")]
    UnknownPriceList {
        /// The list asked for.
        list: PriceListCode,
    },
    /// The list is not for the buyer.
    #[error(
        "cannot order from price list {list}: it is not for the group \"{group}\"; name a list of that group"
    )]
    NotForGroup {
        /// The buyer's group.
        group: String,
        /// The list asked for.
        list: PriceListCode,
    },
    /// The list has no such item.
    #[error(
        "cannot order {sku} from price list {list}: it is not on the list; leave it out, or add it to the list"
    )]
    NotListed {
        /// The item asked for.
        sku: Sku,
        /// The list asked for.
        list: PriceListCode,
    },
    /// The price is not the list's.
    #[error("cannot order {sku} at {price}: price list {list} says {listed}; order at that price")]
    OtherPrice {
        /// The item asked for.
        sku: Sku,
        /// The list asked for.
        list: PriceListCode,
        /// The price asked.
        price: Price,
        /// The list's price.
        listed: Price,
    },
    /// The matrix has no such pair.
    #[error(
        "cannot deliver by {delivery} and take payment by {payment}: the shop offers {}; choose one of these",
        pairs(offered)
    )]
    NotOffered {
        /// The payment asked for.
        payment: PaymentWay,
        /// The delivery asked for.
        delivery: DeliveryWay,
        /// The pairs that are offered.
        offered: Vec<(PaymentWay, DeliveryWay)>,
    },
    /// Delivery goes by weight, and none is known that it bears.
    #[error("cannot price delivery by {delivery}: {}", by_weight(*weight, *most))]
    NoWeight {
        /// The delivery asked for.
        delivery: DeliveryWay,
        /// The weight, in kilograms.
        weight: Option<Quantity>,
        /// The most that is offered, in kilograms.
        most: Option<Quantity>,
    },
    /// Delivery's price does not go with the order.
    #[error(
        "cannot price delivery by {delivery}: its price is in {found} and the order in {order}; give it a price in {order}"
    )]
    Delivery {
        /// The delivery asked for.
        delivery: DeliveryWay,
        /// The currency of its price.
        found: Currency,
        /// The order's currency.
        order: Currency,
    },
    /// A payment of nothing.
    #[error(
        "cannot book payment {reference} of {amount}: an amount is above zero; for money that goes back, use refund"
    )]
    NothingPaid {
        /// The payment's name outside.
        reference: String,
        /// Its amount.
        amount: Money,
    },
    /// A payment without a name.
    #[error(
        "cannot book a payment of {amount}: it has no reference; give the one that the bank or the till gave it"
    )]
    NoReference {
        /// Its amount.
        amount: Money,
    },
    /// Another payment has that name.
    #[error(
        "cannot book payment {reference}: a payment of {amount} has that reference already; give its own"
    )]
    ReferenceUsed {
        /// The payment's name outside.
        reference: String,
        /// The amount of the one that has it.
        amount: Money,
    },
    /// More should go back than came in.
    #[error(
        "cannot give {asked} back ({reference}): {left} was paid and not given back; give no more than that"
    )]
    NotPaid {
        /// The refund's name outside.
        reference: String,
        /// How much should go back.
        asked: Money,
        /// How much is there to go back.
        left: Money,
    },
    /// A payment's amount does not go with the order.
    #[error(
        "cannot book payment {reference}: it is in {found} and the order in {order}; convert it first"
    )]
    Payment {
        /// The payment's name outside.
        reference: String,
        /// Its currency.
        found: Currency,
        /// The order's currency.
        order: Currency,
    },
    /// Nothing is outstanding.
    #[error(
        "cannot mark order {number} as paid: nothing is due, {to_give_back} is to be given back; look at its receipt"
    )]
    NothingDue {
        /// The order's number.
        number: OrderNumber,
        /// How much is to be given back.
        to_give_back: Money,
    },
    /// Fewer units are not billed.
    #[error("cannot bill {asked} of {line}: {open} of it is not billed; bill no more than that")]
    NotOpen {
        /// Which line.
        line: LineNo,
        /// How much should be billed.
        asked: Quantity,
        /// How much is not.
        open: Quantity,
    },
    /// Closed bills hold units at the old price.
    #[error(
        "cannot change what {line} costs: {billed} of it is billed; take that back with a storno, and bill it anew after the change"
    )]
    Billed {
        /// Which line.
        line: LineNo,
        /// How much is billed.
        billed: Quantity,
    },
    /// That bill was closed before.
    #[error(
        "cannot bill on {document}: it is closed with what it holds; use a document of its own"
    )]
    BilledBefore {
        /// Which bill.
        document: DocumentId,
    },
    /// That bill has nothing of the line.
    #[error(
        "cannot take {line} back from {document}: it has nothing of that line; name the bill that has"
    )]
    NotBilled {
        /// Which line.
        line: LineNo,
        /// Which bill.
        document: DocumentId,
    },
    /// The bill holds less of the line.
    #[error(
        "cannot take {asked} of {line} back from {document}: it holds {left} of it; take back no more than that"
    )]
    BilledLess {
        /// Which line.
        line: LineNo,
        /// Which bill.
        document: DocumentId,
        /// How much should be taken back.
        asked: Quantity,
        /// How much the bill still holds.
        left: Quantity,
    },
    /// Fewer units were asked to be sent back.
    #[error(
        "cannot book {arrived} of {line} as arrived: {requested} requested to be returned; request the rest first"
    )]
    NotRequested {
        /// Which line.
        line: LineNo,
        /// How much arrived.
        arrived: Quantity,
        /// How much was requested.
        requested: Quantity,
    },
    /// It cannot be priced.
    #[error(transparent)]
    Price(#[from] price::Refusal),
    /// Two numbers do not go together.
    #[error(transparent)]
    Invalid(#[from] Invalid),
}
