//! What stands beside the ledger in the same run.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Mutex,
    time::{Duration, Instant},
};

use crate::world::{Chance, ITEMS, Order};

/// The limit: three array cells read and written, one journal entry of 48 bytes and one id for each command,
/// reading one batch ahead. It judges and remembers nothing else.
pub(crate) struct Bare {
    cells: Vec<[i64; 2]>,
    journal: Vec<[u64; 6]>,
    ids: Vec<[u64; 4]>,
}

impl Bare {
    pub(crate) fn run(cells: u32, work: &[Order], open: usize) -> Duration {
        let open = open.min(work.len() / 4);
        let room = (work.len() * 2 * 8 / 7).next_power_of_two();
        let cells = usize::try_from(cells).unwrap_or(0);
        let mut bare = Self {
            cells: vec![[1_000_000, 0]; cells],
            journal: Vec::with_capacity(64 * 1024),
            ids: vec![[0; 4]; room],
        };
        let steps: Vec<(u64, Order, bool)> = (0..work.len() + open)
            .flat_map(|at| {
                let begin = (at < work.len()).then_some((at, false));
                let end = at.checked_sub(open).map(|number| (number, true));
                begin.into_iter().chain(end)
            })
            .map(|(number, ends)| {
                let id =
                    Chance::new(u64::try_from(number).unwrap_or(0) * 2 + u64::from(ends)).next();
                (id | 1, work[number], ends)
            })
            .collect();
        // The limit does not wait for its first pages.
        bare.ids.iter_mut().for_each(|row| *row = std::hint::black_box([0; 4]));
        let begun = Instant::now();
        for batch in steps.chunks(32) {
            let ahead = batch.iter().fold(0, |sum, (id, order, _)| {
                let cells = order
                    .cells
                    .iter()
                    .fold(0, |sum, cell| sum ^ bare.cells[at(*cell)][0].unsigned_abs());
                sum ^ cells ^ bare.ids[bare.home(*id)][0]
            });
            std::hint::black_box(ahead);
            batch.iter().for_each(|(id, order, ends)| bare.step(*id, order, *ends));
        }
        std::hint::black_box(&bare.cells);
        begun.elapsed()
    }

    fn step(&mut self, id: u64, order: &Order, ends: bool) {
        let quantity = i64::from(order.quantity);
        let all = ends
            || order.cells.iter().all(|cell| {
                let cell = self.cells[at(*cell)];
                cell[0] - cell[1] >= quantity
            });
        if !all {
            return;
        }
        for cell in order.cells {
            let cell = &mut self.cells[at(cell)];
            match (ends, order.ships) {
                (false, _) => cell[1] += quantity,
                (true, false) => cell[1] -= quantity,
                (true, true) => {
                    cell[0] -= quantity;
                    cell[1] -= quantity;
                }
            }
        }
        if self.journal.len() == self.journal.capacity() {
            self.journal.clear();
        }
        let [a, b, c] = order.cells.map(u64::from);
        self.journal.push([id, a, b, c, order.quantity.into(), ends.into()]);
        let mut home = self.home(id);
        while self.ids[home][0] != 0 {
            home = (home + 1) & (self.ids.len() - 1);
        }
        self.ids[home] = [id, a, b, c];
    }

    fn home(&self, id: u64) -> usize {
        usize::try_from(id >> 20).unwrap_or(0) & (self.ids.len() - 1)
    }
}

fn at(cell: u32) -> usize {
    usize::try_from(cell).unwrap_or(0)
}

pub(crate) fn sku(item: u32) -> String {
    format!("SKU-{item:07}")
}

pub(crate) fn place(place: u32) -> String {
    format!("WAREHOUSE-{place}")
}

/// The place and item of each line, as texts.
pub(crate) fn names(order: Order) -> [(String, String); 3] {
    order.cells.map(|cell| (place(cell / ITEMS), sku(cell % ITEMS)))
}

/// What one cell is in the versions that one writes at first.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Stock {
    on_hand: i64,
    reserved: i64,
}

/// The maps that one of these versions needs, so that one loop runs them all.
trait Maps {
    fn reserve(&mut self, id: u64, order: (usize, &Order), names: &[(String, String); 3]);
    fn end(&mut self, id: u64, number: usize, ships: bool);
}

fn run(maps: &mut impl Maps, work: &[Order], open: usize) -> Duration {
    let named: Vec<[(String, String); 3]> = work.iter().map(|order| names(*order)).collect();
    let begun = Instant::now();
    for at in 0..work.len() + open {
        let id = |number: usize, ends| {
            Chance::new(u64::try_from(number).unwrap_or(0) * 2 + u64::from(ends)).next()
        };
        if at < work.len() {
            maps.reserve(id(at, false), (at, &work[at]), &named[at]);
        }
        if let Some(number) = at.checked_sub(open) {
            maps.end(id(number, true), number, work[number].ships);
        }
    }
    begun.elapsed()
}

type Lines = Vec<(String, i64)>;

/// Maps behind a lock, keyed by texts: what one writes at first.
#[derive(Default)]
pub(crate) struct InMaps(Mutex<InStrings>);

#[derive(Default)]
pub(crate) struct InStrings {
    stock: HashMap<String, Stock>,
    reservations: HashMap<String, Lines>,
    ids: HashSet<u64>,
}

impl InStrings {
    pub(crate) const fn bytes() -> usize {
        size_of::<(String, Stock)>() + 1
    }
}

impl InMaps {
    pub(crate) fn run(work: &[Order], open: usize) -> Duration {
        let mut maps = Self::default();
        run(&mut maps, work, open)
    }
}

impl Maps for InMaps {
    fn reserve(
        &mut self,
        id: u64,
        (number, order): (usize, &Order),
        names: &[(String, String); 3],
    ) {
        let mut maps = self.0.lock().unwrap();
        let quantity = i64::from(order.quantity);
        let keys = names.each_ref().map(|(place, item)| format!("{place}/{item}"));
        let full = Stock { on_hand: 1_000_000, reserved: 0 };
        let free = keys.iter().all(|key| {
            let stock = maps.stock.entry(key.clone()).or_insert(full);
            stock.on_hand - stock.reserved >= quantity
        });
        if free && maps.ids.insert(id) {
            for key in &keys {
                maps.stock.entry(key.clone()).or_default().reserved += quantity;
            }
            let lines = keys.map(|key| (key, quantity)).to_vec();
            maps.reservations.insert(format!("order-{number}"), lines);
        }
    }

    fn end(&mut self, id: u64, number: usize, ships: bool) {
        let mut maps = self.0.lock().unwrap();
        if !maps.ids.insert(id) {
            return;
        }
        for (key, quantity) in
            maps.reservations.remove(&format!("order-{number}")).unwrap_or_default()
        {
            let stock = maps.stock.entry(key).or_default();
            stock.reserved -= quantity;
            if ships {
                stock.on_hand -= quantity;
            }
        }
    }
}

/// Maps in order, keyed by numbers.
#[derive(Default)]
pub(crate) struct OrderedMaps {
    stock: BTreeMap<u32, Stock>,
    reservations: BTreeMap<usize, Vec<(u32, i64)>>,
    ids: BTreeSet<u64>,
}

impl OrderedMaps {
    pub(crate) fn run(work: &[Order], open: usize) -> Duration {
        run(&mut Self::default(), work, open)
    }
}

impl Maps for OrderedMaps {
    fn reserve(&mut self, id: u64, (number, order): (usize, &Order), _: &[(String, String); 3]) {
        let quantity = i64::from(order.quantity);
        let full = Stock { on_hand: 1_000_000, reserved: 0 };
        let free = order.cells.iter().all(|cell| {
            let stock = self.stock.entry(*cell).or_insert(full);
            stock.on_hand - stock.reserved >= quantity
        });
        if free && self.ids.insert(id) {
            for cell in order.cells {
                self.stock.entry(cell).or_default().reserved += quantity;
            }
            self.reservations.insert(number, order.cells.map(|cell| (cell, quantity)).to_vec());
        }
    }

    fn end(&mut self, id: u64, number: usize, ships: bool) {
        if !self.ids.insert(id) {
            return;
        }
        for (cell, quantity) in self.reservations.remove(&number).unwrap_or_default() {
            let stock = self.stock.entry(cell).or_default();
            stock.reserved -= quantity;
            if ships {
                stock.on_hand -= quantity;
            }
        }
    }
}
