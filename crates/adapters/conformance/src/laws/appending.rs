//! What a log does with a batch.

use sklad_base::RecordNo;
use sklad_store::{AppendError, Batch, Log, Position, ReadError, Rejection};

use crate::{Breach, Harness, Proof, breach::ensure, scribe::Scribe};

/// A log begins empty: no head, no page, no record, no snapshot, no foundation.
///
/// # Errors
/// [`Breach`] when it does not.
pub fn an_empty_log_is_empty<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let log = harness.fresh();
        let (head, page) = (log.head().await?, log.read(Position::EMPTY).await?.len());
        ensure!(head == Position::EMPTY, "a fresh log ends at {head}");
        ensure!(page == 0, "a fresh log has {page} records");
        let first = log.get(RecordNo::FIRST).await;
        ensure!(matches!(first, Err(ReadError::Absent { .. })), "a fresh log has {first:?}");
        ensure!(log.snapshot(None).await?.is_none(), "a fresh log has a snapshot");
        ensure!(log.foundation().await?.is_none(), "a fresh log has a foundation");
        Ok(Proof::Holds)
    })
}

/// Positions grow, and the head is the last of them.
///
/// # Errors
/// [`Breach`] when one is not behind the one before it.
pub fn positions_grow<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let mut scribe = Scribe::new(harness.fresh());
        for round in 0..20 {
            let before = scribe.head;
            scribe.write(format!("batch {round}")).await?;
            let (here, head) = (scribe.head, scribe.log.head().await?);
            ensure!(here > before, "behind {before} a batch was written at {here}");
            ensure!(head == here, "the head is {head} after a batch was written at {here}");
        }
        Ok(Proof::Holds)
    })
}

/// A batch is written where its writer expects the log to end, and nowhere else: neither behind an older record nor
/// behind one that is not there.
///
/// # Errors
/// [`Breach`] when another one is written, or the answer is not a conflict with both positions.
pub fn the_expected_position_is_the_fence<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let mut scribe = Scribe::new(harness.fresh());
        scribe.write_some(3).await?;
        let first = scribe.written.first().map_or(Position::EMPTY, |stored| stored.position);
        let beyond = Position::new(scribe.head.number().saturating_add(1));
        for expected in [Position::EMPTY, first, beyond] {
            let batch = Batch { expected, ..scribe.batch("late") };
            check_conflict(&scribe, &batch).await?;
            let earlier = Batch { record: RecordNo::FIRST, ..scribe.batch("late") };
            check_conflict(&scribe, &Batch { expected, ..earlier }).await?;
        }
        scribe.write("in time").await?;
        scribe.check_all(Position::EMPTY).await?;
        Ok(Proof::Holds)
    })
}

/// After a conflict nothing of the batch is there, and the same key may be written once its writer has caught up.
///
/// # Errors
/// [`Breach`] when something was written.
pub fn a_conflict_writes_nothing<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let mut scribe = Scribe::new(harness.fresh());
        scribe.write_some(2).await?;
        let late = Batch { expected: Position::EMPTY, ..scribe.batch("late") };
        check_conflict(&scribe, &late).await?;
        check_nothing_new(&scribe).await?;
        let anew = Batch { expected: scribe.head, ..late };
        let receipt = scribe.send(&anew).await?;
        ensure!(!receipt.replayed, "a batch that met a conflict was replayed later");
        scribe.check_all(Position::EMPTY).await?;
        Ok(Proof::Holds)
    })
}

/// The same key again gives the same receipt with `replayed`, however much was written since, and writes nothing.
///
/// # Errors
/// [`Breach`] when the receipt is another one, or something is written.
pub fn a_repeated_batch_gets_its_first_receipt<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let mut scribe = Scribe::new(harness.fresh());
        let first = scribe.write("first").await?;
        let first_stands = scribe.head;
        for round in 0..3 {
            let again = scribe.log.append(&first).await?;
            ensure!(again.replayed, "round {round}: the same batch again was not called replayed");
            let stands = again.position;
            ensure!(stands == first_stands, "it stands at {first_stands}, then at {stands}");
            check_nothing_new(&scribe).await?;
            scribe.write_some(2).await?;
        }
        let again = harness.another(&scribe.log).append(&first).await?;
        ensure!(again.replayed, "another handle did not know the batch");
        scribe.check_all(Position::EMPTY).await?;
        Ok(Proof::Holds)
    })
}

/// The same key with other bytes is rejected, naming where the first ones stand, and writes nothing.
///
/// # Errors
/// [`Breach`] when it is taken for the same, or written.
pub fn a_key_with_other_bytes_is_rejected<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let mut scribe = Scribe::new(harness.fresh());
        let first = scribe.write("one order").await?;
        let stands = scribe.head;
        scribe.write_some(2).await?;
        for bytes in ["one ordeR", "one orde", "one order ", ""] {
            let other = Batch { key: first.key, ..scribe.batch(bytes) };
            let found = scribe.log.append(&other).await;
            let named = |position: &Position| *position == stands;
            let is_named = matches!(&found, Err(AppendError::Rejected(Rejection::OtherBytes { key, position }))
                if *key == first.key && named(position));
            ensure!(is_named, "other bytes under a key at {stands} were answered by {found:?}");
        }
        check_nothing_new(&scribe).await?;
        Ok(Proof::Holds)
    })
}

/// A batch whose own number is not the next one is rejected, naming the next one.
///
/// # Errors
/// [`Breach`] when it is written.
pub fn a_number_out_of_order_is_rejected<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let mut scribe = Scribe::new(harness.fresh());
        scribe.write_some(2).await?;
        for number in [0, 1, 2, 4, u64::MAX] {
            let batch = Batch { record: RecordNo::new(number), ..scribe.batch("astray") };
            let found = scribe.log.append(&batch).await;
            let is_named = matches!(&found, Err(AppendError::Rejected(Rejection::OutOfOrder { record, next }))
                if *record == batch.record && *next == scribe.next);
            ensure!(is_named, "{} instead of {}: {found:?}", batch.record, scribe.next);
        }
        check_nothing_new(&scribe).await?;
        scribe.write("the next one").await?;
        Ok(Proof::Holds)
    })
}

/// A batch of just the limit is written, one byte more is rejected with both weights. Limits past 1 GiB are not tried.
///
/// # Errors
/// [`Breach`] when the limit does not hold.
pub fn a_batch_weighs_at_most_its_limit<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let mut scribe = Scribe::new(harness.fresh());
        let limit = scribe.log.limits().batch_bytes;
        if limit > 1 << 30 {
            return Ok(Proof::NotTried("a batch past 1 GiB takes more memory than a test should"));
        }
        let weighs = limit.saturating_add(1);
        let found = scribe.log.append(&scribe.batch(vec![7; weighs])).await;
        let is_named = matches!(&found, Err(AppendError::Rejected(Rejection::TooBig { bytes, limit: named }))
            if (*bytes, *named) == (weighs, limit));
        ensure!(is_named, "a batch of {weighs} bytes, one past the limit: {found:?}");
        check_nothing_new(&scribe).await?;
        scribe.write(vec![7; limit]).await?;
        scribe.check_all(Position::EMPTY).await?;
        Ok(Proof::Holds)
    })
}

async fn check_conflict<L: Log>(scribe: &Scribe<L>, batch: &Batch) -> Result<(), Breach> {
    let found = scribe.log.append(batch).await;
    let is_named = matches!(&found, Err(AppendError::Conflict { expected, head })
        if (*expected, *head) == (batch.expected, scribe.head));
    let (expected, head) = (batch.expected, scribe.head);
    ensure!(is_named, "a batch that expects {expected} where the log ends at {head}: {found:?}");
    Ok(())
}

async fn check_nothing_new<L: Log>(scribe: &Scribe<L>) -> Result<(), Breach> {
    let head = scribe.log.head().await?;
    ensure!(head == scribe.head, "nothing was to be written, the head went to {head}");
    let beyond = scribe.log.read(scribe.head).await?.len();
    ensure!(beyond == 0, "nothing was to be written, {beyond} records more are read");
    let next = scribe.log.get(scribe.next).await;
    ensure!(matches!(next, Err(ReadError::Absent { .. })), "nothing was to be written: {next:?}");
    Ok(())
}
