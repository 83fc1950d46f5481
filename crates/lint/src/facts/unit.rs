//! The unit of an expression, as far as the metadata or the names of metrics say it.

use std::fmt;

use promenade_functions::aggregators::ValueUse;
use promenade_functions::{FunctionDef, ParamRole, ResultUnit};
use promenade_model::stack::deeper;
use promenade_syntax::ast::BinaryOp;
use promenade_syntax::{Expr, ExprKind};

use super::counter::is_recorded;
use super::selector::metric_name;
use crate::context::QueryContext;

/// A unit, and whether it is per second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit {
    name: &'static str,
    per_second: bool,
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)?;
        f.write_str(if self.per_second { " per second" } else { "" })
    }
}

/// Units that stand at the end of names. Where one of them stands, nothing else is meant.
const UNITS: &[&str] = &[
    "seconds",
    "milliseconds",
    "microseconds",
    "nanoseconds",
    "minutes",
    "hours",
    "days",
    "bytes",
    "kilobytes",
    "megabytes",
    "gigabytes",
    "kibibytes",
    "mebibytes",
    "gibibytes",
    "bits",
    "celsius",
    "fahrenheit",
    "kelvin",
    "ratio",
    "percent",
    "volts",
    "amperes",
    "watts",
    "joules",
    "meters",
    "grams",
    "hertz",
];

/// The unit of an expression; `None` if it is not known.
pub(crate) fn unit_of(cx: &QueryContext<'_>, expr: &Expr) -> Option<Unit> {
    if let Some(unit) = cx.units.borrow().get(expr.id) {
        return *unit;
    }
    let unit = deeper(|| unit_of_node(cx, expr));
    cx.units.borrow_mut().insert(expr.id, unit);
    unit
}

fn unit_of_node(cx: &QueryContext<'_>, expr: &Expr) -> Option<Unit> {
    match &expr.kind {
        ExprKind::Vector(selector) => unit_of_metric(cx, metric_name(selector)?),
        ExprKind::Matrix(matrix) => unit_of_metric(cx, metric_name(&matrix.selector)?),
        ExprKind::Subquery(subquery) => unit_of(cx, &subquery.expr),
        ExprKind::Paren(inner) => unit_of(cx, inner),
        ExprKind::Unary(unary) => unit_of(cx, &unary.expr),
        ExprKind::Call(call) => of_call(cx, cx.function(expr)?, &call.args),
        ExprKind::Aggregate(aggregate) => {
            let def = cx.aggregator(expr)?;
            let keeps = def.value_use() != ValueUse::Ignored && !def.takes(ParamRole::DestinationLabel);
            aggregate.expr().filter(|_| keeps).and_then(|expr| unit_of(cx, expr))
        }
        ExprKind::Binary(binary) => {
            let filters = binary.op.is_comparison() && !binary.return_bool;
            let keeps = filters || binary.op.is_set_operator();
            let adds = matches!(binary.op, BinaryOp::Add | BinaryOp::Sub);
            let (lhs, rhs) = (unit_of(cx, &binary.lhs), unit_of(cx, &binary.rhs));
            if keeps && !cx.is_scalar(&binary.lhs) { lhs } else { lhs.filter(|_| adds && lhs == rhs) }
        }
        _ => None,
    }
}

fn of_call(cx: &QueryContext<'_>, def: &FunctionDef, args: &[Expr]) -> Option<Unit> {
    let usage = def.behavior.usage;
    let samples = match usage.unit {
        ResultUnit::Unknown => return None,
        ResultUnit::Seconds => return Some(Unit { name: "seconds", per_second: false }),
        ResultUnit::OfArgument => def.signature.position(ParamRole::Series)?,
    };
    let unit = unit_of(cx, args.get(samples)?)?;
    match (usage.per_second, unit.name) {
        // Seconds per second are a share of the time.
        (true, "seconds") => None,
        (true, _) if unit.per_second => None,
        (per_second, name) => Some(Unit { name, per_second: per_second || unit.per_second }),
    }
}

/// The unit of a metric: what its metadata says, or else what its name ends with.
fn unit_of_metric(cx: &QueryContext<'_>, name: &str) -> Option<Unit> {
    if is_recorded(name) || name.ends_with("_count") || name.ends_with("_bucket") {
        return None;
    }
    let by_metadata = cx.metric(name).and_then(|metric| metric.unit.as_deref());
    let unit = by_metadata.map_or_else(|| unit_of_name(name), |unit| known(unit).or_else(|| spelt_out(unit)));
    unit.map(|name| Unit { name, per_second: false })
}

fn unit_of_name(name: &str) -> Option<&'static str> {
    let name = name.strip_suffix("_total").or_else(|| name.strip_suffix("_sum")).unwrap_or(name);
    known(name.rsplit_once('_')?.1)
}

fn known(unit: &str) -> Option<&'static str> {
    UNITS.iter().find(|known| **known == unit).copied()
}

/// The unit that an abbreviation of UCUM stands for, as `OpenTelemetry` writes units.
fn spelt_out(unit: &str) -> Option<&'static str> {
    ABBREVIATIONS.iter().find(|(short, _)| *short == unit).map(|(_, long)| *long)
}

/// Abbreviations of [`UNITS`].
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("s", "seconds"),
    ("ms", "milliseconds"),
    ("us", "microseconds"),
    ("ns", "nanoseconds"),
    ("min", "minutes"),
    ("h", "hours"),
    ("d", "days"),
    ("By", "bytes"),
    ("kBy", "kilobytes"),
    ("MBy", "megabytes"),
    ("GBy", "gigabytes"),
    ("KiBy", "kibibytes"),
    ("MiBy", "mebibytes"),
    ("GiBy", "gibibytes"),
    ("bit", "bits"),
    ("Cel", "celsius"),
    ("K", "kelvin"),
    ("%", "percent"),
    ("V", "volts"),
    ("A", "amperes"),
    ("W", "watts"),
    ("J", "joules"),
    ("m", "meters"),
    ("g", "grams"),
    ("Hz", "hertz"),
];
