//! Plans as text: one node per line, children indented.

use std::fmt::{self, Display, Formatter};

use promenade_functions::samples::RangeMode;
use promenade_go::time::Time;
use promenade_model::duration::format_duration;
use promenade_model::labels::METRIC_NAME;
use promenade_model::stack::deeper;
use promenade_model::value::quote;
use promenade_model::{MatchOp, Matcher, TimestampMs};

use crate::logical::{
    BinaryNode, Grouping, LogicalPlan, Node, NodeKind, Subquery, VectorMatchCardinality, VectorMatching, VectorSelector,
};
use crate::optimize::PassReport;
use crate::scan::Scan;

impl LogicalPlan {
    /// The plan as text: evaluation times, the tree, the scans, and the changes made by optimizer passes. Each level is
    /// indented by two spaces; the type of each value follows a colon. Times are Unix seconds, in the alternate form
    /// (`{:#}`) dates in UTC.
    pub fn explain(&self) -> impl Display + '_ {
        Explain(self)
    }
}

struct Explain<'a>(&'a LogicalPlan);

impl Display for Explain<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(plan) = self;
        let grid = plan.grid;
        if grid.start_ms == grid.end_ms {
            f.write_str("at ")?;
            write_time(f, grid.start_ms)?;
            writeln!(f)?;
        } else {
            write_span(f, grid.start_ms, grid.end_ms)?;
            writeln!(f, " every {}", format_duration(grid.step_ms))?;
        }
        write_node(f, &plan.root, 1)?;
        for scan in &plan.scans {
            write_scan(f, scan)?;
        }
        for PassReport { pass, changes } in &plan.passes {
            changes.iter().try_for_each(|change| writeln!(f, "pass {pass}: {change}"))?;
        }
        Ok(())
    }
}

/// The maximum indentation, so that deep nesting does not make the output quadratic.
const MAX_LEVEL: usize = 100;

fn write_node(f: &mut Formatter<'_>, node: &Node, level: usize) -> fmt::Result {
    write!(f, "{:1$}", "", 2 * level.min(MAX_LEVEL))?;
    match &node.kind {
        NodeKind::Number(value) => write!(f, "number {value}")?,
        NodeKind::String(text) => write!(f, "string {}", quote(text))?,
        NodeKind::VectorSelector(selector) => write_selector(f, selector, None)?,
        NodeKind::MatrixSelector(matrix) => write_selector(f, &matrix.selector, Some(matrix.range_ms))?,
        NodeKind::Subquery(subquery) => write_subquery(f, subquery)?,
        NodeKind::Call(call) => write!(f, "call {}", call.def.name)?,
        NodeKind::Aggregate(aggregate) => {
            write!(f, "aggregate {}{}", aggregate.def.name, ByOrWithout(&aggregate.grouping))?;
        }
        NodeKind::Binary(binary) => write_binary(f, binary)?,
        NodeKind::Plus(_) => f.write_str("plus")?,
        NodeKind::Negate(_) => f.write_str("negate")?,
        NodeKind::StepInvariant(_) => f.write_str("step-invariant")?,
        NodeKind::Merge(_) => f.write_str("merge equal rows")?,
        NodeKind::DropNames(_) => f.write_str("drop names")?,
    }
    writeln!(f, ": {}", node.value_type)?;
    node.children().try_for_each(|child| deeper(|| write_node(f, child, level + 1)))
}

fn write_subquery(f: &mut Formatter<'_>, subquery: &Subquery) -> fmt::Result {
    write!(f, "subquery [{}:{}]", format_duration(subquery.range_ms), format_duration(subquery.step_ms))?;
    write_times(f, subquery.at_ms, subquery.offset_ms)
}

fn write_binary(f: &mut Formatter<'_>, binary: &BinaryNode) -> fmt::Result {
    write!(f, "binary {}", binary.op.symbol())?;
    if binary.return_bool {
        f.write_str(" bool")?;
    }
    binary.matching.as_ref().map_or(Ok(()), |matching| write_matching(f, matching))
}

fn write_matching(f: &mut Formatter<'_>, matching: &VectorMatching) -> fmt::Result {
    if matching.on || !matching.labels.is_empty() {
        let on = if matching.on { "on" } else { "ignoring" };
        write!(f, " {on} ({})", matching.labels.join(", "))?;
    }
    match matching.cardinality {
        VectorMatchCardinality::ManyToOne => write!(f, " group_left ({})", matching.include.join(", "))?,
        VectorMatchCardinality::OneToMany => write!(f, " group_right ({})", matching.include.join(", "))?,
        VectorMatchCardinality::OneToOne | VectorMatchCardinality::ManyToMany => {}
    }
    if let Some(lhs) = matching.fill.lhs {
        write!(f, " fill_left ({lhs})")?;
    }
    if let Some(rhs) = matching.fill.rhs {
        write!(f, " fill_right ({rhs})")?;
    }
    Ok(())
}

fn write_times(f: &mut Formatter<'_>, at_ms: Option<TimestampMs>, offset_ms: i64) -> fmt::Result {
    if let Some(at_ms) = at_ms {
        f.write_str(" @ ")?;
        write_time(f, at_ms)?;
    }
    match offset_ms {
        0 => Ok(()),
        1.. => write!(f, " offset {}", format_duration(offset_ms)),
        _ => write!(f, " offset -{}", format_duration(offset_ms.saturating_neg())),
    }
}

fn write_scan(f: &mut Formatter<'_>, scan: &Scan) -> fmt::Result {
    write!(f, "scan {} ", Series(&scan.matchers))?;
    write_span(f, scan.start_ms, scan.end_ms)?;
    if let Some(func) = scan.func {
        write!(f, " for {func}")?;
    }
    if let Some(grouping) = &scan.grouping {
        write!(f, "{}", ByOrWithout(grouping))?;
    }
    if scan.skip_buckets {
        f.write_str(" without buckets")?;
    }
    if scan.start_timestamps {
        f.write_str(" with start timestamps")?;
    }
    match scan.nodes.len() {
        0 | 1 => writeln!(f),
        n_selectors => writeln!(f, " shared by {n_selectors} selectors"),
    }
}

fn write_span(f: &mut Formatter<'_>, start_ms: TimestampMs, end_ms: TimestampMs) -> fmt::Result {
    f.write_str("from ")?;
    write_time(f, start_ms)?;
    f.write_str(" to ")?;
    write_time(f, end_ms)
}

/// A time in seconds with as many decimals as needed; in the alternate form as a date.
fn write_time(f: &mut Formatter<'_>, time_ms: TimestampMs) -> fmt::Result {
    if f.alternate() {
        return f.write_str(&Time::from_unix_ms(time_ms).format("2006-01-02T15:04:05.999Z07:00"));
    }
    write!(f, "{}", time_ms as f64 / 1000.0)
}

fn write_selector(f: &mut Formatter<'_>, selector: &VectorSelector, range_ms: Option<i64>) -> fmt::Result {
    write!(f, "select {}", Series(&selector.matchers))?;
    if let Some(range_ms) = range_ms {
        write!(f, "[{}]", format_duration(range_ms))?;
    }
    match selector.mode {
        RangeMode::Plain => {}
        RangeMode::Anchored => f.write_str(" anchored")?,
        RangeMode::Smoothed => f.write_str(" smoothed")?,
    }
    write_times(f, selector.at_ms, selector.offset_ms)?;
    if selector.skip_buckets { f.write_str(" without buckets") } else { Ok(()) }
}

/// Matchers as a selector: the name, if any, before the braces, the others sorted by text.
pub(crate) struct Series<'a>(pub(crate) &'a [Matcher]);

impl Display for Series<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let name_idx = self.0.iter().position(|m| m.name() == METRIC_NAME && m.op() == MatchOp::Equal);
        if let Some(idx) = name_idx {
            f.write_str(self.0[idx].value())?;
        }
        let mut others: Vec<String> = (self.0.iter().enumerate())
            .filter(|(idx, _)| Some(*idx) != name_idx)
            .map(|(_, m)| format!("{}{}{}", m.name(), m.op(), quote(m.value())))
            .collect();
        others.sort_unstable();
        if others.is_empty() && name_idx.is_some() { Ok(()) } else { write!(f, "{{{}}}", others.join(",")) }
    }
}

struct ByOrWithout<'a>(&'a Grouping);

impl Display for ByOrWithout<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(grouping) = self;
        match (grouping.without, grouping.labels.is_empty()) {
            (false, true) => Ok(()),
            (without, _) => {
                let word = if without { "without" } else { "by" };
                write!(f, " {word} ({})", grouping.labels.join(", "))
            }
        }
    }
}
