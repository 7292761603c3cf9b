//! What becomes of a discount when the order is edited: each choice of the shop, through the order (S7, G8).
#![allow(clippy::unwrap_used, reason = "what the cases give is valid")]

mod desk;

use sklad_base::PersonId;
use sklad_order::{
    Command, Edit, Placed, PlacedLine, Policy, Reason,
    price::{AfterEdit, Discount, DiscountPolicy, Tier},
};

use self::desk::*;

/// Two lines of 100.00 and 50.00 a unit, two units each, in a shop that chose so for every discount.
fn desk(discount: Discount, choice: AfterEdit) -> Desk {
    let discounts = vec![discount];
    let lines = vec![line("2", "100"), line("2", "50")];
    let mut desk = Desk::new(Placed { discounts, ..placed(lines) });
    let discounts = DiscountPolicy { rates: choice, amounts: choice };
    let tiers = vec![
        Tier { from: money("100"), discount: percent("3") },
        Tier { from: money("250"), discount: percent("8") },
    ];
    desk.policy = Policy { discounts, tiers, ..Policy::default() };
    desk
}

/// Returns the discount on the order, and the total, after one unit at 100.00 is rejected.
fn after_rejecting(discount: Discount, choice: AfterEdit) -> (String, String) {
    let mut desk = desk(discount, choice);
    desk.reject(0, "1");
    (desk.discounts(), desk.gross())
}

fn told(discount: &str, total: &str) -> (String, String) {
    (discount.to_owned(), format!("{total} EUR"))
}

#[test]
fn a_kept_rate_goes_on_with_what_is_left() {
    use AfterEdit::KeepRate;
    assert_eq!(after_rejecting(percent("10"), KeepRate), told("10%", "180.00"));
    assert_eq!(after_rejecting(off("30"), KeepRate), told("30.00 EUR in 300.00 EUR", "180.00"));
}

#[test]
fn a_kept_amount_stays_whatever_is_left() {
    use AfterEdit::KeepAmount;
    assert_eq!(after_rejecting(percent("10"), KeepAmount), told("30.00 EUR", "170.00"));
    assert_eq!(after_rejecting(off("30"), KeepAmount), told("30.00 EUR", "170.00"));
}

#[test]
fn a_rejected_unit_gives_up_its_share() {
    use AfterEdit::TakeBackShare;
    assert_eq!(after_rejecting(percent("10"), TakeBackShare), told("20.00 EUR", "180.00"));
    assert_eq!(after_rejecting(off("30"), TakeBackShare), told("20.00 EUR", "180.00"));
}

#[test]
fn the_rule_is_asked_anew_with_what_is_left() {
    use AfterEdit::EvaluateAnew;
    assert_eq!(after_rejecting(percent("10"), EvaluateAnew), told("3%", "194.00"));
    assert_eq!(after_rejecting(off("30"), EvaluateAnew), told("3%", "194.00"));
}

#[test]
fn the_rule_grants_anew_what_fell_away_before() {
    // It was asked only where a discount stood, so what fell away once never came again.
    let mut desk = desk(percent("8"), AfterEdit::EvaluateAnew);
    desk.reject(0, "2");
    desk.reject(1, "1");
    assert_eq!((desk.discounts().as_str(), desk.gross().as_str()), ("", "50.00 EUR"));
    desk.run(change(0, "2"));
    assert_eq!(desk.discounts(), "8%");
}

#[test]
fn the_rule_is_asked_once_for_all_discounts_that_it_stands_for() {
    // Each of them was replaced by what it says: the order had it twice.
    let mut desk = desk(percent("10"), AfterEdit::EvaluateAnew);
    desk.edit(Edit::DiscountOrder(vec![percent("10"), off("5")]));
    desk.reject(1, "1");
    assert_eq!(desk.discounts(), "8%");
}

#[test]
fn the_rule_looks_at_the_whole_order_and_not_at_what_is_not_billed() {
    let mut desk = desk(percent("8"), AfterEdit::EvaluateAnew);
    desk.bill(1, &[(0, "2")]);
    desk.reject(1, "1");
    assert_eq!(desk.discounts(), "8%", "200.00 are billed and 50.00 are not");
    assert_eq!(desk.gross(), "230.00 EUR");
}

#[test]
fn the_rule_of_the_order_leaves_a_lines_own_discount_as_it_is() {
    // No rule speaks of lines, so their discounts fell away with the first edit.
    let discounted = PlacedLine { discount: Some(percent("50")), ..line("2", "100") };
    let fixed = PlacedLine { discount: Some(off("10")), ..line("2", "100") };
    let mut desk = Desk::new(placed(vec![discounted, fixed]));
    let anew = AfterEdit::EvaluateAnew;
    desk.policy.discounts = DiscountPolicy { rates: anew, amounts: anew };
    desk.reject(0, "1");
    desk.reject(1, "1");
    assert_eq!((desk.line_gross(0), desk.line_gross(1)), ("50.00 EUR".into(), "95.00 EUR".into()));
}

#[test]
fn a_lines_own_discount_follows_the_shops_choice_when_the_line_grows_and_when_its_price_changes() {
    // Only what ended was looked at: a rate to be kept as an amount grew with its line.
    let lines = || vec![PlacedLine { discount: Some(percent("10")), ..line("2", "100") }];
    let keep = AfterEdit::KeepAmount;
    let mut grown = Desk::new(placed(lines()));
    grown.policy.discounts = DiscountPolicy { rates: keep, amounts: keep };
    let mut dearer = grown.clone();
    grown.run(change(0, "3"));
    assert_eq!(grown.gross(), "280.00 EUR");
    dearer.edit(Edit::ChangePrice { line: no(0), price: price("150") });
    assert_eq!(dearer.gross(), "280.00 EUR");
}

#[test]
fn a_cheaper_price_asks_the_rule_anew() {
    let mut desk = desk(percent("8"), AfterEdit::EvaluateAnew);
    desk.edit(Edit::ChangePrice { line: no(0), price: price("20") });
    assert_eq!((desk.discounts(), desk.gross()), ("3%".into(), "135.80 EUR".into()));
}

#[test]
fn a_cancelled_order_gives_up_the_shares_of_all_that_was_not_sent() {
    // It kept the whole fixed discount for the one unit that was sent.
    let mut desk = desk(off("30"), AfterEdit::TakeBackShare);
    desk.run(Command::Take(units(1, "1")));
    desk.run(Command::Send(units(1, "1")));
    desk.run(Command::Cancel { reason: Reason::words(PersonId::new(1), "too late") });
    assert_eq!((desk.discounts(), desk.gross()), ("5.00 EUR".into(), "45.00 EUR".into()));
}

#[test]
fn by_default_growing_an_order_leaves_both_kinds_of_discount_as_they_are() {
    let mut desk = desk(percent("10"), AfterEdit::KeepRate);
    desk.policy = Policy::default();
    desk.edit(Edit::DiscountOrder(vec![percent("10"), off("20")]));
    desk.run(change(1, "4"));
    assert_eq!((desk.discounts(), desk.gross()), ("10%, 20.00 EUR".into(), "340.00 EUR".into()));
}
