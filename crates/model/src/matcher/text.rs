//! Serialization of matchers: name, operator and value, a regular expression as its text.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{MatchOp, Matcher};

#[derive(Serialize, Deserialize)]
#[serde(rename = "Matcher")]
struct Parts<'a> {
    name: std::borrow::Cow<'a, str>,
    op: MatchOp,
    value: std::borrow::Cow<'a, str>,
}

impl Serialize for Matcher {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Parts { name: self.name().into(), op: self.op(), value: self.value().into() }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Matcher {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Parts { name, op, value } = Parts::deserialize(deserializer)?;
        Self::new(op, &name, &value).map_err(D::Error::custom)
    }
}
