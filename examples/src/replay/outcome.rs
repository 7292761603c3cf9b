//! What came of a replay, and the table that compares four of them.

use std::{collections::BTreeMap, time::Duration};

use comfy_table::{CellAlignment, Table, presets};
use sklad::{document::Kind, prelude::*};

/// What came of sending a history one way. Units are the items' base units, all items together.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the table says what each is")]
pub struct Outcome {
    pub way: Way,
    pub taken: u32,
    pub closed: u32,
    pub refused: u32,
    pub nothing_had: u32,
    pub wanted_units: i128,
    pub short_units: i128,
    pub short_orders: u32,
    pub short_known_at_placing: i128,
    pub short_known_before_close: i128,
    pub short_known_at_taking: i128,
    pub warning_seconds: i128,
    pub stands: BTreeMap<PlaceCode, Standing>,
    pub documents: BTreeMap<Kind, u32>,
    pub false_found: u32,
    pub false_blocked_orders: u32,
    pub false_blocked_units: i128,
    pub false_blocked_unit_seconds: i128,
    pub false_sent_units: i128,
    pub too_late: u32,
    pub rejected_units: i128,
    pub returned_units: i128,
    pub days_closed: u32,
    pub days_blocked: u32,
    pub commands: u64,
    pub events: u64,
    /// Commands whose events an earlier run had written.
    pub read_back: u64,
    pub time: Duration,
}

/// What stands at a place in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the words of the glossary")]
pub struct Standing {
    pub on_hand: i128,
    pub reserved: i128,
    pub pending: i128,
}

impl Outcome {
    pub(crate) const fn new(way: Way) -> Self {
        Self {
            way,
            taken: 0,
            closed: 0,
            refused: 0,
            nothing_had: 0,
            wanted_units: 0,
            short_units: 0,
            short_orders: 0,
            short_known_at_placing: 0,
            short_known_before_close: 0,
            short_known_at_taking: 0,
            warning_seconds: 0,
            stands: BTreeMap::new(),
            documents: BTreeMap::new(),
            false_found: 0,
            false_blocked_orders: 0,
            false_blocked_units: 0,
            false_blocked_unit_seconds: 0,
            false_sent_units: 0,
            too_late: 0,
            rejected_units: 0,
            returned_units: 0,
            days_closed: 0,
            days_blocked: 0,
            commands: 0,
            events: 0,
            read_back: 0,
            time: Duration::ZERO,
        }
    }

    /// Returns how long, on average, a unit that fell short was known to before its bill was closed.
    fn warning_hours(&self) -> i128 {
        match self.short_known_before_close {
            0 => 0,
            units => self.warning_seconds / MILLION / 3_600 / (units / MILLION).max(1),
        }
    }
}

/// Returns the table that puts the ways side by side; how long it took is left to the caller to print.
#[must_use]
pub fn report(outcomes: &[Outcome]) -> String {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    let names = outcomes.iter().map(|outcome| outcome.way.to_string());
    table.set_header(std::iter::once(String::new()).chain(names));
    let mut row = |name: &str, of: &dyn Fn(&Outcome) -> String| {
        table.add_row(std::iter::once(name.to_owned()).chain(outcomes.iter().map(of)));
    };
    row("orders taken", &|it| it.taken.to_string());
    row("  closed: sent, nothing left open", &|it| it.closed.to_string());
    row("  of which nothing could be had", &|it| it.nothing_had.to_string());
    row("  found false", &|it| it.false_found.to_string());
    row("orders refused", &|it| it.refused.to_string());
    row("units asked for", &|it| units(it.wanted_units));
    row("units short", &|it| units(it.short_units));
    row("  known when the order was placed", &|it| units(it.short_known_at_placing));
    row("  known later, before the close", &|it| units(it.short_known_before_close));
    row("    hours of warning, on average", &|it| it.warning_hours().to_string());
    row("  known only as goods were taken", &|it| units(it.short_known_at_taking));
    row("orders short", &|it| it.short_orders.to_string());
    row("false orders that blocked goods", &|it| it.false_blocked_orders.to_string());
    row("  units blocked", &|it| units(it.false_blocked_units));
    row("  unit-days blocked", &|it| {
        (it.false_blocked_unit_seconds / MILLION / 86_400).to_string()
    });
    row("  units sent before it was found", &|it| units(it.false_sent_units));
    row("units rejected before sending", &|it| units(it.rejected_units));
    row("units returned after sending", &|it| units(it.returned_units));
    row("edits that came too late", &|it| it.too_late.to_string());
    row("days closed in the evening", &|it| it.days_closed.to_string());
    row("days held up by open bills", &|it| it.days_blocked.to_string());
    for kind in Kind::ALL {
        if outcomes.iter().any(|it| it.documents.contains_key(&kind)) {
            let count = |it: &Outcome| it.documents.get(&kind).copied().unwrap_or(0).to_string();
            row(&format!("documents: {kind}"), &count);
        }
    }
    let places = outcomes.iter().flat_map(|it| it.stands.keys());
    for place in places.collect::<std::collections::BTreeSet<_>>() {
        let at = |it: &Outcome| it.stands.get(place).copied().unwrap_or_default();
        row(&format!("{place}: on hand in the end"), &|it| units(at(it).on_hand));
        row(&format!("{place}: reserved"), &|it| units(at(it).reserved));
        row(&format!("{place}: pending"), &|it| units(at(it).pending));
    }
    row("commands", &|it| it.commands.to_string());
    row("events", &|it| it.events.to_string());
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// Writes millionths of units as a person reads them.
fn units(millionths: i128) -> String {
    let (whole, part) = (millionths / MILLION, (millionths % MILLION).unsigned_abs());
    if part == 0 {
        whole.to_string()
    } else {
        format!("{whole}.{part:06}").trim_end_matches('0').to_owned()
    }
}

const MILLION: i128 = 1_000_000;
