//! What is done to an order: a command as it comes, or one that fits what the order has.

use proptest::prelude::*;
use sklad_base::{Currency, DocumentId, LineNo, PaymentWay, PersonId, Quantity};
use sklad_order::{Bound, Command, Edit, Line, Order, Reason, Units};

use super::command;

#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// As it comes: often wrong.
    Any(Command),
    /// So many thousandths of what there is to do it with.
    Fitting { deed: Deed, line: usize, part: i64 },
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Deed {
    Take,
    Send,
    Bill(DocumentId),
    Unbill { again: bool },
    Request,
    Receive,
    Dismiss,
    Settle(Bound),
    Reject,
    Change,
    PayAll,
    RefundAll,
}

impl Act {
    /// Returns the command that it is on an order as it stands.
    pub(crate) fn on(&self, order: &Order) -> Command {
        match self {
            Self::Any(command) => command.clone(),
            Self::Fitting { deed, line, part } => {
                let index = line % order.lines().count();
                deed.of(order, LineNo::after(index).unwrap(), *part)
            }
        }
    }
}

impl Deed {
    fn of(self, order: &Order, line: LineNo, part: i64) -> Command {
        let its = order.line(line).unwrap().clone();
        let unasked = its.out().saturating_sub(its.requested());
        let bill = order.bills_of(line).last();
        let units = |all: Quantity| Units { line, quantity: some_of(all, part) };
        match self {
            Self::Take => Command::Take(units(its.waiting())),
            Self::Send => Command::Send(units(its.unsent())),
            Self::Bill(document) => {
                Command::Bill { document, units: vec![units(order.open_quantity(line))] }
            }
            Self::Unbill { again } => {
                let (document, held) = bill.unwrap_or((DocumentId::new(0), Quantity::ZERO));
                Command::Unbill { document, units: vec![units(held)], again }
            }
            Self::Request => Command::Edit(Edit::RequestReturn(units(unasked))),
            Self::Receive => answer(line, (units(its.requested()).quantity, Quantity::ZERO)),
            Self::Dismiss => answer(line, (Quantity::ZERO, units(its.requested()).quantity)),
            Self::Settle(bound) => Command::Settle { units: units(unasked), bound },
            Self::PayAll => {
                let (way, reference) = (PaymentWay::parse("card").unwrap(), format!("all-{part}"));
                Command::Edit(Edit::MarkPaid { way, reference })
            }
            Self::RefundAll => {
                let back = order.receipt().unwrap().to_give_back();
                Command::Edit(Edit::Refund(super::payment(&format!("back-{part}"), back)))
            }
            Self::Reject => {
                let reason = Reason::words(PersonId::new(1), "broken");
                Command::Reject { units: units(open(&its)), reason }
            }
            Self::Change => {
                let quantity = its.wanted().saturating_sub(units(open(&its)).quantity);
                Command::ChangeQuantity(Units { line, quantity })
            }
        }
    }
}

fn answer(line: LineNo, (received, dismissed): (Quantity, Quantity)) -> Command {
    Command::AnswerReturn { line, received, dismissed }
}

fn open(line: &Line) -> Quantity {
    line.waiting().saturating_add(line.unsent())
}

/// Returns a part of a quantity: whole units where there are some.
pub(crate) fn some_of(all: Quantity, part: i64) -> Quantity {
    let exact = i128::from(all.millionths()) * i128::from(part) / 1_000;
    let exact = i64::try_from(exact).unwrap();
    let whole = exact - exact % 1_000_000;
    Quantity::from_millionths(if whole == 0 || part % 7 == 0 { exact } else { whole })
}

pub(crate) fn act(currency: Currency) -> BoxedStrategy<Act> {
    let line = prop_oneof![3 => Just(0_usize), 1 => 0..6_usize];
    let part = prop_oneof![Just(1_000_i64), 0..=1_000_i64];
    let fitting = (deed(), line, part);
    prop_oneof![
        command::command(currency).prop_map(Act::Any),
        fitting.prop_map(|(deed, line, part)| Act::Fitting { deed, line, part }),
    ]
    .boxed()
}

fn deed() -> BoxedStrategy<Deed> {
    use Bound::{CameBack, Returned, WrittenOff};
    let bound = prop_oneof![Just(CameBack), Just(Returned), Just(WrittenOff)];
    prop_oneof![
        3 => Just(Deed::Take),
        3 => Just(Deed::Send),
        // A document bills once: now and then it is one that has billed.
        3 => (0..60_u32).prop_map(|document| Deed::Bill(DocumentId::new(document))),
        2 => any::<bool>().prop_map(|again| Deed::Unbill { again }),
        3 => Just(Deed::Request),
        2 => Just(Deed::Receive),
        1 => Just(Deed::Dismiss),
        1 => bound.prop_map(Deed::Settle),
        1 => Just(Deed::Reject),
        1 => Just(Deed::Change),
        1 => Just(Deed::PayAll),
        1 => Just(Deed::RefundAll),
    ]
    .boxed()
}
