//! A seat in a crew: a keeper that holds a thread only while it has something to do.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicUsize, Ordering},
        mpsc::{Receiver, Sender},
    },
    task::{Context, Poll, Wake, Waker},
    time::{Duration, Instant},
};

use super::{crew::Crew, message::Message, work::Work};
use crate::{Fault, Keys, Log, Machine, Position};

/// Where messages to a keeper go in, and what wakes it where it has no thread that waits for them.
pub(super) struct Inbox<M: Machine> {
    messages: Sender<Message<M>>,
    bell: Option<Arc<dyn Bell>>,
}

/// Wakes a keeper.
pub(super) trait Bell: Send + Sync {
    fn ring(self: Arc<Self>);
}

impl<M: Machine> Inbox<M> {
    pub(super) const fn new(messages: Sender<Message<M>>, bell: Option<Arc<dyn Bell>>) -> Self {
        Self { messages, bell }
    }

    /// Hands a message in; `false` where the keeper has ended.
    pub(super) fn send(&self, message: Message<M>) -> bool {
        let is_sent = self.messages.send(message).is_ok();
        if let Some(bell) = self.bell.as_ref().filter(|_| is_sent) {
            Arc::clone(bell).ring();
        }
        is_sent
    }
}

impl<M: Machine> Clone for Inbox<M> {
    fn clone(&self) -> Self {
        Self { messages: self.messages.clone(), bell: self.bell.clone() }
    }
}

/// A keeper that works in turns.
pub(super) struct Seat<M: Machine, L, K> {
    crew: Crew,
    /// So often it was called since its last turn began.
    calls: AtomicUsize,
    place: Mutex<Option<Sitting<M, L, K>>>,
}

/// Who sits there, until it is closed.
struct Sitting<M: Machine, L, K> {
    work: Work<M, L, K>,
    inbox: Receiver<Message<M>>,
    watched: Option<Watched>,
    /// When it will be called by itself.
    alarm: Option<Instant>,
}

/// Tells once the log has changed.
type Watched = Pin<Box<dyn Future<Output = Result<Position, Fault>> + Send>>;

impl<M: Machine, L: Log, K: Keys> Seat<M, L, K> {
    pub(super) fn new(crew: &Crew) -> Arc<Self> {
        Arc::new(Self { crew: crew.clone(), calls: AtomicUsize::new(0), place: Mutex::new(None) })
    }

    /// Lets a keeper sit down; its first turn follows.
    pub(super) fn sit(self: &Arc<Self>, work: Work<M, L, K>, inbox: Receiver<Message<M>>) {
        *self.place() = Some(Sitting { work, inbox, watched: None, alarm: None });
        self.call();
    }

    /// Sees to it that a turn begins after this: it never has two at once.
    fn call(self: &Arc<Self>) {
        if self.calls.fetch_add(1, Ordering::SeqCst) == 0 {
            self.line_up();
        }
    }

    fn line_up(self: &Arc<Self>) {
        let seat = Arc::clone(self);
        self.crew.run(move || seat.turn());
    }

    fn turn(self: Arc<Self>) {
        let heard = self.calls.load(Ordering::SeqCst);
        let goes_on = catch_unwind(AssertUnwindSafe(|| self.work())).unwrap_or_else(|_| {
            tracing::error!("a keeper ended by a panic");
            drop(self.place().take());
            false
        });
        let is_heard = self.calls.compare_exchange(heard, 0, Ordering::SeqCst, Ordering::SeqCst);
        if goes_on {
            self.call();
        }
        // Who called meanwhile saw that it had been called already; behind all others it gets another turn.
        if is_heard.is_err() {
            self.calls.store(1, Ordering::SeqCst);
            self.line_up();
        }
    }

    /// Does what is there to do; returns whether there is more.
    fn work(self: &Arc<Self>) -> bool {
        let mut place = self.place();
        let Some(sitting) = &mut *place else { return false };
        let goes_on = sitting.work.turn(&sitting.inbox);
        if sitting.work.is_over() {
            let Some(Sitting { mut work, inbox, watched, .. }) = place.take() else { return false };
            let closing = work.end(&inbox);
            // The log is let go before it is said so.
            drop((watched, work, place));
            closing.into_iter().for_each(|reply| drop(reply.send(Ok(()))));
            return false;
        }
        let wakes_at = sitting.watch(&Waker::from(Arc::clone(self)));
        let now = Instant::now();
        let wakes_at = wakes_at.into_iter().chain(now.checked_add(sitting.work.patience())).min();
        let is_sooner =
            |at: &Instant| sitting.alarm.is_none_or(|alarm| *at < alarm || alarm <= now);
        if let Some(at) = wakes_at.filter(is_sooner) {
            sitting.alarm = Some(at);
            let seat = Arc::downgrade(self);
            self.crew.run_at(at, move || {
                if let Some(seat) = Weak::upgrade(&seat) {
                    seat.call();
                }
            });
        }
        goes_on
    }

    fn place(&self) -> MutexGuard<'_, Option<Sitting<M, L, K>>> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<M: Machine, L: Log, K: Keys> Sitting<M, L, K> {
    /// Looks whether the log has changed; where it cannot be asked, returns when to ask it again.
    fn watch(&mut self, waker: &Waker) -> Option<Instant> {
        loop {
            let watched = self.watched.get_or_insert_with(|| self.work.changed());
            match watched.as_mut().poll(&mut Context::from_waker(waker)) {
                Poll::Pending => return None,
                Poll::Ready(changed) => {
                    self.watched = None;
                    match changed {
                        Ok(head) if self.work.knows(head) => {}
                        Ok(head) => {
                            self.work.sort(Message::Moved(head));
                            if !self.work.knows(head) {
                                return Instant::now().checked_add(SECOND);
                            }
                        }
                        Err(_) => return Instant::now().checked_add(SECOND),
                    }
                }
            }
        }
    }
}

impl<M: Machine, L: Log, K: Keys> Bell for Seat<M, L, K> {
    fn ring(self: Arc<Self>) {
        self.call();
    }
}

impl<M: Machine, L: Log, K: Keys> Wake for Seat<M, L, K> {
    fn wake(self: Arc<Self>) {
        self.call();
    }
}

const SECOND: Duration = Duration::from_secs(1);
