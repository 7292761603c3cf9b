//! How many orders a second go through each of the four ways in memory, from placed to sent?
//!
//! Beside them, in the same run: the plainest replay there is, which subtracts each line from a `HashMap` and
//! knows neither reviews nor papers nor reserves. Input: the 2,000 made-up orders with enough in stock, so that
//! every one is carried to its end; commands are made before the clock starts.
#![expect(clippy::unwrap_used, reason = "a bench that cannot be set up must stop")]

use std::{collections::HashMap, hint::black_box, path::Path};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use sklad::{base::Events, flow::Event, prelude::*};
use sklad_examples::{
    history::{Columns, History, OpeningStock, What},
    replay::{Setting, opened_shop},
};

/// The made-up orders, all of them genuine.
fn history() -> History {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/data/orders.csv");
    let eur = Currency::parse("EUR").unwrap();
    let mut history = History::read(&path, &Columns::default(), eur).unwrap();
    history.orders.iter_mut().for_each(|order| order.false_known_at = None);
    history
}

/// Each order is placed, confirmed, billed where its way has an open bill, and sent.
fn life(history: &History, way: Way) -> Vec<Envelope<Command>> {
    let mut wishes = Vec::new();
    for (index, order) in history.orders.iter().enumerate() {
        let id = OrderId::after(index).unwrap();
        let lines = order
            .lines
            .iter()
            .map(|line| DraftLine::new(line.sku.clone(), line.quantity, line.price));
        let terms = Terms::new(Currency::parse("EUR").unwrap(), PriceBasis::Gross);
        let (channel, number) = (order.channel.clone(), order.number.clone());
        let draft = Draft::new(channel, number, terms, lines.collect());
        wishes.push(Command::Place(Draft { place: order.warehouse.clone(), ..draft }));
        wishes.push(Command::Confirm(id));
        if matches!(way, Way::ClientOrder(_) | Way::OpenBill(_)) {
            wishes.push(Command::CloseBill(id));
        }
        wishes.push(Command::Send { order: id, share: Share::All });
    }
    let now = history.orders.last().unwrap().placed_at;
    let envelope = |(number, wish): (usize, Command)| {
        let id = CommandId::counted(now, number as u64);
        Envelope::new(id, Actor::System("bench".into()), now, wish)
    };
    wishes.into_iter().enumerate().map(envelope).collect()
}

fn carry_through(shop: &mut Shop, commands: &[Envelope<Command>]) -> usize {
    let mut events: Events<Event> = Events::new();
    let mut happened = 0;
    for command in commands {
        events.clear();
        shop.decide(command, &(), &mut events).unwrap();
        events.iter().for_each(|event| shop.evolve(event));
        happened += events.len();
    }
    happened
}

/// The baseline: what is there, less what is ordered, line by line.
fn plain_replay(history: &History, stock: &HashMap<String, i64>) -> i64 {
    let mut stock = stock.clone();
    let mut short = 0;
    for entry in &history.entries {
        let What::Placed { order } = entry.what else { continue };
        for line in history.orders[order].lines.iter().filter(|line| line.kept) {
            let there = stock.entry(line.sku.as_str().to_owned()).or_default();
            let taken = line.quantity.millionths().min(*there);
            *there -= taken;
            short += line.quantity.millionths() - taken;
        }
    }
    short
}

fn each_way(criterion: &mut Criterion) {
    let history = history();
    let stock = OpeningStock::days_of_demand(&history, 1_000);
    let setting = Setting { shortage: Shortage::Wait, ..Setting::default() };
    let mut group = criterion.benchmark_group("orders, 2000 of 3 lines");
    group.throughput(Throughput::Elements(history.orders.len() as u64));

    let plain: HashMap<_, _> = stock
        .lines
        .iter()
        .map(|line| (line.sku.as_str().to_owned(), line.quantity.millionths()))
        .collect();
    group.bench_function("plain replay of the CSV", |bench| {
        bench.iter(|| plain_replay(black_box(&history), &plain));
    });
    for way in setting.ways() {
        let shop = opened_shop(&history, &stock, way, &setting).unwrap();
        let commands = life(&history, way);
        group.bench_function(way.to_string(), |bench| {
            bench.iter_batched_ref(
                || shop.clone(),
                |shop| carry_through(shop, black_box(&commands)),
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, each_way);
criterion_main!(benches);
