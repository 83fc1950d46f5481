//! Reads rows of a selector. Series in memory are read in place, others are loaded in batches.

use std::sync::Arc;

use promenade_model::SharedHistogram;
use promenade_storage::{SampleBuffer, Series};

use super::Selected;
use super::selected::Loading;
use crate::budget::Reservation;
use crate::loads;
use crate::{ExecError, QueryContext};

/// The maximum number of bytes loaded at once, unless the memory limit of the query is small.
const BATCH_BYTES: usize = 4 << 20;
/// The maximum share of the query's memory limit that is loaded at once, as a divisor.
const BATCH_SHARE: u64 = 16;

/// Rows of a selector, read in order.
pub(super) struct SeriesRows<'a> {
    selected: &'a Selected,
    rows: &'a [u32],
    batch: Batch,
    /// The memory of the buffer into which samples are decoded.
    buffer_memory: Option<Reservation>,
}

/// Loaded rows.
#[derive(Default)]
struct Batch {
    /// The index of the first row.
    start: usize,
    series: Vec<Arc<dyn Series>>,
    _memory: Option<Reservation>,
}

impl<'a> SeriesRows<'a> {
    pub(super) fn new(selected: &'a Selected, rows: &'a [u32]) -> Self {
        Self { selected, rows, batch: Batch::default(), buffer_memory: None }
    }

    /// The series of the row with this index. The caller decodes its samples into the buffer. Samples are not
    /// returned from here: eleven words would be copied per row, and the copies would wait for each other's cache
    /// misses.
    ///
    /// # Errors
    /// Returns an error if the store fails or the query exceeds its memory limit.
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

    /// The loaded series of the row with this index.
    fn loaded(&mut self, loading: &Loading, idx: usize, ctx: &QueryContext) -> Result<&dyn Series, ExecError> {
        if !self.batch.has(idx) {
            self.load(loading, idx, ctx)?;
        }
        Ok(&*self.batch.series[idx - self.batch.start])
    }

    /// Loads a batch of rows that begins at `start`.
    fn load(&mut self, loading: &Loading, start: usize, ctx: &QueryContext) -> Result<(), ExecError> {
        // The previous batch is no longer needed.
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

    /// The batch of rows that begins at `start`, and its size in bytes.
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

    /// Counts the memory of the buffer, which may have grown.
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

/// Whether samples were decoded into a buffer. Series in memory are read in place.
#[inline]
fn is_in_use(buffer: &SampleBuffer) -> bool {
    buffer.timestamps.capacity() > 0 || buffer.histogram_timestamps.capacity() > 0
}

/// The size of a buffer and of the histograms decoded into it, in bytes.
fn buffer_bytes(buffer: &SampleBuffer) -> usize {
    let of_run = |same: &[SharedHistogram]| same.first().map_or(0, |histogram| histogram.run().n_query_bytes());
    let of_runs: usize = buffer.histograms.chunk_by(SharedHistogram::shares_run).map(of_run).sum();
    buffer.n_bytes() + of_runs
}
