//! The log contract: bytes in order, one record for each batch of commands.
//!
//! A [`Log`] takes a [`Batch`] where its writer expects the log to end, keeps it for good, and gives it back in order.
//! Two writers never both win: the expected position is the fence.
//!
//! What it is not: a database of orders. It holds bytes, and whoever wrote them knows what they mean.

mod audit;
pub mod codec;
mod follow;
mod frame;
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

pub use audit::{Auditor, Report, Words};
pub use follow::{Follower, Mark, Projection, Replica, Told};
pub use frame::Damage;
pub use keeper::{
    Clock, Desk, Done, Ending, Keeper, NotDone, Pending, PendingAll, PendingDone, Rival, Setup,
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
