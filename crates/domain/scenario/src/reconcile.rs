//! What the four ways share: the difference between what an order wants and what the books have.

use sklad_base::{PlaceId, Quantity};
use sklad_document::Kind;
use sklad_order::{Bound, Units};
use sklad_stock::Fate;

use crate::{
    Cannot, Effect, Facts, LineFacts, Plan, Reason, Shortage, by_place::ByPlace, shelf::Shelf,
};

/// Returns so much of each line by its place.
pub(crate) fn by_place(
    facts: &Facts<'_>,
    quantity: impl Fn(&LineFacts<'_>) -> Quantity,
) -> ByPlace {
    let mut places = ByPlace::new(facts.lines.len());
    facts.lines.iter().for_each(|line| places.add(line.line.place(), line.units(quantity(line))));
    places
}

/// Opens, grows and shrinks open papers until they say what waits.
pub(crate) fn papers(kind: Kind, facts: &Facts<'_>, plan: &mut Plan) {
    let missing = |line: &LineFacts<'_>| line.line.waiting().saturating_sub(line.on_paper);
    for (place, units) in by_place(facts, missing) {
        let has_paper =
            |line: &&LineFacts<'_>| line.line.place() == place && line.on_paper.is_positive();
        let effect = if facts.lines.iter().any(|line| has_paper(&line)) {
            Effect::Grow { place, units }
        } else {
            Effect::Open { kind, place, units }
        };
        plan.step(Reason::Ordered, effect);
    }
    // An empty paper is cancelled, so what shrinks comes last.
    for (place, units) in by_place(facts, |line| missing(line).negated()) {
        plan.step(Reason::LessWanted, Effect::Shrink { place, units });
    }
}

/// Takes back bills of units that the order no longer wants and that are still in the house.
pub(crate) fn stornos(facts: &Facts<'_>, plan: &mut Plan) {
    let excess = |line: &LineFacts<'_>| line.billed.saturating_sub(line.should_be_billed());
    for (place, units) in by_place(facts, excess) {
        plan.step(Reason::LessWanted, Effect::Storno { place, units });
    }
}

/// Takes back bills of units that came home or never will.
pub(crate) fn homecomings(
    excess: impl Fn(&LineFacts<'_>) -> Quantity,
    (place, fate, bound): (PlaceId, Fate, Bound),
    facts: &Facts<'_>,
    plan: &mut Plan,
) {
    let units: Vec<_> = by_place(facts, excess).into_iter().flat_map(|(_, units)| units).collect();
    if !units.is_empty() {
        plan.step(Reason::Settled, Effect::TakeHome { place, units, fate, bound });
    }
}

/// Promises what waits and is there.
pub(crate) fn reserves(reason: Reason, facts: &Facts<'_>, plan: &mut Plan) {
    let mut shelf = Shelf::new(facts);
    let mut units = ByPlace::new(facts.lines.len());
    for line in facts.lines.iter().filter(|line| line.line.is_kept()) {
        let wanted = line.line.waiting().saturating_sub(line.reserved);
        let free = shelf.free(line).min(wanted);
        if free.is_positive() {
            shelf.use_up(line, free);
            units.add(line.line.place(), line.units(free));
        }
    }
    for (place, units) in units {
        plan.step(reason, Effect::Reserve { place, units });
    }
}

/// Takes back promises beyond what waits.
pub(crate) fn releases(facts: &Facts<'_>, plan: &mut Plan) {
    let excess = |line: &LineFacts<'_>| line.reserved.saturating_sub(line.line.waiting());
    for (place, units) in by_place(facts, excess) {
        plan.step(Reason::LessWanted, Effect::Release { place, units });
    }
}

/// What can be taken of the units asked for, and what is cancelled for it, by the shortage policy.
#[derive(Debug)]
pub(crate) struct Drawn {
    pub(crate) taken: ByPlace,
    pub(crate) given_up: Vec<Units>,
    pub(crate) cannot: Vec<Cannot>,
}

/// Returns how much of a line waits because so much more of it is wanted.
pub(crate) fn grown(by: Units, line: &LineFacts<'_>) -> Quantity {
    if by.line == line.no { by.quantity.min(line.line.waiting()) } else { Quantity::ZERO }
}

/// Draws units from the shelf: a line's own reserve first, then what is free, lines in order.
pub(crate) fn draw(
    asked: impl Fn(&LineFacts<'_>) -> Quantity,
    shortage: Shortage,
    facts: &Facts<'_>,
) -> Drawn {
    let mut shelf = Shelf::new(facts);
    let (given_up, cannot) = (Vec::new(), Vec::new());
    let mut drawn = Drawn { taken: ByPlace::new(facts.lines.len()), given_up, cannot };
    for line in facts.lines {
        let asked = asked(line);
        if !asked.is_positive() {
            continue;
        }
        let there = shelf.offer(line, asked);
        let missing = asked.saturating_sub(there);
        let negative = shortage == Shortage::GoNegative && shelf.bears(line, asked);
        let taken = match shortage {
            _ if missing.is_zero() || negative => asked,
            Shortage::Refuse | Shortage::GoNegative => {
                drawn.cannot.push(short(line, asked, there));
                continue;
            }
            Shortage::CancelLines => Quantity::ZERO,
            Shortage::Wait | Shortage::CancelRest => there,
        };
        shelf.use_up(line, taken.saturating_sub(line.reserved).or_zero());
        let rest = asked.saturating_sub(taken);
        if rest.is_positive() && shortage != Shortage::Wait {
            drawn.given_up.push(line.units(rest));
        }
        drawn.taken.add(line.line.place(), line.units(taken));
    }
    drawn
}

fn short(line: &LineFacts<'_>, asked: Quantity, available: Quantity) -> Cannot {
    let (item, place) = (line.line.item(), line.line.place());
    Cannot::Short { line: line.no, item, place, asked, available }
}
