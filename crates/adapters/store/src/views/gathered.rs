//! Rows kept in memory, for tests and for comparing.

use std::{collections::BTreeMap, convert::Infallible};

use sklad_base::PersonId;

use super::{Sink, Table, Value, Words};

/// All rows of all tables, by key.
///
/// ```
/// use sklad_store::views::{Rows, Sink, Table, Value};
///
/// let level = Table::ALL.iter().find(|table| table.name == "stock_level").unwrap();
/// let mut rows = Rows::default();
/// let Ok(()) = rows.put(level, &["MAIN".into(), "A-100".into(), Value::Integer(5_000_000)]);
/// assert_eq!(rows.len(), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows(BTreeMap<&'static Table, BTreeMap<Key, Values>>);

/// A row's key, and the rest of it.
type Key = Vec<Value<'static>>;
type Values = Vec<Value<'static>>;

impl Rows {
    /// Returns how many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.values().map(BTreeMap::len).sum()
    }

    /// Tells whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Goes through the rows of a table by key.
    pub fn of(&self, table: &Table) -> impl Iterator<Item = (&Key, &Values)> {
        self.0.get(table).into_iter().flatten()
    }
}

impl Sink for Rows {
    type Fault = Infallible;

    fn put(&mut self, table: &'static Table, row: &[Value<'_>]) -> Result<(), Infallible> {
        let (key, rest) = row.split_at(table.keys.min(row.len()));
        let rows = self.0.entry(table).or_default();
        rows.insert(owned(key), owned(rest));
        Ok(())
    }

    fn remove(&mut self, table: &'static Table, key: &[Value<'_>]) -> Result<(), Infallible> {
        let Some(rows) = self.0.get_mut(table) else { return Ok(()) };
        rows.remove(&owned(key));
        if rows.is_empty() {
            self.0.remove(table);
        }
        Ok(())
    }

    fn forget(&mut self, person: PersonId) -> Result<(), Infallible> {
        let person = Words::person(person);
        for words in Words::ALL {
            let its = |table: &&Table| table.name == words.table;
            let Some(table) = Table::ALL.into_iter().find(its) else { continue };
            let place = |column| table.rest().iter().position(|one| *one == column);
            for row in self.0.get_mut(table).into_iter().flat_map(BTreeMap::values_mut) {
                if place(words.person).and_then(|at| row.get(at)) != Some(&person) {
                    continue;
                }
                for at in words.columns.iter().filter_map(|column| place(column)) {
                    row.get_mut(at).into_iter().for_each(|value| *value = Value::Null);
                }
            }
        }
        Ok(())
    }
}

fn owned(values: &[Value<'_>]) -> Vec<Value<'static>> {
    values.iter().cloned().map(Value::into_owned).collect()
}
