//! A shop that does each wish once.

use sklad_base::{Events, IdRefusal, Once, RecordNo};

use super::*;

/// A shop with five of A-100 that remembers ids for an hour, and an order of two that was placed once.
fn placed() -> (Once<Shop>, Envelope<Command>) {
    let desk = Desk::open(Way::ClosedBill, 5);
    let order = Command::Place(draft("1001", vec![line("A-100", Quantity::units(2))]));
    let id = CommandId::counted(desk.now, 7);
    let envelope = Envelope::new(id, Actor::System("site".into()), desk.now, order);
    let mut shop = Once::new(desk.shop, 3600);
    shop.run_into(&envelope, &(), &mut Events::new()).unwrap();
    shop.begin(RecordNo::new(2));
    (shop, envelope)
}

#[test]
fn a_command_that_is_sent_again_takes_nothing_twice() {
    let (mut shop, envelope) = placed();
    let before = shop.state().clone();
    let again = shop.run_into(&envelope, &(), &mut Events::new());
    assert_eq!(again, Err(No::Repeated(RecordNo::FIRST)));
    assert_eq!(*shop.state(), before);
    assert_eq!(before.cell("MAIN", "A-100").unwrap().on_hand(), Quantity::units(3));
}

#[test]
fn an_id_that_comes_with_another_command_is_refused() {
    let (mut shop, envelope) = placed();
    let other = envelope.with(Command::AddItem { sku: Sku::parse("NEW").unwrap(), kept: true });
    let no = shop.run_into(&other, &(), &mut Events::new()).unwrap_err();
    assert!(matches!(no, No::Id(IdRefusal::OtherContent { .. })), "{no}");
}

/// How a keeper drives a shop: each batch begins a record, what is due comes first, a departed order is taken back from
/// its record, and the command that named it is run again under its own id.
#[test]
fn an_order_that_left_is_taken_back_and_the_command_is_run_again() {
    let mut desk = Desk::client_orders(5);
    desk.settings.leave_after = Some(60);
    let order = desk.place("1001", &[("A-100", 2)]);
    desk.must(Command::MarkFalse { order, reason: sklad_order::Reason::TooFew });
    let mut shop = Once::new(desk.shop, 3600);

    let (later, mut record) = (desk.now.plus_seconds(61), Events::new());
    shop.begin(RecordNo::new(2));
    shop.state().due(later, &(), &mut record);
    record.iter().for_each(|event| shop.evolve(event));

    let tie = Command::Tie { order, kind: sklad_document::Kind::Receipt, number: "7".to_owned() };
    let who = Actor::System("site".into());
    let envelope = Envelope::new(CommandId::counted(later, 7), who, later, tie);
    let mut batch = Events::new();
    shop.begin(RecordNo::new(3));
    let asked = No::Recall { order, record: RecordNo::new(2) };
    assert_eq!(shop.run_into(&envelope, &(), &mut batch), Err(asked));
    let back = shop.state().recall(order, &record, later).unwrap();
    shop.evolve(&back);
    batch.push(back);
    shop.run_into(&envelope, &(), &mut batch).unwrap();
    let again = shop.run_into(&envelope, &(), &mut batch);
    assert_eq!(again, Err(No::Repeated(RecordNo::new(3))));
    assert!(matches!(
        batch.as_slice(),
        [Event::Back { .. }, Event::Document { .. }, Event::Finished { .. }]
    ));
}
