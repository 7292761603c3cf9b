//! How many bytes does a customer's card take (P10), counted by the allocator? Beside: what the structs say, tables at the
//! fullest, and maps of strings that know the same keys and guard nothing.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench tells and may fail")]
#![expect(clippy::float_arithmetic, reason = "figures, not goods")]

use std::{alloc::System, collections::HashMap};

use sklad::{
    base::{Decider as _, Events, OrderId},
    party::{Policy, Register, Secret},
};
use sklad_examples::generate::customers::{Line, each_line};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let count = if quick { 50_000 } else { 1_000_000 };
    let (mut emptiest, mut fullest) = (0.0_f64, f64::MAX);
    let (before, mut register, mut events) = (live(), Register::new(), Events::new());
    let policy = Policy::new(Secret::new(7));
    let mut cards = 0;
    for (order, Line { said, .. }) in (0..).map(OrderId::new).zip(each_line(count, 20_260_302)) {
        events.clear();
        register.recognise((order, &said), &policy, &mut events).unwrap();
        events.iter().for_each(|event| register.evolve(event));
        cards = register.next_card().unwrap().number();
        // Tables double: just before they are at their fullest, just after at their emptiest.
        if order.index() % 64 == 0 && order.index() > count / 8 {
            drop(said);
            let each = f64::from(u32::try_from(live() - before).unwrap()) / f64::from(cards);
            (emptiest, fullest) = (emptiest.max(each), fullest.min(each));
        }
    }
    let each = |bytes: usize| f64::from(u32::try_from(bytes).unwrap()) / f64::from(cards);
    println!("{cards} cards of {count} orders, bytes a card by the allocator");
    println!("  at the end                {:>6.1}", each(live() - before));
    println!("  before tables grow        {fullest:>6.1} (goal 90)");
    println!("  after they have grown     {emptiest:>6.1}");
    let [cards, keys, pairs] = register.sizes();
    let bytes = Register::footprint();
    let all = cards * bytes.card + keys * bytes.key + pairs * bytes.pair + count * bytes.order;
    println!("  by the structs, fullest   {:>6.1}", each(all));
    drop(register);

    let before = live();
    let known = of_strings(count);
    println!("  HashMap<String, u32>      {:>6.1}, their text included", each(live() - before));
    drop(known);
}

/// What one writes at first: the keys as they are written.
fn of_strings(count: usize) -> HashMap<String, u32> {
    let mut first = HashMap::new();
    for (record, line) in (0..).zip(each_line(count, 20_260_302)) {
        let numbers = line.said.numbers.iter().map(|it| format!("{}:{}", it.country, it.text));
        for key in line.said.emails.iter().map(|email| email.to_lowercase()).chain(numbers) {
            first.entry(key).or_insert(record);
        }
    }
    first
}

/// Returns the bytes that are allocated now.
fn live() -> usize {
    let counted = COUNTED.stats();
    counted.bytes_allocated - counted.bytes_deallocated
}
