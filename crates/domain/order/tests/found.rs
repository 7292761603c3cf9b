//! What the laws found: each an order that was wrong once.
#![allow(clippy::unwrap_used, reason = "what the cases give is valid")]

mod desk;

use sklad_base::{Quantity, Region};
use sklad_order::{
    Bound, Command, Cost, DeliveryPrice, Edit, Event, Matrix, Offer, Placed, PlacedLine,
    price::{Discount, Terms, VatRounding},
};

use self::desk::*;

#[test]
fn a_line_that_is_named_twice_on_a_bill_is_billed_once_with_both() {
    // It was frozen twice from the same first units, and more of it than there was.
    let mut desk = Desk::new(placed(vec![line("3", "0.333333")]));
    assert_eq!(
        desk.refused(bill(1, &[(0, "2"), (0, "2")])),
        "cannot bill 4 of line 1: 3 of it is not billed; bill no more than that"
    );
    desk.bill(1, &[(0, "1"), (0, "2")]);
    assert_eq!(desk.gross(), "1.00 EUR");
    assert_eq!(
        desk.refused(unbill(1, &[(0, "2"), (0, "2")], false)),
        "cannot take 4 of line 1 back from document#1: it holds 3 of it; take back no more than that"
    );
    let events = desk.unbill(1, &[(0, "1"), (0, "2")]);
    let [Event::Unbilled { lines, .. }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(lines[0].amounts.gross(), money("1"));
}

#[test]
fn a_document_bills_once_and_gives_back_all_that_it_billed() {
    // It billed a line twice, and what came second could not be taken back.
    let mut desk = Desk::new(placed(vec![line("3", "10")]));
    desk.bill(1, &[(0, "1")]);
    assert_eq!(
        desk.refused(bill(1, &[(0, "2")])),
        "cannot bill on document#1: it is closed with what it holds; use a document of its own"
    );
    desk.bill(2, &[(0, "2")]);
    desk.unbill(2, &[(0, "2")]);
    desk.unbill(1, &[(0, "1")]);
    assert!(desk.order.billed_quantity(no(0)).is_zero());
    assert!(desk.refused(unbill(1, &[(0, "1")], false)).contains("it holds 0 of it"));
}

#[test]
fn a_bill_of_a_part_costs_its_part_though_a_unit_costs_less_than_a_cent() {
    // Whole cents went to the first units: half of the screws cost all, and the rest was priced once more.
    let mut desk = Desk::new(placed(vec![line("1000", "0.004")]));
    desk.bill(1, &[(0, "500")]);
    assert_eq!(desk.receipt().lines[0].billed.gross(), money("2"));
    assert_eq!(desk.gross(), "4.00 EUR");
}

#[test]
fn a_cent_of_a_fixed_discount_is_not_lost_between_two_bills() {
    // The first unit was billed at its full price, and its discount was taken to be given.
    let discounts = vec![off("0.01")];
    let mut desk = Desk::new(Placed { discounts, ..placed(vec![line("2", "0.10")]) });
    assert_eq!(desk.gross(), "0.19 EUR");
    desk.bill(1, &[(0, "1")]);
    assert_eq!(desk.gross(), "0.19 EUR");
    desk.bill(2, &[(0, "1")]);
    assert_eq!(desk.gross(), "0.19 EUR");
    assert_eq!(desk.discounts(), "0.01 EUR", "billing gives a discount; it does not change it");
}

#[test]
fn a_bill_of_an_order_that_is_rejected_holds_no_delivery() {
    // It held delivery at nothing, and what was ordered again was delivered for nothing.
    let delivery_price = Some(charge("5"));
    let mut desk = Desk::new(Placed { delivery_price, ..placed(vec![line("1", "10")]) });
    desk.run(change(0, "0"));
    assert!(desk.bill(1, &[]).is_empty());
    desk.run(change(0, "1"));
    assert_eq!(desk.gross(), "15.00 EUR");
}

#[test]
fn delivery_is_looked_up_by_all_lines_with_all_discounts_off() {
    // An edit looked at what was not billed, before the order's discounts; placing the order did neither.
    let discounts = vec![percent("10")];
    let lines = vec![line("1", "60"), line("1", "50")];
    let mut desk = Desk::new(Placed { discounts, ..placed(lines) });
    let cost = Cost::ByTotal(vec![(money("0"), money("9")), (money("99"), money("4"))]);
    let mut courier = Offer::new(way("card"), delivery("courier"), cost, vat("20"));
    courier.free_from = Some(money("100"));
    desk.policy.matrix = Some(Matrix { offers: vec![courier] });
    desk.bill(1, &[(0, "1")]);
    desk.edit(Edit::ChangePayment { payment: way("card"), price: DeliveryPrice::Keep });
    let price = DeliveryPrice::LookUp(None);
    desk.edit(Edit::ChangeDelivery { delivery: delivery("courier"), region: None, price });
    assert_eq!(desk.receipt().delivery.gross(), money("4"), "99.00 is the total of the lines");
}

#[test]
fn an_order_goes_where_it_was_last_sent() {
    // The region came with the delivery and was forgotten: the next edit asked for the one it was placed with.
    let [sofia, varna] = ["Sofia", "Varna"].map(|region| Region::parse(region).unwrap());
    let mut desk = Desk::new(Placed {
        payment: Some(way("card")),
        delivery: Some(delivery("courier")),
        region: Some(sofia.clone()),
        ..placed(vec![line("1", "10")])
    });
    let offer = |payment, region, cost| {
        let cost = Cost::Fixed(money(cost));
        let mut offer = Offer::new(way(payment), delivery("courier"), cost, vat("20"));
        offer.regions.insert(region);
        offer
    };
    let offers = vec![
        offer("card", sofia, "3"),
        offer("card", varna.clone(), "7"),
        offer("cash", varna.clone(), "8"),
    ];
    desk.policy.matrix = Some(Matrix { offers });
    let price = DeliveryPrice::LookUp(None);
    let region = Some(varna.clone());
    desk.edit(Edit::ChangeDelivery { delivery: delivery("courier"), region, price });
    assert_eq!((desk.order.region(), desk.gross()), (Some(&varna), "17.00 EUR".to_owned()));
    desk.edit(Edit::ChangePayment { payment: way("cash"), price });
    assert_eq!(desk.gross(), "18.00 EUR");
}

#[test]
fn what_was_to_be_returned_and_never_arrives_can_be_written_off() {
    // Requested units could not be written off at all, so such a request stood open for good.
    let mut desk = Desk::new(placed(vec![line("3", "10")]));
    desk.run(Command::Take(units(0, "3")));
    desk.run(Command::Send(units(0, "3")));
    desk.edit(Edit::RequestReturn(units(0, "2")));
    let (received, dismissed) = ("1".parse().unwrap(), Quantity::ZERO);
    desk.run(Command::AnswerReturn { line: no(0), received, dismissed });
    desk.run(Command::Settle { units: units(0, "1"), bound: Bound::WrittenOff });
    let line = desk.order.line(no(0)).unwrap();
    assert!(line.requested().is_zero());
    assert_eq!((line.out(), desk.gross()), (Quantity::units(1), "10.00 EUR".to_owned()));
}

#[test]
fn tax_that_is_rounded_per_rate_stays_when_delivery_is_billed_with_a_part() {
    // Delivery left the rate's sum with the first bill, and what was open got another cent of tax.
    let terms = Terms { vat_rounding: VatRounding::PerRate, ..placed(Vec::new()).terms };
    let lines = vec![PlacedLine { vat: vat("20"), ..line("3", "0.335") }];
    let delivery_price = Some(charge("0.19"));
    let mut desk = Desk::new(Placed { terms, delivery_price, ..placed(lines) });
    let before = desk.receipt().total;
    for document in 1..4 {
        desk.bill(document, &[(0, "1")]);
        assert_eq!(desk.receipt().total, before);
    }
}

/// An order of two units at 50.00 and one at 100.00, the last of which was billed, sent and returned for good.
fn with_a_return(discounts: Vec<Discount>) -> Desk {
    let lines = vec![line("2", "50"), line("1", "100")];
    let mut desk = Desk::new(Placed { discounts, ..placed(lines) });
    desk.bill(1, &[(1, "1")]);
    desk.run(Command::Take(units(1, "1")));
    desk.run(Command::Send(units(1, "1")));
    desk.run(Command::Settle { units: units(1, "1"), bound: Bound::Returned });
    desk.unbill(1, &[(1, "1")]);
    desk
}

#[test]
fn what_was_returned_keeps_its_share_of_a_fixed_discount_when_another_line_is_edited() {
    // The next edit gave the returned lamp's share to the line that is left: it fell by 55.00 with one unit of 45.00.
    let mut desk = with_a_return(vec![off("20")]);
    assert_eq!(desk.gross(), "90.00 EUR");
    let mut grown = desk.clone();
    desk.reject(0, "1");
    assert_eq!((desk.gross(), desk.discounts()), ("45.00 EUR".into(), "5.00 EUR".into()));
    grown.run(change(0, "3"));
    assert_eq!((grown.gross(), grown.discounts()), ("140.00 EUR".into(), "10.00 EUR".into()));
}

#[test]
fn what_was_returned_keeps_its_share_when_its_line_gets_another_price_or_vat() {
    for edit in [
        Edit::ChangePrice { line: no(1), price: price("80") },
        Edit::ChangeVat { line: no(1), vat: vat("20") },
        Edit::DiscountLine { line: no(1), discount: Some(percent("5")) },
    ] {
        let mut desk = with_a_return(vec![off("20")]);
        desk.edit(edit);
        assert_eq!((desk.gross(), desk.discounts()), ("90.00 EUR".into(), "10.00 EUR".into()));
    }
}

#[test]
fn returned_units_keep_their_share_of_their_own_lines_fixed_discount() {
    let lines = vec![PlacedLine { discount: Some(off("9")), ..line("3", "10") }];
    let mut desk = Desk::new(placed(lines));
    desk.bill(1, &[(0, "1")]);
    desk.run(Command::Take(units(0, "1")));
    desk.run(Command::Send(units(0, "1")));
    desk.run(Command::Settle { units: units(0, "1"), bound: Bound::Returned });
    desk.unbill(1, &[(0, "1")]);
    assert_eq!(desk.gross(), "14.00 EUR");
    let mut given = desk.clone();
    desk.reject(0, "1");
    assert_eq!(desk.gross(), "7.00 EUR");
    // What a manager gives is given, whatever the returned units had before.
    given.edit(Edit::DiscountLine { line: no(0), discount: Some(percent("50")) });
    assert_eq!(given.gross(), "10.00 EUR");
}

#[test]
fn a_fixed_discount_is_given_once_whatever_comes_after_a_bill() {
    // A line that was billed whole kept its share, and the others took their share of the same amount again.
    let ten_off = || {
        let mut desk = Desk::new(Placed {
            discounts: vec![Discount::Amount(money("10"))],
            ..placed(vec![line("1", "100"), line("1", "100")])
        });
        desk.bill(1, &[(0, "1")]);
        assert_eq!(desk.gross(), "190.00 EUR");
        desk
    };
    let mut desk = ten_off();
    desk.run(Command::AddLine(line("1", "100")));
    assert_eq!(desk.gross(), "290.00 EUR");
    let mut desk = ten_off();
    desk.run(Command::ChangeQuantity(units(1, "2")));
    assert_eq!(desk.gross(), "290.00 EUR");
    let mut desk = ten_off();
    desk.edit(Edit::DiscountLine { line: no(1), discount: Some(Discount::Amount(money("50"))) });
    assert_eq!(desk.gross(), "140.00 EUR");
}
