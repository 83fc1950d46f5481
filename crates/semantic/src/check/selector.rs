//! Selectors: the name is set once, and at least one matcher does not match the empty value.

use std::borrow::Cow;

use promenade_functions::samples::RangeMode;
use promenade_model::value::SourceRange;
use promenade_model::{ValueType, labels::METRIC_NAME};
use promenade_syntax::ast::{MatcherVariable, MatrixSelector, VectorSelector};
use promenade_syntax::diagnostic::codes;
use promenade_syntax::{Diagnostic, Expr};

use super::{Checker, Outcome};
use crate::typed::{self, TypedExprKind};

impl Checker<'_> {
    pub(super) fn vector_selector(&mut self, selector: &VectorSelector, range: &SourceRange) -> Outcome {
        let right = self.selector_is_right(selector, range);
        let kind = TypedExprKind::Vector(Box::new(typed_selector(selector)));
        Outcome::new(ValueType::Vector, range, kind).sound_if(right)
    }

    /// Matchers that are not a selector and may be empty.
    pub(super) fn label_selector(&mut self, selector: &VectorSelector, expr: &Expr) -> Outcome {
        let right = all_compile(selector) && self.name_is_set_once(selector, &expr.range);
        let kind = TypedExprKind::Vector(Box::new(typed_selector(selector)));
        let mut outcome = Outcome::new(ValueType::Vector, &expr.range, kind).sound_if(right);
        outcome.typed.id = expr.id;
        outcome
    }

    pub(super) fn matrix_selector(&mut self, matrix: &MatrixSelector, range: &SourceRange) -> Outcome {
        let right = self.selector_is_right(&matrix.selector, range);
        let kind = TypedExprKind::Matrix(Box::new(typed::MatrixSelector {
            selector: typed_selector(&matrix.selector),
            range: matrix.range.clone(),
        }));
        Outcome::new(ValueType::Matrix, range, kind).sound_if(right)
    }

    fn selector_is_right(&mut self, selector: &VectorSelector, range: &SourceRange) -> bool {
        let named_once = self.name_is_set_once(selector, range);
        let selective = selector.name.is_some() || self.selects_something(selector, range);
        named_once && selective && all_compile(selector)
    }

    fn name_is_set_once(&mut self, selector: &VectorSelector, range: &SourceRange) -> bool {
        let Some(name) = &selector.name else { return true };
        let mut once = true;
        for matcher in selector.matchers.iter().filter(|m| m.name.text == METRIC_NAME) {
            let message = format!(
                "the metric name is set twice: `{}` before the braces and `{}` in them; keep one",
                excerpt(&name.text),
                excerpt(&matcher.value)
            );
            let diagnostic = Diagnostic::error(codes::NAME_SET_TWICE, matcher.range.clone(), message)
                .with_label(name.range.clone(), "set here already");
            self.report(diagnostic, Some(range.start));
            once = false;
        }
        once
    }

    fn selects_something(&mut self, selector: &VectorSelector, range: &SourceRange) -> bool {
        let unknown = |m: &promenade_syntax::ast::LabelMatcher| m.matcher.is_none();
        let selective = |m: &promenade_syntax::ast::LabelMatcher| m.matcher.as_ref().is_some_and(|m| !m.matches(""));
        if selector.matchers.iter().any(|m| unknown(m) || selective(m)) {
            return true;
        }
        if self.is_broken(range) {
            return false;
        }
        let message = "this selects every series: add a metric name or a matcher that an empty value does not match";
        self.report(Diagnostic::error(codes::EMPTY_SELECTOR, range.clone(), message), None);
        false
    }
}

/// Whether all regular expressions are valid; the parser reported the others. One with a variable may be valid.
fn all_compile(selector: &VectorSelector) -> bool {
    selector.matchers.iter().all(|m| m.matcher.is_some() || m.variable != MatcherVariable::None)
}

fn typed_selector(selector: &VectorSelector) -> typed::VectorSelector {
    let mode = if selector.anchored {
        RangeMode::Anchored
    } else if selector.smoothed {
        RangeMode::Smoothed
    } else {
        RangeMode::Plain
    };
    typed::VectorSelector {
        matchers: selector.all_matchers().collect(),
        has_variable: selector.holds_variable() || !all_compile(selector),
        offset: selector.offset.as_ref().map(|offset| offset.duration.clone()),
        at: selector.at.as_ref().map(|at| at.kind),
        mode,
    }
}

/// The start of a name, which may be as long as the query and occur in many messages.
fn excerpt(name: &str) -> Cow<'_, str> {
    const MAX_BYTES: usize = 200;
    if name.len() <= MAX_BYTES {
        return name.into();
    }
    format!("{}…", &name[..name.floor_char_boundary(MAX_BYTES)]).into()
}
