//! The log contract: bytes in order, one record for each batch of commands.
//!
//! A [`Log`] takes a [`Batch`] where its writer expects the log to end, keeps it for good, and gives it back in order.
//! Two writers never both win: the expected position is the fence.
//!
//! What it is not: a database of orders. It holds bytes, and whoever wrote them knows what they mean.

mod log;

pub use log::{
    AppendError, Archived, Batch, BatchKey, Fault, Foundation, Limits, Log, Position, ReadError,
    Receipt, Rejection, Sealed, Snapshot, Stored,
};
