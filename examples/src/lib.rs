//! What the examples share: an order history, its replay through the four ways, and a stage for the chapters.
//!
//! Bytes of CSV in, values out: orders, and what happened to them in the order of time. A replay sends them to a
//! shop as commands and counts what came of it.
//!
//! ```
//! use sklad::{prelude::*, scenario::Way};
//! use sklad_examples::{history::{Columns, History, OpeningStock}, replay::{Setting, replay}};
//!
//! let csv = "order_id,placed_at,sku,qty\n1001,2026-03-02 10:00:00,A-100,5\n";
//! let history = History::read_from("orders.csv", csv.as_bytes(), &Columns::default(), Currency::parse("EUR")?)?;
//! let stock = OpeningStock::days_of_demand(&history, 30);
//! let outcome = replay(&history, &stock, Way::ClosedBill, &Setting::default())?;
//! assert_eq!((outcome.taken, outcome.closed), (1, 1));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - [`history`]: the reader; it gives up a row that it cannot read, never the file.
//! - [`generate`]: the writer of a made-up history; the same seed gives the same bytes.
//! - [`replay`](mod@replay): a history through one way; [`scene`]: what a chapter is told with.

pub mod generate;
pub mod history;
pub mod replay;
pub mod scene;
