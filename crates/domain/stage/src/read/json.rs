//! JSON as a tree: each value is a slice of the text, so its line is known, and a key that is there twice stays there
//! twice.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::{Flaw, Mistake};

use super::tree::{Node, Value, line, starts};

/// A scheme is five values deep; what is deeper is no scheme.
const DEPTH: usize = 8;

pub(super) fn tree(text: &str) -> Result<Node, Vec<Flaw>> {
    let whole: Result<&RawValue, _> = serde_json::from_str(text);
    let starts = starts(text);
    whole.and_then(|whole| node(whole, (text, &starts), DEPTH)).map_err(|error| {
        let fault = error.to_string().replace(" at line", ", line");
        let fault = fault.split(", line").next().unwrap_or("it cannot be read").to_owned();
        let line = u32::try_from(error.line()).ok().filter(|line| *line > 0);
        let mistake = Mistake::Syntax { language: "JSON", fault };
        vec![Flaw { place: String::new(), line, mistake }]
    })
}

fn node(raw: &RawValue, text: (&str, &[usize]), depth: usize) -> serde_json::Result<Node> {
    let json = raw.get();
    // The value is a slice of the text: how far it lies behind its beginning says on which line.
    let at = (json.as_ptr() as usize).saturating_sub(text.0.as_ptr() as usize);
    let line = Some(line(text.1, at));
    let value = match json.bytes().next() {
        Some(b'[' | b'{') if depth == 0 => Value::Other("a value too deep"),
        Some(b'[') => {
            let Items(items) = serde_json::from_str(json)?;
            let nodes = items.into_iter().map(|item| node(item, text, depth - 1));
            Value::List(nodes.collect::<serde_json::Result<_>>()?)
        }
        Some(b'{') => {
            let Entries(entries) = serde_json::from_str(json)?;
            let nodes = entries.into_iter();
            let nodes = nodes.map(|(key, value)| Ok((key, node(value, text, depth - 1)?)));
            Value::Table(nodes.collect::<serde_json::Result<_>>()?)
        }
        Some(b'"') => Value::Text(serde_json::from_str(json)?),
        Some(b't' | b'f') => Value::Flag(json == "true"),
        Some(b'n') => Value::Other("null"),
        Some(_) | None => {
            json.parse().map_or(Value::Other("a fraction or a number past 64 bits"), Value::Whole)
        }
    };
    Ok(Node { line, value })
}

struct Items<'a>(Vec<&'a RawValue>);

struct Entries<'a>(Vec<(String, &'a RawValue)>);

struct ItemsVisitor;

struct EntriesVisitor;

impl<'de> Visitor<'de> for ItemsVisitor {
    type Value = Items<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Items(items))
    }
}

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = object.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}

impl<'de> Deserialize<'de> for Items<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ItemsVisitor)
    }
}

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor)
    }
}
