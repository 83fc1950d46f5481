//! Functions that change labels and leave samples alone.

use std::sync::Arc;

use promenade_functions::label::join::LabelJoin;
use promenade_functions::label::replace::LabelReplace;
use promenade_model::Labels;
use promenade_model::labels::METRIC_NAME;
use promenade_plan::{CallNode, Grid};

use crate::operators::duplicates;
use crate::operators::rowwise::Rowwise;
use crate::physical::{Builder, Value};
use crate::{Block, ExecError, RowMeta};

/// Builds the operator of `label_replace`.
pub(crate) fn build_replace(builder: &mut Builder<'_>, call: &CallNode, grid: Grid) -> Result<Value, ExecError> {
    let texts = texts(builder, call, grid)?;
    let [dst, replacement, src, regex] = texts.as_slice() else {
        return Err(ExecError::IllTypedPlan { operation: call.def.name });
    };
    let replace = LabelReplace::new(dst, replacement, src, regex)?;
    relabel(builder, call, grid, dst, |labels| replace.apply(labels))
}

/// Builds the operator of `label_join`.
pub(crate) fn build_join(builder: &mut Builder<'_>, call: &CallNode, grid: Grid) -> Result<Value, ExecError> {
    let texts = texts(builder, call, grid)?;
    let [dst, separator, sources @ ..] = texts.as_slice() else {
        return Err(ExecError::IllTypedPlan { operation: call.def.name });
    };
    let join = LabelJoin::new(dst, separator, sources.iter().map(String::as_str))?;
    relabel(builder, call, grid, dst, |labels| Some(join.apply(labels)))
}

fn texts(builder: &mut Builder<'_>, call: &CallNode, grid: Grid) -> Result<Vec<String>, ExecError> {
    call.args[1..].iter().map(|arg| builder.string(arg, grid)).collect()
}

/// Gives each row the labels that `relabel` makes, or leaves it as it is where that says none. A name that is written
/// stays, whatever was to become of the one before.
fn relabel(
    builder: &mut Builder<'_>,
    call: &CallNode,
    grid: Grid,
    dst: &str,
    relabel: impl Fn(&Labels) -> Option<Labels>,
) -> Result<Value, ExecError> {
    let input = builder.vector(&call.args[0], grid)?;
    let ctx = builder.ctx;
    let rename = |row: &RowMeta| match relabel(&row.labels) {
        Some(labels) => {
            // What is joined may be joined again and again: labels that grow so are memory too.
            ctx.hold(labels.n_bytes())?;
            Ok(RowMeta { labels, drop_name: row.drop_name && dst != METRIC_NAME })
        }
        None => Ok(row.clone()),
    };
    let meta: Arc<[RowMeta]> = input.series().iter().map(rename).collect::<Result<_, ExecError>>()?;
    let operator = Arc::new(Rowwise { input, meta, map: |_: &mut Block| {} });
    Ok(Value::Vector(duplicates::merge_always(builder, operator)?))
}
