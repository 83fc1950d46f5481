//! Binary operators: their properties for planner, operators and lints, beyond the grammar.

pub mod float;

use promenade_model::BinaryOp;

pub use self::float::FloatVisitor;
use crate::definition::BucketUse;

/// The definition of a binary operator, except its float function in [`float`].
#[derive(Debug, Clone, Copy)]
pub struct BinaryOperatorDef {
    /// The operator, with its symbol, precedence and associativity.
    pub op: BinaryOp,
    /// A one-sentence summary that starts with a verb.
    pub summary: &'static str,
    /// The result drops the metric name.
    pub drops_name: bool,
    /// How it uses the buckets of native histograms.
    pub buckets: BucketUse,
    /// The combinations with a native histogram for which it is defined.
    pub histograms: HistogramOperands,
}

/// The combinations with at least one native histogram for which an operator is defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistogramOperands {
    /// Histogram and histogram.
    pub both: bool,
    /// Histogram on the left, float on the right.
    pub left: bool,
    /// Float on the left, histogram on the right.
    pub right: bool,
}

impl HistogramOperands {
    const NONE: Self = Self { both: false, left: false, right: false };
    const BOTH: Self = Self { both: true, ..Self::NONE };
    const LEFT: Self = Self { left: true, ..Self::NONE };
    const EITHER: Self = Self { left: true, right: true, ..Self::NONE };
    const ALL: Self = Self { both: true, left: true, right: true };
}

/// The definition of an operator.
pub const fn binary_operator(op: BinaryOp) -> &'static BinaryOperatorDef {
    match op {
        BinaryOp::Add => &ADD,
        BinaryOp::Sub => &SUB,
        BinaryOp::Mul => &MUL,
        BinaryOp::Div => &DIV,
        BinaryOp::Mod => &MOD,
        BinaryOp::Pow => &POW,
        BinaryOp::Atan2 => &ATAN2,
        BinaryOp::Eq => &EQ,
        BinaryOp::Ne => &NE,
        BinaryOp::Lt => &LT,
        BinaryOp::Le => &LE,
        BinaryOp::Gt => &GT,
        BinaryOp::Ge => &GE,
        BinaryOp::TrimUpper => &TRIM_UPPER,
        BinaryOp::TrimLower => &TRIM_LOWER,
        BinaryOp::And => &AND,
        BinaryOp::Or => &OR,
        BinaryOp::Unless => &UNLESS,
    }
}

/// All binary operators.
pub fn binary_operators() -> impl Iterator<Item = &'static BinaryOperatorDef> {
    BinaryOp::ALL.into_iter().map(binary_operator)
}

static ADD: BinaryOperatorDef = arithmetic(BinaryOp::Add, "Adds two values.", HistogramOperands::BOTH);
static SUB: BinaryOperatorDef =
    arithmetic(BinaryOp::Sub, "Subtracts the right value from the left.", HistogramOperands::BOTH);
static MUL: BinaryOperatorDef = arithmetic(BinaryOp::Mul, "Multiplies two values.", HistogramOperands::EITHER);
static DIV: BinaryOperatorDef =
    arithmetic(BinaryOp::Div, "Divides the left value by the right.", HistogramOperands::LEFT);
static MOD: BinaryOperatorDef =
    arithmetic(BinaryOp::Mod, "Returns the remainder of a division.", HistogramOperands::NONE);
static POW: BinaryOperatorDef =
    arithmetic(BinaryOp::Pow, "Raises the left value to the power of the right.", HistogramOperands::NONE);
static ATAN2: BinaryOperatorDef =
    arithmetic(BinaryOp::Atan2, "Returns the angle of a point, the left value being its y.", HistogramOperands::NONE);

static EQ: BinaryOperatorDef = equality(BinaryOp::Eq, "Compares: equal.");
static NE: BinaryOperatorDef = equality(BinaryOp::Ne, "Compares: not equal.");
static LT: BinaryOperatorDef = order(BinaryOp::Lt, "Compares: less than.");
static LE: BinaryOperatorDef = order(BinaryOp::Le, "Compares: at most.");
static GT: BinaryOperatorDef = order(BinaryOp::Gt, "Compares: greater than.");
static GE: BinaryOperatorDef = order(BinaryOp::Ge, "Compares: at least.");

static TRIM_UPPER: BinaryOperatorDef =
    trim(BinaryOp::TrimUpper, "Removes the observations above a value from native histograms.");
static TRIM_LOWER: BinaryOperatorDef =
    trim(BinaryOp::TrimLower, "Removes the observations below a value from native histograms.");

static AND: BinaryOperatorDef = set(BinaryOp::And, "Keeps the series that have a partner on the right side.");
static OR: BinaryOperatorDef =
    set(BinaryOp::Or, "Returns the left side, and the series of the right side without a partner.");
static UNLESS: BinaryOperatorDef = set(BinaryOp::Unless, "Keeps the series that have no partner on the right side.");

const fn arithmetic(op: BinaryOp, summary: &'static str, histograms: HistogramOperands) -> BinaryOperatorDef {
    BinaryOperatorDef { op, summary, drops_name: true, buckets: BucketUse::Passes, histograms }
}

const fn equality(op: BinaryOp, summary: &'static str) -> BinaryOperatorDef {
    let histograms = HistogramOperands::BOTH;
    BinaryOperatorDef { op, summary, drops_name: false, buckets: BucketUse::Reads, histograms }
}

const fn order(op: BinaryOp, summary: &'static str) -> BinaryOperatorDef {
    let histograms = HistogramOperands::NONE;
    BinaryOperatorDef { op, summary, drops_name: false, buckets: BucketUse::Passes, histograms }
}

const fn trim(op: BinaryOp, summary: &'static str) -> BinaryOperatorDef {
    let histograms = HistogramOperands::LEFT;
    BinaryOperatorDef { op, summary, drops_name: false, buckets: BucketUse::Reads, histograms }
}

const fn set(op: BinaryOp, summary: &'static str) -> BinaryOperatorDef {
    let histograms = HistogramOperands::ALL;
    BinaryOperatorDef { op, summary, drops_name: false, buckets: BucketUse::Passes, histograms }
}
