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
    pub(super) later: Sender<Delivery<M>>,
}

impl<M: Machine> Clone for Answers<M> {
    fn clone(&self) -> Self {
        Self { waiting: Arc::clone(&self.waiting), later: self.later.clone() }
    }
}

impl<M: Machine> Answers<M> {
    /// Answers all here where that is soon done: one who waits alone does not wait for another thread.
    pub(super) fn deliver(&self, delivery: Delivery<M>) {
        let Delivery { waiting, record, position } = &delivery;
        let commands: usize = waiting.iter().map(|one| one.verdicts().len()).sum();
        let elsewhere = |one: &Waiting<M>| one.is_elsewhere(record.as_ref());
        if commands > FEW || waiting.iter().any(elsewhere) {
            return drop(self.later.send(delivery));
        }
        let (record, position) = (record.clone(), *position);
        for one in delivery.waiting {
            one.answer(&self.waiting, |verdicts| outcomes(verdicts, record.as_ref(), position));
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

/// Returns the answers that stand in one record.
fn outcomes<M: Machine>(
    verdicts: Vec<Verdict<M>>,
    record: Option<&Arc<Record<Event<M>>>>,
    position: Position,
) -> Vec<Outcome<M>> {
    // Counted for these answers alone: those of one slice are dropped while those of the next one are made.
    let record = record.map(Kept::of);
    verdicts.into_iter().map(|verdict| verdict.outcome(record.as_ref(), position)).collect()
}

/// Answers what is handed over until nobody does any more; first answers come out of the records that hold them.
pub(super) fn answer_later<M: Machine>(
    (log, keys): (&impl Log, &impl Keys),
    waiting: &AtomicUsize,
    deliveries: &Receiver<Delivery<M>>,
) {
    let mut earlier = Earlier::new(log, keys);
    while let Ok(Delivery { waiting: all, record, position }) = deliveries.recv() {
        let record = record.as_ref();
        for one in all {
            if one.is_elsewhere(record) {
                let here = (record.map(Kept::of), position);
                let look_up = |verdict| earlier.outcome(verdict, (here.0.as_ref(), here.1));
                one.answer(waiting, |verdicts| verdicts.into_iter().map(look_up).collect());
            } else {
                one.answer(waiting, |verdicts| outcomes(verdicts, record, position));
            }
        }
    }
}

/// So many commands are answered on the thread that writes.
const FEW: usize = 128;
