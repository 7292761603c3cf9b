//! What happened, as rows that stay: movements, and what was done to orders.

use std::{borrow::Cow, sync::Arc};

use sklad_base::{Actor, CommandId, Envelope, LineId, Moment, OrderId, Personal, PlaceId};
use sklad_document::{Document, Event as Paper, Sheet, State};
use sklad_flow::{Case, Event, Shop};
use sklad_order::{Buyer, Event as Happened, Order, Reason, Standing};
use sklad_party::{Customer, Event as Found, reason};
use sklad_stage::{Note, What as Happens};
use sklad_stock::{Account, Event as Stock, Movement};

use super::{
    Sink, Step,
    customers::Put,
    rows::{Logged, Moved},
    state::{kind, place_name, shown, sku},
    table::{Row as _, moment_text},
};

/// When and by whom a few events came about.
#[derive(Debug)]
pub(crate) struct Stamp {
    record: u64,
    moment: Arc<str>,
    who: Option<Actor>,
    /// What an order's log takes its lines from; no command is in it.
    envelope: Envelope<()>,
}

impl Stamp {
    /// Returns the stamp of a step; what it shares with the last one is not made anew.
    pub(crate) fn of(step: &Step<'_>, last: Option<&Self>) -> Self {
        let shared = last.filter(|last| last.envelope.moment == step.moment);
        let (moment, envelope) = shared.map_or_else(
            || (moment_text(step.moment).into(), unwanted(step.moment)),
            |last| (Arc::clone(&last.moment), last.envelope.clone()),
        );
        Self { record: step.record.number(), moment, who: step.who.cloned(), envelope }
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

/// Returns an envelope of that moment with nothing in it, from nobody.
fn unwanted(moment: Moment) -> Envelope<()> {
    let nobody = Actor::System(Arc::from(""));
    Envelope::new(CommandId::counted(moment, 0), nobody, moment, ())
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
    Put(Box<Put>),
}

/// What is mostly a word of ours.
type Text = Cow<'static, str>;

/// Something was done to an order.
#[derive(Debug, Default)]
pub(crate) struct Done {
    order: u32,
    what: Text,
    was: Text,
    became: Text,
    /// What somebody said, and about whom: nowhere else in here is any of it.
    words: Option<Personal<String>>,
    /// When a limit passed: before the command that this was found with, and by nobody.
    passed: Option<String>,
}

impl What {
    /// Returns what of an event is kept for good, told on the shop as it was before; nothing of most.
    pub(crate) fn of(shop: &Shop, stamp: &Stamp, event: &Event) -> Option<Self> {
        match event {
            Event::Stock(Stock::Moved(movement)) => Some(Self::Moved(*movement)),
            Event::Placed { order, placed, .. } => {
                let became = format!("{} from {}", placed.number, placed.channel);
                let words = placed.buyer.as_ref().map(spoken);
                Some(Self::done(*order, ("placed".into(), "".into(), became.into()), words))
            }
            Event::Started(order) => {
                let way = shop.case(*order).map(|case| case.way().to_string());
                let way = way.unwrap_or_default().into();
                Some(Self::done(*order, ("started".into(), "".into(), way), None))
            }
            Event::Order { order, event } => Some(Self::of_order(shop.case(*order)?, stamp, event)),
            Event::Document { order: Some(order), event } => Self::paper(shop, *order, event),
            Event::Adopted(_)
            | Event::OutletNamed { .. }
            | Event::PlaceNamed { .. }
            | Event::ItemNamed { .. }
            | Event::Finished { .. }
            | Event::Left { .. }
            | Event::Back { .. }
            | Event::Forgotten(_)
            | Event::Document { order: None, .. }
            | Event::Keyed(_)
            | Event::SchemeAdopted(_)
            | Event::Stock(_) => None,
            Event::Party(event) => {
                Put::of(event).map(|put| Self::Put(Box::new(put))).or_else(|| Self::asked(event))
            }
            Event::Stage(event) => event.note().map(Self::of_stage),
        }
    }

    /// Returns that a person is asked whose an order is, or says so; what the register sees by itself is in the order's row.
    fn asked(event: &Found) -> Option<Self> {
        let (order, was, became) = match event {
            Found::Recognised { order, customer: Customer::Undecided, row, .. } => {
                (*order, "", format!("undecided: {}", reason(*row)))
            }
            Found::Settled { order, card } => (*order, "undecided", card.to_string()),
            Found::Opened { .. }
            | Found::Learned { .. }
            | Found::Noted { .. }
            | Found::Recognised { .. }
            | Found::Counted { .. }
            | Found::TurnedShared(_)
            | Found::Merged { .. }
            | Found::Unmerged(_)
            | Found::Parted(..)
            | Found::Pinned(..)
            | Found::Forgotten(_) => return None,
        };
        Some(Self::done(order, ("customer".into(), was.into(), became.into()), None))
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
                (what, "", format!("{sign}{by}").into())
            }
            Paper::Closed { document, day, .. } => {
                (name(shop.document(*document)?.1), "open", standing(State::Closed(*day)))
            }
            Paper::Cancelled(document) => {
                (name(shop.document(*document)?.1), "open", standing(State::Cancelled))
            }
            // They are of no order.
            Paper::Voided(_) => return None,
        };
        Some(Self::done(order, (what.into(), was.into(), became), None))
    }

    /// Returns the line of an order's log; what somebody said stands beside it, so that it can be forgotten.
    fn of_order(case: &Case, stamp: &Stamp, event: &Happened) -> Self {
        let words = match event {
            Happened::BuyerChanged(buyer) => {
                return Self::said(case.id(), "buyer", spoken(buyer));
            }
            Happened::Commented(comment) => {
                return Self::said(case.id(), "comment", comment.clone());
            }
            Happened::Rejected { reason: Reason::Words(words), .. }
            | Happened::MarkedFalse { reason: Reason::Words(words) }
            | Happened::Cancelled { reason: Reason::Words(words) } => Some(words.clone()),
            Happened::Confirmed
            | Happened::Collected(_)
            | Happened::LineAdded(_)
            | Happened::Grown(_)
            | Happened::Shrunk(_)
            | Happened::Rejected { .. }
            | Happened::PriceChanged { .. }
            | Happened::VatChanged { .. }
            | Happened::LineDiscounted { .. }
            | Happened::OrderDiscounted(_)
            | Happened::Rearranged { .. }
            | Happened::GroupChanged(_)
            | Happened::Paid(_)
            | Happened::Refunded(_)
            | Happened::MarkedFalse { .. }
            | Happened::Cancelled { .. }
            | Happened::Taken(_)
            | Happened::Billed { .. }
            | Happened::Unbilled { .. }
            | Happened::Sent(_)
            | Happened::ReturnRequested(_)
            | Happened::ReturnAnswered { .. }
            | Happened::Settled { .. } => None,
        };
        let bare = words.as_ref().map(|_| without_words(event));
        let event = bare.as_ref().unwrap_or(event);
        let line = bare_order(case.order()).log_line(&stamp.envelope, event);
        let [what, was, is] = [line.what, line.was, line.is].map(bare_text);
        Self::done(case.id(), (what, was, is), words)
    }

    /// Returns where an order went, with the moment of a limit that passed; nobody did that.
    fn of_stage(note: &Note) -> Self {
        let mut was = Text::default();
        if let Happens::Moved { from, .. } = &note.what {
            was = from.to_string().into();
        }
        let told = note.what.to_string();
        let became = told.strip_prefix(&format!("{was} -> ")).unwrap_or(&told).to_owned().into();
        let is_limit = matches!(note.what, Happens::Overdue { .. });
        let passed = is_limit.then(|| moment_text(note.moment));
        let (order, what, words) = (note.order.number(), "stage".into(), note.comment.clone());
        Self::Done(Box::new(Done { order, what, was, became, words, passed }))
    }

    fn said(order: OrderId, what: &'static str, words: Personal<String>) -> Self {
        Self::done(order, (what.into(), "".into(), "".into()), Some(words))
    }

    fn done(order: OrderId, line: (Text, Text, Text), words: Option<Personal<String>>) -> Self {
        let (what, was, became) = line;
        let (order, passed) = (order.number(), None);
        Self::Done(Box::new(Done { order, what, was, became, words, passed }))
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
            What::Put(put) => put.tell((stamp.record, self.event, &stamp.moment), sink),
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
        let (who, who_is) = if done.passed.is_some() { (None, None) } else { stamp.who() };
        let there = |text: &'_ str| !text.is_empty();
        let row = Logged {
            order_id: done.order,
            record: stamp.record,
            event: self.event,
            moment: done.passed.as_deref().unwrap_or(&stamp.moment),
            who,
            who_is,
            what: &done.what,
            was: Some(&*done.was).filter(|text| there(text)),
            became: Some(&*done.became).filter(|text| there(text)),
            person: done.words.as_ref().map(Personal::person),
            words: done.words.as_ref().and_then(Personal::words).map(String::as_str),
        };
        row.put(sink)
    }
}

/// Returns an event without what somebody said in it.
fn without_words(event: &Happened) -> Happened {
    let mut event = event.clone();
    if let Happened::Rejected { reason, .. }
    | Happened::MarkedFalse { reason }
    | Happened::Cancelled { reason } = &mut event
        && let Some(person) = reason.person()
    {
        reason.forget(person);
    }
    event
}

/// Returns an order whose standing says nothing that somebody said.
fn bare_order(order: &Order) -> Cow<'_, Order> {
    let (Standing::False { reason } | Standing::Cancelled { reason }) = order.standing() else {
        return Cow::Borrowed(order);
    };
    let Some(person) = reason.person() else { return Cow::Borrowed(order) };
    let mut order = order.clone();
    order.forget(person);
    Cow::Owned(order)
}

/// Returns what is left of a line without what was said in it: those words stand in a column of their own.
fn bare_text(mut text: String) -> Text {
    let bare = text.strip_suffix("(forgotten)").or_else(|| text.strip_suffix("((forgotten))"));
    if let Some(bare) = bare {
        text.truncate(bare.trim_end().len());
    }
    text.into()
}

fn spoken(buyer: &Personal<Buyer>) -> Personal<String> {
    buyer.as_ref().map(ToString::to_string)
}

fn standing(state: State) -> Text {
    match state {
        State::Open => "open".into(),
        State::Closed(day) => format!("closed {day}").into(),
        State::Cancelled => "cancelled".into(),
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
