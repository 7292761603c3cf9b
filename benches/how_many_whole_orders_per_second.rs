//! How many whole orders a second does a shop carry in memory on one core, from placed to closed (P3)?
//!
//! Each order of about three lines is placed with its goods reserved, confirmed, billed, closed, sent and paid, through
//! the public API: ids are remembered, events are made and taken in. First with orders, stock and documents; then the
//! whole shop, with a customer looked for and stages followed. Beside them, in the same run: the ledger alone (P1).
//! `ONLY=books` or `ONLY=whole` runs that alone, for a profiler.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench tells and may fail")]
#![expect(clippy::float_arithmetic, reason = "figures, not goods")]
#![expect(dead_code, reason = "the rows beside are another bench's")]

mod shop;

use std::time::{Duration, Instant};

use sklad::{
    base::{Events, LineId, Once, RecordNo},
    flow::Event,
    party::Secret,
    prelude::*,
    stage::{Plan, Preset},
    stock,
};
use sklad_examples::history::History;

use self::shop::{draft, history, opened};

const SLICE: usize = 1_000;

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let (orders, rounds) = if quick { (5_000, 1) } else { (50_000, 5) };
    let history = history();
    let only = std::env::var("ONLY").ok();
    let is_asked = |name: &str| only.as_deref().is_none_or(|only| only == name);
    let median = |run: &dyn Fn() -> Duration| {
        let mut all: Vec<Duration> = (0..rounds).map(|_| run()).collect();
        all.sort_unstable();
        orders as f64 / all[rounds / 2].as_secs_f64()
    };
    let ledger = is_asked("ledger").then(|| median(&|| ledger_alone(&history, orders)));
    if let Some(rate) = ledger {
        println!("P1  {rate:>9.0} orders a second in the ledger alone: reserved, then shipped");
    }
    for (name, is_whole) in [("books", false), ("whole", true)] {
        if !is_asked(name) {
            continue;
        }
        let before = if is_whole { with_people(opened(&history)) } else { opened(&history) };
        let rate = median(&|| live(&history, &before, (orders, is_whole)));
        let part = ledger.map(|ledger| format!(", 1/{:.0} of the ledger alone", ledger / rate));
        let what = if is_whole { "the whole shop" } else { "orders, stock and documents" };
        println!("P3  {rate:>9.0} orders a second through {what}{}", part.unwrap_or_default());
    }
}

/// Opens it with a secret, so that customers are looked for, and with the usual nine stages.
fn with_people(shop: Shop) -> Shop {
    let mut shop = shop.with_secret(Secret::new(7));
    let scheme = Box::new(Preset::NINE_STAGES.scheme().unwrap());
    let adopt = Command::AdoptScheme { scheme, plan: Plan::default() };
    let envelope = Envelope::new(CommandId::counted(start(), 0), who(), start(), adopt);
    shop.run(&envelope, &()).unwrap();
    shop
}

fn live(history: &History, before: &Shop, (orders, is_whole): (usize, bool)) -> Duration {
    let mut once = Once::new(before.clone(), 3600);
    let mut out: Events<Event> = Events::new();
    let (mut took, mut record) = (Duration::ZERO, RecordNo::FIRST);
    let orders: Vec<usize> = (0..orders).collect();
    for few in orders.chunks(SLICE / 5) {
        let commands: Vec<_> = few.iter().flat_map(|at| life(history, *at, is_whole)).collect();
        out.clear();
        let begun = Instant::now();
        once.begin(record);
        let answers = once.run_all(&commands, &(), &mut out);
        took += begun.elapsed();
        record = record.next();
        assert!(answers.iter().all(Result::is_ok), "{:?}", answers.iter().find(|it| it.is_err()));
    }
    assert!(once.state().cases().all(|case| case.order().is_settled()));
    took
}

/// What is wished for one order.
fn life(history: &History, at: usize, is_whole: bool) -> [Envelope<Command>; 5] {
    let order = OrderId::after(at).unwrap();
    let draft = draft(history, at);
    let draft = if is_whole { told_more(draft, at) } else { draft };
    let way = PaymentWay::parse("card").unwrap();
    let paid = Edit::MarkPaid { way, reference: format!("tx-{at}") };
    let wishes = [
        Command::Place(draft),
        Command::Confirm(order),
        Command::CloseBill(order),
        Command::Send { order, share: Share::All },
        Command::Edit { order, edit: paid },
    ];
    let mut number = at as u64 * 5;
    wishes.map(|wish| {
        number += 1;
        Envelope::new(CommandId::counted(start(), number), who(), start(), wish)
    })
}

/// The same draft with a customer, who comes again after some thousands of orders, and with payment and delivery.
fn told_more(draft: Draft, at: usize) -> Draft {
    let person = at % 20_000;
    let buyer = Buyer {
        name: format!("Customer {person}"),
        email: format!("customer-{person}@shop.example"),
        phone: format!("+359 88 8{person:06}"),
        ..Buyer::default()
    };
    Draft {
        buyer: Some(Personal::new(PersonId::new(person as u64), buyer)),
        payment: Some(PaymentWay::parse("card").unwrap()),
        delivery: Some(DeliveryWay::parse("courier").unwrap()),
        ..draft
    }
}

/// The same orders' lines in the ledger alone: reserved, then shipped.
fn ledger_alone(history: &History, orders: usize) -> Duration {
    let shop = opened(history);
    let mut once = Once::new(shop.ledger().clone(), 3600);
    let (policy, mut out) = (shop.stock_policy(), Events::new());
    let (mut took, mut sent) = (Duration::ZERO, 0);
    let orders: Vec<usize> = (0..orders).collect();
    for few in orders.chunks(SLICE / 2) {
        let commands: Vec<_> = few
            .iter()
            .flat_map(|at| [false, true].map(|ships| booked(history, (*at, &shop), ships)))
            .map(|book| {
                sent += 1;
                Envelope::new(CommandId::counted(start(), sent), who(), start(), book)
            })
            .collect();
        out.clear();
        let begun = Instant::now();
        let answers = once.run_all(&commands, policy, &mut out);
        took += begun.elapsed();
        assert!(answers.iter().all(Result::is_ok), "{:?}", answers.iter().find(|it| it.is_err()));
    }
    took
}

fn booked(history: &History, (at, shop): (usize, &Shop), ships: bool) -> stock::Command {
    let its = &history.orders[at % history.orders.len()];
    let order = OrderId::after(at).unwrap();
    let named = its.warehouse.as_ref().and_then(|code| shop.catalogue().place_id(code));
    let place = named.unwrap_or(PlaceId::new(0));
    let entry = |(no, line): (u16, &sklad_examples::history::WebLine)| {
        let item = shop.catalogue().item_id(&line.sku).unwrap();
        let goods = stock::Goods { place, item, quantity: line.quantity };
        let line = LineId::new(order, LineNo::new(no));
        let rank = stock::Rank { priority: 0, since: start() };
        if ships {
            stock::Entry::Fulfil { line, goods }
        } else {
            stock::Entry::Reserve { line, goods, rank }
        }
    };
    stock::Command::Book((0..).zip(its.lines.iter().filter(|line| line.kept)).map(entry).collect())
}

fn who() -> Actor {
    Actor::System("bench".into())
}

/// 2026-06-01 10:00 UTC: after the history.
fn start() -> Moment {
    Moment::from_unix_micros(1_780_308_000_000_000).unwrap()
}
