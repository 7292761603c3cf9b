//! A scheme for each kind of mistake, and the message that names it.

use sklad_base::Zone;
use sklad_stage::{Calendar, Flaws, Scheme, SchemeBuilder};

/// One payment, one delivery, somebody to alert.
fn small() -> SchemeBuilder {
    Scheme::builder("small", 1)
        .payments(&["cash"])
        .deliveries(&["courier"])
        .person("maria", &[])
        .alert("person maria")
}

fn told(built: Result<Scheme, Flaws>) -> String {
    built.unwrap_err().to_string()
}

/// Says that these are the flaws, all of them, without the words that every one begins with.
fn says(built: Result<Scheme, Flaws>, expected: &[&str]) {
    let told = told(built);
    let found: Vec<_> =
        told.lines().map(|line| line.strip_prefix("cannot take the scheme, ").unwrap()).collect();
    assert_eq!(found, expected);
}

// D47
#[test]
fn a_circle_without_an_end_is_shown_by_its_shortest_example() {
    let circle = || {
        small().stage("start", |stage| stage).stage("end", |stage| stage).transition(
            "again",
            "start",
            |again| again.from(&["end"]),
        )
    };
    says(
        circle().build(),
        &[
            "stages[0]: no final stage can be reached (cash and courier: start > end > start); lead a way out of the circle",
        ],
    );
    assert!(circle().stage("final", |stage| stage.succeeds()).build().is_ok());
}

// D47
#[test]
fn an_isolated_stage_an_unknown_one_and_an_undefined_first_are_all_named_at_once() {
    let broken = small()
        .stage("start", |stage| stage)
        .stage("end", |stage| stage.succeeds())
        .aside("X", |stage| stage.fails())
        .transition("spoil", "bad", |spoil| spoil.from(&["start"]))
        .build();
    says(
        broken,
        &[
            "transitions[0].to: there is no stage \"bad\"; write one of: start, end, X",
            "stages[2]: no order of any payment and delivery reaches X; put it on the route, or lead a transition to it",
        ],
    );
    let draft = small().stage("start", |stage| stage.succeeds()).build().unwrap();
    let mut draft = draft.draft().clone();
    draft.route = vec!["begin".parse().unwrap()];
    assert!(
        told(Scheme::check(draft))
            .contains("route[0]: there is no stage \"begin\"; write one of: start")
    );
}

// D48
#[test]
fn shortest_and_simple_paths_are_listed() {
    let scheme = small()
        .stage("a", |stage| stage)
        .stage("b", |stage| stage)
        .stage("c", |stage| stage.succeeds())
        .transition("skip", "c", |skip| skip.from(&["a"]))
        .build()
        .unwrap();
    let (cash, courier) = ("cash".parse().unwrap(), "courier".parse().unwrap());
    let words = |paths: Vec<Vec<sklad_stage::StageId>>| -> Vec<String> {
        let word = |path: &Vec<sklad_stage::StageId>| {
            path.iter().map(|stage| stage.as_str()).collect::<Vec<_>>().join("-")
        };
        paths.iter().map(word).collect()
    };
    assert_eq!(words(scheme.shortest_paths(&cash, &courier)), ["a", "a-b", "a-c"]);
    assert_eq!(words(scheme.simple_paths(&cash, &courier, 100)), ["a", "a-b", "a-c", "a-b-c"]);
}

#[test]
fn a_stage_without_a_way_out_is_named() {
    says(
        small().stage("new", |stage| stage).stage("packed", |stage| stage).build(),
        &[
            "stages[1]: no way leads out of packed, and it is not final (cash and courier: new > packed); lead a transition out of it, or say how it ends",
        ],
    );
}

#[test]
fn a_pair_without_a_stage_is_named() {
    let scheme =
        small().payments(&["card"]).stage("done", |stage| stage.payments(&["card"]).succeeds());
    says(
        scheme.build(),
        &["route: no stage of the route is for cash and courier; leave one of them open to it"],
    );
}

#[test]
fn a_dead_end_of_one_pair_alone_is_found() {
    let scheme = small()
        .deliveries(&["pick-up"])
        .stage("new", |stage| stage)
        .stage("sent", |stage| stage.deliveries(&["courier"]).succeeds());
    says(
        scheme.build(),
        &[
            "stages[0]: no way leads out of new, and it is not final (cash and pick-up: new); lead a transition out of it, or say how it ends",
        ],
    );
}

#[test]
fn two_that_happen_by_themselves_at_once_are_named() {
    let scheme = |when: &'static [&'static str]| {
        small()
            .stage("new", |stage| stage.exit(&["paid"]).automatic())
            .stage("done", |stage| stage.succeeds())
            .aside("dropped", |stage| stage.fails())
            .transition("drop", "dropped", move |drop| drop.from(&["new"]).when(when).automatic())
            .build()
    };
    says(
        scheme(&["nothing short"]),
        &[
            "stages[0]: new > done and drop to dropped would both happen by themselves when paid, nothing short, \
           nothing pending, nothing reserved, nothing waiting in B, nothing unbilled, nothing outstanding \
           (cash and courier: new); tell them apart by a condition",
        ],
    );
    assert!(scheme(&["not paid"]).is_ok());
    let on_one_happening = small()
        .stage("new", |stage| stage.on(&["sent"]))
        .stage("done", |stage| stage.succeeds())
        .aside("dropped", |stage| stage.fails())
        .transition("drop", "dropped", |drop| drop.from(&["new"]).on(&["sent"]));
    assert!(
        told(on_one_happening.build())
            .contains("would both happen by themselves when sent happens and")
    );
}

#[test]
fn what_never_comes_to_rest_is_named() {
    let scheme = small()
        .stage("new", |stage| stage.automatic())
        .stage("checked", |stage| stage)
        .stage("done", |stage| stage.succeeds())
        .transition("again", "new", |again| {
            again.from(&["checked"]).when(&["not paid"]).automatic()
        });
    let told = told(scheme.build());
    assert!(told.contains("go round without end when not paid (cash and courier: new > checked > new)")
        || told.contains("go round without end when not paid (cash and courier: new > checked > new > checked)"), "{told}");
}

#[test]
fn what_can_never_hold_is_named() {
    let scheme = |exit: &'static [&'static str], entry: &'static [&'static str]| {
        small()
            .stage("new", move |stage| stage.exit(exit))
            .stage("packed", move |stage| stage.entry(entry))
            .stage("done", |stage| stage.succeeds())
            .aside("dropped", |stage| stage.fails())
            .transition("drop", "dropped", |drop| drop)
            .build()
    };
    let told = told(scheme(&["all sent"], &["not all sent"]));
    assert!(
        told.contains(
            "stages[0].exit: this can never hold: all sent, not all sent (cash and courier: new)"
        ),
        "{told}"
    );
    let told = self::told(scheme(&["paid", "not paid"], &[]));
    assert!(told.contains("stages[0].exit: paid is asked for and asked against"), "{told}");
}

/// Paid is given once and for all: what was asked for on the way cannot be asked against later.
#[test]
fn what_was_given_on_the_way_cannot_be_asked_against() {
    let scheme = small()
        .stage("new", |stage| stage.exit(&["paid"]))
        .stage("packed", |stage| stage)
        .stage("done", |stage| stage.succeeds())
        .aside("dropped", |stage| stage.fails())
        .transition("give up", "dropped", |drop| drop.from(&["packed"]).when(&["not paid"]));
    let told = told(scheme.build());
    assert!(told.contains("transitions[0].conditions: this can never hold: not paid (cash and courier: new > packed)"), "{told}");
}

/// The only way out closes when the customer pays: an order would be stuck.
#[test]
fn a_way_that_closes_for_good_is_found() {
    let scheme = small()
        .stage("new", |stage| stage.exit(&["not paid"]))
        .stage("done", |stage| stage.succeeds());
    let told = told(scheme.build());
    assert!(told.contains("no way leads out of new"), "{told}");
}

#[test]
fn limits_and_alerts_are_judged() {
    let nobody = Scheme::builder("small", 1)
        .payments(&["cash"])
        .deliveries(&["courier"])
        .stage("new", |stage| stage.limit("2h"))
        .stage("done", |stage| stage.succeeds());
    says(
        nobody.build(),
        &[
            "stages[0].limit: nobody is told when the limit has passed; name an alert for the stage or the scheme",
        ],
    );
    let odd = small()
        .stage("new", |stage| stage.limit("0s"))
        .stage("waits", |stage| stage.limit("2h").pauses())
        .stage("told", |stage| stage.alert("person maria"))
        .stage("done", |stage| stage.limit("1h").succeeds());
    let told = told(odd.build());
    for words in [
        "stages[0].limit: the limit is 0s; give more than nothing and at most 366 days",
        "stages[1].limit: the clock of waits stands, so the limit never passes; remove the limit",
        "stages[2].alert: there is no limit that it could come after",
        "stages[3].limit: the clock of done stands",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
}

#[test]
fn bindings_ends_and_calendars_are_judged() {
    let odd = small()
        .calendar("empty", Calendar::new(Zone::UTC))
        .stage("new", |stage| stage.entry(&["paid"]).on(&["sent"]).causes(&["paid", "sent"]))
        .stage("done", |stage| stage.exit(&["paid"]).succeeds())
        .aside("beside", |stage| stage.automatic())
        .aside("dropped", |stage| stage.fails())
        .transition("leave", "beside", |leave| leave.from(&["done"]))
        .transition("drop", "dropped", |drop| drop)
        .transition("step aside", "beside", |aside| aside.from(&["new"]));
    let told = told(odd.build());
    for words in [
        "calendars.empty: the calendar has no working hours",
        "stages[0].entry: an order begins here, and nothing can hold before",
        "stages[0].causes: paid is a fact from outside; leave it out, or cause one of: confirmed, reserved",
        "stages[0].causes: sent would cause itself",
        "stages[1].end: done is final, and this leads on from it",
        "stages[2].id: no way leads forward from beside",
        "transitions[0].from[0]: done is final, and this leads on from it",
        "transitions[0]: no order of any payment and delivery ever stands before it",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
}

#[test]
fn every_name_must_resolve_and_stand_once() {
    let odd = small()
        .payments(&["cash"])
        .person("ivan", &["picker"])
        .stage("new", |stage| {
            stage.responsible("role clerk").working_limit("2h", "shop").payments(&["gold"])
        })
        .stage("new", |stage| stage.deliveries(&["balloon"]))
        .stage("done", |stage| stage.succeeds())
        .transition("x", "done", |x| x.from(&["old"]).by(&["person nobody"]))
        .transition("x", "done", |x| x.from(&["new"]));
    let told = told(odd.build());
    for words in [
        "payments[1]: \"cash\" is there twice",
        "stages[1].id: \"new\" is there twice",
        "transitions[1].id: \"x\" is there twice",
        "people.ivan[0]: there is no role \"picker\"; write one of: none",
        "stages[0].responsible: there is no role \"clerk\"",
        "stages[0].limit.calendar: there is no calendar \"shop\"",
        "stages[0].payments[0]: there is no payment \"gold\"; write one of: cash",
        "stages[1].deliveries[0]: there is no delivery \"balloon\"",
        "transitions[0].from[0]: there is no stage \"old\"",
        "transitions[0].by[0]: there is no person \"nobody\"; write one of: ivan, maria",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
}

/// A thousand stages, a jump from each, two payments and two deliveries; the bench says how long it takes.
#[test]
fn a_thousand_stages_are_checked_and_one_more_is_refused() {
    let scheme = |count: usize| {
        let mut scheme = small().payments(&["card"]).deliveries(&["post"]);
        for number in 1..count {
            scheme = scheme.stage(&format!("stage {number}"), |stage| {
                let stage = stage.exit(&["nothing short"]).limit("2h");
                if number % 7 == 3 { stage.payments(&["card"]) } else { stage }
            });
        }
        let scheme = scheme.stage("done", |stage| stage.succeeds());
        scheme.transition("back", "stage 1", |back| back.when(&["not paid"]))
    };
    assert!(scheme(1000).build().is_ok());
    says(
        scheme(1001).build(),
        &["stages: there are 1001 stages, at most 1000 are taken; split the scheme"],
    );
}
