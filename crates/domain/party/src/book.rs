//! The words beside the register: cards as people know them, folded from the same events.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use sklad_base::Personal;

use crate::{CardId, Class, Event, MergeNo, Sort};

/// Names, contacts and numbers of all cards, forgotten as they must be; the register itself holds none of it.
///
/// ```
/// use std::sync::Arc;
/// use sklad_base::{PersonId, Personal};
/// use sklad_party::{Book, CardId, Event};
///
/// let mut book = Book::new();
/// let name = Personal::new(PersonId::new(1), Arc::from("Romashka"));
/// book.take(&Event::Opened { card: CardId::new(0), branch_of: None, kpp: None, name });
/// assert_eq!(book.page(CardId::new(0)).unwrap().name.to_string(), "Romashka");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Book {
    pages: Vec<Page>,
    merges: BTreeMap<MergeNo, (CardId, CardId)>,
}

/// One card as people know it.
///
/// ```
/// use sklad_party::{Book, CardId};
///
/// assert!(Book::new().page(CardId::new(0)).is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page {
    /// Its number.
    pub card: CardId,
    /// The card that it was merged into, while it is.
    pub into: Option<CardId>,
    /// Its name.
    pub name: Personal<Arc<str>>,
    /// Its contact persons' addresses, the oldest first.
    pub contacts: Vec<Personal<Arc<str>>>,
    /// Its tax numbers as they were written.
    pub numbers: Vec<Personal<Arc<str>>>,
    /// What is no key, and why.
    pub notes: BTreeSet<(Sort, Class, Personal<Arc<str>>)>,
}

impl Book {
    /// Returns a book without pages.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the page of a card.
    #[must_use]
    pub fn page(&self, card: CardId) -> Option<&Page> {
        self.pages.get(card.index())
    }

    /// Goes through the pages of cards that are not merged.
    pub fn pages(&self) -> impl Iterator<Item = &Page> {
        self.pages.iter().filter(|page| page.into.is_none())
    }

    /// Returns the contacts of a card and of all that were merged into it: a merge loses none.
    #[must_use]
    pub fn contacts(&self, card: CardId) -> Vec<&Personal<Arc<str>>> {
        let mut cards = vec![card];
        let mut at = 0;
        while let Some(one) = cards.get(at).copied() {
            cards.extend(
                self.pages.iter().filter(|page| page.into == Some(one)).map(|page| page.card),
            );
            at += 1;
        }
        cards
            .into_iter()
            .filter_map(|card| self.page(card))
            .flat_map(|page| &page.contacts)
            .collect()
    }

    /// Goes through the values that are no keys, with their cards: lists for a person (placeholders, mistakes).
    pub fn notes(&self, class: Class) -> impl Iterator<Item = (CardId, Sort, &Personal<Arc<str>>)> {
        let all =
            self.pages.iter().flat_map(|page| page.notes.iter().map(move |note| (page.card, note)));
        let its = all.filter(move |(_, (_, its, _))| *its == class);
        its.map(|(card, (sort, _, words))| (card, *sort, words))
    }

    /// Takes in what happened.
    pub fn take(&mut self, event: &Event) {
        match event {
            Event::Opened { card, name, .. } => self.pages.push(Page {
                card: *card,
                into: None,
                name: name.clone(),
                contacts: Vec::new(),
                numbers: Vec::new(),
                notes: BTreeSet::new(),
            }),
            Event::Learned { card, sort, words, .. } => self.change(*card, |page| match sort {
                Sort::Email | Sort::Phone => page.contacts.push(words.clone()),
                Sort::Tax(_) | Sort::Unread => page.numbers.push(words.clone()),
            }),
            Event::Noted { card, sort, class, words } => {
                self.change(*card, |page| _ = page.notes.insert((*sort, *class, words.clone())));
            }
            Event::Merged { merge, lost, kept } => {
                self.merges.insert(*merge, (*lost, *kept));
                self.change(*lost, |page| page.into = Some(*kept));
            }
            Event::Unmerged(merge) => {
                if let Some((lost, _)) = self.merges.get(merge).copied() {
                    self.change(lost, |page| page.into = None);
                }
            }
            Event::Forgotten(person) => {
                for page in &mut self.pages {
                    let its = |words: &Personal<Arc<str>>| words.person() == *person;
                    if its(&page.name) {
                        page.name.forget();
                    }
                    page.contacts.retain(|words| !its(words));
                    page.numbers.retain(|words| !its(words));
                    page.notes.retain(|(_, _, words)| !its(words));
                }
            }
            Event::Recognised { .. }
            | Event::Counted { .. }
            | Event::TurnedShared(_)
            | Event::Settled { .. }
            | Event::Parted(..)
            | Event::Pinned(..) => {}
        }
    }

    fn change(&mut self, card: CardId, change: impl FnOnce(&mut Page)) {
        if let Some(page) = self.pages.get_mut(card.index()) {
            change(page);
        }
    }
}
