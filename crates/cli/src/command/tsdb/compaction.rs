//! How full chunks are, as bars.

use std::fmt::Write as _;

use promenade::tsdb::ChunkAnalysis;

/// Bars for samples, bytes and buckets.
pub(super) fn text(chunks: &ChunkAnalysis) -> String {
    let mut text = "\nCompaction analysis:\n\n".to_owned();
    for (title, numbers) in [
        ("samples per float chunk", &chunks.float_samples),
        ("bytes per float chunk", &chunks.float_bytes),
        ("samples per histogram chunk", &chunks.histogram_samples),
        ("bytes per histogram chunk", &chunks.histogram_bytes),
        ("buckets per histogram chunk", &chunks.histogram_buckets),
    ] {
        bars(title, numbers, chunks.n_chunks(), &mut text);
    }
    text
}

/// A bar for each range of numbers; a full bar is all chunks.
fn bars(title: &str, numbers: &[usize], n_chunks: usize, text: &mut String) {
    let (Some(&min), Some(&max)) = (numbers.iter().min(), numbers.iter().max()) else {
        let _ = writeln!(text, "{title}: N/A\n");
        return;
    };
    let step = step(max - min);
    let (start, end) = (min - min % step, max - max % step + step);
    let mut counts = vec![0_usize; (end - start) / step + 1];
    for number in numbers {
        counts[(number - start) / step] += 1;
    }
    let average = numbers.iter().sum::<usize>() / numbers.len();
    let _ = writeln!(text, "{title} (min/avg/max): {min}/{average}/{max}");
    let width = |number: usize| number.to_string().len();
    let (left, right) = (width(end), width(end + step));
    let count_width = width(counts.iter().copied().max().unwrap_or_default());
    for (i, &count) in counts.iter().enumerate() {
        let (from, to) = (i * step + start + 1, (i + 1) * step + start);
        let bar = "#".repeat(100 * count / n_chunks.max(1));
        let _ = writeln!(text, "[{from:left$}, {to:right$}]: {count:count_width$} {bar}");
    }
    text.push('\n');
}

/// A power of ten, so that there are about ten ranges or more.
fn step(span: usize) -> usize {
    let mut step = 10;
    while step < span / 10 && step <= 10_000 {
        step *= 10;
    }
    step
}
