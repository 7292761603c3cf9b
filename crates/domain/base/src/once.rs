//! Each wish is done once: command ids are remembered for a window.

use std::{fmt, hash::Hash};

use crate::{
    CommandId, Decider, Digest, Envelope, Events, IdRefusal, Moment, No,
    seen::{Seen, Vacancy},
};

/// A record of the log, counted from 1: our own number, dense, kept in the record.
///
/// ```
/// use sklad_base::RecordNo;
///
/// assert_eq!(RecordNo::FIRST.next().to_string(), "record 2");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RecordNo(u64);

impl RecordNo {
    /// The first record of a log.
    pub const FIRST: Self = Self(1);

    /// Returns the record with that number.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// Returns the number.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }

    /// Returns the record after it.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl Default for RecordNo {
    /// Returns the first record: where a log begins.
    fn default() -> Self {
        Self::FIRST
    }
}

impl fmt::Display for RecordNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "record {}", self.0)
    }
}

/// A machine that does each wish once: the outermost one wears it, be it a ledger alone or a shop.
///
/// An accepted command's id, the digest of its content and its record are remembered for a window. The same id with
/// the same content is answered by [`No::Repeated`]; with other content, too late or too early, by [`No::Id`].
/// Refusals are not remembered: the same id is judged anew. Forgetting goes by the time in the id, and what is too
/// old is refused, so forgetting never does anything twice.
///
/// ```
/// # use sklad_base::{Actor, CommandId, Decider, Envelope, Events, Moment, No, Once, RecordNo, Refusals};
/// # #[derive(Default)]
/// # struct Counter(u8);
/// # impl Decider for Counter {
/// #     type Command = u8;
/// #     type Event = u8;
/// #     type Policy = ();
/// #     type Refusal = String;
/// #     fn decide(&self, add: &Envelope<u8>, _: &(), out: &mut Events<u8>) -> Result<(), No<String>> {
/// #         out.push(add.command);
/// #         Ok(())
/// #     }
/// #     fn evolve(&mut self, added: &u8) {
/// #         self.0 += added;
/// #     }
/// # }
/// let now = Moment::parse("2026-03-02T10:00:00Z")?;
/// let add = Envelope::new(CommandId::counted(now, 1), Actor::System("doc".into()), now, 3);
/// let mut counter = Once::new(Counter::default(), 3600);
/// let mut events = Events::new();
/// counter.run_into(&add, &(), &mut events).unwrap();
/// counter.begin(RecordNo::new(2));
/// let again = counter.run_into(&add, &(), &mut events);
/// assert_eq!(again, Err(No::Repeated(RecordNo::FIRST)));
/// assert_eq!((counter.state().0, events.len()), (3, 1));
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone)]
pub struct Once<D> {
    state: D,
    seen: Seen,
    record: RecordNo,
}

/// What became of a command: up to where its events stand in the buffer and what it was about, or why there are none.
pub type Answer<R> = Result<(usize, Digest), No<R>>;

impl<D> Once<D>
where
    D: Decider,
    D::Command: Hash,
{
    /// Returns a machine that remembers nothing yet and will remember ids for so many seconds.
    #[must_use]
    pub const fn new(state: D, window_seconds: u32) -> Self {
        Self { state, seen: Seen::new(window_seconds), record: RecordNo::FIRST }
    }

    /// Puts a machine together again from what it knew and what it remembered.
    #[must_use]
    pub const fn restored(state: D, seen: Seen) -> Self {
        Self { state, seen, record: RecordNo::FIRST }
    }

    /// Takes it apart again: what [`restored`](Self::restored) is made of.
    #[must_use]
    pub fn into_parts(self) -> (D, Seen) {
        (self.state, self.seen)
    }

    /// Takes the memory for so many ids to come: see [`Seen::make_room`].
    pub fn make_room(&mut self, ids: usize) {
        self.seen.make_room(ids);
    }

    /// Says into which record of the log the next commands' events will be written.
    pub fn begin(&mut self, record: RecordNo) {
        self.record = record;
        self.state.begin(record);
    }

    /// Decides, if the wish is new; see [`Decider::decide`].
    ///
    /// # Errors
    /// [`No`] as the machine says, or as the id does; `out` is then as it was.
    pub fn decide(
        &self,
        command: &Envelope<D::Command>,
        policy: &D::Policy,
        out: &mut Events<D::Event>,
    ) -> Result<(), No<D::Refusal>> {
        let _vacancy = self.judge(command, Digest::of(&command.command))?;
        self.state.decide(command, policy, out)
    }

    /// Does what is due, decides if the wish is new, takes in what happens and remembers the id; see
    /// [`Decider::run_into`].
    ///
    /// # Errors
    /// [`No`] as the machine says, or as the id does; what was due stands in `out` and has happened all the same.
    pub fn run_into(
        &mut self,
        command: &Envelope<D::Command>,
        policy: &D::Policy,
        out: &mut Events<D::Event>,
    ) -> Result<(), No<D::Refusal>> {
        self.run_one(command, policy, out).map(drop)
    }

    /// Runs a command, and returns the digest of its content.
    #[inline]
    fn run_one(
        &mut self,
        command: &Envelope<D::Command>,
        policy: &D::Policy,
        out: &mut Events<D::Event>,
    ) -> Result<Digest, No<D::Refusal>> {
        let digest = Digest::of(&command.command);
        let vacancy = self.judge(command, digest)?;
        self.state.run_into(command, policy, out)?;
        self.seen.fill(vacancy, (command.id, digest, self.record));
        Ok(digest)
    }

    /// Runs commands one after the other, as [`run_into`](Self::run_into) does, and returns each answer. What those to
    /// come will need is fetched meanwhile, so that the machine does not wait for its memory.
    pub fn run_all(
        &mut self,
        commands: &[Envelope<D::Command>],
        policy: &D::Policy,
        out: &mut Events<D::Event>,
    ) -> Vec<Answer<D::Refusal>> {
        let (mut far, mut near) = (commands.iter(), commands.iter());
        far.by_ref().take(FAR).for_each(|command| self.prefetch(command));
        near.by_ref().take(NEAR).for_each(|command| self.state.prefetch_further(command));
        let answers = commands.iter().map(|command| {
            far.next().into_iter().for_each(|far| self.prefetch(far));
            near.next().into_iter().for_each(|near| self.state.prefetch_further(near));
            self.run_one(command, policy, out).map(|digest| (out.len(), digest))
        });
        answers.collect()
    }

    #[inline]
    fn prefetch(&self, command: &Envelope<D::Command>) {
        self.seen.prefetch(command.id);
        self.state.prefetch(command);
    }

    /// Takes in what happened, as a record of the log tells it.
    pub fn evolve(&mut self, event: &D::Event) {
        self.state.evolve(event);
    }

    /// Takes in all that happened, in order: a machine that folds many events at once waits less for its memory.
    pub fn evolve_all(&mut self, events: &[D::Event]) {
        self.state.evolve_all(events);
    }

    /// Remembers all commands that a record of the log holds; see [`run_all`](Self::run_all) on reading ahead.
    pub fn remember_all(
        &mut self,
        commands: impl Iterator<Item = (CommandId, Digest)> + Clone,
        record: RecordNo,
    ) {
        let mut far = commands.clone();
        far.by_ref().take(FAR).for_each(|(id, _)| self.seen.prefetch(id));
        for (id, digest) in commands {
            if let Some((far, _)) = far.next() {
                self.seen.prefetch(far);
            }
            self.seen.remember(id, digest, record);
        }
    }

    /// Remembers a command that a record of the log holds.
    pub fn remember(&mut self, id: CommandId, digest: Digest, record: RecordNo) {
        self.seen.remember(id, digest, record);
    }

    /// Drops what is too old to be asked for; a good moment is a snapshot.
    pub fn forget(&mut self, moment: Moment) {
        self.seen.forget(moment);
    }

    /// Returns the machine.
    #[must_use]
    pub const fn state(&self) -> &D {
        &self.state
    }

    /// Returns what is remembered.
    #[must_use]
    pub const fn seen(&self) -> &Seen {
        &self.seen
    }

    /// Returns where the command's id will stand, if it is new.
    #[inline]
    fn judge(
        &self,
        command: &Envelope<D::Command>,
        digest: Digest,
    ) -> Result<Vacancy, No<D::Refusal>> {
        let id = command.id;
        self.seen.judge(id, command.moment).map_err(No::Id)?;
        match self.seen.look(id) {
            Ok(vacancy) => Ok(vacancy),
            Err((first, record)) if first == digest => Err(No::Repeated(record)),
            Err((_, record)) => Err(No::Id(IdRefusal::OtherContent { id, record })),
        }
    }
}

/// How many commands ahead what they need is fetched: by the time what it leads to is asked for, it is there.
const FAR: usize = 32;
/// How many commands ahead what that leads to is fetched.
const NEAR: usize = 12;
