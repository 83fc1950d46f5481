//! Signatures of series, by which they are matched.

use promenade_model::labels::is_metadata_label;
use promenade_plan::VectorMatching;
use rustc_hash::FxHashMap;

use crate::context::Holding;
use crate::{ExecError, QueryContext, RowMeta};

/// Bytes of a signature in addition to its text: the table entry (tables grow by doubling) and the positions of its
/// rows.
const SIGNATURE_BYTES: usize = 64;

/// The signature of each row of two sides, as a number.
#[derive(Debug)]
pub(super) struct Signatures {
    /// Signatures of the rows of the first side.
    pub(super) first: Vec<u32>,
    /// Signatures of the rows of the second side.
    pub(super) second: Vec<u32>,
    /// The number of different signatures.
    pub(super) n: usize,
}

impl Signatures {
    /// Numbers the signatures of the rows of two sides.
    ///
    /// # Errors
    /// Returns an error if the query exceeds its memory limit.
    pub(super) fn new(
        ctx: &QueryContext,
        matching: &VectorMatching,
        first: &[RowMeta],
        second: &[RowMeta],
    ) -> Result<Self, ExecError> {
        // Counts the numbers and the lists of rows by signature.
        ctx.hold((first.len() + second.len()) * 2 * size_of::<u32>())?;
        let memory = Holding::new(ctx);
        let mut numbers = Numbers { matching, by_signature: FxHashMap::default(), buffer: Vec::new(), memory };
        let first = first.iter().map(|row| numbers.of(row)).collect::<Result<_, _>>()?;
        let second = second.iter().map(|row| numbers.of(row)).collect::<Result<_, _>>()?;
        numbers.memory.finish()?;
        Ok(Self { first, second, n: numbers.by_signature.len() })
    }
}

/// The rows of each signature, in order.
#[derive(Debug)]
pub(super) struct Groups {
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Groups {
    /// Groups rows by their signature.
    pub(super) fn new(signatures: &[u32], n: usize) -> Self {
        let mut starts = vec![0; n + 1];
        for signature in signatures {
            starts[*signature as usize + 1] += 1;
        }
        for i in 0..n {
            starts[i + 1] += starts[i];
        }
        let mut next = starts.clone();
        let mut rows = vec![0; signatures.len()];
        for (row, signature) in signatures.iter().enumerate() {
            let place = &mut next[*signature as usize];
            rows[*place as usize] = row as u32;
            *place += 1;
        }
        Self { starts, rows }
    }

    /// The rows of a signature.
    pub(super) fn of(&self, signature: u32) -> &[u32] {
        &self.rows[self.starts[signature as usize] as usize..self.starts[signature as usize + 1] as usize]
    }
}

/// Whether a label is part of the signature. Metadata labels are part of it only if `on` lists them.
pub(super) fn is_in_signature(matching: &VectorMatching, name: &str) -> bool {
    let is_named = matching.labels.iter().any(|label| label == name);
    if matching.on { is_named } else { !is_named && !is_metadata_label(name) }
}

struct Numbers<'a> {
    matching: &'a VectorMatching,
    by_signature: FxHashMap<Box<[u8]>, u32>,
    buffer: Vec<u8>,
    memory: Holding<'a>,
}

impl Numbers<'_> {
    fn of(&mut self, row: &RowMeta) -> Result<u32, ExecError> {
        self.buffer.clear();
        for (name, value) in row.labels.iter().filter(|(name, _)| is_in_signature(self.matching, name)) {
            for text in [name, value] {
                self.buffer.extend_from_slice(&(text.len() as u32).to_le_bytes());
                self.buffer.extend_from_slice(text.as_bytes());
            }
        }
        if let Some(number) = self.by_signature.get(self.buffer.as_slice()) {
            return Ok(*number);
        }
        let number = self.by_signature.len() as u32;
        self.memory.add(self.buffer.len() + SIGNATURE_BYTES)?;
        self.by_signature.insert(self.buffer.as_slice().into(), number);
        Ok(number)
    }
}
