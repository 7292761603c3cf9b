//! A whole base put in order at once: all records in sight, tax numbers first, then e-mails in the order they came.

mod compare;
mod ids;
mod sight;
mod unions;

pub use compare::{Difference, compare};

use std::ops::Range;

use crate::{
    Class, Key, Policy, Said, Sort,
    said::{self, Value},
};
use sight::{NO_SCHEME, Sight};
use unions::Unions;

/// Records on their way to cards, read one by one; their words are not kept.
///
/// ```
/// use sklad_base::PersonId;
/// use sklad_party::{Bulk, Policy, Said, Secret};
///
/// let mut bulk = Bulk::new(Policy::new(Secret::new(7)));
/// bulk.add(&Said::of(PersonId::new(1)).email("ivan@romashka.ru"));
/// bulk.add(&Said::of(PersonId::new(2)).email("olga@vasilek.ru"));
/// bulk.add(&Said::of(PersonId::new(3)).email("Ivan@Romashka.ru"));
/// assert_eq!(bulk.finish().card_of, [0, 1, 0]);
/// ```
#[derive(Debug, Clone)]
pub struct Bulk {
    policy: Policy,
    /// The values of all records, one after another, and where each record's end.
    values: Vec<Held>,
    ends: Vec<u32>,
    read: Vec<Value>,
}

/// A value of a record: a strong one, or a shared mailbox that only the guards look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Held {
    key: Key,
    /// The mail domain of an e-mail beside a number; else zero.
    domain: Key,
    sort: Sort,
    class: Class,
}

/// Cards for all records, and what was done otherwise than a plain "or" would.
///
/// ```
/// use sklad_party::{Bulk, Policy, Secret};
///
/// assert_eq!(Bulk::new(Policy::new(Secret::new(7))).finish().cards, 0);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deduped {
    /// The card of each record, counted from 0 in the order of their first records.
    pub card_of: Vec<u32>,
    /// How many cards there are.
    pub cards: u32,
    /// Records that a guard or the veto kept from a card.
    pub kept_apart: Vec<KeptApart>,
    /// E-mails and numbers that are many customers'.
    pub shared: Vec<Key>,
}

/// A record that was kept from a card that one of its values leads to.
///
/// ```
/// use sklad_party::Cause;
///
/// assert_eq!(Cause::Veto.to_string(), "another tax number");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct KeptApart {
    /// Which record, from 0.
    pub record: u32,
    /// Its card.
    pub card: u32,
    /// The card that it was kept from; nothing where that was all cards of a shared value.
    pub other: Option<u32>,
    /// Why.
    pub cause: Cause,
}

/// Why two records are not on one card though a value says so.
///
/// ```
/// use sklad_party::Cause;
///
/// assert_eq!(Cause::Shared.to_string(), "a shared value");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// The two cards have different numbers of one scheme.
    Veto,
    /// The value is many customers'.
    Shared,
    /// The record has two numbers of one scheme.
    TwoNumbers,
    /// One by one, a person would have had to decide.
    Conflict,
}

impl std::fmt::Display for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Veto => "another tax number",
            Self::Shared => "a shared value",
            Self::TwoNumbers => "two tax numbers",
            Self::Conflict => "a person decides",
        })
    }
}

impl Bulk {
    /// Returns a base without records.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        Self { policy, values: Vec::new(), ends: Vec::new(), read: Vec::new() }
    }

    /// Reads one more record.
    pub fn add(&mut self, said: &Said) {
        said::read(said, &self.policy, &mut self.read);
        for value in &self.read {
            let is_held = match value.class {
                Class::Strong => value.sort != Sort::Unread,
                Class::Shared => value.sort == Sort::Email,
                Class::Absent | Class::Invalid | Class::Placeholder => false,
            };
            if let Some(key) = value.key.filter(|_| is_held) {
                let domain = value.beside.unwrap_or(Key::new(0));
                self.values.push(Held { key, domain, sort: value.sort, class: value.class });
            }
        }
        self.ends.push(u32::try_from(self.values.len()).unwrap_or(u32::MAX));
    }

    /// Puts all records on cards.
    #[must_use]
    pub fn finish(&self) -> Deduped {
        let sight = Sight::of(self);
        let unions = Unions::new(self.ends.len(), &sight.schemes);
        let mut sorting = Sorting { bulk: self, sight: &sight, unions, apart: Vec::new() };
        let mut first = vec![u32::MAX; sight.schemes.len()];
        sorting.by_numbers(&mut first);
        sorting.by_emails(&mut first);
        let apart = std::mem::take(&mut sorting.apart);
        let (card_of, cards) = sorting.unions.cards();
        let card =
            |record: u32| usize::try_from(record).ok().and_then(|at| card_of.get(at)).copied();
        let named = |(record, other, cause): (u32, Option<u32>, Cause)| {
            let (card, other) = (card(record)?, other.and_then(card));
            Some(KeptApart { record, card, other, cause })
        };
        let kept_apart = apart.into_iter().filter_map(named).collect();
        Deduped { card_of, cards, kept_apart, shared: sight.shared_keys }
    }

    /// Returns where the values of a record stand.
    fn range(&self, record: usize) -> Range<usize> {
        let end = |at: usize| self.ends.get(at).and_then(|end| usize::try_from(*end).ok());
        let start = record.checked_sub(1).and_then(end).unwrap_or(0);
        start..end(record).unwrap_or(start)
    }
}

/// Records being joined.
struct Sorting<'a> {
    bulk: &'a Bulk,
    sight: &'a Sight,
    unions: Unions<'a>,
    apart: Vec<(u32, Option<u32>, Cause)>,
}

impl<'a> Sorting<'a> {
    fn by_numbers(&mut self, first: &mut [u32]) {
        for (record, at) in (0_u32..).zip(0..self.bulk.ends.len()) {
            let is_doubtful = self.two_numbers(at);
            for number in self.strong(at, true) {
                if is_doubtful {
                    self.apart.push((record, None, Cause::TwoNumbers));
                } else if is(&self.sight.shared, number) {
                    self.apart.push((record, None, Cause::Shared));
                } else {
                    self.join_number(record, number, first);
                }
            }
        }
    }

    fn join_number(&mut self, record: u32, number: u32, first: &mut [u32]) {
        let Some(founder) = usize::try_from(number).ok().and_then(|at| first.get_mut(at)) else {
            return;
        };
        if *founder == u32::MAX {
            if self.unions.give(record, number) {
                *founder = record;
            } else {
                self.apart.push((record, None, Cause::Veto));
            }
        } else if !self.unions.join(record, *founder) {
            self.apart.push((record, Some(*founder), Cause::Veto));
        }
    }

    fn by_emails(&mut self, first: &mut [u32]) {
        for (record, at) in (0_u32..).zip(0..self.bulk.ends.len()) {
            for email in self.strong(at, false) {
                if is(&self.sight.shared, email) {
                    self.apart.push((record, None, Cause::Shared));
                    continue;
                }
                let Some(founder) = usize::try_from(email).ok().and_then(|at| first.get_mut(at))
                else {
                    continue;
                };
                if *founder == u32::MAX {
                    *founder = record;
                } else if !self.unions.join(record, *founder) {
                    self.apart.push((record, Some(*founder), Cause::Veto));
                }
            }
        }
    }

    /// Goes through the strong tax numbers of a record, or through its other strong values.
    fn strong(&self, record: usize, taxes: bool) -> impl Iterator<Item = u32> + use<'a> {
        let range = self.bulk.range(record);
        let held = self.bulk.values.get(range.clone()).unwrap_or_default();
        let numbers = self.sight.numbers.get(range).unwrap_or_default();
        let fits = move |held: &Held| held.class == Class::Strong && held.is_number() == taxes;
        held.iter().zip(numbers).filter(move |(held, _)| fits(held)).map(|(_, number)| *number)
    }

    fn two_numbers(&self, record: usize) -> bool {
        let scheme = |number: u32| {
            let at = usize::try_from(number).ok();
            at.and_then(|at| self.sight.schemes.get(at)).copied().unwrap_or(NO_SCHEME)
        };
        let mut schemes = self.strong(record, true).map(scheme);
        schemes.next().is_some_and(|first| {
            let rest: Vec<_> = schemes.collect();
            rest.contains(&first) || (1..rest.len()).any(|at| rest[at..].contains(&rest[at - 1]))
        })
    }
}

impl Held {
    const fn is_number(&self) -> bool {
        matches!(self.sort, Sort::Tax(_))
    }
}

fn is(list: &[bool], at: u32) -> bool {
    usize::try_from(at).ok().and_then(|at| list.get(at)).copied().unwrap_or(false)
}
