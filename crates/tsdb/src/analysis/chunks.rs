//! How full the chunks of a block are.

use promenade_model::Matcher;
use promenade_storage::SampleBuffer;

use crate::TsdbError;
use crate::block::Block;
use crate::chunk::{self, Encoding};

/// Numbers of each chunk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChunkAnalysis {
    /// Samples of chunks of floats.
    pub float_samples: Vec<usize>,
    /// Bytes of chunks of floats.
    pub float_bytes: Vec<usize>,
    /// Samples of chunks of native histograms.
    pub histogram_samples: Vec<usize>,
    /// Bytes of chunks of native histograms.
    pub histogram_bytes: Vec<usize>,
    /// Buckets of all histograms of a chunk.
    pub histogram_buckets: Vec<usize>,
}

impl ChunkAnalysis {
    /// Looks at all chunks of the series of a block that match all matchers.
    ///
    /// # Errors
    /// Returns an error if the block is damaged.
    pub fn of(block: &Block, matchers: &[Matcher]) -> Result<Self, TsdbError> {
        let mut analysis = Self::default();
        let (mut chunks, mut buffer) = (Vec::new(), SampleBuffer::default());
        for id in block.index().select(matchers)? {
            chunks.clear();
            block.index().series(id, &mut chunks)?;
            for meta in &chunks {
                analysis.add(block, meta.reference, &mut buffer)?;
            }
        }
        Ok(analysis)
    }

    /// How many chunks there are.
    pub fn n_chunks(&self) -> usize {
        self.float_samples.len() + self.histogram_samples.len()
    }

    fn add(&mut self, block: &Block, reference: u64, buffer: &mut SampleBuffer) -> Result<(), TsdbError> {
        let raw = block.chunk(reference)?;
        let encoding = Encoding::try_from(raw.encoding).map_err(|e| raw.error(e))?;
        let n_samples = chunk::n_samples(raw.encoding, raw.data).map_err(|e| raw.error(e))?;
        if encoding.has_floats() {
            self.float_samples.push(n_samples);
            self.float_bytes.push(raw.data.len());
            return Ok(());
        }
        buffer.clear();
        chunk::decode(raw.encoding, raw.data, buffer).map_err(|e| raw.error(e))?;
        self.histogram_samples.push(n_samples);
        self.histogram_bytes.push(raw.data.len());
        self.histogram_buckets.push(buffer.histograms.iter().map(|h| h.layout().width()).sum());
        Ok(())
    }
}
