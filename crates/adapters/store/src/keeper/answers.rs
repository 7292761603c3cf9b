//! Giving answers out: from the thread that knows them where they are few, else from one that does nothing else.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
    mpsc::{Receiver, Sender},
};

use super::{
    answer::Kept,
    batch::{Verdict, Waiting},
    desk::Event,
    earlier::Earlier,
    message::{Outcome, Slice},
};
use crate::{Keys, Log, Machine, Position, Record};

/// Who waits for a record, or for none, and where it stands.
pub(super) struct Delivery<M: Machine> {
    pub(super) waiting: Vec<Waiting<M>>,
    pub(super) record: Option<Arc<Record<Event<M>>>>,
    pub(super) position: Position,
}

/// Where answers go out.
pub(super) struct Answers<M: Machine> {
    /// So many commands wait for their answer.
    pub(super) waiting: Arc<AtomicUsize>,
    /// Where the thread is that answers what takes its time; without one it is done at once.
    pub(super) later: Option<Sender<Delivery<M>>>,
}

impl<M: Machine> Clone for Answers<M> {
    fn clone(&self) -> Self {
        Self { waiting: Arc::clone(&self.waiting), later: self.later.clone() }
    }
}

impl<M: Machine> Answers<M> {
    /// Answers all here where that is soon done: one who waits alone does not wait for another thread.
    pub(super) fn deliver(&self, delivery: Delivery<M>, (log, keys): (&impl Log, &impl Keys)) {
        match &self.later {
            Some(later) if !delivery.is_soon_done() => drop(later.send(delivery)),
            Some(_) | None => delivery.answer(&self.waiting, &mut Earlier::new(log, keys)),
        }
    }
}

impl<M: Machine> Delivery<M> {
    /// Tells whether the answers are few, and all stand in the record.
    fn is_soon_done(&self) -> bool {
        let commands: usize = self.waiting.iter().map(|one| one.verdicts().len()).sum();
        commands <= FEW && !self.waiting.iter().any(|one| one.is_elsewhere(self.record.as_ref()))
    }

    fn answer(self, waiting: &AtomicUsize, earlier: &mut Earlier<'_, M, impl Log, impl Keys>) {
        let Self { waiting: all, record, position } = self;
        let record = record.as_ref();
        for one in all {
            // Counted for these answers alone: those of one slice are dropped while those of the next one are made.
            let kept = record.map(Kept::of);
            let here = (kept.as_ref(), position);
            one.answer(waiting, |verdicts| {
                verdicts.into_iter().map(|verdict| earlier.outcome(verdict, here)).collect()
            });
        }
    }
}

impl<M: Machine> Waiting<M> {
    fn verdicts(&self) -> &[Verdict<M>] {
        match self {
            Self::Slice(_, verdicts) => verdicts,
            Self::Look(_) => &[],
        }
    }

    /// Tells whether some of the answers stand in other records than the one that is written.
    fn is_elsewhere(&self, record: Option<&Arc<Record<Event<M>>>>) -> bool {
        self.verdicts().iter().any(|verdict| verdict.is_elsewhere(record))
    }

    fn answer(
        self,
        waiting: &AtomicUsize,
        outcomes: impl FnOnce(Vec<Verdict<M>>) -> Vec<Outcome<M>>,
    ) {
        match self {
            Self::Look(look) => look.tell(Ok(())),
            Self::Slice(Slice { wishes, reply }, verdicts) => {
                waiting.fetch_sub(wishes.as_slice().len(), Ordering::Relaxed);
                reply.give(outcomes(verdicts));
            }
        }
    }
}

/// Answers what is handed over until nobody does any more; first answers come out of the records that hold them.
pub(super) fn answer_later<M: Machine>(
    (log, keys): (&impl Log, &impl Keys),
    waiting: &AtomicUsize,
    deliveries: &Receiver<Delivery<M>>,
) {
    let mut earlier = Earlier::new(log, keys);
    while let Ok(delivery) = deliveries.recv() {
        delivery.answer(waiting, &mut earlier);
    }
}

/// So many commands are answered on the thread that writes.
const FEW: usize = 128;
