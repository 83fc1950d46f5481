//! Text formats of histograms.

use std::fmt;

use super::compact::MAX_KEPT_EMPTY;
use super::{Buckets, CounterResetHint, FloatHistogram, HistogramError, HistogramView};
use promenade_go::strconv::format_g;

impl fmt::Display for FloatHistogram {
    /// `{count:6, sum:3.5, [-0.001,0.001]:1, (1,2]:5}`: count, sum and the nonempty buckets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{count:{}, sum:{}", format_g(self.count), format_g(self.sum))?;
        let negative: Vec<_> = self.negative_buckets().filter(|bucket| bucket.count != 0.0).collect();
        for bucket in negative.iter().rev() {
            write!(f, ", {bucket}")?;
        }
        if self.zero_count != 0.0 && !self.uses_custom_buckets() {
            write!(f, ", {}", HistogramView::from(self).zero_bucket())?;
        }
        for bucket in self.positive_buckets().filter(|bucket| bucket.count != 0.0) {
            write!(f, ", {bucket}")?;
        }
        f.write_str("}")
    }
}

impl FloatHistogram {
    /// The notation of test scripts, such as `{{schema:1 count:2 sum:0.5 buckets:[1 1]}}`.
    ///
    /// # Errors
    /// Returns an error if more than 65,536 empty buckets lie between two others: the notation has no gaps.
    pub fn test_expression(&self) -> Result<String, HistogramError> {
        let mut compact = self.clone();
        compact.compact(MAX_KEPT_EMPTY);
        let mut parts = Vec::new();
        if compact.schema != 0 {
            parts.push(format!("schema:{}", compact.schema));
        }
        for (key, value) in [
            ("count", compact.count),
            ("sum", compact.sum),
            ("z_bucket", compact.zero_count),
            ("z_bucket_w", compact.zero_threshold),
        ] {
            if value != 0.0 {
                parts.push(format!("{key}:{}", format_g(value)));
            }
        }
        if compact.uses_custom_buckets() {
            parts.push(format!("custom_values:{}", list(&compact.custom_values)));
        }
        parts.extend(hint_text(compact.counter_reset_hint).map(|hint| format!("counter_reset_hint:{hint}")));
        push_buckets(&mut parts, "buckets", "offset", &compact.positive)?;
        push_buckets(&mut parts, "n_buckets", "n_offset", &compact.negative)?;
        Ok(format!("{{{{{}}}}}", parts.join(" ")))
    }
}

fn hint_text(hint: CounterResetHint) -> Option<&'static str> {
    match hint {
        CounterResetHint::Unknown => None,
        CounterResetHint::Reset => Some("reset"),
        CounterResetHint::NotReset => Some("not_reset"),
        CounterResetHint::Gauge => Some("gauge"),
    }
}

fn push_buckets(
    parts: &mut Vec<String>,
    buckets_key: &str,
    offset_key: &str,
    buckets: &Buckets,
) -> Result<(), HistogramError> {
    match &*buckets.spans {
        [] => return Ok(()),
        [span] if span.offset != 0 => parts.push(format!("{offset_key}:{}", span.offset)),
        [_] => {}
        _ => return Err(HistogramError::TooSparse),
    }
    parts.push(format!("{buckets_key}:{}", list(&buckets.counts)));
    Ok(())
}

fn list(values: &[f64]) -> String {
    let values: Vec<_> = values.iter().map(|value| format_g(*value)).collect();
    format!("[{}]", values.join(" "))
}
