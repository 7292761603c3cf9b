//! Closed bill (B9): a bill is made and closed at once, with no operator; stock falls as the order comes.
//! Nothing is sold that is not there, but a false order blocks goods until it is found.

use std::io::Write;

use sklad::{flow::Portion, prelude::*};
use sklad_examples::scene::{Scene, Told};

/// Tells the chapter.
///
/// # Errors
/// When the shop refuses what it should take.
pub(crate) fn tell(out: &mut impl Write) -> Told {
    let mut scene = Scene::open(out, Way::ClosedBill)?;
    scene.step("six lamps lie in A")?;

    let order = scene.order("1001", 2)?;
    scene.step(
        "order 1001 for two lamps: its bill is closed, the lamps are off the shelf at once (B9)",
    )?;
    scene.papers(order)?;

    let fake = scene.order("1002", 4)?;
    scene.step("order 1002 takes the last four; nobody has looked at it")?;

    let waiting = scene.order_from("shop floor", "T-1", 1)?;
    scene.step(
        "a customer in the shop finds none left, and waits: the false order blocks the item (B13)",
    )?;

    scene.run(Command::MarkFalse {
        order: fake,
        reason: Reason::words(PersonId::new(1), "nobody answers"),
    })?;
    scene.papers(fake)?;
    scene.papers(waiting)?;
    scene.step("order 1002 is found false: a storno brings its lamps back, and the waiting one is served (B13)")?;

    scene.run(Command::Send { order, share: Share::All })?;
    let (place, lamp) = (PlaceCode::parse("A")?, Sku::parse("LAMP")?);
    scene.run(Command::Return {
        order,
        share: Share::Units(vec![Units { line: LineNo::new(0), quantity: Quantity::units(1) }]),
        place: place.clone(),
        fate: Fate::Hold,
    })?;
    scene.step("the lamps are sent, and one is returned broken: it is held until somebody has looked at it")?;
    scene.run(Command::Unhold {
        place,
        portion: Portion { sku: lamp, quantity: Quantity::units(1) },
    })?;
    scene.papers(order)?;
    scene.step("it only wanted a new bulb, and can be sold again")
}

#[cfg(not(test))]
fn main() -> Told {
    tell(&mut std::io::stdout().lock())
}
