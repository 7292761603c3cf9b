//! The plain model that the ledger is compared with: maps, whole units, one rule a line.

use std::collections::BTreeMap;

use sklad_base::{ItemId, LineId, LineNo, Moment, OrderId, PlaceId, Quantity};
use sklad_stock::{Entry, Fate, Goods, Rank, WhyAdjusted};

/// One entry as the model reads it: small numbers, so that histories meet each other.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Want {
    pub what: u8,
    pub line: u32,
    pub place: u32,
    pub item: u32,
    pub quantity: i64,
}

/// Per line and place: the item, what is asked and what is reserved.
type Claims = BTreeMap<(u32, u32), (u32, i64, i64)>;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Model {
    pub on_hand: BTreeMap<(u32, u32), i64>,
    pub held: BTreeMap<(u32, u32), i64>,
    pub claims: Claims,
}

impl Model {
    /// Books all or none: what is promised must be there, what leaves may take available down to `-limit(place)`.
    pub(crate) fn book(&mut self, wants: &[Want], limit: impl Fn(u32) -> i64) -> bool {
        let mut after = self.clone();
        let mut taken: BTreeMap<(u32, u32), i64> = BTreeMap::new();
        let mut sound = true;
        for want in wants {
            sound &= after.enter(want, &mut taken);
        }
        let promised: BTreeMap<_, _> = after.claims.clone();
        for (key, claim) in &mut after.claims {
            let quantity = taken.get(key).copied().unwrap_or(0);
            sound &= claim.1 >= 0 && claim.2 >= 0;
            claim.1 = (claim.1 - quantity).max(0);
            claim.2 -= quantity.min(claim.2);
        }
        for cell in self.cells().into_iter().chain(after.cells()) {
            let held = after.held.get(&cell).copied().unwrap_or(0);
            let grown = |(key, claim): (&(u32, u32), &(u32, i64, i64))| {
                let before = self.claims.get(key).map_or(0, |claim| claim.2);
                let mine = (key.1, claim.0) == cell;
                let kept = (after.claims[key].2 - before).max(0);
                if mine { (claim.2 - before).min(kept) } else { 0 }
            };
            let promises: i64 = promised.iter().map(grown).sum::<i64>() + held
                - self.held.get(&cell).copied().unwrap_or(0);
            let (was, is) = (self.available(cell), after.available(cell));
            let borne = if promises > 0 { is >= 0 } else { is >= was || is >= -limit(cell.0) };
            sound &= held >= 0 && borne;
        }
        after.claims.retain(|_, claim| claim.1 > 0 || claim.2 > 0);
        if sound {
            *self = after;
        }
        sound
    }

    fn enter(&mut self, want: &Want, taken: &mut BTreeMap<(u32, u32), i64>) -> bool {
        let Want { what, line, place, item, quantity } = *want;
        let (cell, key) = ((place, item), (line, place));
        let mut hand = |place, by| *self.on_hand.entry((place, item)).or_default() += by;
        match what {
            RECEIVE | RETURN | ADD | TAKE_BACK => hand(place, quantity),
            RETURN_HELD => {
                hand(place, quantity);
                *self.held.entry(cell).or_default() += quantity;
            }
            RETURN_SCRAP | WRITE_OFF => {}
            HOLD => *self.held.entry(cell).or_default() += quantity,
            UNHOLD => *self.held.entry(cell).or_default() -= quantity,
            REMOVE => hand(place, -quantity),
            MOVE_FREE => {
                hand(place, -quantity);
                hand(1 - place, quantity);
            }
            SHIP | MOVE => {
                hand(place, -quantity);
                if what == MOVE {
                    hand(1 - place, quantity);
                }
                *taken.entry(key).or_default() += quantity;
            }
            _ => {}
        }
        if matches!(what, ASK | WITHDRAW | RESERVE | RELEASE | SHIP | MOVE) {
            let claim = self.claims.entry(key).or_insert((item, 0, 0));
            match what {
                ASK => claim.1 += quantity,
                WITHDRAW => claim.1 -= quantity,
                RESERVE => claim.2 += quantity,
                RELEASE => claim.2 -= quantity,
                _ => {}
            }
            return claim.0 == item;
        }
        true
    }

    fn cells(&self) -> Vec<(u32, u32)> {
        self.on_hand
            .keys()
            .chain(self.held.keys())
            .copied()
            .collect::<Vec<_>>()
            .into_iter()
            .chain(self.claims.iter().map(|(key, claim)| (key.1, claim.0)))
            .collect()
    }

    pub(crate) fn reserved(&self, cell: (u32, u32)) -> i64 {
        self.of(cell).map(|(_, claim)| claim.2).sum()
    }

    pub(crate) fn pending(&self, cell: (u32, u32)) -> i64 {
        self.of(cell).map(|(_, claim)| (claim.1 - claim.2).max(0)).sum()
    }

    pub(crate) fn available(&self, cell: (u32, u32)) -> i64 {
        let at = |map: &BTreeMap<_, i64>| map.get(&cell).copied().unwrap_or(0);
        at(&self.on_hand) - self.reserved(cell) - at(&self.held)
    }

    /// Who goes short, lower lines first: the ranks of these histories grow with the line.
    pub(crate) fn short(&self, cell: (u32, u32)) -> Vec<(u32, i64)> {
        let mut left = self.available(cell).max(0);
        let mut short = Vec::new();
        for (key, claim) in self.of(cell) {
            let pending = (claim.1 - claim.2).max(0);
            if pending > left {
                short.push((key.0, pending - left));
            }
            left = (left - pending).max(0);
        }
        short
    }

    fn of(&self, cell: (u32, u32)) -> impl Iterator<Item = (&(u32, u32), &(u32, i64, i64))> {
        self.claims.iter().filter(move |(key, claim)| (key.1, claim.0) == cell)
    }
}

impl Want {
    /// The same entry as the ledger reads it.
    pub(crate) fn entry(&self) -> Entry {
        let place = PlaceId::new(self.place);
        let to = PlaceId::new(1 - self.place);
        let quantity = Quantity::from_millionths(self.quantity * 1_000_000);
        let goods = Goods { place, item: ItemId::new(self.item), quantity };
        let line = LineId::new(OrderId::new(self.line), LineNo::new(0));
        let rank = Rank { priority: 0, since: Moment::FIRST.plus_seconds(i64::from(self.line)) };
        match self.what {
            RECEIVE => Entry::Receive(goods),
            ASK => Entry::Ask { line, goods, rank },
            WITHDRAW => Entry::Withdraw { line, goods },
            RESERVE => Entry::Reserve { line, goods, rank },
            RELEASE => Entry::Release { line, goods },
            SHIP => Entry::Ship { line, goods },
            TAKE_BACK => Entry::TakeBack { line, goods },
            RETURN => Entry::Return { line, goods, fate: Fate::Restock },
            RETURN_HELD => Entry::Return { line, goods, fate: Fate::Hold },
            RETURN_SCRAP => Entry::Return { line, goods, fate: Fate::Scrap },
            WRITE_OFF => Entry::WriteOff { line, goods },
            MOVE => Entry::Transfer { line: Some(line), goods, to },
            MOVE_FREE => Entry::Transfer { line: None, goods, to },
            ADD => Entry::Add { goods, why: WhyAdjusted::Found },
            REMOVE => Entry::Remove { goods, why: WhyAdjusted::Lost },
            HOLD => Entry::Hold(goods),
            _ => Entry::Unhold(goods),
        }
    }
}

const RECEIVE: u8 = 0;
const ASK: u8 = 1;
const WITHDRAW: u8 = 2;
const RESERVE: u8 = 3;
const RELEASE: u8 = 4;
const SHIP: u8 = 5;
const TAKE_BACK: u8 = 6;
const RETURN: u8 = 7;
const RETURN_HELD: u8 = 8;
const RETURN_SCRAP: u8 = 9;
const WRITE_OFF: u8 = 10;
const MOVE: u8 = 11;
const MOVE_FREE: u8 = 12;
const ADD: u8 = 13;
const REMOVE: u8 = 14;
const HOLD: u8 = 15;
const UNHOLD: u8 = 16;
/// How many kinds there are.
pub(crate) const KINDS: u8 = UNHOLD + 1;
