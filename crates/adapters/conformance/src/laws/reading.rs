//! What a log gives back.

use sklad_base::RecordNo;
use sklad_store::{Log, Position, ReadError};

use crate::scribe::{Scribe, all_behind, same};
use crate::{Breach, Harness, Proof, breach::ensure};

/// From any position, the pages joined are the rest of the log, oldest first; behind the end there is an empty page.
///
/// # Errors
/// [`Breach`] when a record is missing, doubled or out of its place.
pub fn reading_gives_every_record_in_order<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let mut scribe = Scribe::new(harness.fresh());
        scribe.write_some(600).await?;
        scribe.check_all(Position::EMPTY).await?;
        for stored in scribe.written.iter().step_by(97) {
            scribe.check_all(stored.position).await?;
            let between = Position::new(stored.position.number().saturating_sub(1));
            scribe.check_all(between).await?;
        }
        let far = Position::new(scribe.head.number().saturating_add(1_000));
        for end in [scribe.head, far] {
            let page = scribe.log.read(end).await?.len();
            ensure!(page == 0, "behind the end, {end}, there are {page} records");
        }
        Ok(Proof::Holds)
    })
}

/// Bytes come back as they were written: none at all, each of the 256, a long run.
///
/// # Errors
/// [`Breach`] when one is another.
pub fn bytes_come_back_unchanged<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let mut scribe = Scribe::new(harness.fresh());
        let limit = scribe.log.limits().batch_bytes;
        let all: Vec<u8> = (0..=u8::MAX).collect();
        for bytes in [vec![], vec![0], vec![0; 3], all.clone(), all.repeat(1_000), b"'; --".into()]
        {
            if bytes.len() <= limit {
                scribe.write(bytes).await?;
            }
        }
        scribe.check_all(Position::EMPTY).await?;
        Ok(Proof::Holds)
    })
}

/// Each record is found by its own number; one that was not written is absent, by its number.
///
/// # Errors
/// [`Breach`] when another one comes.
pub fn records_are_found_by_number<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let mut scribe = Scribe::new(harness.fresh());
        scribe.write_some(10).await?;
        for stored in &scribe.written {
            let found = scribe.log.get(stored.record).await?;
            same(&[found], std::slice::from_ref(stored))?;
        }
        for absent in [RecordNo::new(0), scribe.next, RecordNo::new(u64::MAX)] {
            let found = scribe.log.get(absent).await;
            let is_absent =
                matches!(&found, Err(ReadError::Absent { record }) if *record == absent);
            ensure!(is_absent, "{absent} was never written and is {found:?}");
        }
        Ok(Proof::Holds)
    })
}

/// What a handle was acknowledged it reads at once, by page, by number and as the head; its clones too.
///
/// # Errors
/// [`Breach`] when a reader is behind.
pub fn a_reader_is_never_stale<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let mut scribe = Scribe::new(harness.fresh());
        let clone = scribe.log.clone();
        for round in 0..50 {
            let before = scribe.head;
            scribe.write(format!("batch {round}")).await?;
            for log in [&scribe.log, &clone] {
                let head = log.head().await?;
                ensure!(
                    head >= scribe.head,
                    "{} was acknowledged, the head is {head}",
                    scribe.head
                );
                let newest = scribe.written.last().map(std::slice::from_ref).unwrap_or_default();
                same(&all_behind(log, before).await?, newest)?;
                let number = RecordNo::new(round + 1);
                same(&[log.get(number).await?], newest)?;
            }
        }
        Ok(Proof::Holds)
    })
}
