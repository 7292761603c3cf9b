//! Carrying a plan out: each effect becomes documents, entries in the ledger and words to the order.

use sklad_base::{DocumentId, LineId, OrderId, PlaceId, Quantity};
use sklad_document::{Document, Event as Paper, Kind, Line, Rest, Sheet};
use sklad_order::{Bound, Command as Tell, Units};
use sklad_scenario::{Effect, Step};
use sklad_stock::{Entry, Fate, Goods};

use crate::work::{Decided, Work};

/// Units of one order at one place.
#[derive(Debug, Clone, Copy)]
struct Batch<'a> {
    order: OrderId,
    place: PlaceId,
    units: &'a [Units],
}

impl Work<'_> {
    pub(crate) fn carry_out(&mut self, order: OrderId, step: Step) -> Decided {
        match step.effect {
            Effect::Open { kind, place, units } => {
                self.open(Batch { order, place, units: &units }, kind)
            }
            Effect::Grow { place, units } => {
                self.amend(Batch { order, place, units: &units }, |it| it)
            }
            Effect::Shrink { place, units } => {
                self.amend(Batch { order, place, units: &units }, Quantity::negated)
            }
            Effect::Turn => self.turn(order),
            Effect::Close { place, units } => self.close(Batch { order, place, units: &units }),
            Effect::Bill { place, units } => {
                self.invoice_if_demanded(order)?;
                let lines = self.lines(order, &units, None)?;
                self.write_bill(order, lines, (place, None))?;
                self.leave(Batch { order, place, units: &units })
            }
            Effect::Transfer { from, to, units } => {
                self.fetch(Batch { order, place: from, units: &units }, to)
            }
            Effect::TransferBack { from, to, units } => {
                self.put_back(Batch { order, place: from, units: &units }, to)
            }
            Effect::BillDispatched { place, units } => {
                self.bill_dispatched(Batch { order, place, units: &units })
            }
            Effect::Storno { place, units } => self.storno(Batch { order, place, units: &units }),
            Effect::TakeHome { place, units, fate, bound } => {
                self.take_home(Batch { order, place, units: &units }, fate, bound)
            }
            Effect::Send { units } => {
                units.into_iter().try_for_each(|units| self.tell(order, Tell::Send(units)))
            }
            Effect::Reserve { place, units } => {
                let rank = self.case(order)?.rank();
                self.enter(Batch { order, place, units: &units }, |line, goods| Entry::Reserve {
                    line,
                    goods,
                    rank,
                })
            }
            Effect::Release { place, units } => {
                self.enter(Batch { order, place, units: &units }, |line, goods| Entry::Release {
                    line,
                    goods,
                })
            }
            Effect::GiveUp { units } => units.into_iter().try_for_each(|units| {
                self.tell(order, Tell::Reject { units, reason: sklad_order::Reason::TooFew })
            }),
        }
    }

    fn open(&mut self, batch: Batch<'_>, kind: Kind) -> Decided {
        let Batch { order, place, units } = batch;
        let lines = self.lines(order, units, None)?;
        let first = self
            .case(order)?
            .papers
            .documents()
            .iter()
            .find(|it| it.sheet.kind == Kind::ClientOrder);
        let parent = first.map(|document| document.id);
        let day = self.day(place);
        self.write(Some(order), Sheet { lines, parent, ..Sheet::new(kind, place, day) })
    }

    fn amend(&mut self, batch: Batch<'_>, sign: impl Fn(Quantity) -> Quantity) -> Decided {
        let Batch { order, place, units } = batch;
        let Some(document) = self.open_paper(order, place)?.map(|paper| paper.id) else {
            return Ok(());
        };
        let lines = self.lines(order, units, None)?;
        let by = |its: &Line| {
            let line = lines.iter().find(|line| line.line == its.line);
            line.map_or(Quantity::ZERO, |line| sign(line.quantity))
        };
        let there = self.open_paper(order, place)?;
        let is_emptied = there.is_some_and(|it| {
            it.sheet.lines.iter().all(|line| line.quantity.saturating_add(by(line)).is_zero())
        });
        if is_emptied {
            return self.record(Some(order), Paper::Cancelled(document));
        }
        for line in lines {
            let by = sign(line.quantity);
            self.record(Some(order), Paper::Amended { document, line, by })?;
        }
        Ok(())
    }

    /// Turns each open client order into an open bill of the same lines.
    fn turn(&mut self, order: OrderId) -> Decided {
        // Each is closed in its turn, so the next one that is open is another.
        loop {
            let papers = &self.case(order)?.papers;
            let Some(open) = papers.open(Kind::ClientOrder).next() else { return Ok(()) };
            let (document, place) = (open.id, open.sheet.place);
            let lines = open.sheet.lines.iter().filter(|line| line.quantity.is_positive());
            let lines = lines.copied().collect();
            let day = self.day(place);
            let closed = Paper::Closed { document, day, amounts: Vec::new(), charges: None };
            self.record(Some(order), closed)?;
            let parent = Some(document);
            let bill = Sheet { lines, parent, ..Sheet::new(Kind::Bill, place, day) };
            self.write(Some(order), bill)?;
        }
    }

    /// Closes the open bill of a place; what it has beyond these units stays open.
    fn close(&mut self, batch: Batch<'_>) -> Decided {
        let Batch { order, place, units } = batch;
        self.invoice_if_demanded(order)?;
        let day = self.day(place);
        let covered = |bill: &Document| {
            let of =
                |line| units.iter().find(|units| units.line == line).map(|units| units.quantity);
            bill.sheet.lines.iter().all(|line| of(line.line).unwrap_or_default() == line.quantity)
        };
        let open = self.open_paper(order, place)?;
        let open = open.map(|bill| (bill.id, bill.sheet.parent, covered(bill)));
        match open {
            Some((document, _, true)) => {
                let costs = self.freeze(order, document, units)?;
                let bill = self.case(order)?.papers.get(document);
                let lines = bill.map(|bill| &bill.sheet.lines[..]).unwrap_or_default();
                let amounts = lines.iter().map(|line| costs.of(line.line)).collect();
                let charges = costs.charges;
                self.record(Some(order), Paper::Closed { document, day, amounts, charges })?;
            }
            open => {
                let parent = open.and_then(|(_, parent, _)| parent);
                let lines = self.lines(order, units, None)?;
                self.write_bill(order, lines, (place, parent))?;
                self.amend(batch, Quantity::negated)?;
            }
        }
        self.leave(batch)
    }

    fn fetch(&mut self, batch: Batch<'_>, to: PlaceId) -> Decided {
        let Batch { order, place, units } = batch;
        let lines = self.lines(order, units, None)?;
        self.write_closed(order, lines, (Kind::Transfer, place, Some(to)))?;
        let rank = self.case(order)?.rank();
        self.enter(batch, |line, goods| Entry::Transfer { line: Some(line), goods, to })?;
        self.enter(Batch { place: to, ..batch }, |line, goods| Entry::Reserve {
            line,
            goods,
            rank,
        })?;
        self.take(order, units)
    }

    fn put_back(&mut self, batch: Batch<'_>, to: PlaceId) -> Decided {
        let Batch { order, place, units } = batch;
        let lines = self.lines(order, units, Some((Kind::Transfer, End::Newest)))?;
        self.write_closed(order, lines, (Kind::Transfer, place, Some(to)))?;
        self.enter(batch, |line, goods| Entry::Transfer { line: Some(line), goods, to })
    }

    fn bill_dispatched(&mut self, batch: Batch<'_>) -> Decided {
        let Batch { order, place, units } = batch;
        self.invoice_if_demanded(order)?;
        let mut lines = self.lines(order, units, Some((Kind::Transfer, End::Oldest)))?;
        // Goods were moved at the price of that day, and are billed at the price of this one.
        let case = self.case(order)?;
        for line in &mut lines {
            line.price = case.order.line(line.line).map(sklad_order::Line::price);
        }
        self.write_bill(order, lines, (place, None))?;
        self.enter(batch, |line, goods| Entry::Ship { line, goods })
    }

    fn storno(&mut self, batch: Batch<'_>) -> Decided {
        let Batch { order, place, units } = batch;
        let lines = self.lines(order, units, Some((Kind::Bill, End::Newest)))?;
        self.write_storno(order, lines, (Kind::Storno, place))?;
        self.enter(batch, |line, goods| Entry::TakeBack { line, goods })
    }

    fn take_home(&mut self, batch: Batch<'_>, fate: Fate, bound: Bound) -> Decided {
        let Batch { order, place, units } = batch;
        let lines = self.lines(order, units, Some((Kind::Bill, End::Oldest)))?;
        let kind = if bound == Bound::Returned { Kind::Return } else { Kind::Storno };
        self.write_storno(order, lines, (kind, place))?;
        self.enter(batch, |line, goods| match bound {
            Bound::CameBack | Bound::Returned => Entry::Return { line, goods, fate },
            Bound::WrittenOff => Entry::WriteOff { line, goods },
        })
    }

    /// Lets units leave their place and tells the order that they are taken.
    fn leave(&mut self, batch: Batch<'_>) -> Decided {
        let Batch { order, units, .. } = batch;
        self.enter(batch, |line, goods| Entry::Ship { line, goods })?;
        self.take(order, units)
    }

    fn take(&mut self, order: OrderId, units: &[Units]) -> Decided {
        units.iter().try_for_each(|units| self.tell(order, Tell::Take(*units)))
    }

    /// Enters units into the ledger; of a service there is nothing to enter.
    fn enter(&mut self, batch: Batch<'_>, entry: impl Fn(LineId, Goods) -> Entry) -> Decided {
        let Batch { order, place, units } = batch;
        for Units { line, quantity } in units {
            let its = self.case(order)?.order.line(*line).filter(|its| its.is_kept());
            if let Some(item) = its.map(sklad_order::Line::item) {
                let goods = Goods { place, item, quantity: *quantity };
                self.booking.enter(entry(LineId::new(order, *line), goods));
            }
        }
        Ok(())
    }

    /// Writes a document that is closed at once, on the present day of its place.
    fn write_closed(
        &mut self,
        order: OrderId,
        lines: Vec<Line>,
        (kind, place, to): (Kind, PlaceId, Option<PlaceId>),
    ) -> Decided {
        let day = self.booking.day_between(place, to.unwrap_or(place));
        let sheet = Sheet { lines, to, ..Sheet::new(kind, place, day) };
        self.write(Some(order), sheet.closed())
    }

    fn invoice_if_demanded(&mut self, order: OrderId) -> Decided {
        if self.policy.settings.invoice_first && !self.has_invoice(order)? {
            self.invoice(order)
        } else {
            Ok(())
        }
    }

    pub(crate) fn day(&mut self, place: PlaceId) -> sklad_base::Day {
        self.booking.day_at(place)
    }

    fn open_paper(&mut self, order: OrderId, place: PlaceId) -> Decided<Option<&Document>> {
        let papers = &self.case(order)?.papers;
        let open = papers.open(Kind::Bill).chain(papers.open(Kind::ClientOrder));
        Ok(open.into_iter().find(|paper| paper.sheet.place == place))
    }

    /// Writes units as document lines; out of earlier documents, where a kind and an end are named.
    pub(crate) fn lines(
        &mut self,
        order: OrderId,
        units: &[Units],
        out_of: Option<(Kind, End)>,
    ) -> Decided<Vec<Line>> {
        let case = self.case(order)?;
        let mut lines = Vec::with_capacity(units.len());
        for Units { line: no, quantity } in units {
            let Some(its) = case.order.line(*no) else { continue };
            let (item, price) = (its.item(), Some(its.price()));
            let amounts = None;
            let line = Line { line: *no, item, quantity: *quantity, price, amounts, of: None };
            let Some((kind, end)) = out_of else {
                lines.push(line);
                continue;
            };
            let mut rests = case.papers.rests(kind, *no);
            if end == End::Newest {
                rests.reverse();
            }
            for (of, quantity) in parts(*quantity, &rests) {
                let earlier = case
                    .papers
                    .get(of)
                    .and_then(|it| it.sheet.lines.iter().find(|it| it.line == *no));
                let price = earlier.map_or(price, |earlier| earlier.price);
                lines.push(Line { quantity, price, of: Some(of), ..line });
            }
        }
        Ok(lines)
    }
}

/// Which documents give first: what is sent left by the oldest, what is still here by the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Oldest,
    Newest,
}

/// Divides a quantity over what is left of documents, in their order.
fn parts(quantity: Quantity, rests: &[Rest]) -> Vec<(DocumentId, Quantity)> {
    let mut left = quantity;
    let mut parts = Vec::new();
    for rest in rests {
        let part = rest.quantity.min(left);
        if part.is_positive() {
            parts.push((rest.document, part));
            left = left.saturating_sub(part);
        }
    }
    parts
}
