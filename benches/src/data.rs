//! Series made by code: the same at every run.

use std::sync::Arc;

use promenade::model::FloatHistogram;
use promenade::model::histogram::{Buckets, Span};
use promenade::storage::SampleBuffer;
use promenade::{Labels, MemoryStorageBuilder, StartTimestamp, labels};

/// Milliseconds from sample to sample.
pub const SCRAPE_MS: i64 = 10_000;
/// Milliseconds of a minute.
pub const MINUTE_MS: i64 = 60_000;

/// Upper bounds of the buckets of classic histograms.
const BOUNDS: [&str; 10] = ["0.005", "0.01", "0.025", "0.05", "0.1", "0.5", "1", "5", "10", "+Inf"];

/// Counters `name{instance, job}`: ten instances a job, with a reset now and then.
///
/// # Panics
/// Never: the columns are as long as each other.
pub fn counters(builder: &mut MemoryStorageBuilder, name: &str, n_series: usize, n_samples: usize) {
    for i in 0..n_series {
        let (instance, job) = (format!("host-{i:06}:9100"), format!("job-{}", i / 10));
        let labels = labels! {"__name__" => name, "instance" => &instance, "job" => &job};
        let mut random = Random(i as u64);
        let mut value = random.below(1000);
        let values = (0..n_samples).map(|_| {
            value = if random.below(2000) == 0 { 0 } else { value + random.below(100) };
            value as f64
        });
        append(builder, &labels, values.collect());
    }
}

/// Classic histograms `name{instance, le}`.
pub fn histograms(builder: &mut MemoryStorageBuilder, name: &str, n_histograms: usize, n_samples: usize) {
    for i in 0..n_histograms {
        let instance = format!("host-{i:06}:9100");
        let mut random = Random(i as u64);
        let mut columns = vec![Vec::with_capacity(n_samples); BOUNDS.len()];
        let mut counts = [0; BOUNDS.len()];
        for _ in 0..n_samples {
            let mut more = 0;
            for (column, count) in columns.iter_mut().zip(&mut counts) {
                more += random.below(5);
                *count += more;
                column.push(*count as f64);
            }
        }
        for (bound, column) in BOUNDS.into_iter().zip(columns) {
            append(builder, &labels! {"__name__" => name, "instance" => &instance, "le" => bound}, column);
        }
    }
}

/// Native histograms `name{instance}` of schema 3 with forty buckets.
pub fn native_histograms(builder: &mut MemoryStorageBuilder, name: &str, n_series: usize, n_samples: usize) {
    const N_BUCKETS: usize = 40;
    let spans: Arc<[Span]> = [Span { offset: -20, length: N_BUCKETS as u32 }].into();
    for i in 0..n_series {
        let instance = format!("host-{i:06}:9100");
        let id = builder.series(&labels! {"__name__" => name, "instance" => &instance});
        let mut random = Random(i as u64);
        let mut counts = vec![0.0; N_BUCKETS];
        for t in 0..n_samples as i64 {
            for count in &mut counts {
                *count += random.below(3) as f64;
            }
            let count: f64 = counts.iter().sum();
            let histogram = FloatHistogram {
                schema: 3,
                count,
                sum: 0.3 * count,
                positive: Buckets::new(Arc::clone(&spans), counts.clone()),
                ..FloatHistogram::default()
            };
            builder.append_histogram(id, t * SCRAPE_MS, Arc::new(histogram), StartTimestamp::UNKNOWN);
        }
    }
}

fn append(builder: &mut MemoryStorageBuilder, labels: &Labels, values: Vec<f64>) {
    let timestamps = (0..values.len() as i64).map(|t| t * SCRAPE_MS).collect();
    let columns = SampleBuffer { timestamps, values, ..SampleBuffer::default() };
    builder.append_series(labels, columns).expect("columns are as long as each other");
}

/// Knuth's linear congruential generator.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}
