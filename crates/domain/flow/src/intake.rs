//! Placing an order: known items, a place for each line, a way for the whole.

use std::collections::BTreeMap;

use sklad_base::{ItemId, OrderId, PlaceId, Quantity, Refusals, Sku};
use sklad_order::{Draft, DraftLine, Placed, PlacedLine};
use sklad_scenario::Way;

use crate::{
    Case, Refusal, refusal,
    work::{Decided, Work},
};

impl Work<'_> {
    pub(crate) fn place(&mut self, draft: &Draft) -> Decided {
        let mut refusals: Vec<Refusal> = Vec::new();
        if let Some(before) = self.shop.find(&draft.channel, &draft.number) {
            let (channel, number, order) = (draft.channel.clone(), draft.number.clone(), before.id);
            return Err(Refusal::PlacedBefore { channel, number, order }.into());
        }
        if let Err(no) = draft.check() {
            refusals.extend(refusal::lift(no));
        }
        let way = self.policy.way_of(draft);
        let mut lines = Vec::with_capacity(draft.lines.len());
        let mut promised = BTreeMap::new();
        for line in &draft.lines {
            match self.placed_line((draft, way), line, &mut promised) {
                Ok(placed) => lines.push(placed),
                Err(no) => refusals.extend(no),
            }
        }
        if let Some(refusals) = Refusals::from_all(refusals) {
            return Err(refusals);
        }
        let Draft { channel, number, buyer, payment, delivery, comment, .. } = draft.clone();
        let order = OrderId::after(self.shop.cases.len());
        let order = order.ok_or_else(|| Refusal::NoNumberLeft { number: number.clone() })?;
        let moment = self.envelope.moment;
        let placed = Placed { channel, number, buyer, payment, delivery, lines, comment, moment };
        self.open_case(Case::new(order, placed, way));
        if self.policy.waits_for_confirmation(way) { Ok(()) } else { self.start(order) }
    }

    pub(crate) fn add_line(&mut self, order: OrderId, line: &DraftLine) -> Decided {
        let case = self.case(order)?;
        let (placed, way) = (case.order.placed(), case.way);
        let draft = Draft::new(placed.channel.clone(), placed.number.clone(), Vec::new());
        let line = self.placed_line((&draft, way), line, &mut BTreeMap::new())?;
        self.tell(order, sklad_order::Command::AddLine(line))?;
        self.follow(order, &sklad_scenario::Happening::Changed)
    }

    /// Gives a line its item and its place: the channel's first that has enough for all who wait and for it.
    fn placed_line(
        &self,
        (draft, way): (&Draft, Way),
        line: &DraftLine,
        promised: &mut BTreeMap<(PlaceId, ItemId), Quantity>,
    ) -> Decided<PlacedLine> {
        let DraftLine { sku, quantity, price } = line;
        let (item, kept) = self.known_item(sku)?;
        let places = self.places_of(draft)?;
        let left = |place: PlaceId, promised: &BTreeMap<_, Quantity>| {
            let taken = promised.get(&(place, item)).copied().unwrap_or_default();
            self.booking.cell(place, item).uncommitted().saturating_sub(taken)
        };
        let fits = places.iter().find(|place| left(**place, promised) >= *quantity);
        let place = fits.or_else(|| places.first()).copied().unwrap_or(PlaceId::new(0));
        let taken = promised.entry((place, item)).or_default();
        *taken = taken.saturating_add(*quantity);
        let dispatch = self.policy.dispatch.get(&place).copied().filter(|_| way == Way::Transfer);
        Ok(PlacedLine { item, kept, place, dispatch, quantity: *quantity, price: *price })
    }

    fn known_item(&self, sku: &Sku) -> Decided<(ItemId, bool)> {
        let names = &self.shop.catalogue;
        let known = names.item_id(sku).and_then(|id| Some((id, names.item(id)?.kept)));
        known.ok_or_else(|| Refusal::UnknownItem { sku: sku.clone() }.into())
    }

    fn places_of(&self, draft: &Draft) -> Decided<Vec<PlaceId>> {
        if let Some(named) = &draft.place {
            return Ok(vec![self.known_place(named)?]);
        }
        let known = |place: &PlaceId| self.shop.catalogue.place(*place).is_some();
        let of_channel = self.policy.sells_from.get(&draft.channel).cloned();
        let places = of_channel.unwrap_or_else(|| vec![PlaceId::new(0)]);
        if !places.is_empty() && places.iter().all(known) {
            return Ok(places);
        }
        let (channel, number) = (draft.channel.clone(), draft.number.clone());
        Err(Refusal::NoPlace { channel, number }.into())
    }
}
