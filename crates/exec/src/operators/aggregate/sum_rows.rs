//! Sums of native histograms as rows of two matrices: the sums and their compensations for rounding.

use std::sync::Arc;

use promenade_model::histogram::{
    BucketRange, HistogramHead, HistogramLayout, HistogramRun, KahanHistogram, SharedHistogram, kahan_inc,
};

use crate::ExecError;
use crate::budget::{Budget, Reservation};

/// Sums of histograms that can be added bucket by bucket. The layout has the buckets of all of them; empty buckets of
/// a row are not part of its sum, since Prometheus compacts results.
#[derive(Debug)]
pub(super) struct SumRows {
    layout: Arc<HistogramLayout>,
    heads: Vec<SumHead>,
    /// Row-major, as wide as the layout.
    sums: Vec<f64>,
    compensations: Vec<f64>,
    /// The layout placed last, and the positions of its buckets.
    placed: Option<(Arc<HistogramLayout>, Arc<[BucketRange]>)>,
    memory: Reservation,
}

/// The parts of a sum other than buckets.
#[derive(Debug, Clone, Copy)]
struct SumHead {
    sum: HistogramHead,
    compensation: HistogramHead,
    /// Whether more than one histogram was added.
    is_compensated: bool,
}

/// An addend: a histogram or the sum of several.
#[derive(Clone, Copy)]
pub(super) struct Addend<'a> {
    pub(super) head: HistogramHead,
    pub(super) buckets: &'a [f64],
}

/// The maximum number of buckets of the layout. Wider sums are kept as a state per step.
const MAX_WIDTH: usize = 2048;

impl SumRows {
    /// Starts without sums, for histograms with the schema, zero bucket and bounds of a layout.
    pub(super) fn new(like: &HistogramLayout, budget: &Budget) -> Result<Self, ExecError> {
        Ok(Self {
            layout: Arc::new(like.frame()),
            heads: Vec::new(),
            sums: Vec::new(),
            compensations: Vec::new(),
            placed: None,
            memory: budget.reserve(0)?,
        })
    }

    /// Returns the positions of a layout's buckets; widens the rows if necessary. `None` if histograms of the layout
    /// cannot be added bucket by bucket.
    pub(super) fn place(&mut self, layout: &Arc<HistogramLayout>) -> Result<Option<Arc<[BucketRange]>>, ExecError> {
        if let Some((known, places)) = &self.placed
            && Arc::ptr_eq(known, layout)
        {
            return Ok(Some(places.clone()));
        }
        if !self.layout.has_grid_of(layout) || layout.n_positive() < layout.width() && is_custom(layout) {
            return Ok(None);
        }
        let places = match self.layout.places_of(layout) {
            Some(places) => places,
            None => match self.widen(layout)? {
                Some(places) => places,
                None => return Ok(None),
            },
        };
        let places: Arc<[BucketRange]> = places.into();
        self.placed = Some((layout.clone(), places.clone()));
        Ok(Some(places))
    }

    /// Adds the buckets of a layout to all rows.
    fn widen(&mut self, layout: &HistogramLayout) -> Result<Option<Vec<BucketRange>>, ExecError> {
        let Some(union) = self.layout.union(layout).filter(|union| union.width() <= MAX_WIDTH) else {
            return Ok(None);
        };
        let (Some(places), Some(own)) = (union.places_of(layout), union.places_of(&self.layout)) else {
            return Ok(None);
        };
        let (from, to) = (self.layout.width(), union.width());
        for matrix in [&mut self.sums, &mut self.compensations] {
            self.memory.grow(self.heads.len() * to * size_of::<f64>())?;
            let n_old_bytes = matrix.capacity() * size_of::<f64>();
            *matrix = spread(matrix, from, to, &own, self.heads.len());
            self.memory.shrink(n_old_bytes);
        }
        self.layout = Arc::new(union);
        Ok(Some(places))
    }

    /// Reserves memory for rows.
    pub(super) fn reserve(&mut self, n_rows: usize) -> Result<(), ExecError> {
        let n_cells = n_rows * self.layout.width();
        self.memory.make_room(&mut self.heads, n_rows)?;
        self.memory.make_room(&mut self.sums, n_cells)?;
        self.memory.make_room(&mut self.compensations, n_cells)
    }

    /// Adds a row with a first addend and returns its index.
    pub(super) fn push(&mut self, addend: Addend<'_>, places: &[BucketRange]) -> u32 {
        let (row, width) = (self.heads.len(), self.layout.width());
        self.heads.push(SumHead { sum: addend.head, compensation: HistogramHead::default(), is_compensated: false });
        self.sums.resize((row + 1) * width, 0.0);
        self.compensations.resize((row + 1) * width, 0.0);
        copy(&mut self.sums[row * width..], addend.buckets, places);
        row as u32
    }

    /// Adds a row copied from other sums.
    pub(super) fn push_row(&mut self, other: &Self, row: u32, places: &[BucketRange]) -> u32 {
        let head = other.heads[row as usize];
        let new = self.push(Addend { head: head.sum, buckets: other.sum(row) }, places);
        let width = self.layout.width();
        copy(&mut self.compensations[new as usize * width..], other.compensation(row), places);
        self.heads[new as usize] = head;
        new
    }

    /// Adds to a row.
    pub(super) fn add(&mut self, row: u32, addend: Addend<'_>, places: &[BucketRange]) {
        let width = self.layout.width();
        let start = row as usize * width;
        self.heads[row as usize].add(addend.head, is_custom(&self.layout));
        let (sums, rests) = (&mut self.sums[start..start + width], &mut self.compensations[start..start + width]);
        for BucketRange { to, from, len } in places {
            let values = &addend.buckets[*from..from + len];
            add_slices(&mut sums[*to..to + len], &mut rests[*to..to + len], values);
        }
    }

    /// Copies a row to a sum of its own.
    pub(super) fn kahan(&self, row: u32) -> KahanHistogram {
        let SumHead { sum, compensation, is_compensated } = self.heads[row as usize];
        if is_compensated {
            KahanHistogram::of_rows(&self.layout, (sum, self.sum(row)), (compensation, self.compensation(row)))
        } else {
            KahanHistogram::of_row(&self.layout, sum, self.sum(row))
        }
    }

    /// Writes the sum of a row and its compensation to a buffer.
    pub(super) fn total<'a>(&self, row: u32, buffer: &'a mut Vec<f64>) -> Addend<'a> {
        buffer.clear();
        buffer.extend_from_slice(self.sum(row));
        let head = self.finish_row(row, 1.0, buffer);
        Addend { head, buckets: buffer }
    }

    /// The layout of the rows.
    pub(super) fn layout(&self) -> &Arc<HistogramLayout> {
        &self.layout
    }

    /// The results of some rows, each divided by a number.
    pub(super) fn finish(&self, rows: &[(u32, f64)]) -> impl Iterator<Item = SharedHistogram> + use<> {
        let mut run = HistogramRun::new(self.layout.clone(), rows.len());
        let mut buckets = Vec::new();
        for (row, divisor) in rows {
            buckets.clear();
            buckets.extend_from_slice(self.sum(*row));
            let head = self.finish_row(*row, *divisor, &mut buckets);
            run.push(head).copy_from_slice(&buckets);
        }
        run.into_histograms()
    }

    fn finish_row(&self, row: u32, divisor: f64, buckets: &mut [f64]) -> HistogramHead {
        let SumHead { sum, compensation, is_compensated } = self.heads[row as usize];
        // A missing compensation must not be added: minus zero keeps its sign.
        let finish = |sum: f64, rest: f64| match (divisor == 1.0, is_compensated) {
            (true, true) => sum + rest,
            (true, false) => sum,
            (false, true) => sum / divisor + rest / divisor,
            (false, false) => sum / divisor,
        };
        buckets.iter_mut().zip(self.compensation(row)).for_each(|(sum, rest)| *sum = finish(*sum, *rest));
        HistogramHead {
            counter_reset_hint: sum.counter_reset_hint,
            zero_count: finish(sum.zero_count, compensation.zero_count),
            count: finish(sum.count, compensation.count),
            sum: finish(sum.sum, compensation.sum),
        }
    }

    fn sum(&self, row: u32) -> &[f64] {
        &self.sums[row as usize * self.layout.width()..][..self.layout.width()]
    }

    fn compensation(&self, row: u32) -> &[f64] {
        &self.compensations[row as usize * self.layout.width()..][..self.layout.width()]
    }
}

impl SumHead {
    fn add(&mut self, other: HistogramHead, is_custom: bool) {
        let (sum, rest) = (&mut self.sum, &mut self.compensation);
        sum.counter_reset_hint = sum.counter_reset_hint.combined(other.counter_reset_hint);
        self.is_compensated = true;
        if !is_custom {
            inc(&mut sum.zero_count, &mut rest.zero_count, other.zero_count);
        }
        inc(&mut sum.count, &mut rest.count, other.count);
        inc(&mut sum.sum, &mut rest.sum, other.sum);
    }
}

#[inline]
fn inc(sum: &mut f64, rest: &mut f64, value: f64) {
    (*sum, *rest) = kahan_inc(value, *sum, *rest);
}

#[inline]
fn add_slices(sums: &mut [f64], rests: &mut [f64], values: &[f64]) {
    for ((sum, rest), value) in sums.iter_mut().zip(rests).zip(values) {
        inc(sum, rest, *value);
    }
}

fn copy(row: &mut [f64], buckets: &[f64], places: &[BucketRange]) {
    for BucketRange { to, from, len } in places {
        row[*to..to + len].copy_from_slice(&buckets[*from..from + len]);
    }
}

/// Copies the rows of a matrix to wider rows.
fn spread(matrix: &[f64], from: usize, to: usize, places: &[BucketRange], n_rows: usize) -> Vec<f64> {
    let mut wide = vec![0.0; n_rows * to];
    for row in 0..n_rows {
        copy(&mut wide[row * to..][..to], &matrix[row * from..][..from], places);
    }
    wide
}

fn is_custom(layout: &HistogramLayout) -> bool {
    layout.schema() == promenade_model::histogram::CUSTOM_BUCKETS_SCHEMA
}
