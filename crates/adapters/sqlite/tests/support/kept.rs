//! Machines on real files, and endless commands for them: what each one is follows from its number, and none is
//! refused.

use std::fmt::Debug;
use std::path::Path;

use sklad_base::{
    Actor, Channel, CommandId, Currency, Envelope, ItemId, LineId, LineNo, Moment, OrderId,
    OutletId, PersonId, Personal, PlaceId, Price, PriceBasis, Quantity, RecordNo,
};
use sklad_flow::{Command, Portion, Shop};
use sklad_order::{Draft, DraftLine, price::Terms};
use sklad_sqlite::{SqliteKeys, SqliteLog};
use sklad_stock::{Entry, Goods, Ledger, Rank};
use sklad_store::{
    Auditor, Clock, Follower, Keeper, Log, Machine, Mark, OpenError, Record, Setup, wait,
};

/// A machine that can be asked for something again and again.
pub(crate) trait Kept: Machine<Policy: Default> + PartialEq + Debug {
    /// Returns it as it stands in front of its log.
    fn start() -> Self;

    /// Returns the command of a number; it is accepted behind those before it.
    fn command(number: u64) -> Self::Command;
}

impl Kept for Ledger {
    fn start() -> Self {
        Self::new()
    }

    /// An outlet, a place, an item, goods; then one unit after the other is reserved.
    fn command(number: u64) -> Self::Command {
        use sklad_stock::Command;
        let (place, item) = (PlaceId::new(0), ItemId::new(0));
        let goods = |units| Goods { place, item, quantity: Quantity::units(units) };
        match number {
            0 => Command::OpenOutlet,
            1 => Command::OpenPlace(OutletId::new(0)),
            2 => Command::AddItem,
            3 => Command::Book(vec![Entry::Receive(goods(10_000_000))]),
            _ => {
                let order = OrderId::new(u32::try_from(number).unwrap());
                let line = LineId::new(order, LineNo::new(0));
                let rank = Rank { priority: 0, since: start() };
                Command::Book(vec![Entry::Reserve { line, goods: goods(1), rank }])
            }
        }
    }
}

impl Kept for Shop {
    fn start() -> Self {
        Self::new()
    }

    /// A shop opens; then orders of persons come, are reserved, and the one or the other person is forgotten.
    fn command(number: u64) -> Command {
        let (outlet, place) = ("WEB".parse().unwrap(), "MAIN".parse().unwrap());
        let sku: sklad_base::Sku = "A-100".parse().unwrap();
        let quantity = Quantity::units(10_000_000);
        match number {
            0 => return Command::OpenOutlet(outlet),
            1 => return Command::OpenPlace { place, outlet },
            2 => return Command::AddItem { sku, kept: true },
            3 => return Command::Receive { place, portions: vec![Portion { sku, quantity }] },
            _ => {}
        }
        let index = (number - 4) / 3;
        let order = OrderId::new(u32::try_from(index).unwrap());
        match (number - 4) % 3 {
            0 => Command::Place(draft(index)),
            1 => Command::Reserve(order),
            _ if index % 4 == 3 => Command::Forget(PersonId::new(index - 2)),
            _ => Command::Release(order),
        }
    }
}

fn draft(index: u64) -> Draft {
    let price = Price::parse("19.90", Currency::parse("EUR").unwrap()).unwrap();
    let line = DraftLine::new("A-100".parse().unwrap(), Quantity::units(2), price);
    let terms = Terms::new(price.currency(), PriceBasis::Gross);
    let number = (5000 + index).to_string().parse().unwrap();
    let mut draft = Draft::new(Channel::parse("site").unwrap(), number, terms, vec![line]);
    draft.comment = Some(Personal::new(PersonId::new(index), format!("ring {index} times")));
    draft
}

/// What all clocks say.
pub(crate) fn start() -> Moment {
    Moment::parse("2026-03-02T10:00:00Z").unwrap()
}

/// Returns the command of a number with its id.
pub(crate) fn wish<M: Kept>(number: u64) -> Envelope<M::Command> {
    Envelope::new(id(number), Actor::System("site".into()), start(), M::command(number))
}

/// Returns the id of the command of a number.
pub(crate) fn id(number: u64) -> CommandId {
    CommandId::counted(start(), number)
}

/// Returns how it is kept: with a snapshot after every second record.
pub(crate) fn setup<M: Kept>(writer: &str) -> Setup<M> {
    Setup {
        writer: writer.into(),
        clock: Clock::new(start),
        snapshot_after: (2, u64::MAX),
        ..Setup::new("shop", M::start(), M::Policy::default())
    }
}

/// A log and its keys, in files beside each other.
pub(crate) struct Files {
    pub(crate) log: SqliteLog,
    pub(crate) keys: SqliteKeys,
}

impl Files {
    pub(crate) fn open(path: &Path) -> Self {
        let log = SqliteLog::open(path).unwrap();
        Self { log, keys: SqliteKeys::open(path.with_extension("keys")).unwrap() }
    }

    pub(crate) fn keep<M: Machine>(&self, setup: Setup<M>) -> Result<Keeper<M>, OpenError> {
        Keeper::open(self.log.clone(), self.keys.clone(), setup).wait()
    }

    pub(crate) fn auditor<M: Kept>(&self) -> Auditor<M, SqliteLog, SqliteKeys> {
        Auditor::new(self.log.clone(), self.keys.clone(), "shop", M::start())
    }

    /// Returns how many commands were accepted, as the last record tells it.
    pub(crate) fn count<M: Kept>(&self) -> u64 {
        let head = wait(self.log.head()).unwrap().number();
        let Some(number) = (head > 0).then(|| RecordNo::new(head)) else { return 0 };
        let stored = wait(self.log.get(number)).unwrap();
        let record = Record::<M::Event>::stored(&stored, &self.keys).unwrap();
        let last = record.accepted.last().unwrap().id;
        // The number stands in the lower bits of the id.
        (last.uuid().as_u64_pair().1 & (u64::MAX >> 2)) + 1
    }

    /// Returns the record of each accepted command, by its number: each stands there once, in order.
    pub(crate) fn written<M: Kept>(&self) -> Vec<RecordNo> {
        let (log, keys) = (self.log.clone(), self.keys.clone());
        let mut follower = Follower::<M::Event, _, _>::new(log, keys, "shop", Mark::START);
        let mut written = Vec::new();
        loop {
            let page = wait(follower.page()).unwrap();
            if page.is_empty() {
                return written;
            }
            for record in page.iter().map(|told| &told.record) {
                for accepted in &record.accepted {
                    let number = written.len() as u64;
                    assert_eq!(accepted.id, id(number), "{} has another command", record.number);
                    written.push(record.number);
                }
            }
        }
    }
}

/// Returns the state of a keeper.
pub(crate) fn state<M: Kept>(keeper: &Keeper<M>) -> M {
    keeper.ask(M::clone).unwrap().wait().unwrap()
}
