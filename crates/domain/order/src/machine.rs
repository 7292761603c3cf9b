//! The order as a machine: each command goes to the file that knows it; events add up.

use std::sync::Arc;

use sklad_base::{Decider, DocumentId, Envelope, Events, LineNo, Moment, No, Refusals};

use crate::{
    BilledLine, Command, Confirmation, Edit, Event, Happened, Line, Order, PlacedLine, Policy,
    Refusal, Standing, bills::part_of, edits::Judged, order::BilledUnits, payment::Direction,
    price::Frozen,
};

impl Decider for Order {
    type Command = Command;
    type Event = Event;
    type Policy = Policy;
    type Refusal = Refusal;

    fn decide(
        &self,
        command: &Envelope<Command>,
        policy: &Policy,
        out: &mut Events<Event>,
    ) -> Result<(), No<Refusal>> {
        let events = self.judge(&command.command, command.moment, policy).map_err(Refusals::one)?;
        events.into_iter().for_each(|event| out.push(event));
        Ok(())
    }

    fn evolve(&mut self, event: &Event) {
        self.version = self.version.next();
        self.forget_total(event);
        match event {
            Event::Confirmed => self.take_confirmation(),
            Event::Collected(confirmation) => self.collected.insert(*confirmation),
            Event::LineAdded(line) => self.put_line(*line),
            Event::Grown(units)
            | Event::Shrunk(units)
            | Event::Rejected { units, .. }
            | Event::Taken(units)
            | Event::Sent(units)
            | Event::ReturnRequested(units)
            | Event::Settled { units, .. } => self.tell(units.line, event),
            Event::ReturnAnswered { line, .. } => self.tell(*line, event),
            Event::PriceChanged { line, .. }
            | Event::VatChanged { line, .. }
            | Event::LineDiscounted { line, .. } => {
                self.keep_first_lines();
                self.tell(*line, event);
                self.forget_old_bills(*line);
            }
            Event::OrderDiscounted(discounts) => {
                self.say().discounts.clone_from(discounts);
                let lines = (0..self.lines.len()).filter_map(LineNo::after);
                lines.for_each(|line| self.forget_old_bills(line));
            }
            Event::Rearranged { .. } => self.take_arrangement(event),
            Event::BuyerChanged(buyer) => self.say().buyer = Some(buyer.clone()),
            Event::GroupChanged(group) => self.say().group.clone_from(group),
            Event::Commented(comment) => self.later_mut().comments.push(comment.clone()),
            Event::Paid(payment) => self.take_in_payment(Direction::In, payment),
            Event::Refunded(payment) => self.take_in_payment(Direction::Back, payment),
            Event::MarkedFalse { reason } => {
                self.later_mut().dropped = Some(Standing::False { reason: reason.clone() });
            }
            Event::Cancelled { reason } => {
                self.later_mut().dropped = Some(Standing::Cancelled { reason: reason.clone() });
            }
            Event::Billed { document, lines, charges } => {
                self.later_mut().billed.reserve_exact(lines.len());
                lines.iter().for_each(|line| self.freeze(*document, line));
                let later = self.later_mut();
                later.billed_charges = charges.or(later.billed_charges);
            }
            Event::Unbilled { document, lines, charges, again } => {
                lines.iter().for_each(|line| self.thaw(*document, line, *again));
                let later = self.later_mut();
                later.billed_charges = later.billed_charges.filter(|_| charges.is_none());
            }
        }
    }
}

impl Order {
    /// Returns what a command leads to at a moment, for a machine that keeps an order among other things and looks at
    /// the envelope itself; nothing where it says what is so already.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn judge(
        &self,
        command: &Command,
        moment: Moment,
        policy: &Policy,
    ) -> Result<Happened, Refusal> {
        match command {
            Command::Confirm => self.confirm(),
            Command::AddLine(line) => self.add_line(line, policy),
            Command::RemoveLine(line) => self.remove_line(*line, policy),
            Command::ChangeQuantity(units) => self.change_quantity(*units, policy),
            Command::Reject { units, reason } => self.reject(*units, reason, policy),
            Command::Edit(edit) => self.edit(edit, moment, policy),
            Command::MarkFalse { reason } => self.mark_false(reason, policy),
            Command::Cancel { reason } => self.cancel(reason, policy),
            Command::Take(units) => self.take(*units),
            Command::Bill { document, units } => self.bill(*document, units),
            Command::Unbill { document, units, again } => self.unbill(*document, units, *again),
            Command::Send(units) => self.send(*units),
            Command::AnswerReturn { line, received, dismissed } => {
                self.answer_return(*line, *received, *dismissed)
            }
            Command::Settle { units, bound } => self.settle(*units, *bound),
        }
    }

    fn edit(&self, edit: &Edit, moment: Moment, policy: &Policy) -> Judged {
        match edit {
            Edit::Collect(confirmation) => self.collect(*confirmation),
            Edit::ChangePrice { line, price } => self.change_price(*line, *price, policy),
            Edit::ChangeVat { line, vat } => self.change_vat(*line, *vat, policy),
            Edit::DiscountLine { line, discount } => self.discount_line(*line, *discount, policy),
            Edit::DiscountOrder(discounts) => self.discount_order(discounts),
            Edit::ChangePayment { payment, price } => {
                let pair = (Some(payment.clone()), self.delivery().cloned());
                self.rearrange(pair, (None, *price), policy)
            }
            Edit::ChangeDelivery { delivery, region, price } => {
                let pair = (self.payment().cloned(), Some(delivery.clone()));
                self.rearrange(pair, (region.as_ref(), *price), policy)
            }
            Edit::ChangeBuyer(buyer) => self.change_buyer(buyer),
            Edit::ChangeGroup(group) => self.change_group(group),
            Edit::Comment(comment) => Ok(Event::Commented(comment.clone()).into()),
            Edit::Pay(payment) => self.pay(payment.clone()),
            Edit::MarkPaid { way, reference } => self.mark_paid(way, reference, moment),
            Edit::Refund(payment) => self.refund(payment),
            Edit::RequestReturn(units) => self.request_return(*units),
        }
    }

    fn take_confirmation(&mut self) {
        self.is_confirmed = true;
        self.collected.insert(Confirmation::Shop);
    }

    fn put_line(&mut self, line: PlacedLine) {
        self.lines = self.lines.iter().cloned().chain([Line::new(line)]).collect();
    }

    fn take_arrangement(&mut self, event: &Event) {
        let Event::Rearranged { payment, delivery, region, price, needs } = event else { return };
        if self.delivery_price() != *price && self.billed_charges().is_some() {
            self.later_mut().billed_charges = None;
        }
        let said = self.say();
        said.payment.clone_from(payment);
        said.delivery.clone_from(delivery);
        said.region.clone_from(region);
        said.delivery_price = price.map(Box::new);
        said.needs.clone_from(needs);
    }

    /// Keeps what a bill says that units cost.
    fn freeze(&mut self, document: DocumentId, line: &BilledLine) {
        let BilledLine { units, amounts: worth, order_given } = line.clone();
        let frozen = Frozen::close(worth, units.quantity, &self.terms);
        debug_assert!(frozen.is_ok(), "the decision has closed the same");
        if let (Ok(frozen), Some(_)) = (frozen, self.line(units.line)) {
            let counted = units.quantity;
            let bill = BilledUnits { document, frozen, counted, worth, order_given };
            self.add_bill(units.line, bill);
        }
    }

    /// Lets units of a bill go; those that are billed again are counted there.
    fn thaw(&mut self, document: DocumentId, line: &BilledLine, again: bool) {
        let bill = self.bill_mut(line.units.line, |bill| bill.document == document);
        let Some(bill) = bill else { return };
        let removed = bill.frozen.remove(line.units.quantity);
        debug_assert!(removed.is_ok(), "the decision has removed the same");
        if again {
            bill.counted = bill.counted.saturating_sub(line.units.quantity);
            bill.worth = bill.worth.minus(line.amounts).unwrap_or(bill.worth);
            let (counted, all) = (bill.counted, bill.frozen.quantity());
            for given in &mut bill.order_given {
                *given = part_of(*given, counted, all).unwrap_or(*given);
            }
        }
    }

    fn tell(&mut self, line: LineNo, event: &Event) {
        if let Some(line) = Arc::make_mut(&mut self.lines).get_mut(line.index()) {
            line.take_in(event);
        }
    }
}

#[cfg(test)]
mod tests;
