//! Numbers and scalar expressions.

use promenade::model::ValueType;

use super::{QueryGenerator, Taste};

const NUMBERS: &[&str] = &[
    "0", "1", "2", "3.5", "-1", "0.5", "10", "100", "1e3", "Inf", "-Inf", "NaN", "0x1F", "60", "-0.25", "5m", "1_000",
    "1e-9", "-0", "017", "1e300", "5e-324", "1h30m",
];
const SHARES: &[&str] = &["0.5", "0.9", "0.99", "0", "1", "0.1", "0.333", "-0.1", "1.5", "NaN", "Inf"];
const COUNTS: &[&str] = &["1", "2", "3", "5", "0", "-1", "1.9", "100", "NaN", "Inf"];
const CHOICES: &[&str] = &["0", "1", "2", "0", "1", "2", "3", "-1", "1.5", "NaN", "Inf"];
const RATIOS: &[&str] = &["0.5", "-0.5", "0.25", "-0.75", "0", "1", "-1", "1.5", "-2", "0.9", "NaN"];

impl QueryGenerator<'_> {
    /// An expression whose value is a scalar.
    pub(super) fn scalar(&mut self, depth: usize) -> String {
        let Some(below) = depth.checked_sub(1) else { return self.number() };
        match self.random.below(10) {
            0..3 => self.number(),
            3..7 => self.call(ValueType::Scalar, below, Taste::Any),
            7 => format!("-({})", self.scalar(below)),
            8 => format!("({})", self.scalar(below)),
            _ => {
                let (a, op, b) = (self.scalar_operand(below), self.scalar_operator(), self.scalar_operand(below));
                format!("{a} {op} {b}")
            }
        }
    }

    fn scalar_operand(&mut self, depth: usize) -> String {
        if depth == 0 { self.number() } else { format!("({})", self.scalar(depth)) }
    }

    pub(super) fn number(&mut self) -> String {
        match self.random.below(8) {
            0 => format!("{}", self.random.between(-2000, 2000) as f64 / 8.0),
            _ => self.random.text(NUMBERS).to_owned(),
        }
    }

    /// A scalar argument: mostly a number from 0 to 1.
    pub(super) fn share(&mut self, depth: usize) -> String {
        self.one_of_or_scalar(SHARES, depth)
    }

    /// A scalar argument: mostly a small number.
    pub(super) fn count(&mut self, depth: usize) -> String {
        self.one_of_or_scalar(COUNTS, depth)
    }

    /// A scalar argument that chooses among a few ways to compute: mostly one of those that there are.
    pub(super) fn choice(&mut self, depth: usize) -> String {
        self.one_of_or_scalar(CHOICES, depth)
    }

    /// A scalar argument: mostly a number from -1 to 1.
    pub(super) fn ratio(&mut self, depth: usize) -> String {
        self.one_of_or_scalar(RATIOS, depth)
    }

    fn one_of_or_scalar(&mut self, numbers: &[&str], depth: usize) -> String {
        if self.random.percent(85) { self.random.text(numbers).to_owned() } else { self.scalar(depth.min(2)) }
    }
}
