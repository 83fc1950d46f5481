//! An operator over selected rows of other operators.

use std::sync::Arc;

use crate::{Block, ExecError, Operator, RowMeta, Task};

/// Selected rows of other operators.
pub(crate) struct Union {
    parts: Vec<Arc<dyn Operator>>,
    /// The part of each row, and the index in that part.
    rows: Vec<(u32, u32)>,
    meta: Arc<[RowMeta]>,
    n_steps: usize,
}

impl Union {
    /// Rows of `parts`, each given as part, index in the part, and metadata.
    pub(crate) fn new(
        parts: Vec<Arc<dyn Operator>>,
        n_steps: usize,
        rows: impl IntoIterator<Item = ((u32, u32), RowMeta)>,
    ) -> Self {
        let (rows, meta): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        Self { parts, rows, meta: meta.into(), n_steps }
    }

    /// Some rows of one operator.
    pub(crate) fn pick(input: &Arc<dyn Operator>, rows: &[u32]) -> Self {
        let n_steps = input.n_steps();
        let meta = input.series();
        Self::new(vec![input.clone()], n_steps, rows.iter().map(|row| ((0, *row), meta[*row as usize].clone())))
    }
}

impl Operator for Union {
    fn series(&self) -> &Arc<[RowMeta]> {
        &self.meta
    }

    fn n_steps(&self) -> usize {
        self.n_steps
    }

    fn block(&self, rows: &[u32], task: &mut Task<'_>) -> Result<Block, ExecError> {
        let places: Vec<(u32, u32)> = rows.iter().map(|row| self.rows[*row as usize]).collect();
        let of_part =
            |part: u32| places.iter().filter(|place| place.0 == part).map(|place| place.1).collect::<Vec<_>>();
        if let Some((part, _)) = places.first()
            && places.iter().all(|place| place.0 == *part)
        {
            return self.parts[*part as usize].block(&of_part(*part), task);
        }
        let mut out = Block::empty(rows.len(), self.n_steps, &task.ctx.budget)?;
        for (part, operator) in self.parts.iter().enumerate() {
            let wanted = of_part(part as u32);
            if wanted.is_empty() {
                continue;
            }
            let mut block = operator.block(&wanted, task)?;
            let targets = places.iter().enumerate().filter(|(_, place)| place.0 == part as u32);
            for (i, (target, _)) in targets.enumerate() {
                out.row_mut(target).copy_from_slice(block.row(i));
                out.set_histogram_row(target, block.take_histogram_row(i));
            }
        }
        Ok(out)
    }

    fn is_silent(&self) -> bool {
        self.parts.iter().all(|part| part.is_silent())
    }
}
