//! A shop that is folded beside the keeper's, for the tables.

use sklad_base::{Actor, Decider as _, Moment, RecordNo};
use sklad_flow::{Event, Shop};

use crate::{Record, record::slice};

use super::{
    Sink,
    history::{Fact, Stamp, What},
    state::tell_state,
    touched::Touched,
};

/// What one command led to, as its record tells it.
///
/// See [`Teller`] for an example.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "plain data that followers build")]
pub struct Step<'a> {
    /// The record that it stands in.
    pub record: RecordNo,
    /// When it was decided.
    pub moment: Moment,
    /// Who wanted it; nobody where it happened by itself.
    pub who: Option<&'a Actor>,
    /// What happened.
    pub events: &'a [Event],
}

/// A shop, and what was touched in it since it was last told.
///
/// Law: what is told after each batch adds up to what is told of the state, however the batches are cut.
///
/// ```
/// use sklad_base::{Actor, Moment, RecordNo};
/// use sklad_flow::{Event, Shop};
/// use sklad_store::views::{Teller, Rows, Step};
///
/// let (who, moment) = (Actor::System("site".into()), Moment::parse("2026-03-02T10:00:00Z")?);
/// let events = [Event::OutletNamed { outlet: sklad_base::OutletId::new(0), code: "WEB".parse()? }];
/// let mut teller = Teller::new(Shop::new());
/// teller.take(&Step { record: RecordNo::FIRST, moment, who: Some(&who), events: &events });
///
/// let mut rows = Rows::default();
/// let Ok(()) = teller.tell(&mut rows);
/// assert_eq!(rows.len(), 0, "an outlet alone is in no table");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Default)]
pub struct Teller {
    shop: Shop,
    touched: Touched,
    facts: Vec<Fact>,
    stamps: Vec<Stamp>,
    /// The record that is being taken, and how many of its events were.
    at: (Option<RecordNo>, u32),
}

impl Teller {
    /// Returns the teller of a shop as it stands, with nothing to tell.
    #[must_use]
    pub fn new(shop: Shop) -> Self {
        Self { shop, ..Self::default() }
    }

    /// Takes in what happened, and notes what it touched.
    pub fn take(&mut self, step: &Step<'_>) {
        if self.at.0 != Some(step.record) {
            self.at = (Some(step.record), 0);
            self.shop.begin(step.record);
        }
        if step.events.is_empty() {
            return;
        }
        let stamp = Stamp::of(step, self.stamps.last());
        self.stamps.push(stamp);
        for event in step.events {
            self.touched.note(&self.shop, event);
            self.keep(event);
            self.shop.evolve(event);
            self.at.1 = self.at.1.saturating_add(1);
        }
    }

    /// Takes in what a record holds, and notes what it touched.
    pub fn take_record(&mut self, record: &Record<Event>) {
        let (number, moment) = (record.number, record.moment);
        let mut take = |who, events| self.take(&Step { record: number, moment, who, events });
        let mut taken = 0;
        for accepted in &record.accepted {
            // What stands between two commands happened by itself.
            take(None, slice(&record.events, &(taken..accepted.events.start)));
            take(Some(&accepted.who), record.events_of(accepted));
            taken = accepted.events.end;
        }
        let rest = usize::try_from(taken).ok().and_then(|taken| record.events.get(taken..));
        take(None, rest.unwrap_or_default());
    }

    /// Takes in what a record holds, and notes nothing: it was told before.
    pub fn pass(&mut self, record: &Record<Event>) {
        self.shop.begin(record.number);
        record.events.iter().for_each(|event| self.shop.evolve(event));
    }

    fn keep(&mut self, event: &Event) {
        let Some(stamp) = self.stamps.last() else { return };
        if let Some(what) = What::of(&self.shop, stamp, event) {
            let (stamp, event) = (self.stamps.len().saturating_sub(1), self.at.1);
            self.facts.push(Fact { stamp, event, what });
        }
    }

    /// Tells every row that was touched since the last time, each once and as it now is, and all that happened.
    ///
    /// It is told again the next time, until it is known to have been [`told`](Self::told).
    ///
    /// # Errors
    /// What the sink says.
    pub fn tell<S: Sink>(&mut self, sink: &mut S) -> Result<(), S::Fault> {
        self.touched.tell(&self.shop, sink)?;
        self.tell_facts(sink)?;
        self.touched.tell_forgotten(sink)
    }

    /// Tells what happened since the last time and the orders that left, and no rows of the state: for a rebuild, which
    /// tells those at the end.
    ///
    /// # Errors
    /// What the sink says.
    pub fn tell_history<S: Sink>(&self, sink: &mut S) -> Result<(), S::Fault> {
        self.touched.tell_left(&self.shop, sink)?;
        self.tell_facts(sink)?;
        self.touched.tell_forgotten(sink)
    }

    /// Tells whether somebody's words are to be forgotten since the last time: what is written must not stay in any
    /// corner of a file then.
    #[must_use]
    pub const fn is_forgetting(&self) -> bool {
        self.touched.is_forgetting()
    }

    fn tell_facts<S: Sink>(&self, sink: &mut S) -> Result<(), S::Fault> {
        self.facts.iter().try_for_each(|fact| fact.tell(&self.shop, &self.stamps, sink))
    }

    /// Learns that what was told is kept for good, and tells no more of it.
    pub fn told(&mut self) {
        self.touched.clear();
        self.facts.clear();
        self.stamps.clear();
    }

    /// Tells every row of the state.
    ///
    /// # Errors
    /// What the sink says.
    pub fn tell_state<S: Sink>(&self, sink: &mut S) -> Result<(), S::Fault> {
        tell_state(&self.shop, sink)
    }

    /// Returns the shop as it stands.
    #[must_use]
    pub const fn shop(&self) -> &Shop {
        &self.shop
    }
}
