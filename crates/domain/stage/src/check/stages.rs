//! What each stage, transition and calendar says is possible at all.

use crate::{Calendar, Draft, Happening, Hours, Mistake, Outcome, Span, StageDraft, words::listed};

use super::Found;

pub(super) fn check(draft: &Draft, found: &mut Found) {
    for (id, calendar) in &draft.calendars {
        hours(&format!("calendars.{id}"), calendar, found);
    }
    for (stage, at) in draft.stages.iter().zip(0..) {
        let place = |field: &str| format!("stages[{at}].{field}");
        limit(&place, stage, draft, found);
        bindings(&place, (&stage.on, &stage.causes), found);
        let moves = stage.automatic || !stage.on.is_empty() || !stage.causes.is_empty();
        let on_route = draft.route.contains(&stage.id);
        if stage.end.is_some() && (moves || !stage.exit.is_empty()) {
            found.add(place("end"), Mistake::LeavesFinal { stage: stage.id.clone() });
        } else if !on_route && (moves || !stage.exit.is_empty()) {
            found.add(place("id"), Mistake::NoWayForward { stage: stage.id.clone() });
        }
    }
    for (transition, at) in draft.transitions.iter().zip(0..) {
        let place = |field: &str| format!("transitions[{at}].{field}");
        bindings(&place, (&transition.on, &transition.causes), found);
        for (from, number) in transition.from.iter().zip(0..) {
            if draft.stages.iter().any(|stage| stage.id == *from && stage.end.is_some()) {
                let stage = from.clone();
                found.add(place(&format!("from[{number}]")), Mistake::LeavesFinal { stage });
            }
        }
    }
}

fn limit(place: &dyn Fn(&str) -> String, stage: &StageDraft, draft: &Draft, found: &mut Found) {
    let Some(limit) = &stage.limit else {
        for (field, is_there) in
            [("alert", stage.alert.is_some()), ("further", !stage.further.is_empty())]
        {
            if is_there {
                found.add(place(field), Mistake::NoLimit);
            }
        }
        return;
    };
    let spans = stage.further.iter().map(|alert| alert.after);
    for span in spans.chain([limit.span()]) {
        if span == Span::ZERO || span > Span::LONGEST {
            found.add(place("limit"), Mistake::BadLimit { limit: span.to_string() });
        }
    }
    if stage.further.len() > 100 {
        let count = stage.further.len();
        found.add(place("further"), Mistake::TooMany { what: "alerts", count, limit: 100 });
    }
    if stage.end.is_some() || stage.pauses {
        found.add(place("limit"), Mistake::LimitNeverRuns { stage: stage.id.clone() });
    }
    if stage.alert.is_none() && draft.alert.is_none() {
        found.add(place("limit"), Mistake::NobodyToAlert);
    }
}

fn bindings(
    place: &dyn Fn(&str) -> String,
    (on, causes): (&[Happening], &[Happening]),
    found: &mut Found,
) {
    for happening in causes {
        if !happening.can_be_caused() {
            let can = listed(Happening::ALL.iter().filter(|it| it.can_be_caused()));
            found.add(place("causes"), Mistake::CannotCause { happening: *happening, can });
        } else if on.contains(happening) {
            found.add(place("causes"), Mistake::CausesItself { happening: *happening });
        }
    }
}

fn hours(place: &str, calendar: &Calendar, found: &mut Found) {
    if calendar.hours.values().all(Vec::is_empty) {
        found.add(place, Mistake::NoHours);
    }
    for (day, hours) in &calendar.hours {
        overlap(format!("{place}.hours.{day}"), hours, found);
    }
    for (day, hours) in &calendar.special {
        overlap(format!("{place}.special.{day}"), hours, found);
    }
}

fn overlap(place: String, hours: &[Hours], found: &mut Found) {
    if hours.windows(2).any(|pair| !pair[0].is_before(pair[1])) {
        found.add(place, Mistake::HoursOverlap { hours: listed(hours) });
    }
}

/// Returns the guard of a stage: what no order that ends well may leave open.
pub(super) fn guard(stage: &StageDraft) -> crate::Facts {
    match stage.end {
        Some(Outcome::Succeeded) => crate::Facts::GUARD,
        Some(Outcome::Failed) | None => crate::Facts::NONE,
    }
}
