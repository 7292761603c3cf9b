//! What the examples share: an order history, read from a file or made from a seed.
//!
//! Bytes of CSV in, values out: orders, and what happened to them in the order of time.
//!
//! ```
//! use sklad_base::Currency;
//! use sklad_examples::history::{Columns, History};
//!
//! let csv = "order_id,placed_at,sku,qty\n1001,2026-03-02 10:00:00,A-100,5\n";
//! let history = History::read_from("orders.csv", csv.as_bytes(), &Columns::default(), Currency::parse("EUR")?)?;
//! assert_eq!(history.orders[0].lines[0].quantity.to_string(), "5");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - [`history`]: the reader; it gives up a row that it cannot read, never the file.
//! - [`generate`]: the writer of a made-up history; the same seed gives the same bytes.
//!
//! **Invariant:** nothing here knows the four ways; what a cancellation means is for them to say.

pub mod generate;
pub mod history;
