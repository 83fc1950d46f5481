//! Floats as strings, for formats without NaN and infinity: the shortest decimal that parses to the same float.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Writes a float.
///
/// # Errors
/// Returns any error of the serializer.
#[allow(clippy::trivially_copy_pass_by_ref)] // required by serde
pub fn serialize<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// Reads a float.
///
/// # Errors
/// Returns an error if the text is not a float.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

/// Optional floats.
pub mod option {
    use super::{Deserialize, Deserializer, Error, Serialize, Serializer};

    /// Writes an optional float.
    ///
    /// # Errors
    /// Returns any error of the serializer.
    #[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref)] // required by serde
    pub fn serialize<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
        value.map(|value| value.to_string()).serialize(serializer)
    }

    /// Reads an optional float.
    ///
    /// # Errors
    /// Returns an error if the text is not a float.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| text.parse().map_err(D::Error::custom)).transpose()
    }
}
