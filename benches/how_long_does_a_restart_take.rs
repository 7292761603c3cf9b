//! How long until a ledger stands again from its snapshot (P7, first half)? Beside it: reading and checking the bytes.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench tells and may fail")]
#![expect(clippy::float_arithmetic, reason = "figures, not goods")]

use std::time::{Duration, Instant};

use sklad::base::{
    Decider, Digest, ItemId, LineId, LineNo, Moment, OrderId, OutletId, PlaceId, Quantity,
};
use sklad::stock::{Account, Claim, Event, Ledger, Movement, Rank};

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
}

fn stocked(cells: u32, claims: u32) -> Ledger {
    let mut ledger = Ledger::new();
    let (outlet, places) = (OutletId::new(0), 4);
    ledger.evolve(&Event::OutletOpened(outlet));
    for place in (0..places).map(PlaceId::new) {
        ledger.evolve(&Event::PlaceOpened { place, outlet });
    }
    let items = cells / places;
    ledger.evolve(&Event::ItemAdded(ItemId::new(items - 1)));
    let since = Moment::parse("2026-03-02T10:00:00Z").unwrap();
    let day = since.day_in(sklad::base::Zone::UTC);
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
