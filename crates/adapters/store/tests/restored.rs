//! Logs that were restored from a backup: what was lost is not given out again, and who took it in is told.

#![allow(
    clippy::wildcard_enum_match_arm,
    clippy::unwrap_used,
    clippy::panic,
    dead_code,
    reason = "tests, and the histories of another crate"
)]

use std::{
    collections::BTreeSet,
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use proptest::prelude::*;
use sklad_base::{Actor, CommandId, Envelope, Moment, RecordNo};
use sklad_document::{Event as Paper, Kind};
use sklad_flow::{Event, Shop};
use sklad_store::{
    Auditor, Batch, Begun, Clock, Epoch, Follower, Keeper, Log, Mark, MemoryKeys, MemoryLog,
    NotRestored, OpenError, Position, Replica, Restored, Setup, Words, shared, wait,
};

use history::{World, act::Act, setting::Setting, stages};

#[path = "../../../domain/flow/tests/history/mod.rs"]
mod history;

/// A shop on a log, at a clock that is set by hand; `world` says what is wanted next.
struct Kept {
    log: MemoryLog,
    keys: MemoryKeys,
    clock: Arc<AtomicI64>,
    start: Shop,
    world: World,
    count: u64,
}

impl Kept {
    fn new(setting: &Setting) -> Self {
        let world = World::open(setting);
        let clock = Arc::new(AtomicI64::new(world.moment.unix_micros()));
        let (log, keys, start) = (MemoryLog::new(), MemoryKeys::new(), world.shop.clone());
        Self { log, keys, clock, start, world, count: 0 }
    }

    fn open(&self) -> Keeper<Shop> {
        let clock = Arc::clone(&self.clock);
        let now = move || Moment::from_unix_micros(clock.load(Ordering::SeqCst)).unwrap();
        let (clock, snapshot_after) = (Clock::new(now), (5, u64::MAX));
        let setup = Setup { clock, snapshot_after, ..Setup::new("web", self.start.clone(), ()) };
        Keeper::open(self.log.clone(), self.keys.clone(), setup).wait().unwrap()
    }

    /// Sends what the acts mean to a keeper of its own.
    fn live(&mut self, acts: &[Act]) {
        let keeper = self.open();
        for act in acts {
            let told = self.world.act(act);
            let now = self.world.moment;
            self.clock.store(now.unix_micros(), Ordering::SeqCst);
            self.count += 1;
            let (id, who) = (CommandId::counted(now, self.count), stages::sender(&told.command));
            let done = keeper.send(Envelope::new(id, who, now, told.command)).unwrap().wait();
            assert_eq!(done.is_ok(), told.answer.is_ok());
        }
        keeper.snapshot().unwrap();
    }

    /// Returns the same shop as of now, on a copy of its log: a backup, snapshots and all.
    fn backup(&self) -> Self {
        let log = MemoryLog::new();
        for stored in stored(&self.log) {
            let expected = wait(log.head()).unwrap();
            let (key, record, bytes) = (stored.key, stored.record, stored.bytes);
            wait(log.append(&Batch { key, expected, record, bytes })).unwrap();
        }
        let mut before = None;
        let mut snapshots = Vec::new();
        while let Some(snapshot) = wait(self.log.snapshot(before)).unwrap() {
            before = Some(snapshot.position);
            snapshots.push(snapshot);
        }
        snapshots.into_iter().rev().for_each(|it| wait(log.put_snapshot(it)).unwrap());
        let (clock, keys) = (Arc::clone(&self.clock), self.keys.clone());
        let (start, world, count) = (self.start.clone(), self.world.clone(), self.count);
        Self { log, keys, clock, start, world, count }
    }

    fn auditor(&self) -> Auditor<Shop, MemoryLog, MemoryKeys> {
        Auditor::new(self.log.clone(), self.keys.clone(), "web", self.start.clone())
    }

    /// Begins a new epoch; what is wanted next is wanted of the shop as it then stands.
    fn restore(&mut self, moment: Moment, margin: u32) -> Mark {
        let mark = wait(self.auditor().restored(&restored(moment, margin))).unwrap();
        self.clock.store(moment.unix_micros(), Ordering::SeqCst);
        self.world.moment = moment;
        self.world.shop = state(&self.open());
        mark
    }

    fn follower(&self, mark: Mark) -> Follower<Event, MemoryLog, MemoryKeys> {
        Follower::new(self.log.clone(), self.keys.clone(), "web", mark)
    }

    /// Returns where a follower stands that took in all.
    fn end(&self) -> Mark {
        let mut follower = self.follower(Mark::START);
        while !wait(follower.page()).unwrap().is_empty() {}
        follower.mark()
    }

    /// Returns the numbers of documents that were given out behind a record.
    fn given(&self, after: RecordNo) -> BTreeSet<(Kind, u32)> {
        let mut follower = self.follower(Mark::START);
        let mut given = BTreeSet::new();
        loop {
            let page = wait(follower.page()).unwrap();
            if page.is_empty() {
                return given;
            }
            for event in page
                .iter()
                .filter(|told| told.mark.record > after)
                .flat_map(|told| &told.record.events)
            {
                if let Event::Document { event: Paper::Opened(paper), .. } = event {
                    assert!(given.insert((paper.sheet.kind, paper.number)), "{paper} twice");
                }
            }
        }
    }
}

fn stored(log: &MemoryLog) -> Vec<sklad_store::Stored> {
    let mut all: Vec<sklad_store::Stored> = Vec::new();
    loop {
        let after = all.last().map_or(Position::EMPTY, |last| last.position);
        let page = wait(log.read(after)).unwrap();
        if page.is_empty() {
            return all;
        }
        all.extend(page);
    }
}

fn state(keeper: &Keeper<Shop>) -> Shop {
    keeper.ask(Shop::clone).unwrap().wait().unwrap()
}

fn restored(moment: Moment, margin: u32) -> Restored {
    let (margin, who) = (NonZeroU32::new(margin).unwrap(), Actor::Person("olga".into()));
    Restored { moment, margin, who, why: "the backup of last night".into() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Law: where no more documents of a kind were lost than the margin says, no number is given out twice; the void
    /// ones are listed and no hole; replay gives the state, also after a restart.
    #[test]
    fn no_number_is_given_out_twice_across_a_restore(
        (setting, acts) in stages::histories(),
        lost in proptest::collection::vec(stages::acts(), 0..12),
        later in proptest::collection::vec(stages::acts(), 0..12),
    ) {
        let mut before = Kept::new(&setting);
        before.live(&acts);
        prop_assume!(before.end() > Mark::START);
        let mut after = before.backup();
        let head = before.end();
        before.live(&lost);
        let lost = before.given(head.record);
        let of_kind = |kind: Kind| lost.iter().filter(|(its, _)| *its == kind).count();
        let margin = Kind::ALL.into_iter().map(of_kind).max().unwrap_or(0).max(1);

        let mark = after.restore(before.world.moment, u32::try_from(margin).unwrap());
        prop_assert_eq!(mark.record, head.record.next());
        after.live(&later);
        let given = after.given(head.record);
        prop_assert!(given.is_disjoint(&lost), "{:?} and {:?}", given, lost);
        after.given(RecordNo::new(0));

        let shop = state(&after.open());
        for (kind, number) in &lost {
            let why = shop.numbers().why_void(*kind, *number);
            prop_assert_eq!(why, Some("the backup of last night"));
        }
        prop_assert_eq!(shop.numbers().voids().len(), Kind::ALL.len());
        history::books::papers_are_numbered_and_chained(&after.world.shop)?;
        prop_assert_eq!(&wait(after.auditor().rebuild()).unwrap(), &shop);
        let report = wait(after.auditor().verify()).unwrap();
        prop_assert!(report.is_whole(), "{}", report);
        prop_assert_eq!(report.epochs, [Begun { epoch: mark.epoch, record: mark.record }]);
    }

    /// Law: whoever took in a record that was lost is told so, and nobody else.
    #[test]
    fn who_took_in_what_was_lost_is_told(
        lost in proptest::collection::vec(stages::acts(), 1..10),
        later in proptest::collection::vec(stages::acts(), 0..10),
    ) {
        let mut before = Kept::new(&Setting::plenty());
        before.live(&some());
        let head = before.end();
        let mut after = before.backup();
        let mut marks = Vec::new();
        let mut follower = before.follower(head);
        before.live(&lost);
        for told in wait(follower.page()).unwrap() {
            marks.push(told.mark);
        }
        after.restore(before.world.moment, 50);
        after.live(&later);
        for mark in marks {
            let told = wait(after.follower(mark).page()).unwrap_err();
            prop_assert!(matches!(told, OpenError::Restored { .. }), "{}", told);
            prop_assert_eq!(shared(&wait(after.auditor().verify()).unwrap().epochs, mark), head.record);
        }
        for told in wait(after.follower(Mark::START).page()).unwrap() {
            let rest = wait(after.follower(told.mark).page());
            prop_assert!(rest.is_ok());
            prop_assert_eq!(shared(&wait(after.auditor().verify()).unwrap().epochs, told.mark), told.mark.record);
        }
    }
}

/// An order or two.
fn some() -> Vec<Act> {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let acts = proptest::collection::vec(stages::acts(), 20);
    proptest::strategy::ValueTree::current(&acts.new_tree(&mut runner).unwrap())
}

fn lived() -> Kept {
    let mut kept = Kept::new(&Setting::plenty());
    kept.live(&some());
    kept
}

#[test]
fn the_log_says_who_restored_it_and_why() {
    let mut kept = lived();
    let moment = Moment::parse("2027-01-01T10:00:00Z").unwrap();
    let mark = kept.restore(moment, 100);
    assert_eq!(mark.epoch, Epoch::began(moment));
    let told = wait(kept.follower(Mark::START).page()).unwrap().pop().unwrap();
    let begins = told.record.begins.unwrap();
    assert_eq!((begins.before, begins.who.to_string()), (Epoch::FIRST, "olga".to_owned()));
    let mut lines = Vec::new();
    wait(kept.auditor().export(&mut lines, Words::LeaveOut)).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    let last = lines.lines().last().unwrap();
    assert!(last.contains(r#""restored":{"epoch":1798797600000000,"who":"#), "{last}");
    assert!(last.contains(r#""why":"the backup of last night"}"#), "{last}");
    let report = wait(kept.auditor().verify()).unwrap().to_string();
    let says = format!("the epoch of 2027-01-01T10:00:00Z begins with {}", mark.record);
    assert!(report.contains(&says), "{report}");
}

#[test]
fn epochs_stand_in_answers_snapshots_replicas_and_foundations() {
    let mut kept = lived();
    let first = kept.restore(Moment::parse("2027-01-01T10:00:00Z").unwrap(), 10);
    // A keeper restarts out of a snapshot that knows the epoch.
    kept.live(&some());
    let second = kept.restore(Moment::parse("2027-02-01T10:00:00Z").unwrap(), 10);
    let epochs = [first, second].map(|mark| Begun { epoch: mark.epoch, record: mark.record });
    let replica = || Replica::open(kept.log.clone(), kept.keys.clone(), "web", kept.start.clone());
    assert_eq!(wait(replica()).unwrap().epochs(), epochs);

    let keeper = kept.open();
    let id = CommandId::counted(kept.world.moment, 9_999);
    let add = sklad_flow::Command::AddItem { sku: "NEW".parse().unwrap(), kept: true };
    let add = Envelope::new(id, Actor::System("site".into()), kept.world.moment, add);
    let done = keeper.send(add).unwrap().wait().unwrap();
    assert_eq!(done.mark().epoch, second.epoch);
    drop(keeper);
    let archive = wait(kept.auditor().seal(second.record)).unwrap();
    assert!(kept.log.lose_archive(&archive.name));
    assert_eq!(wait(replica()).unwrap().epochs(), epochs);
    assert_eq!(wait(replica()).unwrap().mark(), done.mark());
}

#[test]
fn a_keeper_at_work_goes_on_in_the_new_epoch() {
    let kept = lived();
    let keeper = kept.open();
    let before = state(&keeper);
    let moment = kept.world.moment;
    let mark = wait(kept.auditor().restored(&restored(moment, 7))).unwrap();
    let id = CommandId::counted(moment, 9_999);
    let add = sklad_flow::Command::AddItem { sku: "NEW".parse().unwrap(), kept: true };
    let add = Envelope::new(id, Actor::System("site".into()), moment, add);
    let done = keeper.send(add).unwrap().wait().unwrap();
    assert_eq!(done.mark().epoch, mark.epoch);
    let state = state(&keeper);
    let used = |shop: &Shop| shop.numbers().used(Kind::Bill);
    assert_eq!(used(&state), used(&before) + 7);
    drop(keeper);
    assert_eq!(wait(kept.auditor().rebuild()).unwrap(), state);
}

#[test]
fn two_restores_of_one_backup_are_two_epochs() {
    let original = lived();
    let (mut first, mut second) = (original.backup(), original.backup());
    let moment = original.world.moment;
    let of_first = first.restore(moment.plus_seconds(1), 10);
    let of_second = second.restore(moment.plus_seconds(2), 10);
    assert_eq!(of_first.record, of_second.record);
    assert_eq!(of_first.position, of_second.position);
    let told = wait(second.follower(of_first).page()).unwrap_err().to_string();
    let (a, b) = (of_first.epoch, of_second.epoch);
    assert_eq!(
        told,
        format!(
            "cannot follow the log of web behind {} of {a}: there it is of {b}, so it was restored from a backup; \
             begin anew from its start, or from a state that it shares",
            of_first.record
        )
    );
}

#[test]
fn a_log_that_ends_before_a_mark_was_restored() {
    let mut kept = lived();
    let backup = kept.backup();
    kept.live(&some());
    let told = wait(backup.follower(kept.end()).page()).unwrap_err().to_string();
    assert!(told.contains(&format!("it ends at {}, so it was", backup.end().position)), "{told}");
}

#[test]
fn an_epoch_is_refused_with_a_reason() {
    let kept = lived();
    let moment = kept.world.moment;
    let refused = |restored: &Restored| {
        let refused: NotRestored<_> = wait(kept.auditor().restored(restored)).unwrap_err();
        refused.to_string()
    };
    let end = kept.end();
    assert_eq!(
        refused(&Restored { why: " ".into(), ..restored(moment, 10) }),
        "cannot begin an epoch of web: nobody says why; name the backup, or what happened"
    );
    let early = Moment::parse("2026-01-01T10:00:00Z").unwrap();
    assert!(refused(&restored(early, 10)).starts_with(
        "cannot open the log of web: the clock says 2026-01-01T10:00:00Z, the last record was written at 2026-03-"
    ));
    let refusals = refused(&restored(moment, u32::MAX));
    assert!(refusals.contains("cannot number another bill: four billion are in use"), "{refusals}");
    assert_eq!(kept.end(), end, "nothing was written");
    let empty = Kept::new(&Setting::plenty());
    let refused = wait(empty.auditor().restored(&restored(moment, 10))).unwrap_err();
    assert!(matches!(refused, NotRestored::Empty { .. }), "{refused}");
}
