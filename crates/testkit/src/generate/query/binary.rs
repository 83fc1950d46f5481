//! Binary operations: between vectors, with a scalar, between scalars.

use promenade::syntax::ast::BinaryOp;

use super::{QueryGenerator, Taste};

/// The operators that some property picks out.
fn operators(fits: fn(BinaryOp) -> bool) -> Vec<BinaryOp> {
    BinaryOp::ALL.into_iter().filter(|op| fits(*op)).collect()
}

fn is_arithmetic(op: BinaryOp) -> bool {
    !op.is_comparison() && !op.is_set_operator() && !op.is_trim()
}

impl QueryGenerator<'_> {
    /// An operation between two vectors.
    pub(super) fn join(&mut self, depth: usize, taste: Taste) -> String {
        let (a, b) = self.sides(depth, taste);
        let op = match self.random.below(10) {
            0..3 => *self.random.of(&operators(BinaryOp::is_set_operator)),
            3..6 => *self.random.of(&operators(BinaryOp::is_comparison)),
            _ => *self.random.of(&operators(is_arithmetic)),
        };
        let bool = if op.is_comparison() && self.random.percent(40) { " bool" } else { "" };
        let (matching, labels) = self.matching();
        if op.is_set_operator() {
            return format!("{a} {op}{matching} {b}");
        }
        let group = if matching.is_empty() { String::new() } else { self.group(&matching, &labels) };
        let fill = self.fill();
        // Parentheses right after the word would be its labels.
        let close = if group.ends_with("left") || group.ends_with("right") { " ()" } else { "" };
        let close = if fill.is_empty() && b.starts_with('(') { close } else { "" };
        format!("{a} {op}{bool}{matching}{group}{close}{fill} {b}")
    }

    /// The operands. Mostly they have something to do with each other, so that series find partners.
    fn sides(&mut self, depth: usize, taste: Taste) -> (String, String) {
        let a = self.operand(depth, taste);
        match self.random.below(10) {
            0 => (a.clone(), a),
            1..4 => {
                let labels = self.label_list().join(", ");
                let (x, y) = (self.vector(depth.saturating_sub(1), taste), self.vector(depth.saturating_sub(1), taste));
                (format!("sum by ({labels}) ({x})"), format!("max by ({labels}) ({y})"))
            }
            4 => {
                let labels = self.label_list().join(", ");
                let x = self.vector(depth.saturating_sub(1), taste);
                (a, format!("count by ({labels}) ({x})"))
            }
            _ => (a, self.operand(depth, taste)),
        }
    }

    /// `on` or `ignoring`, and its labels.
    fn matching(&mut self) -> (String, Vec<String>) {
        let labels = self.label_list();
        let list = labels.join(", ");
        match self.random.below(6) {
            0..2 => (String::new(), labels),
            2 => (format!(" ignoring ({list})"), labels),
            3 => (" on ()".to_owned(), Vec::new()),
            _ => (format!(" on ({list})"), labels),
        }
    }

    /// `group_left` or `group_right`, without labels to match on.
    fn group(&mut self, matching: &str, labels: &[String]) -> String {
        let is_on = matching.starts_with(" on");
        let mut include = self.label_list();
        let bare = |label: &String| label.trim_matches('"').to_owned();
        include.retain(|label| !is_on || labels.iter().all(|other| bare(other) != bare(label)));
        let include = match () {
            () if self.random.percent(40) => String::new(),
            () => format!(" ({})", include.join(", ")),
        };
        match self.random.below(5) {
            0 | 1 => String::new(),
            2 | 3 => format!(" group_left{include}"),
            _ => format!(" group_right{include}"),
        }
    }

    fn fill(&mut self) -> String {
        if !self.features.binop_fill_modifiers || self.random.percent(75) {
            return String::new();
        }
        let (a, b) = (self.fill_value(), self.fill_value());
        match self.random.below(5) {
            0 | 1 => format!(" fill ({a})"),
            2 => format!(" fill_left ({a})"),
            3 => format!(" fill_right ({a})"),
            _ => format!(" fill_left ({a}) fill_right ({b})"),
        }
    }

    fn fill_value(&mut self) -> String {
        self.random.text(&["0", "1", "-1", "NaN", "Inf", "5m", "1e3"]).to_owned()
    }

    /// An operation between a vector and a scalar.
    pub(super) fn with_scalar(&mut self, depth: usize, taste: Taste) -> String {
        let trims = taste != Taste::Any && self.random.percent(40) || self.random.percent(8);
        let taste = if trims { Taste::Histograms } else { taste };
        let (vector, scalar) = (self.operand(depth, taste), self.scalar(depth.min(2)));
        let scalar = if scalar.contains(' ') { format!("({scalar})") } else { scalar };
        let op = match self.random.below(10) {
            _ if trims => *self.random.of(&operators(BinaryOp::is_trim)),
            0..4 => *self.random.of(&operators(BinaryOp::is_comparison)),
            _ => *self.random.of(&operators(is_arithmetic)),
        };
        let bool = if op.is_comparison() && self.random.percent(40) { " bool" } else { "" };
        if self.random.percent(if trims { 5 } else { 30 }) {
            format!("{scalar} {op}{bool} {vector}")
        } else {
            format!("{vector} {op}{bool} {scalar}")
        }
    }

    /// An operator between scalars, with `bool` where it must be.
    pub(super) fn scalar_operator(&mut self) -> String {
        if self.random.percent(20) {
            return format!("{} bool", self.random.of(&operators(BinaryOp::is_comparison)));
        }
        self.random.of(&operators(is_arithmetic)).to_string()
    }
}
