//! Memory for cells: floats aligned for vector instructions, which become an Arrow buffer without a copy.

use arrow_buffer::{Buffer, ScalarBuffer};

/// Floats that are written once, then read or converted to an Arrow buffer.
///
/// Up to seven floats before the first cell are left empty, so that it is aligned. Allocating aligned memory would be
/// slower: glibc reuses a freed aligned allocation only once its neighbours are free too, and until then each page of a
/// new one costs a page fault.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    memory: Vec<f64>,
    /// The index of the first cell.
    start: usize,
}

/// The alignment of the first cell in bytes.
const ALIGNMENT: usize = 64;
/// The maximum number of floats before the first cell.
const MAX_START: usize = ALIGNMENT / size_of::<f64>() - 1;

impl Cells {
    /// `n` cells with the value `fill`.
    pub(crate) fn new(n_cells: usize, fill: f64) -> Self {
        let mut cells = Self { memory: Vec::with_capacity(n_cells + MAX_START), start: 0 };
        cells.refill(n_cells, fill);
        cells
    }

    /// Resizes to `n` cells with the value `fill`, reusing the memory. If the memory has to grow, the cells may not be
    /// aligned.
    pub(crate) fn refill(&mut self, n_cells: usize, fill: f64) {
        self.memory.clear();
        self.start = self.memory.as_ptr().align_offset(ALIGNMENT).min(MAX_START);
        self.memory.resize(self.start + n_cells, fill);
    }

    /// The capacity in cells.
    pub(crate) fn capacity(&self) -> usize {
        self.memory.capacity().saturating_sub(MAX_START)
    }

    /// The cells.
    #[inline]
    pub(crate) fn as_slice(&self) -> &[f64] {
        &self.memory[self.start..]
    }

    /// The cells, mutable.
    #[inline]
    pub(crate) fn as_mut_slice(&mut self) -> &mut [f64] {
        &mut self.memory[self.start..]
    }

    /// The cells as an Arrow buffer, without a copy.
    pub(crate) fn into_buffer(self) -> ScalarBuffer<f64> {
        let n_cells = self.memory.len() - self.start;
        ScalarBuffer::new(Buffer::from_vec(self.memory), self.start, n_cells)
    }
}

/// Bytes of memory of `n` cells, including the empty floats before the first.
pub(crate) fn n_bytes(n_cells: usize) -> usize {
    n_cells.saturating_add(MAX_START).saturating_mul(size_of::<f64>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_filled_and_become_an_aligned_buffer_uncopied() {
        for n_cells in [0, 1, 8, 511, 512, 513, 5_000] {
            let mut cells = Cells::new(n_cells, 7.0);
            assert_eq!(cells.as_slice(), vec![7.0; n_cells]);
            assert!(cells.capacity() >= n_cells);
            let (capacity, address) = (cells.capacity(), cells.as_slice().as_ptr());
            cells.refill(n_cells / 2, 1.0);
            assert_eq!(cells.as_slice(), vec![1.0; n_cells / 2]);
            assert_eq!((cells.capacity(), cells.as_slice().as_ptr()), (capacity, address));
            let buffer = cells.into_buffer();
            assert_eq!(buffer.as_ptr(), address);
            assert!(buffer.is_empty() || address.addr().is_multiple_of(64));
        }
    }
}
