//! What holds for every history: holders, shares, ids, days, snapshots, and the two ways to decide.
#![allow(clippy::wildcard_enum_match_arm, clippy::unwrap_used, reason = "tests")]

mod model;

use std::collections::BTreeMap;

use proptest::prelude::*;
use sklad_base::{
    Actor, CommandId, Decider, Envelope, Events, ItemId, LineId, LineNo, Moment, No, Once, OrderId,
    PlaceId, RecordNo, Seen,
};
use sklad_stock::{
    Account, Allocation, Booking, Claim, Command, Entry, Event, Goods, Ledger, Movement,
};

use self::model::{Want, history::*};

proptest! {
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

    /// Laws 9 and 10: a command that comes again, at once, later or after a restart, adds nothing.
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
        // Law 10: a snapshot, a restart and forgetting change no balance and no answer inside the window.
        let mut seen = Seen::new(3600);
        once.seen().sorted().into_iter().for_each(|(id, digest, record)| seen.remember(id, digest, record));
        let mut restarted = Once::restored(Ledger::restore(&once.state().snapshot()).unwrap(), seen);
        once.forget(start.plus_seconds(3600));
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
}
