//! A crew: many shops on few threads, and none of them at another's cost.

#![allow(
    dead_code,
    clippy::wildcard_enum_match_arm,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests; the machine has more than these need"
)]

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use sklad_base::RecordNo;
use sklad_store::{
    AppendError, Archived, Batch, Clock, Crew, Fault, Foundation, Host, Keeper, Limits, Log,
    MemoryKeys, MemoryLog, NotDone, OpenError, Position, ReadError, Receipt, Sealed, Setup,
    Snapshot, Stored,
};

use guests::{Guests, Wish, come, wish};

mod guests;

fn setup(shop: usize) -> Setup<Guests> {
    let start = guests::start();
    let setup = Setup::new(&format!("hotel {shop}"), Guests::default(), ());
    Setup { clock: Clock::new(move || start), queue: 1_000_000, ..setup }
}

fn open(crew: &Crew, log: impl Log, shop: usize) -> Keeper<Guests> {
    Keeper::open_on(crew, log, MemoryKeys::new(), setup(shop)).wait().unwrap()
}

fn inside(keeper: &Keeper<Guests>) -> usize {
    keeper.ask(|guests| guests.inside.len()).unwrap().wait().unwrap()
}

#[test]
fn two_hundred_shops_share_four_threads_and_lose_nothing() {
    const SHOPS: usize = 200;
    const EACH: u32 = 30;
    let crew = Crew::new(4).unwrap();
    let logs: Vec<MemoryLog> = (0..SHOPS).map(|_| MemoryLog::new()).collect();
    let open = |shop: usize| open(&crew, logs[shop].clone(), shop);
    let shops: Vec<Keeper<Guests>> = (0..SHOPS).map(open).collect();
    let answered = AtomicUsize::new(0);
    thread::scope(|scope| {
        for caller in 0..3 {
            let (shops, answered) = (&shops, &answered);
            scope.spawn(move || {
                for guest in (0..EACH).filter(|guest| guest % 3 == caller) {
                    let send =
                        |shop: &Keeper<Guests>| shop.send(wish(guest.into(), come(guest, "Ana")));
                    let waits: Vec<_> = shops.iter().map(|shop| send(shop).unwrap()).collect();
                    for wait in waits {
                        assert!(!wait.wait().unwrap().is_repeated);
                        answered.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    assert_eq!(answered.into_inner(), SHOPS * EACH as usize);
    assert!(shops.iter().all(|shop| inside(shop) == EACH as usize));
    drop(shops);
    for (shop, log) in logs.into_iter().enumerate() {
        let again = Keeper::open(log, MemoryKeys::new(), setup(shop)).wait().unwrap();
        assert_eq!(inside(&again), EACH as usize, "shop {shop}");
    }
}

#[test]
fn a_busy_shop_starves_no_other() {
    let (crew, log) = (Crew::new(1).unwrap(), Held::default());
    let slow = Arc::clone(&log.slow);
    let few = Setup { commands: 500, ..setup(0) };
    let busy = Keeper::open_on(&crew, log, MemoryKeys::new(), few).wait().unwrap();
    let quiet = open(&crew, MemoryLog::new(), 1);
    busy.send(wish(0, come(1, "Ana"))).unwrap().wait().unwrap();
    slow.store(true, Ordering::SeqCst);
    let slice = |slice: u64| (1..=500).map(move |at| wish(slice * 500 + at, Wish::Greet(1)));
    let waits: Vec<_> = (0..60).map(|at| busy.send_all(slice(at).collect()).unwrap()).collect();
    quiet.send(wish(1, come(1, "Ana"))).unwrap().wait().unwrap();
    assert_ne!(format!("{:?}", busy.desk()), "Desk where 0 wait", "each of the 60 takes its time");
    let answers = waits.into_iter().flat_map(|wait| wait.wait().unwrap());
    assert_eq!(answers.filter(Result::is_ok).count(), 30_000);
}

#[test]
fn a_shop_that_refuses_without_end_starves_no_other() {
    let crew = Crew::new(1).unwrap();
    let (busy, quiet) = (open(&crew, MemoryLog::new(), 0), open(&crew, MemoryLog::new(), 1));
    // The one thread is held until all is handed in.
    let (go, gate) = std::sync::mpsc::channel::<()>();
    let held = quiet.ask_latest(move |_| gate.recv().is_err()).unwrap();
    let slice = |slice: u64| (0..4000).map(move |at| wish(slice * 4000 + at, Wish::Greet(7)));
    let mut waits: Vec<_> =
        (0..100).map(|at| busy.send_all(slice(at).collect()).unwrap()).collect();
    let come_in = quiet.send(wish(1, come(1, "Ana"))).unwrap();
    drop(go);
    assert!(held.wait().unwrap());
    come_in.wait().unwrap();
    assert_ne!(format!("{:?}", busy.desk()), "Desk where 0 wait", "four hundred thousand refusals");
    let last = waits.pop().unwrap().wait().unwrap();
    assert!(last.iter().all(Result::is_err), "nobody is known there");
}

#[test]
fn closing_drains_and_lets_the_log_go_before_it_says_so() {
    let crew = Crew::new(2).unwrap();
    let log = Held::default();
    let held = Arc::clone(&log.held);
    let keeper = open(&crew, log, 0);
    let send = |guest: u32| keeper.send(wish(guest.into(), come(guest, "Ana"))).unwrap();
    let waits: Vec<_> = (0..500).map(send).collect();
    keeper.close().wait().unwrap();
    assert_eq!(Arc::strong_count(&held), 1, "the log is let go");
    waits.into_iter().for_each(|wait| drop(wait.wait().unwrap()));
    let late = keeper.send(wish(900, come(900, "Eve"))).map(sklad_store::Pending::wait);
    assert!(matches!(late, Err(NotDone::Ended) | Ok(Err(NotDone::Ended))), "{late:?}");
}

#[test]
fn what_is_due_happens_by_itself_in_each_shop() {
    let crew = Crew::new(2).unwrap();
    let open = |shop| {
        let setup = Setup { clock: Clock::system(), ..setup(shop) };
        Keeper::open_on(&crew, MemoryLog::new(), MemoryKeys::new(), setup).wait().unwrap()
    };
    let shops: Vec<Keeper<Guests>> = (0..20).map(open).collect();
    for shop in &shops {
        let stay = Wish::Come { id: 1, person: 1, name: "Ana".into(), seconds: Some(1) };
        let mut stay = wish(1, stay);
        stay.id = sklad_base::CommandId::counted(shop.now(), 1);
        shop.send(stay).unwrap().wait().unwrap();
        assert_eq!(inside(shop), 1);
    }
    let begun = Instant::now();
    let is_empty = |shop: &Keeper<Guests>| {
        shop.ask_latest(|guests| guests.inside.is_empty()).unwrap().wait().unwrap()
    };
    while !shops.iter().all(is_empty) {
        assert!(begun.elapsed() < Duration::from_secs(30), "nobody has left");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn shops_that_fail_or_panic_take_no_other_down() {
    let crew = Crew::new(2).unwrap();
    let fails = Arc::new(AtomicBool::new(true));
    let failing = |shop| open(&crew, Held { fails: Arc::clone(&fails), ..Held::default() }, shop);
    let failing: Vec<Keeper<Guests>> = (0..6).map(failing).collect();
    let waits: Vec<_> =
        failing.iter().map(|shop| shop.send(wish(1, come(1, "Ana"))).unwrap()).collect();
    let panics = open(&crew, MemoryLog::new(), 6);
    let asked = panics.ask(|_| -> u8 { panic!("a question of the test's") }).unwrap();
    assert!(matches!(asked.wait(), Err(NotDone::Ended)));
    assert!(panics.send(wish(1, come(1, "Ana"))).map_or(true, |wait| wait.wait().is_err()));
    let well = open(&crew, MemoryLog::new(), 7);
    for guest in 0..50 {
        well.send(wish(guest.into(), come(guest, "Ana"))).unwrap().wait().unwrap();
    }
    assert_eq!(inside(&well), 50);
    fails.store(false, Ordering::SeqCst);
    waits.into_iter().for_each(|wait| drop(wait.wait().unwrap()));
    assert!(failing.iter().all(|shop| inside(shop) == 1));
}

#[test]
fn a_keeper_learns_what_another_one_wrote_to_its_log() {
    let (crew, log) = (Crew::new(1).unwrap(), MemoryLog::new());
    let (here, there) = (open(&crew, log.clone(), 0), open(&crew, log, 0));
    there.send(wish(1, come(1, "Ana"))).unwrap().wait().unwrap();
    let begun = Instant::now();
    let latest = || here.ask_latest(|guests| guests.inside.len()).unwrap().wait().unwrap();
    while latest() == 0 {
        assert!(begun.elapsed() < Duration::from_secs(30), "it has not heard of it");
        thread::sleep(Duration::from_millis(5));
    }
    here.send(wish(2, come(2, "Eve"))).unwrap().wait().unwrap();
    assert_eq!(inside(&there), 2);
}

#[test]
fn a_host_opens_and_closes_its_shops_in_a_crew() {
    let crew = Crew::new(2).unwrap();
    let its = MemoryLog::new();
    let host = Host::on(crew, 3, move |shop: &str| {
        let log = if shop == "0" { its.clone() } else { MemoryLog::new() };
        Ok::<_, OpenError>((log, MemoryKeys::new(), setup(shop.len())))
    });
    host.shop("0").unwrap().send(wish(1, come(1, "Ana"))).unwrap().wait().unwrap();
    for shop in ["1", "2", "3", "4"] {
        assert_eq!(inside(&host.shop(shop).unwrap()), 0);
    }
    assert_eq!(host.open_shops().join(" "), "2 3 4");
    assert_eq!(inside(&host.shop("0").unwrap()), 1, "it was closed, and opened again");
}

/// A log that tells who holds it, fails for a while, or takes its time.
#[derive(Clone, Default)]
struct Held {
    log: MemoryLog,
    held: Arc<()>,
    fails: Arc<AtomicBool>,
    slow: Arc<AtomicBool>,
}

impl Log for Held {
    async fn append(&self, batch: &Batch) -> Result<Receipt, AppendError> {
        if self.fails.load(Ordering::SeqCst) {
            return Err(AppendError::Unknown { key: batch.key, why: "no answer came".to_owned() });
        }
        if self.slow.load(Ordering::SeqCst) {
            thread::sleep(Duration::from_millis(20));
        }
        self.log.append(batch).await
    }

    async fn get(&self, record: RecordNo) -> Result<Stored, ReadError> {
        self.log.get(record).await
    }

    async fn read(&self, after: Position) -> Result<Vec<Stored>, ReadError> {
        self.log.read(after).await
    }

    async fn head(&self) -> Result<Position, Fault> {
        self.log.head().await
    }

    fn changed(&self, after: Position) -> impl Future<Output = Result<Position, Fault>> + Send {
        self.log.changed(after)
    }

    async fn put_snapshot(&self, snapshot: Snapshot) -> Result<(), Fault> {
        self.log.put_snapshot(snapshot).await
    }

    async fn snapshot(&self, before: Option<Position>) -> Result<Option<Snapshot>, Fault> {
        self.log.snapshot(before).await
    }

    async fn seal(&self, foundation: Foundation) -> Result<Archived, ReadError> {
        self.log.seal(foundation).await
    }

    async fn foundation(&self) -> Result<Option<Sealed>, Fault> {
        self.log.foundation().await
    }

    fn limits(&self) -> Limits {
        self.log.limits()
    }
}
