//! Working time beside a walk over single minutes.

use proptest::prelude::*;
use sklad_base::{Day, Moment, Zone};
use sklad_stage::{Calendar, Hours, Span, Weekday};

/// Zones with changes of clocks in both halves of the year, at odd hours, by half an hour, and with none.
const ZONES: [&str; 8] = [
    "Europe/Sofia",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Almaty",
    "America/St_Johns",
    "Africa/Cairo",
    "Asia/Beirut",
    "UTC",
];

/// Tells whether the clock on the wall shows a working hour, by the plainest means.
fn is_open(calendar: &Calendar, minute: i64) -> bool {
    let moment = Moment::from_unix_micros(minute * 60_000_000).unwrap();
    let local = minute + i64::from(moment.offset_in(calendar.zone)) / 60;
    let day = moment.day_in(calendar.zone);
    let weekday = Weekday::ALL[(day.number() - 1).rem_euclid(7) as usize];
    let usual = calendar.hours.get(&weekday).cloned().unwrap_or_default();
    let hours = match calendar.special.get(&day) {
        Some(special) => special.clone(),
        None if calendar.holidays.contains(&day) => Vec::new(),
        None => usual,
    };
    let clock = local.rem_euclid(1440);
    let shown = format!("{:02}:{:02}", clock / 60, clock % 60);
    hours.iter().any(|hours| {
        let text = hours.to_string();
        let (from, to) = text.split_once('-').unwrap();
        from <= shown.as_str() && shown.as_str() < to
    })
}

fn hours() -> impl Strategy<Value = Vec<Hours>> {
    let cuts = prop::collection::btree_set(0_u16..=96, 0..=4);
    cuts.prop_map(|cuts| {
        let cuts: Vec<u16> = cuts.into_iter().map(|quarter| quarter * 15).collect();
        let text = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let pairs = cuts.chunks_exact(2);
        pairs
            .map(|pair| Hours::parse(&format!("{}-{}", text(pair[0]), text(pair[1]))).unwrap())
            .collect()
    })
}

fn calendar() -> impl Strategy<Value = Calendar> {
    let days = prop::collection::btree_set(0_i32..10, 0..3);
    let special = prop::collection::btree_map(0_i32..10, hours(), 0..3);
    let week = prop::collection::vec(hours(), 7);
    (prop::sample::select(&ZONES), week, days, special).prop_map(|(zone, week, days, special)| {
        let mut calendar = Calendar::new(Zone::parse(zone).unwrap());
        calendar.hours = Weekday::ALL.iter().copied().zip(week).collect();
        // Around the changes of clocks of spring and autumn 2026.
        let day = |offset: i32| {
            let first =
                Day::parse(if offset % 2 == 0 { "2026-03-25" } else { "2026-10-22" }).unwrap();
            Day::from_number(first.number() + offset).unwrap()
        };
        calendar.holidays = days.into_iter().map(day).collect();
        calendar.special =
            special.into_iter().map(|(offset, hours)| (day(offset), hours)).collect();
        calendar
    })
}

/// A minute within ten days around a change of clocks: New York in March, Europe in March, Europe and New York in
/// autumn, Lord Howe in April.
fn minute() -> impl Strategy<Value = i64> {
    let days = ["2026-03-05", "2026-03-26", "2026-10-22", "2026-10-30", "2026-04-02", "2026-04-22"];
    (prop::sample::select(days.to_vec()), 0_i64..6 * 1440).prop_map(|(day, minute)| {
        let midnight = Moment::parse(&format!("{day}T00:00:00Z")).unwrap();
        midnight.unix_micros() / 60_000_000 + minute
    })
}

fn at(minute: i64) -> Moment {
    Moment::from_unix_micros(minute * 60_000_000).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn working_time_is_what_a_walk_over_minutes_counts(calendar in calendar(), from in minute(), length in 0_i64..7200) {
        let walked = (from..from + length).filter(|minute| is_open(&calendar, *minute)).count();
        let counted = calendar.between(at(from), at(from + length));
        prop_assert_eq!(counted, Span::minutes(u32::try_from(walked).unwrap()));
        prop_assert_eq!(calendar.is_open(at(from)), is_open(&calendar, from));
    }

    #[test]
    fn a_limit_passes_where_a_walk_over_minutes_comes_to_its_end(
        calendar in calendar(),
        from in minute(),
        span in 1_u32..1500,
    ) {
        let open = (from..from + 30 * 1440).filter(|minute| is_open(&calendar, *minute));
        if let Some(last) = open.take(span as usize).enumerate().find(|(count, _)| *count + 1 == span as usize) {
            prop_assert_eq!(calendar.after(at(from), Span::minutes(span)), at(last.1 + 1));
        }
    }
}
