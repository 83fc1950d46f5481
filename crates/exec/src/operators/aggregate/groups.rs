//! Which rows of the input belong to which group, and the labels of the groups.

use std::sync::Arc;

use promenade_model::Labels;
use promenade_model::labels::METRIC_NAME;
use promenade_plan::Grouping;
use rustc_hash::FxHashMap;

use crate::RowMeta;

/// The groups of some rows, numbered in the order in which their first rows come.
#[derive(Debug)]
pub(super) struct Groups {
    /// The group of each row.
    pub(super) of_row: Vec<u32>,
    /// The first row of each group.
    first_rows: Vec<u32>,
}

impl Groups {
    pub(super) fn new(rows: &[RowMeta], grouping: &Grouping) -> Self {
        if grouping.labels.is_empty() && !grouping.without {
            return Self { of_row: vec![0; rows.len()], first_rows: if rows.is_empty() { vec![] } else { vec![0] } };
        }
        let mut by_key: FxHashMap<Box<[u8]>, u32> = FxHashMap::default();
        let (mut of_row, mut first_rows) = (Vec::with_capacity(rows.len()), Vec::new());
        let mut key = Vec::new();
        for (row_idx, row) in rows.iter().enumerate() {
            key.clear();
            push_key(&mut key, &row.labels, grouping);
            let group = by_key.get(&key[..]).copied().unwrap_or_else(|| {
                first_rows.push(row_idx as u32);
                by_key.insert(key.as_slice().into(), first_rows.len() as u32 - 1);
                first_rows.len() as u32 - 1
            });
            of_row.push(group);
        }
        Self { of_row, first_rows }
    }

    pub(super) fn len(&self) -> usize {
        self.first_rows.len()
    }

    /// Number of rows of each group.
    pub(super) fn sizes(&self) -> Vec<u32> {
        let mut sizes = vec![0; self.len()];
        for group in &self.of_row {
            sizes[*group as usize] += 1;
        }
        sizes
    }

    /// The labels of a group.
    pub(super) fn labels(&self, rows: &[RowMeta], grouping: &Grouping, group: usize) -> Labels {
        group_labels(&rows[self.first_rows[group] as usize].labels, grouping)
    }

    /// The labels of all groups.
    pub(super) fn meta(&self, rows: &[RowMeta], grouping: &Grouping) -> Arc<[RowMeta]> {
        (0..self.len()).map(|group| RowMeta::new(self.labels(rows, grouping, group))).collect()
    }
}

/// The labels of the group to which a series belongs.
fn group_labels(labels: &Labels, grouping: &Grouping) -> Labels {
    labels.retain(|name| keeps(grouping, name))
}

/// Whether a label makes the group. `without` always leaves the metric name out.
fn keeps(grouping: &Grouping, name: &str) -> bool {
    let listed = grouping.labels.iter().any(|label| label == name);
    if grouping.without { !listed && name != METRIC_NAME } else { listed }
}

/// Names and values in the order of names, with their lengths: equal exactly where the group is the same.
fn push_key(key: &mut Vec<u8>, labels: &Labels, grouping: &Grouping) {
    for (name, value) in labels.iter().filter(|(name, _)| keeps(grouping, name)) {
        for text in [name, value] {
            key.extend_from_slice(&(text.len() as u32).to_le_bytes());
            key.extend_from_slice(text.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grouping(labels: &[&str], without: bool) -> Grouping {
        Grouping { labels: labels.iter().map(|l| (*l).to_owned()).collect(), without }
    }

    #[test]
    fn groups_by_and_without() {
        let row = |pairs: &[(&str, &str)]| RowMeta::new(Labels::from_pairs(pairs.iter().copied()));
        let rows = [
            row(&[(METRIC_NAME, "m"), ("a", "1"), ("b", "x")]),
            row(&[(METRIC_NAME, "n"), ("a", "1"), ("b", "y")]),
            row(&[(METRIC_NAME, "m"), ("b", "x")]),
        ];
        let check = |grouping: Grouping, of_row: &[u32], labels: &[&str]| {
            let groups = Groups::new(&rows, &grouping);
            assert_eq!(groups.of_row, of_row);
            let found: Vec<_> = groups.meta(&rows, &grouping).iter().map(|row| row.labels.to_string()).collect();
            assert_eq!(found, labels);
        };
        check(grouping(&[], false), &[0, 0, 0], &["{}"]);
        check(grouping(&["a"], false), &[0, 0, 1], &[r#"{a="1"}"#, "{}"]);
        check(grouping(&[METRIC_NAME], false), &[0, 1, 0], &[r#"{__name__="m"}"#, r#"{__name__="n"}"#]);
        check(grouping(&["b"], true), &[0, 0, 1], &[r#"{a="1"}"#, "{}"]);
        check(grouping(&[], true), &[0, 1, 2], &[r#"{a="1", b="x"}"#, r#"{a="1", b="y"}"#, r#"{b="x"}"#]);
    }
}
