//! The short way for what nearly every command is: lines of one order, each with a cell of its own, that reserve,
//! release or ship what is reserved.
//!
//! It only ever accepts. Where a line is anything else, or something is wrong with it, [`Booking`](crate::Booking)
//! decides; a law proves that both give the same events.

use sklad_base::{Day, Envelope, Events, LineId, Moment, OutletId, PlaceId, Quantity};

use crate::{
    Account, Claim, Command, Entry, Event, Goods, Ledger, Movement, Policy, Rank, claims::NONE,
};

/// A plain line.
struct Plain {
    way: Way,
    line: LineId,
    goods: Goods,
}

/// What it does.
#[derive(Clone, Copy)]
enum Way {
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
        let simple = self.merged.is_empty() && self.unkept.is_empty() && self.partners.is_empty();
        let all = simple && self.plain_events(entries, (policy, moment), out).is_some();
        if !all {
            out.truncate(start);
        }
        all
    }

    fn plain_events(
        &self,
        entries: &[Entry],
        (policy, moment): (&Policy, Moment),
        out: &mut Events<Event>,
    ) -> Option<()> {
        let mut days = Days { policy, moment, last: None };
        let mut cells = [u64::MAX; FEW];
        let mut last = None;
        for (at, entry) in entries.iter().enumerate() {
            let plain = plain(entry)?;
            let Plain { line, goods: Goods { place, item, .. }, .. } = plain;
            // In the order of events, claims apart from movements, and each cell once.
            let key = (line, place);
            if last.is_some_and(|(before, ships)| before >= key || ships != plain.ships()) {
                return None;
            }
            last = Some((key, plain.ships()));
            let cell = (u64::from(place.number()) << 32) | u64::from(item.number());
            if cells.get(..at)?.contains(&cell) {
                return None;
            }
            *cells.get_mut(at)? = cell;
            self.plain_event(&plain, &mut days, out)?;
        }
        Some(())
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
        plain: &Plain,
        days: &mut Days<'_>,
        out: &mut Events<Event>,
    ) -> Option<()> {
        let Plain { way, line, goods: Goods { place, item, quantity } } = *plain;
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
        let asked = Quantity::ZERO;
        if let Way::Reserve(rank) = way {
            let rank = match slot {
                Some(slot) => self.claims.plain(slot).filter(|held| held.item == item)?.rank,
                None => rank,
            };
            let free = shelf.on_hand.saturating_sub(shelf.reserved);
            let claim = Claim { line, item, place, rank, asked, reserved: quantity };
            return (free >= quantity).then(|| out.push(Event::Claimed(claim)));
        }
        let slot = slot?;
        let (held, reserved) = self.claims.plain_reserve(slot)?;
        if held != item || reserved < quantity {
            return None;
        }
        if let Way::Release = way {
            let rank = self.claims.plain(slot)?.rank;
            let reserved = quantity.negated();
            out.push(Event::Claimed(Claim { line, item, place, rank, asked, reserved }));
            return Some(());
        }
        let (from, to) = (Account::Place(place), Account::Customer);
        let (line, from_reserve, day) = (Some(line), quantity, days.at(self, place));
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

impl Plain {
    const fn ships(&self) -> bool {
        matches!(self.way, Way::Ship)
    }
}

#[inline]
fn plain(entry: &Entry) -> Option<Plain> {
    if let Entry::Reserve { line, goods, rank } = *entry {
        return Some(Plain { way: Way::Reserve(rank), line, goods });
    }
    if let Entry::Fulfil { line, goods } | Entry::Ship { line, goods } = *entry {
        return Some(Plain { way: Way::Ship, line, goods });
    }
    if let Entry::Release { line, goods } = *entry {
        return Some(Plain { way: Way::Release, line, goods });
    }
    None
}

const FEW: usize = 8;
/// How many commands are read ahead at most.
const READ: usize = 32;
/// Sums of a few such parts fit into 64 bits.
const SMALL: u64 = 1 << 60;
