//! Smaller queries: the tree with one thing less.

use promenade::semantic::{Options, parse_and_check};
use promenade::syntax::ast::{
    BinaryExpr, DurationExpr, DurationExprKind, Expr, ExprKind, FillValues, MatrixSelector, NumberLiteral, Offset,
    SubqueryExpr, VectorMatchCardinality, VectorMatching, VectorSelector,
};
use promenade::{Engine, EngineOptions, Features};

use crate::oracle::Query;

/// The same query at the same times with one thing less, smallest first; those that are no longer allowed left out.
pub(crate) fn smaller(query: &Query) -> Vec<Query> {
    let options = EngineOptions::default().features(Features::all());
    let engine = Engine::new(options);
    let language: Options = engine.language();
    let expr = parse_and_check(&query.expr, &language).expr;
    let mut texts: Vec<_> = variants(&expr).iter().map(ToString::to_string).collect();
    texts.retain(|text| text.len() < query.expr.len());
    texts.sort_by_key(String::len);
    texts.dedup();
    texts.retain(|text| parse_and_check(text, &language).model.typed().is_some());
    texts.into_iter().map(|expr| Query { expr, ..query.clone() }).collect()
}

/// All trees that have one thing less, at this node or below.
fn variants(expr: &Expr) -> Vec<Expr> {
    let mut all: Vec<Expr> = expr.children().cloned().collect();
    all.extend(of_node(&expr.kind).into_iter().map(|kind| Expr::new(kind, expr.range.clone())));
    for i in 0..expr.children().count() {
        let child = expr.children().nth(i).map(variants).unwrap_or_default();
        all.extend(child.into_iter().filter_map(|child| with_child(expr, i, child)));
    }
    all
}

/// The node with another child.
fn with_child(expr: &Expr, i: usize, child: Expr) -> Option<Expr> {
    let mut expr = expr.clone();
    *expr.children_mut().nth(i)? = child;
    Some(expr)
}

/// The node itself with one thing less, its children as they are.
fn of_node(kind: &ExprKind) -> Vec<ExprKind> {
    let mut all = vec![number("0"), number("1")];
    match kind {
        ExprKind::Number(n) if n.text.len() == 1 => all.clear(),
        ExprKind::Vector(selector) => {
            all.extend(selectors(selector).into_iter().map(|s| ExprKind::Vector(Box::new(s))));
        }
        ExprKind::Matrix(matrix) => {
            let with = |selector| ExprKind::Matrix(Box::new(MatrixSelector { selector, ..(**matrix).clone() }));
            all.extend(selectors(&matrix.selector).into_iter().map(with));
            all.extend(
                durations(&matrix.range)
                    .into_iter()
                    .map(|range| ExprKind::Matrix(Box::new(MatrixSelector { range, ..(**matrix).clone() }))),
            );
        }
        ExprKind::Subquery(subquery) => {
            let mut with = |change: &dyn Fn(&mut SubqueryExpr)| {
                let mut subquery = subquery.clone();
                change(&mut subquery);
                all.push(ExprKind::Subquery(subquery));
            };
            with(&|s| s.offset = None);
            with(&|s| s.at = None);
            with(&|s| s.step = None);
            for range in durations(&subquery.range) {
                with(&|s| s.range = range.clone());
            }
            for step in subquery.step.as_ref().map(durations).unwrap_or_default() {
                with(&|s| s.step = Some(step.clone()));
            }
        }
        ExprKind::Aggregate(aggregate) => {
            for i in 0..aggregate.grouping.len() {
                let mut aggregate = aggregate.clone();
                aggregate.grouping.remove(i);
                all.push(ExprKind::Aggregate(aggregate));
            }
        }
        ExprKind::Call(call) => {
            for i in 0..call.args.len() {
                let mut call = call.clone();
                call.args.remove(i);
                all.push(ExprKind::Call(call));
            }
        }
        ExprKind::Binary(binary) => all.extend(binaries(binary).into_iter().map(|b| ExprKind::Binary(b.into()))),
        _ => {}
    }
    all
}

fn number(text: &str) -> ExprKind {
    ExprKind::Number(NumberLiteral {
        value: text.parse().unwrap_or_default(),
        is_duration: false,
        text: text.to_owned(),
    })
}

fn selectors(selector: &VectorSelector) -> Vec<VectorSelector> {
    let mut all = vec![
        VectorSelector { offset: None, ..selector.clone() },
        VectorSelector { at: None, ..selector.clone() },
        VectorSelector { anchored: false, ..selector.clone() },
        VectorSelector { smoothed: false, ..selector.clone() },
    ];
    for i in 0..selector.matchers.len() {
        let mut fewer = selector.clone();
        fewer.matchers.remove(i);
        all.push(fewer);
    }
    if let Some(offset) = &selector.offset {
        let with = |duration| {
            let offset = Offset { duration, ..offset.clone() };
            VectorSelector { offset: Some(offset), ..selector.clone() }
        };
        all.extend(durations(&offset.duration).into_iter().map(with));
    }
    all
}

/// Simpler durations: the parts of a calculation, and a minute.
fn durations(duration: &DurationExpr) -> Vec<DurationExpr> {
    use DurationExprKind as Kind;
    let mut all = match &duration.kind {
        Kind::MinOf(a, b) | Kind::MaxOf(a, b) | Kind::Binary(_, a, b) => vec![(**a).clone(), (**b).clone()],
        Kind::Negate(a) | Kind::Paren(a) => vec![(**a).clone()],
        _ => Vec::new(),
    };
    let minute = NumberLiteral { value: 60.0, is_duration: true, text: "1m".to_owned() };
    all.push(DurationExpr::new(Kind::Number(minute), duration.range.clone()));
    all
}

fn binaries(binary: &BinaryExpr) -> Vec<BinaryExpr> {
    let matching = &binary.matching;
    let with = |matching: VectorMatching| BinaryExpr { matching, ..binary.clone() };
    let mut all = vec![
        BinaryExpr { return_bool: false, ..binary.clone() },
        with(VectorMatching::default()),
        with(VectorMatching { fill_values: FillValues::default(), ..matching.clone() }),
        with(VectorMatching { card: VectorMatchCardinality::OneToOne, include: Vec::new(), ..matching.clone() }),
    ];
    for i in 0..matching.labels.len() {
        let mut fewer = matching.clone();
        fewer.labels.remove(i);
        all.push(with(fewer));
    }
    for i in 0..matching.include.len() {
        let mut fewer = matching.clone();
        fewer.include.remove(i);
        all.push(with(fewer));
    }
    all
}
