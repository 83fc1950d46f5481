//! What selectors have found so far: rules ask the same again and again, and the store only grows.

use promenade_model::labels::METRIC_NAME;
use promenade_model::{Labels, MatchOp, Matcher};
use rustc_hash::FxHashMap;

/// The series of a store that grows, by the matchers that have been asked for.
#[derive(Debug, Default)]
pub(super) struct Selections {
    known: FxHashMap<String, Selection>,
}

/// What some matchers select.
#[derive(Debug, Default)]
struct Selection {
    /// How many series have been looked at.
    n_seen: usize,
    /// The positions of those that match, in the order of their labels.
    positions: Vec<u32>,
}

/// The positions of series by the value of their metric name, each list in the order of positions.
pub(super) type Names = FxHashMap<String, Vec<u32>>;

impl Selections {
    /// The positions of the series that match, in the order of their labels.
    pub(super) fn select<'a>(
        &mut self,
        matchers: &[Matcher],
        names: &Names,
        n_series: usize,
        labels_of: impl Fn(u32) -> &'a Labels,
    ) -> &[u32] {
        let selection = self.known.entry(key(matchers)).or_default();
        if selection.n_seen < n_series {
            let is_match = |position: &u32| matches(matchers, labels_of(*position));
            let first = selection.n_seen as u32;
            let found: Vec<u32> = match metric_name(matchers) {
                Some(name) => {
                    let of_name = names.get(name).map_or(&[][..], Vec::as_slice);
                    let new = &of_name[of_name.partition_point(|position| *position < first)..];
                    new.iter().copied().filter(is_match).collect()
                }
                None => (first..n_series as u32).filter(is_match).collect(),
            };
            selection.n_seen = n_series;
            selection.add(&found, labels_of);
        }
        &selection.positions
    }
}

impl Selection {
    fn add<'a>(&mut self, found: &[u32], labels_of: impl Fn(u32) -> &'a Labels) {
        if found.is_empty() {
            return;
        }
        self.positions.extend_from_slice(found);
        self.positions.sort_by(|a, b| labels_of(*a).cmp(labels_of(*b)));
    }
}

/// The metric name that a series must have.
fn metric_name(matchers: &[Matcher]) -> Option<&str> {
    let is_name = |m: &&Matcher| m.name() == METRIC_NAME && m.op() == MatchOp::Equal && !m.value().is_empty();
    matchers.iter().find(is_name).map(Matcher::value)
}

fn matches(matchers: &[Matcher], labels: &Labels) -> bool {
    matchers.iter().all(|matcher| matcher.matches(labels.get(matcher.name())))
}

/// A text that is the same for the same matchers only.
fn key(matchers: &[Matcher]) -> String {
    let mut key = String::with_capacity(matchers.len() * 32);
    for matcher in matchers {
        key.push_str(matcher.name());
        key.push('\0');
        key.push_str(matcher.op().symbol());
        key.push('\0');
        key.push_str(matcher.value());
        key.push('\0');
    }
    key
}
