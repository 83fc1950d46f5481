//! Warnings and infos of a result, with their positions in the query.

mod catalogue;
mod position;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Write as _;

pub use self::catalogue::HistogramOperation;
pub use self::position::{LineColumn, line_column, position_text};
use crate::value::{SourceRange, TimestampMs};

/// A set of annotations, one for each message.
///
/// As in Prometheus, a later annotation replaces an earlier one with the same message, position included. The kinds
/// with details (forced monotonicity, overlapping start times) keep the first position and sum their details.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Annotations {
    by_message: BTreeMap<(Severity, String), Annotation>,
}

/// The severity of an annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Something is probably wrong with the query or the data.
    Warning,
    /// Information about the query or the data.
    Info,
}

/// One warning or info. The constructors are named after those of Prometheus.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// The severity.
    pub severity: Severity,
    /// Prometheus's words without the prefix `PromQL warning: ` and without the position.
    pub message: String,
    /// The position in the query.
    pub range: SourceRange,
    details: Details,
}

/// Details that are shown after the message and summed when annotations with the same message are merged.
#[derive(Debug, Clone, PartialEq)]
enum Details {
    None,
    /// Not about the query, for example from a store: printed unchanged.
    External,
    ForcedMonotonicity(ForcedMonotonicity),
    /// The number of occurrences.
    Occurrences(u64),
}

#[derive(Debug, Clone, PartialEq)]
struct ForcedMonotonicity {
    min_ms: TimestampMs,
    max_ms: TimestampMs,
    min_bucket: f64,
    max_bucket: f64,
    max_diff: f64,
    n_samples: SampleCount,
}

/// A number of samples, counted as in Prometheus.
///
/// At each step of a range query, Prometheus merges the set of annotations with itself, so earlier counts double.
/// With many steps the count overflows its 64 bits, as in Prometheus.
#[derive(Debug, Clone, Copy, PartialEq)]
enum SampleCount {
    /// Within one operator: the samples of the earliest step as counted at the last one, and those of all other steps,
    /// which double once more.
    Growing { earliest: u64, others: u64 },
    /// The final count of an operator.
    Final(u64),
}

impl Severity {
    /// The prefix of the message: `PromQL warning: ` or `PromQL info: `.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Warning => "PromQL warning: ",
            Self::Info => "PromQL info: ",
        }
    }
}

impl Annotations {
    /// Adds an annotation.
    pub fn add(&mut self, annotation: Annotation) {
        match self.by_message.entry((annotation.severity, annotation.message.clone())) {
            Entry::Vacant(entry) => drop(entry.insert(annotation)),
            Entry::Occupied(mut entry) => entry.get_mut().meet(annotation),
        }
    }

    /// Adds all annotations of `other`, which count as later than the present ones.
    pub fn merge(&mut self, other: Self) {
        if self.by_message.is_empty() {
            *self = other;
            return;
        }
        for annotation in other.by_message.into_values() {
            self.add(annotation);
        }
    }

    /// Whether the set is empty.
    pub fn is_empty(&self) -> bool {
        self.by_message.is_empty()
    }

    /// The number of annotations.
    pub fn len(&self) -> usize {
        self.by_message.len()
    }

    /// Finishes the counts of one operator, so that the counts of other operators can be added.
    pub fn settle(&mut self) {
        for annotation in self.by_message.values_mut() {
            if let Details::ForcedMonotonicity(details) = &mut annotation.details {
                details.n_samples = SampleCount::Final(details.n_samples.total());
            }
        }
    }

    /// All annotations, warnings first, each severity sorted by message.
    pub fn iter(&self) -> impl Iterator<Item = &Annotation> {
        self.by_message.values()
    }

    /// The full texts of the warnings, sorted.
    pub fn warnings(&self, query: &str) -> Vec<String> {
        self.texts(Severity::Warning, query)
    }

    /// The full texts of the infos, sorted.
    pub fn infos(&self, query: &str) -> Vec<String> {
        self.texts(Severity::Info, query)
    }

    fn texts(&self, severity: Severity, query: &str) -> Vec<String> {
        let mut texts: Vec<_> = self.iter().filter(|a| a.severity == severity).map(|a| a.text(query)).collect();
        texts.sort_unstable();
        texts
    }
}

impl Extend<Annotation> for Annotations {
    fn extend<T: IntoIterator<Item = Annotation>>(&mut self, annotations: T) {
        for annotation in annotations {
            self.add(annotation);
        }
    }
}

impl FromIterator<Annotation> for Annotations {
    fn from_iter<T: IntoIterator<Item = Annotation>>(annotations: T) -> Self {
        let mut set = Self::default();
        set.extend(annotations);
        set
    }
}

impl Annotation {
    /// The text as Prometheus prints it: prefix, message, details and `(line:column)`. Without a query the text has
    /// neither details nor position.
    pub fn text(&self, query: &str) -> String {
        if self.details == Details::External {
            return self.message.clone();
        }
        if query.is_empty() {
            return format!("{}{}", self.severity.prefix(), self.message);
        }
        let place = position_text(query, self.range.start);
        format!("{}{} ({place})", self.severity.prefix(), self.detailed_message())
    }

    /// The message with its details, without the severity and the position.
    pub fn detailed_message(&self) -> String {
        let mut text = self.message.clone();
        self.push_details(&mut text);
        text
    }

    /// Line and column of the position; `None` if it lies outside of the query.
    pub fn line_column(&self, query: &str) -> Option<LineColumn> {
        line_column(query, self.range.start)
    }

    /// Whether the annotation is not about the query, for example from a store.
    pub fn is_external(&self) -> bool {
        self.details == Details::External
    }

    /// The annotation as raised at a step with `n_later_steps` steps after it: its samples are counted again at each.
    #[must_use]
    pub fn before_steps(mut self, n_later_steps: usize) -> Self {
        if let Details::ForcedMonotonicity(details) = &mut self.details {
            let shift = u32::try_from(n_later_steps).unwrap_or(u32::MAX);
            let earliest = 1_u64.checked_shl(shift).unwrap_or(0);
            details.n_samples = SampleCount::Growing { earliest, others: 0 };
        }
        self
    }

    /// Merges an annotation with the same message and position; returns `false` if it is a different one.
    pub fn absorb(&mut self, later: &Self) -> bool {
        let is_same = self.severity == later.severity && self.message == later.message && self.range == later.range;
        if is_same {
            self.meet(later.clone());
        }
        is_same
    }

    fn push_details(&self, text: &mut String) {
        match &self.details {
            Details::ForcedMonotonicity(d) => {
                let _ = write!(
                    text,
                    ", from buckets {} to {}, with a max diff of {}, over {} samples from {} to {}",
                    promenade_go::strconv::format_g(d.min_bucket),
                    promenade_go::strconv::format_g(d.max_bucket),
                    promenade_go::strconv::format_g_precision(d.max_diff, 2),
                    d.n_samples.total().cast_signed(),
                    position::rfc3339_seconds(d.min_ms),
                    position::rfc3339_seconds(d.max_ms),
                );
            }
            Details::Occurrences(n) if *n > 1 => {
                let _ = write!(text, " ({n} occurrences)");
            }
            _ => {}
        }
    }

    /// Merges a later annotation with the same message.
    fn meet(&mut self, later: Self) {
        match (&mut self.details, &later.details) {
            (Details::ForcedMonotonicity(own), Details::ForcedMonotonicity(new)) => own.meet(new),
            (Details::Occurrences(own), Details::Occurrences(new)) => *own += new,
            _ => *self = later,
        }
    }
}

impl SampleCount {
    fn total(self) -> u64 {
        match self {
            Self::Growing { earliest, others } => earliest.wrapping_add(others),
            Self::Final(n) => n,
        }
    }

    /// The sum of two counts; `order` compares their steps.
    fn with(self, other: Self, order: Ordering) -> Self {
        let (Self::Growing { earliest: a, others: x }, Self::Growing { earliest: b, others: y }) = (self, other) else {
            return Self::Final(self.total().wrapping_add(other.total()));
        };
        let others = x.wrapping_add(y);
        match order {
            Ordering::Less => Self::Growing { earliest: a, others: others.wrapping_add(b.wrapping_mul(2)) },
            Ordering::Equal => Self::Growing { earliest: a.wrapping_add(b), others },
            Ordering::Greater => Self::Growing { earliest: b, others: others.wrapping_add(a.wrapping_mul(2)) },
        }
    }
}

impl ForcedMonotonicity {
    fn meet(&mut self, later: &Self) {
        self.n_samples = self.n_samples.with(later.n_samples, self.min_ms.cmp(&later.min_ms));
        self.min_ms = self.min_ms.min(later.min_ms);
        self.max_ms = self.max_ms.max(later.max_ms);
        self.min_bucket = if later.min_bucket < self.min_bucket { later.min_bucket } else { self.min_bucket };
        self.max_bucket = if later.max_bucket > self.max_bucket { later.max_bucket } else { self.max_bucket };
        self.max_diff = if later.max_diff > self.max_diff { later.max_diff } else { self.max_diff };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUERY: &str = "a\n+ histogram_quantile(0.9, é, x)";

    #[test]
    fn later_annotation_wins_its_place() {
        let mut set = Annotations::default();
        set.add(Annotation::bad_bucket_label("up", "", 0..1));
        set.add(Annotation::bad_bucket_label("up", "", 4..5));
        set.merge([Annotation::invalid_quantile(f64::NAN, 2..3)].into_iter().collect());
        assert_eq!(
            set.warnings(QUERY),
            [
                r#"PromQL warning: bucket label "le" is missing or has a malformed value of "" for metric name "up" (2:3)"#,
                "PromQL warning: quantile value should be between 0 and 1, got NaN (2:1)",
            ]
        );
        assert!(set.infos(QUERY).is_empty());
    }

    #[test]
    fn forced_monotonicity_gathers_and_keeps_the_first_place() {
        let mut set = Annotations::default();
        set.add(Annotation::histogram_quantile_forced_monotonicity("", 4..5, 60_000, 5.0, 10.0, 0.123_456));
        set.add(Annotation::histogram_quantile_forced_monotonicity("", 0..1, -1_500, 0.1, 10.0, 123.0));
        set.add(Annotation::histogram_quantile_forced_monotonicity("", 0..1, 1, 7.0, f64::INFINITY, 0.0));
        assert_eq!(
            set.infos(QUERY),
            ["PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see \
              https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile), from buckets 0.1 to +Inf, \
              with a max diff of 1.2e+02, over 3 samples from 1969-12-31T23:59:59Z to 1970-01-01T00:01:00Z (2:3)"]
        );
    }

    #[test]
    fn samples_are_counted_again_at_each_later_step() {
        // Two samples at the second of five steps, one at the last.
        let at = |step: usize| {
            let t_ms = step as i64 * 1000;
            let annotation = Annotation::histogram_quantile_forced_monotonicity("", 0..1, t_ms, 1.0, 1.0, 1.0);
            annotation.before_steps(4 - step)
        };
        let mut of_operator: Annotations = [at(4), at(1), at(1)].into_iter().collect();
        of_operator.settle();
        assert!(of_operator.infos(QUERY)[0].contains("over 18 samples"), "{:?}", of_operator.infos(QUERY));
        let mut both = of_operator.clone();
        both.merge(of_operator);
        assert!(both.infos(QUERY)[0].contains("over 36 samples"));
    }

    #[test]
    fn start_time_overlaps_are_counted() {
        let mut set = Annotations::default();
        set.add(Annotation::start_time_overlap("m", 0..1));
        assert_eq!(
            set.warnings("m"),
            [
                r#"PromQL warning: sample has start time that overlaps with previous sample timestamp for metric "m" (1:1)"#
            ]
        );
        set.add(Annotation::start_time_overlap("m", 1..2));
        assert_eq!(
            set.warnings("m"),
            [
                r#"PromQL warning: sample has start time that overlaps with previous sample timestamp for metric "m" (2 occurrences) (1:1)"#
            ]
        );
    }

    #[test]
    fn external_warnings_have_no_position() {
        let set: Annotations = [Annotation::external_warning("shard 3 did not answer")].into_iter().collect();
        assert_eq!(set.warnings("up"), ["shard 3 did not answer"]);
    }
}
