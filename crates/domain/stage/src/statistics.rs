//! How long orders stay, and how often too long.

use std::collections::BTreeMap;

use sklad_base::{Moment, OrderId};

use crate::{Arrival, Clock, Event, Note, Person, Span, StageId, What};

/// How long orders stayed at each stage, and how many stayed too long, by stage and by person: a fold of the events.
///
/// ```
/// let statistics = sklad_stage::Statistics::default();
/// assert_eq!(statistics.stages().count(), 0);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Statistics {
    open: BTreeMap<OrderId, Open>,
    stages: BTreeMap<StageId, Stays>,
    people: BTreeMap<Person, Rate>,
}

/// A stay that has not ended.
#[derive(Debug, Clone)]
struct Open {
    stage: StageId,
    since: Moment,
    assignee: Option<Person>,
    overdue: bool,
}

#[derive(Debug, Clone, Default)]
struct Stays {
    spans: Vec<Span>,
    overdue: usize,
}

/// How many of how many.
///
/// ```
/// let rate = sklad_stage::Rate { overdue: 1, all: 8 };
/// assert_eq!((rate.per_mille(), rate.to_string().as_str()), (125, "1 of 8"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_structs, reason = "plain data")]
pub struct Rate {
    /// How many stays were too long.
    pub overdue: usize,
    /// How many stays there were.
    pub all: usize,
}

impl Rate {
    /// Returns the rate in thousandths, cut; zero of none.
    #[must_use]
    pub const fn per_mille(self) -> usize {
        match self.overdue.saturating_mul(1000).checked_div(self.all) {
            Some(rate) => rate,
            None => 0,
        }
    }
}

impl std::fmt::Display for Rate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {}", self.overdue, self.all)
    }
}

/// How long orders stayed at one stage, pauses counted: the time from coming to leaving.
///
/// ```
/// use sklad_stage::{Rate, Span, Stay};
///
/// let stay = Stay { median: Span::hours(1), ninety: Span::hours(3), rate: Rate { overdue: 0, all: 10 } };
/// assert!(stay.median <= stay.ninety);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data")]
pub struct Stay {
    /// Half of them stayed at most so long.
    pub median: Span,
    /// Nine in ten stayed at most so long.
    pub ninety: Span,
    /// How many stayed too long.
    pub rate: Rate,
}

impl Statistics {
    /// Counts all these events.
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut statistics = Self::default();
        events.into_iter().for_each(|event| statistics.take_in(event));
        statistics
    }

    /// Counts one more event.
    pub fn take_in(&mut self, event: &Event) {
        let Some(note) = event.note() else { return };
        match &note.what {
            What::Started { at, .. } => self.open(note, at),
            What::Moved { at, .. } => {
                self.close(note);
                self.open(note, at);
            }
            What::Assigned { to, .. } => {
                if let Some(open) = self.open.get_mut(&note.order) {
                    open.assignee = Some(to.clone());
                }
            }
            What::Overdue { .. } => {
                if let Some(open) = self.open.get_mut(&note.order) {
                    open.overdue = true;
                }
            }
            What::Migrated { at, .. } => {
                if let Some(open) = self.open.get_mut(&note.order) {
                    open.stage = at.stage.clone();
                    open.assignee.clone_from(&at.assignee);
                }
            }
            What::Given(_) | What::Rerouted { .. } | What::Paused { .. } | What::Resumed { .. } => {
            }
        }
    }

    /// Goes through the stages that orders have left.
    pub fn stages(&self) -> impl Iterator<Item = (&StageId, Stay)> {
        self.stages.iter().map(|(stage, stays)| {
            let mut spans = stays.spans.clone();
            spans.sort_unstable();
            let rate = Rate { overdue: stays.overdue, all: spans.len() };
            (stage, Stay { median: rank(&spans, 50), ninety: rank(&spans, 90), rate })
        })
    }

    /// Goes through the people who had an order when it left its stage, and how many of these stayed too long.
    pub fn people(&self) -> impl Iterator<Item = (&Person, Rate)> {
        self.people.iter().map(|(person, rate)| (person, *rate))
    }

    fn open(&mut self, note: &Note, at: &Arrival) {
        if let Clock::Ended(_) = at.clock {
            return;
        }
        let (stage, assignee) = (at.stage.clone(), at.assignee.clone());
        self.open.insert(note.order, Open { stage, since: note.moment, assignee, overdue: false });
    }

    fn close(&mut self, note: &Note) {
        let Some(open) = self.open.remove(&note.order) else { return };
        let stays = self.stages.entry(open.stage).or_default();
        stays.spans.push(Span::between(open.since, note.moment));
        stays.overdue += usize::from(open.overdue);
        if let Some(person) = open.assignee {
            let rate = self.people.entry(person).or_default();
            rate.all += 1;
            rate.overdue += usize::from(open.overdue);
        }
    }
}

/// Returns the smallest that so many of a hundred do not pass (nearest rank).
fn rank(sorted: &[Span], percent: usize) -> Span {
    let rank = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(rank).copied().unwrap_or_default()
}
