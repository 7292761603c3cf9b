//! Which places an order is served from: a pure answer that can be looked at before it is done.

use std::collections::BTreeMap;

use sklad_base::{ItemId, LineId, PlaceId, Quantity};

use crate::Ledger;

/// What a line wants, wherever it comes from.
///
/// ```
/// use sklad_base::{ItemId, LineId, LineNo, OrderId, Quantity};
/// use sklad_stock::{Allocation, Ledger, Want};
///
/// let line = LineId::new(OrderId::new(1), LineNo::new(0));
/// let want = Want { line, item: ItemId::new(0), quantity: Quantity::units(5) };
/// let shares = Ledger::new().allocate(&[want], &[], Allocation::ByPriority);
/// assert_eq!(shares.missing(), Quantity::units(5));
/// assert!(shares.all_or_none().is_none());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that callers build")]
pub struct Want {
    /// Who wants it.
    pub line: LineId,
    /// What.
    pub item: ItemId,
    /// How much.
    pub quantity: Quantity,
}

/// How places are chosen.
///
/// ```
/// use sklad_base::PlaceId;
/// use sklad_stock::{Allocation, Ledger};
///
/// let places = [PlaceId::new(0), PlaceId::new(1)];
/// let shares = Ledger::new().allocate(&[], &places, Allocation::FewestPlaces);
/// assert_eq!(shares.all_or_none(), Some(vec![]), "who wants nothing has it all");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Allocation {
    /// Each line in the order of the places.
    ByPriority,
    /// Each line from where most of its item is available; the order of the places decides between equals.
    MostStock,
    /// The order as a whole from as few places as will do: one at a time, the one that serves most of what is left.
    FewestPlaces,
}

/// One line's part at one place.
///
/// ```
/// use sklad_base::{ItemId, LineId, LineNo, OrderId, PlaceId, Quantity};
/// use sklad_stock::{Goods, Share};
///
/// let line = LineId::new(OrderId::new(1), LineNo::new(0));
/// let (item, place, quantity) = (ItemId::new(0), PlaceId::new(2), Quantity::units(3));
/// let share = Share { line, item, place, quantity };
/// let Share { item, place, quantity, .. } = share;
/// assert_eq!(Goods { place, item, quantity }.place, place, "a share names the goods to reserve");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
pub struct Share {
    /// Whose.
    pub line: LineId,
    /// What.
    pub item: ItemId,
    /// Where from.
    pub place: PlaceId,
    /// How much of what is available there.
    pub quantity: Quantity,
}

/// What each place gives to an order, and what no place can.
///
/// Law 8: per item the shares sum to the smaller of what is wanted and what is available, and at each place they are
/// at most what is available there.
///
/// ```
/// use sklad_base::{ItemId, LineId, LineNo, OrderId, PlaceId, Quantity};
/// use sklad_stock::{Allocation, Ledger, Want};
///
/// let line = LineId::new(OrderId::new(1), LineNo::new(0));
/// let want = Want { line, item: ItemId::new(0), quantity: Quantity::units(5) };
/// let shares = Ledger::new().allocate(&[want], &[PlaceId::new(0)], Allocation::MostStock);
/// assert_eq!(shares.iter().count(), 0, "nothing is there");
/// assert_eq!(shares.left().copied().collect::<Vec<_>>(), [want]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shares {
    shares: Vec<Share>,
    missing: Vec<Want>,
}

impl Shares {
    /// Goes through the parts, line by line.
    pub fn iter(&self) -> impl Iterator<Item = &Share> {
        self.shares.iter()
    }

    /// Goes through what no place can give now: what may be backordered.
    pub fn left(&self) -> impl Iterator<Item = &Want> {
        self.missing.iter()
    }

    /// Returns how much no place can give.
    #[must_use]
    pub fn missing(&self) -> Quantity {
        self.missing.iter().map(|want| want.quantity).fold(Quantity::ZERO, Quantity::saturating_add)
    }

    /// Returns the parts if they are the whole, else nothing.
    #[must_use]
    pub fn all_or_none(self) -> Option<Vec<Share>> {
        self.missing.is_empty().then_some(self.shares)
    }
}

/// What is still available, as shares are given out.
type Free = BTreeMap<(PlaceId, ItemId), Quantity>;

impl Ledger {
    /// Allocates wants over places in the order of their preference; nothing is changed.
    #[must_use]
    pub fn allocate(&self, wants: &[Want], places: &[PlaceId], how: Allocation) -> Shares {
        let mut free = Free::new();
        for want in wants {
            for place in places {
                let available = || self.cell(*place, want.item).available().or_zero();
                free.entry((*place, want.item)).or_insert_with(available);
            }
        }
        self.spread_deficits(places, &mut free);
        let order = match how {
            Allocation::FewestPlaces => fewest(wants, places, &free),
            Allocation::ByPriority | Allocation::MostStock => places.to_vec(),
        };
        let mut shares = Shares::default();
        for want in wants.iter().filter(|want| want.quantity.is_positive()) {
            let mut order = order.clone();
            if how == Allocation::MostStock {
                order.sort_by_key(|place| std::cmp::Reverse(free.get(&(*place, want.item))));
            }
            shares.give(want, &order, &mut free);
        }
        shares.shares.sort_by_key(|share| share.line);
        shares
    }

    /// A place whose books are below zero owes: what it owes is taken off the others, the last first.
    fn spread_deficits(&self, places: &[PlaceId], free: &mut Free) {
        let items: std::collections::BTreeSet<ItemId> = free.keys().map(|key| key.1).collect();
        for item in items {
            let owed = places.iter().map(|place| self.cell(*place, item).available());
            let owed = owed.map(|it| it.negated().or_zero());
            let mut owed = owed.fold(Quantity::ZERO, Quantity::saturating_add);
            for place in places.iter().rev() {
                let Some(there) = free.get_mut(&(*place, item)) else { continue };
                let by = owed.min(*there);
                *there = there.saturating_sub(by);
                owed = owed.saturating_sub(by);
            }
        }
    }
}

impl Shares {
    fn give(&mut self, want: &Want, places: &[PlaceId], free: &mut Free) {
        let Want { line, item, quantity } = *want;
        let mut left = quantity;
        for place in places {
            let Some(there) = free.get_mut(&(*place, item)) else { continue };
            let quantity = left.min(*there);
            if quantity.is_positive() {
                *there = there.saturating_sub(quantity);
                left = left.saturating_sub(quantity);
                self.shares.push(Share { line, item, place: *place, quantity });
            }
        }
        if left.is_positive() {
            self.missing.push(Want { quantity: left, ..*want });
        }
    }
}

/// Returns the places by how much of what is left each serves, the best first.
fn fewest(wants: &[Want], places: &[PlaceId], free: &Free) -> Vec<PlaceId> {
    let mut left: BTreeMap<ItemId, Quantity> = BTreeMap::new();
    for want in wants {
        let sum = left.entry(want.item).or_default();
        *sum = sum.saturating_add(want.quantity.or_zero());
    }
    let served = |left: &BTreeMap<ItemId, Quantity>, place: PlaceId| {
        let parts = left.iter().map(|(item, wanted)| {
            let there = free.get(&(place, *item)).copied().unwrap_or_default();
            (there.min(*wanted), there >= *wanted && wanted.is_positive())
        });
        parts.fold((0_usize, 0_i128), |sum, (quantity, whole)| {
            (sum.0 + usize::from(whole), sum.1 + i128::from(quantity.millionths()))
        })
    };
    let mut rest = places.to_vec();
    let mut order = Vec::new();
    while !rest.is_empty() {
        let best = (0..rest.len()).rev().max_by_key(|at| served(&left, rest[*at]));
        let place = rest.remove(best.unwrap_or(0));
        for (item, wanted) in &mut left {
            let there = free.get(&(place, *item)).copied().unwrap_or_default();
            *wanted = wanted.saturating_sub(there).or_zero();
        }
        order.push(place);
    }
    order
}
