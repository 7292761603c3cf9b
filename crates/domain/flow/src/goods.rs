//! Commands about names and goods that belong to no order.

use sklad_base::{
    Day, Decider, Events, ItemId, LineNo, OutletCode, PlaceCode, PlaceId, Quantity, Refusals, Sku,
};
use sklad_document::{Kind, Line, Sheet};
use sklad_stock::{Command as Ask, Entry, Goods, WhyAdjusted};

use crate::{
    Event, OpenBill, Portion, Refusal, refusal,
    work::{Decided, Work},
};

impl Work<'_> {
    pub(crate) fn open_outlet(&mut self, code: &OutletCode) -> Decided {
        if self.shop.catalogue.outlet_id(code).is_some() {
            return Err(Refusal::NameTaken { what: "outlet", name: code.to_string() }.into());
        }
        let outlet = self.shop.ledger.next_outlet();
        self.ask(Ask::OpenOutlet)?;
        self.out.push(Event::OutletNamed { outlet, code: code.clone() });
        Ok(())
    }

    pub(crate) fn open_place(&mut self, code: &PlaceCode, outlet: &OutletCode) -> Decided {
        if self.shop.catalogue.place_id(code).is_some() {
            return Err(Refusal::NameTaken { what: "place", name: code.to_string() }.into());
        }
        let known = self.shop.catalogue.outlet_id(outlet);
        let outlet = known.ok_or_else(|| Refusal::UnknownOutlet { outlet: outlet.clone() })?;
        let place = self.shop.ledger.next_place();
        self.ask(Ask::OpenPlace(outlet))?;
        self.out.push(Event::PlaceNamed { place, code: code.clone() });
        Ok(())
    }

    pub(crate) fn add_item(&mut self, sku: &Sku, kept: bool) -> Decided {
        if self.shop.catalogue.item_id(sku).is_some() {
            return Err(Refusal::NameTaken { what: "item", name: sku.to_string() }.into());
        }
        let item = self.shop.ledger.next_item();
        self.ask(Ask::AddItem)?;
        self.out.push(Event::ItemNamed { item, sku: sku.clone(), kept });
        Ok(())
    }

    pub(crate) fn receive(&mut self, place: &PlaceCode, portions: &[Portion]) -> Decided {
        let place = self.known_place(place)?;
        let goods = self.known_goods(place, portions)?;
        let lines = numbered(&goods)?;
        let day = self.booking.day_at(place);
        self.write(None, Sheet { lines, ..Sheet::new(Kind::Receipt, place, day) }.closed())?;
        goods.into_iter().for_each(|goods| self.booking.enter(Entry::Receive(goods)));
        Ok(())
    }

    pub(crate) fn adjust(
        &mut self,
        (place, sku): (&PlaceCode, &Sku),
        by: Quantity,
        why: WhyAdjusted,
    ) -> Decided {
        let place = self.known_place(place)?;
        let item = self.kept_item(sku)?;
        let goods = Goods { place, item, quantity: by };
        self.booking.enter(if by.is_negative() {
            Entry::Remove { goods: Goods { quantity: by.negated(), ..goods }, why }
        } else {
            Entry::Add { goods, why }
        });
        Ok(())
    }

    pub(crate) fn transfer(
        &mut self,
        from: &PlaceCode,
        to: &PlaceCode,
        portions: &[Portion],
    ) -> Decided {
        let (place, to) = (self.known_place(from)?, self.known_place(to)?);
        let goods = self.known_goods(place, portions)?;
        let lines = numbered(&goods)?;
        let day = self.booking.day_between(place, to);
        let sheet = Sheet { lines, to: Some(to), ..Sheet::new(Kind::Transfer, place, day) };
        self.write(None, sheet.closed())?;
        for goods in goods {
            self.booking.enter(Entry::Transfer { line: None, goods, to });
        }
        Ok(())
    }

    pub(crate) fn hold(&mut self, place: &PlaceCode, portion: &Portion) -> Decided {
        let goods = self.one_goods(place, portion)?;
        self.booking.enter(Entry::Hold(goods));
        Ok(())
    }

    pub(crate) fn unhold(&mut self, place: &PlaceCode, portion: &Portion) -> Decided {
        let goods = self.one_goods(place, portion)?;
        self.booking.enter(Entry::Unhold(goods));
        Ok(())
    }

    pub(crate) fn close_day(&mut self, code: &OutletCode, day: Day) -> Decided {
        let outlet = self.shop.catalogue.outlet_id(code);
        let outlet = outlet.ok_or_else(|| Refusal::UnknownOutlet { outlet: code.clone() })?;
        let open = self.shop.open_bills(outlet).filter(|(_, bill)| bill.sheet.day <= day);
        let named = open.filter_map(|(order, bill)| {
            let order = self.shop.case(order)?.order.number().clone();
            Some(OpenBill { bill: bill.number, order })
        });
        let open: Vec<_> = named.collect();
        if !open.is_empty() {
            return Err(Refusal::BillsOpen { outlet: code.clone(), day, open }.into());
        }
        self.ask(Ask::CloseDay { outlet, day })
    }

    /// Returns the number of a place.
    pub(crate) fn known_place(&self, code: &PlaceCode) -> Decided<PlaceId> {
        let known = self.shop.catalogue.place_id(code);
        known.ok_or_else(|| Refusal::UnknownPlace { place: code.clone() }.into())
    }

    /// Asks the ledger for something that is not booked with other things.
    fn ask(&mut self, command: Ask) -> Decided {
        let mut happened = Events::new();
        let asked = self.envelope.with(command);
        let decided = self.shop.ledger.decide(&asked, &self.policy.stock, &mut happened);
        decided.map_err(|no| no.map(|refusal| refusal::of_stock(&self.shop.catalogue, refusal)))?;
        happened.into_iter().map(Event::Stock).for_each(|event| self.out.push(event));
        Ok(())
    }

    fn kept_item(&self, sku: &Sku) -> Decided<ItemId> {
        let known = self.shop.catalogue.item_id(sku);
        let item = known.ok_or_else(|| Refusal::UnknownItem { sku: sku.clone() })?;
        let kept = self.shop.catalogue.item(item).is_some_and(|item| item.kept);
        if kept { Ok(item) } else { Err(Refusal::NotKept { sku: sku.clone() }.into()) }
    }

    fn one_goods(&self, place: &PlaceCode, portion: &Portion) -> Decided<Goods> {
        let place = self.known_place(place)?;
        let item = self.kept_item(&portion.sku)?;
        Ok(Goods { place, item, quantity: portion.quantity })
    }

    fn known_goods(&self, place: PlaceId, portions: &[Portion]) -> Decided<Vec<Goods>> {
        let mut refusals = Vec::new();
        let mut all = Vec::new();
        for Portion { sku, quantity } in portions {
            match self.kept_item(sku) {
                Ok(item) => all.push(Goods { place, item, quantity: *quantity }),
                Err(no) => refusals.extend(no.into_reasons()),
            }
        }
        Refusals::from_all(refusals).map_or(Ok(all), |refusals| Err(refusals.into()))
    }
}

fn numbered(goods: &[Goods]) -> Decided<Vec<Line>> {
    let line = |(index, goods): (usize, &Goods)| {
        let line = LineNo::after(index)?;
        Some(Line {
            line,
            item: goods.item,
            quantity: goods.quantity,
            price: None,
            amounts: None,
            of: None,
        })
    };
    let lines: Option<Vec<_>> = goods.iter().enumerate().map(line).collect();
    lines.ok_or_else(|| Refusal::TooManyLines { lines: goods.len() }.into())
}
