//! Variables: their type is unknown, so they raise no errors.

use promenade_model::ValueType;
use promenade_model::stack::TreeBox;
use promenade_model::value::SourceRange;
use promenade_syntax::Expr;

use super::{Checker, Outcome};
use crate::typed::{TypedExprKind, Variable};

/// A variable as an expression. After digits, it can only be a number.
pub(super) fn expr(text: &str, range: &SourceRange) -> Outcome {
    let kind = TypedExprKind::Variable(TreeBox::new(Variable { text: text.to_owned(), args: Vec::new() }));
    if text.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        Outcome::new(ValueType::Scalar, range, kind)
    } else {
        Outcome::open(ValueType::Vector, range, kind)
    }
}

impl Checker<'_> {
    /// Arguments after a variable used as a name.
    pub(super) fn variable_call(
        &mut self,
        name: &str,
        args: &[Expr],
        value_type: Option<ValueType>,
        range: &SourceRange,
    ) -> Outcome {
        let args: Vec<Outcome> = args.iter().map(|arg| self.expr(arg)).collect();
        let is_sound = args.iter().all(|arg| arg.is_sound);
        let args = args.into_iter().map(Outcome::into_expr).collect();
        let kind = TypedExprKind::Variable(TreeBox::new(Variable { text: name.to_owned(), args }));
        let outcome = match value_type {
            Some(value_type) => Outcome::new(value_type, range, kind),
            None => Outcome::open(ValueType::Vector, range, kind),
        };
        outcome.sound_if(is_sound)
    }
}

impl Outcome {
    /// Sets the type of an outcome that is open because of a variable, not of an error.
    pub(super) fn settle(&mut self, value_type: ValueType) {
        if self.typed.is_open {
            self.set_type(value_type, !self.is_sound);
        }
    }

    /// Writes the type into the tree, through parentheses and signs.
    pub(super) fn set_type(&mut self, value_type: ValueType, is_open: bool) {
        let mut next = Some(&mut *self.typed);
        while let Some(typed) = next {
            (typed.value_type, typed.is_open) = (value_type, is_open);
            next = match &mut typed.kind {
                TypedExprKind::Paren(inner) | TypedExprKind::Unary(_, inner) => Some(inner),
                _ => None,
            };
        }
    }
}
