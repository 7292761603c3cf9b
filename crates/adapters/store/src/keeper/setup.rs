//! What a keeper is told when it opens a log.

use std::{fmt, sync::Arc, time::SystemTime};

use sklad_base::Moment;

use super::Onward;
use crate::Machine;

/// How a keeper keeps a shop; [`Setup::new`] has the choices of a plain one.
///
/// ```
/// use sklad_store::{Rival, Setup};
/// use sklad_stock::{Ledger, Policy};
///
/// let setup = Setup { rival: Rival::StepDown, ..Setup::new("shop", Ledger::new(), Policy::default()) };
/// assert_eq!(setup.window_seconds, 7 * 24 * 3600);
/// ```
#[expect(clippy::exhaustive_structs, reason = "plain data that owners build")]
pub struct Setup<M: Machine> {
    /// The shop's name, written into each record: a log of another shop is refused.
    pub shop: Arc<str>,
    /// The keeper's name, written into each record: who else wrote is told by it.
    pub writer: Arc<str>,
    /// The machine in front of an empty log.
    pub start: M,
    /// What the owner chose, for machines that do not hold it themselves.
    pub policy: M::Policy,
    /// What the time is.
    pub clock: Clock,
    /// For so many seconds a new log remembers the ids of commands.
    pub window_seconds: u32,
    /// So many commands may wait for their answer; one more is told [`NotDone::QueueFull`](crate::NotDone::QueueFull).
    pub queue: usize,
    /// So many commands a record takes at most, and a slice, too.
    pub commands: usize,
    /// A snapshot is taken after so many records or so many bytes.
    pub snapshot_after: (u64, u64),
    /// What is done when another keeper writes to the log.
    pub rival: Rival,
    /// How commands come to the other keeper, once this one has stepped down; without it they are refused in its name.
    pub onward: Option<Arc<dyn Onward<M>>>,
}

impl<M: Machine> Setup<M> {
    /// Returns a setup with the system's clock: ids are remembered for a week, 100,000 commands may wait, 4,096 stand
    /// in a record, a snapshot follows 10,000 records or 256 MiB, and the log is taken over from another writer.
    #[must_use]
    pub fn new(shop: &str, start: M, policy: M::Policy) -> Self {
        Self {
            shop: shop.into(),
            writer: shop.into(),
            start,
            policy,
            clock: Clock::system(),
            window_seconds: 7 * 24 * 3600,
            queue: 100_000,
            commands: 4096,
            snapshot_after: (10_000, 256 << 20),
            rival: Rival::TakeOver,
            onward: None,
        }
    }
}

impl<M: Machine> fmt::Debug for Setup<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Setup of {} by {}", self.shop, self.writer)
    }
}

/// What a keeper does when another one writes to its log. Never do both write at once: the position is the fence.
///
/// ```
/// assert_ne!(sklad_store::Rival::TakeOver, sklad_store::Rival::StepDown);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "two answers to one question")]
pub enum Rival {
    /// It reads what the other one wrote and writes on.
    TakeOver,
    /// It serves reads, and sends commands on where [`Setup::onward`] says how; else it refuses them with the other one's
    /// name. It stays like that until it is opened again.
    StepDown,
}

/// What the time is, for a keeper.
///
/// ```
/// use sklad_base::Moment;
/// use sklad_store::Clock;
///
/// let noon = Moment::parse("2026-03-02T12:00:00Z")?;
/// assert_eq!(Clock::new(move || noon).now(), noon);
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Moment + Send + Sync>);

impl Clock {
    /// Returns the clock that reads the time so.
    #[must_use]
    pub fn new(now: impl Fn() -> Moment + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// Returns the system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::new(|| {
            let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
            let micros = since.ok().and_then(|since| i64::try_from(since.as_micros()).ok());
            let moment = micros.map(Moment::from_unix_micros);
            moment.and_then(Result::ok).unwrap_or(Moment::FIRST)
        })
    }

    /// Returns the time.
    #[must_use]
    pub fn now(&self) -> Moment {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock at {}", self.now())
    }
}
