//! What a strategy answers: steps in order, each with its reason.

use std::fmt;

use sklad_base::{ItemId, LineNo, PlaceId, Quantity};
use sklad_document::Kind;
use sklad_order::{Bound, Units};
use sklad_stock::Fate;

/// An ordered answer. It can be carried out whole, unless `cannot` says what stands in the way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
pub struct Plan {
    /// What to do, in order.
    pub steps: Vec<Step>,
    /// What cannot be done, and so nothing of it.
    pub cannot: Vec<Cannot>,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
pub struct Step {
    /// What.
    pub effect: Effect,
    /// Why.
    pub reason: Reason,
}

/// What can be done to the books.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a new effect must break every carrier")]
#[expect(missing_docs, reason = "kind, place, from, to and units say themselves")]
pub enum Effect {
    /// Opens a paper that moves nothing.
    Open { kind: Kind, place: PlaceId, units: Vec<Units> },
    /// Lets the open paper of a place grow.
    Grow { place: PlaceId, units: Vec<Units> },
    /// Lets the open paper of a place shrink; an empty one is cancelled.
    Shrink { place: PlaceId, units: Vec<Units> },
    /// Turns open client orders into open bills (B4).
    Turn,
    /// Closes the open bill of a place with these units: they leave it.
    Close { place: PlaceId, units: Vec<Units> },
    /// Opens and closes a bill at once: its units leave the place.
    Bill { place: PlaceId, units: Vec<Units> },
    /// Moves units to the dispatch warehouse and reserves them there.
    Transfer { from: PlaceId, to: PlaceId, units: Vec<Units> },
    /// Moves units back from the dispatch warehouse.
    TransferBack { from: PlaceId, to: PlaceId, units: Vec<Units> },
    /// Bills units that leave the dispatch warehouse.
    BillDispatched { place: PlaceId, units: Vec<Units> },
    /// Takes back bills of units that have not left the house: they go back to their place.
    Storno { place: PlaceId, units: Vec<Units> },
    /// Takes back bills of units that had left the house.
    TakeHome { place: PlaceId, units: Vec<Units>, fate: Fate, bound: Bound },
    /// Puts units on the road.
    Send { units: Vec<Units> },
    /// Promises units to the order.
    Reserve { place: PlaceId, units: Vec<Units> },
    /// Takes promises back.
    Release { place: PlaceId, units: Vec<Units> },
    /// Cancels waiting units that cannot be had.
    GiveUp { units: Vec<Units> },
}

/// Why a step is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a new reason must break every reader")]
pub enum Reason {
    /// The order asks for it.
    Ordered,
    /// Goods came that it was waiting for.
    GoodsCame,
    /// It was reviewed and is genuine.
    Genuine,
    /// An operator closed the bill.
    Closed,
    /// The goods go on the road, and what is sent is billed first.
    Sent,
    /// The order asks for less than the books have for it.
    LessWanted,
    /// Too few are there, and the shop cancels what is missing.
    TooFew,
    /// Goods came home, or never will.
    Settled,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Ordered => "the order asks for it",
            Self::GoodsCame => "goods came that it was waiting for",
            Self::Genuine => "it was reviewed and is genuine",
            Self::Closed => "the bill was closed",
            Self::Sent => "the goods go on the road",
            Self::LessWanted => "the order asks for less",
            Self::TooFew => "too few are there",
            Self::Settled => "the goods took their course",
        })
    }
}

/// What stands in a plan's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a new obstacle must break every reader")]
#[expect(missing_docs, reason = "line, item, place and quantities say themselves")]
pub enum Cannot {
    /// Too few are there.
    Short { line: LineNo, item: ItemId, place: PlaceId, asked: Quantity, available: Quantity },
    /// No closed bill covers the units, and the shop sends nothing unbilled.
    Unbilled { line: LineNo, asked: Quantity, billed: Quantity },
    /// The place has no dispatch warehouse.
    NoDispatch { place: PlaceId },
    /// No open bill is there to close.
    NothingOpen,
    /// The order is not reviewed, so its client order is not a bill yet.
    NotReviewed,
    /// More should be sent than the order has.
    NotThere { line: LineNo, asked: Quantity, there: Quantity },
}

impl Plan {
    /// Returns an empty plan with room for a step or two: few have more.
    pub(crate) fn new() -> Self {
        Self { steps: Vec::with_capacity(2), cannot: Vec::new() }
    }

    pub(crate) fn step(&mut self, reason: Reason, effect: Effect) {
        self.steps.push(Step { effect, reason });
    }

    pub(crate) fn obstacle(cannot: Cannot) -> Self {
        Self { steps: Vec::new(), cannot: vec![cannot] }
    }
}
