//! Queries drawn at random: all of the language over a vocabulary, well typed by what the catalogue says.

mod aggregate;
mod binary;
mod call;
mod duration;
mod scalar;
mod selector;
mod text;
mod times;

use promenade::Features;
use promenade::functions::{AggregatorDef, FunctionDef, Stability, aggregators, functions};
use promenade::model::ValueType;

use self::selector::Edges;
use super::{Random, Vocabulary};
use crate::oracle::Query;

/// Draws queries; the same seed draws the same.
#[derive(Debug)]
pub struct QueryGenerator<'a> {
    vocabulary: &'a Vocabulary,
    features: Features,
    random: Random,
    functions: Vec<&'static FunctionDef>,
    aggregators: Vec<&'static AggregatorDef>,
}

/// What an expression is for, which decides over which metrics it mostly is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taste {
    /// All the same.
    Any,
    /// Native histograms.
    Histograms,
    /// Buckets, classic or native.
    Buckets,
}

/// How deep a drawn query may nest.
const MAX_DEPTH: usize = 4;

impl<'a> QueryGenerator<'a> {
    /// A generator of queries that are allowed with these features.
    pub fn new(vocabulary: &'a Vocabulary, features: Features, seed: u64) -> Self {
        let is_allowed = |stability| stability == Stability::Stable || features.experimental_functions;
        Self {
            vocabulary,
            features,
            random: Random::new(seed),
            functions: functions().filter(|f| is_allowed(f.stability)).collect(),
            aggregators: aggregators().filter(|a| is_allowed(a.stability)).collect(),
        }
    }

    /// A query and when to evaluate it.
    pub fn query(&mut self) -> Query {
        let depth = self.random.weighted(&[(1, 0), (4, 1), (5, 2), (4, 3), (1, MAX_DEPTH)]);
        let value_type = self.random.weighted(&[
            (88, ValueType::Vector),
            (7, ValueType::Scalar),
            (4, ValueType::Matrix),
            (1, ValueType::String),
        ]);
        let expr = match value_type {
            ValueType::Matrix => self.matrix(depth, Taste::Any, Edges { anchored: true, smoothed: true }),
            _ => self.of_type(value_type, depth, Taste::Any),
        };
        self.at_some_time(expr, value_type)
    }

    fn of_type(&mut self, value_type: ValueType, depth: usize, taste: Taste) -> String {
        match value_type {
            ValueType::Scalar => self.scalar(depth),
            ValueType::Matrix => self.matrix(depth, taste, Edges::default()),
            ValueType::String => self.text(),
            ValueType::Vector | ValueType::None => self.vector(depth, taste),
        }
    }

    /// An expression whose value is an instant vector.
    fn vector(&mut self, depth: usize, taste: Taste) -> String {
        let Some(below) = depth.checked_sub(1) else { return self.instant_selector(taste) };
        match self.random.below(100) {
            0..10 => self.instant_selector(taste),
            10..50 => self.call(ValueType::Vector, below, taste),
            50..68 => self.aggregation(below, taste),
            68..84 => self.join(below, taste),
            84..94 => self.with_scalar(below, taste),
            94..97 => format!("({})", self.vector(below, taste)),
            _ => format!("{}{}", self.random.text(&["-", "+", "- "]), self.operand(below, taste)),
        }
    }

    /// An expression that can stand beside an operator, in parentheses unless it needs none.
    fn operand(&mut self, depth: usize, taste: Taste) -> String {
        if depth == 0 || self.random.percent(20) {
            let selector = self.instant_selector(taste);
            // A calculated offset would go on with the operator.
            let calculates = selector.to_lowercase().split_once(" offset ").is_some_and(|(_, rest)| rest.contains('('));
            return if calculates { format!("({selector})") } else { selector };
        }
        format!("({})", self.vector(depth, taste))
    }
}
