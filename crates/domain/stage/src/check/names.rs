//! Every name resolves, and no name is given twice.

use std::collections::BTreeSet;
use std::fmt::Display;

use crate::{Condition, Draft, Limit, Mistake, Party, StageId, numbers::Numbers};

use super::Found;

pub(super) fn check(draft: &Draft, found: &mut Found) -> Numbers {
    let numbers = Numbers::of(draft);
    for (what, is_empty) in [
        ("payment", draft.payments.is_empty()),
        ("delivery", draft.deliveries.is_empty()),
        ("stage", draft.stages.is_empty()),
        ("stage on the route", draft.route.is_empty()),
    ] {
        if is_empty {
            let place = match what {
                "payment" => "payments",
                "delivery" => "deliveries",
                "stage" => "stages",
                _ => "route",
            };
            found.add(place, Mistake::Nothing { what });
        }
    }
    twice("payments", &draft.payments, found);
    twice("deliveries", &draft.deliveries, found);
    twice("route", &draft.route, found);
    let ids = draft.stages.iter().map(|stage| &stage.id);
    twice_at(ids.zip(0..).map(|(id, at)| (id, format!("stages[{at}].id"))), found);
    let ids = draft.transitions.iter().map(|transition| &transition.id);
    twice_at(ids.zip(0..).map(|(id, at)| (id, format!("transitions[{at}].id"))), found);

    known(("stage", "route"), &draft.route, &draft.stages_by_name(), found);
    party("alert", draft.alert.as_ref(), draft, found);
    let roles: Vec<_> = draft.roles.keys().collect();
    for (person, of) in &draft.people {
        known(("role", &format!("people.{person}")), of, &roles, found);
    }
    for (stage, at) in draft.stages.iter().zip(0..) {
        let place = |field: &str| format!("stages[{at}].{field}");
        party(&place("responsible"), stage.responsible.as_ref(), draft, found);
        party(&place("alert"), stage.alert.as_ref(), draft, found);
        for (alert, number) in stage.further.iter().zip(0..) {
            party(&place(&format!("further[{number}].to")), Some(&alert.to), draft, found);
        }
        if let Some(Limit::Working { calendar, .. }) = &stage.limit {
            let calendars: Vec<_> = draft.calendars.keys().collect();
            let asked = std::slice::from_ref(calendar);
            known_at(("calendar", place("limit.calendar")), asked, &calendars, found);
        }
        ways(&format!("stages[{at}]"), (&stage.payments[..], &stage.deliveries[..]), draft, found);
        contradiction(&place("entry"), &stage.entry, found);
        contradiction(&place("exit"), &stage.exit, found);
    }
    transitions(draft, found);
    numbers
}

fn transitions(draft: &Draft, found: &mut Found) {
    let stages = draft.stages_by_name();
    for (transition, at) in draft.transitions.iter().zip(0..) {
        let place = |field: &str| format!("transitions[{at}].{field}");
        known(("stage", &place("from")), &transition.from, &stages, found);
        known_at(("stage", place("to")), std::slice::from_ref(&transition.to), &stages, found);
        twice(&place("from"), &transition.from, found);
        for (by, number) in transition.by.iter().zip(0..) {
            party(&place(&format!("by[{number}]")), Some(by), draft, found);
        }
        let ways_of = (&transition.payments[..], &transition.deliveries[..]);
        ways(&format!("transitions[{at}]"), ways_of, draft, found);
        contradiction(&place("conditions"), &transition.conditions, found);
    }
}

/// Names what is both asked for and asked against in one list; an example would add nothing.
fn contradiction(place: &str, conditions: &[Condition], found: &mut Found) {
    let both = conditions
        .iter()
        .find(|it| it.holds && conditions.contains(&Condition { holds: false, ..**it }));
    if let Some(both) = both {
        let fault = format!("{} is asked for and asked against, which never holds", both.fact);
        found.add(place, Mistake::BadValue { fault });
    }
}

fn ways(
    place: &str,
    (payments, deliveries): (&[sklad_base::PaymentWay], &[sklad_base::DeliveryWay]),
    draft: &Draft,
    found: &mut Found,
) {
    let all: Vec<_> = draft.payments.iter().collect();
    known(("payment", &format!("{place}.payments")), payments, &all, found);
    let all: Vec<_> = draft.deliveries.iter().collect();
    known(("delivery", &format!("{place}.deliveries")), deliveries, &all, found);
}

fn party(place: &str, party: Option<&Party>, draft: &Draft, found: &mut Found) {
    match party {
        Some(Party::Role(role)) if !draft.roles.contains_key(role) => {
            found.add(place, Mistake::unknown("role", role, draft.roles.keys()));
        }
        Some(Party::Person(person)) if !draft.people.contains_key(person) => {
            found.add(place, Mistake::unknown("person", person, draft.people.keys()));
        }
        Some(_) | None => {}
    }
}

fn known<T: Ord + Display>(
    (what, place): (&'static str, &str),
    asked: &[T],
    all: &[&T],
    found: &mut Found,
) {
    for (name, at) in asked.iter().zip(0..) {
        if !all.contains(&name) {
            let mistake = Mistake::unknown(what, name, all.iter().copied());
            found.add(format!("{place}[{at}]"), mistake);
        }
    }
}

fn known_at<T: Ord + Display>(
    (what, place): (&'static str, String),
    asked: &[T],
    all: &[&T],
    found: &mut Found,
) {
    if let Some(name) = asked.iter().find(|name| !all.contains(name)) {
        found.add(place, Mistake::unknown(what, name, all.iter().copied()));
    }
}

fn twice<T: Ord + Display>(place: &str, names: &[T], found: &mut Found) {
    twice_at(names.iter().zip(0..).map(|(name, at)| (name, format!("{place}[{at}]"))), found);
}

fn twice_at<'a, T: Ord + Display + 'a>(
    names: impl Iterator<Item = (&'a T, String)>,
    found: &mut Found,
) {
    let mut seen = BTreeSet::new();
    for (name, place) in names {
        if !seen.insert(name) {
            found.add(place, Mistake::Twice { name: name.to_string() });
        }
    }
}

impl Draft {
    fn stages_by_name(&self) -> Vec<&StageId> {
        self.stages.iter().map(|stage| &stage.id).collect()
    }
}
