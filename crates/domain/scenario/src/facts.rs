//! What a strategy looks at.

use sklad_base::{LineNo, PlaceId, Quantity};
use sklad_document::Kind;
use sklad_order::{Bound, Line, Units};
use sklad_stock::{Booking, Fate};

use crate::Policy;

/// What happened to an order.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the rows of the table in the guide; a new one must break every strategy"
)]
pub enum Happening<'a> {
    /// It was placed, and its way starts.
    Placed,
    /// Its units changed: edited, rejected, false or cancelled.
    Changed,
    /// So much more of a line is wanted; what waited before waits on.
    Grown(Units),
    /// Goods came that it may be waiting for.
    GoodsCame,
    /// It was reviewed and is genuine.
    Confirmed,
    /// An operator closes its bills.
    Closing,
    /// Goods go on the road: how much of each line will have been sent then, so that twice is once.
    Sending(&'a [Units]),
    /// Goods that were sent took their course, which the order knows by now.
    Settled {
        /// Where they arrived, or in whose days the loss is booked.
        place: PlaceId,
        /// What becomes of those that arrived.
        fate: Fate,
        /// Which course.
        bound: Bound,
    },
}

/// All that a strategy may look at.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "plain data that `flow` builds")]
pub struct Facts<'a> {
    /// The order's lines.
    pub lines: &'a [LineFacts<'a>],
    /// Which kind of paper is open for it: a client order, a bill, or none.
    pub open: Option<Kind>,
    /// Whether it is confirmed.
    pub confirmed: bool,
    /// What lies on the shelf, with all that this command has booked so far.
    pub shelf: &'a Booking<'a>,
    /// What the shop chose.
    pub policy: &'a Policy,
}

/// One line, as the order, its papers and the ledger have it.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "plain data that `flow` builds")]
pub struct LineFacts<'a> {
    /// Its number.
    pub no: LineNo,
    /// What the order says.
    pub line: &'a Line,
    /// What is promised to it at its place.
    pub reserved: Quantity,
    /// What stands of it on open papers.
    pub on_paper: Quantity,
    /// What closed bills cover and nothing took back.
    pub billed: Quantity,
    /// What lies in the dispatch warehouse for it, by transfers.
    pub in_dispatch: Quantity,
}

impl LineFacts<'_> {
    /// Returns so much of it.
    #[must_use]
    pub const fn units(&self, quantity: Quantity) -> Units {
        Units { line: self.no, quantity }
    }

    /// Returns what closed bills should cover: taken units that are here or out.
    #[must_use]
    pub fn should_be_billed(&self) -> Quantity {
        self.line.unsent().saturating_add(self.line.out())
    }
}
