//! The contract of every machine here: decide, then evolve.

use std::{fmt, slice};

use crate::{Envelope, IdRefusal, Moment, OrderId, RecordNo};

/// A pure machine: `decide` holds every rule and changes nothing, `evolve` adds up and refuses nothing.
///
/// Law: for events that `decide` emitted on a state, `evolve` on that state is total; the same events in the
/// same order give the same state, wherever and whenever they are folded.
///
/// ```
/// use sklad_base::{Actor, CommandId, Decider, Envelope, Events, Moment, No, Refusals};
///
/// /// A counter that stops at its limit.
/// struct Counter(u8);
///
/// impl Decider for Counter {
///     type Command = u8;
///     type Event = u8;
///     type Policy = u8;
///     type Refusal = String;
///
///     fn decide(&self, add: &Envelope<u8>, limit: &u8, out: &mut Events<u8>) -> Result<(), No<String>> {
///         if self.0 + add.command > *limit {
///             return Err(Refusals::one(format!("{} is past {limit}", add.command)).into());
///         }
///         out.push(add.command);
///         Ok(())
///     }
///
///     fn evolve(&mut self, added: &u8) {
///         self.0 += added;
///     }
/// }
///
/// let moment = Moment::parse("2026-03-02T10:00:00Z")?;
/// let command = Envelope::new(CommandId::counted(moment, 1), Actor::System("doc".into()), moment, 3);
/// let mut counter = Counter(0);
/// assert!(counter.run(&command, &4).is_ok());
/// assert_eq!(counter.run(&command, &4).unwrap_err().to_string(), "3 is past 4");
/// assert_eq!(counter.0, 3);
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
pub trait Decider {
    /// What is asked; may be refused.
    type Command;
    /// What happened; may not.
    type Event;
    /// What the owner chose: plain data.
    type Policy;
    /// Why not.
    type Refusal;

    /// Decides what happens, and puts it behind what stands in `out` already.
    ///
    /// # Errors
    /// [`No`] with every reason found; `out` is then as it was.
    fn decide(
        &self,
        command: &Envelope<Self::Command>,
        policy: &Self::Policy,
        out: &mut Events<Self::Event>,
    ) -> Result<(), No<Self::Refusal>>;

    /// Takes in what happened.
    fn evolve(&mut self, event: &Self::Event);

    /// Takes in what happened, in order: a machine that goes faster through many at once says how.
    ///
    /// Law: the state is as if [`evolve`](Self::evolve) had taken them in one by one.
    #[inline]
    fn evolve_all(&mut self, events: &[Self::Event]) {
        events.iter().for_each(|event| self.evolve(event));
    }

    /// Puts what happens by itself up to a moment behind what stands in `out`: what [`No::DueFirst`] asks for.
    ///
    /// Law: doing it often, late or never changes no answer, since a command waits for it.
    fn due(&self, moment: Moment, policy: &Self::Policy, out: &mut Events<Self::Event>) {
        let _ = (moment, policy, out);
    }

    /// Lets the machine fetch what a command will need that comes some time later; nothing changes.
    fn prefetch(&self, command: &Envelope<Self::Command>) {
        let _ = command;
    }

    /// Lets the machine fetch what that leads to, which is known by then: the command comes soon.
    fn prefetch_further(&self, command: &Envelope<Self::Command>) {
        let _ = command;
    }

    /// Says into which record of the log the next events are written, or from which they are read.
    fn begin(&mut self, record: RecordNo) {
        let _ = record;
    }

    /// Decides and, where something happens, takes it in; returns what happened, what was due before it first.
    ///
    /// # Errors
    /// [`No`] as [`decide`](Self::decide) says. What was due has happened all the same: who must write it down calls
    /// [`run_into`](Self::run_into).
    fn run(
        &mut self,
        command: &Envelope<Self::Command>,
        policy: &Self::Policy,
    ) -> Result<Events<Self::Event>, No<Self::Refusal>> {
        let mut events = Events::new();
        self.run_into(command, policy, &mut events)?;
        Ok(events)
    }

    /// Does what is due, decides, and takes in what happens; all of it is put behind what stands in `out`. A machine
    /// that goes faster through both at once says how.
    ///
    /// Law: answer, events and state are those of [`run_in_steps`](Self::run_in_steps).
    ///
    /// # Errors
    /// [`No`] as [`decide`](Self::decide) says; what was due stands in `out` and has happened all the same.
    #[inline]
    fn run_into(
        &mut self,
        command: &Envelope<Self::Command>,
        policy: &Self::Policy,
        out: &mut Events<Self::Event>,
    ) -> Result<(), No<Self::Refusal>> {
        self.run_in_steps(command, policy, out)
    }

    /// Does what is due, decides, then takes in what happens, one step after the other.
    ///
    /// # Errors
    /// [`No`] as [`decide`](Self::decide) says; what was due stands in `out` and has happened all the same.
    fn run_in_steps(
        &mut self,
        command: &Envelope<Self::Command>,
        policy: &Self::Policy,
        out: &mut Events<Self::Event>,
    ) -> Result<(), No<Self::Refusal>> {
        loop {
            let before = out.len();
            let decided = self.decide(command, policy, out);
            let is_due = matches!(decided, Err(No::DueFirst));
            if is_due {
                self.due(command.moment, policy, out);
            }
            self.evolve_all(&out.as_slice()[before..]);
            if !is_due || out.len() == before {
                return decided;
            }
        }
    }
}

/// What happened, in order: a buffer that a caller may use again and again.
///
/// ```
/// use sklad_base::Events;
///
/// let mut events = Events::new();
/// events.push("reserved");
/// assert_eq!(events.as_slice(), ["reserved"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Events<E>(Vec<E>);

impl<E> Events<E> {
    /// Returns an empty buffer.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Returns a buffer with nothing in it and room for so many events.
    #[must_use]
    pub fn with_room(events: usize) -> Self {
        Self(Vec::with_capacity(events))
    }

    /// Puts an event behind the others.
    pub fn push(&mut self, event: E) {
        self.0.push(event);
    }

    /// Drops all that came behind the first `length`: how a decision that fails leaves the buffer as it was.
    pub fn truncate(&mut self, length: usize) {
        self.0.truncate(length);
    }

    /// Empties the buffer and keeps its memory.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Returns how many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Tells whether nothing happened.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns them in order.
    #[must_use]
    pub fn as_slice(&self) -> &[E] {
        &self.0
    }

    /// Goes through them in order.
    pub fn iter(&self) -> slice::Iter<'_, E> {
        self.0.iter()
    }
}

impl<E> Default for Events<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a, E> IntoIterator for &'a Events<E> {
    type Item = &'a E;
    type IntoIter = slice::Iter<'a, E>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<E> IntoIterator for Events<E> {
    type Item = E;
    type IntoIter = std::vec::IntoIter<E>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Why a command did nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum No<R> {
    /// The business says no, for these reasons.
    Refused(Refusals<R>),
    /// Something is overdue at the command's moment: take in what [`Decider::due`] says, then decide again.
    DueFirst,
    /// The command was accepted before: its answer stands in that record.
    Repeated(RecordNo),
    /// The command names an order that has left the state: give the machine that record back, then decide again.
    Recall {
        /// Which order.
        order: OrderId,
        /// The record that holds its last state.
        record: RecordNo,
    },
    /// The command's id says no.
    Id(IdRefusal),
}

impl<R> No<R> {
    /// Returns the reasons; none where it is not the business that says no.
    #[must_use]
    pub fn refusals(&self) -> &[R] {
        match self {
            Self::Refused(refusals) => &refusals.0,
            Self::DueFirst | Self::Repeated(_) | Self::Recall { .. } | Self::Id(_) => &[],
        }
    }

    /// Returns the reasons; none where it is not the business that says no.
    #[must_use]
    pub fn into_reasons(self) -> Vec<R> {
        match self {
            Self::Refused(refusals) => refusals.0,
            Self::DueFirst | Self::Repeated(_) | Self::Recall { .. } | Self::Id(_) => Vec::new(),
        }
    }

    /// Returns the same answer in the words of another floor.
    pub fn map<S>(self, word: impl FnMut(R) -> S) -> No<S> {
        match self {
            Self::Refused(refusals) => No::Refused(refusals.map(word)),
            Self::DueFirst => No::DueFirst,
            Self::Repeated(record) => No::Repeated(record),
            Self::Recall { order, record } => No::Recall { order, record },
            Self::Id(refusal) => No::Id(refusal),
        }
    }
}

impl<R> From<Refusals<R>> for No<R> {
    fn from(refusals: Refusals<R>) -> Self {
        Self::Refused(refusals)
    }
}

impl<R: fmt::Display> fmt::Display for No<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusals) => refusals.fmt(f),
            Self::DueFirst => f.write_str(
                "cannot decide yet: something is overdue; take in what is due, then decide again",
            ),
            Self::Repeated(record) => {
                write!(f, "cannot do it twice: it was done in {record}; read its answer there")
            }
            Self::Recall { order, record } => write!(
                f,
                "cannot decide yet: {order} is finished and stands in {record} only; take it back from there, \
                 then decide again"
            ),
            Self::Id(refusal) => refusal.fmt(f),
        }
    }
}

impl<R: fmt::Debug + fmt::Display> std::error::Error for No<R> {}

/// Reasons, at least one: all that is wrong with a command, not the first thing.
///
/// ```
/// use sklad_base::Refusals;
///
/// let refusals: Refusals<&str> = Refusals::from_all(["no such item", "no such place"]).unwrap();
/// assert_eq!(refusals.to_string(), "no such item\nno such place");
/// assert_eq!(Refusals::<&str>::from_all([]), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusals<R>(Vec<R>);

impl<R> Refusals<R> {
    /// Returns the one reason.
    #[must_use]
    pub fn one(refusal: R) -> Self {
        Self(vec![refusal])
    }

    /// Returns the reasons, or nothing where there are none.
    pub fn from_all(refusals: impl IntoIterator<Item = R>) -> Option<Self> {
        let all: Vec<R> = refusals.into_iter().collect();
        (!all.is_empty()).then_some(Self(all))
    }

    /// Goes through them.
    pub fn iter(&self) -> slice::Iter<'_, R> {
        self.0.iter()
    }

    /// Returns the same reasons in the words of another floor.
    pub fn map<S>(self, word: impl FnMut(R) -> S) -> Refusals<S> {
        Refusals(self.0.into_iter().map(word).collect())
    }
}

impl<R> From<R> for Refusals<R> {
    fn from(refusal: R) -> Self {
        Self::one(refusal)
    }
}

impl<'a, R> IntoIterator for &'a Refusals<R> {
    type Item = &'a R;
    type IntoIter = slice::Iter<'a, R>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<R> IntoIterator for Refusals<R> {
    type Item = R;
    type IntoIter = std::vec::IntoIter<R>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<R: fmt::Display> fmt::Display for Refusals<R> {
    /// Writes one reason a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, refusal) in self.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            refusal.fmt(f)?;
        }
        Ok(())
    }
}

impl<R: fmt::Debug + fmt::Display> std::error::Error for Refusals<R> {}
