//! The units of one line: each is waiting, taken or cancelled, and a taken one may be sent.

use sklad_base::{PlaceId, Price, Quantity};

use crate::PlacedLine;

/// One line of an order and where its units are.
///
/// Invariant: ordered = waiting + taken + cancelled; came back + returned + written off <= sent <= taken.
/// Units: the item's base unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    pub(crate) asked: PlacedLine,
    pub(crate) ordered: Quantity,
    pub(crate) cancelled: Quantity,
    pub(crate) waiting: Quantity,
    pub(crate) taken: Quantity,
    pub(crate) sent: Quantity,
    pub(crate) came_back: Quantity,
    pub(crate) returned: Quantity,
    pub(crate) written_off: Quantity,
}

/// Where units come home to, or that they do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(
    clippy::exhaustive_enums,
    reason = "written into the log: a new one must break every reader"
)]
pub enum Bound {
    /// They were not accepted or not found, and are here again.
    CameBack,
    /// They were accepted first, and are here again.
    Returned,
    /// They will never arrive anywhere.
    WrittenOff,
}

impl Line {
    /// Returns the line as it was placed: all of it waits.
    pub(crate) const fn new(asked: PlacedLine) -> Self {
        let (ordered, none) = (asked.quantity, Quantity::ZERO);
        Self {
            asked,
            ordered,
            waiting: ordered,
            cancelled: none,
            taken: none,
            sent: none,
            came_back: none,
            returned: none,
            written_off: none,
        }
    }

    /// Returns the line as it was taken in: item, place, price, and the quantity of that time.
    #[must_use]
    pub const fn asked(&self) -> PlacedLine {
        self.asked
    }

    /// Returns the place that the line was allocated to.
    #[must_use]
    pub const fn place(&self) -> PlaceId {
        self.asked.place
    }

    /// Returns what one unit costs.
    #[must_use]
    pub const fn price(&self) -> Price {
        self.asked.price
    }

    /// Returns how much is ordered, cancelled units among it.
    #[must_use]
    pub const fn ordered(&self) -> Quantity {
        self.ordered
    }

    /// Returns how much was rejected; it stays visible beside what is ordered (G9).
    #[must_use]
    pub const fn cancelled(&self) -> Quantity {
        self.cancelled
    }

    /// Returns how much is still wanted: ordered less cancelled.
    #[must_use]
    pub const fn wanted(&self) -> Quantity {
        self.ordered.saturating_sub(self.cancelled)
    }

    /// Returns how much is asked for and has not moved.
    #[must_use]
    pub const fn waiting(&self) -> Quantity {
        self.waiting
    }

    /// Returns how much has left its place by a bill or lies in the dispatch warehouse for it, sent units among it.
    #[must_use]
    pub const fn taken(&self) -> Quantity {
        self.taken
    }

    /// Returns how much is taken and not sent.
    #[must_use]
    pub const fn unsent(&self) -> Quantity {
        self.taken.saturating_sub(self.sent)
    }

    /// Returns how much went on the road to the customer.
    #[must_use]
    pub const fn sent(&self) -> Quantity {
        self.sent
    }

    /// Returns how much of what was sent took that course.
    #[must_use]
    pub const fn bound(&self, bound: Bound) -> Quantity {
        match bound {
            Bound::CameBack => self.came_back,
            Bound::Returned => self.returned,
            Bound::WrittenOff => self.written_off,
        }
    }

    /// Returns how much is on the road or with the customer.
    #[must_use]
    pub const fn out(&self) -> Quantity {
        self.sent
            .saturating_sub(self.came_back)
            .saturating_sub(self.returned)
            .saturating_sub(self.written_off)
    }

    /// Splits a decrease: what comes from waiting units, and what then from taken ones.
    #[must_use]
    pub fn split(&self, by: Quantity) -> (Quantity, Quantity) {
        let waiting = self.waiting.min(by);
        (waiting, by.saturating_sub(waiting))
    }

    /// Ends units: waiting ones first, then taken ones.
    pub(crate) fn end(&mut self, by: Quantity) {
        let (waiting, taken) = self.split(by);
        self.waiting = self.waiting.saturating_sub(waiting);
        self.taken = self.taken.saturating_sub(taken);
    }
}
