//! Highlighting by meaning: each token with its kind. Names are what the tree and the catalogue say that they are.

use std::collections::HashMap;

use promenade_model::value::SourceRange;
use promenade_syntax::ast::{IncompleteKind, LabelName, VectorSelector};
use promenade_syntax::{Expr, ExprKind, TokenKind};

use crate::query::Query;

/// A token to highlight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SemanticToken {
    /// Where it stands.
    pub range: SourceRange,
    /// What it is.
    pub kind: SemanticTokenKind,
}

/// The kinds of tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SemanticTokenKind {
    /// The name of a metric.
    Metric,
    /// The name of a label.
    Label,
    /// The value of a label, or part of a matcher.
    LabelValue,
    /// A function of the catalogue, or `start()` and its like.
    Function,
    /// An aggregator.
    Aggregator,
    /// A word of the language.
    Keyword,
    /// An operator, also of a matcher.
    Operator,
    /// A number.
    Number,
    /// A duration.
    Duration,
    /// A string.
    String,
    /// A variable of a dashboard.
    Variable,
    /// A comment.
    Comment,
    /// A bracket, a comma, a colon or `@`.
    Punctuation,
    /// Text that is no token, or a call of a function that does not exist.
    Invalid,
}

/// All tokens but whitespace, in order. They do not overlap.
pub fn semantic_tokens(query: &Query) -> Vec<SemanticToken> {
    let named = names(query);
    let mut found = Vec::new();
    for token in &query.parse().tokens {
        if matches!(token.kind, TokenKind::Whitespace | TokenKind::Eof) || token.range.is_empty() {
            continue;
        }
        let kind = named.get(&token.range.start).copied().unwrap_or_else(|| of_token(token.kind));
        found.push(SemanticToken { range: token.range.clone(), kind });
    }
    found
}

/// What a token is by itself.
fn of_token(kind: TokenKind) -> SemanticTokenKind {
    use SemanticTokenKind as S;
    use TokenKind as T;
    match kind {
        T::Comment => S::Comment,
        T::Identifier | T::MetricIdentifier => S::Metric,
        T::Number => S::Number,
        T::Duration => S::Duration,
        T::String => S::String,
        T::Variable | T::VariableNumber => S::Variable,
        T::LeftParen | T::RightParen | T::LeftBrace | T::RightBrace | T::LeftBracket | T::RightBracket => {
            S::Punctuation
        }
        T::Comma | T::Colon | T::At => S::Punctuation,
        T::Error => S::Invalid,
        T::Start | T::End | T::Step | T::Range | T::MaxOf | T::MinOf => S::Function,
        kind if kind.is_keyword() => S::Keyword,
        _ => S::Operator,
    }
}

/// The names that the tree knows, by where they begin.
fn names(query: &Query) -> HashMap<usize, SemanticTokenKind> {
    let mut names = HashMap::new();
    for expr in query.parse().expr.descendants() {
        of_node(query, expr, &mut names);
    }
    names
}

fn of_node(query: &Query, expr: &Expr, names: &mut HashMap<usize, SemanticTokenKind>) {
    match &expr.kind {
        ExprKind::Aggregate(aggregate) => {
            names.insert(aggregate.op.range.start, SemanticTokenKind::Aggregator);
            labels(&aggregate.grouping, names);
        }
        ExprKind::Call(call) => {
            let is_known = query.model().function(expr.id).is_some();
            let is_variable = promenade_syntax::variables::holds_variable(&call.function.text);
            let known = if is_known { SemanticTokenKind::Function } else { SemanticTokenKind::Invalid };
            let kind = if is_variable { SemanticTokenKind::Variable } else { known };
            names.insert(call.function.range.start, kind);
        }
        ExprKind::Binary(binary) => {
            labels(&binary.matching.labels, names);
            labels(&binary.matching.include, names);
        }
        ExprKind::Vector(selector) => of_selector(selector, names),
        ExprKind::Matrix(matrix) => of_selector(&matrix.selector, names),
        _ => {}
    }
}

fn of_selector(selector: &VectorSelector, names: &mut HashMap<usize, SemanticTokenKind>) {
    let metric = selector.name.iter().filter(|name| !promenade_syntax::variables::holds_variable(&name.text));
    names.extend(metric.map(|name| (name.range.start, SemanticTokenKind::Metric)));
    for matcher in &selector.matchers {
        if matcher.is_bare_name {
            names.insert(matcher.range.start, SemanticTokenKind::Metric);
        } else {
            labels(std::slice::from_ref(&matcher.name), names);
            if !promenade_syntax::variables::holds_variable(&matcher.value) {
                names.insert(matcher.value_range.start, SemanticTokenKind::LabelValue);
            }
        }
    }
    for part in &selector.incomplete {
        if let IncompleteKind::Matcher { name, .. } = &part.kind {
            labels(std::slice::from_ref(name), names);
        }
    }
}

fn labels(labels: &[LabelName], names: &mut HashMap<usize, SemanticTokenKind>) {
    let plain = labels.iter().filter(|label| !label.holds_variable() && !label.range.is_empty());
    names.extend(plain.map(|label| (label.range.start, SemanticTokenKind::Label)));
}
