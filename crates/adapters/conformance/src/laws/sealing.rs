//! Archives, and what stands in their place.

use sklad_base::RecordNo;
use sklad_store::{Archived, Foundation, Log, Position, ReadError, Snapshot};

use crate::scribe::{Scribe, same};
use crate::{Breach, Harness, Proof, breach::ensure};

/// Sealed records are read by number, unchanged; a page from before the seal says which archive has the next record;
/// what is not sealed is read as before.
///
/// # Errors
/// [`Breach`] when a record is gone, or the archive is not named.
pub fn sealed_records_stay_readable<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let (scribe, archives) = three_archives(harness).await?;
        for stored in &scribe.written {
            same(&[scribe.log.get(stored.record).await?], std::slice::from_ref(stored))?;
        }
        let mut after = Position::EMPTY;
        for stored in &scribe.written {
            let holds =
                |archive: &&Archived| (archive.first..=archive.last).contains(&stored.record);
            if let Some(wanted) = archives.iter().find(holds) {
                check_archived(&scribe.log, after, wanted).await?;
            }
            after = stored.position;
        }
        let sealed = archives.last().map_or(0, |archive| archive.last.number());
        let sealed = usize::try_from(sealed).unwrap_or_default();
        let last = scribe.written.get(sealed.saturating_sub(1));
        scribe.check_all(last.map_or(Position::EMPTY, |stored| stored.position)).await?;
        Ok(Proof::Holds)
    })
}

/// Archives hold the records without a gap, each names the one before it, no two share a name; the log lists them,
/// oldest first.
///
/// # Errors
/// [`Breach`] when the chain is broken.
pub fn archives_name_each_other<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let (scribe, archives) = three_archives(harness).await?;
        let (mut before, mut next) = (None, RecordNo::FIRST);
        for archive in &archives {
            let (name, first) = (&archive.name, archive.first);
            ensure!(archive.before == before, "{name} names {:?}, not {before:?}", archive.before);
            ensure!(first == next, "{name} begins with {first}, not with {next}");
            ensure!(before.as_ref() != Some(name), "two archives are called {name}");
            (before, next) = (Some(name.clone()), archive.last.next());
        }
        let listed = harness.another(&scribe.log).foundation().await?.map(|found| found.archives);
        ensure!(listed.as_ref() == Some(&archives), "sealed were {archives:?}, listed {listed:?}");
        Ok(Proof::Holds)
    })
}

/// Sealing changes no answer to a writer: the head stands, a sealed batch is replayed with its receipt, the next one
/// goes behind it.
///
/// # Errors
/// [`Breach`] when it does.
pub fn sealing_changes_no_receipt<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let mut scribe = Scribe::new(harness.fresh());
        let first = scribe.write("first").await?;
        let stands = scribe.head;
        scribe.write_some(3).await?;
        scribe.seal(Vec::new()).await?;
        let head = scribe.log.head().await?;
        ensure!(head == scribe.head, "the log ended at {}, sealed it ends at {head}", scribe.head);
        let again = scribe.log.append(&first).await?;
        let is_same = again.replayed && again.position == stands;
        ensure!(is_same, "a sealed batch at {stands}, sent again, got {again:?}");
        let behind = scribe.head;
        scribe.write_some(2).await?;
        scribe.check_all(behind).await?;
        Ok(Proof::Holds)
    })
}

/// The foundation is given back as it was put, and the same one again seals nothing more.
///
/// # Errors
/// [`Breach`] when it is another one.
pub fn a_foundation_stands_for_its_records<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let mut scribe = Scribe::new(harness.fresh());
        for round in 1..=2 {
            scribe.write_some(4).await?;
            let foundation = scribe.foundation(vec![RecordNo::new(2)]);
            let archive = scribe.log.seal(foundation.clone()).await?;
            let again = scribe.log.seal(foundation.clone()).await?;
            ensure!(again == archive, "the same foundation sealed {archive:?}, then {again:?}");
            let found = scribe.log.foundation().await?;
            let count = found.as_ref().map_or(0, |sealed| sealed.archives.len());
            ensure!(count == round, "{round} archives were sealed, {count} are listed");
            let found = found.map(|sealed| sealed.foundation);
            ensure!(found.as_ref() == Some(&foundation), "put was {foundation:?}, found {found:?}");
        }
        Ok(Proof::Holds)
    })
}

/// A foundation for a record that is not there, for one at another position, or for one that is sealed already is
/// refused, and nothing is sealed.
///
/// # Errors
/// [`Breach`] when it is taken.
pub fn a_wrong_foundation_seals_nothing<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let mut scribe = Scribe::new(harness.fresh());
        scribe.write_some(2).await?;
        let old = scribe.foundation(Vec::new());
        let wrong = Foundation { record: scribe.next, ..old.clone() };
        check_refused(&scribe, wrong, "for a record that is not there").await?;
        let position = scribe.written.first().map_or(Position::EMPTY, |stored| stored.position);
        let snapshot = Snapshot { position, ..old.snapshot.clone() };
        check_refused(&scribe, Foundation { snapshot, ..old.clone() }, "at another position")
            .await?;
        scribe.check_all(Position::EMPTY).await?;

        scribe.write_some(2).await?;
        scribe.seal(Vec::new()).await?;
        let before = scribe.log.foundation().await?;
        check_refused(&scribe, old, "for records that are sealed").await?;
        let after = scribe.log.foundation().await?;
        ensure!(before == after, "a refused foundation changed {before:?} to {after:?}");
        Ok(Proof::Holds)
    })
}

/// An archive that is gone is named by whoever asks for its records; the kept ones, the other archives and all that
/// was written since are there, and the log goes on.
///
/// # Errors
/// [`Breach`] when more is lost than history.
pub fn a_lost_archive_is_named<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let (mut scribe, archives) = three_archives(harness).await?;
        let Some(lost) = archives.get(1) else {
            return Err(Breach::new("three seals made fewer than two archives"));
        };
        if !harness.lose(&scribe.log, lost) {
            return Ok(Proof::NotTried("this harness cannot lose an archive"));
        }
        for stored in &scribe.written {
            let found = scribe.log.get(stored.record).await;
            let is_lost = (lost.first..=lost.last).contains(&stored.record);
            if is_lost && stored.record != KEPT {
                let is_named =
                    matches!(&found, Err(ReadError::Lost { archive }) if archive == lost);
                ensure!(is_named, "{} of a lost archive is {found:?}", stored.record);
            } else {
                same(&[found?], std::slice::from_ref(stored))?;
            }
        }
        check_archived(&scribe.log, Position::EMPTY, &archives[0]).await?;
        let behind = scribe.head;
        scribe.write_some(2).await?;
        scribe.check_all(behind).await?;
        Ok(Proof::Holds)
    })
}

/// Writes three archives of four records and two records behind them; record 6 is kept within reach.
async fn three_archives<H: Harness>(
    harness: &H,
) -> Result<(Scribe<H::Log>, Vec<Archived>), Breach> {
    let mut scribe = Scribe::new(harness.fresh());
    let mut archives = Vec::new();
    for kept in [vec![], vec![KEPT], vec![KEPT]] {
        scribe.write_some(4).await?;
        archives.push(scribe.seal(kept).await?);
    }
    scribe.write_some(2).await?;
    Ok((scribe, archives))
}

async fn check_archived<L: Log>(log: &L, after: Position, wanted: &Archived) -> Result<(), Breach> {
    let found = log.read(after).await;
    let is_named = matches!(&found, Err(ReadError::Archived { after: named, archive })
        if *named == after && archive == wanted);
    ensure!(is_named, "behind {after} comes {}, read was {found:?}", wanted.name);
    Ok(())
}

async fn check_refused<L: Log>(
    scribe: &Scribe<L>,
    foundation: Foundation,
    why: &str,
) -> Result<(), Breach> {
    let found = scribe.log.seal(foundation).await;
    ensure!(found.is_err(), "a foundation {why} sealed {found:?}");
    Ok(())
}

/// The record that is kept within reach.
const KEPT: RecordNo = RecordNo::new(6);
