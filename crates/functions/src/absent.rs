//! `absent`: a sample where there is none.

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
        "Returns 1 where a vector is empty, and nothing where it is not.",
        "For alerts on missing series. Where the argument is a selector, the sample gets the labels that it asks \
         for with `=`, the metric name and the other metadata labels left out, and of a label that several \
         matchers speak of none; where it is any other expression, the sample has no labels. Both float and \
         histogram samples count as present.",
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

/// The labels of the sample that `absent` and `absent_over_time` give for a selector of these matchers.
///
/// A label gets the value of the first `=` matcher on it, unless another matcher on it follows.
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
