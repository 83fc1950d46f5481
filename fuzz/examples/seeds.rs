//! Writes seeds and dictionaries for the fuzz targets: `seeds SHARED`, SHARED being the folder with `corpus/`,
//! `exposition/`, `v3.16/promqltest/`, `v3.16/tsdb/` and `v3.16/oracle/recorded/`; what is not there is left out.
//!
//! Everything goes to `corpus/` and `dictionaries/` beside this crate's manifest, which git ignores.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io::Result;
use std::path::{Path, PathBuf};

use promenade::Features;
use promenade::functions::catalogue;
use promenade::semantic::{Options, parse_and_check};
use promenade::syntax::ast::{ExprKind, walk};
use promenade_fuzz::store::metric_names;

const KEYWORDS: &[&str] = &[
    "and", "or", "unless", "atan2", "offset", "smoothed", "anchored", "by", "without", "on", "ignoring", "group_left",
    "group_right", "fill", "fill_left", "fill_right", "bool", "start", "end", "step", "range", "max_of", "min_of",
    "inf", "nan", "start()", "end()", "step()", "range()", "__name__", "1h30m", "5m", "1ms", "100y", "0x1f", "1e308",
    "1_000", "@ 1e15", "offset -5m", "[5m]", "[1h:1m]", "[1h:]", "=~", "!~", "!=", ">=", "<=", "</", ">/", "\\x00",
    "\\u00fc", "\\U0001F600", "\u{fffd}", "``", "{\"a.b\"}", "a.b", "\u{6e29}\u{5ea6}", "=~\".*\"", "# c\n", "le", "job",
];

const SERIES_WORDS: &[&str] = &[
    "stale", "_x", "x3", "+1x2", "-1x2", "{{", "}}", "{{}}", "}}+{{", "}}-{{", "schema:", "sum:", "count:", "z_bucket:",
    "z_bucket_w:", "custom_values:[", "buckets:[", "offset:", "n_buckets:[", "n_offset:", "counter_reset_hint:",
    "gauge", "reset", "not_reset", "unknown", "-53", "NaN", "Inf", "18446744073709551615", "9999999",
];

const TEXT_WORDS: &[&str] = &[
    "# HELP ", "# TYPE ", "# UNIT ", "# EOF\n", "counter", "gauge", "histogram", "summary", "untyped", "unknown", "info",
    "stateset", "gaugehistogram", "_total", "_created", "_bucket", "_count", "_sum", "_gsum", "_gcount", "_info", "{le=\"",
    "quantile=\"", " # {", "NaN", "+Inf", "-Inf", "1e3", "\\n", "\\\"", "\\\\", "{\"metric\":{", "\"values\":[",
    "\"timestamps\":[", "\"histograms\":[", "\"__name__\":\"", "\"schema\":", "\"positive_spans\":[", "\\u00fc", "\\ud83d\\ude00",
    "\"start_timestamps\":[", "\"count\":", "\"sum\":", "\"buckets\":[",
];

fn main() -> Result<()> {
    let shared = std::env::args().nth(1).map(PathBuf::from).expect("usage: seeds SHARED");
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    dictionaries(&here.join("dictionaries"))?;
    let queries = queries(&shared);
    let corpus = here.join("corpus");
    write_all(&corpus.join("syntax"), queries.iter().map(|q| q.clone().into_bytes()))?;
    write_all(&corpus.join("format"), queries.iter().map(|q| [&[hash(q) as u8], q.as_bytes()].concat()))?;
    write_all(&corpus.join("documents"), documents(&shared))?;
    write_all(&corpus.join("template"), templates(&shared))?;
    write_all(&corpus.join("query"), queries.iter().filter_map(|q| query_seed(q)))?;
    write_all(&corpus.join("series"), series(&shared).into_iter().map(String::into_bytes))?;
    write_all(&corpus.join("tsdb"), blocks(&shared))?;
    write_all(&corpus.join("exposition"), exposition(&shared))
}

/// Blocks of Prometheus as the target takes them: the lengths of index and segment, these two, and the tombstones.
fn blocks(shared: &Path) -> Vec<Vec<u8>> {
    let folders = |path: &Path| fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    let blocks = folders(&shared.join("v3.16/tsdb")).flat_map(|directory| folders(&directory).collect::<Vec<_>>());
    let seed = |block: PathBuf| {
        let files = ["index", "chunks/000001", "tombstones"].map(|name| fs::read(block.join(name)).unwrap_or_default());
        let lengths = [files[0].len() as u32, files[1].len() as u32].map(u32::to_be_bytes);
        [lengths.concat(), files.concat()].concat()
    };
    blocks.filter(|block| block.join("index").is_file()).map(seed).collect()
}

fn dictionaries(dir: &Path) -> Result<()> {
    fs::create_dir_all(dir)?;
    let functions = catalogue::functions().map(|f| format!("{}(", f.name));
    let aggregators = catalogue::aggregators().map(|a| a.name.to_owned());
    let names = functions.chain(aggregators).chain(metric_names().map(str::to_owned));
    let words: Vec<String> = KEYWORDS.iter().map(|word| (*word).to_owned()).chain(names).collect();
    fs::write(dir.join("promql.dict"), dictionary(&words))?;
    fs::write(dir.join("series.dict"), dictionary(SERIES_WORDS))?;
    fs::write(dir.join("exposition.dict"), dictionary(TEXT_WORDS))
}

fn dictionary<T: AsRef<str>>(words: &[T]) -> String {
    let escaped = |byte: u8| match byte {
        b'"' | b'\\' => format!("\\{}", char::from(byte)),
        b' '..=b'~' => char::from(byte).to_string(),
        _ => format!("\\x{byte:02x}"),
    };
    words.iter().map(|word| format!("\"{}\"\n", word.as_ref().bytes().map(escaped).collect::<String>())).collect()
}

/// Real queries, generated ones and broken ones.
fn queries(shared: &Path) -> Vec<String> {
    let mut all = Vec::new();
    for dir in ["corpus", "v3.16/oracle/recorded"] {
        for file in files(&shared.join(dir), "jsonl") {
            let lines: Vec<_> = read(&file).lines().map(str::to_owned).collect();
            let every = (lines.len() / 1500).max(1);
            let exprs = lines.iter().step_by(every).filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
            all.extend(exprs.filter_map(|v| v["expr"].as_str().map(without_variables)));
        }
    }
    for file in files(&shared.join("v3.16/promqltest"), "test") {
        let text = read(&file);
        let evals = text.lines().filter_map(|line| line.trim().strip_prefix("eval"));
        all.extend(evals.map(|line| line.split_once(" at ").or(line.split_once(" step ")).map_or(line, |(_, rest)| rest))
            .map(|rest| rest.trim_start().split_once(' ').map_or(rest, |(_, query)| query).to_owned()));
    }
    all.retain(|query| query.len() < 2000);
    all.sort();
    all.dedup();
    all
}

/// Puts something where a dashboard has a variable.
fn without_variables(query: &str) -> String {
    let mut out = String::new();
    let mut rest = query;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let in_braces = after.starts_with('{');
        let end = if in_braces { after.find('}').map(|i| i + 1) } else { None };
        let end = end.unwrap_or_else(|| after.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(after.len()));
        out.push_str(if out.ends_with('[') || out.ends_with(':') { "5m" } else { "x" });
        rest = &after[end..];
    }
    out + rest
}

/// The query over the metrics of the store, with times. None for what is no query.
fn query_seed(query: &str) -> Option<Vec<u8>> {
    let checked = parse_and_check(query, &Options::with_features(Features::all()));
    checked.model.typed()?;
    let names: Vec<_> = metric_names().collect();
    let mut edits = Vec::new();
    walk(&checked.expr, &mut |node, _| {
        let selector = match &node.kind {
            ExprKind::Vector(selector) => Some(&**selector),
            ExprKind::Matrix(matrix) => Some(&matrix.selector),
            _ => None,
        };
        if let Some(name) = selector.and_then(|s| s.name.as_ref()) {
            let end = selector.and_then(|s| s.braces_range.as_ref()).map_or(name.range.end, |braces| braces.end);
            let nth = hash(&name.text) as usize;
            let labels = ["", "{job=\"a\"}", "{job=~\"a|b\"}"][nth / 7 % 3];
            edits.push((name.range.start..end, format!("{}{labels}", names[nth % names.len()])));
        }
        true
    });
    let mut text = query.to_owned();
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    for (range, name) in edits {
        text.replace_range(range, &name);
    }
    let times = hash(&text).to_le_bytes();
    Some([&times[..4], text.as_bytes()].concat())
}

/// The series of scripts, long ones left out.
fn series(shared: &Path) -> Vec<String> {
    let scripts = files(&shared.join("v3.16/promqltest"), "test").into_iter();
    let scripts = scripts.chain(files(&shared.join("v3.16/oracle/recorded"), "test"));
    let mut all: Vec<_> = scripts
        .flat_map(|file| read(&file).lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>())
        .filter(|line| line.len() < 1000 && !line.is_empty() && !["eval", "load", "#", "expect"].iter().any(|w| line.starts_with(w)))
        .collect();
    all.sort();
    all.dedup();
    all
}

/// Rule files, and files of the other kinds with a few queries each.
fn documents(shared: &Path) -> Vec<Vec<u8>> {
    const OTHERS: [(u8, &str); 4] = [
        (1, r#"{"title":"a","panels":[{"title":"b","targets":[{"expr":"sum(rate(x[$__interval]))\n","refId":"A"}]}]}"#),
        (2, "# a\n\n- b\n\n  ```promql\n  up\n  ```\n\n> ~~~promql\n> sum(x)\n> ~~~\n"),
        (3, "sum(up) # a\n"),
        (0, "kind: PrometheusRule\nspec:\n  groups:\n  - name: a\n    rules:\n    - {record: b, expr: &e 'up ' }\n    - record: c\n      expr: >-\n        a\n        + b\n    - record: d\n      expr: |2+\n          x\n\n    - {record: e, expr: *e}\n"),
    ];
    let rules = rule_files(shared).into_iter().filter(|text| text.len() < 4000);
    let rules = rules.map(|text| [&[0], text.as_bytes()].concat());
    rules.chain(OTHERS.iter().map(|(kind, text)| [&[*kind], text.as_bytes()].concat())).collect()
}

/// The lines of rule files that hold templates.
fn templates(shared: &Path) -> Vec<Vec<u8>> {
    let files = rule_files(shared);
    let lines = files.iter().flat_map(|text| text.lines()).filter(|line| line.contains("{{"));
    lines.map(|line| line.as_bytes().to_vec()).collect()
}

fn rule_files(shared: &Path) -> Vec<String> {
    let dirs = ["rules/kubernetes-mixin", "rules/promtool", "rules/rulefmt", "v3.16/oracle/recorded/rules"].map(|dir| shared.join(dir));
    dirs.iter().flat_map(|dir| files(dir, "yaml").into_iter().chain(files(dir, "yml"))).map(|file| read(&file)).collect()
}

/// Pieces of metrics text, and lines of JSON.
fn exposition(shared: &Path) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for dir in ["exposition", "exposition/kubernetes-1.35", "exposition/textparse"] {
        for file in files(&shared.join(dir), "prom").into_iter().chain(files(&shared.join(dir), "txt")) {
            let text = read(&file);
            let lines: Vec<_> = text.lines().collect();
            let every = (lines.len() / 60).max(1);
            for piece in lines.chunks(12).step_by(every.div_ceil(12)) {
                let end = if file.to_string_lossy().contains(".om.") { "\n# EOF\n" } else { "\n" };
                all.push((piece.join("\n") + end).into_bytes());
            }
        }
    }
    all.push(br#"{"metric":{"__name__":"up","job":"a"},"values":[1,null,"NaN",2e3],"timestamps":[1,2,3,4]}"#.to_vec());
    all.push(br#"{"metric":{"__name__":"h"},"values":[],"timestamps":[],"histograms":[[1,{"count":"2","sum":"3","buckets":[[0,"1","2","2"]]}]]}"#.to_vec());
    all
}

fn files(dir: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let mut all: Vec<_> = entries.filter(|path| path.extension().is_some_and(|e| e == extension)).collect();
    all.sort();
    all
}

fn read(file: &Path) -> String {
    String::from_utf8_lossy(&fs::read(file).unwrap_or_default()).into_owned()
}

fn write_all(dir: &Path, seeds: impl IntoIterator<Item = Vec<u8>>) -> Result<()> {
    fs::create_dir_all(dir)?;
    seeds.into_iter().try_for_each(|seed| fs::write(dir.join(format!("{:016x}", hash(&seed))), &seed))
}

fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
