//! What each entry adds to the sums.

use sklad_base::{Day, LineId, Moment, PlaceId, Quantity};

use super::{
    Arrival, Booking, Promise, Shift,
    touched::{Fact, Wish},
};
use crate::{
    Account, Entry, Event, Fate, Goods, Movement, Refusal, Supply, SupplyId, Way, WhyAdjusted,
};

impl Booking<'_> {
    /// Adds an entry; what is wrong with it is said by [`finish`](Self::finish).
    pub fn enter(&mut self, entry: Entry) {
        if !self.is_sound(&entry) || self.is_without_stock(&entry) || self.is_partners(&entry) {
            return;
        }
        let goods = entry.goods();
        let quantity = goods.quantity;
        match entry {
            Entry::Ask { line, rank, .. } => self.wish(line, goods, Wish::Ask(quantity, rank)),
            Entry::Withdraw { line, .. } => self.wish(line, goods, Wish::Withdraw(quantity)),
            Entry::Reserve { line, rank, .. } => {
                self.wish(line, goods, Wish::Reserve(quantity, rank));
            }
            Entry::ReserveSome { line, rank, .. } => self.promise(line, goods, (rank, None)),
            Entry::ReserveOrWait { line, rank, limit, .. } => {
                self.promise(line, goods, (rank, Some(limit)));
            }
            Entry::Release { line, .. } => self.wish(line, goods, Wish::Release(quantity)),
            Entry::MoveReserve { line, to, .. } => {
                let Goods { place, item, quantity } = goods;
                self.touch(goods, |_| {});
                self.shifts.push(Shift { line, place, to, item, quantity });
            }
            Entry::Mark { line, expires, source, .. } => {
                self.judge_expiry(line, goods.place, expires);
                self.wish(line, goods, Wish::Mark(expires, source));
            }
            Entry::Rerank { line, rank, .. } => self.wish(line, goods, Wish::Rerank(rank)),
            Entry::Ship { line, .. } => self.leave(line, goods, Wish::Take(quantity)),
            Entry::Fulfil { line, .. } => self.leave(line, goods, Wish::Fulfil(quantity)),
            Entry::Transfer { line: Some(line), to, .. } => {
                self.wish(line, goods, Wish::Take(quantity));
                self.take(goods, Account::Place(to), Some(line));
            }
            Entry::Transfer { line: None, to, .. } => self.take_free(goods, Account::Place(to)),
            Entry::Remove { why, .. } => self.take_free(goods, Account::Adjustment(why)),
            Entry::Send { to, due, .. } => {
                self.take_free(goods, Account::Transit);
                self.expect(goods, (Some(goods.place), to), due);
            }
            Entry::Expect { due, .. } => self.expect(goods, (None, goods.place), due),
            Entry::Hold(_) => {
                self.ask_free(goods);
                self.hold(goods, quantity);
            }
            Entry::Unhold(_) => self.hold(goods, quantity.negated()),
            Entry::Receive(_) => self.bring(goods, Account::Supplier, None),
            Entry::Add { why, .. } => self.bring(goods, Account::Adjustment(why), None),
            Entry::TakeBack { line, .. } => self.bring(goods, Account::Customer, Some(line)),
            Entry::Return { line, fate, .. } => self.come_back(line, goods, fate),
            Entry::WriteOff { line, .. } => self.write_off(goods, line, WhyAdjusted::Lost),
            Entry::Arrive { supply, .. } => self.arrive(supply, goods, false),
            Entry::Miss { supply, .. } => self.arrive(supply, goods, true),
            Entry::Count(_) => self.level(goods, Account::Adjustment(WhyAdjusted::Counted)),
            Entry::Level { as_of, .. } => {
                self.include(goods, as_of);
                self.level(goods, Account::Partner);
            }
            Entry::Told { line, way, .. } => self.learn(line, goods, way),
        }
    }

    /// Goods come back from a customer.
    fn come_back(&mut self, line: LineId, goods: Goods, fate: Fate) {
        match fate {
            Fate::Restock => self.bring(goods, Account::Customer, Some(line)),
            Fate::Hold => {
                self.bring(goods, Account::Customer, Some(line));
                self.hold(goods, goods.quantity);
            }
            Fate::Scrap => self.write_off(goods, line, WhyAdjusted::Damaged),
        }
    }

    /// A fact tells which way goods went already.
    fn learn(&mut self, line: Option<LineId>, goods: Goods, way: Way) {
        match way {
            Way::Left => {
                if let Some(line) = line {
                    self.wish(line, goods, Wish::Take(goods.quantity));
                }
                self.told(goods, goods.quantity.negated());
                self.take(goods, Account::Customer, line);
            }
            Way::Came => {
                self.told(goods, goods.quantity);
                self.bring(goods, Account::Supplier, line);
            }
        }
    }

    fn is_sound(&mut self, entry: &Entry) -> bool {
        let Goods { place, item, quantity } = entry.goods();
        let before = self.refusals.len();
        if item >= self.ledger.next_item() {
            self.refusals.push(Refusal::UnknownItem(item));
        } else if let Some(into) = self.ledger.merged_into(item) {
            self.refusals.push(Refusal::Merged { item, into });
        }
        if place >= self.ledger.next_place() {
            self.refusals.push(Refusal::UnknownPlace(place));
        }
        if !entry.has_sound_quantity() {
            self.refusals.push(Refusal::NotPositive { item, quantity });
        }
        if let Some(to) = entry.to() {
            if to == place {
                self.refusals.push(Refusal::SamePlace { item, place });
            } else if to >= self.ledger.next_place() {
                self.refusals.push(Refusal::UnknownPlace(to));
            }
        }
        self.refusals.len() == before
    }

    /// What lines do with an item that is not kept leaves no trace here (B9); anything else is refused.
    fn is_without_stock(&mut self, entry: &Entry) -> bool {
        let item = entry.goods().item;
        let kept = self.ledger.is_kept(item);
        if !kept && entry.line().is_none() {
            self.refusals.push(Refusal::NotKept(item));
        }
        !kept
    }

    /// At a partner's place the books follow the partner's word; at ours they do not.
    fn is_partners(&mut self, entry: &Entry) -> bool {
        let Goods { place, item, .. } = entry.goods();
        let partners = |place| self.ledger.is_partners(place);
        let there = entry.to().filter(|to| partners(*to) && entry.moves_goods());
        if partners(place) && entry.moves_goods() {
            self.refusals.push(Refusal::PartnersBook { item, place });
            return true;
        }
        if let Some(place) = there {
            self.refusals.push(Refusal::PartnersBook { item, place });
            return true;
        }
        let ours = !partners(place) && matches!(entry, Entry::Level { .. });
        if ours {
            self.refusals.push(Refusal::OwnBook { item, place });
        }
        ours
    }

    fn promise(&mut self, line: LineId, goods: Goods, rank: (crate::Rank, Option<Quantity>)) {
        let (Goods { place, item, quantity }, (rank, limit)) = (goods, rank);
        self.touch(goods, |_| {});
        self.promises.push(Promise { rank, line, place, item, quantity, limit });
    }

    fn judge_expiry(&mut self, line: LineId, place: PlaceId, expires: Option<Moment>) {
        let now = self.moment;
        if let Some(expires) = expires.filter(|expires| *expires <= now) {
            self.refusals.push(Refusal::ExpiryInThePast { line, place, expires, now });
        }
    }

    /// Goods leave for a line; at a partner's place they are noted as gone until the partner says so.
    fn leave(&mut self, line: LineId, goods: Goods, wish: Wish) {
        if self.ledger.is_partners(goods.place) {
            return self.wish(line, goods, Wish::Depart(goods.quantity, self.moment));
        }
        self.wish(line, goods, wish);
        self.take(goods, Account::Customer, Some(line));
    }

    fn take_free(&mut self, goods: Goods, to: Account) {
        self.ask_free(goods);
        self.take(goods, to, None);
    }

    fn take(&mut self, goods: Goods, to: Account, line: Option<LineId>) {
        let Goods { place, quantity, .. } = goods;
        self.touch(goods, |cell| cell.on_hand = cell.on_hand.saturating_sub(quantity));
        if let Account::Place(place) = to {
            let there = Goods { place, ..goods };
            self.touch(there, |cell| cell.on_hand = cell.on_hand.saturating_add(quantity));
        }
        self.book(goods, (Account::Place(place), to), line);
    }

    fn bring(&mut self, goods: Goods, from: Account, line: Option<LineId>) {
        self.touch(goods, |cell| cell.on_hand = cell.on_hand.saturating_add(goods.quantity));
        self.book(goods, (from, Account::Place(goods.place)), line);
    }

    fn write_off(&mut self, goods: Goods, line: LineId, why: WhyAdjusted) {
        self.book(goods, (Account::Customer, Account::Adjustment(why)), Some(line));
    }

    /// Notes a movement; how much of it comes from a reserve is known when all entries are there.
    pub(super) fn book(&mut self, goods: Goods, way: (Account, Account), line: Option<LineId>) {
        let Goods { place, item, quantity } = goods;
        let (from, to) = way;
        let day = match to {
            Account::Place(to) => self.day_between(place, to),
            Account::Supplier
            | Account::Customer
            | Account::Transit
            | Account::Partner
            | Account::Adjustment(_) => self.day_at(place),
        };
        let from_reserve = Quantity::ZERO;
        let movement = Movement { item, from, to, quantity, from_reserve, line, day };
        self.moves.push(Event::Moved(movement));
    }

    /// Sets goods aside, or puts them back where the quantity is below zero.
    fn hold(&mut self, goods: Goods, by: Quantity) {
        let Goods { place, item, .. } = goods;
        self.touch(goods, |cell| cell.held = cell.held.saturating_add(by));
        self.moves.push(Event::Held { place, item, quantity: by });
    }

    fn ask_free(&mut self, goods: Goods) {
        let touched = self.touch(goods, |_| {});
        touched.free = touched.free.saturating_add(goods.quantity);
    }

    /// Announces goods; their numbers follow those that the ledger has given.
    fn expect(&mut self, goods: Goods, way: (Option<PlaceId>, PlaceId), due: Day) {
        let Goods { item, quantity, .. } = goods;
        let before = self.moves.iter().filter(|event| matches!(event, Event::Underway(_))).count();
        let before = u32::try_from(before).unwrap_or(u32::MAX);
        let id = SupplyId::new(self.ledger.next_supply().number().saturating_add(before));
        let (from, to) = way;
        self.moves.push(Event::Underway(Supply { id, item, from, to, quantity, due }));
    }

    fn arrive(&mut self, supply: SupplyId, goods: Goods, missed: bool) {
        let Goods { place, item, quantity } = goods;
        let known = self.ledger.supply(supply);
        if known.is_none_or(|known| known.to != place || known.item != item) {
            return self.refusals.push(Refusal::UnknownSupply { supply, item, place });
        }
        if !missed {
            self.touch(goods, |cell| cell.on_hand = cell.on_hand.saturating_add(quantity));
        }
        self.arrivals.push(Arrival { supply, goods, missed });
    }

    /// Notes what a fact makes of on hand.
    fn told(&mut self, goods: Goods, by: Quantity) {
        let touched = self.touch(Goods { quantity: Quantity::ZERO, ..goods }, |_| {});
        touched.fact = match touched.fact {
            Fact::None => Fact::Told(by),
            Fact::Told(other) => Fact::Told(other.saturating_add(by)),
            Fact::Level { by: other, counted } => {
                Fact::Level { by: other.saturating_add(by), counted }
            }
        };
    }

    /// Brings on hand to what was counted or told, whatever else the command does to it.
    fn level(&mut self, goods: Goods, other: Account) {
        let Goods { place, item, quantity } = goods;
        let by = quantity.saturating_sub(self.ledger.cell(place, item).on_hand());
        let counted = matches!(other, Account::Adjustment(_));
        let touched = self.touch(Goods { quantity: by, ..goods }, |cell| {
            cell.on_hand = cell.on_hand.saturating_add(by);
        });
        if matches!(touched.fact, Fact::Level { .. }) {
            return self.refusals.push(Refusal::CountedTwice { item, place });
        }
        touched.fact = Fact::Level { by: by.saturating_add(touched.fact.by()), counted };
        let here = Account::Place(place);
        let (difference, way) =
            if by.is_negative() { (by.negated(), (here, other)) } else { (by, (other, here)) };
        if difference.is_positive() {
            self.book(Goods { quantity: difference, ..goods }, way, None);
        }
    }

    /// A level includes what had left by our own word before it was taken.
    fn include(&mut self, goods: Goods, as_of: Moment) {
        let Goods { place, item, .. } = goods;
        let claims: Vec<LineId> =
            self.ledger.claims_on(place, item).map(|claim| claim.line).collect();
        for line in claims {
            let terms = self.ledger.terms(line, place);
            if terms.sent.is_positive() && terms.sent_at.is_none_or(|at| at <= as_of) {
                self.wish(line, Goods { quantity: terms.sent, ..goods }, Wish::Include(terms.sent));
            }
        }
    }
}
