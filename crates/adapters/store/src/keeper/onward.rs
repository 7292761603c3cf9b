//! Sending on: a keeper that stepped down hands commands to who writes, and answers out of the log.

use std::{
    collections::{BTreeMap, VecDeque},
    fmt,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::Receiver,
    },
    thread,
    time::{Duration, Instant},
};

use sklad_base::{CommandId, Envelope, RecordNo};

use super::{
    Desk,
    answer::{Done, Kept, NotDone},
    desk::{Command, Event, Not},
    message::{Outcome, Slice, Wishes},
};
use crate::{Fault, Keys, Log, Machine, Position, ReadError, Record, wait::wait_unless};

/// How commands come to the keeper that writes, for one that has stepped down: over the wire, through a broker, or within
/// one program by [`Neighbours`]. What travels is the integrator's; the keeper sees to the rest.
///
/// The keeper that sends on believes no answer but the log: it reads the record that the writer names, and answers out of
/// it. So an answer is never there before its record is, and a command whose answer got lost is sent again with the
/// same id and done once.
pub trait Onward<M: Machine>: Send + Sync + 'static {
    /// Hands commands to that keeper, called as its records name it, and returns at once; the answer follows, one for each
    /// command in their order. They must be handed in in the order of the calls.
    ///
    /// [`NotDone::AnotherWriter`] as the answer to all says who writes by now: they are sent on there.
    fn send_on(&self, writer: &str, commands: Arc<[Envelope<M::Command>]>) -> Sending<M>;
}

/// The answers of the keeper that writes, on their way.
pub type Sending<M> = Pin<Box<dyn Future<Output = Result<Vec<Accepted<M>>, Not<M>>> + Send>>;
/// What became of one command there.
pub type Accepted<M> = Result<Written, Not<M>>;

/// A command was accepted by the keeper that writes.
///
/// ```
/// use sklad_base::RecordNo;
/// use sklad_store::Written;
///
/// assert!(!Written { record: RecordNo::FIRST, is_repeated: false }.is_repeated);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that crosses a wire")]
pub struct Written {
    /// The record that holds it.
    pub record: RecordNo,
    /// Whether it was done before.
    pub is_repeated: bool,
}

/// Keepers of one program that send commands on to each other, each by its name as a writer.
///
/// ```
/// use std::sync::Arc;
/// use sklad_base::{Actor, CommandId, Envelope};
/// use sklad_stock::{Command, Ledger, Policy};
/// use sklad_store::{Keeper, MemoryKeys, MemoryLog, Neighbours, Rival, Setup};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (log, keys, neighbours) = (MemoryLog::new(), MemoryKeys::new(), Neighbours::new());
/// let open = |name: &str| {
///     let setup = Setup::new("shop", Ledger::new(), Policy::default());
///     let onward = Some(Arc::new(neighbours.clone()) as Arc<_>);
///     let setup = Setup { writer: name.into(), rival: Rival::StepDown, onward, ..setup };
///     let keeper = Keeper::open(log.clone(), keys.clone(), setup).wait()?;
///     neighbours.join(name, keeper.desk());
///     Ok::<_, sklad_store::OpenError>(keeper)
/// };
/// let (cellar, attic) = (open("cellar")?, open("attic")?);
/// let (now, who) = (cellar.now(), Actor::System("doc".into()));
/// let add = |number| Envelope::new(CommandId::counted(now, number), who.clone(), now, Command::AddItem);
/// attic.send(add(1))?.wait()?;
/// cellar.send(add(2))?.wait()?;
/// assert_eq!(attic.ask(|ledger| ledger.next_item().number())?.wait()?, 2, "whoever of them wrote");
/// # Ok(())
/// # }
/// ```
pub struct Neighbours<M: Machine>(Arc<Mutex<BTreeMap<Arc<str>, Desk<M>>>>);

impl<M: Machine> Neighbours<M> {
    /// Returns a neighbourhood of nobody yet.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::default())
    }

    /// Takes a keeper in, under the name that it writes by; one that had the name before is let go.
    pub fn join(&self, name: &str, desk: Desk<M>) {
        self.with(|desks| desks.insert(name.into(), desk));
    }

    /// Lets a keeper go.
    pub fn leave(&self, name: &str) {
        self.with(|desks| desks.remove(name));
    }

    fn with<T>(&self, work: impl FnOnce(&mut BTreeMap<Arc<str>, Desk<M>>) -> T) -> T {
        // A map of finished entries is whole even if a thread died beside it.
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<M: Machine> Default for Neighbours<M> {
    fn default() -> Self {
        Self::new()
    }
}

impl<M: Machine> Clone for Neighbours<M> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<M: Machine> fmt::Debug for Neighbours<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with(|desks| f.debug_set().entries(desks.keys()).finish())
    }
}

impl<M: Machine<Command: Clone + Sync>> Onward<M> for Neighbours<M> {
    fn send_on(&self, writer: &str, commands: Arc<[Envelope<M::Command>]>) -> Sending<M> {
        let desk = self.with(|desks| desks.get(writer).cloned());
        // Handed in now: the order of the calls is the order of the commands.
        let sent = desk.map(|desk| desk.send_all(commands.to_vec()));
        let writer = writer.to_owned();
        Box::pin(async move {
            let nobody = || {
                let what = format!("cannot send commands on to {writer}: no such keeper is here");
                Fault::retryable(format!("{what}; let it join, or send them there"))
            };
            let answers = sent.ok_or_else(nobody)??.await?;
            let written = |done: Done<_>| {
                let (record, is_repeated) = (done.record(), done.is_repeated);
                Written { record, is_repeated }
            };
            Ok(answers.into_iter().map(|answer| answer.map(written)).collect())
        })
    }
}

/// Commands that should be sent on, and to whom.
pub(super) struct Parcel<M: Machine> {
    pub(super) slice: Slice<M>,
    pub(super) writer: Arc<str>,
}

/// Sends commands on, and answers them out of the log.
pub(super) struct Sender<M: Machine, L, K> {
    pub(super) log: L,
    pub(super) keys: K,
    pub(super) onward: Arc<dyn Onward<M>>,
    /// The keeper's own name: nothing is sent on to itself.
    pub(super) own: Arc<str>,
    /// So many commands wait for their answer.
    pub(super) waiting: Arc<AtomicUsize>,
    pub(super) stop: Arc<AtomicBool>,
}

/// Commands on their way.
struct Away<M: Machine> {
    commands: Arc<[Envelope<Command<M>>]>,
    reply: super::message::Reply<M>,
    sending: Sending<M>,
}

impl<M: Machine, L: Log, K: Keys> Sender<M, L, K> {
    /// Sends on all that waits and answers it in order, until nobody sends any more.
    pub(super) fn run(&self, parcels: &Receiver<Parcel<M>>) {
        let mut away = VecDeque::new();
        let mut last = None;
        loop {
            if away.is_empty() {
                let Ok(parcel) = parcels.recv() else { return };
                away.push_back(self.send(parcel));
            }
            away.extend(parcels.try_iter().map(|parcel| self.send(parcel)));
            if let Some(first) = away.pop_front() {
                self.answer(first, &mut last);
            }
        }
    }

    fn send(&self, parcel: Parcel<M>) -> Away<M> {
        let Parcel { slice: Slice { wishes, reply }, writer } = parcel;
        let commands: Arc<[_]> = match wishes {
            Wishes::One(one) => Arc::new([one]),
            Wishes::Many(many) => many.into(),
        };
        let sending = self.onward.send_on(&writer, Arc::clone(&commands));
        Away { commands, reply, sending }
    }

    fn answer(&self, away: Away<M>, last: &mut Option<Stood<M>>) {
        let Away { commands, reply, mut sending } = away;
        let mut hops = 0;
        let answers = loop {
            match self.patiently(sending) {
                Err(NotDone::AnotherWriter { writer, .. }) if hops < HOPS && writer != self.own => {
                    hops += 1;
                    sending = self.onward.send_on(&writer, Arc::clone(&commands));
                }
                answers => break answers,
            }
        };
        self.waiting.fetch_sub(commands.len(), Ordering::Relaxed);
        match answers {
            Err(why) => reply.refuse(why),
            Ok(answers) if answers.len() != commands.len() => {
                let (answers, commands) = (answers.len(), commands.len());
                reply.refuse(foul(&format!("{answers} answers came to {commands} commands")));
            }
            Ok(answers) => {
                let done = commands.iter().zip(answers);
                let done = done.map(|(command, answer)| self.done(command.id, answer?, last));
                reply.give(done.collect());
            }
        }
    }

    /// Waits for the answers; a keeper that closes waits a little longer, and not without end.
    fn patiently(&self, sending: Sending<M>) -> Result<Vec<Accepted<M>>, Not<M>> {
        let mut since = None;
        let gives_up = || {
            self.stop.load(Ordering::SeqCst)
                && since.get_or_insert_with(Instant::now).elapsed() > GRACE
        };
        wait_unless(sending, gives_up).unwrap_or(Err(NotDone::Ended))
    }

    /// Returns the answer that the log itself gives.
    fn done(&self, id: CommandId, written: Written, last: &mut Option<Stood<M>>) -> Outcome<M> {
        if last.as_ref().is_none_or(|(_, record)| record.number != written.record) {
            let (position, record) = self.read(written.record)?;
            *last = Some((position, Kept::of(&Arc::new(record))));
        }
        let found = last.as_ref().and_then(|(at, record)| Some((at, record, record.find(id)?)));
        let Some((position, record, accepted)) = found else {
            return Err(foul(&format!("{} does not hold {id}", written.record)));
        };
        let (record, part) = (Arc::clone(record), accepted.events.clone());
        Ok(Done { position: *position, is_repeated: written.is_repeated, record, part })
    }

    /// Reads a record that another keeper has written: it may come here a moment later.
    fn read(&self, number: RecordNo) -> Result<(Position, Record<Event<M>>), Not<M>> {
        let begun = Instant::now();
        loop {
            match crate::wait(self.log.get(number)) {
                Ok(stored) => return Ok((stored.position, Record::stored(&stored, &self.keys)?)),
                Err(ReadError::Absent { .. }) if begun.elapsed() < GRACE => thread::sleep(PAUSE),
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// A record, and where it stands.
type Stood<M> = (Position, Arc<Kept<Event<M>>>);

fn foul<R>(why: &str) -> NotDone<R> {
    let what = format!("cannot tell what became of commands that were sent on: {why}");
    Fault::retryable(format!("{what}; send them again with the same ids")).into()
}

/// So often commands are sent on to yet another writer.
const HOPS: usize = 4;
/// For so long a keeper that closes waits for answers, and an answer for its record.
const GRACE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(2);
