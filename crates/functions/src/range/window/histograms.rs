//! Histogram arithmetic that collects notes.

use promenade_model::FloatHistogram;
use promenade_model::histogram::{HistogramError, Reconciliation};

use super::{Note, Notes};

/// One histogram has exponential, the other custom buckets. A note was added.
#[derive(Debug)]
pub(in crate::range) struct KindsDiffer;

/// Adds a histogram.
pub(in crate::range) fn add_histogram(
    sum: &mut FloatHistogram,
    other: &FloatHistogram,
    notes: &mut Notes,
) -> Result<(), KindsDiffer> {
    noted(&sum.add(other), Note::ReconciledByAddition, notes)
}

/// Subtracts a histogram.
pub(in crate::range) fn subtract_histogram(
    from: &mut FloatHistogram,
    other: &FloatHistogram,
    notes: &mut Notes,
) -> Result<(), KindsDiffer> {
    noted(&from.sub(other), Note::ReconciledBySubtraction, notes)
}

fn noted(
    result: &Result<Reconciliation, HistogramError>,
    reconciled: Note,
    notes: &mut Notes,
) -> Result<(), KindsDiffer> {
    match result {
        Ok(Reconciliation { bounds_reconciled: true, .. }) => notes.add(reconciled),
        Ok(_) => {}
        Err(_) => {
            notes.add(Note::MixedExponentialCustomHistograms);
            return Err(KindsDiffer);
        }
    }
    Ok(())
}
