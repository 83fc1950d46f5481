//! Any query that is accepted is formatted: the tree and the comments stay, and a second time changes nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use promenade::format::{GroupingPosition, Options, Outcome, format};
use promenade::syntax::Variables;
use promenade_fuzz::memory::{Counting, peak_of};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What a text may take beside what belongs to its length.
const FREE_BYTES: usize = 32 << 20;

fuzz_target!(|input: (u8, &str)| {
    let (choices, text) = input;
    let ((), peak) = peak_of(|| run(choices, text));
    assert!(peak < FREE_BYTES + 8192 * text.len(), "{} bytes of text take {peak} bytes of memory", text.len());
});

fn run(choices: u8, text: &str) {
    let options = options(choices);
    let Ok(once) = format(text, &options) else { return };
    assert!(!matches!(once.outcome, Outcome::Kept(_)), "{:?} of {text:?}", once.outcome);
    let twice = format(&once.text, &options).unwrap_or_else(|e| panic!("{text:?} becomes {:?}: {e:?}", once.text));
    assert_eq!(once.text, twice.text, "not idempotent: {text:?}");
    assert_eq!(twice.outcome, Outcome::Unchanged, "{text:?}");
}

fn options(choices: u8) -> Options {
    Options::default().width([100, 40, 1, 0][usize::from(choices & 3)]).grouping([GroupingPosition::BeforeArguments, GroupingPosition::AfterArguments, GroupingPosition::AsWritten]
            [usize::from(choices >> 2 & 3) % 3]).normalize(choices & 16 != 0).variables(if choices & 32 != 0 { Variables::Grafana } else { Variables::None })
}
