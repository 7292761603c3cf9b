//! A crew: so many threads that many keepers share.

use std::{
    collections::{BTreeMap, VecDeque},
    fmt, io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle, ThreadId},
    time::Instant,
};

/// Threads that many keepers share: one with something to do holds a thread for that long, one whose queue is empty holds
/// none. See [`Keeper::open_on`](crate::Keeper::open_on) and [`Host::on`](crate::Host::on).
///
/// Clones are handles on the same threads, which end with the last one; each keeper on them holds one, too.
///
/// ```
/// use sklad_stock::{Ledger, Policy};
/// use sklad_store::{Crew, Keeper, MemoryKeys, MemoryLog, Setup};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let crew = Crew::new(2)?;
/// let open = |shop: &str| {
///     let setup = Setup::new(shop, Ledger::new(), Policy::default());
///     Keeper::open_on(&crew, MemoryLog::new(), MemoryKeys::new(), setup).wait()
/// };
/// let shops = ["bakery", "florist", "grocer"].map(open);
/// for shop in shops {
///     assert_eq!(shop?.ask(|ledger| ledger.next_item().number())?.wait()?, 0);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Crew(Arc<Threads>);

struct Threads {
    board: Arc<Board>,
    ids: Vec<ThreadId>,
    all: Mutex<Vec<JoinHandle<()>>>,
}

/// Where jobs wait for a thread.
#[derive(Default)]
struct Board {
    room: Mutex<Room>,
    bell: Condvar,
}

#[derive(Default)]
struct Room {
    jobs: VecDeque<Job>,
    /// Jobs that wait for their time, in the order of their coming where it is the same.
    later: BTreeMap<(Instant, u64), Job>,
    came: u64,
    is_closed: bool,
}

type Job = Box<dyn FnOnce() + Send>;

impl Crew {
    /// Begins so many threads, at least one.
    ///
    /// # Errors
    /// As the system says why there is no thread.
    pub fn new(threads: usize) -> io::Result<Self> {
        let board = Arc::<Board>::default();
        let mut all = Vec::new();
        for number in 0..threads.max(1) {
            let its = Arc::clone(&board);
            let begun =
                thread::Builder::new().name(format!("crew {number}")).spawn(move || its.work());
            match begun {
                Ok(thread) => all.push(thread),
                Err(error) => {
                    board.close();
                    return Err(error);
                }
            }
        }
        let ids = all.iter().map(|thread| thread.thread().id()).collect();
        Ok(Self(Arc::new(Threads { board, ids, all: Mutex::new(all) })))
    }

    /// Tells whether this thread is one of them.
    pub(super) fn is_here(&self) -> bool {
        self.0.ids.contains(&thread::current().id())
    }

    pub(super) fn run(&self, job: impl FnOnce() + Send + 'static) {
        self.0.board.room().jobs.push_back(Box::new(job));
        self.0.board.bell.notify_one();
    }

    pub(super) fn run_at(&self, at: Instant, job: impl FnOnce() + Send + 'static) {
        let mut room = self.0.board.room();
        room.came += 1;
        let place = (at, room.came);
        room.later.insert(place, Box::new(job));
        drop(room);
        self.0.board.bell.notify_one();
    }
}

impl fmt::Debug for Crew {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Crew of {} threads", self.0.ids.len())
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.board.close();
        let all = std::mem::take(&mut *self.all.lock().unwrap_or_else(PoisonError::into_inner));
        let others =
            all.into_iter().filter(|thread| thread.thread().id() != thread::current().id());
        for thread in others {
            // A job that panicked was caught: there is nothing to hear from it.
            let _ended = thread.join();
        }
    }
}

impl Board {
    /// Does one job after another until it is closed and none waits; one that panics takes no other down.
    fn work(&self) {
        while let Some(job) = self.next() {
            if catch_unwind(AssertUnwindSafe(job)).is_err() {
                tracing::error!("a job of the crew ended by a panic");
            }
        }
    }

    fn next(&self) -> Option<Job> {
        let mut room = self.room();
        loop {
            let now = Instant::now();
            while room.later.first_key_value().is_some_and(|((at, _), _)| *at <= now) {
                let due = room.later.pop_first().map(|(_, job)| job);
                room.jobs.extend(due);
            }
            if let Some(job) = room.jobs.pop_front() {
                if !room.jobs.is_empty() {
                    self.bell.notify_one();
                }
                return Some(job);
            }
            if room.is_closed {
                return None;
            }
            let next = room.later.first_key_value().map(|((at, _), _)| *at);
            room = match next {
                Some(at) => {
                    let waited = self.bell.wait_timeout(room, at.saturating_duration_since(now));
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.bell.wait(room).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    fn close(&self) {
        let mut room = self.room();
        room.is_closed = true;
        let later = std::mem::take(&mut room.later);
        drop(room);
        // What they hold may let go of this crew.
        drop(later);
        self.bell.notify_all();
    }

    fn room(&self) -> MutexGuard<'_, Room> {
        self.room.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
