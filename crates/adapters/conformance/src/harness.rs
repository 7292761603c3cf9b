//! What a log must bring to be tried.

use std::{future::Future, time::Duration};

use sklad_store::{Archived, Limits, Log, MemoryLog};

/// Makes the logs that the laws are tried on. A harness is test code: where it cannot make a log, it panics.
///
/// ```
/// use sklad_conformance::{Harness, prove_all};
/// use sklad_store::MemoryLog;
///
/// struct Mine;
///
/// impl Harness for Mine {
///     type Log = MemoryLog;
///
///     fn fresh(&self) -> MemoryLog {
///         MemoryLog::new()
///     }
/// }
///
/// assert!(prove_all(&Mine).is_sound());
/// ```
pub trait Harness: Sync {
    /// The log that is tried.
    type Log: Log;

    /// Makes an empty log that nobody else has.
    fn fresh(&self) -> Self::Log;

    /// Returns a handle of its own on the same log, as another process would open it; a clone by default.
    fn another(&self, log: &Self::Log) -> Self::Log {
        log.clone()
    }

    /// Ends a log as a killed process does, without any farewell, and opens it again; `None` where it cannot.
    fn killed(&self, log: Self::Log) -> Option<Self::Log> {
        drop(log);
        None
    }

    /// Takes an archive away as a lost file would be; `false` where it cannot.
    fn lose(&self, log: &Self::Log, archive: &Archived) -> bool {
        let _ = (log, archive);
        false
    }

    /// So long does a law wait for what must come; 20 seconds by default.
    fn patience(&self) -> Duration {
        Duration::from_secs(20)
    }

    /// Runs a future to its end; a log that needs a runtime runs it there. Several threads call it at once.
    fn block_on<F: Future>(&self, future: F) -> F::Output {
        sklad_store::wait(future)
    }
}

/// The harness of the log in memory, whose positions leave gaps.
///
/// ```
/// use sklad_conformance::{InMemory, prove_all};
///
/// assert!(prove_all(&InMemory::default()).is_sound());
/// ```
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "plain data that tests build")]
pub struct InMemory {
    /// By how much positions grow.
    pub step: u64,
    /// What a batch may weigh, in bytes.
    pub batch_bytes: usize,
}

impl Default for InMemory {
    fn default() -> Self {
        Self { step: 3, batch_bytes: 1024 * 1024 }
    }
}

impl Harness for InMemory {
    type Log = MemoryLog;

    fn fresh(&self) -> MemoryLog {
        MemoryLog::with(Limits { batch_bytes: self.batch_bytes, keys_seconds: None }, self.step)
    }

    fn lose(&self, log: &MemoryLog, archive: &Archived) -> bool {
        log.lose_archive(&archive.name)
    }
}
