//! Floats as texts, for formats that have neither NaN nor infinity: the shortest decimal number that is read back the same.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Writes a float.
///
/// # Errors
/// Those of the format.
#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for it
pub fn serialize<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

/// Reads a float.
///
/// # Errors
/// Where the text is no float.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

/// Floats that may be missing.
pub mod option {
    use super::{Deserialize, Deserializer, Error, Serialize, Serializer};

    /// Writes a float, where there is one.
    ///
    /// # Errors
    /// Those of the format.
    #[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref)] // serde asks for it
    pub fn serialize<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
        value.map(|value| value.to_string()).serialize(serializer)
    }

    /// Reads a float, where there is one.
    ///
    /// # Errors
    /// Where the text is no float.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| text.parse().map_err(D::Error::custom)).transpose()
    }
}
