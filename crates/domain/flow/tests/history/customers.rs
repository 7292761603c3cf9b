//! People decide about customers in a random history.

use proptest::prelude::*;
use sklad_base::{OrderId, PersonId};
use sklad_party::{CardId, Choice, Command as Ask, Pin, Said};

use super::{act::Act, setting::Setting, stages};

/// A person decides about customers, or somebody is to be forgotten.
pub(crate) fn asks() -> impl Strategy<Value = Act> {
    let card = || (0_u32..4).prop_map(CardId::new);
    let order = || (0_u32..5).prop_map(OrderId::new);
    let on = prop_oneof![3 => card().prop_map(Choice::Card), 1 => Just(Choice::New)];
    let nobody = Said::of(PersonId::new(0));
    let said = prop_oneof![
        2 => Just(nobody),
        1 => Just(Said::of(PersonId::new(30)).email("anna@vesna.ru").number("RU", "7710000022")),
    ];
    let ask = prop_oneof![
        6 => (order(), on, said.clone()).prop_map(|(order, on, said)| Ask::Settle { order, on, said }),
        1 => (order(), said.clone()).prop_map(|(order, said)| Ask::Recognise { order, said }),
        1 => said.prop_map(Ask::Add),
        2 => (card(), card()).prop_map(|(one, other)| Ask::Merge(one, other)),
        1 => (0_u32..2).prop_map(Ask::Unmerge),
        1 => (card(), card()).prop_map(|(one, other)| Ask::Part(one, other)),
        1 => any::<bool>().prop_map(|is_shared| Ask::PinEmail(
            "petr@vesna.ru".to_owned(),
            is_shared.then_some(Pin::Shared),
        )),
    ];
    let person = prop_oneof![Just(1_u64), Just(21), Just(23), Just(30)];
    prop_oneof![
        12 => ask.prop_map(Act::Ask),
        1 => person.prop_map(|person| Act::Forget(PersonId::new(person))),
    ]
}

/// Petr buys by his e-mail, a firm by its number, and then Petr for the firm.
pub(crate) fn first() -> impl Strategy<Value = [Act; 3]> {
    let place =
        |order| (0..4_usize).prop_map(move |way| Act::Place { order, way, lines: vec![(0, 2)] });
    (place(1), place(0), place(3)).prop_map(|(petr, firm, both)| [petr, firm, both])
}

/// Puts acts anywhere between others.
pub(crate) fn among(mut acts: Vec<Act>, others: Vec<(prop::sample::Index, Act)>) -> Vec<Act> {
    for (at, act) in others {
        acts.insert(at.index(acts.len() + 1), act);
    }
    acts
}

/// Histories of shops with stages and without, in which people decide about customers and some are forgotten; half of
/// the shops hold an order until its customer is known.
pub(crate) fn histories() -> impl Strategy<Value = (Setting, Vec<Act>)> {
    let asks = prop::collection::vec((any::<prop::sample::Index>(), asks()), 0..12);
    (first(), stages::histories(), any::<bool>(), asks).prop_map(
        |(first, (setting, acts), holds, asks)| {
            let acts = first.into_iter().chain(acts).collect();
            (Setting { holds, ..setting }, among(acts, asks))
        },
    )
}
