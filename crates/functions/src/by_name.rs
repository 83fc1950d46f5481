//! Serializes functions and aggregators by name.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A function.
pub mod function {
    use super::{Deserialize, Deserializer, Error, Serializer};
    use crate::FunctionDef;

    /// Writes its name.
    ///
    /// # Errors
    /// Returns any error of the serializer.
    pub fn serialize<S: Serializer>(def: &&'static FunctionDef, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(def.name)
    }

    /// Reads a function by name.
    ///
    /// # Errors
    /// Returns an error if no function has the name.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static FunctionDef, D::Error> {
        let name = String::deserialize(deserializer)?;
        crate::function(&name).ok_or_else(|| D::Error::custom(format!("unknown function {name:?}")))
    }
}

/// An aggregator.
pub mod aggregator {
    use super::{Deserialize, Deserializer, Error, Serializer};
    use crate::AggregatorDef;

    /// Writes its name.
    ///
    /// # Errors
    /// Returns any error of the serializer.
    pub fn serialize<S: Serializer>(def: &&'static AggregatorDef, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(def.name)
    }

    /// Reads an aggregator by name.
    ///
    /// # Errors
    /// Returns an error if no aggregator has the name.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static AggregatorDef, D::Error> {
        let name = String::deserialize(deserializer)?;
        crate::aggregator(&name).ok_or_else(|| D::Error::custom(format!("unknown aggregator {name:?}")))
    }
}

/// The optional name of a function or an aggregator.
pub mod either {
    use super::{Deserialize, Deserializer, Error, Serialize, Serializer};

    /// Writes the optional name.
    ///
    /// # Errors
    /// Returns any error of the serializer.
    #[allow(clippy::ref_option, clippy::ref_option_ref)] // serde passes a reference to the field
    pub fn serialize<S: Serializer>(name: &Option<&'static str>, serializer: S) -> Result<S::Ok, S::Error> {
        name.serialize(serializer)
    }

    /// Reads the optional name.
    ///
    /// # Errors
    /// Returns an error if neither a function nor an aggregator has the name.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'static str>, D::Error> {
        let known = |name: String| {
            let function = crate::function(&name).map(|def| def.name);
            let known = function.or_else(|| crate::aggregator(&name).map(|def| def.name));
            known.ok_or_else(|| D::Error::custom(format!("unknown function {name:?}")))
        };
        Option::<String>::deserialize(deserializer)?.map(known).transpose()
    }
}
