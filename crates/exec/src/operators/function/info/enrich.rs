//! Base series with the labels of their info series.

use std::sync::Arc;

use promenade_model::labels::is_metadata_label;
use promenade_model::{Labels, Matcher};
use rustc_hash::FxHashMap;

use super::newest::Newest;
use super::select::{InfoSeries, identity};
use crate::evaluator::Evaluator;
use crate::operators::Materialized;
use crate::operators::binary::{Masked, StepBits, Union};
use crate::tiles::{evaluate_for_annotations, materialize};
use crate::{ExecError, Operator, RowMeta, Task};

/// Adds labels to base series.
pub(super) struct Enrichment<'a> {
    series: &'a InfoSeries,
    matchers: Vec<&'a Matcher>,
    /// Whether samples without an info series are kept.
    keeps_unmatched: bool,
}

/// The result of a base series.
enum Fate {
    /// No result.
    Dropped,
    /// The same labels at all steps.
    Always(Labels),
    /// Labels that differ between runs of steps; `None` if the samples of a run are dropped.
    Changing(Vec<(usize, Option<Labels>)>),
}

/// Two info series give a label different values.
struct Conflict {
    name: String,
}

impl<'a> Enrichment<'a> {
    /// Copies the labels that the matchers name, or all labels if there are no matchers.
    pub(super) fn new(series: &'a InfoSeries, matchers: Vec<&'a Matcher>) -> Self {
        let keeps_unmatched = matchers.iter().all(|matcher| matcher.matches(""));
        Self { series, matchers, keeps_unmatched }
    }

    /// Builds the operator of the base series with their new labels.
    ///
    /// # Errors
    /// Returns an error if info series contradict each other, or any error of computing the rows.
    pub(super) fn operator(
        &self,
        evaluator: &mut Evaluator<'_>,
        base: &Arc<dyn Operator>,
    ) -> Result<Arc<dyn Operator>, ExecError> {
        let mut runs_of: FxHashMap<Labels, Vec<(usize, Vec<u32>)>> = FxHashMap::default();
        let mut rows: Vec<((u32, u32), RowMeta)> = Vec::new();
        let (mut dropped, mut changing) = (Vec::new(), Changing::default());
        for (row, meta) in (0..).zip(base.series().iter()) {
            match self.fate(evaluator, base, row, &mut runs_of)? {
                Fate::Dropped => dropped.push(row),
                Fate::Always(labels) => rows.push(((0, row), RowMeta { labels, ..*meta })),
                Fate::Changing(runs) => {
                    let first = changing.versions.len() as u32;
                    let versions = changing.push(row, runs, base.n_steps());
                    let metas = versions.into_iter().map(|labels| RowMeta { labels, ..*meta });
                    rows.extend((first..).zip(metas).map(|(i, meta)| ((1, i), meta)));
                }
            }
        }
        evaluate_for_annotations(base.as_ref(), &dropped, evaluator.ctx, &mut evaluator.annotations)?;
        let changing: Arc<dyn Operator> = Arc::new(changing.operator(evaluator, base)?);
        Ok(Arc::new(Union::new(vec![base.clone(), changing], base.n_steps(), rows)))
    }

    fn fate(
        &self,
        evaluator: &Evaluator<'_>,
        base: &Arc<dyn Operator>,
        row: u32,
        runs_of: &mut FxHashMap<Labels, Vec<(usize, Vec<u32>)>>,
    ) -> Result<Fate, ExecError> {
        let labels = &base.series()[row as usize].labels;
        if self.series.is_info[row as usize] {
            return Ok(Fate::Always(labels.clone()));
        }
        let identity = identity(labels);
        let runs = runs_of.entry(identity).or_insert_with_key(|identity| self.runs(identity));
        let mut versions: Vec<(usize, Option<Labels>)> = Vec::with_capacity(runs.len());
        for (i, (start, met)) in runs.iter().enumerate() {
            let version = match self.labels(labels, met) {
                Ok(version) => version,
                Err(conflict) => {
                    let end = runs.get(i + 1).map_or(base.n_steps(), |(next, _)| *next);
                    check_unused(evaluator, base, row, *start..end, &conflict)?;
                    None
                }
            };
            if versions.last().is_none_or(|(_, last)| *last != version) {
                versions.push((*start, version));
            }
        }
        Ok(match versions.as_slice() {
            [] | [(_, None)] => Fate::Dropped,
            [(_, Some(labels))] => Fate::Always(labels.clone()),
            _ => Fate::Changing(versions),
        })
    }

    /// The info series that match base series with these identifying labels, as runs of steps.
    fn runs(&self, identity: &Labels) -> Vec<(usize, Vec<u32>)> {
        let of_name = |name: &String| self.series.newest.get(&(name.clone(), identity.clone()));
        let newest: Vec<&Newest> = self.series.names.iter().filter_map(of_name).collect();
        let mut starts: Vec<usize> = newest.iter().flat_map(|newest| newest.runs.iter().map(|run| run.0)).collect();
        starts.push(0);
        starts.sort_unstable();
        starts.dedup();
        let met = |start: usize| newest.iter().filter_map(|newest| newest.at(start)).collect();
        starts.into_iter().map(|start| (start, met(start))).collect()
    }

    /// The labels of a base series with these info series; `None` if its samples are dropped.
    fn labels(&self, base: &Labels, met: &[u32]) -> Result<Option<Labels>, Conflict> {
        if met.is_empty() {
            return Ok(self.keeps_unmatched.then(|| base.clone()));
        }
        let mut taken: Vec<(&str, &str)> = Vec::new();
        for (name, value) in met.iter().flat_map(|row| self.series.labels[*row as usize].iter()) {
            if is_metadata_label(name) || !self.takes(name) {
                continue;
            }
            match taken.iter().find(|(other, _)| *other == name) {
                Some((_, other)) if *other != value => return Err(Conflict { name: name.to_owned() }),
                Some(_) => {}
                None if base.has(name) => {}
                None => taken.push((name, value)),
            }
        }
        let mut pairs: Vec<(&str, &str)> = base.iter().chain(taken).collect();
        pairs.sort_unstable_by_key(|(name, _)| *name);
        Ok(Some(Labels::from_sorted_pairs(pairs)))
    }

    fn takes(&self, name: &str) -> bool {
        self.matchers.is_empty() || self.matchers.iter().any(|matcher| matcher.name() == name)
    }
}

/// Returns an error if the base series has a sample at steps with a conflict.
fn check_unused(
    evaluator: &Evaluator<'_>,
    base: &Arc<dyn Operator>,
    row: u32,
    mut steps: std::ops::Range<usize>,
    conflict: &Conflict,
) -> Result<(), ExecError> {
    let block = base.block(&[row], &mut Task::new(evaluator.ctx))?;
    if steps.any(|step| block.is_present(0, step)) {
        return Err(ExecError::ConflictingLabel { name: conflict.name.clone() });
    }
    Ok(())
}

impl Newest {
    fn at(&self, step_idx: usize) -> Option<u32> {
        let i = self.runs.partition_point(|(start, _)| *start <= step_idx);
        self.runs[..i].last().and_then(|(_, row)| *row)
    }
}

/// Base rows whose labels change over time, with a row for each version.
#[derive(Default)]
struct Changing {
    /// The base rows.
    rows: Vec<u32>,
    /// For each version: the index of its base row in `rows`, and its steps.
    versions: Vec<(u32, Vec<std::ops::Range<usize>>)>,
}

impl Changing {
    /// Adds a base row and returns the labels of its versions.
    fn push(&mut self, row: u32, runs: Vec<(usize, Option<Labels>)>, n_steps: usize) -> Vec<Labels> {
        let i = self.rows.len() as u32;
        self.rows.push(row);
        let ends = runs.iter().skip(1).map(|(start, _)| *start).chain([n_steps]).collect::<Vec<_>>();
        let mut versions: Vec<(Labels, Vec<std::ops::Range<usize>>)> = Vec::new();
        for ((start, labels), end) in runs.into_iter().zip(ends) {
            let Some(labels) = labels else { continue };
            match versions.iter_mut().find(|(known, _)| *known == labels) {
                Some((_, steps)) => steps.push(start..end),
                None => versions.push((labels, std::iter::once(start..end).collect())),
            }
        }
        let (labels, steps): (Vec<_>, Vec<_>) = versions.into_iter().unzip();
        self.versions.extend(steps.into_iter().map(|steps| (i, steps)));
        labels
    }

    /// The operator of all versions. The base rows are computed here, since each is used by several versions.
    fn operator(self, evaluator: &mut Evaluator<'_>, base: &Arc<dyn Operator>) -> Result<Masked, ExecError> {
        let rows = Union::pick(base, &self.rows);
        let block = materialize(&rows, evaluator.ctx, &mut evaluator.annotations)?;
        let rows: Arc<dyn Operator> = Arc::new(Materialized::new(rows.series().clone(), block));
        let mut bits = StepBits::new(self.versions.len(), base.n_steps(), &evaluator.ctx.budget)?;
        for (version, (_, steps)) in self.versions.iter().enumerate() {
            steps.iter().flat_map(Clone::clone).for_each(|step| bits.set(version, step));
        }
        let sources: Vec<u32> = self.versions.iter().map(|(row, _)| *row).collect();
        let slots = (0..sources.len() as u32).map(Some).collect();
        Ok(Masked { input: Arc::new(Union::pick(&rows, &sources)), slots, bits, keep: true })
    }
}
