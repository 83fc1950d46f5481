//! No input makes a reader panic, and the chunking of the input does not matter.

use std::io::Read;

use promenade_exposition::{Format, LoadOptions, load};
use promenade_model::FloatSamples;
use promenade_storage::{MemoryStorageBuilder, Series, TimeRange};
use proptest::prelude::*;

const SEEDS: &[&str] = &[
    "# HELP up Is it up?\n# TYPE up gauge\nup{job=\"a\",instance=\"b:1\"} 1 1600000000000\nup{job=\"c\"} 0\n",
    "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 2\nh_sum 2.5\nh_count 2\n",
    "{\"a.b\",\"l.x\"=\"y\\n\\\"z\"} NaN\nx{a=\"b\nc\"} -1e-5\n",
    "# TYPE c counter\n# UNIT c_seconds seconds\nc_total{a=\"b\"} 5 10.5 # {t=\"x\"} 1 2.5\nc_created{a=\"b\"} 9\n# EOF\n",
    "{\"metric\":{\"__name__\":\"up\",\"job\":\"\\u00fc\"},\"values\":[1,null,\"NaN\",1e5],\"timestamps\":[1,2,3,4]}\n",
    "{\"metric\":{\"a\":\"b\"},\"histograms\":[{\"t\":1,\"h\":{\"schema\":0,\"count\":\"3\",\"positive\":{\"spans\":[[0,2]],\"counts\":[\"1\",\"2\"]}}}]}",
];

const PIECES: &[&str] = &[
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "=",
    " ",
    "\t",
    "\n",
    "\\",
    "#",
    "# TYPE h histogram\n",
    "# EOF\n",
    "\\u",
    "\\ud800",
    "9",
    "-",
    ".",
    "e",
    "a",
    "_",
    "le=\"5\"",
    "\u{0}",
    "é",
    "\r",
    "null",
    " # {a=\"b\"} 1",
    "_created 5\n",
    "99999999999999999999",
];

/// Returns a few bytes per read.
struct Pieces<'a> {
    rest: &'a [u8],
    n: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.n.min(self.rest.len()).min(buffer.len());
        buffer[..n].copy_from_slice(&self.rest[..n]);
        self.rest = &self.rest[n..];
        Ok(n)
    }
}

/// The result of a text: its series with their samples, and its errors.
fn outcome(reader: impl Read, format: Option<Format>) -> String {
    let mut builder = MemoryStorageBuilder::new();
    let options = LoadOptions::default().format(format).max_errors(5);
    let stats = load(reader, &options, &mut builder).map_err(|e| e.to_string());
    let store = builder.build();
    let sample = |f: FloatSamples<'_>| format!("{:?}{:?}{:?}", f.timestamps, f.values, f.start_timestamps);
    let series =
        store.series().iter().map(|s| format!("{}{}\n", s.labels(), sample(s.samples_in(TimeRange::ALL).floats)));
    let errors = stats.map(|s| s.errors.iter().map(ToString::to_string).collect::<Vec<_>>());
    format!("{}{errors:?}", series.collect::<String>())
}

/// All formats, and none, to be detected.
const FORMATS: [Option<Format>; 6] = [
    None,
    Some(Format::Prometheus),
    Some(Format::OpenMetrics),
    Some(Format::JsonLines),
    Some(Format::QueryResult),
    Some(Format::TsdbDump),
];

fn check(text: &[u8], n: usize) -> Result<(), TestCaseError> {
    for format in FORMATS {
        let whole = outcome(text, format);
        prop_assert_eq!(whole, outcome(Pieces { rest: text, n }, format));
    }
    Ok(())
}

fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), 0..PIECES.len(), 0..4_usize);
    (0..SEEDS.len(), prop::collection::vec(change, 1..8)).prop_map(|(seed, changes)| {
        let mut text = SEEDS[seed].as_bytes().to_vec();
        for (place, piece, n_removed) in changes {
            let at = place.index(text.len() + 1);
            let end = (at + n_removed).min(text.len());
            text.splice(at..end, PIECES[piece].bytes());
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn random_bytes(text in prop::collection::vec(any::<u8>(), 0..200), n in 1..9_usize) {
        check(&text, n)?;
    }

    #[test]
    fn random_pieces(pieces in prop::collection::vec(0..PIECES.len(), 0..40), n in 1..9_usize) {
        let text: String = pieces.iter().map(|&i| PIECES[i]).collect();
        check(text.as_bytes(), n)?;
    }

    #[test]
    fn texts_with_mistakes(text in mutated(), n in 1..9_usize) {
        check(&text, n)?;
    }
}

#[test]
fn deep_nesting_is_refused_without_overflow() {
    for open in ["[", "{\"a\":"] {
        let text = format!("{{\"metric\":{{\"a\":\"b\"}},\"x\":{}", open.repeat(1_000_000));
        let message = outcome(text.as_bytes(), Some(Format::JsonLines));
        assert!(message.contains("not nested so deeply"), "{message}");
    }
}
