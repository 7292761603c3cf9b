//! The names of items, places and outlets, and their numbers.

use std::collections::BTreeMap;

use sklad_base::{ItemId, OutletCode, OutletId, PlaceCode, PlaceId, Sku};

/// An item as the shop knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "an answer that callers read")]
pub struct Item {
    /// Its name.
    pub sku: Sku,
    /// Whether stock is kept of it; a service is sold without (B9).
    pub kept: bool,
}

/// Names to numbers and back.
///
/// ```
/// use sklad_flow::Catalogue;
///
/// assert!(Catalogue::default().items().next().is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Catalogue {
    items: Vec<Item>,
    places: Vec<PlaceCode>,
    outlets: Vec<OutletCode>,
    item_ids: BTreeMap<Sku, ItemId>,
    place_ids: BTreeMap<PlaceCode, PlaceId>,
    outlet_ids: BTreeMap<OutletCode, OutletId>,
}

impl Catalogue {
    /// Returns the number of an item.
    #[must_use]
    pub fn item_id(&self, sku: &Sku) -> Option<ItemId> {
        self.item_ids.get(sku).copied()
    }

    /// Returns the number of a place.
    #[must_use]
    pub fn place_id(&self, code: &PlaceCode) -> Option<PlaceId> {
        self.place_ids.get(code).copied()
    }

    /// Returns the number of a place as a list of one, for those who choose among several.
    pub(crate) fn the_place(&self, code: &PlaceCode) -> Option<&[PlaceId]> {
        self.place_ids.get(code).map(std::slice::from_ref)
    }

    /// Returns the number of an outlet.
    #[must_use]
    pub fn outlet_id(&self, code: &OutletCode) -> Option<OutletId> {
        self.outlet_ids.get(code).copied()
    }

    /// Returns an item.
    #[must_use]
    pub fn item(&self, item: ItemId) -> Option<&Item> {
        self.items.get(item.index())
    }

    /// Returns the name of a place.
    #[must_use]
    pub fn place(&self, place: PlaceId) -> Option<&PlaceCode> {
        self.places.get(place.index())
    }

    /// Returns the name of an outlet.
    #[must_use]
    pub fn outlet(&self, outlet: OutletId) -> Option<&OutletCode> {
        self.outlets.get(outlet.index())
    }

    /// Goes through the items by number.
    pub fn items(&self) -> impl Iterator<Item = (ItemId, &Item)> {
        self.items
            .iter()
            .enumerate()
            .filter_map(|(index, item)| Some((ItemId::after(index)?, item)))
    }

    /// Goes through the places by number.
    pub fn places(&self) -> impl Iterator<Item = (PlaceId, &PlaceCode)> {
        let places = self.places.iter().enumerate();
        places.filter_map(|(index, code)| Some((PlaceId::after(index)?, code)))
    }

    pub(crate) fn name_item(&mut self, item: ItemId, sku: &Sku, kept: bool) {
        self.items.push(Item { sku: sku.clone(), kept });
        self.item_ids.insert(sku.clone(), item);
    }

    pub(crate) fn name_place(&mut self, place: PlaceId, code: &PlaceCode) {
        self.places.push(code.clone());
        self.place_ids.insert(code.clone(), place);
    }

    pub(crate) fn name_outlet(&mut self, outlet: OutletId, code: &OutletCode) {
        self.outlets.push(code.clone());
        self.outlet_ids.insert(code.clone(), outlet);
    }
}
