//! Folds: each tile folds its rows into states of the groups that occur in it, and the states are merged in the order
//! of the tiles. The input is never built as a whole, and nothing depends on the number of threads.

use std::collections::BTreeSet;
use std::sync::Arc;

use promenade_functions::aggregators::{FoldKernel, HistogramFold};
use promenade_functions::samples::{ABSENT, is_absent};
use promenade_model::Annotation;
use promenade_model::annotations::HistogramOperation;
use rustc_hash::FxHashMap;

use super::Aggregation;
use super::groups::Groups;
use super::histograms::HistogramState;
use crate::block::HistogramCell;
use crate::budget::{Budget, Reservation};
use crate::operator::Note;
use crate::operators::Materialized;
use crate::tiles::run_tiles;
use crate::{Block, ExecError, Operator, QueryContext, RowMeta};

pub(super) fn run(
    aggregation: &Aggregation<'_>,
    ctx: &QueryContext,
    notes: &mut Vec<Note>,
    kernel: &'static dyn FoldKernel,
    input: &dyn Operator,
) -> Result<Arc<dyn Operator>, ExecError> {
    let groups = Groups::new(input.series(), aggregation.grouping);
    let fold = Fold {
        aggregation,
        kernel,
        input,
        groups: &groups,
        n_steps: input.n_steps(),
        drops_names: input.series().iter().any(|row| row.drop_name),
    };
    let mut all = States::new(&ctx.budget)?;
    run_tiles(
        input,
        ctx,
        notes,
        |rows, block, task| fold.tile(rows, block, &task.ctx.budget),
        |tile| fold.merge(&mut all, tile),
    )?;
    let rows = fold.finish(all, ctx, notes)?;
    Ok(Arc::new(rows.without_empty_rows(ctx)?))
}

/// What is folded.
struct Fold<'a> {
    aggregation: &'a Aggregation<'a>,
    kernel: &'static dyn FoldKernel,
    input: &'a dyn Operator,
    groups: &'a Groups,
    n_steps: usize,
    /// Whether the name of any row is to be dropped at the end of the query.
    drops_names: bool,
}

/// The states of some groups.
struct States {
    /// The groups. Of the states of the whole input these are all groups up to the last that occurred so far.
    groups: Vec<u32>,
    /// One state of the kernel after the other.
    floats: Vec<f64>,
    /// For each group none, or what it has seen of histograms at each step.
    histograms: Vec<Option<HistogramStates>>,
    /// Whether histograms were left out.
    ignored_histograms: bool,
    /// The last steps of rows, for groups in which the name is to be dropped of some rows only.
    last_steps: Vec<LastStep>,
    memory: Reservation,
}

type HistogramStates = Box<[Option<Box<HistogramState>>]>;

/// The last step at which a row has a sample.
struct LastStep {
    group: u32,
    step: u32,
    drop_name: bool,
}

impl States {
    fn new(budget: &Budget) -> Result<Self, ExecError> {
        Ok(Self {
            groups: Vec::new(),
            floats: Vec::new(),
            histograms: Vec::new(),
            ignored_histograms: false,
            last_steps: Vec::new(),
            memory: budget.reserve(0)?,
        })
    }
}

impl Fold<'_> {
    /// Floats of the state of a group.
    fn state_len(&self) -> usize {
        self.kernel.n_columns() * self.n_steps
    }

    /// Folds the rows of a tile.
    fn tile(&self, rows: &[u32], mut block: Block, budget: &Budget) -> Result<States, ExecError> {
        let mut states = States::new(budget)?;
        let places = self.places(rows, &mut states.groups);
        let n_floats = states.groups.len() * self.state_len();
        states.memory.grow(n_floats.saturating_mul(size_of::<f64>()))?;
        states.floats = vec![ABSENT; n_floats];
        states.histograms.resize_with(states.groups.len(), || None);
        for (i, (row, place)) in rows.iter().zip(places).enumerate() {
            let cells = block.take_histogram_row(i);
            let values = block.row_mut(i);
            self.mark_last_step(&mut states, *row, values, &cells);
            if !cells.is_empty() {
                self.add_histograms(&mut states, place, *row, values, &cells)?;
            }
            let state = &mut states.floats[place * self.state_len()..][..self.state_len()];
            self.kernel.add_row(state, values);
        }
        Ok(states)
    }

    /// The index of each row's group among the groups that occur in the tile.
    fn places(&self, rows: &[u32], groups: &mut Vec<u32>) -> Vec<usize> {
        let mut place_of: FxHashMap<u32, usize> = FxHashMap::default();
        let place = |row: &u32| {
            let group = self.groups.of_row[*row as usize];
            *place_of.entry(group).or_insert_with(|| {
                groups.push(group);
                groups.len() - 1
            })
        };
        rows.iter().map(place).collect()
    }

    fn mark_last_step(&self, states: &mut States, row: u32, values: &[f64], cells: &[HistogramCell]) {
        if !self.drops_names {
            return;
        }
        let last_float = values.iter().rposition(|v| !is_absent(*v)).map(|step| step as u32);
        let last = last_float.max(cells.last().map(|(step, _)| *step));
        if let Some(step) = last {
            let group = self.groups.of_row[row as usize];
            let drop_name = self.input.series()[row as usize].drop_name;
            states.last_steps.push(LastStep { group, step, drop_name });
        }
    }

    /// Takes in the histograms of a row and takes floats out of it that no longer matter.
    fn add_histograms(
        &self,
        states: &mut States,
        place: usize,
        row: u32,
        values: &mut [f64],
        cells: &[HistogramCell],
    ) -> Result<(), ExecError> {
        let fold = self.kernel.histograms();
        match fold {
            HistogramFold::Ignore => states.ignored_histograms = true,
            HistogramFold::Presence => cells.iter().for_each(|(step, _)| values[*step as usize] = 1.0),
            HistogramFold::Sum | HistogramFold::Mean => {
                let floats = &states.floats[place * self.state_len()..][..self.n_steps];
                let of_group = states.histograms[place].get_or_insert_with(|| no_histograms(self.n_steps));
                for (step, histogram) in cells {
                    let after_float = !is_absent(floats[*step as usize]);
                    match &mut of_group[*step as usize] {
                        Some(state) => state.add(row, histogram, fold, after_float),
                        state => {
                            states.memory.grow(size_of::<HistogramState>() + 2 * histogram.size())?;
                            *state = Some(Box::new(HistogramState::first(row, histogram, after_float)));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes in the states of a later tile.
    fn merge(&self, all: &mut States, mut tile: States) -> Result<(), ExecError> {
        if all.groups.is_empty() {
            *all = tile;
            return Ok(());
        }
        let len = self.state_len();
        for (place, group) in tile.groups.iter().enumerate() {
            let (group, later) = (*group as usize, &tile.floats[place * len..][..len]);
            if group >= all.groups.len() {
                // Groups are numbered in the order in which they occur.
                all.memory.grow(len * size_of::<f64>())?;
                all.groups.push(group as u32);
                all.floats.extend_from_slice(later);
                all.histograms.push(tile.histograms[place].take());
                continue;
            }
            let state = &mut all.floats[group * len..][..len];
            if let Some(later) = tile.histograms[place].take() {
                self.merge_histograms(&mut all.histograms[group], later, &state[..self.n_steps]);
            }
            self.kernel.merge_row(state, later);
        }
        all.ignored_histograms |= tile.ignored_histograms;
        all.last_steps.append(&mut tile.last_steps);
        Ok(())
    }

    fn merge_histograms(&self, all: &mut Option<HistogramStates>, later: HistogramStates, floats: &[f64]) {
        let fold = self.kernel.histograms();
        let all = all.get_or_insert_with(|| no_histograms(self.n_steps));
        for ((state, later), float) in all.iter_mut().zip(later).zip(floats) {
            let Some(later) = later else { continue };
            let after_float = !is_absent(*float);
            match state {
                Some(state) => state.merge(*later, fold, after_float),
                None if after_float => *state = Some(Box::new(later.after_float())),
                None => *state = Some(later),
            }
        }
    }

    fn finish(&self, states: States, ctx: &QueryContext, notes: &mut Vec<Note>) -> Result<Materialized, ExecError> {
        let mut meta = self.groups.meta();
        drop_names(&mut meta, &states.last_steps);
        let mut block = Block::empty(self.groups.len(), self.n_steps, &ctx.budget)?;
        let mut findings = Findings::default();
        let len = self.state_len();
        for (group, histograms) in states.histograms.into_iter().enumerate() {
            self.kernel.finish_row(&states.floats[group * len..][..len], block.row_mut(group));
            if let Some(histograms) = histograms {
                let (values, cells) = block.row_parts_mut(group);
                findings.finish_row(histograms, self.kernel.histograms(), values, cells);
            }
        }
        if states.ignored_histograms {
            notes.push(self.aggregation.histograms_ignored());
        }
        findings.report(self.aggregation, self.input.series(), notes);
        Ok(Materialized::new(meta, block))
    }
}

/// As in Prometheus the last step that a group has decides whether its name is to be dropped.
fn drop_names(meta: &mut Arc<[RowMeta]>, last_steps: &[LastStep]) {
    if last_steps.is_empty() {
        return;
    }
    let mut last: Vec<(u32, bool)> = vec![(0, false); meta.len()];
    for row in last_steps {
        let known = &mut last[row.group as usize];
        if row.step > known.0 {
            *known = (row.step, row.drop_name);
        } else if row.step == known.0 {
            known.1 |= row.drop_name;
        }
    }
    *meta = meta.iter().zip(last).map(|(row, (_, drop_name))| RowMeta { drop_name, ..row.clone() }).collect();
}

fn no_histograms(n_steps: usize) -> HistogramStates {
    std::iter::repeat_with(|| None).take(n_steps).collect()
}

/// What is to be said of histograms that were summed.
#[derive(Default)]
struct Findings {
    mixed: bool,
    bounds_reconciled: bool,
    resets_collide: bool,
    misfits: BTreeSet<u32>,
}

impl Findings {
    /// Puts the histograms of a group into its row; floats and histograms that meet annihilate each other.
    fn finish_row(
        &mut self,
        states: HistogramStates,
        fold: HistogramFold,
        values: &mut [f64],
        cells: &mut Vec<HistogramCell>,
    ) {
        for (step, state) in states.into_iter().enumerate() {
            let Some(state) = state else { continue };
            let has_float = !is_absent(values[step]);
            values[step] = ABSENT;
            self.bounds_reconciled |= state.bounds_reconciled;
            if let Some(misfit) = state.misfit {
                self.misfits.insert(misfit.row);
                self.mixed |= misfit.after_float;
                continue;
            }
            if has_float {
                self.mixed = true;
                continue;
            }
            self.resets_collide |= state.resets_collide();
            cells.extend(state.finish(fold).map(|histogram| (step as u32, histogram)));
        }
    }

    fn report(&self, aggregation: &Aggregation<'_>, rows: &[RowMeta], notes: &mut Vec<Note>) {
        let place = || aggregation.expr_range.clone();
        let operation = HistogramOperation::Aggregation;
        let misfits = self.misfits.iter().map(|row| {
            Annotation::mixed_exponential_custom_histograms(rows[*row as usize].labels.metric_name(), place())
        });
        notes.extend(misfits.map(|annotation| aggregation.note(annotation)));
        if self.bounds_reconciled {
            notes.push(aggregation.note(Annotation::mismatched_custom_buckets_histograms(place(), operation)));
        }
        if self.mixed {
            notes.push(aggregation.note(Annotation::mixed_floats_histograms_agg(place())));
        }
        if self.resets_collide {
            notes.push(aggregation.note(Annotation::histogram_counter_reset_collision(place(), operation)));
        }
    }
}
