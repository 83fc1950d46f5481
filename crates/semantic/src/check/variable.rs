//! Variables: nothing is known of them, so nothing is wrong with them.

use promenade_model::ValueType;
use promenade_model::stack::TreeBox;
use promenade_model::value::SourceRange;
use promenade_syntax::Expr;

use super::{Checker, Outcome};
use crate::typed::{TypedExpr, TypedExprKind, Variable};

/// A variable for an expression. With digits before it, it can be a number only.
pub(super) fn expr(text: &str, range: &SourceRange) -> Outcome {
    let kind = TypedExprKind::Variable(TreeBox::new(Variable { text: text.to_owned(), args: Vec::new() }));
    if text.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        Outcome::new(ValueType::Scalar, range, Some(kind))
    } else {
        Outcome::open(ValueType::Vector, range, Some(kind))
    }
}

impl Checker<'_> {
    /// Arguments of what has a variable for its name.
    pub(super) fn variable_call(
        &mut self,
        name: &str,
        args: &[Expr],
        value_type: Option<ValueType>,
        range: &SourceRange,
    ) -> Outcome {
        let args: Vec<Outcome> = args.iter().map(|arg| self.expr(arg)).collect();
        let args: Option<Vec<TypedExpr>> = args.into_iter().map(|arg| arg.typed.map(TreeBox::into_inner)).collect();
        let kind = args.map(|args| TypedExprKind::Variable(TreeBox::new(Variable { text: name.to_owned(), args })));
        match value_type {
            Some(value_type) => Outcome::new(value_type, range, kind),
            None => Outcome::open(ValueType::Vector, range, kind),
        }
    }
}

impl Outcome {
    /// Makes an open type this one.
    pub(super) fn settle(&mut self, value_type: ValueType) {
        if self.value_type.is_none() && self.typed.is_some() {
            self.value_type = Some(value_type);
            self.set_typed(value_type);
        }
    }

    /// Writes the type into the tree, through parentheses and signs.
    pub(super) fn set_typed(&mut self, value_type: ValueType) {
        let mut next = self.typed.as_deref_mut();
        while let Some(typed) = next {
            typed.value_type = value_type;
            next = match &mut typed.kind {
                TypedExprKind::Paren(inner) | TypedExprKind::Unary(_, inner) => Some(inner),
                _ => None,
            };
        }
    }
}
