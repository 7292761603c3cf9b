//! One document.

use std::{collections::BTreeSet, fmt};

use sklad_base::{Amounts, Day, DocumentId, ItemId, LineNo, PlaceId, Price, Quantity};

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(
    clippy::exhaustive_enums,
    reason = "written into the log: a new kind must break every reader"
)]
pub enum Kind {
    /// A wish that takes nothing from stock (клиентска заявка) (B1).
    ClientOrder,
    /// An invoice for payment (счёт), before the sale (F5).
    Invoice,
    /// A sale (сметка, реализация) (B4, B7, B9): goods leave as it closes.
    Bill,
    /// Takes back a bill, in whole or part, at the same prices.
    Storno,
    /// Takes back goods that the customer had accepted.
    Return,
    /// Moves goods from one place to another (прехвърляне) (B10).
    Transfer,
    /// Asks a supplier for goods (B6).
    SupplierOrder,
    /// Goods that came from a supplier (B6).
    Receipt,
}

impl Kind {
    /// All kinds, in the order of their sequences.
    pub const ALL: [Self; 8] = [
        Self::ClientOrder,
        Self::Invoice,
        Self::Bill,
        Self::Storno,
        Self::Return,
        Self::Transfer,
        Self::SupplierOrder,
        Self::Receipt,
    ];

    /// Tells whether a document of this kind, made out of one of that kind, uses its units up.
    #[must_use]
    pub const fn uses_up(self, parent: Self) -> bool {
        matches!(
            (self, parent),
            (Self::Storno | Self::Return, Self::Bill)
                | (Self::Bill | Self::Transfer, Self::Transfer)
        )
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::ClientOrder => "client order",
            Self::Invoice => "invoice",
            Self::Bill => "bill",
            Self::Storno => "storno",
            Self::Return => "return",
            Self::Transfer => "transfer",
            Self::SupplierOrder => "supplier order",
            Self::Receipt => "receipt",
        })
    }
}

/// How a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(
    clippy::exhaustive_enums,
    reason = "written into the log: a new state must break every reader"
)]
pub enum State {
    /// It may change.
    Open,
    /// It stands for good, dated this day.
    Closed(Day),
    /// It was given up while it was open; its number stays used.
    Cancelled,
}

/// One line of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(
    clippy::exhaustive_structs,
    reason = "a fact in the log; a new field must break every reader"
)]
pub struct Line {
    /// The order line it is about; documents without an order count their own.
    pub line: LineNo,
    /// Which item.
    pub item: ItemId,
    /// How much of it, in its base unit.
    pub quantity: Quantity,
    /// What one unit costs.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub price: Option<Price>,
    /// What its units cost together, frozen as the document was closed; nothing where it is about goods alone.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub amounts: Option<Amounts>,
    /// The document whose units it takes over or takes back.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub of: Option<DocumentId>,
}

/// What a document says, before it has its number.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that callers build")]
pub struct Sheet {
    /// What it is.
    pub kind: Kind,
    /// The business day on which it was made.
    pub day: Day,
    /// The place whose goods it is about; the place they leave, where there are two.
    pub place: PlaceId,
    /// The place they go to, for a transfer.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub to: Option<PlaceId>,
    /// The document that it follows from as a whole (B6): a bill from its client order.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub parent: Option<DocumentId>,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Delivery and fees, on the document that holds them.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub charges: Option<Amounts>,
    /// How it stands from the start.
    pub state: State,
    /// Its number in another system, where it has one.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub outside: Option<String>,
}

/// A document with its number.
///
/// Invariant: its id and its number were never used before, and the numbers of its kind have no gaps but those
/// that [`Void`](crate::Void) tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(
    clippy::exhaustive_structs,
    reason = "a fact in the log; a new field must break every reader"
)]
pub struct Document {
    /// Its id among all documents.
    pub id: DocumentId,
    /// Its number among those of its kind, from 1.
    pub number: u32,
    /// What it says.
    pub sheet: Sheet,
}

impl Sheet {
    /// Returns an open one without lines.
    #[must_use]
    pub const fn new(kind: Kind, place: PlaceId, day: Day) -> Self {
        let lines = Vec::new();
        Self {
            kind,
            day,
            place,
            to: None,
            parent: None,
            lines,
            charges: None,
            state: State::Open,
            outside: None,
        }
    }

    /// Returns it closed on its own day.
    #[must_use]
    pub fn closed(mut self) -> Self {
        self.state = State::Closed(self.day);
        self
    }
}

impl Document {
    /// Tells whether it may still change.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.sheet.state, State::Open)
    }

    /// Returns how much of an order line stands on it, all its lines about that one together.
    #[must_use]
    pub fn quantity_of(&self, line: LineNo) -> Quantity {
        let its = self.sheet.lines.iter().filter(|its| its.line == line);
        its.fold(Quantity::ZERO, |sum, its| sum.saturating_add(its.quantity))
    }

    /// Goes through all amounts on it: its lines', then its charges.
    pub fn amounts(&self) -> impl Iterator<Item = Amounts> {
        let lines = self.sheet.lines.iter().filter_map(|line| line.amounts);
        lines.chain(self.sheet.charges)
    }

    /// Returns the documents that it follows from.
    #[must_use]
    pub fn parents(&self) -> BTreeSet<DocumentId> {
        let of_lines = self.sheet.lines.iter().filter_map(|line| line.of);
        of_lines.chain(self.sheet.parent).collect()
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.sheet.kind, self.number)
    }
}
