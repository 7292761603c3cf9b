//! The rules of an order: which commands it takes, and what they do to its units.

use sklad_base::{Decider, Envelope, Events, LineNo, No, Quantity, Refusals};

use crate::{Bound, Command, DraftLine, Event, Line, Order, PlacedLine, Refusal, Standing, Units};

impl Decider for Order {
    type Command = Command;
    type Event = Event;
    type Policy = ();
    type Refusal = Refusal;

    fn decide(
        &self,
        command: &Envelope<Command>,
        (): &(),
        out: &mut Events<Event>,
    ) -> Result<(), No<Refusal>> {
        let event = match &command.command {
            Command::Confirm => self.confirm(),
            Command::AddLine(line) => self.add_line(line),
            Command::ChangeQuantity(units) => self.change_quantity(*units),
            Command::Reject { units, reason } => self.reject(*units, reason),
            Command::MarkFalse { reason } => self.mark_false(reason),
            Command::Cancel { reason } => self.cancel(reason),
            Command::Take(units) => self.take(*units),
            Command::Send(units) => self.send(*units),
            Command::Settle { units, bound } => self.settle(*units, *bound),
        };
        out.push(event.map_err(Refusals::one)?);
        if let Command::MarkFalse { reason } | Command::Cancel { reason } = &command.command {
            self.reject_rest(reason, out);
        }
        Ok(())
    }

    fn evolve(&mut self, event: &Event) {
        self.version = self.version.next();
        match event {
            Event::Confirmed => self.standing = Standing::Confirmed,
            Event::LineAdded(line) => self.lines.push(Line::new(*line)),
            Event::Grown(units) => self.change(*units, |line, by| {
                line.ordered = line.ordered.saturating_add(by);
                line.waiting = line.waiting.saturating_add(by);
            }),
            Event::Shrunk(units) => self.change(*units, |line, by| {
                line.ordered = line.ordered.saturating_sub(by);
                line.end(by);
            }),
            Event::Rejected { units, .. } => self.change(*units, |line, by| {
                line.cancelled = line.cancelled.saturating_add(by);
                line.end(by);
            }),
            Event::MarkedFalse { reason } => {
                self.standing = Standing::False { reason: reason.clone() };
            }
            Event::Cancelled { reason } => {
                self.standing = Standing::Cancelled { reason: reason.clone() };
            }
            Event::Taken(units) => self.change(*units, |line, by| {
                line.waiting = line.waiting.saturating_sub(by);
                line.taken = line.taken.saturating_add(by);
            }),
            Event::Sent(units) => {
                self.change(*units, |line, by| line.sent = line.sent.saturating_add(by));
            }
            Event::Settled { units, bound } => self.change(*units, |line, by| {
                let course = match bound {
                    Bound::CameBack => &mut line.came_back,
                    Bound::Returned => &mut line.returned,
                    Bound::WrittenOff => &mut line.written_off,
                };
                *course = course.saturating_add(by);
            }),
        }
    }
}

impl Order {
    fn confirm(&self) -> Result<Event, Refusal> {
        self.must_stand("confirm")?;
        if self.standing == Standing::Confirmed {
            return Err(Refusal::Confirmed { number: self.placed.number.clone() });
        }
        Ok(Event::Confirmed)
    }

    fn add_line(&self, line: &PlacedLine) -> Result<Event, Refusal> {
        self.must_stand("add a line to")?;
        let number = || self.placed.number.clone();
        let no = LineNo::after(self.lines.len())
            .filter(|no| no.number() < u16::MAX)
            .ok_or_else(|| Refusal::TooManyLines { number: number(), lines: self.lines.len() })?;
        let ours = self.lines.first().map(|line| line.price().currency());
        if let Some(ours) = ours.filter(|ours| *ours != line.price.currency()) {
            let currencies = vec![ours, line.price.currency()];
            return Err(Refusal::Currencies { number: number(), currencies });
        }
        let mut refusals = Vec::new();
        DraftLine::check_numbers(no, line.quantity, line.price, &mut refusals);
        refusals.into_iter().next().map_or(Ok(Event::LineAdded(*line)), Err)
    }

    fn change_quantity(&self, Units { line: no, quantity: to }: Units) -> Result<Event, Refusal> {
        self.must_stand("edit")?;
        let line = self.known(no)?;
        if to.is_negative() {
            return Err(Refusal::NotPositive { line: no, quantity: to });
        }
        let by = to.saturating_sub(line.wanted());
        if by.is_zero() {
            return Err(Refusal::Unchanged { line: no, quantity: to });
        }
        if by.is_positive() {
            let mut refusals = Vec::new();
            let ordered = line.ordered.plus(by);
            let ordered = ordered.map_err(|why| Refusal::Amount { line: no, why })?;
            DraftLine::check_numbers(no, ordered, line.price(), &mut refusals);
            let grown = Event::Grown(Units { line: no, quantity: by });
            return refusals.into_iter().next().map_or(Ok(grown), Err);
        }
        let units = Units { line: no, quantity: by.negated() };
        self.must_not_be_sent(units)?;
        Ok(Event::Shrunk(units))
    }

    fn reject(&self, units: Units, reason: &str) -> Result<Event, Refusal> {
        self.must_stand("reject a line of")?;
        self.must_be_some(units)?;
        self.must_not_be_sent(units)?;
        Ok(Event::Rejected { units, reason: reason.to_owned() })
    }

    fn mark_false(&self, reason: &str) -> Result<Event, Refusal> {
        self.must_stand("mark as false")?;
        Ok(Event::MarkedFalse { reason: reason.to_owned() })
    }

    fn cancel(&self, reason: &str) -> Result<Event, Refusal> {
        self.must_stand("cancel")?;
        Ok(Event::Cancelled { reason: reason.to_owned() })
    }

    fn take(&self, units: Units) -> Result<Event, Refusal> {
        self.must_stand("take goods for")?;
        let waiting = self.must_be_some(units)?.waiting();
        if units.quantity > waiting {
            return Err(Refusal::NotWaiting { line: units.line, asked: units.quantity, waiting });
        }
        Ok(Event::Taken(units))
    }

    fn send(&self, units: Units) -> Result<Event, Refusal> {
        self.must_stand("send")?;
        let taken = self.must_be_some(units)?.unsent();
        if units.quantity > taken {
            return Err(Refusal::NotTaken { line: units.line, asked: units.quantity, taken });
        }
        Ok(Event::Sent(units))
    }

    fn settle(&self, units: Units, bound: Bound) -> Result<Event, Refusal> {
        let out = self.must_be_some(units)?.out();
        if units.quantity > out {
            return Err(Refusal::NotOut { line: units.line, asked: units.quantity, out });
        }
        Ok(Event::Settled { units, bound })
    }

    /// Rejects all that is not sent, line by line, as marking false and cancelling do.
    fn reject_rest(&self, reason: &str, out: &mut Events<Event>) {
        for (line, its) in self.lines() {
            let quantity = its.waiting().saturating_add(its.unsent());
            if quantity.is_positive() {
                let units = Units { line, quantity };
                out.push(Event::Rejected { units, reason: reason.to_owned() });
            }
        }
    }

    fn must_stand(&self, wish: &'static str) -> Result<(), Refusal> {
        let (what, reason) = match &self.standing {
            Standing::Placed | Standing::Confirmed => return Ok(()),
            Standing::False { reason } => ("false", reason),
            Standing::Cancelled { reason } => ("cancelled", reason),
        };
        let number = self.placed.number.clone();
        Err(Refusal::Dropped { wish, number, what, reason: reason.clone() })
    }

    fn must_be_some(&self, units: Units) -> Result<&Line, Refusal> {
        if !units.quantity.is_positive() {
            return Err(Refusal::NotPositive { line: units.line, quantity: units.quantity });
        }
        self.known(units.line)
    }

    fn must_not_be_sent(&self, units: Units) -> Result<(), Refusal> {
        let line = self.known(units.line)?;
        let open = line.waiting().saturating_add(line.unsent());
        if units.quantity > open {
            let (asked, sent) = (units.quantity, line.sent());
            return Err(Refusal::Sent { line: units.line, asked, open, sent });
        }
        Ok(())
    }

    fn known(&self, no: LineNo) -> Result<&Line, Refusal> {
        let number = || self.placed.number.clone();
        self.line(no).ok_or_else(|| Refusal::UnknownLine { number: number(), line: no })
    }

    fn change(&mut self, units: Units, change: impl FnOnce(&mut Line, Quantity)) {
        if let Some(line) = self.lines.get_mut(units.line.index()) {
            change(line, units.quantity);
        }
    }
}

#[cfg(test)]
mod tests;
