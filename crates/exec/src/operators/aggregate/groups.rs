//! Assigns input rows to groups.

use std::sync::Arc;

use promenade_model::Labels;
use promenade_model::labels::{METADATA_LABELS, hash_key};
use promenade_plan::Grouping;
use rustc_hash::FxHashMap;

use crate::context::Holding;
use crate::{ExecError, QueryContext, RowMeta};

/// Bytes of a group in addition to its labels: table entries and the result row.
const GROUP_BYTES: usize = 144;

/// The groups of some rows, numbered in order of first occurrence.
#[derive(Debug)]
pub(super) struct Groups {
    /// The group of each row.
    pub(super) of_row: Vec<u32>,
    /// The labels of each group.
    labels: Vec<Labels>,
}

impl Groups {
    /// Assigns the rows to groups.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its memory limit.
    pub(super) fn new(rows: &[RowMeta], grouping: &Grouping, ctx: &QueryContext) -> Result<Self, ExecError> {
        let part = Part::new(grouping);
        if part.is_nothing() {
            let labels = if rows.is_empty() { Vec::new() } else { vec![Labels::empty()] };
            ctx.hold(rows.len() * size_of::<u32>())?;
            return Ok(Self { of_row: vec![0; rows.len()], labels });
        }
        ctx.hold(rows.len() * size_of::<u32>())?;
        let mut memory = Holding::new(ctx);
        let mut groups = Self { of_row: Vec::with_capacity(rows.len()), labels: Vec::new() };
        let mut first_of_hash = FxHashMap::default();
        let mut next_of_hash: Vec<Option<usize>> = Vec::new();
        let mut key = Vec::new();
        for row in rows {
            part.write_key(&row.labels, &mut key);
            let mut group = *first_of_hash.entry(hash_key(&key)).or_insert(groups.labels.len());
            while groups.labels.get(group).is_some_and(|labels| labels.as_bytes() != key) {
                group = *next_of_hash[group].get_or_insert(groups.labels.len());
            }
            if group == groups.labels.len() {
                let labels = part.of(&row.labels);
                memory.add(labels.n_bytes() + GROUP_BYTES)?;
                groups.labels.push(labels);
                next_of_hash.push(None);
            }
            groups.of_row.push(group as u32);
        }
        memory.finish()?;
        Ok(groups)
    }

    pub(super) fn len(&self) -> usize {
        self.labels.len()
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
    pub(super) fn labels(&self, group: u32) -> &Labels {
        &self.labels[group as usize]
    }

    /// The groups as rows.
    pub(super) fn meta(&self) -> Arc<[RowMeta]> {
        self.labels.iter().cloned().map(RowMeta::new).collect()
    }
}

/// The labels that identify a group.
struct Part<'a> {
    /// The names, sorted.
    names: Vec<&'a str>,
    /// Whether the names are excluded (`without`) or kept (`by`).
    without: bool,
}

impl<'a> Part<'a> {
    /// `without` also excludes the metric name and the other metadata labels.
    fn new(grouping: &'a Grouping) -> Self {
        let metadata = METADATA_LABELS.into_iter().filter(|_| grouping.without);
        let mut names: Vec<&str> = grouping.labels.iter().map(String::as_str).chain(metadata).collect();
        names.sort_unstable();
        names.dedup();
        Self { names, without: grouping.without }
    }

    fn is_nothing(&self) -> bool {
        self.names.is_empty() && !self.without
    }

    fn write_key(&self, labels: &Labels, key: &mut Vec<u8>) {
        if self.without { labels.bytes_without(&self.names, key) } else { labels.bytes_with(&self.names, key) }
    }

    fn of(&self, labels: &Labels) -> Labels {
        if self.without { labels.without_names(&self.names) } else { labels.with_names(&self.names) }
    }
}

#[cfg(test)]
mod tests {
    use promenade_model::labels::{METRIC_NAME, METRIC_TYPE};

    use super::*;

    fn grouping(labels: &[&str], without: bool) -> Grouping {
        Grouping { labels: labels.iter().map(|l| (*l).to_owned()).collect(), without }
    }

    #[test]
    fn groups_by_and_without() {
        let row = |pairs: &[(&str, &str)]| RowMeta::new(Labels::from_pairs(pairs.iter().copied()));
        let rows = [
            row(&[(METRIC_NAME, "m"), ("a", "1"), ("b", "x")]),
            row(&[(METRIC_NAME, "n"), (METRIC_TYPE, "counter"), ("a", "1"), ("b", "y")]),
            row(&[(METRIC_NAME, "m"), ("b", "x")]),
        ];
        let grid = promenade_plan::Grid { start_ms: 0, end_ms: 0, step_ms: 1 };
        let ctx = QueryContext::new(
            crate::ExecOptions::default(),
            grid,
            promenade_model::Features::default(),
            crate::CancelHandle::default(),
        );
        let check = |grouping: Grouping, of_row: &[u32], labels: &[&str]| {
            let groups = Groups::new(&rows, &grouping, &ctx).unwrap();
            assert_eq!(groups.of_row, of_row);
            let found: Vec<_> = groups.meta().iter().map(|row| row.labels.to_string()).collect();
            assert_eq!(found, labels);
        };
        check(grouping(&[], false), &[0, 0, 0], &["{}"]);
        check(grouping(&["a"], false), &[0, 0, 1], &[r#"{a="1"}"#, "{}"]);
        check(grouping(&[METRIC_NAME], false), &[0, 1, 0], &[r#"{__name__="m"}"#, r#"{__name__="n"}"#]);
        check(grouping(&["b"], true), &[0, 0, 1], &[r#"{a="1"}"#, "{}"]);
        check(grouping(&[], true), &[0, 1, 2], &[r#"{a="1", b="x"}"#, r#"{a="1", b="y"}"#, r#"{b="x"}"#]);
    }
}
