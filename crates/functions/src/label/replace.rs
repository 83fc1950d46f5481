//! `label_replace`: a label made from the parts that a regular expression finds in another.

use promenade_model::ValueType::{String, Vector};

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability};
use crate::kernel::Kernel;

pub(super) static ROWS: &[FunctionDef] = &[FunctionDef {
    name: "label_replace",
    signature: Signature::fixed(&[Vector, String, String, String, String], Vector),
    stability: Stability::Stable,
    docs: Docs {
        summary: "Sets the label `dst` from the parts of the label `src` that a regular expression matches.",
        details: "The regular expression must match the whole value of `src`; where it does not, the sample is left as it \
                  is. In `replacement`, `$1` or `${1}` stands for the first group, `$name` or `${name}` for a named one, \
                  `$$` for a dollar sign. Groups that do not exist are empty, and an empty result deletes `dst`. An absent \
                  `src` has the empty value, which a regular expression may match. Float and histogram samples are treated \
                  alike. Two series that get the same labels are an error where both have a sample at one time.",
        args: &["v", "dst", "replacement", "src", "regex"],
        example: "label_replace(up, \"host\", \"$1\", \"instance\", \"(.*):[0-9]+\")",
    },
    behavior: Behavior { keeps_name: true, ..Behavior::DEFAULT },
    kernel: Kernel::LabelReplace,
}];
