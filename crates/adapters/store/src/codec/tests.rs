use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use sklad_base::{PersonId, Personal};

use super::{Malformed, Reader, Unwritable, Writer, decode, encode};
use crate::{Keys, MemoryKeys};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Shape {
    Nothing,
    One(i64),
    Two(u8, String),
    Named { wide: i128, list: Vec<Option<u32>>, map: BTreeMap<String, char> },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Contact {
    order: u32,
    name: Personal<String>,
    phones: Vec<Personal<(String, u8)>>,
    note: String,
}

/// A type that holds itself.
#[derive(Debug, Serialize, Deserialize)]
struct Nested(Option<Box<Self>>);

fn contact() -> Contact {
    let (ana, ben) = (PersonId::new(7), PersonId::new(300));
    Contact {
        order: 12,
        name: Personal::new(ana, "Ana Petrova".to_owned()),
        phones: vec![
            Personal::new(ben, ("+359 88 123".to_owned(), 1)),
            Personal::forgotten(PersonId::new(9)),
            Personal::new(ana, ("+359 88 456".to_owned(), 2)),
        ],
        note: "leave it".to_owned(),
    }
}

fn sealed(contact: &Contact, keys: &MemoryKeys) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.value(contact).unwrap();
    writer.into_sealed([3; 16], keys).unwrap()
}

fn opened(bytes: &[u8], keys: &MemoryKeys) -> Result<Contact, Malformed> {
    Reader::new(bytes).opened([3; 16], keys, |reader| reader.value())
}

#[test]
fn words_about_persons_are_sealed_and_opened() {
    let (contact, keys) = (contact(), MemoryKeys::new());
    let bytes = sealed(&contact, &keys);
    for words in ["Ana", "Petrova", "359", "88"] {
        assert!(!bytes.windows(words.len()).any(|part| part == words.as_bytes()), "{words}");
    }
    assert!(bytes.ends_with(b"leave it"));
    assert_eq!(opened(&bytes, &keys).unwrap(), contact);
}

#[test]
fn without_the_key_words_read_as_forgotten_and_all_else_as_it_was() {
    let (mut contact, keys) = (contact(), MemoryKeys::new());
    let bytes = sealed(&contact, &keys);
    keys.destroy(&[PersonId::new(7)]).unwrap();
    contact.name.forget();
    contact.phones[2].forget();
    assert_eq!(opened(&bytes, &keys).unwrap(), contact);
    contact.phones[0].forget();
    assert_eq!(decode::<Contact>(&bytes).unwrap(), contact);
    assert_eq!(decode::<Contact>(&encode(&contact).unwrap()).unwrap(), contact);
}

#[test]
fn words_of_a_forgotten_person_are_closed_for_good() {
    let keys = MemoryKeys::new();
    keys.destroy(&[PersonId::new(7)]).unwrap();
    let read = opened(&sealed(&contact(), &keys), &keys).unwrap();
    assert_eq!(read.name, Personal::forgotten(PersonId::new(7)));
    assert!(read.phones[0].words().is_some());
}

#[test]
fn a_broken_seal_is_named_with_its_place() {
    let keys = MemoryKeys::new();
    let mut bytes = sealed(&contact(), &keys);
    bytes[10] ^= 1;
    let malformed = opened(&bytes, &keys).unwrap_err();
    assert_eq!(
        malformed.to_string(),
        "cannot read byte 4: the seal on words of person#7 is broken; restore them from a backup"
    );
    let other = Reader::new(&sealed(&contact(), &keys))
        .opened([4; 16], &keys, |reader| reader.value::<Contact>());
    assert_eq!(other.unwrap_err().at, 4, "another record's nonces do not open it");
}

#[test]
fn without_keys_nothing_of_the_words_is_written() {
    let bytes = encode(&contact()).unwrap();
    assert!(!bytes.windows(3).any(|part| part == b"Ana"));
}

#[test]
fn what_holds_itself_is_refused_before_the_stack_ends() {
    let malformed = decode::<Nested>(&[1; 100_000]).unwrap_err();
    assert!(malformed.why.contains("nested"), "{malformed}");
}

#[test]
fn a_list_without_bytes_is_refused() {
    assert!(matches!(encode(&vec![(); 3]), Err(Unwritable(why)) if why.contains("no bytes")));
    let nobody = Personal::new(PersonId::new(1), contact().name);
    assert!(matches!(encode(&nobody), Err(Unwritable(why)) if why.contains("another")));
}

#[test]
fn a_length_past_the_end_is_refused_at_its_place() {
    let malformed = decode::<(u8, Vec<u64>)>(&[9, 0xff, 0xff, 0xff, 0x7f, 1]).unwrap_err();
    assert_eq!((malformed.at, malformed.why.as_str()), (5, "268435455 bytes should follow, 1 do"));
    let malformed = decode::<(u8, Shape)>(&[9, 4]).unwrap_err();
    assert_eq!(malformed.at, 1, "{malformed}");
    let malformed = decode::<(u8, u16)>(&[9, 0x80, 0x80, 4]).unwrap_err();
    assert_eq!((malformed.at, malformed.why.as_str()), (1, "65536 is too large"));
}

fn shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Nothing),
        any::<i64>().prop_map(Shape::One),
        (any::<u8>(), any::<String>()).prop_map(|(number, text)| Shape::Two(number, text)),
        (any::<i128>(), any::<Vec<Option<u32>>>(), any::<BTreeMap<String, char>>())
            .prop_map(|(wide, list, map)| Shape::Named { wide, list, map }),
    ]
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        shapes: Vec<u8>,
        shape in shape(),
        numbers: (u8, i8, u16, i16, u32, i32, u64, i64, u128),
        floats: (f32, f64, bool),
    ) {
        let value = (shapes, shape, numbers);
        let bytes = encode(&value).unwrap();
        prop_assert_eq!(decode::<(Vec<u8>, Shape, _)>(&bytes).unwrap(), value);
        let bytes = encode(&floats).unwrap();
        let (single, double, flag): (f32, f64, bool) = decode(&bytes).unwrap();
        prop_assert_eq!((single.to_bits(), double.to_bits(), flag), (floats.0.to_bits(), floats.1.to_bits(), floats.2));
    }

    #[test]
    fn hostile_bytes_are_read_or_refused_with_a_place(bytes: Vec<u8>) {
        let keys = MemoryKeys::new();
        let length = bytes.len();
        for at in [
            decode::<Vec<Shape>>(&bytes).err(),
            decode::<Vec<(u8, String)>>(&bytes).err(),
            opened(&bytes, &keys).err(),
        ] {
            prop_assert!(at.is_none_or(|malformed| malformed.at <= length));
        }
    }

    #[test]
    fn a_flipped_bit_in_sealed_words_never_goes_unnoticed_nor_panics(at in 0_usize..200, bit in 0_u8..8) {
        let (contact, keys) = (contact(), MemoryKeys::new());
        let mut bytes = sealed(&contact, &keys);
        let at = at % bytes.len();
        bytes[at] ^= 1 << bit;
        if let Ok(read) = opened(&bytes, &keys) {
            prop_assert_ne!(read, contact);
        }
    }
}
