//! What a keeper answers, and when.

use std::{
    future::{Future, IntoFuture},
    ops::{Deref, Range},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use oneshot::AsyncReceiver;
use sklad_base::{IdRefusal, Moment, RecordNo, Refusals};

use crate::{
    AppendError, Damage, Fault, Mark, OpenError, Position, ReadError, Record, record::slice,
};

/// A command was accepted, and the log has it for good.
#[derive(Debug)]
pub struct Done<E> {
    /// Where the record stands.
    pub position: Position,
    /// Whether it was done before: this is the answer it got then.
    pub is_repeated: bool,
    pub(super) record: Arc<Kept<E>>,
    pub(super) part: Range<u32>,
}

/// A record that the answers of one slice share.
#[derive(Debug)]
pub(super) struct Kept<E>(Arc<Record<E>>);

impl<E> Kept<E> {
    pub(super) fn of(record: &Arc<Record<E>>) -> Arc<Self> {
        Arc::new(Self(Arc::clone(record)))
    }
}

impl<E> Deref for Kept<E> {
    type Target = Record<E>;

    fn deref(&self) -> &Record<E> {
        &self.0
    }
}

impl<E> Done<E> {
    /// Returns what happened.
    #[must_use]
    pub fn events(&self) -> &[E] {
        slice(&self.record.events, &self.part)
    }

    /// Returns the number of its record.
    #[must_use]
    pub fn record(&self) -> RecordNo {
        self.record.number
    }

    /// Returns where its record stands, and in which life of the log: what somebody keeps who follows from here.
    #[must_use]
    pub fn mark(&self) -> Mark {
        Mark { position: self.position, record: self.record.number, epoch: self.record.epoch }
    }

    /// Returns when its record was written.
    #[must_use]
    pub fn moment(&self) -> Moment {
        self.record.moment
    }
}

/// Why a command did nothing, or why there is no answer to it.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum NotDone<R> {
    /// The business says no, for these reasons.
    #[error("{0}")]
    Refused(Refusals<R>),
    /// The command's id says no.
    #[error(transparent)]
    Id(#[from] IdRefusal),
    /// Too many commands wait.
    #[error(
        "cannot take {commands} commands: {waiting} of at most {limit} wait for their answer; send them later"
    )]
    QueueFull {
        /// How many there were.
        commands: usize,
        /// How many wait.
        waiting: usize,
        /// How many may wait.
        limit: usize,
    },
    /// A slice has more commands than a record takes.
    #[error(
        "cannot take {commands} commands at once: a record has at most {limit}; send them in parts"
    )]
    SliceTooLong {
        /// How many there were.
        commands: usize,
        /// How many there may be.
        limit: usize,
    },
    /// Another keeper writes to the log.
    #[error(
        "cannot write to the log of {shop}: {writer} writes to it, last at {position}; send the command there"
    )]
    AnotherWriter {
        /// Which shop.
        shop: Arc<str>,
        /// The other keeper.
        writer: Arc<str>,
        /// The last record that it wrote.
        position: Position,
    },
    /// What the command does cannot be written; nothing was done.
    #[error(transparent)]
    NotWritten(AppendError),
    /// The log cannot be read.
    #[error(transparent)]
    NotRead(OpenError),
    /// The keeper has ended.
    #[error(
        "cannot tell what became of the command: the keeper has ended; open it again and send the command with the same id"
    )]
    Ended,
}

impl<R> From<Fault> for NotDone<R> {
    fn from(fault: Fault) -> Self {
        Self::NotRead(fault.into())
    }
}

impl<R> From<OpenError> for NotDone<R> {
    fn from(error: OpenError) -> Self {
        Self::NotRead(error)
    }
}

impl<R> From<ReadError> for NotDone<R> {
    fn from(error: ReadError) -> Self {
        Self::NotRead(error.into())
    }
}

impl<R> From<Damage> for NotDone<R> {
    fn from(damage: Damage) -> Self {
        Self::NotRead(damage.into())
    }
}

/// An answer on its way: `.await` it, or `.wait()` for it on a plain thread.
#[derive(Debug)]
#[must_use = "the answer tells whether it was done"]
pub struct Pending<T, E>(AsyncReceiver<Result<T, E>>);

/// The errors that say that a keeper has ended.
pub trait Ending {
    /// Returns the one that says so.
    fn ended() -> Self;
}

impl<R> Ending for NotDone<R> {
    fn ended() -> Self {
        Self::Ended
    }
}

impl Ending for OpenError {
    fn ended() -> Self {
        Self::Ended
    }
}

impl<T, E: Ending> Pending<T, E> {
    pub(crate) fn new(receiver: oneshot::Receiver<Result<T, E>>) -> Self {
        Self(receiver.into_future())
    }

    pub(crate) fn failed(error: E) -> Self {
        let (sender, receiver) = oneshot::channel();
        drop(sender.send(Err(error)));
        Self::new(receiver)
    }

    /// Waits for the answer on this thread.
    ///
    /// # Errors
    /// What the call that gave it says.
    pub fn wait(self) -> Result<T, E> {
        crate::wait(self)
    }
}

impl<T, E: Ending> Future for Pending<T, E> {
    type Output = Result<T, E>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = Pin::new(&mut self.0).poll(context);
        answer.map(|answer| answer.unwrap_or_else(|_| Err(E::ended())))
    }
}
