//! What lies in the warehouses when the history begins.

use std::{collections::BTreeMap, fs::File, io::BufReader, io::Read, path::Path};

use sklad::base::{PlaceCode, Quantity, Sku};

use super::{
    History, HistoryError, Unreadable, WebOrder,
    gathering::{header, next},
    row::{in_row, no_column, place_of},
    rows::{Record, Rows},
};

/// Opening stock by item and warehouse, in their order.
///
/// ```
/// use sklad_examples::history::OpeningStock;
///
/// let csv = "sku,qty,warehouse\nA-100,5,MAIN\nA-200,3,\nA-100,2,MAIN\n";
/// let stock = OpeningStock::read_from("stock.csv", csv.as_bytes())?;
/// assert_eq!(stock.lines.len(), 2);
/// assert_eq!(stock.lines[0].quantity.to_string(), "7");
/// # Ok::<(), sklad_examples::history::HistoryError>(())
/// ```
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct OpeningStock {
    /// What lies where, each item once in each warehouse.
    pub lines: Vec<StockLine>,
    /// The rows that could not be read.
    pub unreadable: Vec<Unreadable>,
}

/// How much of an item lies in a warehouse.
///
/// See [`OpeningStock`] for an example.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StockLine {
    /// The item.
    pub sku: Sku,
    /// Where it lies, if that is told.
    pub warehouse: Option<PlaceCode>,
    /// How much of it, zero or above.
    pub quantity: Quantity,
}

/// An item in a warehouse.
type Shelf = (Sku, Option<PlaceCode>);

impl OpeningStock {
    /// Reads a file with the columns `sku` and `qty`, and `warehouse` where it has one; rows of the same item
    /// and warehouse add up.
    ///
    /// # Errors
    /// [`HistoryError`] when the file cannot be opened or read to its end, has no header, or lacks a column.
    /// Rows that cannot be read are no error: they stand in [`OpeningStock::unreadable`].
    pub fn read(path: &Path) -> Result<Self, HistoryError> {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|source| HistoryError::file(&name, source))?;
        Self::read_from(&name, file)
    }

    /// Reads the bytes of a file of that name.
    ///
    /// # Errors
    /// [`HistoryError`], as [`read`](Self::read) says.
    pub fn read_from(name: &str, input: impl Read) -> Result<Self, HistoryError> {
        let mut rows = Rows::new(name, BufReader::new(input));
        let header = header(&mut rows)?;
        let needed = |column| {
            let remedy = format!("name one of them {column}");
            let place = place_of(&header, name, column)?;
            place.ok_or_else(|| no_column(&header, name, column, remedy))
        };
        let (sku, qty) = (needed("sku")?, needed("qty")?);
        let warehouse = place_of(&header, name, "warehouse")?;

        let (mut shelves, mut unreadable) = (BTreeMap::new(), Vec::new());
        while let Some(row) = next(&mut rows)? {
            let taken = row.and_then(|record| {
                let taken = take(&mut shelves, &record, (sku, qty, warehouse));
                taken.map_err(|reason| rows.unreadable(record.line, reason))
            });
            unreadable.extend(taken.err());
        }
        Ok(Self { lines: lines(shelves), unreadable })
    }

    /// Returns so many days of each item's demand, rounded up to whole units, where it was asked for.
    ///
    /// Demand is what was ordered, as placed; orders found false are none. A day's demand is all of it over the
    /// time between the first order and the last; a history no longer than that many days gives all of its demand.
    #[must_use]
    pub fn days_of_demand(history: &History, days: u32) -> Self {
        let placed = |order: &WebOrder| order.placed_at.unix_micros();
        let first = history.orders.iter().map(placed).min().unwrap_or(0);
        let last = history.orders.iter().map(placed).max().unwrap_or(0);
        let span = i128::from(last) - i128::from(first);
        let wanted = i128::from(days) * DAY;
        let (share, of) = if span <= wanted { (1, 1) } else { (wanted, span) };

        let mut demand: BTreeMap<Shelf, i128> = BTreeMap::new();
        for order in history.orders.iter().filter(|order| order.false_known_at.is_none()) {
            for line in order.lines.iter().filter(|line| line.kept) {
                let shelf = (line.sku.clone(), order.warehouse.clone());
                *demand.entry(shelf).or_default() += i128::from(line.quantity.millionths());
            }
        }
        let shelves = demand.into_iter().map(|(shelf, all)| (shelf, whole_units(all, share, of)));
        Self { lines: lines(shelves), unreadable: Vec::new() }
    }
}

/// Adds a row to what lies there.
fn take(
    shelves: &mut BTreeMap<Shelf, Quantity>,
    record: &Record,
    (sku, qty, warehouse): (usize, usize, Option<usize>),
) -> Result<(), String> {
    let sku = Sku::parse(record.field(sku)).map_err(in_row)?;
    let quantity = Quantity::parse(record.field(qty)).map_err(in_row)?;
    if quantity.is_negative() {
        return Err(format!(
            "quantity {quantity} is below zero; write what lies there, at least 0"
        ));
    }
    let warehouse = warehouse.map(|at| record.field(at)).filter(|field| !field.is_empty());
    let warehouse = warehouse.map(PlaceCode::parse).transpose().map_err(in_row)?;

    let lies = shelves.entry((sku, warehouse)).or_default();
    *lies = lies.plus(quantity).map_err(in_row)?;
    Ok(())
}

fn lines(shelves: impl IntoIterator<Item = (Shelf, Quantity)>) -> Vec<StockLine> {
    let line = |((sku, warehouse), quantity)| StockLine { sku, warehouse, quantity };
    shelves.into_iter().map(line).collect()
}

/// Returns `share / of` of that many millionths, rounded up to whole units; the largest that fits, past it.
fn whole_units(millionths: i128, share: i128, of: i128) -> Quantity {
    let (part, unit) = (millionths.saturating_mul(share), of.saturating_mul(MILLIONTHS));
    let units = part / unit + i128::from(part % unit > 0);
    i64::try_from(units.saturating_mul(MILLIONTHS)).map_or(Quantity::MAX, Quantity::from_millionths)
}

const MILLIONTHS: i128 = 1_000_000;
/// A day, in microseconds.
const DAY: i128 = 86_400_000_000;

#[cfg(test)]
mod tests {
    use sklad::base::Currency;

    use super::*;
    use crate::history::Columns;

    #[test]
    fn a_row_that_cannot_be_read_says_why_and_costs_no_other() {
        let csv =
            "sku,qty\nA-100,5\nA-100,-1\n,3\nA-200,many\nA-300\nA-100,9223372036854\nA-400,0.5\n";
        let stock = OpeningStock::read_from("stock.csv", csv.as_bytes()).unwrap();
        assert_eq!(said(&stock), ["A-100 5", "A-400 0.5"]);
        let reasons: Vec<String> = stock.unreadable.iter().map(ToString::to_string).collect();
        assert_eq!(
            reasons,
            [
                "cannot read stock.csv, line 3: quantity -1 is below zero; write what lies there, at least 0",
                "cannot read stock.csv, line 4: sku: the text is empty; give at least one character",
                "cannot read stock.csv, line 5: quantity \"many\": it is not a decimal number; fix it in the sending system",
                "cannot read stock.csv, line 6: 1 field where the header has 2; give as many as the header",
                "cannot read stock.csv, line 7: cannot add 5 and 9223372036854: the sum is past 9223372036854.775807; \
                 split it into several",
            ]
        );
    }

    #[test]
    fn a_file_without_quantities_is_no_stock() {
        let error = OpeningStock::read_from("stock.csv", "sku,quantity\n".as_bytes()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot read stock.csv: no column \"qty\" among sku, quantity; name one of them qty"
        );
    }

    #[test]
    fn a_longer_history_gives_its_share_in_whole_units_and_a_shorter_one_all() {
        let history = history(
            "1,2026-03-01 00:00:00,A-100,10,sale,MAIN\n\
             1,2026-03-01 00:00:00,WRAP,1,service,MAIN\n\
             2,2026-03-02 00:00:00,A-100,7,sale,SHOP\n\
             3,2026-03-03 00:00:00,A-100,100,sale,MAIN\n\
             3,2026-03-04 00:00:00,,,false,\n\
             4,2026-05-30 00:00:00,A-200,0.3,sale,\n",
        );
        let share = OpeningStock::days_of_demand(&history, 30);
        assert_eq!(said(&share), ["A-100 MAIN 4", "A-100 SHOP 3", "A-200 1"]);
        let all = OpeningStock::days_of_demand(&history, 90);
        assert_eq!(said(&all), ["A-100 MAIN 10", "A-100 SHOP 7", "A-200 1"]);
    }

    #[test]
    fn no_order_wants_no_stock() {
        assert!(OpeningStock::days_of_demand(&history(""), 30).lines.is_empty());
    }

    fn history(rows: &str) -> History {
        let csv = format!("order_id,placed_at,sku,qty,kind,warehouse\n{rows}");
        let eur = Currency::parse("EUR").unwrap();
        History::read_from("orders.csv", csv.as_bytes(), &Columns::default(), eur).unwrap()
    }

    fn said(stock: &OpeningStock) -> Vec<String> {
        let line = |line: &StockLine| {
            let place = line.warehouse.as_ref().map_or_else(String::new, |it| format!(" {it}"));
            format!("{}{place} {}", line.sku, line.quantity)
        };
        stock.lines.iter().map(line).collect()
    }
}
