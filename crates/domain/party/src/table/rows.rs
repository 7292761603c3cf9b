//! The rows of the decision table, in the column of the shop's rule.

use super::Facts;
use crate::{
    Branches, CardId, Class, Doubles, Flag, Mismatch, Outcome, Proposal, Rule, Verdict, few::Few,
    said::Value,
};

impl Facts<'_> {
    pub(super) fn verdict(mut self) -> Verdict {
        let is_number = |value: &Value| !value.is_email_like();
        let has_email = self.any(Class::Strong, Value::is_email_like);
        let has_number = self.any(Class::Strong, is_number);
        if !has_email && !has_number {
            return self.without_key();
        }
        if self.policy.rule == Rule::And {
            return self.both();
        }
        if self.numbers.len() > 1 {
            self.flag(Flag::TaxAmbiguous);
            let candidates = joined(&self.emails, &self.numbers);
            return self.open(14, Outcome::Conflict(None), candidates);
        }
        let by_email = self.policy.rule == Rule::EmailThenTax && self.emails.len() == 1;
        if let Some(head) = self.branch_of.filter(|_| self.numbers.is_empty() && !by_email) {
            self.flag(Flag::NewBranchOf(head));
            self.flag_others(None);
            return self.create(14);
        }
        match (&*self.emails, self.numbers.first().copied()) {
            ([], None) => self.nothing_matches(),
            ([card], None) => {
                let card = *card;
                self.email_alone(card, has_number)
            }
            ([], Some(card)) => {
                let row = if !has_email && self.any(Class::Shared, Value::is_email_like) {
                    15
                } else {
                    7
                };
                self.matched(row, card)
            }
            ([one], Some(other)) if *one == other => self.matched(6, other),
            ([one], Some(other)) => {
                let one = *one;
                self.two_cards(one, other)
            }
            (_, None) => self.ambiguous(11),
            (many, Some(card)) if many.contains(&card) => {
                let email_first = self.policy.rule == Rule::EmailThenTax;
                if email_first { self.ambiguous(12) } else { self.matched(12, card) }
            }
            (_, Some(card)) => {
                let number_first = self.policy.rule == Rule::TaxThenEmail;
                if number_first { self.matched(13, card) } else { self.ambiguous(13) }
            }
        }
    }

    /// Rows 1 and 17: nothing to look up by.
    fn without_key(mut self) -> Verdict {
        if !self.any(Class::Shared, |_| true) {
            self.flag(Flag::NoStrongKey);
            return self.create(1);
        }
        let mut candidates = Few::new(CardId::new(0));
        let shared = self.values.iter().filter(|value| value.class == Class::Shared);
        for key in shared.filter_map(|value| value.key) {
            self.register.add_cards_of(key, &mut candidates);
        }
        let candidates = candidates.to_vec();
        self.open(17, Outcome::Review, candidates)
    }

    /// Rows 2, 16, 19.
    fn nothing_matches(mut self) -> Verdict {
        let is_number = |value: &Value| !value.is_email_like();
        let has_email = self.any(Class::Strong, Value::is_email_like);
        if !has_email && self.any(Class::Shared, Value::is_email_like) {
            return self.create(16);
        }
        if self.any(Class::Invalid, is_number) {
            return self.create(19);
        }
        if self.two_of_a_scheme() {
            self.flag(Flag::TaxAmbiguous);
        }
        self.create(2)
    }

    /// Rows 3, 4, 5, 18.
    fn email_alone(mut self, card: CardId, has_number: bool) -> Verdict {
        if !has_number {
            let unfit = self.values.iter().any(|value| {
                !value.is_email_like() && matches!(value.class, Class::Invalid | Class::Placeholder)
            });
            return self.matched(if unfit { 18 } else { 3 }, card);
        }
        if !self.is_another(card) {
            return self.matched(4, card);
        }
        match self.policy.mismatch {
            Mismatch::Create if self.policy.rule != Rule::EmailThenTax => {
                self.flag(Flag::TaxMismatch);
                self.flag(Flag::EmailOnOtherCard(card));
                self.create(5)
            }
            Mismatch::Review if self.policy.rule != Rule::EmailThenTax => {
                self.flag(Flag::TaxMismatch);
                self.open(5, Outcome::Review, vec![card])
            }
            Mismatch::Attach | Mismatch::Review | Mismatch::Create => {
                self.flag(Flag::TaxMismatch);
                self.matched(5, card)
            }
        }
    }

    /// Rows 8, 9, 10: the e-mail's card and the number's are two.
    fn two_cards(mut self, one: CardId, other: CardId) -> Verdict {
        let parted = self.register.are_parted(one, other);
        let row = match (parted, self.has_hit_scheme(one) || self.clash(one, other)) {
            (true, _) => 10,
            (false, true) => 9,
            (false, false) => 8,
        };
        let one_entity = self.policy.branches == Branches::Apart && self.share_number(one, other);
        match self.policy.rule {
            Rule::TaxThenEmail => self.matched(row, other),
            Rule::Or | Rule::TaxOnly | Rule::EmailOnly | Rule::And | Rule::EmailThenTax
                if one_entity =>
            {
                self.matched(14, other)
            }
            Rule::EmailThenTax => {
                if row != 8 {
                    self.flag(Flag::TaxMismatch);
                }
                self.matched(row, one)
            }
            Rule::Or | Rule::TaxOnly | Rule::EmailOnly | Rule::And => {
                self.disagreeing(row, one, other)
            }
        }
    }

    /// Rows 8, 9, 10 where a person decides, unless the shop merges doubles by itself.
    fn disagreeing(mut self, row: u8, one: CardId, other: CardId) -> Verdict {
        if row != 8 {
            self.flag(Flag::DifferentTaxIds);
            return self.open(
                row,
                Outcome::Conflict(Some(Proposal::Take(other))),
                vec![one, other],
            );
        }
        self.flag(Flag::MergeCandidate);
        if self.policy.doubles == Doubles::Merge {
            return self.matched(8, other);
        }
        let proposal = Proposal::Merge { lost: one, kept: other };
        self.open(8, Outcome::Conflict(Some(proposal)), vec![one, other])
    }

    /// The column that needs both keys to hit one card.
    fn both(self) -> Verdict {
        let row = match (self.emails.len(), self.numbers.len()) {
            (0, 0) => 2,
            (1, 0) => 3,
            (0, _) => 7,
            (1, _) if *self.emails == *self.numbers => 6,
            (1, _) => 9,
            (_, 0) => 11,
            _ => 12,
        };
        match &*self.numbers {
            [card] if self.emails.contains(card) => {
                let card = *card;
                self.matched(row, card)
            }
            _ => self.create(row),
        }
    }

    fn ambiguous(mut self, row: u8) -> Verdict {
        self.flag(Flag::EmailAmbiguous);
        let candidates = joined(&self.emails, &self.numbers);
        self.open(row, Outcome::Conflict(None), candidates)
    }
}

fn joined(first: &[CardId], second: &[CardId]) -> Vec<CardId> {
    let mut all = first.to_vec();
    all.extend(second.iter().filter(|card| !first.contains(card)));
    all
}
