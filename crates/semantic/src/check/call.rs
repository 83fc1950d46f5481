//! Function calls: name, feature flags and arguments.

use promenade_functions::{FunctionDef, ParamRole, Stability, Variadic, function, functions};
use promenade_model::ValueType;
use promenade_model::stack::TreeBox;
use promenade_model::value::SourceRange;
use promenade_syntax::ast::Call;
use promenade_syntax::diagnostic::codes;
use promenade_syntax::variables::holds_variable;
use promenade_syntax::{Diagnostic, Expr, ExprKind};

use super::{Arguments, Checker, Outcome, count, unknown_name};
use crate::facts::Definition;
use crate::typed::{self, TypedExpr, TypedExprKind};

impl Checker<'_> {
    pub(super) fn call(&mut self, call: &Call, expr: &Expr) -> Outcome {
        let range = &expr.range;
        let Some(def) = function(&call.function.text) else {
            if holds_variable(&call.function.text) {
                return self.variable_call(&call.function.text, &call.args, None, range);
            }
            return self.unknown_function(call, range);
        };
        self.definitions.insert(expr.id, Definition::Function(def));
        let enabled = self.function_enabled(def, call, range);
        let n_args_fit = self.arg_count(def, call, range);
        let selector_fits = self.info_selector(def, call, range);
        let Args { list, fit, are_sound } = self.args(def, call);
        if !(n_args_fit && selector_fits && fit) {
            return Outcome::unknown(Some(def.signature.returns), range, list);
        }
        let kind = TypedExprKind::Call(TreeBox::new(typed::Call { def, args: list }));
        Outcome::new(def.signature.returns, range, kind).sound_if(enabled && are_sound)
    }

    fn unknown_function(&mut self, call: &Call, range: &SourceRange) -> Outcome {
        let outcome = Outcome::unknown(None, range, self.exprs(&call.args));
        if !self.is_full() {
            let names = functions().map(|f| f.name);
            let diagnostic = unknown_name(codes::UNKNOWN_FUNCTION, "function", &call.function, names);
            self.report_parsing(diagnostic, self.call_arguments(call, range), range, false);
        }
        outcome
    }

    fn function_enabled(&mut self, def: &FunctionDef, call: &Call, range: &SourceRange) -> bool {
        if def.stability == Stability::Stable || self.features.experimental_functions {
            return true;
        }
        let diagnostic = Diagnostic::error(
            codes::EXPERIMENTAL,
            call.function.range.clone(),
            format!("the function `{}` is experimental: enable the feature `promql-experimental-functions`", def.name),
        );
        self.report_parsing(diagnostic, self.call_arguments(call, range), range, false);
        false
    }

    fn call_arguments(&self, call: &Call, range: &SourceRange) -> Arguments {
        self.arguments(&call.function, None, &call.args, range)
    }

    fn arg_count(&mut self, def: &FunctionDef, call: &Call, range: &SourceRange) -> bool {
        let (signature, n_args) = (&def.signature, call.args.len());
        let (least, most) = (signature.min_args(), signature.max_args());
        if n_args >= least && most.is_none_or(|most| n_args <= most) {
            return true;
        }
        if self.call_arguments(call, range) != Arguments::Closed || call.args.iter().any(Expr::is_error) {
            return false;
        }
        let takes = match most {
            Some(most) if most == least => count(least, "argument"),
            Some(most) => format!("{least} to {}", count(most, "argument")),
            None => format!("at least {}", count(least, "argument")),
        };
        let given = if n_args == 1 { "1 is given".to_owned() } else { format!("{n_args} are given") };
        let message = format!("`{}` takes {takes}, but {given}", def.name);
        self.report(Diagnostic::error(codes::WRONG_ARGUMENT_COUNT, range.clone(), message), None);
        false
    }

    /// The second argument of `info` is a selector without a name, which is never evaluated.
    fn info_selector(&mut self, def: &FunctionDef, call: &Call, range: &SourceRange) -> bool {
        let selector = def.signature.position(ParamRole::InfoSelector);
        let Some(arg) = selector.and_then(|index| call.args.get(index)) else { return true };
        let n_before = self.findings.len();
        let (wrong, reported_at) = match &arg.kind {
            ExprKind::Vector(selector) if selector.name.is_none() => return true,
            ExprKind::Vector(_) => ("a metric name", arg.range.start),
            ExprKind::Variable(_) => return true,
            ExprKind::Error(_) => return false,
            _ if self.expr(arg).is(ValueType::Vector) => ("an expression", arg.range.start),
            _ => ("an expression", range.start),
        };
        let message = format!(
            "argument 2 of `{}` must be label matchers in braces, as in `{{job=\"api\"}}`, but this is {wrong}",
            def.name
        );
        self.report(Diagnostic::error(codes::WRONG_TYPE, arg.range.clone(), message), Some(reported_at));
        let findings = &mut self.findings[n_before..];
        findings.rotate_right(findings.len().min(1));
        false
    }

    fn args(&mut self, def: &FunctionDef, call: &Call) -> Args {
        let mut args = Args { list: Vec::with_capacity(call.args.len()), fit: true, are_sound: true };
        for (index, arg) in call.args.iter().enumerate() {
            let selects_labels = def.signature.param(index).is_some_and(|param| param.role == ParamRole::InfoSelector);
            let mut outcome = match &arg.kind {
                ExprKind::Vector(selector) if selects_labels => self.label_selector(selector, arg),
                ExprKind::Variable(_) => self.expr(arg),
                _ if selects_labels => Outcome::unknown(Some(ValueType::Vector), &arg.range, Vec::new()),
                _ => self.expr(arg),
            };
            args.fit &= self.arg_type(def, index, arg, &mut outcome);
            args.are_sound &= outcome.is_sound;
            args.list.push(outcome.into_expr());
        }
        args
    }

    /// Checks that an argument has the type of its parameter; surplus arguments are ignored.
    fn arg_type(&mut self, def: &FunctionDef, index: usize, arg: &Expr, outcome: &mut Outcome) -> bool {
        let signature = &def.signature;
        if index >= signature.params.len() && signature.variadic == Variadic::No {
            return false;
        }
        let Some(want) = signature.arg(index) else { return false };
        self.expect(outcome, want, arg, || format!("argument {} of `{}`", index + 1, def.name))
    }
}

/// The arguments of a call.
struct Args {
    list: Vec<TypedExpr>,
    /// Whether each has the type of its parameter, if known.
    fit: bool,
    are_sound: bool,
}
