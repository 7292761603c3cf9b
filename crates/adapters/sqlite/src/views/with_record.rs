//! Tables in the log's own file, written in the transaction of each record.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::{Connection, Transaction};
use sklad_base::RecordNo;
use sklad_flow::{Event, Shop};
use sklad_store::{
    AppendError, Archived, Batch, Fault, Follower, Foundation, Keys, Limits, Log, Mark, OpenError,
    Position, ReadError, Receipt, Record, Replica, Sealed, Snapshot, Stored, views::Teller, wait,
};

use super::{
    Difference, Reflected,
    check::differences,
    corners::Corners,
    schema::{self, Found},
    tables::{begin, commit, reflect, reflected},
    write::Writer,
};
use crate::{SqliteLog, records};

/// A log whose read models never lag: rows and record are written in one transaction, into the same file.
///
/// It is a [`Log`] like any other, of a whole shop: give it to a keeper. Every writer of the file should be one; where
/// another program wrote without the tables, opening makes them anew. Whoever reads them opens the log's file to read
/// only, and asks with SQL.
///
/// It costs what the rows cost: the keeper's answers wait for them. The tables in a file of their own, which a
/// [`Following`](super::Following) writes, lag a little and cost the keeper nothing.
///
/// ```
/// use sklad_base::{Actor, CommandId, Envelope};
/// use sklad_flow::{Command, Shop};
/// use sklad_sqlite::{SqliteKeys, SqliteLog, views::WithRecord};
/// use sklad_store::{Keeper, Setup, wait};
///
/// # let folder = tempfile::tempdir()?;
/// # let (path, keys) = (folder.path().join("shop.sklad"), folder.path().join("shop.keys"));
/// let (log, keys) = (SqliteLog::open(&path)?, SqliteKeys::open(&keys)?);
/// let log = wait(WithRecord::open(log, keys.clone(), "shop", Shop::new()))?;
/// let keeper = Keeper::open(log.clone(), keys, Setup::new("shop", Shop::new(), ())).wait()?;
/// let (now, who) = (keeper.now(), Actor::System("doc".into()));
/// let open = Command::OpenOutlet("WEB".parse()?);
/// let done = keeper.send(Envelope::new(CommandId::counted(now, 1), who, now, open))?.wait()?;
///
/// let sql = rusqlite::Connection::open(&path)?;
/// let reflects: i64 = sql.query_row("SELECT record FROM reflects", (), |row| row.get(0))?;
/// assert_eq!(reflects.unsigned_abs(), done.record().number());
/// assert_eq!(wait(log.check())?, []);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct WithRecord<K>(Arc<Shared<K>>);

impl<K> Clone for WithRecord<K> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

#[derive(Debug)]
struct Shared<K> {
    log: SqliteLog,
    keys: K,
    shop: Arc<str>,
    start: Shop,
    /// Nothing where a write failed: it is restored from the log before the next one.
    told: Mutex<Option<Told>>,
}

/// The shop as the tables tell it.
#[derive(Debug)]
struct Told {
    teller: Teller,
    mark: Mark,
    corners: Corners,
    /// Whether something was taken in that may not be written.
    is_ahead: bool,
}

impl<K: Keys> WithRecord<K> {
    /// Returns the log with its tables; they are made where there are none, and made anew where they do not reflect the
    /// end of the log. `start` is the shop in front of its first record.
    ///
    /// # Errors
    /// [`OpenError`] when the log cannot be read, or the tables cannot be written or are of a newer version.
    pub async fn open(log: SqliteLog, keys: K, shop: &str, start: Shop) -> Result<Self, OpenError> {
        let told = Mutex::new(None);
        let this = Self(Arc::new(Shared { log, keys, shop: shop.into(), start, told }));
        let shared = Arc::clone(&this.0);
        this.0.log.have_done(move |connection, _| shared.make_ready(connection)).await??;
        Ok(this)
    }

    /// Returns the log itself: to back it up, to verify it.
    #[must_use]
    pub fn log(&self) -> &SqliteLog {
        &self.0.log
    }

    /// Compares the tables with the shop as the log tells it, and names what differs; with no keeper at work.
    ///
    /// # Errors
    /// [`OpenError`] when the log or the tables cannot be read.
    pub async fn check(&self) -> Result<Vec<Difference>, OpenError> {
        let replica = self.0.replica().await?;
        let check =
            move |connection: &Connection, _: &Path| differences(connection, replica.state());
        Ok(self.0.log.ask(check).await??)
    }
}

impl<K: Keys> Shared<K> {
    async fn replica(&self) -> Result<Replica<Shop, SqliteLog, K>, OpenError> {
        let (log, keys, start) = (self.log.clone(), self.keys.clone(), self.start.clone());
        Replica::open(log, keys, &self.shop, start).await
    }

    /// Looks at the tables, and makes them where they do not reflect the end of the log.
    fn make_ready(&self, connection: &Connection) -> Result<(), OpenError> {
        let found = schema::look_in_log(connection)?;
        if let Found::Newer(version) = found {
            let path = self.log.path().display();
            return Err(Fault::lasting(format!(
                "cannot write the tables in {path}: they are of version {version}; use the newer program that wrote them"
            ))
            .into());
        }
        let told = self.restored()?;
        let told = match found {
            Found::Ours => {
                let (reflected, is_clean) = reflected(connection)?;
                let mut told = Told { corners: Corners::found(is_clean), ..told };
                if is_of(&reflected, told.mark) {
                    told.corners.clean(connection)?;
                    told
                } else {
                    self.rebuilt(connection)?
                }
            }
            Found::Nothing | Found::Older(_) | Found::Newer(_) | Found::Foreign => {
                self.rebuilt(connection)?
            }
        };
        self.keep(Some(told));
        Ok(())
    }

    /// Returns the shop as of the end of the log.
    fn restored(&self) -> Result<Told, OpenError> {
        let replica = wait(self.replica())?;
        let (teller, mark) = (Teller::new(replica.state().clone()), replica.mark());
        // Whether forgotten words lie in corners is only known once the tables were asked.
        Ok(Told { teller, mark, corners: Corners::found(true), is_ahead: false })
    }

    /// Makes the tables anew from the whole log, in one transaction.
    fn rebuilt(&self, connection: &Connection) -> Result<Told, OpenError> {
        begin(connection)?;
        let made = self.make(connection).and_then(|told| {
            commit(connection)?;
            Ok(told)
        });
        if made.is_err() {
            drop(connection.execute_batch("ROLLBACK"));
        }
        let mut told = made?;
        told.corners.clean(connection)?;
        Ok(told)
    }

    fn make(&self, connection: &Connection) -> Result<Told, OpenError> {
        schema::drop_in_log(connection)?;
        schema::create_in_log(connection)?;
        let (log, keys) = (self.log.clone(), self.keys.clone());
        let mut follower = Follower::<Event, _, _>::new(log, keys, &self.shop, Mark::START);
        let (mut teller, corners) = (Teller::new(self.start.clone()), Corners::found(true));
        let mut told =
            Told { teller: Teller::default(), mark: Mark::START, corners, is_ahead: false };
        let mut last = Reflected::NOTHING;
        loop {
            let page = wait(follower.page())?;
            let Some(end) = page.last() else { break };
            last = reflects(end.mark, &end.record);
            page.iter().for_each(|told| teller.take_record(&told.record));
            teller.tell_history(&mut Writer::new(connection))?;
            told.corners.note(connection, teller.is_forgetting())?;
            teller.told();
        }
        teller.tell_state(&mut Writer::new(connection))?;
        reflect(connection, last)?;
        (told.teller, told.mark) = (teller, follower.mark());
        Ok(told)
    }

    /// Appends a batch and writes its rows, both or neither.
    fn append(
        &self,
        connection: &mut Connection,
        path: &Path,
        batch: &Batch,
    ) -> Result<Receipt, AppendError> {
        let kept = self.told.lock().unwrap_or_else(PoisonError::into_inner).take();
        let mut told = match kept {
            Some(told) => told,
            None => self.restored().map_err(|error| Fault::retryable(error.to_string()))?,
        };
        let tell = |work: &Transaction<'_>, position| {
            told.tell((work, path), (batch, position), &self.keys)
        };
        let answer = records::append_with(connection, path, batch, tell);
        if answer.is_ok() && told.is_ahead {
            told.teller.told();
            told.is_ahead = false;
            // What fails is tried again behind the next record, or as the log is opened: the tables remember it.
            let _later = told.corners.clean(connection);
        }
        // What was taken in and not written is dropped, with all that was folded.
        self.keep((!told.is_ahead).then_some(told));
        answer
    }

    fn keep(&self, told: Option<Told>) {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = told;
    }
}

impl Told {
    /// Writes the rows of a batch that was just inserted, inside its transaction.
    fn tell(
        &mut self,
        (work, path): (&Transaction<'_>, &Path),
        (batch, position): (&Batch, Position),
        keys: &impl Keys,
    ) -> Result<(), AppendError> {
        let (there, is_clean) = reflected(work)?;
        if !is_clean && self.corners == Corners::Clean {
            self.corners = Corners::Dirty;
        }
        self.is_ahead = true;
        if there.record < self.mark.record {
            return Err(lagging(there.record, self.mark.record).into());
        }
        while self.mark.position < batch.expected {
            let page = records::page(work, path, self.mark.position).map_err(unreadable)?;
            if page.is_empty() {
                return Err(lagging(self.mark.record, batch.record).into());
            }
            for stored in page.iter().filter(|stored| stored.position <= batch.expected) {
                self.take(stored, stored.record <= there.record, keys)?;
            }
        }
        let (record, key, bytes) = (batch.record, batch.key, Arc::clone(&batch.bytes));
        let last = self.take(&Stored { position, record, key, bytes }, false, keys)?;
        self.teller.tell(&mut Writer::new(work))?;
        self.corners.note(work, self.teller.is_forgetting())?;
        reflect(work, last)?;
        Ok(())
    }

    /// Takes a record in; its rows are there already where another one has written them.
    fn take(
        &mut self,
        stored: &Stored,
        is_told: bool,
        keys: &impl Keys,
    ) -> Result<Reflected, Fault> {
        let next = self.mark.record.next();
        if stored.record != next {
            // What lies between was sealed by another one: the shop is restored from the log, and this tried again.
            let what = format!("cannot write rows of {}: {next} should follow", stored.record);
            return Err(Fault::retryable(format!("{what}; try again")));
        }
        let record = Record::<Event>::stored(stored, keys);
        let record = record.map_err(|damage| Fault::lasting(damage.to_string()))?;
        if is_told {
            self.teller.pass(&record);
        } else {
            self.teller.take_record(&record);
        }
        let (position, epoch) = (stored.position, record.epoch);
        self.mark = Mark { position, record: record.number, epoch };
        Ok(reflects(self.mark, &record))
    }
}

impl<K: Keys> Log for WithRecord<K> {
    async fn append(&self, batch: &Batch) -> Result<Receipt, AppendError> {
        let shared = Arc::clone(&self.0);
        let append = move |connection: &mut Connection, path: &Path, batch: &Batch| {
            shared.append(connection, path, batch)
        };
        self.0.log.append_by(batch, append).await
    }

    async fn get(&self, record: RecordNo) -> Result<Stored, ReadError> {
        self.0.log.get(record).await
    }

    async fn read(&self, after: Position) -> Result<Vec<Stored>, ReadError> {
        self.0.log.read(after).await
    }

    async fn head(&self) -> Result<Position, Fault> {
        self.0.log.head().await
    }

    async fn changed(&self, after: Position) -> Result<Position, Fault> {
        self.0.log.changed(after).await
    }

    async fn put_snapshot(&self, snapshot: Snapshot) -> Result<(), Fault> {
        self.0.log.put_snapshot(snapshot).await
    }

    async fn snapshot(&self, before: Option<Position>) -> Result<Option<Snapshot>, Fault> {
        self.0.log.snapshot(before).await
    }

    async fn seal(&self, foundation: Foundation) -> Result<Archived, ReadError> {
        self.0.log.seal(foundation).await
    }

    async fn foundation(&self) -> Result<Option<Sealed>, Fault> {
        self.0.log.foundation().await
    }

    fn limits(&self) -> Limits {
        self.0.log.limits()
    }
}

fn reflects(mark: Mark, record: &Record<Event>) -> Reflected {
    let Mark { position, record: number, epoch } = mark;
    Reflected { position, record: number, epoch, moment: Some(record.moment) }
}

fn is_of(reflected: &Reflected, mark: Mark) -> bool {
    let Reflected { position, record, epoch, .. } = *reflected;
    Mark { position, record, epoch } == mark
}

fn lagging(there: RecordNo, wanted: RecordNo) -> Fault {
    Fault::lasting(format!(
        "cannot write rows behind {wanted}: the tables reflect {there}, since another program wrote without them; \
         open the log with its tables again"
    ))
}

fn unreadable(error: ReadError) -> Fault {
    if let ReadError::Fault(fault) = error { fault } else { Fault::lasting(error.to_string()) }
}
