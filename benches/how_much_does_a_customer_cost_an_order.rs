//! What does looking the customer up cost an order that is placed? A shop that was opened with a secret beside one that was
//! not, batch by batch in turn; and beside the difference what a map of strings takes for the same words.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench tells and may fail")]
#![expect(clippy::float_arithmetic, reason = "figures, not goods")]

use std::{
    collections::HashMap,
    hint::black_box,
    time::{Duration, Instant},
};

use sklad::{
    base::{Events, PersonId, Personal},
    order::{Buyer, TaxNumber},
    party::{Policy, Register, Said, Secret},
    prelude::*,
};
use sklad_examples::generate::customers;

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let count: usize = if quick { 10_000 } else { 200_000 };
    let lines = customers::lines(count, 20_260_302);
    let (mut with, mut without) =
        (opened(Shop::new().with_secret(Secret::new(7))), opened(Shop::new()));
    let (mut register, mut events) = (Register::new(), Events::new());
    let (policy, mut strings) = (Policy::new(Secret::new(7)), HashMap::new());
    let mut times: [Vec<Duration>; 4] = Default::default();
    for (first, batch) in (0..).step_by(BATCH).zip(lines.chunks(BATCH)) {
        let orders = || (first..).zip(batch).map(|(at, line)| place(at, &line.said));
        let (one, other): (Vec<_>, Vec<_>) = (orders().collect(), orders().collect());
        times[0].push(timed(|| run(&mut with, one)));
        times[1].push(timed(|| run(&mut without, other)));
        times[2].push(timed(|| {
            for (order, line) in (first..).map(OrderId::new).zip(batch) {
                events.clear();
                register.recognise((order, &line.said), &policy, &mut events).unwrap();
                events.iter().for_each(|event| register.evolve(event));
            }
        }));
        times[3].push(timed(|| {
            for (record, line) in (first..).zip(batch) {
                black_box(in_strings(&mut strings, record, &line.said));
            }
        }));
    }
    // The later half: the first fills what was empty.
    let [with_it, without_it, alone, mapped] = times.map(|times| {
        let mut times = times[times.len() / 2..].to_vec();
        times.sort_unstable();
        times[times.len() / 2].as_secs_f64() * 1e9 / BATCH_OF
    });
    let cards = with.customers().cards().count();
    println!(
        "{count} orders of one line placed, {cards} cards; nanoseconds an order, medians of batches"
    );
    println!("  a shop with customers       {with_it:>7.0}");
    println!("  the same without            {without_it:>7.0}");
    println!("  what customers cost         {:>7.0}", with_it - without_it);
    println!("  of that the register alone  {alone:>7.0}");
    println!("  HashMap<String, _>          {mapped:>7.0}, no guards, no events");
}

/// Short, so that on a busy machine most batches are over before another program has its turn.
const BATCH: usize = 100;
const BATCH_OF: f64 = 100.0;

fn opened(mut shop: Shop) -> Shop {
    let (outlet, place) = (OutletCode::parse("WEB").unwrap(), PlaceCode::parse("MAIN").unwrap());
    let sku = Sku::parse("A-100").unwrap();
    let settings =
        Settings { otherwise: Way::ClientOrder(Reserve::WhenPlaced), ..Settings::default() };
    let (by, why) = (Quantity::units(10_000_000), WhyAdjusted::Opening);
    let commands = [
        Command::OpenOutlet(outlet.clone()),
        Command::OpenPlace { place: place.clone(), outlet },
        Command::Adopt(Box::new(settings)),
        Command::AddItem { sku: sku.clone(), kept: true },
        Command::Adjust { place, sku, by, why },
    ];
    run(
        &mut shop,
        (0..)
            .map(|at| envelope(at, Command::Confirm(OrderId::new(0))))
            .zip(commands)
            .map(|(envelope, command)| envelope.with(command))
            .collect(),
    );
    shop
}

fn envelope(at: u32, command: Command) -> Envelope<Command> {
    let moment = Moment::parse("2026-03-02T09:00:00Z").unwrap();
    Envelope::new(
        CommandId::counted(moment, at.into()),
        Actor::System("site".into()),
        moment,
        command,
    )
}

fn place(at: u32, said: &Said) -> Envelope<Command> {
    let eur = Currency::parse("EUR").unwrap();
    let price = Price::parse("19.90", eur).unwrap();
    let line = DraftLine::new(Sku::parse("A-100").unwrap(), Quantity::units(1), price);
    let number = OrderNumber::parse(&at.to_string()).unwrap();
    let terms = Terms::new(eur, PriceBasis::Gross);
    let draft = Draft::new(Channel::parse("site").unwrap(), number, terms, vec![line]);
    let numbers =
        said.numbers.iter().map(|it| TaxNumber::new(it.country.as_str(), it.text.as_str()));
    let email = said.emails.first().cloned().unwrap_or_default();
    let buyer = Buyer { email, numbers: numbers.collect(), ..Buyer::default() };
    let buyer = Some(Personal::new(PersonId::new(at.into()), buyer));
    envelope(at + 10, Command::Place(Draft { buyer, ..draft }))
}

fn run(shop: &mut Shop, commands: Vec<Envelope<Command>>) {
    let mut events = Events::new();
    for command in commands {
        events.clear();
        shop.run_into(&command, &(), &mut events).unwrap();
    }
}

/// What one writes at first: the card of the first record with that e-mail or number.
fn in_strings(first: &mut HashMap<String, u32>, record: u32, said: &Said) -> u32 {
    let numbers = said.numbers.iter().map(|number| format!("{}:{}", number.country, number.text));
    let keys = said.emails.iter().map(|email| email.trim().to_lowercase()).chain(numbers);
    let cards: Vec<u32> = keys.map(|key| *first.entry(key).or_insert(record)).collect();
    cards.into_iter().min().unwrap_or(record)
}

fn timed(run: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    run();
    begun.elapsed()
}
