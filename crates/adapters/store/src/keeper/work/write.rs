//! Writing: one record for all that wait, and what is done with its answer.

use std::sync::Arc;

use super::{Due, Todo, Work};
use crate::{
    AppendError, BatchKey, Keys, Log, Machine, NotDone, OpenError, Position, Record, Rejection,
    Rival,
    keeper::{
        answers::Delivery,
        batch::{Flying, Open, Waiting},
        desk::{Event, Not},
        message::Landed,
        writer::{Flight, Form},
    },
    wait,
};

impl<M: Machine, L: Log, K: Keys> Work<M, L, K> {
    /// Hands the record in the making to the writer, if that is free; who waits for nothing is answered.
    pub(super) fn flush(&mut self) {
        if self.open.is_blank() {
            let waiting = std::mem::take(&mut self.open.waiting);
            match &mut self.flying {
                Some(flying) => flying.waiting.extend(waiting),
                None => self.answer_unwritten(waiting),
            }
        } else if self.flying.is_none() {
            self.fly();
        }
    }

    /// Answers those who wait for no record of this keeper; a record of another one would make the answer an old one.
    fn answer_unwritten(&mut self, waiting: Vec<Waiting<M>>) {
        if waiting.is_empty() || self.other.is_some() {
            return self.deliver(waiting, None);
        }
        match wait(self.log.head()) {
            Ok(head) if head <= self.ahead.position => self.deliver(waiting, None),
            Ok(head) => {
                self.decide_anew(waiting);
                self.notice(head);
            }
            Err(fault) => self.tell_all(waiting, || fault.clone().into()),
        }
    }

    /// Answers those who waited for what stands in the log now.
    fn deliver(&self, waiting: Vec<Waiting<M>>, record: Option<Arc<Record<Event<M>>>>) {
        let delivery = Delivery { waiting, record, position: self.ahead.position };
        self.threads.deliver(delivery, (&self.log, &self.keys));
    }

    /// Hands the record in the making to the writer, with all who wait for it.
    fn fly(&mut self) {
        let (moment, number) = (self.ahead.moment, self.open_record());
        let Open { accepted, events, draft, waiting, .. } = self.open.take();
        let key = match BatchKey::random(moment) {
            Ok(key) => key,
            Err(fault) => return self.fail(waiting, &fault.into()),
        };
        let (shop, writer) = (Arc::clone(&self.shop), Arc::clone(&self.writer));
        let (epoch, begins) = (self.ahead.epoch(), None);
        let events = events.into_iter().collect();
        let record = Record { shop, writer, key, number, epoch, begins, moment, accepted, events };
        let record = Arc::new(record);
        self.ahead.record = number;
        self.ahead.once.begin(number.next());
        let copy = (self.snapshot == Due::Now).then(|| self.copy());
        let (its, form, expected) = (Arc::clone(&record), Form::Draft(draft), self.ahead.position);
        let flight = Flight { record: its, form, expected, waiting };
        self.flying = Some(Flying { record, waiting: Vec::new(), copy });
        let flight = if self.is_calm(&flight) {
            match flight.send_once(&self.log, &self.keys) {
                Ok(landed) => return self.take_answer(landed),
                Err(flight) => *flight,
            }
        } else {
            flight
        };
        self.threads.write(flight, (&self.log, &self.keys, &self.inbox));
    }

    /// Tells whether nobody loses where the record is written on this thread: few wait, or it is that of a crew, and no
    /// key is to be destroyed.
    fn is_calm(&self, flight: &Flight<M>) -> bool {
        let Record { accepted, events, .. } = &*flight.record;
        let is_small = accepted.len() <= CALM && events.len() <= CALM * 16;
        let is_alone = is_small && self.backlog.is_empty();
        let is_here = is_alone || self.threads.are_shared();
        is_here && !events.iter().any(|it| M::forgets(it).is_some())
    }

    /// Takes the writer's answer.
    pub(super) fn take_answer(&mut self, landed: Landed<M>) {
        let Some(mut flying) = self.flying.take() else { return };
        let Landed { written, mut waiting } = landed;
        waiting.append(&mut flying.waiting);
        flying.waiting = waiting;
        match written {
            Ok((position, weight)) => self.written(flying, position, weight),
            Err(error) => self.not_written(flying, error),
        }
    }

    fn written(&mut self, flying: Flying<M>, position: Position, weight: usize) {
        let Flying { record, waiting, copy } = flying;
        self.ahead.position = position;
        let (records, bytes) = &mut self.ahead.since;
        *records += 1;
        *bytes += weight as u64;
        let is_due = *records >= self.snapshot_after.0 || *bytes >= self.snapshot_after.1;
        // A snapshot from before would hold sealed words whose key is gone.
        let forgets = record.events.iter().any(|event| M::forgets(event).is_some());
        self.deliver(waiting, Some(record));
        if let Some(mut copy) = copy {
            copy.position = position;
            self.threads.snapshot((&self.log, &self.keys, &self.shop), copy, &self.inbox);
        }
        if is_due || forgets {
            self.want_snapshot();
        }
    }

    fn not_written(&mut self, flying: Flying<M>, error: AppendError) {
        tracing::warn!(%error, record = %flying.record.number, "a record was not written");
        let Flying { record, mut waiting, copy } = flying;
        if copy.is_some() {
            // The snapshot goes with the record that was not written: another one will be taken.
            self.snapshot = Due::Now;
        }
        let later = std::mem::replace(&mut self.open, Open::new()).waiting;
        self.is_stale = true;
        match &error {
            AppendError::Conflict { .. } | AppendError::Rejected(Rejection::OutOfOrder { .. }) => {
                waiting.extend(later);
                self.decide_anew(waiting);
                self.meet_rival();
            }
            AppendError::Rejected(Rejection::TooBig { .. }) if slices(&waiting) > 1 => {
                self.alone = waiting.len();
                waiting.extend(later);
                self.decide_anew(waiting);
            }
            AppendError::Rejected(Rejection::TooBig { .. }) if !record.accepted.is_empty() => {
                self.decide_anew(later);
                self.fail(waiting, &error);
            }
            AppendError::Rejected(_) | AppendError::Fault(_) | AppendError::Unknown { .. } => {
                waiting.extend(later);
                self.fail(waiting, &error);
            }
        }
    }

    /// Tells all that nothing was done; the state is read anew before anything else is.
    fn fail(&mut self, waiting: Vec<Waiting<M>>, error: &AppendError) {
        self.is_stale = true;
        self.tell_all(waiting, || NotDone::NotWritten(error.clone()));
    }

    fn tell_all(&self, waiting: Vec<Waiting<M>>, why: impl Fn() -> Not<M>) {
        for one in waiting {
            match one {
                Waiting::Slice(slice, _) => self.refuse(slice, why()),
                Waiting::Look(look) => look.tell(Err(why())),
            }
        }
    }

    /// Puts those who waited in front of all others again.
    fn decide_anew(&mut self, waiting: Vec<Waiting<M>>) {
        for one in waiting.into_iter().rev() {
            self.backlog.push_front(match one {
                Waiting::Slice(slice, _) => Todo::Slice(slice),
                Waiting::Look(look) => Todo::Look(look),
            });
        }
    }

    /// Another one wrote: this keeper takes over, or steps down.
    fn meet_rival(&mut self) {
        if self.rival == Rival::StepDown {
            let head = wait(self.log.head()).unwrap_or(self.ahead.position);
            self.other = Some((Arc::from("another keeper"), head));
        }
    }

    /// The log ends there now; if that was not this keeper, it reads what the other one wrote.
    pub(super) fn notice(&mut self, head: Position) {
        let is_ours = head <= self.ahead.position || self.flying.is_some();
        if is_ours || !self.open.is_blank() || self.is_stale {
            return;
        }
        self.meet_rival();
        if let Err(error) = self.read_on() {
            tracing::warn!(%error, "what another keeper wrote cannot be read");
            self.is_stale = true;
        }
    }

    fn read_on(&mut self) -> Result<(), OpenError> {
        let Self { log, keys, shop, ahead, .. } = self;
        let source = crate::restore::Source { log, keys, shop };
        wait(source.catch_up(ahead))?;
        self.ahead.once.begin(self.ahead.record.next());
        if let (Some(other), Some(writer)) = (&mut self.other, &self.ahead.writer) {
            *other = (Arc::clone(writer), self.ahead.position);
        }
        Ok(())
    }

    /// Makes sure that the state is that of the log, with what is decided behind it.
    pub(super) fn be_whole(&mut self) -> Result<(), OpenError> {
        if self.is_stale {
            debug_assert!(self.flying.is_none() && self.open.is_blank(), "nothing is under way");
            let moment = self.ahead.moment;
            self.ahead = wait(self.source().restore(self.empty.clone()))?;
            self.ahead.moment = self.ahead.moment.max(moment);
            self.read_on()?;
            self.is_stale = false;
        }
        Ok(())
    }

    /// Makes sure that a question sees what others have written, too.
    pub(super) fn be_current(&mut self) -> Result<(), OpenError> {
        self.be_whole()?;
        if self.other.is_some() { self.read_on() } else { Ok(()) }
    }
}

/// How many slices wait.
fn slices<M: Machine>(waiting: &[Waiting<M>]) -> usize {
    waiting.iter().filter(|one| matches!(one, Waiting::Slice(..))).count()
}

/// So many commands are written on the thread that decides: one that comes meanwhile is decided a little later.
const CALM: usize = 4;
