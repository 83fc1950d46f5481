//! Sums and means of a group's native histograms at all steps. Histograms that can be added bucket by bucket share a
//! matrix; other steps have a state each.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use promenade_functions::aggregators::HistogramFold;
use promenade_functions::aggregators::histogram_state::{HistogramState, Part};
use promenade_functions::samples::is_absent;
use promenade_model::SharedHistogram;
use promenade_model::histogram::{BucketRange, CounterResetHint, HistogramHead, HistogramLayout};

use super::sum_rows::{Addend, SumRows};
use crate::ExecError;
use crate::block::HistogramCell;
use crate::budget::{Budget, Reservation};

/// The histograms of a group at all steps.
#[derive(Debug)]
pub(super) struct GroupSums {
    fold: HistogramFold,
    /// The sum of each step.
    steps: Vec<StepSum>,
    /// The sums stored as rows; `None` until the first histogram.
    rows: Option<SumRows>,
    memory: Reservation,
    budget: Budget,
}

/// The histograms of a group at one step.
#[derive(Debug)]
pub(super) enum StepSum {
    /// No histograms.
    None,
    /// Histograms with compatible buckets; the sum is a row.
    Row(RowSum),
    /// Other histograms.
    State(Box<HistogramState>),
}

/// A sum stored as a row, with the hints and the number of its histograms.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowSum {
    row: u32,
    first_row: u32,
    /// The number of histograms added.
    n: f64,
    resets: bool,
    not_resets: bool,
}

/// The limit of the numbers added to rows of a mean: means are computed from sums as long as these cannot overflow.
const MAX_OF_MEAN: f64 = 1e280;

impl GroupSums {
    /// Starts without histograms.
    pub(super) fn new(n_steps: usize, fold: HistogramFold, budget: &Budget) -> Result<Self, ExecError> {
        let memory = budget.reserve(n_steps.saturating_mul(size_of::<StepSum>()))?;
        let steps = std::iter::repeat_with(|| StepSum::None).take(n_steps).collect();
        Ok(Self { fold, steps, rows: None, memory, budget: budget.clone() })
    }

    /// Adds the histograms of an input row. `floats` are the state of the floats of earlier rows.
    pub(super) fn add_row(&mut self, row: u32, cells: &[HistogramCell], floats: &[f64]) -> Result<(), ExecError> {
        for same in cells.chunk_by(|a, b| a.1.shares_run(&b.1)) {
            let Some((_, first)) = same.first() else { continue };
            let places = self.place(first.layout())?;
            if let (Some(rows), Some(_)) = (&mut self.rows, &places) {
                let is_new = |(step, _): &&HistogramCell| matches!(self.steps[*step as usize], StepSum::None);
                rows.reserve(same.iter().filter(is_new).count())?;
            }
            for (step, histogram) in same {
                let after_float = !is_absent(floats[*step as usize]);
                self.add(*step as usize, row, histogram, places.as_deref(), after_float)?;
            }
        }
        Ok(())
    }

    fn place(&mut self, layout: &Arc<HistogramLayout>) -> Result<Option<Arc<[BucketRange]>>, ExecError> {
        let is_open = layout.custom_values().iter().any(|bound| bound.is_infinite());
        if is_open && self.fold == HistogramFold::Mean {
            return Ok(None);
        }
        if self.rows.is_none() {
            self.rows = Some(SumRows::new(layout, &self.budget)?);
        }
        self.rows.as_mut().map_or(Ok(None), |rows| rows.place(layout))
    }

    fn add(
        &mut self,
        step: usize,
        row: u32,
        histogram: &SharedHistogram,
        places: Option<&[BucketRange]>,
        after_float: bool,
    ) -> Result<(), ExecError> {
        let addend = Addend { head: histogram.head_of_operand(), buckets: histogram.buckets() };
        let places = places.filter(|_| self.fold == HistogramFold::Sum || addend.is_moderate());
        match (&mut self.steps[step], &mut self.rows, places) {
            (StepSum::Row(sum), Some(rows), Some(places)) => {
                rows.add(sum.row, addend, places);
                sum.note(addend.head.counter_reset_hint, 1.0);
            }
            (slot @ StepSum::None, Some(rows), Some(places)) if !after_float => {
                let mut sum =
                    RowSum { row: rows.push(addend, places), first_row: row, n: 0.0, resets: false, not_resets: false };
                sum.note(addend.head.counter_reset_hint, 1.0);
                *slot = StepSum::Row(sum);
            }
            (StepSum::None, ..) => {
                let first = HistogramState::first(row, &histogram.to_float(), self.fold, after_float);
                self.set_state(step, first)?;
            }
            _ => {
                let fold = self.fold;
                self.state(step)?.add(row, &histogram.to_float(), fold, after_float);
            }
        }
        Ok(())
    }

    fn set_state(&mut self, step: usize, state: HistogramState) -> Result<(), ExecError> {
        self.memory.grow(state.n_bytes())?;
        self.steps[step] = StepSum::State(Box::new(state));
        Ok(())
    }

    /// The state of a step with histograms; converts a row to a state.
    fn state(&mut self, step: usize) -> Result<&mut HistogramState, ExecError> {
        if let (StepSum::Row(sum), Some(rows)) = (&self.steps[step], &self.rows) {
            let state = sum.state(rows);
            self.set_state(step, state)?;
        }
        match &mut self.steps[step] {
            StepSum::State(state) => Ok(state),
            _ => Err(ExecError::IllTypedPlan { operation: "a sum of histograms" }),
        }
    }

    /// Merges the sums of later input rows. `floats` are the state of the floats so far.
    pub(super) fn merge(&mut self, later: Self, floats: &[f64]) -> Result<(), ExecError> {
        let Self { steps, rows, .. } = later;
        let mut places = None;
        if let Some(rows) = &rows {
            places = self.place(rows.layout())?;
        }
        let later = Later { rows: rows.as_ref(), places: places.as_deref() };
        let mut buffer = Vec::new();
        for (step, sum) in steps.into_iter().enumerate() {
            let after_float = !is_absent(floats[step]);
            match sum {
                StepSum::None => {}
                StepSum::Row(sum) => self.merge_row(step, sum, &later, after_float, &mut buffer)?,
                StepSum::State(state) => self.merge_state(step, *state, after_float)?,
            }
        }
        Ok(())
    }

    fn merge_row(
        &mut self,
        step: usize,
        later: RowSum,
        of: &Later<'_>,
        after_float: bool,
        buffer: &mut Vec<f64>,
    ) -> Result<(), ExecError> {
        let Some(other) = of.rows else { return Ok(()) };
        match (&mut self.steps[step], &mut self.rows, of.places) {
            (StepSum::Row(sum), Some(rows), Some(places)) => {
                rows.add(sum.row, other.total(later.row, buffer), places);
                sum.resets |= later.resets;
                sum.not_resets |= later.not_resets;
                sum.n += later.n;
                Ok(())
            }
            (slot @ StepSum::None, Some(rows), Some(places)) if !after_float => {
                rows.reserve(1)?;
                *slot = StepSum::Row(RowSum { row: rows.push_row(other, later.row, places), ..later });
                Ok(())
            }
            _ => self.merge_state(step, later.state(other), after_float),
        }
    }

    fn merge_state(&mut self, step: usize, later: HistogramState, after_float: bool) -> Result<(), ExecError> {
        if matches!(self.steps[step], StepSum::None) {
            return self.set_state(step, if after_float { later.after_float() } else { later });
        }
        let fold = self.fold;
        self.state(step)?.merge(later, fold, after_float);
        Ok(())
    }

    /// Returns the steps and the rows, which are to be finished together.
    pub(super) fn into_steps(self) -> (Vec<StepSum>, Option<SumRows>, Reservation) {
        (self.steps, self.rows, self.memory)
    }
}

/// The rows of later sums, and where their buckets go.
struct Later<'a> {
    rows: Option<&'a SumRows>,
    places: Option<&'a [BucketRange]>,
}

impl RowSum {
    fn note(&mut self, hint: CounterResetHint, n: f64) {
        self.n += n;
        self.resets |= hint == CounterResetHint::Reset;
        self.not_resets |= hint == CounterResetHint::NotReset;
    }

    /// Whether some histograms have the hint "reset" and others "not reset".
    pub(super) fn resets_collide(self) -> bool {
        self.resets && self.not_resets
    }

    /// The row and its divisor.
    pub(super) fn quotient(self, fold: HistogramFold) -> (u32, f64) {
        (self.row, if fold == HistogramFold::Mean { self.n } else { 1.0 })
    }

    fn state(self, rows: &SumRows) -> HistogramState {
        HistogramState::of_part(Part {
            value: rows.kahan(self.row),
            n: self.n,
            bound: self.n * 4.0 * (rows.layout().width() + 3) as f64 * MAX_OF_MEAN,
            first_row: self.first_row,
            resets: self.resets,
            not_resets: self.not_resets,
        })
    }
}

impl Addend<'_> {
    /// Whether a sum of any number of such histograms does not overflow.
    fn is_moderate(&self) -> bool {
        let HistogramHead { zero_count, count, sum, .. } = self.head;
        let is_large = |v: f64| v.abs() > MAX_OF_MEAN;
        !self.buckets.iter().fold(false, |any, v| any | is_large(*v))
            && ![zero_count, count, sum].into_iter().any(is_large)
    }
}
