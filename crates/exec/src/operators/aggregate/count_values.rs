//! `count_values`: counts the samples of each value, by group and step.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use promenade_functions::samples::is_absent;
use promenade_go::strconv::format_f;
use promenade_model::SharedHistogram;
use promenade_model::labels::is_metadata_label;
use promenade_plan::Grouping;
use rustc_hash::FxHashMap;

use super::Aggregation;
use super::groups::Groups;
use crate::budget::{Budget, Reservation};
use crate::operator::{NodeAnnotation, SparseRows};
use crate::parallel::prelude::*;
use crate::tiles::{in_pool, run_tiles};
use crate::{Block, ExecError, Operator, QueryContext, RowMeta, Task};

/// Checks the name of the label for the value. It may be any UTF-8 text that is not empty. The parser replaces
/// invalid UTF-8 by U+FFFD, and rejects U+FFFD elsewhere unless it is escaped.
pub(super) fn checked_label(label: String) -> Result<String, ExecError> {
    if label.is_empty() || label.contains('\u{fffd}') {
        return Err(ExecError::InvalidLabelName { name: label });
    }
    Ok(label)
}

pub(super) fn run(
    aggregation: &Aggregation<'_>,
    ctx: &QueryContext,
    annotations: &mut Vec<NodeAnnotation>,
    label: &str,
    input: &dyn Operator,
) -> Result<Arc<dyn Operator>, ExecError> {
    let rest = without_label(aggregation.grouping, label);
    let groups = Groups::new(input.series(), &rest, ctx)?;
    let mut counts = Counts::new(&ctx.budget)?;
    run_tiles(
        input,
        ctx,
        annotations,
        |rows, block, task| TileRuns::new(rows, &block, &groups, &task.ctx.budget),
        |tile| counts.take(tile),
    )?;
    let rows = if shows_value(aggregation.grouping, label) {
        let labels = |(group, value): &(u32, Value)| groups.labels(*group).with(label, &value.text());
        let row = |key| RowMeta::new(labels(key));
        let n_label_bytes = |(group, value): &(u32, Value)| {
            groups.labels(*group).n_bytes() + label.len() + value.n_text_bytes() + LABELS_BYTES
        };
        ctx.hold(counts.keys.iter().map(n_label_bytes).sum())?;
        let meta = in_pool(ctx, || counts.keys.par_iter().with_min_len(256).map(row).collect::<Vec<_>>());
        counts.into_rows(meta.into(), input.n_steps(), None)?
    } else {
        let row_of: Vec<u32> = counts.keys.iter().map(|(group, _)| *group).collect();
        counts.into_rows(groups.meta(), input.n_steps(), Some(&row_of))?
    };
    Ok(Arc::new(rows))
}

/// The grouping without the label that holds the value, since the value replaces that label.
fn without_label(grouping: &Grouping, label: &str) -> Grouping {
    let mut rest = grouping.clone();
    rest.labels.retain(|name| name != label);
    if rest.without {
        rest.labels.push(label.to_owned());
    }
    rest
}

/// Whether the result has the label that holds the value; `without` can exclude it.
fn shows_value(grouping: &Grouping, label: &str) -> bool {
    !grouping.without || (!is_metadata_label(label) && grouping.labels.iter().all(|name| name != label))
}

/// Bytes of a row in addition to the text of its labels: once while it is built, once where it is stored.
const LABELS_BYTES: usize = 2 * size_of::<RowMeta>() + 32;

/// A value to count.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Value {
    /// The bits of a float; all NaN values share the same bits.
    Float(u64),
    /// The text of a histogram.
    Histogram(Arc<str>),
}

impl Value {
    fn of_float(v: f64) -> Self {
        Self::Float(if v.is_nan() { f64::NAN.to_bits() } else { v.to_bits() })
    }

    fn of_histogram(histogram: &SharedHistogram) -> Self {
        Self::Histogram(histogram.to_string().into())
    }

    /// The approximate length of the text.
    fn n_text_bytes(&self) -> usize {
        match self {
            Self::Float(_) => 12,
            Self::Histogram(text) => text.len(),
        }
    }

    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Float(bits) => format_f(f64::from_bits(*bits)).into(),
            Self::Histogram(text) => (&**text).into(),
        }
    }
}

/// Consecutive steps at which a row of the input has the same value.
struct Run<K> {
    /// The group and the value.
    key: K,
    start: u32,
    end: u32,
}

/// The values of the rows of a tile.
struct TileRuns {
    runs: Vec<Run<(u32, Value)>>,
    _memory: Reservation,
}

impl TileRuns {
    fn new(rows: &[u32], block: &Block, groups: &Groups, budget: &Budget) -> Result<Self, ExecError> {
        let mut runs = Vec::new();
        let mut memory = budget.reserve(0)?;
        for (i, row) in rows.iter().enumerate() {
            let group = groups.of_row[*row as usize];
            let n_floats = block.row(i).chunk_by(|a, b| a.to_bits() == b.to_bits()).count();
            memory.make_room(&mut runs, n_floats + block.histogram_row(i).len())?;
            let mut step = 0;
            for run in block.row(i).chunk_by(|a, b| a.to_bits() == b.to_bits()) {
                let end = step + run.len() as u32;
                if !is_absent(run[0]) {
                    runs.push(Run { key: (group, Value::of_float(run[0])), start: step, end });
                }
                step = end;
            }
            for (step, histogram) in block.histogram_row(i) {
                let value = Value::of_histogram(histogram);
                if let Value::Histogram(text) = &value {
                    memory.grow(text.len())?;
                }
                runs.push(Run { key: (group, value), start: *step, end: step + 1 });
            }
        }
        Ok(Self { runs, _memory: memory })
    }
}

/// The values of all rows so far.
struct Counts {
    /// Groups and values in order of first occurrence.
    keys: Vec<(u32, Value)>,
    idx_of: FxHashMap<(u32, Value), u32>,
    /// Runs; the key is an index into `keys`.
    runs: Vec<Run<u32>>,
    memory: Reservation,
}

impl Counts {
    fn new(budget: &Budget) -> Result<Self, ExecError> {
        Ok(Self { keys: Vec::new(), idx_of: FxHashMap::default(), runs: Vec::new(), memory: budget.reserve(0)? })
    }

    fn take(&mut self, tile: TileRuns) -> Result<(), ExecError> {
        self.memory.make_room(&mut self.runs, tile.runs.len())?;
        for Run { key, start, end } in tile.runs {
            self.make_room_for_key()?;
            let key = match self.idx_of.entry(key) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(new) => {
                    let idx = self.keys.len() as u32;
                    if let (_, Value::Histogram(text)) = new.key() {
                        self.memory.grow(text.len())?;
                    }
                    self.keys.push(new.key().clone());
                    *new.insert(idx)
                }
            };
            self.runs.push(Run { key, start, end });
        }
        Ok(())
    }

    /// Reserves memory for a key that may be new.
    fn make_room_for_key(&mut self) -> Result<(), ExecError> {
        self.memory.make_room(&mut self.keys, 1)?;
        if self.idx_of.len() == self.idx_of.capacity() {
            let n_bytes = |capacity: usize| capacity * (size_of::<((u32, Value), u32)>() + 1) * 8 / 7;
            let before = self.idx_of.capacity();
            self.memory.grow(n_bytes((2 * before).max(8)))?;
            self.idx_of.reserve(1);
            self.memory.shrink(n_bytes(before));
        }
        Ok(())
    }

    /// Converts the counts to rows: row `i` for key `i`, or row `row_of[i]`.
    fn into_rows(
        mut self,
        meta: Arc<[RowMeta]>,
        n_steps: usize,
        row_of: Option<&[u32]>,
    ) -> Result<CountedRows, ExecError> {
        drop(std::mem::take(&mut self.idx_of));
        self.memory.grow(2 * meta.len() * size_of::<usize>() + self.runs.len() * size_of::<(u32, u32)>())?;
        let row = |run: &Run<u32>| row_of.map_or(run.key, |rows| rows[run.key as usize]) as usize;
        let mut starts = vec![0; meta.len() + 1];
        self.runs.iter().for_each(|run| starts[row(run) + 1] += 1);
        for i in 0..meta.len() {
            starts[i + 1] += starts[i];
        }
        let mut next = starts.clone();
        let mut spans = vec![(0, 0); self.runs.len()];
        for run in &self.runs {
            let place = &mut next[row(run)];
            spans[*place] = (run.start, run.end);
            *place += 1;
        }
        Ok(CountedRows { meta, starts, spans, n_steps, _memory: self.memory })
    }
}

/// Rows of counts. There can be as many values as samples, most of them at a single step, so cells are computed on
/// request.
struct CountedRows {
    meta: Arc<[RowMeta]>,
    /// The index of the first span of each row, and the number of spans at the end.
    starts: Vec<usize>,
    /// Steps (end exclusive) at which a sample has the value.
    spans: Vec<(u32, u32)>,
    n_steps: usize,
    _memory: Reservation,
}

impl Operator for CountedRows {
    fn series(&self) -> &Arc<[RowMeta]> {
        &self.meta
    }

    fn n_steps(&self) -> usize {
        self.n_steps
    }

    fn block(&self, rows: &[u32], task: &mut Task<'_>) -> Result<Block, ExecError> {
        let mut block = Block::empty(rows.len(), self.n_steps, &task.ctx.budget)?;
        for (i, row) in rows.iter().enumerate() {
            let spans = &self.spans[self.starts[*row as usize]..self.starts[*row as usize + 1]];
            let cells = block.row_mut(i);
            for (start, end) in spans {
                for n in &mut cells[*start as usize..*end as usize] {
                    *n = if is_absent(*n) { 1.0 } else { *n + 1.0 };
                }
            }
        }
        Ok(block)
    }

    fn is_silent(&self) -> bool {
        true
    }

    fn sparse(&self) -> Option<&dyn SparseRows> {
        Some(self)
    }
}

impl SparseRows for CountedRows {
    fn cells(&self, row: u32, out: &mut Vec<(u32, f64)>) {
        let spans = &self.spans[self.starts[row as usize]..self.starts[row as usize + 1]];
        if let [(start, end)] = spans {
            out.extend((*start..*end).map(|step| (step, 1.0)));
            return;
        }
        let start = spans.iter().map(|span| span.0).min().unwrap_or(0);
        let end = spans.iter().map(|span| span.1).max().unwrap_or(0);
        let mut counts = vec![0_u32; (end - start) as usize];
        for (from, to) in spans {
            counts[(from - start) as usize..(to - start) as usize].iter_mut().for_each(|n| *n += 1);
        }
        out.extend((start..end).zip(counts).filter(|(_, n)| *n > 0).map(|(step, n)| (step, f64::from(n))));
    }

    fn max_cells(&self) -> usize {
        self.spans.iter().map(|(start, end)| (end - start) as usize).sum()
    }
}
