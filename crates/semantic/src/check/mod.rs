//! The type check: one walk that types every node and collects all errors that are not consequences of others.

mod aggregate;
mod binary;
mod call;
mod selector;
mod variable;

use promenade_model::stack::{TreeBox, deeper};
use promenade_model::suggest::nearest;
use promenade_model::value::SourceRange;
use promenade_model::{Features, ValueType};
use promenade_syntax::ast::{Name, SubqueryExpr, UnaryExpr};
use promenade_syntax::diagnostic::codes;
use promenade_syntax::{Diagnostic, Expr, ExprKind, NodeId};

use crate::facts::{Definition, NodeMap};
use crate::typed::{self, TypedExpr, TypedExprKind};

/// The most findings that are kept before sorting. A long query may have one every few bytes.
const MAX_FINDINGS: usize = 5_000;

/// Checks the syntax tree of `query`; `syntax` are its syntax errors.
pub(crate) fn check(query: &str, expr: &Expr, syntax: &[Diagnostic], features: Features) -> Checked {
    let mut checker = Checker { query, features, syntax, findings: Vec::new(), definitions: NodeMap::default() };
    let outcome = checker.expr(expr);
    let Checker { findings, definitions, .. } = checker;
    Checked { is_sound: outcome.is_sound, tree: outcome.into_expr(), definitions, findings }
}

/// The result of the check.
pub(crate) struct Checked {
    /// The typed tree, with unknown parts for errors.
    pub(crate) tree: TypedExpr,
    /// Whether the tree has no error.
    pub(crate) is_sound: bool,
    /// The definitions of the names of functions and aggregators.
    pub(crate) definitions: NodeMap<Definition>,
    /// The errors.
    pub(crate) findings: Vec<Finding>,
}

/// A diagnostic of the check.
pub(crate) struct Finding {
    pub(crate) diagnostic: Diagnostic,
    pub(crate) found: Found,
}

/// The stage at which Prometheus finds an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// During parsing, when it has read up to this offset, and the next token if it must look ahead.
    Parsing { parsed_to: usize, looks_ahead: bool },
    /// In the type check, after parsing.
    Checking,
}

struct Checker<'a> {
    query: &'a str,
    features: Features,
    syntax: &'a [Diagnostic],
    findings: Vec<Finding>,
    definitions: NodeMap<Definition>,
}

/// The result for a node.
struct Outcome {
    /// The typed node, with unknown parts for errors. An open type raises no further errors.
    typed: TreeBox<TypedExpr>,
    /// Whether it has no error.
    is_sound: bool,
}

impl Outcome {
    /// A node with this type and without errors.
    fn new(value_type: ValueType, range: &SourceRange, kind: TypedExprKind) -> Self {
        let typed = TypedExpr { id: NodeId::NONE, kind, value_type, is_open: false, range: range.clone() };
        Self { typed: TreeBox::new(typed), is_sound: true }
    }

    /// A node whose type depends on another. The given type is used unless the context requires another.
    fn open(value_type: ValueType, range: &SourceRange, kind: TypedExprKind) -> Self {
        let mut outcome = Self::new(value_type, range, kind);
        outcome.typed.is_open = true;
        outcome
    }

    /// A node with an error; its type may be known nevertheless.
    fn unknown(value_type: Option<ValueType>, range: &SourceRange, parts: Vec<TypedExpr>) -> Self {
        let kind = TypedExprKind::Unknown(TreeBox::new(parts));
        let outcome = match value_type {
            Some(value_type) => Self::new(value_type, range, kind),
            None => Self::open(ValueType::Vector, range, kind),
        };
        Self { is_sound: false, ..outcome }
    }

    /// The outcome for a node with the same type around this one, open or not.
    fn around(self, range: &SourceRange, around: impl FnOnce(TreeBox<TypedExpr>) -> TypedExprKind) -> Self {
        let Self { typed, is_sound } = self;
        let (value_type, is_open) = (typed.value_type, typed.is_open);
        let outcome = Self::new(value_type, range, around(typed));
        let mut outcome = outcome.sound_if(is_sound);
        outcome.typed.is_open = is_open;
        outcome
    }

    fn sound_if(self, is_sound: bool) -> Self {
        Self { is_sound: self.is_sound && is_sound, ..self }
    }

    /// Its type; `None` if an error or a variable leaves it open.
    fn value_type(&self) -> Option<ValueType> {
        (!self.typed.is_open).then_some(self.typed.value_type)
    }

    fn is(&self, value_type: ValueType) -> bool {
        self.value_type() == Some(value_type)
    }

    fn into_expr(self) -> TypedExpr {
        self.typed.into_inner()
    }
}

impl Checker<'_> {
    fn expr(&mut self, expr: &Expr) -> Outcome {
        let range = &expr.range;
        let mut outcome = deeper(|| match &expr.kind {
            ExprKind::Number(e) => Outcome::new(ValueType::Scalar, range, TypedExprKind::Number(e.value)),
            ExprKind::String(e) => Outcome::new(ValueType::String, range, TypedExprKind::String(e.clone())),
            ExprKind::Vector(e) => self.vector_selector(e, range),
            ExprKind::Matrix(e) => self.matrix_selector(e, range),
            ExprKind::Subquery(e) => self.subquery(e, range),
            ExprKind::Call(e) => self.call(e, expr),
            ExprKind::Aggregate(e) => self.aggregate(e, expr),
            ExprKind::Binary(e) => self.binary(e, range),
            ExprKind::Unary(e) => self.unary(e, range),
            ExprKind::Paren(e) => self.paren(e, range),
            ExprKind::Variable(text) => variable::expr(text, range),
            // Reported by the parser; the parsed parts are checked nevertheless.
            ExprKind::Error(parts) => Outcome::unknown(None, range, self.exprs(parts)),
        });
        outcome.typed.id = expr.id;
        outcome
    }

    /// Checks parts without a known context.
    fn exprs(&mut self, parts: &[Expr]) -> Vec<TypedExpr> {
        parts.iter().map(|part| self.expr(part).into_expr()).collect()
    }

    fn paren(&mut self, inner: &Expr, range: &SourceRange) -> Outcome {
        self.expr(inner).around(range, TypedExprKind::Paren)
    }

    fn unary(&mut self, unary: &UnaryExpr, range: &SourceRange) -> Outcome {
        let inner = self.expr(&unary.expr);
        if let Some(value_type) = inner.value_type()
            && !matches!(value_type, ValueType::Scalar | ValueType::Vector)
        {
            let message = format!(
                "the sign `{}` needs a scalar or an instant vector behind it, but this is {}",
                unary.op,
                with_article(value_type)
            );
            self.report(Diagnostic::error(codes::WRONG_TYPE, unary.expr.range.clone(), message), Some(range.start));
            return Outcome::unknown(None, range, vec![inner.into_expr()]);
        }
        inner.around(range, |typed| TypedExprKind::Unary(unary.op, typed))
    }

    fn subquery(&mut self, subquery: &SubqueryExpr, range: &SourceRange) -> Outcome {
        let mut inner = self.expr(&subquery.expr);
        inner.settle(ValueType::Vector);
        if let Some(other) = inner.value_type().filter(|value_type| *value_type != ValueType::Vector) {
            let message = format!("a subquery needs an instant vector before it, but this is {}", with_article(other));
            self.report(Diagnostic::error(codes::WRONG_TYPE, subquery.expr.range.clone(), message), Some(range.start));
            return Outcome::unknown(Some(ValueType::Matrix), range, vec![inner.into_expr()]);
        }
        let is_sound = inner.is_sound;
        let kind = TypedExprKind::Subquery(TreeBox::new(typed::SubqueryExpr {
            expr: inner.into_expr(),
            range: subquery.range.clone(),
            step: subquery.step.clone(),
            offset: subquery.offset.as_ref().map(|offset| offset.duration.clone()),
            at: subquery.at.as_ref().map(|at| at.kind),
        }));
        Outcome::new(ValueType::Matrix, range, kind).sound_if(is_sound)
    }

    /// Reports an error that Prometheus finds after parsing, at `reported_at` if that is not the start of the range.
    fn report(&mut self, mut diagnostic: Diagnostic, reported_at: Option<usize>) {
        diagnostic.reported_at = reported_at.filter(|at| *at != diagnostic.range.start);
        self.push(Finding { diagnostic, found: Found::Checking });
    }

    fn push(&mut self, finding: Finding) {
        if !self.is_full() {
            self.findings.push(finding);
        }
    }

    /// Whether the limit of findings is reached.
    fn is_full(&self) -> bool {
        self.findings.len() >= MAX_FINDINGS
    }

    /// Reports an error that Prometheus finds while parsing, after it has read the arguments and their modifiers.
    fn report_parsing(&mut self, diagnostic: Diagnostic, args: Arguments, range: &SourceRange, looks_ahead: bool) {
        let parsed_to = if args == Arguments::Closed { range.end } else { usize::MAX };
        self.push(Finding { diagnostic, found: Found::Parsing { parsed_to, looks_ahead } });
    }

    /// The end of the arguments after a name, with a modifier before or after them.
    fn arguments(&self, name: &Name, modifier: Option<&SourceRange>, args: &[Expr], range: &SourceRange) -> Arguments {
        let from = args.last().map_or(name.range.end, |arg| arg.range.end);
        let gap = |range: SourceRange| self.query.get(range).unwrap_or("");
        let (before, after) = match modifier {
            Some(modifier) if modifier.start >= from => (gap(from..modifier.start), gap(modifier.end..range.end)),
            Some(modifier) => ("", gap(from.max(modifier.end)..range.end)),
            None => ("", gap(from..range.end)),
        };
        let holds = |c: char| before.contains(c) || after.contains(c);
        match (args.is_empty() && !holds('('), holds(')')) {
            (true, _) => Arguments::Missing,
            (false, true) => Arguments::Closed,
            (false, false) => Arguments::Open,
        }
    }

    /// Whether the parser reported an error inside the range.
    fn is_broken(&self, range: &SourceRange) -> bool {
        self.syntax.iter().any(|d| d.is_error() && d.range.start <= range.end && range.start <= d.range.end)
    }

    /// Checks that `expr` has the type `want`, if its type is known. `place` describes it, as in "argument 1 of
    /// `rate`". A variable gets the wanted type.
    fn expect(&mut self, outcome: &mut Outcome, want: ValueType, expr: &Expr, place: impl FnOnce() -> String) -> bool {
        outcome.settle(want);
        match outcome.value_type() {
            None => true,
            Some(got) if got == want => true,
            Some(got) => {
                let message = format!("{} must be {}, but this is {}", place(), with_article(want), with_article(got));
                let mut diagnostic = Diagnostic::error(codes::WRONG_TYPE, expr.range.clone(), message);
                if let (ValueType::Matrix, Some(at)) = (want, range_insertion_point(expr)) {
                    diagnostic = diagnostic.with_fix("add a range", at..at, "[5m]");
                }
                self.report(diagnostic, None);
                false
            }
        }
    }
}

/// Arguments in parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Arguments {
    /// No parenthesis.
    Missing,
    /// The closing parenthesis is missing.
    Open,
    /// Complete.
    Closed,
}

/// The position at which a range turns an instant selector into a range selector.
fn range_insertion_point(expr: &Expr) -> Option<usize> {
    let ExprKind::Vector(selector) = &expr.unparenthesized().kind else { return None };
    let name = selector.name.as_ref().map(|name| name.range.end);
    selector.braces_range.as_ref().map(|braces| braces.end).or(name)
}

/// The diagnostic for a name that is not in the catalogue.
fn unknown_name(code: &'static str, kind: &str, name: &Name, known: impl Iterator<Item = &'static str>) -> Diagnostic {
    let (text, range) = (&name.text, name.range.clone());
    let Some(meant) = nearest(text, known) else {
        return Diagnostic::error(code, range, format!("there is no {kind} `{text}`"));
    };
    Diagnostic::error(code, range.clone(), format!("there is no {kind} `{text}`; did you mean `{meant}`?")).with_fix(
        format!("replace it with `{meant}`"),
        range,
        meant,
    )
}

/// The type with its article, as in "a range vector".
fn with_article(value_type: ValueType) -> String {
    let article = if value_type == ValueType::Vector { "an" } else { "a" };
    format!("{article} {}", value_type.documented_name())
}

/// A count with a noun, as in "2 arguments".
fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}
