//! The record in the making, and the one on its way to the log.

use std::sync::Arc;

use sklad_base::{CommandId, Events, RecordNo};

use super::{
    answer::{Done, Kept, NotDone},
    desk::{Event, Not},
    message::{Look, Outcome, Slice},
};
use crate::{Accepted, Machine, Position, Record, record::Draft, snapshot::Standing};

/// The record in the making.
pub(super) struct Open<M: Machine> {
    pub(super) accepted: Vec<Accepted>,
    pub(super) events: Events<Event<M>>,
    pub(super) waiting: Vec<Waiting<M>>,
    /// Whether what happens by itself stands in it.
    pub(super) did_due: bool,
    /// The bytes of what is accepted and happened, up to the last slice.
    pub(super) draft: Draft,
}

impl<M: Machine> Open<M> {
    pub(super) fn new() -> Self {
        Self {
            accepted: Vec::new(),
            events: Events::new(),
            waiting: Vec::new(),
            did_due: false,
            draft: Draft::default(),
        }
    }

    /// Returns an empty one with room for as much as another one holds: the next record is mostly like the last one.
    fn like(other: &Self) -> Self {
        let accepted = Vec::with_capacity(other.accepted.len());
        let events = Events::with_room(other.events.len());
        Self { accepted, events, draft: Draft::like(&other.draft), ..Self::new() }
    }

    /// Takes all out of it, written down; who waited for it comes along.
    pub(super) fn take(&mut self) -> Self {
        self.write_down();
        let next = Self::like(self);
        std::mem::replace(self, next)
    }

    /// Writes down what was decided, while it is at hand.
    pub(super) fn write_down(&mut self) {
        self.draft.catch_up(&self.accepted, self.events.as_slice());
    }

    /// Tells whether there is nothing to write.
    pub(super) const fn is_blank(&self) -> bool {
        self.accepted.is_empty() && self.events.is_empty()
    }
}

/// The record on its way to the log.
pub(super) struct Flying<M: Machine> {
    pub(super) record: Arc<Record<Event<M>>>,
    /// Who began to wait for it once it was on its way.
    pub(super) waiting: Vec<Waiting<M>>,
    /// The state behind it, where a snapshot is due.
    pub(super) copy: Option<Standing<M>>,
}

/// Who waits until a record is in the log.
pub(super) enum Waiting<M: Machine> {
    Slice(Slice<M>, Vec<Verdict<M>>),
    Look(Box<dyn Look<M>>),
}

/// What became of one command.
pub(super) enum Verdict<M: Machine> {
    /// It stands at that place among the accepted ones of the record that it waits for.
    Accepted(usize),
    /// It was done before, in that record.
    Repeated(CommandId, RecordNo),
    Not(Not<M>),
}

impl<M: Machine> Verdict<M> {
    /// Tells whether the answer stands in another record than the one that is written.
    pub(super) fn is_elsewhere(&self, record: Option<&Arc<Record<Event<M>>>>) -> bool {
        match self {
            Self::Repeated(_, number) => record.is_none_or(|record| record.number != *number),
            Self::Accepted(_) | Self::Not(_) => false,
        }
    }

    /// Returns the answer, out of the record that was written there.
    pub(super) fn outcome(
        self,
        record: Option<&Arc<Kept<Event<M>>>>,
        position: Position,
    ) -> Outcome<M> {
        let done = |accepted: Option<&Accepted>, is_repeated| {
            let found = record.zip(accepted);
            let (record, accepted) = found.ok_or(NotDone::Ended)?;
            let (record, part) = (Arc::clone(record), accepted.events.clone());
            Ok(Done { position, is_repeated, record, part })
        };
        match self {
            Self::Accepted(index) => {
                done(record.and_then(|record| record.accepted.get(index)), false)
            }
            Self::Repeated(id, _) => done(record.and_then(|record| record.find(id)), true),
            Self::Not(why) => Err(why),
        }
    }
}
