//! A made-up order history: the same seed gives the same bytes, on every machine.
//!
//! A shop with two warehouses, `MAIN` and `SHOP`, sells over its site, a marketplace and the shop floor. A few
//! items sell often and most seldom (Zipf); evenings and working days are busy. One order in twenty is false, most
//! of them small; a few of the early ones ask for a lot of a scarce item, so that what they block can be seen.
//! Others are cancelled, edited or, days later, returned in part.
//!
//! Rows go by time and have the columns of [`Column::ALL`](crate::history::Column::ALL) behind a line number.

mod calendar;
pub mod customers;
mod fate;
mod random;
mod sale;

use std::{fmt, io, io::BufWriter, io::Write};

use sklad::base::Moment;

use crate::history::Column;
use random::Random;
use sale::Shop;

/// What to make: plain data, all of it part of the result.
///
/// ```
/// use sklad_examples::generate::{self, Plan};
///
/// let mut plan = Plan::seeded(1);
/// plan.orders = 10;
/// let (mut one, mut two) = (Vec::new(), Vec::new());
/// generate::write(&mut one, &plan)?;
/// generate::write(&mut two, &plan)?;
/// assert_eq!(one, two);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Plan {
    /// Where chance begins.
    pub seed: u64,
    /// How many orders.
    pub orders: u32,
    /// How many items the shop has, at least one.
    pub items: u32,
    /// The first moment of the first day.
    pub start: Moment,
    /// Over how many days orders come, at least one; returns may come some weeks later.
    pub days: u32,
}

impl Plan {
    /// Returns the plan of `examples/data/orders.csv` with that seed: 2,000 orders of 200 items from Monday,
    /// 2 March 2026, over 92 days.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self { seed, orders: 2_000, items: 200, start: calendar::monday(), days: 92 }
    }
}

/// Writes the history of that plan as comma-separated values.
///
/// # Errors
/// What `out` says when it cannot take more.
pub fn write(out: &mut impl Write, plan: &Plan) -> io::Result<()> {
    let mut random = Random::seeded(plan.seed);
    let shop = Shop::new(plan, &mut random);
    let mut rows = Vec::new();
    for order in shop.orders(&mut random) {
        rows.extend(order.rows());
        rows.extend(fate::rows(&order, &mut random));
    }
    // Stable: the lines of an order stay together.
    rows.sort_by_key(|row| row.at);

    let mut out = BufWriter::new(out);
    let names = Column::ALL.map(Column::default_name);
    writeln!(out, "line,{}", names.join(","))?;
    for (line, row) in (1_u64..).zip(&rows) {
        writeln!(out, "{line},{row}")?;
    }
    out.flush()
}

/// One row of the file.
struct Row {
    at: Moment,
    order: String,
    item: Option<Item>,
    kind: &'static str,
    terms: Terms,
}

/// An item of a row.
#[derive(Clone)]
struct Item {
    sku: String,
    /// Whole units; below zero in a cancel.
    units: i64,
    /// The price of one unit, in hundredths.
    cents: u64,
    kept: bool,
}

/// Who orders, and how: the same in all rows of an order.
#[derive(Clone)]
struct Terms {
    /// Empty where the shop floor asked for no name.
    customer: String,
    channel: &'static str,
    payment: &'static str,
    delivery: &'static str,
    warehouse: &'static str,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Terms { customer, channel, payment, delivery, warehouse } = &self.terms;
        write!(f, "{},{},{customer},", self.order, self.at)?;
        match &self.item {
            Some(Item { sku, units, cents, .. }) => {
                write!(f, "{sku},{units},{}.{:02}", cents / 100, cents % 100)?;
            }
            None => f.write_str(",,")?,
        }
        write!(f, ",{},{channel},{payment},{delivery},{warehouse}", self.kind)
    }
}
