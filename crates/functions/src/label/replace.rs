//! `label_replace`: sets a label from the match of a regular expression on another label.

use std::sync::Arc;

use promenade_model::ValueType::Vector;
use promenade_model::labels::MAX_TEXT_BYTES;
use promenade_model::{GoRegex, Labels};

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability, Usage};
use crate::error::FunctionError;
use crate::kernel::Kernel;
use crate::param::{Param, ParamRole};

pub(super) static ROWS: &[FunctionDef] = &[FunctionDef {
    name: "label_replace",
    signature: Signature::fixed(
        &[
            Param::VECTOR,
            Param::string("dst", ParamRole::DestinationLabel),
            Param::string("replacement", ParamRole::Replacement),
            Param::string("src", ParamRole::SourceLabel),
            Param::string("regex", ParamRole::Regex),
        ],
        Vector,
    ),
    stability: Stability::Stable,
    docs: Docs::new(
        "Sets the label `dst` from the parts of the label `src` that a regular expression matches.",
        "The regular expression must match the whole value of `src`; otherwise the sample is returned unchanged. In \
         `replacement`, `$1` or `${1}` stands for the first group, `$name` or `${name}` for a named one, `$$` for a \
         dollar sign. Groups that do not exist are empty, and an empty result deletes `dst`. An absent `src` has the \
         empty value, which a regular expression may match. Both float and histogram samples are supported. It is an \
         error if two resulting series have the same labels and a sample at the same time.",
        "label_replace(up, \"host\", \"$1\", \"instance\", \"(.*):[0-9]+\")",
    ),
    behavior: Behavior { keeps_name: true, usage: Usage::SAME_UNIT, ..Behavior::DEFAULT },
    kernel: Kernel::LabelReplace,
}];

const NAME: &str = ROWS[0].name;

/// A compiled call of `label_replace`.
#[derive(Debug, Clone)]
pub struct LabelReplace {
    dst: String,
    src: String,
    regex: Arc<GoRegex>,
    replacement: String,
}

impl LabelReplace {
    /// A call with these arguments, in the order of the call.
    ///
    /// # Errors
    /// Returns an error if `regex` does not compile, or `dst` is not a valid label name, that is, if it is empty.
    pub fn new(dst: &str, replacement: &str, src: &str, regex: &str) -> Result<Self, FunctionError> {
        let compiled = GoRegex::anchored(regex)
            .map_err(|e| FunctionError::InvalidRegex { regex: regex.to_owned(), reason: e.to_string() })?;
        if dst.is_empty() {
            return Err(FunctionError::InvalidDestinationLabel { function: NAME, name: String::new() });
        }
        Ok(Self { dst: dst.to_owned(), src: src.to_owned(), regex: compiled, replacement: replacement.to_owned() })
    }

    /// The destination label.
    pub fn destination(&self) -> &str {
        &self.dst
    }

    /// The labels of the result for a series of the argument; `None` if the regular expression does not match, so that
    /// the series stays unchanged.
    pub fn apply(&self, labels: &Labels) -> Option<Labels> {
        let groups = self.regex.captures(labels.get(&self.src))?;
        let mut value = String::new();
        self.regex.expand(&groups, &self.replacement, MAX_TEXT_BYTES, &mut value);
        let mut builder = labels.to_builder();
        builder.set(&self.dst, &value);
        Some(builder.build())
    }
}

#[cfg(test)]
mod tests {
    use promenade_model::Labels;

    use super::LabelReplace;

    #[test]
    fn replaces_where_the_whole_value_matches() {
        let labels = Labels::from_pairs([("__name__", "up"), ("src", "source-value-10\n"), ("dst", "old")]);
        let cases = [
            // dst, replacement, src, regex, expected value of dst
            ("dst", "new-$1", "src", "source-value-(.*)", Some("new-10\n")),
            ("dst", "new-$1", "src", "value-(.*)", None),
            ("dst", "", "src", ".*", Some("")),
            ("dst", "", "src", "nothing", None),
            ("dst", "$1", "absent", "(.*)", Some("")),
            ("dst", "$2$1", "src", "(\\w+)-(?P<rest>.*)-.*", Some("valuesource")),
            ("dst", "${rest}.", "src", "(\\w+)-(?P<rest>.*)-.*", Some("value.")),
            ("dst", "$1", "src", "(x)?.*", Some("")),
            ("dst", "$0", "__name__", "u|up", Some("up")),
        ];
        for (dst, replacement, src, regex, expected) in cases {
            let replaced = LabelReplace::new(dst, replacement, src, regex).unwrap().apply(&labels);
            assert_eq!(replaced.as_ref().map(|l| l.get(dst)), expected, "{replacement} {regex}");
            assert!(replaced.is_none_or(|l| l.metric_name() == "up"));
        }
    }

    #[test]
    fn faults_in_the_words_of_prometheus() {
        let error = |dst, regex| LabelReplace::new(dst, "", "src", regex).unwrap_err().to_string();
        assert_eq!(error("dst", "(.*"), "invalid regular expression in label_replace(): (.*");
        assert_eq!(error("", "(.*"), "invalid regular expression in label_replace(): (.*");
        assert_eq!(error("", ".*"), "invalid destination label name in label_replace(): ");
    }
}
