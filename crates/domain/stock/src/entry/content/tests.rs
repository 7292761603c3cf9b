use sklad_base::{Day, Digest, ItemId, LineNo, Moment, OrderId, PlaceId, Quantity};

use super::*;
use crate::{Command, Fate, Rank, Source, SupplyId, Way, WhyAdjusted};

/// What entries are made of.
#[derive(Debug, Clone, Copy)]
struct Parts {
    line: LineId,
    goods: Goods,
    rank: Rank,
    to: PlaceId,
    due: Day,
    supply: SupplyId,
    more: bool,
}

/// Two parts of each kind, all of them different.
fn parts() -> Vec<Parts> {
    let (place, item) = (PlaceId::new(1), ItemId::new(2));
    let goods = Goods { place, item, quantity: Quantity::units(3) };
    let line = |order, line| LineId::new(OrderId::new(order), LineNo::new(line));
    let rank = Rank { priority: 4, since: Moment::nearest(5) };
    let (due, supply) = (Day::from_number(700_000).unwrap(), SupplyId::new(6));
    let one =
        Parts { line: line(7, 8), goods, rank, to: PlaceId::new(9), due, supply, more: false };
    vec![
        one,
        Parts { line: line(8, 7), ..one },
        Parts { line: line(7, 9), ..one },
        Parts { line: line(1 << 16 | 7, 8), ..one },
        Parts { goods: Goods { place: PlaceId::new(2), item: ItemId::new(1), ..goods }, ..one },
        Parts { goods: Goods { place: PlaceId::new(2), ..goods }, ..one },
        Parts { goods: Goods { item: ItemId::new(3), ..goods }, ..one },
        Parts { goods: Goods { quantity: Quantity::from_millionths(1), ..goods }, ..one },
        Parts { rank: Rank { priority: 5, ..rank }, ..one },
        Parts { rank: Rank { since: Moment::nearest(4), ..rank }, ..one },
        Parts { to: PlaceId::new(10), ..one },
        Parts { due: due.next(), ..one },
        Parts { supply: SupplyId::new(7), ..one },
        Parts { more: true, ..one },
    ]
}

/// An entry of each kind.
fn entries(parts: Parts) -> Vec<Entry> {
    let Parts { line, goods, rank, to, due, supply, more } = parts;
    let Goods { place, item, quantity: limit } = goods;
    let (source, why) = (if more { Source::Own } else { Source::Integration }, pick(more));
    let fate = if more { Fate::Restock } else { Fate::Hold };
    let (way, as_of) = (if more { Way::Left } else { Way::Came }, rank.since);
    let expires = more.then_some(as_of);
    vec![
        Entry::Receive(goods),
        Entry::Ask { line, goods, rank },
        Entry::Withdraw { line, goods },
        Entry::Reserve { line, goods, rank },
        Entry::ReserveSome { line, goods, rank },
        Entry::ReserveOrWait { line, goods, rank, limit },
        Entry::Release { line, goods },
        Entry::MoveReserve { line, goods, to },
        Entry::Mark { line, place, item, expires, source },
        Entry::Rerank { line, place, item, rank },
        Entry::Ship { line, goods },
        Entry::Fulfil { line, goods },
        Entry::TakeBack { line, goods },
        Entry::Return { line, goods, fate },
        Entry::WriteOff { line, goods },
        Entry::Transfer { line: more.then_some(line), goods, to },
        Entry::Send { goods, to, due },
        Entry::Expect { goods, due },
        Entry::Arrive { supply, goods },
        Entry::Miss { supply, goods },
        Entry::Add { goods, why },
        Entry::Remove { goods, why },
        Entry::Count(goods),
        Entry::Level { goods, as_of },
        Entry::Told { line: more.then_some(line), goods, way },
        Entry::Hold(goods),
        Entry::Unhold(goods),
    ]
}

fn pick(more: bool) -> WhyAdjusted {
    if more { WhyAdjusted::Lost } else { WhyAdjusted::Found }
}

#[test]
fn each_field_of_each_kind_counts_in_a_digest() {
    let all: Vec<Entry> = parts().into_iter().flat_map(entries).collect();
    for (at, one) in all.iter().enumerate() {
        for other in &all[at..] {
            let digests = [one, other].map(Digest::of);
            assert_eq!(digests[0] == digests[1], one == other, "{one:?} and {other:?}");
            let commands = [one, other].map(|entry| Digest::of(&Command::Book(vec![*entry])));
            assert_eq!(commands[0] == commands[1], one == other, "{one:?} and {other:?}");
        }
    }
}

#[test]
fn the_order_and_the_number_of_entries_count() {
    let lists = |parts| {
        let [one, other] = [entries(parts), entries(parts).into_iter().rev().collect()];
        let mut lists = vec![one.clone(), other];
        lists.extend((0..one.len()).map(|length| one[..length].to_vec()));
        lists
    };
    let books: Vec<_> = parts().into_iter().take(2).flat_map(lists).map(Command::Book).collect();
    let opened = books.iter().filter_map(|command| {
        let Command::Book(entries) = command else { return None };
        Some(Command::OpenBooks(entries.clone()))
    });
    let all: Vec<Command> = books.iter().cloned().chain(opened).collect();
    for one in &all {
        for other in &all {
            assert_eq!(Digest::of(one) == Digest::of(other), one == other);
        }
    }
}

/// Digests stand in logs: these must never change.
#[test]
fn a_content_has_the_same_digest_for_ever() {
    let digest = |entries| format!("{:016x}", Digest::of(&Command::Book(entries)).number());
    let all = entries(parts()[0]);
    let digests = [all[3..4].to_vec(), all[10..11].to_vec(), all].map(digest);
    assert_eq!(digests, ["8841dad7a027420c", "dde37040fb070d7a", "c445972afc64ae9a"]);
}
