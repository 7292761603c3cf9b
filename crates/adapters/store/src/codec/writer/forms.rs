//! What serde says to a writer: each form of value, in bytes.

use std::fmt;

use serde::{
    Serialize, Serializer,
    ser::{
        SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
        SerializeTupleStruct, SerializeTupleVariant,
    },
};
use sklad_base::PersonId;

use super::Writer;
use crate::codec::{PERSONAL, Unwritable, decode};

/// The words of a writer that serde speaks to: numbers.
macro_rules! numbers {
    ($($name:ident $type:ty;)+) => {$(
        #[inline]
        fn $name(self, number: $type) -> Result<(), Unwritable> {
            self.number(number.into());
            Ok(())
        }
    )+};
}

/// Numbers with a sign: 0, -1, 1, -2, 2 and so on are 0, 1, 2, 3, 4.
macro_rules! signed {
    ($($name:ident $type:ty;)+) => {$(
        #[inline]
        fn $name(self, number: $type) -> Result<(), Unwritable> {
            let number = i64::from(number);
            self.number(((number << 1) ^ (number >> 63)) as u64);
            Ok(())
        }
    )+};
}

impl<'a> Serializer for &'a mut Writer {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = List<'a>;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = List<'a>;
    type SerializeStruct = Fields<'a>;
    type SerializeStructVariant = Self;

    numbers! {
        serialize_u16 u16;
        serialize_u32 u32;
        serialize_u64 u64;
        serialize_char char;
    }

    signed! {
        serialize_i16 i16;
        serialize_i32 i32;
        serialize_i64 i64;
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    fn serialize_bool(self, flag: bool) -> Result<(), Unwritable> {
        self.out.push(flag.into());
        Ok(())
    }

    fn serialize_u8(self, byte: u8) -> Result<(), Unwritable> {
        self.out.push(byte);
        Ok(())
    }

    fn serialize_i8(self, byte: i8) -> Result<(), Unwritable> {
        self.out.push(byte as u8);
        Ok(())
    }

    fn serialize_u128(self, number: u128) -> Result<(), Unwritable> {
        self.wide(number);
        Ok(())
    }

    fn serialize_i128(self, number: i128) -> Result<(), Unwritable> {
        self.wide(((number << 1) ^ (number >> 127)) as u128);
        Ok(())
    }

    fn serialize_f32(self, number: f32) -> Result<(), Unwritable> {
        self.raw(&number.to_le_bytes());
        Ok(())
    }

    fn serialize_f64(self, number: f64) -> Result<(), Unwritable> {
        self.raw(&number.to_le_bytes());
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Result<(), Unwritable> {
        self.bytes(text.as_bytes());
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Unwritable> {
        self.bytes(bytes);
        Ok(())
    }

    /// Writes the text in place and its length in front of it, without a text in between.
    fn collect_str<T: fmt::Display + ?Sized>(self, text: &T) -> Result<(), Unwritable> {
        let start = self.out.len();
        fmt::write(&mut Text(&mut self.out), format_args!("{text}"))
            .map_err(|_| Unwritable("its text cannot be formed".to_owned()))?;
        self.put_length(start, self.out.len() - start);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        self.out.push(0);
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        self.out.push(1);
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritable> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unwritable> {
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
    ) -> Result<(), Unwritable> {
        self.number(index.into());
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.number(index.into());
        value.serialize(self)
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<List<'a>, Unwritable> {
        Ok(List::begin(self, length))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Unwritable> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Unwritable> {
        Ok(self)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Unwritable> {
        self.number(index.into());
        Ok(self)
    }

    fn serialize_map(self, length: Option<usize>) -> Result<List<'a>, Unwritable> {
        Ok(List::begin(self, length))
    }

    #[inline]
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Fields<'a>, Unwritable> {
        // One length is compared first: it is no other struct's on the hot path.
        let is_personal = name.len() == PERSONAL.len() && name == PERSONAL;
        Ok(Fields { writer: self, personal: if is_personal { Part::Person } else { Part::Plain } })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self, Unwritable> {
        self.number(index.into());
        Ok(self)
    }
}

/// Text that is formed where it belongs.
struct Text<'a>(&'a mut Vec<u8>);

impl fmt::Write for Text<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

/// A list or map in the making.
#[derive(Debug)]
pub struct List<'a> {
    writer: &'a mut Writer,
    start: usize,
    count: usize,
    is_counted: bool,
}

impl<'a> List<'a> {
    fn begin(writer: &'a mut Writer, length: Option<usize>) -> Self {
        if let Some(length) = length {
            writer.length(length);
        }
        let start = writer.out.len();
        Self { writer, start, count: 0, is_counted: length.is_some() }
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.count += 1;
        value.serialize(&mut *self.writer)
    }

    fn close(self) -> Result<(), Unwritable> {
        // A reader takes a length only where so many bytes follow.
        if self.writer.out.len() - self.start < self.count {
            return Err(Unwritable("a list of nothing has no bytes".to_owned()));
        }
        if !self.is_counted {
            self.writer.put_length(self.start, self.count);
        }
        Ok(())
    }
}

impl SerializeSeq for List<'_> {
    type Ok = ();
    type Error = Unwritable;

    #[inline]
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.element(value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close()
    }
}

impl SerializeMap for List<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        self.element(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close()
    }
}

/// The fields of a struct in the making.
#[derive(Debug)]
pub struct Fields<'a> {
    writer: &'a mut Writer,
    personal: Part,
}

/// What comes next of words about a person; most structs are none.
#[derive(Debug, Clone, Copy)]
enum Part {
    Plain,
    Person,
    Words(PersonId),
}

impl Fields<'_> {
    #[cold]
    fn part<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        if let Part::Words(person) = self.personal {
            return self.writer.personal(person, value);
        }
        let start = self.writer.out.len();
        value.serialize(&mut *self.writer)?;
        let written = self.writer.out.get(start..).unwrap_or_default();
        let person = decode(written).map_err(|_| Unwritable("a person is no number".to_owned()))?;
        self.personal = Part::Words(PersonId::new(person));
        Ok(())
    }
}

impl SerializeStruct for Fields<'_> {
    type Ok = ();
    type Error = Unwritable;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        match self.personal {
            Part::Plain => value.serialize(&mut *self.writer),
            Part::Person | Part::Words(_) => self.part(value),
        }
    }

    fn skip_field(&mut self, name: &'static str) -> Result<(), Unwritable> {
        Err(skipped(name))
    }

    #[inline]
    fn end(self) -> Result<(), Unwritable> {
        Ok(())
    }
}

fn skipped(name: &str) -> Unwritable {
    Unwritable(format!("its field {name} would be skipped, and fields go by their order"))
}

impl SerializeStructVariant for &mut Writer {
    type Ok = ();
    type Error = Unwritable;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        value.serialize(&mut **self)
    }

    fn skip_field(&mut self, name: &'static str) -> Result<(), Unwritable> {
        Err(skipped(name))
    }

    fn end(self) -> Result<(), Unwritable> {
        Ok(())
    }
}

/// What has its values in order and nothing else.
macro_rules! in_order {
    ($($trait:ident $method:ident;)+) => {$(
        impl $trait for &mut Writer {
            type Ok = ();
            type Error = Unwritable;

            #[inline]
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), Unwritable> {
                Ok(())
            }
        }
    )+};
}

in_order! {
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}
