//! The info series that can match a base series, and the newest one at each step.

use std::sync::Arc;

use promenade_functions::info::IDENTIFYING_LABELS;
use promenade_model::Labels;
use promenade_model::labels::METRIC_NAME;
use promenade_plan::{Node, VectorSelector};
use rustc_hash::{FxHashMap, FxHashSet};

use super::newest::Newest;
use crate::evaluator::{Evaluator, Scope};
use crate::operators::binary::{StepBits, Union};
use crate::scan::instant::build_info;
use crate::tiles::materialize;
use crate::{Block, ExecError, Operator, RowMeta};

/// Metric name and identifying labels. Info series with the same key are versions of each other.
pub(super) type InfoKey = (String, Labels);

/// The info series that can match a base series.
pub(super) struct InfoSeries {
    /// Whether each base row is itself an info series, which is returned unchanged.
    pub(super) is_info: Vec<bool>,
    /// The labels of the info series.
    pub(super) labels: Vec<Labels>,
    /// The names of the info metrics, sorted.
    pub(super) names: Vec<String>,
    /// The newest info series of each key at each step.
    pub(super) newest: FxHashMap<InfoKey, Newest>,
}

/// The identifying labels of a series.
pub(super) fn identity(labels: &Labels) -> Labels {
    labels.retain(|name| IDENTIFYING_LABELS.contains(&name))
}

impl InfoSeries {
    /// Reads the info series.
    ///
    /// # Errors
    /// Returns an error if two versions have the same timestamp at a step, or an info series has histograms.
    pub(super) fn read(
        evaluator: &mut Evaluator<'_>,
        base: &Arc<dyn Operator>,
        (node, selector): (&Node, &VectorSelector),
        scope: Scope,
    ) -> Result<Self, ExecError> {
        let on_name = || selector.matchers.iter().filter(|matcher| matcher.name() == METRIC_NAME);
        let is_info = |row: &RowMeta| on_name().all(|matcher| matcher.matches(row.labels.metric_name()));
        let is_info: Vec<bool> = base.series().iter().map(is_info).collect();
        let scan = build_info(evaluator, node, selector, scope);
        let all = vec![true; is_info.len()];
        match Self::of(evaluator, base, (node, &scan), &is_info, (&all, None)) {
            Ok(series) => Ok(series),
            // Errors count only for base series with samples, and only at steps where there are any.
            Err(ExecError::DuplicateInfoSeries { .. } | ExecError::InfoHistogram { .. }) => {
                let block = materialize(base.as_ref(), evaluator.ctx, &mut Vec::new())?;
                let (holds_any, steps) = presence(evaluator, &block)?;
                Self::of(evaluator, base, (node, &scan), &is_info, (&holds_any, Some(&steps)))
            }
            Err(error) => Err(error),
        }
    }

    fn of(
        evaluator: &mut Evaluator<'_>,
        base: &Arc<dyn Operator>,
        (node, scan): (&Node, &Arc<dyn Operator>),
        is_info: &[bool],
        (counts, steps): (&[bool], Option<&StepBits>),
    ) -> Result<Self, ExecError> {
        let enriched = base.series().iter().enumerate().filter(|(i, _)| counts[*i] && !is_info[*i]);
        let wanted = Identities::of(enriched.map(|(_, row)| &row.labels));
        let rows: Vec<u32> =
            (0..).zip(scan.series().iter()).filter(|(_, row)| wanted.include(&row.labels)).map(|(i, _)| i).collect();
        evaluator.touch_some(node, rows.len())?;
        let scan: Arc<dyn Operator> = Arc::new(Union::pick(scan, &rows));
        let scan = evaluator.watch_vector(node, scan, true)?;
        let block = materialize(scan.as_ref(), evaluator.ctx, &mut evaluator.annotations)?;
        let labels: Vec<Labels> = scan.series().iter().map(|row| row.labels.clone()).collect();
        let mut names: Vec<String> = labels.iter().map(|labels| labels.metric_name().to_owned()).collect();
        names.sort_unstable();
        names.dedup();
        let mut rows_of: FxHashMap<InfoKey, Vec<u32>> = FxHashMap::default();
        for (row, labels) in (0..).zip(&labels) {
            rows_of.entry((labels.metric_name().to_owned(), identity(labels))).or_default().push(row);
        }
        let mut newest = FxHashMap::default();
        for (key, rows) in rows_of {
            newest.insert(key, Newest::of(&block, &labels, &rows, steps)?);
        }
        Ok(Self { is_info: is_info.to_vec(), labels, names, newest })
    }
}

/// The rows with samples, and the steps at which any row has one.
fn presence(evaluator: &Evaluator<'_>, block: &Block) -> Result<(Vec<bool>, StepBits), ExecError> {
    let mut steps = StepBits::new(1, block.n_steps(), &evaluator.ctx.budget)?;
    (0..block.n_rows()).for_each(|row| steps.merge_row(0, block, row));
    Ok(((0..block.n_rows()).map(|row| !block.is_row_empty(row)).collect(), steps))
}

/// The values of the identifying labels of base series.
#[derive(Default)]
struct Identities<'a> {
    /// The values of each identifying label, grouped by the identifying labels that a series has.
    by_presence: FxHashMap<Presence, [FxHashSet<&'a str>; IDENTIFYING_LABELS.len()]>,
}

/// Which identifying labels a series has.
type Presence = [bool; IDENTIFYING_LABELS.len()];

impl<'a> Identities<'a> {
    fn of(series: impl Iterator<Item = &'a Labels>) -> Self {
        let mut identities = Self::default();
        for labels in series {
            let presence = presence_of(labels);
            if !presence.contains(&true) {
                continue;
            }
            let values = identities.by_presence.entry(presence).or_default();
            for (name, values) in IDENTIFYING_LABELS.iter().zip(values) {
                values.insert(labels.get(name));
            }
        }
        identities
    }

    /// Whether an info series has the same identifying labels as some base series, each with a value that occurs in
    /// one of these.
    fn include(&self, labels: &Labels) -> bool {
        let Some(values) = self.by_presence.get(&presence_of(labels)) else { return false };
        IDENTIFYING_LABELS.iter().zip(values).all(|(name, values)| values.contains(labels.get(name)))
    }
}

fn presence_of(labels: &Labels) -> Presence {
    IDENTIFYING_LABELS.map(|name| labels.has(name))
}
