//! What serde asks of a reader: each form of value, out of bytes.

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
    value::U32Deserializer,
};
use sklad_base::PersonId;

use super::Reader;
use crate::codec::{Malformed, PERSONAL};

/// Numbers, each visited as what it is.
macro_rules! numbers {
    ($($name:ident $read:ident $visit:ident;)+) => {$(
        #[inline]
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
            let number = self.$read()?;
            visitor.$visit(number)
        }
    )+};
}

impl<'de> Deserializer<'de> for &mut Reader<'_> {
    type Error = Malformed;

    numbers! {
        deserialize_bool flag visit_bool;
        deserialize_u8 byte visit_u8;
        deserialize_u16 small visit_u16;
        deserialize_u32 small visit_u32;
        deserialize_u64 number visit_u64;
        deserialize_u128 wide visit_u128;
        deserialize_i16 signed visit_i16;
        deserialize_i32 signed visit_i32;
        deserialize_i64 signed visit_i64;
        deserialize_str text visit_str;
        deserialize_string text visit_str;
        deserialize_bytes bytes visit_bytes;
        deserialize_byte_buf bytes visit_bytes;
        deserialize_identifier small visit_u32;
    }

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        let wanted: &dyn serde::de::Expected = &visitor;
        Err(Malformed::new(self.at, format!("bytes do not say what they are, {wanted} is wanted")))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.deserialize_any(visitor)
    }

    fn deserialize_i8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        let byte = self.byte()?;
        visitor.visit_i8(byte as i8)
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        let number = self.wide()?;
        visitor.visit_i128((number >> 1) as i128 ^ -((number & 1) as i128))
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        let bytes = self.raw(4)?;
        visitor.visit_f32(bytes.try_into().map_or(0.0, f32::from_le_bytes))
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        let bytes = self.raw(8)?;
        visitor.visit_f64(bytes.try_into().map_or(0.0, f64::from_le_bytes))
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        let start = self.at;
        let number: u32 = self.small()?;
        let letter = char::from_u32(number);
        visitor.visit_char(letter.ok_or_else(|| Malformed::new(start, "no such letter"))?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        if self.flag()? {
            return self.deeper(|reader| visitor.visit_some(reader));
        }
        visitor.visit_none()
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        visitor.visit_unit()
    }

    /// No floor of its own: a type that holds itself does so in an option, a list or a variant.
    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        let left = self.length()?;
        self.deeper(|reader| visitor.visit_seq(Values { reader, left }))
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        left: usize,
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        self.deeper(|reader| visitor.visit_seq(Values { reader, left }))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        left: usize,
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        self.deserialize_tuple(left, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        let left = self.length()?;
        self.deeper(|reader| visitor.visit_map(Values { reader, left }))
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        if name.len() == PERSONAL.len() && name == PERSONAL {
            return self.deeper(|reader| visitor.visit_seq(Person { reader, person: None }));
        }
        self.deserialize_tuple(fields.len(), visitor)
    }

    #[inline]
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        self.deeper(|reader| visitor.visit_enum(Variant(reader)))
    }
}

/// Values that follow: so many of a list, a tuple, a map.
struct Values<'r, 'a> {
    reader: &'r mut Reader<'a>,
    left: usize,
}

impl<'de> SeqAccess<'de> for Values<'_, '_> {
    type Error = Malformed;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Malformed> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

impl<'de> MapAccess<'de> for Values<'_, '_> {
    type Error = Malformed;

    fn next_key_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Malformed> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Malformed> {
        seed.deserialize(&mut *self.reader)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// The two fields of words about a person.
struct Person<'r, 'a> {
    reader: &'r mut Reader<'a>,
    person: Option<PersonId>,
}

impl<'de> SeqAccess<'de> for Person<'_, '_> {
    type Error = Malformed;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Malformed> {
        if let Some(person) = self.person {
            return self.reader.words(person, seed).map(Some);
        }
        let ahead = self.reader.reborrow().number()?;
        self.person = Some(PersonId::new(ahead));
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

/// A variant: its index, then what it holds.
struct Variant<'r, 'a>(&'r mut Reader<'a>);

impl<'de> EnumAccess<'de> for Variant<'_, '_> {
    type Error = Malformed;
    type Variant = Self;

    #[inline]
    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Malformed> {
        let start = self.0.at;
        let index: U32Deserializer<Malformed> =
            serde::de::IntoDeserializer::into_deserializer(self.0.small::<u32>()?);
        let variant = seed.deserialize(index).map_err(|malformed| malformed.placed(start))?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, '_> {
    type Error = Malformed;

    fn unit_variant(self) -> Result<(), Malformed> {
        Ok(())
    }

    #[inline]
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Malformed> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        left: usize,
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        visitor.visit_seq(Values { reader: self.0, left })
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        visitor.visit_seq(Values { reader: self.0, left: fields.len() })
    }
}
