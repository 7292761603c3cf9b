//! Discounts and the ways that an order is edited.

use proptest::{collection::vec, prelude::*};
use sklad_base::{Money, PersonId};
use sklad_order::{
    Command, Edit, Order, Policy, Reason, Units,
    price::{AfterEdit, Discount, DiscountPolicy, Tier},
};

use crate::history::{Setting, World, command, setting};

/// An order whose discounts are rates, and edits of lines, prices and rates; nothing is billed or sent.
fn rates_only() -> impl Strategy<Value = (Setting, Vec<Command>)> {
    setting::setting().prop_flat_map(|setting| {
        let currency = setting.currency();
        let line = (0..3_u16).prop_map(sklad_base::LineNo::new);
        let rate = proptest::option::of(setting::rate(currency));
        let edits = prop_oneof![
            4 => command::units().prop_map(Command::ChangeQuantity),
            2 => command::units().prop_map(|units| Command::Reject { units, reason: Reason::words(PersonId::new(1), "no") }),
            1 => line.clone().prop_map(Command::RemoveLine),
            1 => (line.clone(), setting::price(currency))
                .prop_map(|(line, price)| Command::Edit(Edit::ChangePrice { line, price })),
            1 => (line, rate)
                .prop_map(|(line, discount)| Command::Edit(Edit::DiscountLine { line, discount })),
            1 => setting::line(currency).prop_map(|line| {
                let discount = line.discount.filter(is_rate);
                Command::AddLine(sklad_order::PlacedLine { discount, ..line })
            }),
        ];
        (Just(only_rates(setting)), vec(edits, 0..12))
    })
}

fn only_rates(mut setting: Setting) -> Setting {
    setting.placed.discounts.retain(is_rate);
    for line in &mut setting.placed.lines {
        line.discount = line.discount.filter(is_rate);
    }
    setting
}

fn is_rate(discount: &Discount) -> bool {
    !matches!(discount, Discount::Amount(_))
}

/// Returns an order that was placed just as this one is now.
fn placed_so(order: &Order) -> Order {
    let lines = order.lines().map(|(_, line)| {
        let quantity = line.payable();
        sklad_order::PlacedLine { quantity, ..line.asked() }
    });
    let (lines, discounts) = (lines.collect(), order.discounts().to_vec());
    Order::new(sklad_order::Placed { lines, discounts, ..order.placed() })
}

/// Returns what the lines come to, their own discounts off.
fn worth(order: &Order) -> Money {
    let lines = order.lines().map(|(_, line)| sklad_order::price::Line {
        price: line.price(),
        quantity: line.payable(),
        vat: line.asked().vat,
        discount: line.asked().discount,
    });
    let (lines, terms) = (lines.collect::<Vec<_>>(), order.terms());
    let basket = sklad_order::price::Basket::new(terms, &lines);
    let totals = sklad_order::price::price(&basket).unwrap();
    let lines = totals.lines().iter().map(|line| line.amounts().in_basis(terms.basis));
    lines.fold(Money::zero(terms.currency), |sum, amount| sum.plus(amount).unwrap())
}

proptest! {
    #[test]
    fn a_rate_depends_on_the_order_as_it_is_and_not_on_how_it_came_there((setting, edits) in rates_only()) {
        let policy = Policy { discounts: DiscountPolicy::default(), ..setting.policy };
        let mut world = World::open(&Setting { policy, ..setting });
        let granted = world.order.discounts().to_vec();
        for edit in edits {
            let _answer = world.run(edit);
            prop_assert_eq!(world.order.discounts(), &granted[..], "rates stay rates");
        }
        prop_assert_eq!(world.order.receipt().unwrap(), placed_so(&world.order).receipt().unwrap());
    }

    #[test]
    fn what_the_shops_rule_grants_depends_on_the_order_as_it_is((setting, edits) in rates_only()) {
        let anew = AfterEdit::EvaluateAnew;
        let discounts = DiscountPolicy { rates: anew, amounts: anew };
        let policy = Policy { discounts, ..setting.policy };
        let mut world = World::open(&Setting { policy, ..setting });
        for edit in edits {
            if world.run(edit).is_ok_and(|events| !events.is_empty()) {
                let granted = Tier::reached(&world.policy.tiers, worth(&world.order));
                if !world.policy.tiers.is_empty() {
                    prop_assert_eq!(world.order.discounts(), granted.as_slice());
                }
            }
        }
    }

    #[test]
    fn dropping_an_order_leaves_what_rejecting_the_rest_leaves((setting, acts) in crate::history::history()) {
        let world = World::after(&(setting, acts));
        if world.order.is_dropped() {
            return Ok(());
        }
        let [mut dropped, mut rejected] = [world.clone(), world.clone()];
        dropped.must(Command::Cancel { reason: Reason::words(PersonId::new(1), "no more") });
        let usual = world.policy.discounts == DiscountPolicy::default();
        for (line, its) in rejected.lines() {
            let quantity = its.waiting().saturating_add(its.unsent());
            if quantity.is_positive() {
                let units = Units { line, quantity };
                rejected.must(Command::Reject { units, reason: Reason::words(PersonId::new(1), "no more") });
            }
        }
        let goods = |world: &World| world.lines();
        prop_assert_eq!(goods(&dropped).len(), goods(&rejected).len());
        for ((_, dropped), (_, rejected)) in goods(&dropped).iter().zip(&goods(&rejected)) {
            prop_assert_eq!((dropped.cancelled(), dropped.payable()), (rejected.cancelled(), rejected.payable()));
        }
        // Line by line a fixed discount is split anew each time: a cent may go another way, in the end none is lost.
        let none = usual && dropped.lines().iter().all(|(_, line)| line.payable().is_zero());
        if none {
            prop_assert_eq!(dropped.total(), rejected.total());
        }
    }
}
