//! A log that was restored from a backup begins a new epoch.

use std::sync::Arc;

use sklad_base::Refusals;

use super::Auditor;
use crate::{
    AppendError, Batch, Fault, Keys, Log, Machine, Mark, OpenError, Record,
    epoch::{Begins, Restored},
    restore::Source,
};

/// Why no epoch was begun; nothing was written.
///
/// ```
/// use sklad_store::NotRestored;
///
/// let empty = NotRestored::<String>::Empty { shop: "web".to_owned() };
/// assert_eq!(
///     empty.to_string(),
///     "cannot begin an epoch of web: its log is empty; look whether the right backup was restored"
/// );
/// ```
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum NotRestored<R> {
    /// Nobody said why.
    #[error("cannot begin an epoch of {shop}: nobody says why; name the backup, or what happened")]
    NoReason {
        /// Which shop.
        shop: String,
    },
    /// There is nothing in the log.
    #[error(
        "cannot begin an epoch of {shop}: its log is empty; look whether the right backup was restored"
    )]
    Empty {
        /// Which shop.
        shop: String,
    },
    /// The machine says no, for these reasons.
    #[error("{0}")]
    Refused(Refusals<R>),
    /// The log cannot be read, or the clock is behind it.
    #[error(transparent)]
    NotRead(#[from] OpenError),
    /// The record was not written: a keeper may be at work on the log.
    #[error(transparent)]
    NotWritten(#[from] AppendError),
}

impl<R> From<Fault> for NotRestored<R> {
    fn from(fault: Fault) -> Self {
        Self::NotRead(fault.into())
    }
}

impl<M: Machine, L: Log, K: Keys> Auditor<M, L, K> {
    /// Begins a new epoch of a log that was restored from a backup: to be called once, with no keeper at work, before
    /// the shop is opened again. Returns where that stands.
    ///
    /// One record says so, with who and why. A shop's numbers of documents skip `margin` ahead in it, and the skipped
    /// ones are void for that reason. Followers that took in records which the backup did not have are told
    /// [`OpenError::Restored`], and so are tables; [`shared`](crate::shared) says how far back a partner's cursor goes.
    ///
    /// Orders, documents and customers inside are counted on from the backup: who keeps such a number outside keeps the
    /// epoch with it. Snapshots belong to the log, and are restored with it.
    ///
    /// # Errors
    /// [`NotRestored`] with what stands in the way. Where the log gave no answer
    /// ([`AppendError::Unknown`]) call it again: two epochs skip more numbers, and do no harm.
    pub async fn restored(&self, restored: &Restored) -> Result<Mark, NotRestored<M::Refusal>> {
        let shop = || self.shop.to_string();
        if restored.why.trim().is_empty() {
            return Err(NotRestored::NoReason { shop: shop() });
        }
        let source = Source { log: &self.log, keys: &self.keys, shop: &self.shop };
        let standing = source.restore(self.empty()).await?;
        if standing.record.number() == 0 {
            return Err(NotRestored::Empty { shop: shop() });
        }
        if restored.moment < standing.moment {
            let (clock, last) = (restored.moment, standing.moment);
            return Err(OpenError::ClockBehind { shop: shop(), clock, last }.into());
        }
        let events = standing.once.state().restored(restored).map_err(NotRestored::Refused)?;
        let before = standing.epoch();
        let begins = Begins { before, who: restored.who.clone(), why: Arc::clone(&restored.why) };
        let record = Record {
            epoch: before.next(restored.moment),
            begins: Some(Box::new(begins)),
            ..Record::new(Arc::clone(&self.shop), standing.record.next(), restored.moment, events)?
        };
        let batch = Batch {
            key: record.key,
            expected: standing.position,
            record: record.number,
            bytes: record.to_bytes(&self.keys)?.into(),
        };
        let position = self.append(&batch).await?;
        Ok(Mark { position, record: record.number, epoch: record.epoch })
    }

    /// Sends the identical batch a few times where there is no answer.
    async fn append(&self, batch: &Batch) -> Result<crate::Position, AppendError> {
        let mut tries = 0;
        loop {
            match self.log.append(batch).await {
                Ok(receipt) => return Ok(receipt.position),
                Err(AppendError::Unknown { .. }) if tries < TRIES => tries += 1,
                Err(error) => return Err(error),
            }
        }
    }
}

/// So often the batch is sent again.
const TRIES: u32 = 20;
