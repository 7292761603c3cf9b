//! What each event does to the line that it is of: one table for the machine and for the log.

use sklad_base::LineNo;

use super::Line;
use crate::{Event, Units};

impl Event {
    /// Returns the line that it is of; nothing where it is of the order or of several lines.
    #[expect(clippy::wildcard_enum_match_arm, reason = "an event of a line is taken in below")]
    pub(crate) const fn line(&self) -> Option<LineNo> {
        match self {
            Self::Grown(Units { line, .. })
            | Self::Shrunk(Units { line, .. })
            | Self::Rejected { units: Units { line, .. }, .. }
            | Self::PriceChanged { line, .. }
            | Self::VatChanged { line, .. }
            | Self::LineDiscounted { line, .. }
            | Self::Taken(Units { line, .. })
            | Self::Sent(Units { line, .. })
            | Self::ReturnRequested(Units { line, .. })
            | Self::ReturnAnswered { line, .. }
            | Self::Settled { units: Units { line, .. }, .. } => Some(*line),
            _ => None,
        }
    }
}

impl Line {
    /// Takes in an event that is of this line; one of the order or of several lines changes nothing here.
    pub(crate) fn take_in(&mut self, event: &Event) {
        match event {
            Event::Grown(units) => self.grow(units.quantity),
            Event::Shrunk(units) => self.shrink(units.quantity),
            Event::Rejected { units, .. } => self.reject(units.quantity),
            Event::PriceChanged { price, .. } => self.set_price(*price),
            Event::VatChanged { vat, .. } => self.set_vat(*vat),
            Event::LineDiscounted { discount, .. } => self.set_discount(*discount),
            Event::Taken(units) => self.take(units.quantity),
            Event::Sent(units) => self.send(units.quantity),
            Event::ReturnRequested(units) => self.request(units.quantity),
            Event::ReturnAnswered { received, dismissed, .. } => {
                self.answer(*received, *dismissed);
            }
            Event::Settled { units, bound } => self.settle(*bound, units.quantity),
            Event::Confirmed
            | Event::Collected(_)
            | Event::LineAdded(_)
            | Event::OrderDiscounted(_)
            | Event::Rearranged { .. }
            | Event::BuyerChanged(_)
            | Event::GroupChanged(_)
            | Event::Commented(_)
            | Event::Paid(_)
            | Event::Refunded(_)
            | Event::MarkedFalse { .. }
            | Event::Cancelled { .. }
            | Event::Billed { .. }
            | Event::Unbilled { .. } => {}
        }
    }
}
