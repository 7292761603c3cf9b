//! Open bill (B7, B8): the order is a bill at once, which stays open until an operator closes it.
//! The outlet cannot close its day while a bill stands open.

use std::io::Write;

use sklad::prelude::*;
use sklad_examples::scene::{Scene, Told};

/// Tells the chapter.
///
/// # Errors
/// When the shop refuses what it should take.
pub(crate) fn tell(out: &mut impl Write) -> Told {
    let mut scene = Scene::open(out, Way::OpenBill(Reserve::ByHand))?;
    scene.step("six lamps lie in A")?;

    let order = scene.order("1001", 4)?;
    scene.step("order 1001 for four lamps is an open bill: it can be looked at and edited (B7)")?;
    scene.papers(order)?;

    let fake = scene.order("1002", 2)?;
    scene.order_from("shop floor", "T-1", 3)?;
    scene.step("order 1002 asks for two, and a customer buys three in the shop meanwhile (B12)")?;

    let day =
        Command::CloseDay { outlet: OutletCode::parse("WEB")?, day: Day::parse("2026-03-02")? };
    scene.refused("the outlet closes its day (B8)", day.clone())?;

    scene.run(Command::MarkFalse {
        order: fake,
        reason: Reason::words(PersonId::new(1), "the address does not exist"),
    })?;
    scene.papers(fake)?;
    scene.step("the operator decides not to close the bill of order 1002: it is false (B13)")?;

    scene.run(Command::Reject {
        order,
        units: Units { line: LineNo::new(0), quantity: Quantity::units(1) },
        reason: Reason::TooFew,
    })?;
    scene.run(Command::CloseBill(order))?;
    scene.step("one lamp of order 1001 is rejected and its bill closed: three lamps leave A")?;

    scene.refused("closing it twice", Command::CloseBill(order))?;
    scene.run(day)?;
    scene.say("no bill stands open any more: the day is closed (B8)")?;
    scene.run(Command::Send { order, share: Share::All })?;
    scene.papers(order)
}

#[cfg(not(test))]
fn main() -> Told {
    tell(&mut std::io::stdout().lock())
}
