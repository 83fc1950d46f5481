//! Functions of histograms: buckets lose `le`, and quantiles may be distinguished by a label.

use promenade_functions::Kernel;
use promenade_model::labels::BUCKET_LABEL;

use super::super::Analyzer;
use super::super::bounds::Bounds;
use super::super::facts::{Cause, LabelFact};
use super::super::source::{Cardinality, Flow, SampleKind, Source};
use super::super::values::{Presence, Values};
use super::text;
use crate::typed::Call;

pub(super) fn flow(analyzer: &Analyzer<'_>, call: &Call, input: &Flow, cause: &Cause) -> Flow {
    let mut flow = input.clone();
    flow.count = flow.count.or_none();
    flow.sources.iter_mut().for_each(|source| buckets(source, cause));
    analyzer.drop_name(&mut flow, &cause.range);
    if matches!(call.def.kernel, Kernel::HistogramQuantiles) {
        if flow.count.max == Cardinality::One {
            flow.count.max = Cardinality::Many;
        }
        tell_apart(call, &mut flow, cause);
    }
    flow.settled()
}

/// Floats need `le` and lose it. Native histograms do not need it and keep it.
fn buckets(source: &mut Source, cause: &Cause) {
    let bound = source.labels.get(BUCKET_LABEL);
    if source.samples == SampleKind::Float {
        if bound.presence() == Presence::Impossible {
            source.kill(cause);
        }
        source.labels.remove([BUCKET_LABEL], cause);
    } else {
        source.labels.set_values(BUCKET_LABEL, bound.values.or_absent(), cause);
    }
    source.samples = SampleKind::Float;
    source.value = Bounds::Any;
}

fn tell_apart(call: &Call, flow: &mut Flow, cause: &Cause) {
    let Some(label) = text(call.args.get(1)) else { return };
    for source in &mut flow.sources {
        source.labels.set(label, LabelFact::new(Values::present(), cause));
    }
}
