//! The same base one by one, and every record that comes out otherwise.

use std::collections::BTreeMap;

use sklad_base::{Events, OrderId};

use crate::{Bulk, Cause, Customer, Deduped, Flag, Outcome, Policy, Register, Said};

/// A record that is on one card when all are in sight and on another when they come one by one.
///
/// ```
/// use sklad_party::{Policy, Secret, compare};
///
/// assert_eq!(compare(&[], &Policy::new(Secret::new(7))).1, []);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// Which record, from 0.
    pub record: u32,
    /// The first record of its card with all in sight.
    pub bulk: u32,
    /// The first record of its card one by one; nothing where a person had to decide.
    pub one_by_one: Option<u32>,
    /// Why; nothing would be a mistake of ours.
    pub cause: Option<Cause>,
    /// The record in whose way that stood: this one, or the nearest that shares a card with it, either way, or with
    /// one that does.
    pub through: u32,
}

/// Puts a base in order both ways and lists every record that comes out otherwise, with the reason.
///
/// It holds all records and takes several times as long as [`Bulk`] alone.
#[must_use]
pub fn compare(records: &[Said], policy: &Policy) -> (Deduped, Vec<Difference>) {
    let mut bulk = Bulk::new(policy.clone());
    records.iter().for_each(|said| bulk.add(said));
    let deduped = bulk.finish();
    let mut causes = Causes::new(records.len());
    for apart in &deduped.kept_apart {
        causes.name(apart.record, apart.cause);
    }
    let one_by_one = one_by_one(records, policy, &mut causes);

    let (left, right) = (
        founders(deduped.card_of.iter().map(|card| Some(*card))),
        founders(one_by_one.into_iter()),
    );
    causes.spread([&left, &right]);
    let differing =
        (0_u32..).zip(left.into_iter().zip(right)).filter(|(_, (one, other))| one != other);
    let differences = differing.filter_map(|(record, (bulk, one_by_one))| {
        let (cause, through) = causes.of(record).unzip();
        let through = through.unwrap_or(record);
        Some(Difference { record, bulk: bulk?, one_by_one, cause, through })
    });
    (deduped, differences.collect())
}

/// Returns the card of each record when they come as orders, and names what stood in the way.
fn one_by_one(records: &[Said], policy: &Policy, causes: &mut Causes) -> Vec<Option<u32>> {
    let (mut register, mut events) = (Register::new(), Events::new());
    let mut cards = Vec::with_capacity(records.len());
    for (record, said) in (0_u32..).zip(records) {
        events.clear();
        let order = OrderId::new(record);
        let verdict = register.recognise((order, said), policy, &mut events).ok().flatten();
        events.iter().for_each(|event| register.take(event));
        if let Some(verdict) = verdict {
            let is_open = matches!(verdict.outcome, Outcome::Conflict(_) | Outcome::Review);
            let split =
                |flag: &Flag| matches!(flag, Flag::EmailOnOtherCard(_) | Flag::TaxAmbiguous);
            if verdict.row == 17 {
                causes.name(record, Cause::Shared);
            }
            if is_open || verdict.flags.iter().any(split) {
                causes.name(record, Cause::Conflict);
            }
            if verdict.flags.contains(&Flag::TaxMismatch) {
                causes.name(record, Cause::Veto);
            }
        }
        cards.push(match register.customer(order) {
            Some(Customer::Known(card)) => Some(card.number()),
            Some(Customer::Undecided) | None => None,
        });
    }
    cards
}

/// Returns the first record of each record's card.
fn founders(cards: impl Iterator<Item = Option<u32>>) -> Vec<Option<u32>> {
    let mut first = BTreeMap::new();
    cards
        .zip(0_u32..)
        .map(|(card, record)| card.map(|card| *first.entry(card).or_insert(record)))
        .collect()
}

/// What stood in the way of which record, by itself or through another.
struct Causes {
    named: Vec<Option<(Cause, u32)>>,
    /// Records that have one, in the order in which they got it.
    queue: Vec<u32>,
}

impl Causes {
    fn new(records: usize) -> Self {
        Self { named: vec![None; records], queue: Vec::new() }
    }

    fn name(&mut self, record: u32, cause: Cause) {
        self.give(record, (cause, record));
    }

    /// Gives the first cause a record: what stood in its own way counts before what others bring.
    fn give(&mut self, record: u32, cause: (Cause, u32)) {
        let named = usize::try_from(record).ok().and_then(|at| self.named.get_mut(at));
        if let Some(named) = named.filter(|named| named.is_none()) {
            *named = Some(cause);
            self.queue.push(record);
        }
    }

    /// Hands each cause on to those that share a card with its record, on either side, the nearest first.
    fn spread(&mut self, sides: [&[Option<u32>]; 2]) {
        let mut cards = sides.map(|founders| {
            let mut cards: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
            for (founder, record) in founders.iter().zip(0_u32..) {
                if let Some(founder) = founder {
                    cards.entry(*founder).or_default().push(record);
                }
            }
            cards
        });
        self.queue.sort_unstable();
        let mut next = 0;
        while let Some(record) = self.queue.get(next).copied() {
            next += 1;
            let Some(cause) = self.of(record) else { continue };
            for (founders, cards) in sides.iter().zip(&mut cards) {
                let founder =
                    usize::try_from(record).ok().and_then(|at| founders.get(at)).copied().flatten();
                // Each card is gone through once: its records have their cause then.
                let shared = founder.and_then(|founder| cards.remove(&founder)).unwrap_or_default();
                shared.into_iter().for_each(|other| self.give(other, cause));
            }
        }
    }

    fn of(&self, record: u32) -> Option<(Cause, u32)> {
        usize::try_from(record).ok().and_then(|at| self.named.get(at)).copied().flatten()
    }
}
