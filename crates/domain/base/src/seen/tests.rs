use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

#[test]
fn ids_of_the_window_are_found_and_older_ones_are_too_late() {
    let now = moment("2026-03-02T10:00:00.000500Z");
    let mut seen = Seen::new(60);
    let id = CommandId::counted(now, 7);
    for number in 0..1000 {
        seen.remember(CommandId::counted(now, number), Digest::new(number), RecordNo::FIRST);
    }
    seen.remember(id, Digest::new(0), RecordNo::new(9));
    assert_eq!(seen.find(id), Some((Digest::new(7), RecordNo::FIRST)));
    assert_eq!(seen.len(), 1000);

    assert!(seen.judge(id, now.plus_seconds(60)).is_ok());
    let late = seen.judge(id, now.plus_seconds(61)).unwrap_err();
    assert!(matches!(late, IdRefusal::TooLate { .. }));
    seen.forget(now.plus_seconds(60));
    assert!(seen.find(id).is_some(), "what is not too late is remembered");
    seen.forget(now.plus_seconds(61));
    assert!(seen.is_empty());
}

#[test]
fn room_made_ahead_and_room_of_what_was_forgotten_serve_again() {
    let now = moment("2026-03-02T10:00:00Z");
    let mut seen = Seen::new(10);
    seen.make_room(40_000);
    assert_eq!(seen.spare.len(), 4);
    for second in 0..100 {
        let at = now.plus_seconds(second);
        (0..12_000).for_each(|number| {
            seen.remember(CommandId::counted(at, number), Digest::new(number), RecordNo::FIRST);
        });
        seen.forget(at);
        let kept: BTreeSet<i64> = (0..=second).filter(|then| second - then <= 10).collect();
        assert_eq!(seen.len(), kept.len() * 12_000);
        assert!(kept.iter().all(|then| {
            let found = seen.find(CommandId::counted(now.plus_seconds(*then), 7));
            found == Some((Digest::new(7), RecordNo::FIRST))
        }));
        assert!(
            seen.spare.len() <= seen.older.len().max(4),
            "no more lies idle than is in use, or was asked for"
        );
    }
}

#[test]
fn late_ids_find_their_place_among_many() {
    let now = moment("2026-03-02T10:00:00Z");
    let mut seen = Seen::new(3600);
    let id = |second: u32, number| CommandId::counted(now.plus_seconds(second.into()), number);
    let ids = || (0..60).flat_map(|second| (0..1000).map(move |number| id(second, number)));
    ids().for_each(|id| seen.remember(id, Digest::new(1), RecordNo::FIRST));
    seen.remember(id(3, 1_000_000), Digest::new(2), RecordNo::FIRST);
    assert!(seen.older.len() > 2, "several tables");
    assert!(ids().all(|id| seen.find(id).is_some()));
    assert_eq!(seen.find(id(3, 1_000_000)), Some((Digest::new(2), RecordNo::FIRST)));
    assert_eq!(seen.find(id(3, 1_000_001)), None);
    seen.forget(now.plus_seconds(3600 + 30));
    assert!(ids().skip(30_000).all(|id| seen.find(id).is_some()));
    assert!(seen.len() < 50_000);
}

#[test]
fn ids_from_the_future_are_refused_past_five_minutes() {
    let now = moment("2026-03-02T10:00:00Z");
    let seen = Seen::new(60);
    assert!(seen.judge(CommandId::counted(now.plus_seconds(300), 0), now).is_ok());
    let early = seen.judge(CommandId::counted(now.plus_seconds(301), 0), now).unwrap_err();
    assert!(early.to_string().contains("set the sender's clock"), "{early}");
}

/// Ids of a few seconds, some of them the same, in the order of their numbers or not.
fn ids() -> impl Strategy<Value = Vec<(u32, u64)>> {
    let few = prop::collection::vec((0..8_u32, 0..40_u64), 1..200);
    let many = (0..8_u32).prop_map(|second| (0..12_000).map(|number| (second, number)).collect());
    let parts = prop::collection::vec(prop_oneof![3 => few, 1 => many], 1..8);
    parts.prop_map(|parts: Vec<Vec<_>>| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever comes when: what is remembered is what a map remembers, and it is told in the order of ids.
    #[test]
    fn a_memory_is_a_map(ids in ids(), forgotten in 0..12_u32) {
        let start = moment("2026-03-02T10:00:00Z");
        let (mut seen, mut map) = (Seen::new(0), BTreeMap::new());
        for (at, (second, number)) in ids.iter().enumerate() {
            let id = CommandId::counted(start.plus_seconds((*second).into()), *number);
            let digest = Digest::new(at as u64);
            seen.remember(id, digest, RecordNo::FIRST);
            map.entry(id).or_insert(digest);
        }
        for (id, digest) in &map {
            prop_assert_eq!(seen.find(*id), Some((*digest, RecordNo::FIRST)));
        }
        prop_assert_eq!(seen.find(CommandId::counted(start, 1_000_000)), None);
        let told = map.iter().map(|(id, digest)| (*id, *digest, RecordNo::FIRST));
        prop_assert!(seen.sorted().into_iter().eq(told));
        let now = start.plus_seconds(forgotten.into());
        seen.forget(now);
        for (id, digest) in map {
            if seen.judge(id, now).is_ok() {
                prop_assert_eq!(seen.find(id), Some((digest, RecordNo::FIRST)));
            }
            seen.remember(id, digest, RecordNo::FIRST);
            prop_assert_eq!(seen.find(id), Some((digest, RecordNo::FIRST)));
        }
    }
}

#[test]
fn ids_spread_over_a_table_be_they_counted_or_by_chance() {
    let now = moment("2026-03-02T10:00:00Z");
    let chance = |number: u64| number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let ids: [&dyn Fn(i64) -> CommandId; 5] = [
        &|at| CommandId::counted(now, at.unsigned_abs()),
        &|at| CommandId::counted(now, chance(at.unsigned_abs())),
        &|at| CommandId::counted(now, at.unsigned_abs() << 40),
        &|at| CommandId::counted(now.plus_seconds(at), 0),
        &|at| CommandId::counted(now.plus_seconds(at / 100), at.unsigned_abs()),
    ];
    for (kind, id) in ids.iter().enumerate() {
        let homes: BTreeSet<u32> = (0..11_264).map(|at| tag(key(id(at))) % 16_384).collect();
        assert!(homes.len() > 7_800, "{kind}: {} of 8,150 that chance would give", homes.len());
    }
}
