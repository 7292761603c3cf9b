//! The proof: everything that is wrong with a scheme, at once.

use sklad_base::Actor;

use crate::{Draft, Flaw, Flaws, Mistake, Scheme, SchemeVersion, flaw::Lines};

mod graph;
mod names;
mod sound;
mod stages;

/// More than these are refused before they cost time.
pub(crate) const STAGES: usize = 1_000;
const TRANSITIONS: usize = 1_000;
const WAYS: usize = 100;

/// What is found on the way.
#[derive(Default)]
pub(crate) struct Found(pub(crate) Vec<Flaw>);

impl Found {
    pub(crate) fn add(&mut self, place: impl Into<String>, mistake: Mistake) {
        let place = place.into();
        let flaw = Flaw { place, line: None, mistake };
        if !self.0.contains(&flaw) {
            self.0.push(flaw);
        }
    }
}

/// Proves a scheme; what its reader found wrong stands first.
pub(crate) fn check(draft: Draft, read: Vec<Flaw>, lines: &Lines) -> Result<Scheme, Flaws> {
    let mut found = Found(read);
    if is_too_large(&draft, &mut found) {
        return match Flaws::from_all(found.0, lines) {
            Some(flaws) => Err(flaws),
            None => Err(Flaws::from(Mistake::Nothing { what: "scheme" })),
        };
    }
    let numbers = names::check(&draft, &mut found);
    stages::check(&draft, &mut found);
    let (maps, map_of) = graph::maps(&draft, &numbers).unwrap_or_else(|count| {
        let what = "ways from stage to stage";
        found.add("transitions", Mistake::TooMany { what, count, limit: graph::WAYS });
        Default::default()
    });
    let version = SchemeVersion { name: draft.scheme.clone(), number: draft.version };
    let clock = Actor::System("clock".into());
    let (asked, heard) = (draft.asked(), draft.heard());
    let mut scheme = Scheme { draft, numbers, maps, map_of, version, asked, heard, clock };
    sound::check(&mut scheme, &mut found);
    match Flaws::from_all(found.0, lines) {
        None => Ok(scheme),
        Some(flaws) => Err(flaws),
    }
}

fn is_too_large(draft: &Draft, found: &mut Found) -> bool {
    let before = found.0.len();
    for (what, count, limit) in [
        ("stages", draft.stages.len(), STAGES),
        ("transitions", draft.transitions.len(), TRANSITIONS),
        ("payments", draft.payments.len(), WAYS),
        ("deliveries", draft.deliveries.len(), WAYS),
        ("roles", draft.roles.len(), STAGES),
    ] {
        if count > limit {
            found.add(what, Mistake::TooMany { what, count, limit });
        }
    }
    found.0.len() > before
}
