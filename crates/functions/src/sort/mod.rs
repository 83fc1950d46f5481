//! Functions that put the samples of a vector in order.

use promenade_model::ValueType::{String, Vector};

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability, Variadic};
use crate::kernel::{Kernel, SortOrder};

/// All functions that sort.
pub(crate) static ROWS: &[FunctionDef] = &[
    FunctionDef {
        name: "sort",
        signature: Signature::fixed(&[Vector], Vector),
        stability: Stability::Stable,
        docs: Docs {
            summary: "Sorts float samples by value, smallest first.",
            details: "`NaN` comes last. Histogram samples are dropped. Only instant queries have an order: in a range \
                      query nothing is sorted and a warning says so.",
            args: &["v"],
            example: "sort(node_filesystem_avail_bytes)",
        },
        behavior: KEEPS_NAME,
        kernel: Kernel::Sort(SortOrder::Ascending),
    },
    FunctionDef {
        name: "sort_desc",
        signature: Signature::fixed(&[Vector], Vector),
        stability: Stability::Stable,
        docs: Docs {
            summary: "Sorts float samples by value, largest first.",
            details: "`NaN` comes last. Histogram samples are dropped. Only instant queries have an order: in a range \
                      query nothing is sorted and a warning says so.",
            args: &["v"],
            example: "sort_desc(sum by (job) (rate(http_requests_total[5m])))",
        },
        behavior: KEEPS_NAME,
        kernel: Kernel::Sort(SortOrder::Descending),
    },
    FunctionDef {
        name: "sort_by_label",
        signature: Signature::fixed(&[Vector, String], Vector).with(Variadic::Any),
        stability: Stability::Experimental,
        docs: Docs {
            summary: "Sorts samples by the values of labels, in natural order.",
            details: "Natural order compares runs of digits as numbers: `pod-2` comes before `pod-10`. Samples that agree \
                      in all these labels are sorted by all their labels. Float and histogram samples are treated alike. \
                      Only instant queries have an order: in a range query nothing is sorted and a warning says so.",
            args: &["v", "label"],
            example: "sort_by_label(up, \"instance\")",
        },
        behavior: KEEPS_NAME,
        kernel: Kernel::SortByLabel(SortOrder::Ascending),
    },
    FunctionDef {
        name: "sort_by_label_desc",
        signature: Signature::fixed(&[Vector, String], Vector).with(Variadic::Any),
        stability: Stability::Experimental,
        docs: Docs {
            summary: "Sorts samples by the values of labels, in reverse natural order.",
            details: "Natural order compares runs of digits as numbers: `pod-10` comes before `pod-2` here. Samples that \
                      agree in all these labels are sorted by all their labels, in reverse. Float and histogram samples \
                      are treated alike. Only instant queries have an order: in a range query nothing is sorted and a \
                      warning says so.",
            args: &["v", "label"],
            example: "sort_by_label_desc(up, \"job\", \"instance\")",
        },
        behavior: KEEPS_NAME,
        kernel: Kernel::SortByLabel(SortOrder::Descending),
    },
];

const KEEPS_NAME: Behavior = Behavior { keeps_name: true, ..Behavior::DEFAULT };
