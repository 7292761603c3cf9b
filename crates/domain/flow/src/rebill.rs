//! Money on papers: what a bill freezes, what a storno gives back, and bills that are written anew at other prices.

use std::collections::BTreeMap;

use sklad_base::{Amounts, DocumentId, LineNo, OrderId, PlaceId, Quantity};
use sklad_document::{Event as Paper, Kind, Line, Sheet};
use sklad_order::{BilledCharges, Command as Tell, Confirmation, Edit, Event as Told, Units};
use sklad_scenario::Happening;

use crate::{
    Event, Refusal,
    work::{Decided, Work},
};

/// What units cost, each line once, and the charges beside them.
#[derive(Debug, Default)]
pub(crate) struct Costs {
    lines: Vec<(LineNo, Amounts)>,
    pub(crate) charges: Option<Amounts>,
}

impl Costs {
    /// Returns what a line costs.
    pub(crate) fn of(&self, line: LineNo) -> Option<Amounts> {
        self.lines.iter().find(|(its, _)| *its == line).map(|(_, amounts)| *amounts)
    }

    /// Returns what a line costs, once.
    fn take(&mut self, line: LineNo) -> Option<Amounts> {
        let at = self.lines.iter().position(|(its, _)| *its == line)?;
        Some(self.lines.swap_remove(at).1)
    }
}

impl Work<'_> {
    /// Edits an order. What closed bills hold of it is taken back by storno and billed anew as one; no goods move.
    pub(crate) fn edit(&mut self, order: OrderId, edit: &Edit) -> Decided {
        if *edit == Edit::Collect(Confirmation::Shop) {
            return self.confirm(order);
        }
        let told = Tell::Edit(edit.clone());
        if !edit.may_reprice() {
            let before = self.out.len();
            self.tell(order, told)?;
            let happened = self.out.len() > before;
            return if happened { self.go_on_after(order, edit) } else { Ok(()) };
        }
        let mut billed = self.billed_by(order, edit)?;
        let mut after = self.case(order)?.order.clone();
        let delivery_price = after.delivery_price();
        for (document, bill) in &billed {
            let units = bill.units.clone();
            self.pretend(&mut after, Tell::Unbill { document: *document, units, again: true })?;
        }
        if !self.pretend(&mut after, told.clone())? {
            return Ok(());
        }
        if after.delivery_price() != delivery_price {
            self.add_charges(order, &mut billed)?;
        }
        for (document, bill) in &billed {
            let place = bill.place;
            let units = bill.units.iter().map(|units| (*units, *document)).collect::<Vec<_>>();
            let lines = self.lines_of(order, &units)?;
            self.write_again(order, lines, (*document, place))?;
        }
        self.tell(order, told)?;
        self.reprice_open_papers(order)?;
        for (document, bill) in billed {
            let units: Vec<_> = bill.units.iter().map(|units| (*units, document)).collect();
            let mut lines = self.lines_of(order, &units)?;
            lines.iter_mut().for_each(|line| line.of = None);
            self.write_bill(order, lines, (bill.place, Some(document)))?;
        }
        self.go_on_after(order, edit)
    }

    /// Does what an edit lets go on.
    fn go_on_after(&mut self, order: OrderId, edit: &Edit) -> Decided {
        if matches!(edit, Edit::ChangeBuyer(_)) {
            self.look_up(order)?;
        }
        self.start_unless_held_back(order)?;
        if self.policy.settings.close_needs_paid {
            // What waited for money is billed now.
            return self.follow(order, &Happening::GoodsCame);
        }
        Ok(())
    }

    /// Freezes what units cost on a bill.
    pub(crate) fn freeze(
        &mut self,
        order: OrderId,
        document: DocumentId,
        units: &[Units],
    ) -> Decided<Costs> {
        self.tell_of_money(order, Tell::Bill { document, units: units.to_vec() })
    }

    /// Writes a bill that is closed at once, with what its units cost.
    pub(crate) fn write_bill(
        &mut self,
        order: OrderId,
        mut lines: Vec<Line>,
        (place, parent): (PlaceId, Option<DocumentId>),
    ) -> Decided {
        let document = self.numbers.next_id();
        let mut units: BTreeMap<LineNo, Quantity> = BTreeMap::new();
        for line in &lines {
            let sum = units.entry(line.line).or_default();
            *sum = sum.saturating_add(line.quantity);
        }
        let units: Vec<_> =
            units.into_iter().map(|(line, quantity)| Units { line, quantity }).collect();
        let mut costs = self.freeze(order, document, &units)?;
        let charges = costs.charges;
        // A line that stands on it twice, out of two transfers, says what it costs on the first.
        lines.iter_mut().for_each(|line| line.amounts = costs.take(line.line));
        let day = self.day(place);
        let sheet = Sheet { lines, charges, parent, ..Sheet::new(Kind::Bill, place, day) };
        self.write(Some(order), sheet.closed())
    }

    /// Writes a storno or a return that is closed at once: its units are given back at what they cost.
    pub(crate) fn write_storno(
        &mut self,
        order: OrderId,
        lines: Vec<Line>,
        (kind, place): (Kind, PlaceId),
    ) -> Decided {
        let (lines, charges) = self.thaw(order, lines, false)?;
        let day = self.day(place);
        let sheet = Sheet { lines, charges, ..Sheet::new(kind, place, day) };
        self.write(Some(order), sheet.closed())
    }

    /// Writes the storno of a bill that is about to be written anew.
    fn write_again(
        &mut self,
        order: OrderId,
        lines: Vec<Line>,
        (document, place): (DocumentId, PlaceId),
    ) -> Decided {
        let (lines, charges) = if lines.is_empty() {
            let told = Tell::Unbill { document, units: Vec::new(), again: true };
            (lines, self.tell_of_money(order, told)?.charges)
        } else {
            self.thaw(order, lines, true)?
        };
        let day = self.day(place);
        let parent = Some(document);
        let sheet = Sheet { lines, charges, parent, ..Sheet::new(Kind::Storno, place, day) };
        self.write(Some(order), sheet.closed())
    }

    /// Writes a storno of delivery and fees alone, once no unit of an order that sent none is left.
    pub(crate) fn give_charges_back(&mut self, order: OrderId) -> Decided {
        let case = self.case(order)?;
        let Some(bill) = case.order.charges_to_give_back() else { return Ok(()) };
        let place = case.papers.get(bill).map_or(PlaceId::new(0), |bill| bill.sheet.place);
        self.write_again(order, Vec::new(), (bill, place))
    }

    /// Takes units back from the bills that their lines name.
    fn thaw(
        &mut self,
        order: OrderId,
        mut lines: Vec<Line>,
        again: bool,
    ) -> Decided<(Vec<Line>, Option<Amounts>)> {
        let mut by_bill: BTreeMap<DocumentId, Vec<Units>> = BTreeMap::new();
        for Line { line, quantity, of, .. } in &lines {
            if let Some(bill) = of {
                let units = Units { line: *line, quantity: *quantity };
                by_bill.entry(*bill).or_default().push(units);
            }
        }
        let mut all_charges: Option<Amounts> = None;
        for (document, units) in by_bill {
            let told = Tell::Unbill { document, units, again };
            let costs = self.tell_of_money(order, told)?;
            for line in lines.iter_mut().filter(|line| line.of == Some(document)) {
                line.amounts = costs.of(line.line);
            }
            all_charges = all_charges.or(costs.charges);
        }
        Ok((lines, all_charges))
    }

    /// Lets the prices of open papers follow the order.
    fn reprice_open_papers(&mut self, order: OrderId) -> Decided {
        let case = self.case(order)?;
        let mut amended = Vec::new();
        for paper in
            [Kind::ClientOrder, Kind::Bill].into_iter().flat_map(|kind| case.papers.open(kind))
        {
            for line in &paper.sheet.lines {
                let price = case.order.line(line.line).map(sklad_order::Line::price);
                if line.price != price {
                    let (document, by) = (paper.id, Quantity::ZERO);
                    amended.push(Paper::Amended { document, line: Line { price, ..*line }, by });
                }
            }
        }
        amended.into_iter().try_for_each(|event| self.record(Some(order), event))
    }

    /// Returns the closed bills whose lines an edit changes, with the units that each still holds.
    fn billed_by(&mut self, order: OrderId, edit: &Edit) -> Decided<BTreeMap<DocumentId, Held>> {
        let case = self.case(order)?;
        let is_meant = |line: LineNo| match edit {
            Edit::ChangePrice { line: its, .. }
            | Edit::ChangeVat { line: its, .. }
            | Edit::DiscountLine { line: its, .. } => *its == line,
            Edit::DiscountOrder(_) | Edit::ChangeBuyer(_) => true,
            Edit::Collect(_)
            | Edit::ChangePayment { .. }
            | Edit::ChangeDelivery { .. }
            | Edit::ChangeGroup(_)
            | Edit::Comment(_)
            | Edit::Pay(_)
            | Edit::MarkPaid { .. }
            | Edit::Refund(_)
            | Edit::RequestReturn(_) => false,
        };
        let mut held: BTreeMap<DocumentId, Held> = BTreeMap::new();
        for (line, _) in case.order.lines().filter(|(line, _)| is_meant(*line)) {
            for (document, quantity) in case.order.bills_of(line) {
                let bill = case.papers.get(document).filter(|_| quantity.is_positive());
                let Some(place) = bill.map(|bill| bill.sheet.place) else { continue };
                let bill =
                    held.entry(document).or_insert_with(|| Held { place, units: Vec::new() });
                bill.units.push(Units { line, quantity });
            }
        }
        Ok(held)
    }

    /// Adds the bill that holds delivery and fees.
    fn add_charges(&mut self, order: OrderId, held: &mut BTreeMap<DocumentId, Held>) -> Decided {
        let case = self.case(order)?;
        let bill = case.order.billed_charges().and_then(|it| case.papers.get(it.document));
        if let Some(bill) = bill {
            let place = bill.sheet.place;
            held.entry(bill.id).or_insert_with(|| Held { place, units: Vec::new() });
        }
        Ok(())
    }

    fn lines_of(&mut self, order: OrderId, units: &[(Units, DocumentId)]) -> Decided<Vec<Line>> {
        let case = self.case(order)?;
        let line = |(units, of): &(Units, DocumentId)| {
            let its = case.order.line(units.line)?;
            let (item, price) = (its.item(), Some(its.price()));
            let (line, quantity, of) = (units.line, units.quantity, Some(*of));
            Some(Line { line, item, quantity, price, amounts: None, of })
        };
        Ok(units.iter().filter_map(line).collect())
    }

    /// Does something to a copy of an order; tells whether anything happened.
    fn pretend(&self, order: &mut sklad_order::Order, told: Tell) -> Decided<bool> {
        let other = self.other_policy(order, &told);
        let policy = other.as_ref().unwrap_or(&self.policy.settings.order);
        let told = self.envelope.with(told);
        let happened = sklad_base::Decider::run(order, &told, policy);
        let happened = happened.map_err(|no| no.map(Refusal::from))?;
        Ok(!happened.is_empty())
    }

    /// Tells the order of a bill or a storno; returns what its units cost.
    fn tell_of_money(&mut self, order: OrderId, told: Tell) -> Decided<Costs> {
        let before = self.out.len();
        self.tell(order, told)?;
        let happened = self.out.len() > before;
        Ok(if happened { self.last_costs() } else { Costs::default() })
    }

    fn last_costs(&self) -> Costs {
        if let Some(Event::Order { event, .. }) = self.events().last()
            && let Told::Billed { lines, charges, .. } | Told::Unbilled { lines, charges, .. } =
                event
        {
            let lines = lines.iter().map(|line| (line.units.line, line.amounts)).collect();
            return Costs { lines, charges: charges.and_then(both) };
        }
        Costs::default()
    }
}

/// What a closed bill still holds.
struct Held {
    place: PlaceId,
    units: Vec<Units>,
}

/// Returns delivery and fees together, where there is anything of them.
fn both(charges: BilledCharges) -> Option<Amounts> {
    let both = charges.delivery.plus(charges.fees).ok()?;
    (!both.is_zero()).then_some(both)
}
