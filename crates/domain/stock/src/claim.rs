//! What order lines hold and wait for, and who goes short.

use std::collections::{BTreeMap, BTreeSet};

use sklad_base::{ItemId, LineId, Moment, PlaceId, Quantity};

use crate::{Cell, Goods};

/// Who is served first: lower priority, then earlier moment, then lower line id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "plain data that callers build")]
pub struct Rank {
    /// 0 is served before 1.
    pub priority: u32,
    /// Since when the line waits.
    pub since: Moment,
}

impl Rank {
    /// Served after all others.
    pub(crate) const LAST: Self = Self { priority: u32::MAX, since: Moment::LAST };
}

/// What one order line has at one place.
///
/// Invariant: `reserved` is never negative; what the line waits for is `asked` less `reserved`, at least zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
pub struct Claim {
    /// Whose it is.
    pub line: LineId,
    /// Of which item.
    pub item: ItemId,
    /// At which place.
    pub place: PlaceId,
    /// When it is served.
    pub rank: Rank,
    /// What its order still asks for here.
    pub asked: Quantity,
    /// What is promised to it here.
    pub reserved: Quantity,
}

impl Claim {
    /// Returns the claim of a line that has none yet.
    pub(crate) const fn none(line: LineId, goods: Goods, rank: Rank) -> Self {
        let Goods { place, item, .. } = goods;
        Self { line, item, place, rank, asked: Quantity::ZERO, reserved: Quantity::ZERO }
    }

    /// Returns what it asks for and has no promise of.
    #[must_use]
    pub const fn pending(&self) -> Quantity {
        self.asked.saturating_sub(self.reserved).or_zero()
    }
}

/// An order line that will come up short, unless something changes (B12).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
pub struct Shortage {
    /// Whose it is.
    pub line: LineId,
    /// Of which item.
    pub item: ItemId,
    /// At which place.
    pub place: PlaceId,
    /// How much is missing after all who rank before have been served.
    pub missing: Quantity,
}

/// All open claims, by holder and, for each cell, by rank.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Claims {
    by_holder: BTreeMap<(LineId, PlaceId), Claim>,
    by_rank: BTreeSet<(PlaceId, ItemId, Rank, LineId)>,
}

impl Claims {
    pub(crate) fn get(&self, line: LineId, place: PlaceId) -> Option<&Claim> {
        self.by_holder.get(&(line, place))
    }

    /// Adds to a claim and returns by how much its reserve and its pending changed.
    pub(crate) fn add(&mut self, change: Claim) -> (Quantity, Quantity) {
        let key = (change.line, change.place);
        let before = self.by_holder.get(&key).copied();
        let held =
            before.unwrap_or(Claim { asked: Quantity::ZERO, reserved: Quantity::ZERO, ..change });
        let after = Claim {
            asked: held.asked.saturating_add(change.asked).or_zero(),
            reserved: held.reserved.saturating_add(change.reserved),
            ..held
        };
        let ranked = (held.place, held.item, held.rank, held.line);
        if after.asked.is_zero() && after.reserved.is_zero() {
            self.by_holder.remove(&key);
            self.by_rank.remove(&ranked);
        } else {
            self.by_holder.insert(key, after);
            if before.is_none() {
                self.by_rank.insert(ranked);
            }
        }
        (
            after.reserved.saturating_sub(held.reserved),
            after.pending().saturating_sub(held.pending()),
        )
    }

    /// Goes through the claims on one cell, first served first.
    pub(crate) fn of_cell(&self, place: PlaceId, item: ItemId) -> impl Iterator<Item = &Claim> {
        let first = (place, item, LOWEST, LineId::new(FIRST_ORDER, FIRST_LINE));
        self.by_rank
            .range(first..)
            .take_while(move |key| key.0 == place && key.1 == item)
            .filter_map(|key| self.get(key.3, key.0))
    }

    /// Names those on one cell who go short, first served first.
    pub(crate) fn shortages(&self, place: PlaceId, item: ItemId, cell: Cell) -> Vec<Shortage> {
        let mut left = cell.available().or_zero();
        let mut short = Vec::new();
        for claim in self.of_cell(place, item) {
            let missing = claim.pending().saturating_sub(left).or_zero();
            left = left.saturating_sub(claim.pending()).or_zero();
            if missing.is_positive() {
                short.push(Shortage { line: claim.line, item, place, missing });
            }
        }
        short
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Claim> {
        self.by_holder.values()
    }
}

const FIRST_ORDER: sklad_base::OrderId = sklad_base::OrderId::new(0);
const FIRST_LINE: sklad_base::LineNo = sklad_base::LineNo::new(0);
const LOWEST: Rank = Rank { priority: 0, since: Moment::FIRST };
