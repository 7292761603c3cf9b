//! Random orders from a small world, so that their values meet, and a desk that runs them.
#![allow(
    dead_code,
    clippy::type_complexity,
    clippy::or_fun_call,
    reason = "tests, each of which uses its part"
)]

use std::collections::BTreeSet;

use proptest::prelude::*;
use sklad_base::{Actor, CommandId, Decider, Envelope, Moment, No, OrderId, PersonId};
use sklad_party::{
    Book, Branches, Command, Customer, Doubles, Event, Mismatch, Outcome, Policy, Refusal,
    Register, Rule, Said, Secret,
};

/// A register, its book, and all that happened to them.
pub(crate) struct Desk {
    pub(crate) register: Register,
    pub(crate) book: Book,
    pub(crate) policy: Policy,
    pub(crate) log: Vec<Event>,
}

impl Desk {
    /// Returns a desk that recognised these orders, by their place in the list.
    pub(crate) fn after(orders: &[Said], policy: &Policy) -> Self {
        let mut desk = Self {
            register: Register::new(),
            book: Book::new(),
            policy: policy.clone(),
            log: Vec::new(),
        };
        for (order, said) in (0..).map(OrderId::new).zip(orders) {
            desk.run(Command::Recognise { order, said: said.clone() }).unwrap();
        }
        desk
    }

    pub(crate) fn envelope(&self, command: Command) -> Envelope<Command> {
        let now = Moment::parse("2026-03-02T10:00:00Z").unwrap();
        Envelope::new(CommandId::counted(now, 0), Actor::System("test".into()), now, command)
    }

    pub(crate) fn run(&mut self, command: Command) -> Result<Vec<Event>, No<Refusal>> {
        let events = self.register.run(&self.envelope(command), &self.policy.clone())?;
        events.iter().for_each(|event| self.book.take(event));
        self.log.extend(events.iter().cloned());
        Ok(events.as_slice().to_vec())
    }

    pub(crate) fn answers(&self) -> Vec<Option<Customer>> {
        (0..100).map(|order| self.register.customer(OrderId::new(order))).collect()
    }

    /// Returns whose orders met a veto, a shared value or a conflict.
    pub(crate) fn disturbed(&self, orders: &[Said]) -> BTreeSet<PersonId> {
        let mut last = PersonId::new(0);
        let mut disturbed = BTreeSet::new();
        for event in &self.log {
            if let Event::Recognised { order, outcome, row, .. } = event {
                last = orders[usize::try_from(order.number()).unwrap()].person;
                let is_plain = matches!(outcome, Outcome::Match(_) | Outcome::Create)
                    && ![5, 12, 14, 15, 16].contains(row);
                if !is_plain {
                    disturbed.insert(last);
                }
            } else if matches!(event, Event::TurnedShared(_)) {
                disturbed.insert(last);
            }
        }
        disturbed
    }
}

/// Returns those and all whose orders have a value in common with one of theirs, and so on.
pub(crate) fn hanging_together(
    orders: &[Said],
    mut some: BTreeSet<PersonId>,
) -> BTreeSet<PersonId> {
    let meet = |one: &Said, other: &Said| {
        one.emails.iter().any(|email| other.emails.contains(email))
            || one.numbers.iter().any(|number| other.numbers.contains(number))
    };
    loop {
        let is_in = |said: &&Said| some.contains(&said.person);
        let more: Vec<PersonId> = orders
            .iter()
            .filter(|said| !is_in(said))
            .filter(|said| orders.iter().filter(is_in).any(|other| meet(said, other)))
            .map(|said| said.person)
            .collect();
        if more.is_empty() {
            return some;
        }
        some.extend(more);
    }
}

/// Returns which orders share a card, by their words.
pub(crate) fn founders(desk: &Desk, orders: &[Said]) -> Vec<Vec<Said>> {
    let mut groups: std::collections::BTreeMap<_, Vec<Said>> = std::collections::BTreeMap::new();
    for (order, said) in (0..).map(OrderId::new).zip(orders) {
        groups.entry(desk.register.customer(order)).or_default().push(said.clone());
    }
    let mut groups: Vec<Vec<Said>> = groups.into_values().collect();
    for group in &mut groups {
        group.sort_by_key(|said| said.person);
    }
    groups.sort_by_key(|group| group[0].person);
    groups
}

const EMAILS: [&str; 9] = [
    "ivan@romashka.ru",
    "IVAN@romashka.ru",
    "olga@romashka.ru",
    "buh@outsource.ru",
    "p.e.t.r@gmail.com",
    "petr@googlemail.com",
    "info@mail.ru",
    "no-email@shop.example",
    "ivan@",
];
const NUMBERS: [(&str, &str); 9] = [
    ("RU", "7710000015"),
    ("RU", "7710 000 022"),
    ("RU", "7710000030"),
    ("EU", "BG175074752"),
    ("BG", "175 074 752"),
    ("RU", "0000000000"),
    ("RU", "7710000016"),
    ("", "7710000015"),
    ("PL", "8251027348"),
];

pub(crate) fn any_said() -> impl Strategy<Value = Said> {
    let emails = prop::collection::vec(prop::sample::select(&EMAILS[..]), 0..3);
    let numbers = prop::collection::vec(prop::sample::select(&NUMBERS[..]), 0..3);
    let kpp = prop::sample::select(&["", "771001001", "780243001", "x"][..]);
    (0_u64..6, emails, numbers, kpp).prop_map(|(person, emails, numbers, kpp)| {
        let mut said = Said::of(PersonId::new(person));
        said.emails = emails.into_iter().map(str::to_owned).collect();
        for (country, text) in numbers {
            said = said.number(country, text);
        }
        said.kpp = kpp.to_owned();
        said
    })
}

pub(crate) fn any_orders() -> impl Strategy<Value = Vec<Said>> {
    prop::collection::vec(any_said(), 0..12)
}

/// Orders with one e-mail and at most one number each, in two orders of arrival.
pub(crate) fn clean_orders() -> impl Strategy<Value = (Vec<Said>, Vec<Said>)> {
    let email = prop::sample::select(&["a@one.ru", "b@one.ru", "c@two.ru", "d@two.ru"][..]);
    let number = prop::option::of(prop::sample::select(&NUMBERS[..3]));
    let orders = prop::collection::vec((email, number), 0..6).prop_map(|all| {
        let said = |(at, (email, number)): (u64, (&str, Option<(&str, &str)>))| {
            let said = Said::of(PersonId::new(at)).email(email);
            number.map_or(said.clone(), |(country, text)| said.number(country, text))
        };
        (0..).zip(all).map(said).collect::<Vec<_>>()
    });
    orders.prop_flat_map(|orders| (Just(orders.clone()), Just(orders).prop_shuffle()))
}

pub(crate) fn any_policy() -> impl Strategy<Value = Policy> {
    let rules = [Rule::Or, Rule::TaxThenEmail, Rule::EmailThenTax, Rule::TaxOnly, Rule::EmailOnly];
    let mismatches = [Mismatch::Attach, Mismatch::Review, Mismatch::Create];
    (
        prop::sample::select(rules.to_vec()),
        prop::sample::select(mismatches.to_vec()),
        any::<(bool, bool)>(),
    )
        .prop_map(|(rule, mismatch, (apart, merge))| {
            let mut policy = Policy::new(Secret::new(7));
            policy.add_placeholder("no-email@shop.example").unwrap();
            (policy.rule, policy.mismatch) = (rule, mismatch);
            policy.branches = if apart { Branches::Apart } else { Branches::Together };
            policy.doubles = if merge { Doubles::Merge } else { Doubles::Ask };
            policy
        })
}
