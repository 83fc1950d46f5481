//! Any bytes are read as every format of metrics text into a store in memory.
#![no_main]

use libfuzzer_sys::fuzz_target;
use promenade::exposition::{Format, Limits, LoadOptions, detect, load};
use promenade::{MemoryStorageBuilder, Storage};
use promenade_fuzz::memory::{Counting, peak_of};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What a text may take beside what belongs to its length.
const FREE_BYTES: usize = 32 << 20;

fuzz_target!(|bytes: &[u8]| {
    let ((), peak) = peak_of(|| run(bytes));
    assert!(peak < FREE_BYTES + 4096 * bytes.len(), "{} bytes of text take {peak} bytes of memory", bytes.len());
});

fn run(bytes: &[u8]) {
    let _ = detect(bytes);
    for format in [Format::Prometheus, Format::OpenMetrics, Format::JsonLines, Format::QueryResult, Format::TsdbDump] {
        for max_errors in [0, 100] {
            let options = LoadOptions::default().format(Some(format)).default_time_ms(1).limits(Limits::default().max_line_bytes(1 << 10).max_labels(8)).max_errors(max_errors).created_series(max_errors == 0);
            read(bytes, &options);
        }
    }
}

/// What is read in pieces is what is read at once.
fn read(bytes: &[u8], options: &LoadOptions) {
    let mut whole = MemoryStorageBuilder::new();
    let at_once = load(bytes, options, &mut whole).map_err(|e| e.to_string());
    let mut pieces = MemoryStorageBuilder::new();
    let in_pieces = load(Pieces(bytes), options, &mut pieces).map_err(|e| e.to_string());
    match (&at_once, &in_pieces) {
        (Ok(a), Ok(b)) => {
            assert_eq!((a.n_lines, a.n_samples, a.n_new_series), (b.n_lines, b.n_samples, b.n_new_series));
            assert_eq!(errors(&a.errors), errors(&b.errors));
            let limit = options.limits.max_line_bytes as u64;
            assert!(a.errors.len() <= options.max_errors && a.n_lines <= bytes.len() as u64 + 1 + limit);
        }
        (a, b) => assert_eq!(a.as_ref().err(), b.as_ref().err()),
    }
    assert_eq!((whole.n_series(), whole.n_samples()), (pieces.n_series(), pieces.n_samples()));
    let storage: &dyn Storage = &whole.build();
    let _ = storage;
}

fn errors(all: &[promenade::exposition::ExpositionError]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

/// Hands over a few bytes at a time.
struct Pieces<'a>(&'a [u8]);

impl std::io::Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = buffer.len().min(self.0.len()).min(7);
        let (piece, rest) = self.0.split_at(n);
        buffer[..n].copy_from_slice(piece);
        self.0 = rest;
        Ok(n)
    }
}
