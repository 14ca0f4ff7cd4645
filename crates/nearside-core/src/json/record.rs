//! The forms of structs and of plain enums, from one list of their names each.

use serde_json::{Map, Value};

/// Puts a field into an object.
pub fn put(object: &mut Map<String, Value>, key: &str, value: Value) {
    object.insert(key.to_owned(), value);
}

/// The form of a struct: an object with these keys and no other. Those after `default` may be missing. Also one way only.
#[macro_export]
macro_rules! object {
    ($type:ident { $($key:ident),* } $(default { $($optional:ident),* })?) => {
        $crate::object!(read $type { $($key),* } $(default { $($optional),* })?);
        $crate::object!(write $type { $($key,)* $($($optional),*)? });
    };
    (read $type:ident { $($key:ident),* } $(default { $($optional:ident),* })?) => {
        impl $crate::json::FromJson for $type {
            fn read(json: &serde_json::Value, reader: &mut $crate::json::Reader) -> Self {
                const KEYS: &[&str] = &[$(stringify!($key),)* $($(stringify!($optional)),*)?];
                let object = reader.object(json, KEYS);
                $type {
                    $($key: reader.field(object, stringify!($key)),)*
                    $($($optional: reader.field_or(object, stringify!($optional), Default::default()),)*)?
                }
            }
        }
    };
    (write $type:ident { $($key:ident),* $(,)? }) => {
        impl $crate::json::ToJson for $type {
            fn write(&self) -> serde_json::Value {
                let mut object = serde_json::Map::new();
                $($crate::json::put(&mut object, stringify!($key), self.$key.write());)*
                serde_json::Value::Object(object)
            }
        }
    };
}

/// The form of settings: an object with these keys and no other, in which what is missing is as by default.
macro_rules! settings {
    ($type:ident { $($key:ident),* $(,)? }) => {
        impl $crate::json::FromJson for $type {
            fn read(json: &serde_json::Value, reader: &mut $crate::json::Reader) -> Self {
                const KEYS: &[&str] = &[$(stringify!($key)),*];
                let (object, default) = (reader.object(json, KEYS), $type::default());
                $type { $($key: reader.field_or(object, stringify!($key), default.$key)),* }
            }
        }

        $crate::object!(write $type { $($key),* });
    };
}

/// The form of an enum: a name for each variant.
macro_rules! names {
    ($type:ident { $($variant:ident: $name:literal),* $(,)? }) => {
        impl $crate::json::FromJson for $type {
            fn read(json: &serde_json::Value, reader: &mut $crate::json::Reader) -> Self {
                [$($type::$variant),*][reader.choice(json, &[$($name),*])]
            }
        }

        impl $crate::json::ToJson for $type {
            fn write(&self) -> serde_json::Value {
                serde_json::Value::from(match self { $($type::$variant => $name),* })
            }
        }
    };
}

pub(crate) use {names, object, settings};
