//! Read models: what stands in the tables beside a log, whatever database holds them.
//!
//! Events in, rows out: a [`Teller`] folds what a log holds, notes what each batch touched, and tells a [`Sink`] every
//! touched row once, as it now is. Rows of the state are put and removed; movements and what was done to orders are
//! told as they happen, and stay.
//!
//! - [`Table`] names the tables and their columns; an adapter has the schema that goes with them, column by column.
//! - [`Rows`] is a sink in memory; [`tell_state`] tells all rows of a shop, to compare or to begin with.
//!
//! **Invariant:** a row of the state is read from the state and never from what a table holds: tables cannot drift.

mod customers;
mod gathered;
mod history;
mod rows;
mod state;
mod table;
mod teller;
mod touched;

pub use gathered::Rows;
pub use state::{has_left, tell_state};
pub use table::{Sink, Table, Value, Words};
pub use teller::{Step, Teller};
