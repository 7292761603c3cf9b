//! Payment, delivery and what must be confirmed, as they are edited (C1, C2, C8).
#![allow(clippy::unwrap_used, reason = "what the cases give is valid")]

mod desk;

use sklad_base::Quantity;
use sklad_order::{
    Command, Confirmation, Cost, DeliveryPrice, Edit, Matrix, Offer, Placed, Standing,
};

use self::desk::*;

/// An order of 60.00 by courier and card, in a shop that offers three pairs.
fn desk() -> Desk {
    let mut desk = Desk::new(Placed {
        payment: Some(way("card")),
        delivery: Some(delivery("courier")),
        delivery_price: Some(charge("4.90")),
        needs: [Confirmation::Customer].into(),
        ..placed(vec![line("2", "30")])
    });
    let offer = |payment, place, cost| Offer::new(way(payment), delivery(place), cost, vat("20"));
    let by_weight = vec![(Quantity::units(2), money("3")), (Quantity::units(20), money("7"))];
    let by_total = vec![(money("0"), money("6")), (money("50"), money("2"))];
    let mut instalments = offer("instalments", "courier", Cost::ByTotal(by_total));
    instalments.needs = [Confirmation::InstalmentService, Confirmation::ShippingCost].into();
    let courier = Offer {
        free_from: Some(money("100")),
        ..offer("card", "courier", Cost::Fixed(money("4.90")))
    };
    let offers = vec![courier, offer("card", "post", Cost::ByWeight(by_weight)), instalments];
    desk.policy.matrix = Some(Matrix { offers });
    desk.policy.needs = [Confirmation::Customer].into();
    desk
}

fn post(price: DeliveryPrice) -> Edit {
    Edit::ChangeDelivery { delivery: delivery("post"), region: None, price }
}

fn cost(desk: &Desk) -> String {
    desk.receipt().delivery.gross().to_string()
}

fn missing(desk: &Desk) -> Vec<String> {
    desk.order.missing().map(|it| it.to_string()).collect()
}

// C1
#[test]
fn a_new_delivery_costs_what_the_matrix_says() {
    let mut desk = desk();
    desk.edit(post(DeliveryPrice::LookUp(Some(Quantity::units(5)))));
    assert_eq!((cost(&desk), desk.gross()), ("7.00 EUR".into(), "67.00 EUR".into()));
    assert_eq!(
        desk.refused(Command::Edit(post(DeliveryPrice::LookUp(None)))),
        "cannot price delivery by post: its price goes by weight and none is given; give the weight"
    );
}

// C1
#[test]
fn a_new_delivery_may_cost_what_the_old_one_did_or_what_the_manager_says() {
    let mut desk = desk();
    desk.edit(post(DeliveryPrice::Keep));
    assert_eq!((cost(&desk), desk.order.delivery()), ("4.90 EUR".into(), Some(&delivery("post"))));
    desk.edit(post(DeliveryPrice::Set(charge("1"))));
    assert_eq!(cost(&desk), "1.00 EUR");
    assert!(desk.edit(post(DeliveryPrice::Keep)).is_empty(), "nothing is new");
}

// C1
#[test]
fn a_delivery_that_is_looked_up_again_follows_the_total() {
    let mut desk = desk();
    let again = || Edit::ChangePayment { payment: way("card"), price: DeliveryPrice::LookUp(None) };
    desk.run(change(0, "4"));
    assert_eq!(cost(&desk), "4.90 EUR", "an edit of the lines leaves it as it is");
    desk.edit(again());
    assert_eq!(cost(&desk), "0.00 EUR", "free from 100.00");
    desk.edit(Edit::DiscountOrder(vec![percent("50")]));
    desk.edit(again());
    assert_eq!(cost(&desk), "4.90 EUR");
}

// C1
#[test]
fn without_a_matrix_every_pair_is_there_and_there_is_nothing_to_look_up() {
    let mut desk = desk();
    desk.policy.matrix = None;
    let price = DeliveryPrice::LookUp(None);
    let balloon = Edit::ChangeDelivery { delivery: delivery("balloon"), region: None, price };
    desk.edit(balloon);
    assert_eq!(cost(&desk), "4.90 EUR");
}

// C1
#[test]
fn a_delivery_that_is_billed_is_billed_anew_when_its_price_changes() {
    let mut desk = desk();
    desk.bill(1, &[(0, "2")]);
    desk.edit(post(DeliveryPrice::Keep));
    assert!(desk.order.billed_charges().is_some(), "the bill stands");
    desk.edit(post(DeliveryPrice::Set(charge("1"))));
    assert!(desk.order.billed_charges().is_none());
    assert_eq!(desk.gross(), "61.00 EUR");
    desk.bill(2, &[]);
    assert_eq!(desk.order.billed_charges().unwrap().delivery.gross(), money("1"));
    assert_eq!(desk.gross(), "61.00 EUR");
}

// C2 C8
#[test]
fn what_must_be_confirmed_follows_the_pair() {
    let mut desk = desk();
    assert_eq!(missing(&desk), ["customer"]);
    let price = DeliveryPrice::LookUp(None);
    desk.edit(Edit::ChangePayment { payment: way("instalments"), price });
    assert_eq!(missing(&desk), ["customer", "instalment service", "shipping cost"]);
    desk.edit(Edit::Collect(Confirmation::ShippingCost));
    desk.edit(Edit::Collect(Confirmation::Customer));
    assert_eq!(missing(&desk), ["instalment service"]);
    desk.edit(Edit::ChangePayment { payment: way("card"), price });
    assert!(missing(&desk).is_empty(), "the card needs no instalment service");
}

// C2 C8
#[test]
fn confirmations_come_in_any_order_and_a_second_one_changes_nothing() {
    use Confirmation::{Customer, PaymentService, Shop};
    let orders = [
        [Customer, PaymentService, Shop],
        [Shop, Customer, PaymentService],
        [PaymentService, Shop, Customer],
    ];
    for all in orders {
        let mut desk = desk();
        for confirmation in all {
            assert_eq!(desk.edit(Edit::Collect(confirmation)).len(), 1);
            assert!(desk.edit(Edit::Collect(confirmation)).is_empty());
            assert!(desk.order.has(confirmation));
        }
        assert!(desk.run(Command::Confirm).is_empty(), "the shop has said so");
        assert_eq!(desk.order.standing(), &Standing::Confirmed);
        assert_eq!(missing(&desk), Vec::<String>::new());
    }
}
