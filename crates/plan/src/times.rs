//! What each selector reads: lookback, windows, offsets, `@` and the subqueries around it, resolved once.

use promenade_functions::Kernel;
use promenade_functions::samples::RangeMode;
use promenade_model::TimestampMs;
use promenade_model::stack::deeper;

use crate::logical::{CallNode, Grid, Node, NodeKind, Subquery, VectorSelector};

/// What a selector reads.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SelectorTimes {
    /// The steps at which the selector is evaluated: those of the query or of the subquery right around it, or the first
    /// of them.
    pub grid: Grid,
    /// The part of these steps that the windows of the subqueries around take; less than 1 where they leave gaps.
    pub share: f64,
    /// How old a sample may be that an instant selector sees, and how far `anchored` and `smoothed` look beyond a window.
    pub lookback_ms: i64,
    /// How far back a step looks from its time less the offset, exclusive.
    pub before_ms: i64,
    /// How far ahead a step looks of its time less the offset, inclusive.
    pub after_ms: i64,
    /// First millisecond that is read.
    pub start_ms: TimestampMs,
    /// Last millisecond that is read.
    pub end_ms: TimestampMs,
}

impl SelectorTimes {
    /// Those of a selector that are not resolved yet.
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

/// Gives all selectors of a query their times.
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

/// The subqueries around a node, taken together. A subquery with `@` makes those around it irrelevant.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_field_names)] // units
struct Subqueries {
    offset_ms: i64,
    range_ms: i64,
    at_ms: Option<TimestampMs>,
}

impl Around {
    /// The evaluation inside of a subquery. Where its windows leave gaps, the steps in them do not count.
    fn inside(self, subquery: &Subquery) -> Self {
        let n_windows = if subquery.at_ms.is_some() { 1 } else { self.grid.n_steps() };
        let is_gapless = n_windows <= 1 || subquery.range_ms >= self.grid.step_ms;
        let part = if is_gapless { 1.0 } else { subquery.range_ms as f64 / self.grid.step_ms as f64 };
        Self {
            // Inside of a subquery without steps nothing is evaluated.
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

    /// The info series are read at the steps of the evaluation around, whatever the subqueries around that.
    fn info(&self, call: &mut CallNode, around: Around) {
        let [base, info, ..] = call.args.as_mut_slice() else { return };
        self.node(base, around);
        if let NodeKind::VectorSelector(selector) = &mut info.kind {
            let Grid { start_ms, end_ms, .. } = around.grid;
            let ends = selector.at_ms.map_or((start_ms, end_ms), |at_ms| (at_ms, at_ms));
            selector.times = self.between(selector, 0, ends, around);
        }
    }

    /// The times of a selector that is evaluated from one time to another.
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

    /// How far a selector looks back, exclusive, and how far ahead, inclusive.
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
