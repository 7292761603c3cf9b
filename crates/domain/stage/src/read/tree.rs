//! A text as a tree of values without types, each with its line.

use sklad_base::Invalid;

use crate::{Flaw, Mistake, flaw::Lines, words::listed};

/// A value and its line.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) line: Option<u32>,
    pub(crate) value: Value,
}

#[derive(Debug)]
pub(crate) enum Value {
    Text(String),
    Whole(i64),
    Flag(bool),
    List(Vec<Node>),
    /// Entries in their order; a key that is there twice stands there twice.
    Table(Vec<(String, Node)>),
    /// What no scheme has: a fraction, a date, nothing.
    Other(&'static str),
}

impl Value {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Whole(_) => "a number",
            Self::Flag(_) => "true or false",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Other(kind) => kind,
        }
    }
}

/// Reads values out of a tree and keeps what is wrong.
#[derive(Default)]
pub(crate) struct Reader {
    pub(crate) flaws: Vec<Flaw>,
    pub(crate) lines: Lines,
}

/// The fields of a table.
pub(crate) struct Fields<'n> {
    place: String,
    line: Option<u32>,
    is_table: bool,
    entries: Vec<(&'n str, &'n Node)>,
}

impl<'n> Fields<'n> {
    pub(crate) fn place(&self, field: &str) -> String {
        if self.place.is_empty() { field.to_owned() } else { format!("{}.{field}", self.place) }
    }

    pub(crate) fn get(&self, field: &str) -> Option<&'n Node> {
        self.entries.iter().find(|(key, _)| *key == field).map(|(_, node)| *node)
    }
}

impl Reader {
    pub(crate) fn flaw(&mut self, place: &str, line: Option<u32>, mistake: Mistake) {
        self.flaws.push(Flaw { place: place.to_owned(), line, mistake });
    }

    fn wrong(&mut self, (node, place): (&Node, &str), expected: &'static str) {
        let found = node.value.kind();
        self.flaw(place, node.line, Mistake::WrongType { expected, found });
    }

    fn see(&mut self, node: &Node, place: &str) {
        if let Some(line) = node.line {
            self.lines.0.insert(place.to_owned(), line);
        }
    }

    /// Returns the entries of a table, the first of each key, in their order.
    pub(crate) fn entries<'n>(&mut self, node: &'n Node, place: &str) -> Vec<(&'n str, &'n Node)> {
        self.see(node, place);
        let Value::Table(all) = &node.value else {
            self.wrong((node, place), "a table");
            return Vec::new();
        };
        let mut entries: Vec<(&str, &Node)> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for (key, entry) in all {
            if seen.insert(key) {
                entries.push((key, entry));
            } else {
                self.flaw(place, entry.line, Mistake::Twice { name: key.clone() });
            }
        }
        entries
    }

    /// Returns the fields of a table, none but those that are known.
    pub(crate) fn fields<'n>(
        &mut self,
        node: &'n Node,
        place: String,
        known: &[&str],
    ) -> Fields<'n> {
        let entries = self.entries(node, &place);
        let is_table = matches!(node.value, Value::Table(_));
        let fields = Fields { place, line: node.line, is_table, entries };
        for (key, entry) in &fields.entries {
            if !known.contains(key) {
                let field = (*key).to_owned();
                let place = fields.place(key);
                self.flaw(
                    &place,
                    entry.line,
                    Mistake::UnknownField { field, known: listed(known) },
                );
            }
        }
        fields
    }

    /// Returns a field that must be there.
    pub(crate) fn must<'n>(
        &mut self,
        fields: &Fields<'n>,
        field: &'static str,
    ) -> Option<&'n Node> {
        let node = fields.get(field);
        if node.is_none() && fields.is_table {
            self.flaw(&fields.place, fields.line, Mistake::MissingField { field });
        }
        node
    }

    /// Reads a text by its parser.
    pub(crate) fn parsed<T>(
        &mut self,
        node: &Node,
        place: &str,
        parse: fn(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        self.see(node, place);
        let Value::Text(text) = &node.value else {
            self.wrong((node, place), "a text");
            return None;
        };
        match parse(text) {
            Ok(read) => Some(read),
            Err(invalid) => {
                let flaw = Flaw::bad_value(place, &invalid);
                self.flaws.push(Flaw { line: node.line, ..flaw });
                None
            }
        }
    }

    /// Reads a field by its parser, if it is there.
    pub(crate) fn field<T>(
        &mut self,
        fields: &Fields<'_>,
        field: &str,
        parse: fn(&str) -> Result<T, Invalid>,
    ) -> Option<T> {
        fields.get(field).and_then(|node| self.parsed(node, &fields.place(field), parse))
    }

    /// Reads a list of texts by their parser; a field that is not there is empty.
    pub(crate) fn texts<T>(
        &mut self,
        fields: &Fields<'_>,
        field: &str,
        parse: fn(&str) -> Result<T, Invalid>,
    ) -> Vec<T> {
        let place = fields.place(field);
        let nodes = fields.get(field).map_or(&[][..], |node| self.list(node, &place));
        let read = nodes.iter().enumerate();
        read.filter_map(|(at, node)| self.parsed(node, &format!("{place}[{at}]"), parse)).collect()
    }

    /// Returns the values of a list.
    pub(crate) fn list<'n>(&mut self, node: &'n Node, place: &str) -> &'n [Node] {
        self.see(node, place);
        if let Value::List(list) = &node.value {
            return list;
        }
        self.wrong((node, place), "a list");
        &[]
    }

    /// Reads true or false; a field that is not there is false.
    pub(crate) fn flag(&mut self, fields: &Fields<'_>, field: &str) -> bool {
        let Some(node) = fields.get(field) else { return false };
        let place = fields.place(field);
        self.see(node, &place);
        match node.value {
            Value::Flag(flag) => flag,
            Value::Text(_)
            | Value::Whole(_)
            | Value::List(_)
            | Value::Table(_)
            | Value::Other(_) => {
                self.wrong((node, &place), "true or false");
                false
            }
        }
    }

    /// Reads a whole number from 0.
    pub(crate) fn number(&mut self, node: &Node, place: &str) -> u32 {
        self.see(node, place);
        match node.value {
            Value::Whole(number) => u32::try_from(number).unwrap_or_else(|_| {
                let fault = format!("{number} is below zero or past four billion");
                self.flaw(place, node.line, Mistake::BadValue { fault });
                0
            }),
            Value::Text(_)
            | Value::Flag(_)
            | Value::List(_)
            | Value::Table(_)
            | Value::Other(_) => {
                self.wrong((node, place), "a number");
                0
            }
        }
    }
}

/// Returns where each line begins.
pub(crate) fn starts(text: &str) -> Vec<usize> {
    let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
}

/// Returns the line of a place, from 1.
pub(crate) fn line(starts: &[usize], at: usize) -> u32 {
    let line = starts.partition_point(|start| *start <= at);
    u32::try_from(line).unwrap_or(u32::MAX)
}
