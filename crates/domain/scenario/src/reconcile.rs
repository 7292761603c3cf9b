//! What the four ways share: the difference between what an order wants and what the books have.

use sklad_base::{Handful, ItemId, PlaceId, Quantity};
use sklad_document::Kind;
use sklad_order::{Bound, Units};
use sklad_stock::Fate;

use crate::{Cannot, Effect, Facts, LineFacts, Plan, Reason, Shortage};

/// Units by the place of their line; places in order, nothing of zero.
pub(crate) type ByPlace = Vec<(PlaceId, Vec<Units>)>;

/// Returns so much of each line by its place.
pub(crate) fn by_place(
    facts: &Facts<'_>,
    quantity: impl Fn(&LineFacts<'_>) -> Quantity,
) -> ByPlace {
    let mut places = ByPlace::new();
    for line in facts.lines {
        add(&mut places, line, quantity(line));
    }
    places
}

fn add(places: &mut ByPlace, line: &LineFacts<'_>, quantity: Quantity) {
    if quantity.is_positive() {
        let place = line.line.place();
        let at = places.binary_search_by_key(&place, |(place, _)| *place).unwrap_or_else(|at| {
            places.insert(at, (place, Vec::new()));
            at
        });
        places[at].1.push(line.units(quantity));
    }
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
    let mut units = ByPlace::new();
    for line in facts.lines.iter().filter(|line| line.line.is_kept()) {
        let wanted = line.line.waiting().saturating_sub(line.reserved);
        let free = shelf.free(line).min(wanted);
        if free.is_positive() {
            shelf.use_up(line, free);
            add(&mut units, line, free);
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
#[derive(Debug, Default)]
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
    let mut drawn = Drawn::default();
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
        add(&mut drawn.taken, line, taken);
    }
    drawn
}

fn short(line: &LineFacts<'_>, asked: Quantity, available: Quantity) -> Cannot {
    let (item, place) = (line.line.item(), line.line.place());
    Cannot::Short { line: line.no, item, place, asked, available }
}

/// The shelf during one plan: what is free, less what the plan has taken so far.
struct Shelf<'a> {
    facts: &'a Facts<'a>,
    used: Handful<(PlaceId, ItemId), Quantity>,
}

impl<'a> Shelf<'a> {
    const fn new(facts: &'a Facts<'a>) -> Self {
        Self { facts, used: Handful::new() }
    }

    /// Returns what is free at the line's place, below zero where others were promised more than is there.
    fn left(&self, line: &LineFacts<'_>) -> Quantity {
        let key = (line.line.place(), line.line.item());
        let used = self.used.get(&key).copied().unwrap_or_default();
        self.facts.shelf.cell(key.0, key.1).available().saturating_sub(used)
    }

    fn free(&self, line: &LineFacts<'_>) -> Quantity {
        self.left(line).or_zero()
    }

    /// Returns how much of what is asked is there: all of it where no stock is kept.
    fn offer(&self, line: &LineFacts<'_>, asked: Quantity) -> Quantity {
        if !line.line.is_kept() {
            return asked;
        }
        asked.min(line.reserved.saturating_add(self.free(line)))
    }

    /// Tells whether the place allows to take it all the same.
    fn bears(&self, line: &LineFacts<'_>, asked: Quantity) -> bool {
        let from_free = asked.saturating_sub(line.reserved).or_zero();
        let after = self.left(line).saturating_sub(from_free);
        self.facts.shelf.policy().negative_at(line.line.place()).bears(after)
    }

    fn use_up(&mut self, line: &LineFacts<'_>, quantity: Quantity) {
        if line.line.is_kept() {
            let key = (line.line.place(), line.line.item());
            let used = self.used.get_or_insert_with(key, Quantity::default);
            *used = used.saturating_add(quantity);
        }
    }
}
