//! Aggregations.

use promenade::functions::{AggregatorDef, ParamRole};
use promenade::model::labels::BUCKET_LABEL;

use super::text::quoted;
use super::{QueryGenerator, Taste};

impl QueryGenerator<'_> {
    /// An aggregation with or without grouping.
    pub(super) fn aggregation(&mut self, depth: usize, taste: Taste) -> String {
        let def = self.aggregator(taste);
        let (op, grouping) = (self.spelled(def.name), self.grouping(taste));
        let mut args = self.param(def, depth);
        args.push(self.vector(depth, taste));
        let args = args.join(", ");
        match () {
            () if grouping.is_empty() => format!("{op}({args})"),
            () if self.random.percent(25) => format!("{op}({args}) {grouping}"),
            () => format!("{op} {grouping} ({args})"),
        }
    }

    /// If histograms are wanted, half of the aggregations keep them.
    fn aggregator(&mut self, taste: Taste) -> &'static AggregatorDef {
        let keeps = |a: &&&'static AggregatorDef| a.folds() && a.param.is_none();
        let keeping: Vec<_> = self.aggregators.iter().filter(keeps).copied().collect();
        if taste == Taste::Any || self.random.percent(50) {
            self.random.pick(&self.aggregators)
        } else {
            self.random.pick(&keeping)
        }
    }

    fn spelled(&mut self, name: &str) -> String {
        if self.random.percent(3) { name.to_uppercase() } else { name.to_owned() }
    }

    fn param(&mut self, def: &AggregatorDef, depth: usize) -> Vec<String> {
        match def.param.map(|param| param.role) {
            None => Vec::new(),
            Some(ParamRole::DestinationLabel) => vec![quoted(&self.new_label())],
            Some(ParamRole::Ratio) => vec![self.ratio(depth)],
            Some(ParamRole::Quantile) => vec![self.share(depth)],
            Some(_) => vec![self.count(depth)],
        }
    }

    /// `by`, `without`, or nothing. Those who want buckets mostly keep the bound.
    fn grouping(&mut self, taste: Taste) -> String {
        let mut labels = self.label_list();
        if taste == Taste::Buckets && self.random.percent(75) {
            labels.push(BUCKET_LABEL.to_owned());
            return format!("by ({})", labels.join(", "));
        }
        match self.random.below(8) {
            0..3 => String::new(),
            3 | 4 => format!("without ({})", labels.join(", ")),
            5 => format!("by ({},)", self.label_text()),
            _ => format!("by ({})", labels.join(", ")),
        }
    }

    /// Some labels as `by` and `on` write them.
    pub(super) fn label_list(&mut self) -> Vec<String> {
        (0..self.random.weighted(&[(1, 0), (4, 1), (2, 2)])).map(|_| self.label_text()).collect()
    }

    fn label_text(&mut self) -> String {
        let label = self.label();
        if self.random.percent(5) { quoted(&label) } else { self.label_name(&label) }
    }
}
