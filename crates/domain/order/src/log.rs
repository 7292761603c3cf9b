//! What was done to an order: who, when, what it was, what it is (S5).

use std::fmt;

use sklad_base::{Actor, Envelope, LineNo, Moment, Quantity};

use crate::{Event, Line, Order, Standing, price::Discount, receipt::counted};

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
        let Some((what, was)) = self.stands(event) else {
            let (what, is) = said(event);
            return (what, String::new(), is);
        };
        let is = if *event == Event::Confirmed {
            Some((String::new(), Standing::Confirmed.to_string()))
        } else {
            let line = self.line_after(event);
            line.and_then(|(number, line)| line_stands(event, number, Some(&line)))
        };
        // Of the others the whole order may be another one afterwards.
        let is = is.or_else(|| self.after(std::slice::from_ref(event)).stands(event));
        (what, was, is.unwrap_or_default().1)
    }

    /// Returns the one line that an event is of, as it is then.
    fn line_after(&self, event: &Event) -> Option<(LineNo, Line)> {
        let number = event.line()?;
        let mut line = self.line(number)?.clone();
        line.take_in(event);
        Some((number, line))
    }

    /// Returns what an event changes, and how that stands; nothing for what is said once and was not before.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the others are said once, each by its name"
    )]
    fn stands(&self, event: &Event) -> Option<(String, String)> {
        if let Some(line) = event.line() {
            return line_stands(event, line, self.line(line));
        }
        let (what, stands) = match event {
            Event::Confirmed | Event::MarkedFalse { .. } | Event::Cancelled { .. } => {
                ("standing", self.standing().to_string())
            }
            Event::OrderDiscounted(_) => ("discount on the order", list(self.discounts())),
            Event::Rearranged { .. } => ("payment and delivery", self.tell_delivery()),
            Event::BuyerChanged(_) => {
                let buyer = self.buyer().map_or_else(|| "unknown".to_owned(), ToString::to_string);
                ("buyer", buyer)
            }
            Event::GroupChanged(_) => {
                let group = if self.group().is_empty() { "none" } else { self.group() };
                ("group of buyers", group.to_owned())
            }
            _ => return None,
        };
        Some((what.to_owned(), stands))
    }

    fn tell_delivery(&self) -> String {
        let payment = self.payment().map_or("no payment way", |it| it.as_str());
        let delivery = self.delivery().map_or("no delivery way", |it| it.as_str());
        let region = self.region().map(|region| format!(" to {region}"));
        let price = self.delivery_price().map(|charge| {
            let discount = charge.discount.map(|discount| format!(" less {discount}"));
            let vat = if charge.vat.rates().is_empty() { "" } else { "VAT of " };
            format!(" at {}{}, {vat}{}", charge.amount, discount.unwrap_or_default(), charge.vat)
        });
        let needs =
            self.said().needs.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let needs = if needs.is_empty() { needs } else { format!(", to be confirmed by {needs}") };
        let (region, price) = (region.unwrap_or_default(), price.unwrap_or_default());
        format!("{payment}, {delivery}{region}{price}{needs}")
    }
}

/// Returns what an event changes of its line, and how that stands.
#[expect(clippy::wildcard_enum_match_arm, reason = "most events are of no line")]
fn line_stands(event: &Event, line: LineNo, its: Option<&Line>) -> Option<(String, String)> {
    let count = |what: &str, tell: fn(&Line) -> Quantity| of_line(what, line, its.map(tell));
    Some(match event {
        Event::Grown(_) | Event::Shrunk(_) => count("quantity", Line::wanted),
        Event::Rejected { reason, .. } => {
            let (what, is) = count("rejected", Line::cancelled);
            (format!("{what} {}", reason.remark()), is)
        }
        Event::PriceChanged { .. } => of_line("price", line, its.map(Line::price)),
        Event::VatChanged { .. } => of_line("VAT", line, its.map(Line::vat)),
        Event::LineDiscounted { .. } => {
            of_line("discount", line, its.map(|its| list(its.discount().as_slice())))
        }
        Event::Taken(_) => count("taken", Line::taken),
        Event::Sent(_) => count("sent", Line::sent),
        Event::ReturnRequested(_) => count("return requested", Line::requested),
        Event::Settled { bound, .. } => {
            of_line(bound.word(), line, its.map(|its| its.bound(*bound)))
        }
        _ => return None,
    })
}

fn of_line(what: &str, line: LineNo, stands: Option<impl fmt::Display>) -> (String, String) {
    let stands = stands.map(|stands| stands.to_string());
    (format!("{what} of {line}"), stands.unwrap_or_default())
}

/// Returns what an event says that was not there before.
fn said(event: &Event) -> (String, String) {
    let (what, is) = match event {
        Event::Collected(confirmation) => ("confirmed by", confirmation.to_string()),
        Event::LineAdded(line) => {
            ("line added", format!("{} at {}", counted(line.quantity), line.price))
        }
        Event::Commented(comment) => ("comment", comment.to_string()),
        Event::Paid(payment) => ("paid", payment.to_string()),
        Event::Refunded(payment) => ("given back", payment.to_string()),
        Event::Billed { document, lines, .. } => {
            ("billed", format!("{} lines on {document}", lines.len()))
        }
        Event::Unbilled { document, lines, .. } => {
            ("taken back", format!("{} lines of {document}", lines.len()))
        }
        Event::ReturnAnswered { line, received, dismissed } => {
            let is = format!("{received} received, {dismissed} dismissed");
            return (format!("return of {line}"), is);
        }
        Event::Confirmed
        | Event::MarkedFalse { .. }
        | Event::Cancelled { .. }
        | Event::Grown(_)
        | Event::Shrunk(_)
        | Event::Rejected { .. }
        | Event::PriceChanged { .. }
        | Event::VatChanged { .. }
        | Event::LineDiscounted { .. }
        | Event::OrderDiscounted(_)
        | Event::Rearranged { .. }
        | Event::BuyerChanged(_)
        | Event::GroupChanged(_)
        | Event::Taken(_)
        | Event::Sent(_)
        | Event::ReturnRequested(_)
        | Event::Settled { .. } => return <_>::default(),
    };
    (what.to_owned(), is)
}

fn list(all: &[Discount]) -> String {
    let all: Vec<_> = all.iter().map(ToString::to_string).collect();
    if all.is_empty() { "none".to_owned() } else { all.join(", ") }
}

#[cfg(test)]
mod tests;
