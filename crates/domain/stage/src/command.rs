//! What is asked of the board.

use std::collections::BTreeMap;

use sklad_base::{DeliveryWay, OrderId, PaymentWay, Personal};

use crate::{Facts, Happening, Person, Scheme, StageId, TransitionId};

/// What is asked of the board; may be refused.
///
/// ```
/// use sklad_base::{OrderId, PersonId, Personal};
/// use sklad_stage::{Command, Fact, Facts, Wish};
///
/// let facts = Facts::NONE.with(Fact::NothingShort);
/// let words = Personal::new(PersonId::new(3), "Ana wants it by noon".to_owned());
/// let command = Command::of(OrderId::new(7), facts, Wish::Advance).saying(words);
/// assert!(matches!(command, Command::Order { comment: Some(_), .. }));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(
    clippy::exhaustive_enums,
    reason = "a new command must break every sender that translates them"
)]
pub enum Command {
    /// Goes by another scheme from now on; the policy is still the one before, and the first one itself.
    Adopt {
        /// Which.
        scheme: Box<Scheme>,
        /// Where live orders stand in it.
        plan: Plan,
    },
    /// Does what is due and nothing else.
    Tick,
    /// Something about one order.
    Order {
        /// Which.
        order: OrderId,
        /// What holds of it now, as the caller knows; what was given before need not be said again.
        facts: Facts,
        /// What was said, and of whom.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "sklad_base::wire::read_given"))]
        comment: Option<Personal<String>>,
        /// What is wanted.
        wish: Wish,
    },
}

impl Command {
    /// Returns the wish to go by another scheme.
    #[must_use]
    pub fn adopt(scheme: Scheme, plan: Plan) -> Self {
        Self::Adopt { scheme: Box::new(scheme), plan }
    }

    /// Returns a wish about an order, of which these facts hold.
    #[must_use]
    pub const fn of(order: OrderId, facts: Facts, wish: Wish) -> Self {
        Self::Order { order, facts, comment: None, wish }
    }

    /// Returns the same with a comment for the log.
    #[must_use]
    pub fn saying(mut self, words: Personal<String>) -> Self {
        if let Self::Order { comment, .. } = &mut self {
            *comment = Some(words);
        }
        self
    }
}

/// What is wanted of one order.
///
/// ```
/// use sklad_stage::{Happening, Wish};
///
/// assert_ne!(Wish::Happened(Happening::Sent), Wish::Advance);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[expect(
    clippy::exhaustive_enums,
    reason = "a new wish must break every sender that translates them"
)]
pub enum Wish {
    /// It begins.
    Start {
        /// How it is paid.
        payment: PaymentWay,
        /// How it is delivered.
        delivery: DeliveryWay,
    },
    /// Its facts may have changed: what now happens by itself does.
    Learn,
    /// Something happened to its goods or money.
    Happened(Happening),
    /// It goes forward.
    Advance,
    /// It takes a transition.
    Jump(TransitionId),
    /// Its clock stops.
    Pause,
    /// Its clock goes on.
    Resume,
    /// A person gets it.
    Assign(Person),
    /// Whoever asks takes it.
    Take,
    /// Whoever has it hands it over.
    HandOver(Person),
    /// Its payment or delivery changed.
    Reroute {
        /// How it is paid now.
        payment: PaymentWay,
        /// How it is delivered now.
        delivery: DeliveryWay,
    },
}

/// Where the live orders of each old stage stand in a new scheme.
///
/// It is complete when every stage with a live order is mapped.
///
/// ```
/// use sklad_stage::{Plan, StageId};
///
/// let plan = Plan::default().map("picking".parse()?, "packing".parse::<StageId>()?);
/// assert_eq!(plan.stages.len(), 1);
/// # Ok::<(), sklad_base::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[expect(clippy::exhaustive_structs, reason = "plain data that shops build")]
pub struct Plan {
    /// From old to new.
    pub stages: BTreeMap<StageId, StageId>,
}

impl Plan {
    /// Returns the plan that leaves orders at the stages that both schemes have under one name.
    #[must_use]
    pub fn between(old: &Scheme, new: &Scheme) -> Self {
        let stages = old.draft().stages.iter().map(|stage| stage.id.clone());
        let shared = stages.filter(|stage| new.stage(stage).is_some());
        Self { stages: shared.map(|stage| (stage.clone(), stage)).collect() }
    }

    /// Returns it with one more stage mapped.
    #[must_use]
    pub fn map(mut self, old: StageId, new: StageId) -> Self {
        self.stages.insert(old, new);
        self
    }
}
