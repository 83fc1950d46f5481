//! Queries drawn at random over the names of a store, all of the language: what there is to call the catalogue says.

use promenade::functions::{AggregatorDef, FunctionDef, aggregators, functions};
use promenade::model::ValueType;

use crate::stores::TestStore;

/// Draws queries; the same seed draws the same.
#[derive(Debug)]
pub struct Generator<'a> {
    store: &'a TestStore,
    random: Random,
    functions: Vec<&'static FunctionDef>,
    aggregators: Vec<&'static AggregatorDef>,
}

const DURATIONS: &[&str] = &["15s", "30s", "1m", "90s", "2m", "5m", "10m", "1m + 30s", "2m / 3", "max_of(1m, 20s)"];
const NUMBERS: &[&str] = &["0", "1", "2", "3.5", "-1", "0.5", "0.9", "100", "1e3", "Inf", "-Inf", "NaN", "0x1F", "60"];
const TEXTS: &[&str] = &["", "$1", "${1}-x", "(.*)", "(.).*", "[a-z]+", "/", "new", "a.b"];
const ARITHMETIC: &[&str] = &["+", "-", "*", "/", "%", "^", "atan2"];
const COMPARISONS: &[&str] = &["==", "!=", "<", "<=", ">", ">="];
const SETS: &[&str] = &["and", "or", "unless"];
const TRIMS: &[&str] = &["</", ">/"];

impl<'a> Generator<'a> {
    /// A generator over the names of a store.
    pub fn new(store: &'a TestStore, seed: u64) -> Self {
        let (functions, aggregators) = (functions().collect(), aggregators().collect());
        Self { store, random: Random(seed), functions, aggregators }
    }

    /// The source of randomness.
    pub fn random(&mut self) -> &mut Random {
        &mut self.random
    }

    /// A query: mostly an instant vector, now and then a scalar or a range vector. Most are well typed, not all.
    pub fn query(&mut self) -> String {
        let depth = self.random.below(4);
        match self.random.below(20) {
            0 => self.scalar(depth),
            1 => self.matrix(depth),
            _ => self.vector(depth),
        }
    }

    fn of_type(&mut self, value_type: ValueType, depth: usize) -> String {
        match value_type {
            ValueType::Scalar => self.scalar(depth),
            ValueType::Matrix => self.matrix(depth),
            ValueType::String => self.text(),
            ValueType::Vector | ValueType::None => self.vector(depth),
        }
    }

    fn vector(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.instant_selector();
        }
        match self.random.below(12) {
            0 => self.instant_selector(),
            1..=4 => self.call(ValueType::Vector, depth - 1),
            5..=7 => self.aggregation(depth - 1),
            8..=9 => self.join(depth - 1),
            10 => self.with_scalar(depth - 1),
            _ => format!("-({})", self.vector(depth - 1)),
        }
    }

    fn scalar(&mut self, depth: usize) -> String {
        match self.random.below(4) {
            0 if depth > 0 => {
                let (a, op, b) = (self.scalar(depth - 1), self.random.of(ARITHMETIC), self.scalar(depth - 1));
                format!("({a} {op} {b})")
            }
            1 if depth > 0 => self.call(ValueType::Scalar, depth - 1),
            _ => (*self.random.of(NUMBERS)).to_owned(),
        }
    }

    fn matrix(&mut self, depth: usize) -> String {
        let modifiers = self.modifiers();
        if depth == 0 || self.random.below(4) > 0 {
            let (selector, range) = (self.selector(), self.duration());
            let edges = *self.random.of(&["", "", "", "", " anchored", " smoothed"]);
            return format!("{selector}[{range}]{edges}{modifiers}");
        }
        let (inner, range) = (self.vector(depth - 1), self.duration());
        let step = if self.random.below(3) == 0 { String::new() } else { self.duration() };
        format!("({inner})[{range}:{step}]{modifiers}")
    }

    fn instant_selector(&mut self) -> String {
        let edges = *self.random.of(&["", "", "", "", "", "", "", "", " smoothed"]);
        format!("{}{edges}{}", self.selector(), self.modifiers())
    }

    fn selector(&mut self) -> String {
        let mut matchers = vec![match self.random.below(8) {
            0 => format!("__name__=~\"{}|{}\"", self.metric(), self.metric()),
            1 => format!("__name__=~\"{}.*\"", &self.metric()[..1]),
            _ => format!("\"{}\"", self.metric()),
        }];
        for _ in 0..self.random.below(3) {
            let (name, value) = self.random.of(&self.store.labels).clone();
            let op = *self.random.of(&["=", "!=", "=~", "!~"]);
            matchers.push(format!("\"{name}\"{op}{value:?}"));
        }
        format!("{{{}}}", matchers.join(", "))
    }

    fn metric(&mut self) -> String {
        self.random.of(&self.store.metrics).clone()
    }

    fn modifiers(&mut self) -> String {
        let (start, end) = (self.store.start_ms, self.store.end_ms);
        let time = start + self.random.below((end - start).max(1) as usize) as i64;
        match self.random.below(12) {
            0 => format!(" offset {}", self.random.of(&["30s", "1m", "-1m", "(1m + step())"])),
            1 => format!(" @ {}", time as f64 / 1000.0),
            2 => format!(" @ {}", self.random.of(&["start()", "end()"])),
            3 => format!(" @ {} offset 1m", time as f64 / 1000.0),
            _ => String::new(),
        }
    }

    fn duration(&mut self) -> String {
        (*self.random.of(DURATIONS)).to_owned()
    }

    fn text(&mut self) -> String {
        let label = self.random.of(&self.store.labels).0.clone();
        if self.random.below(2) == 0 { format!("{label:?}") } else { format!("{:?}", self.random.of(TEXTS)) }
    }

    fn call(&mut self, returns: ValueType, depth: usize) -> String {
        let fitting: Vec<_> = self.functions.iter().filter(|f| f.signature.returns == returns).copied().collect();
        let def = *self.random.of(&fitting);
        let signature = &def.signature;
        let more = signature.max_args().unwrap_or(signature.min_args() + 2) - signature.min_args();
        let n_args = signature.min_args() + self.random.below(more.min(3) + 1);
        let mut arg = |i| signature.arg(i).map_or_else(String::new, |ty| self.of_type(ty, depth));
        format!("{}({})", def.name, (0..n_args).map(&mut arg).collect::<Vec<_>>().join(", "))
    }

    fn aggregation(&mut self, depth: usize) -> String {
        let def = *self.random.of(&self.aggregators);
        let param = match def.param.map(|param| param.value_type) {
            Some(ValueType::String) => "\"value\", ".to_owned(),
            Some(_) => format!("{}, ", self.random.of(&["0", "1", "2", "3", "0.5", "-0.3", "NaN"])),
            None => String::new(),
        };
        let grouping = match self.random.below(4) {
            0 => String::new(),
            1 => format!("without ({})", self.label_list()),
            _ => format!("by ({})", self.label_list()),
        };
        format!("{} {grouping} ({param}{})", def.name, self.vector(depth))
    }

    fn label_list(&mut self) -> String {
        let n = self.random.below(3);
        (0..n).map(|_| format!("{:?}", self.random.of(&self.store.labels).0)).collect::<Vec<_>>().join(", ")
    }

    fn join(&mut self, depth: usize) -> String {
        let (kind, a) = (self.random.below(8), self.vector(depth));
        // Both sides the same now and then, so that they match.
        let b = if self.random.below(3) == 0 { a.clone() } else { self.vector(depth) };
        let matching = match self.random.below(3) {
            0 => String::new(),
            1 => format!("on ({})", self.label_list()),
            _ => format!("ignoring ({})", self.label_list()),
        };
        let many = *self.random.of(&["", "", "group_left", "group_right"]);
        let many = if matching.is_empty() { "" } else { many };
        let fill = *self.random.of(&["", "", "", "", "fill (0)", "fill_left (1)", "fill_right (-1)"]);
        match kind {
            0..=2 => format!("({a}) {} {matching} ({b})", self.random.of(SETS)),
            3 => format!("({a}) {} bool {matching} {many} {fill} ({b})", self.random.of(COMPARISONS)),
            4 => format!("({a}) {} {matching} {many} {fill} ({b})", self.random.of(COMPARISONS)),
            _ => format!("({a}) {} {matching} {many} {fill} ({b})", self.random.of(ARITHMETIC)),
        }
    }

    fn with_scalar(&mut self, depth: usize) -> String {
        let (vector, scalar) = (self.vector(depth), self.scalar(depth));
        let op = match self.random.below(4) {
            0 => (*self.random.of(COMPARISONS)).to_owned(),
            1 => format!("{} bool", self.random.of(COMPARISONS)),
            2 => (*self.random.of(TRIMS)).to_owned(),
            _ => (*self.random.of(ARITHMETIC)).to_owned(),
        };
        if self.random.below(3) == 0 {
            format!("{scalar} {op} ({vector})")
        } else {
            format!("({vector}) {op} {scalar}")
        }
    }
}

/// `SplitMix64`: small, fast, and the same everywhere.
#[derive(Debug, Clone)]
pub struct Random(pub u64);

impl Random {
    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`, which is not 0.
    pub fn below(&mut self, n: usize) -> usize {
        (self.bits() % n as u64) as usize
    }

    /// One of a list, which is not empty.
    pub fn of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }
}
