//! Answers that Prometheus has given, compared with ours.

use promenade::semantic::parse_and_check;
use promenade::{Engine, Storage};
use serde_json::Value;

use super::compare::compare;
use super::explained::{Asked, Seen, explain};
use super::judge::{Verdict, order};
use crate::generate::data::DataSet;
use crate::oracle::{Query, answer};

/// Compares answers of Prometheus with those of an engine over the same samples.
pub struct Recorded<'a> {
    /// The engine, with the features that Prometheus had.
    pub engine: &'a Engine,
    /// The samples.
    pub storage: &'a dyn Storage,
}

impl Recorded<'_> {
    /// What comes of a query to which Prometheus has given an answer, and others when it was asked again.
    pub fn verdict(&self, query: &Query, expected: &Value, again: &[Value]) -> Verdict {
        let actual = self.answer(query.clone());
        let expr = parse_and_check(&query.expr, &self.engine.language()).expr;
        let order = order(&expr);
        let Err(difference) = compare(expected, &actual, order) else { return Verdict::same(expected) };
        let seen = Seen {
            text: &query.expr,
            expr: &expr,
            data: &DataSet::default(),
            order,
            expected,
            again,
            actual: &actual,
            asked: &AtTimesOf { recorded: self, query },
        };
        match explain(&seen) {
            Some(explanation) => Verdict::Explained(explanation),
            None => Verdict::Differs { difference, expected: expected.clone(), actual },
        }
    }

    fn answer(&self, query: Query) -> Value {
        serde_json::to_value(answer(self.engine, self.storage, query)).unwrap_or_default()
    }
}

/// Answers other queries at the times of one.
struct AtTimesOf<'a> {
    recorded: &'a Recorded<'a>,
    query: &'a Query,
}

impl Asked for AtTimesOf<'_> {
    fn ours(&self, text: &str) -> Value {
        self.recorded.answer(Query { expr: text.to_owned(), ..self.query.clone() })
    }

    /// There is no Prometheus here that could be asked.
    fn agree_over(&self, _: &DataSet, _: &str) -> bool {
        false
    }
}
