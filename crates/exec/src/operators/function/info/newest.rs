//! The newest version of an info series, as runs of steps.

use promenade_functions::samples::is_absent;
use promenade_model::Labels;

use crate::operators::binary::StepBits;
use crate::{Block, ExecError};

/// The index of the newest info series in each run of steps; `None` if there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Newest {
    /// The first step of each run and its newest series; the first run starts at 0.
    pub(super) runs: Vec<(usize, Option<u32>)>,
}

impl Newest {
    /// Finds the newest of some rows of `block`, whose cells are the timestamps of the samples in milliseconds. If
    /// `steps` is given, only those steps count.
    ///
    /// # Errors
    /// Returns an error if two samples have the same timestamp.
    pub(super) fn of(
        block: &Block,
        labels: &[Labels],
        rows: &[u32],
        steps: Option<&StepBits>,
    ) -> Result<Self, ExecError> {
        let mut runs: Vec<(usize, Option<u32>)> = Vec::new();
        for step_idx in (0..block.n_steps()).filter(|step| steps.is_none_or(|steps| steps.get(0, *step))) {
            let newest = at(block, labels, rows, step_idx)?;
            if runs.last().is_none_or(|(_, last)| *last != newest) {
                runs.push((if runs.is_empty() { 0 } else { step_idx }, newest));
            }
        }
        Ok(Self { runs })
    }
}

fn at(block: &Block, labels: &[Labels], rows: &[u32], step_idx: usize) -> Result<Option<u32>, ExecError> {
    let mut newest: Option<(f64, u32)> = None;
    for row in rows {
        let time = block.row(*row as usize)[step_idx];
        match newest {
            _ if is_absent(time) => {}
            Some((other, _)) if other > time => {}
            Some((other, first)) if other == time => {
                let (first, second) = (&labels[first as usize], &labels[*row as usize]);
                let (first, second) = (first.clone(), second.clone());
                return Err(ExecError::DuplicateInfoSeries { first, second, time_ms: time });
            }
            _ => newest = Some((time, *row)),
        }
    }
    Ok(newest.map(|(_, row)| row))
}
