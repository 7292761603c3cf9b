//! The decision table: which cards the keys hit, and what follows from it.

use crate::{
    Branches, CardId, Class, Doubles, Flag, Key, Kpp, Mismatch, Outcome, Pin, Policy, Proposal,
    Register, Rule, Said, Scheme, Sort, Verdict, Word,
    few::Few,
    said::{self, Value},
    tax_id::INN,
};

impl Register {
    /// Says whose an order is, by what it says; matching changes nothing.
    ///
    /// ```
    /// use sklad_base::PersonId;
    /// use sklad_party::{Outcome, Policy, Register, Said, Secret};
    ///
    /// let said = Said::of(PersonId::new(1)).email("ivan@romashka.ru");
    /// let verdict = Register::new().find(&said, &Policy::new(Secret::new(7)));
    /// assert_eq!((verdict.outcome, verdict.row), (Outcome::Create, 2));
    /// ```
    #[must_use]
    pub fn find(&self, said: &Said, policy: &Policy) -> Verdict {
        let mut values = Vec::with_capacity(4);
        said::read_to_find(said, policy, &mut values);
        self.fetch(&values);
        self.judge(said, &mut values, policy)
    }

    /// Says whose each of many orders is. All of them are read before any is looked up, so that the machine fetches
    /// what they need at once: the cost of looking up is waiting for memory.
    #[must_use]
    pub fn find_all(&self, said: &[Said], policy: &Policy) -> Vec<Verdict> {
        let mut verdicts = Vec::with_capacity(said.len());
        let mut values: [Vec<Value>; SLICE] = std::array::from_fn(|_| Vec::with_capacity(4));
        let mut all = Vec::with_capacity(SLICE * 4);
        for slice in said.chunks(SLICE) {
            all.clear();
            said::touch(slice);
            for (said, values) in slice.iter().zip(&mut values) {
                said::read_to_find(said, policy, values);
                all.extend_from_slice(values);
            }
            self.fetch(&all);
            let read = slice.iter().zip(&mut values);
            verdicts.extend(read.map(|(said, values)| self.judge(said, values, policy)));
        }
        verdicts
    }

    /// Reads what the values of many orders will need, all of one kind before any of the next: so the machine waits
    /// for slots, links and cards once each, not once for every value.
    fn fetch(&self, values: &[Value]) {
        let keys = || values.iter().filter_map(|value| value.key);
        let slots = keys().fold(0, |sum, key| sum ^ self.links.touch(key));
        std::hint::black_box(slots);
        let cards = || keys().filter_map(|key| self.links.touch_link(key));
        std::hint::black_box(cards().fold(0, |sum, card| sum ^ card.number()));
        if !self.children.is_empty() {
            let lives = cards().filter_map(|card| self.cards.get(card.index()));
            std::hint::black_box(lives.fold(0, |sum, card| sum ^ card.first));
        }
    }

    pub(crate) fn judge(&self, said: &Said, values: &mut [Value], policy: &Policy) -> Verdict {
        self.classify(values);
        let seen: Vec<Value>;
        let values = match policy.rule {
            Rule::TaxOnly | Rule::EmailOnly => {
                let emails = policy.rule == Rule::EmailOnly;
                seen = values
                    .iter()
                    .filter(|value| value.is_email_like() == emails)
                    .copied()
                    .collect();
                &seen
            }
            Rule::Or | Rule::TaxThenEmail | Rule::EmailThenTax | Rule::And => &*values,
        };
        let facts = Facts::gather(self, policy, values, kpp(said));
        let mut verdict = facts.verdict();
        if matches!(verdict.row, 1 | 19) {
            // A number with a mistake in it: who has one that differs by a digit?
            let unread = values
                .iter()
                .filter(|value| value.class == Class::Invalid && !value.is_email_like());
            let numbers = unread.filter_map(|value| said.numbers.get(value.at));
            verdict.candidates = numbers.flat_map(|number| self.near(number, policy)).collect();
        }
        verdict
    }

    /// Says what each value is worth here: guards and pins.
    pub(crate) fn classify(&self, values: &mut [Value]) {
        for value in values {
            let Some(key) = value.key else { continue };
            if value.class == Class::Strong && self.shared.contains(&key) {
                value.class = Class::Shared;
            }
            match self.pins.get(&key) {
                Some(Pin::Strong) => value.class = Class::Strong,
                Some(Pin::Shared) => value.class = Class::Shared,
                None => {}
            }
        }
    }
}

/// The KPP of an order, where it says one that can be read.
pub(crate) fn kpp(said: &Said) -> Option<Kpp> {
    if said.kpp.is_empty() { None } else { Kpp::parse(&said.kpp).ok() }
}

/// What the values of one order hit.
struct Facts<'a> {
    register: &'a Register,
    policy: &'a Policy,
    values: &'a [Value],
    kpp: Option<Kpp>,
    /// E: distinct live cards hit by strong e-mails.
    emails: Few<CardId>,
    /// T: the same by strong tax numbers.
    numbers: Few<CardId>,
    /// The head of the entity, where the order is of a branch that has no card yet.
    branch_of: Option<CardId>,
    flags: Vec<Flag>,
}

impl<'a> Facts<'a> {
    fn gather(
        register: &'a Register,
        policy: &'a Policy,
        values: &'a [Value],
        kpp: Option<Kpp>,
    ) -> Self {
        let none = || Few::new(CardId::new(0));
        let (emails, numbers, flags) = (none(), none(), Vec::new());
        let mut facts =
            Self { register, policy, values, kpp, emails, numbers, branch_of: None, flags };
        for value in values {
            facts.flag_class(value);
            match (value.class, value.sort, value.key) {
                (Class::Strong, Sort::Email | Sort::Phone, Some(key)) => {
                    register.add_cards_of(key, &mut facts.emails);
                }
                (Class::Strong, Sort::Tax(scheme), Some(key)) => facts.look_up(value, scheme, key),
                _ => {}
            }
        }
        facts
    }

    fn flag_class(&mut self, value: &Value) {
        let flag = match (value.class, value.sort) {
            (Class::Strong | Class::Absent, _) => return,
            (class, Sort::Email) => Flag::Email(class),
            (class, Sort::Phone) => Flag::Phone(class),
            (class, Sort::Tax(_) | Sort::Unread) => Flag::Tax(class),
        };
        self.flag(flag);
    }

    fn flag(&mut self, flag: Flag) {
        if !self.flags.contains(&flag) {
            self.flags.push(flag);
        }
    }

    /// Looks a tax number up; among the branches of one entity the KPP decides.
    fn look_up(&mut self, value: &Value, scheme: Scheme, key: Key) {
        let mut cards = Few::new(CardId::new(0));
        self.register.add_cards_of(key, &mut cards);
        let apart = self.policy.branches == Branches::Apart;
        if scheme.0 == INN && !cards.is_empty() && (apart || cards.len() > 1) {
            let branch = self.branch(cards.to_vec(), apart);
            cards = Few::new(CardId::new(0));
            branch.into_iter().for_each(|card| cards.push(card));
        }
        if let (true, true, Some(parent)) = (apart, cards.is_empty(), value.beside) {
            self.branch_of = self.register.cards_of(parent).first().copied();
        }
        for card in cards.iter() {
            if !self.numbers.contains(card) {
                self.numbers.push(*card);
            }
        }
    }

    fn branch(&mut self, cards: Vec<CardId>, apart: bool) -> Vec<CardId> {
        let with = |test: &dyn Fn(Option<Kpp>) -> bool| -> Vec<CardId> {
            cards.iter().copied().filter(|card| test(self.register.kpp_of(*card))).collect()
        };
        let heads = with(&|kpp| kpp.is_some_and(Kpp::is_head));
        let exact = with(&|kpp| kpp.is_some() && kpp == self.kpp);
        let whole = with(&|kpp| kpp.is_none());
        match self.kpp {
            Some(_) if !exact.is_empty() => exact,
            Some(_) if apart && whole.is_empty() => {
                self.branch_of = heads.first().or_else(|| cards.first()).copied();
                Vec::new()
            }
            Some(_) if apart => whole,
            _ if cards.len() == 1 => cards,
            None if apart && heads.len() == 1 => {
                self.flag(Flag::KppMissing);
                heads
            }
            _ if heads.len() == 1 => heads,
            _ => cards,
        }
    }

    fn any(&self, class: Class, test: impl Fn(&Value) -> bool) -> bool {
        self.values.iter().any(|value| value.class == class && test(value))
    }

    fn verdict(mut self) -> Verdict {
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

    fn matched(mut self, row: u8, card: CardId) -> Verdict {
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
            let is_new = self.register.links.of_key(key).next().is_none();
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

    fn create(self, row: u8) -> Verdict {
        let mut schemes = Vec::new();
        let mut learn = Vec::new();
        let apart = self.policy.branches == Branches::Apart;
        for value in self.strong() {
            let is_new =
                value.key.is_some_and(|key| self.register.links.of_key(key).next().is_none());
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
    fn open(self, row: u8, outcome: Outcome, candidates: Vec<CardId>) -> Verdict {
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

    fn flag_others(&mut self, but: Option<CardId>) {
        for at in 0..self.emails.len() {
            let card = self.emails.get(at).copied();
            if let Some(other) = card.filter(|card| Some(*card) != but) {
                self.flag(Flag::EmailOnOtherCard(other));
            }
        }
    }

    /// Tells whether a card has another number of a scheme that the order brings.
    fn is_another(&self, card: CardId) -> bool {
        self.strong().any(|value| match value.sort {
            Sort::Tax(scheme) => {
                self.register.number_of(card, scheme).is_some_and(|its| Some(its) != value.key)
            }
            Sort::Email | Sort::Phone | Sort::Unread => false,
        })
    }

    /// Tells whether a card has a number of a scheme by which another card was hit.
    fn has_hit_scheme(&self, card: CardId) -> bool {
        self.strong().any(|value| match (value.sort, value.key) {
            (Sort::Tax(scheme), Some(key)) => {
                self.register.number_of(card, scheme).is_some()
                    && self.register.links.of_key(key).next().is_some()
            }
            _ => false,
        })
    }

    /// Tells whether two cards have different numbers of one scheme: as one they would have two.
    fn clash(&self, one: CardId, other: CardId) -> bool {
        self.register.keys_of(one).into_iter().any(|(sort, key)| match sort {
            Sort::Tax(scheme) => {
                self.register.number_of(other, scheme).is_some_and(|its| its != key)
            }
            Sort::Email | Sort::Phone | Sort::Unread => false,
        })
    }

    fn share_number(&self, one: CardId, other: CardId) -> bool {
        self.strong().any(|value| match value.sort {
            Sort::Tax(scheme) => {
                let its = self.register.number_of(one, scheme);
                its.is_some() && its == self.register.number_of(other, scheme)
            }
            Sort::Email | Sort::Phone | Sort::Unread => false,
        })
    }

    fn two_of_a_scheme(&self) -> bool {
        let mut sorts: Vec<_> =
            self.strong().filter(|value| !value.is_email_like()).map(|value| value.sort).collect();
        let count = sorts.len();
        sorts.sort_unstable();
        sorts.dedup();
        sorts.len() < count
    }
}

fn joined(first: &[CardId], second: &[CardId]) -> Vec<CardId> {
    let mut all = first.to_vec();
    all.extend(second.iter().filter(|card| !first.contains(card)));
    all
}

const fn word(value: &Value) -> Word {
    match value.sort {
        Sort::Email => Word::Email(value.at),
        Sort::Phone => Word::Phone(value.at),
        Sort::Tax(_) | Sort::Unread => Word::Number(value.at),
    }
}

/// So many orders are fetched at once.
const SLICE: usize = 32;
