//! What other tools check, and which of our rules do the same.

/// A tool whose checks ours are held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// Cloudflare's linter of rules.
    Pint,
    /// A query builder, of which parts are in Prometheus's own page of queries.
    PromLens,
    /// `promtool check rules --lint=all`
    Promtool,
    /// The annotations with which Prometheus answers queries.
    Prometheus,
}

/// A check of another tool.
#[derive(Debug, Clone, Copy)]
pub struct CoverageRow {
    /// The tool.
    pub tool: Tool,
    /// The check, under the name that the tool gives it, or in words where it has none.
    pub check: &'static str,
    /// The codes of our rules.
    pub rules: &'static [&'static str],
    /// What is different, or why there is no rule.
    pub note: &'static str,
}

/// All rows, tool by tool.
pub fn coverage() -> impl Iterator<Item = &'static CoverageRow> {
    ROWS.iter()
}

static ROWS: &[CoverageRow] = &[];
