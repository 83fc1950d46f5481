//! The encodings of chunks, by the byte in front of each.

use crate::Corruption;

/// How the samples of a chunk are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Encoding {
    /// Floats.
    Xor = 1,
    /// Histograms of integers.
    Histogram = 2,
    /// Histograms of floats.
    FloatHistogram = 3,
    /// Floats with start timestamps.
    Xor2 = 4,
    /// Histograms of integers with start timestamps.
    HistogramStart = 5,
    /// Histograms of floats with start timestamps.
    FloatHistogramStart = 6,
}

impl Encoding {
    /// All encodings.
    pub const ALL: [Self; 6] =
        [Self::Xor, Self::Histogram, Self::FloatHistogram, Self::Xor2, Self::HistogramStart, Self::FloatHistogramStart];

    /// Whether the samples are floats.
    pub const fn has_floats(self) -> bool {
        matches!(self, Self::Xor | Self::Xor2)
    }

    /// Prometheus's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Xor => "XOR",
            Self::Histogram => "histogram",
            Self::FloatHistogram => "floathistogram",
            Self::Xor2 => "XOR2",
            Self::HistogramStart => "histogramST",
            Self::FloatHistogramStart => "floathistogramST",
        }
    }
}

impl TryFrom<u8> for Encoding {
    type Error = Corruption;

    fn try_from(byte: u8) -> Result<Self, Corruption> {
        let known = Self::ALL.into_iter().find(|encoding| *encoding as u8 == byte);
        known.ok_or_else(|| Corruption::new(0, format!("the chunk encoding {byte} is not known")))
    }
}
