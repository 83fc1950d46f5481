//! Classic histograms as native histograms with custom buckets (`load_with_nhcb`).

use std::collections::BTreeMap;

use promenade::Labels;
use promenade::go::strconv::parse_go_float;
use promenade::model::histogram::{Buckets, CUSTOM_BUCKETS_SCHEMA, FloatHistogram, Span};
use promenade::model::labels::{BUCKET_LABEL, METRIC_NAME};
use promenade::storage::HeadHints;
use promenade::storage::memory::{MemoryStorageBuilder, SampleValue, StartTimestamp};

use crate::script::{Load, LoadedSample, LoadedSeries};

/// Adds a native histogram for each classic one of the command.
pub(super) fn load(load: &Load, builder: &mut MemoryStorageBuilder) -> Result<(), String> {
    let mut histograms: BTreeMap<Labels, BTreeMap<i64, Classic>> = BTreeMap::new();
    for series in &load.series {
        collect(series, &mut histograms);
    }
    for (labels, by_time) in histograms {
        let mut head = HeadHints::default();
        for (t_ms, classic) in by_time {
            let histogram = classic.convert().map_err(|e| format!("{labels} at {t_ms}: {e}"))?;
            let value = head.sample(t_ms, &SampleValue::Histogram(histogram.into()));
            builder.append(&labels, t_ms, value, StartTimestamp::UNKNOWN);
        }
    }
    Ok(())
}

fn collect(series: &LoadedSeries, histograms: &mut BTreeMap<Labels, BTreeMap<i64, Classic>>) {
    let name = series.labels.metric_name();
    let (part, base) = if let Some(base) = name.strip_suffix("_bucket") {
        match parse_go_float(series.labels.get(BUCKET_LABEL)) {
            Ok(le) if !le.is_nan() => (Part::Bucket(le), base),
            _ => return,
        }
    } else if let Some(base) = name.strip_suffix("_sum") {
        (Part::Sum, base)
    } else if let Some(base) = name.strip_suffix("_count") {
        (Part::Count, base)
    } else {
        return;
    };
    let labels = series.labels.to_builder().set(METRIC_NAME, base).delete(BUCKET_LABEL).build();
    let by_time = histograms.entry(labels).or_default();
    for LoadedSample { t_ms, value, .. } in &series.samples {
        let SampleValue::Float(v) = value else { continue };
        let classic = by_time.entry(*t_ms).or_default();
        match part {
            Part::Bucket(le) => classic.buckets.push((le, *v)),
            Part::Sum => classic.sum = *v,
            Part::Count => classic.count = Some(*v),
        }
    }
}

#[derive(Clone, Copy)]
enum Part {
    Bucket(f64),
    Sum,
    Count,
}

/// The parts of a classic histogram at one time.
#[derive(Default)]
struct Classic {
    /// Upper bounds and cumulative counts.
    buckets: Vec<(f64, f64)>,
    sum: f64,
    count: Option<f64>,
}

impl Classic {
    fn convert(mut self) -> Result<FloatHistogram, String> {
        self.buckets.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.buckets.dedup_by(|later, first| later.0 == first.0);
        if let Some((le, count)) = self.buckets.iter().find(|(_, count)| *count < 0.0) {
            return Err(format!("bucket count must be non-negative: le={le}, count={count}"));
        }
        if let Some(pair) = self.buckets.windows(2).find(|pair| pair[1].1 < pair[0].1) {
            return Err(format!("count is not cumulative: {} < {}", pair[1].1, pair[0].1));
        }
        let count = self.count.or(self.buckets.last().map(|(_, count)| *count)).unwrap_or_default();
        if self.buckets.last().is_none_or(|(le, _)| *le != f64::INFINITY) {
            self.buckets.push((f64::INFINITY, count));
        }
        let last = self.buckets.last().map_or(count, |(_, last)| *last);
        if last != count {
            return Err(format!("count mismatch: count={count} != le=+Inf count={last}"));
        }
        Ok(self.histogram(count))
    }

    fn histogram(&self, count: f64) -> FloatHistogram {
        let mut before = 0.0;
        let counts: Vec<f64> = self.buckets.iter().map(|(_, c)| c - std::mem::replace(&mut before, *c)).collect();
        let bounds: Vec<f64> = self.buckets.iter().map(|(le, _)| *le).filter(|le| *le != f64::INFINITY).collect();
        let mut histogram = FloatHistogram {
            counter_reset_hint: promenade::model::histogram::CounterResetHint::Unknown,
            schema: CUSTOM_BUCKETS_SCHEMA,
            zero_threshold: 0.0,
            zero_count: 0.0,
            count,
            sum: self.sum,
            positive: Buckets { spans: [Span { offset: 0, length: counts.len() as u32 }].into(), counts },
            negative: Buckets { spans: [].into(), counts: Vec::new() },
            custom_values: bounds.into(),
        };
        // Prometheus has whole counts in another type of histogram, which it compacts less.
        let is_whole = self.buckets.iter().all(|(_, count)| count.fract() == 0.0) && count.fract() == 0.0;
        histogram.compact(if is_whole { 2 } else { 0 });
        histogram
    }
}
