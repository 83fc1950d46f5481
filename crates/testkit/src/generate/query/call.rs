//! Function calls.

use promenade::functions::{FunctionDef, Param, ParamRole};
use promenade::model::ValueType;

use super::selector::Edges;
use super::{QueryGenerator, Taste};

impl QueryGenerator<'_> {
    /// A call of a function that returns this type.
    pub(super) fn call(&mut self, returns: ValueType, depth: usize, taste: Taste) -> String {
        let fitting: Vec<_> = self.functions.iter().filter(|f| f.signature.returns == returns).copied().collect();
        let def = self.function_for(&fitting, taste);
        format!("{}({})", def.name, self.arguments(def, depth, taste).join(", "))
    }

    /// Most functions take the point of histograms away: for those who want some, half of the calls keep them.
    fn function_for(&mut self, functions: &[&'static FunctionDef], taste: Taste) -> &'static FunctionDef {
        let keeps = |f: &&&'static FunctionDef| {
            let (signature, behavior) = (&f.signature, &f.behavior);
            let over_time = signature.params.iter().any(|param| param.value_type == ValueType::Matrix);
            let sorts = behavior.sorts && !signature.has(ParamRole::SortLabel);
            (over_time && !behavior.reports_absence) || signature.has(ParamRole::Replacement) || sorts
        };
        let keeping: Vec<_> = functions.iter().filter(keeps).copied().collect();
        if taste == Taste::Any || keeping.is_empty() || self.random.percent(50) {
            self.random.pick(functions)
        } else {
            self.random.pick(&keeping)
        }
    }

    fn arguments(&mut self, def: &FunctionDef, depth: usize, taste: Taste) -> Vec<String> {
        let has = |role| def.signature.has(role);
        if has(ParamRole::Replacement) {
            self.with_vector(depth, taste, Self::replacement)
        } else if has(ParamRole::Separator) {
            self.with_vector(depth, taste, Self::join_of_labels)
        } else if has(ParamRole::SortLabel) {
            self.with_vector(depth, taste, Self::label_texts)
        } else if has(ParamRole::InfoSelector) {
            let vector = self.vector(depth, taste);
            if self.random.percent(40) { vec![vector] } else { vec![vector, self.info_selector()] }
        } else if has(ParamRole::Buckets) && has(ParamRole::DestinationLabel) {
            self.with_vector(depth, Taste::Buckets, Self::label_and_shares)
        } else if has(ParamRole::Buckets) {
            self.by_signature(def, depth, Taste::Buckets)
        } else if has(ParamRole::NativeHistograms) {
            self.by_signature(def, depth, Taste::Histograms)
        } else {
            self.by_signature(def, depth, taste)
        }
    }

    fn with_vector(&mut self, depth: usize, taste: Taste, rest: fn(&mut Self) -> Vec<String>) -> Vec<String> {
        let mut args = vec![self.vector(depth, taste)];
        args.extend(rest(self));
        args
    }

    fn label_and_shares(&mut self) -> Vec<String> {
        let mut args = vec![super::text::quoted(&self.new_label())];
        for _ in 0..=self.random.below(4) {
            args.push(self.share(1));
        }
        args
    }

    fn by_signature(&mut self, def: &FunctionDef, depth: usize, taste: Taste) -> Vec<String> {
        let signature = &def.signature;
        let more = signature.max_args().unwrap_or(signature.min_args() + 2) - signature.min_args();
        let n_args = signature.min_args() + self.random.below(more.min(3) + 1);
        let mut args = Vec::with_capacity(n_args);
        for i in 0..n_args {
            args.extend(signature.param(i).map(|param| self.argument(def, param, depth, taste)));
        }
        args
    }

    fn argument(&mut self, def: &FunctionDef, param: &Param, depth: usize, taste: Taste) -> String {
        let shares = [ParamRole::Quantile, ParamRole::SmoothingFactor, ParamRole::Seconds];
        match param.value_type {
            ValueType::Scalar if param.role == ParamRole::Choice => self.choice(depth),
            ValueType::Scalar if shares.contains(&param.role) && self.random.percent(70) => self.share(depth),
            ValueType::Scalar => self.scalar(depth.min(2)),
            ValueType::Matrix => {
                let edges = Edges { anchored: def.behavior.anchored, smoothed: def.behavior.smoothed };
                self.matrix(depth, taste, edges)
            }
            value_type => self.of_type(value_type, depth, taste),
        }
    }
}
