//! Documentation pages in Markdown, rendered from the definitions.

use std::fmt::Write;

use promenade_model::ValueType;

use crate::definition::{Docs, FunctionDef, Signature, Stability, Variadic};

/// The page of a function: a heading of the second level, the signature, meaning, traits and an example.
pub fn function_page(def: &FunctionDef) -> String {
    let Docs { summary, details, example, .. } = def.docs;
    let mut page = format!("## `{}`\n\n```text\n{}\n```\n\n", def.name, signature_text(def));
    if def.stability == Stability::Experimental {
        page += "*Experimental: needs the feature flag `promql-experimental-functions`.*\n\n";
    }
    let _ = write!(page, "{summary}\n\n");
    if !details.is_empty() {
        let _ = write!(page, "{details}\n\n");
    }
    for note in notes(def) {
        let _ = writeln!(page, "- {note}");
    }
    if !page.ends_with("\n\n") {
        page.push('\n');
    }
    let _ = write!(page, "```promql\n{example}\n```\n");
    page
}

/// The signature as people read it: `round(v instant vector, to_nearest? scalar) -> instant vector`.
///
/// `?` marks an argument that may be left out, `...` one that may be repeated.
pub fn signature_text(def: &FunctionDef) -> String {
    let Signature { args, returns, .. } = def.signature;
    let args: Vec<String> = (0..args.len()).map(|index| argument_text(def, index)).collect();
    format!("{}({}) -> {}", def.name, args.join(", "), returns.documented_name())
}

/// One argument as [`signature_text`] shows it.
pub fn argument_text(def: &FunctionDef, index: usize) -> String {
    let name = def.docs.args.get(index).copied().unwrap_or_default();
    let ty = def.signature.args.get(index).map_or("", |ty| ty.documented_name());
    let last = index + 1 == def.signature.args.len();
    let mark = match def.signature.variadic {
        Variadic::UpTo(1) if last => "?",
        Variadic::UpTo(_) | Variadic::Any if last => "...",
        _ => "",
    };
    format!("{name}{mark} {ty}")
}

/// What the behaviour means to people, a sentence each.
fn notes(def: &FunctionDef) -> impl Iterator<Item = &'static str> {
    let behavior = def.behavior;
    let has_name = |ty: &ValueType| matches!(ty, ValueType::Vector | ValueType::Matrix);
    let drops_name =
        !behavior.keeps_name && has_name(&def.signature.returns) && def.signature.args.iter().any(has_name);
    let rows = [
        (behavior.keeps_name, "Keeps the metric name."),
        (drops_name, "Drops the metric name."),
        (behavior.expects_counter, "Meant for counters: an info tells where the metric name says otherwise."),
        (behavior.anchored, "May be used over a selector with `anchored`."),
        (behavior.smoothed, "May be used over a selector with `smoothed`."),
        (behavior.start_timestamps, "Honours start timestamps with the feature flag `use-start-timestamps`."),
        (behavior.at_unsafe, "Depends on the evaluation time even under the modifier `@`."),
        (
            behavior.skips_buckets,
            "Reads count and sum of native histograms alone, so that buckets need not be decoded.",
        ),
    ];
    rows.into_iter().filter_map(|(holds, note)| holds.then_some(note))
}
