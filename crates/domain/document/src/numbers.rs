//! The sequences that documents get their numbers from.

use std::{fmt, num::NonZeroU32, sync::Arc};

use sklad_base::DocumentId;

use crate::{Document, Event, Kind, Refusal, Sheet};

/// The numbers in use: one sequence for each kind, and one for ids.
///
/// Law: each number of a kind, from 1 to the last one, is a document's or void, and never both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Numbers {
    pub(crate) documents: u32,
    pub(crate) by_kind: [u32; Kind::ALL.len()],
    /// Nothing in most shops, so that a copy of the numbers costs nothing.
    pub(crate) voids: Option<Arc<Vec<Void>>>,
}

/// Numbers of a kind that no document here has or will have: they may stand on papers that the books lost.
///
/// ```
/// use sklad_document::{Kind, Numbers};
///
/// let void = Numbers::default().void(Kind::Bill, 100.try_into()?, "restored from a backup")?;
/// assert_eq!(void.to_string(), "bill 1 to 100 are void: restored from a backup");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(
    clippy::exhaustive_structs,
    reason = "a fact in the log; a new field must break every reader"
)]
pub struct Void {
    /// Of which kind.
    pub kind: Kind,
    /// The first of them.
    pub first: u32,
    /// The last of them.
    pub last: u32,
    /// Why they are void.
    pub why: String,
}

impl Void {
    /// Returns how many they are.
    #[must_use]
    pub const fn count(&self) -> u32 {
        self.last.saturating_sub(self.first).saturating_add(1)
    }
}

impl fmt::Display for Void {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, first, last, why } = self;
        write!(f, "{kind} {first} to {last} are void: {why}")
    }
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

    /// Returns the void that the next numbers of a kind become; taken only once it is an event.
    ///
    /// # Errors
    /// [`Refusal::NoNumberLeft`] where there are not so many.
    pub fn void(&self, kind: Kind, count: NonZeroU32, why: &str) -> Result<Void, Refusal> {
        let used = self.used(kind);
        let last = used.checked_add(count.get()).filter(|last| *last < u32::MAX);
        let last = last.ok_or(Refusal::NoNumberLeft { kind })?;
        Ok(Void { kind, first: used + 1, last, why: why.to_owned() })
    }

    /// Returns the numbers that are void, in the order they became so.
    #[must_use]
    pub fn voids(&self) -> &[Void] {
        self.voids.as_ref().map_or(&[], |voids| voids.as_slice())
    }

    /// Tells why a number is void, where it is.
    #[must_use]
    pub fn why_void(&self, kind: Kind, number: u32) -> Option<&str> {
        let its = |void: &&Void| void.kind == kind && (void.first..=void.last).contains(&number);
        self.voids().iter().find(its).map(|void| void.why.as_str())
    }

    /// Returns the id that the next document gets.
    #[must_use]
    pub const fn next_id(&self) -> DocumentId {
        DocumentId::new(self.documents)
    }

    /// Returns the last number of that kind: as many are in use or void.
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
        match event {
            Event::Opened(document) => {
                self.documents = document.id.number() + 1;
                self.by_kind[document.sheet.kind as usize] = document.number;
            }
            Event::Voided(void) => {
                self.by_kind[void.kind as usize] = void.last;
                Arc::make_mut(self.voids.get_or_insert_default()).push(void.clone());
            }
            Event::Amended { .. } | Event::Closed { .. } | Event::Cancelled(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use sklad_base::{Day, PlaceId};

    use super::*;

    fn open(numbers: &mut Numbers, kind: Kind) -> u32 {
        let day = Day::parse("2026-03-02").unwrap();
        let document = numbers.give(Sheet::new(kind, PlaceId::new(0), day)).unwrap();
        let number = document.number;
        numbers.evolve(&Event::Opened(Box::new(document)));
        number
    }

    #[test]
    fn void_numbers_are_skipped_and_told() {
        let mut numbers = Numbers::default();
        assert_eq!(open(&mut numbers, Kind::Bill), 1);
        let void = numbers.void(Kind::Bill, 100.try_into().unwrap(), "restored").unwrap();
        assert_eq!((void.first, void.last, void.count()), (2, 101, 100));
        assert_eq!(numbers.voids(), []);
        numbers.evolve(&Event::Voided(void.clone()));
        assert_eq!(numbers.voids(), [void]);
        assert_eq!((numbers.used(Kind::Bill), numbers.documents()), (101, 1));
        assert_eq!(open(&mut numbers, Kind::Bill), 102);
        assert_eq!(open(&mut numbers, Kind::Storno), 1);
        let why = |number| numbers.why_void(Kind::Bill, number);
        assert_eq!(
            [why(1), why(2), why(101), why(102)],
            [None, Some("restored"), Some("restored"), None]
        );
    }

    #[test]
    fn no_more_numbers_are_void_than_there_are() {
        let most = NonZeroU32::MAX;
        let refusal = Numbers::default().void(Kind::Invoice, most, "lost").unwrap_err();
        assert_eq!(refusal, Refusal::NoNumberLeft { kind: Kind::Invoice });
    }
}
