//! Leaving and coming back: a finished order goes out of the state into the log, and returns when it is named.

use sklad_base::{Channel, Decider, Events, Moment, Money, No, OrderId, OrderNumber, RecordNo};
use sklad_document::{Document, Kind};

use crate::{
    Case, Command, Event, Refusal, Shop,
    register::Register,
    work::{Decided, Work},
};

impl Case {
    /// Tells whether nothing is left to do with its goods, papers and money: nothing waits, is reserved, open, unbilled,
    /// to come home or to be paid. An order that has a route is finished once that has ended, too.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        let done = |no| {
            self.order.open_quantity(no).is_zero() && self.papers.rest(Kind::Transfer, no).is_zero()
        };
        let mut lines = self.order.lines();
        self.order.is_settled()
            && lines.all(|(no, line)| line.requested().is_zero() && done(no))
            && !self.papers.documents().iter().any(Document::is_open)
            && self.order.outstanding().is_ok_and(Money::is_zero)
    }
}

impl Shop {
    /// Returns the record of the log that holds the last state of an order which has left.
    #[must_use]
    pub fn record_of(&self, order: OrderId) -> Option<RecordNo> {
        self.register.record_of(order)
    }

    /// Goes through the records that hold departed orders: whoever moves old records away keeps these within reach.
    pub fn records_of_departed(&self) -> impl Iterator<Item = RecordNo> {
        (0..self.register.len())
            .filter_map(OrderId::after)
            .filter_map(|order| self.record_of(order))
    }

    /// Goes through the departed orders that may have this name, with their records: names of those who have left are
    /// kept as digests, so look at the name once the record is read.
    pub fn departed(
        &self,
        channel: &Channel,
        number: &OrderNumber,
    ) -> impl Iterator<Item = (OrderId, RecordNo)> {
        let named = self.register.named(Register::digest(channel, number));
        named.filter_map(|order| Some((order, self.record_of(order)?)))
    }

    /// Returns the moment from which something happens by itself: a promise ends, an order's stage has taken too long, or
    /// an order leaves. A driver wakes up
    /// then and takes in what [`due`](sklad_base::Decider::due) says, again and again while that is in the past; waking up
    /// early, late or never changes no answer. A command waits for promises and limits, and never for orders to
    /// leave.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Moment> {
        let leaves = self.leaving.first().and_then(|(since, _)| self.leaves_at(*since));
        let limits = [self.ledger.next_deadline(), self.board.next_deadline(), leaves];
        limits.into_iter().flatten().min()
    }

    /// Takes an order back that has left: what [`No::Recall`] asks for. The events are those of the record that it
    /// names (or of the batch that is to become it); the answer is to be taken in and written like any event, and then
    /// the command is decided again. What forgotten persons said stays forgotten.
    ///
    /// Nothing comes back where the order has not left, or these events do not hold it: the log is damaged then.
    #[must_use]
    pub fn recall<'a>(
        &self,
        order: OrderId,
        record: impl IntoIterator<Item = &'a Event>,
        moment: Moment,
    ) -> Option<Event> {
        self.record_of(order)?;
        let its = |event: &'a Event| {
            let Event::Left { order: left, case } = event else { return None };
            (*left == order).then_some(case)
        };
        let mut case = record.into_iter().filter_map(its).last()?.clone();
        let persons = case.order.persons();
        persons.intersection(&self.forgotten).for_each(|person| case.order.forget(*person));
        case.finished = Some(moment);
        Some(Event::Back { order, case })
    }

    /// Returns the order that a command is about, where that has left.
    pub(crate) fn named_and_gone(&self, command: &Command) -> Option<(OrderId, RecordNo)> {
        let order = self.order_of(command)?;
        Some((order, self.record_of(order)?))
    }

    /// Returns an order that is there.
    ///
    /// # Errors
    /// [`No::Recall`] where it has left; [`Refusal::UnknownOrder`] where there never was one.
    pub(crate) fn present(&self, order: OrderId) -> Result<&Case, No<Refusal>> {
        if let Some(case) = self.case(order) {
            return Ok(case);
        }
        match self.record_of(order) {
            Some(record) => Err(No::Recall { order, record }),
            None => Err(Refusal::UnknownOrder { order }.into()),
        }
    }

    /// Puts behind what stands in `out` the limits that have passed by a moment (S3), in order.
    pub(crate) fn limits_due(&self, moment: Moment, out: &mut Events<Event>) {
        let Some(scheme) = self.scheme() else { return };
        let mut passed = Events::new();
        self.board.due(moment, scheme, &mut passed);
        passed.into_iter().for_each(|event| out.push(Event::Stage(event)));
    }

    /// Puts behind what stands in `out` some of the orders whose time to leave has come by a moment: so many as one record
    /// bears. Of the others [`next_deadline`](Self::next_deadline) tells that they are overdue still.
    pub(crate) fn leave_due(&self, moment: Moment, out: &mut Events<Event>) {
        let is_due = |since: Moment| self.leaves_at(since).is_some_and(|at| at <= moment);
        let overdue = self.leaving.iter().take_while(|(since, _)| is_due(*since));
        for (_, order) in overdue.take(AT_ONCE) {
            if let Some(case) = self.case(*order) {
                let mut case = Box::new(case.clone());
                case.track = self.board.track(*order).cloned().map(Box::new);
                out.push(Event::Left { order: *order, case });
            }
        }
    }

    /// Returns from when on an order that was finished then, or came back, is gone: the instant after its time is over,
    /// so that one that a command brought back is there for that command.
    fn leaves_at(&self, since: Moment) -> Option<Moment> {
        let after = self.policy.settings.leave_after?;
        let last = since.plus_seconds(i64::from(after));
        Moment::from_unix_micros(last.unix_micros().saturating_add(1)).ok()
    }
}

impl Work<'_> {
    /// Looks whether an order of that name is there or has left.
    pub(crate) fn must_be_new(&self, channel: &Channel, number: &OrderNumber) -> Decided {
        if let Some(before) = self.shop.find(channel, number) {
            let (channel, number, order) = (channel.clone(), number.clone(), before.id);
            return Err(Refusal::PlacedBefore { channel, number, order }.into());
        }
        match self.shop.departed(channel, number).next() {
            Some((order, record)) => Err(No::Recall { order, record }),
            None => Ok(()),
        }
    }

    /// Says of each order that was touched and has nothing left to do since when that is so.
    pub(crate) fn finish_orders(&mut self) {
        let mut touched = self.events().iter().filter_map(Event::changes);
        let Some(first) = touched.next() else { return };
        // Most commands touch one order, and no list is needed for it.
        let mut others: Vec<OrderId> = touched.filter(|order| *order != first).collect();
        if others.is_empty() {
            return self.finish_order(first);
        }
        others.push(first);
        others.sort_unstable();
        others.dedup();
        others.into_iter().for_each(|order| self.finish_order(order));
    }

    fn finish_order(&mut self, order: OrderId) {
        let (moment, on_the_way) = (self.envelope.moment, self.stages.is_live(order));
        let Ok(case) = self.case(order) else { return };
        case.finished = (!on_the_way && case.is_finished()).then_some(moment);
        if case.finished.is_some() {
            self.out.push(Event::Finished { order, moment });
        }
    }
}

/// How many orders leave at once: their states, of some kilobytes each, go into one record.
const AT_ONCE: usize = 256;
