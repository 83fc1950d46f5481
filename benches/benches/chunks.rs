//! Decoding of chunks, by encoding, in nanoseconds a sample: 120 samples 15 s apart, regular or up to 10 ms late.
//!
//! The data is `testdata/tsdb/bench-chunks.tsv`, chunks that Prometheus 3.16 wrote: a counter that grows by up to 99, a gauge
//! with one decimal, a value that stays, histograms of 20 buckets. The peer is Prometheus's own iterator over the same
//! chunks (`go test -bench` of package `tsdb/chunkenc`); the floor, measured in the same run, is a copy of two columns of
//! as many samples.
#![allow(missing_docs)] // criterion's macros
#![allow(clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use promenade_storage::SampleBuffer;
use promenade_tsdb::chunk;

const DATA: &str = include_str!("../../testdata/tsdb/bench-chunks.tsv");

/// Name, encoding, bytes.
fn chunks() -> Vec<(String, u8, Vec<u8>)> {
    let chunk = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, encoding, hex] = fields[..] else { panic!("{line}") };
        let data = (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect();
        (name.to_owned(), encoding.parse().unwrap(), data)
    };
    DATA.lines().map(chunk).collect()
}

fn decode(c: &mut Criterion) {
    let mut group = c.benchmark_group("chunks");
    let mut out = SampleBuffer::default();
    for (name, encoding, data) in chunks() {
        group.throughput(Throughput::Elements(chunk::n_samples(encoding, &data).unwrap() as u64));
        group.bench_function(name, |b| {
            b.iter(|| {
                out.clear();
                chunk::decode(encoding, black_box(&data), &mut out).unwrap();
                out.timestamps.len() + out.histograms.len()
            });
        });
    }
    let (times, values) = ([1_i64; 120], [1.0; 120]);
    group.throughput(Throughput::Elements(120));
    group.bench_function("floor, a copy", |b| {
        b.iter(|| {
            out.clear();
            out.timestamps.extend_from_slice(black_box(&times));
            out.values.extend_from_slice(black_box(&values));
            out.timestamps.len()
        });
    });
    group.finish();
}

criterion_group!(benches, decode);
criterion_main!(benches);
