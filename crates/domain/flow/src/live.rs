//! The live orders by their numbers: pages of neighbours, so that nothing is searched.

use std::fmt;

use sklad_base::OrderId;

use crate::Case;

/// The live orders. Numbers count up, so whole pages come and go; one order that stays keeps its page.
#[derive(Clone, Default)]
pub(crate) struct Live {
    pages: Vec<Option<Box<Page>>>,
    count: usize,
}

/// Neighbouring orders, as far as they are live.
#[derive(Clone)]
struct Page {
    cases: [Option<Box<Case>>; PAGE],
    count: usize,
}

impl Live {
    /// Returns how many orders are live.
    pub(crate) const fn len(&self) -> usize {
        self.count
    }

    /// Returns an order.
    pub(crate) fn get(&self, order: OrderId) -> Option<&Case> {
        let page = self.pages.get(order.index() / PAGE)?.as_deref()?;
        page.cases[order.index() % PAGE].as_deref()
    }

    /// Returns an order, to change it.
    pub(crate) fn get_mut(&mut self, order: OrderId) -> Option<&mut Case> {
        let page = self.pages.get_mut(order.index() / PAGE)?.as_deref_mut()?;
        page.cases[order.index() % PAGE].as_deref_mut()
    }

    /// Puts an order in; returns what it was before.
    pub(crate) fn insert(&mut self, order: OrderId, case: Box<Case>) -> Option<Box<Case>> {
        let at = order.index() / PAGE;
        if self.pages.len() <= at {
            self.pages.resize_with(at + 1, || None);
        }
        let page = self.pages[at].get_or_insert_with(|| Box::new(Page::empty()));
        let before = page.cases[order.index() % PAGE].replace(case);
        if before.is_none() {
            page.count += 1;
            self.count += 1;
        }
        before
    }

    /// Takes an order out; a page without orders goes.
    pub(crate) fn remove(&mut self, order: OrderId) -> Option<Box<Case>> {
        let slot = self.pages.get_mut(order.index() / PAGE)?;
        let page = slot.as_deref_mut()?;
        let case = page.cases[order.index() % PAGE].take()?;
        page.count -= 1;
        self.count -= 1;
        if page.count == 0 {
            *slot = None;
        }
        Some(case)
    }

    /// Goes through the orders, by their numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Case> {
        let cases = self.pages.iter().flatten().flat_map(|page| &page.cases);
        cases.filter_map(Option::as_deref)
    }

    /// Goes through the orders, by their numbers, to change them.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Case> {
        let cases = self.pages.iter_mut().flatten().flat_map(|page| &mut page.cases);
        cases.filter_map(Option::as_deref_mut)
    }
}

impl Page {
    const fn empty() -> Self {
        Self { cases: [const { None }; PAGE], count: 0 }
    }
}

impl PartialEq for Live {
    /// Compares the orders, not how they are held.
    fn eq(&self, other: &Self) -> bool {
        self.count == other.count && self.iter().eq(other.iter())
    }
}

impl Eq for Live {}

impl fmt::Debug for Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// So few that the page of one order which stays behind takes no more than half of what the order itself does.
const PAGE: usize = 64;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use sklad_base::{Channel, Currency, Moment, OrderNumber, PriceBasis};
    use sklad_order::{Placed, price::Terms};
    use sklad_scenario::Way;

    use super::*;

    fn case(id: u32) -> Box<Case> {
        let placed = Placed::new(
            (Channel::parse("site").unwrap(), OrderNumber::parse(&format!("{id}")).unwrap()),
            Terms::new(Currency::parse("EUR").unwrap(), PriceBasis::Gross),
            Vec::new(),
            Moment::FIRST,
        );
        Box::new(Case::new(OrderId::new(id), &placed, Way::ClosedBill))
    }

    #[test]
    fn orders_come_and_go_as_in_a_map() {
        let (mut live, mut map) = (Live::default(), BTreeMap::new());
        for number in 0..1_000_u32 {
            let id = number * 37 % 300;
            let order = OrderId::new(id);
            if number % 3 == 0 {
                assert_eq!(live.remove(order), map.remove(&id));
            } else {
                assert_eq!(live.insert(order, case(id)), map.insert(id, case(id)));
            }
            assert_eq!(live.get(order), map.get(&id).map(|case| &**case));
            assert_eq!(live.get_mut(order), map.get_mut(&id).map(|case| &mut **case));
            assert_eq!(live.len(), map.len());
        }
        assert!(live.iter().eq(map.values().map(|case| &**case)));
        assert!(live.iter_mut().map(|case| case.id()).eq(map.keys().map(|id| OrderId::new(*id))));
        assert_eq!(live.get(OrderId::new(9_999)), None);
        assert_eq!(live.remove(OrderId::new(9_999)), None);
    }

    #[test]
    fn who_is_there_counts_and_not_who_was() {
        let (mut live, mut other) = (Live::default(), Live::default());
        live.insert(OrderId::new(3), case(3));
        other.insert(OrderId::new(500), case(500));
        assert_ne!(live, other);
        other.insert(OrderId::new(3), case(3));
        assert_ne!(live, other);
        other.remove(OrderId::new(500));
        assert_eq!(live, other);
        assert_eq!(format!("{live:?}"), format!("{other:?}"));
    }
}
