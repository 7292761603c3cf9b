//! A customer phones: the receipt and the log after each step, to the last word (G8, G9, S5).
#![allow(clippy::unwrap_used, reason = "the story is valid")]

mod desk;

use std::fmt::Write;

use sklad_base::Quantity;
use sklad_order::{
    Command, Confirmation, Cost, DeliveryPrice, Edit, Matrix, Offer, Placed, PlacedLine,
};

use self::desk::*;

/// A lamp, a shade and a dozen candles, brought by courier and paid by card.
fn order() -> Desk {
    let line = |quantity, unit, rate| PlacedLine { vat: vat(rate), ..line(quantity, unit) };
    let lines = vec![line("2", "49.90", "20"), line("1", "19.90", "20"), line("12", "0.99", "9")];
    let mut desk = Desk::new(Placed {
        payment: Some(way("card")),
        delivery: Some(delivery("courier")),
        delivery_price: Some(charge("4.90")),
        needs: [Confirmation::Customer].into(),
        ..placed(lines)
    });
    let mut courier =
        Offer::new(way("card"), delivery("courier"), Cost::Fixed(money("4.90")), vat("20"));
    courier.free_from = Some(money("150"));
    let pick_up = Offer::new(way("card"), delivery("pick-up"), Cost::Free, vat("20"));
    desk.policy.matrix = Some(Matrix { offers: vec![courier, pick_up] });
    desk.policy.needs = [Confirmation::Customer].into();
    desk
}

/// Tells what a step would change, takes it, and tells what the order costs then and why.
fn step(told: &mut String, desk: &mut Desk, words: &str, command: Command) {
    writeln!(told, "## {words}").unwrap();
    writeln!(told, "the total changes by: {}", desk.difference(&command)).unwrap();
    desk.run(command);
    receipt(told, desk);
}

fn receipt(told: &mut String, desk: &Desk) {
    writeln!(told, "{}\n", desk.receipt()).unwrap();
    writeln!(told, "{}\n", desk.order.explain().unwrap()).unwrap();
}

// G8 G9 S5 S7 C1
#[test]
fn a_customer_phones_and_every_cent_is_explained() {
    let (mut desk, mut told) = (order(), String::new());
    told.push_str("## the order as it was placed\n");
    receipt(&mut told, &desk);
    let mut step = |words, command| step(&mut told, &mut desk, words, command);
    step("the shade is not wanted: one item out", Command::RemoveLine(no(1)));
    let vase = PlacedLine { vat: vat("20"), ..line("1", "24.50") };
    step("a vase is: one item in", Command::AddLine(vase));
    let (to, price) = (delivery("pick-up"), DeliveryPrice::LookUp(None));
    let pick_up = Edit::ChangeDelivery { delivery: to, region: None, price };
    step("the customer comes by: courier becomes pick-up", Command::Edit(pick_up));
    let five = Edit::DiscountOrder(vec![percent("5")]);
    step("five percent on the order, for the trouble", Command::Edit(five));
    step("one candle is broken: it is rejected", reject(2, "1"));
    let (way, reference) = (way("card"), "tx-1".to_owned());
    let paid = Edit::MarkPaid { way, reference };
    step("the customer agrees and pays", Command::Edit(paid));
    desk.edit(Edit::Collect(Confirmation::Customer));

    told.push_str("## the log\n");
    for line in &desk.log {
        writeln!(told, "{line}").unwrap();
    }
    assert_eq!(desk.order.missing().count(), 0);
    assert_eq!(desk.order.line(no(2)).unwrap().cancelled(), Quantity::units(1));
    insta::assert_snapshot!(told);
}
