//! A scheme as it is written down, before anybody has proved it.

use std::collections::BTreeMap;

use sklad_base::{DeliveryWay, PaymentWay};

use crate::{
    Calendar, CalendarId, Condition, HandOut, Happening, Language, Outcome, Party, Person, Role,
    SchemeName, Span, StageId, TransitionId,
};

/// Titles by language.
pub type Titles = BTreeMap<Language, String>;

/// A scheme as a shop writes it: plain data, which [`Scheme::check`](crate::Scheme::check) proves.
///
/// The field names are those of the data files.
///
/// ```
/// use sklad_stage::{Draft, SchemeName};
///
/// let draft = Draft::new(SchemeName::parse("ours")?, 1);
/// assert!(sklad_stage::Scheme::check(draft).is_err(), "nothing is in it yet");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that shops build")]
pub struct Draft {
    /// Its name.
    pub scheme: SchemeName,
    /// Which version of it; a change of a scheme is a new version.
    pub version: u32,
    /// The payment ways that it knows.
    pub payments: Vec<PaymentWay>,
    /// The delivery ways that it knows.
    pub deliveries: Vec<DeliveryWay>,
    /// Who is told of a passed limit where the stage names nobody: the administrator.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub alert: Option<Party>,
    /// The route: all stages that an order passes going forward, in order; a stage that is left out is reached by
    /// named transitions only.
    pub route: Vec<StageId>,
    /// The roles.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "BTreeMap::is_empty"))]
    pub roles: BTreeMap<Role, RoleDraft>,
    /// The people, and the roles of each.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "BTreeMap::is_empty"))]
    pub people: BTreeMap<Person, Vec<Role>>,
    /// The calendars that limits may go by.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "BTreeMap::is_empty"))]
    pub calendars: BTreeMap<CalendarId, Calendar>,
    /// The stages.
    pub stages: Vec<StageDraft>,
    /// The transitions beside the route.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub transitions: Vec<TransitionDraft>,
}

impl Draft {
    /// Returns a scheme with nothing in it.
    #[must_use]
    pub const fn new(scheme: SchemeName, version: u32) -> Self {
        Self {
            scheme,
            version,
            payments: Vec::new(),
            deliveries: Vec::new(),
            alert: None,
            route: Vec::new(),
            roles: BTreeMap::new(),
            people: BTreeMap::new(),
            calendars: BTreeMap::new(),
            stages: Vec::new(),
            transitions: Vec::new(),
        }
    }
}

/// A role, as it is written down.
///
/// ```
/// assert_eq!(sklad_stage::RoleDraft::default().hand_out, sklad_stage::HandOut::Pool);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that shops build")]
pub struct RoleDraft {
    /// What people call it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "BTreeMap::is_empty"))]
    pub title: Titles,
    /// How its work is given out.
    #[cfg_attr(feature = "serde", serde(default = "pool"))]
    pub hand_out: HandOut,
}

impl Default for RoleDraft {
    fn default() -> Self {
        Self { title: Titles::new(), hand_out: HandOut::Pool }
    }
}

#[cfg(feature = "serde")]
const fn pool() -> HandOut {
    HandOut::Pool
}

/// How long an order may stay (S3).
///
/// ```
/// use sklad_stage::{Limit, Span};
///
/// assert_eq!(Limit::Clock(Span::hours(2)).to_string(), "2h");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(untagged))]
#[expect(clippy::exhaustive_enums, reason = "a new kind of time must break every reader")]
pub enum Limit {
    /// So long on the clock.
    Clock(Span),
    /// So long in the working time of a calendar.
    Working {
        /// How long.
        working: Span,
        /// By which calendar.
        calendar: CalendarId,
    },
}

impl Limit {
    /// Returns how long.
    #[must_use]
    pub const fn span(&self) -> Span {
        match self {
            Self::Clock(span) | Self::Working { working: span, .. } => *span,
        }
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Clock(span) => span.fmt(f),
            Self::Working { working, calendar } => write!(f, "{working} of {calendar}"),
        }
    }
}

/// A further alert: so long after the one before, in the time that the limit runs in.
///
/// ```
/// use sklad_stage::{Alert, Party, Span};
///
/// let alert = Alert { after: Span::hours(1), to: Party::parse("role director")? };
/// assert_eq!(alert.to.to_string(), "role director");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that shops build")]
pub struct Alert {
    /// How long after the one before.
    pub after: Span,
    /// Who is told.
    pub to: Party,
}

/// A stage, as it is written down.
///
/// ```
/// use sklad_stage::{StageDraft, StageId};
///
/// let stage = StageDraft::new(StageId::parse("picking")?);
/// assert!(stage.limit.is_none() && !stage.automatic);
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that shops build")]
pub struct StageDraft {
    /// Its name.
    pub id: StageId,
    /// What people call it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "BTreeMap::is_empty"))]
    pub title: Titles,
    /// Who answers for it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub responsible: Option<Party>,
    /// How long an order may stay.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub limit: Option<Limit>,
    /// Who is told when it stays longer; the scheme's alert where nobody is named.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub alert: Option<Party>,
    /// Who is told later on.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub further: Vec<Alert>,
    /// The payment ways whose orders pass it; all where none is named (S2).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub payments: Vec<PaymentWay>,
    /// The delivery ways whose orders pass it; all where none is named (S2).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub deliveries: Vec<DeliveryWay>,
    /// What must hold to come in, from wherever.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub entry: Vec<Condition>,
    /// What must hold to go forward along the route.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub exit: Vec<Condition>,
    /// Whether it goes forward by itself as soon as it may.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub automatic: bool,
    /// What sends it forward when it happens.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub on: Vec<Happening>,
    /// What going forward brings about.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub causes: Vec<Happening>,
    /// How an order ends here, if it does.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub end: Option<Outcome>,
    /// Whether its clock stands: nobody here can hurry it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub pauses: bool,
}

impl StageDraft {
    /// Returns a stage that says nothing but its name.
    #[must_use]
    pub const fn new(id: StageId) -> Self {
        Self {
            id,
            title: Titles::new(),
            responsible: None,
            limit: None,
            alert: None,
            further: Vec::new(),
            payments: Vec::new(),
            deliveries: Vec::new(),
            entry: Vec::new(),
            exit: Vec::new(),
            automatic: false,
            on: Vec::new(),
            causes: Vec::new(),
            end: None,
            pauses: false,
        }
    }
}

/// A transition beside the route, as it is written down.
///
/// ```
/// use sklad_stage::{StageId, TransitionDraft, TransitionId};
///
/// let (id, to) = (TransitionId::parse("cancel")?, StageId::parse("cancelled")?);
/// assert!(TransitionDraft::new(id, to).from.is_empty(), "from every stage that is not final");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that shops build")]
pub struct TransitionDraft {
    /// Its name.
    pub id: TransitionId,
    /// What people call it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "BTreeMap::is_empty"))]
    pub title: Titles,
    /// From which stages; from every one that is not final where none is named.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub from: Vec<StageId>,
    /// To which stage.
    pub to: StageId,
    /// What must hold, beside the entry conditions of where it leads.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub conditions: Vec<Condition>,
    /// Whether it happens by itself as soon as it may.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "std::ops::Not::not"))]
    pub automatic: bool,
    /// What makes it happen.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub on: Vec<Happening>,
    /// What it brings about.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub causes: Vec<Happening>,
    /// Who may, beside whoever answers for the stage.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub by: Vec<Party>,
    /// The payment ways that have it; all where none is named.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub payments: Vec<PaymentWay>,
    /// The delivery ways that have it; all where none is named.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub deliveries: Vec<DeliveryWay>,
}

impl TransitionDraft {
    /// Returns a transition that says nothing but its name and where it leads.
    #[must_use]
    pub const fn new(id: TransitionId, to: StageId) -> Self {
        Self {
            id,
            title: Titles::new(),
            from: Vec::new(),
            to,
            conditions: Vec::new(),
            automatic: false,
            on: Vec::new(),
            causes: Vec::new(),
            by: Vec::new(),
            payments: Vec::new(),
            deliveries: Vec::new(),
        }
    }
}
