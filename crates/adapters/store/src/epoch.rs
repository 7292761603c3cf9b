//! Epochs: the lives of a log that was restored from a backup.

use std::{fmt, num::NonZeroU32, sync::Arc};

use sklad_base::{Actor, Moment, RecordNo};

use crate::{
    Mark,
    codec::{Malformed, Reader, Unwritable, Writer},
};

/// One life of a log: the first one, or the one that began as it was restored from a backup.
///
/// Behind a restore the same positions and numbers of records are given out a second time, for other records: only
/// together with the epoch they say where somebody stands. Epochs are told apart by the moment at which they began, so
/// that two restores of one backup make two epochs.
///
/// ```
/// use sklad_base::Moment;
/// use sklad_store::Epoch;
///
/// let restored = Epoch::began(Moment::parse("2026-03-02T10:00:00Z")?);
/// assert!(Epoch::FIRST < restored);
/// assert_eq!(restored.to_string(), "the epoch of 2026-03-02T10:00:00Z");
/// assert_eq!(Epoch::new(restored.number()), restored);
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Epoch(u64);

impl Epoch {
    /// The one of a log that was never restored.
    pub const FIRST: Self = Self(0);

    /// Returns the epoch with that number: microseconds since 1970 began, 0 for the first.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// Returns the epoch that began then.
    #[must_use]
    pub fn began(moment: Moment) -> Self {
        Self(u64::try_from(moment.unix_micros()).unwrap_or(0).max(1))
    }

    /// Returns its number: epochs that began later have larger ones.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }

    /// Returns when it began; nothing of the first.
    #[must_use]
    pub fn moment(self) -> Option<Moment> {
        let micros = i64::try_from(self.0).ok().filter(|micros| *micros > 0)?;
        Moment::from_unix_micros(micros).ok()
    }

    /// Returns the epoch that begins at that moment behind this one: another one than this in any case.
    pub(crate) fn next(self, moment: Moment) -> Self {
        Self::began(moment).max(Self(self.0.saturating_add(1)))
    }
}

impl fmt::Display for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.moment() {
            None => f.write_str("the first epoch"),
            Some(moment) => write!(f, "the epoch of {moment}"),
        }
    }
}

/// What the record says that begins an epoch.
///
/// See [`Restored`] for an example.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that readers take apart")]
pub struct Begins {
    /// The epoch before it: of the record ahead.
    pub before: Epoch,
    /// Who restored the log.
    pub who: Actor,
    /// Why, or from which backup.
    pub why: Arc<str>,
}

impl Begins {
    pub(crate) fn write(&self, writer: &mut Writer) -> Result<(), Unwritable> {
        writer.number(self.before.0);
        writer.value(&self.who)?;
        writer.bytes(self.why.as_bytes());
        Ok(())
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let (before, who) = (Epoch(reader.number()?), reader.value()?);
        let why = reader.value::<String>()?.into();
        Ok(Self { before, who, why })
    }
}

/// A log was restored from a backup: what [`Auditor::restored`](crate::Auditor::restored) writes down.
///
/// ```
/// use sklad_base::{Actor, CommandId, Envelope};
/// use sklad_stock::{Command, Ledger, Policy};
/// use sklad_store::{Auditor, Keeper, MemoryKeys, MemoryLog, Restored, Setup, wait};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (log, keys) = (MemoryLog::new(), MemoryKeys::new());
/// let keeper = Keeper::open(log.clone(), keys.clone(), Setup::new("shop", Ledger::new(), Policy::default())).wait()?;
/// let (now, who) = (keeper.now(), Actor::System("doc".into()));
/// keeper.send(Envelope::new(CommandId::counted(now, 1), who.clone(), now, Command::AddItem))?.wait()?;
/// keeper.close().wait()?;
///
/// let auditor = Auditor::new(log, keys, "shop", Ledger::new());
/// let why = "the disk broke; back to the backup of last night".into();
/// let mark = wait(auditor.restored(&Restored { moment: keeper.now(), margin: 500.try_into()?, who, why }))?;
/// assert_eq!(mark.record.number(), 2);
/// assert_eq!(wait(auditor.verify())?.epochs[0].epoch, mark.epoch);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that callers build")]
pub struct Restored {
    /// What the time is: the epoch is named by it.
    pub moment: Moment,
    /// So many documents of one kind may have been made since the backup: their numbers are not given out again.
    pub margin: NonZeroU32,
    /// Who restored it.
    pub who: Actor,
    /// Why, or from which backup: it stands in the log and beside each void number.
    pub why: Arc<str>,
}

/// Where an epoch began.
///
/// See [`Report`](crate::Report) and [`Replica::epochs`](crate::Replica::epochs).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
pub struct Begun {
    /// Which.
    pub epoch: Epoch,
    /// Its first record: those ahead of it are of the epochs before.
    pub record: RecordNo,
}

/// Returns the last record that somebody who took all up to a mark shares with a log: a partner's cursor goes back to it.
///
/// `epochs` are those of the log, oldest first. Where the log does not know the mark's epoch, since it was restored once
/// more from an older backup, nothing is sure to be shared, and that is 0: all is told anew.
///
/// ```
/// use sklad_base::RecordNo;
/// use sklad_store::{Begun, Epoch, Mark, Position, shared};
///
/// let second = Begun { epoch: Epoch::new(7), record: RecordNo::new(16) };
/// let mark = |record, epoch| Mark { position: Position::new(record), record: RecordNo::new(record), epoch };
/// assert_eq!(shared(&[second], mark(20, Epoch::FIRST)).number(), 15, "five records were lost");
/// assert_eq!(shared(&[second], mark(12, Epoch::FIRST)).number(), 12);
/// assert_eq!(shared(&[second], mark(20, second.epoch)).number(), 20);
/// assert_eq!(shared(&[second], mark(20, Epoch::new(6))).number(), 0);
/// ```
#[must_use]
pub fn shared(epochs: &[Begun], mark: Mark) -> RecordNo {
    let is_its = |begun: &Begun| begun.epoch == mark.epoch;
    let next = match epochs.iter().position(is_its) {
        Some(index) => epochs.get(index + 1),
        None if mark.epoch == Epoch::FIRST => epochs.first(),
        None => return RecordNo::new(0),
    };
    let end = |begun: &Begun| RecordNo::new(begun.record.number().saturating_sub(1));
    next.map_or(mark.record, |next| mark.record.min(end(next)))
}
