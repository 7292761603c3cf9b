//! What befalls a log, drawn from a seed.

use std::collections::{BTreeMap, BTreeSet};

use sklad_store::{Batch, BatchKey};

/// What may befall a call.
///
/// ```
/// use sklad_conformance::{Faulty, Mishap, Odds};
/// use sklad_store::{Log, MemoryLog, wait};
///
/// let log = Faulty::new(MemoryLog::new(), 7, Odds { fails: 1_000, ..Odds::NONE });
/// assert!(wait(log.head()).is_err());
/// assert_eq!(log.mishaps().get(&Mishap::Failed), Some(&1));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Mishap {
    /// It failed, and did nothing.
    Failed,
    /// It took some turns of the runtime.
    Delayed,
    /// It was written, and the answer was lost.
    LostAnswer,
    /// It never arrived, and nobody can tell.
    LostRequest,
    /// Nobody could tell, and it is written later: just before the next append.
    Late,
    /// The disk is full for a while; nothing is written.
    DiskFull,
    /// The last record of the log was read torn.
    TornRead,
    /// A snapshot was kept torn.
    TornSnapshot,
}

/// How often mishaps come, in a thousand calls each.
///
/// ```
/// use sklad_conformance::Odds;
///
/// let only_lost_answers = Odds { loses_answer: 100, ..Odds::NONE };
/// assert_ne!(only_lost_answers, Odds::STORM);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that tests build")]
pub struct Odds {
    /// A call fails and does nothing.
    pub fails: u16,
    /// A call takes up to seven turns.
    pub delays: u16,
    /// A batch is written and the answer lost.
    pub loses_answer: u16,
    /// A batch is lost on its way.
    pub loses_request: u16,
    /// A batch is written later.
    pub is_late: u16,
    /// The disk is full for up to seven appends.
    pub fills_disk: u16,
    /// The last record is read torn.
    pub tears_read: u16,
    /// A snapshot is kept torn.
    pub tears_snapshot: u16,
}

impl Odds {
    /// A world without mishaps.
    pub const NONE: Self = Self {
        fails: 0,
        delays: 0,
        loses_answer: 0,
        loses_request: 0,
        is_late: 0,
        fills_disk: 0,
        tears_read: 0,
        tears_snapshot: 0,
    };

    /// Everything but torn reads, often: each keeper must come through it.
    pub const STORM: Self = Self {
        fails: 50,
        delays: 200,
        loses_answer: 60,
        loses_request: 60,
        is_late: 60,
        fills_disk: 10,
        tears_read: 0,
        tears_snapshot: 200,
    };
}

#[derive(Debug)]
pub(super) struct World {
    /// The state of the generator, SplitMix64 (Steele, Lea, Flood 2014).
    state: u64,
    odds: Odds,
    full_for: u64,
    is_torn: bool,
    late: Option<Batch>,
    in_doubt: BTreeSet<BatchKey>,
    counts: BTreeMap<Mishap, u64>,
}

impl World {
    pub(super) fn new(seed: u64, odds: Odds) -> Self {
        let (counts, in_doubt) = (BTreeMap::new(), BTreeSet::new());
        Self { state: seed, odds, full_for: 0, is_torn: false, late: None, in_doubt, counts }
    }

    pub(super) const fn calm_down(&mut self) {
        (self.odds, self.full_for, self.is_torn) = (Odds::NONE, 0, false);
    }

    pub(super) const fn fill_disk(&mut self, is_full: bool) {
        self.full_for = if is_full { u64::MAX } else { 0 };
    }

    pub(super) const fn tear_last(&mut self, is_torn: bool) {
        self.is_torn = is_torn;
    }

    pub(super) const fn is_torn(&self) -> bool {
        self.is_torn
    }

    pub(super) fn mishaps(&self) -> BTreeMap<Mishap, u64> {
        self.counts.clone()
    }

    pub(super) const fn take_late(&mut self) -> Option<Batch> {
        self.late.take()
    }

    pub(super) fn keep_late(&mut self, batch: Batch) {
        self.late = Some(batch);
    }

    pub(super) fn begin_doubt(&mut self, key: BatchKey) {
        self.in_doubt.insert(key);
    }

    pub(super) fn end_doubt(&mut self, key: BatchKey) {
        self.in_doubt.remove(&key);
    }

    pub(super) fn is_in_doubt(&self, key: BatchKey) -> bool {
        self.in_doubt.contains(&key)
    }

    /// Draws whether a mishap comes now.
    pub(super) fn comes(&mut self, mishap: Mishap) -> bool {
        let odds = match mishap {
            Mishap::Failed => self.odds.fails,
            Mishap::Delayed => self.odds.delays,
            Mishap::LostAnswer => self.odds.loses_answer,
            Mishap::LostRequest => self.odds.loses_request,
            Mishap::Late => self.odds.is_late,
            Mishap::DiskFull => self.odds.fills_disk,
            Mishap::TornRead => self.odds.tears_read,
            Mishap::TornSnapshot => self.odds.tears_snapshot,
        };
        let comes = self.draw() % 1_000 < u64::from(odds);
        if comes {
            self.count(mishap);
        }
        comes
    }

    /// Draws what befalls an append, if anything.
    pub(super) fn of_append(&mut self) -> Option<Mishap> {
        if self.full_for == 0 && self.comes(Mishap::DiskFull) {
            self.full_for = 1 + self.draw() % 7;
        }
        if self.is_full() {
            self.full_for = self.full_for.saturating_sub(u64::from(self.full_for < u64::MAX));
            return Some(Mishap::DiskFull);
        }
        let kinds = [Mishap::Failed, Mishap::LostAnswer, Mishap::LostRequest, Mishap::Late];
        kinds.into_iter().find(|mishap| self.comes(*mishap))
    }

    pub(super) const fn is_full(&self) -> bool {
        self.full_for > 0
    }

    /// Tells whether the last record is torn as it is read now.
    pub(super) fn tears_read(&mut self) -> bool {
        if self.is_torn {
            self.count(Mishap::TornRead);
        }
        self.is_torn || self.comes(Mishap::TornRead)
    }

    pub(super) fn turns_to_wait(&mut self) -> u64 {
        if self.comes(Mishap::Delayed) { 1 + self.draw() % 7 } else { 0 }
    }

    fn count(&mut self, mishap: Mishap) {
        let count = self.counts.entry(mishap).or_default();
        *count = count.saturating_add(1);
    }

    const fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
