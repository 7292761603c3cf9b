//! First answers: commands that were done before are answered out of the records that did them.

use std::sync::Arc;

use super::{answer::Kept, batch::Verdict, desk::Event, message::Outcome};
use crate::{Keys, Log, Machine, NotDone, Position, Record, wait};

/// Looks up earlier records, and remembers the last one: who repeats one command of it mostly repeats the others, too.
pub(super) struct Earlier<'a, M: Machine, L, K> {
    log: &'a L,
    keys: &'a K,
    last: Option<(Position, Arc<Kept<Event<M>>>)>,
}

impl<'a, M: Machine, L: Log, K: Keys> Earlier<'a, M, L, K> {
    pub(super) const fn new(log: &'a L, keys: &'a K) -> Self {
        Self { log, keys, last: None }
    }

    /// Returns an answer, be it out of the record that was just written there.
    pub(super) fn outcome(
        &mut self,
        verdict: Verdict<M>,
        (here, position): (Option<&Arc<Kept<Event<M>>>>, Position),
    ) -> Outcome<M> {
        let Verdict::Repeated(_, number) = verdict else {
            return verdict.outcome(here, position);
        };
        if here.is_some_and(|here| here.number == number) {
            return verdict.outcome(here, position);
        }
        if self.last.as_ref().is_none_or(|(_, record)| record.number != number) {
            let stored = wait(self.log.get(number))?;
            let record = Arc::new(Record::stored(&stored, self.keys)?);
            self.last = Some((stored.position, Kept::of(&record)));
        }
        let Some((position, record)) = &self.last else { return Err(NotDone::Ended) };
        verdict.outcome(Some(record), *position)
    }
}
