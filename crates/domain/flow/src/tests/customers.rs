//! Whose an order is: the secret, rights, and what a person may say.

use sklad_base::{PersonId, Personal, Right, Rights};
use sklad_order::{Buyer, Edit, TaxNumber};
use sklad_party::{CardId, Choice, Command as Ask, Customer, Event as Found, Said, Secret};

use super::*;
use crate::{CommandName, CustomerSettings};

/// A shop that looks for customers, and sells by open bills.
fn desk() -> Desk {
    let mut desk = Desk::open(Way::OpenBill(Reserve::ByHand), 9);
    desk.shop = desk.shop.with_secret(Secret::new(7));
    desk
}

fn buyer(person: u64, email: &str, number: &str) -> Personal<Buyer> {
    let numbers = vec![TaxNumber::new("RU", number)];
    let buyer = Buyer { email: email.to_owned(), numbers, ..Buyer::default() };
    Personal::new(PersonId::new(person), buyer)
}

fn order_of(number: &str, buyer: Personal<Buyer>) -> Command {
    let lines = vec![line("A-100", Quantity::units(1))];
    Command::Place(Draft { buyer: Some(buyer), ..draft(number, lines) })
}

/// Ivan by his e-mail, a firm by its number, and Ivan for the firm: the third order waits for a person.
fn undecided() -> Desk {
    let mut desk = desk();
    desk.must(order_of("1001", buyer(1, "ivan@romashka.ru", "")));
    desk.must(order_of("1002", buyer(2, "", "7710000015")));
    desk.must(order_of("1003", buyer(3, "ivan@romashka.ru", "7710000015")));
    desk
}

fn settle(order: u32, on: Choice) -> Command {
    let said = Said::of(PersonId::new(0));
    Command::Party(Ask::Settle { order: OrderId::new(order), on, said })
}

#[test]
fn a_new_card_stands_in_the_record_of_its_order() {
    let mut desk = desk();
    let events = desk.must(order_of("1001", buyer(1, "ivan@romashka.ru", "7710000015")));
    assert!(matches!(events[0], Event::Placed { .. }), "{events:?}");
    assert_eq!(events[1], Event::Keyed(Secret::new(7).check()));
    assert!(matches!(events[2], Event::Party(Found::Opened { .. })), "{events:?}");
    assert_eq!(desk.shop.customer(OrderId::new(0)), Some(Customer::Known(CardId::new(0))));
    let keyed = desk.must(order_of("1002", buyer(1, "ivan@romashka.ru", "7710000015")));
    assert!(!keyed.iter().any(|event| matches!(event, Event::Keyed(_))), "once is enough");
}

#[test]
fn another_secret_is_refused_by_name() {
    let mut desk = desk();
    desk.must(order_of("1001", buyer(1, "ivan@romashka.ru", "")));
    let again = || order_of("1002", buyer(1, "ivan@romashka.ru", ""));
    desk.shop = desk.shop.with_secret(Secret::new(8));
    assert_eq!(
        desk.refused(again()),
        "cannot look for customers: the shop was opened with another secret than its cards were made with; \
         open it with that one"
    );
    desk.shop.take_secret_of(&Shop::new());
    assert_eq!(
        desk.refused(again()),
        "cannot look for customers: the shop was opened without a secret; open it with the one that its cards \
         were made with"
    );
    assert_eq!(desk.refused(Command::Party(Ask::Unmerge(0))), desk.refused(again()));
    desk.place("1003", &[("A-100", 1)]);
    desk.shop = desk.shop.with_secret(Secret::new(7));
    desk.must(again());
}

#[test]
fn without_a_secret_nobody_is_looked_for() {
    let mut desk = Desk::open(Way::OpenBill(Reserve::ByHand), 9);
    desk.must(order_of("1001", buyer(1, "ivan@romashka.ru", "")));
    let order = OrderId::new(0);
    assert_eq!((desk.shop.customer(order), desk.shop.customer_policy()), (None, None));
    desk.must(Command::CloseBill(order));
    desk.shop = desk.shop.with_secret(Secret::new(7));
    assert_eq!(
        desk.refused(settle(0, Choice::New)),
        "cannot settle order 1001: its customer was never looked for; recognise it first"
    );
    // The order itself says who ordered.
    let said = Said::of(PersonId::new(0));
    desk.must(Command::Party(Ask::Recognise { order, said }));
    assert_eq!(desk.shop.customer(order), Some(Customer::Known(CardId::new(0))));
    assert!(desk.shop.customers().knows(PersonId::new(1)));
}

#[test]
fn a_settled_order_teaches_what_it_says() {
    let mut desk = undecided();
    let question = desk.shop.question(OrderId::new(2)).unwrap();
    assert_eq!((question.row, question.proposed()), (8, Some(CardId::new(1))));
    desk.must(settle(2, Choice::New));
    assert_eq!(desk.shop.questions().next(), None);
    assert_eq!(desk.shop.customer(OrderId::new(2)), Some(Customer::Known(CardId::new(2))));
    assert_eq!(
        desk.refused(settle(2, Choice::Card(CardId::new(1)))),
        "cannot settle order 1003: it is card#2's already; merge the two cards if they are one customer"
    );
    assert_eq!(
        desk.refused(settle(9, Choice::New)),
        "cannot find order#9: the shop has no such order; look it up by its channel and number"
    );
}

#[test]
fn who_says_later_who_ordered_is_looked_for_then() {
    let mut desk = undecided();
    let order = desk.place("1004", &[("A-100", 1)]);
    assert_eq!(desk.shop.customer(order), None);
    let edit = Edit::ChangeBuyer(buyer(1, "ivan@romashka.ru", ""));
    desk.must(Command::Edit { order, edit });
    assert_eq!(desk.shop.customer(order), Some(Customer::Known(CardId::new(0))));
    let edit = Edit::ChangeBuyer(buyer(2, "", "7710000015"));
    desk.must(Command::Edit { order, edit });
    assert_eq!(desk.shop.customer(order), Some(Customer::Known(CardId::new(0))), "asked once");
}

#[test]
fn the_words_of_who_is_forgotten_open_no_card() {
    let mut desk = undecided();
    desk.must(Command::Party(Ask::Forget(PersonId::new(3))));
    assert!(desk.shop.is_forgotten(PersonId::new(3)));
    let events = desk.must(settle(2, Choice::New));
    let name = events.iter().find_map(|event| {
        let Event::Party(Found::Opened { name, .. }) = event else { return None };
        Some(name.words().cloned())
    });
    assert_eq!(name, Some(None));
    let said = Said::of(PersonId::new(3)).email("ivan@romashka.ru");
    assert!(
        desk.refused(Command::Party(Ask::Add(said))).starts_with("cannot write words of person#3")
    );
}

#[test]
fn deciding_about_customers_needs_its_right_and_forgetting_another() {
    let mut desk = undecided();
    for (name, right) in [(CommandName::Party, "customers"), (CommandName::Forget, "forget")] {
        desk.settings.rights.insert(name, Right::parse(right).unwrap());
    }
    assert!(
        desk.refused(settle(2, Choice::New)).starts_with("cannot decide about customers: it needs")
    );
    let forget = Command::Party(Ask::Forget(PersonId::new(1)));
    assert!(desk.refused(forget.clone()).starts_with("cannot forget: it needs the right"));
    let may = Rights::from_iter([Right::parse("customers").unwrap()]);
    let envelope = desk.envelope(forget).holding(may.clone());
    assert!(desk.shop.run(&envelope, &()).is_err());
    let envelope = desk.envelope(settle(2, Choice::New)).holding(may);
    desk.shop.run(&envelope, &()).unwrap();
}

#[test]
fn choices_that_cannot_be_are_named_together() {
    let mut desk = desk();
    let customers = CustomerSettings {
        email_shared_above: 64,
        placeholders: ["nobody@".to_owned()].into(),
        ..CustomerSettings::default()
    };
    let settings = Settings { customers, ..desk.shop.settings().clone() };
    desk.settings = settings.clone();
    let envelope = desk.envelope(Command::Adopt(Box::new(settings)));
    let no = desk.shop.run(&envelope, &()).unwrap_err();
    let said: Vec<_> = no.refusals().iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "cannot adopt settings: customers.email_shared_above is 64, and no more than 63 are counted; lower it",
            "cannot adopt settings: customers.placeholders names \"nobody@\", which is no e-mail; mend it, or leave \
             it out",
        ]
    );
}
