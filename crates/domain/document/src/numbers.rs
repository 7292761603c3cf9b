//! The sequences that documents get their numbers from.

use sklad_base::DocumentId;

use crate::{Document, Event, Kind, Refusal, Sheet};

/// The numbers in use: one sequence without gaps for each kind, and one for ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Numbers {
    pub(crate) documents: u32,
    pub(crate) by_kind: [u32; Kind::ALL.len()],
}

impl Numbers {
    /// Returns the document that the sheet becomes with the next number; taken only once it is an event.
    ///
    /// # Errors
    /// [`Refusal::NoNumberLeft`] after four billion documents.
    pub fn give(&self, sheet: Sheet) -> Result<Document, Refusal> {
        let kind = sheet.kind;
        let next = self.documents.checked_add(1).zip(self.used(kind).checked_add(1));
        let (_, number) = next.ok_or(Refusal::NoNumberLeft { kind })?;
        Ok(Document { id: DocumentId::new(self.documents), number, sheet })
    }

    /// Returns the id that the next document gets.
    #[must_use]
    pub const fn next_id(&self) -> DocumentId {
        DocumentId::new(self.documents)
    }

    /// Returns how many numbers of that kind are in use.
    #[must_use]
    pub const fn used(&self, kind: Kind) -> u32 {
        self.by_kind[kind as usize]
    }

    /// Returns how many documents there are.
    #[must_use]
    pub const fn documents(&self) -> u32 {
        self.documents
    }

    /// Takes in what happened.
    pub fn evolve(&mut self, event: &Event) {
        if let Event::Opened(document) = event {
            self.documents = document.id.number() + 1;
            self.by_kind[document.sheet.kind as usize] = document.number;
        }
    }
}
