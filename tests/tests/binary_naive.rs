//! Binary operators between vectors give what nested loops over the samples of each step give.

use std::collections::{BTreeMap, BTreeSet};

use promenade::model::value::stale_nan;
use promenade::{
    Engine, EngineOptions, Features, Labels, MemoryStorage, MemoryStorageBuilder, QueryValue, StartTimestamp,
};
use proptest::prelude::*;

const N_STEPS: usize = 7;
const STEP_MS: i64 = 60_000;

type Pairs = BTreeMap<String, String>;
/// Values of each step for the labels of a result, or how the error begins.
type Answer = Result<BTreeMap<Pairs, BTreeMap<usize, String>>, String>;

#[derive(Debug, Clone)]
struct Row {
    labels: Pairs,
    cells: Vec<Option<f64>>,
}

#[derive(Debug, Clone)]
struct Case {
    sides: [Vec<Row>; 2],
    op: &'static str,
    is_bool: bool,
    on: bool,
    labels: Vec<&'static str>,
    group: Group,
    include: Vec<&'static str>,
    fill: [Option<f64>; 2],
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Group {
    None,
    Left,
    Right,
}

const COMPARISONS: [&str; 6] = ["==", "!=", "<", "<=", ">", ">="];
const ARITHMETIC: [&str; 4] = ["+", "-", "*", "/"];
const SETS: [&str; 3] = ["and", "or", "unless"];
const METRIC: &str = "__name__";

fn rows(name: &'static str) -> impl Strategy<Value = Vec<Row>> {
    let cell =
        prop_oneof![2 => Just(None), 4 => (0..3_i32).prop_map(|v| Some(f64::from(v))), 1 => Just(Some(f64::NAN))];
    let labels = (0..2_u8, 0..3_u8, 0..3_u8);
    let row = (labels, prop::collection::vec(cell, N_STEPS), 0..3_u8);
    prop::collection::vec(row, 0..7).prop_map(move |rows| {
        let mut seen = BTreeSet::new();
        let mut out: Vec<Row> = Vec::new();
        for ((a, b, c), cells, presence) in rows {
            let mut labels = Pairs::from([(METRIC.to_owned(), name.to_owned())]);
            for (name, value) in [("a", a), ("b", b), ("c", c)] {
                if value > 0 {
                    labels.insert(name.to_owned(), value.to_string());
                }
            }
            // Some series are there in one half of the time only, so that not all cases are collisions.
            let half = |i: usize| presence == 0 || (presence == 1) == (i < N_STEPS / 2);
            let cells = cells.into_iter().enumerate().map(|(i, v)| v.filter(|_| half(i))).collect();
            if seen.insert(labels.clone()) {
                out.push(Row { labels, cells });
            }
        }
        out.sort_by(|a, b| a.labels.cmp(&b.labels));
        out
    })
}

fn case() -> impl Strategy<Value = Case> {
    let names = || prop::sample::subsequence(vec!["a", "b", "c"], 0..=3);
    let op = prop_oneof![
        3 => prop::sample::select(&COMPARISONS[..]),
        3 => prop::sample::select(&ARITHMETIC[..]),
        3 => prop::sample::select(&SETS[..]),
    ];
    let group = prop::sample::select(vec![Group::None, Group::Left, Group::Right]);
    let fill = || prop::option::of((0..3_i32).prop_map(f64::from));
    let matching = (any::<bool>(), names(), group, names(), fill(), fill());
    (rows("l"), rows("r"), op, any::<bool>(), matching).prop_map(|(l, r, op, is_bool, matching)| {
        let (on, labels, group, include, left, right) = matching;
        let is_set = SETS.contains(&op);
        Case {
            sides: [l, r],
            op,
            is_bool: is_bool && COMPARISONS.contains(&op),
            on,
            include: include
                .into_iter()
                .filter(|name| group != Group::None && !(on && labels.contains(name)))
                .collect(),
            labels,
            group: if is_set { Group::None } else { group },
            fill: if is_set { [None, None] } else { [left, right] },
        }
    })
}

impl Case {
    fn query(&self) -> String {
        let is_bool = if self.is_bool { " bool" } else { "" };
        let matching = if self.on { "on" } else { "ignoring" };
        let include = self.include.join(",");
        let group = match self.group {
            Group::None => String::new(),
            Group::Left => format!(" group_left({include})"),
            Group::Right => format!(" group_right({include})"),
        };
        let fill = |name: &str, fill: Option<f64>| fill.map(|v| format!(" {name}({v})")).unwrap_or_default();
        let fills = fill("fill_left", self.fill[0]) + &fill("fill_right", self.fill[1]);
        format!("l {}{is_bool} {matching}({}){group}{fills} r", self.op, self.labels.join(","))
    }

    fn in_signature(&self, name: &str) -> bool {
        self.labels.contains(&name) == self.on && (self.on || name != METRIC)
    }

    fn signature(&self, labels: &Pairs) -> Pairs {
        labels.iter().filter(|(name, _)| self.in_signature(name)).map(|(n, v)| (n.clone(), v.clone())).collect()
    }

    fn storage(&self) -> MemoryStorage {
        let mut builder = MemoryStorageBuilder::new();
        for row in self.sides.iter().flatten() {
            let id = builder.series(&Labels::from_pairs(&row.labels));
            for (i, cell) in row.cells.iter().enumerate() {
                builder.append_float(id, i as i64 * STEP_MS, cell.unwrap_or(stale_nan()), StartTimestamp::UNKNOWN);
            }
        }
        builder.build()
    }

    fn expected(&self) -> Answer {
        let mut all: BTreeMap<Pairs, BTreeMap<usize, String>> = BTreeMap::new();
        for step in 0..N_STEPS {
            let vector = |rows: &[Row]| -> Vec<(Pairs, f64)> {
                rows.iter().filter_map(|row| Some((row.labels.clone(), row.cells[step]?))).collect()
            };
            let (lhs, rhs) = (vector(&self.sides[0]), vector(&self.sides[1]));
            let results = if SETS.contains(&self.op) { self.set(&lhs, &rhs) } else { self.join(lhs, rhs)? };
            for (labels, value) in results {
                if all.entry(labels).or_default().insert(step, value.to_string()).is_some() {
                    return Err("vector cannot contain metrics with the same labelset".to_owned());
                }
            }
        }
        Ok(all)
    }

    fn set(&self, lhs: &[(Pairs, f64)], rhs: &[(Pairs, f64)]) -> Vec<(Pairs, f64)> {
        let has = |side: &[(Pairs, f64)], labels: &Pairs| {
            side.iter().any(|(other, _)| self.signature(other) == self.signature(labels))
        };
        let keep = |(labels, _): &&(Pairs, f64)| match self.op {
            "and" => has(rhs, labels),
            "unless" => !has(rhs, labels),
            _ => true,
        };
        let mut out: Vec<_> = lhs.iter().filter(keep).cloned().collect();
        if self.op == "or" {
            out.extend(rhs.iter().filter(|(labels, _)| !has(lhs, labels)).cloned());
        }
        out
    }

    fn join(&self, mut many: Vec<(Pairs, f64)>, mut one: Vec<(Pairs, f64)>) -> Result<Vec<(Pairs, f64)>, String> {
        let no_fill = self.fill == [None, None];
        if (many.is_empty() && one.is_empty()) || (no_fill && (many.is_empty() || one.is_empty())) {
            return Ok(Vec::new());
        }
        let [mut fill_many, mut fill_one] = self.fill;
        if self.group == Group::Right {
            std::mem::swap(&mut many, &mut one);
            std::mem::swap(&mut fill_many, &mut fill_one);
        }
        let mut by_signature: BTreeMap<Pairs, (Pairs, f64)> = BTreeMap::new();
        for (labels, value) in &one {
            if by_signature.insert(self.signature(labels), (labels.clone(), *value)).is_some() {
                return Err("found duplicate series for the match group ".to_owned());
            }
        }
        let mut out = Vec::new();
        let mut matched: BTreeMap<Pairs, BTreeSet<Pairs>> = BTreeMap::new();
        for (labels, value) in many {
            let signature = self.signature(&labels);
            let fill = fill_one.map(|fill| (signature.clone(), fill));
            let Some((other, other_value)) = by_signature.get(&signature).cloned().or(fill) else { continue };
            self.result((labels, value), (other, other_value), &mut matched, &mut out)?;
        }
        for (fill, (labels, value)) in
            fill_many.into_iter().flat_map(|fill| one.iter().cloned().map(move |row| (fill, row)))
        {
            let signature = self.signature(&labels);
            if !matched.contains_key(&signature) {
                self.result((signature, fill), (labels, value), &mut matched, &mut out)?;
            }
        }
        Ok(out)
    }

    fn result(
        &self,
        (labels, value): (Pairs, f64),
        (other, other_value): (Pairs, f64),
        matched: &mut BTreeMap<Pairs, BTreeSet<Pairs>>,
        out: &mut Vec<(Pairs, f64)>,
    ) -> Result<(), String> {
        let signature = self.signature(&labels);
        let (l, r) = if self.group == Group::Right { (other_value, value) } else { (value, other_value) };
        let result = self.compute(l, r);
        let mut labels = labels;
        if self.is_bool || ARITHMETIC.contains(&self.op) {
            labels.remove(METRIC);
        }
        if self.group == Group::None {
            labels.retain(|name, _| self.labels.contains(&name.as_str()) == self.on);
        }
        for name in &self.include {
            labels.remove(*name);
            labels.extend(other.get(*name).map(|value| ((*name).to_owned(), value.clone())));
        }
        let seen = matched.entry(signature).or_default();
        if self.group == Group::None && !seen.is_empty() {
            return Err("multiple matches for labels: many-to-one matching must be explicit".to_owned());
        }
        if !seen.insert(labels.clone()) {
            return Err("multiple matches for labels: grouping labels must ensure unique matches".to_owned());
        }
        out.extend(result.map(|value| (labels, value)));
        Ok(())
    }

    fn compute(&self, l: f64, r: f64) -> Option<f64> {
        let holds = match self.op {
            "+" => return Some(l + r),
            "-" => return Some(l - r),
            "*" => return Some(l * r),
            "/" => return Some(l / r),
            "==" => l == r,
            "!=" => l != r,
            "<" => l < r,
            "<=" => l <= r,
            ">" => l > r,
            _ => l >= r,
        };
        if self.is_bool { Some(f64::from(u8::from(holds))) } else { holds.then_some(l) }
    }

    fn actual(&self) -> Answer {
        let features = Features { binop_fill_modifiers: true, ..Features::default() };
        let engine = Engine::new(EngineOptions::default().features(features));
        let (storage, query) = (self.storage(), self.query());
        let end_ms = (N_STEPS as i64 - 1) * STEP_MS;
        let result = engine.query(&storage, &query).range(0, end_ms, STEP_MS).wait().map_err(|e| e.to_string())?;
        let QueryValue::Matrix(series) = result.value else { panic!("a matrix is expected") };
        let pairs = |labels: &Labels| labels.iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
        let cells = |floats: &promenade::FloatColumn| {
            floats.iter().map(|(t, v)| ((t / STEP_MS) as usize, v.to_string())).collect()
        };
        Ok(series.iter().map(|s| (pairs(&s.labels), cells(&s.floats))).collect())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn vectors_meet_as_in_nested_loops(case in case()) {
        match (case.actual(), case.expected()) {
            (Err(actual), Err(expected)) => prop_assert!(actual.starts_with(&expected), "{}: {actual} / {expected}", case.query()),
            (actual, expected) => prop_assert_eq!(actual, expected, "{}", case.query()),
        }
    }
}
