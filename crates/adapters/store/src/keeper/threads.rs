//! The keeper's other threads: who writes, who watches the end of the log, who answers.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::{self, Sender},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use super::{
    answers::{Answers, Delivery, answer_later},
    message::{Landed, Message},
    no_thread,
    onward::{self, Onward, Parcel},
    seat::Inbox,
    writer::{Flight, Writer},
};
use crate::{Keys, Log, Machine, Position, snapshot::Standing, wait, wait::wait_while};

/// The threads; they end, and are waited for, when this is dropped. A keeper in a crew has them only where it must.
pub(super) struct Threads<M: Machine> {
    flights: Option<Sender<Flight<M>>>,
    answers: Option<Answers<M>>,
    parcels: Option<Sender<Parcel<M>>>,
    stop: Arc<AtomicBool>,
    others: Vec<JoinHandle<()>>,
}

impl<M: Machine> Threads<M> {
    pub(super) fn begin<L: Log, K: Keys>(
        (log, keys): (&L, &K),
        after: Position,
        (inbox, waiting): (&Inbox<M>, &Arc<AtomicUsize>),
    ) -> io::Result<Self> {
        let (later, deliveries) = mpsc::channel();
        let mut all = Self::none(waiting);
        all.answers = Some(Answers { waiting: Arc::clone(waiting), later: Some(later) });
        all.flights = Some(all.begin_writer((log, keys), inbox)?);
        let (its_log, told, stop) = (log.clone(), inbox.clone(), Arc::clone(&all.stop));
        all.spawn("watcher", move || {
            watch(&its_log, after, &stop, |at| told.send(Message::Moved(at)));
        })?;
        let (log, keys) = (log.clone(), keys.clone());
        let waiting = Arc::clone(waiting);
        all.spawn("answers", move || answer_later((&log, &keys), &waiting, &deliveries))?;
        Ok(all)
    }

    /// Returns no threads: those of a crew do their work.
    pub(super) fn none(waiting: &Arc<AtomicUsize>) -> Self {
        let answers = Answers { waiting: Arc::clone(waiting), later: None };
        let (stop, others) = (Arc::default(), Vec::new());
        Self { flights: None, answers: Some(answers), parcels: None, stop, others }
    }

    /// Tells whether they are those of a crew.
    pub(super) const fn are_shared(&self) -> bool {
        self.flights.is_none()
    }

    fn begin_writer<L: Log, K: Keys>(
        &mut self,
        (log, keys): (&L, &K),
        inbox: &Inbox<M>,
    ) -> io::Result<Sender<Flight<M>>> {
        let (flights, flown) = mpsc::channel::<Flight<M>>();
        let (log, keys, stop) = (log.clone(), keys.clone(), Arc::clone(&self.stop));
        let (writer, told, answers) =
            (Writer { log, keys, stop }, inbox.clone(), self.answers.clone());
        self.spawn("writer", move || {
            let Some(answers) = answers else { return };
            while let Ok(flight) = flown.recv() {
                writer.land(flight, &answers, |landed| {
                    told.send(Message::Landed(landed));
                });
            }
        })?;
        Ok(flights)
    }

    /// Writes a record; a message tells what became of it.
    pub(super) fn write<L: Log, K: Keys>(
        &mut self,
        flight: Flight<M>,
        (log, keys, inbox): (&L, &K, &Inbox<M>),
    ) {
        if let Some(flights) = &self.flights {
            return drop(flights.send(flight));
        }
        // This thread is for one record: it ends once that has landed.
        self.others.retain(|thread| !thread.is_finished());
        match self.begin_writer((log, keys), inbox) {
            Ok(flights) => drop(flights.send(flight)),
            Err(error) => {
                let (written, waiting) = (Err(no_thread(error).into()), flight.waiting);
                inbox.send(Message::Landed(Landed { written, waiting }));
            }
        }
    }

    /// Answers those who waited for this record, or for none.
    pub(super) fn deliver(&self, delivery: Delivery<M>, from: (&impl Log, &impl Keys)) {
        if let Some(answers) = &self.answers {
            answers.deliver(delivery, from);
        }
    }

    /// Begins the thread that sends commands on.
    pub(super) fn send_on_by<L: Log, K: Keys>(
        &mut self,
        (log, keys): (&L, &K),
        onward: Arc<dyn Onward<M>>,
        (own, waiting): (Arc<str>, Arc<AtomicUsize>),
    ) -> io::Result<()> {
        let (parcels, given) = mpsc::channel();
        let (log, keys, stop) = (log.clone(), keys.clone(), Arc::clone(&self.stop));
        let sender = onward::Sender { log, keys, onward, own, waiting, stop };
        self.parcels = Some(parcels);
        self.spawn("onward", move || sender.run(&given))
    }

    /// Tells whether commands can be sent on.
    pub(super) const fn can_send_on(&self) -> bool {
        self.parcels.is_some()
    }

    /// Sends commands on, and answers them.
    pub(super) fn send_on(&self, parcel: Parcel<M>) {
        if let Some(parcels) = &self.parcels {
            drop(parcels.send(parcel));
        }
    }

    /// Lets nobody wait without end for an answer any more: the keeper closes.
    pub(super) fn hurry(&self) {
        self.stop.store(true, Ordering::SeqCst);
    }

    /// Puts a snapshot beside the log; a message tells when that is over.
    pub(super) fn snapshot<L: Log, K: Keys>(
        &mut self,
        (log, keys, shop): (&L, &K, &Arc<str>),
        standing: Standing<M>,
        inbox: &Inbox<M>,
    ) {
        self.others.retain(|thread| !thread.is_finished());
        let (log, keys, shop, told) = (log.clone(), keys.clone(), Arc::clone(shop), inbox.clone());
        let begun = self.spawn("snapshot", move || {
            // Told in any case, also by a panic: a keeper that closes waits for it.
            let _told = TellKept(told);
            let snapshot = standing.snapshot(&shop, &keys);
            let kept = snapshot.and_then(|snapshot| wait(log.put_snapshot(snapshot)));
            if let Err(fault) = kept {
                tracing::warn!(%fault, "a snapshot was not kept: the next start takes longer");
            }
        });
        if begun.is_err() {
            inbox.send(Message::Kept);
        }
    }

    fn spawn(&mut self, name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
        self.others.push(thread::Builder::new().name(name.to_owned()).spawn(work)?);
        Ok(())
    }
}

impl<M: Machine> Drop for Threads<M> {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        self.flights = None;
        self.answers = None;
        self.parcels = None;
        for thread in self.others.drain(..) {
            thread.thread().unpark();
            if thread.join().is_err() {
                tracing::error!("a thread of the keeper ended by a panic");
            }
        }
    }
}

/// Tells when it goes that a snapshot is over.
struct TellKept<M: Machine>(Inbox<M>);

impl<M: Machine> Drop for TellKept<M> {
    fn drop(&mut self) {
        self.0.send(Message::Kept);
    }
}

/// Tells where the log ends whenever that has changed, whoever wrote.
fn watch(log: &impl Log, after: Position, stop: &AtomicBool, tell: impl Fn(Position) -> bool) {
    let goes_on = || !stop.load(Ordering::SeqCst);
    let mut after = after;
    while let Some(changed) = wait_while(log.changed(after), goes_on) {
        match changed {
            Ok(head) if tell(head) => {
                after = head;
                // A busy log is not asked for each of its records.
                thread::park_timeout(BREATH);
            }
            Ok(_) => return,
            Err(_) => thread::park_timeout(SECOND),
        }
    }
}

/// So long the watcher leaves the log alone once it has told of something new.
const BREATH: Duration = Duration::from_millis(2);
const SECOND: Duration = Duration::from_secs(1);
