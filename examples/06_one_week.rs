//! Two shops, three warehouses, one week: goods are promised, waited for, sent, lost on the road and counted.
//! After every step: the table, and why A-100 at MAIN is or is not available.

use std::{error::Error, fmt::Write as _, io::Write};

use sklad::base::{
    Actor, CommandId, Day, Decider, Envelope, Events, ItemId, LineId, LineNo, Moment, OrderId,
    OutletId, PlaceId, Quantity, Zone,
};
use sklad::stock::{
    Allocation, Backorder, Command, Entry, Event, Goods, Ledger, Policy, Rank, Source, SupplyId,
    Want, WhyAdjusted,
};
use sklad_examples::scene::Told;

const ITEMS: [&str; 2] = ["A-100", "B-200"];
const PLACES: [&str; 3] = ["MAIN", "NORTH", "STORE"];
const A: ItemId = ItemId::new(0);
const B: ItemId = ItemId::new(1);
const MAIN: PlaceId = PlaceId::new(0);
const NORTH: PlaceId = PlaceId::new(1);
const STORE: PlaceId = PlaceId::new(2);
const WEB: OutletId = OutletId::new(0);
const HIGH_STREET: OutletId = OutletId::new(1);

#[cfg(not(test))]
fn main() -> Told {
    tell(&mut std::io::stdout().lock())
}

/// Tells the whole week.
pub(crate) fn tell(out: &mut impl Write) -> Told {
    let mut week = Week::open()?;
    monday(&mut week)?;
    tuesday_and_wednesday(&mut week)?;
    thursday(&mut week)?;
    friday(&mut week)?;
    saturday(&mut week)?;
    Ok(out.write_all(week.story.as_bytes())?)
}

fn monday(week: &mut Week) -> Outcome {
    week.step(
        "Monday 10:00  1001 takes 4 of A; 1002 takes 5 until it is paid, Tuesday 10:00",
        "2026-03-02T08:00:00Z",
        vec![
            reserve(1001, goods(MAIN, A, 4)),
            reserve(1002, goods(MAIN, A, 5)),
            Entry::Mark {
                line: line(1002),
                place: MAIN,
                item: A,
                expires: Some(Moment::parse("2026-03-03T08:00:00Z")?),
                source: Source::Own,
            },
        ],
    )?;
    week.step(
        "Monday 11:00  1003 wants 3 of A: one is there, two wait; six are ordered for Thursday",
        "2026-03-02T09:00:00Z",
        vec![
            Entry::ReserveOrWait {
                line: line(1003),
                goods: goods(MAIN, A, 3),
                rank: rank(1003),
                limit: Quantity::units(5),
            },
            Entry::Expect { goods: goods(MAIN, A, 6), due: Day::parse("2026-03-05")? },
        ],
    )?;
    week.close(WEB, "2026-03-02", "2026-03-02T18:00:00Z")?;
    week.step(
        "Monday 21:30  1001 is sent; the day is closed, so it is Tuesday's",
        "2026-03-02T19:30:00Z",
        vec![Entry::Fulfil { line: line(1001), goods: goods(MAIN, A, 4) }],
    )
}

fn tuesday_and_wednesday(week: &mut Week) -> Outcome {
    week.step("Tuesday 10:05  1002 was not paid: its promise ended by itself, and 1003 was served; 1004 takes one of B, marked by the ERP", "2026-03-03T08:05:00Z", vec![
        reserve(1004, goods(MAIN, B, 1)),
        Entry::Mark { line: line(1004), place: MAIN, item: B, expires: None, source: Source::Integration },
    ])?;
    week.step(
        "Wednesday 12:00  three of A leave MAIN for STORE",
        "2026-03-04T10:00:00Z",
        vec![Entry::Send { goods: goods(MAIN, A, 3), to: STORE, due: Day::parse("2026-03-05")? }],
    )
}

fn thursday(week: &mut Week) -> Outcome {
    week.step(
        "Thursday 12:00  two arrive at STORE, one was lost on the road",
        "2026-03-05T10:00:00Z",
        vec![
            Entry::Arrive { supply: SupplyId::new(1), goods: goods(STORE, A, 2) },
            Entry::Miss { supply: SupplyId::new(1), goods: goods(STORE, A, 1) },
        ],
    )?;
    week.step(
        "Thursday 15:00  the supplier brings four of the six",
        "2026-03-05T13:00:00Z",
        vec![Entry::Arrive { supply: SupplyId::new(0), goods: goods(MAIN, A, 4) }],
    )
}

fn friday(week: &mut Week) -> Outcome {
    let want = Want { line: line(1005), item: A, quantity: Quantity::units(6) };
    let shares = week.ledger.allocate(&[want], &[MAIN, NORTH], Allocation::MostStock);
    let rank = rank(1005);
    let entry = |share: &sklad::stock::Share| {
        let goods = Goods { place: share.place, item: share.item, quantity: share.quantity };
        Entry::Reserve { line: share.line, goods, rank }
    };
    let entries = shares.iter().map(entry).collect();
    week.step(
        "Friday 09:00  1005 wants 6 of A: MAIN has most, NORTH gives the rest",
        "2026-03-06T07:00:00Z",
        entries,
    )?;
    week.step(
        "Friday 18:00  MAIN is counted: six of A, not seven; the youngest promise waits",
        "2026-03-06T16:00:00Z",
        vec![Entry::Count(goods(MAIN, A, 6))],
    )
}

fn saturday(week: &mut Week) -> Outcome {
    week.step(
        "Saturday 10:00  the supplier brings the last two: 1005 is whole again",
        "2026-03-07T08:00:00Z",
        vec![Entry::Arrive { supply: SupplyId::new(0), goods: goods(MAIN, A, 2) }],
    )?;
    week.step(
        "Saturday 12:00  all that is promised is sent",
        "2026-03-07T10:00:00Z",
        week.everything(),
    )?;
    week.refused(
        "Saturday 13:00  somebody asks for nine of A",
        "2026-03-07T11:00:00Z",
        vec![reserve(1006, goods(MAIN, A, 9))],
    )?;
    week.close(WEB, "2026-03-07", "2026-03-07T18:00:00Z")?;
    week.close(HIGH_STREET, "2026-03-07", "2026-03-07T18:00:00Z")
}

type Outcome = Result<(), Box<dyn Error>>;

/// The two shops' ledger, and what is told of it.
struct Week {
    ledger: Ledger,
    policy: Policy,
    story: String,
    commands: u64,
}

impl Week {
    fn open() -> Result<Self, Box<dyn Error>> {
        let backorder = [(MAIN, Backorder::Allow)].into();
        let policy = Policy { zone: Zone::parse("Europe/Sofia")?, backorder, ..Policy::default() };
        let mut week = Self { ledger: Ledger::new(), policy, story: String::new(), commands: 0 };
        let now = "2026-03-02T07:00:00Z";
        for command in [
            Command::OpenOutlet,
            Command::OpenOutlet,
            Command::OpenPlace(WEB),
            Command::OpenPlace(WEB),
            Command::OpenPlace(HIGH_STREET),
            Command::AddItem,
            Command::AddItem,
        ] {
            week.send(now, command)?;
        }
        let add = |goods| Entry::Add { goods, why: WhyAdjusted::Opening };
        let opening =
            [goods(MAIN, A, 10), goods(MAIN, B, 4), goods(NORTH, A, 2), goods(STORE, A, 3)];
        week.send(now, Command::OpenBooks(opening.map(add).to_vec()))?;
        week.show("Monday 09:00  the books are opened")?;
        Ok(week)
    }

    fn step(&mut self, title: &str, now: &str, entries: Vec<Entry>) -> Outcome {
        let events = self.send(now, Command::Book(entries))?;
        self.show(title)?;
        let day = events.iter().find_map(|event| {
            if let Event::Moved(movement) = event { Some(movement.day) } else { None }
        });
        if let Some(day) = day {
            writeln!(self.story, "  booked on {day}")?;
        }
        Ok(())
    }

    fn refused(&mut self, title: &str, now: &str, entries: Vec<Entry>) -> Outcome {
        writeln!(self.story, "\n{title}")?;
        match self.send(now, Command::Book(entries)) {
            Ok(_) => Err("it should have been refused".into()),
            Err(no) => Ok(writeln!(self.story, "  {}", named(&no.to_string()))?),
        }
    }

    fn close(&mut self, outlet: OutletId, day: &str, now: &str) -> Outcome {
        self.send(now, Command::CloseDay { outlet, day: Day::parse(day)? })?;
        let name = if outlet == WEB { "the web shop" } else { "the shop in High Street" };
        Ok(writeln!(self.story, "\n{name} closes {day}")?)
    }

    fn send(&mut self, now: &str, command: Command) -> Result<Events<Event>, Box<dyn Error>> {
        let now = Moment::parse(now)?;
        self.commands += 1;
        let id = CommandId::counted(now, self.commands);
        let envelope = Envelope::new(id, Actor::Person("maria".into()), now, command);
        Ok(self.ledger.run(&envelope, &self.policy)?)
    }

    /// Writes the table, and why A-100 at MAIN is or is not available.
    fn show(&mut self, title: &str) -> Outcome {
        let Self { ledger, story, .. } = self;
        writeln!(story, "\n{title}")?;
        writeln!(story, "  place  item   on hand  reserved  available  pending  incoming")?;
        for (place, item) in [(MAIN, A), (MAIN, B), (NORTH, A), (STORE, A)] {
            let cell = ledger.cell(place, item);
            writeln!(
                story,
                "  {:<6} {:<6} {:>7}  {:>8}  {:>9}  {:>7}  {:>8}",
                PLACES[place.index()],
                ITEMS[item.index()],
                cell.on_hand(),
                cell.reserved(),
                cell.available(),
                cell.pending(),
                ledger.incoming(place, item)
            )?;
        }
        let explained = named(&ledger.explain(MAIN, A).to_string());
        explained.lines().try_for_each(|line| writeln!(story, "  | {line}"))?;
        Ok(())
    }

    fn everything(&self) -> Vec<Entry> {
        let ships = |claim: sklad::stock::Claim| {
            let goods = Goods { place: claim.place, item: claim.item, quantity: claim.reserved };
            Entry::Fulfil { line: claim.line, goods }
        };
        self.ledger.claims().filter(|claim| claim.reserved.is_positive()).map(ships).collect()
    }
}

fn reserve(order: u32, goods: Goods) -> Entry {
    Entry::Reserve { line: line(order), goods, rank: rank(order) }
}

/// Orders are served as they came: the minutes of the week at which each did.
fn rank(order: u32) -> Rank {
    let minutes = match order {
        1001 | 1002 => 8 * 60,
        1003 => 9 * 60,
        1004 => (24 + 8) * 60 + 5,
        _ => (4 * 24 + 7) * 60,
    };
    let monday = Moment::parse("2026-03-02T00:00:00Z").unwrap_or(Moment::FIRST);
    Rank { priority: 0, since: monday.plus_seconds(minutes * 60) }
}

/// Dense numbers as people name them.
fn named(text: &str) -> String {
    let mut text = text.replace(", line 1", "");
    for (number, name) in ITEMS.iter().enumerate() {
        text = text.replace(&format!("item#{number}"), name);
    }
    for (number, name) in PLACES.iter().enumerate() {
        text = text.replace(&format!("place#{number}"), name);
    }
    text
}

const fn goods(place: PlaceId, item: ItemId, units: u32) -> Goods {
    Goods { place, item, quantity: Quantity::units(units) }
}

const fn line(order: u32) -> LineId {
    LineId::new(OrderId::new(order), LineNo::new(0))
}
