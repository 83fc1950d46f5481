//! Reads queries as JSON lines with a field `expr` and prints type and canonical form of each, or its errors. All
//! features are on, or off with the argument `off`.

use std::io::{self, BufRead, Write};

use promenade_model::Features;
use promenade_semantic::{Options, parse_and_check};
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let off = std::env::args().nth(1).is_some_and(|arg| arg == "off");
    let options = Options::with_features(if off { Features::default() } else { Features::all() });
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let query: Value = serde_json::from_str(&line?)?;
        writeln!(out, "{}", verdict(query["expr"].as_str().unwrap_or_default(), &options))?;
    }
    out.flush()
}

fn verdict(query: &str, options: &Options) -> Value {
    let checked = parse_and_check(query, options);
    if let Some(typed) = checked.model.typed() {
        return json!({"expr": query, "type": typed.value_type.name(), "printed": checked.expr.to_string()});
    }
    let errors: Vec<Value> = (checked.diagnostics.iter().filter(|d| d.is_error()))
        .map(|d| json!({"start": d.reported_offset(), "end": d.range.end, "code": d.code, "message": d.to_string()}))
        .collect();
    json!({"expr": query, "errors": errors})
}
