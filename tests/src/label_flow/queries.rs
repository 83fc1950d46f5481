//! Queries drawn at random in which operators on labels nest: joins, set operators, groupings, functions of labels.

use promenade::functions::{AggregatorDef, FunctionDef, aggregators, functions};
use promenade::model::ValueType;

use super::{BUCKETS, FLOATS, INFOS, LABELS, NATIVE, VALUES};
use crate::queries::Random;

/// Draws queries; the same seed draws the same.
#[derive(Debug)]
pub struct LabelQueries<'r> {
    random: &'r mut Random,
    functions: Vec<&'static FunctionDef>,
    aggregators: Vec<&'static AggregatorDef>,
}

const NUMBERS: &[&str] = &["0", "1", "1", "2", "-1", "0.5", "NaN", "Inf", "time()", "scalar(m)", "(1 + 1)", "pi()"];
const ARITHMETIC: &[&str] = &["+", "-", "*", "/", "%", "^", "atan2"];
const COMPARISONS: &[&str] = &["==", "!=", "<", "<=", ">", ">="];
const NAME: &str = "__name__";
/// Labels that are written or grouped by now and then.
const OTHERS: &[&str] = &[NAME, "__type__", "le", "version", "new"];

impl<'r> LabelQueries<'r> {
    /// A generator that draws from `random`.
    pub fn new(random: &'r mut Random) -> Self {
        Self { random, functions: functions().collect(), aggregators: aggregators().collect() }
    }

    /// An instant vector, up to `depth` operators deep.
    pub fn vector(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.leaf();
        }
        let depth = depth - 1;
        match self.random.below(24) {
            0 => self.leaf(),
            1..=4 => self.aggregation(depth),
            5..=7 => self.arithmetic(depth),
            8..=10 => self.set(depth),
            11 | 12 => self.with_scalar(depth),
            13 | 14 => self.label_function(depth),
            15 => format!("-({})", self.vector(depth)),
            16 | 17 => self.info(depth),
            18 => format!("absent({})", self.vector(depth)),
            19 => self.any_aggregation(depth),
            20 => format!("({})", self.vector(depth)),
            21 => self.with_fallback(depth),
            _ => self.any_call(ValueType::Vector, depth),
        }
    }

    fn leaf(&mut self) -> String {
        match self.random.below(14) {
            0 => format!("vector({})", self.random.of(NUMBERS)),
            1 => format!("absent({})", self.selector()),
            2 => format!("absent_over_time({}[1m])", self.selector()),
            3 => format!("rate({}[2m])", self.selector()),
            4 => format!("last_over_time({}[1m])", self.selector()),
            5 => format!("label_replace(vector(1), \"{}\", \"{}\", \"\", \"\")", self.label(), self.value()),
            6 => (*self.random.of(&["hour()", "minute()", "clamp(vector(time()), 0, 1)", "clamp(hour(), 2, 1)"]))
                .to_owned(),
            _ => self.selector(),
        }
    }

    fn selector(&mut self) -> String {
        let mut matchers = match self.random.below(12) {
            0 => Vec::new(),
            1 => vec![format!("{NAME}=~\"m|n\"")],
            2 => vec![format!("{NAME}!=\"m\"")],
            3 => vec![format!("{NAME}=\"{}\"", self.random.of(INFOS))],
            4 => vec![format!("{NAME}=\"{NATIVE}\"")],
            5 => vec![format!("{NAME}=\"{BUCKETS}\"")],
            _ => vec![format!("{NAME}=\"{}\"", self.random.of(FLOATS))],
        };
        for _ in 0..self.random.below(3).min(self.random.below(3)) {
            matchers.push(self.matcher());
        }
        if matchers.is_empty() {
            matchers.push("job!=\"\"".to_owned());
        }
        let modifier = *self.random.of(&["", "", "", "", "", "", " offset 30s", " @ 100", " @ end()"]);
        format!("{{{}}}{modifier}", matchers.join(", "))
    }

    fn matcher(&mut self) -> String {
        let (name, value) = (self.label(), self.value());
        match self.random.below(10) {
            0..=2 => format!("{name}=\"{value}\""),
            3 => format!("{name}=\"\""),
            4 => format!("{name}!=\"\""),
            5 => format!("{name}!=\"{value}\""),
            6 => format!("{name}=~\"{value}|{}\"", self.value()),
            7 => format!("{name}!~\"{value}|{}\"", self.value()),
            8 => format!("{name}=~\"{}\"", self.random.of(&[".*", ".+", "x.*", "", "y?"])),
            _ => format!("{name}!~\"{}\"", self.random.of(&[".+", "x.*", "", "y?"])),
        }
    }

    fn aggregation(&mut self, depth: usize) -> String {
        let op = *self.random.of(&["sum", "count", "max", "group", "avg", "count_values", "topk", "limitk"]);
        let def = self.aggregators.iter().find(|def| def.name == op).copied();
        self.aggregation_with(def.expect("it is in the catalogue"), depth)
    }

    fn any_aggregation(&mut self, depth: usize) -> String {
        let def = *self.random.of(&self.aggregators);
        self.aggregation_with(def, depth)
    }

    fn aggregation_with(&mut self, def: &AggregatorDef, depth: usize) -> String {
        let param = match def.param.map(|param| param.value_type) {
            Some(ValueType::String) => format!("\"{}\", ", self.any_label()),
            Some(_) => format!("{}, ", self.random.of(&["0", "1", "2", "0.5", "1", "3"])),
            None => String::new(),
        };
        let grouping = match self.random.below(5) {
            0 => String::new(),
            1 | 2 => format!("without ({})", self.label_list()),
            _ => format!("by ({})", self.label_list()),
        };
        format!("{} {grouping} ({param}{})", def.name, self.vector(depth))
    }

    fn operands(&mut self, depth: usize) -> (String, String) {
        let a = self.vector(depth);
        // Both sides the same now and then, and one of them the sum of the other, so that they match.
        let b = match self.random.below(5) {
            0 => a.clone(),
            1 => format!("sum by ({}) ({a})", self.label_list()),
            _ => self.vector(depth),
        };
        if self.random.below(2) == 0 { (a, b) } else { (b, a) }
    }

    fn matching(&mut self) -> String {
        match self.random.below(4) {
            0 => String::new(),
            1 => format!("ignoring ({})", self.label_list()),
            _ => format!("on ({})", self.label_list()),
        }
    }

    fn arithmetic(&mut self, depth: usize) -> String {
        let (a, b) = self.operands(depth);
        let matching = self.matching();
        let include = |this: &mut Self| if this.random.below(2) == 0 { this.any_label() } else { String::new() };
        let many = match self.random.below(4) {
            _ if matching.is_empty() => String::new(),
            0 => format!("group_left ({})", include(self)),
            1 => format!("group_right ({})", include(self)),
            _ => String::new(),
        };
        let fill = *self.random.of(&["", "", "", "", "fill (0)", "fill_left (1)", "fill_right (-1)"]);
        let op = match self.random.below(4) {
            0 => (*self.random.of(COMPARISONS)).to_owned(),
            1 => format!("{} bool", self.random.of(COMPARISONS)),
            _ => (*self.random.of(ARITHMETIC)).to_owned(),
        };
        format!("({a}) {op} {matching} {many} {fill} ({b})")
    }

    /// What is there even where a vector is empty, mostly compared with something.
    fn with_fallback(&mut self, depth: usize) -> String {
        let vector = self.vector(depth);
        let wrapped = *self.random.of(&["", "count", "sum", "group"]);
        let (fallback, number) = (*self.random.of(NUMBERS), *self.random.of(NUMBERS));
        let op = *self.random.of(&["", " >", " >=", " ==", " != bool", " +"]);
        let other = if op.is_empty() { "" } else { number };
        format!("({wrapped}({vector}) or {} vector({fallback})){op} {other}", self.matching())
    }

    fn set(&mut self, depth: usize) -> String {
        let (a, b) = self.operands(depth);
        format!("({a}) {} {} ({b})", *self.random.of(&["and", "or", "or", "unless"]), self.matching())
    }

    fn with_scalar(&mut self, depth: usize) -> String {
        let (vector, scalar) = (self.vector(depth), *self.random.of(NUMBERS));
        let op = match self.random.below(5) {
            0 | 1 => (*self.random.of(COMPARISONS)).to_owned(),
            2 => format!("{} bool", self.random.of(COMPARISONS)),
            3 => (*self.random.of(&["</", ">/", "*", "/"])).to_owned(),
            _ => (*self.random.of(ARITHMETIC)).to_owned(),
        };
        if self.random.below(3) == 0 {
            format!("{scalar} {op} ({vector})")
        } else {
            format!("({vector}) {op} {scalar}")
        }
    }

    fn label_function(&mut self, depth: usize) -> String {
        let (vector, dst) = (self.vector(depth), self.any_label());
        if self.random.below(3) == 0 {
            let sources: Vec<String> =
                (0..self.random.below(3)).map(|_| format!(", \"{}\"", self.any_label())).collect();
            let separator = *self.random.of(&["", "-"]);
            return format!("label_join({vector}, \"{dst}\", \"{separator}\"{})", sources.concat());
        }
        let replacement = *self.random.of(&["$1", "$1", "q", "", "q-$1", "$1$1", "${1}-q"]);
        let regex = *self.random.of(&["(.*)", "(.+)", "(x|y)", "x", "", "(x.*)", "(.*)(x)?"]);
        format!("label_replace({vector}, \"{dst}\", \"{replacement}\", \"{}\", \"{regex}\")", self.any_label())
    }

    fn info(&mut self, depth: usize) -> String {
        let vector = self.vector(depth);
        let selector = *self.random.of(&[
            "",
            "",
            ", {version=\"1\"}",
            ", {version=~\".+\"}",
            ", {version=~\".*\", a=\"x\"}",
            ", {__name__=~\".+_info\"}",
            ", {__name__=\"build_info\", version!=\"\"}",
            ", {__name__!=\"build_info\"}",
        ]);
        format!("info({vector}{selector})")
    }

    fn any_call(&mut self, returns: ValueType, depth: usize) -> String {
        let fitting: Vec<_> = self.functions.iter().filter(|f| f.signature.returns == returns).copied().collect();
        let def = *self.random.of(&fitting);
        let signature = &def.signature;
        let more = signature.max_args().unwrap_or(signature.min_args() + 2) - signature.min_args();
        let n_args = signature.min_args() + self.random.below(more.min(3) + 1);
        let args: Vec<String> = (0..n_args).map(|i| self.arg(signature.arg(i), depth)).collect();
        format!("{}({})", def.name, args.join(", "))
    }

    fn arg(&mut self, value_type: Option<ValueType>, depth: usize) -> String {
        match value_type {
            Some(ValueType::Scalar) => (*self.random.of(NUMBERS)).to_owned(),
            Some(ValueType::String) => format!("\"{}\"", self.any_label()),
            Some(ValueType::Matrix) if self.random.below(2) == 0 => format!("{}[2m]", self.plain_selector()),
            Some(ValueType::Matrix) => format!("({})[2m:30s]", self.vector(depth)),
            _ => self.vector(depth),
        }
    }

    fn plain_selector(&mut self) -> String {
        let selector = self.selector();
        selector[..=selector.rfind('}').expect("braces")].to_owned()
    }

    fn label_list(&mut self) -> String {
        let n = self.random.below(4);
        let mut names: Vec<String> = (0..n).map(|_| self.any_label()).collect();
        names.dedup();
        names.join(", ")
    }

    fn any_label(&mut self) -> String {
        if self.random.below(5) == 0 { (*self.random.of(OTHERS)).to_owned() } else { self.label() }
    }

    fn label(&mut self) -> String {
        (*self.random.of(LABELS)).to_owned()
    }

    fn value(&mut self) -> String {
        (*self.random.of(VALUES)).to_owned()
    }
}
