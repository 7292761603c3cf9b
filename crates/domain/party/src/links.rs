//! Which keys are on which cards: one link each, found by its key and chained by its card.

use sklad_base::PersonId;

use crate::{CardId, Key, Scheme, Sort, few::push};

/// Links as they came, and a table that finds them by their key: 25 bytes a link, and 8 in a table that is at most
/// seven eighths full.
#[derive(Debug, Clone, Eq, Default)]
pub(crate) struct Links {
    rows: Vec<Link>,
    /// What each key is; beside the rows, whose room it would round up.
    sorts: Vec<u8>,
    /// The upper half of the key and the link's number from 1; a power of two of them, or nothing.
    slots: Vec<(u32, u32)>,
}

impl PartialEq for Links {
    /// Compares the links that are there: where they stand in the table changes no answer.
    fn eq(&self, other: &Self) -> bool {
        let parts = |(link, sort): (&Link, Sort)| (link.key, link.person, link.card, sort);
        self.live().map(parts).eq(other.live().map(parts))
    }
}

/// A key on a card, by the words of a person; zero where the person was forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) key: Key,
    pub(crate) person: PersonId,
    pub(crate) card: CardId,
    /// The number of the link before it on the same card, from 1.
    next: u32,
}

impl Link {
    const fn is_gone(&self) -> bool {
        self.key.number() == 0
    }
}

const fn sort_of(sort: u8) -> Sort {
    match sort {
        EMAIL => Sort::Email,
        PHONE => Sort::Phone,
        scheme => Sort::Tax(Scheme(scheme)),
    }
}

impl Links {
    /// Puts a key on a card, before the links that the card has; returns the card's new first one.
    pub(crate) fn add(&mut self, key: Key, link: (CardId, Sort, PersonId), first: u32) -> u32 {
        let (card, sort, person) = link;
        let sort = match sort {
            Sort::Email => EMAIL,
            Sort::Phone => PHONE,
            Sort::Tax(scheme) => scheme.0,
            Sort::Unread => return first,
        };
        if (self.rows.len() + 1) * 8 > self.slots.len() * 7 {
            self.grow();
        }
        push(&mut self.rows, Link { key, person, card, next: first });
        push(&mut self.sorts, sort);
        let number = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        place(&mut self.slots, key, number);
        number
    }

    /// Goes through the links of a key.
    pub(crate) fn of_key(&self, key: Key) -> impl Iterator<Item = &Link> {
        let mut at = home(key, self.slots.len());
        let mask = self.slots.len().wrapping_sub(1);
        let tag = tag(key);
        std::iter::from_fn(move || {
            loop {
                let (its, number) = *self.slots.get(at)?;
                if number == 0 {
                    return None;
                }
                at = (at + 1) & mask;
                let link =
                    self.rows.get(index(number)).filter(|link| its == tag && link.key == key);
                if let Some(link) = link.filter(|link| !link.is_gone()) {
                    return Some(link);
                }
            }
        })
    }

    /// Goes through the keys of a card, the newest first, given its first link.
    pub(crate) fn of_card(&self, first: u32) -> impl Iterator<Item = (Sort, Key)> {
        let mut number = first;
        let all = std::iter::from_fn(move || {
            let (link, sort) = self.rows.get(index(number)).zip(self.sorts.get(index(number)))?;
            number = link.next;
            Some((link, *sort))
        });
        all.filter(|(link, _)| !link.is_gone()).map(|(link, sort)| (sort_of(sort), link.key))
    }

    /// Takes a person's links away; returns their keys.
    pub(crate) fn forget(&mut self, person: PersonId) -> Vec<Key> {
        let its = self.rows.iter_mut().filter(|link| link.person == person && !link.is_gone());
        its.map(|link| std::mem::replace(&mut link.key, Key::new(0))).collect()
    }

    /// Tells whether anything of a person is known.
    pub(crate) fn knows(&self, person: PersonId) -> bool {
        self.rows.iter().any(|link| link.person == person && !link.is_gone())
    }

    /// Reads where a key's slot would stand, so that the machine fetches it while others are worked on.
    pub(crate) fn touch(&self, key: Key) -> u32 {
        self.slots.get(home(key, self.slots.len())).map_or(0, |slot| slot.1)
    }

    /// Reads a link for the same reason: at both ends, since every fourth lies on two lines of memory.
    pub(crate) fn touch_link(&self, number: u32) -> u32 {
        self.rows.get(index(number)).map_or(0, |link| tag(link.key) ^ link.card.number())
    }

    /// Returns the number of the only link that a key's slots lead to; zero where there is none or may be another.
    pub(crate) fn only(&self, key: Key) -> u32 {
        let (mut at, tag) = (home(key, self.slots.len()), tag(key));
        let mask = self.slots.len().wrapping_sub(1);
        let mut only = 0;
        while let Some((its, number)) = self.slots.get(at).filter(|slot| slot.1 != 0) {
            if *its == tag {
                if only != 0 {
                    return 0;
                }
                only = *number;
            }
            at = (at + 1) & mask;
        }
        only
    }

    /// Returns the card of a link, where it is that key's.
    pub(crate) fn card_at(&self, number: u32, key: Key) -> Option<CardId> {
        self.rows.get(index(number)).filter(|link| link.key == key).map(|link| link.card)
    }

    /// Goes through the links that are there, as they came.
    pub(crate) fn live(&self) -> impl Iterator<Item = (&Link, Sort)> {
        let all = self.rows.iter().zip(&self.sorts).filter(|(link, _)| !link.is_gone());
        all.map(|(link, sort)| (link, sort_of(*sort)))
    }

    pub(crate) fn len(&self) -> usize {
        self.live().count()
    }

    fn grow(&mut self) {
        let room = (self.slots.len() * 2).max(16);
        let mut slots = vec![(0, 0); room];
        for (link, number) in self.rows.iter().zip(1_u32..).filter(|(link, _)| !link.is_gone()) {
            place(&mut slots, link.key, number);
        }
        self.slots = slots;
    }
}

fn place(slots: &mut [(u32, u32)], key: Key, number: u32) {
    let mask = slots.len().wrapping_sub(1);
    let mut at = home(key, slots.len());
    while slots.get(at).is_some_and(|slot| slot.1 != 0) {
        at = (at + 1) & mask;
    }
    if let Some(slot) = slots.get_mut(at) {
        *slot = (tag(key), number);
    }
}

/// Where a key's slot begins: the lower bits of the digest are as good as any.
fn home(key: Key, slots: usize) -> usize {
    usize::try_from(key.number()).unwrap_or(usize::MAX) & slots.wrapping_sub(1)
}

fn tag(key: Key) -> u32 {
    u32::try_from(key.number() >> 32).unwrap_or(0)
}

/// The place of the link of a number; past the end for zero.
fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX).wrapping_sub(1)
}

const EMAIL: u8 = 255;
const PHONE: u8 = 254;

/// Bytes of a link and of its slot in the table.
pub(crate) const BYTES: (usize, usize) = (size_of::<Link>() + 1, size_of::<(u32, u32)>());
