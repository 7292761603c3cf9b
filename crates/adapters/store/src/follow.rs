//! Followers: all that a log holds, in order, then what comes.

use std::{fmt, marker::PhantomData, sync::Arc};

use serde::de::DeserializeOwned;
use sklad_base::RecordNo;

use crate::{
    Archived, Begun, Damage, Epoch, Fault, Keys, Log, Machine, OpenError, Position, ReadError,
    Record, Stored, keys::Remembered, restore::Source, snapshot::Standing,
};

/// Where a follower stands: behind this record.
///
/// ```
/// use sklad_store::{Mark, Position};
///
/// assert_eq!(Mark::START.position, Position::EMPTY);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_structs, reason = "plain data that followers keep")]
pub struct Mark {
    /// Its position.
    pub position: Position,
    /// Its number.
    pub record: RecordNo,
    /// Its epoch: behind a restore other records get the same positions and numbers.
    pub epoch: Epoch,
}

impl Mark {
    /// In front of the first record.
    pub const START: Self =
        Self { position: Position::EMPTY, record: RecordNo::new(0), epoch: Epoch::FIRST };
}

/// A record and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an answer that followers read")]
pub struct Told<E> {
    /// Where.
    pub mark: Mark,
    /// What.
    pub record: Record<E>,
}

/// Reads a log from a mark on: first what is there, then what comes, without gaps and without repeats. Sealed records
/// come out of their archives.
///
/// ```
/// use sklad_base::{Actor, CommandId, Envelope};
/// use sklad_stock::{Command, Event, Ledger, Policy};
/// use sklad_store::{Follower, Keeper, Mark, MemoryKeys, MemoryLog, Setup, wait};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (log, keys) = (MemoryLog::new(), MemoryKeys::new());
/// let setup = Setup::new("shop", Ledger::new(), Policy::default());
/// let keeper = Keeper::open(log.clone(), keys.clone(), setup).wait()?;
/// let (now, who) = (keeper.now(), Actor::System("doc".into()));
/// keeper.send(Envelope::new(CommandId::counted(now, 1), who, now, Command::AddItem))?.wait()?;
///
/// let mut follower = Follower::<Event, _, _>::new(log, keys, "shop", Mark::START);
/// let told = wait(follower.next())?;
/// assert_eq!(told.len(), 1);
/// assert!(wait(follower.page())?.is_empty(), "it has caught up");
/// # Ok(())
/// # }
/// ```
pub struct Follower<E, L, K> {
    log: L,
    keys: K,
    shop: Arc<str>,
    mark: Mark,
    /// Whether the log has the record of the mark, as the one who took it in knew it.
    is_known: bool,
    events: PhantomData<fn() -> E>,
}

impl<E, L, K> fmt::Debug for Follower<E, L, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Follower of {} behind {}", self.shop, self.mark.record)
    }
}

impl<E: DeserializeOwned, L: Log, K: Keys> Follower<E, L, K> {
    /// Returns a follower behind that mark.
    #[must_use]
    pub fn new(log: L, keys: K, shop: &str, mark: Mark) -> Self {
        let is_known = mark == Mark::START;
        Self { log, keys, shop: shop.into(), mark, is_known, events: PhantomData }
    }

    /// Returns a follower behind a mark that comes from this log itself.
    pub(crate) fn known(log: L, keys: K, shop: &str, mark: Mark) -> Self {
        Self { is_known: true, ..Self::new(log, keys, shop, mark) }
    }

    /// Returns where it stands: behind all that it gave.
    #[must_use]
    pub const fn mark(&self) -> Mark {
        self.mark
    }

    /// Returns the next records; waits until there is one.
    ///
    /// # Errors
    /// [`OpenError`] when they cannot be read; it then stands where it stood. [`OpenError::Restored`] when it took in
    /// records that the log no longer has.
    pub async fn next(&mut self) -> Result<Vec<Told<E>>, OpenError> {
        loop {
            let page = self.page().await?;
            if !page.is_empty() {
                return Ok(page);
            }
            self.log.changed(self.mark.position).await?;
        }
    }

    /// Returns the next records that are there; none at the end of the log.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub async fn page(&mut self) -> Result<Vec<Told<E>>, OpenError> {
        self.look_at_the_mark().await?;
        let page = self.stored().await?;
        if page.is_empty() {
            self.must_not_end_before().await?;
        }
        let (mut mark, keys) = (self.mark, Remembered::new(self.keys.clone()));
        let mut told = Vec::with_capacity(page.len());
        for stored in &page {
            told.push(self.told(stored, &keys, &mut mark)?);
        }
        self.mark = mark;
        Ok(told)
    }

    /// Returns the bytes of the next records, and stays where it stands.
    pub(crate) async fn stored(&self) -> Result<Vec<Stored>, ReadError> {
        match self.log.read(self.mark.position).await {
            Err(ReadError::Archived { archive, .. }) => self.sealed(&archive).await,
            other => other,
        }
    }

    /// Goes behind a record that it was given, whatever stands in it.
    pub(crate) const fn pass(&mut self, stored: &Stored) {
        self.mark.position = stored.position;
        self.mark.record = stored.record;
    }

    /// Looks once whether the log has the record behind which this stands, and whether it is that one.
    async fn look_at_the_mark(&mut self) -> Result<(), OpenError> {
        if self.is_known {
            return Ok(());
        }
        let Mark { position, record: number, epoch } = self.mark;
        match self.log.get(number).await {
            Ok(stored) => {
                let record = Record::<E>::stored(&stored, &self.keys)?;
                if record.epoch != epoch {
                    return Err(self.restored(format!("there it is of {}", record.epoch)));
                }
                if stored.position != position {
                    return Err(self.restored(format!("there it stands at {}", stored.position)));
                }
            }
            Err(ReadError::Absent { .. }) => {
                let head = self.log.head().await?;
                return Err(self.restored(format!("it ends at {head}")));
            }
            // Its archive is gone: what follows it can still be read, or is named as lost, too.
            Err(ReadError::Lost { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        self.is_known = true;
        Ok(())
    }

    /// A log that ends before what was taken in of it was restored.
    async fn must_not_end_before(&mut self) -> Result<(), OpenError> {
        let head = self.log.head().await?;
        if head >= self.mark.position {
            return Ok(());
        }
        self.is_known = false;
        Err(self.restored(format!("it ends at {head}")))
    }

    fn restored(&self, why: String) -> OpenError {
        OpenError::Restored { shop: self.shop.to_string(), mark: self.mark, why }
    }

    /// Returns the next records of an archive: some, lest all of it stands in memory at once.
    async fn sealed(&self, archive: &Archived) -> Result<Vec<Stored>, ReadError> {
        let first = self.mark.record.next().number();
        let last = archive.last.number().min(first.saturating_add(AT_ONCE));
        let mut page = Vec::new();
        for number in first..=last {
            page.push(self.log.get(RecordNo::new(number)).await?);
        }
        Ok(page)
    }

    fn told(
        &self,
        stored: &Stored,
        keys: &impl Keys,
        mark: &mut Mark,
    ) -> Result<Told<E>, OpenError> {
        let record = Record::stored(stored, keys)?;
        let what = || format!("{} at {}", stored.record, stored.position);
        if *record.shop != *self.shop {
            let why = format!("it is of shop {}, not of {}", record.shop, self.shop);
            return Err(Damage::misplaced(&what(), why).into());
        }
        let next = mark.record.next();
        if record.number != next {
            return Err(Damage::misplaced(&what(), format!("{next} should follow")).into());
        }
        let before = record.begins.as_ref().map_or(record.epoch, |begins| begins.before);
        if before != mark.epoch {
            let (shop, mark) = (self.shop.to_string(), *mark);
            let why = format!("it goes on in {}", record.epoch);
            return Err(OpenError::Restored { shop, mark, why });
        }
        *mark = Mark { position: stored.position, record: record.number, epoch: record.epoch };
        Ok(Told { mark: *mark, record })
    }
}

/// What is made from a log and kept beside it: a read model, an index, a file for someone else.
///
/// It keeps its mark together with what it makes, in one transaction, so that nothing is taken twice.
pub trait Projection<E> {
    /// Returns the last record that it has taken in.
    ///
    /// # Errors
    /// [`Fault`] when it cannot be asked.
    fn mark(&mut self) -> Result<Mark, Fault>;

    /// Takes in records, all or none, and keeps the mark of the last one with them.
    ///
    /// # Errors
    /// [`Fault`] when they cannot be kept; they come again.
    fn take(&mut self, told: &[Told<E>]) -> Result<(), Fault>;
}

impl<E: DeserializeOwned, L: Log, K: Keys> Follower<E, L, K> {
    /// Lets a projection take in all that is there, from where it stands; returns where it then stands.
    ///
    /// # Errors
    /// [`OpenError`] when the log cannot be read or the projection cannot keep it.
    pub async fn feed(&mut self, projection: &mut impl Projection<E>) -> Result<Mark, OpenError> {
        let mark = projection.mark()?;
        self.is_known = mark == Mark::START || (self.is_known && mark == self.mark);
        self.mark = mark;
        loop {
            let page = self.page().await?;
            if page.is_empty() {
                return Ok(self.mark);
            }
            projection.take(&page)?;
        }
    }
}

/// A machine that follows a log and never writes: a read-only copy, of which there may be many.
///
/// ```
/// use sklad_stock::Ledger;
/// use sklad_store::{MemoryKeys, MemoryLog, Replica, wait};
///
/// let mut replica = wait(Replica::open(MemoryLog::new(), MemoryKeys::new(), "shop", Ledger::new()))?;
/// wait(replica.catch_up())?;
/// assert_eq!(replica.state(), &Ledger::new());
/// # Ok::<(), sklad_store::OpenError>(())
/// ```
pub struct Replica<M, L, K> {
    log: L,
    keys: K,
    shop: Arc<str>,
    standing: Standing<M>,
}

impl<M, L, K> fmt::Debug for Replica<M, L, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Replica of {} behind {}", self.shop, self.standing.record)
    }
}

impl<M: Machine, L: Log, K: Keys> Replica<M, L, K> {
    /// Returns a copy of the state as it stands at the end of the log; `start` is the machine in front of it.
    ///
    /// # Errors
    /// [`OpenError`] when the log cannot be read.
    pub async fn open(log: L, keys: K, shop: &str, start: M) -> Result<Self, OpenError> {
        let source = Source { log: &log, keys: &keys, shop };
        let standing = source.restore(Standing::empty(start, 0)).await?;
        Ok(Self { shop: shop.into(), standing, log, keys })
    }

    /// Takes in all that was written since; returns where it then stands.
    ///
    /// # Errors
    /// [`OpenError`] when the log cannot be read; it then stands behind the last record that could.
    pub async fn catch_up(&mut self) -> Result<Mark, OpenError> {
        let Self { log, keys, shop, standing } = self;
        Source { log, keys, shop }.catch_up(standing).await?;
        let head = log.head().await?;
        if head < standing.position {
            let (shop, mark) = (shop.to_string(), standing.mark());
            return Err(OpenError::Restored { shop, mark, why: format!("it ends at {head}") });
        }
        Ok(self.mark())
    }

    /// Waits until the log ends behind where it stands, and takes that in.
    ///
    /// # Errors
    /// As [`catch_up`](Self::catch_up).
    pub async fn next(&mut self) -> Result<Mark, OpenError> {
        self.log.changed(self.standing.position).await?;
        self.catch_up().await
    }

    /// Returns the state.
    #[must_use]
    pub const fn state(&self) -> &M {
        self.standing.once.state()
    }

    /// Returns where it stands.
    #[must_use]
    pub fn mark(&self) -> Mark {
        self.standing.mark()
    }

    /// Returns the epochs that began as the log was restored from a backup, oldest first; none in most logs.
    #[must_use]
    pub fn epochs(&self) -> &[Begun] {
        &self.standing.epochs
    }
}

/// So many records of an archive are read at once.
const AT_ONCE: u64 = 63;
