//! Parses JSON lines `{"expr": ...}` from the standard input and answers each as the oracle's `parse` does, without types:
//! `{"expr", "printed"}` or `{"expr", "errors": [{"start", "end", "message"}]}`.
#![allow(clippy::print_stdout, missing_docs)]

use std::io::BufRead;

use promenade_model::Features;
use promenade_syntax::{Diagnostic, Names, ParseOptions, parse};
use serde_json::{Value, json};

struct Catalogue;

impl Names for Catalogue {
    fn is_aggregator(&self, name: &str) -> bool {
        promenade_functions::aggregator(name).is_some()
    }

    fn is_function(&self, name: &str) -> bool {
        promenade_functions::function(name).is_some()
    }
}

fn main() {
    let options = ParseOptions::new(&Catalogue).features(Features::all());
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let Ok(request) = serde_json::from_str::<Value>(&line) else { continue };
        let Some(source) = request["expr"].as_str() else { continue };
        println!("{}", answer(source, &options));
    }
}

fn answer(source: &str, options: &ParseOptions<'_>) -> Value {
    match parse(source, options).into_result() {
        Ok(expr) => json!({ "expr": source, "printed": expr.to_string() }),
        Err(diagnostics) => {
            let errors: Vec<Value> = diagnostics.iter().filter(|d| d.is_error()).map(error).collect();
            json!({ "expr": source, "errors": errors })
        }
    }
}

fn error(diagnostic: &Diagnostic) -> Value {
    let (start, end) = (diagnostic.reported_offset(), diagnostic.range.end);
    json!({ "start": start, "end": end, "message": diagnostic.to_string(), "code": diagnostic.code })
}
