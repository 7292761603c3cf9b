//! What holds for every history (`specs/stock.md`, Laws), over random commands, beside a plain model.
#![allow(clippy::wildcard_enum_match_arm, clippy::unwrap_used, reason = "tests")]

mod model;

use std::collections::BTreeMap;

use proptest::prelude::*;
use sklad_base::{Decider, Events, ItemId, LineId, LineNo, Moment, OrderId, PlaceId, Quantity};
use sklad_stock::{Account, Claim, Command, Entry, Event, Goods, Ledger, Rank};

use self::model::history::*;

proptest! {


    /// Law 3 in memory: at every prefix the ledger says what the model says.
    #[test]
    fn the_ledger_says_what_the_model_says(history in histories()) {
        live(&history, |ledger, model, _| {
            for (place, item) in cells() {
                let cell = ledger.cell(PlaceId::new(place), ItemId::new(item));
                let at = |map: &BTreeMap<_, i64>| map.get(&(place, item)).copied().unwrap_or(0);
                prop_assert_eq!(cell.on_hand(), units(at(&model.on_hand)));
                prop_assert_eq!(cell.held(), units(at(&model.held)));
                prop_assert_eq!(cell.reserved(), units(model.reserved((place, item))));
                prop_assert_eq!(cell.pending(), units(model.pending((place, item))));
            }
            let claims = ledger.claims().map(|claim| {
                let key = (claim.line.order().number(), claim.place.number());
                let waits = ledger.terms(claim.line, claim.place).backordered;
                (key, [claim.asked, claim.reserved, waits])
            });
            let expected = model.claims.iter().map(|(key, claim)| {
                (*key, [claim.asked, claim.reserved, claim.waits].map(units))
            });
            prop_assert_eq!(claims.collect::<BTreeMap<_, _>>(), expected.collect());
            Ok(())
        })?;
    }

    /// Law 1: goods are conserved per item over all accounts, and the places' part of it is what is on hand.
    #[test]
    fn goods_are_conserved(history in histories()) {
        live(&history, |ledger, _, log| {
            prop_assert!(conserved(log));
            for (place, item) in cells() {
                let (place, item) = (PlaceId::new(place), ItemId::new(item));
                let moved = log.iter().map(|event| match event {
                    Event::Moved(movement) if movement.item == item => {
                        let here = |account| i64::from(account == Account::Place(place));
                        let sign = here(movement.to) - here(movement.from);
                        sign * movement.quantity.millionths()
                    }
                    _ => 0,
                });
                let on_hand = Quantity::from_millionths(moved.sum());
                prop_assert_eq!(ledger.cell(place, item).on_hand(), on_hand);
            }
            Ok(())
        })?;
    }

    /// Law 2: reserved and pending are the sums of open claims; available is not below what the policy allows.
    #[test]
    fn balances_are_the_sums_of_claims(history in histories()) {
        live(&history, |ledger, _, _| {
            for (place, item) in cells() {
                let (place, item) = (PlaceId::new(place), ItemId::new(item));
                let cell = ledger.cell(place, item);
                let sum = |part: fn(&Claim) -> Quantity| {
                    ledger.claims_on(place, item).map(|claim| part(&claim)).fold(Quantity::ZERO, Quantity::saturating_add)
                };
                prop_assert!(!cell.reserved().is_negative());
                prop_assert_eq!(cell.reserved(), sum(|claim| claim.reserved));
                prop_assert_eq!(cell.pending(), sum(|claim| claim.pending()));
                let told = ledger.discrepancies().any(|it| (it.place, it.item) == (place, item));
                prop_assert!(told || cell.available() >= units(-limit(place.number())));
            }
            Ok(())
        })?;
    }

    /// Law 3: rebuilding from the log gives the live ledger.
    #[test]
    fn replay_gives_the_live_ledger(history in histories()) {
        live(&history, |ledger, _, log| {
            let mut replayed = Ledger::new();
            log.iter().for_each(|event| replayed.evolve(event));
            prop_assert_eq!(ledger, &replayed);
            for (place, item) in cells() {
                let (place, item) = (PlaceId::new(place), ItemId::new(item));
                prop_assert_eq!(ledger.cell(place, item), replayed.cell(place, item));
            }
            Ok(())
        })?;
    }

    /// Law 5: the order of entries within one command changes neither the answer nor the balances.
    #[test]
    fn the_order_of_entries_does_not_matter(
        history in histories(),
        (wants, shuffled) in wants().prop_flat_map(|wants| (Just(wants.clone()), Just(wants).prop_shuffle())),
    ) {
        let (mut ledger, _) = opened();
        for wants in &history {
            ledger.run(&envelope(book(wants)), &policy()).ok();
        }
        let mut other = ledger.clone();
        let run = ledger.run(&envelope(book(&wants)), &policy());
        let again = other.run(&envelope(book(&shuffled)), &policy());
        prop_assert_eq!(run.is_ok(), again.is_ok(), "{:?} but {:?}", run, again);
        prop_assert_eq!(ledger, other);
    }

    /// Law 6: reserve then release changes no balance.
    #[test]
    fn reserve_then_release_changes_nothing(history in histories(), place in 0..PLACES, quantity in 1..4_i64) {
        let (mut ledger, _) = opened();
        for wants in &history {
            ledger.run(&envelope(book(wants)), &policy()).ok();
        }
        let goods = Goods { place: PlaceId::new(place), item: ItemId::new(0), quantity: units(quantity) };
        let line = LineId::new(OrderId::new(99), LineNo::new(0));
        let rank = Rank { priority: 0, since: Moment::FIRST };
        let before = ledger.clone();
        let reserve = Command::Book(vec![Entry::Reserve { line, goods, rank }]);
        if ledger.run(&envelope(reserve), &policy()).is_ok() {
            let release = Command::Book(vec![Entry::Release { line, goods }]);
            prop_assert!(ledger.run(&envelope(release), &policy()).is_ok());
        }
        prop_assert_eq!(before, ledger);
    }

    /// A refused command leaves the buffer and the ledger as they were.
    #[test]
    fn a_refused_command_leaves_no_trace(history in histories()) {
        let (mut ledger, log) = opened();
        let mut out = Events::new();
        log.into_iter().for_each(|event| out.push(event));
        for wants in &history {
            let (before, told) = (ledger.clone(), out.clone());
            let decided = ledger.decide(&envelope(book(wants)), &policy(), &mut out);
            prop_assert_eq!(&ledger, &before);
            match decided {
                Err(_) => prop_assert_eq!(&out, &told),
                Ok(()) => out.as_slice()[told.len()..].iter().for_each(|event| ledger.evolve(event)),
            }
        }
    }

    /// B12: shortages are whom a naive count names, by rank.
    #[test]
    fn shortages_name_whom_a_naive_count_names(history in histories()) {
        live(&history, |ledger, model, _| {
            let mut named = Vec::new();
            for (place, item) in cells() {
                let short = model.short((place, item));
                named.extend(short.into_iter().map(|(line, missing)| (place, item, line, units(missing))));
            }
            let told = ledger.shortages().map(|short| {
                let line = short.line.order().number();
                (short.place.number(), short.item.number(), line, short.missing)
            });
            prop_assert_eq!(told.collect::<Vec<_>>(), named);
            Ok(())
        })?;
    }
}
