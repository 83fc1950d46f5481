//! Functions that change labels and keep samples.

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

/// A change of labels. It is known before any row is read.
pub(crate) struct Relabeling {
    /// The label to write.
    destination: String,
    change: Change,
}

enum Change {
    Replace(LabelReplace),
    Join(LabelJoin),
}

impl Relabeling {
    /// The change made by `label_replace` or `label_join` with these arguments, which must be strings.
    ///
    /// # Errors
    /// Returns an error if the arguments are invalid.
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

    /// The new labels of a row; `None` if they do not change.
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

/// Applies the change to each row. A metric name that is written is kept, even if the previous one was to be dropped.
pub(crate) fn build(
    evaluator: &Evaluator<'_>,
    relabeling: &Relabeling,
    input: Arc<dyn Operator>,
) -> Result<Evaluated, ExecError> {
    let rename = |row: &RowMeta| match relabeling.apply(&row.labels) {
        Some(labels) => {
            // Labels can be joined repeatedly and grow, so their memory counts.
            evaluator.ctx.hold(labels.n_bytes())?;
            Ok(RowMeta { labels, drop_name: row.drop_name && relabeling.destination != METRIC_NAME })
        }
        None => Ok(row.clone()),
    };
    let meta: Arc<[RowMeta]> = input.series().iter().map(rename).collect::<Result<_, ExecError>>()?;
    Ok(Evaluated::Vector(Arc::new(Rowwise { input, meta, map: |_: &mut Block| {} })))
}
