//! Which series match: each is hashed to its signature once.

use promenade_model::labels::METRIC_NAME;
use promenade_plan::VectorMatching;
use rustc_hash::FxHashMap;

use crate::RowMeta;

/// The signature of each row of two sides, as a number.
#[derive(Debug)]
pub(super) struct Signatures {
    /// Of the rows of the first side.
    pub(super) first: Vec<u32>,
    /// Of the rows of the second side.
    pub(super) second: Vec<u32>,
    /// How many signatures there are.
    pub(super) n: usize,
}

impl Signatures {
    /// The signatures of the rows of two sides.
    pub(super) fn new(matching: &VectorMatching, first: &[RowMeta], second: &[RowMeta]) -> Self {
        let mut numbers = Numbers { matching, by_signature: FxHashMap::default(), buffer: Vec::new() };
        let first = first.iter().map(|row| numbers.of(row)).collect();
        let second = second.iter().map(|row| numbers.of(row)).collect();
        Self { first, second, n: numbers.by_signature.len() }
    }
}

/// The rows of each signature, in their order.
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

/// Whether a label is part of the signature.
pub(super) fn is_in_signature(matching: &VectorMatching, name: &str) -> bool {
    let is_named = matching.labels.iter().any(|label| label == name);
    if matching.on { is_named } else { !is_named && name != METRIC_NAME }
}

struct Numbers<'a> {
    matching: &'a VectorMatching,
    by_signature: FxHashMap<Box<[u8]>, u32>,
    buffer: Vec<u8>,
}

impl Numbers<'_> {
    fn of(&mut self, row: &RowMeta) -> u32 {
        self.buffer.clear();
        for (name, value) in row.labels.iter().filter(|(name, _)| is_in_signature(self.matching, name)) {
            for text in [name, value] {
                self.buffer.extend_from_slice(&(text.len() as u32).to_le_bytes());
                self.buffer.extend_from_slice(text.as_bytes());
            }
        }
        if let Some(number) = self.by_signature.get(self.buffer.as_slice()) {
            return *number;
        }
        let number = self.by_signature.len() as u32;
        self.by_signature.insert(self.buffer.as_slice().into(), number);
        number
    }
}
