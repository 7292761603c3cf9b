//! What is there after a kill.

use sklad_store::{Log, Position};

use crate::{Breach, Harness, Proof, breach::ensure, scribe::Scribe};

/// Killed without a farewell and opened again, a log has every acknowledged record, its foundation and its archives;
/// it knows every key, and goes on. Five times over.
///
/// # Errors
/// [`Breach`] when anything acknowledged is gone, or anything else is there.
pub fn survives_a_kill<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    let mut scribe = Scribe::new(harness.fresh());
    let sealed = harness.block_on(async {
        scribe.write_some(3).await?;
        scribe.seal(Vec::new()).await?;
        Ok::<_, Breach>(scribe.log.foundation().await?)
    })?;
    let behind = scribe.head;
    for round in 0..5 {
        let newest = harness.block_on(scribe.write(format!("round {round}")))?;
        let Some(log) = harness.killed(scribe.log) else {
            return Ok(Proof::NotTried("this log cannot be killed and opened again"));
        };
        scribe.log = log;
        harness.block_on(async {
            let head = scribe.log.head().await?;
            ensure!(head == scribe.head, "{} was acknowledged, the head is {head}", scribe.head);
            scribe.check_all(behind).await?;
            let found = scribe.log.foundation().await?;
            ensure!(found == sealed, "it stood on {sealed:?} and stands on {found:?}");
            let again = scribe.log.append(&newest).await?;
            ensure!(again.replayed, "after a kill the batch before it was written again");
            for stored in &scribe.written {
                let found = scribe.log.get(stored.record).await?;
                ensure!(found == *stored, "{} is another one after a kill", stored.record);
            }
            let start = scribe.log.read(Position::EMPTY).await;
            ensure!(start.is_err(), "after a kill sealed records are read as if they were not");
            Ok(())
        })?;
    }
    Ok(Proof::Holds)
}
