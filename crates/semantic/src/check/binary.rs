//! Binary operations: operand types, `bool`, and the rules of vector matching.

use std::collections::HashMap;

use promenade_model::ValueType;
use promenade_model::stack::TreeBox;
use promenade_model::value::SourceRange;
use promenade_syntax::ast::{BinaryExpr, LabelName, VectorMatchCardinality};
use promenade_syntax::diagnostic::codes;
use promenade_syntax::{Diagnostic, Expr, ExprKind};

use super::{Checker, Outcome, with_article};
use crate::typed::{self, TypedExprKind};

impl Checker<'_> {
    pub(super) fn binary(&mut self, binary: &BinaryExpr, range: &SourceRange) -> Outcome {
        let (mut lhs, mut rhs) = (self.expr(&binary.lhs), self.expr(&binary.rhs));
        for operand in [&mut lhs, &mut rhs] {
            settle_operand(operand, binary);
        }
        let n_before = self.findings.len();
        self.bool_modifier(binary, &lhs, &rhs);
        self.label_in_on_and_group(binary);
        self.operand(&lhs, &binary.lhs);
        self.operand(&rhs, &binary.rhs);
        self.vector_matching(binary, &lhs, &rhs, range);
        self.set_operands(binary, &lhs, &rhs, range);
        let value_type = result_type(&lhs, &rhs);
        let is_sound = lhs.is_sound && rhs.is_sound;
        let (lhs, rhs) = (lhs.into_expr(), rhs.into_expr());
        if self.findings.len() > n_before {
            return Outcome::unknown(value_type, range, vec![lhs, rhs]);
        }
        let kind = TypedExprKind::Binary(TreeBox::new(typed::BinaryExpr {
            op: binary.op,
            matching: typed_matching(binary, lhs.value_type, rhs.value_type),
            lhs,
            rhs,
            return_bool: binary.return_bool,
        }));
        let outcome = match value_type {
            Some(value_type) => Outcome::new(value_type, range, kind),
            None => Outcome::open(ValueType::Vector, range, kind),
        };
        outcome.sound_if(is_sound)
    }

    fn bool_modifier(&mut self, binary: &BinaryExpr, lhs: &Outcome, rhs: &Outcome) {
        let (op, op_range) = (binary.op, &binary.op_range);
        if binary.return_bool && !op.is_comparison() {
            let message = format!("`bool` belongs to comparisons only, but `{op}` is none: remove it");
            self.report(
                Diagnostic::error(codes::BOOL_MODIFIER, op_range.clone(), message),
                Some(self.operator_place(binary)),
            );
        }
        let scalars = lhs.is(ValueType::Scalar) && rhs.is(ValueType::Scalar);
        if scalars && op.is_comparison() && !binary.return_bool {
            let message = format!("a comparison of two scalars gives 0 or 1 and must say so: write `{op} bool`");
            let diagnostic = Diagnostic::error(codes::BOOL_MODIFIER, op_range.clone(), message).with_fix(
                "add `bool`",
                op_range.end..op_range.end,
                " bool",
            );
            self.report(diagnostic, Some(self.operator_place(binary)));
        }
    }

    /// Prometheus's position of the operator: after the left operand and the spaces after it. In Prometheus, a selector
    /// ends before its `anchored` or `smoothed`.
    fn operator_place(&self, binary: &BinaryExpr) -> usize {
        let lhs = &binary.lhs;
        let selector = match &lhs.kind {
            ExprKind::Vector(selector) => Some(&**selector),
            ExprKind::Matrix(matrix) => Some(&matrix.selector),
            _ => None,
        };
        let is_extended = selector.is_some_and(|selector| selector.anchored || selector.smoothed);
        let word = lhs.range.end.saturating_sub("anchored".len());
        let last_word = self.query.get(word..lhs.range.end).unwrap_or_default();
        if is_extended && ["anchored", "smoothed"].iter().any(|modifier| last_word.eq_ignore_ascii_case(modifier)) {
            return word;
        }
        let gap = self.query.get(lhs.range.end..binary.op_range.start).unwrap_or_default();
        lhs.range.end + (gap.len() - gap.trim_start().len())
    }

    fn label_in_on_and_group(&mut self, binary: &BinaryExpr) {
        let matching = &binary.matching;
        if !matching.on {
            return;
        }
        let included: HashMap<&str, &LabelName> =
            matching.include.iter().rev().map(|include| (include.text.as_str(), include)).collect();
        for on in &matching.labels {
            let Some(include) = included.get(on.text.as_str()) else { continue };
            let message = format!("the label `{}` must not stand in `on` and in the group modifier at once", on.text);
            let diagnostic = Diagnostic::error(codes::VECTOR_MATCHING, include.range.clone(), message)
                .with_label(on.range.clone(), "matched on here, so both sides have it anyway");
            self.report(diagnostic, Some(self.operator_place(binary)));
        }
    }

    /// Checks that an operand is a scalar or an instant vector.
    fn operand(&mut self, outcome: &Outcome, expr: &Expr) {
        if let Some(other @ (ValueType::Matrix | ValueType::String | ValueType::None)) = outcome.value_type() {
            let message =
                format!("an operand must be a scalar or an instant vector, but this is {}", with_article(other));
            self.report(Diagnostic::error(codes::WRONG_TYPE, expr.range.clone(), message), None);
        }
    }

    fn vector_matching(&mut self, binary: &BinaryExpr, lhs: &Outcome, rhs: &Outcome, range: &SourceRange) {
        let (Some(left), Some(right)) = (lhs.value_type(), rhs.value_type()) else { return };
        let matching = &binary.matching;
        let fills = matching.fill_values.lhs.is_some() || matching.fill_values.rhs.is_some();
        let grouped = matches!(matching.card, VectorMatchCardinality::OneToMany | VectorMatchCardinality::ManyToOne);
        let vectors = left == ValueType::Vector && right == ValueType::Vector;
        let op = binary.op;
        if !vectors && !matching.labels.is_empty() {
            self.report_matching(binary, range, "series can be matched by labels between two instant vectors only");
        }
        if !vectors && fills {
            self.report_matching(binary, range, "missing series can be filled in between two instant vectors only");
        }
        if vectors && op.is_set_operator() && grouped {
            self.report_matching(binary, range, &format!("`{op}` takes no group modifier: remove it"));
        }
        if vectors && op.is_set_operator() && fills {
            self.report_matching(binary, range, &format!("`{op}` takes no fill modifier: remove it"));
        }
    }

    fn set_operands(&mut self, binary: &BinaryExpr, lhs: &Outcome, rhs: &Outcome, range: &SourceRange) {
        if !binary.op.is_set_operator() {
            return;
        }
        for (outcome, operand) in [(lhs, &binary.lhs), (rhs, &binary.rhs)] {
            if outcome.is(ValueType::Scalar) {
                let message = format!("`{}` needs an instant vector on both sides, but this is a scalar", binary.op);
                let diagnostic = Diagnostic::error(codes::WRONG_TYPE, operand.range.clone(), message);
                self.report(diagnostic, Some(range.start));
            }
        }
    }

    fn report_matching(&mut self, binary: &BinaryExpr, range: &SourceRange, message: &str) {
        let diagnostic = Diagnostic::error(codes::VECTOR_MATCHING, binary.modifier_range.clone(), message);
        self.report(diagnostic, Some(range.start));
    }
}

/// A variable as an operand is a vector if only vectors are allowed, otherwise most likely a number.
fn settle_operand(operand: &mut Outcome, binary: &BinaryExpr) {
    let matching = &binary.matching;
    let fills = matching.fill_values.lhs.is_some() || matching.fill_values.rhs.is_some();
    if binary.op.is_set_operator() || !matching.labels.is_empty() || fills {
        operand.settle(ValueType::Vector);
    } else if operand.typed.is_open && operand.is_sound {
        operand.set_type(ValueType::Scalar, true);
    }
}

/// The type of the operation, as far as the operands determine it.
fn result_type(lhs: &Outcome, rhs: &Outcome) -> Option<ValueType> {
    match (lhs.value_type(), rhs.value_type()) {
        (Some(ValueType::Scalar), Some(ValueType::Scalar)) => Some(ValueType::Scalar),
        (Some(_), Some(_)) | (Some(ValueType::Vector), None) | (None, Some(ValueType::Vector)) => {
            Some(ValueType::Vector)
        }
        _ => None,
    }
}

fn typed_matching(binary: &BinaryExpr, lhs: ValueType, rhs: ValueType) -> Option<typed::VectorMatching> {
    if lhs != ValueType::Vector || rhs != ValueType::Vector {
        return None;
    }
    let names = |labels: &[LabelName]| labels.iter().map(|label| label.text.clone()).collect();
    let matching = &binary.matching;
    let card = if binary.op.is_set_operator() { VectorMatchCardinality::ManyToMany } else { matching.card };
    Some(typed::VectorMatching {
        card,
        labels: names(&matching.labels),
        on: matching.on,
        include: names(&matching.include),
        has_variable: matching.labels.iter().chain(&matching.include).any(LabelName::holds_variable),
        fill_values: matching.fill_values,
    })
}
