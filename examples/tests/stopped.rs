//! A replay on files that is stopped and continued comes to what one in memory comes to.

use std::panic::{AssertUnwindSafe, catch_unwind};

use sklad::prelude::*;
use sklad_examples::{
    history::{Columns, History, OpeningStock},
    replay::{Books, Replay, Setting, replay},
};

#[test]
fn a_stopped_replay_goes_on_from_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let euro = Currency::parse("EUR").unwrap();
    let history = concat!(env!("CARGO_MANIFEST_DIR"), "/data/orders.csv");
    let mut history = History::read(history.as_ref(), &Columns::default(), euro).unwrap();
    history.entries.truncate(150);
    let (opening, setting) = (OpeningStock::days_of_demand(&history, 3), Setting::default());
    for way in setting.ways() {
        let path = folder.path().join(format!("{way}.sklad"));
        let whole = Replay { history: &history, opening: &opening, way, setting: &setting };
        let on_file = |stop_at: usize| {
            let mut done = 0;
            let books = Books::on_file(&path, "test").unwrap();
            catch_unwind(AssertUnwindSafe(|| {
                whole.run(books, &mut || {
                    done += 1;
                    assert!(done < stop_at, "stopped here");
                })
            }))
        };
        assert!(on_file(40).is_err(), "stopped");
        assert!(on_file(90).is_err(), "and again, further on");
        let mut continued = on_file(usize::MAX).unwrap().unwrap();
        assert!(continued.read_back > 90, "{way}: {} commands", continued.read_back);

        let in_memory = replay(&history, &opening, way, &setting).unwrap();
        (continued.read_back, continued.time) = (0, in_memory.time);
        assert_eq!(continued, in_memory);
    }
}

#[test]
fn the_file_of_another_replay_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.sklad");
    let mut books = Books::on_file(&path, "this one").unwrap();
    let outlet = Command::OpenOutlet(OutletCode::parse("WEB").unwrap());
    books.send(Moment::parse("2026-03-02T10:00:00Z").unwrap(), outlet).unwrap();
    drop(books);

    let why = Books::on_file(&path, "another one").unwrap_err().to_string();
    assert!(why.contains("this one") && why.contains("another one"), "{why}");
}
