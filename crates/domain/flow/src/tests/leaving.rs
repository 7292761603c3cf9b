//! Orders that leave: what is kept of them, and what is asked for.

use sklad_base::RecordNo;

use super::*;
use crate::register::Register;

/// A shop whose order 1001 was false and has left, in record 7; with the record's events.
fn left() -> (Desk, OrderId, Vec<Event>) {
    let mut desk = Desk::client_orders(5);
    desk.settings.leave_after = Some(60);
    let order = desk.place("1001", &[("A-100", 2)]);
    desk.must(Command::MarkFalse { order, reason: sklad_order::Reason::TooFew });
    desk.now = desk.now.plus_seconds(61);
    desk.shop.begin(RecordNo::new(7));
    let record = desk.tick();
    (desk, order, record)
}

fn take_back(desk: &mut Desk, order: OrderId, record: &[Event]) {
    let back = desk.shop.recall(order, record, desk.now).unwrap();
    desk.shop.evolve(&back);
}

#[test]
fn a_departed_order_is_asked_for_by_whatever_names_it() {
    let (mut desk, order, record) = left();
    let asked = Err(No::Recall { order, record: RecordNo::new(7) });
    let document = sklad_base::DocumentId::new(1);
    let to = Quantity::units(1);
    assert_eq!(desk.shop.owner(document), Some(Some(order)));
    for command in [
        Command::Confirm(order),
        Command::ChangeDocument { document, line: no(0), to },
        Command::Place(draft("1001", vec![line("A-100", to)])),
    ] {
        assert_eq!(desk.run(command), asked);
    }
    assert_eq!((desk.shop.cases().count(), desk.shop.case(order)), (0, None));
    take_back(&mut desk, order, &record);
    assert!(desk.refused(Command::Confirm(order)).contains("order 1001"));
    assert!(desk.refused(Command::Place(draft("1001", vec![]))).contains("it was placed before"));
    assert_eq!(desk.case(order).finished(), Some(desk.now));
}

#[test]
fn two_names_with_one_digest_are_two_orders() {
    let (mut desk, order, record) = left();
    let other = OrderNumber::parse("1002").unwrap();
    desk.shop.register.mistake(order, Register::digest(&channel(), &other));
    assert_eq!(desk.shop.departed(&channel(), &other).count(), 1);

    let place = Command::Place(draft("1002", vec![line("A-100", Quantity::units(1))]));
    assert_eq!(desk.run(place.clone()), Err(No::Recall { order, record: RecordNo::new(7) }));
    take_back(&mut desk, order, &record);
    assert_eq!(desk.shop.find(&channel(), &other), None);
    desk.must(place);
    assert_ne!(desk.shop.find(&channel(), &other).unwrap().id(), order);
}

#[test]
fn what_is_no_departed_order_does_not_come_back() {
    let (mut desk, order, record) = left();
    assert_eq!(desk.shop.recall(order, &[], desk.now), None);
    assert_eq!(desk.shop.recall(OrderId::new(9), &record, desk.now), None);
    take_back(&mut desk, order, &record);
    assert_eq!(desk.shop.recall(order, &record, desk.now), None);
}

/// All that wait at once would not fit into one record.
#[test]
fn many_orders_leave_in_several_goes() {
    let mut desk = Desk::client_orders(0);
    desk.settings.leave_after = Some(60);
    for number in 0..300 {
        let order = desk.place(&number.to_string(), &[("A-100", 1)]);
        desk.must(Command::MarkFalse { order, reason: sklad_order::Reason::TooFew });
    }
    desk.now = desk.now.plus_seconds(61);
    assert_eq!(desk.tick().len(), 256);
    assert!(desk.shop.next_deadline().unwrap() <= desk.now);
    assert_eq!(desk.tick().len(), 44);
    assert_eq!(desk.shop.next_deadline(), None);
}

#[test]
fn orders_leave_once_the_settings_say_when() {
    let mut desk = Desk::client_orders(5);
    let order = desk.place("1001", &[("A-100", 2)]);
    desk.must(Command::MarkFalse { order, reason: sklad_order::Reason::TooFew });
    assert_eq!(desk.shop.next_deadline(), None);
    desk.settings.leave_after = Some(60);
    desk.adopt();
    let deadline = desk.shop.next_deadline().unwrap();
    assert!(deadline > desk.now.plus_seconds(60));
    desk.now = deadline;
    desk.receive("A-100", 1);
    assert_eq!(desk.shop.record_of(order), None, "no command waits for an order to leave");
    desk.tick();
    assert_eq!(desk.shop.record_of(order), Some(RecordNo::FIRST));
    assert_eq!(desk.shop.next_deadline(), None);
}
