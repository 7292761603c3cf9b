//! Persons who ask to be forgotten, before and after their orders have left.

use sklad_base::{PersonId, Personal};
use sklad_document::Kind;
use sklad_order::{Buyer, Edit};

use super::*;
use crate::Share;

const ANA: PersonId = PersonId::new(7);

fn ana(name: &str) -> Personal<Buyer> {
    Personal::new(ANA, Buyer { name: name.to_owned(), ..Buyer::default() })
}

/// A shop in which Ana's order was billed; bills keep words for ten days.
fn billed(way: Way) -> (Desk, OrderId) {
    let mut desk = Desk::open(way, 5);
    desk.settings.keep_words.insert(Kind::Bill, 10);
    let lines = vec![line("A-100", Quantity::units(2))];
    desk.must(Command::Place(Draft { buyer: Some(ana("Ana")), ..draft("1001", lines) }));
    (desk, OrderId::new(0))
}

/// Lets the order be sent and leave, and returns what the log holds of that.
fn leave(desk: &mut Desk, order: OrderId) -> Vec<Event> {
    desk.settings.leave_after = Some(0);
    desk.must(Command::Send { order, share: Share::All });
    desk.now = desk.now.plus_seconds(1);
    let record = desk.tick();
    assert!(desk.shop.record_of(order).is_some());
    record
}

#[test]
fn a_closed_bill_keeps_the_words_until_its_time_is_over() {
    let (mut desk, order) = billed(Way::ClosedBill);
    let kept = "cannot forget person#7: bill 1 must keep the words until 2026-03-12; ask again after that day";
    assert_eq!(desk.refused(Command::Forget(ANA)), kept);
    leave(&mut desk, order);
    assert_eq!(desk.refused(Command::Forget(ANA)), kept);
    desk.now = desk.now.plus_seconds(11 * 86_400);
    assert_eq!(desk.must(Command::Forget(ANA)), [Event::Forgotten(ANA)]);
    assert_eq!(desk.must(Command::Forget(ANA)), []);
}

#[test]
fn an_open_bill_keeps_the_words_until_it_is_closed() {
    let (mut desk, _) = billed(Way::OpenBill(Reserve::ByHand));
    assert_eq!(
        desk.refused(Command::Forget(ANA)),
        "cannot forget person#7: bill 1 is open and must keep the words; close or cancel it first"
    );
}

#[test]
fn words_of_a_departed_order_come_back_forgotten() {
    let (mut desk, order) = billed(Way::ClosedBill);
    desk.settings.keep_words.clear();
    let record = leave(&mut desk, order);
    desk.must(Command::Forget(ANA));
    let back = desk.shop.recall(order, &record, desk.now).unwrap();
    assert_eq!(back.persons(), [ANA].into());
    desk.shop.evolve(&back);
    let order = desk.case(order).order();
    assert_eq!(order.buyer(), Some(&Personal::forgotten(ANA)));
    assert_eq!(order.placed().buyer, Some(Personal::forgotten(ANA)));
}

#[test]
fn who_is_forgotten_gets_no_new_words() {
    let (mut desk, order) = billed(Way::ClosedBill);
    desk.settings.keep_words.clear();
    desk.must(Command::Forget(ANA));
    assert_eq!(desk.case(order).order().buyer(), Some(&Personal::forgotten(ANA)));
    let says = "cannot write words of person#7: that person was forgotten, and the key is gone; give the person a new id";
    let again =
        Draft { buyer: Some(ana("Ana")), ..draft("1002", vec![line("A-100", Quantity::units(1))]) };
    let reason = sklad_order::Reason::words(ANA, "moves to Varna");
    for command in [
        Command::Place(again),
        Command::Edit { order, edit: Edit::ChangeBuyer(ana("Anna")) },
        Command::Edit { order, edit: Edit::Comment(Personal::new(ANA, "ring twice".to_owned())) },
        Command::Cancel { order, reason },
    ] {
        assert_eq!(desk.refused(command), says);
    }
}
