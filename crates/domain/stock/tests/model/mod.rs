//! The plain model that the ledger is compared with: maps, whole units, one rule a line.

#![allow(dead_code, reason = "each test uses some of it")]

pub(crate) mod history;

use std::collections::BTreeMap;

use sklad_base::{ItemId, LineId, LineNo, Moment, OrderId, PlaceId, Quantity};
use sklad_stock::{Entry, Fate, Goods, Rank, WhyAdjusted};

/// One entry as the model reads it: small numbers, so that histories meet each other.
#[derive(Clone, Copy)]
pub(crate) struct Want {
    pub what: u8,
    pub line: u32,
    pub place: u32,
    pub item: u32,
    pub quantity: i64,
}

/// What a line has at a place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) item: u32,
    pub(crate) asked: i64,
    pub(crate) reserved: i64,
    pub(crate) waits: i64,
}

impl Claim {
    pub(crate) fn pending(&self) -> i64 {
        (self.asked - self.reserved).max(0)
    }

    /// After that much has left: the reserve goes first, and what waits is never more than what is pending.
    fn less(self, taken: i64) -> Self {
        let asked = (self.asked - taken).max(0);
        let reserved = self.reserved - taken.min(self.reserved.max(0));
        let after = Self { asked, reserved, ..self };
        Self { waits: self.waits.min(after.pending()), ..after }
    }
}

/// A line and a place.
type Key = (u32, u32);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Model {
    pub(crate) on_hand: BTreeMap<Key, i64>,
    pub(crate) held: BTreeMap<Key, i64>,
    pub(crate) claims: BTreeMap<Key, Claim>,
    taken: BTreeMap<Key, i64>,
}

impl Model {
    /// Books all or none: what is promised must be there, what leaves may take available down to `-limit(place)`.
    pub(crate) fn book(&mut self, wants: &[Want], limit: impl Fn(u32) -> i64) -> bool {
        let mut after = self.clone();
        let mut sound = wants.iter().all(|want| after.enter(want, self));
        if !sound {
            return false;
        }
        sound = sound && after.shift(wants);
        for want in wants.iter().filter(|want| want.what == FULFIL) {
            let bound = wants.iter().filter(|other| other.what == FULFIL);
            let bound = bound.filter(|other| (other.line, other.place) == (want.line, want.place));
            let reserved = after.claims[&(want.line, want.place)].reserved;
            sound &= reserved >= bound.map(|other| other.quantity).sum::<i64>();
        }
        sound &= after.claims.values().all(|claim| claim.asked >= 0 && claim.reserved >= 0);
        after.fill();
        sound = sound && after.promise(wants);
        sound = sound && after.is_borne(self, wants, &limit);
        if !sound {
            return false;
        }
        after.give_way(wants, &limit);
        for (key, claim) in &mut after.claims {
            *claim = claim.less(after.taken.get(key).copied().unwrap_or(0));
        }
        after.taken.clear();
        after.claims.retain(|_, claim| claim.asked > 0 || claim.reserved > 0);
        *self = after;
        true
    }

    fn enter(&mut self, want: &Want, before: &Self) -> bool {
        let Want { what, line, place, item, quantity } = *want;
        let (cell, key) = ((place, item), (line, place));
        let mut hand = |place, by| *self.on_hand.entry((place, item)).or_default() += by;
        match what {
            RECEIVE | RETURN | ADD | TAKE_BACK => hand(place, quantity),
            RETURN_HELD => {
                hand(place, quantity);
                *self.held.entry(cell).or_default() += quantity;
            }
            HOLD => *self.held.entry(cell).or_default() += quantity,
            UNHOLD => *self.held.entry(cell).or_default() -= quantity,
            REMOVE => hand(place, -quantity),
            COUNT => hand(place, quantity - before.on_hand.get(&cell).copied().unwrap_or(0)),
            MOVE_FREE => {
                hand(place, -quantity);
                hand(1 - place, quantity);
            }
            SHIP | MOVE | FULFIL => {
                hand(place, -quantity);
                if what == MOVE {
                    hand(1 - place, quantity);
                }
                *self.taken.entry(key).or_default() += quantity;
            }
            _ => {}
        }
        if matches!(what, ASK | WITHDRAW | RESERVE | RELEASE | SHIP | MOVE | FULFIL) {
            let claim = self.claim(key, item);
            match what {
                ASK => claim.asked += quantity,
                WITHDRAW => claim.asked -= quantity,
                RESERVE => claim.reserved += quantity,
                RELEASE => claim.reserved -= quantity,
                _ => {}
            }
            return claim.item == item;
        }
        true
    }

    /// Promises that move: released here, made there, with what is asked.
    fn shift(&mut self, wants: &[Want]) -> bool {
        let mut shifts: Vec<_> = wants.iter().filter(|want| want.what == MOVE_RESERVE).collect();
        shifts.sort_by_key(|want| (want.line, want.place, want.item, want.quantity));
        for Want { line, place, item, quantity, .. } in shifts {
            let now = self.now((*line, *place));
            if now.is_none_or(|claim| claim.item != *item) {
                return false;
            }
            let asked = now.map_or(0, |claim| claim.asked.min(*quantity));
            let here = self.claim((*line, *place), *item);
            here.reserved -= quantity;
            here.asked -= asked;
            let there = self.claim((*line, 1 - place), *item);
            there.reserved += quantity;
            there.asked += asked;
            if there.item != *item {
                return false;
            }
        }
        true
    }

    /// What has come goes to those who wait, lower lines first.
    fn fill(&mut self) {
        let keys: Vec<Key> = self.claims.keys().copied().collect();
        for key in keys {
            let Some(now) = self.now(key) else { continue };
            let given = now.waits.min(self.available((key.1, now.item)));
            if given > 0 {
                let taken = self.taken.get(&key).copied().unwrap_or(0);
                let claim = self.claim(key, now.item);
                claim.reserved += given + (taken - claim.reserved).max(0);
                claim.waits = (claim.waits - given).max(0);
            }
        }
    }

    /// Promises what there is; two more may wait where that is asked for.
    fn promise(&mut self, wants: &[Want]) -> bool {
        let mut promises: Vec<_> =
            wants.iter().filter(|want| matches!(want.what, SOME | WAIT)).collect();
        promises.sort_by_key(|want| (want.line, want.place, want.item, want.quantity, want.what));
        for Want { what, line, place, item, quantity } in promises {
            let key = (*line, *place);
            let taken = self.taken.get(&key).copied().unwrap_or(0);
            let leaving =
                taken - self.claims.get(&key).map_or(0, |claim| claim.reserved.min(taken));
            let there = (self.available((*place, *item)) + leaving).clamp(0, *quantity);
            let rest = quantity - there;
            if there == 0 && *what == SOME {
                continue;
            }
            let claim = self.claim(key, *item);
            claim.reserved += there;
            if claim.item != *item || (*what == WAIT && rest > 2) {
                return false;
            }
            if *what == WAIT && rest > 0 {
                self.wait(key, rest);
            }
        }
        true
    }

    fn wait(&mut self, key: Key, more: i64) {
        let taken = self.taken.get(&key).copied().unwrap_or(0);
        let Some(claim) = self.claims.get_mut(&key) else { return };
        claim.waits += more;
        let now = claim.less(taken);
        if now.asked < now.reserved + claim.waits {
            claim.asked = taken + now.reserved + claim.waits;
        }
    }

    fn is_borne(&self, before: &Self, wants: &[Want], limit: &impl Fn(u32) -> i64) -> bool {
        let counts = wants.iter().filter(|want| want.what == COUNT);
        let counts: Vec<Key> = counts.map(|want| (want.place, want.item)).collect();
        let once = counts.iter().all(|cell| counts.iter().filter(|it| *it == cell).count() == 1);
        let cells = before.cells().into_iter().chain(self.cells()).all(|cell| {
            let held = self.held.get(&cell).copied().unwrap_or(0);
            let more_held = held - before.held.get(&cell).copied().unwrap_or(0);
            let promises: i64 = self
                .of(cell)
                .map(|(key, claim)| {
                    let had = before.claims.get(key).map_or(0, |claim| claim.reserved);
                    let taken = self.taken.get(key).copied().unwrap_or(0);
                    (claim.reserved - had).min((claim.less(taken).reserved - had).max(0))
                })
                .sum();
            let gone = before.of(cell).filter(|(key, _)| !self.claims.contains_key(*key));
            let promises =
                promises + more_held - gone.map(|(_, claim)| claim.reserved).sum::<i64>();
            let was = before.available(cell);
            let counted =
                wants.iter().find(|want| want.what == COUNT && (want.place, want.item) == cell);
            let fact = counted
                .map_or(0, |want| want.quantity - before.on_hand.get(&cell).copied().unwrap_or(0));
            let is = self.available(cell);
            held >= 0
                && if promises > 0 { is >= 0 } else { is >= was + fact || is >= -limit(cell.0) }
        });
        once && cells
    }

    /// Where a count leaves less than is promised, the highest lines wait instead.
    fn give_way(&mut self, wants: &[Want], limit: &impl Fn(u32) -> i64) {
        for want in wants.iter().filter(|want| want.what == COUNT) {
            let cell = (want.place, want.item);
            let keys: Vec<Key> = self.of(cell).map(|(key, _)| *key).collect();
            for key in keys.into_iter().rev() {
                let missing = -limit(cell.0) - self.available(cell);
                let Some(now) = self.now(key) else { continue };
                let by = now.reserved.min(missing);
                if by > 0 {
                    let claim = self.claim(key, want.item);
                    claim.reserved -= by;
                    claim.waits = now.waits;
                    self.wait(key, by);
                }
            }
        }
    }

    fn claim(&mut self, key: Key, item: u32) -> &mut Claim {
        self.claims.entry(key).or_insert_with(|| Claim { item, ..Claim::default() })
    }

    /// A claim with what has left taken off.
    fn now(&self, key: Key) -> Option<Claim> {
        let claim = self.claims.get(&key)?.less(self.taken.get(&key).copied().unwrap_or(0));
        (claim.asked > 0 || claim.reserved > 0).then_some(claim)
    }

    fn cells(&self) -> Vec<(u32, u32)> {
        self.on_hand
            .keys()
            .chain(self.held.keys())
            .copied()
            .collect::<Vec<_>>()
            .into_iter()
            .chain(self.claims.iter().map(|(key, claim)| (key.1, claim.item)))
            .collect()
    }

    pub(crate) fn reserved(&self, cell: (u32, u32)) -> i64 {
        self.of(cell).filter_map(|(key, _)| self.now(*key)).map(|claim| claim.reserved).sum()
    }

    pub(crate) fn pending(&self, cell: (u32, u32)) -> i64 {
        self.of(cell).map(|(_, claim)| claim.pending()).sum()
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
            if claim.pending() > left {
                short.push((key.0, claim.pending() - left));
            }
            left = (left - claim.pending()).max(0);
        }
        short
    }

    fn of(&self, cell: (u32, u32)) -> impl Iterator<Item = (&Key, &Claim)> {
        self.claims.iter().filter(move |(key, claim)| (key.1, claim.item) == cell)
    }
}

impl std::fmt::Debug for Want {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { what, line, place, item, quantity } = self;
        let word = WORDS[usize::from(*what)];
        write!(f, "{word} {quantity} of {item} at {place} for {line}")
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
            UNHOLD => Entry::Unhold(goods),
            FULFIL => Entry::Fulfil { line, goods },
            SOME => Entry::ReserveSome { line, goods, rank },
            WAIT => {
                let limit = Quantity::from_millionths(2_000_000);
                Entry::ReserveOrWait { line, goods, rank, limit }
            }
            COUNT => Entry::Count(goods),
            _ => Entry::MoveReserve { line, goods, to },
        }
    }
}

const WORDS: [&str; 22] = [
    "receive",
    "ask",
    "withdraw",
    "reserve",
    "release",
    "ship",
    "take back",
    "return",
    "return held",
    "return scrap",
    "write off",
    "move",
    "move free",
    "add",
    "remove",
    "hold",
    "unhold",
    "fulfil",
    "some",
    "wait",
    "count",
    "move reserve",
];
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
const FULFIL: u8 = 17;
const SOME: u8 = 18;
const WAIT: u8 = 19;
const COUNT: u8 = 20;
const MOVE_RESERVE: u8 = 21;
/// How many kinds there are.
pub(crate) const KINDS: u8 = MOVE_RESERVE + 1;
