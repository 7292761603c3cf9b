//! Why an order says no.

use sklad_base::{Currency, Invalid, LineNo, OrderNumber, Price, Quantity};

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
    /// It is confirmed already.
    #[error("cannot confirm order {number}: it is confirmed already; go on with it")]
    Confirmed {
        /// The order's number.
        number: OrderNumber,
    },
    /// It is false or cancelled.
    #[error("cannot {wish} order {number}: it is {what} ({reason}); place a new order")]
    Dropped {
        /// What was asked.
        wish: &'static str,
        /// The order's number.
        number: OrderNumber,
        /// False or cancelled.
        what: &'static str,
        /// Why it is.
        reason: String,
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
    /// Fewer units are out of the house.
    #[error(
        "cannot book {asked} of {line} as back or lost: {out} of it is out of the house; book what is out"
    )]
    NotOut {
        /// Which line.
        line: LineNo,
        /// How much should be booked.
        asked: Quantity,
        /// How much is sent and has not come home.
        out: Quantity,
    },
}

#[expect(clippy::wildcard_enum_match_arm, reason = "what does not fit is one of two sums")]
fn past(why: &Invalid) -> String {
    match why {
        Invalid::QuantityOverflow { .. } => format!("its quantity is past {}", Quantity::MAX),
        Invalid::AmountOverflow { currency, limit, .. } => {
            format!("its amount is past {limit} {currency}")
        }
        other => other.to_string(),
    }
}

fn list(currencies: &[Currency]) -> String {
    currencies.iter().map(Currency::as_str).collect::<Vec<_>>().join(", ")
}
