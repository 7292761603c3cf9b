//! The work that is measured: orders of three lines, reserved and later shipped or released.

pub(crate) mod life;

/// A small generator with a fixed seed: the same work in every run.
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    pub(crate) const fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
}

/// Where orders fall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum World {
    /// A million cells by Zipf's law with s = 1: few are asked for often, most seldom.
    Zipf,
    /// Ten hot items.
    Hot,
    /// A million cells, all alike.
    Uniform,
}

impl World {
    pub(crate) const ALL: [(Self, &str); 3] =
        [(Self::Zipf, "W1"), (Self::Hot, "W2"), (Self::Uniform, "U")];

    pub(crate) const fn cells(self) -> u32 {
        match self {
            Self::Zipf | Self::Uniform => PLACES * ITEMS,
            Self::Hot => 10,
        }
    }

    /// Three different cells.
    fn draw(self, chance: &mut Chance) -> [u32; 3] {
        let mut cells = [u32::MAX; 3];
        for at in 0..3 {
            cells[at] = loop {
                let cell = self.draw_one(chance);
                if !cells[..at].contains(&cell) {
                    break cell;
                }
            };
        }
        cells
    }

    #[expect(
        clippy::as_conversions,
        clippy::float_arithmetic,
        reason = "a draw, not a count of goods"
    )]
    fn draw_one(self, chance: &mut Chance) -> u32 {
        let cells = u64::from(self.cells());
        if self != Self::Zipf {
            return chance.below(cells) as u32;
        }
        // For s = 1 the distribution function is ln: its inverse gives the rank; ranks are scattered over the cells.
        let part = (chance.next() >> 11) as f64 / (1_u64 << 53) as f64;
        let rank = ((cells as f64).ln() * part).exp() as u64 - 1;
        (rank.min(cells - 1) * 611_953 % cells) as u32
    }
}

/// One order: three cells, how many of each, and whether it is shipped in the end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order {
    pub(crate) cells: [u32; 3],
    pub(crate) quantity: u32,
    pub(crate) ships: bool,
}

pub(crate) fn orders(world: World, count: usize) -> Vec<Order> {
    let mut chance = Chance::new(7);
    let order = |_| Order {
        cells: world.draw(&mut chance),
        quantity: u32::try_from(chance.below(3)).unwrap_or(0) + 1,
        ships: chance.below(10) < 7,
    };
    (0..count).map(order).collect()
}

pub(crate) const PLACES: u32 = 4;
pub(crate) const ITEMS: u32 = 250_000;
