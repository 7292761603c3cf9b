//! Looking at stages: where orders stand, who has what to do, who is to be told, what the log says.

use sklad_base::{Envelope, Moment, OrderId};
use sklad_order::LogLine;
use sklad_stage::{Board, Note, Party, Scheme, Track, What};

use crate::{Event, Shop};

impl Shop {
    /// Returns the scheme of stages that the shop goes by; nothing where it has adopted none.
    #[must_use]
    pub fn scheme(&self) -> Option<&Scheme> {
        self.scheme.as_deref()
    }

    /// Returns where all its orders stand.
    #[must_use]
    pub const fn board(&self) -> &Board {
        &self.board
    }

    /// Returns where an order stands; nothing where it has no route, or has left.
    #[must_use]
    pub fn track(&self, order: OrderId) -> Option<&Track> {
        self.board.track(order)
    }

    /// Goes through the work of a role or a person (S4): problems first, then the earliest limit.
    pub fn queue(&self, of: &Party) -> impl Iterator<Item = (OrderId, &Track)> {
        self.board.queue(of)
    }

    /// Returns the log line of an event that a command led to, with its order (S5): what was done to the order and where
    /// it went are one log. The shop is as it was before that event. Nothing where the event is about no order's words,
    /// money or stage: what papers and stock say stands with them.
    #[must_use]
    pub fn log_line<C>(&self, command: &Envelope<C>, event: &Event) -> Option<(OrderId, LogLine)> {
        if let Event::Order { order, event } = event {
            return Some((*order, self.case(*order)?.order().log_line(command, event)));
        }
        let Event::Stage(event) = event else { return None };
        event.note().map(|note| (note.order, line_of(note)))
    }
}

/// Returns a note as a line of the order's log.
fn line_of(note: &Note) -> LogLine {
    let mut was = String::new();
    if let What::Moved { from, .. } = &note.what {
        was = from.to_string();
    }
    let told = note.what.to_string();
    let told = told.strip_prefix(&format!("{was} -> ")).unwrap_or(&told);
    let said = match &note.comment {
        Some(words) if words.words().is_none() => format!(" {words}"),
        Some(words) => format!(" ({words})"),
        None => String::new(),
    };
    let (who, moment) = (note.who.clone(), note.moment);
    LogLine { who, moment, what: "stage".to_owned(), was, is: format!("{told}{said}") }
}

/// Somebody is to be told that an order stayed too long (S3): what a driver sends, at least once.
///
/// ```
/// use sklad_base::{Moment, OrderId};
/// use sklad_flow::Alert;
/// use sklad_stage::Party;
///
/// let moment = Moment::parse("2026-03-02T14:00:00Z")?;
/// let alert = Alert { order: OrderId::new(7), moment, number: 0, to: Party::parse("role administrator")? };
/// assert_eq!(alert.key(), "order#7/2026-03-02T14:00:00Z/0");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an answer that drivers read")]
pub struct Alert {
    /// Which order.
    pub order: OrderId,
    /// When the limit passed.
    pub moment: Moment,
    /// Which alert of this stay, from 0.
    pub number: u8,
    /// Who is told.
    pub to: Party,
}

impl Alert {
    /// Returns the key by which a receiver drops what comes again.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}/{}/{}", self.order, self.moment, self.number)
    }
}

impl Event {
    /// Returns whom to tell, where a limit has passed. Rebuilding a shop sends nothing: ask of new events only.
    #[must_use]
    pub fn alert(&self) -> Option<Alert> {
        let Self::Stage(event) = self else { return None };
        let note = event.note()?;
        let What::Overdue { alert, to, .. } = &note.what else { return None };
        let (order, moment) = (note.order, note.moment);
        Some(Alert { order, moment, number: *alert, to: to.clone() })
    }
}
