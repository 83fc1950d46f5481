//! Folds each tile into states of the groups that occur in it, and merges the states in the order of the tiles. The
//! input is never materialized as a whole, and results do not depend on the number of threads.

use std::collections::BTreeSet;
use std::sync::Arc;

use promenade_functions::aggregators::histogram_state::HistogramState;
use promenade_functions::aggregators::{self, FoldKernel, HistogramFold};
use promenade_functions::samples::{ABSENT, is_absent};
use promenade_model::annotations::HistogramOperation;
use promenade_model::{Annotation, SharedHistogram};
use rustc_hash::FxHashMap;

use super::Aggregation;
use super::group_sums::{GroupSums, StepSum};
use super::groups::Groups;
use crate::block::HistogramCell;
use crate::budget::{Budget, Reservation};
use crate::operator::NodeAnnotation;
use crate::operators::Materialized;
use crate::parallel::prelude::*;
use crate::tiles::{in_pool, run_tiles};
use crate::{Block, ExecError, Operator, QueryContext, RowMeta};

pub(super) fn run(
    aggregation: &Aggregation<'_>,
    ctx: &QueryContext,
    annotations: &mut Vec<NodeAnnotation>,
    fold: aggregators::Fold,
    input: &dyn Operator,
) -> Result<Arc<dyn Operator>, ExecError> {
    let groups = Groups::new(input.series(), aggregation.grouping, ctx)?;
    let fold = Fold {
        aggregation,
        kernel: fold.kernel.get(),
        histograms: fold.histograms,
        input,
        groups: &groups,
        n_steps: input.n_steps(),
        drops_names: DropsNames::of(input.series()),
    };
    let mut all =
        States { parts: Vec::new(), places: Vec::new(), histograms: Vec::new(), findings: Findings::default() };
    run_tiles(
        input,
        ctx,
        annotations,
        |rows, block, task| fold.tile(rows, block, &task.ctx.budget),
        |tile| fold.merge(&mut all, tile, &ctx.budget),
    )?;
    let order = order_of_groups(&all.findings.first_rows, groups.len());
    let rows = fold.finish(all, ctx, annotations)?;
    let rows = if let Some(order) = order { rows.pick(&order, ctx)? } else { rows };
    Ok(Arc::new(rows.without_empty_rows(ctx)?))
}

/// The number of cells from which a result is finished in parallel.
const PARALLEL_CELLS: usize = 64 * 1024;

/// A folding aggregation and its input.
struct Fold<'a> {
    aggregation: &'a Aggregation<'a>,
    kernel: &'static dyn FoldKernel,
    /// How native histograms are folded.
    histograms: HistogramFold,
    input: &'a dyn Operator,
    groups: &'a Groups,
    n_steps: usize,
    drops_names: DropsNames,
}

/// Which rows of the input drop their name at the end of the query.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DropsNames {
    None,
    Some,
    All,
}

impl DropsNames {
    fn of(rows: &[RowMeta]) -> Self {
        match rows.iter().filter(|row| row.drop_name).count() {
            0 => Self::None,
            n if n == rows.len() => Self::All,
            _ => Self::Some,
        }
    }
}

/// The states of the groups that occur in a tile.
struct TileStates {
    groups: Vec<u32>,
    /// The states of the groups, concatenated.
    floats: Vec<f64>,
    /// The histograms of each group; `None` if it has none.
    histograms: Vec<Option<Box<GroupSums>>>,
    findings: Findings,
    memory: Reservation,
}

/// The states of all groups up to the last one that occurred.
struct States {
    /// States, concatenated per tile. The states of groups that first occur in a tile stay in that tile's memory.
    parts: Vec<(Vec<f64>, Reservation)>,
    /// The part of each group and its index in the part.
    places: Vec<(u32, u32)>,
    histograms: Vec<Option<Box<GroupSums>>>,
    findings: Findings,
}

/// State kept per group beside the values.
#[derive(Default)]
struct Findings {
    /// Whether histograms were ignored.
    ignored_histograms: bool,
    /// The last step of each row, kept if only some rows drop their name.
    last_steps: Vec<LastStep>,
    /// The first row with a sample of each group, for each tile.
    first_rows: Vec<FirstRow>,
}

/// The first row of a group with a sample.
struct FirstRow {
    group: u32,
    row: u32,
}

/// The last step at which a row has a sample.
struct LastStep {
    group: u32,
    step: u32,
    drop_name: bool,
}

impl Fold<'_> {
    /// The number of floats in the state of a group.
    fn state_len(&self) -> usize {
        self.kernel.n_columns() * self.n_steps
    }

    /// Folds the rows of a tile.
    fn tile(&self, rows: &[u32], mut block: Block, budget: &Budget) -> Result<TileStates, ExecError> {
        let (groups, places) = self.occurring(rows);
        let n_floats = groups.len() * self.state_len();
        let mut states = TileStates {
            memory: budget.reserve(n_floats.saturating_mul(size_of::<f64>()))?,
            floats: vec![ABSENT; n_floats],
            histograms: std::iter::repeat_with(|| None).take(groups.len()).collect(),
            findings: Findings::default(),
            groups,
        };
        let mut is_met = vec![false; states.groups.len()];
        for (i, (row, place)) in rows.iter().zip(places).enumerate() {
            let cells = block.take_histogram_row(i);
            let values = block.row_mut(i);
            if !is_met[place] && (!cells.is_empty() || values.iter().any(|v| !is_absent(*v))) {
                is_met[place] = true;
                states.findings.first_rows.push(FirstRow { group: states.groups[place], row: *row });
            }
            self.mark_last_step(&mut states.findings, *row, values, &cells);
            if !cells.is_empty() {
                self.add_histograms(&mut states, place, *row, values, &cells, budget)?;
            }
            let state = &mut states.floats[place * self.state_len()..][..self.state_len()];
            self.kernel.add_row(state, values);
        }
        Ok(states)
    }

    /// The groups that occur in a tile, and the index among them for each row.
    fn occurring(&self, rows: &[u32]) -> (Vec<u32>, Vec<usize>) {
        let mut groups = Vec::new();
        let mut place_of: FxHashMap<u32, usize> = FxHashMap::default();
        let place = |row: &u32| {
            let group = self.groups.of_row[*row as usize];
            *place_of.entry(group).or_insert_with(|| {
                groups.push(group);
                groups.len() - 1
            })
        };
        let places = rows.iter().map(place).collect();
        (groups, places)
    }

    fn mark_last_step(&self, findings: &mut Findings, row: u32, values: &[f64], cells: &[HistogramCell]) {
        if self.drops_names != DropsNames::Some {
            return;
        }
        let last_float = values.iter().rposition(|v| !is_absent(*v)).map(|step| step as u32);
        let last = last_float.max(cells.last().map(|(step, _)| *step));
        if let Some(step) = last {
            let group = self.groups.of_row[row as usize];
            let drop_name = self.input.series()[row as usize].drop_name;
            findings.last_steps.push(LastStep { group, step, drop_name });
        }
    }

    /// Adds the histograms of a row. With [`HistogramFold::Presence`], a cell with a histogram becomes the float 1.
    fn add_histograms(
        &self,
        states: &mut TileStates,
        place: usize,
        row: u32,
        values: &mut [f64],
        cells: &[HistogramCell],
        budget: &Budget,
    ) -> Result<(), ExecError> {
        let fold = self.histograms;
        match fold {
            HistogramFold::Ignore => states.findings.ignored_histograms = true,
            HistogramFold::Presence => cells.iter().for_each(|(step, _)| values[*step as usize] = 1.0),
            HistogramFold::Sum | HistogramFold::Mean => {
                let floats = &states.floats[place * self.state_len()..][..self.n_steps];
                let of_group = &mut states.histograms[place];
                if of_group.is_none() {
                    *of_group = Some(Box::new(GroupSums::new(self.n_steps, fold, budget)?));
                }
                if let Some(of_group) = of_group {
                    of_group.add_row(row, cells, floats)?;
                }
            }
        }
        Ok(())
    }

    /// Merges the states of a later tile.
    fn merge(&self, all: &mut States, mut tile: TileStates, budget: &Budget) -> Result<(), ExecError> {
        let len = self.state_len();
        let n_known = all.places.len() as u32;
        let part = all.parts.len() as u32;
        for (place, group) in tile.groups.iter().enumerate() {
            let later_histograms = tile.histograms[place].take();
            // Groups are numbered in order of occurrence.
            if *group >= n_known {
                all.places.push((part, all.places.len() as u32 - n_known));
                all.histograms.push(later_histograms);
                continue;
            }
            let (part, idx) = all.places[*group as usize];
            let state = &mut all.parts[part as usize].0[idx as usize * len..][..len];
            if let Some(later) = later_histograms {
                let own = &mut all.histograms[*group as usize];
                if own.is_none() {
                    *own = Some(Box::new(GroupSums::new(self.n_steps, self.histograms, budget)?));
                }
                if let Some(own) = own {
                    own.merge(*later, &state[..self.n_steps])?;
                }
            }
            self.kernel.merge_row(state, &tile.floats[place * len..][..len]);
        }
        all.findings.ignored_histograms |= tile.findings.ignored_histograms;
        all.findings.last_steps.append(&mut tile.findings.last_steps);
        all.findings.first_rows.append(&mut tile.findings.first_rows);
        self.keep_new(all, tile, n_known, budget)
    }

    /// Keeps the states of new groups.
    fn keep_new(&self, all: &mut States, mut tile: TileStates, n_known: u32, budget: &Budget) -> Result<(), ExecError> {
        let is_new = |group: &u32| *group >= n_known;
        if tile.groups.iter().all(is_new) {
            all.parts.push((tile.floats, tile.memory));
            return Ok(());
        }
        let len = self.state_len();
        let mut n_kept = 0;
        for place in (0..tile.groups.len()).filter(|place| is_new(&tile.groups[*place])) {
            tile.floats.copy_within(place * len..(place + 1) * len, n_kept * len);
            n_kept += 1;
        }
        if n_kept > 0 {
            let memory = budget.reserve(n_kept * len * size_of::<f64>())?;
            tile.floats.truncate(n_kept * len);
            tile.floats.shrink_to_fit();
            all.parts.push((tile.floats, memory));
        }
        Ok(())
    }

    fn finish_floats(&self, parts: &[(Vec<f64>, Reservation)], block: &mut Block, ctx: &QueryContext) {
        if self.n_steps == 0 {
            return;
        }
        let states = parts.iter().flat_map(|(part, _)| part.chunks(self.state_len()));
        let mut rows: Vec<_> = states.zip(block.values_mut().chunks_mut(self.n_steps)).collect();
        let finish = |(state, row): &mut (&[f64], &mut [f64])| self.kernel.finish_row(state, row);
        if rows.len() * self.n_steps < PARALLEL_CELLS {
            rows.iter_mut().for_each(finish);
        } else {
            in_pool(ctx, || rows.par_iter_mut().for_each(finish));
        }
    }

    fn finish(
        &self,
        states: States,
        ctx: &QueryContext,
        annotations: &mut Vec<NodeAnnotation>,
    ) -> Result<Materialized, ExecError> {
        let mut meta = self.groups.meta();
        if self.drops_names == DropsNames::All {
            meta = meta.iter().map(|row| RowMeta { drop_name: true, ..row.clone() }).collect();
        }
        drop_names(&mut meta, &states.findings.last_steps);
        let mut block = Block::empty(self.groups.len(), self.n_steps, &ctx.budget)?;
        self.finish_floats(&states.parts, &mut block, ctx);
        drop(states.parts);
        let mut outcome = HistogramOutcome::default();
        for (group, histograms) in states.histograms.into_iter().enumerate() {
            if let Some(histograms) = histograms {
                let (values, cells) = block.row_parts_mut(group);
                outcome.finish_row(*histograms, self.histograms, values, cells);
                block.count_row(group)?;
            }
        }
        if states.findings.ignored_histograms {
            annotations.push(self.aggregation.histograms_ignored());
        }
        outcome.report(self.aggregation, self.input.series(), annotations);
        Ok(Materialized::new(meta, block))
    }
}

/// The groups with a sample in the order of their first row with one; `None` if they already have this order.
/// Prometheus creates its groups in the order of samples.
fn order_of_groups(first_rows: &[FirstRow], n_groups: usize) -> Option<Vec<usize>> {
    let mut first = vec![u32::MAX; n_groups];
    for FirstRow { group, row } in first_rows {
        let known = &mut first[*group as usize];
        *known = (*known).min(*row);
    }
    if first.iter().filter(|row| **row < u32::MAX).is_sorted() {
        return None;
    }
    let mut order: Vec<usize> = (0..n_groups).filter(|group| first[*group] < u32::MAX).collect();
    order.sort_unstable_by_key(|group| first[*group]);
    Some(order)
}

/// Sets which groups drop their name. As in Prometheus, the rows with a sample at the last step of the group decide.
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

/// Findings about summed histograms, to be reported as annotations.
#[derive(Default)]
struct HistogramOutcome {
    mixed: bool,
    bounds_reconciled: bool,
    resets_collide: bool,
    misfits: BTreeSet<u32>,
}

impl HistogramOutcome {
    /// Writes the histograms of a group to its row. A step with both floats and histograms gives no result.
    fn finish_row(&mut self, sums: GroupSums, fold: HistogramFold, values: &mut [f64], cells: &mut Vec<HistogramCell>) {
        let (steps, rows, _memory) = sums.into_steps();
        let mut of_rows: Vec<(u32, (u32, f64))> = Vec::new();
        for (step, sum) in steps.into_iter().enumerate() {
            let has_float = !is_absent(values[step]);
            match sum {
                StepSum::None => continue,
                StepSum::Row(_) if has_float => self.mixed = true,
                StepSum::Row(sum) => {
                    self.resets_collide |= sum.resets_collide();
                    of_rows.push((step as u32, sum.quotient(fold)));
                }
                StepSum::State(state) => {
                    let result = self.finish_state(*state, fold, has_float);
                    cells.extend(result.map(|histogram| (step as u32, histogram)));
                }
            }
            values[step] = ABSENT;
        }
        if let Some(rows) = rows {
            let (steps, quotients): (Vec<u32>, Vec<_>) = of_rows.into_iter().unzip();
            let has_states = !cells.is_empty();
            cells.extend(steps.into_iter().zip(rows.finish(&quotients)));
            if has_states {
                cells.sort_by_key(|(step, _)| *step);
            }
        }
    }

    fn finish_state(&mut self, state: HistogramState, fold: HistogramFold, has_float: bool) -> Option<SharedHistogram> {
        self.bounds_reconciled |= state.bounds_reconciled;
        if let Some(misfit) = state.misfit {
            self.misfits.insert(misfit.row);
            self.mixed |= misfit.after_float;
            return None;
        }
        if has_float {
            self.mixed = true;
            return None;
        }
        self.resets_collide |= state.resets_collide();
        state.finish(fold)
    }

    fn report(&self, aggregation: &Aggregation<'_>, rows: &[RowMeta], annotations: &mut Vec<NodeAnnotation>) {
        let place = || aggregation.expr_range.clone();
        let operation = HistogramOperation::Aggregation;
        let misfits = self.misfits.iter().map(|row| {
            Annotation::mixed_exponential_custom_histograms(rows[*row as usize].labels.metric_name(), place())
        });
        annotations.extend(misfits.map(|annotation| aggregation.note(annotation)));
        if self.bounds_reconciled {
            annotations.push(aggregation.note(Annotation::mismatched_custom_buckets_histograms(place(), operation)));
        }
        if self.mixed {
            annotations.push(aggregation.note(Annotation::mixed_floats_histograms_agg(place())));
        }
        if self.resets_collide {
            annotations.push(aggregation.note(Annotation::histogram_counter_reset_collision(place(), operation)));
        }
    }
}
