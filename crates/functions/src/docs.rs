//! Renders signatures as text and documentation pages as Markdown.

#[cfg(feature = "docs")]
use std::fmt::Write;

use promenade_model::ValueType;

use crate::aggregators::AggregatorDef;
#[cfg(feature = "docs")]
use crate::definition::{BucketUse, Docs, Stability};
use crate::definition::{FunctionDef, Signature, Variadic};
use crate::param::Param;

/// The page of a function: a second-level heading, signature, description, properties and an example.
#[cfg(feature = "docs")]
pub fn function_page(def: &FunctionDef) -> String {
    page(def.name, &signature_text(def), def.stability, &def.docs, notes(def))
}

/// The page of an aggregator, in the format of a function's.
#[cfg(feature = "docs")]
pub fn aggregator_page(def: &AggregatorDef) -> String {
    page(def.name, &aggregator_signature_text(def), def.stability, &def.docs, std::iter::empty())
}

#[cfg(feature = "docs")]
fn page(
    name: &str,
    signature: &str,
    stability: Stability,
    docs: &Docs,
    notes: impl Iterator<Item = &'static str>,
) -> String {
    let mut page = format!("## `{name}`\n\n```text\n{signature}\n```\n\n");
    if stability == Stability::Experimental {
        page += "*Experimental: needs the feature flag `promql-experimental-functions`.*\n\n";
    }
    let _ = write!(page, "{}\n\n", docs.summary);
    if !docs.details.is_empty() {
        let _ = write!(page, "{}\n\n", docs.details);
    }
    for note in notes {
        let _ = writeln!(page, "- {note}");
    }
    if !page.ends_with("\n\n") {
        page.push('\n');
    }
    let _ = write!(page, "```promql\n{}\n```\n", docs.example);
    page
}

/// The signature of an aggregator: `topk [by|without (labels)] (k scalar, v instant vector) -> ...`.
pub fn aggregator_signature_text(def: &AggregatorDef) -> String {
    let params = def.param.into_iter().chain([Param::VECTOR]);
    let args: Vec<String> = params.map(|p| format!("{} {}", p.name, p.value_type.documented_name())).collect();
    let returns = ValueType::Vector.documented_name();
    format!("{} [by|without (labels)] ({}) -> {returns}", def.name, args.join(", "))
}

/// The signature of a function: `round(v instant vector, to_nearest? scalar) -> instant vector`.
///
/// `?` marks an optional argument, `...` a repeatable one.
pub fn signature_text(def: &FunctionDef) -> String {
    let Signature { params, returns, .. } = def.signature;
    let args: Vec<String> = (0..params.len()).map(|index| argument_text(def, index)).collect();
    format!("{}({}) -> {}", def.name, args.join(", "), returns.documented_name())
}

/// One argument as in [`signature_text`].
pub fn argument_text(def: &FunctionDef, index: usize) -> String {
    let Some(param) = def.signature.params.get(index) else { return String::new() };
    let last = index + 1 == def.signature.params.len();
    let mark = match def.signature.variadic {
        Variadic::UpTo(1) if last => "?",
        Variadic::UpTo(_) | Variadic::Any if last => "...",
        _ => "",
    };
    format!("{}{mark} {}", param.name, param.value_type.documented_name())
}

/// The properties of a function, one sentence each.
#[cfg(feature = "docs")]
fn notes(def: &FunctionDef) -> impl Iterator<Item = &'static str> {
    let behavior = def.behavior;
    let drops_name = !behavior.keeps_name && def.signature.returns == ValueType::Vector && def.signature.takes_series();
    let rows = [
        (behavior.keeps_name, "Keeps the metric name."),
        (drops_name, "Drops the metric name."),
        (behavior.expects_counter, "Meant for counters: raises an info if the metric name is not a counter's."),
        (behavior.anchored, "Can be used with an `anchored` selector."),
        (behavior.smoothed, "Can be used with a `smoothed` selector."),
        (behavior.start_timestamps, "Uses start timestamps with the feature flag `use-start-timestamps`."),
        (behavior.at_unsafe, "Depends on the evaluation time even with the modifier `@`."),
        (
            behavior.buckets == BucketUse::Skips,
            "Reads at most count and sum of native histograms, so buckets need not be decoded.",
        ),
    ];
    rows.into_iter().filter_map(|(holds, note)| holds.then_some(note))
}
