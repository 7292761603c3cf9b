//! What is written is read back the same, by name and by position, and hangs together or is refused.

use std::fmt::Debug;

use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use sklad_base::Decider;
use sklad_flow::{Settings, Shop};

use super::cases;
use super::history::{act::Act, setting::Setting};
use super::leaving::{paid, times, world};

proptest! {
    #![proptest_config(ProptestConfig { cases: cases().cases / 4, ..cases() })]

    /// Law: commands, events and the whole state survive both kinds of formats, and the restored shop is the folded one.
    #[test]
    fn all_of_a_shop_survives_the_wire((setting, acts) in paid(), after in times()) {
        let mut world = world(&setting, Some(after));
        for act in &acts {
            world.tick();
            let told = world.act(act);
            survives(&told.command)?;
            told.events().iter().try_for_each(survives)?;
        }
        survives(world.shop.settings())?;
        survives(&world.shop)?;
        let restored: Shop = postcard::from_bytes(&postcard::to_stdvec(&world.shop).unwrap()).unwrap();
        prop_assert_eq!(&restored, &world.replayed());
        prop_assert_eq!(restored.next_deadline(), world.shop.next_deadline());
        prop_assert_eq!(restored.footprint().live, world.shop.footprint().live);

        let mut other = world.clone();
        other.shop = restored.with_secret(sklad_party::Secret::new(7));
        for act in acts.iter().rev().take(5) {
            let (here, there) = (other.act(act), world.act(act));
            prop_assert_eq!(here.answer, there.answer, "{:?}", there.command);
        }
    }

    /// Bytes that were cut or changed are refused, or read as something: never a panic.
    #[test]
    fn broken_bytes_are_no_reason_to_panic((setting, acts) in paid(), at: prop::sample::Index, to: u8) {
        let mut world = world(&setting, Some(0));
        acts.iter().for_each(|act| {
            world.act(act);
            world.tick();
        });
        let mut bytes = postcard::to_stdvec(&world.shop).unwrap();
        let at = at.index(bytes.len());
        prop_assert!(postcard::from_bytes::<Shop>(&bytes[..at]).is_err());
        bytes[at] = to;
        if let Ok(mut shop) = postcard::from_bytes::<Shop>(&bytes) {
            world.log.iter().take(5).for_each(|event| shop.evolve(event));
        }
    }
}

pub(crate) fn survives<T: Serialize + DeserializeOwned + PartialEq + Debug>(
    value: &T,
) -> Result<(), TestCaseError> {
    let json = serde_json::to_string(value).unwrap();
    let read = serde_json::from_str::<T>(&json);
    prop_assert_eq!(&read.unwrap(), value, "{}", json);
    let bytes = postcard::to_stdvec(value).unwrap();
    prop_assert_eq!(&postcard::from_bytes::<T>(&bytes).unwrap(), value);
    Ok(())
}

/// Changes what stands at a path of a written shop, and returns what reading it says.
fn refused(shop: &Shop, change: impl FnOnce(&mut Value)) -> String {
    let mut written = serde_json::to_value(shop).unwrap();
    change(&mut written);
    serde_json::from_value::<Shop>(written).unwrap_err().to_string()
}

/// A shop with a live order and one that has left, and a receipt.
fn shop() -> Shop {
    let mut world = world(&Setting::plenty(), Some(0));
    for act in [
        Act::Place { order: 0, way: 1, lines: vec![(0, 2)] },
        Act::Place { order: 1, way: 0, lines: vec![(1, 4)] },
        Act::MarkFalse(1),
        Act::Wait(1),
    ] {
        world.act(&act);
        world.tick();
    }
    assert_eq!((world.shop.footprint().live, world.shop.footprint().orders), (1, 2));
    world.shop
}

#[test]
fn a_shop_that_does_not_hang_together_is_refused() {
    let shop = shop();
    let mut said = Vec::new();
    let mut say = |change: &dyn Fn(&mut Value)| said.push(refused(&shop, change));
    say(&|it| it["settings"]["dispatch"] = json!({"MAIN": "NOWHERE"}));
    say(&|it| it["places"][1] = it["places"][0].clone());
    say(&|it| drop(it["items"].as_array_mut().unwrap().pop()));
    say(&|it| it["names"][0] = json!(7));
    say(&|it| it["cases"] = json!([]));
    say(&|it| it["cases"] = json!([it["cases"][0], it["cases"][0]]));
    say(&|it| it["departed"][0]["order"] = json!(0));
    say(&|it| it["departed"][0]["order"] = json!(9));
    say(&|it| it["departed"] = json!([]));
    say(&|it| it["owners"][0] = json!(0));
    say(&|it| drop(it["owners"].as_array_mut().unwrap().pop()));
    say(&|it| it["cases"][0]["order"]["lines"][0]["asked"]["item"] = json!(99));
    say(&|it| it["cases"][0]["id"] = json!(1));
    say(&|it| it["customers"]["orders"] = json!(["undecided", {"known": 0}]));
    say(&|it| it["customers"]["orders"] = json!([{"known": 0}, {"known": 0}, {"known": 0}]));
    say(&|it| it["check"] = json!(null));
    say(&|it| it["unknown"] = json!(1));
    for text in &said {
        assert!(text.contains("cannot read") || text.contains("unknown field"), "{text}");
    }
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn a_shop_whose_stages_do_not_hang_together_is_refused() {
    let mut world = world(&staged_plenty(), None);
    world.act(&Act::Place { order: 0, way: 1, lines: vec![(0, 2)] });
    let shop = world.shop;
    let mut said = Vec::new();
    let mut say = |change: &dyn Fn(&mut Value)| said.push(refused(&shop, change));
    say(&|it| it["scheme"] = json!(null));
    say(&|it| it["scheme"]["version"] = json!(7));
    say(&|it| it["board"]["tracks"][0][0] = json!(7));
    say(&|it| it["board"]["tracks"][0][1]["stage"] = json!("nowhere"));
    say(&|it| it["board"]["tracks"][0][1]["payment"] = json!("gold"));
    say(&|it| it["cases"][0]["track"] = it["board"]["tracks"][0][1].clone());
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn stages_are_written_like_this() {
    let mut world = world(&staged_plenty(), None);
    let mut written = Vec::new();
    for act in [
        Act::Place { order: 0, way: 1, lines: vec![(0, 2)] },
        Act::Stage { order: 0, wish: 3, said: true },
        Act::Stage { order: 0, wish: 8, said: true },
        Act::Wait(30),
    ] {
        let told = world.act(&act);
        written.push(serde_json::to_string(&told.command).unwrap());
        let stages = told.events().iter().filter(|it| matches!(it, sklad_flow::Event::Stage(_)));
        written.extend(stages.map(|event| format!("  {}", serde_json::to_string(event).unwrap())));
    }
    insta::assert_snapshot!(written.join("\n"));
}

fn staged_plenty() -> Setting {
    Setting { stages: true, ..Setting::plenty() }
}

/// Format 0, which may still change: format 1 will be frozen.
#[test]
fn commands_and_events_are_written_like_this() {
    let mut world = world(&Setting::plenty(), Some(0));
    let mut written = Vec::new();
    for act in [
        Act::Place { order: 0, way: 2, lines: vec![(0, 2)] },
        Act::Send { order: 0, part: None },
        Act::MarkFalse(0),
        Act::Wait(1),
        Act::CloseBill(0),
    ] {
        world.tick();
        let told = world.act(&act);
        written.push(serde_json::to_string(&told.command).unwrap());
        let events = told.events().iter().map(|event| serde_json::to_string(event).unwrap());
        written.extend(events.map(|event| format!("  {event}")));
    }
    written.push(serde_json::to_string(world.shop.settings()).unwrap());
    insta::assert_snapshot!(written.join("\n"));
}

#[test]
fn settings_may_leave_out_what_they_do_not_change() {
    let settings: Settings = serde_json::from_str(
        r#"{"version": 3, "otherwise": "closed_bill", "dispatch": {"MAIN": "SEND"},
            "rights": {"close_bill": "senior"}, "keep_words": {"bill": 3650}, "leave_after": 86400}"#,
    )
    .unwrap();
    assert_eq!(settings.otherwise, sklad_scenario::Way::ClosedBill);
    assert_eq!(settings.start_after, Settings::default().start_after);
    assert_eq!(settings.rights.len(), 1);
    let misspelt = serde_json::from_str::<Settings>(r#"{"close_need_paid": true}"#).unwrap_err();
    assert!(misspelt.to_string().contains("unknown field"), "{misspelt}");
}
