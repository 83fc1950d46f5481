//! Text of other languages around or in a query: templates, pipelines of logs, comments as programs have them, keys of YAML.

use crate::diagnostic::codes;
use crate::token::TokenKind;
use crate::variables::variable_len;

use super::hint::Hint;
use super::site::Site;

pub(super) fn hints(site: &Site<'_>) -> Vec<Hint> {
    let hint = template(site)
        .or_else(|| variable(site))
        .or_else(|| sql(site))
        .or_else(|| pipe(site))
        .or_else(|| comment(site))
        .or_else(|| key(site));
    hint.into_iter().collect()
}

/// `{{ .Values.x }}`: the parser goes on as if a name or a duration stood there.
fn template(site: &Site<'_>) -> Option<Hint> {
    let start = if site.slice(..site.here().start).ends_with('{') { site.here().start - 1 } else { site.here().start };
    let inside = site.slice(start..).strip_prefix("{{")?;
    let len = inside.find("}}")?;
    let range = start..start + len + 4;
    if inside[..len].contains('=') {
        let edits = [(start..start + 2, "{".to_owned()), (range.end - 2..range.end, "}".to_owned())];
        return Some(Hint::fixes("write single braces", edits).saying("matchers stand in single braces"));
    }
    let message = "`{{ ... }}` belongs to a template, which must be filled in before the query is read";
    Some(Hint::skip(range, stand_in(site, start)).saying(message))
}

/// `$job`, `[$__rate_interval]`, `${metric}_total`, `[[job]]` where such variables are no part of the language.
fn variable(site: &Site<'_>) -> Option<Hint> {
    let start = site.here().start;
    let len = variable_len(site.slice(start..)).filter(|_| !site.has_variables())?;
    let name = site.slice(start..start + len);
    let message = format!("`{name}` is a variable of Grafana, which must be filled in before the query is read");
    let hint = Hint::skip(start..start + len, stand_in(site, start)).saying(message);
    Some(
        hint.with_help(
            "put a value in its place; `promenade fmt` and `lint` read Grafana's variables with `--grafana`",
        ),
    )
}

/// What lets the parser go on where something is yet to be filled in: a duration, the value of a matcher, or a name.
fn stand_in(site: &Site<'_>, start: usize) -> &'static str {
    let before = site.slice(..start).trim_end().to_ascii_lowercase();
    if before.ends_with(['[', ':']) || before.ends_with("offset") {
        "5m"
    } else if before.ends_with(['=', '~']) {
        "\"x\""
    } else {
        "x"
    }
}

/// `SELECT x FROM y`
fn sql(site: &Site<'_>) -> Option<Hint> {
    let first = site.text.split_whitespace().next()?;
    let help = "PromQL has no `SELECT`: the query is the expression alone, as in `sum by (job) (up)`";
    first.eq_ignore_ascii_case("select").then(|| Hint::skip(0..site.text.len(), "x").with_help(help))
}

/// `{job="a"} |= "error"`, `x | json`
fn pipe(site: &Site<'_>) -> Option<Hint> {
    let rest = site.slice(site.here().start..).strip_prefix('|')?;
    let is_stage = site.at(-1) == "}" || site.at(-1) == "]" || rest.starts_with(['=', '~', '>']);
    if !site.is(codes::UNEXPECTED_CHARACTER) || !is_stage || rest.starts_with('|') {
        return None;
    }
    let start = site.range(-1).end;
    let mut end = 0;
    while site.kind(end) != TokenKind::Eof && !["[", ")"].contains(&site.at(end)) {
        end = if site.at(end) == "(" { site.closing(end)? + 1 } else { end + 1 };
    }
    let help =
        "stages of a pipeline belong to LogQL; in PromQL series are chosen in braces, and `or` joins two vectors";
    Some(Hint::skip(start..site.range(end - 1).end, "").with_help(help))
}

/// `// comment`, `/* comment */`
fn comment(site: &Site<'_>) -> Option<Hint> {
    let start = site.slice(..site.here().end).rfind('/')?;
    if !site.is(codes::UNEXPECTED_TOKEN) || !site.word().contains(['/', '*']) {
        return None;
    }
    let start = if site.slice(..start).ends_with('/') { start - 1 } else { start };
    let line = site.slice(..start);
    let begins_line =
        line.trim_end_matches([' ', '\t']).is_empty() || line.trim_end_matches([' ', '\t']).ends_with('\n');
    let rest = site.slice(start..);
    if rest.starts_with("//") && begins_line {
        return Some(Hint::fix("write `#`", start..start + 2, "#").saying("a comment begins with `#`"));
    }
    if rest.starts_with("/*") {
        let end = rest.find("*/").map_or(site.text.len(), |len| start + len + 2);
        return Some(Hint::fix("remove it", start..end, "").saying("a comment begins with `#` and ends with its line"));
    }
    None
}

/// `expr: sum(x)`
fn key(site: &Site<'_>) -> Option<Hint> {
    let is_key = site.at(-1).ends_with(':') && site.kind(-1) == TokenKind::MetricIdentifier && !site.touches(-1);
    if !is_key || site.range(-1).start != 0 {
        return None;
    }
    let hint = Hint::fix("remove it", 0..site.range(0).start, "");
    Some(hint.with_help(format!("`{}` belongs to the file around the query", site.at(-1))))
}
