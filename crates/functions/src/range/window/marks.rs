//! The samples in a sliding window that have some property, as a list of indices.

/// Indices of marked samples. Each sample is looked at once, and only if it is in some window.
#[derive(Debug, Default)]
pub(in crate::range) struct Marks {
    marked: Vec<u32>,
    /// How many of the marked lie before the window.
    n_left: usize,
    /// One past the last sample looked at.
    cursor: u32,
}

impl Marks {
    pub(in crate::range) const fn new() -> Self {
        Self { marked: Vec::new(), n_left: 0, cursor: 0 }
    }

    /// The marked samples from `start` to `end`, exclusive, in order. Neither bound may fall from call to call.
    #[inline]
    pub(in crate::range) fn advance(&mut self, start: u32, end: u32, is_marked: impl Fn(usize) -> bool) -> &[u32] {
        for idx in self.cursor.max(start)..end {
            if is_marked(idx as usize) {
                self.marked.push(idx);
            }
        }
        self.cursor = self.cursor.max(end);
        while self.marked.get(self.n_left).is_some_and(|&idx| idx < start) {
            self.n_left += 1;
        }
        &self.marked[self.n_left..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_window_and_skips_gaps() {
        let mut marks = Marks::default();
        let even = |i: usize| i.is_multiple_of(2);
        assert_eq!(marks.advance(0, 5, even), [0, 2, 4]);
        assert_eq!(marks.advance(1, 5, even), [2, 4]);
        assert_eq!(marks.advance(5, 5, even), [0; 0]);
        assert_eq!(marks.advance(9, 13, even), [10, 12]);
    }
}
