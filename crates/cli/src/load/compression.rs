//! Reads compressed files: gzip and Zstandard, known by their first bytes.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

/// How a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Zstd,
}

/// Bytes that are unpacked at once.
const BUFFER_BYTES: usize = 1 << 16;

impl Compression {
    /// The compression of a file with these first bytes.
    pub(super) fn of(beginning: &[u8]) -> Option<Self> {
        match beginning {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            _ => None,
        }
    }

    /// A reader of what is compressed.
    ///
    /// # Errors
    /// Returns an error if the header is broken.
    pub(super) fn reader<'a>(self, input: impl BufRead + 'a) -> io::Result<impl BufRead + 'a> {
        let unpacked: Box<dyn Read + 'a> = match self {
            Self::Gzip => Box::new(MultiGzDecoder::new(input)),
            Self::Zstd => Box::new(ZstdFrames { decoder: Some(frame(input)?) }),
        };
        Ok(BufReader::with_capacity(BUFFER_BYTES, unpacked))
    }

    /// The endings of names of compressed files.
    pub(super) const EXTENSIONS: [&str; 2] = ["gz", "zst"];
}

type Frame<R> = StreamingDecoder<R, FrameDecoder>;

/// The frames of a Zstandard file, one after the other.
struct ZstdFrames<R: BufRead> {
    /// None at the end, and after an error.
    decoder: Option<Frame<R>>,
}

fn frame<R: BufRead>(input: R) -> io::Result<Frame<R>> {
    StreamingDecoder::new(input).map_err(io::Error::other)
}

impl<R: BufRead> Read for ZstdFrames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(mut decoder) = self.decoder.take() {
            let n_bytes = decoder.read(buffer)?;
            if n_bytes > 0 || buffer.is_empty() {
                self.decoder = Some(decoder);
                return Ok(n_bytes);
            }
            let mut input = decoder.into_inner();
            if !input.fill_buf()?.is_empty() {
                self.decoder = Some(frame(input)?);
            }
        }
        Ok(0)
    }
}
