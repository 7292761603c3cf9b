//! The answers that the rows end in, and what is learned with each.

use super::Facts;
use crate::{Branches, CardId, Class, Flag, Outcome, Rule, Sort, Verdict, Word, said::Value};

impl<'a> Facts<'a> {
    pub(super) fn matched(mut self, row: u8, card: CardId) -> Verdict {
        // A card that is about to be merged is no other card.
        let merging = row == 8 && self.flags.contains(&Flag::MergeCandidate);
        if self.policy.rule != Rule::EmailThenTax && !merging {
            self.flag_others(Some(card));
        }
        let mut learn = Vec::new();
        let (mut new_contact, mut mismatch) = (false, false);
        let mut schemes = Vec::new();
        for value in self.strong() {
            let Some(key) = value.key else { continue };
            let is_new = !self.known.contains(&key);
            match value.sort {
                Sort::Tax(scheme) if is_new => {
                    let has = |card: &CardId| self.register.number_of(*card, scheme).is_some();
                    // What is about to be merged brings its numbers along.
                    if has(&card)
                        || merging && self.emails.iter().any(has)
                        || schemes.contains(&scheme)
                    {
                        mismatch = true;
                    } else if row != 5 {
                        schemes.push(scheme);
                        learn.push(word(value));
                    }
                }
                Sort::Email | Sort::Phone if is_new => {
                    new_contact = true;
                    learn.push(word(value));
                }
                Sort::Tax(_) | Sort::Email | Sort::Phone | Sort::Unread => {}
            }
        }
        if mismatch {
            self.flag(Flag::TaxMismatch);
        }
        let (by_email, by_tax) = (self.emails.contains(&card), self.numbers.contains(&card));
        let (outcome, flags) = (Outcome::Match(card), self.flags);
        Verdict {
            outcome,
            row,
            by_email,
            by_tax,
            new_contact,
            learn,
            flags,
            candidates: Vec::new(),
        }
    }

    pub(super) fn create(self, row: u8) -> Verdict {
        let mut schemes = Vec::new();
        let mut learn = Vec::new();
        let apart = self.policy.branches == Branches::Apart;
        for value in self.strong() {
            let is_new = value.key.is_some_and(|key| !self.known.contains(&key));
            let is_taken = match value.sort {
                Sort::Tax(scheme) => {
                    let again = schemes.contains(&scheme);
                    schemes.push(scheme);
                    again || !(is_new || apart || self.policy.rule == Rule::And)
                }
                Sort::Email | Sort::Phone | Sort::Unread => {
                    !(is_new || self.policy.rule == Rule::And)
                }
            };
            if !is_taken {
                learn.push(word(value));
            }
        }
        let flags = self.flags;
        let (outcome, candidates) = (Outcome::Create, Vec::new());
        Verdict {
            outcome,
            row,
            by_email: false,
            by_tax: false,
            new_contact: false,
            learn,
            flags,
            candidates,
        }
    }

    /// An answer that a person has to give: nothing is learned.
    pub(super) fn open(self, row: u8, outcome: Outcome, candidates: Vec<CardId>) -> Verdict {
        let (learn, flags) = (Vec::new(), self.flags);
        Verdict {
            outcome,
            row,
            by_email: false,
            by_tax: false,
            new_contact: false,
            learn,
            flags,
            candidates,
        }
    }

    fn strong(&self) -> impl Iterator<Item = &'a Value> + use<'a> {
        self.values.iter().filter(|value| value.class == Class::Strong)
    }

    pub(super) fn flag_others(&mut self, but: Option<CardId>) {
        for at in 0..self.emails.len() {
            let card = self.emails.get(at).copied();
            if let Some(other) = card.filter(|card| Some(*card) != but) {
                self.flag(Flag::EmailOnOtherCard(other));
            }
        }
    }

    /// Tells whether a card has another number of a scheme that the order brings.
    pub(super) fn is_another(&self, card: CardId) -> bool {
        self.strong().any(|value| match value.sort {
            Sort::Tax(scheme) => {
                self.register.number_of(card, scheme).is_some_and(|its| Some(its) != value.key)
            }
            Sort::Email | Sort::Phone | Sort::Unread => false,
        })
    }

    /// Tells whether a card has a number of a scheme by which another card was hit.
    pub(super) fn has_hit_scheme(&self, card: CardId) -> bool {
        self.strong().any(|value| match (value.sort, value.key) {
            (Sort::Tax(scheme), Some(key)) => {
                self.register.number_of(card, scheme).is_some() && self.known.contains(&key)
            }
            _ => false,
        })
    }

    /// Tells whether two cards have different numbers of one scheme: as one they would have two.
    pub(super) fn clash(&self, one: CardId, other: CardId) -> bool {
        self.register.keys_of(one).into_iter().any(|(sort, key)| match sort {
            Sort::Tax(scheme) => {
                self.register.number_of(other, scheme).is_some_and(|its| its != key)
            }
            Sort::Email | Sort::Phone | Sort::Unread => false,
        })
    }

    pub(super) fn share_number(&self, one: CardId, other: CardId) -> bool {
        self.strong().any(|value| match value.sort {
            Sort::Tax(scheme) => {
                let its = self.register.number_of(one, scheme);
                its.is_some() && its == self.register.number_of(other, scheme)
            }
            Sort::Email | Sort::Phone | Sort::Unread => false,
        })
    }

    pub(super) fn two_of_a_scheme(&self) -> bool {
        let mut sorts: Vec<_> =
            self.strong().filter(|value| !value.is_email_like()).map(|value| value.sort).collect();
        let count = sorts.len();
        sorts.sort_unstable();
        sorts.dedup();
        sorts.len() < count
    }
}

const fn word(value: &Value) -> Word {
    match value.sort {
        Sort::Email => Word::Email(value.at),
        Sort::Phone => Word::Phone(value.at),
        Sort::Tax(_) | Sort::Unread => Word::Number(value.at),
    }
}
