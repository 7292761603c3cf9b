//! Snapshots, and the end.

use std::sync::mpsc::Receiver;

use oneshot::Sender;

use super::{Due, Todo, Work};
use crate::{
    Keys, Log, Machine, NotDone,
    keeper::{desk::Not, message::Message},
    snapshot::Standing,
};

impl<M: Machine, L: Log, K: Keys> Work<M, L, K> {
    /// Takes a snapshot now if the state is just that of the log, else behind the next record.
    pub(super) fn want_snapshot(&mut self) {
        match self.snapshot {
            Due::Later | Due::Now => self.snapshot = Due::Now,
            Due::UnderWay | Due::Again => self.snapshot = Due::Again,
        }
        let is_current = self.flying.is_none() && self.open.is_blank() && !self.is_stale;
        if self.snapshot == Due::Now && is_current {
            let copy = self.copy();
            self.threads.snapshot((&self.log, &self.keys, &self.shop), copy, &self.inbox);
        }
    }

    /// Returns the state as it stands, without ids that are too old to be asked for.
    pub(super) fn copy(&mut self) -> Standing<M> {
        self.snapshot = Due::UnderWay;
        self.ahead.since = (0, 0);
        self.ahead.once.forget(self.ahead.moment);
        self.ahead.clone()
    }

    /// The snapshot that was under way is in its place.
    pub(super) fn kept(&mut self) {
        let again = self.snapshot == Due::Again;
        self.snapshot = Due::Later;
        if again {
            self.want_snapshot();
        }
    }

    /// Tells all who came too late that this is the end, and returns who waits for it.
    pub(in crate::keeper) fn end(
        &mut self,
        inbox: &Receiver<Message<M>>,
    ) -> Vec<Sender<Result<(), Not<M>>>> {
        inbox.try_iter().for_each(|message| self.sort(message));
        while let Some(todo) = self.backlog.pop_front() {
            match todo {
                Todo::Slice(slice) => self.refuse(slice, NotDone::Ended),
                Todo::Look(look) => look.tell(Err(NotDone::Ended)),
            }
        }
        std::mem::take(&mut self.closing)
    }
}
