//! Another scheme while orders are alive.

use sklad_base::OrderId;
use sklad_stage::{Command, Facts, Party, Plan, Preset, Scheme, Wish};

use crate::desk::{Desk, moment};

fn next(change: impl FnOnce(&mut sklad_stage::Draft)) -> Scheme {
    let mut draft = Preset::NINE_STAGES.scheme().unwrap().draft().clone();
    draft.version = 2;
    change(&mut draft);
    Scheme::check(draft).unwrap()
}

#[test]
fn an_incomplete_plan_is_refused_naming_the_orders() {
    let mut desk = Desk::open(Preset::NINE_STAGES.scheme().unwrap());
    (0..12).for_each(|order| desk.start(order, "cash", "courier"));
    desk.advance("boris", 3);
    let before = desk.board.clone();
    let new = next(|_| {});
    let plan = Plan::default().map("call-back".parse().unwrap(), "finished".parse().unwrap());
    let plan = plan.map("picking".parse().unwrap(), "packing".parse().unwrap());
    let why = desk.run("anna", Command::adopt(new, plan)).unwrap_err();
    let why: Vec<_> = why.iter().map(ToString::to_string).collect();
    assert_eq!(
        why,
        [
            "cannot adopt the scheme: the plan leads from call-back to finished, which is final; map it to a stage that orders can leave",
            "cannot adopt the scheme: the plan leads from picking to packing, which the new scheme does not have; map it to one of its stages",
            "cannot adopt the scheme: the plan leaves out received, and 11 of the live orders stand there (order#0, order#1, \
             order#2, order#4, order#5, order#6, order#7, order#8, order#9, order#10, …); map it to a stage of the new scheme",
        ]
    );
    assert_eq!(desk.board, before);
    let same = desk.run("anna", Command::adopt(desk.scheme.clone(), Plan::default())).unwrap_err();
    assert!(same[0].to_string().contains("give the changed scheme a new version"));
}

#[test]
fn who_works_and_the_start_of_the_clock_carry_over() {
    let mut desk = Desk::open(Preset::NINE_STAGES.scheme().unwrap());
    desk.start(0, "cash", "courier");
    desk.wish("boris", 0, (Facts::NONE, Wish::Take)).unwrap();
    desk.later(1200);
    let new = next(|draft| {
        draft.stages[0].id = "came in".parse().unwrap();
        draft.route[0] = "came in".parse().unwrap();
        draft.stages[0].limit = Some(sklad_stage::Limit::Clock(sklad_stage::Span::minutes(30)));
    });
    let plan = Plan::between(&desk.scheme, &new)
        .map("received".parse().unwrap(), "came in".parse().unwrap());
    desk.run("anna", Command::adopt(new.clone(), plan)).unwrap();
    desk.scheme = new;
    let track = desk.board.track(OrderId::new(0)).unwrap();
    assert_eq!((track.stage().as_str(), track.assignee().unwrap().as_str()), ("came in", "boris"));
    assert_eq!(desk.board.next_deadline(), Some(moment("2026-03-02T10:30:00Z")));
    assert_eq!(desk.board.queue(&Party::parse("person boris").unwrap()).count(), 1);
    desk.advance("boris", 0);
    assert_eq!(desk.stage(0), "call-back");
}

#[test]
fn orders_whose_ways_are_gone_are_named() {
    let mut desk = Desk::open(Preset::NINE_STAGES.scheme().unwrap());
    desk.start(0, "transfer", "courier");
    let new = next(|draft| {
        draft.payments.pop();
        draft.stages[4].payments.pop();
    });
    let plan = Plan::between(&desk.scheme, &new);
    let why = desk.run("anna", Command::adopt(new, plan)).unwrap_err();
    assert_eq!(
        why[0].to_string(),
        "cannot adopt the scheme: paid by transfer and delivered by courier, 1 of the live orders (order#0) would stand off their route at received; map received to a stage of their route, or add the ways"
    );
}

/// What was due before the change is judged by the old scheme, however late it is ticked.
#[test]
fn what_was_due_before_is_due_by_the_old_scheme() {
    let mut desk = Desk::open(Preset::NINE_STAGES.scheme().unwrap());
    desk.start(0, "cash", "courier");
    desk.later(2 * 3600);
    let new = next(|draft| draft.stages[0].limit = None);
    let plan = Plan::between(&desk.scheme, &new);
    desk.run("anna", Command::adopt(new, plan)).unwrap();
    let told = desk.told();
    let lines: Vec<_> = told.lines().map(|line| &line[..20]).collect();
    assert_eq!(
        lines[2..],
        ["2026-03-02T11:00:00Z", "2026-03-02T12:00:00Z", "2026-03-02T12:00:00Z"]
    );
}
