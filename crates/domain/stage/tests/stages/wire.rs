//! The wire form: what is written is read again, and what cannot be is refused.

use serde_json::{from_str, to_string_pretty};
use sklad_base::{Decider, OrderId, PersonId, Personal};
use sklad_stage::{
    Board, Command, Event, Fact, Facts, Happening, Plan, Preset, Scheme, Track, Wish,
};

use crate::desk::{Desk, all};

/// A day with every kind of note.
fn day() -> Desk {
    let mut desk = Desk::open(Preset::BARSY.scheme().unwrap());
    desk.start(0, "cash", "courier");
    desk.wish("maria", 0, (Facts::NONE.with(Fact::Paid), Wish::Take)).unwrap();
    desk.wish("maria", 0, (Facts::NONE, Wish::HandOver("petar".parse().unwrap()))).unwrap();
    desk.wish("petar", 0, (Facts::NONE, Wish::Pause)).unwrap();
    desk.later(600);
    desk.wish("petar", 0, (Facts::NONE, Wish::Resume)).unwrap();
    let reroute =
        Wish::Reroute { payment: "card".parse().unwrap(), delivery: "office".parse().unwrap() };
    desk.wish("petar", 0, (Facts::NONE, reroute)).unwrap();
    desk.later(24 * 3600);
    for _ in 0..3 {
        desk.wish("petar", 0, (Facts::NONE.with(Fact::NothingShort), Wish::Advance)).unwrap();
    }
    desk.wish("partner", 0, (all(), Wish::Happened(Happening::Sent))).unwrap();
    let mut draft = desk.scheme.draft().clone();
    draft.version = 2;
    let new = Scheme::check(draft).unwrap();
    let plan = Plan::between(&desk.scheme, &new);
    desk.run("galina", Command::adopt(new.clone(), plan)).unwrap();
    desk.scheme = new;
    desk
}

#[test]
fn events_are_written_and_read_again() {
    let desk = day();
    let json = to_string_pretty(&desk.log).unwrap();
    insta::assert_snapshot!("events", json);
    insta::assert_snapshot!("log", desk.told());
    let read: Vec<Event> = from_str(&json).unwrap();
    let mut again = Board::new();
    read.iter().for_each(|event| again.evolve(event));
    assert_eq!(again, desk.board);
}

#[test]
fn tracks_and_commands_are_written_and_read_again() {
    let mut desk = day();
    let track = desk.board.take_out(OrderId::new(0)).unwrap();
    let json = to_string_pretty(&track).unwrap();
    insta::assert_snapshot!("track", json);
    assert_eq!(from_str::<Track>(&json).unwrap(), track);
    let wish = Wish::Jump("cancel".parse().unwrap());
    let commands = [
        Command::Tick,
        Command::of(OrderId::new(7), Facts::GUARD, wish)
            .saying(Personal::new(PersonId::new(3), "nobody is there".to_owned())),
        Command::of(OrderId::new(7), Facts::NONE, Wish::Happened(Happening::Sent)),
    ];
    let json = to_string_pretty(&commands).unwrap();
    insta::assert_snapshot!("commands", json);
    assert_eq!(from_str::<Vec<Command>>(&json).unwrap(), commands);
    let adopt = Command::adopt(desk.scheme.clone(), Plan::default());
    assert_eq!(from_str::<Command>(&to_string_pretty(&adopt).unwrap()).unwrap(), adopt);
}

#[test]
fn boards_and_events_survive_where_only_position_tells_what_is_what() {
    let desk = day();
    let bytes = postcard::to_stdvec(&desk.board).unwrap();
    assert_eq!(postcard::from_bytes::<Board>(&bytes).unwrap(), desk.board);
    let json = to_string_pretty(&desk.board).unwrap();
    assert_eq!(from_str::<Board>(&json).unwrap(), desk.board);
    let bytes = postcard::to_stdvec(desk.log.as_slice()).unwrap();
    assert_eq!(postcard::from_bytes::<Vec<Event>>(&bytes).unwrap(), desk.log.as_slice());
    for preset in Preset::ALL {
        let adopt = Command::adopt(preset.scheme().unwrap(), Plan::default());
        let bytes = postcard::to_stdvec(&adopt).unwrap();
        assert_eq!(postcard::from_bytes::<Command>(&bytes).unwrap(), adopt);
    }
    let twice = json.replacen("\"tracks\": [", "\"tracks\": [[0, null],", 1);
    assert!(from_str::<Board>(&twice).is_err());
}

#[test]
fn an_unsound_scheme_is_not_read() {
    let json = Preset::BARSY.json.replace("\"to\": \"waiting\"", "\"to\": \"nowhere\"");
    assert!(
        from_str::<Scheme>(&json)
            .unwrap_err()
            .to_string()
            .contains("there is no stage \\\"nowhere\\\"")
            || from_str::<Scheme>(&json)
                .unwrap_err()
                .to_string()
                .contains("there is no stage \"nowhere\"")
    );
    assert!(from_str::<Facts>("[\"rich\"]").is_err());
    assert!(from_str::<Wish>("{\"jump\":\"\"}").is_err());
}
