//! `info`: joins labels of info metrics to other series.

use promenade_model::ValueType::Vector;
use promenade_model::labels::METRIC_NAME;
use promenade_model::{MatchOp, Matcher};

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability, Variadic};
use crate::kernel::Kernel;
use crate::param::{Param, ParamRole};

/// The default info metric.
pub const DEFAULT_INFO_METRIC: &str = "target_info";

/// The labels that identify the info series of a series.
pub const IDENTIFYING_LABELS: [&str; 2] = ["instance", "job"];

pub(crate) static ROWS: &[FunctionDef] = &[FunctionDef {
    name: "info",
    signature: Signature::fixed(
        &[Param::VECTOR, Param::vector("data_label_selector", ParamRole::InfoSelector)],
        Vector,
    )
    .with(Variadic::UpTo(1)),
    stability: Stability::Experimental,
    docs: Docs::new(
        "Adds the labels of matching info series, `target_info` by default, to each series.",
        "Series and info series match if their labels `instance` and `job` are equal. Info series are read at the time \
         of the selectors of the first argument, with offsets and `@` applied; if these differ, at the evaluation time. \
         The second argument is not an expression but matchers in braces. Matchers on the name, such as \
         `{__name__=~\".+_info\"}`, select the info metrics (with only negative ones, all other names that end in \
         `_info`). Other matchers select the info series and the labels to add; without any, all labels are added. If \
         no info series matches, the sample is returned unchanged, unless a matcher does not match the empty value: \
         then it is dropped. Of several info series with the same identity, the one with the newest sample is used. A \
         series that is itself such an info series is returned unchanged. Labels that the series already has are never \
         overwritten. Both float and histogram samples are supported.",
        "info(rate(http_server_request_duration_seconds_count[2m]), {k8s_cluster_name=~\".+\"})",
    ),
    behavior: Behavior { keeps_name: true, ..Behavior::DEFAULT },
    kernel: Kernel::Info,
}];

/// The implied matcher on the name of the info metric, given the matchers of the second argument of `info`: the default
/// metric without any matcher on the name, all names that end in `_info` with only negative ones.
pub fn implied_name_matcher(matchers: &[Matcher]) -> Option<Matcher> {
    let on_name = || matchers.iter().filter(|m| m.name() == METRIC_NAME);
    let (op, value) = match on_name().next() {
        None => (MatchOp::Equal, DEFAULT_INFO_METRIC),
        Some(_) if on_name().any(|m| matches!(m.op(), MatchOp::Equal | MatchOp::Regex)) => return None,
        Some(_) => (MatchOp::Regex, ".+_info"),
    };
    Matcher::new(op, METRIC_NAME, value).ok()
}

#[cfg(test)]
mod tests {
    use promenade_model::{MatchOp, Matcher};

    use super::implied_name_matcher;

    #[test]
    fn names_of_info_metrics() {
        use MatchOp::{Equal, NotEqual, Regex};
        type Row = (MatchOp, &'static str, &'static str);
        let cases: &[(&[Row], &[&str])] = &[
            (&[], &["target_info"]),
            (&[(Equal, "__name__", "build_info")], &["build_info"]),
            (&[(NotEqual, "__name__", "target_info")], &["build_info"]),
            (&[(Regex, "__name__", ".*"), (NotEqual, "__name__", "target_info")], &["build_info", "up"]),
            (&[(Regex, "version", ".+")], &["target_info"]),
        ];
        for (rows, expected) in cases {
            let mut matchers: Vec<_> = rows.iter().map(|(op, n, v)| Matcher::new(*op, n, v).unwrap()).collect();
            matchers.extend(implied_name_matcher(&matchers));
            let is_info = |name: &&str| matchers.iter().all(|m| m.name() != "__name__" || m.matches(name));
            let found: Vec<_> = ["build_info", "target_info", "up"].into_iter().filter(is_info).collect();
            assert_eq!(found, *expected, "{rows:?}");
        }
    }
}
