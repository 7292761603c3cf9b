//! The cache beside the log.

use sklad_store::{Log, Position, Snapshot};

use crate::{Breach, Harness, Proof, breach::ensure, scribe::Scribe};

/// The newest snapshot is found, as it was put, also once the log has gone on; before a position, the newest of those
/// that stand before it; as of the same position the later one counts.
///
/// # Errors
/// [`Breach`] when another one comes.
pub fn the_newest_snapshot_is_found<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let mut scribe = Scribe::new(harness.fresh());
        scribe.write_some(2).await?;
        let older = put(&scribe, 1, b"older").await?;
        check(&scribe.log, None, Some(&older)).await?;
        scribe.write_some(2).await?;
        check(&scribe.log, None, Some(&older)).await?;
        put(&scribe, 2, b"first try").await?;
        let newer = put(&scribe, 3, &[0, 255, 7]).await?;
        scribe.write_some(1).await?;

        check(&scribe.log, None, Some(&newer)).await?;
        check(&harness.another(&scribe.log), None, Some(&newer)).await?;
        check(&scribe.log, Some(scribe.head), Some(&newer)).await?;
        check(&scribe.log, Some(newer.position), Some(&older)).await?;
        check(&scribe.log, Some(older.position), None).await?;
        check(&scribe.log, Some(Position::EMPTY), None).await?;
        Ok(Proof::Holds)
    })
}

/// Of many snapshots the two newest at least are kept; they are no records, and change none.
///
/// # Errors
/// [`Breach`] when the second newest is gone.
pub fn two_snapshots_are_kept<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let mut scribe = Scribe::new(harness.fresh());
        let mut before: Option<Snapshot> = None;
        for round in 0..6 {
            scribe.write_some(1).await?;
            let newest = put(&scribe, 1, format!("state {round}").as_bytes()).await?;
            check(&scribe.log, None, Some(&newest)).await?;
            if let Some(before) = &before {
                check(&scribe.log, Some(newest.position), Some(before)).await?;
            }
            before = Some(newest);
        }
        scribe.check_all(Position::EMPTY).await?;
        Ok(Proof::Holds)
    })
}

/// Puts a snapshot as of the end.
async fn put<L: Log>(scribe: &Scribe<L>, format: u32, bytes: &[u8]) -> Result<Snapshot, Breach> {
    let snapshot = Snapshot { position: scribe.head, format, bytes: bytes.into() };
    scribe.log.put_snapshot(snapshot.clone()).await?;
    Ok(snapshot)
}

async fn check<L: Log>(
    log: &L,
    before: Option<Position>,
    wanted: Option<&Snapshot>,
) -> Result<(), Breach> {
    let found = log.snapshot(before).await?;
    let is_it = found.as_ref() == wanted;
    ensure!(is_it, "the newest snapshot before {before:?} is {wanted:?}, found was {found:?}");
    Ok(())
}
