//! TOML as a tree: its reader tells the place of each value and names every mistake of syntax and every key that is
//! there twice.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{Flaw, Mistake};

use super::tree::{Node, Value, line, starts};

pub(super) fn tree(text: &str) -> Result<Node, Vec<Flaw>> {
    let starts = starts(text);
    let (tree, faults) = DeTable::parse_recoverable(text);
    if faults.is_empty() {
        return Ok(Node { line: Some(1), value: table(tree.get_ref(), &starts) });
    }
    let flaw = |fault: &toml::de::Error| {
        let line = fault.span().map(|span| line(&starts, span.start));
        let fault = fault.message().lines().collect::<Vec<_>>().join(" ");
        let mistake = Mistake::Syntax { language: "TOML", fault };
        Flaw { place: String::new(), line, mistake }
    };
    Err(faults.iter().map(flaw).collect())
}

fn table(table: &DeTable<'_>, starts: &[usize]) -> Value {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(_, value)| value.span().start);
    let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
        let key: &std::borrow::Cow<'_, str> = key.get_ref();
        (key.to_string(), node(value, starts))
    };
    Value::Table(entries.into_iter().map(entry).collect())
}

fn node(value: &Spanned<DeValue<'_>>, starts: &[usize]) -> Node {
    let line = Some(line(starts, value.span().start));
    let value = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => {
            let number = i64::from_str_radix(number.as_str(), number.radix());
            number.map_or(Value::Other("a number past 64 bits"), Value::Whole)
        }
        DeValue::Float(_) => Value::Other("a fraction"),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(_) => Value::Other("a date"),
        DeValue::Array(list) => Value::List(list.iter().map(|value| node(value, starts)).collect()),
        DeValue::Table(fields) => table(fields, starts),
    };
    Node { line, value }
}
