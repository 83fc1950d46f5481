//! Resolves the times that each selector reads: lookback, windows, offsets, `@` and surrounding subqueries.

use promenade_functions::Kernel;
use promenade_functions::samples::RangeMode;
use promenade_model::TimestampMs;
use promenade_model::stack::deeper;

use crate::logical::{CallNode, Grid, Node, NodeKind, Subquery, VectorSelector};

/// The times that a selector reads.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SelectorTimes {
    /// The steps at which the selector is evaluated: those of the query or of the innermost surrounding subquery, or
    /// the first of them.
    pub grid: Grid,
    /// The fraction of these steps that is covered by the windows of surrounding subqueries; less than 1 if there are
    /// gaps.
    pub share: f64,
    /// The maximum age of a sample for an instant selector, and how far `anchored` and `smoothed` look beyond a window.
    pub lookback_ms: i64,
    /// How far a step looks back from its time minus the offset, exclusive.
    pub before_ms: i64,
    /// How far a step looks ahead of its time minus the offset, inclusive.
    pub after_ms: i64,
    /// First millisecond to read.
    pub start_ms: TimestampMs,
    /// Last millisecond to read.
    pub end_ms: TimestampMs,
}

impl SelectorTimes {
    /// Placeholder before resolution.
    pub(crate) const UNRESOLVED: Self = Self {
        grid: Grid::instant(0),
        share: 1.0,
        lookback_ms: 0,
        before_ms: 0,
        after_ms: 0,
        start_ms: TimestampMs::MIN,
        end_ms: TimestampMs::MAX,
    };
}

/// Sets the times of all selectors of a query.
pub(crate) fn resolve(root: &mut Node, grid: Grid, lookback_ms: i64) {
    let walk = Walk { query: grid, lookback_ms };
    walk.node(root, Around { grid, share: 1.0, subqueries: Subqueries::default() });
}

struct Walk {
    /// The steps of the query.
    query: Grid,
    lookback_ms: i64,
}

/// The evaluation around a node.
#[derive(Clone, Copy)]
struct Around {
    grid: Grid,
    share: f64,
    subqueries: Subqueries,
}

/// The surrounding subqueries of a node, combined. A subquery with `@` makes those around it irrelevant.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_field_names)] // units
struct Subqueries {
    offset_ms: i64,
    range_ms: i64,
    at_ms: Option<TimestampMs>,
}

impl Around {
    /// The evaluation inside of a subquery. Steps in gaps between its windows do not count.
    fn inside(self, subquery: &Subquery) -> Self {
        let n_windows = if subquery.at_ms.is_some() { 1 } else { self.grid.n_steps() };
        let is_gapless = n_windows <= 1 || subquery.range_ms >= self.grid.step_ms;
        let part = if is_gapless { 1.0 } else { subquery.range_ms as f64 / self.grid.step_ms as f64 };
        Self {
            // In a subquery without steps, nothing is evaluated.
            grid: if self.grid.n_steps() == 0 { self.grid } else { subquery.grid(self.grid) },
            share: self.share * part,
            subqueries: self.subqueries.with(subquery),
        }
    }
}

impl Subqueries {
    fn with(self, subquery: &Subquery) -> Self {
        let around = if subquery.at_ms.is_some() { Self::default() } else { self };
        Self {
            offset_ms: around.offset_ms.saturating_add(subquery.offset_ms),
            range_ms: around.range_ms.saturating_add(subquery.range_ms),
            at_ms: subquery.at_ms.or(around.at_ms),
        }
    }
}

impl Walk {
    fn node(&self, node: &mut Node, around: Around) {
        deeper(|| match &mut node.kind {
            NodeKind::VectorSelector(selector) => selector.times = self.times(selector, 0, around),
            NodeKind::MatrixSelector(matrix) => {
                matrix.selector.times = self.times(&matrix.selector, matrix.range_ms, around);
            }
            NodeKind::Subquery(subquery) => {
                let inside = around.inside(subquery);
                self.node(&mut subquery.expr, inside);
            }
            NodeKind::StepInvariant(inner) => {
                self.node(inner, Around { grid: around.grid.first_step(), ..around });
            }
            NodeKind::Call(call) if matches!(call.def.kernel, Kernel::Info) => self.info(call, around),
            _ => node.children_mut().for_each(|child| self.node(child, around)),
        });
    }

    fn times(&self, selector: &VectorSelector, range_ms: i64, around: Around) -> SelectorTimes {
        let Subqueries { offset_ms, range_ms: inside_ms, at_ms } = around.subqueries;
        let (first_ms, last_ms) = match (selector.at_ms, at_ms) {
            (Some(at_ms), _) => (at_ms, at_ms),
            (None, Some(at_ms)) => {
                (at_ms.saturating_sub(offset_ms).saturating_sub(inside_ms), at_ms.saturating_sub(offset_ms))
            }
            (None, None) => {
                let Grid { start_ms, end_ms, .. } = self.query;
                (start_ms.saturating_sub(offset_ms).saturating_sub(inside_ms), end_ms.saturating_sub(offset_ms))
            }
        };
        self.between(selector, range_ms, (first_ms, last_ms), around)
    }

    /// The info series are read at the steps of the surrounding evaluation, regardless of the subqueries around that.
    fn info(&self, call: &mut CallNode, around: Around) {
        let [base, info, ..] = call.args.as_mut_slice() else { return };
        self.node(base, around);
        if let NodeKind::VectorSelector(selector) = &mut info.kind {
            let Grid { start_ms, end_ms, .. } = around.grid;
            let ends = selector.at_ms.map_or((start_ms, end_ms), |at_ms| (at_ms, at_ms));
            selector.times = self.between(selector, 0, ends, around);
        }
    }

    /// The times of a selector evaluated from one time to another.
    fn between(
        &self,
        selector: &VectorSelector,
        range_ms: i64,
        (first_ms, last_ms): (TimestampMs, TimestampMs),
        around: Around,
    ) -> SelectorTimes {
        let (before_ms, after_ms) = self.reach_ms(selector.mode, range_ms);
        SelectorTimes {
            grid: around.grid,
            share: around.share,
            lookback_ms: self.lookback_ms,
            before_ms,
            after_ms,
            start_ms: first_ms.saturating_sub(before_ms - 1).saturating_sub(selector.offset_ms),
            end_ms: last_ms.saturating_add(after_ms).saturating_sub(selector.offset_ms),
        }
    }

    /// How far a selector looks back (exclusive) and ahead (inclusive).
    fn reach_ms(&self, mode: RangeMode, range_ms: i64) -> (i64, i64) {
        let extended_ms = self.lookback_ms.saturating_add(range_ms);
        match mode {
            RangeMode::Smoothed => (extended_ms, self.lookback_ms),
            RangeMode::Anchored => (extended_ms, 0),
            RangeMode::Plain if range_ms == 0 => (self.lookback_ms, 0),
            RangeMode::Plain => (range_ms, 0),
        }
    }
}
