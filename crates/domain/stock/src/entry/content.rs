//! The content of an entry, as digests tell it: on the hot path, so those that come often are told in few words.
//!
//! Each kind has its number, which must never change: digests stand in logs.

use std::hash::{Hash, Hasher};

use sklad_base::LineId;

use super::{Entry, Goods};

impl Hash for Entry {
    #[inline(always)]
    fn hash<H: Hasher>(&self, state: &mut H) {
        if let Self::Reserve { line, goods, rank } = self {
            hash_line(1, *line, *goods, state);
            rank.hash(state);
        } else if let Self::Release { line, goods } = self {
            hash_line(2, *line, *goods, state);
        } else if let Self::Fulfil { line, goods } = self {
            hash_line(3, *line, *goods, state);
        } else if let Self::Ship { line, goods } = self {
            hash_line(4, *line, *goods, state);
        } else {
            self.hash_other(state);
        }
    }
}

impl Entry {
    /// The number of its kind, then its fields one after the other.
    #[cold]
    #[inline(never)]
    fn hash_other<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Reserve { line, goods, rank } => (1_u8, line, goods, rank).hash(state),
            Self::Release { line, goods } => (2_u8, line, goods).hash(state),
            Self::Fulfil { line, goods } => (3_u8, line, goods).hash(state),
            Self::Ship { line, goods } => (4_u8, line, goods).hash(state),
            Self::Receive(goods) => (5_u8, goods).hash(state),
            Self::Ask { line, goods, rank } => (6_u8, line, goods, rank).hash(state),
            Self::Withdraw { line, goods } => (7_u8, line, goods).hash(state),
            Self::ReserveSome { line, goods, rank } => (8_u8, line, goods, rank).hash(state),
            Self::ReserveOrWait { line, goods, rank, limit } => {
                (9_u8, line, goods, rank, limit).hash(state);
            }
            Self::MoveReserve { line, goods, to } => (10_u8, line, goods, to).hash(state),
            Self::Mark { line, place, item, expires, source } => {
                (11_u8, line, place, item, expires, source).hash(state);
            }
            Self::Rerank { line, place, item, rank } => {
                (12_u8, line, place, item, rank).hash(state);
            }
            Self::TakeBack { line, goods } => (13_u8, line, goods).hash(state),
            Self::Return { line, goods, fate } => (14_u8, line, goods, fate).hash(state),
            Self::WriteOff { line, goods } => (15_u8, line, goods).hash(state),
            Self::Transfer { line, goods, to } => (16_u8, line, goods, to).hash(state),
            Self::Send { goods, to, due } => (17_u8, goods, to, due).hash(state),
            Self::Expect { goods, due } => (18_u8, goods, due).hash(state),
            Self::Arrive { supply, goods } => (19_u8, supply, goods).hash(state),
            Self::Miss { supply, goods } => (20_u8, supply, goods).hash(state),
            Self::Add { goods, why } => (21_u8, goods, why).hash(state),
            Self::Remove { goods, why } => (22_u8, goods, why).hash(state),
            Self::Count(goods) => (23_u8, goods).hash(state),
            Self::Level { goods, as_of } => (24_u8, goods, as_of).hash(state),
            Self::Told { line, goods, way } => (25_u8, line, goods, way).hash(state),
            Self::Hold(goods) => (26_u8, goods).hash(state),
            Self::Unhold(goods) => (27_u8, goods).hash(state),
        }
    }
}

impl Hash for Goods {
    /// All in one step.
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { place, item, quantity } = self;
        let cell = (u64::from(place.number()) << 32) | u64::from(item.number());
        let quantity = u128::from(quantity.millionths().cast_unsigned());
        state.write_u128((quantity << 64) | u128::from(cell));
    }
}

/// The kind, the line and the cell, which fit into two words, then the quantity.
#[inline]
fn hash_line<H: Hasher>(kind: u64, line: LineId, goods: Goods, state: &mut H) {
    let Goods { place, item, quantity } = goods;
    let (order, line) = (u64::from(line.order().number()), u64::from(line.line().number()));
    let line = (kind << 48) | (line << 32) | order;
    let cell = (u64::from(item.number()) << 32) | u64::from(place.number());
    state.write_u128((u128::from(cell) << 64) | u128::from(line));
    state.write_i64(quantity.millionths());
}

#[cfg(test)]
mod tests;
