//! Edits and returns with exact numbers, through the order (`cases/orders-and-stock.md`, D.3 and D.6; G9).
#![allow(clippy::unwrap_used, reason = "what the cases give is valid")]
#![allow(clippy::wildcard_enum_match_arm, reason = "a case looks at the one event it is about")]

mod desk;

use sklad_base::{Money, Quantity};
use sklad_order::{Bound, Command, Edit, Event, Placed};

use self::desk::*;

fn taken_back(events: &[Event]) -> Money {
    let lines = events.iter().find_map(|event| match event {
        Event::Unbilled { lines, .. } => Some(lines),
        _ => None,
    });
    lines.unwrap()[0].amounts.gross()
}

#[test]
fn a_percentage_stays_what_it_is_when_the_quantity_falls() {
    let discounts = vec![percent("10")];
    let mut desk = Desk::new(Placed { discounts, ..placed(vec![line("8", "399")]) });
    assert_eq!(desk.gross(), "2872.80 EUR"); // D24
    desk.run(change(0, "7"));
    assert_eq!(desk.receipt().lines[0].discount, money("279.30")); // D24
    assert_eq!((desk.gross(), desk.discounts()), ("2513.70 EUR".to_owned(), "10%".to_owned())); // D24
}

#[test]
fn forty_percent_on_twenty_units_is_forty_percent_on_two() {
    for by_rejecting in [true, false] {
        let discounts = vec![percent("40")];
        let mut desk = Desk::new(Placed { discounts, ..placed(vec![line("20", "10")]) });
        desk.run(if by_rejecting { reject(0, "18") } else { change(0, "2") });
        assert_eq!((desk.gross(), desk.discounts()), ("12.00 EUR".to_owned(), "40%".to_owned())); // D24
    }
}

#[test]
fn two_units_are_billed_and_come_back_one_by_one() {
    let mut desk = Desk::new(placed(vec![line("2", "0.835")]));
    desk.bill(1, &[(0, "2")]);
    assert_eq!(desk.gross(), "1.67 EUR"); // D27
    desk.run(Command::Take(units(0, "2")));
    desk.run(Command::Send(units(0, "2")));
    for (worth, left) in [("0.84", "0.83 EUR"), ("0.83", "0.00 EUR")] {
        desk.run(Command::Settle { units: units(0, "1"), bound: Bound::Returned });
        let back = desk.unbill(1, &[(0, "1")]);
        assert_eq!(taken_back(back.as_slice()), money(worth)); // D27
        assert_eq!(desk.gross(), left); // D27
    }
}

#[test]
fn two_units_are_billed_and_cancelled_one_by_one_before_they_are_sent() {
    let mut desk = Desk::new(placed(vec![line("2", "0.835")]));
    desk.bill(1, &[(0, "2")]);
    for (worth, left) in [("0.84", "0.83 EUR"), ("0.83", "0.00 EUR")] {
        desk.reject(0, "1");
        assert_eq!(taken_back(desk.unbill(1, &[(0, "1")]).as_slice()), money(worth)); // D27
        assert_eq!(desk.gross(), left); // D27
    }
}

#[test]
fn a_return_is_requested_and_answered_within_what_was_sent() {
    let mut desk = Desk::new(placed(vec![line("3", "10")]));
    let request = |line, quantity| Command::Edit(Edit::RequestReturn(units(line, quantity)));
    let answer = |received, dismissed| Command::AnswerReturn {
        line: no(0),
        received: Quantity::units(received),
        dismissed: Quantity::units(dismissed),
    };
    assert_eq!(
        desk.refused(request(0, "1")),
        "cannot request the return of 1 of line 1: 0 sent and not back, 0 of it requested already; \
         request no more than the rest"
    ); // D46: more than fulfilled
    desk.run(Command::Take(units(0, "3")));
    desk.run(Command::Send(units(0, "3")));
    desk.run(request(0, "2")); // D46
    assert_eq!(
        desk.refused(request(0, "2")),
        "cannot request the return of 2 of line 1: 3 sent and not back, 2 of it requested already; \
         request no more than the rest"
    ); // D46
    for (received, dismissed) in [(3, 0), (1, 2)] {
        assert_eq!(
            desk.refused(answer(received, dismissed)),
            "cannot book 3 of line 1 as arrived: 2 requested to be returned; request the rest first"
        ); // D46
    }
    desk.run(answer(1, 1)); // D46

    let line = desk.order.line(no(0)).unwrap();
    let [returned, lost] = [Bound::Returned, Bound::WrittenOff].map(|bound| line.bound(bound));
    let counted = [line.requested(), returned, line.dismissed(), lost];
    assert_eq!(counted, [0, 1, 1, 0].map(Quantity::units)); // D46
    assert_eq!((line.sent(), line.out()), (Quantity::units(3), Quantity::units(2)));

    assert_eq!(
        desk.refused(request(7, "1")),
        "cannot find line 8 of order 1001: the order has no such line; look at its lines"
    ); // D46: unknown line
    assert!(desk.refused(request(0, "0")).contains("a quantity is above zero")); // D46: missing
    assert!(desk.refused(request(0, "3")).contains("2 sent and not back")); // D46: more than fulfilled
}

#[test]
fn what_was_not_taken_back_stays_the_customers_to_pay() {
    let mut desk = Desk::new(placed(vec![line("2", "10")]));
    desk.run(Command::Take(units(0, "2")));
    desk.run(Command::Send(units(0, "2")));
    desk.edit(Edit::RequestReturn(units(0, "2")));
    let one = Quantity::units(1);
    desk.run(Command::AnswerReturn { line: no(0), received: one, dismissed: one });
    assert_eq!(desk.gross(), "10.00 EUR");
}

#[test]
fn rejected_units_stay_visible_beside_what_was_ordered() {
    let mut desk = Desk::new(placed(vec![line("5", "10")]));
    desk.reject(0, "2");
    desk.reject(0, "1");
    let line = desk.order.line(no(0)).unwrap().clone();
    let counted = [line.ordered(), line.cancelled(), line.wanted(), line.waiting()];
    assert_eq!(counted, [5, 3, 2, 2].map(Quantity::units)); // G9
    assert_eq!(desk.gross(), "20.00 EUR");

    // Less is wanted without a rejection: that was never ordered.
    desk.run(change(0, "1"));
    let line = desk.order.line(no(0)).unwrap().clone();
    assert_eq!([line.ordered(), line.cancelled()], [4, 3].map(Quantity::units)); // G9
    desk.run(Command::RemoveLine(no(0)));
    let line = desk.order.line(no(0)).unwrap().clone();
    assert_eq!([line.ordered(), line.cancelled()], [3, 3].map(Quantity::units)); // G9
    assert_eq!(desk.gross(), "0.00 EUR");
}

#[test]
fn waiting_units_are_rejected_before_taken_ones_and_sent_ones_never() {
    let mut desk = Desk::new(placed(vec![line("5", "10")]));
    desk.run(Command::Take(units(0, "3")));
    desk.run(Command::Send(units(0, "1")));
    desk.reject(0, "3");
    let line = desk.order.line(no(0)).unwrap().clone();
    let counted = [line.waiting(), line.taken(), line.sent()];
    assert_eq!(counted, [0, 2, 1].map(Quantity::units)); // G9
    assert_eq!(
        desk.refused(reject(0, "2")),
        "cannot take 2 off line 1: 1 not sent, 1 sent; take off what is not sent, and book the rest as returned or \
         come back when it arrives"
    );
}

#[test]
fn a_rejection_gives_money_back_that_was_paid_and_neither_goes_by_itself() {
    let mut desk = Desk::new(placed(vec![line("3", "10")]));
    desk.edit(Edit::MarkPaid { way: way("card"), reference: "tx-1".to_owned() });
    desk.reject(0, "1");
    assert_eq!(desk.receipt().to_give_back(), money("10"));
    assert!(desk.receipt().is_paid());
    desk.edit(Edit::Refund(payment("back-1", "10")));
    assert!(desk.receipt().outstanding.is_zero());
    // Judged anew after each edit: what is ordered on top is due.
    desk.run(change(0, "3"));
    assert_eq!((desk.receipt().due(), desk.receipt().is_paid()), (money("10"), false));
}

#[test]
fn three_thirds_are_billed_and_taken_back_in_other_parts() {
    let discounts = vec![off("0.10")];
    let lines = vec![line("3", "0.333333"), line("2.5", "7.77")];
    let mut desk = Desk::new(Placed { discounts, ..placed(lines) });
    let before = desk.order.clone();
    desk.bill(1, &[(0, "1"), (1, "0.7")]);
    desk.bill(2, &[(0, "2"), (1, "1.8")]);
    for (document, part) in [(2, "1.3"), (1, "0.35"), (2, "0.5"), (1, "0.35")] {
        desk.run(unbill(document, &[(1, part)], true));
    }
    desk.run(unbill(2, &[(0, "2")], true));
    desk.run(unbill(1, &[(0, "1")], true));
    assert_eq!(desk.order.discounts(), before.discounts());
    assert_eq!(desk.receipt(), before.receipt().unwrap());
}
