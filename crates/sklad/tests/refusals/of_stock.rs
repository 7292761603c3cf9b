//! Samples of the refusals of the ledger's deeper words, and of command ids.

use sklad::base::{CommandId, IdRefusal, Moment, RecordNo};
use sklad::stock::{Refusal as Stock, SupplyId};

use super::{ItemId, LineId, OrderId, OutletId, PlaceId, day, line, quantity};

pub(super) fn stock() -> Vec<Stock> {
    let (item, place, outlet) = (ItemId::new(8), PlaceId::new(1), OutletId::new(0));
    let line = LineId::new(OrderId::new(7), line());
    let (asked, left, supply) = (quantity(3), quantity(1), SupplyId::new(4));
    let now = now();
    vec![
        Stock::BookedOnClosedDay { outlet, day: day(), closed: day().next() },
        Stock::BookedAhead { outlet, day: day().next(), today: day() },
        Stock::ExpiryInThePast { line, place, expires: now, now: now.plus_seconds(60) },
        Stock::NoClaim { line, place },
        Stock::BackorderLimit { item, place, asked, allowed: left },
        Stock::UnknownSupply { supply, item, place },
        Stock::NotUnderway { supply, asked, left },
        Stock::CountBelowReserved {
            item,
            place,
            counted: left,
            reserved: asked,
            missing: quantity(2),
        },
        Stock::CountedTwice { item, place },
        Stock::PartnersBook { item, place },
        Stock::OwnBook { item, place },
        Stock::NotKept(item),
        Stock::BooksOpen,
        Stock::NotAnOpening,
        Stock::UnknownDiscrepancy(5),
        Stock::Merged { item, into: ItemId::new(9) },
        Stock::MergedIntoItself(item),
    ]
}

pub(super) fn ids() -> Vec<IdRefusal> {
    let (moment, record) = (now(), RecordNo::new(12));
    let id = CommandId::counted(moment, 1);
    vec![
        IdRefusal::OtherContent { id, record },
        IdRefusal::TooLate { id, oldest: moment.plus_seconds(86_400) },
        IdRefusal::TooEarly { id, made: moment, moment: moment.plus_seconds(-3_600) },
    ]
}

fn now() -> Moment {
    Moment::parse("2026-03-02T10:00:00Z").unwrap()
}
