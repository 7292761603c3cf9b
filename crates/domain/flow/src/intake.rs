//! Placing an order: known items, a place for each line, a way for the whole.

use std::collections::BTreeMap;

use sklad_base::{ItemId, OrderId, PlaceId, Quantity, Refusals, Sku};
use sklad_order::{Agreed, Draft, DraftLine, Placed, PlacedLine};
use sklad_scenario::{Happening, Way};

use crate::{
    Refusal, refusal,
    work::{Decided, Work},
};

impl<'a> Work<'a> {
    pub(crate) fn place(&mut self, draft: &Draft) -> Decided {
        let mut refusals: Vec<Refusal> = Vec::new();
        self.must_be_new(&draft.channel, &draft.number)?;
        if let Err(no) = draft.check() {
            refusals.extend(refusal::lift(no));
        }
        let way = self.policy.settings.way_of(draft);
        let mut lines = Vec::with_capacity(draft.lines.len());
        let mut promised = BTreeMap::new();
        let places = self.places_of(draft);
        for line in &draft.lines {
            match self.placed_line((&places, way), line, &mut promised) {
                Ok(placed) => lines.push(placed),
                Err(no) => refusals.extend(no.into_reasons()),
            }
        }
        if let Some(refusals) = Refusals::from_all(refusals) {
            return Err(refusals.into());
        }
        let order = OrderId::after(self.shop.register.len());
        let order = order.ok_or_else(|| Refusal::NoNumberLeft { number: draft.number.clone() })?;
        let mut agreed = draft.agree(&self.policy.settings.order).map_err(refusal::lift)?;
        let ways = draft.payment.as_ref().zip(draft.delivery.as_ref());
        agreed.needs.extend(self.shop.asked_on_the_way(ways));
        let confirms_itself = agreed.confirms_itself;
        self.open_case(order, self.placed(draft, lines, agreed), way);
        self.look_up(order)?;
        self.start_unless_held_back(order)?;
        if confirms_itself { self.confirm(order) } else { Ok(()) }
    }

    /// Lets the books follow an order once all is there that its way waits for.
    pub(crate) fn start_unless_held_back(&mut self, order: OrderId) -> Decided {
        let settings = &self.policy.settings;
        let case = self.case(order)?;
        let held_back = settings.holds_back(case.way, &case.order) || case.order.is_dropped();
        if case.started || held_back { Ok(()) } else { self.start(order) }
    }

    fn placed(&self, draft: &Draft, lines: Vec<PlacedLine>, agreed: Agreed) -> Placed {
        Placed {
            channel: draft.channel.clone(),
            number: draft.number.clone(),
            terms: draft.terms,
            price_list: draft.price_list.clone(),
            buyer: draft.buyer.clone(),
            group: draft.group.clone(),
            payment: draft.payment.clone(),
            delivery: draft.delivery.clone(),
            region: draft.region.clone(),
            delivery_price: agreed.delivery_price,
            fees: draft.fees.clone(),
            discounts: draft.discounts.clone(),
            needs: agreed.needs,
            lines,
            comment: draft.comment.clone(),
            moment: self.envelope.moment,
        }
    }

    pub(crate) fn add_line(&mut self, order: OrderId, line: &DraftLine) -> Decided {
        let case = self.case(order)?;
        let (order_as_it_is, way) = (&case.order, case.way);
        let (channel, number) = (order_as_it_is.channel().clone(), order_as_it_is.number().clone());
        let draft = Draft::new(channel, number, order_as_it_is.terms(), Vec::new());
        let line = self.placed_line((&self.places_of(&draft), way), line, &mut BTreeMap::new())?;
        self.tell(order, sklad_order::Command::AddLine(line))?;
        let last = self.case(order)?.order.lines().last().map(|(no, _)| no);
        let grown = last.map(|no| sklad_order::Units { line: no, quantity: line.quantity });
        grown.map_or(Ok(()), |grown| self.follow(order, &Happening::Grown(grown)))
    }

    /// Gives a line its item and its place: the channel's first that has enough for all who wait and for it.
    fn placed_line(
        &self,
        (places, way): (&Decided<&[PlaceId]>, Way),
        line: &DraftLine,
        promised: &mut BTreeMap<(PlaceId, ItemId), Quantity>,
    ) -> Decided<PlacedLine> {
        let DraftLine { sku, quantity, price, vat, discount } = line;
        let (quantity, price, vat, discount) = (*quantity, *price, *vat, *discount);
        let (item, kept) = self.known_item(sku)?;
        let places = places.as_ref().copied().map_err(Clone::clone)?;
        // Where there is no choice, nothing needs to be weighed.
        let place = match places {
            [only] => *only,
            several => self.first_with_enough((several, item), quantity, promised),
        };
        let dispatch = self.policy.dispatch.get(&place).copied().filter(|_| way == Way::Transfer);
        Ok(PlacedLine { item, kept, place, dispatch, quantity, price, vat, discount })
    }

    /// Returns the first of some places that has enough of an item for all who wait and for one more line; the first
    /// of all where none has.
    fn first_with_enough(
        &self,
        (places, item): (&[PlaceId], ItemId),
        quantity: Quantity,
        promised: &mut BTreeMap<(PlaceId, ItemId), Quantity>,
    ) -> PlaceId {
        let left = |place: PlaceId, promised: &BTreeMap<_, Quantity>| {
            let taken = promised.get(&(place, item)).copied().unwrap_or_default();
            self.booking.cell(place, item).uncommitted().saturating_sub(taken)
        };
        let fits = places.iter().find(|place| left(**place, promised) >= quantity);
        let place = fits.or_else(|| places.first()).copied().unwrap_or(PlaceId::new(0));
        let taken = promised.entry((place, item)).or_default();
        *taken = taken.saturating_add(quantity);
        place
    }

    fn known_item(&self, sku: &Sku) -> Decided<(ItemId, bool)> {
        let names = &self.shop.catalogue;
        let known = names.item_id(sku).and_then(|id| Some((id, names.item(id)?.kept)));
        known.ok_or_else(|| Refusal::UnknownItem { sku: sku.clone() }.into())
    }

    fn places_of(&self, draft: &Draft) -> Decided<&'a [PlaceId]> {
        if let Some(named) = &draft.place {
            let known = self.shop.catalogue.the_place(named);
            return known.ok_or_else(|| Refusal::UnknownPlace { place: named.clone() }.into());
        }
        let known = |place: &PlaceId| self.shop.catalogue.place(*place).is_some();
        let of_channel = self.policy.sells_from.get(&draft.channel);
        let places = of_channel.map_or(FIRST, |places| &places[..]);
        if !places.is_empty() && places.iter().all(known) {
            return Ok(places);
        }
        let (channel, number) = (draft.channel.clone(), draft.number.clone());
        Err(Refusal::NoPlace { channel, number }.into())
    }
}

/// Where those sell from whom the settings do not name.
const FIRST: &[PlaceId] = &[PlaceId::new(0)];
