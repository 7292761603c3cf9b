//! What holds for every history of a shop (`specs/scenarios.md` and `specs/stock.md`, Laws).
#![allow(clippy::wildcard_enum_match_arm, clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "laws/customers.rs"]
mod customers;
mod history;
#[path = "laws/leaving.rs"]
mod leaving;
#[path = "laws/money.rs"]
mod money;
#[path = "laws/stages.rs"]
mod stages;
#[cfg(feature = "serde")]
#[path = "laws/wire.rs"]
mod wire;

use proptest::prelude::*;
use sklad_base::Events;
use sklad_document::Kind;
use sklad_flow::{Command, Settings};
use sklad_order::{Bound, Standing};
use sklad_stock::Account;

use self::history::{
    World, act,
    act::Act,
    books, cells, chance,
    ends::{decisions, end_of, free_goods},
    histories, lines, live, names,
    setting::{Setting, settings},
    sums,
};

proptest! {
    #![proptest_config(cases())]

    /// Law 1: carried to its end, each way leaves the same on hand in A, nothing in B, the same billed.
    #[test]
    fn the_four_ways_end_the_same(story in genuine(), plenty: bool) {
        let ends: Vec<_> = Setting::plenty().ways().map(|way| end_of(&story, way, plenty)).into();
        for end in &ends[1..] {
            prop_assert_eq!(&ends[0], end);
        }
    }

    /// Law 2: of an order found false before it is sent nothing is left, and the rest is as if it had never been.
    #[test]
    fn a_false_order_found_in_time_leaves_no_trace((setting, acts) in histories(), plenty: bool) {
        let opening = if plenty { 10_000 } else { setting.opening };
        let setting = Setting { opening, ..setting };
        let unsent = |act: &Act| !matches!(act, Act::Send { order: 0, .. } | Act::Cancel(0));
        let mut acts: Vec<_> = acts.into_iter().filter(unsent).collect();
        acts.push(Act::MarkFalse(0));
        let with = live(&(setting, acts.clone()), |_, _, _| Ok(()))?;
        if let Some(case) = with.case(0) {
            prop_assert!(case.order().is_dropped());
            prop_assert_eq!(books::moved_for(case.id(), &with.log), Default::default());
            prop_assert_eq!(books::claimed_for(case.id(), &with.shop), vec![]);
        }
        acts.retain(|act| act.order() != Some(0));
        let without = live(&(setting, acts), |_, _, _| Ok(()))?;
        let same = (1..act::ORDERS).all(|order| decisions(&with, order) == decisions(&without, order));
        prop_assert!(same || !plenty, "with plenty of all nobody is decided differently");
        let goods = free_goods(&with) == free_goods(&without);
        for (place, item) in cells().filter(|_| same && goods) {
            let (place, item) = names(place, item);
            let cell = |world: &World| world.shop.cell(place.as_str(), item.as_str());
            prop_assert_eq!(cell(&with), cell(&without), "{} at {}", item, place);
        }
    }

    /// Law 2: what an order's movements come to is on the road, until it is home or written off.
    #[test]
    fn goods_of_an_order_are_where_its_lines_say(history in histories()) {
        let world = live(&history, |_, _, _| Ok(()))?;
        for case in world.shop.cases() {
            let moved = books::moved_for(case.id(), &world.log);
            let mut out = std::collections::BTreeMap::new();
            for (no, line) in case.order().lines().filter(|(_, line)| line.asked().kept) {
                let billed = i128::from(case.papers().rest(Kind::Bill, no).millionths());
                *out.entry(line.asked().item).or_insert(0) += billed;
            }
            for (item, billed) in out {
                let with_customer = moved.get(&(item, Account::Customer)).copied().unwrap_or(0);
                prop_assert_eq!(with_customer, billed, "{} of {:?}", item, case);
            }
        }
    }

    /// Law 3: a client order or an open bill moves goods only by a closed bill, a storno or a return of its own.
    #[test]
    fn late_ways_move_goods_only_by_their_papers(history in histories()) {
        live(&history, |_, world, told| {
            for movement in books::movements(told.events()) {
                let Some(case) = movement.line.and_then(|line| world.shop.case(line.order())) else { continue };
                if !case.way().takes_at_once() {
                    let explained = told.events().iter().any(|event| books::explains_a_movement(event, case.id()));
                    prop_assert!(explained, "{:?} of {:?}", movement, told);
                }
            }
            Ok(())
        })?;
    }

    /// Law 3: a closed bill and a transfer take at once: what waits is not there.
    #[test]
    fn early_ways_wait_only_for_what_is_not_there(history in histories()) {
        live(&history, |_, world, _| lines::each(&world.shop, |case, id, line| {
            let early = case.is_started() && case.way().takes_at_once() && line.asked().kept;
            if early && line.waiting().is_positive() {
                let cell = world.shop.ledger().cell(line.place(), line.asked().item);
                prop_assert!(!cell.available().is_positive(), "{} waits beside {:?}", id, cell);
            }
            Ok(())
        }))?;
    }

    /// Law 4: taken is what left A less what went back before sending; what is sent is covered by closed bills.
    #[test]
    fn taken_is_what_left_and_sent_is_billed(history in histories()) {
        let mut left = std::collections::BTreeMap::new();
        live(&history, |_, world, told| {
            let home = matches!(
                told.command,
                Command::ComeBack { .. }
                    | Command::Return { .. }
                    | Command::AnswerReturn { .. }
                    | Command::WriteOff { .. }
            );
            for movement in books::movements(told.events()) {
                let Some(id) = movement.line else { continue };
                let place = world.shop.case(id.order()).unwrap().order().line(id.line()).unwrap().place();
                let by = movement.quantity.millionths();
                if movement.from == Account::Place(place) {
                    *left.entry(id).or_insert(0) += by;
                }
                if movement.to == Account::Place(place) && !(home && movement.from == Account::Customer) {
                    *left.entry(id).or_insert(0) -= by;
                }
            }
            lines::add_up(&world.shop)?;
            lines::each(&world.shop, |case, id, line| {
                let gone = left.get(&id).copied().unwrap_or(0);
                if line.asked().kept {
                    prop_assert_eq!(line.taken().millionths(), gone, "{} {:?}", id, line);
                }
                let billed = case.papers().rest(Kind::Bill, id.line());
                prop_assert!(line.out() <= billed, "{} {:?}", id, line);
                Ok(())
            })
        })?;
    }

    /// Law 5: the same happening twice plans nothing the second time.
    #[test]
    fn what_was_carried_out_is_planned_no_more(history in histories()) {
        live(&history, |_, world, told| {
            lines::plan_nothing_twice(world, false)?;
            if let (Command::Place(draft), Ok(_)) = (&told.command, &told.answer) {
                let case = world.shop.find(&draft.channel, &draft.number).unwrap();
                if case.is_started() {
                    let again = lines::plan(world, case, &sklad_scenario::Happening::Placed);
                    prop_assert_eq!(again, Default::default());
                }
            }
            if let (Command::Confirm(order), Ok(_)) = (&told.command, &told.answer) {
                let case = world.shop.case(*order).unwrap();
                let again = lines::plan(world, case, &sklad_scenario::Happening::Confirmed);
                prop_assert_eq!(again, Default::default());
            }
            if let (Command::CloseBill(order), Ok(_)) = (&told.command, &told.answer) {
                let case = world.shop.case(*order).unwrap();
                let again = lines::plan(world, case, &sklad_scenario::Happening::Closing);
                prop_assert_eq!(again.steps, vec![]);
            }
            Ok(())
        })?;
    }

    /// Law 8: no order ends well with goods or bills left open.
    #[test]
    fn a_settled_order_leaves_nothing_open(history in histories()) {
        live(&history, |_, world, _| lines::end_well(&world.shop))?;
    }

    /// The crate's invariant: order, papers and ledger say the same of each line.
    #[test]
    fn order_papers_and_ledger_agree(history in histories()) {
        live(&history, |_, world, _| {
            lines::are_in_step_with_the_ledger(&world.shop)?;
            lines::are_in_step_with_their_papers(&world.shop)
        })?;
    }

    /// Folding all events gives the live shop.
    #[test]
    fn replay_gives_the_live_shop(history in histories()) {
        live(&history, |_, world, _| {
            prop_assert_eq!(&world.replayed(), &world.shop);
            Ok(())
        })?;
    }

    /// Numbers at the ends of what fits, zero and below, and settings that change halfway: refused or booked, never
    /// a panic, and all that ties order, papers and ledger together holds.
    #[test]
    fn hostile_numbers_and_new_rules_break_no_law(
        (setting, acts) in hostile(),
        other in settings(),
        close_needs_paid: bool,
    ) {
        let mut world = World::open(&setting);
        for (index, act) in acts.iter().enumerate() {
            if index == acts.len() / 2 {
                let settings = Setting { negative: setting.negative, ..other }.settings();
                world.adopt(Settings { close_needs_paid, ..settings });
            }
            world.act(act);
            lines::add_up(&world.shop)?;
            lines::are_in_step_with_the_ledger(&world.shop)?;
            lines::are_in_step_with_their_papers(&world.shop)?;
            lines::end_well(&world.shop)?;
            sums::papers_agree_with_orders(&world.shop)?;
            sums::what_is_over_costs_nothing(&world.shop)?;
            books::goods_are_conserved(&world)?;
            books::balances_are_sums_of_claims(&world)?;
            books::papers_are_numbered_and_chained(&world.shop)?;
            books::no_line_is_used_up_twice(&world.shop)?;
        }
        prop_assert_eq!(world.replayed(), world.shop);
    }

    /// A refused command leaves the buffer and the shop as they were, and says why in the one shape.
    #[test]
    fn a_refused_command_leaves_no_trace(history in histories()) {
        live(&history, |before, after, told| {
            let mut out = Events::new();
            before.log.iter().take(3).for_each(|event| out.push(event.clone()));
            let kept = out.clone();
            if let Err(no) = &told.answer {
                prop_assert_eq!(&before.shop, &after.shop);
                prop_assert!(before.decide(told.command.clone(), &mut out).is_err() || out == kept);
                for refusal in no.refusals() {
                    let text = refusal.to_string();
                    prop_assert!(text.starts_with("cannot ") && text.contains(": ") && text.contains("; "));
                }
            }
            let decided = after.decide(told.command.clone(), &mut out);
            prop_assert!(decided.is_ok() || out == kept);
            Ok(())
        })?;
    }

    /// Laws 1, 2 and 11 of the stock, on the shop's own ledger.
    #[test]
    fn the_ledger_keeps_its_laws(history in histories()) {
        live(&history, |before, world, told| {
            books::goods_are_conserved(world)?;
            books::balances_are_sums_of_claims(world)?;
            books::no_movement_dates_into_a_closed_day(&before.shop, told.events())
        })?;
    }

    /// Papers: numbered without gaps, chained, unchanged once closed, never used up twice.
    #[test]
    fn papers_keep_their_laws(history in histories()) {
        live(&history, |before, world, _| {
            books::papers_are_numbered_and_chained(&world.shop)?;
            books::closed_papers_never_change(&before.shop, &world.shop)?;
            books::no_line_is_used_up_twice(&world.shop)
        })?;
    }
}

/// 256 histories a law, or as many as `PROPTEST_CASES` says where that is more.
pub(crate) fn cases() -> ProptestConfig {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    ProptestConfig { cases: config.cases.max(256), ..config }
}

/// Histories in which quantities are what nobody should send.
fn hostile() -> impl Strategy<Value = (Setting, Vec<Act>)> {
    let odd = prop_oneof![
        2 => 0..8_i64,
        1 => Just(i64::MAX),
        1 => Just(i64::MIN),
        1 => Just(i64::MAX / 500_000),
        1 => Just(i64::MAX / 1_000_000),
        1 => Just(-1)
    ];
    (histories(), prop::collection::vec(odd, 8)).prop_map(|((setting, acts), odd)| {
        let mut odd = odd.into_iter().cycle();
        let acts = acts.into_iter().map(|act| act.with_quantities(|_| odd.next().unwrap_or(0)));
        (setting, acts.collect())
    })
}

/// Acts of a shop in which every order is genuine.
fn genuine() -> impl Strategy<Value = Vec<Act>> {
    let dropped =
        |act: &Act| !matches!(act, Act::MarkFalse(_) | Act::Cancel(_) | Act::ChangePaper { .. });
    let act =
        prop_oneof![3 => chance::of_people(), 1 => chance::of_roads(), 2 => chance::of_money()];
    prop::collection::vec(act.prop_filter("genuine orders only", dropped), 1..30)
}

#[test]
fn histories_reach_every_corner() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeMap::<String, u32>::new();
    for _ in 0..600 {
        let history = histories().new_tree(&mut runner).unwrap().current();
        let world = live(&history, |_, _, told| {
            let edit = |edit: &sklad_order::Edit| format!("{edit:?}");
            let word = match &told.command {
                Command::Edit { edit: its, .. } => edit(its),
                other => format!("{other:?}"),
            };
            let word = word.split([' ', '(']).next().unwrap().to_owned();
            *seen.entry(format!("{word} {}", told.answer.is_ok())).or_default() += 1;
            Ok(())
        })
        .unwrap();
        for case in world.shop.cases() {
            *seen.entry(format!("way {}", case.way())).or_default() += 1;
            let dropped = matches!(case.order().standing(), Standing::False { .. });
            let sent = case.order().sum(sklad_order::Line::sent) > 0;
            let home = case.order().sum(|line| line.bound(Bound::CameBack)) > 0;
            *seen.entry(format!("false {dropped} sent {sent} home {home}")).or_default() += 1;
        }
    }
    let text = format!("{seen:#?}");
    for corner in [
        "Place",
        "Send",
        "CloseBill",
        "ComeBack",
        "Return",
        "WriteOff",
        "CloseDay",
        "Reserve",
        "Release",
        "ChangeDocument",
        "RemoveLine",
        "AnswerReturn",
        "ChangePrice",
        "ChangeVat",
        "DiscountLine",
        "DiscountOrder",
        "ChangeDelivery",
        "ChangeBuyer",
        "Pay",
        "MarkPaid",
        "Refund",
        "Collect",
        "RequestReturn",
    ] {
        let accepted = seen.get(&format!("{corner} true")).copied().unwrap_or(0);
        assert!(accepted > 5, "{corner} is hardly ever accepted: {text}");
    }
    assert!(seen.get("false true sent true home false").copied().unwrap_or(0) > 5, "{text}");
}
