//! What a customer asked for, and how far each unit of it has come.
//!
//! A [`Draft`] comes in from outside and is checked; a [`Placed`] order is a fact; the [`Order`] machine takes
//! commands and answers with events. Per line, exactly: ordered = waiting + taken + cancelled.
//!
//! ```
//! use sklad_base::{Channel, Currency, OrderNumber, Price, PriceBasis, Quantity, Sku};
//! use sklad_order::{Draft, DraftLine, price::Terms};
//!
//! let eur = Currency::parse("EUR")?;
//! let line = DraftLine::new(Sku::parse("A-100")?, Quantity::units(2), Price::parse("19.90", eur)?);
//! let terms = Terms::new(eur, PriceBasis::Gross);
//! let draft = Draft::new(Channel::parse("site")?, OrderNumber::parse("1001")?, terms, vec![line]);
//! assert!(draft.check().is_ok());
//! # Ok::<(), sklad_base::Invalid>(())
//! ```
//!
//! - Coming in: [`Draft`], [`DraftLine`], [`Buyer`]. Standing: [`Placed`], [`PlacedLine`], [`Order`], [`Line`], [`Standing`], [`Reason`].
//! - What is said of a person stands in [`Personal`](sklad_base::Personal) only: [`Event::persons`], [`Order::persons`], [`Order::forget`].
//! - The machine: [`Command`] (an [`Edit`] among them), [`Event`], [`Refusal`], the shop's [`Policy`]; [`Happened`] is what a judgement leads to; [`DryRun`] asks what an edit would do,
//!   [`LogLine`] says what it did (S5).
//! - Money: [`price`] is the arithmetic, [`Receipt`] what an order costs as it stands, [`Payment`] what was paid.
//! - What a shop offers: [`Matrix`] (C1), [`PriceList`] (G3), [`Confirmation`]s to collect (C2, C8).
//!
//! Feature `serde` (off by default) gives all of these a wire form: decimals as text, names in snake case, and whatever is
//! read is checked, so an order whose lines do not add up is an error. How it looks: the crate's `README.md`.
//!
//! **Invariant:** order knows no warehouse and no document: where its units lie and what papers cover them is
//! `flow`'s to join.
//!
//! What it is not: a promotions engine; a discount is given to it.

mod bills;
mod command;
mod confirmation;
mod discounts;
mod draft;
mod dry_run;
mod edits;
mod forget;
mod happened;
mod held;
mod line;
mod log;
mod machine;
mod matrix;
mod money;
mod order;
mod payment;
mod policy;
pub mod price;
mod price_list;
mod reason;
mod receipt;
mod refusal;
mod standing;
mod total;
#[cfg(feature = "serde")]
mod wire;

pub use command::{BilledCharges, BilledLine, Command, DeliveryPrice, Edit, Event, Units};
pub use confirmation::Confirmation;
pub use draft::{Agreed, Buyer, Draft, DraftLine, Placed, PlacedLine, TaxNumber};
pub use dry_run::DryRun;
pub use happened::Happened;
pub use line::{Bound, Line};
pub use log::LogLine;
pub use matrix::{Asked, Cost, Matrix, Offer};
pub use order::Order;
pub use payment::Payment;
pub use policy::Policy;
pub use price_list::PriceList;
pub use reason::Reason;
pub use receipt::{Receipt, ReceiptLine};
pub use refusal::Refusal;
pub use standing::Standing;
