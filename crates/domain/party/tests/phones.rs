//! Phones read as Google's libphonenumber reads them: the table holds what version 9.0 says of each.
#![cfg(feature = "phones")]
#![allow(clippy::unwrap_used, reason = "tests")]

use sklad_base::{Actor, CommandId, Decider, Envelope, Moment, PersonId};
use sklad_party::{
    CardId, Class, Command, Flag, Outcome, Phone, Phones, Policy, Register, Said, Secret,
};

/// Region, text, and its number or nothing.
const PHONES: &str = include_str!("data/phones.csv");

#[test]
fn each_phone_is_what_the_table_says() {
    let mut count = 0;
    for line in PHONES.lines().skip(1) {
        let (region, rest) = line.split_once(',').unwrap();
        let (text, number) = rest.rsplit_once(',').unwrap();
        let found = Phone::parse(text, region).map_or(String::new(), |phone| phone.to_string());
        assert_eq!(found, number, "{region} {text}");
        count += 1;
    }
    assert!(count > 100);
}

fn called(person: u64, phone: &str) -> Said {
    let mut said = Said::of(PersonId::new(person));
    said.phones.push(phone.to_owned());
    said
}

#[test]
fn a_phone_leads_to_a_card_only_where_the_shop_says_so() {
    let mut policy = Policy::new(Secret::new(7));
    policy.phones = Phones::Key;
    policy.region = "RU".to_owned();
    let now = Moment::parse("2026-03-02T10:00:00Z").unwrap();
    let mut register = Register::new();
    let add = Command::Add(called(1, "8 (916) 123-45-67").email("ivan@romashka.ru"));
    let command = Envelope::new(CommandId::counted(now, 0), Actor::System("test".into()), now, add);
    register.run(&command, &policy).unwrap();

    let again = called(2, "+7 916 123 45 67");
    let found = register.find(&again, &policy);
    assert_eq!((found.outcome, found.row), (Outcome::Match(CardId::new(0)), 3));
    let other = register.find(&called(2, "+7 916 123 45 68"), &policy);
    assert_eq!((other.outcome, other.row), (Outcome::Create, 2));
    let wrong = register.find(&called(2, "123"), &policy);
    assert_eq!(
        (wrong.outcome, wrong.flags),
        (Outcome::Create, vec![Flag::Phone(Class::Invalid), Flag::NoStrongKey])
    );

    policy.phones = Phones::Suggest;
    let silent = register.find(&again, &policy);
    assert_eq!((silent.outcome, silent.row), (Outcome::Create, 1));
}
