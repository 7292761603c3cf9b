use proptest::prelude::*;
use sklad_base::{
    Actor, CommandId, Decider, Envelope, Events, ItemId, LineId, LineNo, Moment, OrderId, OutletId,
    PlaceId, Quantity,
};

use crate::{Command, Entry, Event, Goods, Ledger, Policy, Rank};

/// Two places and three items, four of each everywhere but of item 2.
fn ordinary() -> Ledger {
    let mut ledger = Ledger::new();
    let outlet = OutletId::new(0);
    let places = [0, 1].map(|place| Event::PlaceOpened { place: PlaceId::new(place), outlet });
    let items = [0, 1, 2].map(|item| Event::ItemAdded(ItemId::new(item)));
    ledger.evolve_all(&[Event::OutletOpened(outlet)]);
    ledger.evolve_all(&places);
    ledger.evolve_all(&items);
    let cells = [(0, 0), (0, 1), (1, 0), (1, 1)];
    let came = cells.map(|(place, item)| Entry::Receive(goods(place, item, 4)));
    ledger.run(&envelope(Command::Book(came.to_vec())), &Policy::default()).unwrap();
    ledger
}

/// The same with a third place, which is a partner's, and an item that is not kept.
fn stocked() -> Ledger {
    let mut ledger = ordinary();
    let outlet = OutletId::new(0);
    ledger.evolve(&Event::PartnerPlaceOpened { place: PlaceId::new(2), outlet });
    ledger.evolve(&Event::UnkeptItemAdded(ItemId::new(3)));
    let told = Entry::Level { goods: goods(2, 0, 4), as_of: now() };
    ledger.run(&envelope(Command::Book(vec![told])), &Policy::default()).unwrap();
    ledger
}

fn goods(place: u32, item: u32, units: u32) -> Goods {
    let (place, item) = (PlaceId::new(place), ItemId::new(item));
    Goods { place, item, quantity: Quantity::units(units) }
}

fn line(order: u32, line: u16) -> LineId {
    LineId::new(OrderId::new(order), LineNo::new(line))
}

fn reserve(order: u32, number: u16, goods: Goods) -> Entry {
    let rank = Rank { priority: 0, since: now() };
    Entry::Reserve { line: line(order, number), goods, rank }
}

fn now() -> Moment {
    Moment::parse("2026-03-02T10:00:00Z").unwrap()
}

fn envelope(command: Command) -> Envelope<Command> {
    Envelope::new(CommandId::counted(now(), 0), Actor::System("test".into()), now(), command)
}

fn is_plain(ledger: &Ledger, entries: &[Entry]) -> bool {
    ledger.decide_plain(entries, (&Policy::default(), now()), &mut Events::new())
}

/// Runs a command by the long way alone.
fn run_long(ledger: &mut Ledger, entries: &[Entry]) -> Option<Events<Event>> {
    let mut out = Events::new();
    let command = Command::Book(entries.to_vec());
    ledger.decide_any(&command, (&Policy::default(), now()), &mut out).ok()?;
    out.iter().for_each(|event| ledger.take_in(event));
    Some(out)
}

#[test]
fn what_nearly_every_command_is_goes_the_short_way() {
    let mut ledger = stocked();
    let (first, second) = (goods(0, 0, 2), goods(0, 1, 2));
    let reserves = [reserve(7, 0, first), reserve(7, 1, second)];
    assert!(is_plain(&ledger, &reserves));
    ledger.run(&envelope(Command::Book(reserves.to_vec())), &Policy::default()).unwrap();
    let release = Entry::Release { line: line(7, 0), goods: goods(0, 0, 1) };
    assert!(is_plain(&ledger, &[release]));
    let ship = |number, goods| Entry::Fulfil { line: line(7, number), goods };
    assert!(is_plain(&ledger, &[ship(0, first), ship(1, second)]));
}

/// Runs a command at once, if that can be done.
fn run_at_once(ledger: &mut Ledger, entries: &[Entry]) -> bool {
    ledger.run_plain(entries, (&Policy::default(), now()), &mut Events::new())
}

#[test]
fn what_nearly_every_command_is_is_done_at_once() {
    let mut ledger = ordinary();
    let (first, second) = (goods(0, 0, 2), goods(0, 1, 2));
    let reserves = |order| [reserve(order, 0, first), reserve(order, 1, second)];
    assert!(run_at_once(&mut ledger, &reserves(7)) && run_at_once(&mut ledger, &reserves(8)));
    let before = ledger.snapshot();
    assert!(!run_at_once(&mut ledger, &reserves(9)), "nothing is left");
    let release = |units| Entry::Release { line: line(7, 0), goods: goods(0, 0, units) };
    assert!(!run_at_once(&mut ledger, &[release(3)]), "it holds two");
    assert_eq!(ledger.snapshot(), before);
    let part = [release(1)];
    assert!(!run_at_once(&mut ledger, &part) && is_plain(&ledger, &part), "it holds more");
    assert_eq!(ledger.snapshot(), before);
    let ship = |number, goods| Entry::Fulfil { line: line(8, number), goods };
    assert!(run_at_once(&mut ledger, &[ship(0, first), ship(1, second)]));
    let left = ledger.claims().map(|claim| claim.line);
    assert_eq!(left.collect::<Vec<_>>(), [line(7, 0), line(7, 1)]);
    let release = |number, goods| Entry::Release { line: line(7, number), goods };
    assert!(run_at_once(&mut ledger, &[release(0, first), release(1, second)]));
    assert_eq!(ledger.claims().count(), 0);
    assert_eq!(ledger.cell(PlaceId::new(0), ItemId::new(0)).available(), Quantity::units(2));
}

#[test]
fn what_is_not_plain_to_its_end_leaves_no_trace() {
    let mut ledger = ordinary();
    let (first, second) = (goods(0, 0, 2), goods(0, 1, 2));
    let reserves = |order, second| [reserve(order, 0, first), reserve(order, 1, second)];
    assert!(run_at_once(&mut ledger, &reserves(7, second)));
    let (before, claims) = (ledger.snapshot(), |ledger: &Ledger| {
        let cells = [0, 1].map(ItemId::new);
        cells.map(|item| ledger.claims_on(PlaceId::new(0), item).collect::<Vec<_>>())
    });
    let there = claims(&ledger);
    let ship = |number, goods| Entry::Ship { line: line(7, number), goods };
    let release = |number, goods| Entry::Release { line: line(7, number), goods };
    let less = goods(0, 1, 1);
    for entries in [
        reserves(8, goods(0, 1, 3)),
        reserves(8, goods(0, 2, 1)),
        [reserve(8, 1, first), reserve(8, 0, second)],
        [ship(0, first), ship(1, less)],
        [ship(0, first), release(1, second)],
        [release(0, first), release(1, less)],
        [release(0, first), ship(1, second)],
    ] {
        assert!(!run_at_once(&mut ledger, &entries), "{entries:?}");
        assert_eq!((ledger.snapshot(), claims(&ledger)), (before.clone(), there.clone()));
    }
    assert!(run_at_once(&mut ledger, &[ship(0, first), ship(1, second)]));
    assert!(run_at_once(&mut ledger, &reserves(9, second)));
}

#[test]
fn lines_of_one_cell_go_the_short_way_while_there_is_enough() {
    let ledger = stocked();
    let twice = |units| [reserve(7, 0, goods(0, 0, units)), reserve(7, 1, goods(0, 0, units))];
    assert!(is_plain(&ledger, &twice(2)));
    assert!(!is_plain(&ledger, &twice(3)));
    let apart = [reserve(7, 0, goods(0, 0, 3)), reserve(7, 1, goods(0, 1, 3))];
    assert!(is_plain(&ledger, &apart));
}

#[test]
fn what_is_out_of_the_ordinary_goes_the_long_way() {
    let ledger = stocked();
    let one = goods(0, 0, 1);
    let long = [
        vec![],
        vec![reserve(7, 0, goods(0, 0, 5))],
        vec![reserve(7, 0, goods(0, 2, 1))],
        vec![reserve(7, 0, goods(0, 3, 1))],
        vec![reserve(7, 0, goods(2, 0, 1))],
        vec![reserve(7, 0, goods(0, 0, 0))],
        vec![reserve(7, 1, one), reserve(7, 0, goods(0, 1, 1))],
        vec![reserve(7, 0, one), reserve(8, 1, goods(0, 1, 1))],
        vec![reserve(7, 0, one), Entry::Ship { line: line(7, 1), goods: goods(0, 1, 1) }],
        vec![Entry::Release { line: line(7, 0), goods: one }],
        vec![Entry::Fulfil { line: line(7, 0), goods: one }],
        vec![Entry::Receive(one)],
    ];
    for entries in long {
        assert!(!is_plain(&ledger, &entries), "{entries:?}");
    }
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let line = (0..3_u32, 0..4_u32, 1..4_u32, 0..4_u8);
    (0..8_u8, 0..3_u32, prop::collection::vec(line, 1..5)).prop_map(|(kind, order, lines)| {
        let numbered = (0..).zip(lines);
        let all = numbered.map(|(number, (place, item, units, odd))| {
            let (line, goods) = (line_of(order, number, odd), goods(place, item, units));
            match if odd == 0 { 7 } else { kind } {
                0..=2 => reserve(line.order().number(), line.line().number(), goods),
                3..=4 => Entry::Release { line, goods },
                5 => Entry::Ship { line, goods },
                6 => Entry::Fulfil { line, goods },
                _ => Entry::Ask { line, goods, rank: Rank { priority: 0, since: now() } },
            }
        });
        all.collect()
    })
}

/// Mostly the line with that number; now and then one of another order.
fn line_of(order: u32, number: u16, odd: u8) -> LineId {
    line(if odd == 1 { order + 1 } else { order }, number)
}

proptest! {
    /// Whatever is sent: at once, in two steps and by the long way, the events and the state are the same; what is
    /// refused changes nothing.
    #[test]
    fn all_ways_are_one(is_ordinary: bool, history in prop::collection::vec(entries(), 1..30)) {
        let start = if is_ordinary { ordinary } else { stocked };
        let (mut once, mut short, mut long, mut log) = (start(), start(), start(), Vec::new());
        for entries in history {
            let command = envelope(Command::Book(entries.clone()));
            let before = once.snapshot();
            let mut ran = Events::new();
            let done = once.run_into(&command, &Policy::default(), &mut ran);
            if done.is_err() {
                prop_assert!(ran.is_empty() && once.snapshot() == before);
            }
            let mut stepped = Events::new();
            let in_steps = short.run_in_steps(&command, &Policy::default(), &mut stepped);
            prop_assert_eq!((&done, &ran), (&in_steps, &stepped));
            log.extend(ran.iter().copied());
            prop_assert_eq!(done.ok().map(|()| ran), run_long(&mut long, &entries));
            for ledger in [&once, &short] {
                prop_assert_eq!(ledger.snapshot(), long.snapshot());
                for place in (0..3).map(PlaceId::new) {
                    for item in (0..4).map(ItemId::new) {
                        prop_assert_eq!(ledger.cell(place, item), long.cell(place, item));
                        prop_assert!(ledger.claims_on(place, item).eq(long.claims_on(place, item)));
                    }
                }
            }
        }
        let mut at_once = start();
        at_once.evolve_all(&log);
        prop_assert_eq!(at_once.snapshot(), long.snapshot());
    }

    /// What is fetched ahead changes nothing, and it may be fetched for any command.
    #[test]
    fn any_command_may_be_fetched_for(history in prop::collection::vec(entries(), 1..100)) {
        let mut ledger = stocked();
        let commands: Vec<_> = history.into_iter().map(|all| envelope(Command::Book(all))).collect();
        commands.iter().for_each(|command| drop(ledger.run(command, &Policy::default())));
        let before = ledger.snapshot();
        for command in &commands {
            ledger.prefetch(command);
            ledger.prefetch_further(command);
        }
        prop_assert_eq!(ledger.snapshot(), before);
    }
}
