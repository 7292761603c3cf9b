//! The keeper: the one who decides, on a thread of its own, and writes before it answers.

mod answer;
mod answers;
mod batch;
mod crew;
mod desk;
mod earlier;
mod message;
mod onward;
mod seat;
mod setup;
mod threads;
mod work;
mod writer;

use std::{
    fmt,
    ops::Deref,
    sync::{Arc, mpsc},
    thread::{self, ThreadId},
};

pub use answer::{Done, Ending, NotDone, Pending};
pub use crew::Crew;
pub use desk::{Desk, PendingAll, PendingDone};
pub use onward::{Accepted as AcceptedThere, Neighbours, Onward, Sending, Written};
pub use setup::{Clock, Rival, Setup};

use crate::{Fault, Keys, Log, Machine, OpenError, keys::Remembered};
use desk::Not;
use message::Message;
use seat::{Inbox, Seat};
use work::Work;

/// Runs a machine on a log: it restores the state, takes commands from many threads and tasks, decides them in order
/// and answers each once its record is in the log.
///
/// While one record is written, the next one grows; so the slower the disk, the more commands share its flush.
///
/// It needs no runtime: what it gives can be awaited in any, or waited for on a plain thread. A keeper that is
/// dropped finishes what was handed in first.
///
/// ```
/// use sklad_base::{Actor, CommandId, Envelope, Moment};
/// use sklad_stock::{Command, Ledger, Policy};
/// use sklad_store::{Keeper, MemoryKeys, MemoryLog, Setup};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (log, keys) = (MemoryLog::new(), MemoryKeys::new());
/// let keeper = Keeper::open(log, keys, Setup::new("shop", Ledger::new(), Policy::default())).wait()?;
///
/// let now = keeper.now();
/// let add = Envelope::new(CommandId::counted(now, 1), Actor::System("site".into()), now, Command::AddItem);
/// let done = keeper.send(add.clone())?.wait()?;
/// assert!(!done.is_repeated);
/// assert!(keeper.send(add)?.wait()?.is_repeated, "the same wish is done once");
/// assert_eq!(keeper.ask(|ledger| ledger.next_item().number())?.wait()?, 1);
/// keeper.close().wait()?;
/// # Ok(())
/// # }
/// ```
pub struct Keeper<M: Machine> {
    desk: Desk<M>,
    clock: Clock,
    home: Home,
}

/// Where a keeper works.
enum Home {
    Thread(ThreadId),
    Crew(Crew),
}

impl<M: Machine> Keeper<M> {
    /// Opens a log and restores the state on a thread of its own; the keeper comes once it stands.
    ///
    /// The answer is [`OpenError`] when a record is poisoned (which is then named, and nothing changed), the clock is
    /// more than five minutes behind the last record, or the log cannot be asked.
    pub fn open<L: Log, K: Keys>(log: L, keys: K, setup: Setup<M>) -> Pending<Self, OpenError> {
        let (reply, opening) = oneshot::channel();
        let (inbox, messages) = mpsc::channel();
        let desk = Desk::new(Inbox::new(inbox, None), &setup);
        let name = format!("keeper of {}", setup.shop);
        let spawned = thread::Builder::new().name(name).spawn(move || {
            let (clock, thread) = (setup.clock.clone(), thread::current().id());
            let keys = Remembered::new(keys);
            let mut work = match Work::open((log, keys), setup, (&desk, true)) {
                Ok(work) => work,
                Err(error) => return drop(reply.send(Err(error))),
            };
            // Who no longer waits for the keeper drops it here, and so closes it.
            drop(reply.send(Ok(Self { desk, clock, home: Home::Thread(thread) })));
            let closing = work.run(&messages);
            // The log is let go before it is said so.
            drop(work);
            closing.into_iter().for_each(|reply| drop(reply.send(Ok(()))));
        });
        if let Err(error) = spawned {
            return Pending::failed(no_thread(error).into());
        }
        Pending::new(opening)
    }

    /// Opens a log and restores the state on a thread of a crew, where the keeper then works whenever it has something to
    /// do: it decides, writes and answers in one turn, and holds no thread between. Many quiet shops share few threads so;
    /// for a busy one [`open`](Self::open) decides the next record while one is written.
    ///
    /// A record that the log does not take at once is tried again on a thread of its own, so that a failing log holds up
    /// no other shop; snapshots are written beside, too. The answer is as for [`open`](Self::open).
    pub fn open_on<L: Log, K: Keys>(
        crew: &Crew,
        log: L,
        keys: K,
        setup: Setup<M>,
    ) -> Pending<Self, OpenError> {
        let (reply, opening) = oneshot::channel();
        let (inbox, messages) = mpsc::channel();
        let seat = Seat::new(crew);
        let desk = Desk::new(Inbox::new(inbox, Some(Arc::clone(&seat) as _)), &setup);
        let home = Home::Crew(crew.clone());
        crew.run(move || {
            let (clock, keys) = (setup.clock.clone(), Remembered::new(keys));
            match Work::open((log, keys), setup, (&desk, false)) {
                Ok(work) => {
                    seat.sit(work, messages);
                    drop(reply.send(Ok(Self { desk, clock, home })));
                }
                Err(error) => drop(reply.send(Err(error))),
            }
        });
        Pending::new(opening)
    }

    /// Returns a handle for another thread or task.
    #[must_use]
    pub fn desk(&self) -> Desk<M> {
        self.desk.clone()
    }

    /// Returns what the keeper's clock says.
    #[must_use]
    pub fn now(&self) -> sklad_base::Moment {
        self.clock.now()
    }

    /// Finishes what was handed in, lets the log go, and says so; what is handed in later is told that it has ended.
    pub fn close(&self) -> Pending<(), Not<M>> {
        let (reply, closed) = oneshot::channel();
        // A keeper that ended drops the reply, and that says so, too.
        let _ended = self.desk.post(Message::Close(reply));
        Pending::new(closed)
    }
}

impl<M: Machine> Deref for Keeper<M> {
    type Target = Desk<M>;

    fn deref(&self) -> &Desk<M> {
        &self.desk
    }
}

impl<M: Machine> Drop for Keeper<M> {
    fn drop(&mut self) {
        let closed = self.close();
        let is_at_home = match &self.home {
            Home::Thread(thread) => thread::current().id() == *thread,
            Home::Crew(crew) => crew.is_here(),
        };
        if !is_at_home {
            let _ended = closed.wait();
        }
    }
}

impl<M: Machine> fmt::Debug for Keeper<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keeper with a {:?}", self.desk)
    }
}

pub(crate) fn no_thread(error: std::io::Error) -> Fault {
    let what = format!("cannot begin a thread: {error}; end others, or raise the limit");
    Fault::retryable(what).because(error)
}
