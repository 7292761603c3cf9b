//! All documents of one order, and what they add up to.

use std::collections::BTreeMap;

use sklad_base::{DocumentId, LineNo, Quantity};

use crate::{Document, Event, Kind, Line, Refusal, State};

/// The documents of one order, oldest first, and how much of their lines was used up by later ones.
///
/// Law: of no line is more taken back than it has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Family {
    pub(crate) documents: Vec<Document>,
    pub(crate) used: BTreeMap<(DocumentId, LineNo), Quantity>,
}

/// What is left of one document's line after all that took from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
pub struct Rest {
    /// Which document.
    pub document: DocumentId,
    /// How much is left, above zero.
    pub quantity: Quantity,
}

impl Family {
    /// Returns them, oldest first.
    #[must_use]
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// Returns one.
    #[must_use]
    pub fn get(&self, id: DocumentId) -> Option<&Document> {
        let index = self.documents.binary_search_by_key(&id, |document| document.id).ok()?;
        self.documents.get(index)
    }

    /// Goes through those that follow from one (B6).
    pub fn children(&self, id: DocumentId) -> impl Iterator<Item = &Document> {
        self.documents.iter().filter(move |document| document.parents().contains(&id))
    }

    /// Goes through the open ones of a kind.
    pub fn open(&self, kind: Kind) -> impl Iterator<Item = &Document> {
        self.documents.iter().filter(move |it| it.sheet.kind == kind && it.is_open())
    }

    /// Returns how much of an order line stands on open client orders and bills.
    #[must_use]
    pub fn on_paper(&self, line: LineNo) -> Quantity {
        let is_meant = |it: &&Document| matches!(it.sheet.kind, Kind::ClientOrder | Kind::Bill);
        let open = self.documents.iter().filter(|it| it.is_open()).filter(is_meant);
        open.fold(Quantity::ZERO, |sum, it| sum.saturating_add(it.quantity_of(line)))
    }

    /// Returns what is left of an order line on closed documents of a kind, oldest first.
    #[must_use]
    pub fn rests(&self, kind: Kind, line: LineNo) -> Vec<Rest> {
        self.left(kind, line).collect()
    }

    /// Goes through what is left of an order line on closed documents of a kind, oldest first.
    fn left(&self, kind: Kind, line: LineNo) -> impl Iterator<Item = Rest> {
        let closed = move |it: &&Document| {
            it.sheet.kind == kind && matches!(it.sheet.state, State::Closed(_))
        };
        let rest = move |document: &Document| {
            let used = self.used(document.id, line);
            let quantity = document.quantity_of(line).saturating_sub(used);
            quantity.is_positive().then_some(Rest { document: document.id, quantity })
        };
        let there = self.documents.iter().filter(closed);
        there.filter(|it| !self.is_way_back(it)).filter_map(rest)
    }

    /// Returns how much of an order line is left on closed documents of a kind, all together.
    #[must_use]
    pub fn rest(&self, kind: Kind, line: LineNo) -> Quantity {
        self.left(kind, line).fold(Quantity::ZERO, |sum, rest| sum.saturating_add(rest.quantity))
    }

    /// Looks whether a document may change.
    ///
    /// # Errors
    /// [`Refusal`] when it is not in the family, closed or cancelled.
    pub fn changeable(&self, id: DocumentId) -> Result<&Document, Refusal> {
        let document = self.get(id).ok_or(Refusal::Unknown { document: id })?;
        let (kind, number) = (document.sheet.kind, document.number);
        match document.sheet.state {
            State::Open => Ok(document),
            State::Closed(day) => Err(Refusal::Closed { kind, number, day }),
            State::Cancelled => Err(Refusal::Cancelled { kind, number }),
        }
    }

    /// Takes in what happened to one of them.
    pub fn evolve(&mut self, event: &Event) {
        match event {
            Event::Opened(document) => {
                for line in &document.sheet.lines {
                    self.use_up(document.sheet.kind, line);
                }
                // Most orders have one paper or two: room for four would be most of what a live order takes.
                if self.documents.len() < 4 {
                    self.documents.reserve_exact(1);
                }
                self.documents.push((**document).clone());
            }
            Event::Amended { document, line, by } => {
                self.change(*document, |its| {
                    match its.sheet.lines.iter_mut().find(|it| it.line == line.line) {
                        Some(there) => {
                            there.quantity = there.quantity.saturating_add(*by);
                            there.price = line.price;
                        }
                        None => its.sheet.lines.push(Line { quantity: *by, ..*line }),
                    }
                });
            }
            Event::Closed { document, day, amounts, charges } => self.change(*document, |its| {
                its.sheet.state = State::Closed(*day);
                its.sheet.charges = *charges;
                for (line, amounts) in its.sheet.lines.iter_mut().zip(amounts) {
                    line.amounts = *amounts;
                }
            }),
            Event::Cancelled(document) => {
                self.change(*document, |its| its.sheet.state = State::Cancelled);
            }
            Event::Voided(_) => {}
        }
    }

    /// Tells whether a transfer brings goods back that another took away.
    fn is_way_back(&self, document: &Document) -> bool {
        document.sheet.kind == Kind::Transfer
            && document.sheet.lines.iter().any(|line| line.of.is_some())
    }

    fn used(&self, document: DocumentId, line: LineNo) -> Quantity {
        self.used.get(&(document, line)).copied().unwrap_or_default()
    }

    fn use_up(&mut self, kind: Kind, line: &Line) {
        let parent = line.of.and_then(|id| self.get(id));
        if let Some(parent) = parent.filter(|parent| kind.uses_up(parent.sheet.kind)) {
            let used = self.used.entry((parent.id, line.line)).or_default();
            *used = used.saturating_add(line.quantity);
        }
    }

    fn change(&mut self, id: DocumentId, change: impl FnOnce(&mut Document)) {
        if let Ok(index) = self.documents.binary_search_by_key(&id, |document| document.id) {
            change(&mut self.documents[index]);
        }
    }
}

#[cfg(test)]
mod tests;
