//! The values of a running template, with the types that they have in Go.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use promenade_go::time::{Duration, Time};
use promenade_model::FloatHistogram;

/// A value. What Go reaches through pointers is shared.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// No value: an untyped nil.
    None,
    Bool(bool),
    Int(i64),
    /// A byte of a text.
    Byte(u8),
    Float(f64),
    Complex(f64, f64),
    Text(Rc<str>),
    /// A text that needs no escapes in HTML.
    Html(Rc<str>),
    /// Labels.
    Texts(Rc<BTreeMap<String, String>>),
    /// What `args` makes.
    Map(Rc<BTreeMap<String, Self>>),
    Sample(Rc<Sample>),
    /// The result of a query. To sort it sorts it for all who have it.
    Samples(Rc<RefCell<Vec<Rc<Sample>>>>),
    Histogram(Rc<FloatHistogram>),
    Time(Time),
    /// What `toTime` makes.
    TimePointer(Time),
    Duration(Duration),
    /// What `toDuration` makes.
    DurationPointer(Duration),
    Month(i64),
    Weekday(i64),
    /// The data of the template.
    Data(Rc<Data>),
    /// A value, or none, behind Go's `interface{}`.
    Interface(Option<Box<Self>>),
}

/// An element of the result of a query.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    pub(super) labels: Rc<BTreeMap<String, String>>,
    pub(super) value: Value,
}

/// What `$` and the dot of the template itself are.
#[derive(Debug)]
pub(crate) struct Data {
    pub(super) labels: Rc<BTreeMap<String, String>>,
    pub(super) external_labels: Rc<BTreeMap<String, String>>,
    pub(super) external_url: Rc<str>,
    pub(super) server_url: Option<Rc<str>>,
    pub(super) value: Value,
}

/// Values that compare with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BasicKind {
    Bool,
    Int,
    Uint,
    Float,
    Complex,
    Text,
}

impl Value {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// The name of the type in Go; none for no value.
    pub(super) fn type_name(&self) -> Option<&'static str> {
        Some(match self {
            Self::None => return None,
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Byte(_) => "uint8",
            Self::Float(_) => "float64",
            Self::Complex(..) => "complex128",
            Self::Text(_) => "string",
            Self::Html(_) => "template.HTML",
            Self::Texts(_) => "map[string]string",
            Self::Map(_) => "map[string]interface {}",
            Self::Sample(_) => "*template.sample",
            Self::Samples(_) => "template.queryResult",
            Self::Histogram(_) => "*histogram.FloatHistogram",
            Self::Time(_) => "time.Time",
            Self::TimePointer(_) => "*time.Time",
            Self::Duration(_) => "time.Duration",
            Self::DurationPointer(_) => "*time.Duration",
            Self::Month(_) => "time.Month",
            Self::Weekday(_) => "time.Weekday",
            Self::Data(_) => {
                "struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; Value interface {} }"
            }
            Self::Interface(_) => "interface {}",
        })
    }

    /// What stands behind an interface.
    pub(super) fn concrete(&self) -> &Self {
        match self {
            Self::Interface(Some(inner)) => inner.concrete(),
            Self::Interface(None) => &Self::None,
            other => other,
        }
    }

    /// As [`Self::concrete`], of a value that is owned.
    pub(super) fn into_concrete(self) -> Self {
        match self {
            Self::Interface(Some(inner)) => inner.into_concrete(),
            Self::Interface(None) => Self::None,
            other => other,
        }
    }

    /// Whether it counts as true: it is not the zero of its type.
    pub(super) fn is_true(&self) -> bool {
        match self.concrete() {
            Self::None | Self::Interface(_) => false,
            Self::Bool(value) => *value,
            Self::Int(value) | Self::Month(value) | Self::Weekday(value) => *value != 0,
            Self::Byte(value) => *value != 0,
            Self::Duration(value) => value.nanoseconds() != 0,
            Self::Float(value) => *value != 0.0,
            Self::Complex(real, imaginary) => *real != 0.0 || *imaginary != 0.0,
            Self::Text(text) | Self::Html(text) => !text.is_empty(),
            Self::Texts(map) => !map.is_empty(),
            Self::Map(map) => !map.is_empty(),
            Self::Samples(samples) => !samples.borrow().is_empty(),
            Self::Sample(_)
            | Self::Histogram(_)
            | Self::Time(_)
            | Self::TimePointer(_)
            | Self::DurationPointer(_)
            | Self::Data(_) => true,
        }
    }

    /// The kind by which it is compared.
    pub(super) fn basic_kind(&self) -> Option<BasicKind> {
        match self {
            Self::Bool(_) => Some(BasicKind::Bool),
            Self::Int(_) | Self::Month(_) | Self::Weekday(_) | Self::Duration(_) => Some(BasicKind::Int),
            Self::Byte(_) => Some(BasicKind::Uint),
            Self::Float(_) => Some(BasicKind::Float),
            Self::Complex(..) => Some(BasicKind::Complex),
            Self::Text(_) | Self::Html(_) => Some(BasicKind::Text),
            _ => None,
        }
    }

    /// The integer that it is, of any type of integers.
    pub(super) fn integer(&self) -> Option<i64> {
        match self {
            Self::Int(value) | Self::Month(value) | Self::Weekday(value) => Some(*value),
            Self::Byte(value) => Some(i64::from(*value)),
            Self::Duration(value) => Some(value.nanoseconds()),
            _ => None,
        }
    }

    /// The text that it is, of any type of texts.
    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Html(text) => Some(text),
            _ => None,
        }
    }
}
