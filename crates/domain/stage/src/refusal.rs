//! Why the board says no.

use sklad_base::{Actor, DeliveryWay, Moment, OrderId, PaymentWay, Version};

use crate::{
    Changed, Condition, Party, Person, SchemeVersion, StageId, TransitionId, words::listed,
};

/// Why a command was refused; it has changed nothing.
///
/// ```
/// use sklad_base::OrderId;
///
/// let refusal = sklad_stage::Refusal::UnknownOrder(OrderId::new(7));
/// assert_eq!(refusal.to_string(), "cannot find order#7: it has not started; start it first");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The order has not started.
    #[error("cannot find {0}: it has not started; start it first")]
    UnknownOrder(OrderId),
    /// The order has started already.
    #[error("cannot start {order}: it started at {started}; move it on from {stage}")]
    Started {
        /// Which.
        order: OrderId,
        /// When.
        started: Moment,
        /// Where it stands.
        stage: StageId,
    },
    /// The order has ended.
    #[error("cannot change {order}: it ended at {stage} on {moment}; place a new order")]
    Ended {
        /// Which.
        order: OrderId,
        /// Where.
        stage: StageId,
        /// When.
        moment: Moment,
    },
    /// The scheme does not know the payment way.
    #[error(
        "cannot find a route for payment by {payment}: the scheme knows {}; choose one of these, or add it to the scheme",
        listed(known)
    )]
    UnknownPayment {
        /// Which.
        payment: PaymentWay,
        /// Those that it knows.
        known: Vec<PaymentWay>,
    },
    /// The scheme does not know the delivery way.
    #[error(
        "cannot find a route for delivery by {delivery}: the scheme knows {}; choose one of these, or add it to the scheme",
        listed(known)
    )]
    UnknownDelivery {
        /// Which.
        delivery: DeliveryWay,
        /// Those that it knows.
        known: Vec<DeliveryWay>,
    },
    /// Something is lacking.
    #[error("cannot move {order} to {to}: it lacks {}; see to it first", lacking(missing))]
    Lacks {
        /// Which.
        order: OrderId,
        /// Where it should go.
        to: StageId,
        /// What is lacking.
        missing: Vec<Condition>,
    },
    /// No way leads forward.
    #[error(
        "cannot move {order} forward from {stage}: no way leads forward there; use one of: {}",
        listed(transitions)
    )]
    NoWayForward {
        /// Which.
        order: OrderId,
        /// Where it stands.
        stage: StageId,
        /// The transitions that leave it.
        transitions: Vec<TransitionId>,
    },
    /// The scheme has no such transition there.
    #[error(
        "cannot use {transition} for {order}: {stage} has no such transition; use one of: {}",
        listed(transitions)
    )]
    NoSuchTransition {
        /// Which.
        order: OrderId,
        /// The transition asked for.
        transition: TransitionId,
        /// Where it stands.
        stage: StageId,
        /// The transitions that leave it.
        transitions: Vec<TransitionId>,
    },
    /// Somebody who may not.
    #[error(
        "cannot let {who} work on {order} at {stage}: that is for {}; ask one of them",
        listed(may)
    )]
    MayNot {
        /// Who.
        who: Actor,
        /// Which order.
        order: OrderId,
        /// Where it stands.
        stage: StageId,
        /// Who may.
        may: Vec<Party>,
    },
    /// A person whom the scheme does not know.
    #[error(
        "cannot find {person}: the scheme has no such person; add the person to the scheme, with roles"
    )]
    UnknownPerson {
        /// Who.
        person: Person,
    },
    /// A person who does not answer for the stage.
    #[error(
        "cannot give {order} to {person}: {stage} is for {responsible}; choose another person, or add the role"
    )]
    CannotAnswer {
        /// Which.
        order: OrderId,
        /// Who.
        person: Person,
        /// Where it stands.
        stage: StageId,
        /// Who answers for it.
        responsible: Party,
    },
    /// Somebody else has it.
    #[error("cannot take {order}: {person} works on it; let {person} hand it over")]
    Taken {
        /// Which.
        order: OrderId,
        /// Who has it.
        person: Person,
    },
    /// Nobody has it, or another.
    #[error("cannot hand over {order}: {} works on it; let that person hand it over, or take it first", person.as_ref().map_or("nobody", Person::as_str))]
    NotYours {
        /// Which.
        order: OrderId,
        /// Who has it.
        person: Option<Person>,
    },
    /// Its clock stands already.
    #[error("cannot pause {order}: its clock stands already at {stage}; resume it or move it on")]
    Stands {
        /// Which.
        order: OrderId,
        /// Where it stands.
        stage: StageId,
    },
    /// Nobody paused it.
    #[error("cannot resume {order}: nobody paused it at {stage}; move it on when it is done")]
    NotPaused {
        /// Which.
        order: OrderId,
        /// Where it stands.
        stage: StageId,
    },
    /// The sender looked at an older version.
    #[error(
        "cannot change {order}: it was looked at in {expected} and is in {found}, {changed}, at {stage}; look at it again"
    )]
    Stale {
        /// Which.
        order: OrderId,
        /// The version that was looked at.
        expected: Version,
        /// The version it is in.
        found: Version,
        /// Its last change.
        changed: Changed,
        /// Where it stands.
        stage: StageId,
    },
    /// Time goes backwards.
    #[error(
        "cannot judge a command of {moment}: the log has come to {latest}; set the clock, and send it again"
    )]
    TimeBackwards {
        /// When it is judged.
        moment: Moment,
        /// The last moment of the log.
        latest: Moment,
    },
    /// The board goes by another scheme.
    #[error("cannot decide by scheme {given}: {}; adopt the scheme first", adopted.as_ref().map_or_else(|| "none was adopted".to_owned(), |it| format!("the board goes by {it}")))]
    OtherScheme {
        /// The scheme that came with the command.
        given: SchemeVersion,
        /// The one that was adopted.
        adopted: Option<SchemeVersion>,
    },
    /// The same version again.
    #[error(
        "cannot adopt scheme {0}: the board goes by that version already; give the changed scheme a new version"
    )]
    SameScheme(SchemeVersion),
    /// Stages with live orders that the plan does not map.
    #[error("cannot adopt the scheme: the plan leaves out {stage}, and {count} of the live orders stand there ({}); map it to a stage of the new scheme", orders_of(orders, *count))]
    PlanIncomplete {
        /// The old stage.
        stage: StageId,
        /// How many orders stand there.
        count: usize,
        /// The first of them.
        orders: Vec<OrderId>,
    },
    /// A plan that leads to no stage.
    #[error(
        "cannot adopt the scheme: the plan leads from {from} to {to}, which the new scheme does not have; map it to one of its stages"
    )]
    PlanToUnknown {
        /// The old stage.
        from: StageId,
        /// The name that is unknown.
        to: StageId,
    },
    /// A plan that ends orders.
    #[error(
        "cannot adopt the scheme: the plan leads from {from} to {to}, which is final; map it to a stage that orders can leave"
    )]
    PlanEnds {
        /// The old stage.
        from: StageId,
        /// The final stage.
        to: StageId,
    },
    /// A plan that leads live orders where they cannot be.
    #[error("cannot adopt the scheme: paid by {payment} and delivered by {delivery}, {count} of the live orders ({}) would stand off their route at {to}; map {from} to a stage of their route, or add the ways", orders_of(orders, *count))]
    PlanOffRoute {
        /// The old stage.
        from: StageId,
        /// The new one.
        to: StageId,
        /// How they are paid.
        payment: PaymentWay,
        /// How they are delivered.
        delivery: DeliveryWay,
        /// How many orders.
        count: usize,
        /// The first of them.
        orders: Vec<OrderId>,
    },
}

/// How many orders a refusal names.
pub(crate) const NAMED: usize = 10;

fn lacking(missing: &[Condition]) -> String {
    listed(missing.iter().map(|it| {
        let from = it.holds.then(|| format!(" (from {})", it.fact.from_whom()));
        format!("{it}{}", from.unwrap_or_default())
    }))
}

fn orders_of(orders: &[OrderId], count: usize) -> String {
    let more = if count > orders.len() { ", …" } else { "" };
    format!("{}{more}", listed(orders))
}
