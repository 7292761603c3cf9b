//! A board under a command of somebody else's machine: what was decided so far, on top of a board that has not changed.

use std::collections::BTreeMap;

use sklad_base::{Actor, Handful, Moment, OrderId, Personal, Refusals};

use crate::{Board, Facts, Note, Person, Refusal, Role, Scheme, Track, Wish};

use super::desk::Desk;

/// A board with what one command has decided so far, for a machine that keeps a board among other things: each wish
/// is judged on what the wishes before it led to, and the board itself has not changed.
///
/// Whoever holds it judges rights, versions and moments; the notes are to be taken in by the board afterwards.
///
/// ```
/// use sklad_base::{Actor, Decider, Moment, OrderId};
/// use sklad_stage::{Asking, Board, Facts, Scheme, Sketch, Wish};
///
/// let scheme = Scheme::builder("two stages", 1)
///     .payments(&["cash"])
///     .deliveries(&["pick-up"])
///     .stage("new", |stage| stage.exit(&["paid"]))
///     .stage("done", |stage| stage.succeeds())
///     .build()?;
/// let (board, order) = (Board::new(), OrderId::new(0));
/// let mut sketch = Sketch::new(&board);
/// let who = Actor::System("site".into());
/// let asking = Asking { order, facts: Facts::NONE, comment: None, moment: Moment::FIRST, who: &who };
/// let start = Wish::Start { payment: "cash".parse()?, delivery: "pick-up".parse()? };
/// let notes = sketch.decide(&start, asking, &scheme)?;
/// assert_eq!(notes.len(), 1);
/// let why = sketch.decide(&Wish::Advance, asking, &scheme).unwrap_err();
/// assert!(why.to_string().contains("it lacks paid"));
/// assert_eq!((sketch.track(order).is_some(), board.track(order)), (true, None));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Sketch<'a> {
    board: &'a Board,
    tracks: Handful<OrderId, Track>,
    /// Nothing, where no order went to a person or from one: most commands hand none out.
    people: Option<Box<People>>,
}

/// Who got orders.
#[derive(Debug, Clone, Default)]
struct People {
    turns: BTreeMap<Role, Person>,
    /// How many orders more (or less) people work on.
    loads: BTreeMap<Person, isize>,
}

/// Who asks something of which order, when, and what holds of it.
///
/// ```
/// use sklad_base::{Actor, Moment, OrderId};
/// use sklad_stage::{Asking, Facts};
///
/// let (order, who) = (OrderId::new(7), Actor::System("site".into()));
/// let asking = Asking { order, facts: Facts::NONE, comment: None, moment: Moment::FIRST, who: &who };
/// assert_eq!(asking.facts, Facts::NONE);
/// ```
#[derive(Debug, Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "plain data that callers build")]
pub struct Asking<'a> {
    /// Which order.
    pub order: OrderId,
    /// What holds of it now, as far as [`Sketch::asks`] says; what was given before need not be said again.
    pub facts: Facts,
    /// What was said, and of whom.
    pub comment: Option<&'a Personal<String>>,
    /// When.
    pub moment: Moment,
    /// Who asks.
    pub who: &'a Actor,
}

impl<'a> Sketch<'a> {
    /// Returns the board as it is.
    #[must_use]
    pub const fn new(board: &'a Board) -> Self {
        Self { board, tracks: Handful::new(), people: None }
    }

    /// Returns where an order stands by now.
    #[must_use]
    pub fn track(&self, order: OrderId) -> Option<&Track> {
        self.tracks.get(&order).or_else(|| self.board.track(order))
    }

    /// Decides what a wish leads to, and goes on from there.
    ///
    /// # Errors
    /// What the board refuses; it is as it was then.
    pub fn decide(
        &mut self,
        wish: &Wish,
        asking: Asking<'_>,
        scheme: &Scheme,
    ) -> Result<Vec<Note>, Refusals<Refusal>> {
        let Asking { order, facts, comment, moment, who } = asking;
        let mut desk = Desk::new(self, scheme, ((order, moment), who));
        desk.say(facts, comment);
        desk.decide(wish, None)?;
        let (notes, after) = desk.into_notes();
        if let Some(after) = after {
            self.put(order, after, &notes);
        }
        Ok(notes)
    }

    /// Returns how many orders a person works on by now.
    pub(crate) fn load(&self, person: &Person) -> usize {
        let more = self.people.as_ref().and_then(|people| people.loads.get(person));
        let more = more.copied().unwrap_or(0);
        self.board.load(person).saturating_add_signed(more)
    }

    /// Returns whose turn it was last.
    pub(crate) fn last_of(&self, role: &Role) -> Option<&Person> {
        let now = self.people.as_ref().and_then(|people| people.turns.get(role));
        now.or_else(|| self.board.turns.get(role))
    }

    /// Goes on from where the notes have brought an order.
    fn put(&mut self, order: OrderId, after: Track, notes: &[Note]) {
        let worker =
            |track: &Track| track.assignee().filter(|_| track.outcome().is_none()).cloned();
        let (before, now) = (self.track(order).and_then(worker), worker(&after));
        if before != now {
            let loads = &mut self.people.get_or_insert_default().loads;
            before.into_iter().for_each(|person| *loads.entry(person).or_default() -= 1);
            now.into_iter().for_each(|person| *loads.entry(person).or_default() += 1);
        }
        for (role, person) in notes.iter().filter_map(|note| note.what.in_turn()) {
            let turns = &mut self.people.get_or_insert_default().turns;
            turns.insert(role.clone(), person.clone());
        }
        self.tracks.insert(order, after);
    }
}
