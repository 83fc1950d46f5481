//! Prints how the lexer classes the tokens of queries, for tests of the grammars in other languages.

use std::io::{self, BufRead, Write};

use anyhow::Context;
use promenade::ide::{Options, Query, semantic_tokens};
use promenade::syntax::Variables;
use serde::Serialize;

/// A query with its tokens.
#[derive(Serialize)]
struct Line {
    expr: String,
    /// Whether it has no error.
    accepted: bool,
    /// Start, end, in UTF-16 code units, and kind.
    tokens: Vec<(usize, usize, String)>,
}

/// Reads lines of JSON with a query as `expr`, and writes a line with its tokens for each. Queries have Grafana's variables.
pub(crate) fn run() -> anyhow::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let expr = row["expr"].as_str().context("a line without a query as expr")?;
        serde_json::to_writer(&mut out, &tokens(expr))?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

fn tokens(expr: &str) -> Line {
    let mut options = Options::default();
    options.variables = Variables::Grafana;
    let query = Query::new(expr, options);
    let utf16 = |offset: usize| expr[..offset].encode_utf16().count();
    let found = semantic_tokens(&query).into_iter();
    let tokens = found.map(|token| (utf16(token.range.start), utf16(token.range.end), format!("{:?}", token.kind)));
    Line { expr: expr.to_owned(), accepted: query.parse().diagnostics.is_empty(), tokens: tokens.collect() }
}
