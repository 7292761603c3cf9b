//! Random histories, and a ledger and the plain model that live them together.
#![allow(dead_code, reason = "each test uses some of the words")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use sklad_base::{Actor, CommandId, Decider, Envelope, ItemId, Moment, PlaceId, Quantity};
use sklad_stock::{Account, Backorder, Command, Event, Ledger, Movement, Negative, Policy};

use super::{KINDS, Model, Want};

pub(crate) const PLACES: u32 = 2;
pub(crate) const ITEMS: u32 = 2;

pub(crate) fn envelope(command: Command) -> Envelope<Command> {
    let moment = Moment::parse("2026-03-02T10:00:00Z").unwrap();
    Envelope::new(CommandId::counted(moment, 0), Actor::System("law".into()), moment, command)
}

pub(crate) fn units(units: i64) -> Quantity {
    Quantity::from_millionths(units * 1_000_000)
}

/// Place 1 lets goods leave that the books do not have, three at most.
pub(crate) fn policy() -> Policy {
    let negative = [(PlaceId::new(1), Negative::AllowTo(units(3)))].into();
    let backorder = [0, 1].map(|place| (PlaceId::new(place), Backorder::Allow)).into();
    Policy { negative, backorder, ..Policy::default() }
}

pub(crate) fn limit(place: u32) -> i64 {
    i64::from(place) * 3
}

/// A ledger with two places and two items, and the events that made it.
pub(crate) fn opened() -> (Ledger, Vec<Event>) {
    let (mut ledger, mut log) = (Ledger::new(), Vec::new());
    let outlet = ledger.next_outlet();
    let place = Command::OpenPlace(outlet);
    let item = Command::AddItem;
    for command in [Command::OpenOutlet, place.clone(), place, item.clone(), item] {
        log.extend(ledger.run(&envelope(command), &policy()).unwrap());
    }
    (ledger, log)
}

pub(crate) fn wants() -> impl Strategy<Value = Vec<Want>> {
    let want = (0..KINDS, 0..4_u32, 0..PLACES, 0..ITEMS, 1..6_i64)
        .prop_map(|(what, line, place, item, quantity)| Want { what, line, place, item, quantity });
    // Lines keep to one item more often than not, or nearly every command would be refused.
    let tidy = |mut want: Want| {
        if want.quantity != 5 {
            want.item = want.line % ITEMS;
        }
        want
    };
    prop::collection::vec(want.prop_map(tidy), 1..5)
}

pub(crate) fn histories() -> impl Strategy<Value = Vec<Vec<Want>>> {
    prop::collection::vec(wants(), 1..40)
}

pub(crate) fn book(wants: &[Want]) -> Command {
    Command::Book(wants.iter().map(Want::entry).collect())
}

/// Runs a history and calls `check` after each command with the ledger, the model and the events so far.
pub(crate) fn live(
    history: &[Vec<Want>],
    mut check: impl FnMut(&Ledger, &Model, &[Event]) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    let ((mut ledger, mut log), mut model) = (opened(), Model::default());
    for wants in history {
        let before = ledger.clone();
        let run = ledger.run(&envelope(book(wants)), &policy());
        let accepted = model.book(wants, limit);
        prop_assert_eq!(run.is_ok(), accepted, "{:?}: {:?}", wants, run);
        match run {
            Ok(events) => log.extend(events),
            Err(_) => prop_assert_eq!(&ledger, &before),
        }
        check(&ledger, &model, &log)?;
    }
    Ok(())
}

pub(crate) fn cells() -> impl Iterator<Item = (u32, u32)> {
    (0..PLACES).flat_map(|place| (0..ITEMS).map(move |item| (place, item)))
}

pub(crate) fn conserved(log: &[Event]) -> bool {
    let mut sums: BTreeMap<ItemId, BTreeMap<Account, i64>> = BTreeMap::new();
    for event in log {
        if let Event::Moved(Movement { item, from, to, quantity, .. }) = event {
            let accounts = sums.entry(*item).or_default();
            *accounts.entry(*from).or_default() -= quantity.millionths();
            *accounts.entry(*to).or_default() += quantity.millionths();
        }
    }
    sums.values().all(|accounts| accounts.values().sum::<i64>() == 0)
}
