//! Reduction of the resolution: conversion to a lower exponential schema.

use std::sync::Arc;

use super::layout::LayoutBuilder;
use super::{Buckets, FloatHistogram, HistogramError, Span, is_exponential_schema, kahan_inc};

impl FloatHistogram {
    /// Merges buckets to the lower schema `target`.
    ///
    /// # Errors
    /// Returns an error if the buckets are custom or `target` is not lower.
    pub fn reduce_resolution(&mut self, target: i32) -> Result<(), HistogramError> {
        if target == self.schema {
            return Err(HistogramError::ResolutionNotReducible { from: self.schema, to: target });
        }
        *self = self.with_schema(target)?;
        Ok(())
    }

    /// A copy with the schema `target`, which must not be higher.
    ///
    /// # Errors
    /// Returns an error if `target` is higher, or if it is lower and the buckets are custom.
    pub fn with_schema(&self, target: i32) -> Result<Self, HistogramError> {
        if target == self.schema {
            return Ok(self.clone());
        }
        if self.uses_custom_buckets() || !is_exponential_schema(target) || target > self.schema {
            return Err(HistogramError::ResolutionNotReducible { from: self.schema, to: target });
        }
        Ok(Self {
            schema: target,
            positive: self.positive.reduced(self.schema, target),
            negative: self.negative.reduced(self.schema, target),
            custom_values: self.custom_values.clone(),
            ..*self
        })
    }
}

impl Buckets {
    /// The buckets merged to the lower schema `to`.
    pub(super) fn reduced(&self, from: i32, to: i32) -> Self {
        let (spans, counts) = merge(self, from, to, |i| self.counts[i], |sum: &mut f64, i| *sum += self.counts[i]);
        Self { spans, counts }
    }

    /// The buckets and their compensation merged to the lower schema `to`.
    pub(super) fn reduced_with(&self, compensation: &[f64], from: i32, to: i32) -> (Self, Vec<f64>) {
        let add = |(sum, rest): &mut (f64, f64), i: usize| {
            (*sum, *rest) = kahan_inc(self.counts[i], *sum, *rest);
            (*sum, *rest) = kahan_inc(compensation[i], *sum, *rest);
        };
        let (spans, pairs) = merge(self, from, to, |i| (self.counts[i], compensation[i]), add);
        let (counts, compensation) = pairs.into_iter().unzip();
        (Self { spans, counts }, compensation)
    }
}

/// The index in the schema `to` of the bucket `idx` of the schema `from`.
pub(super) fn target_idx(idx: i32, from: i32, to: i32) -> i32 {
    (idx.wrapping_sub(1) >> from.saturating_sub(to).clamp(0, 31)).wrapping_add(1)
}

fn merge<T>(
    buckets: &Buckets,
    from: i32,
    to: i32,
    first: impl Fn(usize) -> T,
    add: impl Fn(&mut T, usize),
) -> (Arc<[Span]>, Vec<T>) {
    let mut layout = LayoutBuilder::default();
    let mut merged: Vec<T> = Vec::with_capacity(buckets.len());
    let mut last_idx = None;
    for (i, (idx, _)) in buckets.indexed().enumerate() {
        let idx = target_idx(idx, from, to);
        match merged.last_mut() {
            Some(last) if last_idx == Some(idx) => add(last, i),
            _ => {
                layout.push(idx);
                merged.push(first(i));
                last_idx = Some(idx);
            }
        }
    }
    (layout.build(), merged)
}
