//! A whole base put in order at once: all records in sight, tax numbers first, then e-mails in the order they came.

mod compare;
mod ids;
mod unions;

pub use compare::{Difference, compare};

use crate::{
    Class, Key, Policy, Said, Sort,
    said::{self, Value},
    tally::Tally,
};
use ids::Ids;
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
    emails: Ids,
    numbers: Ids,
    /// The scheme of each number.
    schemes: Vec<u8>,
    /// How many distinct numbers each e-mail, and how many mail domains each number was seen beside.
    beside: [Vec<u8>; 2],
    counts: Tally,
    /// The values of all records, one after another, and where each record's end.
    values: Vec<Held>,
    ends: Vec<u32>,
    read: Vec<Value>,
}

/// A strong value of a record, by its dense number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    Email(u32),
    Number(u32),
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
        Self {
            policy,
            emails: Ids::default(),
            numbers: Ids::default(),
            schemes: Vec::new(),
            beside: [Vec::new(), Vec::new()],
            counts: Tally::default(),
            values: Vec::new(),
            ends: Vec::new(),
            read: Vec::new(),
        }
    }

    /// Reads one more record.
    pub fn add(&mut self, said: &Said) {
        let mut read = std::mem::take(&mut self.read);
        said::read(said, &self.policy, &mut read);
        for value in &read {
            self.hold(value);
        }
        self.count(&read);
        self.ends.push(u32::try_from(self.values.len()).unwrap_or(u32::MAX));
        self.read = read;
    }

    /// Puts all records on cards.
    #[must_use]
    pub fn finish(&self) -> Deduped {
        let limits = [self.policy.email_shared_above, self.policy.tax_shared_above];
        let shared = [0, 1]
            .map(|at| self.beside[at].iter().map(|count| *count > limits[at]).collect::<Vec<_>>());
        let mut sorting = Sorting {
            bulk: self,
            unions: Unions::new(self.ends.len(), &self.schemes),
            shared: &shared,
            apart: Vec::new(),
        };
        sorting.by_numbers();
        sorting.by_emails();
        let apart = std::mem::take(&mut sorting.apart);
        let (card_of, cards) = sorting.unions.cards();
        let card =
            |record: u32| usize::try_from(record).ok().and_then(|at| card_of.get(at)).copied();
        let named = |(record, other, cause): (u32, Option<u32>, Cause)| {
            let (card, other) = (card(record)?, other.and_then(card));
            Some(KeptApart { record, card, other, cause })
        };
        let kept_apart = apart.into_iter().filter_map(named).collect();
        let keys = |ids: &Ids, shared: &[bool]| {
            ids.keys()
                .iter()
                .zip(shared)
                .filter(|(_, is)| **is)
                .map(|(key, _)| *key)
                .collect::<Vec<_>>()
        };
        let shared = [keys(&self.emails, &shared[0]), keys(&self.numbers, &shared[1])].concat();
        Deduped { card_of, cards, kept_apart, shared }
    }

    fn hold(&mut self, value: &Value) {
        let (Class::Strong, Some(key)) = (value.class, value.key) else { return };
        match value.sort {
            Sort::Tax(scheme) => {
                let number = self.numbers.of(key);
                if usize::try_from(number).is_ok_and(|at| at == self.schemes.len()) {
                    self.schemes.push(scheme.0);
                    self.beside[1].push(0);
                }
                self.values.push(Held::Number(number));
            }
            Sort::Email | Sort::Phone => {
                let email = self.emails.of(key);
                if usize::try_from(email).is_ok_and(|at| at == self.beside[0].len()) {
                    self.beside[0].push(0);
                }
                self.values.push(Held::Email(email));
            }
            Sort::Unread => {}
        }
    }

    /// Counts what the guards count, as the register does order by order.
    fn count(&mut self, read: &[Value]) {
        let numbers =
            read.iter().filter(|value| !value.is_email_like() && value.class == Class::Strong);
        let emails = read.iter().filter(|value| {
            value.sort == Sort::Email && matches!(value.class, Class::Strong | Class::Shared)
        });
        for (email, number) in
            emails.flat_map(|email| numbers.clone().map(move |number| (email, number)))
        {
            let (Some(mailbox), Some(domain), Some(tax)) = (email.key, email.beside, number.key)
            else {
                continue;
            };
            let by_email = self.counts.count(mailbox, tax);
            let by_number = self.counts.count(tax, domain);
            if email.class == Class::Strong {
                set(&mut self.beside[0], self.emails.of(mailbox), by_email);
            }
            set(&mut self.beside[1], self.numbers.of(tax), by_number);
        }
    }

    fn held(&self, record: usize) -> &[Held] {
        let end = |at: usize| self.ends.get(at).and_then(|end| usize::try_from(*end).ok());
        let start = record.checked_sub(1).and_then(end).unwrap_or(0);
        end(record).and_then(|end| self.values.get(start..end)).unwrap_or_default()
    }
}

/// Records being joined.
struct Sorting<'a> {
    bulk: &'a Bulk,
    unions: Unions<'a>,
    shared: &'a [Vec<bool>; 2],
    apart: Vec<(u32, Option<u32>, Cause)>,
}

impl Sorting<'_> {
    fn by_numbers(&mut self) {
        let mut first = vec![u32::MAX; self.bulk.schemes.len()];
        for (record, at) in (0_u32..).zip(0..self.bulk.ends.len()) {
            let held = self.bulk.held(at);
            let is_doubtful = self.two_numbers(held);
            for number in held.iter().filter_map(Held::number) {
                if is_doubtful {
                    self.apart.push((record, None, Cause::TwoNumbers));
                } else if is(&self.shared[1], number) {
                    self.apart.push((record, None, Cause::Shared));
                } else {
                    self.join_number(record, number, &mut first);
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

    fn by_emails(&mut self) {
        let mut first = vec![u32::MAX; self.shared[0].len()];
        for (record, at) in (0_u32..).zip(0..self.bulk.ends.len()) {
            for email in self.bulk.held(at).iter().filter_map(Held::email) {
                if is(&self.shared[0], email) {
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

    fn two_numbers(&self, held: &[Held]) -> bool {
        let mut schemes = held.iter().filter_map(Held::number).filter_map(|number| {
            usize::try_from(number).ok().and_then(|at| self.bulk.schemes.get(at))
        });
        schemes.next().is_some_and(|first| {
            let rest: Vec<_> = schemes.collect();
            rest.contains(&first) || (1..rest.len()).any(|at| rest[at..].contains(&rest[at - 1]))
        })
    }
}

impl Held {
    const fn number(&self) -> Option<u32> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    const fn email(&self) -> Option<u32> {
        if let Self::Email(email) = self { Some(*email) } else { None }
    }
}

fn is(list: &[bool], at: u32) -> bool {
    usize::try_from(at).ok().and_then(|at| list.get(at)).copied().unwrap_or(false)
}

fn set(list: &mut [u8], at: u32, value: u8) {
    if let Some(place) = usize::try_from(at).ok().and_then(|at| list.get_mut(at)) {
        *place = value;
    }
}
