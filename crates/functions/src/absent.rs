//! Labels of the results of `absent` and `absent_over_time`.

use std::collections::BTreeSet;

use promenade_model::ValueType::Vector;
use promenade_model::labels::is_metadata_label;
use promenade_model::{Labels, LabelsBuilder, Matcher};

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability, Usage, ValueRange};
use crate::kernel::Kernel;
use crate::param::Param;

pub(crate) static ROWS: &[FunctionDef] = &[FunctionDef {
    name: "absent",
    signature: Signature::fixed(&[Param::VECTOR], Vector),
    stability: Stability::Stable,
    docs: Docs::new(
        "Returns 1 if a vector is empty, and nothing otherwise.",
        "Useful for alerts on missing series. If the argument is a selector, the result has the labels of its `=` \
         matchers, except the metric name, the other metadata labels, and labels with several matchers. For any other \
         expression, the result has no labels. Both float and histogram samples count as present.",
        "absent(up{job=\"node\"})",
    ),
    behavior: Behavior {
        reports_absence: true,
        value_range: ValueRange::Only(1),
        usage: Usage::PRESENCE,
        ..Behavior::SKIPS_BUCKETS
    },
    kernel: Kernel::Absent,
}];

/// The labels of the sample that `absent` and `absent_over_time` return for a selector with these matchers.
///
/// A label has the value of the first `=` matcher on it, unless another matcher on it follows.
pub fn absent_labels(matchers: &[Matcher]) -> Labels {
    let mut labels = LabelsBuilder::default();
    let mut seen = BTreeSet::new();
    for matcher in matchers.iter().filter(|m| !is_metadata_label(m.name())) {
        match matcher.asks_for() {
            Some((name, value)) if seen.insert(name) => labels.set(name, value),
            _ => labels.delete(matcher.name()),
        };
    }
    labels.build()
}

#[cfg(test)]
mod tests {
    use promenade_model::{MatchOp, Matcher};

    use super::absent_labels;

    #[test]
    fn labels_come_from_lone_equalities() {
        use MatchOp::{Equal, NotEqual, Regex};

        type Row = (MatchOp, &'static str, &'static str);
        let cases: [(&[Row], &str); 7] = [
            (&[(Equal, "__type__", "counter"), (Equal, "__unit__", "s"), (Equal, "job", "a")], r#"{job="a"}"#),
            (&[(Equal, "__name__", "up"), (Equal, "job", "a"), (Regex, "instance", ".*")], r#"{job="a"}"#),
            (&[(Equal, "job", "a"), (Equal, "job", "b"), (Equal, "foo", "bar")], r#"{foo="bar"}"#),
            (&[(Equal, "job", "a"), (Regex, "job", "a")], "{}"),
            (&[(NotEqual, "job", "a"), (Equal, "job", "b")], r#"{job="b"}"#),
            (&[(Equal, "job", "")], "{}"),
            (&[(Equal, "job", "a"), (Equal, "job", "a"), (Equal, "job", "a")], "{}"),
        ];
        for (matchers, expected) in cases {
            let matchers: Vec<_> = matchers.iter().map(|(op, n, v)| Matcher::new(*op, n, v).unwrap()).collect();
            assert_eq!(absent_labels(&matchers).to_string(), expected);
        }
    }
}
