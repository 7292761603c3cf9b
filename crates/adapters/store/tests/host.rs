//! A host: shops are opened when they are asked for, closed when idle, and never open twice.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    collections::HashMap,
    error::Error,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

use sklad_base::{Actor, CommandId, Envelope};
use sklad_stock::{Command, Ledger, Policy};
use sklad_store::{Fault, Host, Keeper, MemoryKeys, MemoryLog, NoShop, OpenError, Setup};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// Logs by their shops' names, and how often one was opened.
#[derive(Clone, Default)]
struct World {
    logs: Arc<Mutex<HashMap<String, (MemoryLog, MemoryKeys)>>>,
    opened: Arc<AtomicUsize>,
    fails: Arc<AtomicBool>,
}

impl World {
    fn host(&self, limit: usize) -> Host<Ledger> {
        let world = self.clone();
        Host::new(limit, move |shop: &str| {
            if world.fails.load(Ordering::SeqCst) {
                return Err(OpenError::from(Fault::retryable("the disk is away")));
            }
            world.opened.fetch_add(1, Ordering::SeqCst);
            let (log, keys) =
                world.logs.lock().unwrap().entry(shop.to_owned()).or_default().clone();
            Ok((log, keys, Setup::new(shop, Ledger::new(), Policy::default())))
        })
    }

    fn opened(&self) -> usize {
        self.opened.load(Ordering::SeqCst)
    }
}

fn add_item(keeper: &Keeper<Ledger>, number: u64) -> Result {
    let now = keeper.now();
    let who = Actor::System("test".into());
    keeper
        .send(Envelope::new(CommandId::counted(now, number), who, now, Command::AddItem))?
        .wait()?;
    Ok(())
}

fn items(keeper: &Keeper<Ledger>) -> Result<u32> {
    Ok(keeper.ask(|ledger| ledger.next_item().number())?.wait()?)
}

fn names(host: &Host<Ledger>) -> String {
    host.open_shops().join(" ")
}

#[test]
fn a_shop_is_opened_once_and_knows_what_it_knew_after_it_was_closed() -> Result {
    let world = World::default();
    let host = world.host(3);
    for number in 0..5 {
        add_item(&*host.shop("bakery")?, number)?;
    }
    assert_eq!(world.opened(), 1);
    assert_eq!(host.close_idle(Instant::now()), 1);
    assert_eq!(names(&host), "");
    assert_eq!(items(&*host.shop("bakery")?)?, 5);
    assert_eq!(world.opened(), 2);
    Ok(())
}

#[test]
fn the_one_that_nobody_asked_for_the_longest_makes_room() -> Result {
    let host = World::default().host(2);
    host.shop("bakery")?;
    host.shop("florist")?;
    host.shop("bakery")?;
    host.shop("grocer")?;
    assert_eq!(names(&host), "bakery grocer");
    Ok(())
}

#[test]
fn a_shop_in_use_stays_open_and_where_all_are_no_other_comes_in() -> Result {
    let host = World::default().host(2);
    let (bakery, florist) = (host.shop("bakery")?, host.shop("florist")?);
    let refused = host.shop("grocer").unwrap_err();
    assert!(matches!(&refused, NoShop::TooMany { shop, limit: 2 } if shop == "grocer"));
    assert_eq!(host.close_idle(Instant::now()), 0);
    add_item(&bakery, 1)?;
    drop(florist);
    host.shop("grocer")?;
    assert_eq!(names(&host), "bakery grocer");
    assert_eq!(items(&bakery)?, 1);
    Ok(())
}

#[test]
fn only_what_was_idle_for_long_is_closed() -> Result {
    let host = World::default().host(3);
    host.shop("bakery")?;
    let then = Instant::now();
    host.shop("florist")?;
    assert_eq!(host.close_idle(then), 1);
    assert_eq!(names(&host), "florist");
    Ok(())
}

#[test]
fn a_shop_that_cannot_be_opened_takes_no_place() -> Result {
    let world = World::default();
    let host = world.host(1);
    world.fails.store(true, Ordering::SeqCst);
    let error = host.shop("bakery").unwrap_err();
    assert_eq!(error.to_string(), "the disk is away");
    assert_eq!(names(&host), "");
    world.fails.store(false, Ordering::SeqCst);
    assert_eq!(items(&*host.shop("florist")?)?, 0);
    Ok(())
}

/// Eight threads ask for five shops where three may be open: whoever comes, each shop has one keeper, for two would drop
/// what the other one decided and the counts would not add up.
#[test]
fn many_ask_at_once_and_nothing_is_lost_or_done_twice() -> Result {
    const ROUNDS: u64 = 60;
    let world = World::default();
    let host = world.host(3);
    let ask = |thread: u64| {
        for round in 0..ROUNDS {
            let name = format!("shop {}", (thread + round) % 5);
            let keeper = loop {
                match host.shop(&name) {
                    Ok(keeper) => break keeper,
                    Err(NoShop::TooMany { .. }) => thread::yield_now(),
                    Err(other) => panic!("{other}"),
                }
            };
            add_item(&keeper, thread * ROUNDS + round).unwrap();
        }
    };
    thread::scope(|scope| (0..8).for_each(|thread| drop(scope.spawn(move || ask(thread)))));
    let counts = (0..5).map(|shop| items(&*host.shop(&format!("shop {shop}"))?));
    let counts: Vec<u32> = counts.collect::<Result<_>>()?;
    assert_eq!(counts, [96; 5]);
    assert!(host.open_shops().len() <= 3);
    Ok(())
}
