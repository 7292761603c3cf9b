//! The shop as a machine: each command goes to the file that knows it.

use sklad_base::{Decider, Envelope, Events, Moment, No, RecordNo};

use crate::{
    Command, Event, Refusal, Shop,
    work::{Cases, Decided, Work},
};

impl Decider for Shop {
    type Command = Command;
    type Event = Event;
    /// None: what the shop chose is adopted by an event, and stands in its state.
    type Policy = ();
    type Refusal = Refusal;

    fn decide(
        &self,
        command: &Envelope<Command>,
        (): &(),
        out: &mut Events<Event>,
    ) -> Result<(), No<Refusal>> {
        if self.is_overdue(command.moment) {
            return Err(No::DueFirst);
        }
        self.work_on(command, out).map(drop)
    }

    fn run_into(
        &mut self,
        command: &Envelope<Command>,
        policy: &(),
        out: &mut Events<Event>,
    ) -> Result<(), No<Refusal>> {
        let before = out.len();
        if self.is_overdue(command.moment) {
            return self.run_in_steps(command, policy, out);
        }
        let cases = self.work_on(command, out)?;
        self.take_over(cases, &out.as_slice()[before..]);
        Ok(())
    }

    fn evolve(&mut self, event: &Event) {
        self.take_in(event);
    }

    fn due(&self, moment: Moment, (): &(), out: &mut Events<Event>) {
        let mut expired = Events::new();
        self.ledger.due(moment, &self.policy.stock, &mut expired);
        expired.into_iter().for_each(|event| out.push(Event::Stock(event)));
        self.limits_due(moment, out);
        self.leave_due(moment, out);
    }

    fn begin(&mut self, record: RecordNo) {
        self.cursor.record = record;
    }
}

impl Shop {
    /// Tells whether something happens by itself first. An order whose time to leave has come may stay: no answer goes
    /// by it, so no command waits for that.
    fn is_overdue(&self, moment: Moment) -> bool {
        let limits = [self.ledger.next_deadline(), self.board.next_deadline()];
        limits.into_iter().flatten().any(|limit| limit <= moment)
    }

    /// Decides, and returns the orders that the command touches as they are after it.
    fn work_on(&self, command: &Envelope<Command>, out: &mut Events<Event>) -> Decided<Cases> {
        let before = out.len();
        let done = Work::new(self, command, out).done();
        if done.is_err() {
            out.truncate(before);
        }
        done
    }
}

impl Work<'_> {
    fn done(&mut self) -> Decided<Cases> {
        let command = &self.envelope.command;
        self.must_be_allowed()?;
        if let Some((order, record)) = self.shop.named_and_gone(command) {
            return Err(No::Recall { order, record });
        }
        self.look_at_the_version()?;
        self.must_not_be_forgotten()?;
        self.dispatch(command)?;
        self.finish()
    }

    fn look_at_the_version(&mut self) -> Decided {
        let of = self.shop.order_of(&self.envelope.command);
        let Some((order, expected)) = of.zip(self.envelope.expected) else {
            return Ok(());
        };
        let order = &self.case(order)?.order;
        let (number, is) = (order.number().clone(), order.version());
        if is == expected { Ok(()) } else { Err(Refusal::Stale { number, is, expected }.into()) }
    }

    pub(crate) fn dispatch(&mut self, command: &Command) -> Decided {
        match command {
            Command::Adopt(settings) => self.adopt(settings),
            Command::OpenOutlet(code) => self.open_outlet(code),
            Command::OpenPlace { place, outlet } => self.open_place(place, outlet),
            Command::AddItem { sku, kept } => self.add_item(sku, *kept),
            Command::Receive { place, portions } => self.receive(place, portions),
            Command::Adjust { place, sku, by, why } => self.adjust((place, sku), *by, *why),
            Command::Transfer { from, to, portions } => self.transfer(from, to, portions),
            Command::Hold { place, portion } => self.hold(place, portion),
            Command::Unhold { place, portion } => self.unhold(place, portion),
            Command::Place(draft) => self.place(draft),
            Command::Confirm(order) => self.confirm(*order),
            Command::ChangeQuantity { order, line, to } => self.change_quantity(*order, *line, *to),
            Command::AddLine { order, line } => self.add_line(*order, line),
            Command::Reject { order, units, reason } => self.reject(*order, *units, reason),
            Command::RemoveLine { order, line } => self.remove_line(*order, *line),
            Command::Edit { order, edit } => self.edit(*order, edit),
            Command::MarkFalse { order, reason } => {
                self.drop_order(*order, sklad_order::Command::MarkFalse { reason: reason.clone() })
            }
            Command::Cancel { order, reason } => {
                self.drop_order(*order, sklad_order::Command::Cancel { reason: reason.clone() })
            }
            Command::Reserve(order) => self.reserve(*order),
            Command::Release(order) => self.release(*order),
            Command::Invoice(order) => self.invoice(*order),
            Command::Tie { order, kind, number } => self.tie(*order, *kind, number),
            Command::CloseBill(order) => self.close_bill(*order),
            Command::ChangeDocument { document, line, to } => {
                self.change_document(*document, *line, *to)
            }
            Command::Send { order, share } => self.send(*order, share),
            Command::ComeBack { order, share, place, fate } => {
                self.settle((*order, share), sklad_order::Bound::CameBack, (place, *fate))
            }
            Command::Return { order, share, place, fate } => {
                self.settle((*order, share), sklad_order::Bound::Returned, (place, *fate))
            }
            Command::AnswerReturn { order, line, received, dismissed, place, fate } => {
                let answer = sklad_order::Command::AnswerReturn {
                    line: *line,
                    received: *received,
                    dismissed: *dismissed,
                };
                self.answer_return(*order, answer, (place, *fate))
            }
            Command::WriteOff { order, share, place } => {
                let nowhere = (place, sklad_stock::Fate::Scrap);
                self.settle((*order, share), sklad_order::Bound::WrittenOff, nowhere)
            }
            Command::CloseDay { outlet, day } => self.close_day(outlet, *day),
            Command::Forget(person) => self.forget(*person),
            Command::Party(ask) => self.decide_about_customers(ask),
            Command::AdoptScheme { scheme, plan } => self.adopt_scheme(scheme, plan),
            Command::Stage { order, wish, comment } => self.stage(*order, wish, comment.as_ref()),
        }
    }
}
