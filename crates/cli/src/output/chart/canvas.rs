//! Braille dots: each character is two dots wide and four high.

/// Dots on a grid of characters; each character belongs to the series that was drawn on it last.
pub(super) struct Canvas {
    n_columns: usize,
    n_rows: usize,
    cells: Vec<Cell>,
}

/// One character.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cell {
    dots: u8,
    /// The series that was drawn last.
    pub(super) series_idx: usize,
}

/// The bits of the dots of a character, by row and column.
const DOTS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

impl Canvas {
    pub(super) fn new(n_columns: usize, n_rows: usize) -> Self {
        Self { n_columns, n_rows, cells: vec![Cell::default(); n_columns * n_rows] }
    }

    /// The numbers of dots, across and down.
    pub(super) fn n_dots(&self) -> (usize, usize) {
        (2 * self.n_columns, 4 * self.n_rows)
    }

    /// The characters of a row, from the top.
    pub(super) fn row(&self, row: usize) -> &[Cell] {
        &self.cells[row * self.n_columns..][..self.n_columns]
    }

    /// Sets a dot; `x` from the left, `y` from the top.
    pub(super) fn dot(&mut self, x: usize, y: usize, series_idx: usize) {
        let (column, row) = (x / 2, y / 4);
        if column < self.n_columns && row < self.n_rows {
            let cell = &mut self.cells[row * self.n_columns + column];
            cell.dots |= DOTS[y % 4][x % 2];
            cell.series_idx = series_idx;
        }
    }

    /// Draws a straight line between two dots, both included.
    pub(super) fn line(&mut self, from: (usize, usize), to: (usize, usize), series_idx: usize) {
        let (dx, dy) = (to.0 as f64 - from.0 as f64, to.1 as f64 - from.1 as f64);
        let n_steps = dx.abs().max(dy.abs()).max(1.0);
        for i in 0..=n_steps as usize {
            let part = i as f64 / n_steps;
            let at = |from: usize, delta: f64| (from as f64 + delta * part).round() as usize;
            self.dot(at(from.0, dx), at(from.1, dy), series_idx);
        }
    }
}

impl Cell {
    /// Whether nothing was drawn on it.
    pub(super) fn is_empty(self) -> bool {
        self.dots == 0
    }

    /// The character of its dots.
    pub(super) fn braille(self) -> char {
        char::from_u32(0x2800 + u32::from(self.dots)).expect("the block of braille patterns has 256 characters")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_join_their_ends() {
        let mut canvas = Canvas::new(2, 1);
        canvas.line((0, 3), (3, 0), 7);
        let text: String = canvas.row(0).iter().map(|cell| cell.braille()).collect();
        assert_eq!(text, "⡠⠊");
        assert_eq!(canvas.row(0)[1].series_idx, 7);
        canvas.dot(100, 100, 0);
        canvas.line((1, 1), (1, 1), 0);
        assert_eq!(canvas.row(0)[0].braille(), '⡰');
    }
}
