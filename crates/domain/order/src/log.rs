//! What was done to an order: who, when, what it was, what it is (S5).

use std::fmt;

use sklad_base::{Actor, Envelope, LineNo, Moment};

use crate::{Event, Line, Order, Payment};

/// One line of an order's log.
///
/// ```
/// use sklad_base::{Actor, Moment};
/// use sklad_order::LogLine;
///
/// let line = LogLine {
///     who: Actor::Person("maria".into()),
///     moment: Moment::parse("2026-03-02T10:00:00Z")?,
///     what: "quantity of line 1".to_owned(),
///     was: "5".to_owned(),
///     is: "4".to_owned(),
/// };
/// assert_eq!(line.to_string(), "2026-03-02T10:00:00Z maria: quantity of line 1: 5 -> 4");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
pub struct LogLine {
    /// Who did it.
    pub who: Actor,
    /// When.
    pub moment: Moment,
    /// What it is about.
    pub what: String,
    /// What it was; empty for what was not there.
    pub was: String,
    /// What it is.
    pub is: String,
}

impl fmt::Display for LogLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { who, moment, what, was, is } = self;
        write!(f, "{moment} {who}: {what}: ")?;
        if was.is_empty() { write!(f, "{is}") } else { write!(f, "{was} -> {is}") }
    }
}

impl Order {
    /// Returns the log line of an event that a command led to, on the order as it was before.
    #[must_use]
    pub fn log_line<C>(&self, command: &Envelope<C>, event: &Event) -> LogLine {
        let (what, was, is) = self.told(event);
        LogLine { who: command.who.clone(), moment: command.moment, what, was, is }
    }

    /// Returns what an event is about, what that was, and what it is.
    fn told(&self, event: &Event) -> (String, String, String) {
        let mut after = self.clone();
        sklad_base::Decider::evolve(&mut after, event);
        match event.fact() {
            Fact::Said(what, is) => (what, String::new(), is),
            Fact::Changed(what, tell) => (what, tell(self), tell(&after)),
        }
    }

    fn tell_discounts(&self) -> String {
        let all: Vec<_> = self.discounts.iter().map(ToString::to_string).collect();
        if all.is_empty() { "none".to_owned() } else { all.join(", ") }
    }

    fn tell_delivery(&self) -> String {
        let payment = self.payment.as_ref().map_or("no payment way", |it| it.as_str());
        let delivery = self.delivery.as_ref().map_or("no delivery way", |it| it.as_str());
        let price = self.delivery_charge.map(|charge| format!(" at {}", charge.amount));
        format!("{payment}, {delivery}{}", price.unwrap_or_default())
    }
}

/// What a log tells of an event: something that is said once, or that was and is.
enum Fact {
    Said(String, String),
    Changed(String, Box<dyn Fn(&Order) -> String>),
}

impl Fact {
    fn said(what: &str, is: String) -> Self {
        Self::Said(what.to_owned(), is)
    }

    fn changed(what: &str, tell: impl Fn(&Order) -> String + 'static) -> Self {
        Self::Changed(what.to_owned(), Box::new(tell))
    }

    fn of_line(what: &str, line: LineNo, tell: impl Fn(&Line) -> String + 'static) -> Self {
        let told = move |order: &Order| order.line(line).map(&tell).unwrap_or_default();
        Self::Changed(format!("{what} of {line}"), Box::new(told))
    }

    fn of_payment(what: &str, payment: &Payment) -> Self {
        let Payment { amount, way, reference, .. } = payment;
        Self::said(what, format!("{amount} by {way} ({reference})"))
    }
}

impl Event {
    fn fact(&self) -> Fact {
        match self {
            Self::Confirmed | Self::MarkedFalse { .. } | Self::Cancelled { .. } => {
                Fact::changed("standing", |order| order.standing.to_string())
            }
            Self::Collected(confirmation) => Fact::said("confirmed by", confirmation.to_string()),
            Self::LineAdded(line) => {
                Fact::said("line added", format!("{} units at {}", line.quantity, line.price))
            }
            Self::Grown(units) | Self::Shrunk(units) => {
                Fact::of_line("quantity", units.line, |line| line.wanted().to_string())
            }
            Self::Rejected { units, reason } => {
                let what = format!("rejected ({reason}):");
                Fact::of_line(&what, units.line, |line| line.cancelled().to_string())
            }
            Self::Rearranged { .. } => Fact::changed("payment and delivery", Order::tell_delivery),
            Self::BuyerChanged(_) => Fact::changed("buyer", |order| order.buyer.name.clone()),
            Self::Commented(comment) => Fact::said("comment", comment.clone()),
            Self::Paid(payment) => Fact::of_payment("paid", payment),
            Self::Refunded(payment) => Fact::of_payment("given back", payment),
            Self::PriceChanged { .. }
            | Self::VatChanged { .. }
            | Self::LineDiscounted { .. }
            | Self::OrderDiscounted(_) => self.price_fact(),
            Self::Taken(_)
            | Self::Billed { .. }
            | Self::Unbilled { .. }
            | Self::Sent(_)
            | Self::ReturnRequested(_)
            | Self::ReturnAnswered { .. }
            | Self::Settled { .. } => self.goods_fact(),
        }
    }

    fn price_fact(&self) -> Fact {
        if let Self::PriceChanged { line, .. } = self {
            Fact::of_line("price", *line, |line| line.price().to_string())
        } else if let Self::VatChanged { line, .. } = self {
            Fact::of_line("VAT", *line, |line| line.asked().vat.to_string())
        } else if let Self::LineDiscounted { line, .. } = self {
            Fact::of_line("discount", *line, |line| {
                let discount = line.asked().discount;
                discount.map_or_else(|| "none".to_owned(), |discount| discount.to_string())
            })
        } else {
            Fact::changed("discount on the order", Order::tell_discounts)
        }
    }

    fn goods_fact(&self) -> Fact {
        if let Self::Taken(units) = self {
            Fact::of_line("taken", units.line, |line| line.taken().to_string())
        } else if let Self::Sent(units) = self {
            Fact::of_line("sent", units.line, |line| line.sent().to_string())
        } else if let Self::ReturnRequested(units) = self {
            Fact::of_line("return requested", units.line, |line| line.requested().to_string())
        } else if let Self::Settled { units, bound } = self {
            let bound = *bound;
            Fact::of_line(bound.word(), units.line, move |line| line.bound(bound).to_string())
        } else if let Self::ReturnAnswered { line, received, dismissed } = self {
            let is = format!("{received} received, {dismissed} dismissed");
            Fact::said(&format!("return of {line}"), is)
        } else if let Self::Billed { document, lines, .. } = self {
            Fact::said("billed", format!("{} lines on {document}", lines.len()))
        } else if let Self::Unbilled { document, lines, .. } = self {
            Fact::said("taken back", format!("{} lines of {document}", lines.len()))
        } else {
            Fact::said("", String::new())
        }
    }
}
