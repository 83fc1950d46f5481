//! The memory budget of a query, counted at allocation.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::ExecError;
use crate::cells::{self, Cells};

/// A byte counter with a limit. Clones share it.
#[derive(Debug, Clone)]
pub struct Budget {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    limit: u64,
    used: AtomicU64,
    peak: AtomicU64,
    /// Free memory for reuse.
    spare: Mutex<Vec<Cells>>,
}

/// The maximum number of freed allocations kept for reuse, a few tiles' worth. They count as used.
const MAX_SPARE: usize = 4;
/// The sizes of allocations kept for reuse. The allocator is as fast for smaller ones.
const SPARE_CELLS: std::ops::RangeInclusive<usize> = 4 * 1024..=128 * 1024;

impl Budget {
    /// A budget of `limit` bytes.
    pub fn new(limit: u64) -> Self {
        let spare = Mutex::default();
        Self { inner: Arc::new(Inner { limit, used: AtomicU64::new(0), peak: AtomicU64::new(0), spare }) }
    }

    /// Allocates `n` cells with the value `fill`. Reuses freed memory: large allocations from the system for each tile
    /// would cost more than the computation.
    ///
    /// # Errors
    /// Returns an error if the limit would be exceeded.
    pub(crate) fn cells(&self, n_cells: usize, fill: f64) -> Result<(Cells, Reservation), ExecError> {
        if let Some(mut cells) = self.take_spare(n_cells) {
            // The memory is still counted.
            let memory = Reservation { budget: self.clone(), bytes: n_cell_bytes(cells.capacity()) };
            cells.refill(n_cells, fill);
            return Ok((cells, memory));
        }
        let memory = self.reserve(cells::n_bytes(n_cells))?;
        Ok((Cells::new(n_cells, fill), memory))
    }

    fn take_spare(&self, n_cells: usize) -> Option<Cells> {
        if !SPARE_CELLS.contains(&n_cells) {
            return None;
        }
        let mut spare = self.inner.spare.lock().unwrap_or_else(PoisonError::into_inner);
        let fitting = spare.iter().position(|cells| cells.capacity() >= n_cells)?;
        Some(spare.swap_remove(fitting))
    }

    /// Takes back the memory of cells.
    pub(crate) fn give_back(&self, cells: Cells, memory: &mut Reservation) {
        if SPARE_CELLS.contains(&cells.capacity()) && memory.bytes == n_cell_bytes(cells.capacity()) {
            let mut spare = self.inner.spare.lock().unwrap_or_else(PoisonError::into_inner);
            if spare.len() < MAX_SPARE {
                memory.bytes = 0;
                spare.push(cells);
            }
        }
    }

    /// Frees the memory kept for reuse; returns whether there was any.
    fn drop_spare(&self) -> bool {
        let spare = std::mem::take(&mut *self.inner.spare.lock().unwrap_or_else(PoisonError::into_inner));
        let n_bytes = spare.iter().map(|cells| n_cell_bytes(cells.capacity())).sum();
        self.inner.used.fetch_sub(n_bytes, Ordering::Relaxed);
        !spare.is_empty()
    }

    /// Reserves `bytes` until the reservation is dropped.
    ///
    /// # Errors
    /// Returns an error if the limit would be exceeded. Sizes beyond the address space count as the largest possible
    /// size.
    pub fn reserve(&self, bytes: usize) -> Result<Reservation, ExecError> {
        let (used, limit) = (&self.inner.used, self.inner.limit);
        if bytes > isize::MAX as usize {
            return Err(ExecError::OutOfMemory { limit });
        }
        let bytes = bytes as u64;
        let add = |used: u64| used.checked_add(bytes).filter(|used| *used <= limit);
        let Ok(before) = used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add) else {
            return if self.drop_spare() {
                self.reserve(bytes as usize)
            } else {
                Err(ExecError::OutOfMemory { limit })
            };
        };
        let (used, reservation) = (before + bytes, Reservation { budget: self.clone(), bytes });
        self.inner.peak.fetch_max(used, Ordering::Relaxed);
        Ok(reservation)
    }

    /// The limit in bytes.
    pub(crate) fn limit(&self) -> u64 {
        self.inner.limit
    }

    /// Bytes in use.
    pub fn used(&self) -> u64 {
        self.inner.used.load(Ordering::Relaxed)
    }

    /// The peak of bytes in use.
    pub fn peak(&self) -> u64 {
        self.inner.peak.load(Ordering::Relaxed)
    }
}

fn n_cell_bytes(n_cells: usize) -> u64 {
    cells::n_bytes(n_cells) as u64
}

/// Bytes reserved from a [`Budget`], released when dropped.
#[derive(Debug)]
pub struct Reservation {
    budget: Budget,
    bytes: u64,
}

impl Reservation {
    /// The budget of the reservation.
    pub(crate) fn budget(&self) -> &Budget {
        &self.budget
    }

    /// The number of reserved bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes as usize
    }

    /// Merges another reservation of the same budget.
    pub(crate) fn merge(&mut self, mut other: Self) {
        self.bytes += std::mem::take(&mut other.bytes);
    }

    /// Reserves `bytes` more.
    ///
    /// # Errors
    /// Returns an error if the limit would be exceeded.
    pub fn grow(&mut self, bytes: usize) -> Result<(), ExecError> {
        let mut more = self.budget.reserve(bytes)?;
        self.bytes += std::mem::take(&mut more.bytes);
        Ok(())
    }
}

impl Reservation {
    /// Grows a vector. While it is copied, both the old and the new memory count.
    ///
    /// # Errors
    /// Returns an error if the limit would be exceeded.
    pub(crate) fn make_room<T>(&mut self, vec: &mut Vec<T>, n_more: usize) -> Result<(), ExecError> {
        let before = vec.capacity();
        if vec.len().saturating_add(n_more) <= before {
            return Ok(());
        }
        let n = n_more.max(before);
        self.grow(vec.len().saturating_add(n).saturating_mul(size_of::<T>()))?;
        vec.reserve_exact(n);
        self.shrink(before * size_of::<T>());
        Ok(())
    }

    /// Releases `bytes`, at most all.
    pub(crate) fn shrink(&mut self, bytes: usize) {
        let bytes = (bytes as u64).min(self.bytes);
        self.bytes -= bytes;
        self.budget.inner.used.fetch_sub(bytes, Ordering::Relaxed);
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.budget.inner.used.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_when_dropped() {
        let budget = Budget::new(100);
        let mut first = budget.reserve(40).unwrap();
        first.grow(20).unwrap();
        assert!(matches!(budget.reserve(41), Err(ExecError::OutOfMemory { limit: 100 })));
        assert_eq!(budget.used(), 60);
        drop(first);
        assert_eq!((budget.used(), budget.peak()), (0, 60));
    }

    #[test]
    fn what_fits_into_no_address_space_is_refused_whatever_the_limit() {
        let budget = Budget::new(u64::MAX);
        for bytes in [usize::MAX, usize::MAX / 2 + 1] {
            assert!(matches!(budget.reserve(bytes), Err(ExecError::OutOfMemory { .. })), "{bytes}");
        }
        assert!(budget.cells(usize::MAX / 8, 0.0).is_err());
        assert_eq!(budget.used(), 0);
    }
}
