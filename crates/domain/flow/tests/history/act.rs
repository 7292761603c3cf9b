//! One act of a random history, and the command that it is in a world.

use sklad_base::{Channel, DocumentId, LineNo, OrderNumber, PersonId, PlaceCode, Quantity, Sku};
use sklad_document::Kind;
use sklad_flow::{Command, Portion, Share};
use sklad_order::{Bound, Reason, Units};
use sklad_party::Command as Ask;
use sklad_stock::{Fate, WhyAdjusted};

use super::{
    World,
    money::{Change, draft, draft_line},
    stages,
};

/// How many items there are; the last is a service.
pub(crate) const ITEMS: u8 = 4;
/// How many orders there may be.
pub(crate) const ORDERS: u8 = 4;

/// What somebody does; quantities are half units.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    Place {
        order: u8,
        way: usize,
        lines: Vec<(u8, i64)>,
    },
    Confirm(u8),
    Change {
        order: u8,
        line: u8,
        to: i64,
    },
    Grow {
        order: u8,
        line: u8,
        by: i64,
    },
    AddLine {
        order: u8,
        line: (u8, i64),
    },
    Reject {
        order: u8,
        line: u8,
        by: i64,
    },
    RemoveLine {
        order: u8,
        line: u8,
    },
    Edit {
        order: u8,
        change: Change,
    },
    MarkFalse(u8),
    Cancel(u8),
    Reserve(u8),
    Release(u8),
    Invoice(u8),
    Tie(u8),
    CloseBill(u8),
    ChangePaper {
        order: u8,
        paper: u8,
        line: u8,
        to: i64,
    },
    Send {
        order: u8,
        part: Option<(u8, i64)>,
    },
    Home {
        order: u8,
        part: Option<(u8, i64)>,
        bound: Bound,
        place: u8,
        fate: Fate,
    },
    Answer {
        order: u8,
        line: u8,
        received: i64,
        dismissed: i64,
        place: u8,
        fate: Fate,
    },
    Receive {
        place: u8,
        item: u8,
        quantity: i64,
    },
    Adjust {
        place: u8,
        item: u8,
        by: i64,
    },
    Move {
        from: u8,
        to: u8,
        item: u8,
        quantity: i64,
    },
    Hold {
        place: u8,
        item: u8,
        by: i64,
    },
    CloseDay {
        depot: bool,
    },
    Wait(u8),
    Stage {
        order: u8,
        wish: u8,
        said: bool,
    },
    NewScheme,
    /// A person decides about customers.
    Ask(Ask),
    Forget(PersonId),
}

impl Act {
    /// Returns the order that it is about.
    pub(crate) fn order(&self) -> Option<u8> {
        match self {
            Self::Place { order, .. }
            | Self::Confirm(order)
            | Self::Change { order, .. }
            | Self::Grow { order, .. }
            | Self::AddLine { order, .. }
            | Self::Reject { order, .. }
            | Self::RemoveLine { order, .. }
            | Self::Edit { order, .. }
            | Self::MarkFalse(order)
            | Self::Cancel(order)
            | Self::Reserve(order)
            | Self::Release(order)
            | Self::Invoice(order)
            | Self::Tie(order)
            | Self::CloseBill(order)
            | Self::ChangePaper { order, .. }
            | Self::Send { order, .. }
            | Self::Home { order, .. }
            | Self::Answer { order, .. }
            | Self::Stage { order, .. } => Some(*order),
            Self::Receive { .. }
            | Self::Adjust { .. }
            | Self::Move { .. }
            | Self::Hold { .. }
            | Self::CloseDay { .. }
            | Self::Wait(_)
            | Self::NewScheme
            | Self::Ask(_)
            | Self::Forget(_) => None,
        }
    }

    /// Returns the same act with each quantity exchanged.
    pub(crate) fn with_quantities(mut self, mut other: impl FnMut(i64) -> i64) -> Self {
        match &mut self {
            Self::Place { lines, .. } => lines.iter_mut().for_each(|line| line.1 = other(line.1)),
            Self::Answer { received, dismissed, .. } => {
                (*received, *dismissed) = (other(*received), other(*dismissed));
            }
            Self::Edit { change: Change::RequestReturn { quantity, .. }, .. }
            | Self::Change { to: quantity, .. }
            | Self::Grow { by: quantity, .. }
            | Self::AddLine { line: (_, quantity), .. }
            | Self::Reject { by: quantity, .. }
            | Self::ChangePaper { to: quantity, .. }
            | Self::Send { part: Some((_, quantity)), .. }
            | Self::Home { part: Some((_, quantity)), .. }
            | Self::Receive { quantity, .. }
            | Self::Adjust { by: quantity, .. }
            | Self::Move { quantity, .. }
            | Self::Hold { by: quantity, .. } => *quantity = other(*quantity),
            _ => {}
        }
        self
    }

    /// Returns the command that it is in that world.
    pub(crate) fn command(&self, world: &World) -> Command {
        self.order().map_or_else(
            || self.of_goods(world),
            |order| match self {
                Self::Place { .. } => self.of_goods(world),
                _ => self.of_order(world, order),
            },
        )
    }

    fn of_order(&self, world: &World, of: u8) -> Command {
        let order = world.id(of);
        let reason = Reason::words(PersonId::new(1), "nobody answers");
        match *self {
            Self::Change { line, to, .. } => {
                Command::ChangeQuantity { order, line: no(line), to: quantity(to) }
            }
            Self::Grow { line, by, .. } => {
                let line = no(line);
                let wanted =
                    world.case(of).and_then(|case| Some(case.order().line(line)?.wanted()));
                let to = wanted.unwrap_or_default().saturating_add(quantity(by));
                Command::ChangeQuantity { order, line, to }
            }
            Self::AddLine { line, .. } => Command::AddLine { order, line: draft_line(line) },
            Self::Reject { line, by, .. } => {
                Command::Reject { order, units: units((line, by)), reason }
            }
            Self::RemoveLine { line, .. } => Command::RemoveLine { order, line: no(line) },
            Self::Edit { change, .. } => change.command(order),
            Self::MarkFalse(_) => Command::MarkFalse { order, reason },
            Self::Cancel(_) => Command::Cancel { order, reason },
            Self::Reserve(_) => Command::Reserve(order),
            Self::Release(_) => Command::Release(order),
            Self::Invoice(_) => Command::Invoice(order),
            Self::Tie(_) => {
                Command::Tie { order, kind: Kind::SupplierOrder, number: "PO-7".to_owned() }
            }
            Self::CloseBill(_) => Command::CloseBill(order),
            Self::Stage { wish, said, .. } => stages::wish(order, wish, said),
            Self::ChangePaper { paper, line, to, .. } => {
                let papers = world.case(of).map(|case| case.papers().documents());
                let paper = papers.and_then(|papers| papers.get(usize::from(paper)));
                let document = paper.map_or(DocumentId::new(10_000), |paper| paper.id);
                Command::ChangeDocument { document, line: no(line), to: quantity(to) }
            }
            Self::Send { part, .. } => Command::Send { order, share: share(part) },
            Self::Home { part, bound, place, fate, .. } => {
                let (share, place) = (share(part), code(place));
                match bound {
                    Bound::CameBack => Command::ComeBack { order, share, place, fate },
                    Bound::Returned => Command::Return { order, share, place, fate },
                    Bound::WrittenOff => Command::WriteOff { order, share, place },
                }
            }
            Self::Answer { line, received, dismissed, place, fate, .. } => {
                let (received, dismissed) = (quantity(received), quantity(dismissed));
                let (line, place) = (no(line), code(place));
                Command::AnswerReturn { order, line, received, dismissed, place, fate }
            }
            _ => Command::Confirm(order),
        }
    }

    fn of_goods(&self, world: &World) -> Command {
        match self {
            Self::Place { order, way, lines } => {
                Command::Place(stages::delivered(world, *order, draft(*order, *way, lines)))
            }
            Self::NewScheme => stages::next_scheme(world),
            Self::Ask(ask) => Command::Party(ask.clone()),
            Self::Forget(person) => Command::Forget(*person),
            Self::Receive { place, item, quantity } => {
                Command::Receive { place: code(*place), portions: vec![portion(*item, *quantity)] }
            }
            Self::Adjust { place, item, by } => {
                let why = if *by < 0 { WhyAdjusted::Lost } else { WhyAdjusted::Found };
                let (place, sku) = (code(*place), sku(*item));
                Command::Adjust { place, sku, by: quantity(*by), why }
            }
            Self::Move { from, to, item, quantity } => {
                let portions = vec![portion(*item, *quantity)];
                Command::Transfer { from: code(*from), to: code(*to), portions }
            }
            Self::Hold { place, item, by } if *by < 0 => Command::Unhold {
                place: code(*place),
                portion: portion(*item, by.saturating_neg()),
            },
            Self::Hold { place, item, by } => {
                Command::Hold { place: code(*place), portion: portion(*item, *by) }
            }
            Self::CloseDay { depot } => {
                let outlet = if *depot { "DEPOT" } else { "WEB" }.parse().unwrap();
                Command::CloseDay {
                    outlet,
                    day: world.moment.day_in(world.shop.stock_policy().zone),
                }
            }
            // Time goes on, and somebody finds half a unit in a corner where nobody sells.
            _ => Command::Adjust {
                place: code(2),
                sku: sku(2),
                by: quantity(1),
                why: WhyAdjusted::Found,
            },
        }
    }
}

pub(crate) fn quantity(halves: i64) -> Quantity {
    Quantity::from_millionths(halves.saturating_mul(500_000))
}

pub(crate) fn channel(order: u8) -> Channel {
    Channel::parse(if order.is_multiple_of(2) { "site" } else { "market" }).unwrap()
}

pub(crate) fn number(order: u8) -> OrderNumber {
    OrderNumber::parse(&(1001 + u32::from(order)).to_string()).unwrap()
}

pub(crate) fn sku(item: u8) -> Sku {
    Sku::parse(["A-100", "B-200", "C-300", "WRAP"][usize::from(item)]).unwrap()
}

pub(crate) fn code(place: u8) -> PlaceCode {
    PlaceCode::parse(["MAIN", "SIDE", "DISPATCH"][usize::from(place)]).unwrap()
}

pub(crate) fn no(line: u8) -> LineNo {
    LineNo::new(u16::from(line))
}

fn portion(item: u8, halves: i64) -> Portion {
    Portion { sku: sku(item), quantity: quantity(halves) }
}

pub(crate) fn units((line, by): (u8, i64)) -> Units {
    Units { line: no(line), quantity: quantity(by) }
}

fn share(part: Option<(u8, i64)>) -> Share {
    part.map_or(Share::All, |part| Share::Units(vec![units(part)]))
}
