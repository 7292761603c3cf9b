//! How long until a ledger stands again from its snapshot and the events behind it (P7)? Beside it: reading and
//! checking the bytes, and walking through the events.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench tells and may fail")]
#![allow(clippy::wildcard_enum_match_arm, reason = "other events are not among these")]
#![expect(clippy::float_arithmetic, reason = "figures, not goods")]

use std::time::{Duration, Instant};

use sklad::base::{
    Decider, Digest, ItemId, LineId, LineNo, Moment, OrderId, OutletId, PlaceId, Quantity, Zone,
};
use sklad::stock::{Account, Claim, Event, Ledger, Movement, Rank};

const PLACES: u32 = 4;

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let (cells, claims) = if quick { (100_000, 100_000) } else { (1_000_000, 1_000_000) };
    let ledger = stocked(cells, claims);
    let (bytes, write) = timed(|| ledger.snapshot());
    let path = std::env::temp_dir().join(format!("sklad-restart-{}", std::process::id()));
    std::fs::write(&path, &bytes).unwrap();

    let rounds = if quick { 1 } else { 5 };
    let median = |run: &dyn Fn() -> Duration| {
        let mut times: Vec<Duration> = (0..rounds).map(|_| run()).collect();
        times.sort_unstable();
        times[times.len() / 2]
    };
    let read = median(&|| timed(|| Digest::of_bytes(&std::fs::read(&path).unwrap())).1);
    let restore = median(&|| timed(|| Ledger::restore(&std::fs::read(&path).unwrap()).unwrap()).1);
    assert_eq!(Ledger::restore(&bytes).unwrap(), ledger);
    std::fs::remove_file(&path).unwrap();

    println!("snapshot of {cells} cells and {claims} open reservations: {} bytes", bytes.len());
    println!("write                      {:>8.1} ms", millis(write));
    println!("read and check the bytes   {:>8.1} ms", millis(read));
    println!(
        "read, check and restore    {:>8.1} ms   {:.1} times",
        millis(restore),
        millis(restore) / millis(read)
    );
    tail(&bytes, cells, if quick { 200_000 } else { 10_000_000 });
}

/// Takes in the events behind a snapshot, in records of a thousand commands: orders of three lines on cells all over,
/// shipped or released when a hundred thousand others have come.
fn tail(snapshot: &[u8], cells: u32, count: usize) {
    let mut ledger = Ledger::restore(snapshot).unwrap();
    let open = u32::try_from(count / 60).unwrap().min(100_000);
    let (mut walked, mut took, mut told) = (Duration::ZERO, Duration::ZERO, 0);
    let mut record = Vec::new();
    for order in 0.. {
        record.extend(lines(order, cells).map(Event::Claimed));
        if let Some(old) = order.checked_sub(open) {
            record.extend(lines(old, cells).map(|claim| ends(old, claim)));
        }
        if record.len() >= 3000 {
            walked += timed(|| std::hint::black_box(walk(&record))).1;
            took += timed(|| ledger.evolve_all(&record)).1;
            told += record.len();
            record.clear();
        }
        if told >= count {
            break;
        }
    }
    println!("tail of {told} events");
    println!("walk through them          {:>8.1} ms", millis(walked));
    println!("take them in               {:>8.1} ms", millis(took));
}

/// The claims of one order, behind those of the snapshot.
fn lines(order: u32, cells: u32) -> impl Iterator<Item = Claim> {
    (0..3).map(move |number: u16| {
        let cell = (u64::from(order) * 3 + u64::from(number)) * 472_711 % u64::from(cells);
        let cell = u32::try_from(cell).unwrap();
        let items = cells / PLACES;
        Claim {
            line: LineId::new(OrderId::new(1_000_000 + order), LineNo::new(number)),
            item: ItemId::new(cell % items),
            place: PlaceId::new(cell / items),
            rank: Rank { priority: 0, since: since() },
            asked: Quantity::ZERO,
            reserved: Quantity::units(1),
        }
    })
}

/// What ends a claim: seven orders of ten are shipped, the others released.
fn ends(order: u32, claim: Claim) -> Event {
    let Claim { line, item, place, reserved, .. } = claim;
    if order % 10 >= 7 {
        return Event::Claimed(Claim { reserved: reserved.negated(), ..claim });
    }
    let (from, to, line) = (Account::Place(place), Account::Customer, Some(line));
    let (quantity, day) = (reserved, since().day_in(Zone::UTC));
    Event::Moved(Movement { item, from, to, quantity, from_reserve: quantity, line, day })
}

fn walk(events: &[Event]) -> i64 {
    let quantity = |event: &Event| match event {
        Event::Claimed(claim) => claim.reserved.millionths(),
        Event::Moved(movement) => movement.quantity.millionths(),
        _ => 0,
    };
    events.iter().map(quantity).fold(0, i64::wrapping_add)
}

/// When all of it happened.
fn since() -> Moment {
    Moment::parse("2026-03-02T10:00:00Z").unwrap()
}

fn stocked(cells: u32, claims: u32) -> Ledger {
    let mut ledger = Ledger::new();
    let (outlet, places) = (OutletId::new(0), PLACES);
    ledger.evolve(&Event::OutletOpened(outlet));
    for place in (0..places).map(PlaceId::new) {
        ledger.evolve(&Event::PlaceOpened { place, outlet });
    }
    let items = cells / places;
    ledger.evolve(&Event::ItemAdded(ItemId::new(items - 1)));
    let since = since();
    let day = since.day_in(Zone::UTC);
    for cell in (0..cells).rev() {
        let (place, item) = (PlaceId::new(cell / items), ItemId::new(cell % items));
        let (from, to, quantity) = (Account::Supplier, Account::Place(place), Quantity::units(100));
        let from_reserve = Quantity::ZERO;
        let came = Movement { item, from, to, quantity, from_reserve, line: None, day };
        ledger.evolve(&Event::Moved(came));
    }
    for claim in 0..claims {
        let cell = claim.wrapping_mul(611_953) % cells;
        let line = LineNo::new(u16::try_from(claim % 3).unwrap());
        ledger.evolve(&Event::Claimed(Claim {
            line: LineId::new(OrderId::new(claim / 3), line),
            item: ItemId::new(cell % items),
            place: PlaceId::new(cell / items),
            rank: Rank { priority: 0, since },
            asked: Quantity::ZERO,
            reserved: Quantity::units(1),
        }));
    }
    ledger
}

fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let value = run();
    (value, begun.elapsed())
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
