//! What a table of the read models is, and where its rows go.

use std::borrow::Cow;

use sklad_base::{Day, Moment, Money, PersonId, Quantity};

/// One value of one column.
///
/// ```
/// use sklad_store::views::Value;
///
/// assert_eq!(Value::from("A-100"), Value::Text("A-100".into()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_enums, reason = "every database must write each of them")]
pub enum Value<'a> {
    /// Nothing is known, or there is nothing.
    Null,
    /// A whole number; quantities are millionths of the base unit, amounts are minor units of the currency.
    Integer(i64),
    /// Text; moments and days are in it as ISO 8601, in one width, so that they sort.
    Text(Cow<'a, str>),
}

impl Value<'_> {
    /// Returns it without anything borrowed.
    #[must_use]
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Integer(number) => Value::Integer(number),
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<Moment> for Value<'_> {
    /// Writes all six decimals: texts of one width sort as the moments do.
    fn from(moment: Moment) -> Self {
        Self::Text(Cow::Owned(moment_text(moment)))
    }
}

impl std::fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Null => f.write_str("nothing"),
            Self::Integer(number) => number.fmt(f),
            Self::Text(text) => write!(f, "{text:?}"),
        }
    }
}

/// One table: its name, its columns, and how many of the first ones are its key.
///
/// ```
/// use sklad_store::views::Table;
///
/// let named = Table::ALL.iter().find(|table| table.name == "stock_level").unwrap();
/// assert_eq!(named.key(), ["place", "sku"]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_structs, reason = "plain data that adapters read")]
pub struct Table {
    /// Its name: stable.
    pub name: &'static str,
    /// Its columns in order, those of the key first.
    pub columns: &'static [&'static str],
    /// How many columns the key has.
    pub keys: usize,
    /// Whether its rows are told of what happened, and never change but to forget words.
    pub is_history: bool,
}

impl Table {
    /// Returns the columns of the key.
    #[must_use]
    pub fn key(&self) -> &'static [&'static str] {
        self.columns.get(..self.keys).unwrap_or(self.columns)
    }

    /// Returns the other columns.
    #[must_use]
    pub fn rest(&self) -> &'static [&'static str] {
        self.columns.get(self.keys..).unwrap_or_default()
    }
}

/// Where rows go: a database, or a test that looks at them; [`Rows`](super::Rows) is one, with an example.
pub trait Sink {
    /// Why a row cannot be taken.
    type Fault;

    /// Takes a row as it now is, with a value for each column of its table.
    ///
    /// # Errors
    /// When it cannot be written; the caller gives the whole batch up.
    fn put(&mut self, table: &'static Table, row: &[Value<'_>]) -> Result<(), Self::Fault>;

    /// Learns that there is no row with that key, be it that there never was.
    ///
    /// # Errors
    /// When it cannot be written; the caller gives the whole batch up.
    fn remove(&mut self, table: &'static Table, key: &[Value<'_>]) -> Result<(), Self::Fault>;

    /// Empties the columns that [`Words`] names, wherever they hold words of that person.
    ///
    /// # Errors
    /// When it cannot be written; the caller gives the whole batch up.
    fn forget(&mut self, person: PersonId) -> Result<(), Self::Fault>;
}

/// Columns that hold words about a person, and the one that says of whom.
///
/// ```
/// use sklad_base::PersonId;
/// use sklad_store::views::{Value, Words};
///
/// assert!(Words::ALL.iter().any(|words| words.columns.contains(&"email")));
/// assert_eq!(Words::person(PersonId::new(7)), Value::Integer(7));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that adapters read")]
pub struct Words {
    /// The name of the table.
    pub table: &'static str,
    /// The column with the person.
    pub person: &'static str,
    /// The columns with the words.
    pub columns: &'static [&'static str],
}

impl Words {
    /// Returns how a person stands in a column.
    #[must_use]
    pub const fn person(person: PersonId) -> Value<'static> {
        Value::Integer(person.number().cast_signed())
    }
}

/// A row of one table.
pub(crate) trait Row {
    fn put<S: Sink>(&self, sink: &mut S) -> Result<(), S::Fault>;
}

/// What can stand in a column.
pub(crate) trait Field {
    fn value(&self) -> Value<'_>;
}

/// Makes the row of a table, its columns in order, those of the key first.
macro_rules! table {
    ($(#[$about:meta])* $table:ident: $row:ident$(<$life:lifetime>)? is $name:literal, key $keys:literal,
     history $history:literal { $($(#[$says:meta])* $column:ident: $type:ty,)+ }) => {
        $(#[$about])*
        pub(crate) struct $row$(<$life>)? { $($(#[$says])* pub(crate) $column: $type,)+ }

        pub(crate) static $table: $crate::views::Table = $crate::views::Table {
            name: $name,
            columns: &[$(stringify!($column)),+],
            keys: $keys,
            is_history: $history,
        };

        impl$(<$life>)? $crate::views::table::Row for $row$(<$life>)? {
            fn put<S: $crate::views::Sink>(&self, sink: &mut S) -> Result<(), S::Fault> {
                sink.put(&$table, &[$($crate::views::table::Field::value(&self.$column)),+])
            }
        }
    };
}
pub(crate) use table;

impl Field for &str {
    fn value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }
}

impl Field for String {
    fn value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }
}

impl Field for Quantity {
    fn value(&self) -> Value<'_> {
        Value::Integer(self.millionths())
    }
}

impl Field for Money {
    /// Minor units; nothing where 64 bits cannot hold them, which no currency of two decimals reaches.
    fn value(&self) -> Value<'_> {
        i64::try_from(self.minor()).map_or(Value::Null, Value::Integer)
    }
}

impl Field for bool {
    fn value(&self) -> Value<'_> {
        Value::Integer((*self).into())
    }
}

impl Field for u32 {
    fn value(&self) -> Value<'_> {
        Value::Integer((*self).into())
    }
}

impl Field for u64 {
    fn value(&self) -> Value<'_> {
        Value::Integer(i64::try_from(*self).unwrap_or(i64::MAX))
    }
}

impl Field for PersonId {
    fn value(&self) -> Value<'_> {
        Words::person(*self)
    }
}

impl Field for Day {
    fn value(&self) -> Value<'_> {
        Value::Text(Cow::Owned(self.to_string()))
    }
}

impl Field for Moment {
    fn value(&self) -> Value<'_> {
        Value::from(*self)
    }
}

impl<T: Field> Field for Option<T> {
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, Field::value)
    }
}

/// Returns a moment with all six decimals: texts of one width sort as the moments do.
pub(crate) fn moment_text(moment: Moment) -> String {
    let text = moment.to_string();
    let (seconds, decimals) =
        text.trim_end_matches('Z').split_at(WHOLE_SECONDS.min(text.len() - 1));
    format!("{seconds}.{:0<6}Z", decimals.trim_start_matches('.'))
}

/// How long `2026-03-02T10:00:00` is.
const WHOLE_SECONDS: usize = 19;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_sort_as_text() {
        let text = |text| moment_text(Moment::parse(text).unwrap());
        assert_eq!(text("2026-03-02T10:00:00Z"), "2026-03-02T10:00:00.000000Z");
        assert_eq!(text("2026-03-02T10:00:00.25Z"), "2026-03-02T10:00:00.250000Z");
        assert_eq!(moment_text(Moment::FIRST).len(), moment_text(Moment::LAST).len());
    }
}
