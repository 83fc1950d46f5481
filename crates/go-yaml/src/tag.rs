//! The types of YAML values.

/// The prefix of YAML's own tags.
const CORE: &str = "tag:yaml.org,2002:";

/// The type of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tag {
    /// `!!null`
    Null,
    /// `!!bool`
    Bool,
    /// `!!int`
    Int,
    /// `!!float`
    Float,
    /// `!!timestamp`
    Timestamp,
    /// `!!str`
    Str,
    /// `!!binary`
    Binary,
    /// `!!merge`, that of the key `<<`
    Merge,
    /// `!!seq`
    Seq,
    /// `!!map`
    Map,
    /// Any other tag.
    Other,
}

impl Tag {
    /// The type of an explicit tag, with its prefix expanded. `None` without a tag, and for `!`, which has no type.
    pub fn explicit(tag: &str) -> Option<Self> {
        if matches!(tag, "" | "!") {
            return None;
        }
        Some(match tag.strip_prefix(CORE).unwrap_or_default() {
            "null" => Self::Null,
            "bool" => Self::Bool,
            "int" => Self::Int,
            "float" => Self::Float,
            "timestamp" => Self::Timestamp,
            "str" => Self::Str,
            "binary" => Self::Binary,
            "merge" => Self::Merge,
            "seq" => Self::Seq,
            "map" => Self::Map,
            _ => Self::Other,
        })
    }

    /// Go's notation: `!!str`; empty for any other tag.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Null => "!!null",
            Self::Bool => "!!bool",
            Self::Int => "!!int",
            Self::Float => "!!float",
            Self::Timestamp => "!!timestamp",
            Self::Str => "!!str",
            Self::Binary => "!!binary",
            Self::Merge => "!!merge",
            Self::Seq => "!!seq",
            Self::Map => "!!map",
            Self::Other => "",
        }
    }
}

/// The tag with `!!` instead of the long prefix.
pub(crate) fn short_tag(tag: &str) -> String {
    match tag.strip_prefix(CORE) {
        Some(rest) => format!("!!{rest}"),
        None => tag.to_owned(),
    }
}
