//! Client order (B1-B6): the shop's site sends an order; an operator reviews it before any lamp moves.
//! A false order blocks nothing, and a customer in the shop may buy what the order was waiting for.

use std::io::Write;

use sklad::prelude::*;
use sklad_examples::scene::{Scene, Told};

/// Tells the chapter.
///
/// # Errors
/// When the shop refuses what it should take.
pub(crate) fn tell(out: &mut impl Write) -> Told {
    let mut scene = Scene::open(out, Way::ClientOrder(Reserve::ByHand))?;
    scene.step("six lamps lie in A")?;

    let order = scene.order("1001", 4)?;
    scene.step(
        "order 1001 for four lamps is an open client order, it takes nothing from stock (B1, B2)",
    )?;

    let fake = scene.order("1002", 2)?;
    scene.step(
        "order 1002 for two lamps asks for the last ones; the site can see both as pending (B5)",
    )?;

    scene.order_from("shop floor", "T-1", 3)?;
    scene.step(
        "a customer buys three lamps in the shop meanwhile: who goes short is known at once (B12)",
    )?;

    scene.run(Command::MarkFalse {
        order: fake,
        reason: Reason::words(PersonId::new(1), "the phone number is made up"),
    })?;
    scene
        .step("the operator finds order 1002 false: it is dropped without trace on stock (B13)")?;

    let line = LineNo::new(0);
    scene.refused("closing the bill before the review", Command::CloseBill(order))?;
    scene.run(Command::Confirm(order))?;
    scene.papers(order)?;
    scene.refused(
        "the operator turned it into a bill, and there are not four lamps (B3, B4)",
        Command::CloseBill(order),
    )?;

    scene.run(Command::ChangeQuantity { order, line, to: Quantity::units(3) })?;
    scene.step("the customer takes three: the operator edits the order in good time (B3)")?;

    scene.run(Command::CloseBill(order))?;
    scene.step("the bill is closed: now stock falls (B4)")?;

    scene.run(Command::Send { order, share: Share::All })?;
    scene.papers(order)?;
    scene.say("the lamps are on the road")
}

#[cfg(not(test))]
fn main() -> Told {
    tell(&mut std::io::stdout().lock())
}
