//! A shop changes its stages while orders are alive: picking becomes packing and checking, and a plan says where each
//! live order stands then. A plan that leaves orders out is refused, naming them.

use std::io::Write;

use sklad::{
    base::{Actor, CommandId, Decider, Envelope, Events, Moment, OrderId},
    stage::{Board, Command, Facts, Plan, Scheme, Wish},
};
use sklad_examples::scene::Told;

const OLD: &str = r#"
scheme = "our shop"
version = 1
payments = ["card"]
deliveries = ["courier"]
alert = "person anna"
route = ["new", "picking", "sent"]

[people]
anna = []
vera = []

[[stages]]
id = "new"
limit = "2h"

[[stages]]
id = "picking"
responsible = "person vera"
limit = "8h"

[[stages]]
id = "sent"
end = "succeeded"
"#;

/// Tells the chapter.
///
/// # Errors
/// When the board refuses what it should take.
pub(crate) fn tell(out: &mut impl Write) -> Told {
    let old = Scheme::from_toml(OLD)?;
    let now = Moment::parse("2026-03-02T08:00:00Z")?;
    let send = |number, minutes: i64, command| {
        let now = now.plus_seconds(60 * minutes);
        Envelope::new(CommandId::counted(now, number), Actor::Person("anna".into()), now, command)
    };
    let (mut board, mut log) = (Board::new(), Events::new());
    board.run_into(&send(0, 0, Command::adopt(old.clone(), Plan::default())), &old, &mut log)?;
    for order in 1..=3 {
        let start = Wish::Start { payment: "card".parse()?, delivery: "courier".parse()? };
        let command = Command::of(OrderId::new(order), Facts::NONE, start);
        board.run_into(&send(u64::from(order), 0, command), &old, &mut log)?;
    }
    let command = Command::of(OrderId::new(2), Facts::NONE, Wish::Advance);
    board.run_into(&send(4, 30, command), &old, &mut log)?;
    writeln!(out, "## before\n{}", standing(&board))?;

    // The new text has a mistake at first: nothing leads out of checking.
    let text = OLD
        .replace("version = 1", "version = 2")
        .replace("\"picking\", \"sent\"]", "\"packing\", \"sent\"]")
        .replace("id = \"picking\"", "id = \"packing\"")
        + "\n[[stages]]\nid = \"checking\"\nlimit = \"1h\"\n"
        + "\n[[transitions]]\nid = \"look again\"\nfrom = [\"packing\"]\nto = \"checking\"\n";
    let flaws = Scheme::from_toml(&text).map_or_else(|flaws| flaws.to_string(), |_| String::new());
    writeln!(out, "## the new text, read\n{flaws}\n")?;
    let text = text.replace("\"new\", \"packing\"", "\"new\", \"packing\", \"checking\"");
    let text = text.split("\n[[transitions]]").next().unwrap_or_default();
    let new = Scheme::from_toml(text)?;

    let plan = Plan::between(&old, &new);
    let refused =
        board.run_into(&send(5, 60, Command::adopt(new.clone(), plan.clone())), &old, &mut log);
    let refused = refused.map_or_else(|no| no.to_string(), |()| String::new());
    writeln!(out, "## an incomplete plan\n{refused}\n")?;

    let plan = plan.map("picking".parse()?, "packing".parse()?);
    board.run_into(&send(6, 60, Command::adopt(new.clone(), plan)), &old, &mut log)?;
    writeln!(out, "## after\n{}", standing(&board))?;
    let command = Command::of(OrderId::new(2), Facts::NONE, Wish::Advance);
    board.run_into(&send(7, 90, command), &new, &mut log)?;

    writeln!(out, "## the log")?;
    log.iter().try_for_each(|event| writeln!(out, "{event}"))?;
    Ok(())
}

fn standing(board: &Board) -> String {
    let line = |(order, track): (OrderId, &sklad::stage::Track)| {
        let (with, until) = (track.assignee(), track.clock().deadline());
        let with = with.map(|person| format!(" with {person}")).unwrap_or_default();
        let until = until.map(|moment| format!(" until {moment}")).unwrap_or_default();
        format!("{order}: {}{with}{until}\n", track.stage())
    };
    board.tracks().map(line).collect()
}

#[cfg(not(test))]
fn main() -> Told {
    tell(&mut std::io::stdout().lock())
}
