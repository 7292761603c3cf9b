//! From a log back to a state: the newest good snapshot, then the records behind it.

use std::{
    sync::{
        Arc,
        mpsc::{self, SyncSender},
    },
    thread,
};

use serde::de::DeserializeOwned;
use sklad_base::{Moment, PersonId, RecordNo};

use crate::{
    Begun, Damage, Fault, Keys, Log, Machine, Mark, Position, ReadError, Record, Stored,
    keeper::no_thread, keys::Remembered, snapshot::Standing, wait,
};

/// Why a log cannot be opened, or read on.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// A record is poisoned: nothing was lost or changed by finding that out.
    #[error(transparent)]
    Damage(#[from] Damage),
    /// The records cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The world failed.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The clock is far behind the log.
    #[error(
        "cannot open the log of {shop}: the clock says {clock}, the last record was written at {last}; set the clock"
    )]
    ClockBehind {
        /// Which shop.
        shop: String,
        /// What the clock says.
        clock: Moment,
        /// When the last record was written.
        last: Moment,
    },
    /// Who follows the log took in records that it no longer has: it was restored from a backup.
    #[error(
        "cannot follow the log of {shop} behind {} of {}: {why}, so it was restored from a backup; \
         begin anew from its start, or from a state that it shares",
        mark.record,
        mark.epoch
    )]
    Restored {
        /// Which shop.
        shop: String,
        /// Up to where the log was taken in.
        mark: Mark,
        /// What the log says there.
        why: String,
    },
    /// The keeper ended before it had opened the log.
    #[error("cannot open the log: the keeper ended meanwhile; open it again")]
    Ended,
}

/// Where a state comes from.
#[derive(Debug)]
pub(crate) struct Source<'a, L, K> {
    pub(crate) log: &'a L,
    pub(crate) keys: &'a K,
    pub(crate) shop: &'a str,
}

impl<L, K> Clone for Source<'_, L, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<L, K> Copy for Source<'_, L, K> {}

impl<L: Log, K: Keys> Source<'_, L, K> {
    /// Returns the state as of the end of the log; `empty` is the one in front of it.
    pub(crate) async fn restore<M: Machine>(
        self,
        empty: Standing<M>,
    ) -> Result<Standing<M>, OpenError> {
        let mut standing = match self.newest_good().await? {
            Some(standing) => standing.equipped(empty.once.state()),
            None => empty,
        };
        self.forget(&standing.once.state().forgotten())?;
        self.catch_up(&mut standing).await?;
        Ok(standing)
    }

    /// Returns the newest state that can be read: of a snapshot, or of the foundation.
    async fn newest_good<M: Machine>(self) -> Result<Option<Standing<M>>, OpenError> {
        let foundation = self.log.foundation().await?.map(|sealed| sealed.foundation.snapshot);
        let oldest = foundation.as_ref().map_or(Position::EMPTY, |snapshot| snapshot.position);
        let head = self.log.head().await?;
        let mut before = None;
        while let Some(snapshot) = self.log.snapshot(before).await? {
            if snapshot.position < oldest {
                break;
            }
            before = Some(snapshot.position);
            if snapshot.position > head {
                tracing::warn!(at = %snapshot.position, %head, "a snapshot behind the end of the log");
                continue;
            }
            match Standing::restored(&snapshot, self.shop, self.keys) {
                Ok(standing) => return Ok(Some(standing)),
                Err(damage) => tracing::warn!(%damage, "an older snapshot is taken"),
            }
        }
        let restored = |snapshot| Standing::restored(&snapshot, self.shop, self.keys);
        Ok(foundation.map(restored).transpose()?)
    }

    /// Takes in all that stands behind a state.
    pub(crate) async fn catch_up<M: Machine>(
        self,
        standing: &mut Standing<M>,
    ) -> Result<(), OpenError> {
        // A short tail is not worth a thread.
        for _ in 0..PAGES_ALONE {
            let page = self.log.read(standing.position).await?;
            if page.is_empty() {
                return Ok(());
            }
            let keys = Remembered::new(self.keys.clone());
            for stored in &page {
                self.fold(standing, Decoded::read(stored, &keys)?)?;
            }
        }
        self.catch_up_by_two(standing)
    }

    /// Takes in all that stands behind a state: one thread reads and decodes, this one folds.
    fn catch_up_by_two<M: Machine>(self, standing: &mut Standing<M>) -> Result<(), OpenError> {
        thread::scope(|scope| {
            let (pages, decoded) = mpsc::sync_channel(PAGES_AHEAD);
            let (log, keys, after) = (self.log, self.keys, standing.position);
            let decode = move || decode_all(log, keys, after, &pages);
            thread::Builder::new().spawn_scoped(scope, decode).map_err(no_thread)?;
            for page in decoded {
                page?.into_iter().try_for_each(|decoded| self.fold(standing, decoded))?;
            }
            Ok(())
        })
    }

    fn fold<M: Machine>(
        self,
        standing: &mut Standing<M>,
        decoded: Decoded<M::Event>,
    ) -> Result<(), OpenError> {
        let Decoded { record, position, weight } = decoded;
        let gone = standing.take(&record, position, self.shop)?;
        standing.since.1 += weight;
        Ok(self.forget(&gone)?)
    }

    /// Destroys keys again that should be gone: a store of keys may come from an older backup.
    fn forget(self, persons: &[PersonId]) -> Result<(), Fault> {
        if persons.is_empty() { Ok(()) } else { self.keys.destroy(persons) }
    }
}

/// A record that can be folded.
struct Decoded<E> {
    record: Record<E>,
    position: Position,
    /// So many bytes it was.
    weight: u64,
}

impl<E: DeserializeOwned> Decoded<E> {
    fn read(stored: &Stored, keys: &impl Keys) -> Result<Self, Damage> {
        let record = Record::stored(stored, keys)?;
        Ok(Self { record, position: stored.position, weight: stored.bytes.len() as u64 })
    }
}

type Page<E> = Result<Vec<Decoded<E>>, OpenError>;

/// Reads and decodes page after page, until the end of the log, a fault, or nobody takes them any more.
fn decode_all<E: DeserializeOwned, K: Keys>(
    log: &impl Log,
    keys: &K,
    after: Position,
    pages: &SyncSender<Page<E>>,
) {
    let mut after = after;
    loop {
        let page = match wait(log.read(after)) {
            Ok(page) => page,
            Err(error) => return drop(pages.send(Err(error.into()))),
        };
        let Some(last) = page.last() else { return };
        after = last.position;
        let keys = Remembered::new(keys.clone());
        let decoded = page.iter().map(|stored| Decoded::read(stored, &keys));
        let decoded = decoded.collect::<Result<_, _>>().map_err(OpenError::from);
        let is_over = decoded.is_err();
        if pages.send(decoded).is_err() || is_over {
            return;
        }
    }
}

impl<M: Machine> Standing<M> {
    /// Takes in the next record, and returns who is forgotten by it.
    pub(crate) fn take(
        &mut self,
        record: &Record<M::Event>,
        position: Position,
        shop: &str,
    ) -> Result<Vec<PersonId>, Damage> {
        self.judge(record, shop)
            .map_err(|why| Damage::misplaced(&format!("{} at {position}", record.number), why))?;
        self.once.begin(record.number);
        self.once.evolve_all(&record.events);
        let accepted = record.accepted.iter().map(|accepted| (accepted.id, accepted.digest));
        self.once.remember_all(accepted, record.number);
        if record.number.number().is_multiple_of(FORGETS_EVERY) {
            self.once.forget(record.moment);
        }
        self.record = record.number;
        self.position = position;
        self.moment = record.moment;
        if record.begins.is_some() {
            self.epochs.push(Begun { epoch: record.epoch, record: record.number });
        }
        self.since.0 += 1;
        self.writer = Some(Arc::clone(&record.writer));
        Ok(record.events.iter().filter_map(M::forgets).collect())
    }

    fn judge(&self, record: &Record<M::Event>, shop: &str) -> Result<(), String> {
        let next = RecordNo::new(self.record.number() + 1);
        if *record.shop != *shop {
            return Err(format!("it is of shop {}, not of {shop}", record.shop));
        }
        if record.number != next {
            return Err(format!("{next} should follow"));
        }
        let before = record.begins.as_ref().map_or(record.epoch, |begins| begins.before);
        if before != self.epoch() {
            return Err(format!("it is of {}, {} should go on", record.epoch, self.epoch()));
        }
        if record.moment < self.moment {
            return Err(format!("its moment {} is before the one ahead of it", record.moment));
        }
        Ok(())
    }
}

/// After so many records ids that are too old to be asked for are dropped.
const FORGETS_EVERY: u64 = 1024;
/// So many pages are read before another thread helps.
const PAGES_ALONE: usize = 2;
/// So many decoded pages wait at most: they take more room than their bytes.
const PAGES_AHEAD: usize = 1;
