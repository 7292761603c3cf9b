//! The tables as a projection of a shop's log.

use std::{cmp::Ordering, path::Path};

use sklad_flow::{Event, Shop};
use sklad_store::{Fault, Follower, Keys, Log, Mark, OpenError, Projection, Told, views::Teller};

use super::{Progress, Reflected, Tables};

/// Tables that a [`Follower`] feeds, and the shop that it folds for them.
///
/// ```
/// use sklad_flow::{Event, Shop};
/// use sklad_sqlite::views::{Following, Tables};
/// use sklad_store::{Follower, Mark, MemoryKeys, MemoryLog, wait};
///
/// # let folder = tempfile::tempdir()?;
/// # let (path, log, keys) = (folder.path().join("shop.views.sqlite"), MemoryLog::new(), MemoryKeys::new());
/// let mut following = Following::new(Tables::open(&path)?, Shop::new(), Mark::START)?;
/// let mut follower = Follower::<Event, _, _>::new(log, keys, "shop", Mark::START);
/// wait(follower.feed(&mut following))?;
/// assert_eq!(following.tables().check(following.shop())?, []);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Following {
    tables: Tables,
    teller: Teller,
    /// The last record that is folded; rows are written from where the tables stand.
    folded: Reflected,
}

impl Following {
    /// Follows from a shop as of a mark: a new one and the start of the log, or an older state than the tables'. What
    /// the tables have already is folded and not written again.
    ///
    /// # Errors
    /// [`Fault`] when the tables stand before that mark: what lies between could not be written.
    pub fn new(tables: Tables, shop: Shop, mark: Mark) -> Result<Self, Fault> {
        let (has, needs) = (tables.reflects().record, mark.record);
        if has < needs {
            return Err(Fault::lasting(format!(
                "cannot follow from {needs}: the tables stand at {has}; begin with an older state, or rebuild them"
            )));
        }
        let Mark { position, epoch, .. } = mark;
        let folded = Reflected { position, record: needs, epoch, moment: None };
        Ok(Self { tables, teller: Teller::new(shop), folded })
    }

    /// Returns the tables.
    #[must_use]
    pub const fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Returns the shop as of the last record that was taken.
    #[must_use]
    pub const fn shop(&self) -> &Shop {
        self.teller.shop()
    }

    /// Looks whether the rows come of the records that the log has: it may have been restored from a backup since.
    fn must_be_of_its_log(&self, mark: Mark) -> Result<(), Fault> {
        let Reflected { record, epoch, .. } = self.tables.reflects();
        let is_other = match mark.record.cmp(&record) {
            Ordering::Less => mark.epoch > epoch,
            Ordering::Equal => mark.epoch != epoch,
            Ordering::Greater => false,
        };
        if !is_other {
            return Ok(());
        }
        Err(Fault::lasting(format!(
            "cannot follow with tables that reflect {record} of {epoch}: the log was restored from a backup, {} of \
             it is of {}; rebuild them from the log",
            mark.record, mark.epoch
        )))
    }

    /// Writes what is folded and not written yet.
    fn write(&mut self) -> Result<(), Fault> {
        if self.folded.record <= self.tables.reflects().record {
            return Ok(());
        }
        self.tables.follow(&mut self.teller, self.folded)
    }
}

impl Projection<Event> for Following {
    /// What is folded never comes again, so what could not be written before is written first.
    fn mark(&mut self) -> Result<Mark, Fault> {
        self.write()?;
        let Reflected { position, record, epoch, .. } = self.folded;
        Ok(Mark { position, record, epoch })
    }

    fn take(&mut self, told: &[Told<Event>]) -> Result<(), Fault> {
        for Told { mark, record } in told {
            self.must_be_of_its_log(*mark)?;
            if mark.record <= self.tables.reflects().record {
                self.teller.pass(record);
            } else {
                self.teller.take_record(record);
            }
            self.folded = reflected(*mark, record.moment);
        }
        self.write()
    }
}

/// Makes the tables in a file anew from a log, from the first record that a follower at its start reads to the last,
/// and returns them as they stand then; until then, and if it fails, the old ones stand.
///
/// # Errors
/// [`OpenError`] when the log cannot be read or the tables cannot be written.
pub async fn rebuild<L: Log, K: Keys>(
    path: &Path,
    mut follower: Follower<Event, L, K>,
    progress: impl FnMut(Progress) + Send + 'static,
) -> Result<Following, OpenError> {
    let mut rebuild = Tables::rebuild_at(path, Shop::new(), progress)?;
    let mut folded = Reflected::NOTHING;
    loop {
        let page = follower.page().await?;
        let Some(last) = page.last() else { break };
        page.iter().try_for_each(|told| rebuild.take_record(&told.record))?;
        folded = reflected(last.mark, last.record.moment);
    }
    let (tables, teller) = rebuild.finish(folded)?;
    Ok(Following { tables, teller, folded })
}

const fn reflected(mark: Mark, moment: sklad_base::Moment) -> Reflected {
    let Mark { position, record, epoch } = mark;
    Reflected { position, record, epoch, moment: Some(moment) }
}
