//! Evaluations within a query, and how the samples that they read count for the one around.

use std::sync::{Arc, Mutex, PoisonError};

use promenade_plan::{Grid, Subquery};

use super::Counts;
use crate::{ExecError, QueryContext};

/// The evaluations of a query: that of the query itself first, each behind the one around it.
pub(crate) struct Frames(Vec<Frame>);

/// The index of an evaluation.
pub(crate) type FrameId = usize;

/// Counts that the selectors of one evaluation share.
pub(crate) type SharedCounts = Arc<Mutex<Counts>>;

struct Frame {
    grid: Grid,
    counts: SharedCounts,
    around: Around,
}

/// What stands around an evaluation, by its index.
enum Around {
    Nothing,
    /// A part whose value is the same at all steps, evaluated at the first.
    Repeated(FrameId),
    /// A subquery, whose steps are samples of the windows around it.
    Subquery(FrameId, Consumer),
}

/// The windows that take the steps of a subquery.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_field_names)] // units
pub(crate) struct Consumer {
    offset_ms: i64,
    range_ms: i64,
    /// The time that `@` fixes.
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

    /// The evaluation of a query.
    pub(crate) fn new(grid: Grid) -> Self {
        Self(vec![Frame::new(grid, Around::Nothing)])
    }

    /// Keeps the counts of each step of an evaluation.
    ///
    /// # Errors
    /// Returns an error if the query's memory does not suffice.
    pub(crate) fn count_by_step(&self, frame: FrameId, ctx: &QueryContext) -> Result<(), ExecError> {
        let frame = &self.0[frame];
        let n_steps = frame.grid.n_steps();
        ctx.hold(n_steps.saturating_mul(2 * size_of::<u64>()))?;
        *frame.counts.lock().unwrap_or_else(PoisonError::into_inner) = Counts::of_steps(n_steps);
        Ok(())
    }

    /// Adds a part of an evaluation that is evaluated at the first step only.
    pub(crate) fn add_once(&mut self, grid: Grid, around: FrameId) -> FrameId {
        self.add(Frame::new(grid, Around::Repeated(around)))
    }

    /// Adds a subquery within an evaluation.
    ///
    /// # Errors
    /// Returns an error if the query's memory does not suffice.
    pub(crate) fn add_subquery(
        &mut self,
        grid: Grid,
        (consumer, around): (Consumer, FrameId),
        ctx: &QueryContext,
    ) -> Result<FrameId, ExecError> {
        // A single window takes all steps.
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

    /// Where the selectors of an evaluation count.
    pub(crate) fn counts(&self, frame: FrameId) -> SharedCounts {
        self.0[frame].counts.clone()
    }

    /// What the query has read.
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

/// The steps of a subquery and the windows that take them.
struct Consumed {
    inner: Counts,
    grid: Grid,
    outer: Grid,
    consumer: Consumer,
}

impl Consumed {
    /// Each window counts the steps in it; of these it reads those that no window before it has read.
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

    /// How many steps of the subquery lie at a time of the outer evaluation or before it.
    fn steps_up_to(&self, t_ms: i64) -> usize {
        let until = Grid { end_ms: t_ms.saturating_sub(self.consumer.offset_ms), ..self.grid };
        until.n_steps().min(self.inner.read_steps.len())
    }
}

fn sum(counts: &[u64], from: usize, to: usize) -> u64 {
    counts.get(from..to).map_or(0, |counts| counts.iter().sum())
}
