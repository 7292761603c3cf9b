//! Four ways a web order enters the books, as pure functions from what happened to a plan.
//!
//! | way | stock falls | who works on it |
//! | --- | --- | --- |
//! | client order (B1-B6) | when the bill made from it is closed | an operator reviews, then bills |
//! | open bill (B7, B8) | when the bill is closed | an operator closes, every day |
//! | closed bill (B9) | at once | nobody |
//! | transfer (B10) | at once, from A into B; from B when it is sent | an operator, before it is sent |
//!
//! A plan brings the books in line with the order: it is the difference between what the order wants and what
//! papers and stock say. So the same happening twice plans nothing the second time.
//!
//! ```
//! use sklad_base::{Moment, PlaceId};
//! use sklad_scenario::{Facts, Happening, Policy, Way};
//! use sklad_stock::{Booking, Ledger};
//!
//! let (ledger, shelf_policy) = (Ledger::new(), sklad_stock::Policy::default());
//! let shelf = Booking::new(&ledger, &shelf_policy, Moment::FIRST);
//! let facts = Facts { lines: &[], open: None, confirmed: false, shelf: &shelf, policy: &Policy::default() };
//! assert!(Way::ClosedBill.plan(&Happening::Placed, &facts).steps.is_empty(), "nothing asked, nothing planned");
//! ```
//!
//! - [`Way::plan`] takes a [`Happening`] and [`Facts`] and returns a [`Plan`]: [`Step`]s, each an [`Effect`] with its [`Reason`].
//! - [`Policy`] is what the shop chooses beside the way: what becomes of a [`Shortage`], whether goods go out unbilled.
//!
//! Feature `serde` (off by default) gives [`Way`] and [`Policy`] a wire form.
//!
//! **Invariant:** a strategy touches nothing; `flow` carries plans out.
//!
//! What it is not: advice on which way to choose.

mod by_place;
mod client_order;
mod closed_bill;
mod facts;
mod open_bill;
mod plan;
mod policy;
mod reconcile;
mod shelf;
mod transfer;
mod way;

pub use facts::{Facts, Happening, LineFacts};
pub use plan::{Cannot, Effect, Plan, Reason, Step};
pub use policy::{Policy, Sending, Shortage};
pub use way::{Reserve, Way};

#[cfg(test)]
mod tests;
