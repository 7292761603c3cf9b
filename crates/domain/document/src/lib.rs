//! The papers of a shop: numbered without gaps, chained to their relatives, never deleted.
//!
//! A [`Family`] is all documents of one order, or those that belong to none. A document is opened, may change
//! while it is open, and never again once it is closed; a correction is a document of its own.
//!
//! ```
//! use sklad_base::{Day, PlaceId};
//! use sklad_document::{Family, Kind, Numbers, Sheet};
//!
//! let (mut family, mut numbers) = (Family::default(), Numbers::default());
//! let sheet = Sheet::new(Kind::Bill, PlaceId::new(0), Day::parse("2026-03-02")?);
//! let bill = numbers.give(sheet)?;
//! for event in [sklad_document::Event::Opened(Box::new(bill))] {
//!     numbers.evolve(&event);
//!     family.evolve(&event);
//! }
//! assert_eq!(family.documents()[0].to_string(), "bill 1");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - [`Document`], its [`Kind`], [`State`] and [`Line`]s; a [`Sheet`] is one without its number yet.
//! - [`Family`] takes in [`Event`]s and answers what is open, billed, taken back; [`Numbers`] are the sequences,
//!   with the numbers that are [`Void`].
//!
//! Feature `serde` (off by default) gives events, documents, families and numbers a wire form; what is read adds up.
//!
//! **Invariant:** documents know no stock: closing a bill here moves nothing; `flow` does both in one record.
//!
//! What it is not: a printer.

mod document;
mod event;
mod family;
mod numbers;
mod refusal;
#[cfg(feature = "serde")]
mod wire;

pub use document::{Document, Kind, Line, Sheet, State};
pub use event::Event;
pub use family::{Family, Rest};
pub use numbers::{Numbers, Void};
pub use refusal::Refusal;
