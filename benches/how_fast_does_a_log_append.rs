//! How many orders a second does a log in a file take, one record after another? Beside it: a bare file, one write and
//! one fdatasync for each record.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench tells and may fail")]
#![expect(clippy::float_arithmetic, reason = "figures, not goods")]

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use sklad::base::RecordNo;
use sklad::sqlite::SqliteLog;
use sklad::store::{Batch, BatchKey, Log, MemoryLog, Position, wait};
use uuid::Uuid;

/// What an order of three lines takes in a record, in bytes: measured for the specification of the record.
const ORDER: usize = 71;

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let records = if quick { 20 } else { 1_000 };
    let folder = std::env::temp_dir().join(format!("sklad-append-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    println!("{records} records, one after another, each on the disk before the next one is sent");
    println!("orders   log          orders/s   median      99 %   worst   of the bare file");
    for orders in [1, 100, 1_000] {
        let record = bytes(orders * ORDER);
        let bare = bare(&folder.join(format!("bare-{orders}")), &record, records);
        let sqlite = SqliteLog::open(folder.join(format!("log-{orders}.sklad"))).unwrap();
        let sqlite = appended(&sqlite, &record, records);
        let memory = appended(&MemoryLog::new(), &record, records);
        for (name, times) in [("bare file", &bare), ("SQLite", &sqlite), ("memory", &memory)] {
            tell(orders, name, times, &bare);
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Bytes as random as ids are, from a seed.
fn bytes(count: usize) -> Vec<u8> {
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        state.to_be_bytes()[0]
    };
    (0..count).map(|_| next()).collect()
}

fn bare(path: &Path, record: &[u8], records: u64) -> Vec<Duration> {
    let mut file = File::create(path).unwrap();
    let mut write = || {
        file.write_all(record).unwrap();
        file.sync_data().unwrap();
    };
    (0..records).map(|_| timed(&mut write)).collect()
}

fn appended<L: Log>(log: &L, record: &[u8], records: u64) -> Vec<Duration> {
    let mut expected = Position::EMPTY;
    let mut append = |number| {
        let (key, bytes) = (BatchKey::new(Uuid::from_u128(number)), record.into());
        let record = RecordNo::new(u64::try_from(number).unwrap());
        let batch = Batch { key, expected, record, bytes };
        timed(|| expected = wait(log.append(&batch)).unwrap().position)
    };
    (1..=u128::from(records)).map(&mut append).collect()
}

fn tell(orders: usize, name: &str, times: &[Duration], bare: &[Duration]) {
    let total = |times: &[Duration]| times.iter().sum::<Duration>().as_secs_f64();
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let at = |percent: usize| sorted[(sorted.len() - 1) * percent / 100].as_secs_f64() * 1e6;
    let count = f64::from(u32::try_from(orders * times.len()).unwrap());
    println!(
        "{orders:>6}   {name:<10} {:>10.0} {:>6.0} µs {:>6.0} µs {:>4.1} ms {:>8.2}",
        count / total(times),
        at(50),
        at(99),
        at(100) / 1e3,
        total(bare) / total(times),
    );
}

fn timed(run: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    run();
    begun.elapsed()
}
