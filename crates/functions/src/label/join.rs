//! `label_join`: joins the values of labels.

use promenade_model::Labels;
use promenade_model::ValueType::Vector;
use promenade_model::labels::MAX_TEXT_BYTES;

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability, Usage, Variadic};
use crate::error::FunctionError;
use crate::kernel::Kernel;
use crate::param::{Param, ParamRole};

pub(super) static ROWS: &[FunctionDef] = &[FunctionDef {
    name: "label_join",
    signature: Signature::fixed(
        &[
            Param::VECTOR,
            Param::string("dst", ParamRole::DestinationLabel),
            Param::string("separator", ParamRole::Separator),
            Param::string("src", ParamRole::SourceLabel),
        ],
        Vector,
    )
    .with(Variadic::Any),
    stability: Stability::Stable,
    docs: Docs::new(
        "Sets the label `dst` to the values of other labels, joined by a separator.",
        "An absent label has the empty value, and an empty result deletes `dst`. Both float and histogram samples are \
         supported. It is an error if two resulting series have the same labels and a sample at the same time.",
        "label_join(kube_pod_info, \"workload\", \"/\", \"namespace\", \"pod\")",
    ),
    behavior: Behavior { keeps_name: true, usage: Usage::SAME_UNIT, ..Behavior::DEFAULT },
    kernel: Kernel::LabelJoin,
}];

const NAME: &str = ROWS[0].name;

/// A validated call of `label_join`.
#[derive(Debug, Clone)]
pub struct LabelJoin {
    dst: String,
    separator: String,
    sources: Vec<String>,
}

impl LabelJoin {
    /// A call with these arguments.
    ///
    /// # Errors
    /// Returns an error if a source or the destination is not a valid label name, that is, if it is empty.
    pub fn new<'a>(
        dst: &str,
        separator: &str,
        sources: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, FunctionError> {
        let sources: Vec<String> = sources.into_iter().map(str::to_owned).collect();
        if sources.iter().any(String::is_empty) {
            return Err(FunctionError::InvalidSourceLabel { function: NAME, name: String::new() });
        }
        if dst.is_empty() {
            return Err(FunctionError::InvalidDestinationLabel { function: NAME, name: String::new() });
        }
        Ok(Self { dst: dst.to_owned(), separator: separator.to_owned(), sources })
    }

    /// The destination label.
    pub fn destination(&self) -> &str {
        &self.dst
    }

    /// The labels of the result for a series of the argument.
    pub fn apply(&self, labels: &Labels) -> Labels {
        let mut joined = String::new();
        for (i, source) in self.sources.iter().enumerate() {
            if i > 0 {
                joined.push_str(&self.separator);
            }
            joined.push_str(labels.get(source));
            if joined.len() > MAX_TEXT_BYTES {
                break;
            }
        }
        let mut builder = labels.to_builder();
        builder.set(&self.dst, &joined);
        builder.build()
    }
}

#[cfg(test)]
mod tests {
    use promenade_model::Labels;

    use super::LabelJoin;

    #[test]
    fn joins_present_and_absent_labels() {
        let labels = Labels::from_pairs([("__name__", "up"), ("a", "1"), ("b", "2")]);
        let cases: &[(&str, &str, &[&str], &str)] = &[
            ("c", "/", &["a", "b"], r#"{__name__="up", a="1", b="2", c="1/2"}"#),
            ("c", "/", &["a", "x", "b"], r#"{__name__="up", a="1", b="2", c="1//2"}"#),
            ("a", "", &["x"], r#"{__name__="up", b="2"}"#),
            ("a", "/", &[], r#"{__name__="up", b="2"}"#),
            ("__name__", ":", &["__name__", "a"], r#"{__name__="up:1", a="1", b="2"}"#),
        ];
        for (dst, separator, sources, expected) in cases {
            let join = LabelJoin::new(dst, separator, sources.iter().copied()).unwrap();
            assert_eq!(join.apply(&labels).to_string(), *expected);
        }
    }

    #[test]
    fn empty_names_are_refused() {
        let error =
            |dst, sources: &[&'static str]| LabelJoin::new(dst, "", sources.iter().copied()).unwrap_err().to_string();
        assert_eq!(error("", &["a"]), "invalid destination label name in label_join(): ");
        assert_eq!(error("", &["a", ""]), "invalid source label name in label_join(): ");
    }
}
