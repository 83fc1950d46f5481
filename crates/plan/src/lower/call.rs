//! Calls: functions of the query's time grid become numbers, others are step-invariant if all arguments are.

use promenade_functions::kernel::ContextValue;
use promenade_functions::samples::RangeMode;
use promenade_functions::{FunctionDef, Kernel, functions};
use promenade_model::ValueType;
use promenade_model::duration::go_seconds;
use promenade_model::value::SourceRange;
use promenade_semantic::typed::Call;

use super::{Context, Lowered, Lowering, Planned, info, label_names, node};
use crate::error::PlanError;
use crate::logical::{CallNode, NodeKind};
use crate::reference::Reference;

impl Lowering<'_> {
    pub(super) fn call(&self, call: &Call, range: &SourceRange, context: Context) -> Planned<Lowered> {
        if let Kernel::Context(value) = call.def.kernel {
            let number = NodeKind::Number(self.context_value(value));
            return Ok(Lowered::literal(node(range, ValueType::Scalar, number)));
        }
        label_names::check_call(call).map_err(Box::new)?;
        let mut args = call.args.iter().map(|arg| self.expr(arg, context)).collect::<Planned<Vec<_>>>()?;
        for arg in &args {
            check_mode(call.def, arg, range)?;
        }
        if label_names::is_of_no_source(call) {
            args[3].node.kind = NodeKind::String(String::new());
        }
        let is_info = matches!(call.def.kernel, Kernel::Info);
        let reference = args.first().filter(|_| is_info).and_then(|base| Reference::shared(&base.node));
        // If its vectors have different times, the info series are read at each step's own time.
        let is_same_at_all_steps =
            if is_info { reference.is_some() && args[0].invariant } else { is_invariant(call.def, &args) };
        let invariant = !context.in_param && is_same_at_all_steps;
        if is_info {
            info::complete_args(&mut args, reference, range);
        }
        let args = args.into_iter().map(|arg| if invariant { arg.node } else { arg.wrapped() }.into_inner());
        let node = node(
            range,
            call.def.signature.returns,
            NodeKind::Call(CallNode { def: call.def, args: args.collect::<Vec<_>>().into() }),
        );
        Ok(Lowered { node, invariant, wraps: invariant })
    }

    /// The value in seconds. The step of a single evaluation is 0.
    fn context_value(&self, value: ContextValue) -> f64 {
        let time = self.options.time;
        match value {
            ContextValue::Start => time.start_ms() as f64 / 1000.0,
            ContextValue::End => time.end_ms() as f64 / 1000.0,
            ContextValue::Step if time.length_ms() == 0 => 0.0,
            ContextValue::Step => go_seconds(time.step_ms()),
            ContextValue::Range => go_seconds(time.length_ms()),
        }
    }
}

/// Whether a call has the same value at all steps. With `@`, the timestamps of a selector's samples do not depend on
/// the evaluation time, but those of other vectors do.
fn is_invariant(def: &FunctionDef, args: &[Lowered]) -> bool {
    let all_invariant = args.iter().all(|arg| arg.invariant);
    let reads_sample_times = matches!(def.kernel, Kernel::Timestamp)
        && args.iter().all(|arg| matches!(arg.node.kind, NodeKind::VectorSelector(_)));
    all_invariant && (!def.behavior.at_unsafe || reads_sample_times)
}

/// Checks that the function supports the modifier of a range selector.
fn check_mode(def: &'static FunctionDef, arg: &Lowered, range: &SourceRange) -> Planned<()> {
    let NodeKind::MatrixSelector(matrix) = &arg.node.kind else { return Ok(()) };
    let (modifier, allows): (_, fn(&FunctionDef) -> bool) = match matrix.selector.mode {
        RangeMode::Plain => return Ok(()),
        RangeMode::Anchored => ("anchored", |def| def.behavior.anchored),
        RangeMode::Smoothed => ("smoothed", |def| def.behavior.smoothed),
    };
    if allows(def) {
        return Ok(());
    }
    let allowed = functions().filter(|def| allows(def)).map(|def| def.name).collect::<Vec<_>>().join(", ");
    Err(Box::new(PlanError::Modifier { modifier, allowed, function: def.name, range: range.clone() }))
}
