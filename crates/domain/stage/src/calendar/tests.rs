use super::*;

fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

/// Monday to Friday from nine to six.
fn shop(zone: &str) -> Calendar {
    let mut shop = Calendar::new(Zone::parse(zone).unwrap());
    for day in &Weekday::ALL[..5] {
        shop.hours.insert(*day, vec![Hours::parse("09:00-18:00").unwrap()]);
    }
    shop
}

/// Every day, all day.
fn always(zone: &str, hours: &str) -> Calendar {
    let mut shop = Calendar::new(Zone::parse(zone).unwrap());
    for day in Weekday::ALL {
        shop.hours.insert(*day, vec![Hours::parse(hours).unwrap()]);
    }
    shop
}

#[test]
fn a_limit_runs_over_night_and_weekend() {
    let shop = shop("Europe/Sofia");
    // Thursday 16:00 in Sofia: two hours that day, six on Friday.
    let thursday = moment("2026-03-05T14:00:00Z");
    assert_eq!(shop.after(thursday, Span::hours(8)), moment("2026-03-06T13:00:00Z"));
    // Friday 17:00: one hour, then Monday.
    let friday = moment("2026-03-06T15:00:00Z");
    assert_eq!(shop.after(friday, Span::hours(2)), moment("2026-03-09T08:00:00Z"));
    assert_eq!(shop.between(friday, moment("2026-03-09T08:00:00Z")), Span::hours(2));
    // Exactly to the end of the day: that evening, not the next morning.
    assert_eq!(shop.after(friday, Span::hours(1)), moment("2026-03-06T16:00:00Z"));
}

#[test]
fn holidays_are_free_and_special_days_have_their_own_hours() {
    let mut shop = shop("Europe/Sofia");
    shop.holidays.insert(Day::parse("2026-03-03").unwrap());
    let (saturday, hours) = (Day::parse("2026-03-07").unwrap(), Hours::parse("10:00-14:00"));
    shop.special.insert(saturday, vec![hours.unwrap()]);
    // Monday 17:00, two hours: Tuesday is a holiday, so Wednesday 10:00.
    let monday = moment("2026-03-02T15:00:00Z");
    assert_eq!(shop.after(monday, Span::hours(2)), moment("2026-03-04T08:00:00Z"));
    // Friday 17:00, three hours: one on Friday, two on the special Saturday from 10:00.
    let friday = moment("2026-03-06T15:00:00Z");
    assert_eq!(shop.after(friday, Span::hours(3)), moment("2026-03-07T10:00:00Z"));
}

#[test]
fn an_hour_that_is_skipped_does_not_count() {
    // Sofia, 2026-03-29: at 03:00 it becomes 04:00.
    let night = always("Europe/Sofia", "00:00-06:00");
    let midnight = moment("2026-03-28T22:00:00Z");
    assert_eq!(night.between(midnight, moment("2026-03-29T21:00:00Z")), Span::hours(5));
    assert_eq!(night.after(midnight, Span::hours(4)), moment("2026-03-29T02:00:00Z"));
}

#[test]
fn an_hour_that_is_repeated_counts_twice() {
    // Sofia, 2026-10-25: at 04:00 it becomes 03:00.
    let night = always("Europe/Sofia", "00:00-06:00");
    let midnight = moment("2026-10-24T21:00:00Z");
    assert_eq!(night.between(midnight, moment("2026-10-25T22:00:00Z")), Span::hours(7));
    // Until 03:30 comes twice: half of the repeated hour counts twice, with a closed half between.
    let half = always("Europe/Sofia", "03:00-03:30");
    assert_eq!(half.between(midnight, moment("2026-10-25T22:00:00Z")), Span::hours(1));
    assert_eq!(half.after(midnight, Span::minutes(31)), moment("2026-10-25T01:01:00Z"));
}

#[test]
fn a_calendar_without_hours_never_passes() {
    let empty = Calendar::new(Zone::UTC);
    assert_eq!(empty.after(moment("2026-03-02T10:00:00Z"), Span::hours(1)), Moment::LAST);
    assert!(!empty.is_open(moment("2026-03-02T10:00:00Z")));
}

#[test]
fn hours_are_read_or_refused() {
    for text in ["09:00-18:00", "00:00-24:00"] {
        assert_eq!(Hours::parse(text).unwrap().to_string(), text);
    }
    for text in
        ["", "9-18", "18:00-09:00", "09:00-09:00", "09:60-10:00", "09:00-24:01", "+9:00-10:00"]
    {
        assert!(Hours::parse(text).is_err(), "{text}");
    }
}
