//! Unions of layouts.

use std::sync::Arc;

use super::HistogramLayout;
use super::layout::n_buckets;
use crate::histogram::layout::{Run, Union, each_run};
use crate::histogram::{Buckets, Span};

/// Buckets that are consecutive in two rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BucketRange {
    /// Index of the first in the row of the wider layout.
    pub to: usize,
    /// Index of the first in the row of the other layout.
    pub from: usize,
    /// The number of buckets.
    pub len: usize,
}

impl HistogramLayout {
    /// The sparse layout with the same schema, zero threshold and bounds, without buckets.
    #[must_use]
    pub fn frame(&self) -> Self {
        self.with_buckets([[].into(), [].into()]).into_sparse()
    }

    /// The sparse layout with the buckets of both; `None` if spans and bucket counts do not agree.
    pub fn union(&self, other: &Self) -> Option<Self> {
        let sides = [(&self.positive, &other.positive), (&self.negative, &other.negative)];
        if !(self.is_sound() && other.is_sound()) {
            return None;
        }
        let union = sides.map(|(a, b)| Union::new(&buckets(a), &buckets(b), 0).spans);
        Some(self.with_buckets(union).into_sparse())
    }

    /// The positions of the buckets of another layout in a row of this one; `None` if any is missing.
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

    /// Whether the spans match the numbers of buckets and are in ascending order.
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
