//! What happened, as rows that stay: movements, and what was done to orders.

use std::sync::Arc;

use sklad_base::{Actor, CommandId, Envelope, LineId, OrderId, PersonId, PlaceId};
use sklad_document::{Document, Event as Paper, Sheet, State};
use sklad_flow::{Event, Shop};
use sklad_stock::{Account, Event as Stock, Movement};

use super::{
    Sink, Step,
    rows::{Logged, Moved},
    state::{kind, place_name, shown, sku},
    table::{Row as _, moment_text},
};

/// When and by whom a few events came about.
#[derive(Debug)]
pub(crate) struct Stamp {
    record: u64,
    moment: String,
    who: Option<Actor>,
    /// What an order's log takes its lines from; no command is in it.
    envelope: Envelope<()>,
}

impl Stamp {
    pub(crate) fn of(step: &Step<'_>) -> Self {
        let id = CommandId::counted(step.moment, 0);
        let nobody = Actor::System(Arc::from(""));
        Self {
            record: step.record.number(),
            moment: moment_text(step.moment),
            who: step.who.cloned(),
            envelope: Envelope::new(id, nobody, step.moment, ()),
        }
    }

    fn who(&self) -> (Option<&str>, Option<&'static str>) {
        match &self.who {
            None => (None, None),
            Some(Actor::Person(name)) => (Some(name), Some("person")),
            Some(Actor::System(name)) => (Some(name), Some("system")),
            Some(Actor::Partner(name)) => (Some(name), Some("partner")),
        }
    }
}

/// One thing that happened; `event` is its number in its record.
#[derive(Debug)]
pub(crate) struct Fact {
    pub(crate) stamp: usize,
    pub(crate) event: u32,
    pub(crate) what: What,
}

#[derive(Debug)]
pub(crate) enum What {
    Moved(Movement),
    Done(Box<Done>),
}

/// Something was done to an order.
#[derive(Debug, Default)]
pub(crate) struct Done {
    order: u32,
    what: String,
    was: String,
    became: String,
    /// Whose words these are, where they are somebody's.
    was_person: Option<PersonId>,
    became_person: Option<PersonId>,
}

impl What {
    /// Returns what of an event is kept for good, told on the shop as it was before; nothing of most.
    pub(crate) fn of(shop: &Shop, stamp: &Stamp, event: &Event) -> Option<Self> {
        match event {
            Event::Stock(Stock::Moved(movement)) => Some(Self::Moved(*movement)),
            Event::Placed { order, placed, .. } => {
                let became = format!("{} from {}", placed.number, placed.channel);
                Some(Self::done(*order, "placed", ("", &became)))
            }
            Event::Started(order) => {
                let way = shop.case(*order).map(|case| case.way().to_string());
                Some(Self::done(*order, "started", ("", &way.unwrap_or_default())))
            }
            Event::Order { order, event } => {
                let line = shop.case(*order)?.order().log_line(&stamp.envelope, event);
                Some(Self::Done(Box::new(Done {
                    order: order.number(),
                    what: line.what,
                    was: line.was,
                    became: line.is,
                    ..Done::default()
                })))
            }
            Event::Document { order: Some(order), event } => Self::paper(shop, *order, event),
            Event::OutletNamed { .. }
            | Event::PlaceNamed { .. }
            | Event::ItemNamed { .. }
            | Event::Document { order: None, .. }
            | Event::Stock(_) => None,
        }
    }

    fn paper(shop: &Shop, order: OrderId, event: &Paper) -> Option<Self> {
        let name = |document: &Document| {
            let Sheet { kind: its, .. } = &document.sheet;
            format!("{} {}", kind(*its), document.number)
        };
        let (what, was, became) = match event {
            Paper::Opened(document) => (name(document), "", standing(document.sheet.state)),
            Paper::Amended { document, line, by } => {
                let sign = if by.is_negative() { "" } else { "+" };
                let what =
                    format!("line {} of {}", shown(line.line), name(shop.document(*document)?.1));
                (what, "", format!("{sign}{by}"))
            }
            Paper::Closed { document, day, .. } => {
                (name(shop.document(*document)?.1), "open", standing(State::Closed(*day)))
            }
            Paper::Cancelled(document) => {
                (name(shop.document(*document)?.1), "open", standing(State::Cancelled))
            }
        };
        Some(Self::done(order, &what, (was, &became)))
    }

    fn done(order: OrderId, what: &str, (was, became): (&str, &str)) -> Self {
        let (what, was, became) = (what.to_owned(), was.to_owned(), became.to_owned());
        Self::Done(Box::new(Done { order: order.number(), what, was, became, ..Done::default() }))
    }
}

impl Fact {
    pub(crate) fn tell<S: Sink>(
        &self,
        shop: &Shop,
        stamps: &[Stamp],
        sink: &mut S,
    ) -> Result<(), S::Fault> {
        let Some(stamp) = stamps.get(self.stamp) else { return Ok(()) };
        match &self.what {
            What::Moved(movement) => self.tell_movement(shop, (stamp, movement), sink),
            What::Done(done) => self.tell_done(stamp, done, sink),
        }
    }

    fn tell_movement<S: Sink>(
        &self,
        shop: &Shop,
        (stamp, movement): (&Stamp, &Movement),
        sink: &mut S,
    ) -> Result<(), S::Fault> {
        let (from_account, from_place) = account(movement.from);
        let (to_account, to_place) = account(movement.to);
        let row = Moved {
            record: stamp.record,
            event: self.event,
            moment: &stamp.moment,
            day: movement.day,
            sku: sku(shop, movement.item),
            from_account,
            from_place: from_place.map(|place| place_name(shop, place)),
            to_account,
            to_place: to_place.map(|place| place_name(shop, place)),
            why: why(movement.from).or_else(|| why(movement.to)),
            quantity: movement.quantity,
            from_reserve: movement.from_reserve,
            order_id: movement.line.map(|line| line.order().number()),
            line: movement.line.map(LineId::line).map(shown),
            who: stamp.who().0,
        };
        row.put(sink)
    }

    fn tell_done<S: Sink>(&self, stamp: &Stamp, done: &Done, sink: &mut S) -> Result<(), S::Fault> {
        let (who, who_is) = stamp.who();
        let there = |text: &'_ str| !text.is_empty();
        let row = Logged {
            order_id: done.order,
            record: stamp.record,
            event: self.event,
            moment: &stamp.moment,
            who,
            who_is,
            what: &done.what,
            was: Some(done.was.as_str()).filter(|text| there(text)),
            became: Some(done.became.as_str()).filter(|text| there(text)),
            was_person: done.was_person.map(PersonId::number),
            became_person: done.became_person.map(PersonId::number),
        };
        row.put(sink)
    }
}

fn standing(state: State) -> String {
    match state {
        State::Open => "open".to_owned(),
        State::Closed(day) => format!("closed {day}"),
        State::Cancelled => "cancelled".to_owned(),
    }
}

const fn account(account: Account) -> (&'static str, Option<PlaceId>) {
    match account {
        Account::Place(place) => ("place", Some(place)),
        Account::Supplier => ("supplier", None),
        Account::Customer => ("customer", None),
        Account::Transit => ("transit", None),
        Account::Partner => ("partner", None),
        Account::Adjustment(_) => ("adjustment", None),
    }
}

const fn why(account: Account) -> Option<&'static str> {
    use sklad_stock::WhyAdjusted as Why;
    match account {
        Account::Adjustment(Why::Opening) => Some("opening"),
        Account::Adjustment(Why::Found) => Some("found"),
        Account::Adjustment(Why::Lost) => Some("lost"),
        Account::Adjustment(Why::Damaged) => Some("damaged"),
        Account::Adjustment(Why::Counted) => Some("counted"),
        Account::Place(_)
        | Account::Supplier
        | Account::Customer
        | Account::Transit
        | Account::Partner => None,
    }
}
