//! What a block is made of: which labels churn, are common, long or have many values, and how full its chunks are.

mod chunks;

use std::collections::BTreeMap;

use promenade_model::Matcher;
use promenade_model::labels::METRIC_NAME;

use crate::TsdbError;
use crate::block::Block;

pub use chunks::ChunkAnalysis;

/// Something counted, with its number. Lists are sorted by the number, the greatest first, then by the text.
pub type Ranked = Vec<(String, u64)>;

/// What a block is made of.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// How many names of labels there are.
    pub n_label_names: usize,
    /// How many series there are that match.
    pub n_series: usize,
    /// How many different pairs of name and value there are.
    pub n_pairs: usize,
    /// How many pairs all series have together.
    pub n_entries: usize,
    /// For each pair how many times over the block's time its series have no samples.
    pub pair_churn: Ranked,
    /// The same for each name.
    pub name_churn: Ranked,
    /// For each pair how many series have it.
    pub common_pairs: Ranked,
    /// For each name how many bytes its values have together.
    pub value_lengths: Ranked,
    /// For each name how many values it has.
    pub n_values: Ranked,
    /// For each metric how many series it has.
    pub metrics: Ranked,
}

/// Sums while the series are read.
#[derive(Debug, Default)]
struct Sums {
    /// Milliseconds without samples and number of series by name and value.
    pairs: BTreeMap<(String, String), (u64, u64)>,
}

impl Analysis {
    /// Looks at the series of a block that match all matchers.
    ///
    /// # Errors
    /// Returns an error if the block is damaged.
    pub fn of(block: &Block, matchers: &[Matcher]) -> Result<Self, TsdbError> {
        let ids = block.index().select(matchers)?;
        let duration = block.meta().max_time.abs_diff(block.meta().min_time);
        let mut sums = Sums::default();
        let mut chunks = Vec::new();
        for &id in &ids {
            chunks.clear();
            let labels = block.index().series(id, &mut chunks)?;
            let covered = match (chunks.first(), chunks.last()) {
                (Some(first), Some(last)) => last.max_ms.abs_diff(first.min_ms),
                _ => 0,
            };
            for (name, value) in &labels {
                let sum = sums.pairs.entry((name.to_owned(), value.to_owned())).or_default();
                sum.0 += duration.saturating_sub(covered);
                sum.1 += 1;
            }
        }
        Ok(Self { n_series: ids.len(), ..sums.ranked(duration) })
    }
}

impl Sums {
    fn ranked(self, duration: u64) -> Analysis {
        let blocks = |uncovered: u64| (uncovered as f64 / (duration as f64).max(1.0)) as u64;
        let mut names: BTreeMap<&str, NameSums> = BTreeMap::new();
        let mut metrics = Ranked::new();
        let (mut pair_churn, mut common_pairs, mut n_entries) = (Ranked::new(), Ranked::new(), 0);
        for ((name, value), &(uncovered, n_series)) in &self.pairs {
            let sum = names.entry(name).or_default();
            sum.uncovered += uncovered;
            sum.n_values += 1;
            sum.n_bytes += value.len() as u64;
            n_entries += n_series as usize;
            pair_churn.push((format!("{name}={value}"), blocks(uncovered)));
            common_pairs.push((format!("{name}={value}"), n_series));
            if name == METRIC_NAME {
                metrics.push((value.clone(), n_series));
            }
        }
        let of_names = |number: fn(&NameSums) -> u64| {
            sorted(names.iter().map(|(name, sums)| ((*name).to_owned(), number(sums))).collect())
        };
        Analysis {
            n_label_names: names.len(),
            n_series: 0,
            n_pairs: self.pairs.len(),
            n_entries,
            pair_churn: sorted(pair_churn),
            name_churn: sorted(names.iter().map(|(name, sums)| ((*name).to_owned(), blocks(sums.uncovered))).collect()),
            common_pairs: sorted(common_pairs),
            value_lengths: of_names(|sums| sums.n_bytes),
            n_values: of_names(|sums| sums.n_values),
            metrics: sorted(metrics),
        }
    }
}

#[derive(Debug, Default)]
struct NameSums {
    uncovered: u64,
    n_values: u64,
    n_bytes: u64,
}

fn sorted(mut ranked: Ranked) -> Ranked {
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    ranked
}
