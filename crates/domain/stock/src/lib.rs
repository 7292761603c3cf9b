//! What is there, what is promised: one append-only ledger, and every balance a fold of it.
//!
//! Entries come in as one command and are judged as one; movements and claims come out as events, or a refusal
//! that names all that is wrong.
//!
//! ```
//! use sklad_base::{Actor, CommandId, Decider, Envelope, Moment, Quantity};
//! use sklad_stock::{Command, Entry, Goods, Ledger, Policy};
//!
//! let now = Moment::parse("2026-03-02T10:00:00Z")?;
//! let envelope = Envelope::new(CommandId::counted(now, 0), Actor::System("doc".into()), now, ());
//! let (mut ledger, policy) = (Ledger::new(), Policy::default());
//!
//! let outlet = ledger.next_outlet();
//! let (place, item) = (ledger.next_place(), ledger.next_item());
//! for command in [
//!     Command::OpenOutlet,
//!     Command::OpenPlace(outlet),
//!     Command::AddItem,
//!     Command::Book(vec![Entry::Receive(Goods { place, item, quantity: Quantity::units(3) })]),
//! ] {
//!     ledger.run(&envelope.with(command), &policy)?;
//! }
//! assert_eq!(ledger.cell(place, item).available(), Quantity::units(3));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - [`Ledger`] is the machine; [`Command`], [`Entry`] what is asked of it, [`Event`] what happened, [`Refusal`] why not.
//! - [`Goods`] is so much of an item at a place; [`Cell`] what stands there; [`Movement`] one line of the ledger; [`Claim`] what an order line holds or waits for.
//! - [`Booking`] is a command in the making, for those who must look at the shelf between two entries.
//!
//! Feature `serde` (off by default) gives commands, events, the policy and the ledger a wire form; the ledger's is its
//! [`snapshot`](Ledger::snapshot).
//!
//! **Invariant:** stock knows nothing of orders but their line ids.
//!
//! What it is not: a costing system; there are no prices here.

mod account;
mod allocate;
mod booking;
mod cell;
mod claim;
mod claims;
mod day;
mod entry;
mod event;
mod evolve;
mod explain;
mod history;
mod ledger;
mod machine;
mod names;
mod plain;
mod policy;
mod refusal;
mod shelf;
mod snapshot;
mod supply;
#[cfg(feature = "serde")]
mod wire;

pub use account::{Account, Fate, Movement, WhyAdjusted};
pub use allocate::{Allocation, Share, Shares, Want};
pub use booking::Booking;
pub use cell::Cell;
pub use claim::{Claim, Rank, Shortage, Source, Terms};
pub use entry::{Entry, Goods, Way};
pub use event::{Discrepancy, Event};
pub use explain::{Explanation, Holder};
pub use history::{Record, changed_since, movements_of, stock_as_of};
pub use ledger::{Footprint, Ledger};
pub use machine::Command;
pub use names::Names;
pub use policy::{Backorder, Negative, Policy, ShortCount};
pub use refusal::Refusal;
pub use snapshot::Damage;
pub use supply::{Supply, SupplyId};
