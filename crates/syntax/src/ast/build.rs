//! Builders of nodes. The ranges of built nodes are empty.

use promenade_model::duration::format_duration;
use promenade_model::labels::METRIC_NAME;
use promenade_model::stack::TreeBox;
use promenade_model::{MatchOp, Matcher, RegexError, UnquotedNames};

use super::{
    AggregateExpr, At, AtKind, BinaryExpr, BinaryOp, Call, DurationExpr, DurationExprKind, Expr, ExprKind,
    LabelMatcher, LabelName, MatcherVariable, MatrixSelector, Name, NodeId, NumberLiteral, Offset, StringLiteral,
    SubqueryExpr, UnaryExpr, UnaryOp, VectorMatchCardinality, VectorMatching, VectorSelector,
};

/// A label's name, quoted where it is printed if Prometheus's older names need it.
fn label_name(name: &str) -> LabelName {
    LabelName::new(name, 0..0, false, UnquotedNames::Legacy)
}

fn label_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<LabelName> {
    names.into_iter().map(label_name).collect()
}

fn name(text: &str) -> Name {
    Name { text: text.to_owned(), range: 0..0 }
}

impl LabelMatcher {
    /// A matcher on a label.
    ///
    /// # Errors
    /// Returns an error if the operator asks for a regular expression and the value is none.
    pub fn new(label: &str, op: MatchOp, value: &str) -> Result<Self, RegexError> {
        Ok(Self {
            id: NodeId::NONE,
            name: label_name(label),
            op,
            value: value.to_owned(),
            value_bytes: None,
            value_range: 0..0,
            is_bare_name: false,
            variable: MatcherVariable::None,
            matcher: Some(Matcher::new(op, label, value)?),
            range: 0..0,
        })
    }
}

impl VectorSelector {
    /// The series of a metric.
    ///
    /// ```
    /// use promenade_model::MatchOp;
    /// use promenade_syntax::ast::{Call, DurationExpr, Expr, LabelMatcher, MatrixSelector, VectorSelector};
    ///
    /// let errors = VectorSelector::new("errors_total")
    ///     .with_matcher(LabelMatcher::new("code", MatchOp::Regex, "5..").unwrap())
    ///     .with_offset(DurationExpr::from_ms(3_600_000));
    /// let rate = Call::new("rate", [MatrixSelector::new(errors, DurationExpr::from_ms(300_000)).into()]);
    /// assert_eq!(Expr::from(rate).to_string(), r#"rate(errors_total{code=~"5.."}[5m] offset 1h)"#);
    /// ```
    pub fn new(metric: &str) -> Self {
        if UnquotedNames::Legacy.allow_metric(metric) {
            return Self { name: Some(name(metric)), ..Self::default() };
        }
        // An equality has no regular expression that could be wrong.
        let matcher = LabelMatcher::new(METRIC_NAME, MatchOp::Equal, metric).ok();
        Self { matchers: matcher.into_iter().collect(), ..Self::default() }
    }

    /// Adds a matcher.
    #[must_use]
    pub fn with_matcher(mut self, matcher: LabelMatcher) -> Self {
        self.matchers.push(matcher);
        self
    }

    /// Sets the offset.
    #[must_use]
    pub fn with_offset(mut self, duration: DurationExpr) -> Self {
        self.offset = Some(Offset { duration, range: 0..0 });
        self
    }

    /// Sets `@` to a time, `start()` or `end()`.
    #[must_use]
    pub fn with_at(mut self, kind: AtKind) -> Self {
        self.at = Some(At { kind, variable: None, range: 0..0 });
        self
    }

    /// Replaces all matchers on the same label by this one. One on `__name__` also replaces the name before the braces.
    pub fn set_matcher(&mut self, matcher: LabelMatcher) {
        self.remove_matchers(&matcher.name.text);
        self.matchers.push(matcher);
    }

    /// Removes all matchers on a label; for `__name__` also the name before the braces.
    pub fn remove_matchers(&mut self, label: &str) {
        self.matchers.retain(|matcher| matcher.name.text != label);
        if label == METRIC_NAME {
            self.name = None;
        }
    }
}

impl MatrixSelector {
    /// The samples of a selector in a range of time before each step.
    pub const fn new(selector: VectorSelector, range: DurationExpr) -> Self {
        Self { selector, selector_range: 0..0, range, is_unclosed: false }
    }
}

impl SubqueryExpr {
    /// The results of an expression in a range of time before each step. Operations are put in parentheses.
    pub fn new(expr: Expr, range: DurationExpr, step: Option<DurationExpr>) -> Self {
        let is_open = matches!(expr.kind, ExprKind::Binary(_) | ExprKind::Unary(_));
        let expr = if is_open { expr.in_parens() } else { expr };
        Self { expr, range, step, is_unclosed: false, incomplete: Vec::new(), offset: None, at: None }
    }
}

impl DurationExpr {
    /// A duration in milliseconds.
    pub fn from_ms(ms: i64) -> Self {
        let sign = if ms < 0 { "-" } else { "" };
        let text = format!("{sign}{}", format_duration(ms.saturating_abs()));
        let number = NumberLiteral { value: ms as f64 / 1000.0, is_duration: true, text };
        Self::new(DurationExprKind::Number(number), 0..0)
    }
}

impl Call {
    /// A call of a function.
    pub fn new(function: &str, args: impl IntoIterator<Item = Expr>) -> Self {
        Self { function: name(function), args: args.into_iter().collect(), is_unclosed: false }
    }
}

impl AggregateExpr {
    /// An aggregation over all labels.
    ///
    /// ```
    /// use promenade_syntax::ast::{AggregateExpr, Expr, VectorSelector};
    ///
    /// let top = AggregateExpr::new("topk", [Expr::number(3.0), VectorSelector::new("up").into()]).by(["job"]);
    /// assert_eq!(Expr::from(top).to_string(), "topk by (job) (3, up)");
    /// ```
    pub fn new(op: &str, args: impl IntoIterator<Item = Expr>) -> Self {
        Self {
            op: name(&op.to_ascii_lowercase()),
            grouping: Vec::new(),
            without: false,
            modifier_range: None,
            args: args.into_iter().collect(),
            is_unclosed: false,
        }
    }

    /// Groups by these labels.
    #[must_use]
    pub fn by<'a>(self, labels: impl IntoIterator<Item = &'a str>) -> Self {
        Self { grouping: label_names(labels), without: false, modifier_range: Some(0..0), ..self }
    }

    /// Groups by all but these labels.
    #[must_use]
    pub fn without<'a>(self, labels: impl IntoIterator<Item = &'a str>) -> Self {
        Self { grouping: label_names(labels), without: true, modifier_range: Some(0..0), ..self }
    }
}

impl BinaryExpr {
    /// A binary operation. Operands that bind less strongly than the operator are put in parentheses.
    ///
    /// ```
    /// use promenade_syntax::ast::{BinaryExpr, BinaryOp, Expr, VectorSelector};
    ///
    /// let [a, b, c] = ["a", "b", "c"].map(|name| Expr::from(VectorSelector::new(name)));
    /// let sum = BinaryExpr::new(a, BinaryOp::Add, b);
    /// let share = BinaryExpr::new(sum.into(), BinaryOp::Div, c).on(["job"]).group_left(["team"]);
    /// assert_eq!(Expr::from(share).to_string(), "(a + b) / on (job) group_left (team) c");
    /// ```
    pub fn new(lhs: Expr, op: BinaryOp, rhs: Expr) -> Self {
        let is_negative = |expr: &Expr| match &expr.kind {
            ExprKind::Number(number) => number.value.is_sign_negative(),
            kind => matches!(kind, ExprKind::Unary(_)),
        };
        let precedence = |expr: &Expr| match &expr.kind {
            ExprKind::Binary(binary) => binary.op.precedence(),
            _ => u8::MAX,
        };
        let (left_min, right_min) = if op.is_right_associative() { (1, 0) } else { (0, 1) };
        let is_left_open = precedence(&lhs) < op.precedence() + left_min || op == BinaryOp::Pow && is_negative(&lhs);
        let is_right_open = precedence(&rhs) < op.precedence() + right_min;
        Self {
            op,
            op_range: 0..0,
            lhs: if is_left_open { lhs.in_parens() } else { lhs },
            rhs: if is_right_open { rhs.in_parens() } else { rhs },
            matching: VectorMatching::default(),
            return_bool: false,
            modifier_range: 0..0,
        }
    }

    /// Matches series on these labels.
    #[must_use]
    pub fn on<'a>(mut self, labels: impl IntoIterator<Item = &'a str>) -> Self {
        (self.matching.on, self.matching.labels) = (true, label_names(labels));
        self
    }

    /// Matches series on all but these labels.
    #[must_use]
    pub fn ignoring<'a>(mut self, labels: impl IntoIterator<Item = &'a str>) -> Self {
        (self.matching.on, self.matching.labels) = (false, label_names(labels));
        self
    }

    /// Matches many series on the left with one on the right, and copies these labels from it.
    #[must_use]
    pub fn group_left<'a>(mut self, labels: impl IntoIterator<Item = &'a str>) -> Self {
        (self.matching.card, self.matching.include) = (VectorMatchCardinality::ManyToOne, label_names(labels));
        self
    }

    /// Matches many series on the right with one on the left, and copies these labels from it.
    #[must_use]
    pub fn group_right<'a>(mut self, labels: impl IntoIterator<Item = &'a str>) -> Self {
        (self.matching.card, self.matching.include) = (VectorMatchCardinality::OneToMany, label_names(labels));
        self
    }

    /// Adds `bool`, so that a comparison returns 0 or 1.
    #[must_use]
    pub const fn returning_bool(mut self) -> Self {
        self.return_bool = true;
        self
    }
}

impl Expr {
    /// A number.
    pub fn number(value: f64) -> Self {
        let text = promenade_go::strconv::format_f(value);
        Self::new(ExprKind::Number(NumberLiteral { value, is_duration: false, text }), 0..0)
    }

    /// A string.
    pub fn string(value: &str) -> Self {
        Self::new(ExprKind::String(StringLiteral { value: value.to_owned(), bytes: None }), 0..0)
    }

    /// This expression in parentheses.
    #[must_use]
    pub fn in_parens(self) -> Self {
        let range = self.range.clone();
        Self::new(ExprKind::Paren(TreeBox::new(self)), range)
    }

    /// This expression with a minus before it.
    #[must_use]
    pub fn negated(self) -> Self {
        let is_open = matches!(&self.kind, ExprKind::Binary(binary) if binary.op != BinaryOp::Pow);
        let expr = if is_open || matches!(self.kind, ExprKind::Number(_)) { self.in_parens() } else { self };
        Self::new(ExprKind::Unary(TreeBox::new(UnaryExpr { op: UnaryOp::Minus, expr })), 0..0)
    }
}

/// Makes a node of what it holds.
macro_rules! node {
    ($($part:ident => $kind:ident($box:ident)),+) => {
        $(impl From<$part> for Expr {
            fn from(part: $part) -> Self {
                Self::new(ExprKind::$kind($box::new(part)), 0..0)
            }
        })+
    };
}

node!(
    VectorSelector => Vector(Box),
    MatrixSelector => Matrix(Box),
    SubqueryExpr => Subquery(TreeBox),
    Call => Call(TreeBox),
    AggregateExpr => Aggregate(TreeBox),
    BinaryExpr => Binary(TreeBox)
);
