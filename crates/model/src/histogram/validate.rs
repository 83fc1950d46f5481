//! Validation of histograms.

use super::{Buckets, FloatHistogram, HistogramError, Span, is_exponential_schema};

impl FloatHistogram {
    /// Checks that spans match counts, counts are not negative, and fields that the schema does not have are unset. The
    /// sum of the counts may differ from the total, since counts are floats.
    ///
    /// # Errors
    /// Returns the first error, in Prometheus's words.
    pub fn validate(&self) -> Result<(), HistogramError> {
        if self.uses_custom_buckets() {
            self.validate_custom()?;
        } else if is_exponential_schema(self.schema) {
            self.validate_exponential()?;
        } else {
            return Err(HistogramError::InvalidSchema(self.schema));
        }
        if self.count < 0.0 {
            return Err(HistogramError::NegativeCount(self.count));
        }
        check_counts("positive", &self.positive.counts)
    }

    fn validate_custom(&self) -> Result<(), HistogramError> {
        check_custom_bounds(&self.custom_values)?;
        check_custom_spans(&self.custom_values, &self.positive)?;
        if self.zero_count != 0.0 {
            return Err(HistogramError::CustomZeroCount);
        }
        if self.zero_threshold != 0.0 {
            return Err(HistogramError::CustomZeroThreshold);
        }
        if !self.negative.spans.is_empty() {
            return Err(HistogramError::CustomNegativeSpans);
        }
        if !self.negative.is_empty() {
            return Err(HistogramError::CustomNegativeBuckets);
        }
        Ok(())
    }

    fn validate_exponential(&self) -> Result<(), HistogramError> {
        check_spans("positive side", &self.positive)?;
        check_spans("negative side", &self.negative)?;
        check_counts("negative", &self.negative.counts)?;
        if self.zero_count < 0.0 {
            return Err(HistogramError::NegativeZeroCount(self.zero_count));
        }
        if !self.custom_values.is_empty() {
            return Err(HistogramError::ExponentialCustomBounds);
        }
        Ok(())
    }
}

fn check_counts(side: &'static str, counts: &[f64]) -> Result<(), HistogramError> {
    match counts.iter().position(|&count| count < 0.0) {
        Some(i) => Err(HistogramError::NegativeBucketCount { side, number: i + 1, count: counts[i] }),
        None => Ok(()),
    }
}

/// Gaps must not be negative; bucket indexes have 32 bits, and the smallest value is reserved.
fn check_spans(side: &'static str, buckets: &Buckets) -> Result<(), HistogramError> {
    let mut end_idx = 0;
    for (i, &Span { offset, length }) in buckets.spans.iter().enumerate() {
        let number = i + 1;
        if i > 0 && offset < 0 {
            return Err(HistogramError::NegativeSpanOffset { side, number, offset });
        }
        if i == 0 && offset == i32::MIN {
            return Err(HistogramError::SpanIndexOutOfRange { side, number, edge: "starts", idx: offset.into() });
        }
        end_idx += i64::from(offset) + i64::from(length);
        if end_idx - 1 > i64::from(i32::MAX) {
            return Err(HistogramError::SpanIndexOutOfRange { side, number, edge: "ends", idx: end_idx - 1 });
        }
    }
    check_n_spanned(side, buckets)
}

fn check_n_spanned(side: &'static str, buckets: &Buckets) -> Result<(), HistogramError> {
    let n_spanned: u64 = buckets.spans.iter().map(|span| u64::from(span.length)).sum();
    if n_spanned != buckets.len() as u64 {
        return Err(HistogramError::SpansBucketsMismatch { side, n_spanned, n_counts: buckets.len() });
    }
    Ok(())
}

fn check_custom_bounds(bounds: &[f64]) -> Result<(), HistogramError> {
    if bounds.first().is_some_and(|bound| bound.is_nan()) {
        return Err(HistogramError::CustomBoundNan);
    }
    for pair in bounds.windows(2) {
        let (previous, current) = (pair[0], pair[1]);
        if current.is_nan() {
            return Err(HistogramError::CustomBoundNan);
        }
        if current <= previous {
            return Err(HistogramError::CustomBoundsNotIncreasing { previous, current });
        }
    }
    if bounds.last() == Some(&f64::INFINITY) {
        return Err(HistogramError::CustomBoundInfinite);
    }
    Ok(())
}

fn check_custom_spans(bounds: &[f64], buckets: &Buckets) -> Result<(), HistogramError> {
    let side = "custom buckets";
    if let Some(i) = buckets.spans.iter().position(|span| span.offset < 0) {
        let offset = buckets.spans[i].offset;
        return Err(HistogramError::NegativeSpanOffset { side, number: i + 1, offset });
    }
    check_n_spanned(side, buckets)?;
    let n_spanned = buckets.spans.iter().map(|span| i64::from(span.length) + i64::from(span.offset)).sum();
    if (bounds.len() as i64) + 1 < n_spanned {
        return Err(HistogramError::CustomBoundsTooFew { n_bounds: bounds.len(), n_spanned });
    }
    Ok(())
}
