//! What comes to a keeper's thread.

use oneshot::Sender;
use sklad_base::Envelope;

use super::{
    answer::{Done, NotDone},
    batch::Waiting,
    desk::{Command, Event, Not},
};
use crate::{AppendError, Machine, Position};

/// What comes to a keeper's thread.
pub(super) enum Message<M: Machine> {
    Slice(Slice<M>),
    /// A question whose answer waits until what it saw is written.
    Look(Box<dyn Look<M>>),
    /// A question whose answer does not wait.
    Glance(Box<dyn Look<M>>),
    /// The writer's answer.
    Landed(Landed<M>),
    /// The log ends there now, whoever wrote.
    Moved(Position),
    /// A snapshot is in its place, or could not be taken.
    Kept,
    Snapshot,
    Tick,
    Close(Sender<Result<(), Not<M>>>),
}

/// What became of a record.
pub(super) struct Landed<M: Machine> {
    /// Where it stands, and how many bytes it has.
    pub(super) written: Result<(Position, usize), AppendError>,
    /// Who waited for it and has no answer.
    pub(super) waiting: Vec<Waiting<M>>,
}

/// Commands that came together, and who waits for them.
pub(super) struct Slice<M: Machine> {
    pub(super) wishes: Wishes<Command<M>>,
    pub(super) reply: Reply<M>,
}

/// One command or many: one is not worth a list.
pub(super) enum Wishes<C> {
    One(Envelope<C>),
    Many(Vec<Envelope<C>>),
}

impl<C> Wishes<C> {
    pub(super) fn as_slice(&self) -> &[Envelope<C>] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }

    pub(super) fn as_mut_slice(&mut self) -> &mut [Envelope<C>] {
        match self {
            Self::One(one) => std::slice::from_mut(one),
            Self::Many(many) => many,
        }
    }
}

/// The result of one command.
pub(super) type Outcome<M> = Result<Done<Event<M>>, Not<M>>;

/// Who waits for the answers.
pub(super) enum Reply<M: Machine> {
    One(Sender<Outcome<M>>),
    All(Sender<Result<Vec<Outcome<M>>, Not<M>>>),
}

impl<M: Machine> Reply<M> {
    /// Gives the answers, one for each command; who no longer waits is no loss.
    pub(super) fn give(self, mut outcomes: Vec<Outcome<M>>) {
        match self {
            Self::One(reply) => {
                let outcome = outcomes.pop().unwrap_or(Err(NotDone::Ended));
                reply.send(outcome).unwrap_or_default();
            }
            Self::All(reply) => reply.send(Ok(outcomes)).unwrap_or_default(),
        }
    }

    /// Gives the same answer to all.
    pub(super) fn refuse(self, why: Not<M>) {
        match self {
            Self::One(reply) => reply.send(Err(why)).unwrap_or_default(),
            Self::All(reply) => reply.send(Err(why)).unwrap_or_default(),
        }
    }
}

/// A question to the state.
pub(super) trait Look<M: Machine>: Send {
    fn look(&mut self, state: &M);
    fn tell(self: Box<Self>, outcome: Result<(), Not<M>>);
}

/// A question, what it saw, and who waits for that.
pub(super) struct Question<F, T, E> {
    ask: F,
    seen: Option<T>,
    reply: Sender<Result<T, E>>,
}

impl<F, T, E> Question<F, T, E> {
    pub(super) fn new(ask: F) -> (Box<Self>, oneshot::Receiver<Result<T, E>>) {
        let (reply, answer) = oneshot::channel();
        (Box::new(Self { ask, seen: None, reply }), answer)
    }
}

impl<M: Machine, F: FnMut(&M) -> T + Send, T: Send> Look<M> for Question<F, T, Not<M>> {
    fn look(&mut self, state: &M) {
        self.seen = Some((self.ask)(state));
    }

    fn tell(self: Box<Self>, outcome: Result<(), Not<M>>) {
        let Self { seen, reply, .. } = *self;
        let seen = outcome.and_then(|()| seen.ok_or(NotDone::Ended));
        reply.send(seen).unwrap_or_default();
    }
}
