//! What holds for every history (`specs/stock.md`, Laws), over random commands, beside a plain model.
#![allow(clippy::wildcard_enum_match_arm, clippy::unwrap_used, reason = "tests")]

mod model;

use std::collections::BTreeMap;

use proptest::prelude::*;
use sklad_base::{
    Actor, CommandId, Decider, Envelope, Events, ItemId, LineId, LineNo, Moment, No, Once, OrderId,
    PlaceId, Quantity, RecordNo,
};
use sklad_stock::{
    Account, Allocation, Backorder, Booking, Claim, Command, Entry, Event, Goods, Ledger, Movement,
    Negative, Policy, Rank,
};

use self::model::{KINDS, Model, Want};

const PLACES: u32 = 2;
const ITEMS: u32 = 2;

fn envelope(command: Command) -> Envelope<Command> {
    let moment = Moment::parse("2026-03-02T10:00:00Z").unwrap();
    Envelope::new(CommandId::counted(moment, 0), Actor::System("law".into()), moment, command)
}

fn units(units: i64) -> Quantity {
    Quantity::from_millionths(units * 1_000_000)
}

/// Place 1 lets goods leave that the books do not have, three at most.
fn policy() -> Policy {
    let negative = [(PlaceId::new(1), Negative::AllowTo(units(3)))].into();
    let backorder = [0, 1].map(|place| (PlaceId::new(place), Backorder::Allow)).into();
    Policy { negative, backorder, ..Policy::default() }
}

fn limit(place: u32) -> i64 {
    i64::from(place) * 3
}

/// A ledger with two places and two items, and the events that made it.
fn opened() -> (Ledger, Vec<Event>) {
    let (mut ledger, mut log) = (Ledger::new(), Vec::new());
    let outlet = ledger.next_outlet();
    let place = Command::OpenPlace(outlet);
    let item = Command::AddItem;
    for command in [Command::OpenOutlet, place.clone(), place, item.clone(), item] {
        log.extend(ledger.run(&envelope(command), &policy()).unwrap());
    }
    (ledger, log)
}

fn wants() -> impl Strategy<Value = Vec<Want>> {
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

fn histories() -> impl Strategy<Value = Vec<Vec<Want>>> {
    prop::collection::vec(wants(), 1..40)
}

fn book(wants: &[Want]) -> Command {
    Command::Book(wants.iter().map(Want::entry).collect())
}

/// Runs a history and calls `check` after each command with the ledger, the model and the events so far.
fn live(
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

fn cells() -> impl Iterator<Item = (u32, u32)> {
    (0..PLACES).flat_map(|place| (0..ITEMS).map(move |item| (place, item)))
}

fn conserved(log: &[Event]) -> bool {
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

    /// Law 3 from a snapshot and the log behind it.
    #[test]
    fn a_snapshot_and_its_tail_give_the_live_ledger(history in histories(), at in any::<prop::sample::Index>()) {
        let mut states = vec![(opened().0, opened().1.len())];
        let mut all = opened().1;
        live(&history, |ledger, _, log| {
            states.push((ledger.clone(), log.len()));
            all = log.to_vec();
            Ok(())
        })?;
        let (state, told) = at.get(&states);
        let bytes = state.snapshot();
        let mut restored = Ledger::restore(&bytes).unwrap();
        prop_assert_eq!(restored.snapshot(), bytes);
        prop_assert_eq!(restored.shortages().collect::<Vec<_>>(), state.shortages().collect::<Vec<_>>());
        all[*told..].iter().for_each(|event| restored.evolve(event));
        prop_assert_eq!(&restored, &states.last().unwrap().0);
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

    /// The short way for plain commands and the long way give the same events.
    #[test]
    fn the_short_way_and_the_long_way_agree(history in histories(), wants in wants()) {
        let (mut ledger, _) = opened();
        for wants in &history {
            ledger.run(&envelope(book(wants)), &policy()).ok();
        }
        let (policy, mut long, mut short) = (policy(), Events::new(), Events::new());
        let mut wants = wants;
        wants.iter_mut().for_each(|want| want.what = [3, 4, 5, 17][usize::from(want.what) % 4]);
        let command = envelope(book(&wants));
        let mut booking = Booking::new(&ledger, &policy, command.moment);
        wants.iter().for_each(|want| booking.enter(want.entry()));
        let booked = booking.finish(&mut long, |event| event).map_err(No::Refused);
        prop_assert_eq!(ledger.decide(&command, &policy, &mut short), booked);
        prop_assert_eq!(short, long);
    }

    /// Law 7: per holder, what was released, taken, expired, given up to facts and is still open was ever reserved;
    /// and what is open can always be released.
    #[test]
    fn what_was_reserved_is_accounted_for(history in histories()) {
        live(&history, |ledger, _, log| {
            let mut sums: BTreeMap<(LineId, PlaceId), i64> = BTreeMap::new();
            for event in log {
                let (key, by) = match event {
                    Event::Claimed(claim) | Event::Expired(claim) => {
                        ((claim.line, claim.place), claim.reserved.millionths())
                    }
                    Event::Moved(Movement { from: Account::Place(place), line: Some(line), from_reserve, .. }) => {
                        ((*line, *place), -from_reserve.millionths())
                    }
                    _ => continue,
                };
                *sums.entry(key).or_default() += by;
            }
            sums.retain(|_, sum| *sum != 0);
            let open = ledger.claims().filter(|claim| claim.reserved.is_positive());
            let open = open.map(|claim| ((claim.line, claim.place), claim.reserved.millionths()));
            prop_assert_eq!(sums, open.collect());
            Ok(())
        })?;
        let (mut ledger, _) = opened();
        for wants in &history {
            ledger.run(&envelope(book(wants)), &policy()).ok();
        }
        let open: Vec<_> = ledger.claims().filter(|claim| claim.reserved.is_positive()).collect();
        for claim in open {
            let Claim { line, place, item, .. } = claim;
            if let Some(now) = ledger.claim(line, place) {
                let goods = Goods { place, item, quantity: now.reserved };
                let release = Command::Book(vec![Entry::Release { line, goods }]);
                prop_assert!(ledger.run(&envelope(release), &policy()).is_ok());
            }
        }
    }

    /// Law 8: shares sum to what is wanted or to what there is, and no place gives more than it has.
    #[test]
    fn shares_are_what_is_wanted_or_what_there_is(
        history in histories(),
        wanted in prop::collection::vec((0..ITEMS, 1..9_i64), 1..4),
        how in prop::sample::select(vec![Allocation::ByPriority, Allocation::MostStock, Allocation::FewestPlaces]),
    ) {
        let (mut ledger, _) = opened();
        for wants in &history {
            ledger.run(&envelope(book(wants)), &policy()).ok();
        }
        let line = |at: usize| LineId::new(OrderId::new(99), LineNo::after(at).unwrap());
        let wants: Vec<_> = wanted.iter().enumerate().map(|(at, (item, quantity))| {
            sklad_stock::Want { line: line(at), item: ItemId::new(*item), quantity: units(*quantity) }
        }).collect();
        let places = [0, 1].map(PlaceId::new);
        let shares = ledger.allocate(&wants, &places, how);
        for item in (0..ITEMS).map(ItemId::new) {
            let wanted = wants.iter().filter(|want| want.item == item).map(|want| want.quantity.millionths()).sum::<i64>();
            let there: i64 = places.iter().map(|place| ledger.cell(*place, item).available().millionths()).sum();
            let given: i64 = shares.iter().filter(|it| it.item == item).map(|it| it.quantity.millionths()).sum();
            prop_assert_eq!(given, wanted.min(there.max(0)));
            for place in places {
                let here = shares.iter().filter(|it| (it.item, it.place) == (item, place));
                let here: i64 = here.map(|it| it.quantity.millionths()).sum();
                prop_assert!(here <= ledger.cell(place, item).available().millionths().max(0));
            }
        }
        prop_assert_eq!(shares.missing().is_zero(), shares.all_or_none().is_some());
    }

    /// Law 9: a command that comes again, at once, later or after a restart, adds nothing.
    #[test]
    fn a_repeated_command_adds_nothing(history in histories(), again in prop::collection::vec(any::<prop::sample::Index>(), 1..20)) {
        let (ledger, _) = opened();
        let mut once = Once::new(ledger, 3600);
        let (policy, mut out) = (policy(), Events::new());
        let start = Moment::parse("2026-03-02T10:00:00Z").unwrap();
        let mut sent = Vec::new();
        for (number, wants) in (0..).zip(&history) {
            let id = CommandId::counted(start, number);
            let command = Envelope::new(id, Actor::System("law".into()), start, book(wants));
            once.begin(RecordNo::new(number + 1));
            let done = once.run_into(&command, &policy, &mut out);
            sent.push((command, done.is_ok(), RecordNo::new(number + 1)));
        }
        let mut restarted = Once::restored(once.state().clone(), once.seen().clone());
        for at in again {
            let (command, done, record) = at.get(&sent);
            if *done {
                for once in [&mut once, &mut restarted] {
                    prop_assert_eq!(once.run_into(command, &policy, &mut out), Err(No::Repeated(*record)));
                    let mut late = command.clone();
                    late.moment = start.plus_seconds(3601);
                    prop_assert!(matches!(once.run_into(&late, &policy, &mut out), Err(No::Id(_))));
                }
            }
        }
        prop_assert_eq!(once.state(), restarted.state());
    }

    /// Law 11: after a day is closed nothing is dated into it.
    #[test]
    fn a_closed_day_does_not_change(history in histories(), closed in 1..30_usize, named in any::<bool>()) {
        let (mut ledger, _) = opened();
        let day = sklad_base::Day::parse("2026-03-02").unwrap();
        for (at, wants) in history.iter().enumerate() {
            if at == closed {
                let close = Command::CloseDay { outlet: sklad_base::OutletId::new(0), day };
                prop_assert!(ledger.run(&envelope(close), &policy()).is_ok());
            }
            let entries = wants.iter().map(Want::entry).collect();
            let command = if named { Command::BookOn { day, entries } } else { Command::Book(entries) };
            let Ok(events) = ledger.run(&envelope(command), &policy()) else { continue };
            for event in &events {
                if let Event::Moved(movement) = event {
                    prop_assert!(at < closed || movement.day > day);
                }
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
