//! Where histories end, for two of them to be compared.

use sklad_base::Quantity;
use sklad_document::{Kind, State};
use sklad_flow::Event;
use sklad_order::Event as Told;
use sklad_scenario::Way;

use super::{World, act, act::Act, cells, names, setting::Setting};

/// What is left at the end of a way, with the order lines' billed quantity and amount.
pub(crate) type End = (Vec<(Quantity, Quantity, Quantity)>, Vec<(Quantity, rust_decimal::Decimal)>);

/// Carries a story to its end: goods come, all is confirmed, invoiced and sent.
pub(crate) fn end_of(story: &[Act], way: Way, plenty: bool) -> End {
    let opening = if plenty { 10_000 } else { 5 };
    let mut world = World::open(&Setting { opening, way: Some(way), ..Setting::plenty() });
    for act in story {
        // With scarce goods a bill waits where another takes in part: roads differ before the end.
        if plenty || !matches!(act, Act::Send { .. } | Act::Home { .. } | Act::CloseBill(_)) {
            world.act(act);
        }
    }
    for (place, item) in cells().filter(|(place, item)| *place < 2 && *item < 3) {
        world.act(&Act::Receive { place, item, quantity: 10_000 });
    }
    for order in 0..act::ORDERS {
        world.act(&Act::Confirm(order));
        world.act(&Act::Send { order, part: None });
    }
    assert!(world.shop.cases().all(|case| case.order().is_settled()), "{way}: all is sent");
    let left = cells().map(|(place, item)| {
        let (place, item) = names(place, item);
        let cell = world.shop.cell(place.as_str(), item.as_str()).unwrap();
        (cell.on_hand(), cell.reserved(), cell.pending())
    });
    let billed = world.shop.cases().flat_map(|case| {
        let lines = case.order().lines().map(|(no, _)| no);
        lines.map(|no| {
            case.papers().documents().iter().fold(
                Default::default(),
                |(sum, amount): (Quantity, rust_decimal::Decimal), paper| {
                    let sign = match paper.sheet.kind {
                        _ if paper.sheet.state == State::Cancelled => 0,
                        Kind::Bill => 1,
                        Kind::Storno | Kind::Return => -1,
                        _ => 0,
                    };
                    let its = paper.sheet.lines.iter().filter(|line| line.line == no);
                    its.fold((sum, amount), |(sum, amount), line| {
                        let quantity = Quantity::from_millionths(line.quantity.millionths() * sign);
                        let price = line.price.unwrap().amount();
                        (sum.saturating_add(quantity), amount + price * quantity.to_decimal())
                    })
                },
            )
        })
    });
    (left.collect(), billed.collect())
}

/// What was decided about an order: its events, the places of its lines, what was promised to it.
pub(crate) fn decisions(world: &World, order: u8) -> Vec<String> {
    let Some(id) = world.case(order).map(sklad_flow::Case::id) else { return Vec::new() };
    let its = |event: &Event| match event {
        Event::Placed { order, placed, .. } if *order == id => Some(format!("{:?}", placed.lines)),
        // Numbers of documents go by what others wrote before; what the units cost does not.
        Event::Order {
            order,
            event: Told::Billed { lines, .. } | Told::Unbilled { lines, .. },
        } if *order == id => Some(format!("{lines:?}")),
        Event::Order { order, event } if *order == id => Some(format!("{event:?}")),
        Event::Stock(sklad_stock::Event::Claimed(claim)) if claim.line.order() == id => {
            let reserved = claim.reserved;
            Some(format!("{} {} {reserved}", claim.line.line(), claim.place))
        }
        _ => None,
    };
    world.log.iter().filter_map(its).collect()
}

/// What was received, adjusted, moved and held for no order.
pub(crate) fn free_goods(world: &World) -> Vec<String> {
    let free = world.log.iter().filter_map(|event| match event {
        Event::Stock(sklad_stock::Event::Moved(it)) if it.line.is_none() => {
            Some(format!("{} {:?} {:?} {}", it.item, it.from, it.to, it.quantity))
        }
        Event::Stock(sklad_stock::Event::Held { .. }) => Some(format!("{event:?}")),
        _ => None,
    });
    free.collect()
}
