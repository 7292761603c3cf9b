//! Several writers on one log.

use std::collections::BTreeMap;

use sklad_base::RecordNo;
use sklad_store::{AppendError, Batch, BatchKey, Log, Position, Receipt};

use crate::scribe::{all_behind, fresh_key};
use crate::{Breach, Harness, Proof, breach::ensure};

/// In each of 200 rounds two writers send a batch behind the same record at once: one is acknowledged, the other meets
/// a conflict, and the log holds the winner's.
///
/// # Errors
/// [`Breach`] when both or neither win, or the log holds something else.
pub fn of_two_writers_one_wins<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    let one = harness.fresh();
    let other = harness.another(&one);
    let (mut expected, mut record) = (Position::EMPTY, RecordNo::FIRST);
    for round in 0..ROUNDS {
        let batch = |who: &str| {
            let bytes = format!("{who} in round {round}").into_bytes().into();
            Batch { key: fresh_key(), expected, record, bytes }
        };
        let (mine, theirs) = (batch("one"), batch("other"));
        let (first, second) = std::thread::scope(|threads| {
            let second = threads.spawn(|| harness.block_on(other.append(&theirs)));
            (harness.block_on(one.append(&mine)), second.join())
        });
        let second = second.map_err(|_| Breach::new("a writer panicked"))?;
        let (receipt, winner) = winner(round, (first, mine), (second, theirs))?;
        let found = harness.block_on(one.get(record))?;
        let holds = (found.key, found.position) == (winner.key, receipt.position);
        ensure!(holds, "round {round}: {} won, {} is there", winner.key, found.key);
        (expected, record) = (receipt.position, record.next());
    }
    let all = harness.block_on(all_behind(&one, Position::EMPTY))?.len();
    ensure!(all == ROUNDS, "{ROUNDS} rounds were won, {all} records are there");
    Ok(Proof::Holds)
}

/// Four writers, each through a handle of its own, decide anew after each conflict: every batch that was acknowledged
/// is there once, where its receipt says, and nothing else.
///
/// # Errors
/// [`Breach`] when one is missing, doubled or elsewhere.
pub fn parallel_writers_lose_nothing<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    let log = harness.fresh();
    let acknowledged = std::thread::scope(|threads| {
        let writers = [(); WRITERS].map(|()| {
            let log = harness.another(&log);
            threads.spawn(move || harness.block_on(write_own(&log)))
        });
        let mut all = BTreeMap::new();
        for writer in writers {
            all.extend(writer.join().map_err(|_| Breach::new("a writer panicked"))??);
        }
        Ok::<_, Breach>(all)
    })?;
    let found = harness.block_on(all_behind(&log, Position::EMPTY))?;
    for (stored, number) in found.iter().zip(1..) {
        let here = acknowledged.get(&stored.key);
        ensure!(here.is_some(), "{} holds a batch that nobody was acknowledged", stored.record);
        let (key, position) = (stored.key, stored.position);
        ensure!(here == Some(&position), "{key} was acknowledged at {here:?} and is at {position}");
        ensure!(stored.record.number() == number, "{} stands where {number} should", stored.record);
    }
    let (found, acknowledged) = (found.len(), acknowledged.len());
    ensure!(found == acknowledged, "{acknowledged} batches were acknowledged, {found} are there");
    ensure!(found == WRITERS * BATCHES, "{found} batches were acknowledged to all writers");
    Ok(Proof::Holds)
}

type Sent = (Result<Receipt, AppendError>, Batch);

fn winner(round: usize, first: Sent, second: Sent) -> Result<(Receipt, Batch), Breach> {
    match (first, second) {
        ((Ok(receipt), batch), (Err(AppendError::Conflict { .. }), _))
        | ((Err(AppendError::Conflict { .. }), _), (Ok(receipt), batch)) => Ok((receipt, batch)),
        ((first, _), (second, _)) => Err(Breach::new(format!(
            "round {round}: of two writers one must win and one meet a conflict: {first:?}, {second:?}"
        ))),
    }
}

/// Writes batches against the others, reading what they wrote after each conflict.
async fn write_own<L: Log>(log: &L) -> Result<Vec<(BatchKey, Position)>, Breach> {
    let (mut expected, mut record) = (Position::EMPTY, RecordNo::FIRST);
    let mut acknowledged = Vec::new();
    let mut batch = Batch { key: fresh_key(), expected, record, bytes: (*b"own").into() };
    while acknowledged.len() < BATCHES {
        (batch.expected, batch.record) = (expected, record);
        match log.append(&batch).await {
            Ok(receipt) => {
                acknowledged.push((batch.key, receipt.position));
                (expected, record) = (receipt.position, record.next());
                batch.key = fresh_key();
            }
            Err(AppendError::Conflict { .. }) => {
                for stored in all_behind(log, expected).await? {
                    (expected, record) = (stored.position, stored.record.next());
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(acknowledged)
}

const ROUNDS: usize = 200;
const WRITERS: usize = 4;
const BATCHES: usize = 25;
