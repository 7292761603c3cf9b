//! What is ordered: items, customers, terms.

use sklad::base::Moment;

use super::{Item, Plan, Row, Terms, calendar::Calendar, random::Random};

/// A shop: its items, its customers, its weeks.
pub(super) struct Shop {
    calendar: Calendar,
    orders: u32,
    /// By item, the most wanted first.
    items: Vec<Item>,
    /// How often each sells.
    wanted: Vec<u64>,
}

/// An order as it is placed.
pub(super) struct Order {
    pub(super) number: String,
    pub(super) placed_at: Moment,
    pub(super) items: Vec<Item>,
    pub(super) terms: Terms,
    /// Whether it is one of the false ones that ask for a lot of what is scarce.
    pub(super) grabs: bool,
}

impl Shop {
    pub(super) fn new(plan: &Plan, random: &mut Random) -> Self {
        let ranks = 1..=u64::from(plan.items.max(1));
        let items = ranks.clone().map(|rank| Item {
            sku: format!("A-{rank:03}"),
            units: 1,
            cents: random.between(1, 49) * 100 + 90,
            kept: true,
        });
        Self {
            calendar: Calendar::new(plan),
            orders: plan.orders,
            items: items.collect(),
            // Zipf: the second item sells half as often as the first, the third a third.
            wanted: ranks.map(|rank| 1_000_000 / rank).collect(),
        }
    }

    /// Returns all orders by time, numbered from 1001.
    pub(super) fn orders(&self, random: &mut Random) -> Vec<Order> {
        let mut orders: Vec<Order> = (0..self.orders).map(|_| self.order(random)).collect();
        orders.sort_by_key(|order| order.placed_at);
        let grab_every = (orders.len() / GRABS_IN).max(1);
        for (at, order) in orders.iter_mut().enumerate() {
            order.number = (1001 + at).to_string();
            if at % grab_every == grab_every - 1 && at / grab_every < GRABS {
                self.grab(order, random);
            }
        }
        orders
    }

    fn order(&self, random: &mut Random) -> Order {
        let terms = self.terms(random);
        let placed_at = if terms.channel == SHOP_FLOOR {
            self.calendar.shop_floor(random)
        } else {
            self.calendar.online(random)
        };
        let mut items: Vec<Item> = Vec::new();
        for _ in 0..=random.weighted(&LINES) {
            let item = Item { units: units(random), ..self.any_item(random) };
            if items.iter().all(|taken| taken.sku != item.sku) {
                items.push(item);
            }
        }
        if terms.channel == SITE && random.percent(6) {
            items.push(Item { sku: "GIFT-WRAP".to_owned(), units: 1, cents: 250, kept: false });
        }
        Order { number: String::new(), placed_at, items, terms, grabs: false }
    }

    /// Makes the order ask for a lot of three items that sell now and then.
    fn grab(&self, order: &mut Order, random: &mut Random) {
        let first = self.items.len() / 8 + random.weighted(&[1; 16]);
        let scarce = self.items.iter().skip(first).take(3);
        order.items =
            scarce.map(|item| Item { units: several(20, 40, random), ..item.clone() }).collect();
        if order.items.is_empty() {
            order.items = vec![Item { units: several(20, 40, random), ..self.any_item(random) }];
        }
        order.terms.channel = SITE;
        order.terms.payment = "cash";
        order.terms.delivery = "courier";
        order.terms.warehouse = "MAIN";
        order.terms.customer = format!("C-9{:03}", random.below(1_000));
        order.grabs = true;
    }

    fn terms(&self, random: &mut Random) -> Terms {
        let channel = random.word(&[(SITE, 60), ("marketplace", 25), (SHOP_FLOOR, 15)]);
        let (payment, delivery) = match channel {
            SHOP_FLOOR => (random.word(&[("card", 60), ("cash", 40)]), "pick-up"),
            SITE => (
                random.word(&[("card", 50), ("cash", 30), ("transfer", 20)]),
                random.word(&[("courier", 60), ("post", 25), ("pick-up", 15)]),
            ),
            _ => (
                random.word(&[("card", 85), ("transfer", 15)]),
                random.word(&[("courier", 65), ("post", 35)]),
            ),
        };
        let from_shop = delivery == "pick-up" || random.percent(15);
        // Most people on the shop floor leave no name.
        let named = channel != SHOP_FLOOR || random.percent(40);
        let customer = format!("C-{:04}", 1 + random.below(u64::from(self.orders / 4 + 1)));
        Terms {
            customer: if named { customer } else { String::new() },
            channel,
            payment,
            delivery,
            warehouse: if from_shop { "SHOP" } else { "MAIN" },
        }
    }

    fn any_item(&self, random: &mut Random) -> Item {
        self.items[random.weighted(&self.wanted)].clone()
    }
}

impl Order {
    /// Returns its lines.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row> {
        self.items.iter().map(|item| Row {
            at: self.placed_at,
            order: self.number.clone(),
            item: Some(item.clone()),
            kind: if item.kept { "sale" } else { "service" },
            terms: self.terms.clone(),
        })
    }
}

/// Returns how many units of an item go into an order.
fn units(random: &mut Random) -> i64 {
    [1, 2, 3, 4, 6, 10][random.weighted(&[58, 22, 8, 5, 4, 3])]
}

/// Returns a number of units from the first to the last.
pub(super) fn several(first: u64, last: u64, random: &mut Random) -> i64 {
    i64::try_from(random.between(first, last)).unwrap_or(1)
}

pub(super) const SITE: &str = "site";
pub(super) const SHOP_FLOOR: &str = "shop floor";
/// How many orders of each hundred have one line, two, and so on; items drawn twice make it a little less.
const LINES: [u64; 8] = [26, 20, 17, 13, 10, 7, 4, 3];
/// How many false orders grab what is scarce: one in every 24th part of the history, so all come early.
const GRABS: usize = 7;
const GRABS_IN: usize = 24;
