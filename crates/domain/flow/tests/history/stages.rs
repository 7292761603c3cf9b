//! Stages in a random history: the usual nine, for the payments and deliveries of these shops.

use proptest::prelude::*;
use sklad_base::{Actor, DeliveryWay, OrderId, PersonId, Personal};
use sklad_flow::{Command, StageWish};
use sklad_order::Draft;
use sklad_stage::{Plan, Preset, Scheme};

use super::World;
use super::act::{Act, ORDERS};

/// The usual nine stages in some version, for these payments.
pub(crate) fn scheme(version: u32) -> Scheme {
    let ways = "payments = [\"cash\", \"card\", \"account\", \"instalment\"]";
    let text = Preset::NINE_STAGES.toml;
    let text = text.replacen("payments = [\"cash\", \"card\", \"transfer\"]", ways, 1);
    let text = text.replace("[\"card\", \"transfer\"]", "[\"card\", \"account\"]");
    Scheme::from_toml(&text.replace("version = 1", &format!("version = {version}"))).unwrap()
}

/// The command by which a shop goes by its next scheme; orders stay where they are.
pub(crate) fn next_scheme(world: &World) -> Command {
    let old = world.shop.scheme();
    let new = scheme(old.map_or(1, |old| old.version().number + 1));
    let plan = old.map_or_else(Plan::default, |old| Plan::between(old, &new));
    Command::AdoptScheme { scheme: Box::new(new), plan }
}

/// Says how a new order is delivered where the shop has stages; of one order it is not known.
pub(crate) fn delivered(world: &World, order: u8, draft: Draft) -> Draft {
    if world.shop.scheme().is_none() {
        return draft;
    }
    let ways = [Some("courier"), Some("post"), Some("pick-up"), None];
    let way = ways[usize::from(order) % ways.len()];
    Draft { delivery: way.map(|way| DeliveryWay::parse(way).unwrap()), ..draft }
}

pub(crate) fn wish(order: OrderId, wish: u8, said: bool) -> Command {
    let jump = |to: &str| StageWish::Jump(to.parse().unwrap());
    let wish = match wish {
        0 => StageWish::Begin,
        1 => StageWish::Pause,
        2 => StageWish::Resume,
        3 => StageWish::Take,
        4 => StageWish::Assign("vera".parse().unwrap()),
        5 => StageWish::HandOver("anna".parse().unwrap()),
        6 => jump("back to picking"),
        7 => jump("return"),
        8 => jump("cancel"),
        _ => StageWish::Advance,
    };
    let comment = said.then(|| Personal::new(PersonId::new(1), "as said".to_owned()));
    Command::Stage { order, wish, comment }
}

/// Who sends a command: stages are moved by people.
pub(crate) fn sender(command: &Command, count: u64) -> Actor {
    match command {
        Command::Stage { .. } => {
            Actor::Person(["anna", "boris", "vera"][count as usize % 3].into())
        }
        _ => Actor::System("law".into()),
    }
}

/// Somebody moves an order on, most of the time.
pub(crate) fn acts() -> impl Strategy<Value = Act> {
    let wish = prop_oneof![4 => Just(9_u8), 3 => 0..9_u8];
    let moves = (0..ORDERS, wish, prop::bool::weighted(0.2))
        .prop_map(|(order, wish, said)| Act::Stage { order, wish, said });
    prop_oneof![
        30 => moves,
        2 => (1..30_u8).prop_map(Act::Wait),
        1 => Just(Act::NewScheme),
    ]
}
