//! How a replayed shop opens, and how its site sends an order.

use std::collections::{BTreeMap, BTreeSet};

use sklad::{prelude::*, scenario};

use super::{Books, Replay};
use crate::history::{History, OpeningStock, WebOrder};

/// Opens a shop in the books with the history's items, its warehouses and the opening stock, its settings adopted.
///
/// Under transfer each warehouse gets one beside it that sends, named after it with `/B`.
pub(super) fn open_shop(
    books: &mut Books,
    replay: &Replay<'_>,
) -> Result<(), Box<dyn std::error::Error>> {
    let Replay { history, opening, way, setting } = *replay;
    let first = history.entries.first().map_or(Moment::FIRST, |entry| entry.at);
    let mut send = |command| books.send(first, command);
    let mut settings = Settings {
        scenario: scenario::Policy {
            at_placing: setting.shortage,
            at_close: setting.shortage,
            sending: Sending::BillFirst,
        },
        otherwise: way,
        ..Settings::default()
    };
    let outlet = OutletCode::parse("SHOP")?;
    send(Command::OpenOutlet(outlet.clone()))?;
    let named = history.orders.iter().map(|order| order.warehouse.clone());
    let warehouses: BTreeSet<_> = named
        .chain(opening.lines.iter().map(|line| line.warehouse.clone()))
        .map(warehouse)
        .collect();
    for place in warehouses {
        let opened = Command::OpenPlace { place: place.clone(), outlet: outlet.clone() };
        send(opened)?;
        if way == Way::Transfer {
            let beside = PlaceCode::parse(&format!("{place}/B"))?;
            settings.dispatch.insert(place, beside.clone());
            let opened = Command::OpenPlace { place: beside, outlet: outlet.clone() };
            send(opened)?;
        }
    }
    send(Command::Adopt(Box::new(settings)))?;
    let ordered = history.orders.iter().flat_map(|order| &order.lines);
    let mut items: BTreeMap<_, _> = ordered.map(|line| (line.sku.clone(), line.kept)).collect();
    items.extend(opening.lines.iter().map(|line| (line.sku.clone(), true)));
    for (sku, kept) in items {
        send(Command::AddItem { sku, kept })?;
    }
    for line in opening.lines.iter().filter(|line| line.quantity.is_positive()) {
        let (place, sku) = (warehouse(line.warehouse.clone()), line.sku.clone());
        let by = line.quantity;
        let opened = Command::Adjust { place, sku, by, why: WhyAdjusted::Opening };
        send(opened)?;
    }
    Ok(())
}

/// Returns such a shop in memory.
///
/// # Errors
/// The shop's refusals, when a name of the history is not one.
pub fn opened_shop(
    history: &History,
    opening: &OpeningStock,
    way: Way,
    setting: &super::Setting,
) -> Result<Shop, Box<dyn std::error::Error>> {
    let mut books = Books::in_memory();
    open_shop(&mut books, &Replay { history, opening, way, setting })?;
    Ok(books.into_shop())
}

/// Orders without a warehouse are served from the one called MAIN.
pub(super) fn warehouse(named: Option<PlaceCode>) -> PlaceCode {
    named
        .or_else(|| PlaceCode::parse("MAIN").ok())
        .unwrap_or_else(|| unreachable!("MAIN is a code"))
}

/// Writes an order of the history as the shop's site would send it.
pub(super) fn draft(order: &WebOrder) -> Draft {
    let line = |line: &crate::history::WebLine| {
        DraftLine::new(line.sku.clone(), line.quantity, line.price)
    };
    let currency = order.lines.first().map_or_else(euro, |line| line.price.currency());
    let terms = Terms::new(currency, PriceBasis::Gross);
    let lines = order.lines.iter().map(line).collect();
    Draft {
        payment: PaymentWay::parse(&order.payment).ok(),
        delivery: DeliveryWay::parse(&order.delivery).ok(),
        place: Some(warehouse(order.warehouse.clone())),
        buyer: order.customer.as_deref().map(buyer),
        ..Draft::new(order.channel.clone(), order.number.clone(), terms, lines)
    }
}

/// A customer of the history: their code there is all that it knows of them, and the person's number is made from it.
fn buyer(code: &str) -> Personal<Buyer> {
    let digest =
        code.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(131).wrapping_add(byte.into()));
    Personal::new(PersonId::new(digest), Buyer { name: code.to_owned(), ..Buyer::default() })
}

/// The currency of an order without lines, which the shop refuses anyway.
fn euro() -> Currency {
    Currency::parse("EUR").unwrap_or_else(|_| unreachable!("EUR is a currency"))
}
