use sklad_base::{
    Actor, CommandId, Day, Decider, Envelope, Events, ItemId, LineId, LineNo, Moment, No, OrderId,
    OutletId, PlaceId, Quantity, Zone,
};

use crate::{
    Command, Entry, Event, Fate, Goods, Ledger, Negative, Policy, Rank, Refusal, WhyAdjusted,
};

struct Shop {
    ledger: Ledger,
    policy: Policy,
    now: Moment,
}

impl Shop {
    /// Two places in one outlet, two items, five of the first at the first place.
    fn open() -> Self {
        let now = Moment::parse("2026-03-02T10:00:00Z").unwrap();
        let mut shop = Self { ledger: Ledger::new(), policy: Policy::default(), now };
        let place = Command::OpenPlace(OutletId::new(0));
        let item = Command::AddItem;
        for command in [Command::OpenOutlet, place.clone(), place, item.clone(), item] {
            shop.run(command).unwrap();
        }
        shop.book([Entry::Receive(goods(5))]).unwrap();
        shop
    }

    fn run(&mut self, command: Command) -> Result<Events<Event>, No<Refusal>> {
        let id = CommandId::counted(self.now, 0);
        let envelope = Envelope::new(id, Actor::System("test".into()), self.now, command);
        self.ledger.run(&envelope, &self.policy)
    }

    fn book(&mut self, entries: impl Into<Vec<Entry>>) -> Result<Events<Event>, No<Refusal>> {
        self.run(Command::Book(entries.into()))
    }

    /// Books what must be refused and returns the reasons; the ledger must be as it was.
    fn refused(&mut self, entries: impl Into<Vec<Entry>>) -> String {
        let before = self.ledger.clone();
        let refused = self.book(entries).unwrap_err().to_string();
        assert_eq!(self.ledger, before);
        refused
    }

    /// On hand, reserved, held, pending.
    fn cell(&self, place: u32) -> [String; 4] {
        let cell = self.ledger.cell(PlaceId::new(place), ItemId::new(0));
        [cell.on_hand(), cell.reserved(), cell.held(), cell.pending()].map(|part| part.to_string())
    }
}

fn goods(units: u32) -> Goods {
    Goods { place: PlaceId::new(0), item: ItemId::new(0), quantity: Quantity::units(units) }
}

fn line(order: u32) -> LineId {
    LineId::new(OrderId::new(order), LineNo::new(0))
}

fn reserve(order: u32, units: u32) -> Entry {
    let since = Moment::FIRST.plus_seconds(order.into());
    Entry::Reserve { line: line(order), goods: goods(units), rank: Rank { priority: 0, since } }
}

fn ask(order: u32, units: u32) -> Entry {
    let since = Moment::FIRST.plus_seconds(order.into());
    Entry::Ask { line: line(order), goods: goods(units), rank: Rank { priority: 0, since } }
}

fn ship(order: u32, units: u32) -> Entry {
    Entry::Ship { line: line(order), goods: goods(units) }
}

#[test]
fn refuses_items_and_places_that_nobody_knows_and_quantities_of_nothing() {
    let nowhere = Goods { place: PlaceId::new(7), item: ItemId::new(8), quantity: Quantity::ZERO };
    let to = PlaceId::new(9);
    let transfer = Entry::Transfer { line: None, goods: nowhere, to };
    assert_eq!(
        Shop::open().refused([transfer]),
        "cannot book item#8: no item has that number; add the item first\n\
         cannot book at place#7: no place has that number; open the place first\n\
         cannot book 0 of item#8: a quantity is above zero; to go the other way, use the opposite entry\n\
         cannot book at place#9: no place has that number; open the place first"
    );
}

#[test]
fn refuses_a_transfer_to_the_same_place() {
    let transfer = Entry::Transfer { line: None, goods: goods(1), to: PlaceId::new(0) };
    assert!(Shop::open().refused([transfer]).starts_with("cannot transfer item#0 from place#0"));
}

#[test]
fn judges_two_lines_of_one_item_by_their_sum() {
    assert_eq!(
        Shop::open().refused([reserve(1, 3), reserve(2, 3)]),
        "cannot take 6 of item#0 at place#0: 5 available; take less, or wait until more has come"
    );
}

#[test]
fn refuses_to_ship_what_another_line_holds() {
    let mut shop = Shop::open();
    shop.book([reserve(1, 4)]).unwrap();
    assert_eq!(
        shop.refused([ship(2, 2)]),
        "cannot take 2 of item#0 at place#0: 1 available; take less, or wait until more has come"
    );
}

#[test]
fn refuses_to_release_or_withdraw_more_than_there_is() {
    let mut shop = Shop::open();
    shop.book([reserve(1, 2), ask(1, 2)]).unwrap();
    let release = Entry::Release { line: line(1), goods: goods(3) };
    let withdraw = Entry::Withdraw { line: line(1), goods: goods(3) };
    assert_eq!(
        shop.refused([release, withdraw]),
        "cannot withdraw 3 of order#1, line 1 at place#0: it asks for 2 there; withdraw what it asks for\n\
         cannot take 3 of the reserve of order#1, line 1 at place#0: 2 reserved for it; take what is reserved"
    );
}

#[test]
fn refuses_to_put_back_more_than_is_held() {
    let mut shop = Shop::open();
    shop.book([Entry::Hold(goods(2))]).unwrap();
    assert!(shop.refused([Entry::Unhold(goods(3))]).contains("2 held"));
    assert!(shop.refused([Entry::Hold(goods(4))]).contains("3 available"));
}

#[test]
fn refuses_another_item_under_the_same_line() {
    let mut shop = Shop::open();
    shop.book([reserve(1, 1)]).unwrap();
    let other = Goods { item: ItemId::new(1), ..goods(1) };
    let refused = shop.refused([Entry::Ship { line: line(1), goods: other }]);
    assert!(refused.contains("it stands for item#0"), "{refused}");
}

#[test]
fn refuses_a_balance_past_64_bits() {
    let mut shop = Shop::open();
    let all = Goods { quantity: Quantity::MAX, ..goods(0) };
    assert!(shop.refused([Entry::Receive(all)]).contains("would be past"));
}

#[test]
fn a_reserve_made_in_the_same_command_is_taken_whatever_the_order() {
    for entries in [[reserve(1, 4), ship(1, 4)], [ship(1, 4), reserve(1, 4)]] {
        let mut shop = Shop::open();
        shop.book(entries).unwrap();
        assert_eq!(shop.cell(0), ["1", "0", "0", "0"]);
    }
}

#[test]
fn asks_that_are_shipped_or_reserved_are_no_longer_pending() {
    let mut shop = Shop::open();
    shop.book([ask(1, 4)]).unwrap();
    assert_eq!(shop.cell(0), ["5", "0", "0", "4"]);
    shop.book([reserve(1, 3)]).unwrap();
    assert_eq!(shop.cell(0), ["5", "3", "0", "1"]);
    shop.book([ship(1, 4)]).unwrap();
    assert_eq!(shop.cell(0), ["1", "0", "0", "0"]);
}

#[test]
fn goods_that_come_back_are_restocked_held_or_scrapped() {
    let mut shop = Shop::open();
    shop.book([ship(1, 3)]).unwrap();
    let back = |fate| Entry::Return { line: line(1), goods: goods(1), fate };
    shop.book([back(Fate::Restock), back(Fate::Hold), back(Fate::Scrap)]).unwrap();
    assert_eq!(shop.cell(0), ["4", "0", "1", "0"]);
}

#[test]
fn a_transfer_for_a_line_takes_its_own_reserve_first() {
    let mut shop = Shop::open();
    shop.book([reserve(1, 2), reserve(2, 2)]).unwrap();
    let transfer =
        |units| Entry::Transfer { line: Some(line(1)), goods: goods(units), to: PlaceId::new(1) };
    assert!(
        shop.refused([transfer(4)]).contains("cannot take 2 of item#0 at place#0: 1 available")
    );
    let events = shop.book([transfer(3)]).unwrap();
    let Event::Moved(movement) = events.as_slice()[0] else { panic!("{events:?}") };
    assert_eq!(movement.from_reserve, Quantity::units(2));
    assert_eq!(shop.cell(0), ["2", "2", "0", "0"]);
    assert_eq!(shop.cell(1), ["3", "0", "0", "0"]);
}

#[test]
fn goods_that_the_books_do_not_have_leave_as_far_as_the_place_allows() {
    let mut shop = Shop::open();
    let take = |units| Entry::Remove { goods: goods(units), why: WhyAdjusted::Lost };
    shop.policy.negative.insert(PlaceId::new(0), Negative::AllowTo(Quantity::units(2)));
    assert!(shop.refused([take(8)]).contains("5 available"));
    shop.book([take(7)]).unwrap();
    assert_eq!(shop.cell(0)[0], "-2");
    assert!(shop.refused([reserve(1, 1)]).contains("-2 available"));
    shop.policy.negative.insert(PlaceId::new(0), Negative::Allow);
    shop.book([take(100)]).unwrap();
    shop.policy.negative.clear();
    shop.book([Entry::Receive(goods(1))]).unwrap();
    assert_eq!(shop.cell(0)[0], "-101");
}

#[test]
fn after_a_close_the_next_day_is_booked_on() {
    let mut shop = Shop::open();
    let (outlet, day) = (OutletId::new(0), Day::parse("2026-03-02").unwrap());
    assert_eq!(shop.ledger.business_day(outlet, shop.now, &shop.policy), day);
    shop.run(Command::CloseDay { outlet, day }).unwrap();
    let events = shop.book([Entry::Receive(goods(1))]).unwrap();
    let Event::Moved(movement) = events.as_slice()[0] else { panic!("{events:?}") };
    assert_eq!(movement.day, day.next());
}

#[test]
fn a_day_is_the_outlets_own() {
    let mut shop = Shop::open();
    shop.policy.zones.insert(OutletId::new(0), Zone::parse("Asia/Vladivostok").unwrap());
    shop.now = Moment::parse("2026-03-02T21:30:00Z").unwrap();
    let day = shop.ledger.business_day(OutletId::new(0), shop.now, &shop.policy);
    assert_eq!(day.to_string(), "2026-03-03");
}

#[test]
fn refuses_to_close_a_day_twice_or_before_it_has_come_or_of_nobody() {
    let mut shop = Shop::open();
    let close = |outlet, day| Command::CloseDay {
        outlet: OutletId::new(outlet),
        day: Day::parse(day).unwrap(),
    };
    shop.run(close(0, "2026-03-02")).unwrap();
    let mut refused = |command| shop.run(command).unwrap_err().to_string();
    assert_eq!(
        refused(close(0, "2026-03-01")),
        "cannot close 2026-03-01 of outlet#0: its books are closed up to 2026-03-02; close a later day"
    );
    assert!(refused(close(0, "2026-03-03")).contains("there it is 2026-03-02"));
    assert!(refused(close(5, "2026-03-02")).contains("no outlet has that number"));
    assert!(refused(Command::OpenPlace(OutletId::new(5))).contains("no outlet has that number"));
}
