//! Memory for cells: floats in Arrow buffers, aligned for vector instructions, which become arrays without a copy.

use arrow_buffer::{MutableBuffer, ScalarBuffer};

/// Floats that are written once, then read or converted to an Arrow buffer.
#[derive(Debug)]
pub(crate) struct Cells(MutableBuffer);

/// A source for copies that fill memory in large pieces.
const FILL: usize = 512;

impl Cells {
    /// `n` cells with the value `fill`.
    pub(crate) fn new(n_cells: usize, fill: f64) -> Self {
        let mut cells = Self(MutableBuffer::with_capacity(n_bytes(n_cells)));
        cells.refill(n_cells, fill);
        cells
    }

    /// Resizes to `n` cells with the value `fill`, reusing the memory.
    pub(crate) fn refill(&mut self, n_cells: usize, fill: f64) {
        let piece = [fill; FILL];
        self.0.clear();
        for start in (0..n_cells).step_by(FILL) {
            self.0.extend_from_slice(&piece[..FILL.min(n_cells - start)]);
        }
    }

    /// The capacity in cells.
    pub(crate) fn capacity(&self) -> usize {
        self.0.capacity() / size_of::<f64>()
    }

    /// The cells.
    #[inline]
    pub(crate) fn as_slice(&self) -> &[f64] {
        self.0.typed_data()
    }

    /// The cells, mutable.
    #[inline]
    pub(crate) fn as_mut_slice(&mut self) -> &mut [f64] {
        self.0.typed_data_mut()
    }

    /// The cells as an Arrow buffer, without a copy.
    pub(crate) fn into_buffer(self) -> ScalarBuffer<f64> {
        self.0.into()
    }
}

impl Default for Cells {
    fn default() -> Self {
        Self(MutableBuffer::new(0))
    }
}

/// Bytes of memory of `n` cells, rounded up to cache lines of 64 bytes.
pub(crate) fn n_bytes(n_cells: usize) -> usize {
    n_cells.saturating_mul(size_of::<f64>()).checked_next_multiple_of(64).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_filled_and_become_an_aligned_buffer_uncopied() {
        for n_cells in [0, 1, 8, 511, 512, 513, 5_000] {
            let mut cells = Cells::new(n_cells, 7.0);
            assert_eq!(cells.as_slice(), vec![7.0; n_cells]);
            cells.refill(n_cells / 2, 1.0);
            assert_eq!(cells.as_slice(), vec![1.0; n_cells / 2]);
            let address = cells.as_slice().as_ptr();
            let buffer = cells.into_buffer();
            assert_eq!(buffer.as_ptr(), address);
            assert!(buffer.is_empty() || address.addr().is_multiple_of(64));
        }
    }
}
