//! What holds for every history of orders.
#![allow(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    clippy::type_complexity,
    clippy::or_fun_call,
    reason = "tests"
)]

mod world;

use proptest::prelude::*;
use sklad_base::{Decider, Events, OrderId, PersonId};
use sklad_party::{
    Book, CardId, Cause, Choice, Class, Command, Customer, Event, Flag, Outcome, Policy, Register,
    Rule, Said, Secret, Sort, compare,
};
use world::{Desk, any_orders, any_policy, any_said, clean_orders, founders, hanging_together};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Matching changes nothing, one by one and in a batch; both say the same.
    #[test]
    fn asking_changes_nothing(orders in any_orders(), asked in any_orders(), policy in any_policy()) {
        let desk = Desk::after(&orders, &policy);
        let before = desk.register.clone();
        let one_by_one: Vec<_> = asked.iter().map(|said| desk.register.find(said, &policy)).collect();
        prop_assert_eq!(desk.register.find_all(&asked, &policy), one_by_one);
        prop_assert_eq!(desk.register, before);
    }

    /// An order that comes again changes nothing and has the same answer.
    #[test]
    fn the_same_order_twice_is_one(orders in any_orders(), policy in any_policy()) {
        let mut desk = Desk::after(&orders, &policy);
        let (before, answers) = (desk.register.clone(), desk.answers());
        for (order, said) in (0..).map(OrderId::new).zip(&orders) {
            prop_assert_eq!(desk.run(Command::Recognise { order, said: said.clone() }), Ok(vec![]));
        }
        prop_assert_eq!(&desk.register, &before);
        prop_assert_eq!(desk.answers(), answers);
    }

    /// Replaying the events gives the same register and the same book.
    #[test]
    fn replay_equals_live(orders in any_orders(), policy in any_policy()) {
        let desk = Desk::after(&orders, &policy);
        let (mut register, mut book) = (Register::new(), Book::new());
        for event in &desk.log {
            register.evolve(event);
            book.take(event);
        }
        prop_assert_eq!(register, desk.register);
        prop_assert_eq!(book, desk.book);
    }

    /// What was learned is known: the same words again bring nothing new.
    #[test]
    fn learning_is_idempotent(orders in any_orders(), said in any_said()) {
        let policy = Policy::new(Secret::new(7));
        let mut desk = Desk::after(&orders, &policy);
        let order = |number| Command::Recognise { order: OrderId::new(number), said: said.clone() };
        let first = desk.run(order(1_000)).unwrap();
        // A value that turns shared by this very order is known otherwise afterwards: then the next one is the first.
        if first.iter().any(|event| matches!(event, Event::TurnedShared(_))) {
            desk.run(order(1_002)).unwrap();
        }
        let again = desk.run(order(1_001)).unwrap();
        let learned = again.iter().any(|event| matches!(event, Event::Learned { .. }));
        let opened = again.iter().any(|event| matches!(event, Event::Opened { .. }));
        prop_assert!(!learned && (!opened || said_nothing(&again)), "{:?}", again);
    }

    /// No card gets a second tax number of one scheme but by a person's merge.
    #[test]
    fn a_card_has_one_number_of_a_scheme(orders in any_orders(), policy in any_policy()) {
        let desk = Desk::after(&orders, &policy);
        for card in desk.register.cards() {
            let mut schemes: Vec<_> = desk.register.keys_of(card).into_iter()
                .filter_map(|(sort, _)| if let Sort::Tax(scheme) = sort { Some(scheme) } else { None })
                .collect();
            let count = schemes.len();
            schemes.sort_unstable();
            schemes.dedup();
            prop_assert_eq!(schemes.len(), count, "{} has two numbers", card);
        }
    }

    /// Nothing matches on an empty, invalid, placeholder or shared value.
    #[test]
    fn only_strong_values_match(orders in any_orders(), said in any_said(), policy in any_policy()) {
        let desk = Desk::after(&orders, &policy);
        let explained = desk.register.explain(&said, &policy);
        if let Outcome::Match(card) = explained.verdict.outcome {
            let leads = explained.evidence.iter().any(|its| its.class == Class::Strong && its.cards.contains(&card));
            prop_assert!(leads, "{}", explained);
        }
    }

    /// Merging and taking it back gives the base back: same cards, same keys, same answers.
    #[test]
    fn merge_then_undo_is_nothing(orders in any_orders(), asked in any_orders(), at in any::<[prop::sample::Index; 2]>()) {
        let policy = Policy::new(Secret::new(7));
        let mut desk = Desk::after(&orders, &policy);
        let before = desk.register.clone();
        let cards: Vec<CardId> = before.cards().collect();
        if cards.len() < 2 {
            return Ok(());
        }
        let first = at[0].index(cards.len());
        let second = (first + 1 + at[1].index(cards.len() - 1)) % cards.len();
        let (one, other) = (cards[first], cards[second]);

        desk.run(Command::Merge(one, other)).unwrap();
        desk.run(Command::Unmerge(0)).unwrap();
        prop_assert!(desk.register.are_parted(one, other));
        prop_assert!(desk.register.cards().eq(before.cards()));
        for card in before.cards() {
            prop_assert_eq!(desk.register.keys_of(card), before.keys_of(card));
            prop_assert_eq!(desk.register.orders_of(card), before.orders_of(card));
        }
        for said in &asked {
            let (now, then) = (desk.register.find(said, &policy), before.find(said, &policy));
            // The pair is not proposed again: that is the one thing that has changed.
            prop_assert!(now == then || now.row == 10, "{:?} {:?}", now, then);
        }
    }

    /// A merge loses no contact, and every number of a card still leads somewhere.
    #[test]
    fn a_merge_loses_nothing(orders in any_orders(), pairs in prop::collection::vec(any::<[prop::sample::Index; 2]>(), 0..4)) {
        let policy = Policy::new(Secret::new(7));
        let mut desk = Desk::after(&orders, &policy);
        let cards: Vec<CardId> = desk.register.cards().collect();
        let contacts = |desk: &Desk| desk.register.cards().map(|card| desk.book.contacts(card).len()).sum::<usize>();
        let before = contacts(&desk);
        for pair in pairs.into_iter().filter(|_| !cards.is_empty()) {
            let [one, other] = pair.map(|at| desk.register.live(cards[at.index(cards.len())]));
            if one != other {
                desk.run(Command::Merge(one, other)).unwrap();
            }
        }
        prop_assert_eq!(contacts(&desk), before);
        for card in cards {
            let live = desk.register.live(card);
            prop_assert_eq!(desk.register.live(live), live);
        }
    }

    /// Forgetting a person leaves nothing of theirs to match by, and nothing of theirs to read.
    #[test]
    fn the_forgotten_are_strangers(orders in any_orders(), at in any::<prop::sample::Index>()) {
        let policy = Policy::new(Secret::new(7));
        let mut desk = Desk::after(&orders, &policy);
        let person = orders.get(at.index(orders.len().max(1))).map_or(PersonId::new(0), |said| said.person);
        desk.run(Command::Forget(person)).unwrap();
        prop_assert!(!desk.register.knows(person));
        let words = || desk.book.pages().flat_map(|page| page.contacts.iter().chain(&page.numbers));
        prop_assert!(words().all(|words| words.person() != person));
        desk.run(Command::Forget(person)).unwrap();
    }

    /// Where no veto, shared value or conflict is involved, the order of arrival changes no grouping: only orders that
    /// hang together with such a one by their values are left out.
    #[test]
    fn arrival_changes_no_grouping((orders, turned) in clean_orders()) {
        let policy = Policy::new(Secret::new(7));
        let [one, other] = [&orders, &turned].map(|orders| Desk::after(orders, &policy));
        let mut disturbed = one.disturbed(&orders);
        disturbed.extend(other.disturbed(&turned));
        let left_out = hanging_together(&orders, disturbed);
        let groups = |desk, orders: &[Said]| -> Vec<Vec<Said>> {
            let is_in = |group: &Vec<Said>| !left_out.contains(&group[0].person);
            founders(desk, orders).into_iter().filter(is_in).collect()
        };
        prop_assert_eq!(groups(&one, &orders), groups(&other, &turned));
    }

    /// All in sight equals one by one but for the records that the report lists, each with its reason.
    #[test]
    fn bulk_equals_one_by_one_but_for_its_report(orders in any_orders()) {
        let policy = Policy::new(Secret::new(7));
        let (deduped, differences) = compare(&orders, &policy);
        let desk = Desk::after(&orders, &policy);
        let cards = |record: usize| match desk.register.customer(OrderId::new(u32::try_from(record).unwrap())) {
            Some(Customer::Known(card)) => Some(card),
            _ => None,
        };
        for (record, said) in orders.iter().enumerate() {
            let listed = differences.iter().find(|its| usize::try_from(its.record).unwrap() == record);
            let bulk = deduped.card_of.iter().position(|card| *card == deduped.card_of[record]);
            let single = cards(record).and_then(|card| (0..orders.len()).find(|at| cards(*at) == Some(card)));
            prop_assert_eq!(listed.is_none(), bulk == single, "record {} {:?}", record, said.emails);
            prop_assert!(listed.is_none_or(|its| its.cause.is_some()), "record {} has no reason", record);
            // And the reason is a fact of the record that it names: a join not made, or an answer that is no plain one.
            prop_assert!(listed.is_none_or(|its| {
                deduped.kept_apart.iter().any(|apart| apart.record == its.through) || is_out_of_line(&orders, &policy, its.through)
            }), "record {}: {:?}", record, listed);
        }
    }

    /// An order in conflict writes nothing but that it waits; a person's word puts it on a card.
    #[test]
    fn a_person_settles_what_is_open(orders in any_orders(), new in any::<bool>()) {
        let policy = Policy::new(Secret::new(7));
        let mut desk = Desk::after(&orders, &policy);
        for (order, said) in (0..).map(OrderId::new).zip(&orders) {
            if desk.register.customer(order) == Some(Customer::Undecided) {
                let on = desk.register.cards().next().filter(|_| !new).map_or(Choice::New, Choice::Card);
                desk.run(Command::Settle { order, on, said: said.clone() }).unwrap();
            }
            prop_assert!(matches!(desk.register.customer(order), Some(Customer::Known(_))));
        }
    }
}

/// Tells whether an order was answered otherwise than by one card or a new one, with nothing left out.
fn is_out_of_line(orders: &[Said], policy: &Policy, number: u32) -> bool {
    let (before, rest) = orders.split_at(usize::try_from(number).unwrap());
    let verdict = Desk::after(before, policy).register.find(&rest[0], policy);
    let is_plain = matches!(verdict.outcome, Outcome::Match(_) | Outcome::Create);
    let leaves_out = |flag: &Flag| {
        matches!(flag, Flag::TaxMismatch | Flag::TaxAmbiguous | Flag::EmailOnOtherCard(_))
    };
    !is_plain || verdict.flags.iter().any(leaves_out)
}

/// A found counterexample: what turns shared no longer leads to the card that it led to.
#[test]
fn an_order_that_turns_its_mailbox_shared_finds_its_own_card_the_next_time() {
    let said =
        |number: &str| Said::of(PersonId::new(1)).email("buh@outsource.ru").number("RU", number);
    let orders: Vec<Said> = ["7710000015", "7710000022", "7710000030", "7710000030", "7710000030"]
        .into_iter()
        .map(said)
        .collect();
    let desk = Desk::after(&orders, &Policy::new(Secret::new(7)));
    let cards: Vec<u32> = desk
        .answers()
        .into_iter()
        .flatten()
        .map(|customer| match customer {
            Customer::Known(card) => card.number(),
            Customer::Undecided => u32::MAX,
        })
        .collect();
    assert_eq!(cards, [0, 0, 0, 1, 1]);
}

#[test]
fn a_difference_names_the_record_that_made_it() {
    let said =
        |email: &str, number: &str| Said::of(PersonId::new(1)).email(email).number("RU", number);
    let records = [
        // Two firms that have nothing to do with what follows.
        said("olga@vasilek.ru", "7710000022"),
        said("olga@vasilek.ru", "7710000030"),
        // A mailbox, a number, and the order that ties them: one by one a person decides.
        said("ivan@romashka.ru", ""),
        said("petr@romashka.ru", "7710000015"),
        said("ivan@romashka.ru", "7710000015"),
    ];
    let differences = compare(&records, &Policy::new(Secret::new(7))).1;
    let told: Vec<_> = differences
        .iter()
        .map(|its| (its.record, its.bulk, its.one_by_one, its.cause, its.through))
        .collect();
    assert_eq!(
        told,
        [
            (1, 1, Some(0), Some(Cause::Veto), 1),
            (3, 2, Some(3), Some(Cause::Conflict), 4),
            (4, 2, None, Some(Cause::Conflict), 4),
        ]
    );
}

/// Tells whether an order had nothing to be known by: each such order is somebody new.
fn said_nothing(events: &[Event]) -> bool {
    events.iter().any(|event| matches!(event, Event::Recognised { row: 1, .. }))
}

#[test]
fn a_refused_command_leaves_the_events_as_they_were() {
    let desk = Desk::after(&[], &Policy::new(Secret::new(7)));
    let mut events = Events::new();
    events.push(Event::Forgotten(PersonId::new(1)));
    let command = desk.envelope(Command::Merge(CardId::new(0), CardId::new(1)));
    assert!(desk.register.decide(&command, &desk.policy, &mut events).is_err());
    assert_eq!(events.as_slice(), [Event::Forgotten(PersonId::new(1))]);
}

#[test]
fn and_makes_the_doubles_that_or_avoids() {
    let orders: Vec<Said> = ["ivan@romashka.ru", "olga@romashka.ru", "petr@romashka.ru"]
        .into_iter()
        .map(|email| Said::of(PersonId::new(1)).email(email).number("RU", "7710000015"))
        .collect();
    let cards = |rule| {
        let mut policy = Policy::new(Secret::new(7));
        policy.rule = rule;
        Desk::after(&orders, &policy).register.cards().count()
    };
    assert_eq!((cards(Rule::And), cards(Rule::Or)), (3, 1));
}
