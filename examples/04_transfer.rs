//! Transfer (B10): the lamps go from A, which the shop watches, to B, from which the sale is made.
//! The order can be looked at while they lie in B; the bill is made when they are physically sent.

use std::io::Write;

use sklad::prelude::*;
use sklad_examples::scene::{Scene, Told};

/// Tells the chapter.
///
/// # Errors
/// When the shop refuses what it should take.
pub(crate) fn tell(out: &mut impl Write) -> Told {
    let mut scene = Scene::open(out, Way::Transfer)?;
    scene.step("six lamps lie in A, none in B")?;

    let order = scene.order("1001", 3)?;
    scene.step("order 1001 for three lamps: a completed transfer, A has less, B has more (B10)")?;
    scene.papers(order)?;

    let fake = scene.order("1002", 2)?;
    scene.step("order 1002 for two")?;

    scene.order_from("shop floor", "T-1", 1)?;
    scene.step("a customer in the shop buys the last one in A; what lies in B is promised")?;

    scene.run(Command::MarkFalse {
        order: fake,
        reason: Reason::words(PersonId::new(1), "ordered by a joker"),
    })?;
    scene.papers(fake)?;
    scene.step("order 1002 is false: its lamps go back from B to A (B13)")?;

    let line = LineNo::new(0);
    scene.run(Command::ChangeQuantity { order, line, to: Quantity::units(4) })?;
    scene.step("order 1001 grows by one: a further transfer, while its bill is not made yet")?;

    let part = Share::Units(vec![Units { line, quantity: Quantity::units(3) }]);
    scene.run(Command::Send { order, share: part })?;
    scene.step(
        "three lamps are physically sent: a bill draws them from B, the fourth stays there (B10)",
    )?;

    scene.run(Command::Send { order, share: Share::All })?;
    scene.papers(order)?;
    scene.step("the fourth follows: nothing is left in B")
}

#[cfg(not(test))]
fn main() -> Told {
    tell(&mut std::io::stdout().lock())
}
