//! Looking at a log from outside: is it whole, does it add up, what does it say; and sealing what is old.

mod export;
mod restored;
mod seal;

use std::{collections::BTreeMap, fmt, sync::Arc};

use serde::de::DeserializeOwned;
use sklad_base::{Digest, RecordNo};

pub use self::{export::Words, restored::NotRestored};
use crate::{
    Begun, Damage, Follower, Keys, Log, Machine, Mark, OpenError, Position, ReadError, Record,
    Snapshot, Stored, snapshot::Standing,
};

/// Reads a log without a keeper: verifies it, exports it, rebuilds the state from nothing but records, seals old ones.
///
/// ```
/// use sklad_base::{Actor, CommandId, Envelope};
/// use sklad_stock::{Command, Ledger, Policy};
/// use sklad_store::{Auditor, Keeper, MemoryKeys, MemoryLog, Setup, Words, wait};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (log, keys) = (MemoryLog::new(), MemoryKeys::new());
/// let setup = Setup::new("shop", Ledger::new(), Policy::default());
/// let keeper = Keeper::open(log.clone(), keys.clone(), setup).wait()?;
/// let (now, who) = (keeper.now(), Actor::System("doc".into()));
/// keeper.send(Envelope::new(CommandId::counted(now, 1), who, now, Command::AddItem))?.wait()?;
///
/// let auditor = Auditor::new(log, keys, "shop", Ledger::new());
/// assert!(wait(auditor.verify())?.is_whole());
/// let mut lines = Vec::new();
/// wait(auditor.export(&mut lines, Words::LeaveOut))?;
/// assert!(String::from_utf8(lines)?.starts_with("{\"record\":1,"));
/// # Ok(())
/// # }
/// ```
pub struct Auditor<M, L, K> {
    log: L,
    keys: K,
    shop: Arc<str>,
    start: M,
    window_seconds: u32,
}

impl<M, L, K> fmt::Debug for Auditor<M, L, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Auditor of {}", self.shop)
    }
}

/// What was found in a log.
///
/// ```
/// assert!(sklad_store::Report::default().is_whole());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Report {
    /// How many records were read, sealed ones too.
    pub records: u64,
    /// How many bytes they weigh.
    pub bytes: u64,
    /// How many commands they hold.
    pub commands: u64,
    /// How many events they hold.
    pub events: u64,
    /// How many snapshots were compared with the state rebuilt from records alone; a foundation counts as one.
    pub snapshots: u64,
    /// What is damaged, with its place. What stands behind the first damaged record is checked, and not added up.
    pub damages: Vec<Damage>,
    /// The epochs that began as the log was restored from a backup, oldest first; none in most logs.
    pub epochs: Vec<Begun>,
    /// A short name for the state at the end of what adds up; with the same records it is the same.
    pub state: Option<Digest>,
}

impl Report {
    /// Tells whether nothing is damaged.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.damages.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { records, bytes, commands, events, snapshots, damages, .. } = self;
        write!(f, "{records} records, {commands} commands, {events} events, {bytes} bytes; ")?;
        write!(f, "{snapshots} snapshots compared; {} damages", damages.len())?;
        for Begun { epoch, record } in &self.epochs {
            write!(f, "\n{epoch} begins with {record}")?;
        }
        damages.iter().try_for_each(|damage| write!(f, "\n{damage}"))
    }
}

impl<M: Machine, L: Log, K: Keys> Auditor<M, L, K> {
    /// Returns who reads that log; `start` is the machine in front of its first record.
    #[must_use]
    pub fn new(log: L, keys: K, shop: &str, start: M) -> Self {
        Self { log, keys, shop: shop.into(), start, window_seconds: WEEK }
    }

    /// Returns it for a log whose keeper remembers ids for so many seconds, not for a week: a seal keeps those.
    #[must_use]
    pub const fn remembering(mut self, window_seconds: u32) -> Self {
        self.window_seconds = window_seconds;
        self
    }

    /// Reads all records, checks them, rebuilds the state from them alone and compares it with each snapshot.
    ///
    /// # Errors
    /// [`OpenError`] when the log cannot be read; what is damaged is no error and stands in the report.
    pub async fn verify(&self) -> Result<Report, OpenError> {
        let mut report = Report::default();
        let mut snapshots = self.snapshots().await?;
        let mut standing = self.empty();
        let mut follower = self.follower::<M::Event>(Mark::START);
        loop {
            let page = self.readable(&follower, &mut report).await?;
            if page.is_empty() {
                break;
            }
            for stored in &page {
                report.records += 1;
                report.bytes += stored.bytes.len() as u64;
                let record = Record::<M::Event>::stored(stored, &self.keys);
                let adds_up = report.is_whole();
                let taken = record.and_then(|record| {
                    report.commands += record.accepted.len() as u64;
                    report.events += record.events.len() as u64;
                    if adds_up {
                        standing.take(&record, stored.position, &self.shop)
                    } else {
                        Ok(Vec::new())
                    }
                });
                if let Err(damage) = taken {
                    report.damages.push(damage);
                }
                follower.pass(stored);
                if let Some(snapshot) = snapshots.remove(&stored.position) {
                    self.compare(&snapshot, &standing, &mut report)?;
                }
            }
        }
        report.state = Some(standing.digest()?);
        report.epochs = standing.epochs;
        Ok(report)
    }

    /// Returns the next records that can be read; those that cannot are reported and passed over.
    async fn readable<E: DeserializeOwned>(
        &self,
        follower: &Follower<E, L, K>,
        report: &mut Report,
    ) -> Result<Vec<Stored>, OpenError> {
        let (place, why) = match follower.stored().await {
            Err(ReadError::Damaged { place, why }) => (place, why),
            page => return Ok(page?),
        };
        report.damages.push(Damage::Unreadable { what: place, why });
        let mut next = follower.mark().record.next();
        // Numbers are dense and positions are not: no record has a number past the last position.
        let last = self.log.head().await?.number();
        while next.number() <= last {
            match self.log.get(next).await {
                Ok(stored) => return Ok(vec![stored]),
                Err(ReadError::Absent { .. }) => return Ok(Vec::new()),
                Err(ReadError::Damaged { place, why }) => {
                    let damage = Damage::Unreadable { what: place, why };
                    if report.damages.last() != Some(&damage) {
                        report.damages.push(damage);
                    }
                }
                Err(error) => return Err(error.into()),
            }
            next = next.next();
        }
        Ok(Vec::new())
    }

    /// Returns the state as the records alone tell it, sealed ones included, whatever the snapshots say.
    ///
    /// # Errors
    /// [`OpenError`] when a record cannot be read or is damaged.
    pub async fn rebuild(&self) -> Result<M, OpenError> {
        let standing = self.fold(self.empty(), None).await?;
        Ok(standing.once.state().clone())
    }

    /// Folds the records behind a state, up to one of them or all.
    async fn fold(
        &self,
        mut standing: Standing<M>,
        up_to: Option<RecordNo>,
    ) -> Result<Standing<M>, OpenError> {
        let mut follower = self.follower::<M::Event>(standing.mark());
        loop {
            let page = follower.page().await?;
            if page.is_empty() {
                return Ok(standing);
            }
            for told in page {
                if up_to.is_some_and(|last| told.mark.record > last) {
                    return Ok(standing);
                }
                standing.take(&told.record, told.mark.position, &self.shop)?;
            }
        }
    }

    fn compare(
        &self,
        snapshot: &Snapshot,
        rebuilt: &Standing<M>,
        report: &mut Report,
    ) -> Result<(), OpenError> {
        let what = || format!("the snapshot at {}", snapshot.position);
        match Standing::<M>::restored(snapshot, &self.shop, &self.keys) {
            Err(damage) => report.damages.push(damage),
            Ok(kept) if rebuilt.position == snapshot.position => {
                report.snapshots += 1;
                if kept.digest()? != rebuilt.digest()? {
                    let why = "it is not what the records add up to";
                    report.damages.push(Damage::misplaced(&what(), why));
                }
            }
            // What stands behind a damaged record has nothing to be compared with.
            Ok(_) => {}
        }
        Ok(())
    }

    /// Returns all snapshots that there are, the foundation with them.
    async fn snapshots(&self) -> Result<BTreeMap<Position, Snapshot>, OpenError> {
        let mut all = BTreeMap::new();
        let mut before = None;
        while let Some(snapshot) = self.log.snapshot(before).await? {
            before = Some(snapshot.position);
            all.insert(snapshot.position, snapshot);
        }
        if let Some(sealed) = self.log.foundation().await? {
            all.insert(sealed.foundation.snapshot.position, sealed.foundation.snapshot);
        }
        Ok(all)
    }

    fn empty(&self) -> Standing<M> {
        Standing::empty(self.start.clone(), self.window_seconds)
    }

    fn follower<E: DeserializeOwned>(&self, mark: Mark) -> Follower<E, L, K> {
        Follower::known(self.log.clone(), self.keys.clone(), &self.shop, mark)
    }
}

const WEEK: u32 = 7 * 24 * 3600;
