//! What happened, and how the log tells it.

use std::fmt;

use sklad_base::{Actor, DeliveryWay, Moment, OrderId, PaymentWay, Personal};

use crate::{
    Clock, Facts, Happening, Kind, Outcome, Party, Person, Role, SchemeVersion, Span, StageId,
    TransitionId, words::write_list,
};

/// What happened on the board.
///
/// ```
/// use sklad_base::{Actor, Moment, OrderId, PersonId, Personal};
/// use sklad_stage::{Event, Note, What, Span};
///
/// let note = Note {
///     order: OrderId::new(7),
///     moment: Moment::parse("2026-03-02T10:00:00Z")?,
///     who: Actor::Person("maria".into()),
///     what: What::Paused { spent: Span::hours(2) },
///     comment: Some(Personal::new(PersonId::new(3), "waits for Ana".to_owned())),
/// };
/// let told = Event::Noted(note).to_string();
/// assert_eq!(told, "2026-03-02T10:00:00Z maria: order#7 pauses after 2h (waits for Ana)");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(clippy::exhaustive_enums, reason = "a new event must break every reader")]
pub enum Event {
    /// The board goes by this scheme from now on; the notes that follow say where its live orders stand in it.
    Adopted {
        /// Which.
        scheme: SchemeVersion,
        /// When.
        moment: Moment,
        /// By whom.
        who: Actor,
    },
    /// Something happened to one order.
    Noted(Note),
}

impl Event {
    /// Returns when it happened.
    #[must_use]
    pub const fn moment(&self) -> Moment {
        match self {
            Self::Adopted { moment, .. } => *moment,
            Self::Noted(note) => note.moment,
        }
    }

    /// Returns the note, where it is about one order.
    #[must_use]
    pub const fn note(&self) -> Option<&Note> {
        match self {
            Self::Adopted { .. } => None,
            Self::Noted(note) => Some(note),
        }
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Adopted { scheme, moment, who } => {
                write!(f, "{moment} {who}: scheme {scheme} adopted")
            }
            Self::Noted(note) => note.fmt(f),
        }
    }
}

/// One line of an order's log (S5): who, when, what, from where to where, and what was said.
///
/// ```
/// use sklad_base::{Actor, Moment, OrderId};
/// use sklad_stage::{Fact, Facts, Note, What};
///
/// let what = What::Given(Facts::NONE.with(Fact::Paid));
/// let (moment, who) = (Moment::parse("2026-03-02T10:00:00Z")?, Actor::Partner("bank".into()));
/// let note = Note { order: OrderId::new(7), moment, who, what, comment: None };
/// assert_eq!(note.to_string(), "2026-03-02T10:00:00Z bank: order#7 is paid");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that readers take apart")]
pub struct Note {
    /// Which order.
    pub order: OrderId,
    /// When it happened; a passed limit has its own moment, not that of the tick.
    pub moment: Moment,
    /// Who did it.
    pub who: Actor,
    /// What happened.
    pub what: What,
    /// What was said, and of whom.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
    pub comment: Option<Personal<String>>,
}

/// Where an order has come to.
///
/// ```
/// use sklad_stage::{Arrival, Clock, Outcome, StageId};
///
/// let clock = Clock::Ended(Outcome::Succeeded);
/// let stage = StageId::parse("finished")?;
/// let at = Arrival { stage, role: None, assignee: None, in_turn: false, clock };
/// assert!(at.assignee.is_none());
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that readers take apart")]
pub struct Arrival {
    /// The stage.
    pub stage: StageId,
    /// The role whose queue it stands in.
    pub role: Option<Role>,
    /// The person who works on it.
    pub assignee: Option<Person>,
    /// Whether that person's turn it was.
    pub in_turn: bool,
    /// How its clock runs.
    pub clock: Clock,
}

/// What happened to one order.
///
/// ```
/// use sklad_stage::{Kind, Span, What};
///
/// assert_eq!(What::Paused { spent: Span::ZERO }.kind(), Kind::Paused);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(clippy::exhaustive_enums, reason = "a new event must break every reader")]
pub enum What {
    /// It began.
    Started {
        /// How it is paid.
        payment: PaymentWay,
        /// How it is delivered.
        delivery: DeliveryWay,
        /// What was given from the beginning.
        given: Facts,
        /// Where it stands.
        at: Arrival,
    },
    /// It was paid or confirmed, once and for all.
    Given(Facts),
    /// It went to another stage.
    Moved {
        /// From where.
        from: StageId,
        /// To where.
        at: Arrival,
        /// Why.
        why: Why,
        /// What this brings about: the caller does it in the same record.
        causes: Vec<Happening>,
    },
    /// Its payment or delivery changed.
    Rerouted {
        /// How it is paid now.
        payment: PaymentWay,
        /// How it is delivered now.
        delivery: DeliveryWay,
    },
    /// Its clock was stopped.
    Paused {
        /// How much of the stage's time has passed.
        spent: Span,
    },
    /// Its clock runs again.
    Resumed {
        /// When the next alert is due.
        deadline: Option<Moment>,
    },
    /// Somebody else works on it.
    Assigned {
        /// Who.
        to: Person,
        /// How it came to that.
        how: How,
    },
    /// It stayed too long: it is a problem, and somebody is told.
    Overdue {
        /// Which alert, from 0.
        alert: u8,
        /// Who is told.
        to: Party,
        /// When the next alert is due.
        next: Option<Moment>,
    },
    /// It stands in another scheme.
    Migrated {
        /// From where.
        from: StageId,
        /// To where; the assignee and the start of the clock carry over.
        at: Arrival,
    },
}

impl What {
    /// Returns what kind of change it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Started { .. } => Kind::Started,
            Self::Given(_) => Kind::Given,
            Self::Moved { .. } => Kind::Moved,
            Self::Rerouted { .. } => Kind::Rerouted,
            Self::Paused { .. } => Kind::Paused,
            Self::Resumed { .. } => Kind::Resumed,
            Self::Assigned { .. } => Kind::Assigned,
            Self::Overdue { .. } => Kind::Overdue,
            Self::Migrated { .. } => Kind::Migrated,
        }
    }

    /// Returns whose turn it was, where the order was handed out in turn.
    pub(crate) fn in_turn(&self) -> Option<(&Role, &Person)> {
        let (Self::Moved { at, .. } | Self::Started { at, .. }) = self else { return None };
        let handed = at.role.as_ref().zip(at.assignee.as_ref());
        handed.filter(|_| at.in_turn)
    }
}

/// Why an order went to another stage.
///
/// ```
/// assert_eq!(sklad_stage::Why::Forward.to_string(), "forward");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(clippy::exhaustive_enums, reason = "a new reason must break every reader")]
pub enum Why {
    /// Somebody sent it forward.
    Forward,
    /// Somebody used a transition.
    Jump(TransitionId),
    /// All that the way asks for was there; by which transition, forward where it is none.
    Automatic(Option<TransitionId>),
    /// Something happened.
    Happened {
        /// What.
        happening: Happening,
        /// By which transition, forward where it is none.
        by: Option<TransitionId>,
    },
    /// Its stage is not on its new route.
    Rerouted,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Forward => f.write_str("forward"),
            Self::Jump(by) => by.fmt(f),
            Self::Automatic(None) => f.write_str("by itself"),
            Self::Automatic(Some(by)) => write!(f, "{by}, by itself"),
            Self::Happened { happening, by: None } => write!(f, "on {happening}"),
            Self::Happened { happening, by: Some(by) } => write!(f, "{by}, on {happening}"),
            Self::Rerouted => f.write_str("another route"),
        }
    }
}

/// How an order came to a person.
///
/// ```
/// assert_ne!(sklad_stage::How::Taken, sklad_stage::How::HandedOver);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "a new way must break every reader")]
pub enum How {
    /// Somebody gave it.
    Assigned,
    /// The person took it from the pool.
    Taken,
    /// The one before handed it over.
    HandedOver,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { order, moment, who, what, comment } = self;
        write!(f, "{moment} {who}: {order} {what}")?;
        match comment {
            Some(words) if words.words().is_none() => write!(f, " {words}"),
            Some(words) => write!(f, " ({words})"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Started { payment, delivery, given, at } => {
                write!(f, "begins, {payment} and {delivery}")?;
                if !given.is_empty() {
                    write!(f, ", {given}")?;
                }
                write!(f, ": {at}")
            }
            Self::Given(facts) => write!(f, "is {facts}"),
            Self::Moved { from, at, why, causes } => {
                write!(f, "{from} -> {at}; {why}")?;
                if causes.is_empty() {
                    return Ok(());
                }
                f.write_str("; causes ")?;
                write_list(f, causes)
            }
            Self::Rerouted { payment, delivery } => {
                write!(f, "now goes by {payment} and {delivery}")
            }
            Self::Paused { spent } => write!(f, "pauses after {spent}"),
            Self::Resumed { deadline: None } => f.write_str("goes on"),
            Self::Resumed { deadline: Some(deadline) } => write!(f, "goes on until {deadline}"),
            Self::Assigned { to, how: How::Assigned } => write!(f, "is given to {to}"),
            Self::Assigned { to, how: How::Taken } => write!(f, "is taken by {to}"),
            Self::Assigned { to, how: How::HandedOver } => write!(f, "is handed over to {to}"),
            Self::Overdue { alert: 0, to, .. } => {
                write!(f, "is a problem: it stayed too long; {to} is alerted")
            }
            Self::Overdue { to, .. } => write!(f, "is still a problem; {to} is alerted"),
            Self::Migrated { from, at } => write!(f, "{from} is now {at}"),
        }
    }
}

impl fmt::Display for Arrival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.stage.fmt(f)?;
        match (&self.role, &self.assignee) {
            (_, Some(person)) => write!(f, ", {person}")?,
            (Some(role), None) => write!(f, ", {role}")?,
            (None, None) => {}
        }
        match self.clock {
            Clock::Runs { deadline: Some(deadline), .. } => write!(f, ", until {deadline}"),
            Clock::Runs { deadline: None, .. } => Ok(()),
            Clock::Stands { .. } => f.write_str(", its clock stands"),
            Clock::Ended(Outcome::Succeeded) => f.write_str(", the end"),
            Clock::Ended(Outcome::Failed) => f.write_str(", a bad end"),
        }
    }
}
