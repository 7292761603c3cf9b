//! What lies on the shelf while a plan is made.

use sklad_base::{Handful, ItemId, PlaceId, Quantity};

use crate::{Facts, LineFacts};

/// The shelf during one plan: what is free, less what the plan has taken so far.
pub(crate) struct Shelf<'a> {
    facts: &'a Facts<'a>,
    /// Whether two lines are of one item at one place: otherwise nothing that one takes is missing to another.
    is_shared: bool,
    used: Handful<(PlaceId, ItemId), Quantity>,
}

impl<'a> Shelf<'a> {
    pub(crate) fn new(facts: &'a Facts<'a>) -> Self {
        Self { facts, is_shared: may_share(facts.lines), used: Handful::new() }
    }

    /// Returns what is free at the line's place, below zero where others were promised more than is there.
    fn left(&self, line: &LineFacts<'_>) -> Quantity {
        let key = key(line);
        let used = self.used.get(&key).copied().unwrap_or_default();
        self.facts.shelf.cell(key.0, key.1).available().saturating_sub(used)
    }

    pub(crate) fn free(&self, line: &LineFacts<'_>) -> Quantity {
        self.left(line).or_zero()
    }

    /// Returns how much of what is asked is there: all of it where no stock is kept.
    pub(crate) fn offer(&self, line: &LineFacts<'_>, asked: Quantity) -> Quantity {
        if !line.line.is_kept() {
            return asked;
        }
        asked.min(line.reserved.saturating_add(self.free(line)))
    }

    /// Tells whether the place allows to take it all the same.
    pub(crate) fn bears(&self, line: &LineFacts<'_>, asked: Quantity) -> bool {
        let from_free = asked.saturating_sub(line.reserved).or_zero();
        let after = self.left(line).saturating_sub(from_free);
        self.facts.shelf.policy().negative_at(line.line.place()).bears(after)
    }

    pub(crate) fn use_up(&mut self, line: &LineFacts<'_>, quantity: Quantity) {
        if line.line.is_kept() && self.is_shared {
            let used = self.used.get_or_insert_with(key(line), Quantity::default);
            *used = used.saturating_add(quantity);
        }
    }
}

/// Tells whether two lines may be of one item at one place; of many lines that is not looked at.
fn may_share(lines: &[LineFacts<'_>]) -> bool {
    let again = |(index, line)| lines.iter().take(index).any(|before| key(before) == key(line));
    lines.len() > FEW || lines.iter().enumerate().any(again)
}

const fn key(line: &LineFacts<'_>) -> (PlaceId, ItemId) {
    (line.line.place(), line.line.item())
}

/// So few lines are compared with each other in less time than a list takes.
const FEW: usize = 8;
