//! Bad input: a refusal that says what to do, or a defined result; never a panic.
#![allow(clippy::unwrap_used, reason = "the parts are valid, the whole is not")]

mod desk;

use sklad_base::{Channel, Currency, Money, OrderNumber, PersonId, Price, Quantity, Sku};
use sklad_order::{
    Command, Cost, DeliveryPrice, Draft, DraftLine, Edit, Matrix, Offer, Payment, Placed,
    PlacedLine, Policy, Reason,
    price::{Charge, Discount, VatRate},
};

use self::desk::*;

fn draft(lines: &[(&str, &str)]) -> Draft {
    let line = |(quantity, unit): &(&str, &str)| {
        let sku = Sku::parse("LAMP").unwrap();
        DraftLine::new(sku, quantity.parse().unwrap(), price(unit))
    };
    let terms = placed(Vec::new()).terms;
    let (channel, number) = (Channel::parse("site").unwrap(), OrderNumber::parse("1001").unwrap());
    Draft::new(channel, number, terms, lines.iter().map(line).collect())
}

fn refused(draft: &Draft) -> String {
    draft.check().unwrap_err().to_string()
}

fn desk() -> Desk {
    Desk::new(placed(vec![line("3", "10"), line("1", "5")]))
}

fn dollars(amount: &str) -> Money {
    Money::parse(amount, Currency::parse("USD").unwrap()).unwrap()
}

#[test]
fn weights_that_are_all_zero_share_alike() {
    // A gift and its voucher: nothing to take off, by quantity where the price says nothing.
    let discounts = vec![off("6"), percent("10")];
    let lines = vec![line("1", "0"), line("2", "0")];
    let mut desk = Desk::new(Placed { discounts, ..placed(lines) });
    assert!(desk.receipt().total.is_zero());
    desk.reject(1, "1");
    assert_eq!((desk.discounts(), desk.gross()), ("4.00 EUR, 10%".into(), "0.00 EUR".into()));
    desk.bill(1, &[(0, "1"), (1, "1")]);
    assert!(desk.receipt().total.is_zero());
}

#[test]
fn an_order_of_nothing_is_refused_and_one_that_lost_its_lines_costs_nothing() {
    assert_eq!(refused(&draft(&[])), "cannot place order 1001: it has no lines; add at least one");
    assert_eq!(
        refused(&draft(&[("0", "10")])),
        "cannot order 0 on line 1: a quantity is above zero; name one, or leave the line out"
    );
    let (delivery_price, discounts) = (Some(charge("5")), vec![off("3")]);
    let lines = vec![line("1", "10")];
    let mut desk = Desk::new(Placed { delivery_price, discounts, ..placed(lines) });
    desk.run(Command::RemoveLine(no(0)));
    assert!(desk.receipt().total.is_zero());
    assert_eq!(
        desk.refused(Command::RemoveLine(no(0))),
        "cannot change line 1 to 0: that is what it is; name another quantity"
    );
    let none = Desk::new(placed(Vec::new()));
    assert!(none.receipt().total.is_zero() && none.order.is_settled());
}

#[test]
fn a_discount_above_the_sum_takes_the_sum_and_stays_what_it_is() {
    let mut desk = desk();
    desk.edit(Edit::DiscountOrder(vec![off("45")]));
    desk.edit(Edit::DiscountLine { line: no(1), discount: Some(off("7")) });
    assert_eq!(desk.gross(), "0.00 EUR");
    desk.bill(1, &[(0, "3"), (1, "1")]);
    assert_eq!((desk.gross(), desk.discounts()), ("0.00 EUR".into(), "45.00 EUR".into()));
}

#[test]
fn refuses_a_discount_that_would_raise_the_price_or_is_in_proportion_to_nothing() {
    let mut desk = desk();
    assert_eq!(
        desk.refused(Command::Edit(Edit::DiscountOrder(vec![off("-1")]))),
        "cannot price the order: its discount is -1.00 EUR; give an amount of zero or more, in proportion to one above zero"
    );
    let of_nothing = Discount::Proportion { amount: money("1"), of: money("0") };
    let edit = Edit::DiscountLine { line: no(1), discount: Some(of_nothing) };
    assert!(
        desk.refused(Command::Edit(edit))
            .starts_with("cannot price line 2: its discount is 1.00 EUR in 0.00 EUR")
    );
}

#[test]
fn refuses_a_negative_price_wherever_it_comes_from() {
    let text = "at -0.01 EUR: a price is zero or more; mend it in the sending system";
    assert_eq!(refused(&draft(&[("1", "-0.01")])), format!("cannot order line 1 {text}"));
    let mut desk = desk();
    let edit = Edit::ChangePrice { line: no(1), price: price("-0.01") };
    assert_eq!(desk.refused(Command::Edit(edit)), format!("cannot order line 2 {text}"));
    let added = Command::AddLine(line("1", "-0.01"));
    assert_eq!(desk.refused(added), format!("cannot order line 3 {text}"));
    let price = DeliveryPrice::Set(charge("-1"));
    let edit = Edit::ChangeDelivery { delivery: delivery("courier"), region: None, price };
    assert!(
        desk.refused(Command::Edit(edit)).starts_with("cannot price delivery: its price is -1 EUR")
    );
}

#[test]
fn refuses_vat_of_a_hundred_percent_and_more() {
    for rate in ["100", "120", "-1"] {
        assert_eq!(
            VatRate::parse(rate).unwrap_err().to_string(),
            format!(
                "cannot use VAT of {rate}%: a rate is at least 0% and under 100%; correct the rate"
            )
        );
    }
    let mut desk = desk();
    desk.edit(Edit::ChangeVat { line: no(0), vat: vat("99.999999") });
    assert_eq!(desk.receipt().lines[0].amounts.tax(), money("15"));
}

#[test]
fn refuses_to_reject_more_than_is_there() {
    let mut desk = desk();
    desk.reject(0, "1");
    assert_eq!(
        desk.refused(reject(0, "3")),
        "cannot take 3 off line 1: 2 not sent, 0 sent; take off what is not sent, and book the rest as returned or \
         come back when it arrives"
    );
    for quantity in ["0", "-1"] {
        let text = format!(
            "cannot order {quantity} on line 1: a quantity is above zero; name one, or leave the line out"
        );
        assert_eq!(desk.refused(reject(0, quantity)), text);
    }
    assert!(desk.refused(change(0, "-1")).contains("a quantity is above zero"));
    assert!(desk.refused(reject(9, "1")).starts_with("cannot find line 10 of order 1001"));
}

#[test]
fn refuses_a_second_currency_wherever_it_comes_from() {
    let mut other = draft(&[("1", "10")]);
    other.lines[0].price = Price::parse("10", Currency::parse("USD").unwrap()).unwrap();
    assert_eq!(
        refused(&other),
        "cannot place order 1001 in EUR, USD: an order has one currency; split it by currency"
    );
    let mut desk = desk();
    let price = other.lines[0].price;
    let added = Command::AddLine(PlacedLine { price, ..line("1", "10") });
    assert!(desk.refused(added).contains("in EUR, USD: an order has one currency"));
    let of_line = Edit::ChangePrice { line: no(0), price };
    assert_eq!(
        desk.refused(Command::Edit(of_line)),
        "cannot price line 1: it is in USD and the order in EUR; convert it first"
    );
    let off = Discount::Amount(dollars("1"));
    let discounted = Command::Edit(Edit::DiscountOrder(vec![off]));
    assert!(desk.refused(discounted).starts_with("cannot price the order: it is in USD"));
    let paid = Payment { amount: dollars("1"), ..payment("tx-1", "1") };
    assert_eq!(
        desk.refused(Command::Edit(Edit::Pay(paid.clone()))),
        "cannot book payment tx-1: it is in USD and the order in EUR; convert it first"
    );
    assert!(
        desk.refused(Command::Edit(Edit::Refund(paid)))
            .contains("it is in USD and the order in EUR")
    );
    let price = DeliveryPrice::Set(Charge::new(dollars("1"), vat("20")));
    let edit = Edit::ChangeDelivery { delivery: delivery("courier"), region: None, price };
    assert!(desk.refused(Command::Edit(edit)).starts_with("cannot price delivery: it is in USD"));
}

#[test]
fn refuses_a_pair_of_payment_and_delivery_that_the_matrix_lacks() {
    let offer = |payment, place| Offer::new(way(payment), delivery(place), Cost::Free, vat("20"));
    let offers = vec![offer("card", "courier"), offer("cash", "pick-up")];
    let policy = Policy { matrix: Some(Matrix { offers }), ..Policy::default() };
    let text = "cannot deliver by courier and take payment by cash: the shop offers courier with card, \
                pick-up with cash; choose one of these";

    let (payment, courier) = (Some(way("cash")), Some(delivery("courier")));
    let asked = Draft { payment, delivery: courier, ..draft(&[("1", "10")]) };
    assert_eq!(asked.agree(&policy).unwrap_err().to_string(), text);

    let lines = vec![line("1", "10")];
    let (payment, courier) = (Some(way("card")), Some(delivery("courier")));
    let mut desk = Desk::new(Placed { payment, delivery: courier, ..placed(lines) });
    desk.policy = policy;
    for price in [DeliveryPrice::LookUp(None), DeliveryPrice::Keep, DeliveryPrice::Set(charge("1"))]
    {
        let edit = Edit::ChangePayment { payment: way("cash"), price };
        assert_eq!(desk.refused(Command::Edit(edit)), text);
    }
    desk.policy.matrix = Some(Matrix::default());
    let price = DeliveryPrice::Keep;
    let edit = Edit::ChangeDelivery { delivery: delivery("courier"), region: None, price };
    assert!(desk.refused(Command::Edit(edit)).contains("the shop offers no pair here"));
}

#[test]
fn refuses_a_sum_that_does_not_fit() {
    let most = "1000000000000000";
    assert!(refused(&draft(&[("2", most)])).starts_with("cannot order line 1: "));
    assert_eq!(
        refused(&draft(&[("1", most), ("1", most)])),
        "cannot price the order: its amount is past 1000000000000000 EUR; split it into several"
    );
    let mut desk = Desk::new(placed(vec![line("1", most)]));
    assert!(desk.refused(change(0, "2")).starts_with("cannot order line 1: "));
    assert!(
        desk.refused(Command::AddLine(line("1", "0.01"))).starts_with("cannot price the order: ")
    );
    let vat = Edit::ChangeVat { line: no(0), vat: vat("20") };
    assert!(desk.edit(vat).len() == 1, "included, it adds nothing");
    desk.edit(Edit::Pay(payment("tx-1", most)));
    assert!(
        desk.refused(Command::Edit(Edit::Pay(payment("tx-2", "0.01"))))
            .ends_with("the amount is past 1000000000000000 EUR; split it into several")
    );

    let mut free = Desk::new(placed(vec![line("1", "0")]));
    free.run(Command::ChangeQuantity(sklad_order::Units { line: no(0), quantity: Quantity::MAX }));
    free.run(Command::Reject {
        units: units(0, "1"),
        reason: Reason::words(PersonId::new(1), "one"),
    });
    // Ordered would not fit any more with what is cancelled.
    let most = sklad_order::Units { line: no(0), quantity: Quantity::MAX };
    assert!(free.refused(Command::ChangeQuantity(most)).starts_with("cannot order line 1: "));
}

#[test]
fn refuses_to_touch_an_order_that_was_dropped() {
    let mut desk = desk();
    desk.run(Command::Cancel { reason: Reason::words(PersonId::new(1), "too late") });
    for command in [
        Command::Confirm,
        change(0, "1"),
        reject(0, "1"),
        Command::AddLine(line("1", "1")),
        Command::Take(units(0, "1")),
        Command::Edit(Edit::DiscountOrder(vec![percent("5")])),
        Command::Cancel { reason: Reason::words(PersonId::new(1), "again") },
    ] {
        let text = desk.refused(command);
        assert!(text.ends_with("order 1001: it is cancelled; place a new order"), "{text}");
    }
    assert!(
        desk.refused(bill(1, &[(0, "1")]))
            .starts_with("cannot bill 1 of line 1: 0 of it is not billed")
    );
}
