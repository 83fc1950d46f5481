//! How many samples there are of each value, in each group and at each step.

use std::sync::Arc;

use promenade_functions::samples::is_absent;
use promenade_model::float::{format_f, quote_go};
use promenade_model::labels::METRIC_NAME;
use promenade_model::{FloatHistogram, Labels};
use promenade_plan::Grouping;
use rustc_hash::FxHashMap;

use super::Aggregation;
use super::groups::Groups;
use crate::budget::{Budget, Reservation};
use crate::operator::Note;
use crate::operators::Materialized;
use crate::tiles::run_tiles;
use crate::{Block, ExecError, Operator, QueryContext, RowMeta};

/// The name of the label that is to hold the value: any text that is not empty and is UTF-8. The parser puts U+FFFD
/// where it is not, and lets that stand nowhere else but in an escape.
pub(super) fn checked_label(label: String) -> Result<String, ExecError> {
    if label.is_empty() || label.contains('\u{fffd}') {
        return Err(ExecError::Execution(format!("invalid label name {}", quote_go(&label))));
    }
    Ok(label)
}

pub(super) fn run(
    aggregation: &Aggregation<'_>,
    ctx: &QueryContext,
    notes: &mut Vec<Note>,
    label: &str,
    input: &dyn Operator,
) -> Result<Arc<dyn Operator>, ExecError> {
    let rest = without_label(aggregation.grouping, label);
    let groups = Groups::new(input.series(), &rest);
    let mut all = Counts::new(&ctx.budget)?;
    run_tiles(
        input,
        ctx,
        notes,
        |rows, block, task| Counts::of_tile(rows, &block, &groups, &task.ctx.budget),
        |tile| all.merge(tile),
    )?;
    let result_labels = |(group, value): &(u32, Value)| {
        let labels = groups.labels(*group);
        if !shows_value(aggregation.grouping, label) {
            return labels.clone();
        }
        let mut labels = labels.to_builder();
        labels.set(label, &value.text());
        labels.build()
    };
    all.finish(result_labels, input.n_steps(), &ctx.budget).map(|rows| Arc::new(rows) as Arc<dyn Operator>)
}

/// The grouping by labels other than that of the value, which the value replaces.
fn without_label(grouping: &Grouping, label: &str) -> Grouping {
    let mut rest = grouping.clone();
    rest.labels.retain(|name| name != label);
    if rest.without {
        rest.labels.push(label.to_owned());
    }
    rest
}

/// Whether the result has the label of the value; `without` can leave it out.
fn shows_value(grouping: &Grouping, label: &str) -> bool {
    !grouping.without || (label != METRIC_NAME && grouping.labels.iter().all(|name| name != label))
}

/// A value that samples can share.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Value {
    /// The bits of a float; all NaN have the same.
    Float(u64),
    /// A histogram's text.
    Histogram(String),
}

impl Value {
    fn of_float(v: f64) -> Self {
        Self::Float(if v.is_nan() { f64::NAN.to_bits() } else { v.to_bits() })
    }

    fn of_histogram(histogram: &FloatHistogram) -> Self {
        Self::Histogram(histogram.to_string())
    }

    fn text(&self) -> String {
        match self {
            Self::Float(bits) => format_f(f64::from_bits(*bits)),
            Self::Histogram(text) => text.clone(),
        }
    }
}

/// Consecutive steps at which a row has the same value.
struct Run {
    /// Index of group and value.
    key: u32,
    start: u32,
    end: u32,
}

/// The values of some rows.
struct Counts {
    /// Groups and values in the order in which they first occurred.
    keys: Vec<(u32, Value)>,
    idx_of: FxHashMap<(u32, Value), u32>,
    runs: Vec<Run>,
    memory: Reservation,
}

impl Counts {
    fn new(budget: &Budget) -> Result<Self, ExecError> {
        Ok(Self { keys: Vec::new(), idx_of: FxHashMap::default(), runs: Vec::new(), memory: budget.reserve(0)? })
    }

    fn of_tile(rows: &[u32], block: &Block, groups: &Groups, budget: &Budget) -> Result<Self, ExecError> {
        let mut counts = Self::new(budget)?;
        for (i, row) in rows.iter().enumerate() {
            let group = groups.of_row[*row as usize];
            let values = block.row(i);
            let mut step = 0;
            for run in values.chunk_by(|a, b| a.to_bits() == b.to_bits()) {
                let end = step + run.len() as u32;
                if !is_absent(run[0]) {
                    counts.push((group, Value::of_float(run[0])), step, end)?;
                }
                step = end;
            }
            for (step, histogram) in block.histogram_row(i) {
                counts.push((group, Value::of_histogram(histogram)), *step, step + 1)?;
            }
        }
        Ok(counts)
    }

    fn push(&mut self, key: (u32, Value), start: u32, end: u32) -> Result<(), ExecError> {
        let key = self.key(key)?;
        self.memory.grow(size_of::<Run>())?;
        self.runs.push(Run { key, start, end });
        Ok(())
    }

    fn key(&mut self, key: (u32, Value)) -> Result<u32, ExecError> {
        if let Some(idx) = self.idx_of.get(&key) {
            return Ok(*idx);
        }
        let n_text = if let Value::Histogram(text) = &key.1 { text.len() } else { 0 };
        self.memory.grow(2 * (size_of::<(u32, Value)>() + n_text))?;
        let idx = self.keys.len() as u32;
        self.keys.push(key.clone());
        self.idx_of.insert(key, idx);
        Ok(idx)
    }

    fn merge(&mut self, later: Self) -> Result<(), ExecError> {
        let keys = later.keys.into_iter().map(|key| self.key(key)).collect::<Result<Vec<_>, _>>()?;
        self.memory.grow(later.runs.len() * size_of::<Run>())?;
        self.runs.extend(later.runs.into_iter().map(|run| Run { key: keys[run.key as usize], ..run }));
        Ok(())
    }

    /// Counts the samples of each value into the rows of the labels that it has in the result.
    fn finish(
        self,
        labels: impl Fn(&(u32, Value)) -> Labels,
        n_steps: usize,
        budget: &Budget,
    ) -> Result<Materialized, ExecError> {
        let mut meta: Vec<RowMeta> = Vec::new();
        let mut row_of: FxHashMap<Labels, usize> = FxHashMap::default();
        let row = |key: &(u32, Value)| {
            let labels = labels(key);
            *row_of.entry(labels.clone()).or_insert_with(|| {
                meta.push(RowMeta::new(labels));
                meta.len() - 1
            })
        };
        let rows: Vec<usize> = self.keys.iter().map(row).collect();
        let mut block = Block::empty(meta.len(), n_steps, budget)?;
        for run in self.runs {
            for n in &mut block.row_mut(rows[run.key as usize])[run.start as usize..run.end as usize] {
                *n = if is_absent(*n) { 1.0 } else { *n + 1.0 };
            }
        }
        Ok(Materialized::new(meta.into(), block))
    }
}
