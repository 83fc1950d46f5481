//! `topk`, `bottomk` and `limitk`: the best or the first k samples of each group, with a heap per group and step.
//!
//! As in Prometheus, all rows of the input are pushed in order; steps are processed in parallel.

use std::sync::Arc;

use promenade_functions::aggregators::Extreme;
use promenade_functions::aggregators::heap::{Entry, HeapOrder};
use promenade_functions::samples::{ABSENT, is_absent};
use promenade_model::{Annotation, SharedHistogram};

use super::Aggregation;
use super::groups::Groups;
use super::param::Param;
use crate::block::HistogramCell;
use crate::budget::{Budget, Reservation};
use crate::operator::NodeAnnotation;
use crate::operators::Materialized;
use crate::parallel::prelude::*;
use crate::tiles::{evaluate_for_annotations, in_pool, run_tiles_of};
use crate::{Block, ExecError, Operator, QueryContext, RowMeta};

/// Which samples are picked.
#[derive(Debug, Clone, Copy)]
pub(super) enum Pick {
    /// Floats with the largest or smallest values.
    Ranked(Extreme),
    /// The first samples, including histograms.
    First,
}

pub(super) fn run(
    aggregation: &Aggregation<'_>,
    ctx: &QueryContext,
    annotations: &mut Vec<NodeAnnotation>,
    pick: Pick,
    k: &Param,
    input: &dyn Operator,
) -> Result<Arc<dyn Operator>, ExecError> {
    let n_steps = input.n_steps();
    let rows: Vec<u32> = (0..input.series().len() as u32).collect();
    if k.max < 1.0 || n_steps == 0 {
        evaluate_for_annotations(input, &rows, ctx, annotations)?;
        return Ok(Arc::new(Materialized::new([].into(), Block::empty(0, n_steps, &ctx.budget)?)));
    }
    if let Err(error) = check(k) {
        // Errors of the input take precedence.
        evaluate_for_annotations(input, &rows, ctx, annotations)?;
        return Err(error);
    }
    let groups = Groups::new(input.series(), aggregation.grouping, ctx)?;
    let mut chunks = Chunk::all(pick, &groups, k, n_steps, &ctx.budget)?;
    for part in rows.chunks(PART_ROWS) {
        let take = |(rows, block): (Vec<u32>, Block)| {
            in_pool(ctx, || chunks.par_iter_mut().try_for_each(|chunk| chunk.take(&groups, &rows, &block)))
        };
        run_tiles_of(input, part, ctx, annotations, |rows, block, _| Ok((rows.to_vec(), block)), take)?;
        if input.is_silent() && matches!(pick, Pick::First) && chunks.iter().all(Chunk::is_full) {
            break;
        }
    }
    if chunks.iter().any(|chunk| chunk.ignored_histograms) {
        let info = Annotation::histogram_ignored_in_aggregation(aggregation.def.name, aggregation.range.clone());
        annotations.push(aggregation.note(info));
    }
    result(chunks, pick, input.series(), (n_steps, aggregation.is_single), &ctx.budget)
}

/// The number of rows between checks whether all heaps are full.
const PART_ROWS: usize = 16 * 1024;

/// The bounds of Go's `int64` as Prometheus checks them.
const MIN_INT64: f64 = -9_223_372_036_854_775_808.0;
const MAX_INT64: f64 = 9_223_372_036_854_774_784.0;

fn check(k: &Param) -> Result<(), ExecError> {
    match k {
        k if k.has_nan => Err(ExecError::NanParameter { parameter: "Parameter" }),
        k if k.min <= MIN_INT64 => Err(ExecError::ParameterUnderflow { value: k.min }),
        k if k.max >= MAX_INT64 => Err(ExecError::ParameterOverflow { value: k.max }),
        _ => Ok(()),
    }
}

/// The number of steps in a chunk, processed by one thread.
const CHUNK_STEPS: usize = 64;

/// The heaps of all groups at some steps.
struct Chunk {
    pick: Pick,
    /// The first step.
    start: usize,
    /// The maximum number of samples per heap, for each step.
    limits: Vec<u32>,
    /// The position of each group's heaps in `entries`.
    places: Arc<[Place]>,
    /// The heaps, ordered by group and step.
    entries: Vec<Entry>,
    /// The number of entries of each heap, by group and step.
    lens: Vec<u32>,
    /// The number of heaps that are not full.
    n_open: usize,
    /// The top value of each heap, by group and step; NaN if the heap is not full.
    gates: Vec<f64>,
    histograms: Vec<PickedHistogram>,
    ignored_histograms: bool,
    memory: Reservation,
}

/// The position of the heaps of a group.
#[derive(Clone, Copy)]
struct Place {
    /// The number of entries per step of the groups before this one.
    offset: usize,
    /// The maximum number of entries per step.
    capacity: usize,
}

struct PickedHistogram {
    row: u32,
    step: usize,
    histogram: SharedHistogram,
}

impl Chunk {
    fn all(pick: Pick, groups: &Groups, k: &Param, n_steps: usize, budget: &Budget) -> Result<Vec<Self>, ExecError> {
        let n_rows = groups.of_row.len();
        let limits: Vec<u32> = (0..n_steps).map(|step| (k.at(step).max(0.0) as usize).min(n_rows) as u32).collect();
        let largest = limits.iter().copied().max().unwrap_or(0);
        let mut n_entries = 0;
        let place = |size: u32| {
            let place = Place { offset: n_entries, capacity: size.min(largest) as usize };
            n_entries += place.capacity;
            place
        };
        let places: Arc<[Place]> = groups.sizes().into_iter().map(place).collect();
        let chunk = |(i, limits): (usize, &[u32])| {
            // At a step with limit 0, all heaps are full from the start.
            let n_open = limits.iter().filter(|limit| **limit > 0).count() * places.len();
            let (n_entries, n_heaps) =
                (n_entries.saturating_mul(limits.len()), places.len().saturating_mul(limits.len()));
            let bytes = n_entries.saturating_mul(size_of::<Entry>()).saturating_add(n_heaps.saturating_mul(12));
            let memory = budget.reserve(bytes)?;
            Ok(Self {
                pick,
                start: i * CHUNK_STEPS,
                limits: limits.to_vec(),
                places: places.clone(),
                entries: vec![Entry { value: 0.0, row: 0 }; n_entries],
                lens: vec![0; n_heaps],
                n_open,
                gates: vec![f64::NAN; n_heaps],
                histograms: Vec::new(),
                ignored_histograms: false,
                memory,
            })
        };
        limits.chunks(CHUNK_STEPS).enumerate().map(chunk).collect()
    }

    fn n_steps(&self) -> usize {
        self.limits.len()
    }

    /// Pushes the samples of a tile.
    fn take(&mut self, groups: &Groups, rows: &[u32], block: &Block) -> Result<(), ExecError> {
        for (i, row) in rows.iter().enumerate() {
            let group = groups.of_row[*row as usize] as usize;
            let values = &block.row(i)[self.start..][..self.n_steps()];
            match self.pick {
                Pick::Ranked(extreme) => self.take_ranked(HeapOrder(extreme), group, *row, values),
                Pick::First => self.take_first(group, *row, values),
            }
            self.take_histograms(group, *row, block.histogram_row(i))?;
        }
        Ok(())
    }

    fn take_ranked(&mut self, order: HeapOrder, group: usize, row: u32, values: &[f64]) {
        let first_heap = group * self.n_steps();
        for (step, value) in values.iter().enumerate() {
            let gate = self.gates[first_heap + step];
            if (!gate.is_nan() && !order.replaces(gate, *value)) || is_absent(*value) {
                continue;
            }
            self.offer(order, group, step, Entry { value: *value, row });
        }
    }

    /// Pushes a sample onto a heap. If the heap is full, the sample replaces the top if it ranks higher.
    fn offer(&mut self, order: HeapOrder, group: usize, step: usize, entry: Entry) {
        let capacity = self.places[group].capacity.min(self.limits[step] as usize);
        if capacity == 0 || self.push(order, group, step, entry) {
            return;
        }
        let heap_idx = group * self.n_steps() + step;
        let heap = self.heap_mut(group, step);
        if order.replaces(heap[0].value, entry.value) {
            heap[0] = entry;
            order.fix_top(heap);
            self.gates[heap_idx] = heap[0].value;
        }
    }

    /// Pushes a sample onto a heap unless the heap is full.
    fn push(&mut self, order: HeapOrder, group: usize, step: usize, entry: Entry) -> bool {
        let heap_idx = group * self.n_steps() + step;
        let capacity = self.places[group].capacity.min(self.limits[step] as usize);
        let len = self.lens[heap_idx] as usize;
        if len >= capacity {
            return false;
        }
        self.lens[heap_idx] += 1;
        let heap = self.heap_mut(group, step);
        heap[len] = entry;
        order.push_last(heap);
        if len + 1 == capacity {
            self.gates[heap_idx] = heap[0].value;
            self.n_open -= 1;
        }
        true
    }

    fn heap_start(&self, group: usize, step: usize) -> usize {
        let place = self.places[group];
        place.offset * self.limits.len() + step * place.capacity
    }

    fn heap_mut(&mut self, group: usize, step: usize) -> &mut [Entry] {
        let start = self.heap_start(group, step);
        &mut self.entries[start..][..self.lens[group * self.limits.len() + step] as usize]
    }

    fn take_first(&mut self, group: usize, row: u32, values: &[f64]) {
        for (step, value) in values.iter().enumerate().filter(|(_, v)| !is_absent(**v)) {
            self.push(FIRST_ORDER, group, step, Entry { value: *value, row });
        }
    }

    fn take_histograms(&mut self, group: usize, row: u32, cells: &[HistogramCell]) -> Result<(), ExecError> {
        let end = self.start + self.n_steps();
        let from = cells.partition_point(|(step, _)| (*step as usize) < self.start);
        for (step, histogram) in cells[from..].iter().take_while(|(step, _)| (*step as usize) < end) {
            let step = *step as usize - self.start;
            match self.pick {
                Pick::Ranked(_) => self.ignored_histograms |= self.limits[step] > 0,
                Pick::First => {
                    // Histograms have no value to order them by.
                    if self.push(FIRST_ORDER, group, step, Entry { value: 0.0, row }) {
                        self.memory.grow(size_of::<PickedHistogram>())?;
                        self.histograms.push(PickedHistogram { row, step, histogram: histogram.clone() });
                    }
                }
            }
        }
        Ok(())
    }

    /// Sorts all heaps, best sample first.
    fn sort(&mut self, order: HeapOrder) {
        for heap_idx in 0..self.lens.len() {
            order.sort(self.heap_mut(heap_idx / self.limits.len(), heap_idx % self.limits.len()));
        }
    }

    /// The picked samples with their steps, ordered by group and step.
    fn picked(&self) -> impl Iterator<Item = (usize, Entry)> {
        (0..self.lens.len()).flat_map(move |heap_idx| {
            let (group, step) = (heap_idx / self.limits.len(), heap_idx % self.limits.len());
            let heap = &self.entries[self.heap_start(group, step)..][..self.lens[heap_idx] as usize];
            heap.iter().map(move |entry| (self.start + step, *entry))
        })
    }

    /// Whether all heaps are full.
    fn is_full(&self) -> bool {
        self.n_open == 0
    }
}

/// The heap order for samples picked regardless of their values.
const FIRST_ORDER: HeapOrder = HeapOrder(Extreme::Largest);

/// The picked samples as rows: at a single step in the order in which they were picked, otherwise in input order.
fn result(
    mut chunks: Vec<Chunk>,
    pick: Pick,
    meta: &[RowMeta],
    (n_steps, is_single): (usize, bool),
    budget: &Budget,
) -> Result<Arc<dyn Operator>, ExecError> {
    let mut place_of = vec![None; meta.len()];
    let mut rows = Vec::new();
    if let ([chunk], Pick::Ranked(extreme)) = (&mut chunks[..], pick)
        && is_single
    {
        chunk.sort(HeapOrder(extreme));
    }
    for (_, entry) in chunks.iter().flat_map(Chunk::picked) {
        if place_of[entry.row as usize].replace(0).is_none() {
            rows.push(entry.row as usize);
        }
    }
    if !is_single {
        rows.sort_unstable();
    }
    for (place, row) in rows.iter().enumerate() {
        place_of[*row] = Some(place);
    }
    let place = |row: u32| place_of[row as usize].expect("every picked row has a place");
    let mut block = Block::empty(rows.len(), n_steps, budget)?;
    for (step, entry) in chunks.iter().flat_map(Chunk::picked) {
        block.row_mut(place(entry.row))[step] = entry.value;
    }
    for chunk in chunks {
        for PickedHistogram { row, step, histogram } in chunk.histograms {
            let (values, cells) = block.row_parts_mut(place(row));
            values[chunk.start + step] = ABSENT;
            cells.push(((chunk.start + step) as u32, histogram));
        }
    }
    let meta = rows.iter().map(|row| meta[*row].clone()).collect();
    Ok(Arc::new(Materialized::new(meta, block)))
}
