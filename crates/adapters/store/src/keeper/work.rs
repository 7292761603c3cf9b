//! The keeper's own thread: it sorts what comes in, decides, and lets the writer write.

mod close;
mod decide;
mod write;

use std::{
    collections::VecDeque,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc::{Receiver, RecvTimeoutError},
    },
    time::Duration,
};

use oneshot::Sender as Closed;
use sklad_base::{Moment, RecordNo};

use super::{
    Clock, Desk, NotDone, Rival, Setup,
    batch::{Flying, Open},
    desk::Not,
    message::{Look, Message, Slice},
    no_thread,
    seat::Inbox,
    threads::Threads,
};
use crate::{
    Fault, Keys, Log, Machine, OpenError, Position, restore::Source, snapshot::Standing, wait,
};

/// What waits to be decided, in order.
pub(super) enum Todo<M: Machine> {
    Slice(Slice<M>),
    Look(Box<dyn Look<M>>),
}

/// The keeper's thread, as it stands between two messages.
pub(super) struct Work<M: Machine, L, K> {
    log: L,
    keys: K,
    shop: Arc<str>,
    writer: Arc<str>,
    policy: M::Policy,
    clock: Clock,
    commands: usize,
    snapshot_after: (u64, u64),
    rival: Rival,
    /// The state in front of an empty log.
    empty: Standing<M>,
    /// The state after all that is decided: its record is the last one that was handed to the writer, its position
    /// that of the last one that is in the log.
    ahead: Standing<M>,
    open: Open<M>,
    flying: Option<Flying<M>>,
    backlog: VecDeque<Todo<M>>,
    /// So many commands wait for their answer.
    waiting: Arc<AtomicUsize>,
    inbox: Inbox<M>,
    threads: Threads<M>,
    /// Who else writes, where this keeper has stepped down for it.
    other: Option<(Arc<str>, Position)>,
    /// Whether the state is not that of the log, since the log could not be read.
    is_stale: bool,
    /// So many of those that wait next get a record of their own, since together they were too big.
    alone: usize,
    snapshot: Due,
    closing: Vec<Closed<Result<(), Not<M>>>>,
}

/// Whether a snapshot should be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    Later,
    Now,
    UnderWay,
    /// One is under way, and another one should follow.
    Again,
}

impl<M: Machine, L: Log, K: Keys> Work<M, L, K> {
    /// Restores the state, and begins the threads.
    pub(super) fn open(
        (log, keys): (L, K),
        setup: Setup<M>,
        (desk, has_threads): (&Desk<M>, bool),
    ) -> Result<Self, OpenError> {
        let Setup { shop, writer, start, policy, clock, window_seconds, rival, .. } = setup;
        let empty = Standing::empty(start, window_seconds);
        let source = Source { log: &log, keys: &keys, shop: &shop };
        let mut ahead = wait(source.restore(empty.clone()))?;
        judge_clock(&shop, clock.now(), ahead.moment)?;
        ahead.once.begin(ahead.record.next());
        let inbox = desk.inbox.clone();
        let told = (&inbox, &desk.waiting);
        let mut threads = if has_threads {
            Threads::begin((&log, &keys), ahead.position, told).map_err(no_thread)?
        } else {
            Threads::none(&desk.waiting)
        };
        if let Some(onward) = setup.onward {
            let (own, waiting) = (Arc::clone(&writer), Arc::clone(&desk.waiting));
            threads.send_on_by((&log, &keys), onward, (own, waiting)).map_err(no_thread)?;
        }
        Ok(Self {
            log,
            keys,
            shop,
            writer,
            policy,
            clock,
            commands: desk.commands,
            snapshot_after: setup.snapshot_after,
            rival,
            empty,
            ahead,
            open: Open::new(),
            flying: None,
            backlog: VecDeque::new(),
            waiting: Arc::clone(&desk.waiting),
            inbox,
            threads,
            other: None,
            is_stale: false,
            alone: 0,
            snapshot: Due::Later,
            closing: Vec::new(),
        })
    }

    /// Works until it is closed and all that was handed in is answered; returns who waits for that.
    pub(super) fn run(&mut self, inbox: &Receiver<Message<M>>) -> Vec<Closed<Result<(), Not<M>>>> {
        while !self.is_over() {
            self.gather(inbox);
            self.do_due();
            self.decide_backlog(usize::MAX);
            self.flush();
        }
        self.end(inbox)
    }

    /// Does what is there to do, without waiting for anything to come, and not more than a record holds: others wait for
    /// the thread. Returns whether there is more.
    pub(super) fn turn(&mut self, inbox: &Receiver<Message<M>>) -> bool {
        inbox.try_iter().for_each(|message| self.sort(message));
        self.do_due();
        self.decide_backlog(self.commands);
        self.flush();
        self.backlog.front().is_some_and(|todo| self.has_room_for(todo))
    }

    /// Tells once the log ends behind what this keeper knows of it.
    pub(super) fn changed(&self) -> Pin<Box<dyn Future<Output = Result<Position, Fault>> + Send>> {
        let (log, after) = (self.log.clone(), self.ahead.position);
        Box::pin(async move { log.changed(after).await })
    }

    /// Tells whether it has taken in all up to there.
    pub(super) fn knows(&self, head: Position) -> bool {
        head <= self.ahead.position
    }

    pub(super) fn is_over(&self) -> bool {
        !self.closing.is_empty()
            && self.backlog.is_empty()
            && self.flying.is_none()
            && self.open.is_blank()
            && self.open.waiting.is_empty()
            && matches!(self.snapshot, Due::Later | Due::Now)
    }

    /// Sorts all messages that are there; waits for one where nothing else is to be done.
    fn gather(&mut self, inbox: &Receiver<Message<M>>) {
        let next = self.backlog.front().is_some_and(|todo| self.has_room_for(todo));
        if !next {
            match inbox.recv_timeout(self.patience()) {
                Ok(message) => self.sort(message),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
            }
        }
        inbox.try_iter().for_each(|message| self.sort(message));
    }

    pub(super) fn sort(&mut self, message: Message<M>) {
        match message {
            Message::Slice(slice) if self.closing.is_empty() => {
                self.backlog.push_back(Todo::Slice(slice));
            }
            Message::Slice(slice) => self.refuse(slice, NotDone::Ended),
            Message::Look(look) => self.backlog.push_back(Todo::Look(look)),
            Message::Glance(mut look) => {
                look.look(self.ahead.once.state());
                look.tell(Ok(()));
            }
            Message::Landed(landed) => self.take_answer(landed),
            Message::Moved(head) => self.notice(head),
            Message::Kept => self.kept(),
            Message::Snapshot => self.want_snapshot(),
            Message::Tick => {}
            Message::Close(reply) => {
                self.threads.hurry();
                self.closing.push(reply);
            }
        }
    }

    /// How long to wait for a message: until something happens by itself, once the writer has answered.
    pub(super) fn patience(&self) -> Duration {
        let deadline = self.deadline().filter(|_| self.flying.is_none());
        let micros = deadline.map(|at| at.unix_micros() - self.clock.now().unix_micros());
        let micros = micros.and_then(|micros| u64::try_from(micros).ok().or(Some(0)));
        micros.map_or(LONGEST, Duration::from_micros).min(LONGEST)
    }

    /// Returns the moment of what is decided now: never before the last one.
    fn now(&mut self) -> Moment {
        let (clock, last) = (self.clock.now(), self.ahead.moment);
        if clock.plus_seconds(1) < last {
            tracing::warn!(%clock, %last, "the clock stepped back: the last moment counts");
        }
        self.ahead.moment = clock.max(last);
        self.ahead.moment
    }

    /// Returns what is needed to read the log.
    fn source(&self) -> Source<'_, L, K> {
        Source { log: &self.log, keys: &self.keys, shop: &self.shop }
    }

    /// Answers commands that will not be decided.
    fn refuse(&self, slice: Slice<M>, why: Not<M>) {
        self.leave(slice.wishes.as_slice().len());
        slice.reply.refuse(why);
    }

    /// Makes room in the queue.
    fn leave(&self, commands: usize) {
        self.waiting.fetch_sub(commands, Ordering::Relaxed);
    }

    fn open_record(&self) -> RecordNo {
        self.ahead.record.next()
    }
}

fn judge_clock(shop: &str, clock: Moment, last: Moment) -> Result<(), OpenError> {
    if clock.plus_seconds(FIVE_MINUTES) < last {
        return Err(OpenError::ClockBehind { shop: shop.to_owned(), clock, last });
    }
    if clock.plus_seconds(1) < last {
        tracing::warn!(shop, %clock, %last, "the clock is behind the log: the last moment counts");
    }
    Ok(())
}

const FIVE_MINUTES: i64 = 300;
/// Without a deadline it looks around once an hour.
const LONGEST: Duration = Duration::from_secs(3600);
