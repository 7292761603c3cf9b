//! The board: all live orders, what is due, who has what to do.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use sklad_base::{Events, Moment, OrderId};

use crate::{Event, Note, Party, Person, Role, Scheme, SchemeVersion, Track, What, track::Rank};

/// Where every live order stands: the machine of stages.
///
/// It is rebuilt from its events. What is due and the queues are kept in order, so asking for them costs what is
/// asked for, not what is alive.
///
/// ```
/// use sklad_stage::Board;
///
/// assert_eq!(Board::new().next_deadline(), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    pub(crate) scheme: Option<SchemeVersion>,
    /// By order, in pages: ids are dense, but not every order starts or stays here.
    pages: BTreeMap<usize, Page>,
    live: usize,
    due: BTreeSet<(Moment, OrderId)>,
    queues: BTreeMap<Party, BTreeSet<Rank>>,
    pub(crate) turns: BTreeMap<Role, Person>,
    pub(crate) latest: Moment,
}

/// Some orders that follow each other; there is none without a track.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Page {
    filled: usize,
    slots: Vec<Option<Track>>,
}

impl Default for Board {
    fn default() -> Self {
        Self::new()
    }
}

impl Board {
    /// Returns a board without orders, that no scheme was adopted for.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            scheme: None,
            pages: BTreeMap::new(),
            live: 0,
            due: BTreeSet::new(),
            queues: BTreeMap::new(),
            turns: BTreeMap::new(),
            latest: Moment::FIRST,
        }
    }

    /// Returns the scheme it goes by.
    #[must_use]
    pub const fn scheme(&self) -> Option<&SchemeVersion> {
        self.scheme.as_ref()
    }

    /// Returns where an order stands, also when it has ended and not been taken out.
    #[must_use]
    pub fn track(&self, order: OrderId) -> Option<&Track> {
        self.pages.get(&(order.index() / PAGE))?.slots.get(order.index() % PAGE)?.as_ref()
    }

    /// Goes through all orders by their number.
    pub fn tracks(&self) -> impl Iterator<Item = (OrderId, &Track)> {
        let slots = self.pages.iter().flat_map(|(page, Page { slots, .. })| {
            let slots = slots.iter().enumerate();
            slots.map(move |(slot, track)| (page * PAGE + slot, track))
        });
        slots.filter_map(|(index, track)| OrderId::after(index).zip(track.as_ref()))
    }

    /// Returns how many orders are alive.
    #[must_use]
    pub const fn live(&self) -> usize {
        self.live
    }

    /// Returns when the next limit passes.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Moment> {
        self.due.first().map(|(moment, _)| *moment)
    }

    /// Goes through the work of a role or a person (S4): problems first, then the earliest limit; what has no limit
    /// comes last. What a person of a role has taken stands in the role's queue, too.
    pub fn queue(&self, of: &Party) -> impl Iterator<Item = (OrderId, &Track)> {
        let ranks = self.queues.get(of).into_iter().flatten();
        ranks.filter_map(|(.., order)| self.track(*order).map(|track| (*order, track)))
    }

    /// Goes through all who have work.
    pub fn parties(&self) -> impl Iterator<Item = &Party> {
        self.queues.keys()
    }

    /// Returns how many orders a person works on.
    #[must_use]
    pub fn load(&self, person: &Person) -> usize {
        self.queues.get(&Party::Person(person.clone())).map_or(0, BTreeSet::len)
    }

    /// Takes an order out of memory: its track is what [`put_back`](Self::put_back) wants. For shops whose finished
    /// orders leave.
    pub fn take_out(&mut self, order: OrderId) -> Option<Track> {
        let (number, slot) = (order.index() / PAGE, order.index() % PAGE);
        let page = self.pages.get_mut(&number)?;
        let track = page.slots.get_mut(slot)?.take()?;
        page.filled -= 1;
        if page.filled == 0 {
            self.pages.remove(&number);
        }
        self.leave_queues(order, &track);
        Some(track)
    }

    /// Puts an order that was taken out back.
    pub fn put_back(&mut self, order: OrderId, track: Track) {
        drop(self.take_out(order));
        self.put_in(order, track);
    }

    /// Puts an order in that is not here.
    fn put_in(&mut self, order: OrderId, track: Track) {
        self.join_queues(order, &track);
        let (number, slot) = (order.index() / PAGE, order.index() % PAGE);
        let empty = || Page { filled: 0, slots: vec![None; PAGE] };
        let page = self.pages.entry(number).or_insert_with(empty);
        page.filled += 1;
        page.slots[slot] = Some(track);
    }

    /// Takes in what happened.
    pub(crate) fn take_in(&mut self, event: &Event) {
        self.latest = self.latest.max(event.moment());
        match event {
            Event::Adopted { scheme, .. } => self.scheme = Some(scheme.clone()),
            Event::Noted(note) => self.take_in_note(note),
        }
    }

    fn take_in_note(&mut self, note: &Note) {
        if let Some((role, person)) = note.what.in_turn() {
            self.turns.insert(role.clone(), person.clone());
        }
        if matches!(note.what, What::Given(_)) {
            // It stands where it stood, in time and with whom.
            if let Some(Some(track)) = self.slot(note.order) {
                track.take_in(note);
            }
            return;
        }
        let Some(mut track) = self.lift(note.order) else {
            if let Some(track) = Track::of(note) {
                self.put_in(note.order, track);
            }
            return;
        };
        track.take_in(note);
        self.join_queues(note.order, &track);
        if let Some(slot) = self.slot(note.order) {
            *slot = Some(track);
        }
    }

    /// Lifts a track out of its slot, which waits for it.
    fn lift(&mut self, order: OrderId) -> Option<Track> {
        let track = self.slot(order)?.take()?;
        self.leave_queues(order, &track);
        Some(track)
    }

    fn slot(&mut self, order: OrderId) -> Option<&mut Option<Track>> {
        self.pages.get_mut(&(order.index() / PAGE))?.slots.get_mut(order.index() % PAGE)
    }

    fn leave_queues(&mut self, order: OrderId, track: &Track) {
        if track.outcome().is_some() {
            return;
        }
        self.live -= 1;
        if let Some(deadline) = track.clock.deadline() {
            self.due.remove(&(deadline, order));
        }
        let rank = track.rank(order);
        for party in parties(track) {
            let Some(queue) = self.queues.get_mut(&party) else { continue };
            queue.remove(&rank);
            if queue.is_empty() {
                self.queues.remove(&party);
            }
        }
    }

    fn join_queues(&mut self, order: OrderId, track: &Track) {
        if track.outcome().is_some() {
            return;
        }
        self.live += 1;
        if let Some(deadline) = track.clock.deadline() {
            self.due.insert((deadline, order));
        }
        let rank = track.rank(order);
        for party in parties(track) {
            self.queues.entry(party).or_default().insert(rank);
        }
    }

    /// Puts what is due up to a moment behind the other events, in order of its moment, then of the orders.
    pub(crate) fn alerts(&self, moment: Moment, scheme: &Scheme, out: &mut Events<Event>) {
        let due = self.due.iter().take_while(|(deadline, _)| *deadline <= moment);
        let mut due = due.map(|(at, order)| (*at, *order, self.alerts_of(*order))).peekable();
        let mut later: BinaryHeap<Reverse<(Moment, OrderId, u8)>> = BinaryHeap::new();
        loop {
            let is_later = match (due.peek(), later.peek()) {
                (None, None) => break,
                (Some(first), Some(Reverse(again))) => again < first,
                (first, _) => first.is_none(),
            };
            let next = if is_later { later.pop().map(|Reverse(it)| it) } else { due.next() };
            let Some((at, order, alert)) = next else { break };
            let Some(note) = self.alert((at, order, alert), scheme) else { continue };
            if let What::Overdue { next: Some(next), .. } = note.what
                && next <= moment
            {
                later.push(Reverse((next, order, alert.saturating_add(1))));
            }
            out.push(Event::Noted(note));
        }
    }

    fn alerts_of(&self, order: OrderId) -> u8 {
        let problem = self.track(order).and_then(|track| track.problem);
        problem.map_or(0, |problem| problem.alerts)
    }

    /// Returns the note of one alert. The board goes by this scheme, so the stage and the party are there.
    fn alert(&self, (at, order, alert): (Moment, OrderId, u8), scheme: &Scheme) -> Option<Note> {
        let stage = scheme.stage(self.track(order)?.stage())?;
        let to = match alert.checked_sub(1) {
            None => scheme.first_alert(stage)?,
            Some(further) => &stage.further.get(usize::from(further))?.to,
        };
        let after = stage.further.get(usize::from(alert)).map(|alert| alert.after);
        let next = after.and_then(|after| scheme.time_after(stage, at, after));
        let what = What::Overdue { alert, to: to.clone(), next };
        let who = scheme.clock.clone();
        Some(Note { order, moment: at, who, what, comment: None })
    }
}

/// Returns whose queues an order stands in.
fn parties(track: &Track) -> impl Iterator<Item = Party> {
    let role = track.role.clone().map(Party::Role);
    role.into_iter().chain(track.assignee.clone().map(Party::Person))
}

/// How many orders stand on a page.
const PAGE: usize = 512;
