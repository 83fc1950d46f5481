//! Layouts that have the buckets of several.

use std::sync::Arc;

use super::HistogramLayout;
use super::layout::n_buckets;
use crate::histogram::layout::{Run, Union, each_run};
use crate::histogram::{Buckets, Span};

/// Consecutive buckets of one row that stand together in another row too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BucketRange {
    /// The first in the row of the wider layout.
    pub to: usize,
    /// The first in the row of the other.
    pub from: usize,
    /// How many there are.
    pub len: usize,
}

impl HistogramLayout {
    /// The sparse layout of the same schema, zero threshold and bounds, without any bucket.
    #[must_use]
    pub fn frame(&self) -> Self {
        self.with_buckets([[].into(), [].into()]).into_sparse()
    }

    /// The sparse layout with the buckets of both; none where spans and buckets do not agree.
    pub fn union(&self, other: &Self) -> Option<Self> {
        let sides = [(&self.positive, &other.positive), (&self.negative, &other.negative)];
        if !(self.is_sound() && other.is_sound()) {
            return None;
        }
        let union = sides.map(|(a, b)| Union::new(&buckets(a), &buckets(b), 0).spans);
        Some(self.with_buckets(union).into_sparse())
    }

    /// Where the buckets of another layout stand in a row of this one; none where it has not all of them.
    pub fn places_of(&self, other: &Self) -> Option<Vec<BucketRange>> {
        let mut places: Vec<BucketRange> = Vec::new();
        let sides = [
            (&self.positive, &other.positive, 0, 0),
            (&self.negative, &other.negative, self.n_positive, other.n_positive),
        ];
        let found = sides.into_iter().all(|(own, other, first_to, first_from)| {
            each_run(own, other, |Run { own, other, len }| {
                places.push(BucketRange { to: first_to + own, from: first_from + other, len });
            })
        });
        (found && self.is_sound() && other.is_sound()).then_some(places)
    }

    /// Whether there is a bucket for each place in the spans, and each lies behind the one before it.
    fn is_sound(&self) -> bool {
        let is_ordered = |spans: &[Span]| {
            let ends = spans.iter().scan(0_i64, |end, span| {
                *end += i64::from(span.offset) + i64::from(span.length);
                Some(*end)
            });
            spans.iter().skip(1).all(|span| span.offset >= 0)
                && ends.last().is_none_or(|end| end <= i64::from(i32::MAX))
        };
        n_buckets(&self.positive) == self.n_positive
            && n_buckets(&self.negative) == self.n_negative
            && is_ordered(&self.positive)
            && is_ordered(&self.negative)
    }
}

fn buckets(spans: &Arc<[Span]>) -> Buckets {
    Buckets { spans: spans.clone(), counts: vec![0.0; n_buckets(spans)] }
}
