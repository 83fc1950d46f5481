//! The smallest case that still differs: first the query is taken apart, then its times, then the data, until nothing
//! more can go.

mod data;
mod query;
mod times;

pub(crate) use query::smaller as smaller_queries;

use crate::generate::data::DataSet;
use crate::oracle::Query;

/// A query over some data.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The data.
    pub data: DataSet,
    /// The query and its times.
    pub query: Query,
}

/// Rounds over query, times and data; each makes the next one's work smaller.
const MAX_ROUNDS: usize = 4;

/// Cases that are tried at most, as each costs two answers, and new data a new process.
const MAX_TRIES: usize = 3000;

/// The smallest case found for which `fails` says yes, as it must for `case`.
pub fn shrink(case: Case, fails: &mut dyn FnMut(&Case) -> bool) -> Case {
    let mut n_tries = 0;
    let mut still_fails = |case: &Case| {
        n_tries += 1;
        n_tries <= MAX_TRIES && fails(case)
    };
    let mut smallest = case;
    for _ in 0..MAX_ROUNDS {
        let before = smallest.clone();
        while let Some(smaller) = step(&smallest, &mut still_fails) {
            smallest = smaller;
        }
        smallest = data::shrink(&smallest, &mut still_fails);
        if smallest == before {
            break;
        }
    }
    smallest
}

/// The first smaller query, or query at fewer times, that still fails.
fn step(case: &Case, fails: &mut dyn FnMut(&Case) -> bool) -> Option<Case> {
    let queries = times::smaller(&case.query).into_iter().chain(query::smaller(&case.query));
    let cases = queries.map(|query| Case { data: case.data.clone(), query });
    cases.into_iter().find(|case| fails(case))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::data::KINDS;

    /// A planted failure: whatever divides by `up` of one instance fails while the series has its third sample.
    fn fails(case: &Case) -> bool {
        let series = case.data.loads.iter().flat_map(|load| &load.series);
        let mut ups = series.filter(|s| s.metric.starts_with("up{") && s.metric.contains("instance=\"2\""));
        case.query.expr.contains("/ up") && ups.any(|s| s.values.get(2).is_some_and(|value| value != "_"))
    }

    #[test]
    fn a_planted_failure_is_found() {
        let data = KINDS[0].draw(3);
        let expr = "sum by (job) (rate(http_requests_total{code=~\"2.*\"}[5m] offset 1m)) / on (job) group_right () \
                    (abs(http_requests_total{job!=\"x\"} @ 300) / up{job=~\".+\"}) > bool 2 + 3 * pi()";
        let query =
            Query { expr: expr.to_owned(), start: Some(0), end: Some(60_000), step: Some(15_000), ..Query::default() };
        let case = Case { data, query };
        assert!(fails(&case));
        let smallest = shrink(case, &mut |case| fails(case));
        assert_eq!(smallest.query.expr, "0 / up");
        assert_eq!(smallest.query.time, Some(0));
        assert_eq!((smallest.data.n_series(), smallest.data.n_samples()), (1, 1));
    }
}
