//! Closing bills and taking them back.

use proptest::{collection::vec, prelude::*};
use rust_decimal::Decimal;
use sklad_base::{Amounts, DocumentId, LineNo, Price, Quantity};
use sklad_order::{BilledLine, Command, Edit, Event, Policy, Refusal, Units, price::Discount};

use crate::history::{Setting, World, act::some_of, history, setting};

/// An order that is edited, never billed; and in which parts it is billed then.
fn unbilled() -> impl Strategy<Value = (World, Vec<(usize, i64)>)> {
    let parts = vec((0..6_usize, prop_oneof![Just(1_000_i64), 1..=1_000_i64]), 0..8);
    (history(), parts).prop_map(|((setting, acts), parts)| {
        let mut world = World::open(&setting);
        for act in acts {
            let command = act.on(&world.order);
            if !matches!(command, Command::Bill { .. } | Command::Unbill { .. }) {
                let _answer = world.run(command);
            }
        }
        (world, parts)
    })
}

/// A document that no part is billed on, and another one.
const BILL: DocumentId = DocumentId::new(100);
const SECOND: DocumentId = DocumentId::new(101);

impl World {
    /// Bills a part of what is open of one line.
    fn bill_part(&mut self, (line, part): (usize, i64), document: u32) -> Option<Units> {
        let open = self.open_units();
        let units = open.get(line % open.len().max(1))?;
        let units = Units { quantity: some_of(units.quantity, part), ..*units };
        let document = DocumentId::new(document);
        units.quantity.is_positive().then(|| {
            self.must(Command::Bill { document, units: vec![units] });
            units
        })
    }

    fn bill_rest(&mut self, document: DocumentId) {
        let units = self.open_units();
        self.must(Command::Bill { document, units });
    }
}

fn whole(lines: &[BilledLine], sums: &mut [Amounts], back: bool) {
    for line in lines {
        let sum = &mut sums[line.units.line.index()];
        let amounts = if back { line.amounts.negated() } else { line.amounts };
        *sum = sum.plus(amounts).unwrap();
    }
}

/// Returns what the lines come to in the order's basis.
fn basis(world: &World) -> i128 {
    let basis = world.order.terms().basis;
    let lines = world.order.receipt().unwrap().lines;
    lines.iter().map(|line| line.amounts.in_basis(basis).minor()).sum()
}

proptest! {
    #[test]
    fn what_bills_hold_is_what_they_froze_less_what_was_taken_back(history in history()) {
        let world = World::after(&history);
        let receipt = world.order.receipt().unwrap();
        let mut sums = vec![Amounts::zero(history.0.currency()); receipt.lines.len()];
        for event in &world.log {
            match event {
                Event::Billed { lines, .. } => whole(lines, &mut sums, false),
                Event::Unbilled { lines, .. } => whole(lines, &mut sums, true),
                _ => {}
            }
        }
        let billed: Vec<_> = receipt.lines.iter().map(|line| line.billed).collect();
        prop_assert_eq!(billed, sums);
    }

    #[test]
    fn billing_all_at_once_changes_no_amount((mut world, _) in unbilled()) {
        // With VAT rounded per line and per rate alike: a bill of everything freezes the very amounts of the receipt.
        let before = world.order.receipt().unwrap();
        world.bill_rest(BILL);
        let after = world.order.receipt().unwrap();
        for (before, after) in before.lines.iter().zip(&after.lines) {
            prop_assert_eq!((before.amounts, before.quantity), (after.amounts, after.quantity));
            prop_assert_eq!(after.billed, after.amounts);
        }
        prop_assert_eq!((after.delivery, after.fees, after.total), (before.delivery, before.fees, before.total));
    }

    #[test]
    fn billing_all_again_at_once_changes_nothing((mut world, _) in unbilled()) {
        world.bill_rest(BILL);
        let once = world.order.clone();
        world.take_all_back(true);
        world.bill_rest(SECOND);
        prop_assert_eq!(world.order.receipt().unwrap(), once.receipt().unwrap());
        prop_assert_eq!(world.order.discounts(), once.discounts());
    }

    #[test]
    fn billing_in_any_parts_and_taking_back_in_any_parts_is_as_if_it_never_was(
        (mut world, bills) in unbilled(),
        backs in vec((0..6_usize, 1..=1_000_i64), 0..8),
    ) {
        let before = world.order.clone();
        for (document, part) in bills.into_iter().enumerate() {
            world.bill_part(part, document as u32);
        }
        for (line, part) in backs {
            let all = world.order.lines().count();
            let line = LineNo::after(line % all).unwrap();
            let Some((document, held)) = world.order.bills_of(line).next() else { continue };
            let quantity = some_of(held, part);
            if quantity.is_positive() {
                let units = vec![Units { line, quantity }];
                world.must(Command::Unbill { document, units, again: true });
            }
        }
        world.take_all_back(true);
        world.take_charges_back(true);
        prop_assert_eq!(world.order.discounts(), before.discounts());
        prop_assert_eq!(world.order.receipt().unwrap(), before.receipt().unwrap());
    }

    #[test]
    fn a_line_billed_in_any_parts_costs_just_what_it_costs_at_once((mut world, parts) in unbilled()) {
        // With VAT rounded per rate, too: delivery and fees that a bill holds still weigh in their rate.
        let mut at_once = world.clone();
        at_once.bill_rest(BILL);
        let costs = |world: &World| {
            let lines = world.order.receipt().unwrap().lines;
            lines.into_iter().map(|line| (line.amounts, line.discount, line.quantity)).collect::<Vec<_>>()
        };
        let (before, total) = (costs(&world), world.total());
        for (document, part) in parts.into_iter().enumerate() {
            let _units = world.bill_part(part, document as u32);
            prop_assert_eq!(costs(&world), before.clone(), "a bill changes nobody's cost");
            prop_assert_eq!(world.total(), total);
        }
        world.bill_rest(BILL);
        prop_assert_eq!(costs(&world), before);
        let (parts, whole) = (world.order.receipt().unwrap(), at_once.order.receipt().unwrap());
        prop_assert_eq!(parts, whole);
    }

    #[test]
    fn a_bill_leaves_other_bills_and_all_discounts_as_they_are((mut world, parts) in unbilled()) {
        let granted = |world: &World| {
            let own: Vec<_> = world.lines().iter().map(|(_, line)| line.asked().discount).collect();
            (own, world.order.discounts().to_vec())
        };
        let discounts = granted(&world);
        for (document, part) in parts.into_iter().enumerate() {
            let before = world.order.receipt().unwrap();
            let Some(units) = world.bill_part(part, document as u32) else { continue };
            for (before, after) in before.lines.iter().zip(&world.order.receipt().unwrap().lines) {
                prop_assert!(before.line == units.line || before.billed == after.billed);
            }
            prop_assert_eq!(granted(&world), discounts.clone());
        }
    }

    #[test]
    fn what_a_line_with_billed_units_costs_is_not_edited(history in history()) {
        // It would have two prices: its bills are taken back and written anew.
        let mut world = World::after(&history);
        for (line, its) in world.lines() {
            let price = its.price();
            let dearer = Price::new(price.amount() + Decimal::ONE, price.currency()).unwrap();
            let before = world.order.clone();
            if world.order.billed_quantity(line).is_positive() && !world.order.is_dropped() {
                let refusals = world.edit(Edit::ChangePrice { line, price: dearer }).unwrap_err();
                let is_billed = |it: &Refusal| matches!(it, Refusal::Billed { .. });
                prop_assert!(refusals.refusals().iter().all(is_billed), "{}", refusals);
                prop_assert_eq!(&world.order, &before);
            }
        }
    }

    #[test]
    fn a_document_bills_once(history in history()) {
        let mut world = World::after(&history);
        let bills: Vec<_> = world.lines().into_iter().flat_map(|(line, _)| world.order.bills_of(line).collect::<Vec<_>>()).collect();
        for (document, _) in bills {
            let units = world.open_units();
            let refusals = world.run(Command::Bill { document, units }).unwrap_err();
            let is_it = |it: &Refusal| *it == Refusal::BilledBefore { document };
            prop_assert!(refusals.refusals().iter().all(is_it), "{}", refusals);
        }
    }

    #[test]
    fn no_cent_is_lost_between_bills_where_nothing_has_to_be_rounded(
        (mut world, parts) in whole_prices(),
    ) {
        // Whole units at prices in whole minor units, with fixed discounts: only the tax is rounded anew.
        let before = basis(&world);
        for (document, (line, quantity)) in parts.into_iter().enumerate() {
            let open = world.open_units();
            let Some(its) = open.get(line) else { continue };
            let units = vec![Units { quantity: quantity.min(its.quantity), ..*its }];
            let document = DocumentId::new(document as u32);
            world.must(Command::Bill { document, units });
            prop_assert_eq!(basis(&world), before);
        }
        world.bill_rest(BILL);
        prop_assert_eq!(basis(&world), before);
    }
}

/// An order of whole units at whole prices with fixed discounts, and the whole units that are billed by and by.
fn whole_prices() -> impl Strategy<Value = (World, Vec<(usize, Quantity)>)> {
    let line = (1..6_u32, 0..3_000_i64, proptest::option::of(0..4_000_i128));
    let parts = vec((0..3_usize, (1..4_u32).prop_map(Quantity::units)), 0..8);
    (setting::setting(), vec(line, 3), vec(0..9_000_i128, 0..3), parts).prop_map(
        |(setting, lines, discounts, parts)| {
            let currency = setting.currency();
            let fixed = |minor: i128| Discount::Amount(setting::money(minor, currency));
            let mut placed = setting.placed;
            for (line, (units, price, own)) in placed.lines.iter_mut().zip(lines) {
                line.quantity = Quantity::units(units);
                line.price =
                    Price::new(Decimal::new(price, currency.decimals()), currency).unwrap();
                line.discount = own.map(fixed);
            }
            placed.discounts = discounts.into_iter().map(fixed).collect();
            (World::open(&Setting { placed, policy: Policy::default() }), parts)
        },
    )
}
