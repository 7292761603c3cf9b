//! Giving answers out, from the keeper's thread or the writer's.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
    mpsc::Sender,
};

use super::{
    batch::{Verdict, Waiting},
    desk::Event,
    lookup::Lookup,
};
use crate::{Machine, Position, Record};

/// Where answers go out.
pub(super) struct Answers<M: Machine> {
    /// So many commands wait for their answer.
    pub(super) waiting: Arc<AtomicUsize>,
    pub(super) lookups: Sender<Lookup<M>>,
}

impl<M: Machine> Clone for Answers<M> {
    fn clone(&self) -> Self {
        Self { waiting: Arc::clone(&self.waiting), lookups: self.lookups.clone() }
    }
}

impl<M: Machine> Answers<M> {
    /// Answers those who waited for this record, or for none.
    pub(super) fn deliver(
        &self,
        waiting: Vec<Waiting<M>>,
        record: Option<&Arc<Record<Event<M>>>>,
        position: Position,
    ) {
        for one in waiting {
            let (slice, verdicts) = match one {
                Waiting::Slice(slice, verdicts) => (slice, verdicts),
                Waiting::Look(look) => {
                    look.tell(Ok(()));
                    continue;
                }
            };
            self.waiting.fetch_sub(slice.wishes.as_slice().len(), Ordering::Relaxed);
            let reply = slice.reply;
            if verdicts.iter().any(|verdict| verdict.is_elsewhere(record)) {
                let record = record.map(Arc::clone);
                drop(self.lookups.send(Lookup { reply, verdicts, record, position }));
            } else {
                let outcome = |verdict: Verdict<M>| verdict.outcome(record, position);
                reply.give(verdicts.into_iter().map(outcome).collect());
            }
        }
    }
}
