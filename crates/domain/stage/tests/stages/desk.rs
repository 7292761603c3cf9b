//! A board with a clerk who counts commands.

use sklad_base::{Actor, CommandId, Decider, Envelope, Events, Moment, OrderId};
use sklad_stage::{Board, Command, Event, Fact, Facts, Plan, Refusal, Scheme, Wish};

pub(crate) struct Desk {
    pub(crate) board: Board,
    pub(crate) scheme: Scheme,
    pub(crate) now: Moment,
    pub(crate) log: Events<Event>,
    count: u64,
}

impl Desk {
    /// Monday, 2026-03-02, ten o'clock in UTC.
    pub(crate) fn open(scheme: Scheme) -> Self {
        let now = moment("2026-03-02T10:00:00Z");
        let mut desk = Self { board: Board::new(), scheme, now, log: Events::new(), count: 0 };
        let adopt = Command::adopt(desk.scheme.clone(), Plan::default());
        desk.run("system", adopt).unwrap();
        desk
    }

    pub(crate) fn envelope(&mut self, who: &str, command: Command) -> Envelope<Command> {
        self.count += 1;
        let who = match who {
            "system" => Actor::System("site".into()),
            "partner" => Actor::Partner("erp".into()),
            name => Actor::Person(name.into()),
        };
        Envelope::new(CommandId::counted(self.now, self.count), who, self.now, command)
    }

    pub(crate) fn run(&mut self, who: &str, command: Command) -> Result<(), Vec<Refusal>> {
        let envelope = self.envelope(who, command);
        let (scheme, log) = (&self.scheme, &mut self.log);
        self.board.run_into(&envelope, scheme, log).map_err(|no| no.into_reasons())
    }

    pub(crate) fn wish(
        &mut self,
        who: &str,
        order: u32,
        (facts, wish): (Facts, Wish),
    ) -> Result<(), String> {
        let done = self.run(who, Command::of(OrderId::new(order), facts, wish));
        done.map_err(|reasons| {
            let words: Vec<_> = reasons.iter().map(ToString::to_string).collect();
            words.join("\n")
        })
    }

    pub(crate) fn start(&mut self, order: u32, payment: &str, delivery: &str) {
        let wish = start(payment, delivery);
        self.wish("system", order, (Facts::NONE, wish)).unwrap();
    }

    pub(crate) fn advance(&mut self, who: &str, order: u32) {
        self.wish(who, order, (all(), Wish::Advance)).unwrap();
    }

    pub(crate) fn later(&mut self, seconds: i64) {
        self.now = self.now.plus_seconds(seconds);
    }

    pub(crate) fn stage(&self, order: u32) -> &str {
        self.board.track(OrderId::new(order)).unwrap().stage().as_str()
    }

    pub(crate) fn told(&self) -> String {
        let lines: Vec<_> = self.log.iter().map(ToString::to_string).collect();
        lines.join("\n")
    }
}

pub(crate) fn start(payment: &str, delivery: &str) -> Wish {
    Wish::Start { payment: payment.parse().unwrap(), delivery: delivery.parse().unwrap() }
}

/// Everything holds.
pub(crate) fn all() -> Facts {
    Fact::ALL.iter().copied().collect()
}

pub(crate) fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}
