//! The log: handles, threads, and the contract.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;
use sklad_base::RecordNo;
use sklad_store::{
    AppendError, Archived, Batch, BatchKey, Fault, Foundation, Limits, Log, Position, ReadError,
    Receipt, Rejection, Sealed, Snapshot, Stored,
};

use crate::fresh::Fresh;
use crate::hub::Hub;
use crate::open::{OpenError, Setup, beside_writer, to_read, to_write};
use crate::seal::{self, Step};
use crate::words::fault;
use crate::worker::Worker;
use crate::{file, records, snapshots};

/// A log in one SQLite file, with its archives beside it.
///
/// One thread writes and another reads, each with a connection of its own; a third looks for what other processes
/// wrote, once somebody waits for it. Clones are handles on the same threads; the last one closes the file.
///
/// Two logs on one file, in one process or in several, may both append: the expected position is checked in the
/// transaction that writes, so one of them meets a conflict.
///
/// ```
/// use sklad_sqlite::SqliteLog;
/// use sklad_store::{Log, Position};
///
/// # let path = std::env::temp_dir().join(format!("sklad-doc-log-{}", std::process::id()));
/// let log = SqliteLog::open(&path)?;
/// assert_eq!(sklad_store::wait(log.head())?, Position::EMPTY);
/// # drop(log);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct SqliteLog {
    pub(crate) shared: Arc<Shared>,
}

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) path: Arc<Path>,
    setup: Setup,
    /// Closed before the writer: only the last connection that may write leaves the log in one file.
    pub(crate) reader: Worker,
    /// `None` where the log may only be read.
    pub(crate) writer: Option<Worker>,
    hub: Arc<Hub>,
    watcher: OnceLock<JoinHandle<()>>,
    /// Of these batches nobody can tell yet whether they were written.
    in_doubt: Mutex<BTreeSet<BatchKey>>,
    fresh: Arc<Fresh>,
}

impl SqliteLog {
    /// Opens a log, and makes it where there is none.
    ///
    /// After a crash, every page is checked first; each record is checked as it is read.
    ///
    /// # Errors
    /// [`OpenError`] when the file is not a log that this version may write; it is then as it was.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, OpenError> {
        Self::open_with(path, Setup::default())
    }

    /// Opens a log with settings of its own.
    ///
    /// # Errors
    /// As for [`SqliteLog::open`].
    pub fn open_with(path: impl Into<PathBuf>, setup: Setup) -> Result<Self, OpenError> {
        let path: PathBuf = path.into();
        let writer = to_write(&path, &file::LOG, &setup)?;
        let reader = beside_writer(&path, &setup)?;
        Self::start(path, setup, Some(writer), reader)
    }

    /// Opens a log to read only; it must be there. Where its folder may not be written either, it is read as it stands.
    ///
    /// # Errors
    /// [`OpenError`] when the file is not a log that this version can read.
    pub fn open_read_only(path: impl Into<PathBuf>) -> Result<Self, OpenError> {
        let (path, setup) = (path.into(), Setup::default());
        let reader = to_read(&path, &file::LOG, &setup)?;
        Self::start(path, setup, None, reader)
    }

    /// Returns where its file is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.shared.path
    }

    fn start(
        path: PathBuf,
        setup: Setup,
        writer: Option<Connection>,
        reader: Connection,
    ) -> Result<Self, OpenError> {
        let failed = |error: std::io::Error| {
            let words =
                format!("cannot open {}: {error}; let this process start threads", path.display());
            OpenError::Fault(Fault::lasting(words).because(error))
        };
        let writer = writer.map(|connection| Worker::start("sklad-sqlite-writer", connection));
        let writer = writer.transpose().map_err(failed)?;
        let reader = Worker::start("sklad-sqlite-reader", reader).map_err(failed)?;
        let (path, hub) = (path.into(), Arc::default());
        let (watcher, in_doubt, fresh) = (OnceLock::new(), Mutex::default(), Arc::default());
        let shared = Shared { path, setup, reader, writer, hub, watcher, in_doubt, fresh };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Asks the reader's thread.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Connection, &Path) -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let path = Arc::clone(&self.shared.path);
        self.shared.reader.run(move |connection| question(connection, &path)).await
    }

    /// Has the writer's thread do something.
    pub(crate) async fn have_done<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection, &Path) -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let path = Arc::clone(&self.shared.path);
        let Some(writer) = &self.shared.writer else {
            let what = "it was opened to read only; open it to write";
            return Err(Fault::lasting(format!("cannot write to {}: {what}", path.display())));
        };
        writer.run(move |connection| work(connection, &path)).await
    }

    /// Returns who may write this batch.
    fn writer_of(&self, batch: &Batch) -> Result<&Worker, AppendError> {
        let (bytes, limit) = (batch.bytes.len(), self.limits().batch_bytes);
        if bytes > limit {
            return Err(Rejection::TooBig { bytes, limit }.into());
        }
        let writer = self.shared.writer.as_ref();
        writer.ok_or_else(|| records::not_allowed(&self.shared.path))
    }

    /// Begins to look for what other processes wrote, if nobody does yet.
    async fn watch(&self) -> Result<(), Fault> {
        if self.shared.watcher.get().is_some() {
            return Ok(());
        }
        let setup = self.shared.setup;
        let of = |error: OpenError| Fault::retryable(error.to_string()).because(error);
        let connection = beside_writer(&self.shared.path, &setup).map_err(of)?;
        let hub = Arc::clone(&self.shared.hub);
        self.shared.watcher.get_or_init(|| {
            let watch = move || hub.watch(&connection, setup.look);
            thread::spawn(watch)
        });
        Ok(())
    }

    /// Has the writer's thread append a batch so, and tells those who wait for it.
    pub(crate) async fn append_by(
        &self,
        batch: &Batch,
        append: impl FnOnce(&mut Connection, &Path, &Batch) -> Result<Receipt, AppendError>
        + Send
        + 'static,
    ) -> Result<Receipt, AppendError> {
        let (writer, key) = (self.writer_of(batch)?, batch.key);
        let (path, batch) = (Arc::clone(&self.shared.path), batch.clone());
        let (hub, fresh) = (Arc::clone(&self.shared.hub), Arc::clone(&self.shared.fresh));
        let done = writer.run(move |connection| {
            let answer = append(connection, &path, &batch);
            if let Ok(receipt) = &answer {
                fresh.put(&batch, *receipt);
                hub.tell(receipt.position);
            }
            answer
        });
        let answer = done.await.unwrap_or_else(|fault| Err(records::unknown(key, &fault)));
        self.told(key, answer)
    }

    /// Remembers what cannot be told, until it can: a failure to ask again says nothing about the first time.
    fn told(
        &self,
        key: BatchKey,
        answer: Result<Receipt, AppendError>,
    ) -> Result<Receipt, AppendError> {
        let mut in_doubt = self.shared.in_doubt.lock().unwrap_or_else(PoisonError::into_inner);
        match answer {
            Err(AppendError::Unknown { .. }) => {
                in_doubt.insert(key);
                answer
            }
            Err(AppendError::Fault(fault)) if in_doubt.contains(&key) => {
                Err(records::unknown(key, &fault))
            }
            Ok(_) | Err(_) => {
                in_doubt.remove(&key);
                answer
            }
        }
    }
}

impl Log for SqliteLog {
    async fn append(&self, batch: &Batch) -> Result<Receipt, AppendError> {
        self.append_by(batch, records::append).await
    }

    fn append_here(&self, batch: &Batch) -> Result<Receipt, AppendError> {
        let path = &self.shared.path;
        let answer = self.writer_of(batch)?.run_here(|connection| {
            let answer = records::append(connection, path, batch);
            if let Ok(receipt) = &answer {
                self.shared.fresh.put(batch, *receipt);
            }
            answer
        });
        if let Ok(receipt) = &answer {
            self.shared.hub.tell(receipt.position);
        }
        self.told(batch.key, answer)
    }

    async fn get(&self, record: RecordNo) -> Result<Stored, ReadError> {
        self.ask(move |connection, path| get(connection, path, record)).await?
    }

    async fn read(&self, after: Position) -> Result<Vec<Stored>, ReadError> {
        let fresh = Arc::clone(&self.shared.fresh);
        self.ask(move |connection, path| seal::read((connection, path), &fresh, after)).await?
    }

    async fn head(&self) -> Result<Position, Fault> {
        let asked = self.ask(|connection, path| {
            records::end(connection).map_err(|error| fault("find the end of", path, error))
        });
        Ok(asked.await??.0)
    }

    async fn changed(&self, after: Position) -> Result<Position, Fault> {
        // Where this process wrote last, the watch sees what others write behind it.
        let mut head = self.shared.hub.head();
        if head < after || head == Position::EMPTY {
            head = self.head().await?;
        }
        if head > after {
            return Ok(head);
        }
        self.watch().await?;
        Arc::clone(&self.shared.hub).changed(after).await
    }

    async fn put_snapshot(&self, snapshot: Snapshot) -> Result<(), Fault> {
        let bytes = Arc::clone(&snapshot.bytes);
        let begin =
            move |writer: &mut Connection, path: &Path| snapshots::begin(writer, path, &snapshot);
        let id = self.have_done(begin).await??;
        for part in 0..bytes.len().div_ceil(snapshots::PART) {
            let bytes = Arc::clone(&bytes);
            let put = move |writer: &mut Connection, path: &Path| {
                let part_bytes = bytes.chunks(snapshots::PART).nth(part).unwrap_or_default();
                snapshots::put_part(writer, path, (id, part), part_bytes)
            };
            self.have_done(put).await??;
        }
        self.have_done(move |writer, path| snapshots::finish(writer, path, id)).await?
    }

    async fn snapshot(&self, before: Option<Position>) -> Result<Option<Snapshot>, Fault> {
        self.ask(move |connection, path| snapshots::newest(connection, path, before)).await?
    }

    async fn seal(&self, foundation: Foundation) -> Result<Archived, ReadError> {
        let foundation = Arc::new(foundation);
        let wanted = Arc::clone(&foundation);
        let step =
            self.ask(move |reader, path| seal::write_archive(reader, path, &wanted)).await??;
        let archived = match step {
            Step::Done(archive) => return Ok(archive),
            Step::Archived(archive, kept) => (archive, kept),
        };
        let archive = archived.0.clone();
        self.have_done(move |writer, path| {
            seal::put_foundation(writer, path, &foundation, &archived)
        })
        .await??;
        Ok(archive)
    }

    async fn foundation(&self) -> Result<Option<Sealed>, Fault> {
        let asked = self.ask(seal::foundation).await?;
        asked.map_err(|error| {
            if let ReadError::Fault(fault) = error {
                return fault;
            }
            Fault::lasting(error.to_string()).because(error)
        })
    }

    fn limits(&self) -> Limits {
        Limits { batch_bytes: self.shared.setup.batch_bytes.min(BATCH_BYTES), keys_seconds: None }
    }
}

/// Returns one record, wherever it is.
pub(crate) fn get(
    connection: &Connection,
    path: &Path,
    record: RecordNo,
) -> Result<Stored, ReadError> {
    let within_reach = records::get(connection, path, record)?;
    within_reach.map_or_else(|| seal::get(connection, path, record), Ok)
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.hub.close();
        let watcher = self.watcher.take();
        let is_other = |thread: &JoinHandle<()>| thread.thread().id() != thread::current().id();
        if let Some(watcher) = watcher.filter(is_other) {
            // It only looks: its end is all that matters.
            let _ended = watcher.join();
        }
    }
}

/// No batch weighs more: SQLite takes a thousand million bytes in a row.
const BATCH_BYTES: usize = 999_000_000;
