//! Deciding: commands in order, what is due by itself, orders taken back.

use std::{ops::Range, sync::Arc};

use sklad_base::{Digest, Envelope, Moment, No, OrderId, RecordNo};

use super::{Todo, Work};
use crate::{
    Accepted, Fault, Keys, Log, Machine, NotDone, OpenError, Record,
    keeper::{
        batch::{Verdict, Waiting},
        desk::{Command, Event, Not},
        message::{Look, Slice},
        onward::Parcel,
    },
    wait,
};

impl<M: Machine> Todo<M> {
    /// Returns how many commands it is.
    fn weight(&self) -> usize {
        match self {
            Self::Slice(slice) => slice.wishes.as_slice().len().max(1),
            Self::Look(_) => 1,
        }
    }
}

impl<M: Machine, L: Log, K: Keys> Work<M, L, K> {
    /// Decides what waits, as far as the record in the making has room, and about so many commands at most.
    pub(super) fn decide_backlog(&mut self, most: usize) {
        let mut left = most;
        while left > 0 && self.backlog.front().is_some_and(|todo| self.has_room_for(todo)) {
            let Some(todo) = self.backlog.pop_front() else { return };
            left = left.saturating_sub(todo.weight());
            match todo {
                Todo::Slice(slice) => self.decide(slice),
                Todo::Look(look) => self.look(look),
            }
        }
    }

    /// Tells whether the record in the making has room for it; where the state must be read anew, first all that is
    /// under way must be over.
    pub(super) fn has_room_for(&self, todo: &Todo<M>) -> bool {
        if self.is_stale {
            return self.flying.is_none() && self.open.is_blank();
        }
        match todo {
            Todo::Look(_) => true,
            Todo::Slice(slice) => {
                let (here, more) = (self.open.accepted.len(), slice.wishes.as_slice().len());
                here == 0 || (self.alone == 0 && here + more <= self.commands)
            }
        }
    }

    /// Does what happens by itself, if its time has come and the last record is written: it gets one of its own.
    pub(super) fn do_due(&mut self) {
        let deadline = self.deadline();
        if self.flying.is_none() && deadline.is_some_and(|deadline| deadline <= self.clock.now()) {
            let now = self.now();
            self.do_due_at(now);
        }
    }

    /// Returns when something happens by itself that this keeper writes.
    pub(super) fn deadline(&self) -> Option<Moment> {
        let writes = self.other.is_none() && !self.is_stale;
        if writes && !self.open.did_due { self.ahead.once.state().next_deadline() } else { None }
    }

    /// Does it once for each record: there may be more of it than one record bears.
    fn do_due_at(&mut self, now: Moment) {
        if self.deadline().is_none_or(|deadline| deadline > now) {
            return;
        }
        let (once, before) = (&mut self.ahead.once, self.open.events.len());
        self.open.did_due = true;
        once.state().due(now, &self.policy, &mut self.open.events);
        let new = self.open.events.as_slice().get(before..).unwrap_or_default();
        new.iter().for_each(|event| once.evolve(event));
    }

    fn decide(&mut self, mut slice: Slice<M>) {
        match self.may_write() {
            Ok(()) => {}
            Err(NotDone::AnotherWriter { writer, .. }) if self.threads.can_send_on() => {
                return self.threads.send_on(Parcel { slice, writer });
            }
            Err(why) => return self.refuse(slice, why),
        }
        self.alone = self.alone.saturating_sub(1);
        let now = self.now();
        self.do_due_at(now);
        slice.wishes.as_mut_slice().iter_mut().for_each(|wish| wish.moment = now);
        let wishes = slice.wishes.as_slice();
        let mut last = self.open.events.len();
        let answers = self.ahead.once.run_all(wishes, &self.policy, &mut self.open.events);
        let mut verdicts = Vec::with_capacity(wishes.len());
        let mut recalled = Vec::new();
        for (at, (wish, answer)) in wishes.iter().zip(answers).enumerate() {
            if let Err(No::Recall { .. }) = &answer {
                recalled.push(at);
            }
            verdicts.push(match answer {
                Ok((end, digest)) => self.accept(wish, digest, last..end),
                Err(no) => verdict(wish, no),
            });
            last = answer_end(&verdicts, &self.open.accepted).unwrap_or(last).max(last);
        }
        for at in recalled {
            if let (Some(wish), Some(verdict)) = (wishes.get(at), verdicts.get_mut(at)) {
                *verdict = self.decide_recalled(wish);
            }
        }
        self.open.waiting.push(Waiting::Slice(slice, verdicts));
        self.open.write_down();
    }

    fn accept(
        &mut self,
        wish: &Envelope<Command<M>>,
        digest: Digest,
        events: Range<usize>,
    ) -> Verdict<M> {
        let events = narrow(events.start)..narrow(events.end);
        let (id, who) = (wish.id, wish.who.clone());
        self.open.accepted.push(Accepted { id, digest, who, events });
        Verdict::Accepted(self.open.accepted.len() - 1)
    }

    /// Takes the orders back that a command asks for, and decides it then.
    fn decide_recalled(&mut self, wish: &Envelope<Command<M>>) -> Verdict<M> {
        for _ in 0..RECALLS {
            let start = self.open.events.len();
            let decided = self.ahead.once.run_into(wish, &self.policy, &mut self.open.events);
            let end = self.open.events.len();
            match decided {
                Ok(()) => return self.accept(wish, Digest::of(&wish.command), start..end),
                Err(No::Recall { order, record }) => {
                    if let Err(why) = self.take_back(order, record) {
                        return Verdict::Not(why);
                    }
                }
                Err(no) => return verdict(wish, no),
            }
        }
        Verdict::Not(stuck(&format!("it needs more than {RECALLS} finished orders")))
    }

    fn take_back(&mut self, order: OrderId, record: RecordNo) -> Result<(), Not<M>> {
        let (state, moment) = (self.ahead.once.state(), self.ahead.moment);
        let back = if record == self.open_record() {
            state.take_back(order, self.open.events.as_slice(), moment)
        } else {
            state.take_back(order, &self.record(record)?.events, moment)
        };
        let Some(back) = back else {
            return Err(stuck(&format!("{order} does not stand in {record}")));
        };
        self.ahead.once.evolve(&back);
        self.open.events.push(back);
        Ok(())
    }

    /// Returns a record that was written, or is on its way.
    fn record(&self, number: RecordNo) -> Result<Arc<Record<Event<M>>>, OpenError> {
        let flying = self.flying.as_ref().map(|flying| &flying.record);
        if let Some(record) = flying.filter(|record| record.number == number) {
            return Ok(Arc::clone(record));
        }
        let stored = wait(self.log.get(number))?;
        Ok(Arc::new(Record::stored(&stored, &self.keys)?))
    }

    /// Lets a question look at the state; its answer waits until what it saw is in the log.
    fn look(&mut self, mut look: Box<dyn Look<M>>) {
        if let Err(error) = self.be_current() {
            return look.tell(Err(error.into()));
        }
        look.look(self.ahead.once.state());
        self.open.waiting.push(Waiting::Look(look));
    }

    fn may_write(&mut self) -> Result<(), Not<M>> {
        self.be_whole()?;
        match &self.other {
            None => Ok(()),
            Some((writer, position)) => {
                let (shop, writer) = (Arc::clone(&self.shop), Arc::clone(writer));
                Err(NotDone::AnotherWriter { shop, writer, position: *position })
            }
        }
    }
}

/// Where the events of the last accepted command end, if the last verdict is that of an accepted one.
fn answer_end<M: Machine>(verdicts: &[Verdict<M>], accepted: &[Accepted]) -> Option<usize> {
    match verdicts.last() {
        Some(Verdict::Accepted(_)) => accepted.last().map(|accepted| accepted.events.end as usize),
        Some(Verdict::Repeated(..) | Verdict::Not(_)) | None => None,
    }
}

fn verdict<M: Machine>(wish: &Envelope<Command<M>>, no: No<M::Refusal>) -> Verdict<M> {
    match no {
        No::Refused(refusals) => Verdict::Not(NotDone::Refused(refusals)),
        No::Id(refusal) => Verdict::Not(NotDone::Id(refusal)),
        No::Repeated(record) => Verdict::Repeated(wish.id, record),
        No::DueFirst => Verdict::Not(stuck("something is overdue that never happens")),
        No::Recall { order, .. } => Verdict::Not(stuck(&format!("{order} is not taken back"))),
        other => Verdict::Not(stuck(&other.to_string())),
    }
}

fn stuck<R>(why: &str) -> NotDone<R> {
    Fault::lasting(format!(
        "cannot decide the command: {why}; this is a fault of the machine, report it"
    ))
    .into()
}

fn narrow(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// One command needs at most so many finished orders back.
const RECALLS: usize = 16;
