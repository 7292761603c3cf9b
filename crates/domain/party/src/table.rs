//! The decision table: which cards the keys hit, and what follows from it.

mod answers;
mod at_once;
mod rows;

use crate::{
    Branches, CardId, Class, Flag, Key, Kpp, Pin, Policy, Register, Rule, Said, Scheme, Sort,
    Verdict,
    few::Few,
    said::{self, Reader, Value},
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
        Reader::new(policy).read_to_find(said, &mut values);
        self.follow(&mut values);
        self.judge(said, &mut values, policy)
    }

    /// Says whose each of many orders is. All of them are read before any is looked up, so that the machine fetches
    /// what they need at once: the cost of looking up is waiting for memory.
    #[must_use]
    pub fn find_all(&self, said: &[Said], policy: &Policy) -> Vec<Verdict> {
        let mut verdicts = Vec::with_capacity(said.len());
        let mut reader = Reader::new(policy);
        let (mut values, mut ends) = (Vec::with_capacity(SLICE * 4), Vec::with_capacity(SLICE));
        for slice in said.chunks(SLICE) {
            values.clear();
            ends.clear();
            said::touch(slice);
            for said in slice {
                reader.read_to_find(said, &mut values);
                ends.push(values.len());
            }
            self.follow(&mut values);
            let mut start = 0;
            verdicts.extend(slice.iter().zip(&ends).map(|(said, end)| {
                let its = values.get_mut(start..*end).unwrap_or_default();
                start = *end;
                self.judge(said, its, policy)
            }));
        }
        verdicts
    }

    /// Notes where the keys of values lead: all slots before all links, so that the machine waits for many at once.
    pub(crate) fn follow(&self, values: &mut [Value]) {
        let keys = values.iter().filter_map(|value| value.key);
        std::hint::black_box(keys.fold(0, |sum, key| sum ^ self.links.touch(key)));
        let mut links = 0;
        for value in values {
            if let Some(key) = value.key {
                value.link = self.links.only(key);
                links ^= self.links.touch_link(value.link);
            }
        }
        std::hint::black_box(links);
    }

    pub(crate) fn judge(&self, said: &Said, values: &mut [Value], policy: &Policy) -> Verdict {
        self.judge_at_once(values, policy)
            .unwrap_or_else(|| self.judge_at_length(said, values, policy))
    }

    /// The whole table.
    fn judge_at_length(&self, said: &Said, values: &mut [Value], policy: &Policy) -> Verdict {
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
    /// The strong keys that are on any card.
    known: Few<Key>,
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
        let (emails, numbers, known, flags) = (none(), none(), Few::new(Key::new(0)), Vec::new());
        let branch_of = None;
        let mut facts =
            Self { register, policy, values, kpp, emails, numbers, branch_of, known, flags };
        for value in values {
            facts.flag_class(value);
            match (value.class, value.sort, value.key) {
                (Class::Strong, Sort::Email | Sort::Phone, Some(key)) => {
                    let is_known = register.add_cards_of(key, &mut facts.emails);
                    facts.note(key, is_known);
                }
                (Class::Strong, Sort::Tax(scheme), Some(key)) => facts.look_up(value, scheme, key),
                _ => {}
            }
        }
        facts
    }

    fn note(&mut self, key: Key, is_known: bool) {
        if is_known {
            self.known.push(key);
        }
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
        let is_known = self.register.add_cards_of(key, &mut cards);
        self.note(key, is_known);
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
}

/// So many orders are fetched at once.
const SLICE: usize = 32;
