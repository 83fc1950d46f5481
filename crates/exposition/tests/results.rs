//! Results of queries and dumps are read back as samples.

use promenade_exposition::{Format, LoadOptions, load};
use promenade_storage::{MemoryStorage, MemoryStorageBuilder, TimeRange};

fn loaded(text: &str) -> Result<(Format, MemoryStorage), String> {
    let mut builder = MemoryStorageBuilder::new();
    let stats = load(text.as_bytes(), &LoadOptions::default(), &mut builder).map_err(|error| error.to_string())?;
    assert_eq!(stats.n_samples, builder.n_samples());
    Ok((stats.format, builder.build()))
}

/// Each series as a line of labels and `time=value` pairs.
fn shown(text: &str, format: Format) -> String {
    let (found, storage) = loaded(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(found, format, "{text}");
    let line = |series: &std::sync::Arc<promenade_storage::MemorySeries>| {
        let floats = series.samples_in(TimeRange::ALL).floats;
        let samples = floats.timestamps.iter().zip(floats.values).map(|(t, v)| format!(" {t}={v}"));
        format!("{}{}", promenade_storage::Series::labels(&**series), samples.collect::<String>())
    };
    storage.series().iter().map(line).collect::<Vec<_>>().join("; ")
}

#[test]
fn answers_of_the_api_are_series() {
    let matrix = r#"{"status":"success","data":{"resultType":"matrix","result":[
        {"metric":{"__name__":"up","job":"a"},"values":[[1.5,"1"],[61.5,"NaN"]]},
        {"metric":{"job":"b"},"values":[[2,"+Inf"]]}]},"warnings":["x"]}"#;
    let shown = |text| shown(text, Format::QueryResult);
    assert_eq!(shown(matrix), r#"{__name__="up", job="a"} 1500=1 61500=NaN; {job="b"} 2000=inf"#);
    let vector =
        r#"{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[100.25,"-3e5"]}]}}"#;
    assert_eq!(shown(vector), "{} 100250=-300000");
    assert_eq!(shown(r#"{"status":"success","data":{"result":[7,"5"],"resultType":"scalar"}}"#), "{} 7000=5");
    assert_eq!(shown(r#"{"data":{"result":[]},"status":"success"}"#), "");
    assert_eq!(
        shown("[\n {\"metric\": {\"__name__\": \"up\"}, \"value\": [1, \"2\"]}\n]\n"),
        r#"{__name__="up"} 1000=2"#
    );
}

#[test]
fn answers_without_samples_are_refused() {
    for (text, words) in [
        (
            r#"{"status":"error","errorType":"bad_data","error":"no query"}"#,
            "an answer with a result, found the error: no query",
        ),
        (r#"{"status":"success","data":["up"]}"#, "answers of /api/v1/query and /api/v1/query_range hold samples"),
        (r#"{"status":"success","data":{"result":[{"metric":{},"histogram":[1,{}]}]}}"#, "found native histograms"),
        (r#"{"status":"success","data":{"result":[{"value":[1,"1"]}]}}"#, "a field `metric`"),
        (r#"{"status":"success","data":{"result":[{"metric":{},"value":[1]}]}}"#, "a time and a value"),
        (r#"{"status":"success","data":{"result":[1]}}"#, "a time and a value"),
        ("{\"status\":\"success\",\n\"data\":{\"result\":[{]}}", "line 2, column 20"),
        (r#"{"status":"success","data":{"result":[]}} x"#, "the end of the line"),
    ] {
        let error = loaded(text).expect_err(text);
        assert!(error.contains(words), "{text}: {error}");
    }
}

#[test]
fn dumps_are_series() {
    let dump = "{__name__=\"up\", job=\"a\\tb\\\"\"} 1 1000\n{__name__=\"up\", job=\"a\\tb\\\"\"} NaN 61000\n\
                {job=\"without name\"} 1e+10 -5\n{__name__=\"é.x\", \"a.b\"=\"c\"} +Inf 7\n";
    assert_eq!(
        shown(dump, Format::TsdbDump),
        "{__name__=\"up\", job=\"a\\tb\\\"\"} 1000=1 61000=NaN; {__name__=\"é.x\", \"a.b\"=\"c\"} 7=inf; \
         {job=\"without name\"} -5=10000000000"
    );
}

#[test]
fn what_a_dump_cannot_hold_is_named() {
    for (line, words) in [
        ("{__name__=\"h\"} {count:1, sum:2} 5", "found a native histogram"),
        ("{__name__=\"a\"} 1", "a timestamp in milliseconds"),
        ("{__name__=\"a\"} 1 5 6", "a timestamp in milliseconds"),
        ("{__name__=\"a\\q\"} 1 5", "escapes as Go writes them"),
        ("{__name__=\"a\"} x 5", "a number"),
        ("{} 1 5", "a metric name"),
        ("a 1 5", "labels of a series in braces"),
    ] {
        let text = format!("{{__name__=\"first\"}} 1 1\n{line}\n");
        let error = loaded(&text).expect_err(line);
        assert!(error.contains("line 2") && error.contains(words), "{line}: {error}");
    }
}
