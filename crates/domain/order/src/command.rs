//! What is asked of an order, and what happened to it.

use sklad_base::{LineNo, Quantity};

use crate::{Bound, PlacedLine};

/// So much of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that callers build")]
pub struct Units {
    /// Which line.
    pub line: LineNo,
    /// How much of it, in the item's base unit.
    pub quantity: Quantity,
}

/// What is asked of an order; may be refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a new command must break every sender that translates them"
)]
pub enum Command {
    /// It was looked at and is genuine (B3).
    Confirm,
    /// Another line, for goods that were not ordered before.
    AddLine(PlacedLine),
    /// So much of a line is wanted, rejected units left out.
    ChangeQuantity(Units),
    /// So much of a line will not come (G9).
    Reject {
        /// Which line, how much.
        units: Units,
        /// Why.
        reason: String,
    },
    /// Nobody meant this order (B13).
    MarkFalse {
        /// How that was found.
        reason: String,
    },
    /// The customer or the shop wants it no more.
    Cancel {
        /// Why.
        reason: String,
    },
    /// Waiting units were taken for it.
    Take(Units),
    /// Taken units went on the road.
    Send(Units),
    /// Sent units took their course.
    Settle {
        /// Which line, how much.
        units: Units,
        /// Which course.
        bound: Bound,
    },
}

/// What happened to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a new event must break every reader")]
pub enum Event {
    /// It is genuine.
    Confirmed,
    /// A line was added behind the others.
    LineAdded(PlacedLine),
    /// More of a line is ordered: it waits.
    Grown(Units),
    /// Less of a line is ordered: waiting units ended first, then taken ones.
    Shrunk(Units),
    /// Units of a line were rejected: waiting ones first, then taken ones.
    Rejected {
        /// Which line, how much.
        units: Units,
        /// Why.
        reason: String,
    },
    /// Nobody meant it.
    MarkedFalse {
        /// How that was found.
        reason: String,
    },
    /// It is wanted no more.
    Cancelled {
        /// Why.
        reason: String,
    },
    /// Waiting units were taken for it.
    Taken(Units),
    /// Taken units went on the road.
    Sent(Units),
    /// Sent units took their course.
    Settled {
        /// Which line, how much.
        units: Units,
        /// Which course.
        bound: Bound,
    },
}
