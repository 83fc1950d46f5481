//! Loading: stored samples, errors and limits.

use std::collections::BTreeMap;
use std::io::Read;

use promenade_exposition::{ExpositionError, Format, Limits, LoadOptions, LoadStats, load};
use promenade_model::{Labels, is_stale_nan};
use promenade_storage::{MemoryStorage, MemoryStorageBuilder, MetricType, Series, TimeRange};

type Loaded = (MemoryStorage, LoadStats, MemoryStorageBuilder);

fn load_with(text: &str, options: &LoadOptions) -> Result<Loaded, ExpositionError> {
    let mut builder = MemoryStorageBuilder::new();
    let stats = load(text.as_bytes(), options, &mut builder)?;
    Ok((builder.clone().build(), stats, builder))
}

fn as_format(format: Format) -> LoadOptions {
    LoadOptions::default().format(Some(format)).default_time_ms(7)
}

/// Floats of each series as `timestamp value` and, if known, `start`.
fn floats(store: &MemoryStorage) -> BTreeMap<String, String> {
    let text = |s: &dyn Series| {
        let mut buffer = promenade_storage::SampleBuffer::default();
        let floats = s.samples(TimeRange::ALL, &mut buffer).expect("memory does not fail").floats;
        let sample = |i: usize| {
            let start = floats.start_timestamps.get(i).map(|s| format!(" since {s}")).unwrap_or_default();
            let value = floats.values[i];
            let value = if is_stale_nan(value) { "stale".to_owned() } else { value.to_string() };
            format!("{} {value}{start}", floats.timestamps[i])
        };
        (0..floats.values.len()).map(sample).collect::<Vec<_>>().join(", ")
    };
    store.series().iter().map(|s| (s.labels().to_string(), text(&**s))).collect()
}

fn expect_floats(format: Format, text: &str, expected: &[(&str, &str)]) {
    let (store, _, _) = load_with(text, &as_format(format)).expect(text);
    let expected = expected.iter().map(|(l, s)| ((*l).to_owned(), (*s).to_owned())).collect();
    assert_eq!(floats(&store), expected, "{text}");
}

#[test]
fn samples_without_a_timestamp_get_the_given_one() {
    expect_floats(Format::Prometheus, "a 1\nb 2 5\n", &[(r#"{__name__="a"}"#, "7 1"), (r#"{__name__="b"}"#, "5 2")]);
}

#[test]
fn blanks_before_a_series_do_not_belong_to_its_name() {
    expect_floats(
        Format::Prometheus,
        " \ta 1\n  b{} 2\n",
        &[(r#"{__name__="a"}"#, "7 1"), (r#"{__name__="b"}"#, "7 2")],
    );
}

#[test]
fn an_exemplar_without_labels_is_explained() {
    for text in ["# TYPE a counter\na_total 1 # 5\n# EOF\n", "# TYPE a counter\na_total 1 3 # 5\n# EOF\n"] {
        let error = load_with(text, &as_format(Format::OpenMetrics)).map(|_| ()).expect_err(text).to_string();
        assert!(error.contains("`# {} 1.5`"), "{error}");
    }
    assert!(load_with("# TYPE a counter\na_total 1 # {} 5\n# EOF\n", &as_format(Format::OpenMetrics)).is_ok());
}

#[test]
fn of_samples_of_one_time_the_first_counts() {
    let text = "a{x=\"1\"} 1\na{x=\"1\"} 2\na{x=\"2\"} 3 5\na{x=\"2\"} 4 6\na{x=\"2\"} 5 5\na{x=\"2\"} 6 6\n";
    let expected = [(r#"{__name__="a", x="1"}"#, "7 1"), (r#"{__name__="a", x="2"}"#, "5 3, 6 4")];
    expect_floats(Format::Prometheus, text, &expected);
}

#[test]
fn series_that_come_again_are_the_same_whatever_stands_between() {
    let text =
        "a 1 1\na{x=\"y\"} 2 1\nab 3 1\na 4 2\na {x=\"y\"} 5 2\nab 6 2\nab{} 7 3\na{x=\"y\"} 8 3\na 9 3\na{} 9 4\n";
    expect_floats(
        Format::Prometheus,
        text,
        &[
            (r#"{__name__="a"}"#, "1 1, 2 4, 3 9, 4 9"),
            (r#"{__name__="a", x="y"}"#, "1 2, 2 5, 3 8"),
            (r#"{__name__="ab"}"#, "1 3, 2 6, 3 7"),
        ],
    );
}

#[test]
fn a_type_decides_anew_what_the_same_text_means() {
    let text = "h{le=\"1\"} 1\n# TYPE h histogram\nh{le=\"1\"} 2\n# TYPE h gauge\nh{le=\"1\"} 3\n";
    expect_floats(
        Format::Prometheus,
        text,
        &[(r#"{__name__="h", le="1"}"#, "7 1"), (r#"{__name__="h", le="1.0"}"#, "7 2")],
    );
}

#[test]
fn start_timestamps_reach_all_samples_of_their_metric() {
    let text = "# TYPE a counter\na_total{x=\"1\"} 1 10\na_total{x=\"1\"} 2 11\na_total{x=\"2\"} 3 10\n\
                a_created{x=\"1\"} 9 11\na_created{x=\"2\"} 8.5 10\na_total{x=\"2\"} 4 12\n# EOF\n";
    let expected = [
        (r#"{__name__="a_total", x="1"}"#, "10000 1 since 9000, 11000 2 since 9000"),
        (r#"{__name__="a_total", x="2"}"#, "10000 3 since 8500, 12000 4 since 8500"),
    ];
    let created = [(r#"{__name__="a_created", x="1"}"#, "11000 9"), (r#"{__name__="a_created", x="2"}"#, "10000 8.5")];
    expect_floats(Format::OpenMetrics, text, &[&expected[..], &created[..]].concat());
    let without = as_format(Format::OpenMetrics).created_series(false);
    let (store, stats, _) = load_with(text, &without).expect(text);
    assert_eq!((store.series().len(), stats.n_samples), (2, 4));
    let none = without.start_timestamps(false);
    let (store, _, _) = load_with(text, &none).expect(text);
    assert_eq!(floats(&store)[expected[0].0], "10000 1, 11000 2");
}

#[test]
fn metadata_is_collected_by_family() {
    let text = "# HELP a_seconds What it is.\n# TYPE a_seconds gauge\n# UNIT a_seconds seconds\na_seconds 1\n# EOF\n";
    let (_, _, builder) = load_with(text, &LoadOptions::default()).expect(text);
    let a = builder.metadata("a_seconds").expect("it is there");
    assert_eq!((a.metric_type, a.help.as_str(), a.unit.as_str()), (MetricType::Gauge, "What it is.", "seconds"));
}

#[test]
fn json_lines_hold_floats_of_every_kind() {
    let text = r#"
        {"metric":{"__name__":"a","x":"\u00fc\n\"\ud83d\ude00"},"values":[1,-2.5e3,null,"NaN","Infinity","-Infinity","StaleNaN","+Inf","3"],"timestamps":[1,2,3,4,5,6,7,8,9]}
    "#;
    let expected = "1 1, 2 -2500, 3 NaN, 4 NaN, 5 inf, 6 -inf, 7 stale, 8 inf, 9 3";
    expect_floats(Format::JsonLines, text, &[("{__name__=\"a\", x=\"ü\\n\\\"😀\"}", expected)]);
    let text = r#"{ "timestamps" : [ 2 , 1 ] , "more" : {"a":[1,{"b":true}]}, "values":[1,2], "start_timestamps":[0,-1],
        "metric" : { "b" : "" , "a" : "c" } }"#;
    expect_floats(Format::JsonLines, &text.replace('\n', " "), &[(r#"{a="c"}"#, "1 2 since -1, 2 1 since 0")]);
}

#[test]
fn json_lines_hold_native_histograms() {
    let text = r#"{"metric":{"__name__":"h"},"values":[],"timestamps":[],"histograms":[
        {"t":1,"h":{"schema":1,"reset_hint":2,"zero_threshold":"0.001","zero_count":"1","count":"6","sum":"-Inf","positive":{"spans":[[-1,2],[3,1]],"counts":["1","2","1.5"]},"negative":{"spans":[],"counts":[]}}},
        {"t":2,"h":{"schema":1,"count":6,"sum":2.5,"positive":{"spans":[[-1,2],[3,1]],"counts":[1,2,3]}}},
        {"t":3,"h":{"schema":-53,"count":6,"sum":1,"custom_values":["0.5","1"],"positive":{"spans":[[0,3]],"counts":[1,2,3]}}}]}"#;
    let (store, stats, _) = load_with(&text.replace('\n', " "), &LoadOptions::default()).expect(text);
    assert_eq!((stats.format, stats.n_samples), (Format::JsonLines, 3));
    let samples = store.series()[0].samples_in(TimeRange::ALL).histograms;
    let histograms: Vec<_> = samples.histograms.iter().map(promenade_model::SharedHistogram::to_float).collect();
    let [first, second, third] = &histograms[..] else { panic!("{samples:?}") };
    assert_eq!(samples.timestamps, [1, 2, 3]);
    assert_eq!((first.schema, first.zero_threshold, first.sum), (1, 0.001, f64::NEG_INFINITY));
    assert_eq!(first.positive.counts, [1.0, 2.0, 1.5]);
    assert!(std::sync::Arc::ptr_eq(&first.positive.spans, &second.positive.spans), "equal spans are shared");
    assert_eq!((third.schema, &third.custom_values[..]), (-53, &[0.5, 1.0][..]));
}

#[test]
#[allow(clippy::too_many_lines)] // a table
fn errors_say_where_what_and_how_to_go_on() {
    use Format::{JsonLines, OpenMetrics, Prometheus};
    let cases: &[(Format, &str, &str)] = &[
        (Prometheus, "a 1\nb\n", "line 2, column 2: expected the sample's value, found the end of the line"),
        (Prometheus, "a{b='c'} 1", "line 1, column 5: expected a label value in double quotes, found `'c'}`"),
        (Prometheus, "ü 1", "line 1, column 1: expected a metric name, `{` or a comment, found `ü`"),
        (Prometheus, "a{ü=\"x\"} 1", "line 1, column 3: expected a label name or `}`, found `ü=\"x\"}`"),
        (
            Prometheus,
            "a{b=\"c\nd 1\ne 2",
            "line 1, column 5: expected the double quote that ends the string that begins here, found `\"c`",
        ),
        (
            Prometheus,
            "a{b=\"ü\nd\",\n=\"e\"} 1",
            "line 2, column 4: expected a label name or `}`, found the end of the line",
        ),
        (
            Prometheus,
            "{a=\"b\"} 1",
            "line 1, column 1: expected a metric name, found labels alone; write `name{…}` or `{\"name\", …}`",
        ),
        (Prometheus, "a{b=\"c\",b=\"d\"} 1", "line 1, column 9: expected each label once, found `b` again"),
        (
            Prometheus,
            "a{\"\"=\"b\"} 1",
            "line 1, column 3: expected a label name that is not empty, found `\"\"=\"b\"}`",
        ),
        (Prometheus, "a 1.5x", "line 1, column 3: expected a number, `NaN`, `+Inf` or `-Inf`, found `1.5x`"),
        (
            Prometheus,
            "a 1\r\n",
            "line 1, column 3: expected a number, `NaN`, `+Inf` or `-Inf`, found `1\\r`; lines end with a newline alone, \
             without a carriage return",
        ),
        (
            Prometheus,
            "a 1 1.5",
            "line 1, column 6: expected a timestamp in milliseconds or the end of the line, found `.5`; timestamps in \
             seconds are OpenMetrics",
        ),
        (Prometheus, "a 1 2 3", "line 1, column 7: expected the end of the line, found `3`"),
        (
            Prometheus,
            "# TYPE a b",
            "line 1, column 10: expected one of the metric types counter, gauge, histogram, summary, untyped, found `b`",
        ),
        (
            OpenMetrics,
            "a 1\n",
            "line 2, column 1: expected `# EOF` as the last line, found the end of the text; the text may have been cut \
             off; append the line where it is complete",
        ),
        (
            OpenMetrics,
            "a 1\n# EOF\nb 1\n",
            "line 3, column 1: expected nothing after `# EOF`, found `b`; each text is read on its own",
        ),
        (
            OpenMetrics,
            "# UNIT a b\n",
            "line 1, column 10: expected a unit with which the metric's name ends, behind `_`, found `b`",
        ),
        (JsonLines, "{\"values\":[1]", "line 1, column 14: expected `,` or `}`, found the end of the line"),
        (
            JsonLines,
            "\n{\"metric\":{\"a\":\"b\"},\"values\":[1],\"timestamps\":[]}",
            "line 2, column 1: expected as many values as timestamps, found 1 and 0",
        ),
        (
            JsonLines,
            "{\"metric\":{\"a\":\"b\"},\"values\":[\"x\"],\"timestamps\":[1]}",
            "line 1, column 31: expected a number, or one of the strings `NaN`, `Infinity` and `-Infinity`, found `\"x\"],\"timestamps\":[1]}`",
        ),
        (
            JsonLines,
            "{\"metric\":{\"a\":\"b\"},\"values\":[1],\"timestamps\":[1.5]}",
            "line 1, column 48: expected a timestamp: milliseconds as a whole number, found `1.5]}`",
        ),
        (
            JsonLines,
            "{\"metric\":{\"a\":\"b\"},\"histograms\":[{\"t\":1,\"h\":{\"schema\":0,\"positive\":{\"spans\":[[0,9]]}}}]}",
            "line 1, column 69: expected as many counts as the spans have buckets, found 0 counts for 9 buckets",
        ),
        (
            JsonLines,
            "{\"values\":[],\"timestamps\":[]}",
            "line 1, column 1: expected a field `metric` with the labels, found none",
        ),
    ];
    for (format, text, message) in cases {
        let error = load_with(text, &as_format(*format)).expect_err(text);
        assert_eq!(error.to_string(), *message, "{text}");
    }
}

#[test]
fn collected_errors_leave_out_their_lines_alone() {
    let text = "a 1\nb\nc 3\nd{e=\"f\ng 4\nh{\ni 5\n";
    let keep = |max_errors| as_format(Format::Prometheus).max_errors(max_errors);
    let (store, stats, _) = load_with(text, &keep(3)).expect(text);
    assert_eq!(stats.errors.iter().map(ExpositionError::line).collect::<Vec<_>>(), [2, 4, 6]);
    assert_eq!((stats.n_lines, stats.n_samples, stats.n_new_series), (7, 4, 4));
    let names: Vec<&str> = store.series().iter().map(|s| s.labels().metric_name()).collect();
    assert_eq!(names, ["a", "c", "g", "i"]);
    assert_eq!(load_with(text, &keep(2)).expect_err(text).line(), 6);
    let json = "{\"metric\":{\"a\":\"b\"},\"values\":[1],\"timestamps\":[1]}\n{]\n{\"metric\":{\"a\":\"c\"},\"values\":[1],\"timestamps\":[1]}\n";
    let (store, stats, _) = load_with(json, &LoadOptions::default().max_errors(9)).expect(json);
    assert_eq!((store.series().len(), stats.errors.len(), stats.n_lines), (2, 1, 3));
}

#[test]
fn lines_and_labels_have_limits() {
    let limits = Limits::default().max_line_bytes(100).max_labels(3);
    let options = as_format(Format::Prometheus).limits(limits).max_errors(9);
    let long = format!("x{{a=\"{}\"}} 1\n", "y".repeat(200));
    let text = format!("a{{b=\"1\",c=\"2\",d=\"3\"}} 1\n{long}a{{b=\"1\",c=\"2\",d=\"3\",e=\"4\"}} 1\nlast 1\n");
    let (store, stats, _) = load_with(&text, &options).expect("errors are collected");
    let messages: Vec<String> = stats.errors.iter().map(ToString::to_string).collect();
    assert!(messages[0].starts_with("line 2: longer than the limit of 100 bytes"), "{messages:?}");
    assert!(messages[1].starts_with("line 3, column 21: expected at most 3 labels"), "{messages:?}");
    assert_eq!((messages.len(), store.series().len()), (2, 2));
}

#[test]
fn a_label_value_has_less_than_16_mib() {
    for (n_bytes, fits) in [((1 << 24) - 1, true), (1 << 24, false)] {
        let value = "y".repeat(n_bytes);
        let text = format!("x{{a=\"{value}\"}} 1\n");
        let json = format!("{{\"metric\":{{\"a\":\"{value}\"}},\"values\":[1],\"timestamps\":[1]}}");
        assert_eq!(load_with(&text, &LoadOptions::default()).is_ok(), fits);
        assert_eq!(load_with(&json, &LoadOptions::default()).is_ok(), fits);
    }
}

/// An endless text without a newline.
struct Endless;

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        buffer.fill(b'"');
        Ok(buffer.len())
    }
}

#[test]
fn a_line_without_end_does_not_take_memory_without_end() {
    let limits = Limits::default().max_line_bytes(1 << 20).max_labels(3);
    let options = as_format(Format::Prometheus).limits(limits);
    // The rest after the limit is skipped when reading continues; here it ends.
    let error = load(Endless.take(1 << 24), &options, &mut MemoryStorageBuilder::new()).expect_err("it is too long");
    assert!(matches!(error, ExpositionError::LineTooLong { line: 1, .. }), "{error}");
}

/// Fails in the middle.
struct Broken(usize);

impl Read for Broken {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.0 += 1;
        if self.0 > 1 {
            return Err(std::io::Error::other("unplugged"));
        }
        buffer[..4].copy_from_slice(b"a 1\n");
        Ok(4)
    }
}

#[test]
fn input_that_fails_is_an_error_even_where_errors_are_collected() {
    let options = as_format(Format::Prometheus).max_errors(9);
    let error = load(Broken(0), &options, &mut MemoryStorageBuilder::new()).expect_err("it fails");
    assert_eq!(error.to_string(), "line 2: the input cannot be read: unplugged");
}

#[test]
fn the_bundled_data_loads_as_its_page_says() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/node/");
    let mut builder = MemoryStorageBuilder::new();
    let mut n_samples = 0;
    for name in ["node.jsonl", "metadata.prom"] {
        let file = std::fs::File::open(format!("{folder}{name}")).expect("it is bundled");
        n_samples += load(file, &LoadOptions::default(), &mut builder).expect(name).n_samples;
    }
    assert_eq!(builder.metadata("node_load1").expect("it has metadata").metric_type, MetricType::Gauge);
    let store = builder.build();
    assert_eq!((n_samples, store.n_samples(), store.series().len()), (25_164, 25_164, 328));
    let up = Labels::from_pairs([("__name__", "up"), ("instance", "api-2:8080"), ("job", "api")]);
    let up = store.series().iter().find(|s| *s.labels() == up).expect("it was scraped");
    let n_down = up.samples_in(TimeRange::ALL).floats.values.iter().filter(|v| **v == 0.0).count();
    assert_eq!(n_down, 3);
    let has_stale = |s: &&std::sync::Arc<promenade_storage::MemorySeries>| {
        s.samples_in(TimeRange::ALL).floats.values.iter().any(|v| is_stale_nan(*v))
    };
    assert!(store.series().iter().any(|s| has_stale(&s)));
}

/// The cache of series is cleared when it is full; that must not show.
#[test]
fn many_series_are_read_twice_and_keep_their_starts() {
    const N_METRICS: usize = 70_000;
    let mut text = String::from("# TYPE a counter\n");
    for i in 0..N_METRICS {
        let line = format!("a_total{{i=\"{i}\"}} {i} 10\na_created{{i=\"{i}\"}} {} 10\n", i + 1);
        text.push_str(&line);
    }
    text.push_str("# EOF\n");
    let options = as_format(Format::OpenMetrics).created_series(false);
    let (store, stats, _) = load_with(&text, &options).expect("the text is valid");
    assert_eq!((stats.n_samples, stats.n_new_series), (N_METRICS, N_METRICS));
    for series in store.series() {
        let floats = series.samples_in(TimeRange::ALL).floats;
        assert_eq!(floats.start_timestamps, [(floats.values[0] as i64 + 1) * 1000], "{:?}", series.labels());
    }
}
