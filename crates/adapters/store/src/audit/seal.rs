//! Sealing: old records go into an archive, and a verified state takes their place.

use sklad_base::RecordNo;

use super::Auditor;
use crate::{
    Archived, Damage, Foundation, Keys, Log, Machine, OpenError, ReadError, snapshot::Standing,
};

impl<M: Machine, L: Log, K: Keys> Auditor<M, L, K> {
    /// Moves the records up to that one into an archive, and puts the state that they add up to in their place.
    ///
    /// The state is folded from the records themselves, not taken from a snapshot; what is written of it is read back
    /// and compared before anything is sealed. Records that finished orders are taken back from stay within reach.
    ///
    /// # Errors
    /// [`OpenError`] when a record cannot be read, is damaged or is not there, or the log cannot seal; nothing is then
    /// sealed.
    pub async fn seal(&self, up_to: RecordNo) -> Result<Archived, OpenError> {
        let sealed = self.log.foundation().await?;
        let below = match sealed {
            Some(sealed) => {
                Standing::restored(&sealed.foundation.snapshot, &self.shop, &self.keys)?
            }
            None => self.empty(),
        };
        let mut standing = self.fold(below, Some(up_to)).await?;
        if standing.record != up_to {
            return Err(ReadError::Absent { record: up_to }.into());
        }
        standing.once.forget(standing.moment);
        let snapshot = standing.snapshot(&self.shop, &self.keys)?;
        let read = Standing::<M>::restored(&snapshot, &self.shop, &self.keys)?;
        if read.digest()? != standing.digest()? {
            let why = "read back, it is another state than was written";
            return Err(Damage::misplaced(&format!("the foundation at {up_to}"), why).into());
        }
        let mut kept = standing.once.state().recalled_from();
        kept.sort_unstable();
        kept.dedup();
        Ok(self.log.seal(Foundation { snapshot, record: up_to, kept }).await?)
    }
}
