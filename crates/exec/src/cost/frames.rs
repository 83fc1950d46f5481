//! Nested evaluations of a query, and how the samples that an inner one reads count in the outer one.

use std::sync::{Arc, Mutex, PoisonError};

use promenade_plan::{Grid, Subquery};

use super::Counts;
use crate::{ExecError, QueryContext};

/// The evaluations of a query: the query itself first, each inner one after its outer one.
pub(crate) struct Frames(Vec<Frame>);

/// The index of an evaluation.
pub(crate) type FrameId = usize;

/// Counts shared by the selectors of an evaluation.
pub(crate) type SharedCounts = Arc<Mutex<Counts>>;

struct Frame {
    grid: Grid,
    counts: SharedCounts,
    around: Around,
}

/// The evaluation around an evaluation.
enum Around {
    Nothing,
    /// A part with the same value at all steps, evaluated at the first step.
    Repeated(FrameId),
    /// A subquery, whose steps are the samples of windows in the outer evaluation.
    Subquery(FrameId, Consumer),
}

/// The windows over the steps of a subquery.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_field_names)] // units
pub(crate) struct Consumer {
    offset_ms: i64,
    range_ms: i64,
    /// The time fixed by `@`.
    at_ms: Option<i64>,
}

impl From<&Subquery> for Consumer {
    fn from(subquery: &Subquery) -> Self {
        Self { offset_ms: subquery.offset_ms, range_ms: subquery.range_ms, at_ms: subquery.at_ms }
    }
}

impl Frames {
    /// The evaluation of the query itself.
    pub(crate) const OF_QUERY: FrameId = 0;

    /// Starts with the evaluation of the query.
    pub(crate) fn new(grid: Grid) -> Self {
        Self(vec![Frame::new(grid, Around::Nothing)])
    }

    /// Enables counts by step for an evaluation.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its memory limit.
    pub(crate) fn count_by_step(&self, frame: FrameId, ctx: &QueryContext) -> Result<(), ExecError> {
        let frame = &self.0[frame];
        let n_steps = frame.grid.n_steps();
        ctx.hold(n_steps.saturating_mul(2 * size_of::<u64>()))?;
        *frame.counts.lock().unwrap_or_else(PoisonError::into_inner) = Counts::of_steps(n_steps);
        Ok(())
    }

    /// Adds a part of an evaluation that is evaluated only at the first step.
    pub(crate) fn add_once(&mut self, grid: Grid, around: FrameId) -> FrameId {
        self.add(Frame::new(grid, Around::Repeated(around)))
    }

    /// Adds a subquery inside an evaluation.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its memory limit.
    pub(crate) fn add_subquery(
        &mut self,
        grid: Grid,
        (consumer, around): (Consumer, FrameId),
        ctx: &QueryContext,
    ) -> Result<FrameId, ExecError> {
        // With one outer step, the only window contains all steps.
        let by_step = self.0[around].grid.n_steps() > 1;
        let frame = self.add(Frame::new(grid, Around::Subquery(around, consumer)));
        if by_step {
            self.count_by_step(frame, ctx)?;
        }
        Ok(frame)
    }

    fn add(&mut self, frame: Frame) -> FrameId {
        self.0.push(frame);
        self.0.len() - 1
    }

    /// The counts of the selectors of an evaluation.
    pub(crate) fn counts(&self, frame: FrameId) -> SharedCounts {
        self.0[frame].counts.clone()
    }

    /// The total counts of the query.
    pub(crate) fn total(&self) -> Counts {
        let mut counts: Vec<Counts> = self.0.iter().map(Frame::snapshot).collect();
        while counts.len() > 1 {
            let Some(inner) = counts.pop() else { break };
            let frame = &self.0[counts.len()];
            match frame.around {
                Around::Nothing => {}
                Around::Repeated(around) => {
                    let n_steps = self.0[around].grid.n_steps();
                    counts[around].add_at(0, 0, inner.read);
                    (0..n_steps).for_each(|step| counts[around].add_at(step, inner.queryable, 0));
                }
                Around::Subquery(around, consumer) => {
                    let consumed = Consumed { inner, grid: frame.grid, outer: self.0[around].grid, consumer };
                    consumed.count(&mut counts[around]);
                }
            }
        }
        counts.pop().unwrap_or_default()
    }
}

impl Frame {
    fn new(grid: Grid, around: Around) -> Self {
        Self { grid, counts: SharedCounts::default(), around }
    }

    fn snapshot(&self) -> Counts {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The steps of a subquery and the windows over them.
struct Consumed {
    inner: Counts,
    grid: Grid,
    outer: Grid,
    consumer: Consumer,
}

impl Consumed {
    /// Each window uses the steps in it and reads those that no earlier window has read.
    fn count(&self, out: &mut Counts) {
        if self.outer.n_steps() <= 1 {
            out.add_at(0, self.inner.queryable, self.inner.read);
        } else if let Some(at_ms) = self.consumer.at_ms {
            let (from, to) = (self.steps_up_to(at_ms.saturating_sub(self.consumer.range_ms)), self.steps_up_to(at_ms));
            out.add_at(0, 0, sum(&self.inner.read_steps, from, to));
            let queryable = sum(&self.inner.queryable_steps, from, to);
            (0..self.outer.n_steps()).for_each(|step| out.add_at(step, queryable, 0));
        } else {
            self.count_windows(out);
        }
    }

    fn count_windows(&self, out: &mut Counts) {
        let (mut from, mut to, mut queryable) = (0, 0, 0);
        for step in 0..self.outer.n_steps() {
            let end_ms = self.outer.at(step);
            let next_from = self.steps_up_to(end_ms.saturating_sub(self.consumer.range_ms)).max(from);
            let next_to = self.steps_up_to(end_ms).max(to);
            queryable += sum(&self.inner.queryable_steps, to, next_to);
            queryable -= sum(&self.inner.queryable_steps, from, next_from);
            let read = sum(&self.inner.read_steps, to.max(next_from), next_to);
            out.add_at(step, queryable, read);
            (from, to) = (next_from, next_to);
        }
    }

    /// The number of steps of the subquery at or before a time of the outer evaluation.
    fn steps_up_to(&self, t_ms: i64) -> usize {
        let until = Grid { end_ms: t_ms.saturating_sub(self.consumer.offset_ms), ..self.grid };
        until.n_steps().min(self.inner.read_steps.len())
    }
}

fn sum(counts: &[u64], from: usize, to: usize) -> u64 {
    counts.get(from..to).map_or(0, |counts| counts.iter().sum())
}
