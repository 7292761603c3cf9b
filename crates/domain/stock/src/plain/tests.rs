use proptest::prelude::*;
use sklad_base::{
    Actor, CommandId, Decider, Envelope, Events, ItemId, LineId, LineNo, Moment, OrderId, OutletId,
    PlaceId, Quantity,
};

use crate::{Command, Entry, Event, Goods, Ledger, Policy, Rank};

/// Three places, the last a partner's; four items, the last not kept; two of each item everywhere, and none of item 2.
fn stocked() -> Ledger {
    let mut ledger = Ledger::new();
    let outlet = OutletId::new(0);
    let places = [0, 1].map(|place| Event::PlaceOpened { place: PlaceId::new(place), outlet });
    let items = [0, 1, 2].map(|item| Event::ItemAdded(ItemId::new(item)));
    ledger.evolve_all(&[Event::OutletOpened(outlet)]);
    ledger.evolve_all(&places);
    ledger.evolve(&Event::PartnerPlaceOpened { place: PlaceId::new(2), outlet });
    ledger.evolve_all(&items);
    ledger.evolve(&Event::UnkeptItemAdded(ItemId::new(3)));
    let cells = [(0, 0), (0, 1), (1, 0), (1, 1)];
    let came = cells.map(|(place, item)| Entry::Receive(goods(place, item, 4)));
    let told = Entry::Level { goods: goods(2, 0, 4), as_of: now() };
    let command = Command::Book(came.into_iter().chain([told]).collect());
    ledger.run(&envelope(command), &Policy::default()).unwrap();
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
    /// Whatever is sent: the short way and the long way give the same events and the same state.
    #[test]
    fn both_ways_are_one(history in prop::collection::vec(entries(), 1..30)) {
        let (mut short, mut long, mut log) = (stocked(), stocked(), Vec::new());
        for entries in history {
            let command = envelope(Command::Book(entries.clone()));
            let ran = short.run(&command, &Policy::default()).ok();
            log.extend(ran.iter().flat_map(Events::iter));
            prop_assert_eq!(ran, run_long(&mut long, &entries));
            prop_assert_eq!(short.snapshot(), long.snapshot());
            for place in (0..3).map(PlaceId::new) {
                for item in (0..4).map(ItemId::new) {
                    prop_assert_eq!(short.cell(place, item), long.cell(place, item));
                    prop_assert!(short.claims_on(place, item).eq(long.claims_on(place, item)));
                }
            }
        }
        let mut at_once = stocked();
        at_once.evolve_all(&log);
        prop_assert_eq!(at_once.snapshot(), long.snapshot());
    }

    /// What is read ahead changes nothing, and any command may be read ahead.
    #[test]
    fn any_command_may_be_read_ahead(history in prop::collection::vec(entries(), 1..100)) {
        let mut ledger = stocked();
        let commands: Vec<_> = history.into_iter().map(|all| envelope(Command::Book(all))).collect();
        commands.iter().for_each(|command| drop(ledger.run(command, &Policy::default())));
        let before = ledger.snapshot();
        let _ = ledger.touch(&commands);
        prop_assert_eq!(ledger.snapshot(), before);
    }
}
