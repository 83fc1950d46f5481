//! Decoding against chunks that Prometheus wrote, and against damage.

use std::sync::LazyLock;

use promenade_model::histogram::FloatHistogram;
use promenade_storage::SampleBuffer;
use proptest::prelude::*;
use serde_json::Value;

use super::{Encoding, decode, n_samples, plain};

/// A chunk of `testdata/tsdb/chunks.jsonl`, with the samples that Prometheus's iterator gives.
struct Case {
    name: String,
    encoding: u8,
    data: Vec<u8>,
    samples: Value,
}

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/tsdb/chunks.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    let cases: Vec<Case> = text.lines().map(|line| case(&serde_json::from_str(line).unwrap())).collect();
    assert!(Encoding::ALL.iter().all(|encoding| cases.iter().any(|case| case.encoding == *encoding as u8)));
    cases
});

fn case(value: &Value) -> Case {
    let hex = value["data"].as_str().unwrap();
    let data = (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect();
    let encoding = value["encoding"].as_u64().unwrap() as u8;
    Case { name: value["name"].as_str().unwrap().to_owned(), encoding, data, samples: value.clone() }
}

fn decoded(case: &Case) -> SampleBuffer {
    let mut out = SampleBuffer::default();
    decode(case.encoding, &case.data, &mut out).unwrap_or_else(|e| panic!("{} {}: {e}", case.name, case.encoding));
    out
}

fn start(starts: &[i64], i: usize) -> i64 {
    starts.get(i).copied().unwrap_or(0)
}

fn hex(v: f64) -> Value {
    Value::from(format!("{:x}", v.to_bits()))
}

fn floats(out: &SampleBuffer) -> Value {
    let sample = |i: usize| {
        Value::from(vec![start(&out.start_timestamps, i).into(), out.timestamps[i].into(), hex(out.values[i])])
    };
    (0..out.timestamps.len()).map(sample).collect()
}

fn histograms(out: &SampleBuffer) -> Value {
    (0..out.histogram_timestamps.len()).map(|i| histogram(out, i)).collect()
}

/// A histogram in the words of the test data, in which empty lists and unknown start timestamps are left out.
fn histogram(out: &SampleBuffer, i: usize) -> Value {
    let FloatHistogram {
        counter_reset_hint,
        schema,
        zero_threshold,
        zero_count,
        count,
        sum,
        positive,
        negative,
        custom_values,
    } = out.histograms[i].to_float();
    let spans = |spans: &[promenade_model::histogram::Span]| -> Value {
        spans.iter().map(|span| vec![i64::from(span.offset), i64::from(span.length)]).collect::<Vec<_>>().into()
    };
    let all = |values: &[f64]| -> Value { values.iter().copied().map(hex).collect() };
    let mut value = serde_json::json!({
        "st": start(&out.histogram_start_timestamps, i),
        "t": out.histogram_timestamps[i],
        "hint": counter_reset_hint as u8,
        "schema": schema,
        "head": all(&[zero_threshold, zero_count, count, sum]),
        "positive_spans": spans(&positive.spans),
        "negative_spans": spans(&negative.spans),
        "positive": all(&positive.counts),
        "negative": all(&negative.counts),
        "custom": all(&custom_values),
    });
    value
        .as_object_mut()
        .unwrap()
        .retain(|_, v| v.as_array().is_none_or(|list| !list.is_empty()) && (*v != 0 || v.is_array()));
    for required in ["t", "hint", "schema"] {
        value.as_object_mut().unwrap().entry(required).or_insert_with(|| 0.into());
    }
    value
}

#[test]
fn samples_are_those_of_prometheus() {
    for case in CASES.iter() {
        let out = decoded(case);
        let (expected, actual) = if Encoding::try_from(case.encoding).unwrap().has_floats() {
            (&case.samples["floats"], floats(&out))
        } else {
            (&case.samples["histograms"], histograms(&out))
        };
        let expected = if expected.is_null() { &Value::from(Vec::<Value>::new()) } else { expected };
        assert_eq!(&actual, expected, "{} of encoding {}", case.name, case.encoding);
        assert_eq!(n_samples(case.encoding, &case.data), Ok(expected.as_array().unwrap().len()), "{}", case.name);
    }
}

#[test]
fn chunks_are_appended_to_what_is_there() {
    let mut out = SampleBuffer::default();
    let mut expected: Vec<(i64, i64)> = Vec::new();
    for case in CASES.iter().filter(|case| case.encoding == 1 || case.encoding == 4) {
        decode(case.encoding, &case.data, &mut out).unwrap();
        let alone = decoded(case);
        let starts = (0..alone.timestamps.len()).map(|i| (start(&alone.start_timestamps, i), alone.timestamps[i]));
        expected.extend(starts);
    }
    let actual: Vec<_> = out.start_timestamps.iter().copied().zip(out.timestamps.iter().copied()).collect();
    assert_eq!(actual, expected);
}

#[test]
fn a_chunk_that_is_cut_is_an_error_and_leaves_nothing() {
    for case in CASES.iter() {
        let whole = decoded(case);
        for n in 0..case.data.len() {
            let mut out = whole.clone();
            if let Err(e) = decode(case.encoding, &case.data[..n], &mut out) {
                assert!(e.offset <= n as u64, "{}: {e}", case.name);
                assert_eq!(out.timestamps.len(), whole.timestamps.len(), "{}", case.name);
                assert_eq!(out.histograms.len(), whole.histograms.len(), "{}", case.name);
                assert_eq!(out.start_timestamps.len(), whole.start_timestamps.len(), "{}", case.name);
            } else {
                panic!("{} of encoding {}: {n} of {} bytes are enough", case.name, case.encoding, case.data.len());
            }
        }
    }
}

#[test]
fn what_is_allocated_is_bounded_by_the_bytes() {
    for encoding in Encoding::ALL {
        let data = [0xff; 40];
        let mut out = SampleBuffer::default();
        assert!(decode(encoding as u8, &data, &mut out).is_err(), "{}", encoding.name());
        assert!(out.n_bytes() <= data.len() * 8 * 32, "{}: {} bytes", encoding.name(), out.n_bytes());
    }
    assert_eq!(
        decode(7, &[0, 0, 0], &mut SampleBuffer::default()).unwrap_err().to_string(),
        "at byte 0: the chunk encoding 7 is not known"
    );
}

/// What both decoders of float chunks make of bytes.
fn both(encoding: Encoding, data: &[u8]) -> (Option<Vec<plain::Sample>>, Option<Vec<plain::Sample>>) {
    let mut out = SampleBuffer::default();
    let is_ok = decode(encoding as u8, data, &mut out).is_ok();
    let sample = |i: usize| (start(&out.start_timestamps, i), out.timestamps[i], out.values[i].to_bits());
    let fast = is_ok.then(|| (0..out.timestamps.len()).map(sample).collect());
    (fast, if encoding == Encoding::Xor { plain::xor(data) } else { plain::xor2(data) })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn fast_and_plain_agree_on_damaged_chunks(
        i in any::<prop::sample::Index>(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let case = i.get(&CASES);
        let mut data = case.data.clone();
        for (at, bits) in flips {
            let at = at.index(data.len());
            data[at] ^= bits;
        }
        data.truncate(cut.map_or(data.len(), |cut| cut.index(data.len())));
        let encoding = Encoding::try_from(case.encoding).unwrap();
        if encoding.has_floats() {
            let (fast, plain) = both(encoding, &data);
            prop_assert_eq!(fast, plain);
        } else {
            // Whatever it is, it is no panic, and the columns are of one length.
            let mut out = SampleBuffer::default();
            let _ = decode(case.encoding, &data, &mut out);
            prop_assert_eq!(out.histogram_timestamps.len(), out.histograms.len());
        }
    }

    #[test]
    fn fast_and_plain_agree_on_any_bytes(data in prop::collection::vec(any::<u8>(), 0..80), n in 0_u8..40) {
        for encoding in [Encoding::Xor, Encoding::Xor2] {
            let mut data = data.clone();
            if let [high, low, ..] = &mut data[..] {
                (*high, *low) = (0, n);
            }
            let (fast, plain) = both(encoding, &data);
            prop_assert_eq!(fast, plain, "{}", encoding.name());
        }
    }
}
