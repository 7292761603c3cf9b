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
