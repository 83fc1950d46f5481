//! Functions that change labels and leave samples alone.

use std::sync::Arc;

use promenade_functions::Kernel;
use promenade_functions::label::join::LabelJoin;
use promenade_functions::label::replace::LabelReplace;
use promenade_model::Labels;
use promenade_model::labels::METRIC_NAME;
use promenade_plan::{Node, NodeKind};

use crate::evaluator::{Evaluated, Evaluator};
use crate::operators::rowwise::Rowwise;
use crate::{Block, ExecError, Operator, RowMeta};

/// What labels become. It is known before there are any rows.
pub(crate) struct Relabeling {
    /// The label that is written.
    destination: String,
    change: Change,
}

enum Change {
    Replace(LabelReplace),
    Join(LabelJoin),
}

impl Relabeling {
    /// The relabeling of `label_replace` or `label_join` with these arguments, all of them strings.
    ///
    /// # Errors
    /// Returns an error if the function refuses them.
    pub(crate) fn new(kernel: Kernel, args: &[Node]) -> Result<Self, ExecError> {
        let texts = args.iter().map(text).collect::<Result<Vec<_>, _>>()?;
        let change = match (kernel, texts.as_slice()) {
            (Kernel::LabelReplace, [dst, replacement, src, regex]) => {
                Change::Replace(LabelReplace::new(dst, replacement, src, regex)?)
            }
            (Kernel::LabelJoin, [dst, separator, sources @ ..]) => {
                Change::Join(LabelJoin::new(dst, separator, sources.iter().copied())?)
            }
            _ => {
                return Err(ExecError::IllTypedPlan { operation: "a function that writes labels" });
            }
        };
        Ok(Self { destination: texts[0].to_owned(), change })
    }

    /// The new labels of a row, or none where they stay.
    fn apply(&self, labels: &Labels) -> Option<Labels> {
        match &self.change {
            Change::Replace(replace) => replace.apply(labels),
            Change::Join(join) => Some(join.apply(labels)),
        }
    }
}

fn text(arg: &Node) -> Result<&str, ExecError> {
    match &arg.kind {
        NodeKind::String(text) => Ok(text),
        _ => Err(ExecError::IllTypedPlan { operation: "a function that writes labels" }),
    }
}

/// Gives each row its new labels. A name that is written stays, whatever was to become of the one before.
pub(crate) fn build(
    evaluator: &Evaluator<'_>,
    relabeling: &Relabeling,
    input: Arc<dyn Operator>,
) -> Result<Evaluated, ExecError> {
    let rename = |row: &RowMeta| match relabeling.apply(&row.labels) {
        Some(labels) => {
            // What is joined may be joined again and again: labels that grow so are memory too.
            evaluator.ctx.hold(labels.n_bytes())?;
            Ok(RowMeta { labels, drop_name: row.drop_name && relabeling.destination != METRIC_NAME })
        }
        None => Ok(row.clone()),
    };
    let meta: Arc<[RowMeta]> = input.series().iter().map(rename).collect::<Result<_, ExecError>>()?;
    Ok(Evaluated::Vector(Arc::new(Rowwise { input, meta, map: |_: &mut Block| {} })))
}
