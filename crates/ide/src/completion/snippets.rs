//! Queries to fill in, made of what the catalogue knows of functions.

use promenade_functions::{
    AggregatorDef, FunctionDef, MetricKind, ParamRole, Stability, aggregators, common, functions,
};

use super::item::{Collector, ItemKind, Parts, Subject};
use super::place::Place;

pub(super) fn add(place: &Place<'_>, out: &mut Collector<'_>) {
    // Within arguments and expressions that go on, names are wanted.
    if place.expected.call.is_some() || !place.expects(promenade_syntax::Expected::Expression) {
        return;
    }
    let (Some(rate), Some(sum)) = (rate(), sum()) else { return };
    let (rate, sum) = (rate.name, sum.name);
    push(out, "rate by label", &format!("{sum} by (${{2:label}}) ({rate}(${{1:metric}}[${{3:5m}}]))"));
    push(
        out,
        "ratio of two rates",
        &format!("{sum}({rate}(${{1:part}}[${{3:5m}}])) / {sum}({rate}(${{2:whole}}[${{3:5m}}]))"),
    );
    if let Some(quantile) = quantile() {
        let name = quantile.name;
        let text = format!("{name}(${{1:0.99}}, {sum} by (le) ({rate}(${{2:metric}}_bucket[${{3:5m}}])))");
        push(out, "quantile of a histogram", &text);
    }
}

fn push(out: &mut Collector<'_>, label: &str, snippet: &str) {
    out.add(ItemKind::Snippet, label, 0, || Parts {
        insert: plain(snippet),
        snippet: Some(snippet.to_owned()),
        detail: plain(snippet),
        subject: Subject::Nothing,
    });
}

/// The text of a snippet without the marks of its places.
fn plain(snippet: &str) -> String {
    let (mut text, mut rest) = (String::new(), snippet);
    while let Some((before, after)) = rest.split_once("${") {
        let (place, tail) = after.split_once('}').unwrap_or((after, ""));
        text = text + before + place.split_once(':').map_or("", |(_, default)| default);
        rest = tail;
    }
    text + rest
}

/// The most common function that gives a counter's rate.
fn rate() -> Option<&'static FunctionDef> {
    let is_rate = |def: &&FunctionDef| {
        let usage = def.behavior.usage;
        usage.per_second && usage.takes == MetricKind::Counter && def.stability == Stability::Stable
    };
    functions().filter(is_rate).min_by_key(|def| common::place(def.name).unwrap_or(usize::MAX))
}

/// The most common aggregator.
fn sum() -> Option<&'static AggregatorDef> {
    aggregators().min_by_key(|def| common::place(def.name).unwrap_or(usize::MAX))
}

/// The most common function of a quantile over buckets.
fn quantile() -> Option<&'static FunctionDef> {
    let is_quantile = |def: &&FunctionDef| {
        def.signature.has(ParamRole::Buckets)
            && def.signature.has(ParamRole::Quantile)
            && def.stability == Stability::Stable
    };
    functions().find(is_quantile)
}
