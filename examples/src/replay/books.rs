//! Where a replay's commands go: a shop in memory, or one on a file that can be stopped and continued.

use std::{
    collections::VecDeque,
    error::Error,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use sklad::{
    base::{Decider, No, Refusals},
    flow::Event,
    prelude::*,
    sqlite::{Flush, Setup as File, SqliteKeys, SqliteLog},
    store::{Clock, Follower, Keeper, Mark, NotDone, Record, Setup, wait},
};

/// A shop and whoever writes its books.
#[derive(Debug)]
pub struct Books {
    shop: Shop,
    sent: u64,
    file: Option<OnFile>,
}

/// Why a command did nothing.
#[derive(Debug, thiserror::Error)]
pub enum Declined {
    /// The shop says no.
    #[error("{0}")]
    Refused(Refusals<Refusal>),
    /// The shop said no in an earlier run; nothing has changed since then.
    #[error("cannot do it: an earlier run was refused it; begin anew to read why")]
    RefusedBefore,
    /// The file cannot be written.
    #[error(transparent)]
    Fault(Box<dyn Error>),
}

/// The log, what of it an earlier run wrote, and a clock that is set to the history's time.
#[derive(Debug)]
struct OnFile {
    keeper: Keeper<Shop>,
    clock: Arc<AtomicI64>,
    written: VecDeque<Record<Event>>,
    read_back: u64,
}

impl Books {
    /// Opens books in memory.
    #[must_use]
    pub fn in_memory() -> Self {
        Self { shop: Shop::new(), sent: 0, file: None }
    }

    /// Opens books on a file; what an earlier run wrote there is read back before anything is written behind it.
    ///
    /// A replay can be done again, so its records are flushed now and then: a kill loses none of them.
    ///
    /// # Errors
    /// The file cannot be opened, or belongs to another replay.
    pub fn on_file(path: &Path, replay: &str) -> Result<Self, Box<dyn Error>> {
        let keys = SqliteKeys::open(path.with_extension("keys"))?;
        let setup = File { flush: Flush::NowAndThen, ..File::default() };
        let log = SqliteLog::open_with(path, setup)?;
        let mut follower = Follower::new(log.clone(), keys.clone(), replay, Mark::START);
        let mut written = VecDeque::new();
        loop {
            let page = wait(follower.page())?;
            if page.is_empty() {
                break;
            }
            written.extend(page.into_iter().map(|told| told.record));
        }
        let first = written.back().map_or(Moment::FIRST, |record| record.moment);
        let clock = Arc::new(AtomicI64::new(first.unix_micros()));
        let hand = Arc::clone(&clock);
        let clock_of_keeper = Clock::new(move || {
            Moment::from_unix_micros(hand.load(Ordering::Acquire)).unwrap_or(Moment::FIRST)
        });
        let setup = Setup { clock: clock_of_keeper, ..Setup::new(replay, Shop::new(), ()) };
        let keeper = Keeper::open(log, keys, setup).wait()?;
        let file = OnFile { keeper, clock, written, read_back: 0 };
        Ok(Self { shop: Shop::new(), sent: 0, file: Some(file) })
    }

    /// Returns the shop as it stands.
    #[must_use]
    pub const fn shop(&self) -> &Shop {
        &self.shop
    }

    /// Returns the shop alone.
    #[must_use]
    pub fn into_shop(self) -> Shop {
        self.shop
    }

    /// Returns how many commands were sent.
    #[must_use]
    pub const fn sent(&self) -> u64 {
        self.sent
    }

    /// Returns how many of them an earlier run had written.
    #[must_use]
    pub fn read_back(&self) -> u64 {
        self.file.as_ref().map_or(0, |file| file.read_back)
    }

    /// Sends a command and returns what happened.
    ///
    /// # Errors
    /// [`Declined`]; nothing happened then.
    pub fn send(&mut self, moment: Moment, command: Command) -> Result<Vec<Event>, Declined> {
        self.sent += 1;
        let id = CommandId::counted(moment, self.sent);
        let envelope = Envelope::new(id, Actor::System("replay".into()), moment, command);
        let Some(file) = &mut self.file else {
            let events = self.shop.run(&envelope, &());
            return events.map(|events| events.into_iter().collect()).map_err(Declined::from);
        };
        let events = file.send(envelope)?;
        events.iter().for_each(|event| self.shop.evolve(event));
        Ok(events)
    }
}

impl OnFile {
    /// Takes the answer from what is written already, else from the keeper. A command that stands in no record was
    /// refused then, and the shop is what it was: it is refused again.
    fn send(&mut self, envelope: Envelope<Command>) -> Result<Vec<Event>, Declined> {
        let is_next = |record: &Record<Event>| {
            record.accepted.first().is_some_and(|accepted| accepted.id == envelope.id)
        };
        match self.written.front() {
            Some(record) if is_next(record) => {
                self.read_back += 1;
                let record = self.written.pop_front();
                Ok(record.map(|record| record.events).unwrap_or_default())
            }
            Some(_) => Err(Declined::RefusedBefore),
            None => self.write(envelope),
        }
    }

    fn write(&self, envelope: Envelope<Command>) -> Result<Vec<Event>, Declined> {
        self.clock.store(envelope.moment.unix_micros(), Ordering::Release);
        let done = self.keeper.send(envelope).and_then(|pending| pending.wait());
        match done {
            Ok(done) => Ok(done.events().to_vec()),
            Err(NotDone::Refused(refusals)) => Err(Declined::Refused(refusals)),
            Err(other) => Err(Declined::Fault(other.into())),
        }
    }
}

impl From<No<Refusal>> for Declined {
    fn from(no: No<Refusal>) -> Self {
        match Refusals::from_all(no.refusals().iter().cloned()) {
            Some(refusals) => Self::Refused(refusals),
            None => Self::Fault(no.into()),
        }
    }
}
