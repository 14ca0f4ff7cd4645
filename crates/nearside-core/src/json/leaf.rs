//! The forms of plain values: flags, numbers, texts, and lists and pairs of anything.

use serde_json::{Map, Value};

use super::{FromJson, Reader, ToJson};

impl FromJson for bool {
    fn read(json: &Value, reader: &mut Reader) -> Self {
        reader.expect(json.as_bool(), "true or false").unwrap_or_default()
    }
}

impl FromJson for f64 {
    fn read(json: &Value, reader: &mut Reader) -> Self {
        reader.expect(json.as_f64(), "a number").unwrap_or_default()
    }
}

impl FromJson for u64 {
    fn read(json: &Value, reader: &mut Reader) -> Self {
        reader.expect(json.as_u64(), "a whole number from 0 up").unwrap_or_default()
    }
}

impl FromJson for i32 {
    fn read(json: &Value, reader: &mut Reader) -> Self {
        let number = json.as_i64().and_then(|number| i32::try_from(number).ok());
        reader.expect(number, "a whole number of 32 bits").unwrap_or_default()
    }
}

impl FromJson for String {
    fn read(json: &Value, reader: &mut Reader) -> Self {
        reader.expect(json.as_str(), "text").unwrap_or_default().to_owned()
    }
}

impl FromJson for Value {
    fn read(json: &Value, _: &mut Reader) -> Self {
        json.clone()
    }
}

impl FromJson for Map<String, Value> {
    fn read(json: &Value, reader: &mut Reader) -> Self {
        reader.expect(json.as_object(), "an object").cloned().unwrap_or_default()
    }
}

/// A whole number that is no greater than `most`.
fn up_to(most: u64, json: &Value, reader: &mut Reader) -> u64 {
    let number = json.as_u64().filter(|number| *number <= most);
    if number.is_none() {
        reader.refuse(&["expected a whole number from 0 to ", &most.to_string()].concat());
    }
    number.unwrap_or_default()
}

macro_rules! whole {
    ($($number:ty),*) => {$(
        impl FromJson for $number {
            fn read(json: &Value, reader: &mut Reader) -> Self {
                up_to(<$number>::MAX as u64, json, reader) as $number
            }
        }
    )*};
}

whole!(u8, u16, u32, usize);

macro_rules! plain {
    ($($plain:ty),*) => {$(
        impl ToJson for $plain {
            fn write(&self) -> Value {
                Value::from(self.clone())
            }
        }
    )*};
}

plain!(bool, u8, u16, u32, u64, usize, i32, f64, String, Map<String, Value>, Value);

impl ToJson for &str {
    fn write(&self) -> Value {
        Value::from(*self)
    }
}

/// As its own shortest decimal, where that of the wider number would show digits that were never there.
impl ToJson for f32 {
    fn write(&self) -> Value {
        let shortest = serde_json::to_string(self).ok().and_then(|text| text.parse().ok());
        shortest.map_or(Value::Null, Value::Number)
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn read(json: &Value, reader: &mut Reader) -> Self {
        if json.is_null() { None } else { Some(T::read(json, reader)) }
    }

    fn absent(_: &mut Reader) -> Self {
        None
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn write(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::write)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn read(json: &Value, reader: &mut Reader) -> Self {
        let list = reader.expect(json.as_array(), "a list").map_or(&[][..], Vec::as_slice);
        let mut read = Vec::with_capacity(list.len());
        for (at, item) in list.iter().enumerate() {
            read.push(reader.item(at, item));
        }
        read
    }
}

impl<T: ToJson> ToJson for [T] {
    fn write(&self) -> Value {
        let mut list = Vec::with_capacity(self.len());
        for item in self {
            list.push(item.write());
        }
        Value::Array(list)
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn write(&self) -> Value {
        self.as_slice().write()
    }
}

/// A list of exactly so many values.
fn exactly<'a, const N: usize>(json: &'a Value, reader: &mut Reader) -> &'a [Value; N] {
    let list = json.as_array().and_then(|list| list.as_array());
    if list.is_none() {
        reader.refuse(&["expected ", &N.to_string(), " values"].concat());
    }
    list.unwrap_or(const { &[const { Value::Null }; N] })
}

impl<T: FromJson, const N: usize> FromJson for [T; N] {
    fn read(json: &Value, reader: &mut Reader) -> Self {
        let list: &[Value; N] = exactly(json, reader);
        std::array::from_fn(|at| reader.item(at, &list[at]))
    }
}

impl<T: ToJson, const N: usize> ToJson for [T; N] {
    fn write(&self) -> Value {
        self.as_slice().write()
    }
}

impl<A: FromJson, B: FromJson> FromJson for (A, B) {
    fn read(json: &Value, reader: &mut Reader) -> Self {
        let [one, other] = exactly(json, reader);
        (reader.item(0, one), reader.item(1, other))
    }
}

impl<A: ToJson, B: ToJson> ToJson for (A, B) {
    fn write(&self) -> Value {
        Value::Array(vec![self.0.write(), self.1.write()])
    }
}
