//! The units of one line: each is waiting, taken or cancelled, and a taken one may be sent.

use sklad_base::{PlaceId, Price, Quantity};

use crate::PlacedLine;

/// One line of an order and where its units are.
///
/// Invariant: ordered = waiting + taken + cancelled; came back + returned + written off + requested <= sent <= taken.
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
    pub(crate) requested: Quantity,
    pub(crate) dismissed: Quantity,
}

/// Where units come home to, or that they do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
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

impl Bound {
    /// Returns the word for it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::CameBack => "came back",
            Self::Returned => "returned",
            Self::WrittenOff => "written off",
        }
    }
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
            requested: none,
            dismissed: none,
        }
    }

    /// Returns what is asked: item, place, price, VAT and discount as they stand; the quantity as it was placed.
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

    /// Returns how much the customer asked to send back and has not sent back yet.
    #[must_use]
    pub const fn requested(&self) -> Quantity {
        self.requested
    }

    /// Returns how much arrived as a return and was not taken back.
    #[must_use]
    pub const fn dismissed(&self) -> Quantity {
        self.dismissed
    }

    /// Returns how much is the customer's to pay: all that is wanted and has not come home.
    #[must_use]
    pub const fn payable(&self) -> Quantity {
        self.waiting.saturating_add(self.unsent()).saturating_add(self.out())
    }

    /// Splits a decrease: what comes from waiting units, and what then from taken ones.
    #[must_use]
    pub fn split(&self, by: Quantity) -> (Quantity, Quantity) {
        let waiting = self.waiting.min(by);
        (waiting, by.saturating_sub(waiting))
    }

    pub(crate) const fn grow(&mut self, by: Quantity) {
        self.ordered = self.ordered.saturating_add(by);
        self.waiting = self.waiting.saturating_add(by);
    }

    pub(crate) fn shrink(&mut self, by: Quantity) {
        self.ordered = self.ordered.saturating_sub(by);
        self.end(by);
    }

    pub(crate) fn reject(&mut self, by: Quantity) {
        self.cancelled = self.cancelled.saturating_add(by);
        self.end(by);
    }

    pub(crate) const fn take(&mut self, by: Quantity) {
        self.waiting = self.waiting.saturating_sub(by);
        self.taken = self.taken.saturating_add(by);
    }

    pub(crate) const fn send(&mut self, by: Quantity) {
        self.sent = self.sent.saturating_add(by);
    }

    pub(crate) const fn request(&mut self, by: Quantity) {
        self.requested = self.requested.saturating_add(by);
    }

    pub(crate) const fn answer(&mut self, received: Quantity, dismissed: Quantity) {
        let arrived = received.saturating_add(dismissed);
        self.requested = self.requested.saturating_sub(arrived);
        self.returned = self.returned.saturating_add(received);
        self.dismissed = self.dismissed.saturating_add(dismissed);
    }

    /// Books what course units took. Of those written off the requested ones are first: they are what never arrived.
    pub(crate) fn settle(&mut self, bound: Bound, by: Quantity) {
        if bound == Bound::WrittenOff {
            self.requested = self.requested.saturating_sub(by).or_zero();
        }
        let course = match bound {
            Bound::CameBack => &mut self.came_back,
            Bound::Returned => &mut self.returned,
            Bound::WrittenOff => &mut self.written_off,
        };
        *course = course.saturating_add(by);
    }

    /// Ends units: waiting ones first, then taken ones.
    fn end(&mut self, by: Quantity) {
        let (waiting, taken) = self.split(by);
        self.waiting = self.waiting.saturating_sub(waiting);
        self.taken = self.taken.saturating_sub(taken);
    }
}
