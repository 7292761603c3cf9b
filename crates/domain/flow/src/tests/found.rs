//! What the laws found, each as it was found.

use sklad_base::{Day, PersonId, Quantity};
use sklad_order::{Bound, Edit, Reason};
use sklad_scenario::{Shortage, Way};

use super::{Desk, line, no, units};
use crate::{Command, Event, Share};

/// The part that was taken was once counted against the part that was asked for, so nobody waited any more.
#[test]
fn what_a_closed_bill_could_not_take_is_pending() {
    let mut desk = Desk::open(Way::ClosedBill, 2);
    let order = desk.place("1001", &[("A-100", 5)]);
    assert_eq!(desk.cell("MAIN", "A-100").pending(), Quantity::units(3));
    assert_eq!(desk.shop.shortages().next().unwrap().missing, Quantity::units(3));

    desk.receive("A-100", 4);
    assert_eq!(desk.cell("MAIN", "A-100").on_hand(), Quantity::units(1));
    assert!(desk.case(order).order().line(no(0)).unwrap().waiting().is_zero());
}

/// A transfer out of an open day was once booked into the closed day of the place that it goes to.
#[test]
fn a_transfer_is_booked_on_a_day_that_is_open_at_both_ends() {
    let mut desk = Desk::open(Way::Transfer, 2);
    let (outlet, day) = ("DEPOT".parse().unwrap(), Day::parse("2026-03-02").unwrap());
    desk.must(Command::CloseDay { outlet, day });
    let order = desk.place("1001", &[("A-100", 2)]);
    assert_eq!(desk.case(order).papers().documents()[0].sheet.day, day.next());
}

/// A sum past what fits was once cut, and an order of nothing waited for goods.
#[test]
fn a_line_whose_sum_would_not_fit_is_refused_more() {
    let mut desk = Desk::client_orders(0);
    let all = Quantity::MAX;
    let draft = super::draft("1001", vec![line("WRAP", all)]);
    desk.must(Command::Place(draft));
    let order = sklad_base::OrderId::new(0);
    desk.must(Command::Reject {
        order,
        units: units(all),
        reason: Reason::words(PersonId::new(1), "a joke"),
    });
    let text = desk.refused(Command::ChangeQuantity { order, line: no(0), to: Quantity::units(5) });
    assert!(text.contains("line 1"), "{text}");
    assert!(text.contains("9223372036854.775807"), "{text}");
}

/// Less than nothing on an open bill once took back what a closed one had.
#[test]
fn an_open_bill_cannot_say_less_than_nothing() {
    let mut desk = Desk::open(Way::OpenBill(sklad_scenario::Reserve::ByHand), 3);
    desk.settings.scenario.at_close = Shortage::Wait;
    let order = desk.place("1001", &[("A-100", 5)]);
    desk.must(Command::CloseBill(order));
    let open = desk.case(order).papers().open(sklad_document::Kind::Bill).next().unwrap().id;
    let to = Quantity::from_millionths(-1);
    let text = desk.refused(Command::ChangeDocument { document: open, line: no(0), to });
    assert!(text.contains("-0.000001 on line 1"), "{text}");
}

/// Sending what was sent already once turned a client order that nobody had reviewed.
#[test]
fn a_client_order_that_grew_after_it_came_back_waits_for_review() {
    let mut desk = Desk::client_orders(5);
    let order = desk.place("1001", &[("A-100", 2)]);
    desk.must(Command::Send { order, share: Share::All });
    desk.must(Command::ComeBack {
        order,
        share: Share::All,
        place: "MAIN".parse().unwrap(),
        fate: sklad_stock::Fate::Restock,
    });
    let events = desk.must(Command::ChangeQuantity { order, line: no(0), to: Quantity::units(3) });
    let opened = events.iter().any(|event| {
        matches!(event, Event::Document { event: sklad_document::Event::Opened(paper), .. }
            if paper.sheet.kind == sklad_document::Kind::ClientOrder)
    });
    assert!(opened, "{events:?}");
    let text = desk.refused(Command::CloseBill(order));
    assert!(text.contains("confirm it first"), "{text}");
}

/// Writing all of an order off once left out what the customer had asked to return, and so it stood open for good.
#[test]
fn all_that_is_out_is_written_off_requested_returns_too() {
    let mut desk = Desk::open(Way::ClosedBill, 5);
    let order = desk.place("1001", &[("A-100", 3)]);
    desk.must(Command::Send { order, share: Share::All });
    let edit = Edit::RequestReturn(units(Quantity::units(2)));
    desk.must(Command::Edit { order, edit });

    let place = "MAIN".parse().unwrap();
    desk.must(Command::WriteOff { order, share: Share::All, place });
    let line = desk.case(order).order().line(no(0)).unwrap();
    assert_eq!(line.bound(Bound::WrittenOff), Quantity::units(3));
    assert!(line.out().is_zero() && line.requested().is_zero());
}
