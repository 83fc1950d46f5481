//! Tests of aggregations over given rows.

use std::fmt::Write as _;

use promenade_functions::samples::{ABSENT, ScalarColumn, is_absent};
use promenade_functions::{aggregator, aggregators};
use promenade_model::histogram::{Buckets, CUSTOM_BUCKETS_SCHEMA, CounterResetHint, Span};
use promenade_model::{Features, FloatHistogram, Labels, ValueType};
use promenade_plan::Grid;

use super::*;
use crate::operators::Materialized;
use crate::tiles::materialize;
use crate::{Block, CancelHandle, ExecOptions, RowMeta, Threads};

/// A row of the input: labels as `name=value,...`, cells separated by spaces; `_` is empty, `h7` a histogram of seven
/// observations.
type Row<'a> = (&'a str, &'a str);

/// Aggregates rows, and prints the resulting rows and annotations, one per line.
fn run(query: &str, argument: &Argument, rows: &[Row<'_>]) -> Result<String, ExecError> {
    let (name, grouping) = parse(query);
    let n_steps = rows.first().map_or(1, |(_, cells)| cells.split_whitespace().count());
    let ctx = context(n_steps, None);
    let input = input(rows, n_steps, &ctx);
    let mut annotations = Vec::new();
    let output = aggregate(&name, &grouping, argument, input, &ctx, &mut annotations)?;
    let block = materialize(output.as_ref(), &ctx, &mut annotations)?;
    Ok(print(output.series(), &block)
        + &annotations.iter().fold(String::new(), |out, n| out + &n.annotation.message + "\n"))
}

/// `sum`, `sum by a,b` or `sum without a,b`.
fn parse(query: &str) -> (String, Grouping) {
    let mut words = query.split_whitespace();
    let name = words.next().unwrap().to_owned();
    let without = words.next() == Some("without");
    let labels = words.next().unwrap_or_default().split(',').filter(|l| !l.is_empty()).map(str::to_owned).collect();
    (name, Grouping { labels, without })
}

fn context(n_steps: usize, pool: Option<usize>) -> QueryContext {
    let threads = pool.map(Threads::new).unwrap_or_default();
    let grid = Grid { start_ms: 0, end_ms: n_steps as i64 - 1, step_ms: 1 };
    QueryContext::new(
        ExecOptions { threads, ..ExecOptions::default() },
        grid,
        Features::default(),
        CancelHandle::default(),
    )
}

fn aggregate(
    name: &str,
    grouping: &Grouping,
    argument: &Argument,
    input: Arc<dyn Operator>,
    ctx: &QueryContext,
    annotations: &mut Vec<NodeAnnotation>,
) -> Result<Arc<dyn Operator>, ExecError> {
    let def = aggregator(name).unwrap();
    let aggregation = Aggregation {
        def,
        grouping,
        node: 0,
        range: 0..9,
        expr_range: 4..8,
        is_single: ctx.query_grid.is_single(),
        param_range: 4..5,
    };
    aggregation.run(ctx, annotations, argument, input)
}

fn input(rows: &[Row<'_>], n_steps: usize, ctx: &QueryContext) -> Arc<dyn Operator> {
    let mut block = Block::empty(rows.len(), n_steps, &ctx.budget).unwrap();
    for (i, (_, cells)) in rows.iter().enumerate() {
        for (step, cell) in cells.split_whitespace().enumerate() {
            let (values, histograms) = block.row_parts_mut(i);
            match cell.split_at(1) {
                ("_", "") => {}
                ("h" | "c" | "d" | "r" | "n", n) => {
                    histograms.push((step as u32, histogram(&cell[..1], n.parse().unwrap()).into()));
                }
                _ => values[step] = cell.parse().unwrap(),
            }
        }
    }
    Arc::new(Materialized::new(rows.iter().map(|(labels, _)| row_meta(labels)).collect(), block))
}

fn row_meta(labels: &str) -> RowMeta {
    RowMeta::new(Labels::from_pairs(labels.split(',').filter_map(|pair| pair.split_once('='))))
}

/// `h`: exponential; `r`, `n`: the same with a counter reset hint of reset or no reset; `c`, `d`: custom with
/// different bounds.
fn histogram(kind: &str, n: f64) -> FloatHistogram {
    let mut h = FloatHistogram { count: n, sum: 2.0 * n, ..FloatHistogram::default() };
    h.positive = Buckets::new([Span { offset: 0, length: 1 }], vec![n]);
    match kind {
        "r" => h.counter_reset_hint = CounterResetHint::Reset,
        "n" => h.counter_reset_hint = CounterResetHint::NotReset,
        "c" | "d" => {
            h.schema = CUSTOM_BUCKETS_SCHEMA;
            h.custom_values = if kind == "c" { [1.0, 5.0].into() } else { [5.0, 7.0].into() };
        }
        _ => {}
    }
    h
}

fn print(meta: &[RowMeta], block: &Block) -> String {
    let mut text = String::new();
    for (i, row) in meta.iter().enumerate() {
        write!(text, "{}", row.labels).unwrap();
        for (step, v) in block.row(i).iter().enumerate() {
            match block.histogram(i, step) {
                Some(h) => write!(text, " h{}:{}", h.count(), h.sum()).unwrap(),
                None if is_absent(*v) => text.push_str(" _"),
                None => write!(text, " {v}").unwrap(),
            }
        }
        text.push('\n');
    }
    text
}

#[track_caller]
fn check(query: &str, rows: &[Row<'_>], expected: &str) {
    check_with(query, &Argument::None, rows, expected);
}

#[track_caller]
fn check_with(query: &str, argument: &Argument, rows: &[Row<'_>], expected: &str) {
    let found = run(query, argument, rows).unwrap_or_else(|error| format!("{error}\n"));
    let expected: String =
        expected.lines().map(str::trim).filter(|l| !l.is_empty()).map(|l| l.to_owned() + "\n").collect();
    assert_eq!(found, expected, "{query}");
}

fn number(v: f64) -> Argument {
    Argument::Number(Param::new(ScalarColumn::Const(v)))
}

fn per_step(values: &[f64]) -> Argument {
    Argument::Number(Param::new(ScalarColumn::PerStep(values.to_vec())))
}

const FLOATS: &[Row<'_>] = &[
    ("__name__=m,a=1,b=x", "1 2 _"),
    ("__name__=m,a=2,b=x", "10 _ _"),
    ("__name__=m,a=1,b=y", "5 NaN _"),
    ("__name__=m,a=3,b=y", "_ _ _"),
];

#[test]
fn folds_floats() {
    check("sum", FLOATS, "{} 16 NaN _");
    check(
        "sum by a",
        FLOATS,
        r#"{a="1"} 6 NaN _
                                 {a="2"} 10 _ _"#,
    );
    check(
        "sum without a",
        FLOATS,
        r#"{b="x"} 11 2 _
                                      {b="y"} 5 NaN _"#,
    );
    check(
        "avg by a",
        FLOATS,
        r#"{a="1"} 3 NaN _
                                 {a="2"} 10 _ _"#,
    );
    check("count", FLOATS, "{} 3 2 _");
    check("group", FLOATS, "{} 1 1 _");
    check("min", FLOATS, "{} 1 2 _");
    check("max", FLOATS, "{} 10 2 _");
    check(
        "stdvar by a",
        FLOATS,
        r#"{a="1"} 4 NaN _
                                    {a="2"} 0 _ _"#,
    );
    check(
        "stddev by a",
        FLOATS,
        r#"{a="1"} 2 NaN _
                                    {a="2"} 0 _ _"#,
    );
    check("sum by __name__", FLOATS, r#"{__name__="m"} 16 NaN _"#);
    check("sum", &[], "");
}

#[test]
fn folds_histograms() {
    let mixed = "encountered a mix of histograms and floats for aggregation";
    let rows: &[Row<'_>] = &[("a=1", "h2 1 h4"), ("a=2", "h3 h2 _"), ("a=3", "h4 _ 7")];
    check("sum", rows, &format!("{{}} h9:18 _ _\n{mixed}"));
    check("avg", rows, &format!("{{}} h3:6 _ _\n{mixed}"));
    check("count", rows, "{} 3 2 2");
    check("group", rows, "{} 1 1 1");
    check("min", rows, "{} _ 1 7\nignored histogram in min aggregation");
    check("stddev", rows, "{} _ 0 0\nignored histogram in stddev aggregation");
    check("max", &[("a=1", "h1")], "ignored histogram in max aggregation");
}

#[test]
fn tells_of_histograms_that_do_not_fit() {
    let misfit = |name: &str| {
        format!(
            "vector contains a mix of histograms with exponential and custom buckets schemas for metric name \"{name}\"\n"
        )
    };
    let mixed = "encountered a mix of histograms and floats for aggregation";
    check("sum", &[("__name__=x", "h1"), ("__name__=y", "c1")], &misfit("y"));
    check("avg", &[("__name__=x", "c1"), ("__name__=y", "h1"), ("__name__=z", "7")], &misfit("y"));
    check("sum", &[("__name__=x", "c1"), ("__name__=y", "7"), ("__name__=z", "h7")], &(misfit("z") + mixed));
    check("sum", &[("__name__=x", "7"), ("__name__=y", "c1"), ("__name__=z", "h7")], mixed);
    check(
        "sum",
        &[("a=1", "c1"), ("a=2", "d2")],
        "{} h3:6\nmismatched custom buckets were reconciled during aggregation",
    );
    check("avg", &[("a=1", "r1"), ("a=2", "n3")], "{} h2:4\nconflicting counter resets during histogram aggregation");
    check("sum", &[("a=1", "1"), ("a=2", "r1"), ("a=3", "n3")], mixed);
}

#[test]
fn ranks() {
    let rows: &[Row<'_>] = &[
        ("__name__=m,a=1,b=x", "1 2"),
        ("__name__=m,a=2,b=x", "10 _"),
        ("__name__=m,a=1,b=y", "5 NaN"),
        ("__name__=m,a=3,b=y", "7 h1"),
    ];
    check_with(
        "topk",
        &number(2.0),
        rows,
        r#"{__name__="m", a="1", b="x"} _ 2
           {__name__="m", a="2", b="x"} 10 _
           {__name__="m", a="1", b="y"} _ NaN
           {__name__="m", a="3", b="y"} 7 _
           ignored histogram in topk aggregation"#,
    );
    check_with(
        "bottomk by b",
        &per_step(&[1.9, 0.0]),
        rows,
        r#"{__name__="m", a="1", b="x"} 1 _
           {__name__="m", a="1", b="y"} 5 _"#,
    );
    check_with("topk", &number(0.9), rows, "");
    check_with("topk", &number(f64::NAN), rows, "Parameter value is NaN");
    check_with("limitk", &number(1e19), rows, "Scalar value 1e+19 overflows int64");
    check_with("bottomk", &per_step(&[1.0, -1e19]), rows, "Scalar value -1e+19 underflows int64");
}

#[test]
fn ranks_a_single_step_in_order() {
    let rows: &[Row<'_>] = &[("a=1", "NaN"), ("a=2", "3"), ("b=1", "9"), ("a=3", "4"), ("b=2", "4"), ("a=4", "3")];
    check_with("topk", &number(3.0), rows, "{b=\"1\"} 9\n{b=\"2\"} 4\n{a=\"3\"} 4");
    check_with(
        "bottomk",
        &number(10.0),
        rows,
        "{a=\"2\"} 3\n{a=\"4\"} 3\n{a=\"3\"} 4\n{b=\"2\"} 4\n{b=\"1\"} 9\n{a=\"1\"} NaN",
    );
    check_with("topk by b", &number(1.0), rows, "{a=\"3\"} 4\n{b=\"1\"} 9\n{b=\"2\"} 4");
}

#[test]
fn limits() {
    let rows: &[Row<'_>] = &[("a=1", "1 _"), ("a=2", "h2 2"), ("a=3", "3 h3"), ("a=4", "4 4")];
    check_with("limitk", &number(2.0), rows, "{a=\"1\"} 1 _\n{a=\"2\"} h2:4 2\n{a=\"3\"} _ h3:6");
    check_with("limit_ratio", &number(1.0), rows, "{a=\"1\"} 1 _\n{a=\"2\"} h2:4 2\n{a=\"3\"} 3 h3:6\n{a=\"4\"} 4 4");
    check_with("limit_ratio", &number(0.0), rows, "");
    check_with("limit_ratio", &number(f64::NAN), rows, "Ratio value is NaN");
    let capped = run("limit_ratio", &per_step(&[1.5, -2.0]), rows).unwrap();
    assert!(capped.ends_with(
        "{a=\"4\"} 4 4\nratio value should be between -1 and 1, got 1.5, capping to 1\n\
         ratio value should be between -1 and 1, got -2, capping to -1\n"
    ));
    let picked = run("limit_ratio", &number(0.5), rows).unwrap();
    let left = run("limit_ratio", &number(-0.5), rows).unwrap();
    assert_eq!(picked.lines().count() + left.lines().count(), 4);
}

#[test]
fn takes_quantiles() {
    check_with("quantile", &number(0.5), FLOATS, "{} 5 NaN _");
    check_with(
        "quantile by a",
        &per_step(&[0.25, 1.0, 2.0]),
        FLOATS,
        "{a=\"1\"} 2 2 _\n{a=\"2\"} 10 _ _\nquantile value should be between 0 and 1, got 2",
    );
    check_with("quantile", &number(0.5), &[("a=1", "h1 2")], "{} _ 2\nignored histogram in quantile aggregation");
}

#[test]
fn counts_values() {
    let label = |label: &str| Argument::Text(label.to_owned());
    let rows: &[Row<'_>] =
        &[("__name__=m,a=1,b=x", "1 1"), ("__name__=m,a=2,b=x", "1 NaN"), ("__name__=m,a=1,b=y", "0.1 1")];
    check_with("count_values", &label("v"), rows, "{v=\"1\"} 2 2\n{v=\"NaN\"} _ 1\n{v=\"0.1\"} 1 _");
    check_with("count_values by a", &label("a"), rows, "{a=\"1\"} 2 2\n{a=\"NaN\"} _ 1\n{a=\"0.1\"} 1 _");
    check_with("count_values without b", &label("b"), rows, "{a=\"1\"} 2 2\n{a=\"2\"} 1 1");
    check_with(
        "count_values by b",
        &label("__name__"),
        rows,
        r#"{__name__="1", b="x"} 2 1
           {__name__="NaN", b="x"} _ 1
           {__name__="0.1", b="y"} 1 _
           {__name__="1", b="y"} _ 1"#,
    );
    check_with("count_values", &label("v"), &[("a=1", "h2"), ("a=2", "h2")], "{v=\"{count:2, sum:4, (0.5,1]:2}\"} 2");
    assert!(checked_empty_label().contains("invalid label name \"\""));
}

fn checked_empty_label() -> String {
    count_values::checked_label(String::new()).unwrap_err().to_string()
}

/// Pseudo-random rows with gaps, enough to fill several tiles.
fn many_rows(n_rows: usize, n_steps: usize, ctx: &QueryContext) -> Arc<dyn Operator> {
    let mut block = Block::empty(n_rows, n_steps, &ctx.budget).unwrap();
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    for v in block.values_mut() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let word = seed >> 33;
        *v = match word % 16 {
            0 => ABSENT,
            1 => (word >> 5) as f64 * 1e12,
            2 => -((word >> 7) as f64),
            _ => (word % 1000) as f64 / 7.0,
        };
    }
    for row in (0..n_rows).step_by(97) {
        let cell = (0, histogram("h", row as f64).into());
        block.row_mut(row)[0] = ABSENT;
        block.set_histogram_row(row, vec![cell]);
    }
    let meta = (0..n_rows).map(|i| row_meta(&format!("i={i},g={}", i % 5)));
    Arc::new(Materialized::new(meta.collect(), block))
}

#[test]
fn the_same_bits_at_any_number_of_threads() {
    for def in aggregators() {
        let argument = match def.param.map(|param| param.value_type) {
            None => Argument::None,
            Some(ValueType::String) => Argument::Text("v".to_owned()),
            Some(_) => number(0.7 + if def.selects() { 2.0 } else { 0.0 }),
        };
        for (n_rows, n_steps, labels) in [(2500, 3, "g"), (200, 700, "g"), (1500, 1, "i")] {
            let grouping = Grouping { labels: vec![labels.to_owned()], without: false };
            let results: Vec<_> = [1, 2, 8].map(|n| bits(def.name, &grouping, &argument, n_rows, n_steps, n)).into();
            assert_eq!(results[0], results[1], "{}", def.name);
            assert_eq!(results[0], results[2], "{}", def.name);
        }
    }
}

fn bits(
    name: &str,
    grouping: &Grouping,
    argument: &Argument,
    n_rows: usize,
    n_steps: usize,
    n_threads: usize,
) -> (Vec<RowMeta>, Vec<u64>, usize) {
    let ctx = context(n_steps, Some(n_threads));
    let mut annotations = Vec::new();
    let output = aggregate(name, grouping, argument, many_rows(n_rows, n_steps, &ctx), &ctx, &mut annotations).unwrap();
    let block = materialize(output.as_ref(), &ctx, &mut annotations).unwrap();
    assert!(block.n_rows() > 0, "{name}");
    (output.series().to_vec(), block.values().iter().map(|v| v.to_bits()).collect(), annotations.len())
}

type Naive = fn(&[f64]) -> f64;

#[test]
fn folds_equal_naive_ones_over_many_tiles() {
    let (n_rows, n_steps) = (5000, 3);
    let naive: &[(&str, Naive)] = &[
        ("sum", |v| v.iter().sum()),
        ("avg", |v| v.iter().sum::<f64>() / v.len() as f64),
        ("min", |v| v.iter().copied().fold(f64::INFINITY, f64::min)),
        ("max", |v| v.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
        ("stdvar", |v| {
            let mean = v.iter().sum::<f64>() / v.len() as f64;
            v.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / v.len() as f64
        }),
    ];
    let ctx = context(n_steps, None);
    let rows = many_rows(n_rows, n_steps, &ctx);
    let grouping = Grouping { labels: vec!["g".to_owned()], without: false };
    for (name, naive) in naive {
        let output = aggregate(name, &grouping, &Argument::None, rows.clone(), &ctx, &mut Vec::new()).unwrap();
        let block = materialize(output.as_ref(), &ctx, &mut Vec::new()).unwrap();
        for (group, step) in (0..5).flat_map(|group| (1..n_steps).map(move |step| (group, step))) {
            let column = |row: usize| rows.whole().unwrap().row(row)[step];
            let values: Vec<f64> = (group..n_rows).step_by(5).map(column).filter(|v| !is_absent(*v)).collect();
            let (found, expected) = (block.row(group)[step], naive(&values));
            assert!((found - expected).abs() <= 1e-12 * expected.abs(), "{name}: {found} is not {expected}");
        }
    }
}

#[test]
fn sums_of_histograms_over_many_tiles() {
    let ctx = context(1, Some(2));
    let n_rows = 3000;
    let mut block = Block::empty(n_rows, 1, &ctx.budget).unwrap();
    for row in 0..n_rows {
        block.set_histogram_row(row, vec![(0, histogram("h", 1.0 + (row % 3) as f64).into())]);
    }
    let meta = (0..n_rows).map(|i| row_meta(&format!("i={i}"))).collect();
    let input: Arc<dyn Operator> = Arc::new(Materialized::new(meta, block));
    for (name, expected) in [("sum", 6000.0), ("avg", 2.0)] {
        let output =
            aggregate(name, &Grouping::default(), &Argument::None, input.clone(), &ctx, &mut Vec::new()).unwrap();
        let block = materialize(output.as_ref(), &ctx, &mut Vec::new()).unwrap();
        assert!((block.histogram(0, 0).unwrap().count() - expected).abs() < 1e-9, "{name}");
    }
}
