//! Adopting settings: what contradicts itself, or names what is not there, is refused with all reasons at once.

use std::collections::BTreeSet;
use std::fmt::Display;

use sklad_base::{OutletCode, PlaceCode, Refusals};
use sklad_scenario::Way;
use sklad_stock::{Backorder, Negative};

use crate::{
    Catalogue, Event, Refusal, Settings,
    work::{Decided, Work},
};

impl Work<'_> {
    pub(crate) fn adopt(&mut self, settings: &Settings) -> Decided {
        let adopted = self.shop.settings().version;
        let is_stale = settings.version != adopted;
        let made_from = settings.version;
        let stale = is_stale.then_some(Refusal::SettingsStale { made_from, adopted });
        let wrong = stale.into_iter().chain(contradictions(settings, &self.shop.catalogue));
        if let Some(refusals) = Refusals::from_all(wrong) {
            return Err(refusals.into());
        }
        let settings = Settings { version: adopted.next(), ..settings.clone() };
        self.out.push(Event::Adopted(Box::new(settings)));
        Ok(())
    }

    /// Looks whether the sender carries the right that the settings demand.
    pub(crate) fn must_be_allowed(&self) -> Decided {
        let command = self.envelope.command.name();
        match self.policy.settings.rights.get(&command) {
            Some(right) if !self.envelope.rights.allow(right) => {
                Err(Refusal::NotAllowed { command, right: right.clone() }.into())
            }
            _ => Ok(()),
        }
    }
}

/// Returns all that is wrong with settings.
pub(crate) fn contradictions(settings: &Settings, names: &Catalogue) -> Vec<Refusal> {
    let mut check = Check { names, settings, wrong: Vec::new() };
    check.places();
    check.outlets_and_limits();
    check.ways();
    check.offers();
    check.customers();
    check.wrong
}

/// Settings under a look, with what was found wrong so far.
struct Check<'a> {
    names: &'a Catalogue,
    settings: &'a Settings,
    wrong: Vec<Refusal>,
}

impl Check<'_> {
    fn places(&mut self) {
        for (channel, codes) in &self.settings.sells_from {
            let setting = format!("sells_from of {channel}");
            if codes.is_empty() {
                self.say(&setting, "names no place", "name one, or leave the channel out");
            }
            let mut seen = BTreeSet::new();
            for code in codes {
                self.place(&setting, code);
                if !seen.insert(code) {
                    let why = format!("names {code} twice");
                    self.say(&setting, why, "name each place once");
                }
            }
        }
        for (watched, sender) in &self.settings.dispatch {
            let setting = format!("dispatch of {watched}");
            self.place(&setting, watched);
            self.place(&setting, sender);
            if watched == sender {
                let way_out = "name another place, or leave it out";
                self.say(&setting, "names the same place", way_out);
            }
        }
    }

    fn outlets_and_limits(&mut self) {
        let stock = &self.settings.stock;
        stock.zones.keys().for_each(|code| self.outlet(&format!("stock.zones of {code}"), code));
        let mut limits = Vec::new();
        for (code, negative) in &stock.negative {
            let limit = if let Negative::AllowTo(limit) = negative { Some(*limit) } else { None };
            limits.push((format!("stock.negative of {code}"), code, limit));
        }
        for (code, backorder) in &stock.backorder {
            let limit = if let Backorder::AllowTo(limit) = backorder { Some(*limit) } else { None };
            limits.push((format!("stock.backorder of {code}"), code, limit));
        }
        for (setting, code, limit) in limits {
            self.place(&setting, code);
            if let Some(limit) = limit.filter(|limit| limit.is_negative()) {
                let why = format!("has a limit of {limit}");
                self.say(&setting, why, "say zero or more: it is how far the books may go");
            }
        }
    }

    fn ways(&mut self) {
        let Settings { ways, otherwise, dispatch, .. } = self.settings;
        for (index, rule) in ways.iter().enumerate() {
            let before = ways.iter().take(index).position(|earlier| earlier.covers(rule));
            if let Some(before) = before {
                let why = format!("decides nothing, since rule {} fits all of it", before + 1);
                let way_out = "put the narrower rule first, or leave it out";
                self.say(format!("ways, rule {}", index + 1), why, way_out);
            }
        }
        let transfers = ways.iter().map(|rule| rule.way).chain([*otherwise]);
        if dispatch.is_empty() && transfers.into_iter().any(|way| way == Way::Transfer) {
            let why = "names no place, and orders go by transfer";
            self.say("dispatch", why, "name who sends for whom, or choose another way");
        }
    }

    fn offers(&mut self) {
        let order = &self.settings.order;
        if order.matrix.as_ref().is_some_and(|matrix| matrix.offers.is_empty()) {
            let way_out = "name the pairs of payment and delivery, or leave the matrix out";
            self.say("order.matrix", "offers nothing", way_out);
        }
        for (code, list) in order.price_lists.iter().filter(|(code, list)| **code != list.code) {
            let why = format!("holds the list {}", list.code);
            self.say(format!("order.price_lists of {code}"), why, "use the list's own code");
        }
    }

    fn customers(&mut self) {
        for (setting, why, way_out) in self.settings.customers.contradictions() {
            self.say(setting, why, way_out);
        }
    }

    fn place(&mut self, setting: &str, code: &PlaceCode) {
        if self.names.place_id(code).is_none() {
            let why = format!("names {code}, and the shop has no such place");
            self.say(setting, why, "open it first, or mend the code");
        }
    }

    fn outlet(&mut self, setting: &str, code: &OutletCode) {
        if self.names.outlet_id(code).is_none() {
            let why = "names no outlet of the shop";
            self.say(setting, why, "open it first, or mend the code");
        }
    }

    fn say(&mut self, setting: impl Display, why: impl Display, way_out: &'static str) {
        let (setting, why) = (setting.to_string(), why.to_string());
        self.wrong.push(Refusal::Contradiction { setting, why, way_out });
    }
}
