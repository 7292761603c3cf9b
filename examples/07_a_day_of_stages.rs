//! A day in a shop (S1-S5): five orders go through the nine stages, two people work them, one order is forgotten and
//! the administrator is alerted, one customer comes by instead of waiting for the courier.

use std::io::Write;

use comfy_table::{Table, presets::ASCII_MARKDOWN};
use sklad::{
    base::{Actor, CommandId, Decider, Envelope, Events, Moment, OrderId},
    stage::{
        Board, Command, Event, Fact, Facts, Happening, Party, Plan, Preset, Scheme, Statistics,
        Wish,
    },
};
use sklad_examples::scene::Told;

/// The shop's board, its clock and its log.
struct Shop<'a, W> {
    board: Board,
    scheme: Scheme,
    now: Moment,
    log: Events<Event>,
    count: u64,
    out: &'a mut W,
}

/// Tells the chapter.
///
/// # Errors
/// When the board refuses what it should take.
pub(crate) fn tell(out: &mut impl Write) -> Told {
    let now = Moment::parse("2026-03-02T06:00:00Z")?;
    let (board, scheme) = (Board::new(), Preset::NINE_STAGES.scheme()?);
    let mut shop = Shop { board, scheme, now, log: Events::new(), count: 0, out };
    shop.send("anna", Command::adopt(shop.scheme.clone(), Plan::default()))?;

    let pairs = [
        ("cash", "courier"),
        ("card", "courier"),
        ("transfer", "post"),
        ("cash", "pick-up"),
        ("card", "pick-up"),
    ];
    for ((payment, delivery), order) in pairs.into_iter().zip(1..) {
        let (payment, delivery) = (payment.parse()?, delivery.parse()?);
        shop.order("site", order, (Facts::NONE, Wish::Start { payment, delivery }))?;
    }
    shop.queues("nine o'clock in Moscow: five orders came over night")?;

    // Boris calls four customers back; order 5 slips his mind.
    shop.order("boris", 1, (Facts::NONE, Wish::Take))?;
    for order in 1..=4 {
        shop.pass(600)?;
        shop.order("boris", order, (Facts::NONE, Wish::Advance))?;
        shop.order("boris", order, (Facts::NONE, Wish::Advance))?;
    }
    shop.queues("the customers were called; the picker has work, one order was forgotten")?;

    shop.pass(1800)?;
    shop.queues("past ten: the limit of the forgotten one has passed")?;

    let picked = Facts::NONE.with(Fact::NothingShort);
    for order in 1..=4 {
        shop.order("vera", order, (picked, Wish::Advance))?;
    }
    // The customer of order 2 comes by: no courier call on the new route, so it is looked at in picking again.
    let (payment, delivery) = ("card".parse()?, "pick-up".parse()?);
    shop.order("boris", 2, (picked, Wish::Reroute { payment, delivery }))?;
    shop.order("vera", 2, (picked, Wish::Advance))?;
    shop.order("boris", 5, (Facts::NONE, Wish::Advance))?;
    shop.queues("all is picked, one customer will come by, the forgotten one is being called")?;

    let open = picked.with(Fact::AllSent).and(Facts::GUARD);
    let paid = open.with(Fact::Paid);
    shop.pass(3 * 3600)?;
    shop.order("vera", 1, (picked, Wish::Advance))?;
    for order in [2, 3] {
        shop.order("bank", order, (paid, Wish::Happened(Happening::Paid)))?;
    }
    for order in [1, 4] {
        let refused =
            shop.order("boris", order, (open, Wish::Advance)).map_err(|no| no.to_string());
        if let Err(no) = refused {
            writeln!(shop.out, "refused: {no}\n")?;
        }
    }
    shop.order("vera", 1, (open, Wish::Advance))?;
    shop.order("boris", 3, (open, Wish::Advance))?;
    for order in [1, 4] {
        shop.order("boris", order, (paid, Wish::Advance))?;
    }
    shop.order("boris", 5, (Facts::NONE, Wish::Jump("cancel".parse()?)))?;
    shop.queues("the day is over")?;
    shop.end()
}

impl<W: Write> Shop<'_, W> {
    fn send(&mut self, who: &str, command: Command) -> Told {
        self.count += 1;
        let who = match who {
            "site" => Actor::System(who.into()),
            "bank" => Actor::Partner(who.into()),
            person => Actor::Person(person.into()),
        };
        let id = CommandId::counted(self.now, self.count);
        let envelope = Envelope::new(id, who, self.now, command);
        Ok(self.board.run_into(&envelope, &self.scheme, &mut self.log)?)
    }

    fn order(&mut self, who: &str, order: u32, (facts, wish): (Facts, Wish)) -> Told {
        self.send(who, Command::of(OrderId::new(order), facts, wish))
    }

    fn pass(&mut self, seconds: i64) -> Told {
        self.now = self.now.plus_seconds(seconds);
        self.send("site", Command::Tick)
    }

    /// Shows who has what to do.
    fn queues(&mut self, words: &str) -> Told {
        let mut table = Table::new();
        table.load_preset(ASCII_MARKDOWN).set_header(["queue", "order", "stage", "until", "with"]);
        let parties: Vec<Party> = self.board.parties().cloned().collect();
        for party in parties.iter().filter(|party| matches!(party, Party::Role(_))) {
            for (order, track) in self.board.queue(party) {
                let until =
                    track.problem().map(|problem| format!("problem since {}", problem.since));
                let until = until.or_else(|| track.clock().deadline().map(|it| it.to_string()));
                let with = track.assignee().map(ToString::to_string).unwrap_or_default();
                let (stage, until) = (track.stage().to_string(), until.unwrap_or_default());
                table.add_row([party.to_string(), order.to_string(), stage, until, with]);
            }
        }
        writeln!(self.out, "## {}: {words}\n{table}\n", self.now)?;
        Ok(())
    }

    /// Shows the log, how long orders stayed, and where each one went.
    fn end(&mut self) -> Told {
        writeln!(self.out, "## the log")?;
        for event in &self.log {
            writeln!(self.out, "{event}")?;
        }
        let mut table = Table::new();
        table.load_preset(ASCII_MARKDOWN).set_header([
            "stage",
            "half of them",
            "nine in ten",
            "too long",
        ]);
        let statistics = Statistics::of(&self.log);
        for (stage, stay) in statistics.stages() {
            let (median, ninety) = (stay.median.to_string(), stay.ninety.to_string());
            table.add_row([stage.to_string(), median, ninety, stay.rate.to_string()]);
        }
        writeln!(self.out, "\n## how long they stayed\n{table}")?;
        Ok(())
    }
}

#[cfg(not(test))]
fn main() -> Told {
    tell(&mut std::io::stdout().lock())
}
