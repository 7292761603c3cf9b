//! The same base one by one, and every record that comes out otherwise.

use std::collections::BTreeMap;

use sklad_base::{Events, OrderId};

use crate::{Bulk, Cause, Class, Customer, Deduped, Flag, Outcome, Policy, Register, Said, said};

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
    for (record, (one, other)) in (0_u32..).zip(left.iter().zip(&right)) {
        one.iter().chain(other).for_each(|founder| causes.tie(record, *founder));
    }
    let differing =
        (0_u32..).zip(left.into_iter().zip(right)).filter(|(_, (one, other))| one != other);
    let differences = differing.filter_map(|(record, (bulk, one_by_one))| {
        Some(Difference { record, bulk: bulk?, one_by_one, cause: causes.of(record) })
    });
    (deduped, differences.collect())
}

/// Returns the card of each record when they come as orders, and names what stood in the way.
fn one_by_one(records: &[Said], policy: &Policy, causes: &mut Causes) -> Vec<Option<u32>> {
    let (mut register, mut events) = (Register::new(), Events::new());
    let mut cards = Vec::with_capacity(records.len());
    let mut values = Vec::new();
    for (record, said) in (0_u32..).zip(records) {
        events.clear();
        let order = OrderId::new(record);
        let verdict = register.recognise((order, said), policy, &mut events).ok().flatten();
        said::read(said, policy, &mut values);
        register.classify(&mut values);
        if values.iter().any(|value| value.class == Class::Shared) {
            causes.name(record, Cause::Shared);
        }
        events.iter().for_each(|event| register.take(event));
        if let Some(verdict) = verdict {
            let is_open = matches!(verdict.outcome, Outcome::Conflict(_) | Outcome::Review);
            let split =
                |flag: &Flag| matches!(flag, Flag::EmailOnOtherCard(_) | Flag::TaxAmbiguous);
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

/// What stood in the way of which records, and which records may have felt it: all that share a card either way.
struct Causes {
    parents: Vec<u32>,
    named: Vec<Option<Cause>>,
}

impl Causes {
    fn new(records: usize) -> Self {
        let parents = (0..u32::try_from(records).unwrap_or(u32::MAX)).collect();
        Self { parents, named: vec![None; records] }
    }

    fn name(&mut self, record: u32, cause: Cause) {
        if let Some(named) = usize::try_from(record).ok().and_then(|at| self.named.get_mut(at)) {
            named.get_or_insert(cause);
        }
    }

    fn tie(&mut self, record: u32, other: u32) {
        let (one, other) = (self.root(record), self.root(other));
        let (root, child) = if one < other { (one, other) } else { (other, one) };
        let cause =
            usize::try_from(child).ok().and_then(|at| self.named.get(at)).copied().flatten();
        if let Some(cause) = cause {
            self.name(root, cause);
        }
        if let Some(parent) = usize::try_from(child).ok().and_then(|at| self.parents.get_mut(at)) {
            *parent = root;
        }
    }

    fn of(&self, record: u32) -> Option<Cause> {
        let own = |record: u32| {
            usize::try_from(record).ok().and_then(|at| self.named.get(at)).copied().flatten()
        };
        own(record).or_else(|| own(self.root(record)))
    }

    fn root(&self, record: u32) -> u32 {
        let mut root = record;
        while let Some(parent) =
            usize::try_from(root).ok().and_then(|at| self.parents.get(at)).filter(|it| **it != root)
        {
            root = *parent;
        }
        root
    }
}
