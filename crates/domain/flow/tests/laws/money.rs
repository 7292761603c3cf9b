//! What holds for the money of every history (`specs/orders.md`; `specs/scenarios.md`, laws 1 and 8).

use proptest::prelude::*;
use sklad_base::{Events, LineId};
use sklad_flow::{Case, Command, Event};
use sklad_order::Edit;

use super::cases;
use super::history::{
    World,
    act::{self, Act},
    cells, chance,
    ends::{costs, lived},
    histories, live,
    money::{Change, card},
    place_id,
    setting::Setting,
    sums,
};

proptest! {
    #![proptest_config(cases())]

    /// Law 1: carried to its end, each way has the same net, tax and gross per line and the same charges on bills
    /// less stornos, and the same receipt.
    ///
    /// Goods may come in parts and orders may grow; prices, VAT, the lines' own discounts and delivery may change.
    /// What cannot hold to the cent is left out of these stories:
    /// - units taken back after they were billed: a bill freezes what each of its units costs, the first ones with
    ///   the odd cents, and which units one bill holds goes by the way (three at once, or two and one);
    /// - a line that grows while a discount on the order stands: it moves the cents that the discount takes off the
    ///   other lines, and those that are billed keep theirs. Given at the end it bills all anew, and does hold.
    #[test]
    fn the_four_ways_cost_the_same(story in growing(), plenty: bool, off in prop::option::of(1..999_u16)) {
        let end = |way| {
            let mut world = lived(&story, way, plenty);
            for order in 0..act::ORDERS {
                world.act(&Act::Edit { order, change: Change::DiscountOrder(off) });
            }
            costs(&world)
        };
        let ends: Vec<_> = Setting::plenty().ways().map(end).into();
        for end in &ends[1..] {
            prop_assert_eq!(&ends[0], end);
        }
    }

    /// Papers, receipts and what is outstanding say the same, line by line, after each command.
    #[test]
    fn papers_and_receipts_say_the_same(history in histories()) {
        live(&history, |_, world, _| {
            sums::papers_agree_with_orders(&world.shop)?;
            sums::what_is_over_costs_nothing(&world.shop)?;
            sums::lines_cost_what_they_say(&world.shop)
        })?;
    }

    /// Law 8: carried to its end and paid, or given back, nothing is outstanding, and papers have the total.
    #[test]
    fn what_is_carried_to_its_end_and_paid_is_done(history in histories()) {
        let mut world = live(&history, |_, _, _| Ok(()))?;
        world.carry_to_the_end();
        for order in 0..act::ORDERS {
            settle_money(&mut world, order);
        }
        for case in world.shop.cases() {
            let receipt = case.order().receipt().unwrap();
            prop_assert!(receipt.outstanding.is_zero() && receipt.is_paid(), "{:?}", case);
            if case.order().is_settled() {
                prop_assert_eq!(receipt.total, sums::of_papers(case), "{:?}", case);
            }
        }
    }

    /// A dry run changes nothing and says just what the real run does: events, receipts, shelves, refusals.
    #[test]
    fn a_dry_run_says_what_the_real_run_does(history in histories()) {
        live(&history, |before, after, told| {
            let dry = before.shop.dry_run(&after.envelope(told.command.clone()));
            let (preview, happened) = match (dry, &told.answer) {
                (Err(no), Err(answer)) => {
                    prop_assert_eq!(no.to_string(), answer.to_string());
                    return Ok(());
                }
                (dry, answer) => (dry.unwrap(), answer.as_ref().unwrap()),
            };
            prop_assert_eq!(preview.events.as_slice(), &happened[..]);
            for (place, item) in cells() {
                let (place, item) = (place_id(place), sklad_base::ItemId::new(u32::from(item)));
                let cell = |world: &World| world.shop.ledger().cell(place, item);
                let said = preview.cells.iter().find(|it| (it.place, it.item) == (place, item));
                let said = said.map_or_else(|| (cell(before), cell(before)), |it| (it.before, it.after));
                prop_assert_eq!(said, (cell(before), cell(after)), "{} at {}", item, place);
            }
            let of = match &told.command {
                Command::ChangeDocument { document, .. } => before.shop.document(*document).unwrap().0,
                Command::Place(draft) => after.shop.find(&draft.channel, &draft.number).map(Case::id),
                other => other.order(),
            };
            let receipt = |world: &World| {
                world.shop.case(of?).map(|case| case.order().receipt().unwrap())
            };
            prop_assert_eq!(&preview.before, &receipt(before));
            prop_assert_eq!(&preview.after, &receipt(after));
            Ok(())
        })?;
    }

    /// An edit that changes no quantity leaves stock untouched, and what it bills anew is of the same quantities.
    #[test]
    fn an_edit_of_no_quantity_moves_no_goods(history in histories()) {
        live(&history, |before, after, told| {
            let Command::Edit { order, edit } = &told.command else { return Ok(()) };
            if matches!(edit, Edit::Collect(_)) {
                return Ok(());
            }
            let stock = told.events().iter().any(|event| matches!(event, Event::Stock(_)));
            prop_assert!(!stock, "{:?}", told);
            let Some((was, is)) = before.shop.case(*order).zip(after.shop.case(*order)) else { return Ok(()) };
            for ((no, was_line), (_, is_line)) in was.order().lines().zip(is.order().lines()) {
                let quantities = |line: &sklad_order::Line| (line.waiting(), line.taken(), line.sent());
                prop_assert_eq!(quantities(was_line), quantities(is_line), "{}", LineId::new(*order, no));
                prop_assert_eq!(was.order().billed_quantity(no), is.order().billed_quantity(no));
            }
            Ok(())
        })?;
    }

    /// The same edit twice is one: the second time nothing happens, or it is refused.
    #[test]
    fn the_same_edit_twice_is_one(history in histories()) {
        live(&history, |_, world, told| {
            if let (Command::Edit { edit, .. }, Ok(_)) = (&told.command, &told.answer)
                && !matches!(edit, Edit::RequestReturn(_))
            {
                let mut again = Events::new();
                if world.decide(told.command.clone(), &mut again).is_ok() {
                    prop_assert!(again.is_empty(), "{:?} again: {:?}", edit, again);
                }
            }
            Ok(())
        })?;
    }
}

/// Pays what is due, or gives back what is too much.
fn settle_money(world: &mut World, order: u8) {
    let Some(case) = world.case(order) else { return };
    let (id, outstanding) = (case.id(), sums::outstanding(case));
    let edit = if outstanding.is_negative() {
        Edit::Refund(sklad_order::Payment {
            reference: "the rest".to_owned(),
            way: card(),
            amount: outstanding.negated(),
            moment: world.moment,
        })
    } else if outstanding.is_zero() {
        return;
    } else {
        Edit::MarkPaid { way: card(), reference: "all".to_owned() }
    };
    let told = world.run(Command::Edit { order: id, edit });
    assert!(told.answer.is_ok(), "{told:?}");
}

/// Acts of a shop in which orders only grow.
fn growing() -> impl Strategy<Value = Vec<Act>> {
    let grows = |act: &Act| match act {
        Act::Edit { change, .. } => !matches!(
            change,
            Change::DiscountOrder(_) | Change::AmountOff { .. } | Change::RequestReturn { .. }
        ),
        Act::Receive { place, .. } => *place < 2,
        act => matches!(
            act,
            Act::Place { .. }
                | Act::Confirm(_)
                | Act::Grow { .. }
                | Act::AddLine { .. }
                | Act::Reserve(_)
                | Act::Release(_)
                | Act::Invoice(_)
                | Act::CloseBill(_)
                | Act::Send { .. }
        ),
    };
    let act = prop_oneof![
        3 => chance::of_people(),
        1 => chance::of_roads(),
        2 => chance::of_money(),
        1 => chance::of_goods()
    ];
    prop::collection::vec(act.prop_filter("orders only grow", grows), 1..30)
}
