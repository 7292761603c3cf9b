//! The adopted settings with their names looked up: what decisions go by.

use std::collections::BTreeMap;

use sklad_base::{Channel, PlaceId};

use crate::{Catalogue, Settings};

/// The adopted settings, with the numbers of the places and outlets that they name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Policy {
    pub(crate) settings: Settings,
    pub(crate) stock: sklad_stock::Policy,
    pub(crate) sells_from: BTreeMap<Channel, Vec<PlaceId>>,
    pub(crate) dispatch: BTreeMap<PlaceId, PlaceId>,
}

impl Policy {
    /// Looks the names up; who adopts settings has made sure that all of them are there.
    pub(crate) fn new(settings: Settings, names: &Catalogue) -> Self {
        let stock = &settings.stock;
        let zones = stock.zones.iter().filter_map(|(code, it)| Some((names.outlet_id(code)?, *it)));
        let negative = &stock.negative;
        let negative = negative.iter().filter_map(|(code, it)| Some((names.place_id(code)?, *it)));
        let backorder = &stock.backorder;
        let backorder =
            backorder.iter().filter_map(|(code, it)| Some((names.place_id(code)?, *it)));
        let stock = sklad_stock::Policy {
            zone: stock.zone,
            zones: zones.collect(),
            negative: negative.collect(),
            backorder: backorder.collect(),
            short_count: stock.short_count,
        };
        let sells_from = settings.sells_from.iter().map(|(channel, codes)| {
            let places = codes.iter().filter_map(|code| names.place_id(code));
            (channel.clone(), places.collect())
        });
        let sells_from = sells_from.collect();
        let dispatch = settings.dispatch.iter().filter_map(|(watched, sender)| {
            Some((names.place_id(watched)?, names.place_id(sender)?))
        });
        let dispatch = dispatch.collect();
        Self { settings, stock, sells_from, dispatch }
    }
}
