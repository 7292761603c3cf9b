//! What an order's life is in the ledger: three lines reserved together, all or none; later shipped or released.

use sklad::base::{
    Actor, CommandId, Decider, Envelope, ItemId, LineId, LineNo, Moment, OrderId, OutletId,
    PlaceId, Quantity,
};
use sklad::stock::{Command, Entry, Event, Goods, Ledger, Policy, Rank};

use super::{Chance, ITEMS, Order, PLACES, World};

/// One command to come.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) number: usize,
    pub(crate) order: Order,
    pub(crate) ends: bool,
}

impl Step {
    /// What chance gives to the id of its command.
    pub(crate) const fn chance(self) -> u64 {
        Chance::new(self.number as u64 * 2 + self.ends as u64).next()
    }

    /// Its command, with places and items known by their numbers.
    pub(crate) fn command(
        self,
        (id, who, now): (CommandId, Actor, Moment),
        cells: [(u32, u32); 3],
    ) -> Envelope<Command> {
        let number = u32::try_from(self.number).unwrap();
        let rank = Rank { priority: 0, since: now };
        let entry = |(at, (place, item)): (u16, (u32, u32))| {
            let line = LineId::new(OrderId::new(number), LineNo::new(at));
            let goods = Goods {
                place: PlaceId::new(place),
                item: ItemId::new(item),
                quantity: Quantity::units(self.order.quantity),
            };
            match (self.ends, self.order.ships) {
                (false, _) => Entry::Reserve { line, goods, rank },
                (true, true) => Entry::Fulfil { line, goods },
                (true, false) => Entry::Release { line, goods },
            }
        };
        let entries = (0..).zip(cells).map(entry).collect();
        Envelope::new(id, who, now, Command::Book(entries))
    }

    /// The cells of its lines: place and item.
    pub(crate) fn cells(self) -> [(u32, u32); 3] {
        self.order.cells.map(|cell| (cell / ITEMS, cell % ITEMS))
    }
}

/// Each order is reserved and, `open` orders later, ended; the last ones are ended at the end. So many steps a slice.
pub(crate) fn slices(
    work: &[Order],
    (open, slice): (usize, usize),
) -> impl Iterator<Item = Vec<Step>> {
    let open = open.min(work.len() / 4);
    let steps = (0..work.len() + open).flat_map(move |at| {
        let step = move |number: usize, ends| Step { number, order: work[number], ends };
        let begin = (at < work.len()).then(|| step(at, false));
        let end = at.checked_sub(open).map(|number| step(number, true));
        begin.into_iter().chain(end)
    });
    let mut steps = steps.peekable();
    std::iter::from_fn(move || {
        steps.peek()?;
        Some(steps.by_ref().take(slice).collect())
    })
}

/// A ledger with plenty of everything.
pub(crate) fn stocked(world: World) -> Ledger {
    let mut ledger = Ledger::new();
    let outlet = OutletId::new(0);
    ledger.evolve(&Event::OutletOpened(outlet));
    (0..PLACES).for_each(|place| {
        ledger.evolve(&Event::PlaceOpened { place: PlaceId::new(place), outlet });
    });
    ledger.evolve(&Event::ItemAdded(ItemId::new(ITEMS - 1)));
    let cells: Vec<u32> = (0..world.cells()).rev().collect();
    for few in cells.chunks(1000) {
        let receive = |cell: &u32| {
            let (place, item) = (PlaceId::new(cell / ITEMS), ItemId::new(cell % ITEMS));
            Entry::Receive(Goods { place, item, quantity: Quantity::units(1_000_000) })
        };
        let command = Command::Book(few.iter().map(receive).collect());
        let id = CommandId::counted(Moment::FIRST, 0);
        let envelope = Envelope::new(id, who(), Moment::FIRST, command);
        ledger.run(&envelope, &Policy::default()).unwrap();
    }
    ledger
}

pub(crate) fn who() -> Actor {
    Actor::System("".into())
}
