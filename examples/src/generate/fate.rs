//! What becomes of an order.

use super::{
    Item, Row,
    calendar::{DAY, HOUR, MINUTE, later},
    random::Random,
    sale::{Order, SHOP_FLOOR, several},
};

/// Returns the rows of what happens to an order after it is placed; most orders just end well.
pub(super) fn rows(order: &Order, random: &mut Random) -> Vec<Row> {
    let roll = random.below(100);
    if order.grabs {
        // Found late: it has blocked others by then.
        return vec![found_false(order, random.between(5 * DAY, 9 * DAY))];
    }
    // Who stands on the shop floor is no false order, and takes the goods along.
    let over_the_net = order.terms.channel != SHOP_FLOOR;
    let named = !order.terms.customer.is_empty();
    match roll {
        0..6 if over_the_net => vec![found_false(order, random.between(2 * HOUR, 4 * DAY))],
        6..11 if over_the_net => cancelled(order, random.between(20 * MINUTE, 20 * HOUR)),
        11..18 if over_the_net => edited(order, random),
        18..24 if named => returned(order, random),
        24 if named => returned_from_before(order, random),
        _ => Vec::new(),
    }
}

fn found_false(order: &Order, after: u64) -> Row {
    row(order, "false", None, after)
}

/// All of it is taken back, often before it is sent.
fn cancelled(order: &Order, after: u64) -> Vec<Row> {
    order.items.iter().map(|item| cancel(order, item, (item.units, after))).collect()
}

/// One line gets one to three units more, or one less.
fn edited(order: &Order, random: &mut Random) -> Vec<Row> {
    let Some(item) = any_kept(order, random) else { return Vec::new() };
    let fewer = item.units > 1 && random.percent(40);
    let units = if fewer { item.units - 1 } else { item.units + several(1, 3, random) };
    let item = Item { units, ..item.clone() };
    vec![row(order, "edit", Some(item), random.between(5 * MINUTE, 6 * HOUR))]
}

/// One line comes back days later, whole or in part.
fn returned(order: &Order, random: &mut Random) -> Vec<Row> {
    let Some(item) = any_kept(order, random) else { return Vec::new() };
    let units = several(1, item.units.unsigned_abs(), random);
    vec![cancel(order, item, (units, random.between(4 * DAY, 20 * DAY)))]
}

/// More comes back than this history ever sold to the customer: most of it was bought before.
fn returned_from_before(order: &Order, random: &mut Random) -> Vec<Row> {
    let Some(item) = any_kept(order, random) else { return Vec::new() };
    let units = item.units + several(20, 30, random);
    vec![cancel(order, item, (units, random.between(4 * DAY, 20 * DAY)))]
}

fn any_kept<'o>(order: &'o Order, random: &mut Random) -> Option<&'o Item> {
    let kept: Vec<u64> = order.items.iter().map(|item| u64::from(item.kept)).collect();
    order.items.get(random.weighted(&kept)).filter(|item| item.kept)
}

/// A cancel has a number of its own, as a credit note has.
fn cancel(order: &Order, item: &Item, (units, after): (i64, u64)) -> Row {
    let taken_back = Item { units: -units, ..item.clone() };
    let row = row(order, "cancel", Some(taken_back), after);
    Row { order: format!("C{}", order.number), ..row }
}

fn row(order: &Order, kind: &'static str, item: Option<Item>, after: u64) -> Row {
    let (order_number, terms) = (order.number.clone(), order.terms.clone());
    Row { at: later(order.placed_at, after), order: order_number, item, kind, terms }
}
