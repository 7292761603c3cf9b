//! Where histories end, for two of them to be compared.

use sklad_base::Quantity;
use sklad_document::{Kind, State};
use sklad_flow::{Case, Event};
use sklad_order::Event as Told;
use sklad_scenario::Way;

use super::{World, act::Act, cells, names, setting::Setting, sums};

/// What is left at the end of a way, with the order lines' billed quantity and amount.
pub(crate) type End = (Vec<(Quantity, Quantity, Quantity)>, Vec<(Quantity, rust_decimal::Decimal)>);

/// Lives a story the one way, and carries it to its end.
pub(crate) fn lived(story: &[Act], way: Way, plenty: bool) -> World {
    let opening = if plenty { 10_000 } else { 5 };
    let mut world = World::open(&Setting { opening, way: Some(way), ..Setting::plenty() });
    for act in story {
        // With scarce goods a bill waits where another takes in part: roads differ before the end.
        if plenty || !matches!(act, Act::Send { .. } | Act::Home { .. } | Act::CloseBill(_)) {
            world.act(act);
        }
    }
    world.carry_to_the_end();
    assert!(world.shop.cases().all(|case| case.order().is_settled()), "{way}: all is sent");
    world
}

/// What each line of each order costs on its papers, then its charges, then the receipt.
pub(crate) fn costs(world: &World) -> Vec<String> {
    let of = |case: &Case| {
        let lines = case.order().lines().map(|(no, _)| sums::billed(case, no).to_string());
        let charges = sums::charges_of(case).to_string();
        let receipt = case.order().receipt().unwrap().to_string();
        lines.chain([charges, receipt]).collect::<Vec<_>>()
    };
    world.shop.cases().flat_map(of).collect()
}

/// Carries a story to its end, and says what is left.
pub(crate) fn end_of(story: &[Act], way: Way, plenty: bool) -> End {
    let world = lived(story, way, plenty);
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
    let Some(id) = world.case(order).map(Case::id) else { return Vec::new() };
    let its = |event: &Event| match event {
        Event::Placed { order, placed, .. } if *order == id => Some(format!("{:?}", placed.lines)),
        // Numbers of documents go by what others wrote before; what the units cost does not.
        Event::Order {
            order,
            event: Told::Billed { lines, .. } | Told::Unbilled { lines, .. },
        } if *order == id => Some(format!("{lines:?}")),
        // The clock goes by what others did before.
        Event::Order { order, event: Told::Paid(it) } if *order == id => {
            Some(format!("paid {} {}", it.reference, it.amount))
        }
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
