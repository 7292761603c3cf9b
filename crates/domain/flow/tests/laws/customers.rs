//! Whose the orders are, in every history: no bill before that is decided, and no answer by when an order leaves.

use proptest::prelude::*;
use sklad_base::{OrderId, PersonId};
use sklad_document::{Event as Paper, Kind, State};
use sklad_flow::Event;
use sklad_party::{Customer, Event as Found};

use super::cases;
use super::history::{
    World,
    act::Act,
    customers::{self, among, asks, first},
    live,
    setting::Setting,
};
use super::leaving::{paid, stripped, times, world};

/// Histories in which people decide about customers between whatever else they do.
fn histories() -> impl Strategy<Value = (Setting, Vec<Act>)> {
    let asks = prop::collection::vec((any::<prop::sample::Index>(), asks()), 0..12);
    (first(), paid(), asks).prop_map(|(first, (setting, acts), asks)| {
        (setting, among(first.into_iter().chain(acts).collect(), asks))
    })
}

/// A shop that holds orders until their customer is decided.
fn held(setting: &Setting, leave_after: Option<u32>) -> World {
    world(&Setting { holds: true, ..*setting }, leave_after)
}

/// Tells whether this closes a bill of an order, be it one that stood open or one that is written closed.
fn closes_bill(before: &World, of: OrderId, event: &Event) -> bool {
    let Event::Document { order: Some(order), event } = event else { return false };
    let is_bill = match event {
        Paper::Opened(paper) => {
            paper.sheet.kind == Kind::Bill && matches!(paper.sheet.state, State::Closed(_))
        }
        Paper::Closed { document, .. } => {
            before.shop.document(*document).is_some_and(|(_, paper)| paper.sheet.kind == Kind::Bill)
        }
        _ => false,
    };
    *order == of && is_bill
}

proptest! {
    #![proptest_config(cases())]

    /// Law: no bill is closed for the first time while a person must still say whose the order is.
    #[test]
    fn no_bill_is_closed_before_its_customer_is_known((setting, deeds) in histories()) {
        let mut world = held(&setting, None);
        for deed in &deeds {
            let before = world.clone();
            let told = world.run(deed.command(&before));
            for case in world.shop.cases() {
                let is_open = world.shop.customer(case.id()) == Some(Customer::Undecided);
                let closes = told.events().iter().any(|it| closes_bill(&before, case.id(), it));
                prop_assert!(!is_open || !closes, "{:?} of {:?}", told, case.order().number());
            }
        }
    }

    /// Law: each order that says who ordered has a customer or a question; questions are of undecided orders.
    #[test]
    fn each_order_has_a_customer_or_a_question((setting, deeds) in histories()) {
        let mut world = held(&setting, None);
        for deed in &deeds {
            let before = world.clone();
            let told = world.run(deed.command(&before));
            let open: Vec<_> = world.shop.questions().map(|question| question.order).collect();
            let undecided: Vec<_> = world.shop.customers().undecided().collect();
            prop_assert_eq!(open, undecided);
            for event in told.events() {
                if let Event::Placed { order, .. } = event {
                    prop_assert!(world.shop.customer(*order).is_some());
                }
            }
            // Deciding moves the order, not the goods: what was decided stays.
            for case in before.shop.cases() {
                if let Some(Customer::Known(_)) = before.shop.customer(case.id()) {
                    prop_assert!(matches!(world.shop.customer(case.id()), Some(Customer::Known(_))));
                }
            }
        }
    }

    /// Law: when orders leave changes no customer, no question and no answer about them.
    #[test]
    fn the_time_of_leaving_changes_no_customer((setting, deeds) in histories(), after in times()) {
        let (mut stays, mut leaves) = (held(&setting, None), held(&setting, Some(after)));
        for deed in &deeds {
            if let Act::Wait(hours) = deed {
                stays.moment = stays.moment.plus_seconds(3600 * i64::from(*hours));
            }
            let (command, moment) = (deed.command(&stays), stays.moment);
            let there = stays.run(command.clone());
            leaves.moment = moment;
            leaves.tick();
            let here = leaves.run(command);
            prop_assert_eq!(stripped(here.answer), stripped(there.answer), "{:?}", there.command);
        }
        prop_assert_eq!(leaves.shop.customers(), stays.shop.customers());
        let asked = |world: &World| world.shop.questions().cloned().collect::<Vec<_>>();
        prop_assert_eq!(asked(&leaves), asked(&stays));
        prop_assert_eq!(leaves.replayed(), leaves.shop);
    }

    /// Law: the log gives the same shop, with its cards and questions, whether it holds orders or not.
    #[test]
    fn a_shop_with_customers_is_replayed(history in customers::histories()) {
        let world = live(&history, |_, _, _| Ok(()))?;
        prop_assert_eq!(world.replayed(), world.shop);
    }

    /// Law: of a forgotten person the register knows nothing, and no later event holds a word.
    #[test]
    fn the_forgotten_are_unknown((setting, deeds) in histories()) {
        let mut world = held(&setting, None);
        for deed in &deeds {
            let before = world.clone();
            let told = world.run(deed.command(&before));
            for person in [1, 21, 22, 23, 30].map(PersonId::new) {
                if !world.shop.is_forgotten(person) {
                    continue;
                }
                prop_assert!(!world.shop.customers().knows(person));
                for event in told.events().iter().filter(|_| before.shop.is_forgotten(person)) {
                    let Event::Party(found) = event else { continue };
                    let has_words = match found {
                        Found::Opened { name: words, .. }
                        | Found::Learned { words, .. }
                        | Found::Noted { words, .. } => words.person() == person && words.words().is_some(),
                        _ => false,
                    };
                    prop_assert!(!has_words, "{:?}", found);
                }
            }
        }
    }
}

#[cfg(feature = "serde")]
proptest! {
    #![proptest_config(ProptestConfig { cases: cases().cases / 4, ..cases() })]

    /// Law: a shop with cards and questions survives the wire, and goes on as before once it has its secret again.
    #[test]
    fn customers_survive_the_wire((setting, deeds) in histories(), after in times()) {
        let mut world = held(&setting, Some(after));
        for deed in &deeds {
            world.tick();
            let command = deed.command(&world);
            let told = world.run(command);
            super::wire::survives(&told.command)?;
            told.events().iter().try_for_each(super::wire::survives)?;
        }
        super::wire::survives(&world.shop)?;
        let bytes = postcard::to_stdvec(&world.shop).unwrap();
        let mut restored: sklad_flow::Shop = postcard::from_bytes(&bytes).unwrap();
        restored.take_secret_of(&world.shop);
        let mut other = world.clone();
        other.shop = restored;
        for deed in deeds.iter().rev().take(5) {
            let command = deed.command(&world);
            let (here, there) = (other.run(command.clone()), world.run(command));
            prop_assert_eq!(here.answer, there.answer, "{:?}", there.command);
        }
    }
}

#[test]
fn customers_are_decided_in_these_histories() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let (mut asked, mut settled, mut merged, mut refused) = (0, 0, 0, 0);
    for _ in 0..200 {
        let (setting, deeds) = histories().new_tree(&mut runner).unwrap().current();
        let mut world = held(&setting, None);
        for deed in &deeds {
            let told = world.run(deed.command(&world.clone()));
            for event in told.events() {
                let Event::Party(found) = event else { continue };
                asked += u32::from(matches!(
                    found,
                    Found::Recognised { customer: Customer::Undecided, .. }
                ));
                settled += u32::from(matches!(found, Found::Settled { .. }));
                merged += u32::from(matches!(found, Found::Merged { .. }));
            }
            let is_held = |no: &sklad_base::No<sklad_flow::Refusal>| {
                no.refusals().iter().any(|it| matches!(it, sklad_flow::Refusal::Undecided { .. }))
            };
            refused += u32::from(told.answer.as_ref().is_err_and(is_held));
        }
    }
    let counts = (asked, settled, merged, refused);
    assert!(asked > 50 && settled > 10 && merged > 5 && refused > 5, "{counts:?}");
}
