//! First answers: commands that were done before are answered out of the records that did them.

use std::sync::{Arc, mpsc::Receiver};

use super::{
    batch::Verdict,
    desk::Event,
    message::{Outcome, Reply},
};
use crate::{Keys, Log, Machine, NotDone, Position, Record, wait};

/// Answers of which some stand in earlier records.
pub(super) struct Lookup<M: Machine> {
    pub(super) reply: Reply<M>,
    pub(super) verdicts: Vec<Verdict<M>>,
    /// The record that was just written, where the others stand.
    pub(super) record: Option<Arc<Record<Event<M>>>>,
    pub(super) position: Position,
}

/// Answers lookups until nobody asks any more.
pub(super) fn answer<M: Machine>(log: &impl Log, keys: &impl Keys, asked: &Receiver<Lookup<M>>) {
    let mut last: Option<(Position, Arc<Record<Event<M>>>)> = None;
    while let Ok(Lookup { reply, verdicts, record, position }) = asked.recv() {
        let outcomes = verdicts.into_iter().map(|verdict| {
            let Verdict::Repeated(_, number) = verdict else {
                return verdict.outcome(record.as_ref(), position);
            };
            // Who repeats one command of a record mostly repeats the others, too.
            if last.as_ref().is_none_or(|(_, record)| record.number != number) {
                let stored = wait(log.get(number))?;
                last = Some((stored.position, Arc::new(Record::stored(&stored, keys)?)));
            }
            let Some((position, record)) = &last else { return Err(NotDone::Ended) };
            verdict.outcome(Some(record), *position)
        });
        let outcomes: Vec<Outcome<M>> = outcomes.collect();
        reply.give(outcomes);
    }
}
