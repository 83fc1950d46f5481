//! What a query is going to read.

use futures_util::future::try_join_all;
use promenade_exec::{ExecError, select_hints};
use promenade_model::value::SourceRange;
use promenade_plan::cost::{KnownSamples, SelectorReads, selector_reads};
use promenade_plan::{LogicalPlan, Scan, scans};
use promenade_storage::{SampledSeries, SelectionSample, Storage};

use crate::QueryError;

/// What a query is going to read, about. The numbers are those that the statistics of its result would have.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct CostEstimate {
    /// Series that selectors select; one that several select counts for each. Of the series that `info` selects, which
    /// depend on what its argument gives, all that it could select count.
    pub n_series: u64,
    /// Samples that are read.
    pub n_samples: u64,
    /// The same for each selector, in the order of evaluation.
    pub selectors: Vec<SelectorEstimate>,
}

/// What a selector is going to read, about.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SelectorEstimate {
    /// Its place in the query.
    pub range: SourceRange,
    /// Its series.
    pub n_series: u64,
    /// The samples that it reads of them.
    pub n_samples: u64,
}

impl CostEstimate {
    pub(crate) async fn of(plan: &LogicalPlan, storage: &dyn Storage) -> Result<Self, QueryError> {
        let scans = scans::of_selectors(plan);
        let reads = selector_reads(plan);
        let of_selector = |reads: SelectorReads| {
            let scan = scans.iter().find(|scan| scan.nodes.contains(&reads.node));
            async move {
                let sample = sample(storage, scan, reads.skip_buckets).await?;
                Ok::<_, QueryError>(SelectorEstimate::of(reads, &sample))
            }
        };
        let selectors = try_join_all(reads.into_iter().map(of_selector)).await?;
        let sum = |of: fn(&SelectorEstimate) -> u64| selectors.iter().map(of).fold(0, u64::saturating_add);
        Ok(Self { n_series: sum(|s| s.n_series), n_samples: sum(|s| s.n_samples), selectors })
    }
}

async fn sample(storage: &dyn Storage, scan: Option<&Scan>, skip_buckets: bool) -> Result<SelectionSample, QueryError> {
    let Some(scan) = scan else { return Ok(SelectionSample::default()) };
    let mut hints = select_hints(scan);
    hints.skip_buckets = skip_buckets;
    let sample = storage.sample(&scan.matchers, &hints).await;
    sample.map_err(|error| QueryError::of_nothing(ExecError::Storage(error)))
}

impl SelectorEstimate {
    /// The series that nobody looked at are taken to be like the others.
    fn of(reads: SelectorReads, sample: &SelectionSample) -> Self {
        let of_series = |series: &SampledSeries| {
            let SampledSeries { n_samples, timestamps, weight } = series;
            reads.n_samples(KnownSamples { timestamps, n_samples: *n_samples, weight: *weight })
        };
        let n_known: f64 = sample.sampled.iter().map(of_series).sum();
        let n_series_of_known = sample.n_series as f64 / (sample.sampled.len() as f64).max(1.0);
        Self { range: reads.range, n_series: sample.n_series, n_samples: (n_known * n_series_of_known).round() as u64 }
    }
}
