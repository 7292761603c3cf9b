//! The short way for what nearly every command is: lines of one order, each with a cell of its own, that reserve,
//! release or ship what is reserved.
//!
//! It only ever accepts. Where a line is anything else, or something is wrong with it, [`Booking`](crate::Booking)
//! decides; a law proves that both give the same events.

use sklad_base::{Day, Envelope, Events, LineId, Moment, OutletId, PlaceId, Quantity};

use crate::{
    Account, Claim, Command, Entry, Event, Goods, Ledger, Movement, Policy, Rank, claims::NONE,
};

/// What a plain line does.
enum Plain {
    Reserve(Rank),
    Release,
    Ship,
}

impl Ledger {
    /// Decides the command if it is plain; else leaves `out` as it was and says so.
    pub(crate) fn decide_plain(
        &self,
        entries: &[Entry],
        (policy, moment): (&Policy, Moment),
        out: &mut Events<Event>,
    ) -> bool {
        let start = out.len();
        let mut days = Days { policy, moment, last: None };
        let all = entries.len() <= FEW
            && self.merged.is_empty()
            && self.unkept.is_empty()
            && self.partners.is_empty()
            && entries.iter().enumerate().all(|(at, entry)| {
                are_apart(entries, at) && self.plain_event(entry, &mut days, out).is_some()
            });
        if !all {
            out.truncate(start);
        }
        all
    }

    /// Reads what a few commands will need: first the shelves and the first slots of their orders, then what those
    /// lead to.
    pub(crate) fn touch_all(&self, commands: &[Envelope<Command>]) -> u64 {
        let (mut cells, mut slots) = ([NONE; 4 * READ], [NONE; READ]);
        let entries =
            commands.iter().filter_map(entries_of).flat_map(|entries| entries.iter().take(4));
        for (cell, entry) in cells.iter_mut().zip(entries) {
            let Goods { place, item, .. } = entry.goods();
            *cell = self.shelves.shelf(place, item).map_or(NONE, |shelf| shelf.first);
        }
        let orders = commands.iter().filter_map(|command| entries_of(command)?.first()?.line());
        for (slot, line) in slots.iter_mut().zip(orders) {
            *slot = self.claims.first(line.order());
        }
        let seen = cells.iter().fold(0, |sum, slot| sum ^ self.claims.touch_slot(*slot));
        let seen = slots.iter().fold(seen, |sum, slot| sum ^ self.claims.touch_order(*slot));
        seen.into()
    }

    #[inline]
    fn plain_event(
        &self,
        entry: &Entry,
        days: &mut Days<'_>,
        out: &mut Events<Event>,
    ) -> Option<()> {
        let (way, line, goods) = plain(entry)?;
        let Goods { place, item, quantity } = goods;
        let shelf = self.shelves.shelf(place, item)?;
        let small = |part: Quantity| part.millionths().unsigned_abs() < SMALL;
        let is_plain = item.index() < self.items
            && place.index() < self.places.len()
            && shelf.is_plain()
            && quantity.is_positive()
            && small(quantity)
            && small(shelf.on_hand)
            && small(shelf.reserved);
        if !is_plain {
            return None;
        }
        let slot = self.claims.find(line, place);
        if let Plain::Reserve(rank) = way {
            let rank = match slot {
                Some(slot) => self.claims.plain(slot).filter(|held| held.item == item)?.rank,
                None => rank,
            };
            let free = shelf.on_hand.saturating_sub(shelf.reserved);
            let asked = Quantity::ZERO;
            let claim = Claim { line, item, place, rank, asked, reserved: quantity };
            return (free >= quantity).then(|| out.push(Event::Claimed(claim)));
        }
        let held = self.claims.plain(slot?)?;
        if held.item != item || held.reserved < quantity {
            return None;
        }
        let Plain::Ship = way else {
            let (asked, reserved) = (Quantity::ZERO, quantity.negated());
            out.push(Event::Claimed(Claim { asked, reserved, ..held }));
            return Some(());
        };
        let (from, to) = (Account::Place(place), Account::Customer);
        let day = days.at(self, place);
        let line = Some(line);
        let from_reserve = quantity;
        out.push(Event::Moved(Movement { item, from, to, quantity, from_reserve, line, day }));
        Some(())
    }
}

/// The business day of the last outlet asked for: the lines of an order mostly leave from one.
struct Days<'a> {
    policy: &'a Policy,
    moment: Moment,
    last: Option<(OutletId, Day)>,
}

impl Days<'_> {
    fn at(&mut self, ledger: &Ledger, place: PlaceId) -> Day {
        let outlet = ledger.outlet_of(place).unwrap_or(OutletId::new(0));
        match self.last {
            Some((last, day)) if last == outlet => day,
            Some(_) | None => {
                let day = ledger.business_day(outlet, self.moment, self.policy);
                self.last = Some((outlet, day));
                day
            }
        }
    }
}

fn entries_of(command: &Envelope<Command>) -> Option<&[Entry]> {
    if let Command::Book(entries) = &command.command { Some(entries) } else { None }
}

#[inline]
fn plain(entry: &Entry) -> Option<(Plain, LineId, Goods)> {
    if let Entry::Reserve { line, goods, rank } = *entry {
        return Some((Plain::Reserve(rank), line, goods));
    }
    if let Entry::Fulfil { line, goods } | Entry::Ship { line, goods } = *entry {
        return Some((Plain::Ship, line, goods));
    }
    if let Entry::Release { line, goods } = *entry {
        return Some((Plain::Release, line, goods));
    }
    None
}

/// Tells whether an entry comes after those before it in the order of events, and touches a cell of its own.
fn are_apart(entries: &[Entry], at: usize) -> bool {
    let key = |entry: &Entry| plain(entry).map(|(_, line, goods)| (line, goods.place));
    let moves = |entry: &Entry| matches!(entry, Entry::Fulfil { .. } | Entry::Ship { .. });
    let (before, entry) = (&entries[..at], &entries[at]);
    let goods = entry.goods();
    before.last().is_none_or(|last| key(last) < key(entry) && moves(last) == moves(entry))
        && before.iter().all(|other| {
            let other = other.goods();
            (other.item, other.place) != (goods.item, goods.place)
        })
}

const FEW: usize = 8;
/// How many commands are read ahead at most.
const READ: usize = 32;
/// Sums of a few such parts fit into 64 bits.
const SMALL: u64 = 1 << 60;
