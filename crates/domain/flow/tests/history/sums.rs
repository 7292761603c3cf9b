//! What must hold of money: on papers, in receipts and between the two.

use proptest::prelude::*;
use rust_decimal::Decimal;
use sklad_base::{Amounts, LineNo, Money};
use sklad_document::{Document, Kind, State};
use sklad_flow::{Case, Shop};
use sklad_order::{Line, Receipt, ReceiptLine, price::Discount};

use super::money::eur;

type Checked = Result<(), TestCaseError>;

/// Per line and for the charges, papers hold what the order's bills still hold; with what is not billed that is
/// the total.
pub(crate) fn papers_agree_with_orders(shop: &Shop) -> Checked {
    for case in shop.cases() {
        let receipt = case.order().receipt().unwrap();
        let mut sum = Amounts::zero(eur());
        for line in &receipt.lines {
            let on_papers = billed(case, line.line);
            prop_assert_eq!(on_papers, line.billed, "{} of {:?}", line.line, case);
            sum = sum.plus(line.amounts).unwrap();
        }
        let charges = receipt.delivery.plus(receipt.fees).unwrap();
        let billed_charges = case.order().billed_charges();
        let held = if billed_charges.is_some() { charges } else { Amounts::zero(eur()) };
        prop_assert_eq!(charges_of(case), held, "charges of {:?}", case);
        prop_assert_eq!(receipt.total, sum.plus(charges).unwrap());
        let outstanding = receipt.total.gross().minus(receipt.paid).unwrap();
        prop_assert_eq!(receipt.outstanding, outstanding.plus(receipt.refunded).unwrap());
        if is_billed(case) {
            prop_assert_eq!(receipt.total, of_papers(case), "{:?}", case);
        }
    }
    Ok(())
}

/// Of a dropped order only what is sent costs anything: the rest is to be given back, as far as it was paid. What
/// nothing is left of and nothing was ever sent of costs nothing, dropped or not.
pub(crate) fn what_is_over_costs_nothing(shop: &Shop) -> Checked {
    for case in shop.cases() {
        let receipt = case.order().receipt().unwrap();
        if case.order().is_dropped() {
            prop_assert_eq!(receipt.total, of_papers(case), "{:?}", case);
        }
        let is_over = |line: &Line| line.sent().is_zero() && line.payable().is_zero();
        if case.order().lines().all(|(_, line)| is_over(line)) {
            prop_assert!(receipt.total.is_zero(), "{:?}", case);
            prop_assert!(of_papers(case).is_zero(), "{:?}", case);
            let kept = receipt.paid.minus(receipt.refunded).unwrap();
            prop_assert_eq!(receipt.to_give_back(), kept);
        }
    }
    Ok(())
}

/// A line costs price times quantity less its percentages, but for the cents of each time that it was cut: a cut
/// gives the first units the odd cents, and of seven units they may be gone with the first four.
pub(crate) fn lines_cost_what_they_say(shop: &Shop) -> Checked {
    for case in shop.cases() {
        let receipt = case.order().receipt().unwrap();
        let closed = |it: &&Document| matches!(it.sheet.state, State::Closed(_));
        for line in &receipt.lines {
            let Some(exact) = exact(case, line) else { continue };
            let has = |it: &&Document| it.quantity_of(line.line).is_positive();
            let cuts = case.papers().documents().iter().filter(closed).filter(has).count();
            let amount = line.amounts.in_basis(case.order().terms().basis).amount();
            let off = (amount - exact).abs();
            let bears = Decimal::new(3, 2) + Decimal::new(2, 2) * Decimal::from(cuts);
            prop_assert!(off <= bears, "{} off by {} in {:?}", line.line, off, case);
        }
    }
    Ok(())
}

/// Returns what bills hold of a line, stornos and returns taken off.
pub(crate) fn billed(case: &Case, line: LineNo) -> Amounts {
    let its = |paper: &Document| {
        let lines = paper.sheet.lines.iter().filter(|its| its.line == line);
        lines.filter_map(|its| its.amounts).collect::<Vec<_>>()
    };
    signed(case, its)
}

/// Returns what bills hold of delivery and fees, stornos taken off.
pub(crate) fn charges_of(case: &Case) -> Amounts {
    signed(case, |paper| paper.sheet.charges.into_iter().collect())
}

/// Returns what an order's papers come to.
pub(crate) fn of_papers(case: &Case) -> Amounts {
    signed(case, |paper| paper.amounts().collect())
}

fn signed(case: &Case, of: impl Fn(&Document) -> Vec<Amounts>) -> Amounts {
    let closed = |it: &&Document| matches!(it.sheet.state, State::Closed(_));
    let papers = case.papers().documents().iter().filter(closed);
    papers.fold(Amounts::zero(eur()), |sum, paper| {
        let all = of(paper).into_iter().fold(Amounts::zero(eur()), |a, b| a.plus(b).unwrap());
        match paper.sheet.kind {
            Kind::Bill => sum.plus(all).unwrap(),
            Kind::Storno | Kind::Return => sum.minus(all).unwrap(),
            _ => sum,
        }
    })
}

/// Tells whether nothing of an order is left to bill.
fn is_billed(case: &Case) -> bool {
    let order = case.order();
    let charged = order.billed_charges().is_some() || !has_charges(&order.receipt().unwrap());
    charged && order.lines().all(|(no, _)| order.open_quantity(no).is_zero())
}

fn has_charges(receipt: &Receipt) -> bool {
    !receipt.delivery.is_zero() || !receipt.fees.is_zero()
}

/// Returns price times quantity, less the line's own percentage and those of the order; nothing where fixed amounts
/// come off, which are not in proportion to units.
fn exact(case: &Case, line: &ReceiptLine) -> Option<Decimal> {
    let its = case.order().line(line.line)?;
    let discounts = its.asked().discount.into_iter().chain(case.order().discounts().to_vec());
    let full = its.price().amount() * line.quantity.to_decimal();
    discounts.into_iter().try_fold(full, |sum, discount| match discount {
        Discount::Percent(off) => {
            Some(sum * (Decimal::ONE - off.to_decimal() / Decimal::ONE_HUNDRED))
        }
        Discount::Amount(_) | Discount::Proportion { .. } => None,
    })
}

/// Returns money that is to be paid or, below zero, given back.
pub(crate) fn outstanding(case: &Case) -> Money {
    case.order().receipt().unwrap().outstanding
}
