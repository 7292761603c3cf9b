//! Those who wait for the log to change, and the thread that looks for what other processes wrote.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use rusqlite::Connection;
use sklad_store::{Fault, Position};

use crate::records;

/// Where the log ends, as far as anybody here knows, and who waits for more.
#[derive(Debug, Default)]
pub(crate) struct Hub {
    room: Mutex<Room>,
    /// Rung when somebody begins to wait, and as the log is closed.
    bell: Condvar,
}

#[derive(Debug, Default)]
struct Room {
    head: Position,
    waiting: BTreeMap<u64, Waker>,
    next_place: u64,
    fault: Option<Fault>,
    is_closed: bool,
}

impl Hub {
    /// Tells all who wait where the log ends.
    pub(crate) fn tell(&self, head: Position) {
        let mut room = self.room();
        if head <= room.head {
            return;
        }
        room.head = head;
        wake_all(room);
    }

    /// Returns where the log ends, as far as anybody here knows.
    pub(crate) fn head(&self) -> Position {
        self.room().head
    }

    pub(crate) fn close(&self) {
        self.room().is_closed = true;
        self.bell.notify_all();
    }

    /// Waits until the log ends behind a position.
    pub(crate) const fn changed(self: Arc<Self>, after: Position) -> Changed {
        Changed { hub: self, after, place: None }
    }

    /// Looks for what others wrote while anybody waits, until the log is closed.
    pub(crate) fn watch(&self, connection: &Connection, every: Duration) {
        let mut seen = None;
        while self.is_anybody_waiting() {
            match look(connection, &mut seen) {
                Ok(Some(head)) => self.tell(head),
                Ok(None) => {}
                Err(error) => self.fail(error),
            }
            thread::sleep(every);
        }
    }

    /// Sleeps until somebody waits; `false` once the log is closed.
    fn is_anybody_waiting(&self) -> bool {
        let mut room = self.room();
        while room.waiting.is_empty() && !room.is_closed {
            room = self.bell.wait(room).unwrap_or_else(PoisonError::into_inner);
        }
        !room.is_closed
    }

    fn fail(&self, error: rusqlite::Error) {
        let what = format!("cannot look for new records: SQLite says {error}; try again");
        let mut room = self.room();
        room.fault = Some(Fault::retryable(what).because(error));
        wake_all(room);
    }

    fn room(&self) -> MutexGuard<'_, Room> {
        self.room.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn wake_all(mut room: MutexGuard<'_, Room>) {
    let waiting = std::mem::take(&mut room.waiting);
    drop(room);
    waiting.into_values().for_each(Waker::wake);
}

/// Returns where the log ends, if another connection has written since the last look.
fn look(connection: &Connection, seen: &mut Option<i64>) -> rusqlite::Result<Option<Position>> {
    let version = connection.pragma_query_value(None, "data_version", |row| row.get(0))?;
    if *seen == Some(version) {
        return Ok(None);
    }
    let (head, _) = records::end(connection)?;
    *seen = Some(version);
    Ok(Some(head))
}

/// Waits in the room; one who no longer waits leaves it.
pub(crate) struct Changed {
    hub: Arc<Hub>,
    after: Position,
    place: Option<u64>,
}

impl Future for Changed {
    type Output = Result<Position, Fault>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut room = self.hub.room();
        if room.head > self.after {
            return Poll::Ready(Ok(room.head));
        }
        if let Some(fault) = room.fault.take() {
            return Poll::Ready(Err(fault));
        }
        let place = self.place.unwrap_or(room.next_place);
        room.next_place = room.next_place.max(place.saturating_add(1));
        room.waiting.insert(place, context.waker().clone());
        drop(room);
        self.hub.bell.notify_all();
        self.place = Some(place);
        Poll::Pending
    }
}

impl Drop for Changed {
    fn drop(&mut self) {
        if let Some(place) = self.place {
            self.hub.room().waiting.remove(&place);
        }
    }
}
