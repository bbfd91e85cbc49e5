//! Values of types that only serde knows, through their `Serialize`.

use std::fmt::{self, Display};

use serde_core::ser::{
    self, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use crate::value::Value;

/// What a value is shown as; nothing if its `Serialize` refuses.
pub(crate) fn value_of<T: Serialize>(value: &T) -> Option<Value> {
    value.serialize(ToValue).ok()
}

struct ToValue;

/// That a type refused; it is not shown then.
#[derive(Debug)]
struct Refused;

impl Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value cannot be shown")
    }
}

impl std::error::Error for Refused {}

impl ser::Error for Refused {
    fn custom<T: Display>(_: T) -> Self {
        Refused
    }
}

type Shown = Result<Value, Refused>;

/// `{ name = value }`, as an enum's variant with content is read.
fn variant(name: &str, value: Value) -> Value {
    Value::Table(vec![(name.to_owned(), value)])
}

macro_rules! integers {
    ($($method:ident: $ty:ty;)*) => {$(
        fn $method(self, value: $ty) -> Shown {
            Ok(i128::try_from(value).map_or_else(|_| Value::Text(value.to_string()), Value::Integer))
        }
    )*};
}

impl Serializer for ToValue {
    type Ok = Value;
    type Error = Refused;
    type SerializeSeq = Elements;
    type SerializeTuple = Elements;
    type SerializeTupleStruct = Elements;
    type SerializeTupleVariant = Elements;
    type SerializeMap = Table;
    type SerializeStruct = Table;
    type SerializeStructVariant = Table;

    integers! {
        serialize_i8: i8;
        serialize_i16: i16;
        serialize_i32: i32;
        serialize_i64: i64;
        serialize_i128: i128;
        serialize_u8: u8;
        serialize_u16: u16;
        serialize_u32: u32;
        serialize_u64: u64;
        serialize_u128: u128;
    }

    fn serialize_bool(self, value: bool) -> Shown {
        Ok(Value::Bool(value))
    }

    fn serialize_f32(self, value: f32) -> Shown {
        // By its shortest decimals.
        Ok(Value::Float(value.to_string().parse().unwrap_or_else(|_| value.into())))
    }

    fn serialize_f64(self, value: f64) -> Shown {
        Ok(Value::Float(value))
    }

    fn serialize_char(self, value: char) -> Shown {
        Ok(Value::Text(value.to_string()))
    }

    fn serialize_str(self, text: &str) -> Shown {
        Ok(Value::Text(text.to_owned()))
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Shown {
        Ok(Value::List(bytes.iter().map(|byte| Value::Integer((*byte).into())).collect()))
    }

    fn serialize_none(self) -> Shown {
        Ok(Value::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Shown {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Shown {
        Ok(Value::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Shown {
        Ok(Value::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Shown {
        Ok(Value::Text(name.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Shown {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Shown {
        Ok(variant(name, value.serialize(self)?))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Elements, Refused> {
        Ok(Elements { variant: None, elements: Vec::new() })
    }

    fn serialize_tuple(self, _: usize) -> Result<Elements, Refused> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Elements, Refused> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Elements, Refused> {
        Ok(Elements { variant: Some(name), elements: Vec::new() })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Table, Refused> {
        Ok(Table { variant: None, sorted: true, key: String::new(), entries: Vec::new() })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Table, Refused> {
        Ok(Table { variant: None, sorted: false, key: String::new(), entries: Vec::new() })
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, name: &'static str, _: usize) -> Result<Table, Refused> {
        Ok(Table { variant: Some(name), sorted: false, key: String::new(), entries: Vec::new() })
    }
}

/// The elements of a list, so far.
struct Elements {
    variant: Option<&'static str>,
    elements: Vec<Value>,
}

impl Elements {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        self.elements.push(value.serialize(ToValue)?);
        Ok(())
    }

    fn finish(self) -> Value {
        let list = Value::List(self.elements);
        match self.variant {
            Some(name) => variant(name, list),
            None => list,
        }
    }
}

macro_rules! elements {
    ($($bound:ident: $method:ident;)*) => {$(
        impl $bound for Elements {
            type Ok = Value;
            type Error = Refused;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
                self.push(value)
            }

            fn end(self) -> Shown {
                Ok(self.finish())
            }
        }
    )*};
}

elements! {
    SerializeSeq: serialize_element;
    SerializeTuple: serialize_element;
    SerializeTupleStruct: serialize_field;
    SerializeTupleVariant: serialize_field;
}

/// The entries of a table, so far.
struct Table {
    variant: Option<&'static str>,
    /// In the order of the keys, since that of a hash map is another one each time.
    sorted: bool,
    key: String,
    entries: Vec<(String, Value)>,
}

impl Table {
    fn push<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Refused> {
        // A table has no place for nothing.
        match value.serialize(ToValue)? {
            Value::Null => {}
            value => self.entries.push((key.to_owned(), value)),
        }
        Ok(())
    }

    fn finish(mut self) -> Value {
        if self.sorted {
            self.entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        }
        let table = Value::Table(self.entries);
        match self.variant {
            Some(name) => variant(name, table),
            None => table,
        }
    }
}

impl SerializeMap for Table {
    type Ok = Value;
    type Error = Refused;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Refused> {
        self.key = key.serialize(ToValue)?.text().ok_or(Refused)?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        let key = std::mem::take(&mut self.key);
        self.push(&key, value)
    }

    fn end(self) -> Shown {
        Ok(self.finish())
    }
}

macro_rules! entries {
    ($($bound:ident;)*) => {$(
        impl $bound for Table {
            type Ok = Value;
            type Error = Refused;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Refused> {
                self.push(key, value)
            }

            fn end(self) -> Shown {
                Ok(self.finish())
            }
        }
    )*};
}

entries! {
    SerializeStruct;
    SerializeStructVariant;
}
