//! Tells what happened in the order of time: which line a cancel takes back, which an edit changes.

use std::collections::BTreeMap;

use sklad::base::{Moment, OrderNumber, Quantity, Sku};

use super::{Entry, WebOrder, What, gathering::Told, row::Deed};

/// What came of it.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) entries: Vec<Entry>,
    /// By order: when it became known as false.
    pub(super) false_known_at: Vec<Option<Moment>>,
    pub(super) cancels_without_sale: usize,
    /// Rows that fit no order, by their line of the file.
    pub(super) misfits: Vec<(u64, String)>,
}

/// What is known at a moment.
struct Timeline<'a> {
    orders: &'a [WebOrder],
    by_number: BTreeMap<&'a OrderNumber, usize>,
    /// By order and line: how much is left of it.
    left: Vec<Vec<Quantity>>,
    /// By customer and item: the lines that sold it, oldest first.
    sold: BTreeMap<(&'a str, &'a Sku), Vec<(usize, usize)>>,
    outcome: Outcome,
}

/// Tells all; `begins` says on which line of the file each order begins.
pub(super) fn tell(orders: &[WebOrder], begins: &[u64], told: Vec<Told>) -> Outcome {
    let mut timeline = Timeline::new(orders);
    for (at, line, step) in in_order_of_time(orders, begins, told) {
        match timeline.step(at, step) {
            Ok(Some(what)) => timeline.outcome.entries.push(Entry { at, what }),
            Ok(None) => {}
            Err(why) => timeline.outcome.misfits.push((line, why)),
        }
    }
    timeline.outcome
}

fn in_order_of_time<'a>(
    orders: &'a [WebOrder],
    begins: &[u64],
    told: Vec<Told>,
) -> Vec<(Moment, u64, Step<'a>)> {
    let placed = orders.iter().zip(begins).enumerate();
    let placed = placed.map(|(at, (order, line))| (order.placed_at, *line, Step::Place(at, order)));
    let deeds = told.into_iter().map(|told| (told.at, told.line, Step::Do(told.deed)));
    let mut steps: Vec<_> = placed.chain(deeds).collect();
    steps.sort_by_key(|(at, line, _)| (*at, *line));
    steps
}

enum Step<'a> {
    Place(usize, &'a WebOrder),
    Do(Deed),
}

impl<'a> Timeline<'a> {
    fn new(orders: &'a [WebOrder]) -> Self {
        let left = |order: &WebOrder| order.lines.iter().map(|line| line.quantity).collect();
        let false_known_at = vec![None; orders.len()];
        Self {
            orders,
            by_number: BTreeMap::new(),
            left: orders.iter().map(left).collect(),
            sold: BTreeMap::new(),
            outcome: Outcome { false_known_at, ..Outcome::default() },
        }
    }

    fn step(&mut self, at: Moment, step: Step<'a>) -> Result<Option<What>, String> {
        match step {
            Step::Place(at, order) => Ok(Some(self.place(at, order))),
            Step::Do(Deed::Cancel { customer, sku, quantity }) => {
                let taken = customer.and_then(|customer| self.take_back(&customer, &sku, quantity));
                self.outcome.cancels_without_sale += usize::from(taken.is_none());
                Ok(taken)
            }
            Step::Do(Deed::Edit { order, sku, to }) => self.change(&order, &sku, to).map(Some),
            Step::Do(Deed::False { order }) => self.find_false(&order, at).map(Some),
        }
    }

    fn place(&mut self, at: usize, order: &'a WebOrder) -> What {
        self.by_number.insert(&order.number, at);
        if let Some(customer) = &order.customer {
            for (line, sold) in order.lines.iter().enumerate() {
                self.sold.entry((customer, &sold.sku)).or_default().push((at, line));
            }
        }
        What::Placed { order: at }
    }

    /// Takes goods back from the newest line that has as much left; of one that has less, nothing.
    fn take_back(&mut self, customer: &str, sku: &Sku, quantity: Quantity) -> Option<What> {
        let sold = self.sold.get(&(customer, sku))?;
        let enough = |&&(order, line): &&(usize, usize)| {
            self.outcome.false_known_at[order].is_none() && self.left[order][line] >= quantity
        };
        let &(order, line) = sold.iter().rev().find(enough)?;
        self.left[order][line] = self.left[order][line].saturating_sub(quantity);
        Some(What::TakenBack { order, line, quantity })
    }

    fn change(&mut self, number: &OrderNumber, sku: &Sku, to: Quantity) -> Result<What, String> {
        let order = self.genuine(number)?;
        let line = self.orders[order].lines.iter().position(|line| line.sku == *sku);
        let line = line.ok_or_else(|| {
            format!("order {number} has no line of {sku}; write an item of that order")
        })?;
        self.left[order][line] = to;
        Ok(What::Changed { order, line, to })
    }

    fn find_false(&mut self, number: &OrderNumber, at: Moment) -> Result<What, String> {
        let order = self.genuine(number)?;
        self.outcome.false_known_at[order] = Some(at);
        Ok(What::FoundFalse { order })
    }

    /// Returns the order of that number, placed by now and not known as false.
    fn genuine(&self, number: &OrderNumber) -> Result<usize, String> {
        let order = *self.by_number.get(number).ok_or_else(|| {
            format!("no order {number} is placed by then; write the number of an earlier order")
        })?;
        match self.outcome.false_known_at[order] {
            Some(at) => Err(format!("order {number} is known as false since {at}; remove the row")),
            None => Ok(order),
        }
    }
}

#[cfg(test)]
mod tests {
    use sklad::base::Currency;

    use super::*;
    use crate::history::{Columns, History};

    #[test]
    fn a_cancel_takes_back_the_newest_earlier_sale_with_that_much_left() {
        let history = read(
            format!(
                "{HEADER}{GOOD}\
                 1002,2026-03-03 10:00:00,Ivan,A-100,2,9.90,sale\n\
                 1003,2026-03-04 10:00:00,Ana,A-100,9,9.90,sale\n\
                 C1,2026-03-05 10:00:00,Ivan,A-100,-2,9.90,cancel\n\
                 C2,2026-03-06 10:00:00,Ivan,A-100,-1,9.90,cancel\n\
                 C3,2026-03-07 10:00:00,Ivan,A-100,-5,9.90,cancel\n\
                 C4,2026-03-08 10:00:00,,A-100,-1,9.90,cancel\n\
                 1004,2026-03-09 10:00:00,Ivan,A-100,5,9.90,sale\n"
            )
            .as_bytes(),
        );
        let taken: Vec<(usize, String)> = history
            .entries
            .iter()
            .filter_map(|entry| match entry.what {
                What::TakenBack { order, quantity, .. } => Some((order, quantity.to_string())),
                What::Placed { .. } | What::Changed { .. } | What::FoundFalse { .. } => None,
            })
            .collect();
        assert_eq!(taken, [(1, "2".to_owned()), (0, "1".to_owned())]);
        assert_eq!((history.cancel_lines, history.cancels_without_sale), (4, 2));
    }

    #[test]
    fn an_edit_sets_what_is_left_and_a_false_order_has_nothing_left() {
        let history = read(
            format!(
                "{HEADER}\
                 C1,2026-03-02 12:00:00,Ivan,A-100,-6,9.90,cancel\n\
                 1001,2026-03-02 11:00:00,,A-100,6,,edit\n\
                 C2,2026-03-02 14:00:00,Ivan,A-100,-1,9.90,cancel\n\
                 1001,2026-03-02 13:00:00,,A-100,3,,edit\n\
                 1001,2026-03-02 13:30:00,,,,,false\n\
                 1001,2026-03-02 15:00:00,,,,,false\n{GOOD}"
            )
            .as_bytes(),
        );
        let order = 0;
        let whats: Vec<What> = history.entries.iter().map(|entry| entry.what).collect();
        assert_eq!(
            whats,
            [
                What::Placed { order },
                What::Changed { order, line: 0, to: Quantity::units(6) },
                What::TakenBack { order, line: 0, quantity: Quantity::units(6) },
                What::Changed { order, line: 0, to: Quantity::units(3) },
                What::FoundFalse { order },
            ]
        );
        assert_eq!(history.cancels_without_sale, 1);
        assert_eq!(
            history.unreadable[0].reason,
            "order 1001 is known as false since 2026-03-02T13:30:00Z; remove the row"
        );
        assert_eq!(
            history.orders[0].false_known_at,
            Some(Moment::parse("2026-03-02 13:30:00").unwrap())
        );
    }

    fn read(csv: &[u8]) -> History {
        let eur = Currency::parse("EUR").unwrap();
        History::read_from("orders.csv", csv, &Columns::default(), eur).unwrap()
    }

    const HEADER: &str = "order_id,placed_at,customer_id,sku,qty,unit_price,kind\n";
    const GOOD: &str = "1001,2026-03-02 10:00:00,Ivan,A-100,5,9.90,sale\n";
}
