//! Where one order stands.

use std::fmt;

use sklad_base::{DeliveryWay, Moment, OrderId, PaymentWay, Version};

use crate::{Facts, Note, Outcome, Person, Role, Span, StageId, What};

/// Where one order stands: its stage, who answers, how its clock runs.
///
/// ```
/// use sklad_base::{Actor, CommandId, Decider, Envelope, Moment, OrderId};
/// use sklad_stage::{Board, Command, Plan, Scheme, Facts, Wish};
///
/// let scheme = Scheme::builder("two stages", 1)
///     .payments(&["cash"])
///     .deliveries(&["pick-up"])
///     .stage("new", |stage| stage)
///     .stage("done", |stage| stage.succeeds())
///     .build()?;
/// let now = Moment::parse("2026-03-02T10:00:00Z")?;
/// let envelope = Envelope::new(CommandId::counted(now, 0), Actor::System("site".into()), now, ());
/// let mut board = Board::new();
/// board.run(&envelope.with(Command::adopt(scheme.clone(), Plan::default())), &scheme)?;
/// let start = Wish::Start { payment: "cash".parse()?, delivery: "pick-up".parse()? };
/// board.run(&envelope.with(Command::of(OrderId::new(0), Facts::NONE, start)), &scheme)?;
/// assert_eq!(board.track(OrderId::new(0)).map(|track| track.stage().as_str()), Some("new"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Track {
    pub(crate) payment: PaymentWay,
    pub(crate) delivery: DeliveryWay,
    pub(crate) stage: StageId,
    pub(crate) started: Moment,
    pub(crate) entered: Moment,
    pub(crate) clock: Clock,
    pub(crate) problem: Option<Problem>,
    pub(crate) role: Option<Role>,
    pub(crate) assignee: Option<Person>,
    pub(crate) given: Facts,
    pub(crate) version: Version,
    pub(crate) changed: Changed,
}

/// How the clock of an order's stage runs.
///
/// ```
/// use sklad_stage::{Clock, Outcome};
///
/// assert_eq!(Clock::Ended(Outcome::Succeeded).deadline(), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(
    clippy::exhaustive_enums,
    reason = "written into the log: a new state must break every reader"
)]
pub enum Clock {
    /// It runs.
    Runs {
        /// Since when, without a pause.
        since: Moment,
        /// How much had passed before, in the time that the limit runs in.
        spent: Span,
        /// When the next alert is due; never where it is none.
        deadline: Option<Moment>,
    },
    /// It stands.
    Stands {
        /// How much had passed before.
        spent: Span,
        /// Whether somebody paused it; otherwise the stage does.
        by_hand: bool,
    },
    /// It is over.
    Ended(Outcome),
}

impl Clock {
    /// Returns when the next alert is due.
    #[must_use]
    pub const fn deadline(self) -> Option<Moment> {
        match self {
            Self::Runs { deadline, .. } => deadline,
            Self::Stands { .. } | Self::Ended(_) => None,
        }
    }
}

/// The mark of an order that stayed too long (S3).
///
/// ```
/// use sklad_base::Moment;
///
/// let problem = sklad_stage::Problem { since: Moment::FIRST, alerts: 1 };
/// assert_eq!(problem.alerts, 1);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data")]
pub struct Problem {
    /// When the limit passed.
    pub since: Moment,
    /// How many alerts went out.
    pub alerts: u8,
}

/// The last change of an order: what a sender who looked at an older version is told.
///
/// ```
/// use sklad_base::Moment;
///
/// let changed = sklad_stage::Changed { kind: sklad_stage::Kind::Moved, moment: Moment::parse("2026-03-02T10:00:00Z")? };
/// assert_eq!(changed.to_string(), "moved at 2026-03-02T10:00:00Z");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data")]
pub struct Changed {
    /// What kind of change.
    pub kind: Kind,
    /// When.
    pub moment: Moment,
}

impl fmt::Display for Changed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.kind, self.moment)
    }
}

/// What kind of change.
///
/// ```
/// assert_eq!(sklad_stage::Kind::Paused.to_string(), "paused");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[expect(clippy::exhaustive_enums, reason = "a new kind must break every reader")]
pub enum Kind {
    /// It began.
    Started,
    /// It was paid or confirmed.
    Given,
    /// It went to another stage.
    Moved,
    /// Its payment or delivery changed.
    Rerouted,
    /// Its clock was stopped.
    Paused,
    /// Its clock runs again.
    Resumed,
    /// Somebody else works on it.
    Assigned,
    /// It stayed too long.
    Overdue,
    /// It stands in another scheme.
    Migrated,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Started => "started",
            Self::Given => "given",
            Self::Moved => "moved",
            Self::Rerouted => "rerouted",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::Assigned => "assigned",
            Self::Overdue => "overdue",
            Self::Migrated => "migrated",
        })
    }
}

/// Where an order stands in a queue: problems first, then the earliest limit, then the older order.
pub(crate) type Rank = (bool, Moment, OrderId);

impl Track {
    /// Returns how it is paid.
    #[must_use]
    pub const fn payment(&self) -> &PaymentWay {
        &self.payment
    }

    /// Returns how it is delivered.
    #[must_use]
    pub const fn delivery(&self) -> &DeliveryWay {
        &self.delivery
    }

    /// Returns the stage it stands at.
    #[must_use]
    pub const fn stage(&self) -> &StageId {
        &self.stage
    }

    /// Returns when it began.
    #[must_use]
    pub const fn started(&self) -> Moment {
        self.started
    }

    /// Returns when it came to its stage.
    #[must_use]
    pub const fn entered(&self) -> Moment {
        self.entered
    }

    /// Returns how its clock runs.
    #[must_use]
    pub const fn clock(&self) -> Clock {
        self.clock
    }

    /// Returns the mark of a problem, if it stayed too long.
    #[must_use]
    pub const fn problem(&self) -> Option<Problem> {
        self.problem
    }

    /// Returns the role that answers for it.
    #[must_use]
    pub const fn role(&self) -> Option<&Role> {
        self.role.as_ref()
    }

    /// Returns the person who works on it.
    #[must_use]
    pub const fn assignee(&self) -> Option<&Person> {
        self.assignee.as_ref()
    }

    /// Returns what was given and is not asked for again.
    #[must_use]
    pub const fn given(&self) -> Facts {
        self.given
    }

    /// Returns how often it has changed.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.version
    }

    /// Returns how it ended, if it has.
    #[must_use]
    pub const fn outcome(&self) -> Option<Outcome> {
        match self.clock {
            Clock::Ended(outcome) => Some(outcome),
            Clock::Runs { .. } | Clock::Stands { .. } => None,
        }
    }

    /// Returns its place in the queues.
    pub(crate) fn rank(&self, order: OrderId) -> Rank {
        let limit = self.problem.map(|problem| problem.since).or_else(|| self.clock.deadline());
        (self.problem.is_none(), limit.unwrap_or(Moment::LAST), order)
    }

    /// Returns the track of an order that begins; nothing for any other note.
    pub(crate) fn of(note: &Note) -> Option<Self> {
        let What::Started { payment, delivery, given, at } = &note.what else { return None };
        Some(Self {
            payment: payment.clone(),
            delivery: delivery.clone(),
            stage: at.stage.clone(),
            started: note.moment,
            entered: note.moment,
            clock: at.clock,
            problem: None,
            role: at.role.clone(),
            assignee: at.assignee.clone(),
            given: *given,
            version: Version::default().next(),
            changed: Changed { kind: Kind::Started, moment: note.moment },
        })
    }

    /// Takes in what happened to it.
    pub(crate) fn take_in(&mut self, note: &Note) {
        let moment = note.moment;
        self.version = self.version.next();
        self.changed = Changed { kind: note.what.kind(), moment };
        match &note.what {
            What::Started { .. } => {}
            What::Given(facts) => self.given = self.given.and(*facts),
            What::Moved { at, .. } => {
                self.stage = at.stage.clone();
                self.entered = moment;
                self.clock = at.clock;
                self.problem = None;
                self.role = at.role.clone();
                self.assignee = at.assignee.clone();
            }
            What::Rerouted { payment, delivery } => {
                self.payment = payment.clone();
                self.delivery = delivery.clone();
            }
            What::Paused { spent } => self.clock = Clock::Stands { spent: *spent, by_hand: true },
            What::Resumed { deadline } => {
                let spent = match self.clock {
                    Clock::Runs { spent, .. } | Clock::Stands { spent, .. } => spent,
                    Clock::Ended(_) => Span::ZERO,
                };
                self.clock = Clock::Runs { since: moment, spent, deadline: *deadline };
            }
            What::Assigned { to, .. } => self.assignee = Some(to.clone()),
            What::Overdue { next, .. } => self.be_problem(moment, *next),
            What::Migrated { at, .. } => {
                self.stage = at.stage.clone();
                self.clock = at.clock;
                self.role = at.role.clone();
                self.assignee = at.assignee.clone();
            }
        }
    }

    fn be_problem(&mut self, moment: Moment, next: Option<Moment>) {
        if let Clock::Runs { deadline, .. } = &mut self.clock {
            *deadline = next;
        }
        let problem = self.problem.get_or_insert(Problem { since: moment, alerts: 0 });
        problem.alerts = problem.alerts.saturating_add(1);
    }
}
