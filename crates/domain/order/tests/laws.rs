//! What holds for every order and everything that is done to it.
#![allow(clippy::unwrap_used, reason = "the strategies build what is valid")]
#![allow(clippy::wildcard_enum_match_arm, reason = "a law looks at the few events it is about")]

#[path = "laws/bills.rs"]
mod bills;
#[path = "laws/discounts.rs"]
mod discounts;
mod history;

use proptest::{prelude::*, strategy::ValueTree, test_runner::TestCaseError};
use sklad_base::{Amounts, Decider, Events, Money, PaymentWay, Quantity};
use sklad_order::{
    Bound, Command, Edit, Event, Line, Order, Receipt, Refusal, Standing, price::Discount,
};

use self::history::{Answer, World, history, payment};

/// What one command did.
struct Step<'a> {
    before: &'a World,
    command: &'a Command,
    answer: &'a Answer,
    after: &'a World,
}

type Checked = Result<(), TestCaseError>;

/// Lets a history happen and looks at every step of it.
fn each_step(
    (setting, acts): (history::Setting, Vec<history::Act>),
    mut check: impl FnMut(Step<'_>) -> Checked,
) -> Checked {
    let mut world = World::open(&setting);
    for act in &acts {
        let (before, command) = (world.clone(), &act.on(&world.order));
        let answer = world.run(command.clone());
        check(Step { before: &before, command, answer: &answer, after: &world })?;
    }
    Ok(())
}

fn sum(amounts: impl Iterator<Item = Amounts>, zero: Money) -> Amounts {
    let zero = Amounts::zero(zero.currency());
    amounts.fold(zero, |sum, amounts| sum.plus(amounts).unwrap())
}

fn add_up(receipt: &Receipt) -> Checked {
    let all = receipt.lines.iter().map(|line| line.amounts).chain([receipt.delivery, receipt.fees]);
    prop_assert_eq!(sum(all.clone(), receipt.paid), receipt.total);
    for part in all.chain([receipt.total]).chain(receipt.lines.iter().map(|line| line.billed)) {
        prop_assert_eq!(part.net().plus(part.tax()).unwrap(), part.gross());
        prop_assert!(!part.gross().is_negative() && !part.tax().is_negative(), "{}", part);
    }
    let outstanding = receipt.total.gross().minus(receipt.paid).unwrap();
    prop_assert_eq!(receipt.outstanding, outstanding.plus(receipt.refunded).unwrap());
    prop_assert_eq!(receipt.due().minus(receipt.to_give_back()).unwrap(), receipt.outstanding);
    prop_assert_eq!(receipt.is_paid(), receipt.due().is_zero());
    Ok(())
}

fn stand_where_they_are(line: &Line) -> Checked {
    let plus = Quantity::saturating_add;
    let parts = [line.waiting(), line.taken(), line.cancelled()];
    prop_assert_eq!(parts.into_iter().fold(Quantity::ZERO, plus), line.ordered());
    prop_assert!(line.sent() <= line.taken());
    let home = [Bound::CameBack, Bound::Returned, Bound::WrittenOff].map(|it| line.bound(it));
    let gone = home.into_iter().chain([line.requested()]);
    prop_assert!(gone.clone().fold(Quantity::ZERO, plus) <= line.sent(), "{:?}", line);
    let mut all =
        parts.into_iter().chain(gone).chain([line.sent(), line.dismissed(), line.payable()]);
    prop_assert!(all.all(|part| !part.is_negative()), "{:?}", line);
    prop_assert!(line.payable() <= line.wanted());
    Ok(())
}

/// Returns the fixed amounts of all discounts that an order has.
fn fixed(order: &Order) -> Vec<Money> {
    let own = order.lines().filter_map(|(_, line)| line.asked().discount);
    let all = order.discounts().iter().copied().chain(own);
    all.filter_map(|it| if let Discount::Amount(amount) = it { Some(amount) } else { None })
        .collect()
}

proptest! {
    #[test]
    fn ordered_is_waiting_and_taken_and_cancelled(history in history()) {
        each_step(history, |step| {
            step.after.order.lines().try_for_each(|(_, line)| stand_where_they_are(line))
        })?;
    }

    #[test]
    fn the_receipt_adds_up_after_every_step(history in history()) {
        each_step(history, |step| {
            let (order, receipt) = (&step.after.order, step.after.order.receipt().unwrap());
            prop_assert_eq!(order.total().unwrap(), receipt.total.gross(), "known or added up");
            prop_assert_eq!(order.total().unwrap(), receipt.total.gross(), "known by now");
            prop_assert_eq!(order.outstanding().unwrap(), receipt.outstanding);
            add_up(&receipt)
        })?;
    }

    #[test]
    fn the_explanation_ends_in_the_receipts_total(history in history()) {
        let world = World::after(&history);
        let explained = world.order.explain().unwrap();
        let last = format!("the order: {}", world.total());
        prop_assert_eq!(explained.lines().last(), Some(last.as_str()));
    }

    #[test]
    fn recalculating_twice_changes_nothing(history in history()) {
        each_step(history, |step| {
            let order = &step.after.order;
            let receipt = order.receipt().unwrap();
            prop_assert_eq!(&order.receipt().unwrap(), &receipt);
            // An edit that says what is so already is no edit.
            let mut again = step.after.clone();
            for (line, its) in step.after.lines() {
                let asked = its.asked();
                for edit in [
                    Edit::ChangePrice { line, price: asked.price },
                    Edit::ChangeVat { line, vat: asked.vat },
                    Edit::DiscountLine { line, discount: asked.discount },
                    Edit::DiscountOrder(order.discounts().to_vec()),
                ] {
                    prop_assert!(again.edit(edit).is_ok_and(|it| it.is_empty()) || order.is_dropped());
                }
            }
            prop_assert_eq!(&again.order, order);
            Ok(())
        })?;
    }

    #[test]
    fn no_discount_flips_its_sign(history in history()) {
        each_step(history, |step| {
            prop_assert!(fixed(&step.after.order).iter().all(|amount| !amount.is_negative()));
            for line in step.after.order.receipt().unwrap().lines {
                prop_assert!(!line.discount.is_negative(), "{:?}", line);
            }
            for event in step.answer.iter().flatten() {
                // What discounts gave is in what a bill froze: they never take more than there is.
                if let Event::Billed { lines, .. } | Event::Unbilled { lines, .. } = event {
                    let mut amounts = lines.iter().map(|line| line.amounts);
                    let is_there = |it: Amounts| !it.net().is_negative() && !it.tax().is_negative();
                    prop_assert!(amounts.all(is_there), "{:?}", lines);
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_dry_run_equals_the_real_run_and_changes_nothing(history in history()) {
        each_step(history, |step| {
            let untouched = step.before.clone();
            // `run` counts its commands; the dry run carries the same id.
            let envelope = step.before.envelope(step.command.clone());
            let dry = step.before.order.dry_run(&envelope, &step.before.policy);
            prop_assert_eq!(&untouched.order, &step.before.order);
            match (dry, step.answer) {
                (Ok(dry), Ok(events)) => {
                    prop_assert_eq!(&dry.order, &step.after.order);
                    prop_assert_eq!(&dry.events, events);
                    prop_assert_eq!(&dry.before, &step.before.order.receipt().unwrap());
                    prop_assert_eq!(&dry.after, &step.after.order.receipt().unwrap());
                    prop_assert_eq!(dry.before.total.plus(dry.difference).unwrap(), dry.after.total);
                }
                (Err(dry), Err(real)) => prop_assert_eq!(&dry, real),
                (dry, real) => prop_assert!(false, "dry {dry:?}, real {real:?}"),
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_refused_command_changes_nothing_and_says_what_to_do(history in history()) {
        each_step(history, |step| {
            let Err(no) = step.answer else { return Ok(()) };
            prop_assert_eq!(&step.before.order, &step.after.order);
            let mut kept = Events::new();
            kept.push(Event::Confirmed);
            let envelope = step.before.envelope(step.command.clone());
            prop_assert!(step.before.order.decide(&envelope, &step.before.policy, &mut kept).is_err());
            prop_assert_eq!(kept.as_slice(), [Event::Confirmed]);
            for refusal in no.refusals() {
                let text = refusal.to_string();
                prop_assert!(text.starts_with("cannot ") && text.contains(": ") && text.contains("; "), "{}", text);
                prop_assert!(!text.ends_with('.'), "{}", text);
            }
            Ok(())
        })?;
    }

    #[test]
    fn the_same_confirmation_or_payment_twice_is_one(history in history()) {
        each_step(history, |step| {
            let once = match step.command {
                Command::Confirm | Command::Edit(Edit::Collect(_) | Edit::Pay(_) | Edit::Refund(_)) => step.answer.is_ok(),
                _ => false,
            };
            if once {
                let mut again = step.after.clone();
                prop_assert!(again.must(step.command.clone()).is_empty());
                prop_assert_eq!(&again.order, &step.after.order);
            }
            Ok(())
        })?;
    }

    #[test]
    fn replay_equals_live(history in history()) {
        let live = World::after(&history);
        let mut replayed = World::open(&history.0).order;
        live.log.iter().for_each(|event| replayed.evolve(event));
        prop_assert_eq!(replayed, live.order);
    }

    #[test]
    fn every_event_has_a_log_line_that_says_something(history in history()) {
        each_step(history, |step| {
            let mut order = step.before.order.clone();
            for event in step.answer.iter().flatten() {
                let told = order.log_line(&step.before.envelope(step.command.clone()), event);
                prop_assert!(!told.what.is_empty() && !told.is.is_empty(), "{:?}", told);
                prop_assert!(told.was != told.is, "{told} of {event:?}");
                order.evolve(event);
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_dropped_order_stays_dropped_and_takes_no_more_goods(history in history()) {
        each_step(history, |step| {
            if step.before.order.is_dropped() {
                prop_assert_eq!(step.before.order.standing(), step.after.order.standing());
                for ((_, before), (_, after)) in step.before.order.lines().zip(step.after.order.lines()) {
                    prop_assert_eq!((before.taken(), before.sent()), (after.taken(), after.sent()));
                    prop_assert!(after.waiting().is_zero() && after.unsent().is_zero());
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn an_order_is_confirmed_by_confirming_it_alone(history in history()) {
        each_step(history, |step| {
            let confirmed = |world: &World| *world.order.standing() == Standing::Confirmed;
            if !confirmed(step.before) && confirmed(step.after) {
                let by_shop = [Command::Confirm, Command::Edit(Edit::Collect(sklad_order::Confirmation::Shop))];
                prop_assert!(by_shop.contains(step.command));
            }
            Ok(())
        })?;
    }

    #[test]
    fn what_is_paid_in_full_leaves_nothing_outstanding(history in history()) {
        let mut world = World::after(&history);
        let (receipt, way) = (world.order.receipt().unwrap(), PaymentWay::parse("card").unwrap());
        let paid = world.edit(Edit::MarkPaid { way, reference: "last".to_owned() });
        if receipt.is_paid() {
            let refusals = paid.unwrap_err().into_reasons();
            let nothing_due = refusals.iter().all(|it| matches!(it, Refusal::NothingDue { .. }));
            prop_assert!(nothing_due, "{refusals:?}");
            let back = receipt.to_give_back();
            if back.is_positive() {
                world.edit(Edit::Refund(payment("last", back))).unwrap();
            }
        } else {
            paid.unwrap();
        }
        let receipt = world.order.receipt().unwrap();
        prop_assert!(receipt.outstanding.is_zero() && receipt.is_paid());
        prop_assert_eq!(receipt.paid.minus(receipt.refunded).unwrap(), receipt.total.gross());
    }

    #[test]
    fn covering_everything_by_rejections_returns_and_refunds_ends_at_zero(history in history()) {
        let mut world = World::after(&history);
        world.cover_everything();
        let receipt = world.order.receipt().unwrap();
        for line in &receipt.lines {
            prop_assert!(line.amounts.is_zero() && line.quantity.is_zero(), "{:?}", line);
        }
        if world.order.lines().all(|(_, line)| line.sent().is_zero()) {
            prop_assert!(receipt.total.is_zero(), "nothing was sent, so delivery costs nothing either");
        }
        let charges = receipt.delivery.plus(receipt.fees).unwrap();
        prop_assert_eq!(receipt.total, charges, "what was sent was delivered");
        let (due, back) = (receipt.due(), receipt.to_give_back());
        if due.is_positive() {
            world.edit(Edit::Pay(payment("last", due))).unwrap();
        } else if back.is_positive() {
            world.edit(Edit::Refund(payment("last", back))).unwrap();
        }
        prop_assert!(world.order.receipt().unwrap().outstanding.is_zero());
    }
}

#[test]
fn histories_reach_what_they_are_to_test() {
    // Of random commands some must get through, or the laws above say nothing.
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut met = std::collections::BTreeMap::<&str, usize>::new();
    for _ in 0..600 {
        let history = history().new_tree(&mut runner).unwrap().current();
        for event in World::after(&history).log {
            *met.entry(name(&event)).or_default() += 1;
        }
    }
    for name in NAMES {
        assert!(met.get(name).is_some_and(|count| *count >= 10), "{name}: {met:?}");
    }
}

fn name(event: &Event) -> &'static str {
    match event {
        Event::LineAdded(_) => "line added",
        Event::Grown(_) => "grown",
        Event::Shrunk(_) => "shrunk",
        Event::Rejected { .. } => "rejected",
        Event::OrderDiscounted(_) => "order discounted",
        Event::Rearranged { .. } => "rearranged",
        Event::Paid(_) => "paid",
        Event::Refunded(_) => "refunded",
        Event::Billed { lines, .. } if !lines.is_empty() => "billed",
        Event::Unbilled { lines, .. } if !lines.is_empty() => "unbilled",
        Event::Sent(_) => "sent",
        Event::ReturnRequested(_) => "return requested",
        Event::ReturnAnswered { .. } => "return answered",
        Event::Settled { .. } => "settled",
        _ => "other",
    }
}

const NAMES: [&str; 14] = [
    "line added",
    "grown",
    "shrunk",
    "rejected",
    "order discounted",
    "rearranged",
    "paid",
    "refunded",
    "billed",
    "unbilled",
    "sent",
    "return requested",
    "return answered",
    "settled",
];
