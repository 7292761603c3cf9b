//! What a customer asked for, and how far each unit of it has come.
//!
//! A [`Draft`] comes in from outside and is checked; a [`Placed`] order is a fact; the [`Order`] machine takes
//! commands and answers with events. Per line, exactly: ordered = waiting + taken + cancelled.
//!
//! ```
//! use sklad_base::{Channel, Currency, OrderNumber, Price, Quantity, Sku};
//! use sklad_order::{Draft, DraftLine};
//!
//! let price = Price::parse("19.90", Currency::parse("EUR")?)?;
//! let line = DraftLine { sku: Sku::parse("A-100")?, quantity: Quantity::units(2), price };
//! let draft = Draft::new(Channel::parse("site")?, OrderNumber::parse("1001")?, vec![line]);
//! assert!(draft.check().is_ok());
//! # Ok::<(), sklad_base::Invalid>(())
//! ```
//!
//! - Coming in: [`Draft`], [`DraftLine`], [`Buyer`]. Standing: [`Placed`], [`PlacedLine`], [`Order`], [`Line`], [`Standing`].
//! - The machine: [`Command`], [`Event`], [`Refusal`].
//!
//! **Invariant:** order knows no warehouse and no document: where its units lie and what papers cover them is
//! `flow`'s to join.
//!
//! What it is not: a basket or a price engine.

mod command;
mod draft;
mod line;
mod machine;
mod order;
pub mod price;
mod refusal;

pub use command::{Command, Event, Units};
pub use draft::{Buyer, Draft, DraftLine, Placed, PlacedLine};
pub use line::{Bound, Line};
pub use order::{Order, Standing};
pub use refusal::Refusal;
