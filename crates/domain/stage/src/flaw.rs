//! What is wrong with a scheme.

use std::{collections::BTreeMap, fmt};

use sklad_base::{DeliveryWay, PaymentWay};

use crate::{Condition, Happening, StageId, words::listed};

/// One thing that is wrong with a scheme, and where.
///
/// ```
/// use sklad_stage::{Flaw, Mistake};
///
/// let flaw = Flaw { place: "stages[3].limit".into(), line: Some(17), mistake: Mistake::NobodyToAlert };
/// assert_eq!(
///     flaw.to_string(),
///     "cannot take the scheme, stages[3].limit, line 17: nobody is told when the limit has passed; \
///      name an alert for the stage or the scheme"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that readers take apart")]
pub struct Flaw {
    /// The place in the scheme, such as `stages[3].limit`; empty where it is the whole.
    pub place: String,
    /// The line of the text, where the scheme was read from one.
    pub line: Option<u32>,
    /// What is wrong.
    pub mistake: Mistake,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot take the scheme")?;
        if !self.place.is_empty() {
            write!(f, ", {}", self.place)?;
        }
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}", self.mistake)
    }
}

/// The shortest example of a mistake: an order of that payment and delivery, and the stages it goes through.
///
/// ```
/// use sklad_base::{DeliveryWay, PaymentWay};
/// use sklad_stage::{Example, StageId};
///
/// let (payment, delivery) = (PaymentWay::parse("cash")?, DeliveryWay::parse("courier")?);
/// let path = vec![StageId::parse("new")?, StageId::parse("sent")?];
/// assert_eq!(Example { payment, delivery, path }.to_string(), "cash and courier: new > sent");
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "plain data that readers take apart")]
pub struct Example {
    /// How the order is paid.
    pub payment: PaymentWay,
    /// How it is delivered.
    pub delivery: DeliveryWay,
    /// The stages, from the first on.
    pub path: Vec<StageId>,
}

impl fmt::Display for Example {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} and {}: ", self.payment, self.delivery)?;
        for (index, stage) in self.path.iter().enumerate() {
            write!(f, "{}{stage}", if index > 0 { " > " } else { "" })?;
        }
        Ok(())
    }
}

/// What is wrong: the facts, and what to do.
///
/// ```
/// use sklad_stage::Mistake;
///
/// let mistake = Mistake::UnknownName { what: "stage", name: "pikcing".into(), known: "picking".into() };
/// assert_eq!(mistake.to_string(), "there is no stage \"pikcing\"; write one of: picking");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mistake {
    /// The text is not of its language; of this kind only the first is found.
    #[error("the text is no {language}, {fault}; mend it and read it again")]
    Syntax {
        /// TOML or JSON.
        language: &'static str,
        /// What its reader says.
        fault: String,
    },
    /// A value of another kind.
    #[error("{found} stands where {expected} should; write {expected}")]
    WrongType {
        /// What should stand there.
        expected: &'static str,
        /// What does.
        found: &'static str,
    },
    /// A value that is none of its kind.
    #[error("{fault}; correct it")]
    BadValue {
        /// What is wrong with it.
        fault: String,
    },
    /// A field that is not there.
    #[error("the field {field} is not there; write it")]
    MissingField {
        /// Which.
        field: &'static str,
    },
    /// A field that nobody knows.
    #[error("the field {field:?} is not known; remove it or write one of: {known}")]
    UnknownField {
        /// Which.
        field: String,
        /// Those that are known.
        known: String,
    },
    /// The same key or name twice.
    #[error("{name:?} is there twice; keep one of them")]
    Twice {
        /// Which.
        name: String,
    },
    /// More of them than are taken.
    #[error("there are {count} {what}, at most {limit} are taken; split the scheme")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many.
        count: usize,
        /// How many are taken.
        limit: usize,
    },
    /// None, where one must be.
    #[error("there is no {what}; write at least one")]
    Nothing {
        /// Of what.
        what: &'static str,
    },
    /// A name that resolves to nothing.
    #[error("there is no {what} {name:?}; write one of: {known}")]
    UnknownName {
        /// Of what kind.
        what: &'static str,
        /// The name.
        name: String,
        /// Those that are there.
        known: String,
    },
    /// No stage for a pair of payment and delivery.
    #[error("no stage of the route is for {payment} and {delivery}; leave one of them open to it")]
    NoRoute {
        /// How the order is paid.
        payment: PaymentWay,
        /// How it is delivered.
        delivery: DeliveryWay,
    },
    /// A first stage that asks for something.
    #[error(
        "an order begins here, and nothing can hold before; ask for it to go forward ({example})"
    )]
    EntryOfFirst {
        /// The shortest example.
        example: Example,
    },
    /// A stage that no order reaches.
    #[error(
        "no order of any payment and delivery reaches {stage}; put it on the route, or lead a transition to it"
    )]
    Unreachable {
        /// Which.
        stage: StageId,
    },
    /// A stage without a way out that is not final.
    #[error(
        "no way leads out of {stage}, and it is not final ({example}); lead a transition out of it, or say how it ends"
    )]
    NoWayOut {
        /// Which.
        stage: StageId,
        /// The shortest example.
        example: Example,
    },
    /// A circle without an end.
    #[error("no final stage can be reached ({example}); lead a way out of the circle")]
    NoEnd {
        /// The shortest example.
        example: Example,
    },
    /// A final stage with a way out.
    #[error("{stage} is final, and this leads on from it; remove the one or the other")]
    LeavesFinal {
        /// Which.
        stage: StageId,
    },
    /// Two transitions that would both happen by themselves.
    #[error(
        "{one} and {other} would both happen by themselves when {when} ({example}); tell them apart by a condition"
    )]
    TwoAtOnce {
        /// The one.
        one: String,
        /// The other.
        other: String,
        /// What then holds.
        when: String,
        /// The shortest example.
        example: Example,
    },
    /// Automatic transitions that never come to rest.
    #[error(
        "transitions that happen by themselves go round without end when {when} ({example}); let a person make one of them"
    )]
    Restless {
        /// What then holds.
        when: String,
        /// The shortest example.
        example: Example,
    },
    /// Conditions that can never hold together.
    #[error("this can never hold: {conditions} ({example}); remove one of the conditions")]
    NeverHolds {
        /// The conditions.
        conditions: String,
        /// The shortest example.
        example: Example,
    },
    /// A transition that no order ever has before it.
    #[error(
        "no order of any payment and delivery ever stands before it; remove it, or open the stages it leads from and to"
    )]
    NeverOpen,
    /// A limit without anybody to tell.
    #[error("nobody is told when the limit has passed; name an alert for the stage or the scheme")]
    NobodyToAlert,
    /// A limit that never runs.
    #[error("the clock of {stage} stands, so the limit never passes; remove the limit")]
    LimitNeverRuns {
        /// Which.
        stage: StageId,
    },
    /// An alert or calendar that nothing leads to.
    #[error("there is no limit that it could come after; set a limit, or remove it")]
    NoLimit,
    /// A limit that is nothing, or past a year.
    #[error("the limit is {limit}; give more than nothing and at most 366 days")]
    BadLimit {
        /// Which.
        limit: String,
    },
    /// Hours of a day that overlap or are out of order.
    #[error("the hours {hours} overlap or are out of order; write them apart and in order")]
    HoursOverlap {
        /// Which.
        hours: String,
    },
    /// A calendar without an hour.
    #[error("the calendar has no working hours on any weekday; write some")]
    NoHours,
    /// A happening that is a fact from outside.
    #[error("{happening} is a fact from outside; leave it out, or cause one of: {can}")]
    CannotCause {
        /// Which.
        happening: Happening,
        /// Those that can be.
        can: String,
    },
    /// A transition that causes what causes it.
    #[error("{happening} would cause itself; leave it out of `causes` or of `on`")]
    CausesItself {
        /// Which.
        happening: Happening,
    },
    /// A reaction of a stage that never goes forward.
    #[error(
        "no way leads forward from {stage}, so this never counts; remove it, or put the stage on the route"
    )]
    NoWayForward {
        /// Which.
        stage: StageId,
    },
}

impl Mistake {
    pub(crate) fn unknown<'a, T: fmt::Display + 'a>(
        what: &'static str,
        name: &T,
        known: impl IntoIterator<Item = &'a T>,
    ) -> Self {
        let known = listed(known.into_iter().take(NAMED));
        Self::UnknownName { what, name: name.to_string(), known }
    }

    pub(crate) fn never_holds(conditions: &[Condition], example: Example) -> Self {
        Self::NeverHolds { conditions: listed(conditions), example }
    }
}

/// How many known names a message lists.
const NAMED: usize = 20;

/// All that is wrong with a scheme, in the order of its text; never empty.
///
/// ```
/// use sklad_stage::{Draft, Scheme, SchemeName};
///
/// let flaws = Scheme::check(Draft::new(SchemeName::parse("ours")?, 1)).unwrap_err();
/// assert!(flaws.to_string().contains("there is no stage; write at least one"));
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaws(Vec<Flaw>);

impl Flaws {
    pub(crate) fn from_all(mut flaws: Vec<Flaw>, lines: &Lines) -> Option<Self> {
        for flaw in &mut flaws {
            flaw.line = flaw.line.or_else(|| lines.of(&flaw.place));
        }
        flaws.sort_by_key(|flaw| flaw.line);
        (!flaws.is_empty()).then_some(Self(flaws))
    }

    /// Goes through them.
    pub fn iter(&self) -> std::slice::Iter<'_, Flaw> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Flaws {
    type Item = &'a Flaw;
    type IntoIter = std::slice::Iter<'a, Flaw>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Flaws {
    /// Writes one flaw a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, flaw) in self.iter().enumerate() {
            write!(f, "{}{flaw}", if index > 0 { "\n" } else { "" })?;
        }
        Ok(())
    }
}

impl std::error::Error for Flaws {}

/// The line of each place of a text.
#[derive(Debug, Default)]
pub(crate) struct Lines(pub(crate) BTreeMap<String, u32>);

impl Lines {
    /// Returns the line of a place, or of the nearest one around it.
    fn of(&self, place: &str) -> Option<u32> {
        let mut place = place;
        loop {
            if let Some(line) = self.0.get(place) {
                return Some(*line);
            }
            place = &place[..place.rfind(['.', '['])?];
        }
    }
}

impl From<Mistake> for Flaws {
    fn from(mistake: Mistake) -> Self {
        Self(vec![Flaw { place: String::new(), line: None, mistake }])
    }
}
