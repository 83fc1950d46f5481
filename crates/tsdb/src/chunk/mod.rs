//! Chunks: the samples of one series for a while, compressed. All encodings of Prometheus 3.16 are read.

mod bits;
mod encoding;
mod float_histogram;
mod floats;
mod header;
mod histogram_layout;
mod histogram_rows;
mod histograms;
mod integer_histogram;
#[cfg(test)]
mod plain;
mod start;
#[cfg(test)]
mod tests;
mod value;
mod varbit;
mod xor;
mod xor2;

use promenade_model::TimestampMs;
use promenade_storage::SampleBuffer;

pub use self::encoding::Encoding;
use self::float_histogram::FloatNumbers;
use self::floats::FloatColumns;
use self::header::Header;
use self::histograms::HistogramColumns;
use self::integer_histogram::IntegerNumbers;
use crate::Corruption;

/// Appends the samples of a chunk: `data` is what follows the byte of the encoding in a file. Where it fails, the buffer is
/// as before.
///
/// Counter reset hints are those of Prometheus's iterators: nothing is known at the first histogram of a chunk, there
/// is no reset at the others, and gauges are gauges.
///
/// # Errors
/// Returns an error if the encoding is not known, or the bytes are not a chunk; the offset is the byte in `data`. What is allocated is
/// bounded by the length of `data`, whatever the chunk claims.
pub fn decode(encoding: u8, data: &[u8], out: &mut SampleBuffer) -> Result<(), Corruption> {
    let encoding = Encoding::try_from(encoding)?;
    let (n_floats, n_histograms) = (out.timestamps.len(), out.histogram_timestamps.len());
    let decoded = decode_as(encoding, data, out);
    if decoded.is_err() {
        out.timestamps.truncate(n_floats);
        out.values.truncate(n_floats);
        out.histogram_timestamps.truncate(n_histograms);
        out.histograms.truncate(n_histograms);
    }
    if encoding.has_floats() {
        finish_starts(n_floats, out.timestamps.len(), &mut out.start_timestamps);
    } else {
        finish_starts(n_histograms, out.histogram_timestamps.len(), &mut out.histogram_start_timestamps);
    }
    decoded
}

/// The number of samples that a chunk claims to have.
///
/// # Errors
/// Returns an error if the encoding is not known, or there is no header.
pub fn n_samples(encoding: u8, data: &[u8]) -> Result<usize, Corruption> {
    let (header, _) = match Encoding::try_from(encoding)? {
        Encoding::Xor => Header::plain(data),
        Encoding::Xor2 => Header::with_start(data),
        Encoding::Histogram | Encoding::FloatHistogram => Header::histograms(data),
        Encoding::HistogramStart | Encoding::FloatHistogramStart => Header::histograms_with_start(data),
    }?;
    Ok(header.n_samples)
}

fn decode_as(encoding: Encoding, data: &[u8], out: &mut SampleBuffer) -> Result<(), Corruption> {
    match encoding {
        Encoding::Xor => xor::decode(data, &mut float_columns(out)),
        Encoding::Xor2 => {
            begin_starts(data, out.timestamps.len(), &mut out.start_timestamps);
            xor2::decode(data, &mut float_columns(out))
        }
        Encoding::Histogram | Encoding::FloatHistogram => {
            let (header, bits) = Header::histograms(data)?;
            decode_histograms(encoding, header, bits, out)
        }
        Encoding::HistogramStart | Encoding::FloatHistogramStart => {
            begin_starts(data, out.histogram_timestamps.len(), &mut out.histogram_start_timestamps);
            let (header, bits) = Header::histograms_with_start(data)?;
            decode_histograms(encoding, header, bits, out)
        }
    }
}

fn decode_histograms(
    encoding: Encoding,
    header: Header,
    bits: bits::BitReader<'_>,
    out: &mut SampleBuffer,
) -> Result<(), Corruption> {
    let SampleBuffer { histogram_timestamps, histograms, histogram_start_timestamps, .. } = out;
    let columns =
        HistogramColumns { timestamps: histogram_timestamps, histograms, start_timestamps: histogram_start_timestamps };
    match encoding {
        Encoding::FloatHistogram | Encoding::FloatHistogramStart => {
            histograms::decode::<FloatNumbers>(header, bits, columns)
        }
        _ => histograms::decode::<IntegerNumbers>(header, bits, columns),
    }
}

fn float_columns(out: &mut SampleBuffer) -> FloatColumns<'_> {
    let SampleBuffer { timestamps, values, start_timestamps, .. } = out;
    FloatColumns { timestamps, values, start_timestamps }
}

/// Where a chunk has start timestamps, the samples before it get unknown ones.
fn begin_starts(data: &[u8], n_before: usize, starts: &mut Vec<TimestampMs>) {
    if Header::with_start(data).is_ok_and(|(header, _)| header.start.has_any()) {
        starts.resize(n_before, 0);
    }
}

/// A start timestamp for each of the samples, unknown for those of the chunk that has none; `None` if all are unknown.
fn finish_starts(n_before: usize, n: usize, starts: &mut Vec<TimestampMs>) {
    match starts.len() {
        0 => {}
        len if len == n => {}
        _ => starts.resize(n, 0),
    }
    if n_before == n && starts.iter().all(|start| *start == 0) {
        starts.clear();
    }
}
