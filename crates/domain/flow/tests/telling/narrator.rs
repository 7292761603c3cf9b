//! What happened in a shop, in plain words.

use std::collections::{BTreeMap, BTreeSet};

use sklad_base::{
    Actor, CommandId, Decider, Envelope, ItemId, LineId, LineNo, Moment, OrderId, PlaceId, Quantity,
};
use sklad_document::{Document, Event as Paper, State};
use sklad_flow::{Case, Event, Preview, Shop};
use sklad_order::{Bound, Event as Ordered, Units};
use sklad_stock::Cell;

/// Says what happened: to orders and papers in their order, then what stands on the shelves, then who goes short.
pub(crate) fn narrate(before: &Shop, after: &Shop, events: &[Event]) -> Vec<String> {
    let mut so_far = before.clone();
    let mut lines = Vec::new();
    for event in events {
        lines.extend(of_event((&so_far, after), event));
        so_far.evolve(event);
    }
    let (was, is) = (cells(before), cells(after));
    let keys: BTreeSet<_> = was.keys().chain(is.keys()).copied().collect();
    let changed = keys.into_iter().filter(|key| was.get(key) != is.get(key));
    lines.extend(changed.map(|key| shelf(after, key, is.get(&key).copied().unwrap_or_default())));
    let (was, is) = (short(before), short(after));
    if was != is {
        let nobody = vec!["nobody is short any more".to_owned()];
        lines.extend(if is.is_empty() { nobody } else { is });
    }
    lines
}

/// Says what stands on all shelves.
pub(crate) fn stock(shop: &Shop) -> Vec<String> {
    cells(shop).into_iter().map(|(key, cell)| shelf(shop, key, cell)).collect()
}

/// Says how an order stands, line by line.
pub(crate) fn order(shop: &Shop, case: &Case) -> Vec<String> {
    let lines = case.order().lines().map(|(no, line)| {
        let parts = [
            ("ordered", line.ordered()),
            ("cancelled", line.cancelled()),
            ("waiting", line.waiting()),
            ("taken", line.taken()),
            ("sent", line.sent()),
            ("came back", line.bound(Bound::CameBack)),
            ("returned", line.bound(Bound::Returned)),
            ("written off", line.bound(Bound::WrittenOff)),
            ("requested", line.requested()),
            ("dismissed", line.dismissed()),
        ];
        let parts = parts.iter().filter(|part| !part.1.is_zero());
        let parts: Vec<_> = parts.map(|(word, quantity)| format!("{word} {quantity}")).collect();
        format!("{}: {}", item(shop, LineId::new(case.id(), no)), parts.join(", "))
    });
    lines.collect()
}

/// Lists an order's papers with what they follow from.
pub(crate) fn papers(shop: &Shop, case: &Case) -> Vec<String> {
    let paper = |paper: &Document| {
        let state = match paper.sheet.state {
            State::Open => "open".to_owned(),
            State::Closed(day) => format!("closed on {day}"),
            State::Cancelled => "cancelled".to_owned(),
        };
        let parents: Vec<_> = paper
            .parents()
            .iter()
            .filter_map(|id| case.papers().get(*id))
            .map(ToString::to_string)
            .collect();
        let from = if parents.is_empty() {
            String::new()
        } else {
            format!(", from {}", parents.join(", "))
        };
        let outside = paper
            .sheet
            .outside
            .iter()
            .map(|outside| format!(", {outside} elsewhere"))
            .collect::<String>();
        format!("{paper}{}, {state}{from}{outside}", content(shop, paper))
    };
    case.papers().documents().iter().map(paper).collect()
}

/// Says what an order costs.
pub(crate) fn receipt(case: &Case) -> Vec<String> {
    case.order().receipt().unwrap().to_string().lines().map(str::to_owned).collect()
}

/// Lists what stands on an order's papers in money.
pub(crate) fn amounts(shop: &Shop, case: &Case) -> Vec<String> {
    let closed = |it: &&Document| matches!(it.sheet.state, State::Closed(_));
    let mut told = Vec::new();
    for paper in case.papers().documents().iter().filter(closed) {
        for line in &paper.sheet.lines {
            let Some(amounts) = line.amounts else { continue };
            let sku = item(shop, LineId::new(case.id(), line.line));
            told.push(format!("{paper}: {sku} {}: {amounts}", line.quantity));
        }
        told.extend(paper.sheet.charges.map(|charges| format!("{paper}: beside: {charges}")));
    }
    told
}

/// Says what a command would do.
pub(crate) fn preview(shop: &Shop, preview: &Preview) -> Vec<String> {
    let mut told = Vec::new();
    if let (Some(difference), Some(after)) = (preview.difference, &preview.after) {
        told.push(format!("the total would change by {difference}"));
        told.push(format!("outstanding would be {}", after.outstanding));
    }
    let cells = preview.cells.iter().filter(|it| it.before != it.after);
    told.extend(cells.map(|it| format!("would be {}", shelf(shop, (it.place, it.item), it.after))));
    told
}

/// Says who goes short, first served first.
pub(crate) fn short(shop: &Shop) -> Vec<String> {
    let line = |it: sklad_flow::ShortLine| {
        format!("short: order {} lacks {} of {} at {}", it.number, it.missing, it.sku, it.place)
    };
    shop.shortages().map(line).collect()
}

fn of_event((so_far, shop): (&Shop, &Shop), event: &Event) -> Option<String> {
    match event {
        Event::Placed { order, way, .. } => {
            Some(format!("order {} is placed, by {way}", number(shop, *order)))
        }
        Event::Left { order, .. } => Some(format!("order {} leaves", number(so_far, *order))),
        Event::Back { order, .. } => Some(format!("order {} is back", number(shop, *order))),
        Event::Forgotten(person) => Some(format!("{person} is forgotten")),
        Event::Party(event) => super::customers::narrate(shop, event),
        Event::Adopted(_)
        | Event::Keyed(_)
        | Event::Finished { .. }
        | Event::Started(_)
        | Event::OutletNamed { .. }
        | Event::PlaceNamed { .. }
        | Event::ItemNamed { .. } => None,
        Event::Order { order, event } => of_order((so_far, shop), *order, event),
        Event::Document { order, event } => of_paper(shop, *order, event),
        Event::Stock(sklad_stock::Event::DayClosed { outlet, day }) => {
            Some(format!("{day} of {} is closed", shop.catalogue().outlet(*outlet)?))
        }
        Event::Stock(_) => None,
        Event::SchemeAdopted(scheme) => {
            Some(format!("scheme {} is adopted", scheme.draft().scheme))
        }
        Event::Stage(event) => {
            let note = event.note()?;
            let said = note.comment.as_ref().map(|words| format!(" ({words})"));
            let its = format!("order {}", number(shop, note.order));
            Some(format!("{its}: {}{}", note.what, said.unwrap_or_default()))
        }
    }
}

fn of_order((so_far, shop): (&Shop, &Shop), order: OrderId, event: &Ordered) -> Option<String> {
    let of = |Units { line, quantity }: &Units| {
        format!(
            "order {}: {quantity} of {}",
            number(shop, order),
            item(shop, LineId::new(order, *line))
        )
    };
    let its = format!("order {}", number(shop, order));
    Some(match event {
        Ordered::Confirmed => format!("{its} is confirmed"),
        Ordered::LineAdded(line) => {
            let sku = &shop.catalogue().item(line.item)?.sku;
            format!("{its}: {} of {sku} added", line.quantity)
        }
        Ordered::Grown(units) => format!("{} more", of(units)),
        Ordered::Shrunk(units) => format!("{} less", of(units)),
        Ordered::Rejected { units, reason } => format!("{} cancelled, {reason}", of(units)),
        Ordered::MarkedFalse { reason } => format!("{its} is false, {reason}"),
        Ordered::Cancelled { reason } => format!("{its} is cancelled, {reason}"),
        Ordered::Taken(_) | Ordered::Billed { .. } | Ordered::Unbilled { .. } => return None,
        Ordered::Sent(units) => format!("{} sent", of(units)),
        Ordered::Settled { units, bound } => {
            let course = match bound {
                Bound::CameBack => "came back",
                Bound::Returned => "returned",
                Bound::WrittenOff => "written off",
            };
            format!("{} {course}", of(units))
        }
        Ordered::Collected(_)
        | Ordered::PriceChanged { .. }
        | Ordered::VatChanged { .. }
        | Ordered::LineDiscounted { .. }
        | Ordered::OrderDiscounted(_)
        | Ordered::Rearranged { .. }
        | Ordered::BuyerChanged(_)
        | Ordered::GroupChanged(_)
        | Ordered::Commented(_)
        | Ordered::Paid(_)
        | Ordered::Refunded(_)
        | Ordered::ReturnRequested(_)
        | Ordered::ReturnAnswered { .. } => {
            let moment = Moment::FIRST;
            let id = CommandId::counted(moment, 0);
            let told = Envelope::new(id, Actor::System("story".into()), moment, ());
            let line = so_far.case(order)?.order().log_line(&told, event);
            let was = if line.was.is_empty() { line.was } else { format!("{} -> ", line.was) };
            format!("{its}: {}: {was}{}", line.what, line.is)
        }
    })
}

fn of_paper(shop: &Shop, order: Option<OrderId>, event: &Paper) -> Option<String> {
    let name = |id| Some(shop.document(id)?.1.to_string());
    Some(match event {
        Paper::Opened(paper) => {
            let at = match paper.sheet.to {
                Some(to) => {
                    format!(" from {} to {}", place(shop, paper.sheet.place), place(shop, to))
                }
                None => format!(" at {}", place(shop, paper.sheet.place)),
            };
            let state = match paper.sheet.state {
                State::Closed(day) => format!("closed on {day}"),
                State::Open | State::Cancelled => "open".to_owned(),
            };
            format!("{paper}{}{at}{}, {state}", of(shop, order), content(shop, paper))
        }
        Paper::Amended { document, line, by } => {
            let sku = &shop.catalogue().item(line.item)?.sku;
            if by.is_zero() {
                return Some(format!("{}: {sku} at {}", name(*document)?, line.price?));
            }
            let sign = if by.is_negative() { "" } else { "+" };
            format!("{}: {sku} {sign}{by}", name(*document)?)
        }
        Paper::Closed { document, day, .. } => format!("{} is closed on {day}", name(*document)?),
        Paper::Cancelled(document) => format!("{} is cancelled", name(*document)?),
        Paper::Voided(void) => void.to_string(),
    })
}

/// Says whose a paper is.
fn of(shop: &Shop, order: Option<OrderId>) -> String {
    order.map(|order| format!(" of order {}", number(shop, order))).unwrap_or_default()
}

/// Says what stands on a paper.
fn content(shop: &Shop, paper: &Document) -> String {
    let line = |line: &sklad_document::Line| {
        let sku = shop.catalogue().item(line.item).map(|item| item.sku.to_string());
        format!("{} {}", sku.unwrap_or_default(), line.quantity)
    };
    let lines: Vec<_> = paper.sheet.lines.iter().map(line).collect();
    if lines.is_empty() { String::new() } else { format!(": {}", lines.join(", ")) }
}

fn cells(shop: &Shop) -> BTreeMap<(PlaceId, ItemId), Cell> {
    let places = shop.catalogue().places();
    let cells = places.flat_map(|(place, _)| {
        shop.ledger().cells(place).map(move |(item, cell)| ((place, item), cell))
    });
    cells.collect()
}

fn shelf(shop: &Shop, (place_id, item): (PlaceId, ItemId), cell: Cell) -> String {
    let sku = shop.catalogue().item(item).map(|item| item.sku.to_string()).unwrap_or_default();
    let optional = |word: &str, quantity: Quantity| {
        if quantity.is_zero() { String::new() } else { format!(", {word} {quantity}") }
    };
    let parts = [
        optional("reserved", cell.reserved()),
        optional("held", cell.held()),
        optional("pending", cell.pending()),
    ];
    format!(
        "{sku} at {}: on hand {}{}, available {}",
        place(shop, place_id),
        cell.on_hand(),
        parts.concat(),
        cell.available()
    )
}

pub(crate) fn number(shop: &Shop, order: OrderId) -> String {
    shop.case(order).map(|case| case.order().number().to_string()).unwrap_or_default()
}

fn place(shop: &Shop, place: PlaceId) -> String {
    shop.catalogue().place(place).map(ToString::to_string).unwrap_or_default()
}

fn item(shop: &Shop, line: LineId) -> String {
    let no: LineNo = line.line();
    let item = shop.case(line.order()).and_then(|case| Some(case.order().line(no)?.asked().item));
    let item = item.and_then(|item| shop.catalogue().item(item));
    item.map(|item| item.sku.to_string()).unwrap_or_default()
}
