//! Where commands and questions are handed in, from any thread or task.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use sklad_base::Envelope;

use super::{
    answer::{Done, NotDone, Pending},
    message::{Message, Question, Reply, Slice, Wishes},
    seat::Inbox,
    setup::Setup,
};
use crate::Machine;

/// The answer to a command on its way.
pub type PendingDone<M> = Pending<Done<Event<M>>, Not<M>>;
/// The answers to a slice of commands on their way, one for each.
pub type PendingAll<M> = Pending<Vec<Result<Done<Event<M>>, Not<M>>>, Not<M>>;

pub(super) type Event<M> = <M as sklad_base::Decider>::Event;
pub(super) type Not<M> = NotDone<<M as sklad_base::Decider>::Refusal>;
pub(super) type Command<M> = <M as sklad_base::Decider>::Command;

/// A handle on a keeper: clones speak to the same one, from any thread or task.
pub struct Desk<M: Machine> {
    pub(super) inbox: Inbox<M>,
    pub(super) waiting: Arc<AtomicUsize>,
    pub(super) limit: usize,
    pub(super) commands: usize,
}

impl<M: Machine> Clone for Desk<M> {
    fn clone(&self) -> Self {
        let Self { inbox, waiting, limit, commands } = self;
        let (inbox, waiting) = (inbox.clone(), Arc::clone(waiting));
        Self { inbox, waiting, limit: *limit, commands: *commands }
    }
}

impl<M: Machine> fmt::Debug for Desk<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Desk where {} wait", self.waiting.load(Ordering::Relaxed))
    }
}

impl<M: Machine> Desk<M> {
    pub(super) fn new(inbox: Inbox<M>, setup: &Setup<M>) -> Self {
        let (waiting, limit) = (Arc::default(), setup.queue);
        Self { inbox, waiting, limit, commands: setup.commands.max(1) }
    }

    /// Hands in a command; the keeper sets its moment. The answer comes once the log has what it did.
    ///
    /// # Errors
    /// [`NotDone::QueueFull`] when too many wait, [`NotDone::Ended`] when the keeper has ended. The answer itself may
    /// be any [`NotDone`].
    pub fn send(&self, command: Envelope<Command<M>>) -> Result<PendingDone<M>, Not<M>> {
        self.take_place(1)?;
        let (reply, answer) = oneshot::channel();
        self.post(Message::Slice(Slice {
            wishes: Wishes::One(command),
            reply: Reply::One(reply),
        }))?;
        Ok(Pending::new(answer))
    }

    /// Hands in commands that are judged one after the other and stand in one record; each has an answer of its own.
    ///
    /// # Errors
    /// [`NotDone::SliceTooLong`], and as [`send`](Self::send) says.
    pub fn send_all(&self, commands: Vec<Envelope<Command<M>>>) -> Result<PendingAll<M>, Not<M>> {
        let (count, limit) = (commands.len(), self.commands);
        if count > limit {
            return Err(NotDone::SliceTooLong { commands: count, limit });
        }
        self.take_place(count)?;
        let (reply, answer) = oneshot::channel();
        let slice = Slice { wishes: Wishes::Many(commands), reply: Reply::All(reply) };
        self.post(Message::Slice(slice))?;
        Ok(Pending::new(answer))
    }

    /// Asks the state a question; the answer comes once all that it saw is in the log. The question may be asked
    /// again, when what it saw was never written.
    ///
    /// # Errors
    /// [`NotDone::Ended`] when the keeper has ended.
    pub fn ask<T: Send + 'static>(
        &self,
        question: impl FnMut(&M) -> T + Send + 'static,
    ) -> Result<Pending<T, Not<M>>, Not<M>> {
        let (question, answer) = Question::new(question);
        self.post(Message::Look(question))?;
        Ok(Pending::new(answer))
    }

    /// Asks the newest state a question, at once: what it saw may never be written.
    ///
    /// # Errors
    /// [`NotDone::Ended`] when the keeper has ended.
    pub fn ask_latest<T: Send + 'static>(
        &self,
        question: impl FnMut(&M) -> T + Send + 'static,
    ) -> Result<Pending<T, Not<M>>, Not<M>> {
        let (question, answer) = Question::new(question);
        self.post(Message::Glance(question))?;
        Ok(Pending::new(answer))
    }

    /// Lets the keeper look at its clock now: it does what is due. For clocks that are set by hand.
    ///
    /// # Errors
    /// [`NotDone::Ended`] when the keeper has ended.
    pub fn tick(&self) -> Result<(), Not<M>> {
        self.post(Message::Tick)
    }

    /// Lets the keeper take a snapshot as soon as it can.
    ///
    /// # Errors
    /// [`NotDone::Ended`] when the keeper has ended.
    pub fn snapshot(&self) -> Result<(), Not<M>> {
        self.post(Message::Snapshot)
    }

    fn take_place(&self, commands: usize) -> Result<(), Not<M>> {
        let limit = self.limit;
        let waiting = self.waiting.fetch_add(commands, Ordering::Relaxed);
        if waiting.saturating_add(commands) <= limit {
            return Ok(());
        }
        self.waiting.fetch_sub(commands, Ordering::Relaxed);
        Err(NotDone::QueueFull { commands, waiting, limit })
    }

    pub(super) fn post(&self, message: Message<M>) -> Result<(), Not<M>> {
        if self.inbox.send(message) { Ok(()) } else { Err(NotDone::Ended) }
    }
}
