//! The machine: commands in, events out, balances folded from them.

use std::hash::{Hash, Hasher};

use sklad_base::{
    Day, Decider, Envelope, Events, ItemId, Moment, No, OutletId, PlaceId, Quantity, Refusals,
};

use crate::{Booking, Entry, Event, Ledger, Policy, Refusal, WhyAdjusted};

/// What is asked of the ledger; may be refused.
///
/// ```
/// use sklad_base::{ItemId, PlaceId, Quantity};
/// use sklad_stock::{Command, Entry, Goods};
///
/// let goods = Goods { place: PlaceId::new(0), item: ItemId::new(7), quantity: Quantity::units(3) };
/// let command = Command::Book(vec![Entry::Receive(goods), Entry::Hold(goods)]);
/// assert!(matches!(command, Command::Book(entries) if entries.len() == 2));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(
    clippy::exhaustive_enums,
    reason = "a new command must break every sender that translates them"
)]
pub enum Command {
    /// Adds the next item.
    AddItem,
    /// Adds the next item, which is sold without movement, reserve or pending: a service, made to order (B9).
    AddUnkeptItem,
    /// An item turned out to be another one: all that stands under it goes over.
    MergeItems {
        /// Which.
        item: ItemId,
        /// What it is.
        into: ItemId,
    },
    /// Opens the next outlet.
    OpenOutlet,
    /// Opens the next place, in that outlet.
    OpenPlace(OutletId),
    /// Opens the next place, whose book of record is a partner's, in that outlet.
    OpenPartnerPlace(OutletId),
    /// Opens the books of an empty ledger: added goods, asks, reserves and goods held, as they stood.
    OpenBooks(Vec<Entry>),
    /// Books all entries or none; they are judged by their sum, so their order does not matter.
    Book(Vec<Entry>),
    /// Books on an earlier day that is still open.
    BookOn {
        /// Which day, on the calendar of each place.
        day: Day,
        /// What.
        entries: Vec<Entry>,
    },
    /// A person has looked at a discrepancy.
    CloseDiscrepancy(u32),
    /// Closes a day of an outlet.
    CloseDay {
        /// Of which outlet.
        outlet: OutletId,
        /// Which day.
        day: Day,
    },
}

impl Hash for Command {
    /// What comes often first, and told in few words: digests of commands are on the hot path. The numbers must never
    /// change: digests stand in logs.
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        if let Self::Book(entries) = self {
            state.write_usize(entries.len());
            entries.iter().for_each(|entry| entry.hash(state));
        } else {
            self.hash_other(state);
        }
    }
}

impl Command {
    /// A number below all lengths of entries that were ever booked, then what is in it.
    #[cold]
    fn hash_other<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Book(entries) => entries.hash(state),
            Self::AddItem => (-1_i64).hash(state),
            Self::AddUnkeptItem => (-2_i64).hash(state),
            Self::MergeItems { item, into } => (-3_i64, item, into).hash(state),
            Self::OpenOutlet => (-4_i64).hash(state),
            Self::OpenPlace(outlet) => (-5_i64, outlet).hash(state),
            Self::OpenPartnerPlace(outlet) => (-6_i64, outlet).hash(state),
            Self::OpenBooks(entries) => (-7_i64, entries).hash(state),
            Self::BookOn { day, entries } => (-8_i64, day, entries).hash(state),
            Self::CloseDiscrepancy(number) => (-9_i64, number).hash(state),
            Self::CloseDay { outlet, day } => (-10_i64, outlet, day).hash(state),
        }
    }
}

impl Decider for Ledger {
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
        if self.is_due(command.moment) {
            return Err(No::DueFirst);
        }
        let moment = command.moment;
        if let Command::Book(entries) = &command.command
            && self.decide_plain(entries, (policy, moment), out)
        {
            return Ok(());
        }
        self.decide_any(&command.command, (policy, moment), out)
    }

    fn due(&self, moment: Moment, policy: &Policy, out: &mut Events<Event>) {
        self.lapse_due(moment, policy, out);
    }

    #[inline]
    fn prefetch(&self, command: &Envelope<Command>) {
        self.prefetch_entries(&command.command);
    }

    #[inline]
    fn prefetch_further(&self, command: &Envelope<Command>) {
        self.prefetch_further_entries(&command.command);
    }

    #[inline]
    fn run_into(
        &mut self,
        command: &Envelope<Command>,
        policy: &Policy,
        out: &mut Events<Event>,
    ) -> Result<(), No<Refusal>> {
        if let Command::Book(entries) = &command.command
            && !self.is_due(command.moment)
            && self.run_plain(entries, (policy, command.moment), out)
        {
            return Ok(());
        }
        self.run_in_steps(command, policy, out)
    }

    fn evolve(&mut self, event: &Event) {
        self.take_in_all(std::slice::from_ref(event));
    }

    fn evolve_all(&mut self, events: &[Event]) {
        self.take_in_all(events);
    }
}

impl Ledger {
    /// Tells whether something has ended by itself that was not taken in yet.
    fn is_due(&self, moment: Moment) -> bool {
        self.next_deadline().is_some_and(|deadline| deadline <= moment)
    }

    /// Decides whatever it is: the long way.
    pub(crate) fn decide_any(
        &self,
        command: &Command,
        (policy, moment): (&Policy, Moment),
        out: &mut Events<Event>,
    ) -> Result<(), No<Refusal>> {
        let book = |booking: Booking<'_>, entries: &[Entry], out: &mut Events<Event>| {
            let mut booking = booking;
            entries.iter().for_each(|entry| booking.enter(*entry));
            booking.finish(out, |event| event)
        };
        match command {
            Command::Book(entries) => book(Booking::new(self, policy, moment), entries, out)?,
            Command::BookOn { day, entries } => {
                book(Booking::new(self, policy, moment).on(*day), entries, out)?;
            }
            Command::OpenBooks(entries) => {
                self.judge_opening(entries)?;
                book(Booking::new(self, policy, moment).opening(), entries, out)?;
            }
            Command::AddItem
            | Command::AddUnkeptItem
            | Command::MergeItems { .. }
            | Command::OpenOutlet
            | Command::OpenPlace(_)
            | Command::OpenPartnerPlace(_)
            | Command::CloseDiscrepancy(_)
            | Command::CloseDay { .. } => {
                out.push(self.decide_one(command, moment, policy)?);
            }
        }
        Ok(())
    }

    fn decide_one(
        &self,
        command: &Command,
        moment: Moment,
        policy: &Policy,
    ) -> Result<Event, Refusals<Refusal>> {
        let item = || ItemId::after(self.items).ok_or(Refusal::NoNumberLeft { what: "item" });
        match *command {
            Command::AddItem => Ok(Event::ItemAdded(item()?)),
            Command::AddUnkeptItem => Ok(Event::UnkeptItemAdded(item()?)),
            Command::MergeItems { item, into } => {
                self.judge_merge(item, into)?;
                Ok(Event::ItemsMerged { item, into })
            }
            Command::OpenOutlet => {
                let outlet = OutletId::after(self.closed.len());
                Ok(Event::OutletOpened(outlet.ok_or(Refusal::NoNumberLeft { what: "outlet" })?))
            }
            Command::OpenPlace(outlet) => {
                Ok(Event::PlaceOpened { place: self.place_in(outlet)?, outlet })
            }
            Command::OpenPartnerPlace(outlet) => {
                Ok(Event::PartnerPlaceOpened { place: self.place_in(outlet)?, outlet })
            }
            Command::CloseDiscrepancy(number) if self.discrepancies.contains_key(&number) => {
                Ok(Event::DiscrepancyClosed(number))
            }
            Command::CloseDiscrepancy(number) => Err(Refusal::UnknownDiscrepancy(number).into()),
            Command::CloseDay { outlet, day } => {
                self.judge_close(outlet, day, moment.day_in(policy.zone_of(outlet)))?;
                Ok(Event::DayClosed { outlet, day })
            }
            Command::Book(_) | Command::BookOn { .. } | Command::OpenBooks(_) => {
                Err(Refusal::NotAnOpening.into())
            }
        }
    }

    fn place_in(&self, outlet: OutletId) -> Result<PlaceId, Refusal> {
        if outlet >= self.next_outlet() {
            return Err(Refusal::UnknownOutlet(outlet));
        }
        PlaceId::after(self.places.len()).ok_or(Refusal::NoNumberLeft { what: "place" })
    }

    fn judge_opening(&self, entries: &[Entry]) -> Result<(), Refusals<Refusal>> {
        let opens = |entry: &Entry| {
            matches!(
                entry,
                Entry::Add { why: WhyAdjusted::Opening, .. }
                    | Entry::Ask { .. }
                    | Entry::Reserve { .. }
                    | Entry::Mark { .. }
                    | Entry::Level { .. }
                    | Entry::Expect { .. }
                    | Entry::Hold(_)
            )
        };
        let used = self.used.then_some(Refusal::BooksOpen);
        let other = (!entries.iter().all(opens)).then_some(Refusal::NotAnOpening);
        Refusals::from_all(used.into_iter().chain(other)).map_or(Ok(()), Err)
    }

    fn judge_merge(&self, item: ItemId, into: ItemId) -> Result<(), Refusals<Refusal>> {
        let mut refusals = Vec::new();
        for one in [item, into] {
            if one >= self.next_item() {
                refusals.push(Refusal::UnknownItem(one));
            } else if let Some(into) = self.merged_into(one) {
                refusals.push(Refusal::Merged { item: one, into });
            } else if !self.is_kept(one) {
                refusals.push(Refusal::NotKept(one));
            }
        }
        if item == into {
            refusals.push(Refusal::MergedIntoItself(item));
        }
        for (place, cell) in self.cells_of(item) {
            let parts = [self.cell(place, into), cell];
            let parts = parts.iter().flat_map(|cell| [cell.on_hand, cell.reserved, cell.pending]);
            let weight: i128 = parts.map(|part| i128::from(part.millionths()).abs()).sum();
            if weight > i128::from(Quantity::MAX.millionths()) {
                refusals.push(Refusal::TooLarge { item: into, place });
            }
        }
        Refusals::from_all(refusals).map_or(Ok(()), Err)
    }
}
