//! Functions and aggregators, ranked by the argument that is due and by the arguments that follow.

use promenade_functions::docs::{aggregator_signature_text, signature_text};
use promenade_functions::{
    AggregatorDef, FunctionDef, MetricKind, ParamRole, Stability, aggregators, common, functions,
};
use promenade_model::ValueType;
use promenade_syntax::{Expr, ExprKind, TokenKind};

use super::item::{Collector, ItemKind, Parts, Subject};
use super::place::{OpenParam, Place, selectors_of};

/// What stands around the name of a function.
struct Surroundings<'a> {
    open: Option<OpenParam>,
    /// The arguments that follow the name.
    args: &'a [Expr],
    /// Whether parentheses follow.
    is_called: bool,
    /// Whether a grouping follows, so that it is an aggregator.
    is_grouped: bool,
    /// The kind of the metric in the first argument, as far as its name says.
    is_counter: Option<bool>,
}

pub(super) fn add(place: &Place<'_>, out: &mut Collector<'_>) {
    let around = surroundings(place);
    let is_experimental = place.query.options().features.experimental_functions;
    let is_on = |stability: Stability| stability == Stability::Stable || is_experimental;
    for def in functions().filter(|def| is_on(def.stability)) {
        out.add(ItemKind::Function, def.name, around.of_function(place, def), || Parts {
            insert: def.name.to_owned(),
            snippet: (!around.is_called).then(|| snippet(def)),
            detail: signature_text(def),
            subject: Subject::Function(def),
        });
    }
    for def in aggregators().filter(|def| is_on(def.stability)) {
        out.add(ItemKind::Aggregator, def.name, around.of_aggregator(place, def), || Parts {
            insert: def.name.to_owned(),
            snippet: (!around.is_called && !around.is_grouped).then(|| aggregator_snippet(def)),
            detail: aggregator_signature_text(def),
            subject: Subject::Aggregator(def),
        });
    }
}

fn surroundings<'a>(place: &'a Place<'_>) -> Surroundings<'a> {
    let next = place.next();
    let call = place.marked.path().into_iter().rev().find(|expr| expr.range.start == place.marked.range.start);
    let args: &[Expr] = match call.map(|expr| &expr.kind) {
        Some(ExprKind::Call(call)) => &call.args,
        Some(ExprKind::Aggregate(aggregate)) => &aggregate.args,
        _ => &[],
    };
    let metric = args.first().and_then(|arg| selectors_of(arg).find_map(|selector| selector.name.as_ref()));
    Surroundings {
        open: place.open_param(),
        args,
        is_called: next == TokenKind::LeftParen,
        is_grouped: matches!(next, TokenKind::By | TokenKind::Without)
            || matches!(place.behind_parens(), Some(TokenKind::By | TokenKind::Without)),
        is_counter: metric.map(|name| MetricKind::may_be_counter(&name.text)),
    }
}

impl Surroundings<'_> {
    fn of_function(&self, place: &Place<'_>, def: &'static FunctionDef) -> i32 {
        let mut score = self.base(def.name) - if self.is_grouped { 400 } else { 0 };
        score += self.of_result(def.signature.returns);
        if self.is_called {
            score += self.of_args(place, def);
        }
        score + self.of_kind(def)
    }

    fn of_aggregator(&self, place: &Place<'_>, def: &'static AggregatorDef) -> i32 {
        let mut score = self.base(def.name) + self.of_result(ValueType::Vector);
        let n_params = usize::from(def.param.is_some()) + 1;
        if self.is_grouped {
            score += 300;
        }
        if self.is_called && self.args.is_empty() && !self.is_grouped {
            score -= 150;
        }
        if self.is_called && !self.args.is_empty() {
            score += if self.args.len() == n_params { 30 } else { -150 };
            let last = self.args.last().and_then(|arg| place.marked.model.value_type(arg.id));
            score += if last == Some(ValueType::Matrix) { -200 } else { 20 };
        }
        score
    }

    /// What speaks for any function or aggregator, and how common it is.
    fn base(&self, name: &str) -> i32 {
        let common = common::place(name).map_or(0, |place| (common::count() - place) as i32 * 2);
        common + if self.is_called { 300 } else { 0 }
    }

    /// Whether the result is of the type that is due.
    fn of_result(&self, returns: ValueType) -> i32 {
        let Some(open) = self.open else { return if returns == ValueType::Vector { 10 } else { 0 } };
        match (open.param.value_type, returns) {
            (ValueType::Matrix, _) => -100,
            (expected, found) if expected == found => 30,
            _ => -100,
        }
    }

    /// Whether the arguments that follow are those that the function takes.
    fn of_args(&self, place: &Place<'_>, def: &'static FunctionDef) -> i32 {
        let signature = &def.signature;
        let n_args = self.args.len();
        let mut score = if n_args < signature.min_args() || signature.max_args().is_some_and(|max| n_args > max) {
            -120
        } else {
            20
        };
        for (index, arg) in self.args.iter().enumerate() {
            let Some(found) = place.marked.model.value_type(arg.id) else { continue };
            score += if signature.arg(index) == Some(found) { 40 } else { -120 };
        }
        score
    }

    /// Whether the metric that follows is of the kind that the function is meant for.
    fn of_kind(&self, def: &'static FunctionDef) -> i32 {
        match (def.behavior.usage.takes, self.is_counter) {
            (MetricKind::Counter, Some(true)) => 30,
            (MetricKind::Gauge, Some(true)) => -30,
            // Many counters do not say so in their name.
            (MetricKind::Counter, Some(false)) => -10,
            _ => 0,
        }
    }
}

/// A call with a place for each argument that must be there.
fn snippet(def: &FunctionDef) -> String {
    let signature = &def.signature;
    let n_args = signature.min_args().max(usize::from(!signature.params.is_empty() && signature.min_args() > 0));
    let mut n_places = 0;
    let args: Vec<String> = signature.params.iter().take(n_args).map(|p| argument(p, &mut n_places)).collect();
    if args.is_empty() && !signature.params.is_empty() {
        return format!("{}($0)", def.name);
    }
    format!("{}({})", def.name, args.join(", "))
}

fn aggregator_snippet(def: &AggregatorDef) -> String {
    let mut n_places = 0;
    let param = def.param.iter().map(|param| argument(param, &mut n_places) + ", ").collect::<String>();
    format!("{}({param}${})", def.name, n_places + 1)
}

/// A place to fill in for an argument.
fn argument(param: &promenade_functions::Param, n_places: &mut usize) -> String {
    *n_places += 1;
    let place = *n_places;
    match (param.value_type, param.role) {
        (ValueType::Matrix, _) => {
            *n_places += 1;
            format!("${{{place}:{}}}[${{{}:5m}}]", param.name, place + 1)
        }
        (ValueType::String, _) => format!("\"${{{place}:{}}}\"", param.name),
        (_, ParamRole::Quantile) => format!("${{{place}:0.99}}"),
        _ => format!("${{{place}:{}}}", param.name),
    }
}
