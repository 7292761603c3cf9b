//! What happened to documents.

use sklad_base::{Amounts, Day, DocumentId, Quantity};

use crate::{Document, Line, Void};

/// What happened to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(clippy::exhaustive_enums, reason = "a new event must break every reader")]
pub enum Event {
    /// It was made, open or closed at once.
    Opened(Box<Document>),
    /// A line of an open one changed by this much, and to this price; a line that was not there is new.
    Amended {
        /// Which document.
        document: DocumentId,
        /// What the line says besides its quantity.
        line: Line,
        /// By how much, above or below zero.
        by: Quantity,
    },
    /// An open one was closed.
    Closed {
        /// Which document.
        document: DocumentId,
        /// Its day in the books.
        day: Day,
        /// What each of its lines costs, where it is a bill; line by line.
        amounts: Vec<Option<Amounts>>,
        /// Delivery and fees, where it holds them.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
        charges: Option<Amounts>,
    },
    /// An open one was given up.
    Cancelled(DocumentId),
    /// Numbers became void: no document will have them.
    Voided(Void),
}
