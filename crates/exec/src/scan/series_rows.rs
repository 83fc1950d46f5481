//! Reads rows of a selector: of series in memory at once, of others some at a time.

use std::sync::Arc;

use promenade_model::SharedHistogram;
use promenade_storage::{SampleBuffer, Series};

use super::Selected;
use super::selected::Loading;
use crate::budget::Reservation;
use crate::loads;
use crate::{ExecError, QueryContext};

/// The most bytes that are loaded at once, if the query's memory is not small.
const BATCH_BYTES: usize = 4 << 20;
/// The most of the query's memory that is loaded at once.
const BATCH_SHARE: u64 = 16;

/// Some rows of a selector, read one after the other.
pub(super) struct SeriesRows<'a> {
    selected: &'a Selected,
    rows: &'a [u32],
    batch: Batch,
    /// Memory of the buffer that samples are decoded into.
    buffer_memory: Option<Reservation>,
}

/// Rows that are loaded.
#[derive(Default)]
struct Batch {
    /// The index of the first.
    start: usize,
    series: Vec<Arc<dyn Series>>,
    _memory: Option<Reservation>,
}

impl<'a> SeriesRows<'a> {
    pub(super) fn new(selected: &'a Selected, rows: &'a [u32]) -> Self {
        Self { selected, rows, batch: Batch::default(), buffer_memory: None }
    }

    /// The row at an index of the rows, whose samples the caller decodes into the buffer. Samples are not returned from
    /// here: eleven words would be copied for each row, and the copies would wait for each other's cache misses.
    ///
    /// # Errors
    /// Returns an error if the store fails, or the query's memory does not suffice.
    #[inline]
    pub(super) fn row(
        &mut self,
        idx: usize,
        buffer: &SampleBuffer,
        ctx: &QueryContext,
    ) -> Result<&dyn Series, ExecError> {
        if is_in_use(buffer) {
            self.count_buffer(buffer, ctx)?;
        }
        match self.selected.loading() {
            None => Ok(&*self.selected.series()[self.rows[idx] as usize]),
            Some(loading) => self.loaded(loading, idx, ctx),
        }
    }

    /// The row at an index, loaded.
    fn loaded(&mut self, loading: &Loading, idx: usize, ctx: &QueryContext) -> Result<&dyn Series, ExecError> {
        if !self.batch.has(idx) {
            self.load(loading, idx, ctx)?;
        }
        Ok(&*self.batch.series[idx - self.batch.start])
    }

    /// Loads as many rows as may be loaded at once, the row at `start` first.
    fn load(&mut self, loading: &Loading, start: usize, ctx: &QueryContext) -> Result<(), ExecError> {
        // What was loaded before is not needed any more.
        self.batch = Batch::default();
        let (series, n_bytes) = self.next_batch(start, ctx);
        let mut memory = ctx.budget.reserve(n_bytes)?;
        let series = loading.loads.load(series, &loading.hints, ctx)?;
        let n_held = loads::n_bytes(&series);
        memory.grow(n_held.saturating_sub(n_bytes))?;
        memory.shrink(n_bytes.saturating_sub(n_held));
        self.batch = Batch { start, series, _memory: Some(memory) };
        Ok(())
    }

    /// The rows from `start` on that are loaded at once, and the bytes that they will take.
    fn next_batch(&self, start: usize, ctx: &QueryContext) -> (Vec<Arc<dyn Series>>, usize) {
        let most =
            usize::try_from(ctx.budget.limit() / BATCH_SHARE).map_or(BATCH_BYTES, |share| share.min(BATCH_BYTES));
        let (mut batch, mut n_bytes) = (Vec::new(), 0_usize);
        for row in &self.rows[start..] {
            let series = &self.selected.series()[*row as usize];
            let with_it = n_bytes.saturating_add(series.n_bytes());
            if !batch.is_empty() && with_it > most {
                break;
            }
            batch.push(Arc::clone(series));
            n_bytes = with_it;
        }
        (batch, n_bytes)
    }

    /// Counts the memory of the buffer, which has grown for the rows so far.
    fn count_buffer(&mut self, buffer: &SampleBuffer, ctx: &QueryContext) -> Result<(), ExecError> {
        let n_bytes = buffer_bytes(buffer);
        match &mut self.buffer_memory {
            None => ctx.budget.reserve(n_bytes).map(|memory| self.buffer_memory = Some(memory)),
            Some(memory) => memory.grow(n_bytes.saturating_sub(memory.bytes())),
        }
    }
}

impl Batch {
    fn has(&self, idx: usize) -> bool {
        idx.checked_sub(self.start).is_some_and(|i| i < self.series.len())
    }
}

/// Whether anything was decoded into a buffer. Series in memory are read in place.
#[inline]
fn is_in_use(buffer: &SampleBuffer) -> bool {
    buffer.timestamps.capacity() > 0 || buffer.histogram_timestamps.capacity() > 0
}

/// Bytes of memory of a buffer and of the histograms that were decoded into it.
fn buffer_bytes(buffer: &SampleBuffer) -> usize {
    let of_run = |same: &[SharedHistogram]| same.first().map_or(0, |histogram| histogram.run().n_query_bytes());
    let of_runs: usize = buffer.histograms.chunk_by(SharedHistogram::shares_run).map(of_run).sum();
    buffer.n_bytes() + of_runs
}
