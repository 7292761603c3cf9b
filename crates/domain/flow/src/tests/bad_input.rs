//! What nobody should send: refused with its facts and a way out, and nothing has changed.

use sklad_base::{DocumentId, OrderId, PersonId, Quantity};
use sklad_document::Kind;
use sklad_order::{Confirmation, DraftLine, Reason, Units};
use sklad_scenario::{Reserve, Way};
use sklad_stock::{Fate, WhyAdjusted};

use super::{Desk, draft, line, no, price, units};
use crate::{Command, Portion, Share};

const OPEN_BILL: Way = Way::OpenBill(Reserve::ByHand);

fn portion(sku: &str, quantity: Quantity) -> Vec<Portion> {
    vec![Portion { sku: sku.parse().unwrap(), quantity }]
}

fn home(order: OrderId, units: u32) -> Command {
    let share = Share::Units(vec![super::units(Quantity::units(units))]);
    Command::ComeBack { order, share, place: "MAIN".parse().unwrap(), fate: Fate::Restock }
}

#[test]
fn an_unknown_item() {
    let mut desk = Desk::client_orders(1);
    let says = "cannot find item VASE: the shop has no such item; add it first, or mend the sku";
    let place = "MAIN".parse().unwrap();
    let portions = portion("VASE", Quantity::units(1));
    assert_eq!(desk.refused(Command::Receive { place, portions }), says);
    let lines = vec![line("VASE", Quantity::units(1))];
    assert_eq!(desk.refused(Command::Place(draft("1001", lines))), says);
    let order = desk.place("1002", &[("A-100", 1)]);
    let added = line("VASE", Quantity::units(1));
    assert_eq!(desk.refused(Command::AddLine { order, line: added }), says);
}

#[test]
fn an_unknown_place_or_outlet() {
    let mut desk = Desk::client_orders(1);
    let says =
        "cannot find place ATTIC: the shop has no such place; open it first, or mend the code";
    let attic = || "ATTIC".parse().unwrap();
    let portions = || portion("A-100", Quantity::units(1));
    assert_eq!(desk.refused(Command::Receive { place: attic(), portions: portions() }), says);
    let from = "MAIN".parse().unwrap();
    let transfer = Command::Transfer { from, to: attic(), portions: portions() };
    assert_eq!(desk.refused(transfer), says);
    let order = desk.place("1001", &[("A-100", 1)]);
    desk.must(Command::Send { order, share: Share::All });
    let write_off = Command::WriteOff { order, share: Share::All, place: attic() };
    assert_eq!(desk.refused(write_off), says);
    let (outlet, day) = ("SHED".parse().unwrap(), "2026-03-02".parse().unwrap());
    assert!(desk.refused(Command::CloseDay { outlet, day }).starts_with("cannot find outlet SHED"));
}

#[test]
fn an_unknown_order_document_or_line() {
    let mut desk = Desk::client_orders(1);
    let nobody = OrderId::new(7);
    let reason = || Reason::words(PersonId::new(1), "nobody answers");
    for command in [
        Command::Confirm(nobody),
        Command::ChangeQuantity { order: nobody, line: no(0), to: Quantity::units(1) },
        Command::AddLine { order: nobody, line: line("A-100", Quantity::units(1)) },
        Command::Reject { order: nobody, units: units(Quantity::units(1)), reason: reason() },
        Command::MarkFalse { order: nobody, reason: reason() },
        Command::Cancel { order: nobody, reason: reason() },
        Command::Reserve(nobody),
        Command::Release(nobody),
        Command::Invoice(nobody),
        Command::Tie { order: nobody, kind: Kind::SupplierOrder, number: "PO-7".to_owned() },
        Command::CloseBill(nobody),
        Command::Send { order: nobody, share: Share::All },
        home(nobody, 1),
    ] {
        assert_eq!(
            desk.refused(command),
            "cannot find order#7: the shop has no such order; look it up by its channel and number"
        );
    }
    let document = DocumentId::new(99);
    let change = Command::ChangeDocument { document, line: no(0), to: Quantity::units(1) };
    assert!(desk.refused(change).starts_with("cannot find document#99: "));
    let order = desk.place("1001", &[("A-100", 1)]);
    let change = Command::ChangeQuantity { order, line: no(6), to: Quantity::units(1) };
    assert!(desk.refused(change).starts_with("cannot find line 7 of order 1001: "));
}

#[test]
fn a_quantity_of_nothing_or_less() {
    let mut desk = Desk::client_orders(5);
    let place = || "MAIN".parse().unwrap();
    let less = Quantity::from_millionths(-1);
    for quantity in [Quantity::ZERO, less] {
        let text =
            desk.refused(Command::Receive { place: place(), portions: portion("A-100", quantity) });
        assert!(text.contains("a quantity is above zero"), "{text}");
        let text = desk.refused(Command::Place(draft("1001", vec![line("A-100", quantity)])));
        assert!(text.contains("a quantity is above zero"), "{text}");
    }
    let (sku, why) = ("A-100".parse().unwrap(), WhyAdjusted::Found);
    let nothing = Command::Adjust { place: place(), sku, by: Quantity::ZERO, why };
    assert!(desk.refused(nothing).contains("a quantity is above zero"));
    let order = desk.place("1002", &[("A-100", 1)]);
    for units in [units(Quantity::ZERO), units(less)] {
        let reject =
            Command::Reject { order, units, reason: Reason::words(PersonId::new(1), "broken") };
        assert!(desk.refused(reject).contains("a quantity is above zero"));
        let send = Command::Send { order, share: Share::Units(vec![units]) };
        assert!(desk.refused(send).contains("a quantity is above zero"));
    }
}

#[test]
fn a_quantity_too_fine() {
    let no = Quantity::parse("0.0000001").unwrap_err().to_string();
    assert!(no.contains("it has 7 decimals; round it to 6"), "{no}");
}

#[test]
fn an_amount_in_another_currency() {
    let mut desk = Desk::client_orders(5);
    let dollars = || DraftLine { price: price("1", "USD"), ..line("A-100", Quantity::units(1)) };
    let lines = vec![line("A-100", Quantity::units(1)), dollars()];
    let says =
        "cannot place order 1001 in EUR, USD: an order has one currency; split it by currency";
    assert_eq!(desk.refused(Command::Place(draft("1001", lines))), says);
    let order = desk.place("1001", &[("A-100", 1)]);
    assert_eq!(desk.refused(Command::AddLine { order, line: dollars() }), says);
}

#[test]
fn a_bill_closed_twice() {
    let mut desk = Desk::open(OPEN_BILL, 5);
    let order = desk.place("1001", &[("A-100", 2)]);
    desk.must(Command::CloseBill(order));
    assert_eq!(
        desk.refused(Command::CloseBill(order)),
        "cannot close a bill of order 1001: none is open; bill 1 was closed on 2026-03-02: edit the order for a \
         further one"
    );
}

/// The way out is real: the order is edited, and the difference becomes a document of its own.
#[test]
fn a_closed_document_changed() {
    let mut desk = Desk::open(OPEN_BILL, 5);
    let order = desk.place("1001", &[("A-100", 2)]);
    desk.must(Command::CloseBill(order));
    let document = desk.case(order).papers().documents()[0].id;
    assert_eq!(
        desk.refused(Command::ChangeDocument { document, line: no(0), to: Quantity::units(1) }),
        "cannot change bill 1: it was closed on 2026-03-02; edit the order, and the difference becomes a document \
         of its own"
    );
    desk.must(Command::ChangeQuantity { order, line: no(0), to: Quantity::units(1) });
    let names: Vec<_> =
        desk.case(order).papers().documents().iter().map(ToString::to_string).collect();
    assert_eq!(names, ["bill 1", "storno 1"]);
}

/// The way out is real: what is sent comes back; the whole order can be dropped, and its sent units stay out.
#[test]
fn more_rejected_than_is_not_sent() {
    let mut desk = Desk::client_orders(5);
    let order = desk.place("1001", &[("A-100", 3)]);
    let two = Share::Units(vec![units(Quantity::units(2))]);
    desk.must(Command::Send { order, share: two });
    let reject = Command::Reject {
        order,
        units: units(Quantity::units(2)),
        reason: Reason::words(PersonId::new(1), "broken"),
    };
    assert_eq!(
        desk.refused(reject),
        "cannot take 2 off line 1: 1 not sent, 2 sent; take off what is not sent, and book the rest as returned or \
         come back when it arrives"
    );
    desk.must(Command::MarkFalse {
        order,
        reason: Reason::words(PersonId::new(1), "nobody answers"),
    });
    assert_eq!(desk.case(order).order().line(no(0)).unwrap().out(), Quantity::units(2));
    desk.must(home(order, 2));
    assert_eq!(desk.cell("MAIN", "A-100").on_hand(), Quantity::units(5));
    assert!(desk.refused(home(order, 1)).contains("0 of it is out of the house"));
}

#[test]
fn an_order_placed_twice() {
    let mut desk = Desk::client_orders(5);
    desk.place("1001", &[("A-100", 1)]);
    let again = Command::Place(draft("1001", vec![line("A-100", Quantity::units(9))]));
    assert_eq!(
        desk.refused(again),
        "cannot place order 1001 of site: it was placed before, as order#0; edit that one"
    );
}

#[test]
fn an_order_that_changed_since_it_was_looked_at() {
    let mut desk = Desk::client_orders(5);
    let order = desk.place("1001", &[("A-100", 1)]);
    let seen = desk.case(order).order().version();
    desk.must(Command::Confirm(order));
    let id = sklad_base::CommandId::counted(desk.now, 1);
    let who = sklad_base::Actor::Person("ivan".into());
    let change = Command::ChangeQuantity { order, line: no(0), to: Quantity::units(2) };
    let envelope = sklad_base::Envelope::new(id, who, desk.now, change).expecting(seen);
    let no = sklad_base::Decider::run(&mut desk.shop, &envelope, &()).unwrap_err();
    assert_eq!(
        no.to_string(),
        "cannot change order 1001: it is at version 2, you looked at version 1; look again and decide anew"
    );
}

#[test]
fn a_line_named_twice() {
    let mut desk = Desk::client_orders(5);
    let order = desk.place("1001", &[("A-100", 3)]);
    let one = units(Quantity::units(1));
    let share = Share::Units(vec![one, Units { quantity: Quantity::units(2), ..one }]);
    assert!(desk.refused(Command::Send { order, share }).contains("it is named more than once"));
}

#[test]
fn a_bill_tied_by_hand() {
    let mut desk = Desk::client_orders(5);
    let order = desk.place("1001", &[("A-100", 3)]);
    let tie = Command::Tie { order, kind: Kind::Bill, number: "7".to_owned() };
    assert!(desk.refused(tie).ends_with("tie a supplier order, a receipt or a transfer"));
}

#[test]
fn an_order_sent_before_its_way_starts() {
    let mut desk = Desk::open(Way::ClosedBill, 5);
    desk.settings.order.needs.insert(Confirmation::Shop);
    desk.settings.start_after.insert(Confirmation::Shop);
    let order = desk.place("1001", &[("A-100", 3)]);
    let says = "order 1001: it waits for the confirmation of the shop; collect it first";
    assert_eq!(
        desk.refused(Command::Send { order, share: Share::All }),
        format!("cannot send {says}")
    );
    assert_eq!(desk.refused(Command::CloseBill(order)), format!("cannot close a bill of {says}"));
    desk.must(Command::Confirm(order));
    desk.must(Command::Send { order, share: Share::All });
}

/// Refused on the whole with all that is wrong, not the first thing.
#[test]
fn all_that_is_wrong_with_a_command_is_said() {
    let mut desk = Desk::client_orders(0);
    let lines = vec![line("VASE", Quantity::ZERO), line("LAMP", Quantity::units(1))];
    let text = desk.refused(Command::Place(draft("1001", lines)));
    assert_eq!(text.lines().count(), 3, "{text}");
}
