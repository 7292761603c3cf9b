//! What a log tells those who wait.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sklad_base::RecordNo;
use sklad_store::{Log, Position, Stored};

use crate::scribe::{Scribe, same};
use crate::{Breach, Harness, Proof, breach::ensure, within};

/// Who waits is told as soon as anyone writes: through the same handle, a clone or another one; several at once; and
/// at once when the log ends behind the position already.
///
/// # Errors
/// [`Breach`] when one waits in vain.
pub fn waiting_ends_with_a_write<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    let (mut scribe, patience) = (Scribe::new(harness.fresh()), harness.patience());
    for round in 0..5 {
        let (before, other) = (scribe.head, harness.another(&scribe.log));
        let handles = [scribe.log.clone(), scribe.log.clone(), other];
        std::thread::scope(|threads| {
            let waiting = handles.each_ref().map(|log| {
                threads.spawn(move || harness.block_on(within(patience, log.changed(before))))
            });
            std::thread::sleep(A_MOMENT);
            harness.block_on(scribe.write(format!("round {round}")))?;
            for waiter in waiting {
                let told = waiter.join().map_err(|_| Breach::new("one who waited panicked"))?;
                check_told(told.transpose()?, scribe.head)?;
            }
            Ok::<_, Breach>(())
        })?;
        let told = harness.block_on(within(patience, scribe.log.changed(before)));
        check_told(told.transpose()?, scribe.head)?;
    }
    Ok(Proof::Holds)
}

/// Who waits behind the end is not told anything while nobody writes, nor by a batch that was not written.
///
/// # Errors
/// [`Breach`] when one is told of nothing.
pub fn waiting_lasts_until_a_write<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    harness.block_on(async {
        let mut scribe = Scribe::new(harness.fresh());
        let first = scribe.write("first").await?;
        let told = within(A_MOMENT, scribe.log.changed(scribe.head)).await;
        ensure!(told.is_none(), "nobody wrote, and one who waits was told of {told:?}");
        scribe.log.append(&first).await?;
        let told = within(A_MOMENT, scribe.log.changed(scribe.head)).await;
        ensure!(told.is_none(), "a batch was replayed, and one who waits was told of {told:?}");
        Ok(Proof::Holds)
    })
}

/// A follower that reads to the end, waits, and reads on gets every record once and in order while another handle
/// writes.
///
/// # Errors
/// [`Breach`] when it finds a gap or a repeat.
pub fn a_follower_misses_nothing<H: Harness>(harness: &H) -> Result<Proof, Breach> {
    let mut scribe = Scribe::new(harness.fresh());
    let (log, patience) = (harness.another(&scribe.log), harness.patience());
    let found = AtomicUsize::new(0);
    std::thread::scope(|threads| {
        let follower = threads.spawn(|| harness.block_on(follow(&log, patience, &found)));
        for behind in (0..FOLLOWED).step_by(BURST) {
            harness.block_on(scribe.write_some(BURST))?;
            // One burst behind, so that it reads while others write, however busy the machine is.
            while found.load(Ordering::SeqCst) < behind && !follower.is_finished() {
                std::thread::sleep(A_BREATH);
            }
        }
        let found = follower.join().map_err(|_| Breach::new("a follower panicked"))?;
        same(&found?, &scribe.written)
    })?;
    Ok(Proof::Holds)
}

async fn follow<L: Log>(
    log: &L,
    patience: Duration,
    so_far: &AtomicUsize,
) -> Result<Vec<Stored>, Breach> {
    let (mut found, mut after, mut next) = (Vec::new(), Position::EMPTY, RecordNo::FIRST);
    loop {
        for stored in log.read(after).await? {
            let (position, record) = (stored.position, stored.record);
            ensure!(position > after, "{position} came behind {after}");
            ensure!(record == next, "{record} came where {next} should");
            (after, next) = (position, record.next());
            found.push(stored);
        }
        so_far.store(found.len(), Ordering::SeqCst);
        if found.len() >= FOLLOWED {
            return Ok(found);
        }
        let told = within(patience, log.changed(after)).await.transpose()?;
        ensure!(told.is_some(), "a follower waits in vain behind {after}");
    }
}

fn check_told(told: Option<Position>, head: Position) -> Result<(), Breach> {
    ensure!(told.is_some(), "a batch was written at {head}, and one who waits was not told");
    ensure!(told == Some(head), "the log ends at {head}, one who waits was told {told:?}");
    Ok(())
}

/// Long enough for a waiter to begin to wait.
const A_MOMENT: Duration = Duration::from_millis(30);

/// So many records does the follower follow, written in bursts.
const FOLLOWED: usize = 200;
const BURST: usize = 20;

/// So long between two looks at how far a follower has come.
const A_BREATH: Duration = Duration::from_millis(2);
