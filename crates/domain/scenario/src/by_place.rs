//! Units by their places.

use std::{iter, option, vec};

use sklad_base::PlaceId;
use sklad_order::Units;

/// Units by the place of their line; places in order, nothing of zero.
///
/// Nearly every order has one place: it stands in here, and only where there are more of them in a list.
#[derive(Debug)]
pub(crate) struct ByPlace {
    /// How many lines there are: for so many units there is room from the beginning.
    lines: usize,
    first: Option<(PlaceId, Vec<Units>)>,
    others: Vec<(PlaceId, Vec<Units>)>,
}

impl ByPlace {
    /// Returns an empty one for the units of so many lines.
    pub(crate) const fn new(lines: usize) -> Self {
        Self { lines, first: None, others: Vec::new() }
    }

    /// Puts units behind what stands at their place.
    pub(crate) fn add(&mut self, place: PlaceId, units: Units) {
        if units.quantity.is_positive() {
            self.at(place).push(units);
        }
    }

    fn at(&mut self, place: PlaceId) -> &mut Vec<Units> {
        let room = || (place, Vec::with_capacity(self.lines));
        let (first, units) = self.first.get_or_insert_with(room);
        if *first == place {
            return units;
        }
        let at = self.others.iter().position(|(its, _)| *its == place).unwrap_or_else(|| {
            self.others.push((place, Vec::new()));
            self.others.len() - 1
        });
        &mut self.others[at].1
    }
}

impl IntoIterator for ByPlace {
    type Item = (PlaceId, Vec<Units>);
    type IntoIter = iter::Chain<option::IntoIter<Self::Item>, vec::IntoIter<Self::Item>>;

    fn into_iter(mut self) -> Self::IntoIter {
        if !self.others.is_empty() {
            self.others.extend(self.first.take());
            self.others.sort_unstable_by_key(|(place, _)| *place);
        }
        self.first.into_iter().chain(self.others)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use sklad_base::{LineNo, Quantity};

    use super::*;

    #[test]
    fn one_place_or_many_they_come_in_order_with_their_units() {
        for places in 0..5 {
            let (mut by_place, mut tree) = (ByPlace::new(20), BTreeMap::<_, Vec<_>>::new());
            for number in 0..places * 4 {
                let place = PlaceId::new((number * 7 + 3) % places);
                let line = LineNo::new(u16::try_from(number).unwrap());
                let units = Units { line, quantity: Quantity::units(number + 1) };
                by_place.add(place, units);
                by_place.add(place, Units { quantity: Quantity::ZERO, ..units });
                tree.entry(place).or_default().push(units);
            }
            assert!(by_place.into_iter().eq(tree));
        }
    }
}
