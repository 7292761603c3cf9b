//! The decision table, row by row in its six columns.
#![allow(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::type_complexity,
    clippy::or_fun_call,
    reason = "tests"
)]

mod world;

use sklad_base::PersonId;
use sklad_party::{
    Branches, Command, Doubles, Flag, Mismatch, Outcome, Policy, Proposal, Rule, Said, Secret,
};
use world::Desk;

const A: &str = "7710000015";
const B: &str = "7710000022";
const NEW: &str = "7710000093";

/// Cards 0 (ivan, A), 1 (buh, B), 2 (petr, no number), 3 and 4 and 5 (one mailbox, three numbers).
fn desk(policy: &Policy) -> Desk {
    let mut desk = Desk::after(&[], policy);
    let shared = ["7710000047", "7710000054", "7710000061"];
    let cards =
        [("ivan@romashka.ru", A), ("buh@vasilek.ru", B), ("petr@romashka.ru", "")].into_iter();
    for (email, number) in cards.chain(shared.map(|number| ("buh@outsource.ru", number))) {
        let said = said(&[email], &[number]);
        desk.run(Command::Add(said)).unwrap();
    }
    desk
}

fn said(emails: &[&str], numbers: &[&str]) -> Said {
    let mut said = Said::of(PersonId::new(1));
    said.emails = emails.iter().map(|email| (*email).to_owned()).collect();
    numbers.iter().fold(said, |said, number| said.number("RU", *number))
}

fn policy(rule: Rule) -> Policy {
    let mut policy = Policy::new(Secret::new(7));
    policy.rule = rule;
    policy.add_placeholder("noreply@marketplace.example").unwrap();
    policy
}

/// Says the answer in a few letters: `M0` is card 0, `N` a new one, `C` a question with its proposal, `R` a review;
/// `+` a contact, `!` a mismatch, and how many values are learned.
fn answer(policy: &Policy, said: &Said) -> String {
    let verdict = desk(policy).register.find(said, policy);
    let outcome = match verdict.outcome {
        Outcome::Match(card) => format!("M{}", card.number()),
        Outcome::Create => "N".to_owned(),
        Outcome::Conflict(Some(Proposal::Take(card))) => format!("C take {}", card.number()),
        Outcome::Conflict(Some(Proposal::Merge { lost, kept })) => {
            format!("C {}>{}", lost.number(), kept.number())
        }
        Outcome::Conflict(None) => "C".to_owned(),
        Outcome::Review => "R".to_owned(),
    };
    let contact = if verdict.new_contact { "+" } else { "" };
    let mismatch = if verdict.flags.contains(&Flag::TaxMismatch) { "!" } else { "" };
    format!("{outcome}{contact}{mismatch} {}", verdict.learn.len())
}

#[test]
fn every_row_in_every_column() {
    let (ivan, buh, petr) = ("ivan@romashka.ru", "buh@vasilek.ru", "petr@romashka.ru");
    let (fresh, shared, placeholder) =
        ("new@new.ru", "buh@outsource.ru", "noreply@marketplace.example");
    let rules = [
        Rule::Or,
        Rule::TaxThenEmail,
        Rule::EmailThenTax,
        Rule::TaxOnly,
        Rule::EmailOnly,
        Rule::And,
    ];
    let rows: [(&str, Said, [&str; 6]); 20] = [
        ("1", said(&[""], &[" "]), ["N 0"; 6]),
        ("2", said(&[fresh], &[NEW]), ["N 2", "N 2", "N 2", "N 1", "N 1", "N 2"]),
        ("3", said(&[ivan], &[]), ["M0 0", "M0 0", "M0 0", "N 0", "M0 0", "N 1"]),
        ("4", said(&[petr], &[NEW]), ["M2 1", "M2 1", "M2 1", "N 1", "M2 0", "N 2"]),
        ("5", said(&[ivan], &[NEW]), ["M0! 0", "M0! 0", "M0! 0", "N 1", "M0 0", "N 2"]),
        ("6", said(&[ivan], &[A]), ["M0 0"; 6]),
        ("7", said(&[fresh], &[A]), ["M0+ 1", "M0+ 1", "M0+ 1", "M0 0", "N 1", "N 2"]),
        ("8", said(&[petr], &[B]), ["C 2>1 0", "M1 0", "M2 0", "M1 0", "M2 0", "N 2"]),
        ("9", said(&[ivan], &[B]), ["C take 1 0", "M1 0", "M0! 0", "M1 0", "M0 0", "N 2"]),
        ("11", said(&[ivan, buh], &[]), ["C 0", "C 0", "C 0", "N 0", "C 0", "N 2"]),
        ("12", said(&[ivan, buh], &[A]), ["M0 0", "M0 0", "C 0", "M0 0", "C 0", "M0 0"]),
        ("13", said(&[ivan, petr], &[B]), ["C 0", "M1 0", "C 0", "M1 0", "C 0", "N 3"]),
        ("14", said(&[], &[A, B]), ["C 0", "C 0", "C 0", "C 0", "N 0", "N 1"]),
        ("15", said(&[shared], &[A]), ["M0 0", "M0 0", "M0 0", "M0 0", "R 0", "N 1"]),
        ("16", said(&[shared], &[NEW]), ["N 1", "N 1", "N 1", "N 1", "R 0", "N 1"]),
        ("17", said(&[shared], &[]), ["R 0", "R 0", "R 0", "N 0", "R 0", "R 0"]),
        ("18", said(&[ivan], &["7710000016"]), ["M0 0", "M0 0", "M0 0", "N 0", "M0 0", "N 1"]),
        (
            "18, placeholder",
            said(&[ivan], &["0000000000"]),
            ["M0 0", "M0 0", "M0 0", "N 0", "M0 0", "N 1"],
        ),
        ("19", said(&[fresh], &["7710000016"]), ["N 1", "N 1", "N 1", "N 0", "N 1", "N 1"]),
        ("1, placeholder", said(&[placeholder], &[]), ["N 0"; 6]),
    ];
    for (row, said, expected) in &rows {
        for (rule, expected) in rules.into_iter().zip(expected) {
            assert_eq!(&answer(&policy(rule), said), expected, "row {row}, {rule:?}");
        }
    }
}

#[test]
fn row_5_is_a_setting() {
    let said = said(&["ivan@romashka.ru"], &[NEW]);
    let mut policy = policy(Rule::Or);
    policy.mismatch = Mismatch::Review;
    assert_eq!(answer(&policy, &said), "R! 0");
    policy.mismatch = Mismatch::Create;
    assert_eq!(answer(&policy, &said), "N! 1");
}

#[test]
fn row_8_may_merge_by_itself() {
    let mut policy = policy(Rule::Or);
    policy.doubles = Doubles::Merge;
    let mut desk = desk(&policy);
    let order = sklad_base::OrderId::new(0);
    desk.run(Command::Recognise { order, said: said(&["petr@romashka.ru"], &[B]) }).unwrap();
    assert_eq!(desk.register.merges().len(), 1);
    assert_eq!(answer_of(&desk, &said(&["petr@romashka.ru"], &[])), Some(1));
}

// Row 20 follows from it: a number of a merged card leads on.
fn answer_of(desk: &Desk, said: &Said) -> Option<u32> {
    desk.register.find(said, &desk.policy).outcome.card().map(|card| card.number())
}

#[test]
fn row_10_is_row_9_for_parted_cards() {
    let policy = policy(Rule::Or);
    let mut desk = desk(&policy);
    let [petr, b] = [2, 1].map(sklad_party::CardId::new);
    desk.run(Command::Part(petr, b)).unwrap();
    let verdict = desk.register.find(&said(&["petr@romashka.ru"], &[B]), &policy);
    assert_eq!((verdict.row, verdict.outcome), (10, Outcome::Conflict(Some(Proposal::Take(b)))));
}

#[test]
fn row_14_picks_the_branch() {
    let mut policy = policy(Rule::Or);
    policy.branches = Branches::Apart;
    let mut desk = Desk::after(&[], &policy);
    let with = |kpp: &str| {
        let mut said = said(&[], &[A]);
        said.kpp = kpp.to_owned();
        said
    };
    for kpp in ["771001001", "780243001"] {
        desk.run(Command::Add(with(kpp))).unwrap();
    }
    let find = |kpp| desk.register.find(&with(kpp), &policy);
    assert_eq!(find("780243001").outcome.card().map(|card| card.number()), Some(1));
    let missing = find("");
    assert_eq!(
        (missing.outcome.card().map(|card| card.number()), missing.flags),
        (Some(0), vec![Flag::KppMissing])
    );
    let other = find("540643001");
    assert_eq!(other.outcome, Outcome::Create);
    assert_eq!(other.flags, [Flag::NewBranchOf(sklad_party::CardId::new(0))]);
}

#[test]
fn row_19_names_who_has_nearly_that_number() {
    let policy = policy(Rule::Or);
    let verdict = desk(&policy).register.find(&said(&["new@new.ru"], &["7710000016"]), &policy);
    assert_eq!(verdict.candidates, [sklad_party::CardId::new(0)]);
}

#[test]
fn a_tax_number_of_many_firms_is_an_agents() {
    let policy = policy(Rule::Or);
    let orders: Vec<Said> = (0..22).map(|at| said(&[&format!("a@firm{at}.ru")], &[A])).collect();
    let desk = Desk::after(&orders, &policy);
    let key = policy.key_of(&sklad_party::TaxId::of_country("RU", A).unwrap());
    assert!(desk.register.shared().any(|(shared, _)| shared == key));
    assert_eq!(desk.register.find(&said(&["b@other.ru"], &[A]), &policy).row, 2);
}
