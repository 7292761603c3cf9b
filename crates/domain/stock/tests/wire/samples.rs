//! One of each event, entry and command.

use sklad_base::{Day, ItemId, LineId, LineNo, Moment, OrderId, OutletId, PlaceId, Quantity, Zone};
use sklad_stock::{
    Account, Backorder, Claim, Command, Discrepancy, Entry, Event, Fate, Goods, Movement, Negative,
    Policy, Rank, ShortCount, Source, Supply, SupplyId, Way, WhyAdjusted,
};

/// The numbers that a sample is made of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numbers {
    pub(crate) number: u32,
    pub(crate) millionths: i64,
    pub(crate) line: u16,
    pub(crate) micros: i64,
}

const FEW: Numbers =
    Numbers { number: 1, millionths: 2_500_000, line: 0, micros: 1_772_445_600_000_000 };

impl Numbers {
    fn quantity(self) -> Quantity {
        Quantity::from_millionths(self.millionths)
    }

    fn place(self) -> PlaceId {
        PlaceId::new(self.number)
    }

    fn item(self) -> ItemId {
        ItemId::new(self.number)
    }

    fn outlet(self) -> OutletId {
        OutletId::new(self.number)
    }

    fn line(self) -> LineId {
        LineId::new(OrderId::new(self.number), LineNo::new(self.line))
    }

    fn moment(self) -> Moment {
        Moment::from_unix_micros(self.micros).unwrap()
    }

    fn day(self) -> Day {
        self.moment().day_in(Zone::UTC)
    }

    fn goods(self) -> Goods {
        Goods { place: self.place(), item: self.item(), quantity: self.quantity() }
    }

    fn rank(self) -> Rank {
        Rank { priority: self.number, since: self.moment() }
    }

    fn supply(self) -> Supply {
        Supply {
            id: SupplyId::new(self.number),
            item: self.item(),
            from: Some(self.place()),
            to: self.place(),
            quantity: self.quantity(),
            due: self.day(),
        }
    }

    fn moved(self, from: Account, to: Account, line: Option<LineId>) -> Event {
        Event::Moved(Movement {
            item: self.item(),
            from,
            to,
            quantity: self.quantity(),
            from_reserve: self.quantity(),
            line,
            day: self.day(),
        })
    }
}

pub(crate) fn claim(with: Numbers) -> Claim {
    Claim {
        line: with.line(),
        item: with.item(),
        place: with.place(),
        rank: with.rank(),
        asked: with.quantity(),
        reserved: with.quantity(),
    }
}

pub(crate) fn events() -> Vec<Event> {
    events_of(FEW)
}

pub(crate) fn events_of(with: Numbers) -> Vec<Event> {
    let (line, place, item, quantity) = (with.line(), with.place(), with.item(), with.quantity());
    let (outlet, moment, day, here) =
        (with.outlet(), with.moment(), with.day(), Account::Place(place));
    vec![
        Event::ItemAdded(item),
        Event::UnkeptItemAdded(item),
        Event::ItemsMerged { item, into: item },
        Event::OutletOpened(outlet),
        Event::PlaceOpened { place, outlet },
        Event::PartnerPlaceOpened { place, outlet },
        with.moved(Account::Supplier, here, None),
        with.moved(here, Account::Customer, Some(line)),
        with.moved(Account::Transit, Account::Partner, None),
        with.moved(Account::Adjustment(WhyAdjusted::Opening), here, None),
        with.moved(Account::Adjustment(WhyAdjusted::Found), here, None),
        with.moved(here, Account::Adjustment(WhyAdjusted::Lost), None),
        with.moved(here, Account::Adjustment(WhyAdjusted::Damaged), None),
        with.moved(here, Account::Adjustment(WhyAdjusted::Counted), None),
        Event::Claimed(claim(with)),
        Event::Expired(claim(with)),
        Event::Backordered { line, place, item, quantity },
        Event::Sent { line, place, item, quantity, at: moment },
        Event::Marked { line, place, expires: Some(moment), source: Source::Integration },
        Event::Marked { line, place, expires: None, source: Source::Own },
        Event::Reranked { line, place, rank: with.rank() },
        Event::Held { place, item, quantity },
        Event::Underway(with.supply()),
        Event::Underway(Supply { from: None, ..with.supply() }),
        Event::Settled { supply: with.supply().id, quantity },
        Event::DiscrepancyOpened(Discrepancy {
            number: with.number,
            place,
            item,
            missing: quantity,
        }),
        Event::DiscrepancyClosed(with.number),
        Event::DayClosed { outlet, day },
    ]
}

pub(crate) fn entries() -> Vec<Entry> {
    entries_of(FEW)
}

pub(crate) fn entries_of(with: Numbers) -> Vec<Entry> {
    let (line, goods, rank, to, due) =
        (with.line(), with.goods(), with.rank(), with.place(), with.day());
    let (place, item, supply, why) = (to, with.item(), with.supply().id, WhyAdjusted::Found);
    vec![
        Entry::Receive(goods),
        Entry::Ask { line, goods, rank },
        Entry::Withdraw { line, goods },
        Entry::Reserve { line, goods, rank },
        Entry::ReserveSome { line, goods, rank },
        Entry::ReserveOrWait { line, goods, rank, limit: with.quantity() },
        Entry::Release { line, goods },
        Entry::MoveReserve { line, goods, to },
        Entry::Mark { line, place, item, expires: None, source: Source::Own },
        Entry::Mark { line, place, item, expires: Some(rank.since), source: Source::Integration },
        Entry::Rerank { line, place, item, rank },
        Entry::Ship { line, goods },
        Entry::Fulfil { line, goods },
        Entry::TakeBack { line, goods },
        Entry::Return { line, goods, fate: Fate::Restock },
        Entry::Return { line, goods, fate: Fate::Hold },
        Entry::Return { line, goods, fate: Fate::Scrap },
        Entry::WriteOff { line, goods },
        Entry::Transfer { line: Some(line), goods, to },
        Entry::Transfer { line: None, goods, to },
        Entry::Send { goods, to, due },
        Entry::Expect { goods, due },
        Entry::Arrive { supply, goods },
        Entry::Miss { supply, goods },
        Entry::Add { goods, why },
        Entry::Remove { goods, why },
        Entry::Count(goods),
        Entry::Level { goods, as_of: rank.since },
        Entry::Told { line: Some(line), goods, way: Way::Left },
        Entry::Told { line: None, goods, way: Way::Came },
        Entry::Hold(goods),
        Entry::Unhold(goods),
    ]
}

pub(crate) fn commands() -> Vec<Command> {
    let (entries, outlet) = (vec![Entry::Receive(FEW.goods())], FEW.outlet());
    vec![
        Command::AddItem,
        Command::AddUnkeptItem,
        Command::MergeItems { item: FEW.item(), into: ItemId::new(0) },
        Command::OpenOutlet,
        Command::OpenPlace(outlet),
        Command::OpenPartnerPlace(outlet),
        Command::OpenBooks(entries.clone()),
        Command::Book(entries.clone()),
        Command::BookOn { day: FEW.day(), entries },
        Command::CloseDiscrepancy(1),
        Command::CloseDay { outlet, day: FEW.day() },
    ]
}

pub(crate) fn policy() -> Policy {
    let half = Quantity::from_millionths(500_000);
    Policy {
        zone: Zone::parse("Europe/Sofia").unwrap(),
        zones: [(OutletId::new(1), Zone::UTC)].into(),
        negative: [Negative::Forbid, Negative::AllowTo(half), Negative::Allow]
            .into_iter()
            .zip(0..)
            .map(|(negative, place)| (PlaceId::new(place), negative))
            .collect(),
        backorder: [Backorder::Forbid, Backorder::AllowTo(half), Backorder::Allow]
            .into_iter()
            .zip(0..)
            .map(|(backorder, place)| (PlaceId::new(place), backorder))
            .collect(),
        short_count: ShortCount::Refuse,
    }
}
