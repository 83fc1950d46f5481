//! For any query: parsing, checking and planning terminate, and a printed query has the same plan.

use promenade_functions::{Signature, aggregators, functions};
use promenade_model::{Features, ValueType};
use promenade_plan::{LogicalPlan, Optimizer, PlanOptions, lower};
use promenade_semantic::{Options, parse_and_check};
use promenade_syntax::Diagnostic;
use proptest::prelude::*;
use proptest::sample::select;

/// The plan of a query, if it has one.
fn plan(query: &str, options: PlanOptions) -> Option<LogicalPlan> {
    let features = Features::all();
    let typed = parse_and_check(query, &Options::with_features(features)).model.into_typed()?;
    lower(&typed, &options.with_features(features)).ok()
}

fn printed(query: &str) -> String {
    parse_and_check(query, &Options::with_features(Features::all())).expr.to_string()
}

fn times() -> impl Strategy<Value = PlanOptions> {
    prop_oneof![
        any::<i32>().prop_map(|at| PlanOptions::instant(i64::from(at))),
        (any::<i32>(), 0_i64..10_000_000, 1_i64..100_000).prop_map(|(start, length, step)| PlanOptions::range(
            i64::from(start),
            i64::from(start) + length,
            step
        )),
    ]
}

fn duration() -> impl Strategy<Value = String> {
    select(vec!["5m", "1h30m", "90", "step()", "(range() / 2)", "max_of(1m, step())", "2 ^ 3 * 1s", "0.5"])
        .prop_map(str::to_owned)
}

fn modifiers() -> impl Strategy<Value = String> {
    select(vec![
        "",
        "",
        "",
        " offset 1m",
        " offset -(1m * 2)",
        " @ 10",
        " @ end()",
        " @ start() offset 5m",
        " offset step()",
    ])
    .prop_map(str::to_owned)
}

fn selector() -> impl Strategy<Value = String> {
    select(vec!["foo", "bar{a=\"b\"}", "{\"a.b\", x!~\"y.*\"}", "foo{b=~\"c|d\",a!=\"\"}", "sum", "start"])
        .prop_map(str::to_owned)
}

fn matching() -> impl Strategy<Value = String> {
    select(vec![
        "",
        "",
        " on (b, a)",
        " ignoring (x)",
        " on (a) group_left (z)",
        " on () group_right ()",
        " fill (0)",
        " bool",
    ])
    .prop_map(str::to_owned)
}

/// A nested expression of this type.
fn expr(value_type: ValueType, depth: u32) -> BoxedStrategy<String> {
    match value_type {
        ValueType::Scalar => scalar(depth),
        ValueType::Vector => vector(depth),
        ValueType::Matrix => matrix(depth),
        ValueType::String | ValueType::None => {
            select(vec!["\"a\"", "'b.c'", "(\"d\")"]).prop_map(str::to_owned).boxed()
        }
    }
}

fn scalar(depth: u32) -> BoxedStrategy<String> {
    let leaf =
        select(vec!["1", "-0.5", "5m", "NaN", "-Inf", "0x1f", "time()", "step()", "end()"]).prop_map(str::to_owned);
    if depth == 0 {
        return leaf.boxed();
    }
    let operator = select(vec!["+", "^", "%", "== bool", "atan2"]);
    let below = move || scalar(depth - 1);
    prop_oneof![
        leaf,
        (below(), operator, below()).prop_map(|(a, op, b)| format!("{a} {op} ({b})")),
        below().prop_map(|a| format!("-({a})")),
        vector(depth - 1).prop_map(|v| format!("scalar({v})")),
    ]
    .boxed()
}

fn vector(depth: u32) -> BoxedStrategy<String> {
    let leaf = (selector(), modifiers()).prop_map(|(s, m)| format!("{s}{m}"));
    if depth == 0 {
        return leaf.boxed();
    }
    let operator = select(vec!["+", "-", "/", ">", "!=", "</", "and", "or", "unless", "^"]);
    let below = move |t| expr(t, depth - 1);
    let aggregators: Vec<_> = aggregators().collect();
    let functions: Vec<_> = functions().filter(|f| f.signature.returns == ValueType::Vector).collect();
    prop_oneof![
        leaf,
        (below(ValueType::Vector), operator, matching(), below(ValueType::Vector))
            .prop_map(|(a, op, m, b)| format!("{a} {op}{m} ({b})")),
        (below(ValueType::Vector), below(ValueType::Scalar)).prop_map(|(a, b)| format!("{a} * ({b})")),
        below(ValueType::Vector).prop_map(|a| format!("-({a})")),
        (select(aggregators), select(vec!["", " by (b, a)", " without (c)"])).prop_flat_map(move |(def, grouping)| {
            let param = def
                .param
                .map_or(Just(String::new()).boxed(), |p| below(p.value_type).prop_map(|p| format!("{p}, ")).boxed());
            (param, below(ValueType::Vector)).prop_map(move |(p, v)| format!("{}{grouping} ({p}{v})", def.name))
        }),
        select(functions).prop_flat_map(move |def| {
            args(&def.signature, depth - 1).prop_map(move |args| format!("{}({})", def.name, args.join(", ")))
        }),
    ]
    .boxed()
}

fn args(signature: &Signature, depth: u32) -> Vec<BoxedStrategy<String>> {
    signature.params.iter().take(signature.min_args().max(1)).map(|p| expr(p.value_type, depth)).collect()
}

fn matrix(depth: u32) -> BoxedStrategy<String> {
    let mode = select(vec!["", "", "", " anchored", " smoothed"]);
    let range = (selector(), duration(), mode, modifiers()).prop_map(|(s, d, mode, m)| format!("{s}[{d}]{mode}{m}"));
    if depth == 0 {
        return range.boxed();
    }
    let subquery = (vector(depth - 1), duration(), prop_oneof![Just(String::new()), duration()], modifiers())
        .prop_map(|(v, range, step, m)| format!("({v})[{range}:{step}]{m}"));
    prop_oneof![range, subquery].boxed()
}

/// Text that is almost a query.
fn broken() -> impl Strategy<Value = String> {
    let cut = |query: String, at: usize| query.chars().take(at % (query.chars().count() + 1)).collect::<String>();
    prop_oneof![
        (vector(3), any::<usize>()).prop_map(move |(query, at)| cut(query, at)),
        (vector(2), any::<usize>(), vector(2)).prop_map(move |(a, at, b)| cut(a, at) + &b),
        (matrix(2), matrix(2)).prop_map(|(a, b)| format!("{a} + {b}")),
        "[a-z0-9(){}\\[\\]\"=~!@+*/^,: #'`\\\\-]{0,60}",
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_printed_query_has_the_same_plan(query in vector(4), options in times()) {
        let Some(first) = plan(&query, options) else { return Ok(()) };
        let again = plan(&printed(&query), options).map(|plan| plan.explain().to_string());
        prop_assert_eq!(Some(first.explain().to_string()), again, "printed {}", printed(&query));
    }

    #[test]
    fn planning_is_deterministic_and_every_node_is_numbered_once(query in vector(4), options in times()) {
        let Some(plan) = plan(&query, options) else { return Ok(()) };
        prop_assert_eq!(plan.explain().to_string(), self::plan(&query, options).expect("as before").explain().to_string());
        let mut ids = Vec::new();
        collect_ids(&plan.root, &mut ids);
        ids.sort_unstable();
        prop_assert!(ids.iter().map(|id| *id as usize).eq(0..plan.n_nodes));
        prop_assert_eq!(*ids.last().expect("a root"), plan.root.id);
    }

    #[test]
    fn optimizing_twice_is_optimizing_once(query in vector(4), options in times()) {
        let Some(plan) = plan(&query, options) else { return Ok(()) };
        let once = Optimizer::default().optimize(plan);
        let text = once.explain().to_string();
        prop_assert_eq!(Optimizer::default().optimize(once).explain().to_string(), text);
    }

    #[test]
    fn no_text_makes_it_panic(query in broken(), options in times()) {
        let checked = parse_and_check(&query, &Options::with_features(Features::all()));
        prop_assert_eq!(checked.model.typed().is_some(), !checked.diagnostics.iter().any(Diagnostic::is_error));
        for diagnostic in &checked.diagnostics {
            prop_assert!(query.get(diagnostic.range.clone()).is_some(), "{:?}", diagnostic);
        }
        plan(&query, options);
    }
}

#[test]
fn the_longest_chains_are_planned_on_a_small_stack() {
    for operand in ["1", "foo", "foo @ 10", "time()"] {
        let query = vec![operand; promenade_syntax::ParseOptions::MAX_DEPTH - 10].join(" + ");
        let plan = plan(&query, PlanOptions::range(0, 60_000, 1000)).expect("it has no error");
        let optimized = Optimizer::default().optimize(plan.clone());
        assert!(optimized.explain().to_string().len() <= plan.explain().to_string().len(), "{operand}");
    }
}

fn collect_ids(node: &promenade_plan::Node, ids: &mut Vec<u32>) {
    ids.push(node.id);
    node.children().for_each(|child| collect_ids(child, ids));
}
