//! Functions that sort the samples of a vector.

pub mod natural;
pub(crate) mod order;

use std::cmp::Ordering;

use promenade_model::Labels;
use promenade_model::ValueType::Vector;

use self::natural::natural_less;
use self::order::sort_by_less;

use crate::definition::{Behavior, Docs, FunctionDef, Signature, Stability, Usage, Variadic};
use crate::kernel::{Kernel, SortOrder};
use crate::param::{Param, ParamRole};

/// All functions that sort.
pub(crate) static ROWS: &[FunctionDef] = &[
    FunctionDef {
        name: "sort",
        signature: Signature::fixed(&[Param::VECTOR], Vector),
        stability: Stability::Stable,
        docs: Docs::new(
            "Sorts float samples by value, smallest first.",
            "`NaN` comes last. Histogram samples are dropped. Only instant queries have an order: a range query is not \
             sorted and raises a warning.",
            "sort(node_filesystem_avail_bytes)",
        ),
        behavior: SORTS,
        kernel: Kernel::Sort(SortOrder::Ascending),
    },
    FunctionDef {
        name: "sort_desc",
        signature: Signature::fixed(&[Param::VECTOR], Vector),
        stability: Stability::Stable,
        docs: Docs::new(
            "Sorts float samples by value, largest first.",
            "`NaN` comes last. Histogram samples are dropped. Only instant queries have an order: a range query is not \
             sorted and raises a warning.",
            "sort_desc(sum by (job) (rate(http_requests_total[5m])))",
        ),
        behavior: SORTS,
        kernel: Kernel::Sort(SortOrder::Descending),
    },
    FunctionDef {
        name: "sort_by_label",
        signature: Signature::fixed(&[Param::VECTOR, Param::string("label", ParamRole::SortLabel)], Vector)
            .with(Variadic::Any),
        stability: Stability::Experimental,
        docs: Docs::new(
            "Sorts samples by the values of labels, in natural order.",
            "Natural order compares runs of digits as numbers: `pod-2` comes before `pod-10`. Samples that agree in \
             all these labels are sorted by all their labels. Both float and histogram samples are supported. Only \
             instant queries have an order: a range query is not sorted and raises a warning.",
            "sort_by_label(up, \"instance\")",
        ),
        behavior: SORTS,
        kernel: Kernel::SortByLabel(SortOrder::Ascending),
    },
    FunctionDef {
        name: "sort_by_label_desc",
        signature: Signature::fixed(&[Param::VECTOR, Param::string("label", ParamRole::SortLabel)], Vector)
            .with(Variadic::Any),
        stability: Stability::Experimental,
        docs: Docs::new(
            "Sorts samples by the values of labels, in reverse natural order.",
            "Natural order compares runs of digits as numbers: `pod-10` comes before `pod-2` here. Samples that agree \
             in all these labels are sorted by all their labels, in reverse. Both float and histogram samples are \
             supported. Only instant queries have an order: a range query is not sorted and raises a warning.",
            "sort_by_label_desc(up, \"job\", \"instance\")",
        ),
        behavior: SORTS,
        kernel: Kernel::SortByLabel(SortOrder::Descending),
    },
];

const SORTS: Behavior = Behavior { keeps_name: true, sorts: true, usage: Usage::SAME_UNIT, ..Behavior::DEFAULT };

/// The indexes of values in the order of `sort` and `sort_desc`. NaN comes last in either direction.
pub fn order_by_value(values: &[f64], order: SortOrder) -> Vec<usize> {
    let mut indices: Vec<usize> = (0..values.len()).collect();
    sort_by_less(&mut indices, |a, b| {
        let (a, b) = (values[a], values[b]);
        b.is_nan() || if order == SortOrder::Ascending { a < b } else { a > b }
    });
    indices
}

/// The indexes of series in the order of `sort_by_label` and `sort_by_label_desc` by the labels `names`.
pub fn order_by_label(series: &[&Labels], names: &[&str], order: SortOrder) -> Vec<usize> {
    let wanted = if order == SortOrder::Ascending { Ordering::Less } else { Ordering::Greater };
    let mut indices: Vec<usize> = (0..series.len()).collect();
    sort_by_less(&mut indices, |a, b| compare_by_label(series[a], series[b], names) == wanted);
    indices
}

/// Compares the first label that differs in natural order, otherwise all labels.
fn compare_by_label(a: &Labels, b: &Labels, names: &[&str]) -> Ordering {
    let differing = names.iter().map(|name| (a.get(name), b.get(name))).find(|(x, y)| x != y);
    match differing {
        Some((x, y)) if natural_less(x, y) => Ordering::Less,
        Some(_) => Ordering::Greater,
        None => a.cmp(b),
    }
}

#[cfg(test)]
mod tests {
    use promenade_model::Labels;

    use super::{order_by_label, order_by_value};
    use crate::kernel::SortOrder::{Ascending, Descending};

    #[test]
    fn nan_comes_last_both_ways() {
        let values = [2.0, f64::NAN, f64::INFINITY, -1.0, f64::NEG_INFINITY];
        assert_eq!(order_by_value(&values, Ascending), [4, 3, 0, 2, 1]);
        assert_eq!(order_by_value(&values, Descending), [2, 0, 3, 4, 1]);
    }

    #[test]
    fn labels_in_natural_order_then_by_all_labels() {
        let series = [("2", "x"), ("10", "x"), ("2", "a"), ("", "x")]
            .map(|(pod, job)| Labels::from_pairs([("pod", pod), ("job", job)]));
        let series = series.each_ref();
        assert_eq!(order_by_label(&series, &["pod"], Ascending), [2, 0, 1, 3]);
        assert_eq!(order_by_label(&series, &["pod"], Descending), [3, 1, 0, 2]);
        assert_eq!(order_by_label(&series, &["job", "pod"], Ascending), [2, 0, 1, 3]);
        assert_eq!(order_by_label(&series, &[], Ascending), [2, 3, 1, 0]);
    }
}
