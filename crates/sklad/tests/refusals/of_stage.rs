//! Samples of what is wrong with a scheme, and of what a board refuses.

use sklad::base::{Actor, DeliveryWay, Moment, PaymentWay};
use sklad::stage::{
    Changed, Condition, Example, Fact, Flaw, Happening, Kind, Mistake, Party, Person, Refusal,
    SchemeName, SchemeVersion, StageId, TransitionId,
};

use super::{OrderId, Sample, Version};

pub(super) fn refusals() -> Vec<Refusal> {
    let (order, now) = (OrderId::new(7), Moment::parse("2026-03-02T10:00:00Z").unwrap());
    let (payment, delivery) = ways();
    let maria = Person::parse("maria").unwrap();
    let version = |number| SchemeVersion { name: SchemeName::parse("ours").unwrap(), number };
    let transitions = vec![TransitionId::parse("cancel").unwrap()];
    let (from, to) = (stage("picking"), stage("packing"));
    let missing = vec![Condition::that(Fact::Paid), Condition::not(Fact::AllSent)];
    let changed = Changed { kind: Kind::Moved, moment: now };
    vec![
        Refusal::UnknownOrder(order),
        Refusal::Started { order, started: now, stage: from.clone() },
        Refusal::Ended { order, stage: stage("finished"), moment: now },
        Refusal::UnknownPayment { payment: payment.clone(), known: vec![payment.clone()] },
        Refusal::UnknownDelivery { delivery: delivery.clone(), known: vec![delivery.clone()] },
        Refusal::Lacks { order, to: to.clone(), missing },
        Refusal::NoWayForward { order, stage: from.clone(), transitions: transitions.clone() },
        Refusal::NoSuchTransition {
            order,
            transition: TransitionId::parse("return").unwrap(),
            stage: from.clone(),
            transitions,
        },
        Refusal::MayNot {
            who: Actor::Person("ivan".into()),
            order,
            stage: from.clone(),
            may: vec![Party::parse("role picker").unwrap(), Party::Person(maria.clone())],
        },
        Refusal::UnknownPerson { person: maria.clone() },
        Refusal::CannotAnswer {
            order,
            person: maria.clone(),
            stage: from.clone(),
            responsible: Party::parse("role picker").unwrap(),
        },
        Refusal::Taken { order, person: maria },
        Refusal::NotYours { order, person: None },
        Refusal::Stands { order, stage: from.clone() },
        Refusal::NotPaused { order, stage: from.clone() },
        Refusal::Stale {
            order,
            expected: Version::new(1),
            found: Version::new(3),
            changed,
            stage: from.clone(),
        },
        Refusal::TimeBackwards { moment: now, latest: now.plus_seconds(60) },
        Refusal::OtherScheme { given: version(2), adopted: Some(version(1)) },
        Refusal::SameScheme(version(1)),
        Refusal::PlanIncomplete { stage: from.clone(), count: 12, orders: vec![order] },
        Refusal::PlanToUnknown { from: from.clone(), to: to.clone() },
        Refusal::PlanEnds { from: from.clone(), to: to.clone() },
        Refusal::PlanOffRoute { from, to, payment, delivery, count: 1, orders: vec![order] },
    ]
}

pub(super) fn flaws() -> Vec<Sample> {
    let sample = |mistake: Mistake| {
        let debug = format!("{mistake:?}");
        let variant = debug.split([' ', '(']).next().unwrap_or_default().to_owned();
        let flaw = Flaw { place: "stages[3].limit".into(), line: Some(17), mistake };
        Sample { of: "stage", variant, text: flaw.to_string() }
    };
    mistakes_of_text().into_iter().chain(mistakes_of_sense()).map(sample).collect()
}

fn mistakes_of_text() -> Vec<Mistake> {
    vec![
        Mistake::Syntax { language: "TOML", fault: "invalid string".into() },
        Mistake::WrongType { expected: "a text", found: "a number" },
        Mistake::BadValue { fault: "time \"soon\" is not a length of time such as 1h 30m".into() },
        Mistake::MissingField { field: "id" },
        Mistake::UnknownField { field: "limt".into(), known: "id, limit".into() },
        Mistake::Twice { name: "picking".into() },
        Mistake::TooMany { what: "stages", count: 1001, limit: 1000 },
        Mistake::Nothing { what: "stage" },
        Mistake::UnknownName { what: "role", name: "piker".into(), known: "picker".into() },
    ]
}

fn mistakes_of_sense() -> Vec<Mistake> {
    let (payment, delivery) = ways();
    let picking = stage("picking");
    let example = Example {
        payment: payment.clone(),
        delivery: delivery.clone(),
        path: vec![stage("new"), picking.clone()],
    };
    vec![
        Mistake::NoRoute { payment, delivery },
        Mistake::EntryOfFirst { example: example.clone() },
        Mistake::Unreachable { stage: picking.clone() },
        Mistake::NoWayOut { stage: picking.clone(), example: example.clone() },
        Mistake::NoEnd { example: example.clone() },
        Mistake::LeavesFinal { stage: picking.clone() },
        Mistake::TwoAtOnce {
            one: "picking > sent".into(),
            other: "hold to waiting".into(),
            when: "paid".into(),
            example: example.clone(),
        },
        Mistake::Restless { when: "paid".into(), example: example.clone() },
        Mistake::NeverHolds { conditions: "paid, not paid".into(), example },
        Mistake::NeverOpen,
        Mistake::NobodyToAlert,
        Mistake::LimitNeverRuns { stage: picking.clone() },
        Mistake::NoLimit,
        Mistake::BadLimit { limit: "0s".into() },
        Mistake::HoursOverlap { hours: "09:00-13:00, 12:00-18:00".into() },
        Mistake::NoHours,
        Mistake::CannotCause { happening: Happening::Paid, can: "confirmed, reserved".into() },
        Mistake::CausesItself { happening: Happening::BillClosed },
        Mistake::NoWayForward { stage: picking },
    ]
}

fn ways() -> (PaymentWay, DeliveryWay) {
    (PaymentWay::parse("cash").unwrap(), DeliveryWay::parse("courier").unwrap())
}

fn stage(id: &str) -> StageId {
    StageId::parse(id).unwrap()
}
