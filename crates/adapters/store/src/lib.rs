//! The log contract, and the keeper that runs a machine on a log.
//!
//! A [`Log`] takes a [`Batch`] where its writer expects the log to end, keeps it for good, and gives it back in order.
//! Two writers never both win: the expected position is the fence. A [`Keeper`] runs a [`Machine`] on it: commands in,
//! answers out, each behind the record that holds what it did.
//!
//! ```
//! use sklad_base::{Actor, CommandId, Envelope};
//! use sklad_stock::{Command, Ledger, Policy};
//! use sklad_store::{Keeper, MemoryKeys, MemoryLog, Setup};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let setup = Setup::new("shop", Ledger::new(), Policy::default());
//! let keeper = Keeper::open(MemoryLog::new(), MemoryKeys::new(), setup).wait()?;
//! let now = keeper.now();
//! let add = Envelope::new(CommandId::counted(now, 1), Actor::System("site".into()), now, Command::AddItem);
//! assert_eq!(keeper.send(add)?.wait()?.record().number(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! - The contract: [`Log`], [`Keys`]; in memory: [`MemoryLog`], [`MemoryKeys`].
//! - Keeping: [`Keeper`], [`Desk`], [`Setup`], many shops by a [`Host`], writes sent on by [`Onward`]; answers are [`Pending`] until they are [`Done`] or [`NotDone`].
//! - Reading: [`Follower`], [`Replica`], [`Projection`]; looking from outside: [`Auditor`].
//! - Restored from a backup: [`Restored`] begins a new [`Epoch`].
//! - Bytes: [`Record`], and the [`codec`] that seals words about persons.
//!
//! **Invariant:** words about a person reach no log but sealed with that person's key.
//!
//! What it is not: a database of orders. A log holds bytes; for questions in SQL there are read models beside it.

mod audit;
pub mod codec;
mod epoch;
mod follow;
mod frame;
mod host;
mod keeper;
mod keys;
mod log;
mod machine;
mod memory;
mod record;
mod restore;
mod shop;
mod snapshot;
mod stock;
pub mod views;
mod wait;

pub use audit::{Auditor, NotRestored, Report, Words};
pub use epoch::{Begins, Begun, Epoch, Restored, shared};
pub use follow::{Follower, Mark, Projection, Replica, Told};
pub use frame::Damage;
pub use host::{Host, NoShop};
pub use keeper::{
    AcceptedThere, Clock, Crew, Desk, Done, Ending, Keeper, Neighbours, NotDone, Onward, Pending,
    PendingAll, PendingDone, Rival, Sending, Setup, Written,
};
pub use keys::{Found, Key, Keys, MemoryKeys};
pub use log::{
    AppendError, Archived, Batch, BatchKey, Fault, Foundation, Limits, Log, Position, ReadError,
    Receipt, Rejection, Sealed, Snapshot, Stored,
};
pub use machine::Machine;
pub use memory::MemoryLog;
pub use record::{Accepted, Record};
pub use restore::OpenError;
pub use wait::wait;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
