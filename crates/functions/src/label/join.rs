//! `label_join`: a label made from the values of others.

use promenade_model::ValueType::{String, Vector};

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability, Variadic};
use crate::kernel::Kernel;

pub(super) static ROWS: &[FunctionDef] = &[FunctionDef {
    name: "label_join",
    signature: Signature::fixed(&[Vector, String, String, String], Vector).with(Variadic::Any),
    stability: Stability::Stable,
    docs: Docs {
        summary: "Sets the label `dst` to the values of other labels, joined by a separator.",
        details: "An absent label has the empty value, and an empty result deletes `dst`. Float and histogram samples are \
                  treated alike. Two series that get the same labels are an error where both have a sample at one time.",
        args: &["v", "dst", "separator", "src"],
        example: "label_join(kube_pod_info, \"workload\", \"/\", \"namespace\", \"pod\")",
    },
    behavior: Behavior { keeps_name: true, ..Behavior::DEFAULT },
    kernel: Kernel::LabelJoin,
}];
