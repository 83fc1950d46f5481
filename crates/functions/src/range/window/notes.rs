//! Annotations of a row, each raised once.

use promenade_model::Annotation;
use promenade_model::annotations::HistogramOperation;
use promenade_model::value::SourceRange;

use crate::samples::{RangeInput, RowOut};

/// A reason for an annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(in crate::range) enum Note {
    MixedFloatsHistograms,
    NativeHistogramNotCounter,
    NativeHistogramNotGauge,
    MixedExponentialCustomHistograms,
    HistogramIgnoredInMixedRange,
    ReconciledByAddition,
    ReconciledBySubtraction,
    ReconciledByAggregation,
    CounterResetCollision,
}

const ALL: [Note; 9] = [
    Note::MixedFloatsHistograms,
    Note::NativeHistogramNotCounter,
    Note::NativeHistogramNotGauge,
    Note::MixedExponentialCustomHistograms,
    Note::HistogramIgnoredInMixedRange,
    Note::ReconciledByAddition,
    Note::ReconciledBySubtraction,
    Note::ReconciledByAggregation,
    Note::CounterResetCollision,
];

/// The collected reasons.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::range) struct Notes {
    bits: u16,
    /// The number of windows with overlapping start timestamps, which Prometheus counts.
    n_overlaps: u32,
}

impl Notes {
    /// A single reason.
    pub(in crate::range) fn only(note: Note) -> Self {
        let mut notes = Self::default();
        notes.add(note);
        notes
    }

    /// Adds a reason.
    pub(in crate::range) fn add(&mut self, note: Note) {
        self.bits |= 1 << note as u8;
    }

    /// Counts a window with overlapping start timestamps.
    pub(in crate::range) fn add_overlap(&mut self) {
        self.n_overlaps += 1;
    }

    /// Adds all of `other`.
    pub(in crate::range) fn merge(&mut self, other: Self) {
        self.bits |= other.bits;
        self.n_overlaps += other.n_overlaps;
    }

    /// Raises the annotations at the position of the range vector.
    pub(in crate::range) fn raise(self, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
        self.raise_at(&input.selector_range(), input, out);
    }

    /// Raises the annotations at a position.
    pub(in crate::range) fn raise_at(self, range: &SourceRange, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
        for note in ALL.into_iter().filter(|&note| self.bits & (1 << note as u8) != 0) {
            out.annotate(note.annotation(input.metric_name, range.clone()));
        }
        // If `@` makes all windows the same, Prometheus evaluates one.
        let n_overlaps = if input.windows.fixed_end_ms.is_some() { self.n_overlaps.min(1) } else { self.n_overlaps };
        for _ in 0..n_overlaps {
            out.annotations.push(Annotation::start_time_overlap(input.metric_name, range.clone()));
        }
    }
}

impl Note {
    fn annotation(self, metric_name: &str, range: SourceRange) -> Annotation {
        match self {
            Self::MixedFloatsHistograms => Annotation::mixed_floats_histograms(metric_name, range),
            Self::NativeHistogramNotCounter => Annotation::native_histogram_not_counter(metric_name, range),
            Self::NativeHistogramNotGauge => Annotation::native_histogram_not_gauge(metric_name, range),
            Self::MixedExponentialCustomHistograms => {
                Annotation::mixed_exponential_custom_histograms(metric_name, range)
            }
            Self::HistogramIgnoredInMixedRange => Annotation::histogram_ignored_in_mixed_range(metric_name, range),
            Self::ReconciledByAddition => reconciled(range, HistogramOperation::Addition),
            Self::ReconciledBySubtraction => reconciled(range, HistogramOperation::Subtraction),
            Self::ReconciledByAggregation => reconciled(range, HistogramOperation::Aggregation),
            Self::CounterResetCollision => {
                Annotation::histogram_counter_reset_collision(range, HistogramOperation::Aggregation)
            }
        }
    }
}

fn reconciled(range: SourceRange, operation: HistogramOperation) -> Annotation {
    Annotation::mismatched_custom_buckets_histograms(range, operation)
}
