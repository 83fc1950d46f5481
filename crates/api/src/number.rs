//! Timestamps and floats in the API's format.

use promenade_go::strconv::format_api;
use promenade_model::TimestampMs;
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// Milliseconds, written as seconds with three decimals or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timestamp(pub TimestampMs);

/// A number as a string; may be infinite or NaN.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Float(pub f64);

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (seconds, millis) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
        let sign = if self.0 < 0 { "-" } else { "" };
        let text = if millis == 0 { format!("{sign}{seconds}") } else { format!("{sign}{seconds}.{millis:03}") };
        RawValue::from_string(text).map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl Serialize for Float {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format_api(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_seconds() {
        for (ms, text) in [(0, "0"), (1_000, "1"), (1_050, "1.050"), (-1_500, "-1.500"), (-20, "-0.020")] {
            assert_eq!(serde_json::to_string(&Timestamp(ms)).ok().as_deref(), Some(text));
        }
    }

    #[test]
    fn floats_are_strings() {
        for (v, text) in [(1.0, r#""1""#), (f64::INFINITY, r#""+Inf""#), (f64::NAN, r#""NaN""#), (1e21, r#""1e+21""#)] {
            assert_eq!(serde_json::to_string(&Float(v)).ok().as_deref(), Some(text));
        }
    }
}
