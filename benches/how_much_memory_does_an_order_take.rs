//! How many bytes does a live order of three lines take, and how many one that has left (P8, the last two figures)?
//!
//! Live: what the process grew by, all of it counted, with reserves in the ledger and an open bill; read from
//! `/proc/self/statm`, where there is one. Departed: what the shop says it keeps for good. Beside both: the sizes of
//! the structs.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a bench tells and may fail")]

use std::mem::size_of;

use sklad::{base::Events, document, order, prelude::*};

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    // Three quarters of a power of two: tables are neither at their fullest nor just grown.
    let orders: u32 = if quick { 12_288 } else { 196_608 };
    let way = Way::OpenBill(Reserve::WhenPlaced);
    let mut shop = opened(Settings { otherwise: way, ..Settings::default() });
    let before = resident();
    (0..orders).for_each(|number| run(&mut shop, place(number)));
    let after = resident();
    println!(
        "structs: Case {}, Order {} in it; a line of it {}; Document {}, a line of it {}",
        size_of::<Case>(),
        size_of::<order::Order>(),
        size_of::<order::Line>(),
        size_of::<document::Document>(),
        size_of::<document::Line>()
    );
    match before.zip(after) {
        Some((before, after)) => {
            let each = (after - before) / u64::from(orders);
            println!("a live order of three lines, open bill, reserved: {each} bytes (goal 1200)");
        }
        None => println!("skipped: a live order is measured where there is /proc/self/statm"),
    }
    assert_eq!(shop.cases().count(), orders as usize);
    drop(shop);

    let fullest = orders / 3 * 4;
    let otherwise = Way::ClosedBill;
    let mut shop = opened(Settings { otherwise, leave_after: Some(0), ..Settings::default() });
    for number in 0..fullest {
        run(&mut shop, place(number));
        let order = OrderId::new(number);
        run(&mut shop, Command::Send { order, share: Share::All });
        let way = PaymentWay::parse("card").unwrap();
        let paid = Edit::MarkPaid { way, reference: "tx".to_owned() };
        run(&mut shop, Command::Edit { order, edit: paid });
    }
    run(&mut shop, Command::AddItem { sku: Sku::parse("LAST").unwrap(), kept: true });
    let kept = shop.footprint();
    assert_eq!((kept.live, kept.orders), (0, fullest as usize));
    let each = kept.order_bytes.div_ceil(kept.orders);
    let paper = kept.document_bytes.div_ceil(kept.documents as usize);
    let papers = (kept.documents as usize).div_ceil(kept.orders);
    println!(
        "a departed order: {each} bytes and {paper} for each of its documents ({papers} here)"
    );
    println!("together: {} bytes (goal 40)", each + paper * papers);
}

fn opened(settings: Settings) -> Shop {
    let mut shop = Shop::new();
    let (outlet, place) = (OutletCode::parse("WEB").unwrap(), PlaceCode::parse("MAIN").unwrap());
    run(&mut shop, Command::OpenOutlet(outlet.clone()));
    run(&mut shop, Command::OpenPlace { place: place.clone(), outlet });
    run(&mut shop, Command::Adopt(Box::new(settings)));
    let quantity = Quantity::units(10_000_000);
    for item in 0..ITEMS {
        let sku = sku(item);
        run(&mut shop, Command::AddItem { sku: sku.clone(), kept: true });
        let (place, why) = (place.clone(), WhyAdjusted::Opening);
        run(&mut shop, Command::Adjust { place, sku, by: quantity, why });
    }
    shop
}

/// Runs a command, a second after the one before.
fn run(shop: &mut Shop, command: Command) {
    let now = Moment::parse("2026-03-02T10:00:00Z").unwrap();
    let now = now.plus_seconds(i64::from(shop.numbers().documents()) * 3);
    let now = if matches!(command, Command::Place(_) | Command::AddItem { .. }) {
        now.plus_seconds(2)
    } else {
        now
    };
    let id = CommandId::counted(now, 0);
    let envelope = Envelope::new(id, Actor::System("bench".into()), now, command);
    let mut events = Events::new();
    shop.run_into(&envelope, &(), &mut events).unwrap();
    events.clear();
    shop.due(now, &(), &mut events);
    events.iter().for_each(|event| shop.evolve(event));
}

fn place(number: u32) -> Command {
    let eur = Currency::parse("EUR").unwrap();
    let terms = Terms::new(eur, PriceBasis::Gross);
    let line = |item: u32| {
        let price = Price::parse("19.90", eur).unwrap();
        DraftLine::new(sku((number * 3 + item) % ITEMS), Quantity::units(2), price)
    };
    let number = OrderNumber::parse(&number.to_string()).unwrap();
    let channel = Channel::parse("site").unwrap();
    Command::Place(Draft::new(channel, number, terms, (0..3).map(line).collect()))
}

fn sku(item: u32) -> Sku {
    Sku::parse(&format!("ITEM-{item}")).unwrap()
}

/// Returns the bytes of memory that this process has in use, where the system says so.
fn resident() -> Option<u64> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = statm.split(' ').nth(1)?.parse().ok()?;
    Some(pages * 4096)
}

const ITEMS: u32 = 1_000;
