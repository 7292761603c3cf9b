//! Puts the rows of a file together: lines become orders, the rest becomes deeds to be told in order of time.

use std::{collections::BTreeMap, io::BufRead};

use sklad::base::{Currency, Moment, OrderNumber};

use super::{
    Column, Columns, History, HistoryError, Unreadable, WebOrder,
    row::{Deed, Layout, Row},
    rows::{Record, Rows},
    timeline,
};

/// A deed, and the line of the file that tells it.
pub(super) struct Told {
    pub(super) at: Moment,
    pub(super) line: u64,
    pub(super) deed: Deed,
}

/// What has been read so far.
#[derive(Default)]
struct Gathering {
    orders: Vec<WebOrder>,
    /// The line of the file on which each order begins.
    begins: Vec<u64>,
    by_number: BTreeMap<OrderNumber, usize>,
    told: Vec<Told>,
    /// For how many lines a neutral value stands in a column.
    untold: BTreeMap<Column, usize>,
    unreadable: Vec<Unreadable>,
    rows: usize,
    not_orders: usize,
    lines_under_first: usize,
}

/// Reads all rows.
pub(super) fn gather<R: BufRead>(
    mut rows: Rows<R>,
    columns: &Columns,
    currency: Currency,
) -> Result<History, HistoryError> {
    let header = header(&mut rows)?;
    let layout = Layout::find(&header, rows.file(), columns, currency)?;
    let mut gathering = Gathering::default();
    while let Some(row) = next(&mut rows)? {
        gathering.rows += 1;
        let taken = row.and_then(|record| {
            let taken = gathering.take(&record, &layout);
            taken.map_err(|reason| rows.unreadable(record.line, reason))
        });
        gathering.unreadable.extend(taken.err());
    }
    Ok(gathering.finish(&rows, &layout))
}

/// Reads the row of the columns' names.
pub(super) fn header<R: BufRead>(rows: &mut Rows<R>) -> Result<Record, HistoryError> {
    let no_header = |rows: &Rows<R>, reason: &str| HistoryError::NoHeader {
        file: rows.file().to_owned(),
        reason: reason.to_owned(),
    };
    match next(rows)? {
        Some(Ok(header)) => Ok(header),
        Some(Err(row)) => Err(no_header(rows, &row.reason)),
        None => Err(no_header(rows, "it is empty")),
    }
}

/// Reads one row.
pub(super) fn next<R: BufRead>(
    rows: &mut Rows<R>,
) -> Result<Option<Result<Record, Unreadable>>, HistoryError> {
    rows.next().map_err(|source| HistoryError::file(rows.file(), source))
}

impl Gathering {
    fn take(&mut self, record: &Record, layout: &Layout<'_>) -> Result<(), String> {
        match layout.read(record)? {
            Row::Line(order) => {
                layout.untold(record).for_each(|it| *self.untold.entry(it).or_default() += 1);
                self.take_line(order, record.line);
            }
            Row::Deed { at, deed } => self.told.push(Told { at, line: record.line, deed }),
            Row::NotOrder => self.not_orders += 1,
        }
        Ok(())
    }

    /// Joins a line to its order; the first row of an order says all but the lines.
    fn take_line(&mut self, order: WebOrder, line: u64) {
        let known = self.by_number.get(&order.number).and_then(|at| self.orders.get_mut(*at));
        let Some(first) = known else {
            self.by_number.insert(order.number.clone(), self.orders.len());
            self.orders.push(order);
            self.begins.push(line);
            return;
        };
        if (first.placed_at, &first.customer) != (order.placed_at, &order.customer) {
            self.lines_under_first += 1;
        }
        first.lines.extend(order.lines);
    }

    fn finish<R: BufRead>(mut self, rows: &Rows<R>, layout: &Layout<'_>) -> History {
        let is_cancel = |told: &&Told| matches!(told.deed, Deed::Cancel { .. });
        let cancel_lines = self.told.iter().filter(is_cancel).count();
        let told = timeline::tell(&self.orders, &self.begins, self.told);
        for (order, known_at) in self.orders.iter_mut().zip(told.false_known_at) {
            order.false_known_at = known_at;
        }
        let not_told = told.misfits.into_iter().map(|(line, why)| rows.unreadable(line, why));
        self.unreadable.extend(not_told);
        self.unreadable.sort_by_key(|row| row.line);
        History {
            name: rows.file().to_owned(),
            orders: self.orders,
            entries: told.entries,
            unreadable: self.unreadable,
            rows: self.rows,
            cancel_lines,
            cancels_without_sale: told.cancels_without_sale,
            not_orders: self.not_orders,
            lines_under_first: self.lines_under_first,
            defaults: layout.defaults(&self.untold),
        }
    }
}
