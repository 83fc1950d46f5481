//! `info`: labels of info metrics joined to other series.

use promenade_model::ValueType::Vector;
use promenade_model::labels::METRIC_NAME;
use promenade_model::{MatchOp, Matcher};

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability, Variadic};
use crate::kernel::Kernel;
use crate::param::{Param, ParamRole};

/// The info metric that is meant where the call does not say.
pub const DEFAULT_INFO_METRIC: &str = "target_info";

/// The labels that a series and its info series share.
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
        "Series and info series match where they agree in the labels `instance` and `job`. Info series are read \
         at the time at which the selectors of the first argument look, offsets and `@` included; at the time of \
         the evaluation where these differ. The second argument is no expression but matchers in braces: \
         `{__name__=~\".+_info\"}` says which info metrics to read (only negative matchers on the name mean all \
         that end in `_info`, without those), other matchers which info series count and which of their labels \
         are added; without any, all are. Where no info series matches at a time, the sample stays as it is, \
         unless a matcher asks for a label that is not empty: then it is dropped. Of several info series with the same identity the one with the newest sample counts. A \
         series that is itself such an info series is returned unchanged. Labels that the series already has are \
         never overwritten. Float and histogram samples are treated alike.",
        "info(rate(http_server_request_duration_seconds_count[2m]), {k8s_cluster_name=~\".+\"})",
    ),
    behavior: Behavior { keeps_name: true, ..Behavior::DEFAULT },
    kernel: Kernel::Info,
}];

/// The condition on the name of the info metric that these matchers, the second argument of `info`, leave unsaid: without
/// any on the name it is the default metric, and negative ones alone mean all names that end in `_info`.
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
