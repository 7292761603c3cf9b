//! Which column of a file holds what.

use std::fmt;

use super::HistoryError;

/// What a column may hold.
///
/// See [`Columns`] for an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Column {
    /// The order's number. Required.
    Order,
    /// The moment, `2026-03-02T10:00:00Z` or `2026-03-02 10:00:00` as UTC. Required.
    Time,
    /// Who ordered.
    Customer,
    /// The item. Required.
    Sku,
    /// The quantity. Required.
    Qty,
    /// The price of one unit.
    Price,
    /// What the row is.
    Kind,
    /// The way the order came in.
    Channel,
    /// How it is paid.
    Payment,
    /// How it is delivered.
    Delivery,
    /// Where the goods are to come from.
    Warehouse,
}

impl Column {
    /// All columns, as a generated file has them.
    pub const ALL: [Self; 11] = [
        Self::Order,
        Self::Time,
        Self::Customer,
        Self::Sku,
        Self::Qty,
        Self::Price,
        Self::Kind,
        Self::Channel,
        Self::Payment,
        Self::Delivery,
        Self::Warehouse,
    ];

    /// Returns the word that names it in a mapping.
    #[must_use]
    pub const fn key(self) -> &'static str {
        self.facts().0
    }

    /// Returns the column's name in a file that needs no mapping.
    #[must_use]
    pub const fn default_name(self) -> &'static str {
        self.facts().1
    }

    /// Returns what is taken where the file does not tell; nothing where it must.
    #[must_use]
    pub const fn neutral(self) -> Option<&'static str> {
        self.facts().2
    }

    const fn facts(self) -> (&'static str, &'static str, Option<&'static str>) {
        match self {
            Self::Order => ("order", "order_id", None),
            Self::Time => ("time", "placed_at", None),
            Self::Customer => ("customer", "customer_id", Some("none")),
            Self::Sku => ("sku", "sku", None),
            Self::Qty => ("qty", "qty", None),
            Self::Price => ("price", "unit_price", Some("0.00")),
            Self::Kind => ("kind", "kind", Some("sale above zero, cancel below")),
            Self::Channel => ("channel", "channel", Some("site")),
            Self::Payment => ("payment", "payment", Some("any")),
            Self::Delivery => ("delivery", "delivery", Some("any")),
            Self::Warehouse => ("warehouse", "warehouse", Some("none")),
        }
    }
}

/// The names that a file gives its columns; exact, blanks around them dropped.
///
/// ```
/// use sklad_examples::history::{Column, Columns};
///
/// let columns = Columns::parse("order=InvoiceNo, time=InvoiceDate")?;
/// assert_eq!(columns.name(Column::Order), "InvoiceNo");
/// assert_eq!(columns.name(Column::Sku), "sku");
/// # Ok::<(), sklad_examples::history::HistoryError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Columns(Vec<(Column, String)>);

impl Columns {
    /// Reads `order=InvoiceNo,time=InvoiceDate`; columns not named keep their default names.
    ///
    /// # Errors
    /// [`HistoryError::Mapping`] when a part is no `key=name`, its key is unknown or comes twice.
    pub fn parse(text: &str) -> Result<Self, HistoryError> {
        let mut columns = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let named = columns.named(part);
            columns.0.push(
                named.map_err(|reason| HistoryError::Mapping { text: text.to_owned(), reason })?,
            );
        }
        Ok(columns)
    }

    /// Returns the name of that column.
    #[must_use]
    pub fn name(&self, column: Column) -> &str {
        self.given(column).unwrap_or_else(|| column.default_name())
    }

    /// Returns the name of that column where the mapping gives one: then the file must have it.
    pub(super) fn given(&self, column: Column) -> Option<&str> {
        self.0.iter().find(|(named, _)| *named == column).map(|(_, name)| name.as_str())
    }

    fn named(&self, part: &str) -> Result<(Column, String), String> {
        let (key, name) = part
            .split_once('=')
            .map(|(key, name)| (key.trim(), name.trim()))
            .filter(|(_, name)| !name.is_empty())
            .ok_or_else(|| format!("{part:?} names no column"))?;
        let column = Column::ALL.into_iter().find(|column| column.key() == key);
        let column = column.ok_or_else(|| format!("{key:?} is not known"))?;
        if self.given(column).is_some() {
            return Err(format!("{key:?} comes twice"));
        }
        Ok((column, name.to_owned()))
    }
}

/// A neutral value that stands for what the file does not tell, and how often.
///
/// ```
/// use sklad::base::Currency;
/// use sklad_examples::history::{Columns, History};
///
/// let csv = "order_id,placed_at,sku,qty,unit_price\n1001,2026-03-02 10:00:00,A-100,5,9.90\n";
/// let history = History::read_from("orders.csv", csv.as_bytes(), &Columns::default(), Currency::parse("EUR")?)?;
/// let said: Vec<String> = history.defaults.iter().map(ToString::to_string).collect();
/// assert_eq!(said[3], "payment: any, in 1 line (no column \"payment\")");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Neutral {
    /// What is not told.
    pub column: Column,
    /// The column's name in this file.
    pub name: String,
    /// Whether the file lacks the whole column; else only fields in it are empty.
    pub lacks: bool,
    /// What is taken instead.
    pub value: &'static str,
    /// For how many lines of orders.
    pub lines: usize,
}

impl fmt::Display for Neutral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { column, name, value, lines, .. } = self;
        let plural = if *lines == 1 { "" } else { "s" };
        let why = if self.lacks { "no column" } else { "empty in column" };
        write!(f, "{}: {value}, in {lines} line{plural} ({why} {name:?})", column.key())
    }
}

/// Returns the words of a mapping, for a person to choose from.
pub(super) fn keys() -> String {
    Column::ALL.map(Column::key).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_no_mapping() {
        let refused = |text| Columns::parse(text).unwrap_err().to_string();
        assert_eq!(
            refused("order=InvoiceNo,colour=Farbe"),
            "cannot read columns \"order=InvoiceNo,colour=Farbe\": \"colour\" is not known; write \
             order=InvoiceNo,time=InvoiceDate, with any of order, time, customer, sku, qty, price, kind, channel, \
             payment, delivery, warehouse"
        );
        assert!(refused("order").contains("\"order\" names no column"));
        assert!(refused("order= ").contains("\"order=\" names no column"));
        assert!(refused("order=a,order=b").contains("\"order\" comes twice"));
    }

    #[test]
    fn an_empty_mapping_is_the_default() {
        assert_eq!(Columns::parse(" ").unwrap().name(Column::Time), "placed_at");
    }
}
