//! When a query is evaluated.

use promenade::model::ValueType;

use super::QueryGenerator;
use crate::oracle::Query;

/// The most steps of a range query.
const MAX_STEPS: i64 = 25;

impl QueryGenerator<'_> {
    /// The query at one time, or at several where its type allows it.
    pub(super) fn at_some_time(&mut self, expr: String, value_type: ValueType) -> Query {
        let can_range = matches!(value_type, ValueType::Vector | ValueType::Scalar);
        if !can_range || self.random.percent(35) {
            return Query { expr, time: Some(self.time()), ..Query::default() };
        }
        let (start, step) = (self.time(), self.step());
        let n_steps = self.random.between(0, MAX_STEPS);
        // The end need not be a step.
        let end = start + step * n_steps + if self.random.percent(30) { self.random.between(0, step - 1) } else { 0 };
        Query { expr, start: Some(start), end: Some(end), step: Some(step), ..Query::default() }
    }

    fn time(&mut self) -> i64 {
        let end = self.vocabulary.end_ms;
        match self.random.below(10) {
            0 => self.random.between(-300_000, 0),
            1 => self.random.between(0, end + 400_000),
            2 => self.random.between(0, end / 1000) * 1000,
            _ => self.random.between(0, end / 15_000) * 15_000,
        }
    }

    fn step(&mut self) -> i64 {
        let sample_ms = (self.vocabulary.end_ms / 40).max(1000);
        let step = sample_ms * self.random.weighted(&[(4, 1), (2, 2), (1, 5), (1, 10)]);
        match self.random.below(8) {
            0 => step / 2 + 1,
            1 => 1000 * self.random.between(1, 90),
            2 => self.random.between(1, 5000),
            _ => (step / 1000).max(1) * 1000,
        }
    }
}
