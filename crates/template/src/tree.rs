//! The tree of a template. Each node knows its bytes.

use std::ops::Range;

/// A template that parses.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    /// Its name.
    pub name: String,
    /// What it prints.
    pub body: Vec<Node>,
    /// The templates that it defines, by `define` and `block`, in the order of the text.
    pub definitions: Vec<Definition>,
    /// Where its comments stand, without the delimiters.
    pub comments: Vec<Range<usize>>,
}

/// `{{define "name"}}…{{end}}`, or the body of a block.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// The name.
    pub name: String,
    /// The literal that names it.
    pub name_range: Range<usize>,
    /// What it prints.
    pub body: Vec<Node>,
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Text that is printed as it is, without what trim markers take away.
    Text(Range<usize>),
    /// `{{pipeline}}`
    Action(Pipeline),
    /// `{{if pipeline}}…{{else}}…{{end}}`
    If(Branches),
    /// `{{with pipeline}}…{{else}}…{{end}}`
    With(Branches),
    /// `{{range pipeline}}…{{else}}…{{end}}`
    Range(Branches),
    /// `{{template "name" pipeline}}`, and the place of a block.
    Template(TemplateCall),
    /// `{{break}}`
    Break(Range<usize>),
    /// `{{continue}}`
    Continue(Range<usize>),
}

/// The branches of an `if`, a `with` or a `range`, `else if` and `else with` among them.
#[derive(Debug, Clone, PartialEq)]
pub struct Branches {
    /// Each condition with what is printed where it holds. There is at least one.
    pub branches: Vec<(Pipeline, Vec<Node>)>,
    /// What is printed where none holds.
    pub otherwise: Option<Vec<Node>>,
}

/// `{{template "name" pipeline}}`
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateCall {
    /// The name of the template.
    pub name: String,
    /// The literal that names it.
    pub name_range: Range<usize>,
    /// What the template gets for its dot.
    pub argument: Option<Pipeline>,
}

/// Commands, each of which gets the result of the one before as its last argument; the last result may go to variables.
#[derive(Debug, Clone, PartialEq)]
pub struct Pipeline {
    /// From the first token to the last.
    pub range: Range<usize>,
    /// The variables on the left of `:=` or `=`.
    pub variables: Vec<Variable>,
    /// Whether they are set (`=`) and not declared (`:=`).
    pub is_assignment: bool,
    /// The commands. There is at least one.
    pub commands: Vec<Command>,
}

/// A variable where it is declared or set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Its name, with the `$`.
    pub name: String,
    /// Where it stands.
    pub range: Range<usize>,
}

/// An operand with its arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct Command {
    /// From the first token to the last.
    pub range: Range<usize>,
    /// There is at least one.
    pub operands: Vec<Operand>,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub struct Operand {
    /// What it is.
    pub kind: OperandKind,
    /// Where it stands.
    pub range: Range<usize>,
}

/// What an operand is.
#[derive(Debug, Clone, PartialEq)]
pub enum OperandKind {
    /// A function.
    Function(String),
    /// `.`
    Dot,
    /// `nil`
    Nil,
    /// `true`, `false`
    Bool(bool),
    /// A number or a character.
    Number(Number),
    /// A string, with its escapes resolved.
    String(String),
    /// `.Labels.job`
    Fields(Vec<Field>),
    /// `$labels.job`
    Variable(String, Vec<Field>),
    /// `(pipeline)`
    Pipeline(Box<Pipeline>),
    /// Fields or methods of a function's result or of a pipeline in parentheses.
    Chain(Box<Operand>, Vec<Field>),
}

/// A field, or a key of a map, or a method, behind a dot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The name without the dot.
    pub name: String,
    /// Where it stands, with the dot.
    pub range: Range<usize>,
}

/// A constant number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// An integer with a sign, in 64 bits.
    Int(i64),
    /// An integer that is too large for that.
    Uint(u64),
    /// A float.
    Float(f64),
    /// A real and an imaginary part.
    Complex(f64, f64),
    /// The code of a character.
    Char(u32),
}
