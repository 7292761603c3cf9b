//! The contract of every machine here: decide, then evolve.

use std::{fmt, slice};

use crate::Envelope;

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

    /// Decides and, where something happens, takes it in; returns what happened.
    ///
    /// # Errors
    /// [`No`] as [`decide`](Self::decide) says; nothing has changed then.
    fn run(
        &mut self,
        command: &Envelope<Self::Command>,
        policy: &Self::Policy,
    ) -> Result<Events<Self::Event>, No<Self::Refusal>> {
        let mut events = Events::new();
        self.decide(command, policy, &mut events)?;
        for event in &events {
            self.evolve(event);
        }
        Ok(events)
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
}

impl<R> No<R> {
    /// Returns the reasons.
    #[must_use]
    pub const fn refusals(&self) -> &Refusals<R> {
        let Self::Refused(refusals) = self;
        refusals
    }

    /// Returns the reasons, for another floor to put into its words.
    #[must_use]
    pub fn into_refusals(self) -> Refusals<R> {
        let Self::Refused(refusals) = self;
        refusals
    }
}

impl<R> From<Refusals<R>> for No<R> {
    fn from(refusals: Refusals<R>) -> Self {
        Self::Refused(refusals)
    }
}

impl<R: fmt::Display> fmt::Display for No<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.refusals().fmt(f)
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
