//! An order history: who ordered what and when, and what became of it.
//!
//! One row of the file is one line of an order, or one thing that happened to an order. The column `kind` says
//! which; where it lacks or is empty, a quantity above zero is a sale and one below zero a cancel.
//!
//! | kind | the row is | quantity |
//! |---|---|---|
//! | `sale` | a line of an order | above zero |
//! | `service` | a line of an item that is not kept in stock | above zero |
//! | `cancel` | goods taken back: of the newest earlier sale of the same customer and item with that much left | below zero |
//! | `edit` | the new quantity of a line: the first of that item in that order; zero drops the line | zero or above |
//! | `false` | the moment at which an order became known as false | not read |
//! | `adjust` | no order: counted and left out | not read |
//!
//! What is *left* of a line is its quantity less what was taken back since; an edit sets it anew. Nothing is left
//! of an order known as false. A cancel without a customer finds no sale: it does not say whose goods come back.
//! "Earlier" goes by time, then by place in the file, so the rows may stand in any order.
//!
//! One file numbers its orders once. An order keeps the time, the customer and the rest of the first of its rows
//! in the file; rows that tell another time or customer are counted in [`History::lines_under_first`].

mod columns;
mod fault;
mod gathering;
mod row;
mod rows;
mod stock;
mod timeline;

use std::{fs::File, io::BufReader, io::Read, path::Path};

use sklad::base::{Channel, Currency, Moment, OrderNumber, PlaceCode, Price, Quantity, Sku};

pub use columns::{Column, Columns, Neutral};
pub use fault::{HistoryError, Unreadable};
pub use stock::{OpeningStock, StockLine};

/// All that a file tells of orders, in the order of time.
///
/// ```
/// use sklad::base::Currency;
/// use sklad_examples::history::{Columns, History, What};
///
/// let csv = "\
/// order_id,placed_at,customer_id,sku,qty
/// 1001,2026-03-02 10:00:00,Ivan,A-100,5
/// C7,2026-03-09 12:00:00,Ivan,A-100,-2
/// 1002,soon,Ana,A-100,1
/// ";
/// let history = History::read_from("orders.csv", csv.as_bytes(), &Columns::default(), Currency::parse("EUR")?)?;
/// assert!(matches!(history.entries[1].what, What::TakenBack { order: 0, line: 0, .. }));
/// assert_eq!(history.unreadable[0].line, 4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Every row is found again: `rows` is the sum of the lines, the cancels, the edits, the orders found false, the
/// rows that are no orders and the unreadable ones.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct History {
    /// The file's name, for messages.
    pub name: String,
    /// The orders, as the file first names them.
    pub orders: Vec<WebOrder>,
    /// What happened, in order of time; at the same moment, in order of the file.
    pub entries: Vec<Entry>,
    /// The rows that could not be read, in order of the file.
    pub unreadable: Vec<Unreadable>,
    /// How many rows the file has below its header, blank lines left out.
    pub rows: usize,
    /// How many cancel rows were read.
    pub cancel_lines: usize,
    /// How many of them take back nothing that the file sold before.
    pub cancels_without_sale: usize,
    /// How many rows are no orders (`adjust`).
    pub not_orders: usize,
    /// How many lines stand under an order whose first row tells another time or customer.
    pub lines_under_first: usize,
    /// The neutral values that stand for what the file does not tell.
    pub defaults: Vec<Neutral>,
}

impl History {
    /// Reads the file at that path; prices are in that currency.
    ///
    /// # Errors
    /// [`HistoryError`] when the file cannot be opened or read to its end, has no header, or lacks a required
    /// column. Rows that cannot be read are no error: they stand in [`History::unreadable`].
    pub fn read(path: &Path, columns: &Columns, currency: Currency) -> Result<Self, HistoryError> {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|source| HistoryError::file(&name, source))?;
        Self::read_from(&name, file, columns, currency)
    }

    /// Reads the bytes of a file of that name.
    ///
    /// # Errors
    /// [`HistoryError`], as [`read`](Self::read) says.
    pub fn read_from(
        name: &str,
        input: impl Read,
        columns: &Columns,
        currency: Currency,
    ) -> Result<Self, HistoryError> {
        let rows = rows::Rows::new(name, BufReader::new(input));
        gathering::gather(rows, columns, currency)
    }
}

/// An order as it was placed.
///
/// See [`History`] for an example.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WebOrder {
    /// Its number, once in the file.
    pub number: OrderNumber,
    /// When it was placed.
    pub placed_at: Moment,
    /// Who ordered, as the file names them.
    pub customer: Option<String>,
    /// The way it came in.
    pub channel: Channel,
    /// How it is paid.
    pub payment: String,
    /// How it is delivered.
    pub delivery: String,
    /// Where its goods are to come from, where the file says so.
    pub warehouse: Option<PlaceCode>,
    /// What is asked for, at least one line; an item may come twice.
    pub lines: Vec<WebLine>,
    /// When it became known as false, if it is.
    pub false_known_at: Option<Moment>,
}

/// One line of an order as it was placed.
///
/// See [`History`] for an example.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WebLine {
    /// The item.
    pub sku: Sku,
    /// How much of it, above zero.
    pub quantity: Quantity,
    /// What one unit costs, zero or above.
    pub price: Price,
    /// Whether the item is kept in stock; gift wrapping is not.
    pub kept: bool,
}

/// What happened, and when.
///
/// See [`History`] for an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// When.
    pub at: Moment,
    /// What.
    pub what: What,
}

/// What happened to an order; `order` and `line` are places in [`History::orders`] and [`WebOrder::lines`].
///
/// See [`History`] for an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a new happening must break every replay at compile time"
)]
pub enum What {
    /// The order was placed.
    Placed {
        /// Which order.
        order: usize,
    },
    /// A line has another quantity from now on.
    Changed {
        /// Which order.
        order: usize,
        /// Which of its lines.
        line: usize,
        /// The new quantity, zero or above.
        to: Quantity,
    },
    /// A part of a line was taken back: rejected before sending, returned after.
    TakenBack {
        /// Which order.
        order: usize,
        /// Which of its lines.
        line: usize,
        /// How much, above zero and at most what was left of the line.
        quantity: Quantity,
    },
    /// The order turned out to be false.
    FoundFalse {
        /// Which order.
        order: usize,
    },
}

#[cfg(test)]
mod tests;
