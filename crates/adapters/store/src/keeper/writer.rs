//! The writer: it sends a record until there is a definite answer.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use sklad_base::PersonId;

use super::{
    answers::{Answers, Delivery},
    batch::Waiting,
    desk::Event,
    message::Landed,
};
use crate::{
    AppendError, Batch, Fault, Keys, Log, Machine, Position, Receipt, Record, record::Draft,
};

/// A record that should be written behind a position, and who waits for it.
pub(super) struct Flight<M: Machine> {
    pub(super) record: Arc<Record<Event<M>>>,
    pub(super) form: Form,
    pub(super) expected: Position,
    pub(super) waiting: Vec<Waiting<M>>,
}

/// What a record is on its way.
pub(super) enum Form {
    /// Words about persons wait for their seal.
    Draft(Draft),
    /// It was sent once; perhaps nobody can tell whether the log has it.
    Sent { batch: Batch, in_doubt: bool },
}

impl<M: Machine> Flight<M> {
    /// Sends the record once, on the thread that decides: where nobody else waits, the way to the writer and back is
    /// saved. It comes back where there is no definite answer at once.
    pub(super) fn send_once(
        self,
        log: &impl Log,
        keys: &impl Keys,
    ) -> Result<Landed<M>, Box<Self>> {
        let Self { record, form, expected, waiting } = self;
        let (batch, was_in_doubt) = match form.sealed::<M>(&record, expected, keys) {
            Ok(sealed) => sealed,
            Err(fault) => return Ok(Landed { written: Err(fault.into()), waiting }),
        };
        let in_doubt = match log.append_here(&batch) {
            Ok(receipt) => {
                let written = Ok((receipt.position, batch.bytes.len()));
                return Ok(Landed { written, waiting });
            }
            Err(error @ (AppendError::Conflict { .. } | AppendError::Rejected(_))) => {
                return Ok(Landed { written: Err(error), waiting });
            }
            Err(AppendError::Unknown { .. }) => true,
            Err(AppendError::Fault(_)) => was_in_doubt,
        };
        Err(Box::new(Self { record, form: Form::Sent { batch, in_doubt }, expected, waiting }))
    }
}

impl Form {
    /// Returns the bytes with their seals, and whether they may be in the log already.
    fn sealed<M: Machine>(
        self,
        record: &Record<Event<M>>,
        expected: Position,
        keys: &impl Keys,
    ) -> Result<(Batch, bool), Fault> {
        match self {
            Self::Draft(draft) => {
                let bytes = draft.finish(record, keys)?.into();
                Ok((Batch { key: record.key, expected, record: record.number, bytes }, false))
            }
            Self::Sent { batch, in_doubt } => Ok((batch, in_doubt)),
        }
    }
}

/// Writes records, one after the other.
pub(super) struct Writer<L, K> {
    pub(super) log: L,
    pub(super) keys: K,
    pub(super) stop: Arc<AtomicBool>,
}

impl<L: Log, K: Keys> Writer<L, K> {
    /// Writes a record and answers those who waited for it; who cannot be answered yet goes back. The keeper learns of
    /// it first, so that whoever has an answer asks one who knows.
    pub(super) fn land<M: Machine>(
        &self,
        flight: Flight<M>,
        answers: &Answers<M>,
        tell: impl FnOnce(Landed<M>),
    ) {
        let Flight { record, form, expected, waiting } = flight;
        let written = self.write::<M>(&record, form, expected);
        if let Ok((position, _)) = written {
            tell(Landed { written, waiting: Vec::new() });
            let delivery = Delivery { waiting, record: Some(record), position };
            answers.deliver(delivery, (&self.log, &self.keys));
        } else {
            tell(Landed { written, waiting });
        }
    }

    /// Writes a record and destroys the keys of those whom it forgets; returns where it stands and what it weighs.
    fn write<M: Machine>(
        &self,
        record: &Record<Event<M>>,
        form: Form,
        expected: Position,
    ) -> Result<(Position, usize), AppendError> {
        let (batch, in_doubt) = form.sealed::<M>(record, expected, &self.keys)?;
        let Receipt { position, .. } = self.append(&batch, in_doubt)?;
        let gone: Vec<PersonId> = record.events.iter().filter_map(M::forgets).collect();
        if !gone.is_empty() {
            self.destroy(&gone);
        }
        Ok((position, batch.bytes.len()))
    }

    /// Sends the identical batch until there is a definite answer.
    fn append(&self, batch: &Batch, in_doubt: bool) -> Result<Receipt, AppendError> {
        let mut pause = Pause::default();
        let (mut faults, mut in_doubt) = (0, in_doubt);
        loop {
            match self.log.append_here(batch) {
                Ok(receipt) => return Ok(receipt),
                Err(AppendError::Unknown { key, why }) => {
                    tracing::warn!(%key, why, "no answer, the same batch is sent again");
                    if self.stop.load(Ordering::SeqCst) && pause.is_long() {
                        return Err(AppendError::Unknown { key, why });
                    }
                    in_doubt = true;
                }
                // It says nothing of the time before.
                Err(AppendError::Fault(fault)) if in_doubt => {
                    tracing::warn!(%fault, "still no answer, the same batch is sent again");
                    if self.stop.load(Ordering::SeqCst) && pause.is_long() {
                        let (key, why) = (batch.key, fault.to_string());
                        return Err(AppendError::Unknown { key, why });
                    }
                }
                Err(AppendError::Fault(fault)) if fault.is_retryable() && faults < RETRIES => {
                    tracing::warn!(%fault, "the write is tried again");
                    faults += 1;
                }
                Err(error) => return Err(error),
            }
            pause.take();
        }
    }

    /// Destroys keys, however long it takes: the fact that they are gone is written already.
    fn destroy(&self, persons: &[PersonId]) {
        let mut pause = Pause::default();
        while let Err(fault) = self.keys.destroy(persons) {
            tracing::error!(%fault, "keys of forgotten persons are still there");
            if self.stop.load(Ordering::SeqCst) && pause.is_long() {
                // The record says so: the next start destroys them.
                return;
            }
            pause.take();
        }
    }
}

/// A pause that grows from a millisecond to a second.
struct Pause(Duration);

impl Default for Pause {
    fn default() -> Self {
        Self(Duration::from_millis(1))
    }
}

impl Pause {
    fn take(&mut self) {
        thread::sleep(self.0);
        self.0 = (self.0 * 2).min(SECOND);
    }

    fn is_long(&self) -> bool {
        self.0 >= SECOND
    }
}

const SECOND: Duration = Duration::from_secs(1);
/// So often a write that failed is tried again.
const RETRIES: u32 = 5;
