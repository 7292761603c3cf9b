//! What is wrong with a file, and what is wrong with a row.

use std::{fmt, io, sync::Arc};

/// Says why a file was not read at all.
///
/// ```
/// use sklad_examples::history::Columns;
///
/// let error = Columns::parse("colour=Farbe").unwrap_err();
/// assert!(error.to_string().starts_with("cannot read columns \"colour=Farbe\": "));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HistoryError {
    /// The file cannot be opened, or reading broke off.
    #[error("cannot read {file}: {source}; give the path of a readable file")]
    File {
        /// The file's name.
        file: String,
        /// What the system says.
        source: io::Error,
    },
    /// The first row does not name the columns.
    #[error("cannot read {file}: {reason}; put a row with the names of the columns first")]
    NoHeader {
        /// The file's name.
        file: String,
        /// What stands there instead.
        reason: String,
    },
    /// A column that is needed lacks.
    #[error("cannot read {file}: no column {column:?} among {found}; {remedy}")]
    NoColumn {
        /// The file's name.
        file: String,
        /// The column's name.
        column: String,
        /// The columns that are there.
        found: String,
        /// What to do.
        remedy: String,
    },
    /// Two columns have the same name.
    #[error("cannot read {file}: column {column:?} stands there twice; rename one of the two")]
    ColumnTwice {
        /// The file's name.
        file: String,
        /// The column's name.
        column: String,
    },
    /// The mapping of columns is not one.
    #[error(
        "cannot read columns {text:?}: {reason}; write {form}, with any of {keys}",
        form = "order=InvoiceNo,time=InvoiceDate",
        keys = super::columns::keys()
    )]
    Mapping {
        /// The mapping as it came.
        text: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl HistoryError {
    pub(super) fn file(name: &str, source: io::Error) -> Self {
        Self::File { file: name.to_owned(), source }
    }
}

/// A row that was given up: which, and why.
///
/// ```
/// use sklad::base::Currency;
/// use sklad_examples::history::{Columns, History};
///
/// let csv = "order_id,placed_at,sku,qty\n1001,2026-03-02 10:00:00,A-100,many\n";
/// let history = History::read_from("orders.csv", csv.as_bytes(), &Columns::default(), Currency::parse("EUR")?)?;
/// assert_eq!(
///     history.unreadable[0].to_string(),
///     "cannot read orders.csv, line 2: quantity \"many\": it is not a decimal number; fix it in the sending system"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unreadable {
    /// The file's name.
    pub file: Arc<str>,
    /// The line of the file on which the row begins; the header is line 1.
    pub line: u64,
    /// The facts, and what to do.
    pub reason: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read {}, line {}: {}", self.file, self.line, self.reason)
    }
}
