//! Any line is read as a series with its values.
#![no_main]

use libfuzzer_sys::fuzz_target;
use promenade::Features;
use promenade::syntax::series_description::{parse_series_description, unquote};
use promenade_fuzz::memory::{Counting, peak_of};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What a line may take; the reader has a limit of its own below it.
const MAX_BYTES: usize = 512 << 20;

fuzz_target!(|line: &str| {
    let ((), peak) = peak_of(|| run(line));
    assert!(peak < MAX_BYTES, "{} bytes of text take {peak} bytes of memory", line.len());
});

fn run(line: &str) {
    match parse_series_description(line, Features::all()) {
        Ok((labels, values)) => {
            let _ = labels.to_string();
            values.iter().take(64).for_each(|value| drop(value.to_string()));
        }
        Err(diagnostic) => assert!(line.get(diagnostic.range.clone()).is_some(), "{diagnostic:?} of {line:?}"),
    }
    let _ = unquote(line);
}
