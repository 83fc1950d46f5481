//! Metrics text found by a fuzzer.

use std::io::Read;
use std::time::{Duration, Instant};

use promenade_exposition::{Format, Limits, LoadOptions, load};
use promenade_storage::MemoryStorageBuilder;

/// Returns a few bytes per read.
struct Pieces<'a>(&'a [u8]);

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = buffer.len().min(self.0.len()).min(7);
        let (piece, rest) = self.0.split_at(n);
        buffer[..n].copy_from_slice(piece);
        self.0 = rest;
        Ok(n)
    }
}

fn errors(reader: impl Read, options: &LoadOptions) -> Vec<String> {
    let stats = load(reader, options, &mut MemoryStorageBuilder::new()).expect("errors are collected");
    stats.errors.iter().map(ToString::to_string).collect()
}

#[test]
fn a_string_over_several_lines_is_too_long_however_the_text_arrives() {
    let text = format!("a{{b=\"{}\n\"}} 1\nc 2\n", "x".repeat(100));
    let limits = Limits::default().max_line_bytes(104);
    let options = LoadOptions::default().format(Some(Format::Prometheus)).limits(limits).max_errors(9);
    let at_once = errors(text.as_bytes(), &options);
    assert_eq!(at_once, errors(Pieces(text.as_bytes()), &options));
    assert!(!at_once.is_empty());
}

#[test]
fn a_long_help_text_is_not_copied_for_every_line_about_its_metric() {
    let text = format!("# HELP a {}\n{}a 1\n", "x".repeat(10_000_000), "# TYPE a counter\n".repeat(20_000));
    let options = LoadOptions::default().format(Some(Format::Prometheus));
    let begin = Instant::now();
    assert_eq!(errors(text.as_bytes(), &options), Vec::<String>::new());
    assert!(begin.elapsed() < Duration::from_mins(2), "{:?}", begin.elapsed());
}
