//! Keys of persons in a file: there for good, or gone for good.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "support/folder.rs"]
mod folder;

use std::fs;

use sklad_base::PersonId;
use sklad_sqlite::{OpenError, SqliteKeys, SqliteLog};
use sklad_store::{Found, Keys};

use folder::Folder;

const ANA: PersonId = PersonId::new(7);
const BEN: PersonId = PersonId::new(u64::MAX);

#[test]
fn a_person_keeps_the_first_key_for_good() {
    let folder = Folder::new();
    let path = folder.next();
    let keys = SqliteKeys::open(&path).unwrap();
    assert_eq!(keys.find(&[ANA, BEN]).unwrap(), [Found::Never, Found::Never]);
    let made = keys.make(&[ANA, BEN, ANA]).unwrap();
    assert_eq!(made[0], made[2]);
    assert_ne!(made[0], made[1]);
    assert_eq!(keys.make(&[BEN]).unwrap(), made[1..2]);
    drop(keys);
    assert_eq!(SqliteKeys::open(&path).unwrap().find(&[ANA, BEN]).unwrap(), made[..2]);
}

#[test]
fn a_shop_keeps_its_own_key_whoever_is_forgotten() {
    let folder = Folder::new();
    let path = folder.next();
    let keys = SqliteKeys::open(&path).unwrap();
    let own = keys.own().unwrap();
    keys.make(&[ANA]).unwrap();
    keys.destroy(&[ANA, BEN]).unwrap();
    drop(keys);
    assert_eq!(SqliteKeys::open(&path).unwrap().own().unwrap(), own);
    assert_ne!(SqliteKeys::open(folder.next()).unwrap().own().unwrap(), own);
}

#[test]
fn a_destroyed_key_stays_destroyed_and_the_others_stay() {
    let folder = Folder::new();
    let path = folder.next();
    let keys = SqliteKeys::open(&path).unwrap();
    let made = keys.make(&[ANA, BEN]).unwrap();
    keys.destroy(&[ANA, PersonId::new(8)]).unwrap();
    keys.destroy(&[ANA]).unwrap();
    for keys in [keys, SqliteKeys::open(&path).unwrap()] {
        let gone = [Found::Destroyed, Found::Destroyed];
        assert_eq!(keys.make(&[ANA, PersonId::new(8)]).unwrap(), gone);
        assert_eq!(keys.find(&[BEN]).unwrap(), made[1..]);
    }
}

#[test]
fn a_destroyed_key_is_in_no_file() {
    let folder = Folder::new();
    let path = folder.next();
    let keys = SqliteKeys::open(&path).unwrap();
    let made = keys.make(&[ANA, BEN]).unwrap();
    let bytes = |found: &Found| found.clone().key().unwrap().bytes().to_vec();
    assert!(is_in_a_file(&path, &bytes(&made[0])));
    keys.destroy(&[ANA]).unwrap();
    assert!(!is_in_a_file(&path, &bytes(&made[0])));
    assert!(is_in_a_file(&path, &bytes(&made[1])));
}

#[test]
fn two_who_make_a_key_at_once_get_the_same() {
    let folder = Folder::new();
    let path = folder.next();
    let persons: Vec<_> = (0..50).map(PersonId::new).collect();
    let made = std::thread::scope(|threads| {
        let makers = [(); 4].map(|()| {
            threads.spawn(|| {
                let keys = SqliteKeys::open(&path).unwrap();
                persons.iter().flat_map(|one| keys.make(&[*one]).unwrap()).collect::<Vec<_>>()
            })
        });
        makers.map(|maker| maker.join().unwrap())
    });
    assert!(made.iter().all(|keys| *keys == made[0]));
}

#[test]
fn a_log_is_no_file_of_keys_nor_the_other_way() {
    let folder = Folder::new();
    let (log, keys) = (folder.next(), folder.next());
    drop(SqliteLog::open(&log).unwrap());
    drop(SqliteKeys::open(&keys).unwrap());
    assert!(matches!(SqliteKeys::open(&log), Err(OpenError::Foreign { .. })));
    assert!(matches!(SqliteLog::open(&keys), Err(OpenError::Foreign { .. })));
}

#[test]
fn debug_writes_no_key() {
    let folder = Folder::new();
    let keys = SqliteKeys::open(folder.next()).unwrap();
    keys.make(&[ANA]).unwrap();
    let text = format!("{keys:?}");
    assert!(text.ends_with("shop.sklad\", .. }"), "{text}");
}

fn is_in_a_file(path: &std::path::Path, wanted: &[u8]) -> bool {
    fs::read_dir(path.parent().unwrap()).unwrap().any(|file| {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        bytes.windows(wanted.len()).any(|window| window == wanted)
    })
}
